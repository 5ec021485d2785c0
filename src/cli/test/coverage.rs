//! `servanda test --coverage`: what the tests exercise of the policies that they name.

use std::fs;

use servanda::answer::{CoverageTests, Coverages};
use servanda::page::{self, CoverageExtent, Shell};
use servanda::policy::Policy;
use servanda::report;
use servanda::text::{Code, Diagnostic};
use servanda::world::{Error, Exercised, Test as OneTest, Tester, builtin};

use super::exercised::of_snapshots;
use super::write::write;
use super::{jobs, no_test, opened};
use crate::cli::Exit;
use crate::cli::args::Test;
use crate::cli::fixtures::Fixtures;
use crate::cli::input::Disk;
use crate::cli::output::Output;
use crate::cli::session::{Request, Session, answer_of};
use crate::cli::words::Flags;

pub(super) fn run(args: &Test, output: &mut Output) -> Exit {
    let request = Request::new(&[], &args.print)
        .called("coverage")
        .within(&args.patience);
    let ask = |session: &mut Session<'_>| {
        let mut tester = Tester::new(&Disk);
        let (answers, exit) = cover(args, &mut tester, session);
        (answers, exit, tester)
    };
    answer_of(&request, output, ask, |tester| policies(args, tester))
}

fn cover(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    session: &mut Session<'_>,
) -> (Coverages, Exit) {
    let mut found = Fixtures::of(&args.folders);
    let mut exit = Exit::Met;
    for wrong in std::mem::take(&mut found.wrong) {
        exit = exit.or(session.tell(wrong.into()));
    }
    let (tests, wrong) = opened(args, tester, &found, session);
    let mut all = Coverages::default();
    if tests.is_empty() && wrong.is_empty() && found.kept().next().is_none() {
        if exit != Exit::Error {
            let none = no_test(args, found.tests.len());
            exit = exit.or(session.tell(none.into()));
        }
        return (all, exit);
    }
    all.tests.not_run = wrong.len();
    for error in wrong {
        exit = exit.or(session.tell(error));
    }
    let (mut exercised, of_tests) = exercise(args, tester, &tests, session, &mut all.tests);
    exit = exit.or(of_tests);
    let (by_snapshots, of_them) = of_snapshots(args, tester, &found, session, &mut all.tests);
    exercised.extend(by_snapshots);
    exit = exit.or(of_them);
    session.next();
    let policies = policies(args, tester);
    if policies.is_empty() && exit != Exit::Error {
        exit = exit.or(session.tell(no_policy(args).into()));
    }
    for policy in policies {
        let answer = session.watched(|cancel| tester.coverage(policy, &exercised, cancel));
        exit = exit.or(match &answer.cases {
            _ if answer.is_complete() => Exit::Met,
            cases if cases.missing == 0 && cases.not_decided > 0 => Exit::Open,
            _ => Exit::Unmet,
        });
        let extent = CoverageExtent {
            full: args.covering.verbose,
            example: all.coverage.is_empty(),
            listing: args.covering.listing,
        };
        // Where the tests are written, nobody has to be told how.
        let shell: &dyn Shell = match args.covering.write {
            Some(_) => &(),
            None => &Flags,
        };
        session.show(|| page::coverage(&answer, extent, shell));
        all.coverage.push(answer);
        session.next();
    }
    let written = args.covering.write.as_ref().map(|folder| {
        let fixtures = all.coverage.iter().flat_map(|answer| &answer.fixtures);
        let all = fixtures.clone().count();
        let (_, wrong) = write(folder, fixtures);
        let written = all - wrong.len();
        for wrong in wrong {
            exit = exit.or(session.tell(wrong.into()));
        }
        (written, folder.display().to_string().into())
    });
    session.show_next(|| page::coverage_summary(&all, written));
    session.report(|| all.coverage.iter().flat_map(report::coverage).collect());
    (all, exit)
}

/// Runs the tests. Those that pass exercise something.
fn exercise(
    args: &Test,
    tester: &Tester<'_, Disk>,
    tests: &[OneTest],
    session: &mut Session<'_>,
    counts: &mut CoverageTests,
) -> (Vec<Exercised>, Exit) {
    let watch = session.watch();
    let run = |test: &OneTest| -> Result<(bool, Option<Exercised>), Error> {
        let passed = watch.watched(|cancel| tester.run(test, cancel))?.passed;
        let exercised = if passed {
            tester.exercised(test)?
        } else {
            None
        };
        Ok((passed, exercised))
    };
    let (mut all, mut exit) = (Vec::new(), Exit::Met);
    for ran in jobs::each(tests, jobs::threads(args.jobs), run) {
        match ran {
            Ok((true, exercised)) => {
                counts.passed += 1;
                all.extend(exercised);
            }
            Ok((false, _)) => {
                counts.failed += 1;
                exit = exit.or(Exit::Unmet);
            }
            Err(error) => {
                counts.not_run += 1;
                exit = exit.or(session.tell(error));
            }
        }
    }
    (all, exit)
}

/// The policies that the tests name, as far as they are wanted.
pub(super) fn policies<'t>(args: &Test, tester: &'t Tester<'_, Disk>) -> Vec<&'t Policy> {
    let mut all = tester.different_policies();
    let wanted = &args.covering.policies;
    all.retain(|policy| wanted.is_empty() || wanted.iter().any(|name| is_named(policy, name)));
    all
}

/// Whether a policy is meant: by its name, by that of the one that is built in, or by its path.
fn is_named(policy: &Policy, name: &str) -> bool {
    let is_path = name.ends_with(".servanda") || name.contains(['/', '\\']);
    if !is_path {
        let built_in = builtin::name(&policy.source);
        return built_in.map_or(policy.name == name, |known| known == name);
    }
    let whole = |path: &str| fs::canonicalize(path).ok();
    whole(name).is_some_and(|path| whole(policy.source.name()) == Some(path))
}

pub(super) fn no_policy(args: &Test) -> Diagnostic {
    let names = args.covering.policies.join("` or `");
    let message = format!("no test names the policy `{names}`");
    let help = "leave `--policy` out to ask about each policy that the tests name";
    Diagnostic::error(Code::InputNoTest, message).help(help)
}
