//! Mistakes in values: labels, members, numbers.

use std::sync::Arc;

use super::Mark;
use crate::text::{Code, Hint, Place};

/// A mistake in a value, in a condition or a declaration. Each variant quotes a text that has it.
#[derive(Debug, thiserror::Error)]
pub(in crate::policy) enum ConstantError {
    /// `guarantee_strength is asurance`.
    #[error("`{written}` is not a {what} of `{term}`")]
    UnknownLabel {
        written: String,
        /// `label` or `member`.
        what: &'static str,
        term: String,
        /// The right ones.
        labels: String,
        near: Option<String>,
        place: Place,
    },
    /// `guarantee_strength is temporary`.
    #[error("`{written}` is a {what} of `{owner}`, not of `{term}`")]
    LabelOfOtherTerm {
        written: String,
        /// `label` or `member`.
        what: &'static str,
        owner: String,
        term: String,
        choices: String,
        /// Where the other term is.
        place: Place,
    },
    /// `ceasefire_length_days is soon`.
    #[error("`{written}` is not a number, but `{term}` is {described}")]
    NotANumber {
        written: String,
        term: String,
        described: String,
        choices: String,
    },
    /// `sanctions_snapback is maybe`.
    #[error("`{written}` is neither `yes` nor `no`, but `{term}` is a `yes or no` term")]
    NotYesOrNo { written: String, term: String },
    /// `ceasefire_length_days is at most 90`.
    #[error("`{digits}` has no unit")]
    MissingUnit { digits: String, unit: String },
    /// `ceasefire_length_days is at most 90 weeks`.
    #[error("`{term}` is a number of {unit}, not of `{written}`")]
    WrongUnit {
        written: String,
        term: String,
        unit: String,
        place: Place,
    },
    /// `ceasefire_length_days is 0.00000000000000000000000000001 days`.
    #[error("`{digits}` has more digits than can be kept exactly")]
    TooManyDigits { digits: String },
    /// `ceasefire_length_days is at most 4000 days`.
    #[error("`{written}` is out of bounds: `{term}` is {choices}")]
    OutOfBounds {
        written: String,
        term: String,
        choices: String,
        /// The nearest value, with its unit.
        nearest: String,
        place: Place,
    },
    /// `ceasefire_length_days is 2.5 days`.
    #[error("`{term}` cannot be `{written}`: its values go in steps of {step}")]
    OffStep {
        written: String,
        term: String,
        step: String,
        /// The nearest values, with their unit.
        nearest: (String, String),
        place: Place,
    },
}

impl ConstantError {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::UnknownLabel { .. } => Code::ConstantUnknownLabel,
            Self::LabelOfOtherTerm { .. } => Code::ConstantLabelOfOtherTerm,
            Self::NotANumber { .. } => Code::ConstantNotANumber,
            Self::NotYesOrNo { .. } => Code::ConstantNotYesOrNo,
            Self::MissingUnit { .. } => Code::ConstantMissingUnit,
            Self::WrongUnit { .. } => Code::ConstantWrongUnit,
            Self::TooManyDigits { .. } => Code::ConstantTooManyDigits,
            Self::OutOfBounds { .. } => Code::ConstantOutOfBounds,
            Self::OffStep { .. } => Code::ConstantOffStep,
        }
    }

    pub(super) fn help(&self) -> Vec<String> {
        match self {
            Self::UnknownLabel {
                near: Some(near), ..
            } => vec![format!("did you mean `{near}`?")],
            Self::UnknownLabel { what, labels, .. } => vec![format!("its {what}s are {labels}")],
            Self::LabelOfOtherTerm { term, choices, .. } => {
                vec![format!("`{term}` takes {choices}")]
            }
            Self::NotANumber { choices, .. } => vec![format!("write {choices}")],
            Self::NotYesOrNo { term, .. } => {
                vec![format!("write `{term} is yes` or `{term} is no`")]
            }
            Self::MissingUnit { digits, unit } => vec![format!("write `{digits} {unit}`")],
            Self::WrongUnit { unit, .. } => vec![format!("give the number in `{unit}`")],
            Self::TooManyDigits { .. } => {
                vec!["a number can have 28 digits, those after the point included".into()]
            }
            Self::OutOfBounds { nearest, .. } => vec![format!("the nearest value is `{nearest}`")],
            Self::OffStep {
                nearest: (below, above),
                ..
            } => {
                vec![format!("the nearest values are `{below}` and `{above}`")]
            }
        }
    }

    /// What a shell may add to the help: a long list of labels is cut there.
    pub(super) fn hint(&self) -> Option<Hint> {
        match self {
            Self::UnknownLabel {
                near: None,
                place,
                term,
                ..
            } => Some(Hint::SeeName(Arc::clone(&place.source), term.clone())),
            _ => None,
        }
    }

    pub(super) fn marks(self) -> Vec<Mark> {
        match self {
            Self::UnknownLabel { place, term, .. }
            | Self::WrongUnit { place, term, .. }
            | Self::OutOfBounds { place, term, .. }
            | Self::OffStep { place, term, .. }
            | Self::LabelOfOtherTerm {
                place, owner: term, ..
            } => {
                vec![(place, format!("`{term}` is declared here"))]
            }
            _ => Vec::new(),
        }
    }
}
