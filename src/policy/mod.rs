//! Vocabularies and policies as they are meant: every name resolved, every value known.

mod choice;
mod comparison;
mod condition;
mod edition;
mod error;
mod id;
mod migrate;
mod number;
mod predicate;
mod read;
mod resolve;
mod vocabulary;
mod words;

use std::sync::Arc;

pub use choice::{BadReading, ReadingChoice};
pub use comparison::{Comparison, Words};
pub use condition::{Condition, Definition, Group, Quantifier};
pub use edition::{Change, FIRST_EDITION, FormerName, History, OtherMeaning, Outdated};
pub use id::{
    ConditionId, DefinitionId, PolicyId, PrerequisiteId, ReadingId, SourceId, TermId, WarningId,
};
pub use migrate::migrated;
pub use number::Grid;
pub use predicate::{Predicate, Ranges, SetPredicate};
pub(crate) use read::{Written, parse_policy, without_mistakes};
pub use read::{read_policy, read_vocabulary};
pub(crate) use resolve::without_vocabulary;
pub use resolve::{resolve_policy, resolve_vocabulary};
pub use vocabulary::{Always, Arising, Kind, Label, Term, Vocabulary};

use crate::text::{Source, Span};

/// Somebody's prerequisites over one vocabulary.
#[derive(Debug)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// What answers call it: its name, or the end of its file's path where it is asked about
    /// together with another policy of that name.
    pub called: String,
    /// What it asks about; empty if not said.
    pub title: String,
    /// Remarks of its author.
    pub notes: Vec<String>,
    /// What its terms mean.
    pub vocabulary: Arc<Vocabulary>,
    /// What it cites, in file order.
    pub sources: Vec<Cited>,
    /// Its own definitions, in file order.
    pub definitions: Vec<Arc<Definition>>,
    /// Its prerequisites, in file order.
    pub prerequisites: Vec<Prerequisite>,
    /// Its warnings, in file order.
    pub warnings: Vec<Warning>,
    /// The findings that are meant so, in file order.
    pub allows: Vec<Allow>,
    /// What it has of earlier editions of its vocabulary.
    pub outdated: Outdated,
    /// Where its name stands.
    pub span: Span,
    /// Its text.
    pub source: Arc<Source>,
}

/// Ids must be those of the policy.
impl Policy {
    /// The prerequisite of that id.
    #[must_use]
    pub fn prerequisite(&self, id: PrerequisiteId) -> &Prerequisite {
        &self.prerequisites[id.0]
    }

    /// The warning of that id.
    #[must_use]
    pub fn warning(&self, id: WarningId) -> &Warning {
        &self.warnings[id.0]
    }

    /// The source of that id.
    #[must_use]
    pub fn cited(&self, id: SourceId) -> &Cited {
        &self.sources[id.0]
    }

    /// The ids of its prerequisites, in file order.
    pub fn prerequisite_ids(&self) -> impl ExactSizeIterator<Item = PrerequisiteId> + use<> {
        PrerequisiteId::first(self.prerequisites.len())
    }

    /// The ids of its warnings, in file order.
    pub fn warning_ids(&self) -> impl ExactSizeIterator<Item = WarningId> + use<> {
        WarningId::first(self.warnings.len())
    }

    /// The ids of its sources, in file order.
    pub fn source_ids(&self) -> impl ExactSizeIterator<Item = SourceId> + use<> {
        SourceId::first(self.sources.len())
    }

    /// The source of that name.
    #[must_use]
    pub fn find_source(&self, name: &str) -> Option<SourceId> {
        (self.source_ids()).find(|source| self.cited(*source).name == name)
    }
}

/// A finding that is meant so: `allow CODE "reason"`.
#[derive(Debug)]
pub struct Allow {
    /// The code of the finding, as written.
    pub code: String,
    /// Why it is meant so.
    pub reason: String,
    /// The prerequisite or the warning for which it says so; `None` for the whole policy.
    pub within: Option<Span>,
    /// Where the code stands.
    pub span: Span,
}

