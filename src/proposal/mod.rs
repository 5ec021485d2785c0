//! Proposals: what one settlement text provides, as its coder recorded it.

mod changed;
mod distance;
mod doubts;
mod edit;
mod error;
mod expectation;
pub(crate) mod keys;
mod knowledge;
mod listing;
mod meant;
mod members;
mod migrate;
mod node;
mod package;
mod page;
mod pieces;
mod provision;
mod read;
mod renew;
mod statement;
mod unreadable;
mod value;

use std::fmt;
use std::sync::Arc;

pub use changed::{OfItself, Recorded};
pub use doubts::doubts_of_several;
pub use edit::{Edit, Edited, edited};
pub(crate) use expectation::tested_paths;
pub use expectation::{
    Expectation, Expected, ExpectedBy, ExpectedFinding, ExpectedVerdicts, FindingRecord, Inside,
    JudgedRecord, NewExpectation, OutdatedTests, Record, Snapshot, SnapshotPart, TestFile,
    policy_path, read_expectations, read_snapshot, snapshot_path, snapshot_text, test_file,
};
pub use knowledge::{Knowledge, Options, OtherVocabulary};
pub use listing::Listing;
pub use members::package;
pub use migrate::migrated;
pub use package::{Accord, Together};
pub use pieces::{Piece, PieceKind, Pieces};
pub use read::{Written, read, read_written};
pub use renew::renewed;
#[cfg(feature = "terminal")]
pub(crate) use statement::scalar;
pub(crate) use statement::word as as_word;
pub use statement::{new_text, new_text_of};

use serde::Serialize;

use crate::policy::{Outdated, TermId, Vocabulary};
pub use crate::text::Hunk;
use crate::text::{Place, Source, Span};

/// One settlement text, coded.
#[derive(Debug)]
pub struct Proposal {
    /// Its name.
    pub id: String,
    /// What answers call it: its name, or the end of its file's path where another proposal of that
    /// name is asked about, see [`tell_apart`](crate::world::tell_apart).
    pub called: String,
    /// Its title; the name if not said.
    pub title: String,
    /// Which version of the text this is, in its own way of counting.
    pub version: Option<String>,
    /// The names of the proposals that it takes the place of.
    pub supersedes: Vec<String>,
    /// `2025`, `2025-11` or `2025-11-20`, a date that exists, or a range `2025-11-18/2025-11-20`.
    pub date: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// How far it got.
    pub status: Option<String>,
    /// How much of the text the coder saw.
    pub coverage: Option<Coverage>,
    /// What became of it.
    pub outcome: Option<String>,
    /// A remark of the coder.
    pub note: Option<String>,
    /// Where the coder read it, in file order.
    pub sources: Vec<SourceNote>,
    /// Where `unlisted: silent` stands: every term left out is silent.
    pub unlisted_silent: Option<Span>,
    /// What it provides, in file order, at most one a term.
    pub provisions: Vec<Provision>,
    /// What it has of earlier editions of the vocabulary, and for which edition it was coded.
    pub outdated: Outdated,
    /// Where the key `provisions` stands: where a missing one belongs.
    pub provisions_span: Span,
    /// Of a package, the texts that it puts together, at least one; it states nothing itself. Empty
    /// for every other proposal.
    pub members: Vec<Proposal>,
    /// Its text.
    pub source: Arc<Source>,
    /// The text of the vocabulary that it was read over, whose terms its provisions are about.
    pub(crate) over: Arc<Source>,
}

impl Proposal {
    /// Whether it was read over this vocabulary.
    pub(crate) fn is_over(&self, vocabulary: &Vocabulary) -> bool {
        vocabulary.is_written_in(&self.over)
    }

    /// Whether it puts several texts together, which are judged as one.
    #[must_use]
    pub fn is_package(&self) -> bool {
        !self.members.is_empty()
    }

