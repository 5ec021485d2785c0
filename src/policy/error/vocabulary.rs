//! Mistakes in what a vocabulary declares.

use super::{Circle, Mark, instead_of_repeating};
use crate::policy::Grid;
use crate::text::{Code, Place};

/// A mistake in what a vocabulary declares. Each variant quotes a text that has it.
#[derive(Debug, thiserror::Error)]
pub(in crate::policy) enum VocabularyError {
    /// `vocabulary v` and nothing else.
    #[error("the vocabulary `{name}` has no terms")]
    NoTerms { name: String },
    /// `term a yes or no` … `define a { … }`.
    #[error("the name `{name}` is already taken")]
    DuplicateName { name: String, first: Place },
    /// `term a scale none < some` … `term none yes or no`.
    #[error("the name `{name}` is also a label of `{term}`")]
    NameIsLabel {
        name: String,
        term: String,
        place: Place,
    },
    /// `term a one of x, y, x`.
    #[error("`{term}` lists `{label}` twice")]
    DuplicateLabel {
        term: String,
        label: String,
        first: Place,
    },
    /// `term a scale silent < loud`.
    #[error(
        "`silent` cannot be a label of `{term}`: in a proposal it means that the text is silent"
    )]
    SilentLabel { term: String },
    /// `term a scale x`.
    #[error("`{term}` has {count} where {described} needs at least {least}")]
    TooFewLabels {
        term: String,
        described: &'static str,
        count: String,
        least: usize,
    },
    /// `term a set of` and 64 members.
    #[error("`{term}` has {count} {what}s, more than the {most} it can have")]
    TooManyLabels {
        term: String,
        what: &'static str,
        count: usize,
        most: usize,
    },
    /// `term a number of days from 9 to 3`.
    #[error("`from {from} to {to}` runs backwards")]
    ReversedBounds { from: String, to: String },
    /// `term a number of days from 0 to 9 step 0`.
    #[error("the step `{step}` is not above 0")]
    StepNotPositive { step: String },
    /// `term a number of days from 0 to 10 step 3`.
    #[error("the last value `{to}` is not reached from `{from}` in steps of `{step}`")]
    BoundOffStep {
        from: String,
        to: String,
        step: String,
        /// The last value that is reached.
        below: String,
        /// The value after that, where it can be written.
        above: Option<String>,
    },
    /// `term a number of days from 0 to 10000000000000000`.
    #[error("`{range}` makes more than {} values", Grid::MOST_VALUES)]
    TooManyValues { range: String },
    /// `silence means none silence means some`.
    #[error("{owner} has `{clause}` twice")]
    RepeatedClause {
        owner: String,
        clause: &'static str,
        first: Place,
    },
    /// `set of a, b silence means a`.
    #[error("silence on the set `{term}` cannot mean `{written}`")]
    SilenceOfSet { term: String, written: String },
    /// `scale a < b silence means nothing`.
    #[error("`nothing` is the empty set, but `{term}` is {described}")]
    NothingWithoutSet {
        term: String,
        described: String,
        choices: String,
    },
    /// `arises when b may not arise`.
    #[error("`{term}` has both `arises when` and `may not arise`")]
    TwoWaysToArise { term: String, other: Place },
    /// `term a yes or no arises when b` … `term b yes or no arises when a`.
    #[error("whether a term arises depends on itself: {0}")]
    CircularArising(Circle),
    /// `edition 2.5`.
    #[error("`{digits}` is not the number of an edition")]
    BadEdition { digits: String },
    /// `edition 2` … `changed in edition 3 "…"`.
    #[error("nothing can have changed in edition {edition}: {}", instead_of(*.current))]
    NoSuchEdition {
        edition: u64,
        /// The edition of the vocabulary, if it is less.
        current: Option<u64>,
    },
    /// `term a … formerly b` where `b` is a term, or was the name of another one.
    #[error("`{name}` cannot be a former name: it is {what}")]
    FormerNameTaken {
        name: String,
        what: &'static str,
        place: Place,
    },
    /// `yes or no label yes formerly some`.
    #[error("`{term}` has no labels: it is {described}")]
    NoLabels { term: String, described: String },
    /// `always "why" { when a }`.
    #[error("this `always` requires nothing: it has no `must`")]
    AlwaysWithoutMust,
}