/// A text that a policy cites.
#[derive(Debug)]
pub struct Cited {
    /// Its name in the policy.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it appeared: `2024`, `2024-09` or `2024-09-30`, a date that exists.
    pub published: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// How good a source it is.
    pub grade: Option<String>,
    /// The SHA-256 of its bytes, 64 lowercase hexadecimal digits.
    pub sha256: Option<String>,
    /// Remarks of the policy's author.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// Something a settlement needs.
#[derive(Debug)]
pub struct Prerequisite {
    /// Its name.
    pub name: String,
    /// What it asks; empty if not said.
    pub title: String,
    /// The passages it comes from.
    pub cites: Vec<Citation>,
    /// When it applies; always if not said.
    pub when: Option<Condition>,
    /// What is needed, whatever the reading.
    pub must: Vec<Condition>,
    /// An exception that meets it.
    pub unless: Option<Condition>,
    /// Ways to understand the source: none, or two or more.
    pub readings: Vec<Reading>,
    /// What follows if it is not met, as the source says.
    pub otherwise: Option<String>,
    /// How much it counts, at least 1.
    pub weight: u64,
    /// Why it counts so much.
    pub weight_reason: Option<String>,
    /// Whether the proposal's verdict passes over it.
    pub advisory: bool,
    /// Remarks of the policy's author.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// The part a line plays in its prerequisite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// When it applies.
    When,
    /// What is needed.
    Must,
    /// The exception.
    Unless,
    /// What is needed under this reading.
    Reading(ReadingId),
}

impl Prerequisite {
    /// The most readings it can have.
    pub const MOST_READINGS: usize = 64;

    /// The reading of that id, which must be one of its own.
    #[must_use]
    pub fn reading(&self, id: ReadingId) -> &Reading {
        &self.readings[id.0]
    }

    /// The ids of its readings, in file order.
    pub fn reading_ids(&self) -> impl ExactSizeIterator<Item = ReadingId> + Clone + use<> {
        ReadingId::first(self.readings.len())
    }

    /// The reading of that name.
    #[must_use]
    pub fn find_reading(&self, name: &str) -> Option<ReadingId> {
        (self.reading_ids()).find(|reading| self.reading(*reading).name == name)
    }

    /// Every line: `when`, `must`, `unless`, then those of its readings.
    pub fn lines(&self) -> impl Iterator<Item = (Role, &Condition)> {
        let when = self.when.iter().map(|line| (Role::When, line));
        let must = self.must.iter().map(|line| (Role::Must, line));
        let unless = self.unless.iter().map(|line| (Role::Unless, line));
        let readings = (self.reading_ids().zip(&self.readings)).flat_map(|(id, reading)| {
            let lines = reading.must.iter();
            lines.map(move |line| (Role::Reading(id), line))
        });
        when.chain(must).chain(unless).chain(readings)
    }
}

/// A way to understand a prerequisite's source.
#[derive(Debug)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// How it understands the source; empty if not said.
    pub gloss: String,
    /// What it needs besides the prerequisite's own `must` lines.
    pub must: Vec<Condition>,
    /// Remarks of the policy's author.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// Something to cancel for; it never changes a verdict.
#[derive(Debug)]
pub struct Warning {
    /// Its name.
    pub name: String,
    /// What it is about; empty if not said.
    pub title: String,
    /// The passages it comes from.
    pub cites: Vec<Citation>,
    /// When it is raised.
    pub raised_when: Condition,
    /// Remarks of the policy's author.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// The passage something comes from.
#[derive(Debug)]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// Where in it.
    pub locator: Locator,
    /// A few words found there.
    pub words: Option<String>,
    /// Whether the source does not itself say this.
    pub gloss: bool,
    /// Where the citation stands in the policy.
    pub span: Span,
}

/// Where in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// The n-th non-empty line, from 1; a title counts.
    Paragraph(usize),
    /// In the source's own way of counting.
    At(String),
}
