//! What a vocabulary holds.

use std::slice;
use std::sync::Arc;

use serde::Serialize;

use super::policy::{DefinitionShown, quoted};
use super::text::Written;
use crate::answer::EditionChange;
use crate::answer::words::{self, Sentence};
use crate::policy::{Arising, Kind, Label, Policy, Term, TermId, Vocabulary};
use crate::questions::show::{Asks, Defined, Texts, arising_with, background};
use crate::text::{Place, Untrusted};

/// A whole vocabulary.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct VocabularyShown {
    /// Its name.
    pub id: String,
    /// What it covers; empty if not said.
    pub title: Untrusted,
    /// Its edition, from 1.
    pub edition: u64,
    /// The file with its text; of a built-in vocabulary the file it was made from.
    pub file: Untrusted,
    /// Remarks of its author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
    /// Its terms, in file order.
    pub terms: Vec<TermShown>,
    /// Its definitions, in file order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<DefinitionShown>,
    /// The titles of what always holds, in file order.
    pub always: Vec<Untrusted>,
    /// The whole text.
    pub text: Untrusted,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct TermShown {
    /// The name of its vocabulary.
    pub vocabulary: String,
    /// Its name.
    pub id: String,
    /// What it stands for; empty if not said.
    pub gloss: Untrusted,
    /// What it was called in earlier editions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// What came to mean something else in later editions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<EditionChange>,
    /// The title of its section; absent if it stands in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Untrusted>,
    /// `scale`, `one of`, `yes or no`, `number` or `set of`.
    pub kind: &'static str,
    /// Its labels or members in file order, of a scale the lowest first; absent for other kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelShown>,
    /// Which numbers it has; absent for other kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbers: Option<NumbersShown>,
    /// What it means that a text says nothing of it.
    pub silence: Silence,
    /// When it has a value.
    pub arises: Arises,
    /// The terms that arise only where something holds of this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arising_with: Vec<String>,
    /// The titles of what always holds and concerns it, in file order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub always: Vec<Untrusted>,
    /// What looks at it in the policies that were read, in file order.
    pub asked_by: Vec<AskedBy>,
    /// Remarks of the vocabulary's author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
    /// A line of a proposal about it.
    pub example: String,
    /// Where its name stands.
    pub place: Place,
    /// Its text in the file.
    pub text: Untrusted,
}

/// A label or a member.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct LabelShown {
    /// The word.
    pub name: String,
    /// What it stands for; absent if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<Untrusted>,
    /// What it was called in earlier editions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// What came to mean something else in later editions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<EditionChange>,
}

/// The values of a number term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct NumbersShown {
    /// The word after its numbers.
    pub unit: String,
    /// The first value, with its unit.
    pub from: String,
    /// The last value, with its unit.
    pub to: String,
    /// The distance from one value to the next.
    pub step: String,
}

/// What it means that a text says nothing of a term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Silence {
    /// The value that the text then gives; absent where silence decides nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
}

/// When a term has a value.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Arises {
    /// Whether it always has one.
    pub always: bool,
    /// Where it has one, as sentences: there and nowhere else; absent if a text may say that it does
    /// not arise, or it always does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Sentence>,
}

/// A prerequisite or a warning that looks at a term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct AskedBy {
    /// The policy.
    pub policy: String,
    /// The prerequisite or the warning.
    pub id: String,
    /// What it asks or is about; empty if not said.
    pub title: Untrusted,
    /// Whether it is a warning.
    pub warning: bool,
}

impl VocabularyShown {
    /// The vocabulary of these policies, of which there is one at least, with what they look at.
    pub(crate) fn of(vocabulary: &Arc<Vocabulary>, policies: &[Policy]) -> Self {
        let vocabularies = slice::from_ref(vocabulary);
        Self::new(
            vocabulary,
            Texts {
                policies,
                vocabularies,
            },
        )
    }

    pub(super) fn new(vocabulary: &Arc<Vocabulary>, texts: Texts<'_>) -> Self {
        let written = Written::new(&vocabulary.source);
        let terms = vocabulary.ids();
        let definitions = vocabulary.definitions.iter().map(|definition| {
            DefinitionShown::new(Defined {
                definition,
                of: &vocabulary.name,
                source: &vocabulary.source,
                vocabulary,
            })
        });
        let always = vocabulary.always.iter();
        Self {
            id: vocabulary.name.clone(),
            title: (&vocabulary.title).into(),
            edition: vocabulary.edition,
            file: vocabulary.source.name().into(),
            notes: quoted(&vocabulary.notes),
            terms: terms
                .map(|id| TermShown::written(vocabulary, id, texts, &written))
                .collect(),
            definitions: definitions.collect(),
            always: always.map(|each| (&each.title).into()).collect(),
            text: vocabulary.source.text().into(),
        }
    }

