//! `servanda test --mutate`: whether the tests notice mistakes in the policies.

use servanda::answer::{MutatedAnswer, Mutations};
use servanda::page;
use servanda::report;
use servanda::text::Untrusted;
use servanda::world::Tester;

use super::coverage::{no_policy, policies};
use super::exercised::all_kept;
use super::write::write;
use super::{show, test};
use crate::cli::Exit;
use crate::cli::args::Test;
use crate::cli::input::Disk;
use crate::cli::output::Output;
use crate::cli::session::{Request, Session, answer_of};
use crate::cli::words::Flags;

pub(super) fn run(args: &Test, output: &mut Output) -> Exit {
    let request = Request::new(&[], &args.print)
        .called("test")
        .within(&args.patience);
    let ask = |session: &mut Session<'_>| {
        let mut tester = Tester::new(&Disk);
        let (answers, exit) = mutate(args, &mut tester, session);
        (answers, exit, tester)
    };
    answer_of(&request, output, ask, Tester::different_policies)
}

fn mutate(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    session: &mut Session<'_>,
) -> (Mutations, Exit) {
    let (opened, tests, mut exit) = test(args, tester, session);
    if exit != Exit::Met {
        // What does not pass now could not be told from what a mistake changes.
        if let Some(tests) = &tests {
            show(args, tests, session);
        }
        return (Mutations::not_begun(tests.unwrap_or_default()), exit);
    }
    let kept = match all_kept(args, tester, session) {
        Ok(kept) => kept,
        Err(error) => return (Mutations::default(), session.tell(error)),
    };
    let policies = policies(args, tester);
    if policies.is_empty() {
        exit = exit.or(session.tell(no_policy(args).into()));
    }
    let mut all = Vec::new();
    for policy in policies {
        session.next();
        match session.watched(|cancel| tester.mutate(policy, &opened, &kept, cancel)) {
            Ok(mutated) => {
                exit = exit.or(fate(&mutated));
                all.push(mutated);
            }
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    let answers = Mutations::new(all);
    let written = args.covering.write.as_ref().map(|folder| {
        let fixtures = answers.mutated.iter().flat_map(|each| &each.fixtures);
        let (files, wrong) = write(folder, fixtures);
        for wrong in wrong {
            exit = exit.or(session.tell(wrong.into()));
        }
        (files.len(), Untrusted::from(folder.display().to_string()))
    });
    session.show(|| page::mutations(&answers, args.covering.verbose, written, &Flags));
    session.report(|| report::mutations(&answers));
    (answers, exit)
}

/// The exit for the mutants of a policy.
fn fate(policy: &MutatedAnswer) -> Exit {
    let counts = policy.summary;
    if counts.survived > 0 || counts.viable() == 0 {
        Exit::Unmet
    } else if counts.not_decided > 0 {
        Exit::Open
    } else {
        Exit::Met
    }
}
