//! `servanda compare`: which of several texts dominate which.

use servanda::answer::{self, Comparisons};
use servanda::page;
use servanda::proposal::{Proposal, doubts_of_several};
use servanda::sheet;
use servanda::world::{Changes, Comparer, Comparing, Error, LookedAt, World, tell_apart};

use super::Exit;
use super::args::{Compare, Format, GroupBy, Over, Sort};
use super::asked::{files, opened, options};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;

pub(crate) fn run(args: &Compare, output: &mut Output) -> Exit {
    let request = Request::new(&args.by.policies, &args.print)
        .with_tables()
        .within(&args.patience);
    answer(&request, output, |world, session| {
        compare(args, world, session)
    })
}

fn compare(
    args: &Compare,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Comparisons, Exit), Error> {
    let readings = world.readings(&args.by.readings.readings)?;
    let taking = options(&args.taking);
    let mut comparer = session
        .watched(|cancel| world.comparer(readings.clone(), taking, cancel))
        .only(args.only.clone());
    if let Some(over) = args.over {
        comparer = comparer.by(match over {
            Over::Findings => answer::Over::Findings,
            Over::Verdicts => answer::Over::Verdicts,
        });
    }
    let (proposals, mut refused, mut exit) = proposals(args, world, session);
    let mut texts = Vec::new();
    for proposal in &proposals {
        match session.watched(|cancel| comparer.look(proposal, cancel)) {
            Ok(text) => texts.push(text),
            Err(error) => {
                refused += 1;
                exit = exit.or(session.tell(error));
            }
        }
        session.next();
    }
    if texts.is_empty() {
        // Where nothing could even be tried, that was told.
        let exit = if exit == Exit::Met { Exit::Error } else { exit };
        return Ok((Comparisons::default(), exit));
    }
    if args.steps || args.sort == Sort::Steps {
        let changes = Changes::default();
        let repairer =
            session.watched(|cancel| world.repairer(readings, taking, &changes, cancel))?;
        for text in &mut texts {
            session.watched(|cancel| text.count_steps(&repairer, cancel))?;
            session.next();
        }
    }
    let answer = compared(args, &comparer, texts, session)?;
    session.show(|| page::compare(&answer, is_whole(args), &Flags));
    session.tables(|| sheet::comparison(&answer));
    Ok((Comparisons::new(answer, refused), exit))
}

/// Whether every text is to be in the table. A document can be as long as that; and who asks for an order
/// or for groups asks for all.
fn is_whole(args: &Compare) -> bool {
    let in_full = args.verbose || args.print.asked().format == Format::Html;
    in_full || args.sort != Sort::Layer || args.group_by.is_some()
}

/// The texts that can be read, and how many cannot. What is doubtful in how they were coded is told.
fn proposals(
    args: &Compare,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> (Vec<Proposal>, usize, Exit) {
    let (mut proposals, mut refused, mut exit) = (Vec::new(), 0, Exit::Met);
    for (file, wrong) in files(&args.files, session) {
        match opened(&file, wrong, world) {
            Ok(proposal) => proposals.push(proposal),
            Err(error) => {
                refused += 1;
                exit = exit.or(session.tell(error));
            }
        }
    }
    session.say(doubts_of_several(proposals.iter()));
    session.say(tell_apart(proposals.iter_mut()));
    (proposals, refused, exit)
}

fn compared(
    args: &Compare,
    comparer: &Comparer<'_>,
    texts: Vec<LookedAt<'_>>,
    session: &Session<'_>,
) -> Result<answer::Comparison, Error> {
    let how = Comparing {
        sort: match args.sort {
            Sort::Layer => answer::Sort::Layer,
            Sort::Name => answer::Sort::Name,
            Sort::Date => answer::Sort::Date,
            Sort::Score => answer::Sort::Score,
            Sort::Steps => answer::Sort::Steps,
        },
        group_by: args.group_by.map(|by| match by {
            GroupBy::Year => answer::GroupBy::Year,
            GroupBy::Author => answer::GroupBy::Author,
            GroupBy::Status => answer::GroupBy::Status,
            GroupBy::Outcome => answer::GroupBy::Outcome,
            GroupBy::Coverage => answer::GroupBy::Coverage,
        }),
    };
    session.watched(|cancel| comparer.compare(texts, how, cancel))
}
