//! `servanda repair`: the cheapest changes after which proposals are met.

use std::path::Path;

use servanda::answer::{RepairAnswer, RepairOutcome, Repairs};
use servanda::page;
use servanda::proposal::Proposal;
use servanda::sheet;
use servanda::world::{Changes, Error, Repairer, World};

use super::Exit;
use super::args::Repair;
use super::asked::{files, options, priced, read};
use super::files::{refused, replace};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::{Flags, worded};

pub(crate) fn run(args: &Repair, output: &mut Output) -> Exit {
    let request = Request::new(&args.by.policies, &args.print)
        .with_tables()
        .within(&args.patience);
    answer(&request, output, |world, session| {
        repair(args, world, session)
    })
}

fn repair(
    args: &Repair,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Repairs, Exit), Error> {
    let readings = world.readings(&args.by.readings.readings)?;
    let changes = Changes {
        freeze: args.freeze.clone(),
        only: args.only.clone(),
        ..priced(&args.priced)
    };
    // Preparing the policies counts towards the budget of the first proposal.
    let options = options(&args.taking);
    let prepared = session.watched(|cancel| world.repairer(readings, options, &changes, cancel));
    let (mut answers, mut exit) = (Vec::new(), Exit::Met);
    let repairer = match prepared {
        Ok(repairer) => repairer,
        Err(error) => {
            exit = session.tell(error);
            // What cannot be read is told all the same.
            for (file, wrong) in files(&args.files, session) {
                let wrong = read(&file, wrong, world, session).err();
                exit = exit.or(wrong.map_or(Exit::Met, |error| session.tell(error)));
            }
            return Ok((Repairs::new(answers), exit));
        }
    };
    for (file, wrong) in files(&args.files, session) {
        let wrong = wrong.or_else(|| {
            let why = "it is standard input; `--format json` has the new text";
            (args.write && file.as_os_str() == "-").then(|| refused(&file, why))
        });
        let repaired = read(&file, wrong, world, session)
            .and_then(|proposal| one(args, &repairer, &proposal, &file, session));
        exit = exit.or(match repaired {
            Ok(answer) => {
                session.show(|| page::repair(&answer, args.verbose, &Flags));
                let exit = exit_of(answer.answer);
                answers.push(answer);
                exit
            }
            Err(error) => session.tell(error),
        });
        session.next();
    }
    let answers = Repairs::new(answers);
    session.tables(|| sheet::repairs(&answers));
    Ok((answers, exit))
}

fn exit_of(outcome: RepairOutcome) -> Exit {
    match outcome {
        RepairOutcome::Met | RepairOutcome::Repaired => Exit::Met,
        RepairOutcome::Impossible => Exit::Unmet,
    }
}

/// Repairs a proposal, and writes its file if that is asked for.
fn one(
    args: &Repair,
    repairer: &Repairer<'_>,
    proposal: &Proposal,
    file: &Path,
    session: &Session<'_>,
) -> Result<RepairAnswer, Error> {
    let most = usize::from(args.all);
    let mut answer = session.watched(|cancel| repairer.repair(proposal, most, cancel))?;
    for repair in &mut answer.repairs {
        repair.no_text = repair.no_text.take().map(|said| worded(said, &[]));
    }
    if let Some(first) = answer.repairs.first().filter(|_| args.write) {
        if let Some(error) = &first.no_text {
            return Err(error.clone().into());
        }
        if let Some(text) = first.text.as_ref().filter(|_| !first.patch.is_empty()) {
            replace(file, proposal.source.text(), text)?;
            answer.written = true;
        }
    }
    Ok(answer)
}
