//! `servanda check`: judge proposals against policies.

use servanda::answer::{CheckAnswer, Checks};
use servanda::limit::Cancel;
use servanda::page;
use servanda::proposal::Proposal;
use servanda::verdict::Verdict;
use servanda::world::{Error, World};

use super::Exit;
use super::args::Check;
use super::asked::{files, options, read};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};

pub(crate) fn run(args: &Check, output: &mut Output) -> Exit {
    let request = Request::new(&args.by.policies, &args.print);
    answer(&request, output, |world, session| {
        check(args, world, session)
    })
}

fn check(
    args: &Check,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Checks, Exit), Error> {
    let cancel = Cancel::default();
    let readings = world.readings(&args.by.readings.readings)?;
    let checker = world.checker(readings, options(&args.taking), &cancel);
    let (mut proposals, mut refused): (Vec<Proposal>, usize) = (Vec::new(), 0);
    for (file, wrong) in files(&args.files, session) {
        match read(&file, wrong, world) {
            Ok(proposal) => proposals.push(proposal),
            Err(error) => {
                refused += 1;
                session.tell(error);
            }
        }
    }
    let mut answers: Vec<CheckAnswer> = Vec::new();
    for proposal in &proposals {
        for checked in checker.check(proposal, &cancel) {
            match checked {
                Ok(answer) => {
                    session.show(|| page::check(&answer, args.verbose));
                    answers.push(answer);
                }
                Err(error) => {
                    refused += 1;
                    session.tell(error);
                }
            }
        }
    }
    let policies = world.policies().len();
    let several = policies * proposals.len() + refused > 1;
    let start = if refused > 0 || answers.is_empty() {
        Exit::Error
    } else {
        Exit::Met
    };
    let exits = answers.iter().map(|answer| exit_of(answer.verdict));
    let exit = exits.fold(start, Exit::or);
    let checks = Checks::new(answers, refused);
    if several {
        let summary = page::summary(&checks, policies > 1);
        session.output.page(&summary, session.format);
    }
    Ok((checks, exit))
}

fn exit_of(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Met => Exit::Met,
        Verdict::Unmet => Exit::Unmet,
        Verdict::Open | Verdict::NotApplicable => Exit::Open,
    }
}
