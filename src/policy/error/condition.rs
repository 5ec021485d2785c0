//! Mistakes in conditions.

use super::{Circle, Mark};
use crate::policy::Condition;
use crate::text::{Code, Place};

/// A mistake in a condition. Each variant quotes a text that has it.
#[derive(Debug, thiserror::Error)]
pub(in crate::policy) enum ConditionError {
    /// `garantee_strength is none`.
    #[error("there is no term or definition `{name}`")]
    UnknownName { name: String, near: Option<String> },
    /// `assurance`, on a line of its own.
    #[error("`{name}` is a {what} of `{term}`, not a term or definition")]
    LabelAsName {
        name: String,
        /// `label` or `member`.
        what: &'static str,
        term: String,
        place: Place,
        /// A condition that has the label in it.
        example: String,
        /// Whether it stands on a line of its own.
        alone: bool,
    },
    /// `ceasefire_type is at least temporary`.
    #[error("`{words}` cannot be asked of `{term}`, which is {described}")]
    WrongComparison {
        words: &'static str,
        term: String,
        described: String,
        /// What can be asked of it.
        allowed: String,
        /// The line that was probably meant.
        instead: Option<String>,
        place: Place,
    },
    /// `guarantee_strength`, on a line of its own.
    #[error("`{term}` is {described}, so its name alone says nothing")]
    BareTerm {
        term: String,
        described: String,
        /// A comparison on it.
        example: String,
        place: Place,
    },
    /// `pledge_to_defend is yes`.
    #[error("`{name}` is a definition, and is used by its name alone")]
    ComparedDefinition { name: String, place: Place },
    /// `ceasefire_length_days is between 60 days and 30 days`.
    #[error("`between {low} and {high}` runs backwards")]
    ReversedBetween { low: String, high: String },
    /// `at least 3 of { a b }`.
    #[error("`at least {number} of` never holds, as there are fewer lines")]
    TooFewLines { number: String, lines: usize },
    /// `at least 0 of { a }`.
    #[error("`at least {number} of` always holds")]
    NoLinesNeeded { number: String, lines: usize },
    /// `guarantee_voided_by counts at least 1.5`.
    #[error("`{digits}` is not a whole number")]
    NotWhole { digits: String },
    /// `all of { }`.
    #[error("{what} has no lines")]
    NoLines { what: String },
    /// `define a { b }` … `define b { a }`.
    #[error("definitions go round in a circle: {0}")]
    CircularDefinition(Circle),
    /// 129 groups inside one another, or definitions that use one another that often.
    #[error(
        "conditions lie more than {} deep inside one another here, definitions included",
        Condition::MOST_DEPTH
    )]
    TooDeep,
}

impl ConditionError {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::UnknownName { .. } | Self::LabelAsName { .. } => Code::ConditionUnknownName,
            Self::WrongComparison { .. } => Code::ConditionWrongComparison,
            Self::BareTerm { .. } => Code::ConditionBareTerm,
            Self::ComparedDefinition { .. } => Code::ConditionComparedDefinition,
            Self::ReversedBetween { .. } => Code::ConditionReversedBetween,
            Self::TooFewLines { .. } | Self::NoLinesNeeded { .. } => Code::ConditionNumberOfLines,
            Self::NotWhole { .. } => Code::ConditionNotWhole,
            Self::NoLines { .. } => Code::ConditionNoLines,
            Self::CircularDefinition(_) => Code::ConditionCircularDefinition,
            Self::TooDeep => Code::ConditionTooDeep,
        }
    }

    pub(super) fn help(&self) -> Vec<String> {
        match self {
            Self::UnknownName {
                near: Some(near), ..
            } => vec![format!("did you mean `{near}`?")],
            Self::UnknownName { near: None, .. } => {
                vec!["declare it in the vocabulary, or give the condition a `define`".into()]
            }
            Self::LabelAsName { example, alone, .. } => {
                let example = format!("write a comparison, such as `{example}`");
                let comma = "if it belongs to a list, the line before must end with a comma";
                let comma = alone.then(|| comma.to_owned());
                [example].into_iter().chain(comma).collect()
            }
            Self::WrongComparison {
                allowed, instead, ..
            } => {
                let allowed = format!("it takes {allowed}");
                (instead.iter().map(|instead| format!("write `{instead}`")))
                    .chain([allowed])
                    .collect()
            }
            Self::BareTerm { example, .. } => {
                vec![format!("write a comparison, such as `{example}`")]
            }
            Self::ComparedDefinition { name, .. } => vec![format!(
                "write `{name}`, or `none of {{ {name} }}` for its opposite"
            )],
            Self::ReversedBetween { low, high } => {
                vec![format!("write `between {high} and {low}`")]
            }
            Self::TooFewLines { lines: 1, .. } | Self::NoLinesNeeded { lines: 1, .. } => {
                vec!["write `all of`, or add lines".into()]
            }
            Self::TooFewLines { lines, .. } | Self::NoLinesNeeded { lines, .. } => {
                vec![format!("write a number from 1 to {lines}, or add lines")]
            }
            Self::NotWhole { .. } => vec!["write digits alone, such as `2`".into()],
            Self::NoLines { .. } => vec!["write at least one condition between the braces".into()],
            Self::CircularDefinition(_) => {
                vec!["remove one of these uses, or write out what it stands for".into()]
            }
            Self::TooDeep => vec!["write the same with fewer braces or definitions".into()],
        }
    }

    pub(super) fn marks(self) -> Vec<Mark> {
        match self {
            Self::LabelAsName { place, term, .. }
            | Self::WrongComparison { place, term, .. }
            | Self::BareTerm { place, term, .. } => {
                vec![(place, format!("`{term}` is declared here"))]
            }
            Self::ComparedDefinition { place, .. } => vec![(place, "defined here".into())],
            Self::CircularDefinition(circle) => circle.marks(),
            _ => Vec::new(),
        }
    }
}