    /// The terms of each section in file order, with its title.
    pub fn sections(&self) -> impl Iterator<Item = (Option<&Untrusted>, &[TermShown])> {
        let same = |one: &TermShown, other: &TermShown| one.section == other.section;
        let sections = self.terms.chunk_by(same);
        sections.map(|terms| {
            let title = terms.first().and_then(|term| term.section.as_ref());
            (title, terms)
        })
    }
}

impl TermShown {
    pub(super) fn new(vocabulary: &Arc<Vocabulary>, id: TermId, texts: Texts<'_>) -> Self {
        Self::written(vocabulary, id, texts, &Written::new(&vocabulary.source))
    }

    fn written(
        vocabulary: &Arc<Vocabulary>,
        id: TermId,
        texts: Texts<'_>,
        written: &Written,
    ) -> Self {
        let term = vocabulary.term(id);
        let asked_by = texts.asking(vocabulary, id).into_iter();
        let with = arising_with(vocabulary, id);
        let always = background(vocabulary, id).filter(|always| !always.title.is_empty());
        Self {
            vocabulary: vocabulary.name.clone(),
            id: term.name.clone(),
            gloss: (&term.gloss).into(),
            formerly: term.history.formerly.clone(),
            changed: EditionChange::all(&term.history.changed),
            section: term.section.as_ref().map(Untrusted::from),
            kind: term.kind.word(),
            labels: term.kind.labels().iter().map(LabelShown::new).collect(),
            numbers: NumbersShown::new(&term.kind),
            silence: Silence::new(term),
            arises: Arises::new(term, vocabulary),
            arising_with: with.map(|id| vocabulary.term(id).name.clone()).collect(),
            always: always.map(|always| (&always.title).into()).collect(),
            asked_by: asked_by.map(AskedBy::new).collect(),
            notes: quoted(&term.notes),
            example: format!("{}: {}", term.name, example(&term.kind)),
            place: Place::new(&vocabulary.source, term.span),
            text: written.declaration(term.span),
        }
    }
}

/// A value as a proposal writes it: the last one, of a set one member.
fn example(kind: &Kind) -> String {
    let value = match kind {
        Kind::Set(_) => 1,
        Kind::Scale(_) | Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) => kind.last(),
    };
    kind.show(value)
}

impl LabelShown {
    fn new(label: &Label) -> Self {
        Self {
            name: label.name.clone(),
            gloss: label.gloss.as_ref().map(Untrusted::from),
            formerly: label.history.formerly.clone(),
            changed: EditionChange::all(&label.history.changed),
        }
    }
}

impl NumbersShown {
    fn new(kind: &Kind) -> Option<Self> {
        let Kind::Number(grid) = kind else {
            return None;
        };
        Some(Self {
            unit: grid.unit().to_owned(),
            from: grid.show(0),
            to: grid.show(grid.last()),
            step: grid.step().to_string(),
        })
    }
}

impl Silence {
    fn new(term: &Term) -> Self {
        let means = term.silence.map(|value| match value {
            0 if term.kind.is_set() => "nothing".to_owned(),
            value => term.kind.show(value),
        });
        Self { means }
    }
}

impl Arises {
    fn new(term: &Term, vocabulary: &Vocabulary) -> Self {
        let (always, when) = match &term.arising {
            Arising::Always => (true, &[][..]),
            Arising::When(condition) => (false, slice::from_ref(condition)),
            Arising::MayNot => (false, &[][..]),
        };
        let when = when.iter();
        Self {
            always,
            when: when
                .flat_map(|line| words::sentences(line, vocabulary))
                .collect(),
        }
    }
}

impl AskedBy {
    fn new(asks: Asks<'_>) -> Self {
        let (policy, id, title, warning) = match asks {
            Asks::Prerequisite(policy, id) => {
                let prerequisite = policy.prerequisite(id);
                (policy, &prerequisite.name, &prerequisite.title, false)
            }
            Asks::Warning(policy, id) => {
                let warning = policy.warning(id);
                (policy, &warning.name, &warning.title, true)
            }
        };
        Self {
            policy: policy.name.clone(),
            id: id.clone(),
            title: title.into(),
            warning,
        }
    }
}
