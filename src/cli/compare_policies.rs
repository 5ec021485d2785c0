//! `servanda compare-policies`: how two policies relate.

use servanda::answer::CompareAnswer;
use servanda::page;
use servanda::questions::compare::Relation;
use servanda::world::{Error, World};

use super::args::ComparePolicies;
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;
use super::{Exit, write};

pub(crate) fn run(args: &ComparePolicies, output: &mut Output) -> Exit {
    let names = [args.first.clone(), args.second.clone()];
    let request = Request::new(&names, &args.print).within(&args.patience);
    answer(&request, output, |world, session| {
        compare(args, world, session)
    })
}

fn compare(
    args: &ComparePolicies,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(CompareAnswer, Exit), Error> {
    let question = world.compare().readings(&args.readings.readings)?;
    let answer = session.watched(|cancel| question.run(cancel))?;
    if let Some(folder) = &args.witness {
        for found in [&answer.first_only, &answer.second_only]
            .into_iter()
            .flatten()
        {
            write::write_in(folder, &found.name, &found.text)?;
        }
    }
    session.show(|| page::compare(&answer, &Flags));
    let exit = match answer.relation {
        Some(Relation::Equivalent) => Exit::Met,
        Some(Relation::Stricter | Relation::Looser | Relation::Incomparable) | None => Exit::Unmet,
    };
    Ok((answer, exit))
}
