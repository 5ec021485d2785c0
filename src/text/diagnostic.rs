//! The one shape of everything that is said about a text: what, where, and the way out.

use std::fmt;

use serde::Serialize;

use crate::text::{Code, Hint, Place, Untrusted};

/// Whether a text can be used at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The text cannot be used; the exit code is 2.
    Error,
    /// The text can be used; the exit code does not change.
    Warning,
}

/// Something said about a text.
///
/// Messages start lowercase, have no final period and no line breaks, and put what the user
/// wrote in backticks. What to do about it is in `help`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable code such as `policy/unknown-term`; `servanda explain CODE` tells more.
    pub code: Code,
    /// The cause, in one line.
    pub message: String,
    /// The places it concerns, the main one first. Empty only when there is no text to point at.
    pub labels: Vec<Label>,
    /// The way out, in one line each.
    pub help: Vec<String>,
    /// What a shell may say in its own words instead.
    pub hint: Option<Hint>,
}

/// A place and what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is said there; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// An error with its cause.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            labels: Vec::new(),
            help: Vec::new(),
            hint: None,
        }
    }

    /// A warning with its cause.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Adds a place; the first one added is the main one.
    #[must_use]
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            place,
            text: text.into(),
        });
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds what a shell may say in its own words instead of the message or the help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Option<Hint>>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The main place, where there is one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.labels.first().map(|label| &label.place)
    }
}

/// Shown as `file:line:column: error: message [code]`, with further places and help on lines of
/// their own.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place() {
            write!(f, "{}: ", shown(place))?;
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}: {} [{}]", shown(&self.message), self.code)?;
        for label in self.labels.iter().filter(|label| !label.text.is_empty()) {
            write!(f, "\n  {}: {}", shown(&label.place), shown(&label.text))?;
        }
        for help in &self.help {
            write!(f, "\n  help: {}", shown(help))?;
        }
        Ok(())
    }
}

/// What may hold pieces of a file, as it can be shown on a terminal or written to a log.
fn shown(text: impl fmt::Display) -> String {
    Untrusted::from(text.to_string()).escaped(String::push_str)
}

/// `a, b and c`.
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
