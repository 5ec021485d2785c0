//! `servanda influence`: how often each open term decides.

use servanda::answer::{self, Envelope, Influences};
use servanda::page;
use servanda::policy::Policy;
use servanda::proposal::{Knowledge, Proposal};
use servanda::questions::judge::Judge;
use servanda::text::Diagnostic;
use servanda::world::{Linting, World};

use super::Exit;
use super::args::{Format, Influence};
use super::asked::{options, read, settled, tell};
use super::input::Disk;
use super::load::open;
use super::long::{Budget, watched};
use super::output::Output;
use super::words::Flags;

pub(crate) fn run(args: &Influence, output: &mut Output) -> Exit {
    let format = args.print.format;
    let budget = Budget::new(args.patience.budget);
    let (world, said) = open(budget, &args.by.policies, Linting::On);
    let mut errors = tell(said, format, output);
    let all: Vec<&Policy> = world.iter().flat_map(World::policies).collect();
    let wrong = match &world {
        Some(world) => match answer(args, budget, world, &errors, output) {
            Ok(exit) => return exit,
            Err(wrong) => wrong,
        },
        None => Vec::new(),
    };
    errors.extend(tell(wrong, format, output));
    if format == Format::Json {
        output.text(&Envelope::new(all, Influences::default(), &errors).json());
    }
    Exit::unanswered(&errors)
}

fn answer(
    args: &Influence,
    budget: Budget,
    world: &World<Disk>,
    warned: &[Diagnostic],
    output: &mut Output,
) -> Result<Exit, Vec<Diagnostic>> {
    let format = args.print.format;
    let policies = world.policies();
    let readings = settled(&args.by.readings, world)?;
    let proposal: Option<Proposal> = match &args.file {
        Some(file) => Some(read(file, world)?),
        None => None,
    };
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for readings in readings {
        let policy = readings.policy();
        let known = match &proposal {
            Some(proposal) => proposal.knowledge(&policy.vocabulary, options(&args.taking)),
            None => policy
                .vocabulary
                .terms
                .iter()
                .map(Knowledge::unknown)
                .collect(),
        };
        let influence = watched(budget, |cancel| {
            let judge = Judge::prepare(readings.clone(), cancel);
            if let Some(proposal) = &proposal {
                let case = judge.case(proposal, options(&args.taking));
                case.check(cancel).map_err(|error| vec![*error])?;
            }
            let influence = judge.influence(&known, cancel);
            influence.map_err(|limit| vec![limit.diagnostic()])
        });
        // What one policy comes to stands, whether or not the next is answered.
        match influence {
            Ok(influence) => {
                found.push(answer::influence(policy, proposal.as_ref(), &influence));
            }
            Err(limit) => wrong.extend(tell(limit, format, output)),
        }
    }
    let exit = match &wrong[..] {
        [] => Exit::Met,
        wrong => Exit::unanswered(wrong),
    };
    for (at, answer) in found.iter().enumerate() {
        let page = page::influence(answer, &Flags);
        output.one_of_several(&page, at == 0, format);
    }
    if format == Format::Json {
        let errors = [warned, &wrong].concat();
        output.text(&Envelope::new(policies, Influences::new(found), &errors).json());
    }
    Ok(exit)
}
