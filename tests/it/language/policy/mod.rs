//! Vocabularies and policies: what they mean, which mistakes are found, and what is said of them.

mod found;
mod limits;
mod meaning;

use std::sync::Arc;

use servanda::policy::{Policy, Vocabulary};
use servanda::text::{Diagnostic, Source};

use crate::support::texts::{lab, resolved_policy, resolved_vocabulary};

fn vocabulary(text: &str) -> Result<Arc<Vocabulary>, Vec<Diagnostic>> {
    resolved_vocabulary(&Source::new("v.servanda", text))
}

/// The meaning of a policy over the vocabulary `lab`.
fn policy(text: &str) -> Result<Policy, Vec<Diagnostic>> {
    resolved_policy(&Source::new("p.servanda", text), &lab())
}

/// The codes of what is wrong with a text.
fn codes<T>(result: Result<T, Vec<Diagnostic>>) -> Vec<&'static str> {
    let errors = result.err().unwrap_or_default();
    errors.iter().map(|error| error.code.name()).collect()
}
