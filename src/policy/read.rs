//! Texts read as what they are expected to be, in one step: parsed, and every name resolved.

use std::sync::Arc;

use super::{Policy, Vocabulary, resolve_policy, resolve_vocabulary};
use crate::syntax::{Parsed, parse, tree};
use crate::text::{Code, Diagnostic, Source};

/// A tree whose kind is known, with the mistakes that were found while parsing it.
pub(crate) struct Written<T> {
    /// The tree; parts that could not be parsed are left out.
    pub tree: T,
    /// Mistakes, in file order.
    pub errors: Vec<Diagnostic>,
}

/// Reads a vocabulary.
///
/// # Errors
///
/// Every mistake in the text, in file order; `input/not-a-vocabulary` if it is a policy.
pub fn read_vocabulary(source: &Arc<Source>) -> Result<Arc<Vocabulary>, Vec<Diagnostic>> {
    let Parsed { file, errors, .. } = parse(source);
    let resolved = match file {
        Some(tree::File::Vocabulary(tree)) => resolve_vocabulary(&tree, source),
        Some(tree::File::Policy(_)) => {
            let message = format!("`{}` is a policy, not a vocabulary", source.name());
            let error = Diagnostic::error(Code::InputNotAVocabulary, message);
            Err(vec![error.help("name a vocabulary with `uses`")])
        }
        None => Err(Vec::new()),
    };
    without_mistakes(resolved, errors).map(Arc::new)
}

/// Reads a policy over the vocabulary that it uses.
///
/// # Errors
///
/// Every mistake in the text, in file order; `input/not-a-policy` if it is a vocabulary.
pub fn read_policy(
    source: &Arc<Source>,
    vocabulary: &Arc<Vocabulary>,
) -> Result<Policy, Vec<Diagnostic>> {
    let Written { tree, errors } = parse_policy(source)?;
    without_mistakes(resolve_policy(&tree, source, vocabulary), errors)
}

/// Parses a policy.
///
/// # Errors
///
/// If there is no tree, or it is that of a vocabulary.
pub(crate) fn parse_policy(source: &Arc<Source>) -> Result<Written<tree::Policy>, Vec<Diagnostic>> {
    let Parsed { file, errors, .. } = parse(source);
    match file {
        Some(tree::File::Policy(tree)) => Ok(Written { tree, errors }),
        Some(tree::File::Vocabulary(_)) => {
            let message = format!("`{}` is a vocabulary, not a policy", source.name());
            let error = Diagnostic::error(Code::InputNotAPolicy, message);
            Err(vec![error.help("pass a policy that names it with `uses`")])
        }
        None => Err(errors),
    }
}

/// What was resolved, unless something was wrong with its text: then every mistake, in file order.
pub(crate) fn without_mistakes<T>(
    resolved: Result<T, Vec<Diagnostic>>,
    mut errors: Vec<Diagnostic>,
) -> Result<T, Vec<Diagnostic>> {
    let resolved = match resolved {
        Ok(resolved) if errors.is_empty() => return Ok(resolved),
        Ok(_) => Vec::new(),
        Err(more) => more,
    };
    errors.extend(resolved);
    errors.sort_by_key(|diagnostic| diagnostic.place().map(|place| place.span));
    Err(errors)
}
