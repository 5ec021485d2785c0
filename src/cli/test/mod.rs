//! `servanda test`: whether proposals come to what is expected of them.

mod coverage;
mod jobs;
mod write;

use servanda::answer::{TestAnswer, Tests};
use servanda::page;
use servanda::proposal::{TestFile, test_file};
use servanda::report;
use servanda::text::{Code, Diagnostic};
use servanda::world::{Error, Test as OneTest, Tester};

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
    let request = Request::new(&[], &args.print)
        .called("test")
        .within(&args.patience);
    let ask = |session: &mut Session<'_>| {
        let mut tester = Tester::new(&Disk);
        let (tests, exit) = test(args, &mut tester, session);
        (tests, exit, tester)
    };
    answer_of(&request, output, ask, |tester| tester.policies().collect())
}

fn test(args: &Test, tester: &mut Tester<'_, Disk>, session: &mut Session<'_>) -> (Tests, Exit) {
    let mut found = Fixtures::of(&args.folders);
    let mut exit = Exit::Met;
    for wrong in std::mem::take(&mut found.wrong) {
        exit = exit.or(session.tell(wrong.into()));
    }
    let (tests, wrong) = opened(args, tester, &found, session);
    if tests.is_empty() && wrong.is_empty() {
        // What cannot be read was told.
        if exit == Exit::Error {
            return (Tests::default(), exit);
        }
        let none = no_test(args, found.tests.len());
        return (Tests::default(), exit.or(session.tell(none.into())));
    }
    let not_run = wrong.len();
    for error in wrong {
        exit = exit.or(session.tell(error));
    }
    let (mut answers, mut not_run): (Vec<TestAnswer>, usize) = (Vec::new(), not_run);
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
    let beside = if args.names.is_empty() {
        found.without_expectation()
    } else {
        0
    };
    let tests = Tests::new(answers, not_run, beside);
    session.show(|| page::tests(&tests));
    session.report(|| report::tests(&tests, &Pages));
    (tests, exit)
}

/// The tests of the wanted names, in the order of their paths, and what cannot be run. What is wrong with
/// a file as a whole is wrong with one test at least.
fn opened(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    found: &Fixtures,
    session: &mut Session<'_>,
) -> (Vec<OneTest>, Vec<Error>) {
    let wanted = |name: &str| {
        let mut names = args.names.iter();
        args.names.is_empty() || names.any(|wanted| name.contains(wanted.as_str()))
    };
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
    if all > 0 {
        let names = args.names.join("` or `");
        let message = format!("no test has `{names}` in its path");
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
    let help = "write what is expected of NAME.yaml into NAME.expect.yaml beside it, such as \
                `policies: {column: open}`";
    Diagnostic::error(Code::InputNoTest, message).help(help)
}
