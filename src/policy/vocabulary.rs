//! What a text can provide: terms, the cells each can have, and what is always so.

use std::collections::HashMap;
use std::sync::Arc;

use super::condition::{Condition, Definition};
use super::edition::History;
use super::id::TermId;
use super::number::Grid;
use crate::text::{Source, Span};

/// A vocabulary, names resolved.
#[derive(Debug)]
pub struct Vocabulary {
    /// Its name.
    pub name: String,
    /// What it covers; empty if not said.
    pub title: String,
    /// Its edition, from 1.
    pub edition: u64,
    /// Remarks of its author.
    pub notes: Vec<String>,
    /// Its terms, in file order.
    pub terms: Vec<Term>,
    /// Its definitions, in file order.
    pub definitions: Vec<Arc<Definition>>,
    /// What holds in every completion, in file order.
    pub always: Vec<Always>,
    /// Its text.
    pub source: Arc<Source>,
    /// Terms by name.
    pub(crate) by_name: HashMap<String, TermId>,
}

impl Vocabulary {
    /// The term of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<TermId> {
        self.by_name.get(name).copied()
    }

    /// The term of that id, which must be one of this vocabulary.
    #[must_use]
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id.0]
    }

    /// Whether this is its text. Copies of one text are one vocabulary.
    pub(crate) fn is_written_in(&self, text: &Arc<Source>) -> bool {
        Arc::ptr_eq(&self.source, text) || self.source.text() == text.text()
    }

    /// The ids of all terms, in file order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = TermId> + Clone + use<> {
        TermId::first(self.terms.len())
    }
}

/// Something a text can provide, with finitely many cells.
#[derive(Debug)]
pub struct Term {
    /// Its name.
    pub name: String,
    /// What it stands for; empty if not said.
    pub gloss: String,
    /// The title of its section.
    pub section: Option<String>,
    /// Which values it has.
    pub kind: Kind,
    /// The value that a text gives by saying nothing, where that is settled.
    pub silence: Option<u64>,
    /// Whether it always has a value.
    pub arising: Arising,
    /// What it was in earlier editions.
    pub history: History,
    /// Remarks of the vocabulary's author.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// When a term arises, that is, has a value.
#[derive(Debug)]
pub enum Arising {
    /// Always.
    Always,
    /// Where the condition holds, and nowhere else.
    When(Condition),
    /// As the text says: it may say that the term does not arise.
    MayNot,
}

/// Which values a term has.
///
/// Values are numbers from 0: of labels and of `no` and `yes` the index in file order, of a number
/// the count of steps above its first value, of a set the bits of its members, the first lowest.
#[derive(Debug)]
pub enum Kind {
    /// Ordered labels, the lowest first.
    Scale(Vec<Label>),
    /// Labels without order.
    OneOf(Vec<Label>),
    /// No is 0, yes is 1.
    YesOrNo,
    /// Evenly spaced decimals.
    Number(Grid),
    /// Any subset of at most [`Kind::MOST_MEMBERS`] members.
    Set(Vec<Label>),
}

impl Kind {
    /// The most members a set can have.
    pub const MOST_MEMBERS: usize = 63;

    /// The most labels a scale or a `one of` term can have.
    pub const MOST_LABELS: usize = 1000;

    /// The greatest value; of a set, all members.
    #[must_use]
    pub fn last(&self) -> u64 {
        match self {
            Self::Scale(labels) | Self::OneOf(labels) => labels.len() as u64 - 1,
            Self::YesOrNo => 1,
            Self::Number(grid) => grid.last(),
            Self::Set(members) => (1 << members.len()) - 1,
        }
    }

    /// The labels or members; none for the other kinds.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        match self {
            Self::Scale(labels) | Self::OneOf(labels) | Self::Set(labels) => labels,
            Self::YesOrNo | Self::Number(_) => &[],
        }
    }

    pub(super) fn labels_mut(&mut self) -> &mut [Label] {
        match self {
            Self::Scale(labels) | Self::OneOf(labels) | Self::Set(labels) => labels,
            Self::YesOrNo | Self::Number(_) => &mut [],
        }
    }

    /// Whether a value is more or less than another.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        match self {
            Self::Scale(_) | Self::Number(_) => true,
            Self::OneOf(_) | Self::YesOrNo | Self::Set(_) => false,
        }
    }

    /// Whether the values are sets.
    #[must_use]
    pub fn is_set(&self) -> bool {
        match self {
            Self::Set(_) => true,
            Self::Scale(_) | Self::OneOf(_) | Self::YesOrNo | Self::Number(_) => false,
        }
    }

    /// A value in the words of the language: `assurance`, `yes`, `90 days`, `[us, uk]`.
    #[must_use]
    pub fn show(&self, value: u64) -> String {
        match self {
            Self::Scale(labels) | Self::OneOf(labels) => labels[value as usize].name.clone(),
            Self::YesOrNo => ["no", "yes"][value as usize].to_owned(),
            Self::Number(grid) => grid.show(value),
            Self::Set(_) => format!("[{}]", self.members(value).join(", ")),
        }
    }

    /// The names of the labels whose bits are set: of a set the members that are in it.
    #[must_use]
    pub fn members(&self, set: u64) -> Vec<String> {
        (self.labels().iter().enumerate())
            .filter(|(index, _)| set >> index & 1 == 1)
            .map(|(_, member)| member.name.clone())
            .collect()
    }
}

impl Term {
    /// Whether *does not arise* is one of its cells.
    #[must_use]
    pub fn may_fail_to_arise(&self) -> bool {
        !matches!(self.arising, Arising::Always)
    }
}

/// A label, or a member of a set.
#[derive(Debug)]
pub struct Label {
    /// The word.
    pub name: String,
    /// What it stands for.
    pub gloss: Option<String>,
    /// What it was in earlier editions.
    pub history: History,
}

/// Background knowledge: where `when` holds, all of `must` hold.
#[derive(Debug)]
pub struct Always {
    /// Why; empty if not said.
    pub title: String,
    /// Where it applies; everywhere if not said.
    pub when: Option<Condition>,
    /// What then holds.
    pub must: Vec<Condition>,
    /// Remarks of the vocabulary's author.
    pub notes: Vec<String>,
    /// Where its first word stands.
    pub span: Span,
}
