//! What can be wrong in a vocabulary or a policy whose text is in order.

mod condition;
mod constant;
mod policy;
mod vocabulary;

use std::sync::Arc;

pub(super) use condition::ConditionError;
pub(super) use constant::ConstantError;
pub(super) use policy::PolicyError;
pub(super) use vocabulary::VocabularyError;

use crate::text::{Code, Diagnostic, Hint, Place, Source, Spanned};

/// A mistake, by the part of the language that it is in.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// In what a vocabulary declares.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// In a condition of either.
    #[error(transparent)]
    Condition(#[from] ConditionError),
    /// In a value written in either.
    #[error(transparent)]
    Constant(#[from] ConstantError),
    /// In what a policy declares.
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

/// Another place that matters to a mistake, with what the message says there.
pub(super) type Mark = (Place, String);

impl Error {
    fn code(&self) -> Code {
        match self {
            Self::Vocabulary(error) => error.code(),
            Self::Condition(error) => error.code(),
            Self::Constant(error) => error.code(),
            Self::Policy(error) => error.code(),
        }
    }

    fn help(&self) -> Vec<String> {
        match self {
            Self::Vocabulary(error) => vec![error.help()],
            Self::Condition(error) => error.help(),
            Self::Constant(error) => error.help(),
            Self::Policy(error) => vec![error.help()],
        }
    }

    /// What a shell may add to the help.
    fn hint(&self) -> Option<Hint> {
        match self {
            Self::Constant(error) => error.hint(),
            Self::Vocabulary(_) | Self::Condition(_) | Self::Policy(_) => None,
        }
    }

    /// What is said at the main place.
    fn remark(&self) -> String {
        match self {
            Self::Vocabulary(VocabularyError::CircularArising(circle))
            | Self::Condition(ConditionError::CircularDefinition(circle)) => circle.remark(),
            _ => String::new(),
        }
    }

    fn marks(self) -> Vec<Mark> {
        match self {
            Self::Vocabulary(error) => error.marks(),
            Self::Condition(error) => error.marks(),
            Self::Constant(error) => error.marks(),
            Self::Policy(error) => error.marks(),
        }
    }
}

/// The errors of one file as they are shown, in file order.
pub(super) fn diagnostics(
    mut errors: Vec<Spanned<Error>>,
    source: &Arc<Source>,
) -> Vec<Diagnostic> {
    errors.sort_by_key(|error| error.span.start);
    (errors.into_iter())
        .map(|Spanned { value: error, span }| {
            let diagnostic = Diagnostic::error(error.code(), error.to_string()).hint(error.hint());
            let diagnostic = (error.help().into_iter()).fold(
                diagnostic.at(Place::new(source, span), error.remark()),
                Diagnostic::help,
            );
            (error.marks().into_iter()).fold(diagnostic, |diagnostic, (place, text)| {
                diagnostic.at(place, text)
            })
        })
        .collect()
}

/// What to do about a clause that may be written once only.
fn instead_of_repeating(clause: &str) -> &'static str {
    match clause {
        "when" | "arises when" | "unless" | "raised when" => {
            "put both conditions into one `all of { }` or `any of { }`"
        }
        _ => "keep one of the two",
    }
}

/// A circle as a message shows it: `` `a` → `b` → `a` ``.
#[derive(Debug)]
pub(super) struct Circle {
    /// Its members in order, each with the place where it names the next.
    pub(super) members: Vec<(String, Place)>,
}

impl Circle {
    /// The most members that the message points at.
    const MOST_MARKS: usize = 8;

    /// What is said where the first member names the second.
    fn remark(&self) -> String {
        match self.members.as_slice() {
            [] => String::new(),
            [(only, _)] => depends(only, only),
            [(first, _), (second, _), ..] => depends(first, second),
        }
    }

    /// What is said where the other members each name the next.
    fn marks(self) -> Vec<Mark> {
        let names: Vec<&str> = self.members.iter().map(|(name, _)| name.as_str()).collect();
        let next = names.iter().skip(2).chain(names.first());
        (self.members.iter().skip(1).zip(next))
            .take(Self::MOST_MARKS)
            .map(|((name, place), next)| (place.clone(), depends(name, next)))
            .collect()
    }
}

fn depends(name: &str, on: &str) -> String {
    format!("`{name}` depends on `{on}`")
}

impl std::fmt::Display for Circle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, _) in &self.members {
            write!(f, "`{name}` → ")?;
        }
        match self.members.first() {
            Some((first, _)) => write!(f, "`{first}`"),
            None => Ok(()),
        }
    }
}
