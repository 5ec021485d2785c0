//! Mistakes in what a policy declares.

use super::{Mark, instead_of_repeating};
use crate::text::{Code, Place};

/// A mistake in what a policy declares. Each variant quotes a text that has it.
#[derive(Debug, thiserror::Error)]
pub(in crate::policy) enum PolicyError {
    /// A policy without `uses`.
    #[error("the policy `{name}` does not say which vocabulary it uses")]
    MissingUses { name: String },
    /// `uses settlement`, read with the vocabulary `truce`.
    #[error("the policy uses the vocabulary `{wanted}`, but was given `{given}`")]
    WrongVocabulary { wanted: String, given: String },
    /// A policy of nothing but warnings, or of nothing at all.
    #[error("the policy `{name}` has no prerequisites, so it could not judge anything")]
    NoPrerequisites { name: String },
    /// `when a` … `when b` in one prerequisite.
    #[error("{owner} has `{clause}` twice")]
    RepeatedClause {
        owner: String,
        clause: &'static str,
        first: Place,
    },
    /// `prerequisite a { … }` … `warning a { … }`, or a definition named like a term.
    #[error("the name `{name}` is already taken")]
    DuplicateName {
        name: String,
        first: Place,
        /// Who shares the namespace.
        shared_by: &'static str,
    },
    /// `define none { … }` where a term has the label `none`.
    #[error("the name `{name}` is also a label of `{term}`")]
    NameIsLabel {
        name: String,
        term: String,
        place: Place,
    },
    /// `reading strict { … }` … `reading strict { … }` in one prerequisite.
    #[error("the prerequisite `{prerequisite}` has two readings `{name}`")]
    DuplicateReading {
        name: String,
        prerequisite: String,
        first: Place,
    },
    /// `prerequisite a { reading strict { … } }`.
    #[error("`{name}` is the only reading of `{prerequisite}`")]
    SingleReading { name: String, prerequisite: String },
    /// A prerequisite with 65 readings.
    #[error(
        "the prerequisite `{prerequisite}` has {count} readings, more than the {most} it can have"
    )]
    TooManyReadings {
        prerequisite: String,
        count: usize,
        most: usize,
    },
    /// `prerequisite a { when b }`, or a reading without `must`.
    #[error("{owner} needs nothing: it has no `must`")]
    MissingMust { owner: String },
    /// `warning a { cites column paragraph 3 }`.
    #[error("the warning `{name}` does not say when it is raised")]
    MissingRaisedWhen { name: String },
    /// `weight 0`.
    #[error("`{digits}` cannot be a weight")]
    BadWeight { digits: String, most: u64 },
    /// `cites colum paragraph 3`.
    #[error("there is no source `{name}`")]
    UnknownSource { name: String, near: Option<String> },
    /// `source column { … }` … `source column { … }`.
    #[error("there are two sources `{name}`")]
    DuplicateSource { name: String, first: Place },
    /// `source column { author "…" }`.
    #[error("the source `{name}` has no title")]
    MissingTitle { name: String },
    /// `titel "…"` in a source.
    #[error("a source has no field `{name}`")]
    UnknownField { name: String, near: Option<String> },
    /// `title "…"` … `title "…"` in one source.
    #[error("the source `{owner}` has the field `{name}` twice")]
    DuplicateField {
        owner: String,
        name: String,
        first: Place,
    },
    /// `published 2024-02-30`.
    #[error("`{written}` is not a date that exists")]
    BadDate { written: String },
    /// `sha256 "12ab"`.
    #[error("this is not a SHA-256")]
    BadSha256,
    /// `grade "D"`.
    #[error("there is no grade `{written}`")]
    BadGrade { written: String },
    /// `cites column paragraph 0`.
    #[error("`{digits}` is not the number of a paragraph")]
    BadParagraph { digits: String },
}

