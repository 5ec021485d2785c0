//! `servanda test`: whether proposals come to what is expected of them.

mod jobs;
mod kept;
mod review;
mod snapshots;
#[allow(dead_code, reason = "for questions that are being built")]
mod write;

use std::collections::BTreeSet;

use servanda::answer::{TestAnswer, Tests};
use servanda::page;
use servanda::proposal::{TestFile, test_file};
use servanda::text::{Code, Diagnostic};
use servanda::world::{Error, Test as OneTest, Tester};

pub(super) use snapshots::text_of;

use super::Exit;
use super::args::Test;
use super::fixtures::Fixtures;
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer_of};

pub(crate) fn run(args: &Test, output: &mut Output) -> Exit {
    let request = Request::new(&[], &args.print).within(&args.patience);
    let ask = |session: &mut Session<'_>| {
        let mut tester = Tester::new(&Disk);
        let (tests, exit) = test(args, &mut tester, session);
        (tests, exit, tester)
    };
    answer_of(&request, output, ask, |tester| tester.policies().collect())
}

fn test(
    args: &Test,
    tester: &mut Tester<'static, Disk>,
    session: &mut Session<'_>,
) -> (Tests, Exit) {
    if let Some(frozen) = snapshots::frozen(args) {
        return (Tests::default(), session.tell(frozen.into()));
    }
    let mut found = Fixtures::of(&args.folders, !args.snapshots.policies.is_empty());
    let mut exit = Exit::Met;
    for wrong in std::mem::take(&mut found.wrong) {
        exit = exit.or(session.tell(wrong.into()));
    }
    let mut opened = Opened::of(args, tester, &found, session);
    let mut not_run = opened.wrong.len();
    for error in std::mem::take(&mut opened.wrong) {
        exit = exit.or(session.tell(error));
    }
    let mut answers: Vec<TestAnswer> = Vec::new();
    let watch = session.watch();
    let run = |test: &OneTest| watch.watched(|cancel| tester.run(test, cancel));
    for ran in jobs::each(&opened.tests, jobs::threads(args.jobs), run) {
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
    let kept = snapshots::run(
        args,
        tester,
        (&found, &opened.tests, &opened.broken),
        session,
    );
    not_run += kept.not_run;
    exit = exit.or(kept.exit.unwrap_or(Exit::Met));
    if answers.is_empty() && kept.answers.is_empty() && not_run == 0 {
        // What cannot be read was told.
        if exit == Exit::Error {
            return (Tests::default(), exit);
        }
        let none = if kept.is_left {
            let message = "nothing is left to be tested";
            let help = "see what is left over of tests";
            Diagnostic::error(Code::InputNoTest, message).help(help)
        } else {
            no_test(args, &found)
        };
        return (Tests::default(), exit.or(session.tell(none.into())));
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
    let tests = Tests::new(answers, not_run, beside).with_snapshots(kept.answers);
    session.show(|| {
        let mut page = page::tests(&tests);
        page.blocks.extend(snapshots::next(args, &tests));
        page
    });
    (tests, exit)
}

/// Whether a test of this name is to be run.
fn is_wanted(args: &Test, name: &str) -> bool {
    let mut names = args.names.iter();
    args.names.is_empty() || names.any(|wanted| name.contains(wanted.as_str()))
}

/// The tests of the wanted names.
#[derive(Default)]
struct Opened {
    /// In the order of their paths.
    tests: Vec<OneTest>,
    /// What cannot be run. What is wrong with a file as a whole is wrong with one test at least.
    wrong: Vec<Error>,
    /// The files of these.
    broken: BTreeSet<String>,
}

impl Opened {
    fn of(
        args: &Test,
        tester: &mut Tester<'static, Disk>,
        found: &Fixtures,
        session: &mut Session<'_>,
    ) -> Self {
        let mut all = Self::default();
        let wanted = |name: &str| is_wanted(args, name);
        for path in &found.tests {
            let path = path.display().to_string();
            // Of several in one file each has a name of its own.
            let (name, holds) = test_file(&path).unwrap_or((&path, TestFile::Expectation));
            if holds != TestFile::Fixtures && !wanted(name) {
                continue;
            }
            let each = session.watched(|cancel| tester.open(&path, wanted, cancel));
            let each = each.unwrap_or_else(|error| {
                all.broken.insert(path.clone());
                vec![Err(error)]
            });
            for each in each {
                match each {
                    Ok(test) => all.tests.push(test),
                    Err(error) => all.wrong.push(error),
                }
            }
            session.next();
        }
        all
    }
}

/// What is said where no test is found, or none of so many has a wanted name.
fn no_test(args: &Test, found: &Fixtures) -> Diagnostic {
    if !args.names.is_empty() && (!found.tests.is_empty() || found.kept().next().is_some()) {
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
