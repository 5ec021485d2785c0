//! The one error of the library's front door.

use std::fmt;

use crate::limit::Limit;
use crate::proposal::OtherVocabulary;
use crate::questions::demands::NotTogether;
use crate::text::{Code, Diagnostic, Severity};

/// Why there is no answer, with all diagnostics about it. It is displayed as these, one after
/// another.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    kind: ErrorKind,
    diagnostics: Vec<Diagnostic>,
}

/// What keeps a question from being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A text or a setting cannot be used.
    Input,
    /// A limit of the library was met: the question is too large to be answered exactly.
    Limit,
    /// The caller cancelled the work.
    Cancelled,
}

impl Error {
    /// What kept the question from being answered. Input that cannot be used goes before limits,
    /// and a limit before a cancellation.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// All diagnostics: at least one error, and the warnings that came before it.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// All diagnostics, as owned values.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

/// One diagnostic after another, each as it is displayed.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<Vec<Diagnostic>> for Error {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        let errors = diagnostics
            .iter()
            .filter(|said| said.severity == Severity::Error);
        let kind = (errors.map(kind_of).min_by_key(|kind| *kind as u8)).unwrap_or(ErrorKind::Input);
        Self { kind, diagnostics }
    }
}

impl From<Diagnostic> for Error {
    fn from(diagnostic: Diagnostic) -> Self {
        vec![diagnostic].into()
    }
}

impl From<Box<Diagnostic>> for Error {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        vec![*diagnostic].into()
    }
}

impl From<NotTogether> for Error {
    fn from(error: NotTogether) -> Self {
        let message = error.to_string();
        let said = match error {
            NotTogether::NoPolicy | NotTogether::TwoVocabularies { .. } => {
                Diagnostic::error(Code::InputTwoVocabularies, message)
            }
            NotTogether::Twice { .. } => Diagnostic::error(Code::InputSamePolicy, message)
                .help("each policy is one party: name it once"),
            NotTogether::NotTwo { .. } => Diagnostic::error(Code::InputNotTwoPolicies, message)
                .help("open the two that are to be compared, and compare others pair by pair"),
        };
        said.into()
    }
}

impl From<OtherVocabulary> for Error {
    fn from(error: OtherVocabulary) -> Self {
        let error = Diagnostic::error(Code::InputTwoVocabularies, error.to_string());
        vec![error].into()
    }
}

impl From<Limit> for Error {
    fn from(limit: Limit) -> Self {
        vec![limit.diagnostic()].into()
    }
}

fn kind_of(error: &Diagnostic) -> ErrorKind {
    match Limit::of_code(error.code) {
        Some(Limit::Stopped) => ErrorKind::Cancelled,
        Some(Limit::Alternatives | Limit::Conflicts) => ErrorKind::Limit,
        None => ErrorKind::Input,
    }
}
