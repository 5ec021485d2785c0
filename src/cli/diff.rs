//! `servanda diff`: what changed from one text to another, or from one policy to another, and what
//! becomes of the verdicts.

use std::path::Path;

use servanda::answer::{self, Diffs};
use servanda::page::{self, DiffExtent};
use servanda::questions::explain::Depth;
use servanda::text::{Code, Diagnostic};
use servanda::world::{Error, Linting, World, tell_apart};

use super::Exit;
use super::args::Diff;
use super::asked::{files, opened, options, read};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;

pub(crate) fn run(args: &Diff, output: &mut Output) -> Exit {
    let are_policies = [&args.old, &args.new].map(|path| is_policy(path));
    if are_policies == [true, true] || !args.over.is_empty() {
        let names = [args.new.display().to_string()];
        let request = Request::new(&names, &args.print).within(&args.patience);
        return answer(&request, output, |world, session| {
            policies(args, world, session)
        });
    }
    let request = Request::new(&args.by.policies, &args.print).within(&args.patience);
    answer(&request, output, |world, session| {
        texts(args, world, session)
    })
}

fn is_policy(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "servanda")
}

fn texts(
    args: &Diff,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Diffs, Exit), Error> {
    let readings = world.readings(&args.by.readings.readings)?;
    let taking = options(&args.taking);
    let differ = session.watched(|cancel| world.differ(readings, taking, cancel));
    let (mut texts, mut exit) = (Vec::new(), Exit::Met);
    for path in [&args.old, &args.new] {
        let wrong =
            (*path == args.old && args.old == args.new && path.as_os_str() == "-").then(twice);
        match read(path, wrong, world, session) {
            Ok(text) => texts.push(text),
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    // Two versions of one text have one name, which is as it should be.
    tell_apart(&mut texts);
    let [old, new] = &texts[..] else {
        return Ok((Diffs::default(), exit));
    };
    let answer = session.watched(|cancel| differ.diff([old, new], cancel))?;
    let extent = if args.verbose {
        DiffExtent::Full
    } else {
        DiffExtent::Brief
    };
    session.show(|| page::diff(&answer, extent, &Flags));
    if args.fail_on_worse && answer.is_worse() {
        exit = Exit::Unmet;
    }
    Ok((Diffs::new(answer), exit))
}

fn twice() -> Diagnostic {
    let message = "standard input can be read only once";
    Diagnostic::error(Code::InputStdinTwice, message).help("name `-` once")
}

fn policies(
    args: &Diff,
    new: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Diffs, Exit), Error> {
    let name = [args.old.display().to_string()];
    let old = session.watched(|cancel| World::load(Disk, &name, Linting::Off, cancel))?;
    let taking = options(&args.taking);
    let [checks_old, checks_new] = [&old, new].map(|world| {
        let readings = world.every_reading();
        let checker = session.watched(|cancel| world.checker(readings, taking, cancel));
        checker.explaining(Depth::Verdicts)
    });
    let (mut judged, mut refused, mut exit) = (Vec::new(), 0, Exit::Met);
    for (file, wrong) in files(&args.over, session) {
        let both = opened(&file, wrong, &old).and_then(|was| Ok([was, opened(&file, None, new)?]));
        let both = both.and_then(|[was, is]| {
            session.watched(|cancel| {
                let was = checks_old.check(&was, cancel).next().transpose()?;
                let is = checks_new.check(&is, cancel).next().transpose()?;
                Ok(was.zip(is))
            })
        });
        match both {
            Ok(both) => judged.extend(both.map(|(was, is)| [was, is])),
            Err(error) => {
                refused += 1;
                exit = exit.or(session.tell(error));
            }
        }
        session.next();
    }
    let policies = [&old.policies()[0], &new.policies()[0]];
    let answer = answer::policy_diff(policies, &judged, refused);
    session.show(|| page::policy_diff(&answer, args.verbose, &Flags));
    if args.fail_on_worse && answer.is_worse() {
        exit = exit.or(Exit::Unmet);
    }
    Ok((Diffs::of_policies(answer), exit))
}
