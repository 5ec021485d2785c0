//! Tree to meaning: names are looked up, values are checked against their terms.

use std::sync::Arc;

use super::{Policy, Vocabulary};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::syntax::tree;

/// Gives a vocabulary its meaning.
///
/// # Errors
///
/// Every mistake that is not one of grammar, in file order.
pub fn resolve_vocabulary(
    tree: &tree::Vocabulary,
    source: &Arc<Source>,
) -> Result<Vocabulary, Vec<Diagnostic>> {
    let _ = (tree, source);
    todo!()
}

/// Gives a policy its meaning over the vocabulary that it uses.
///
/// # Errors
///
/// Every mistake that is not one of grammar, in file order.
pub fn resolve_policy(
    tree: &tree::Policy,
    source: &Arc<Source>,
    vocabulary: &Arc<Vocabulary>,
) -> Result<Policy, Vec<Diagnostic>> {
    let _ = (tree, source, vocabulary);
    todo!()
}
