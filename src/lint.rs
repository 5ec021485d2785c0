//! Proofs about a vocabulary or a policy that its author should see.

use crate::diagnostic::Diagnostic;
use crate::policy::{Policy, Vocabulary};

/// An error if no text can satisfy the vocabulary; warnings for conditions of it that are always
/// or never true, and for repeated lines.
#[must_use]
pub fn vocabulary(vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let _ = vocabulary;
    todo!()
}

/// Warnings for conditions that are always or never true, for repeated lines and unused names.
#[must_use]
pub fn policy(policy: &Policy) -> Vec<Diagnostic> {
    let _ = policy;
    todo!()
}
