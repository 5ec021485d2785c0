//! `servanda diff`: what changed from one text to another, and what becomes of the verdict.

use servanda::answer::Diffs;
use servanda::page;
use servanda::world::{Error, World, tell_apart};

use super::Exit;
use super::args::Diff;
use super::asked::{files, options, read};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;

pub(crate) fn run(args: &Diff, output: &mut Output) -> Exit {
    let request = Request::new(&args.by.policies, &args.print).within(&args.patience);
    answer(&request, output, |world, session| {
        diff(args, world, session)
    })
}

fn diff(
    args: &Diff,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Diffs, Exit), Error> {
    let readings = world.readings(&args.by.readings.readings)?;
    let taking = options(&args.taking);
    let differ = session.watched(|cancel| world.differ(readings, taking, cancel));
    let paths = [args.old.clone(), args.new.clone()];
    let (mut texts, mut exit) = (Vec::new(), Exit::Met);
    for (file, wrong) in files(&paths, session) {
        match read(&file, wrong, world, session) {
            Ok(text) => texts.push(text),
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    // Two versions of one text have one name, which is as it should be.
    tell_apart(&mut texts);
    let [old, new] = &texts[..] else {
        return Ok((Diffs::default(), exit.or(Exit::Error)));
    };
    let answer = session.watched(|cancel| differ.diff([old, new], cancel))?;
    session.show(|| page::diff(&answer, args.verbose, &Flags));
    if args.fail_on_worse && answer.is_worse() {
        exit = Exit::Unmet;
    }
    Ok((Diffs::new(answer), exit))
}
