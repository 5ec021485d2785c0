//! What snapshots exercise.

use std::path::Path;

use servanda::answer::CoverageTests;
use servanda::proposal::{SnapshotPart, policy_path};
use servanda::world::{Error, Exercised, OpenedPolicy, TestedText, Tester};

use super::is_wanted;
use super::kept::Kept;
use crate::cli::Exit;
use crate::cli::args::Test;
use crate::cli::fixtures::Fixtures;
use crate::cli::input::Disk;
use crate::cli::session::Session;

/// What the snapshots exercise that are as they were kept. One whose text is gone is told by the tests.
pub(super) fn of_snapshots(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    found: &Fixtures,
    session: &mut Session<'_>,
    counts: &mut CoverageTests,
) -> (Vec<Exercised>, Exit) {
    let (mut all, mut exit) = (Vec::new(), Exit::Met);
    for file in found.kept().filter(|file| Path::new(file).exists()) {
        let file = file.display().to_string();
        let (kept, texts) = match read(tester, &file) {
            Ok(read) => read,
            Err(error) => {
                counts.not_run += 1;
                exit = exit.or(session.tell(error));
                continue;
            }
        };
        for text in texts.iter().filter(|text| is_wanted(args, &text.name())) {
            let parts = kept.snapshot.iter().flat_map(|snapshot| &snapshot.parts);
            for part in parts.filter(|part| part.fixture.as_deref() == text.fixture()) {
                match compared(tester, (text, part), &kept.path, session) {
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
                session.next();
            }
        }
    }
    (all, exit)
}

/// The texts of which something is kept, with the policies that said it.
pub(super) fn all_kept(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    session: &Session<'_>,
) -> Result<Vec<(TestedText, OpenedPolicy)>, Error> {
    let mut all = Vec::new();
    for file in Fixtures::of(&args.folders).kept() {
        let (kept, texts) = read(tester, &file.display().to_string())?;
        for text in texts.iter().filter(|text| is_wanted(args, &text.name())) {
            let parts = kept.snapshot.iter().flat_map(|snapshot| &snapshot.parts);
            for part in parts.filter(|part| part.fixture.as_deref() == text.fixture()) {
                let path = policy_path(&kept.path, &part.policy);
                let policy = session.watched(|cancel| tester.policy_at(&path, cancel))?;
                all.push((text.clone(), policy));
            }
        }
    }
    Ok(all)
}

fn read(tester: &Tester<'_, Disk>, file: &str) -> Result<(Kept, Vec<TestedText>), Error> {
    Ok((Kept::of(file)?, tester.texts(file)?))
}

/// Whether a text comes to what was kept, and what it then exercises.
fn compared(
    tester: &mut Tester<'_, Disk>,
    (text, part): (&TestedText, &SnapshotPart),
    snapshot: &str,
    session: &Session<'_>,
) -> Result<(bool, Option<Exercised>), Error> {
    let path = policy_path(snapshot, &part.policy);
    let policy = session.watched(|cancel| tester.policy_at(&path, cancel))?;
    let came = session.watched(|cancel| tester.record(text, policy, cancel))?;
    if came != tester.as_called_now(&part.record, policy) {
        return Ok((false, None));
    }
    Ok((true, tester.exercised_by_snapshot(text, policy)?))
}
