//! What a test expects of a proposal, from a YAML file beside it.

mod error;
mod names;
mod read;
mod write;

use std::path::Path;
use std::sync::Arc;

pub use read::read as read_expectation;
pub use write::NewExpectation;

use crate::text::{Code, Place, Source, Span, Spanned};
use crate::verdict::{Alarm, Verdict};

/// The endings of files with expectations, and those of the proposals that they are about.
const ENDINGS: [(&str, &str); 2] = [(".expect.yaml", ".yaml"), (".expect.yml", ".yml")];

/// What is expected of one proposal.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Expectation {
    /// The file that says so.
    pub source: Arc<Source>,
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
    /// The joint verdict.
    pub verdict: Option<Spanned<Verdict>>,
    /// The verdicts of prerequisites, by name, in file order.
    pub findings: Vec<(Spanned<String>, Verdict)>,
    /// Whether warnings are raised, by name, in file order.
    pub warnings: Vec<(Spanned<String>, Alarm)>,
    /// The terms that an open joint verdict turns on: exactly these.
    pub turns_on: Option<Spanned<Vec<Spanned<String>>>>,
}

impl Expectation {
    /// A place in its file.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.source, span)
    }

    /// The path of the policy: that of a file starts at the folder of the expectation.
    #[must_use]
    pub fn path_of(&self, by: &ExpectedBy) -> String {
        let name = &by.policy.value;
        let is_path = name.ends_with(".servanda") || name.contains(['/', '\\']);
        if !is_path {
            return name.clone();
        }
        let folder = Path::new(self.source.name()).parent();
        let path = folder.unwrap_or(Path::new("")).join(name);
        let path = path.display().to_string();
        // Without a separator it would be taken for the name of one that is built in.
        if path.ends_with(".servanda") || path.contains(['/', '\\']) {
            path
        } else {
            format!("./{path}")
        }
    }
}

/// What a test is called: the path of a file with expectations, without its ending. `None` if that
/// is not the path of one.
#[must_use]
pub fn test_name(path: &str) -> Option<&str> {
    let name = ENDINGS
        .iter()
        .find_map(|(ending, _)| path.strip_suffix(ending))?;
    (!name.is_empty() && !name.ends_with(['/', '\\'])).then_some(name)
}

/// The paths that the proposal of a test can have.
pub(crate) fn tested_paths(name: &str) -> [String; 2] {
    ENDINGS.map(|(_, ending)| format!("{name}{ending}"))
}
