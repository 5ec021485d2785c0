//! `servanda zopa`: whether any settlement is accepted by several policies.

use servanda::answer::ZopaAnswer;
use servanda::page;
use servanda::proposal::Proposal;
use servanda::world::{Error, World, tell_apart};

use super::Exit;
use super::args::Zopa;
use super::asked::{files, priced, read};
use super::files::create;
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;

pub(crate) fn run(args: &Zopa, output: &mut Output) -> Exit {
    let request = Request::new(&args.policies, &args.print).within(&args.patience);
    answer(&request, output, |world, session| {
        zopa(args, world, session)
    })
}

fn zopa(
    args: &Zopa,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(ZopaAnswer, Exit), Error> {
    let question = world
        .zopa()
        .readings(&args.readings.readings)?
        .changes(&priced(&args.priced))?
        .most(usize::from(args.all));
    let mut starts: Vec<Proposal> = (files(&args.from, session).into_iter())
        .map(|(file, wrong)| read(&file, wrong, world, session))
        .collect::<Result<_, _>>()?;
    session.say(tell_apart(starts.iter_mut()));
    let question = question.starts(&starts);
    let answer = session.watched(|cancel| question.run(cancel))?;
    // The file is written before the answer is shown, which says that it was.
    if let Some(file) = &args.write {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        if let Some(text) = answer.compromise(&name) {
            create(file, &text)?;
        }
    }
    session.show(|| page::zopa(&answer, args.verbose, &Flags));
    let exit = match answer.zone {
        Some(true) => Exit::Met,
        Some(false) | None => Exit::Unmet,
    };
    Ok((answer, exit))
}
