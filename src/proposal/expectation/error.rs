//! Mistakes in an expectation.

use std::sync::Arc;

use thiserror::Error;

use crate::text::{Code, Diagnostic, Place, Source, Span, nearest};

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum Kind {
    /// An empty file, or a policy under which nothing is expected.
    #[error("nothing is expected {of}")]
    Nothing { of: String },
    /// `verdicts: open`.
    #[error("`{key}` is not a key of {of}")]
    UnknownKey {
        key: String,
        of: &'static str,
        known: &'static [&'static str],
    },
    /// `verdict: open` twice.
    #[error("the key `{key}` stands here twice")]
    DuplicateKey { key: String, first: Span },
    /// `verdict: maybe`.
    #[error("`{text}` is not {wanted}")]
    WrongValue {
        text: String,
        wanted: &'static str,
        known: Vec<&'static str>,
    },
    /// `verdict: [open]`.
    #[error("`{key}` must be {wanted}")]
    WrongShape { key: String, wanted: &'static str },
    /// `error` beside `verdict`.
    #[error("a text that is refused has no `{key}`")]
    TwoOutcomes { key: String },
    /// A fixture among several without `proposal`.
    #[error("this fixture has no name")]
    NoName,
    /// Two fixtures of one name.
    #[error("two fixtures here are called `{name}`")]
    SameName { name: String, first: Span },
    /// `without: [nato_path]` where the base has no `nato_path`.
    #[error("the base has no provision `{name}` to leave out")]
    NotInBase { name: String },
    /// `findings: {nato_prize: open}`.
    #[error("{of} has no {what} `{name}`")]
    UnknownName {
        name: String,
        what: &'static str,
        of: String,
        near: Option<String>,
    },
}

impl Kind {
    fn code(&self) -> Code {
        match self {
            Self::Nothing { .. } => Code::ExpectationNothing,
            Self::NoName => Code::ExpectationNoName,
            Self::SameName { .. } => Code::ExpectationDuplicateKey,
            Self::UnknownKey { .. } => Code::ExpectationUnknownKey,
            Self::DuplicateKey { .. } => Code::ExpectationDuplicateKey,
            Self::WrongValue { .. } | Self::WrongShape { .. } => Code::ExpectationWrongValue,
            Self::TwoOutcomes { .. } => Code::ExpectationTwoOutcomes,
            Self::UnknownName { .. } | Self::NotInBase { .. } => Code::ExpectationUnknownName,
        }
    }

    fn help(&self) -> String {
        match self {
            Self::Nothing { .. } => {
                "write what it should come to, such as `policies: {column: open}`".into()
            }
            Self::UnknownKey { key, known, .. } => {
                did_you_mean(nearest(key, known.iter().copied()), known)
            }
            Self::DuplicateKey { .. } => "keep one of the two".into(),
            Self::NoName => "start it with `proposal: some-name`".into(),
            Self::SameName { .. } => "give one of the two another name".into(),
            Self::NotInBase { .. } => {
                "name a term below `provisions` of `base`, or leave this out".into()
            }
            Self::WrongValue { text, known, .. } => {
                did_you_mean(nearest(text, known.iter().copied()), known)
            }
            Self::WrongShape { .. } => {
                "write it as in `policies: {column: {verdict: open}}`".into()
            }
            Self::TwoOutcomes { .. } => "keep either `error`, or what it should be judged".into(),
            Self::UnknownName {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::UnknownName { .. } => "correct the name, or leave it out".into(),
        }
    }

    pub fn diagnostic(&self, source: &Arc<Source>, span: Span) -> Diagnostic {
        let said = Diagnostic::error(self.code(), self.to_string())
            .at(Place::new(source, span), "")
            .help(self.help());
        match self {
            Self::DuplicateKey { first, .. } | Self::SameName { first, .. } => {
                said.at(Place::new(source, *first), "first here")
            }
            Self::Nothing { .. }
            | Self::NoName
            | Self::NotInBase { .. }
            | Self::UnknownKey { .. }
            | Self::WrongValue { .. }
            | Self::WrongShape { .. }
            | Self::TwoOutcomes { .. }
            | Self::UnknownName { .. } => said,
        }
    }
}

/// The most that are listed; of codes there are too many.
const MOST_LISTED: usize = 10;

fn did_you_mean(near: Option<&str>, known: &[&str]) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() > MOST_LISTED => {
            "take it from the message that the text is refused with".into()
        }
        None => format!("write one of `{}`", known.join("`, `")),
    }
}
