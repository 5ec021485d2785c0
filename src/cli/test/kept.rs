//! The snapshot of one text as it lies on the disk, and what is written there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use servanda::proposal::{Snapshot, SnapshotPart, read_snapshot, snapshot_path, snapshot_text};
use servanda::text::{Diagnostic, Source};
use servanda::world::{Error, Files as _};

use crate::cli::files::{create, reason, refused, replace};
use crate::cli::input::Disk;

/// How the file ends that holds what is not accepted yet.
const NEW: &str = ".new";

/// The snapshot of a text, which may not be there yet.
pub(super) struct Kept {
    /// The path of the snapshot.
    pub path: String,
    /// What it holds.
    pub snapshot: Option<Snapshot>,
    /// What waits for a review.
    pub new: Option<Snapshot>,
    /// The texts in the file that were not asked for: what waits of them stays.
    pub passed_over: Vec<Option<String>>,
}

impl Kept {
    /// Reads what is kept of a text.
    pub fn of(text: &str) -> Result<Self, Error> {
        let path = snapshot_path(text);
        let snapshot = match Disk.read(&path)? {
            Some(text) => Some(read_snapshot(&Source::new(path.as_str(), text))?),
            None => None,
        };
        // What the program wrote itself, and nobody accepted, is written anew if it cannot be read.
        let new = format!("{path}{NEW}");
        let waits = Disk.read(&new).ok().flatten();
        let new = waits.and_then(|text| read_snapshot(&Source::new(new, text)).ok());
        Ok(Self {
            path,
            snapshot,
            new,
            passed_over: Vec::new(),
        })
    }

    /// What is kept of a text by a policy.
    pub fn part(&self, fixture: Option<&str>, policy: &str) -> Option<&SnapshotPart> {
        let mut parts = self.snapshot.iter().flat_map(|snapshot| &snapshot.parts);
        parts.find(|part| part.fixture.as_deref() == fixture && part.policy == policy)
    }

    /// Texts and policies of which something is kept, or waits.
    pub fn parts(&self) -> impl Iterator<Item = &SnapshotPart> {
        let all = self.snapshot.iter().chain(&self.new);
        all.flat_map(|snapshot| &snapshot.parts)
    }

    /// What waits of texts that were not asked for.
    pub fn left_waiting(&self) -> impl Iterator<Item = &SnapshotPart> {
        let parts = self.new.iter().flat_map(|snapshot| &snapshot.parts);
        parts.filter(|part| self.passed_over.contains(&part.fixture))
    }

    /// Writes these parts as the snapshot.
    pub fn write(&self, parts: &[SnapshotPart]) -> Result<(), Diagnostic> {
        let (file, text) = (Path::new(&self.path), snapshot_text(parts));
        match &self.snapshot {
            Some(snapshot) => replace(file, snapshot.source.text(), &text),
            None => create(file, &text),
        }
    }

    /// Lets these parts wait for a review; nothing waits if there are none.
    pub fn wait(&self, parts: Option<&[SnapshotPart]>) -> Result<(), Diagnostic> {
        let file = PathBuf::from(format!("{}{NEW}", self.path));
        let Some(parts) = parts else {
            return match fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    Err(refused(&file, &reason(&error)))
                }
                _ => Ok(()),
            };
        };
        let text = snapshot_text(parts);
        match fs::read_to_string(&file) {
            Ok(before) if before == text => Ok(()),
            Ok(before) => replace(&file, &before, &text),
            Err(_) => create(&file, &text),
        }
    }
}
