//! `servanda test --mutate`: whether the tests notice mistakes in the policies.

use std::collections::HashMap;
use std::path::PathBuf;

use servanda::answer::{FixtureAnswer, MutatedAnswer, Mutations};
use servanda::page;
use servanda::text::Untrusted;
use servanda::world::Tester;

use super::test;
use super::write::write;
use crate::cli::Exit;
use crate::cli::args::Test;
use crate::cli::input::Disk;
use crate::cli::output::Output;
use crate::cli::session::{Request, Session, answer_of};
use crate::cli::words::Flags;

pub(super) fn run(args: &Test, output: &mut Output) -> Exit {
    let request = Request::new(&[], &args.print).within(&args.patience);
    let ask = |session: &mut Session<'_>| {
        let mut tester = Tester::new(&Disk);
        let (answers, exit) = mutate(args, &mut tester, session);
        (answers, exit, tester)
    };
    answer_of(&request, output, ask, |tester| tester.policies().collect())
}

fn mutate(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    session: &mut Session<'_>,
) -> (Mutations, Exit) {
    let (opened, tests, exit) = test(args, tester, session);
    if exit != Exit::Met {
        // What does not pass now could not be told from what a mistake changes.
        if tests.summary.run > 0 {
            session.show(|| page::tests(&tests));
        }
        return (Mutations::not_begun(tests), exit);
    }
    let answers = match session.watched(|cancel| tester.mutate(&opened, cancel)) {
        Ok(answers) => answers,
        Err(error) => return (Mutations::default(), session.tell(error)),
    };
    let mut exit = answers.mutated.iter().map(fate).fold(Exit::Met, Exit::or);
    let mut written: HashMap<&str, PathBuf> = HashMap::new();
    if let Some(folder) = &args.write {
        let fixtures = answers.mutated.iter().flat_map(|each| &each.fixtures);
        let (files, wrong) = write(folder, fixtures);
        written = files;
        for wrong in wrong {
            exit = exit.or(session.tell(wrong.into()));
        }
    }
    let file = |fixture: &FixtureAnswer| {
        let file = written.get(fixture.name.as_str())?;
        Some(Untrusted::from(file.display().to_string()))
    };
    session.show(|| page::mutations(&answers, args.verbose, file, &Flags));
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