    /// Itself, or the members of a package.
    #[must_use]
    pub fn texts(&self) -> &[Self] {
        if self.is_package() {
            &self.members
        } else {
            std::slice::from_ref(self)
        }
    }

    /// Whether a line of its file is about a term. Of a package, whether its texts settle something on
    /// the term together.
    #[must_use]
    pub fn mentions(&self, term: TermId, options: Options) -> bool {
        if self.is_package() {
            return self.speaks_of(term, options);
        }
        self.provision(term).is_some() || self.unlisted_silent.is_some()
    }

    /// Where it says something on a term, or where it would; of a package, where the text does.
    #[must_use]
    pub fn place_of(&self, term: TermId) -> Place {
        let span = (self.provision(term).map(|given| given.span))
            .or(self.unlisted_silent)
            .unwrap_or(self.provisions_span);
        Place::new(&self.source, span)
    }

    /// What it says on a term, if it lists it. A package lists nothing itself.
    #[must_use]
    pub fn provision(&self, term: TermId) -> Option<&Provision> {
        self.provisions.iter().find(|given| given.term == term)
    }
}

/// How much of the text the coder saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// All of it.
    Full,
    /// All but details.
    NearFull,
    /// Parts.
    Partial,
    /// Only reports about it.
    ReportingOnly,
}

/// Something the coder read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceNote {
    /// Its key in the file.
    pub key: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it appeared, in free text.
    pub date: Option<String>,
    /// How good it is.
    pub grade: Option<Grade>,
    /// A remark of the coder.
    pub note: Option<String>,
}

/// How good a source is; A is best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Grade {
    /// Official or specialist.
    A,
    /// Established press.
    B,
    /// Aggregators and partisan copies.
    C,
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        })
    }
}

/// What the text says on one term.
#[derive(Debug)]
pub struct Provision {
    /// The term.
    pub term: TermId,
    /// What is said.
    pub stated: Stated,
    /// Other defensible readings.
    pub rival: Vec<Entry>,
    /// Where in the text, in its own way of counting.
    pub at: Option<String>,
    /// The words of the text.
    pub quote: Option<String>,
    /// Indexes into [`Proposal::sources`].
    pub sources: Vec<usize>,
    /// How it is known.
    pub basis: Basis,
    /// Who coded it.
    pub coder: Option<String>,
    /// How sure the coder is.
    pub confidence: Option<Confidence>,
    /// A remark of the coder.
    pub note: Option<String>,
    /// Where the term's name stands.
    pub span: Span,
}

impl Provision {
    /// Whether it states a value, whichever way it is read.
    pub(crate) fn states(&self, rivals: bool) -> bool {
        let is_value = |entry: &Entry| matches!(entry, Entry::Value(_));
        let stated = match &self.stated {
            Stated::Value(entry) => is_value(entry),
            Stated::AnyOf(entries) => entries.iter().all(is_value),
            Stated::Between(..) | Stated::Bounds { .. } => true,
        };
        stated && (!rivals || self.rival.iter().all(is_value))
    }
}

/// One thing a text may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// It says nothing.
    Silent,
    /// The term does not arise.
    NotApplicable,
    /// It gives this value, as in [`crate::policy::Kind`].
    Value(u64),
}

/// What a provision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// `value: V`, or just V.
    Value(Entry),
    /// `any of: [V, V]`.
    AnyOf(Vec<Entry>),
    /// `between: [V, V]`, ends included.
    Between(u64, u64),
    /// `at least: V` and/or `at most: V`; of sets, contains and is contained in.
    Bounds {
        /// The lower bound.
        at_least: Option<u64>,
        /// The upper bound.
        at_most: Option<u64>,
    },
}

/// How a provision is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// From the text's words.
    #[default]
    Text,
    /// From a report about the text.
    Report,
    /// By the coder's judgement.
    Coder,
}

/// How sure a coder is of a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Hardly.
    Low,
    /// Fairly.
    Medium,
    /// Quite.
    High,
}
