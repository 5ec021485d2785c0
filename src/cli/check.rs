//! `servanda check`: judge proposals against policies.

use servanda::answer::{CheckAnswer, Checks};
use servanda::page;
use servanda::proposal::Proposal;
use servanda::verdict::Verdict;
use servanda::world::{Error, ErrorKind, World, tell_apart};

use super::Exit;
use super::args::Check;
use super::asked::{files, options, read};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};

pub(crate) fn run(args: &Check, output: &mut Output) -> Exit {
    let request = Request::new(&args.by.policies, &args.print).within(&args.patience);
    answer(&request, output, |world, session| {
        check(args, world, session)
    })
}

fn check(
    args: &Check,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Checks, Exit), Error> {
    let readings = world.readings(&args.by.readings.readings)?;
    // Preparing the policies counts towards the budget of the first answer.
    let options = options(&args.taking);
    let checker = session.watched(|cancel| world.checker(readings, options, cancel));
    let (mut proposals, mut refused): (Vec<Proposal>, usize) = (Vec::new(), 0);
    let mut exit = Exit::Met;
    for (file, wrong) in files(&args.files, session) {
        match read(&file, wrong, world) {
            Ok(proposal) => proposals.push(proposal),
            Err(error) => {
                refused += 1;
                exit = exit.or(session.tell(error));
            }
        }
    }
    session.say(tell_apart(&mut proposals));
    // Where nothing could even be tried, that was told, and nothing is met.
    if proposals.is_empty() {
        exit = Exit::Error;
    }
    let mut answers: Vec<CheckAnswer> = Vec::new();
    for proposal in &proposals {
        let checked: Vec<Result<CheckAnswer, Error>> =
            session.watched(|cancel| checker.check(proposal, cancel).collect());
        for checked in checked {
            match checked {
                Ok(answer) => {
                    exit = exit.or(exit_of(answer.verdict));
                    session.show(|| page::check(&answer, args.verbose));
                    answers.push(answer);
                }
                Err(error) => {
                    refused += 1;
                    let of_all = error.kind() == ErrorKind::Input;
                    exit = exit.or(session.tell(error));
                    // A proposal that no completion fits is that by every policy.
                    if of_all {
                        break;
                    }
                }
            }
        }
        session.next();
    }
    let policies = world.policies().len();
    let several = policies * proposals.len() + refused > 1;
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
