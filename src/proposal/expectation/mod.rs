//! What a test expects of a proposal, from a YAML file beside it.

mod error;
mod migrate;
mod names;
mod read;
mod several;
mod snapshot;
mod write;

use std::path::Path;
use std::sync::Arc;

pub use migrate::OutdatedTests;
pub use several::Inside;
pub use snapshot::{
    FindingRecord, JudgedRecord, Record, Snapshot, SnapshotPart, read_snapshot, snapshot_path,
    snapshot_text,
};
pub use write::NewExpectation;

use super::Options;
use crate::text::{Code, Diagnostic, Place, Source, Span, Spanned};
use crate::verdict::{Alarm, Verdict};

/// The endings of files of tests, and what each holds.
const ENDINGS: [(&str, TestFile); 6] = [
    (".expect.yaml", TestFile::Expectation),
    (".expect.yml", TestFile::Expectation),
    (".fixtures.yaml", TestFile::Fixtures),
    (".fixtures.yml", TestFile::Fixtures),
    (".snapshot.yaml", TestFile::Snapshot),
    (".snapshot.yaml.new", TestFile::NewSnapshot),
];

/// What a file of tests holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TestFile {
    /// What is expected of the proposal beside it.
    Expectation,
    /// Several proposals, and what is expected of each.
    Fixtures,
    /// What policies said of the text beside it.
    Snapshot,
    /// What they say now, until somebody accepts it.
    NewSnapshot,
}

/// What is expected of one proposal.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Expectation {
    /// The file that says so.
    pub source: Arc<Source>,
    /// The proposal, if it stands in that file itself; else it is a file beside it.
    pub inside: Option<Inside>,
    /// One for each policy, in file order; at least one.
    pub policies: Vec<ExpectedBy>,
}

/// What is expected of a proposal by one policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExpectedBy {
    /// The policy: the name of one that is built in, or a path from the folder of the file.
    pub policy: Spanned<String>,
    /// What it should come to.
    pub outcome: Expected,
}

/// What a proposal should come to.
#[derive(Clone, Debug)]
pub enum Expected {
    /// It is refused with exactly these codes.
    Refused(Spanned<Vec<Code>>),
    /// It is judged, and comes out so.
    Judged(ExpectedVerdicts),
}

/// How a proposal should come out. What is not said is not looked at; something is.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ExpectedVerdicts {
    /// The readings that are settled: `PREREQUISITE=NAME`, or `NAME` for all that have it.
    pub readings: Vec<Spanned<String>>,
    /// Whether rivals count, and from which grade on sources do.
    pub options: Options,
    /// The joint verdict.
    pub verdict: Option<Spanned<Verdict>>,
    /// What is expected of prerequisites, in file order.
    pub findings: Vec<ExpectedFinding>,
    /// Whether warnings are raised, by name, in file order.
    pub warnings: Vec<(Spanned<String>, Alarm)>,
    /// The terms that an open joint verdict turns on: exactly these.
    pub turns_on: Option<Spanned<Vec<Spanned<String>>>>,
}

/// How a prerequisite should come out: one of the two at least is said.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExpectedFinding {
    /// Its name.
    pub name: Spanned<String>,
    /// Its verdict.
    pub verdict: Option<Verdict>,
    /// The terms that it turns on where it is open: exactly these.
    pub turns_on: Option<Spanned<Vec<Spanned<String>>>>,
}

impl Expectation {
    /// A place in its file.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.source, span)
    }

    /// What its test is called: the path of its file without the ending; of one among several in a file
    /// with its own name after it.
    #[must_use]
    pub fn name(&self) -> String {
        let path = self.source.name();
        let name = test_file(path).map_or(path, |(name, _)| name);
        match &self.inside {
            Some(inside) => format!("{name}::{}", inside.name.value),
            None => name.to_owned(),
        }
    }

    /// The path of the policy: that of a file starts at the folder of the expectation.
    #[must_use]
    pub fn path_of(&self, by: &ExpectedBy) -> String {
        policy_path(self.source.name(), &by.policy.value)
    }
}

/// The path of a policy that a file of tests names: the name of one that is built in, or a path from
/// the folder of that file.
#[must_use]
pub fn policy_path(file: &str, policy: &str) -> String {
    let is_path = policy.ends_with(".servanda") || policy.contains(['/', '\\']);
    if !is_path {
        return policy.to_owned();
    }
    let folder = Path::new(file).parent();
    let path = folder.unwrap_or(Path::new("")).join(policy);
    let path = path.display().to_string();
    // Without a separator it would be taken for the name of one that is built in.
    if path.ends_with(".servanda") || path.contains(['/', '\\']) {
        path
    } else {
        format!("./{path}")
    }
}

/// Reads what is expected of a proposal, or of each of several that stand in the same file: which it is,
/// the name of the file tells.
///
/// # Errors
///
/// Every mistake, in file order; only the first if the text is not YAML.
pub fn read_expectations(source: &Arc<Source>) -> Result<Vec<Expectation>, Vec<Diagnostic>> {
    match test_file(source.name()) {
        Some((_, TestFile::Fixtures)) => several::read(source),
        Some(_) | None => read::read(source).map(|only| vec![only]),
    }
}

/// What the tests of a file are called, its path without its ending, and what it holds. `None` if it is
/// no file of tests.
#[must_use]
pub fn test_file(path: &str) -> Option<(&str, TestFile)> {
    let (name, holds) = ENDINGS
        .iter()
        .find_map(|(ending, holds)| Some((path.strip_suffix(ending)?, *holds)))?;
    let is_named = !name.is_empty() && !name.ends_with(['/', '\\']);
    is_named.then_some((name, holds))
}

/// The paths that the proposal of an expectation can have.
pub(crate) fn tested_paths(name: &str) -> [String; 2] {
    ["yaml", "yml"].map(|ending| format!("{name}.{ending}"))
}