impl VocabularyError {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::NoTerms { .. } => Code::VocabularyNoTerms,
            Self::DuplicateName { .. } => Code::VocabularyDuplicateName,
            Self::NameIsLabel { .. } => Code::VocabularyNameIsLabel,
            Self::DuplicateLabel { .. } => Code::VocabularyDuplicateLabel,
            Self::SilentLabel { .. } => Code::VocabularySilentLabel,
            Self::TooFewLabels { .. } => Code::VocabularyTooFewLabels,
            Self::TooManyLabels { .. } => Code::VocabularyTooManyLabels,
            Self::ReversedBounds { .. } => Code::VocabularyReversedBounds,
            Self::StepNotPositive { .. } => Code::VocabularyStepNotPositive,
            Self::BoundOffStep { .. } => Code::VocabularyBoundOffStep,
            Self::TooManyValues { .. } => Code::VocabularyTooManyValues,
            Self::RepeatedClause { .. } => Code::VocabularyRepeatedClause,
            Self::SilenceOfSet { .. } => Code::VocabularySilenceOfSet,
            Self::NothingWithoutSet { .. } => Code::VocabularyNothingWithoutSet,
            Self::TwoWaysToArise { .. } => Code::VocabularyTwoWaysToArise,
            Self::CircularArising(_) => Code::VocabularyCircularArising,
            Self::BadEdition { .. } | Self::NoSuchEdition { .. } => Code::VocabularyBadEdition,
            Self::FormerNameTaken { .. } => Code::VocabularyFormerNameTaken,
            Self::NoLabels { .. } => Code::ConstantUnknownLabel,
            Self::AlwaysWithoutMust => Code::VocabularyAlwaysWithoutMust,
        }
    }

    pub(super) fn help(&self) -> String {
        match self {
            Self::NoTerms { .. } => "add at least one `term`".into(),
            Self::DuplicateName { .. } => {
                "terms and definitions share one namespace: rename one of the two".into()
            }
            Self::NameIsLabel { name, term, .. } => format!(
                "rename it: `{name}` would be taken for the value of `{term}` in some lines"
            ),
            Self::DuplicateLabel { .. } => "leave one of the two out, or rename it".into(),
            Self::SilentLabel { .. } => {
                "rename it; what silence comes to is said with `silence means`".into()
            }
            Self::TooFewLabels { .. } => {
                "add labels: with nothing to choose from there is nothing to compare".into()
            }
            Self::TooManyLabels { .. } => "split it into several terms".into(),
            Self::ReversedBounds { from, to } => format!("write `from {to} to {from}`"),
            Self::StepNotPositive { .. } => {
                "write a step above 0, or leave it out for steps of 1".into()
            }
            Self::BoundOffStep {
                below,
                above: Some(above),
                ..
            } => format!("write `to {below}` or `to {above}`"),
            Self::BoundOffStep { below, .. } => format!("write `to {below}`"),
            Self::TooManyValues { .. } => "narrow the bounds, or widen the step".into(),
            Self::RepeatedClause { clause, .. } => instead_of_repeating(clause).into(),
            Self::SilenceOfSet { .. } => {
                "write `silence means nothing`, or leave it out if silence settles nothing".into()
            }
            Self::NothingWithoutSet { choices, .. } => format!("write {choices}"),
            Self::TwoWaysToArise { .. } => {
                "keep `arises when` if other terms settle it, `may not arise` if the text does"
                    .into()
            }
            Self::CircularArising(_) => "remove one of these uses".into(),
            Self::BadEdition { .. } => "write a whole number from 1, such as `edition 2`".into(),
            Self::NoSuchEdition { current: None, .. } => {
                "write the first edition in which it holds, 2 or later".into()
            }
            Self::NoSuchEdition { edition, .. } => {
                format!(
                    "write `edition {edition}` at the head of the vocabulary, or an earlier one here"
                )
            }
            Self::FormerNameTaken { .. } => {
                "what an old text means by it has to be clear: name it once, and give what is new \
                 another name"
                    .into()
            }
            Self::NoLabels { .. } => "leave `label` out; `formerly` alone renames the term".into(),
            Self::AlwaysWithoutMust => "add a `must` line".into(),
        }
    }

    pub(super) fn marks(self) -> Vec<Mark> {
        match self {
            Self::DuplicateName { first, .. } => vec![(first, "first used here".into())],
            Self::DuplicateLabel { first, .. } | Self::RepeatedClause { first, .. } => {
                vec![(first, "first written here".into())]
            }
            Self::NameIsLabel { place, term, name } => {
                vec![(place, format!("`{name}` is a label of `{term}`"))]
            }
            Self::FormerNameTaken { place, .. } => vec![(place, "here".into())],
            Self::TwoWaysToArise { other, .. } => vec![(other, "the other is here".into())],
            Self::CircularArising(circle) => circle.marks(),
            _ => Vec::new(),
        }
    }
}

/// Why nothing can have changed in an edition.
fn instead_of(current: Option<u64>) -> String {
    match current {
        Some(current) => format!("this is edition {current}"),
        None => "it is the first".to_owned(),
    }
}
