//! What policies said of texts, as it is kept beside them: verdicts, and nothing of places or wording.

mod read;
mod write;

use std::sync::Arc;

pub use read::read as read_snapshot;
pub use write::text as snapshot_text;

use crate::text::{Source, Span};
use crate::verdict::{Alarm, Verdict};

/// How the file ends in which a text's snapshot is kept.
const ENDING: &str = ".snapshot.yaml";

/// A file that keeps what policies said of a text, or of each of several that stand in one file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Snapshot {
    /// The file.
    pub source: Arc<Source>,
    /// One for each text and policy, in file order.
    pub parts: Vec<SnapshotPart>,
}

/// What one policy said of one text.
#[derive(Clone, Debug)]
pub struct SnapshotPart {
    /// The name of the text among several in its file.
    pub fixture: Option<String>,
    /// The policy: the name of one that is built in, or a path from the folder of the file.
    pub policy: String,
    /// Where the policy is named.
    pub span: Span,
    /// What it said.
    pub record: Record,
}

/// What a policy said of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// The text was refused, with these codes.
    Refused(Vec<String>),
    /// It was judged.
    Judged(JudgedRecord),
}

/// How a text was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedRecord {
    /// The joint verdict.
    pub verdict: Verdict,
    /// The least and the greatest score, as weights.
    pub score: String,
    /// The terms that an open joint verdict turns on.
    pub turns_on: Vec<String>,
    /// The prerequisites whose reading it turns on.
    pub turns_on_readings: Vec<String>,
    /// One for each prerequisite.
    pub findings: Vec<FindingRecord>,
    /// Whether each warning is raised.
    pub warnings: Vec<(String, Alarm)>,
}

/// What was found on a prerequisite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingRecord {
    /// The prerequisite.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict under each reading, where these differ.
    pub readings: Vec<(String, Verdict)>,
    /// The terms that an open verdict turns on.
    pub turns_on: Vec<String>,
}

/// The path of the snapshot of a text, whose path ends in `.yaml` or `.yml`.
#[must_use]
pub fn snapshot_path(text: &str) -> String {
    let ends = [".yaml", ".yml"];
    let name = ends.iter().find_map(|end| text.strip_suffix(end));
    format!("{}{ENDING}", name.unwrap_or(text))
}
