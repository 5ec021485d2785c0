//! `servanda test`: whether proposals come to what is expected of them.

mod coverage;
mod write;

use std::path::PathBuf;

use servanda::answer::{TestAnswer, Tests};
use servanda::page;
use servanda::text::{Code, Diagnostic};
use servanda::world::Tester;

use super::Exit;
use super::args::Test;
use super::fixtures::{Fixtures, named};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer_of};

pub(crate) fn run(args: &Test, output: &mut Output) -> Exit {
    if args.covering.coverage {
        return coverage::run(args, output);
    }
    let request = Request::new(&[], &args.print).within(&args.patience);
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
    let paths = wanted(args, &found);
    if paths.is_empty() {
        // What cannot be read was told.
        if exit == Exit::Error {
            return (Tests::default(), exit);
        }
        let none = no_test(args, found.expectations.len());
        return (Tests::default(), exit.or(session.tell(none.into())));
    }
    let (mut answers, mut not_run): (Vec<TestAnswer>, usize) = (Vec::new(), 0);
    for path in paths {
        let path = path.display().to_string();
        let tested = session.watched(|cancel| tester.test(&path, cancel));
        // What is wrong with an expectation as a whole is wrong with one test at least.
        for each in tested.unwrap_or_else(|error| vec![Err(error)]) {
            match each {
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
        session.next();
    }
    let beside = if args.names.is_empty() {
        found.without_expectation()
    } else {
        0
    };
    let tests = Tests::new(answers, not_run, beside);
    session.show(|| page::tests(&tests));
    (tests, exit)
}

/// The expectations of the wanted tests.
fn wanted<'f>(args: &Test, found: &'f Fixtures) -> Vec<&'f PathBuf> {
    // The ending, which all have, is no part of a name.
    let wanted = |path: &&PathBuf| {
        let name = named(path).unwrap_or_default().display().to_string();
        args.names.is_empty()
            || args
                .names
                .iter()
                .any(|wanted| name.contains(wanted.as_str()))
    };
    found.expectations.iter().filter(wanted).collect()
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
