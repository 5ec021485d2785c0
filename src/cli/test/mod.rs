//! `servanda test`: whether proposals come to what is expected of them.

mod coverage;
mod exercised;
mod jobs;
mod kept;
mod mutate;
mod review;
mod snapshots;
mod write;

use servanda::answer::{TestAnswer, Tests};
use servanda::page;
use servanda::proposal::{TestFile, test_file};
use servanda::report;
use servanda::sheet;
use servanda::text::{Code, Diagnostic};
use servanda::world::{Error, Test as OneTest, Tester};

pub(super) use snapshots::text_of;

use super::Exit;
use super::args::Test;
use super::explain::Pages;
use super::fixtures::Fixtures;
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer_of};

pub(crate) fn run(args: &Test, output: &mut Output) -> Exit {
    if args.covering.coverage {
        return coverage::run(args, output);
    }
    if args.covering.mutate {
        return mutate::run(args, output);
    }
    let request = Request::new(&[], &args.print)
        .called("test")
        .with_tables()
        .within(&args.patience);
    let ask = |session: &mut Session<'_>| {
        let mut tester = Tester::new(&Disk);
        let (_, tests, exit) = test(args, &mut tester, session);
        if let Some(tests) = &tests {
            show(args, tests, session);
        }
        (tests.unwrap_or_default(), exit, tester)
    };
    answer_of(&request, output, ask, |tester| tester.policies().collect())
}

/// Shows what came of the tests.
fn show(args: &Test, tests: &Tests, session: &mut Session<'_>) {
    session.show(|| {
        let mut page = page::tests(tests);
        page.blocks.extend(snapshots::next(args, tests));
        page
    });
    session.report(|| report::tests(tests, &Pages));
    session.tables(|| sheet::tests(tests));
}

/// Opens and runs the tests. There are none in the answer if nothing was found to be run.
fn test(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    session: &mut Session<'_>,
) -> (Vec<OneTest>, Option<Tests>, Exit) {
    if let Some(frozen) = snapshots::frozen(args) {
        return (Vec::new(), None, session.tell(frozen.into()));
    }
    let mut found = if args.snapshots.snapshot && !args.covering.policies.is_empty() {
        Fixtures::of_any(&args.folders)
    } else {
        Fixtures::of(&args.folders)
    };
    let mut exit = Exit::Met;
    for wrong in std::mem::take(&mut found.wrong) {
        exit = exit.or(session.tell(wrong.into()));
    }
    let (tests, wrong) = opened(args, tester, &found, session);
    let mut not_run = wrong.len();
    for error in wrong {
        exit = exit.or(session.tell(error));
    }
    let mut answers: Vec<TestAnswer> = Vec::new();
    let watch = session.watch();
    let run = |test: &OneTest| watch.watched(|cancel| tester.run(test, cancel));
    for ran in jobs::each(&tests, jobs::threads(args.jobs), run) {
        match ran {
            Ok(answer) => {
                exit = exit.or(if answer.passed {
                    Exit::Met
                } else {
                    Exit::Unmet
                });
                answers.push(answer);
            }
            Err(error) => {
                not_run += 1;
                exit = exit.or(session.tell(error));
            }
        }
    }
    let kept = snapshots::run(args, tester, (&found, &tests), session);
    not_run += kept.not_run;
    exit = exit.or(kept.exit.unwrap_or(Exit::Met));
    if answers.is_empty() && kept.answers.is_empty() && not_run == 0 {
        // What cannot be read was told.
        if exit == Exit::Error {
            return (tests, None, exit);
        }
        let none = if kept.is_left {
            let message = "nothing is left to be tested";
            let help = "see what is left over of tests";
            Diagnostic::error(Code::InputNoTest, message).help(help)
        } else {
            no_test(args, found.tests.len() + found.kept().count())
        };
        let exit = exit.or(session.tell(none.into()));
        return (tests, None, exit);
    }
    let beside = if args.names.is_empty() {
        let kept = kept
            .answers
            .iter()
            .map(|each| each.file.escaped(String::push_str));
        found.without_expectation(&kept.collect())
    } else {
        0
    };
    let tests_run = Tests::new(answers, not_run, beside).with_snapshots(kept.answers);
    (tests, Some(tests_run), exit)
}

/// Whether a test of this name is to be run.
fn is_wanted(args: &Test, name: &str) -> bool {
    let mut names = args.names.iter();
    args.names.is_empty() || names.any(|wanted| name.contains(wanted.as_str()))
}

/// The tests of the wanted names, in the order of their paths, and what cannot be run. What is wrong with
/// a file as a whole is wrong with one test at least.
fn opened(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    found: &Fixtures,
    session: &mut Session<'_>,
) -> (Vec<OneTest>, Vec<Error>) {
    let wanted = |name: &str| is_wanted(args, name);
    let (mut tests, mut wrong) = (Vec::new(), Vec::new());
    for path in &found.tests {
        let path = path.display().to_string();
        // Of several in one file each has a name of its own.
        let (name, holds) = test_file(&path).unwrap_or((&path, TestFile::Expectation));
        if holds != TestFile::Fixtures && !wanted(name) {
            continue;
        }
        match session.watched(|cancel| tester.open(&path, wanted, cancel)) {
            Ok(each) => {
                for each in each {
                    match each {
                        Ok(test) => tests.push(test),
                        Err(error) => wrong.push(error),
                    }
                }
            }
            Err(error) => wrong.push(error),
        }
        session.next();
    }
    (tests, wrong)
}

/// What is said where no test is found, or none of so many has a wanted name.
fn no_test(args: &Test, all: usize) -> Diagnostic {
    if all > 0 && !args.names.is_empty() {
        let names = args.names.join("` or `");
        let message = format!("no test has `{names}` in its name");
        let help = "leave `--name` out to run all of them";
        return Diagnostic::error(Code::InputNoTest, message).help(help);
    }
    let folders: Vec<String> = (args.folders.iter())
        .map(|folder| format!("`{}`", folder.display()))
        .collect();
    let message = match &folders[..] {
        [] => "there is no test in this folder".to_owned(),
        _ => format!("there is no test in {}", folders.join(", ")),
    };
    let help = if args.snapshots.snapshot {
        "no text here has an expectation that names a policy: name one with `--policy`"
    } else {
        "write what is expected of NAME.yaml into NAME.expect.yaml beside it, such as `policies: \
         {column: open}`"
    };
    Diagnostic::error(Code::InputNoTest, message).help(help)
}
