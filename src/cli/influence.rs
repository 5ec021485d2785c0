//! `servanda influence`: how often each open term decides.

use servanda::answer::{InfluenceAnswer, Influences};
use servanda::page;
use servanda::sheet;
use servanda::world::{Error, World};

use super::Exit;
use super::args::Influence;
use super::asked::{options, read};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;

pub(crate) fn run(args: &Influence, output: &mut Output) -> Exit {
    let request = Request::new(&args.by.policies, &args.print)
        .with_tables()
        .within(&args.patience);
    answer(&request, output, |world, session| {
        influence(args, world, session)
    })
}

fn influence(
    args: &Influence,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Influences, Exit), Error> {
    // Readings are settled before the proposal is read, so that what is wrong with them is told first.
    world.readings(&args.by.readings.readings)?;
    let proposal = match &args.file {
        Some(file) => Some(read(file, None, world, session)?),
        None => None,
    };
    let question = world
        .influence(proposal.as_ref())
        .readings(&args.by.readings.readings)?
        .options(options(&args.taking));
    let found: Vec<Result<InfluenceAnswer, Error>> =
        session.watched(|cancel| question.each(cancel).collect());
    // The answer for one policy is shown even if there is none for the next.
    let (mut answers, mut exit) = (Vec::new(), Exit::Met);
    for found in found {
        match found {
            Ok(answer) => answers.push(answer),
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    for answer in &answers {
        session.show(|| page::influence(answer, &Flags));
    }
    let answers = Influences::new(answers);
    session.tables(|| sheet::influences(&answers));
    Ok((answers, exit))
}
