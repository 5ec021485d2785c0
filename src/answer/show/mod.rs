//! What policies and vocabularies hold.

mod policy;
mod term;
mod text;

use serde::Serialize;

use crate::questions::show::{Texts, Thing};

pub use policy::{
    DefinitionShown, LineShown, PolicyShown, PrerequisiteShown, ReadingShown, SourceShown,
    WarningShown,
};
pub use term::{Arises, AskedBy, LabelShown, NumbersShown, Silence, TermShown, VocabularyShown};

/// What `servanda show` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Shows {
    /// What was asked for: policies first, then vocabularies, or everything of one name.
    pub shown: Vec<Shown>,
}

/// A policy, a vocabulary, or something of one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Shown {
    /// A policy.
    Policy(PolicyShown),
    /// A vocabulary.
    Vocabulary(VocabularyShown),
    /// A prerequisite of a policy.
    Prerequisite(PrerequisiteShown),
    /// A warning of a policy.
    Warning(WarningShown),
    /// A definition of a policy or a vocabulary.
    Definition(DefinitionShown),
    /// A term of a vocabulary.
    Term(Box<TermShown>),
}

impl Shows {
    /// Whole policies and vocabularies.
    #[must_use]
    pub fn texts(texts: Texts<'_>) -> Self {
        let policies = texts.policies.iter().map(PolicyShown::new);
        let vocabularies = texts.vocabularies.iter();
        let vocabularies = vocabularies.map(|one| VocabularyShown::new(one, texts));
        Self {
            shown: policies
                .map(Shown::Policy)
                .chain(vocabularies.map(Shown::Vocabulary))
                .collect(),
        }
    }

    /// Some of the things in them.
    #[must_use]
    pub fn things(things: &[Thing<'_>], texts: Texts<'_>) -> Self {
        let shown = things.iter().map(|thing| match *thing {
            Thing::Prerequisite(policy, id) => {
                Shown::Prerequisite(PrerequisiteShown::new(policy, policy.prerequisite(id)))
            }
            Thing::Warning(policy, id) => {
                Shown::Warning(WarningShown::new(policy, policy.warning(id)))
            }
            Thing::Definition(defined) => Shown::Definition(DefinitionShown::new(defined)),
            Thing::Term(vocabulary, id) => {
                Shown::Term(Box::new(TermShown::new(vocabulary, id, texts)))
            }
        });
        Self {
            shown: shown.collect(),
        }
    }
}

impl Shown {
    /// Its text as it stands in the file.
    #[must_use]
    pub fn text(&self) -> &crate::text::Untrusted {
        match self {
            Self::Policy(shown) => &shown.text,
            Self::Vocabulary(shown) => &shown.text,
            Self::Prerequisite(shown) => &shown.text,
            Self::Warning(shown) => &shown.text,
            Self::Definition(shown) => &shown.text,
            Self::Term(shown) => &shown.text,
        }
    }
}