impl PolicyError {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::MissingUses { .. } => Code::PolicyMissingUses,
            Self::WrongVocabulary { .. } => Code::PolicyWrongVocabulary,
            Self::NoPrerequisites { .. } => Code::PolicyNoPrerequisites,
            Self::RepeatedClause { .. } => Code::PolicyRepeatedClause,
            Self::DuplicateName { .. } => Code::PolicyDuplicateName,
            Self::NameIsLabel { .. } => Code::PolicyNameIsLabel,
            Self::DuplicateReading { .. } => Code::PolicyDuplicateReading,
            Self::SingleReading { .. } => Code::PolicySingleReading,
            Self::TooManyReadings { .. } => Code::PolicyTooManyReadings,
            Self::MissingMust { .. } => Code::PolicyMissingMust,
            Self::MissingRaisedWhen { .. } => Code::PolicyMissingRaisedWhen,
            Self::BadWeight { .. } => Code::PolicyBadWeight,
            Self::UnknownSource { .. } => Code::PolicyUnknownSource,
            Self::DuplicateSource { .. } => Code::PolicyDuplicateSource,
            Self::MissingTitle { .. } => Code::PolicyMissingTitle,
            Self::UnknownField { .. } => Code::PolicyUnknownField,
            Self::DuplicateField { .. } => Code::PolicyDuplicateField,
            Self::BadDate { .. } => Code::PolicyBadDate,
            Self::BadSha256 => Code::PolicyBadSha256,
            Self::BadGrade { .. } => Code::PolicyBadGrade,
            Self::BadParagraph { .. } => Code::PolicyBadParagraph,
        }
    }

    pub(super) fn help(&self) -> String {
        match self {
            Self::MissingUses { .. } => "add `uses` and the name of a vocabulary".into(),
            Self::WrongVocabulary { .. } => {
                "let `uses` and the first line of the vocabulary have the same name".into()
            },
            Self::NoPrerequisites { .. } => {
                "add at least one `prerequisite`: warnings never make a verdict".into()
            }
            Self::RepeatedClause { clause, .. } => instead_of_repeating(clause).into(),
            Self::DuplicateName { shared_by, .. } => {
                format!("{shared_by} share one namespace: rename one of the two")
            }
            Self::NameIsLabel { name, term, .. } => format!(
                "rename it: `{name}` would be taken for the value of `{term}` in some lines"
            ),
            Self::DuplicateReading { .. } | Self::DuplicateSource { .. } => {
                "rename one of the two".into()
            }
            Self::SingleReading { .. } => {
                "add another reading, or make its `must` lines the prerequisite's own".into()
            }
            Self::TooManyReadings { .. } => "split it into several prerequisites".into(),
            Self::MissingMust { .. } => "add a `must` line".into(),
            Self::MissingRaisedWhen { .. } => "add `raised when` and a condition".into(),
            Self::BadWeight { most, .. } => format!("write a whole number from 1 to {most}"),
            Self::UnknownSource { near: Some(near), .. }
            | Self::UnknownField { near: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::UnknownSource { name, .. } => {
                format!("add `source {name}` with at least a `title`")
            }
            Self::MissingTitle { .. } => "add `title \"…\"`".into(),
            Self::UnknownField { near: None, .. } => {
                "the fields are title, author, published, url, language, grade, sha256 and note"
                    .into()
            }
            Self::DuplicateField { .. } => "keep one of the two".into(),
            Self::BadDate { .. } => {
                "write a year, a month or a day: `2024`, `2024-09` or `2024-09-30`".into()
            }
            Self::BadSha256 => {
                "write the 64 hexadecimal digits for the text's bytes, or leave it out".into()
            },
            Self::BadGrade { .. } => "write A, B or C".into(),
            Self::BadParagraph { .. } => {
                "write a whole number from 1: paragraphs are the non-empty lines, the title included"
                    .into()
            }
        }
    }

    pub(super) fn marks(self) -> Vec<Mark> {
        match self {
            Self::RepeatedClause { first, .. }
            | Self::DuplicateReading { first, .. }
            | Self::DuplicateSource { first, .. }
            | Self::DuplicateField { first, .. } => vec![(first, "first written here".into())],
            Self::DuplicateName { first, .. } => vec![(first, "first used here".into())],
            Self::NameIsLabel { place, name, term } => {
                vec![(place, format!("`{term}` has the label `{name}`"))]
            }
            _ => Vec::new(),
        }
    }
}
