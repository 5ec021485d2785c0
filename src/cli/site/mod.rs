//! `servanda site`: pages of texts and policies that refer to one another.

mod write;

use servanda::answer::{CheckAnswer, Checks, Comparison, PolicyShown, Shown};
use servanda::limit::Cancel;
use servanda::page;
use servanda::policy::ReadingChoice;
use servanda::proposal::{Options, Proposal, doubts_of_several};
use servanda::questions::explain::Depth;
use servanda::world::{Comparing, Error, Linting, Shelf, World, tell_apart};

use super::Exit;
use super::args::{Format, Site};
use super::asked::{files, opened, options};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};

pub(crate) fn run(args: &Site, output: &mut Output) -> Exit {
    let request = Request::new(&args.by.policies, Format::Text).within(&args.patience);
    answer(&request, output, |world, session| {
        let exit = site(args, world, session)?;
        Ok((Checks::default(), exit))
    })
}

/// Everything is asked before anything is written.
fn site(args: &Site, world: &World<Disk>, session: &mut Session<'_>) -> Result<Exit, Error> {
    let readings = world.readings(&args.by.readings.readings)?;
    let taking = options(&args.taking);
    let (mut proposals, mut exit) = proposals(args, world, session);
    session.say(doubts_of_several(proposals.iter()));
    session.say(tell_apart(proposals.iter_mut()));
    let checks = checked(world, &proposals, (readings, taking), session, &mut exit);
    if checks.proposals.is_empty() {
        // That there is nothing to show was told.
        return Ok(if exit == Exit::Met { Exit::Error } else { exit });
    }
    let (mut policies, mut comparisons) = (Vec::new(), Vec::new());
    for (name, policy) in names(args).zip(world.policies()) {
        policies.extend(shown(name)?.map(|shown| (policy.called.clone(), shown)));
        let alone = World::load(Disk, &[name.to_owned()], Linting::Off, &Cancel::default())?;
        let of_it = args.by.readings.readings.iter();
        let of_it: Vec<&String> = of_it
            .filter(|reading| alone.readings([reading]).is_ok())
            .collect();
        let compared = compared(&alone, alone.readings(of_it)?, taking, &proposals, session);
        match compared {
            Ok(compared) => comparisons.push((Some(policy.called.clone()), compared)),
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    if world.policies().len() > 1 {
        let readings = world.readings(&args.by.readings.readings)?;
        match compared(world, readings, taking, &proposals, session) {
            Ok(compared) => comparisons.push((None, compared)),
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    // A page is not taken away because its text has a typing error at the moment.
    let whole = !session.has_failed();
    let site = page::Site {
        checks: &checks,
        comparisons: &comparisons,
        policies: &policies,
    };
    match write::into(&args.output, &site.files(), (args.force, whole)) {
        Ok(written) => session.show(|| written.page(&args.output)),
        Err(error) => exit = exit.or(session.tell((*error).into())),
    }
    Ok(exit)
}

/// The texts that can be read.
fn proposals(args: &Site, world: &World<Disk>, session: &mut Session<'_>) -> (Vec<Proposal>, Exit) {
    let (mut proposals, mut exit) = (Vec::new(), Exit::Met);
    for (file, wrong) in files(&args.files, session) {
        match opened(&file, wrong, world) {
            Ok(proposal) => proposals.push(proposal),
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    (proposals, exit)
}

/// What each policy says of each text. A text that a policy cannot judge within the limits is told.
fn checked(
    world: &World<Disk>,
    proposals: &[Proposal],
    (readings, options): (Vec<ReadingChoice<'_>>, Options),
    session: &mut Session<'_>,
    exit: &mut Exit,
) -> Checks {
    let checker = session.watched(|cancel| world.checker(readings, options, cancel));
    let checker = checker.explaining(Depth::All);
    let (mut answers, mut refused): (Vec<CheckAnswer>, usize) = (Vec::new(), 0);
    for proposal in proposals {
        let checked: Result<Vec<CheckAnswer>, Error> =
            session.watched(|cancel| checker.check(proposal, cancel).collect());
        match checked {
            Ok(checked) => answers.extend(checked),
            Err(error) => {
                refused += 1;
                *exit = exit.or(session.tell(error));
            }
        }
        session.next();
    }
    Checks::new(answers, refused)
}

fn compared(
    world: &World<Disk>,
    readings: Vec<ReadingChoice<'_>>,
    options: Options,
    proposals: &[Proposal],
    session: &mut Session<'_>,
) -> Result<Comparison, Error> {
    let comparer = session.watched(|cancel| world.comparer(readings, options, cancel));
    let mut texts = Vec::new();
    for proposal in proposals {
        // What cannot be looked at was told when it was judged.
        if let Ok(text) = session.watched(|cancel| comparer.look(proposal, cancel)) {
            texts.push(text);
        }
        session.next();
    }
    let how = Comparing {
        sort: servanda::answer::Sort::Layer,
        group_by: None,
    };
    session.watched(|cancel| comparer.compare(texts, how, cancel))
}

/// The policies as they were named.
fn names(args: &Site) -> impl Iterator<Item = &str> {
    let default = args.by.policies.is_empty().then_some("column");
    let named = args.by.policies.iter().map(String::as_str);
    default.into_iter().chain(named)
}

/// What a policy asks.
fn shown(name: &str) -> Result<Option<PolicyShown>, Error> {
    let shelf = Shelf::open(&Disk, name)?;
    let mut shown = shelf.texts().shown.into_iter();
    Ok(shown.find_map(|shown| match shown {
        Shown::Policy(policy) => Some(policy),
        _ => None,
    }))
}
