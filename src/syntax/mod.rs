//! Text to tree: the grammar, its slips, and the messages about them. The only place that names
//! pest.

pub mod tree;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// What could be read of a text.
#[derive(Debug)]
pub struct Parsed {
    /// The tree; parts that could not be read are left out or marked as broken. `None` if not even
    /// the first line could be read.
    pub file: Option<tree::File>,
    /// Every mistake, in file order.
    pub errors: Vec<Diagnostic>,
}

/// Reads a vocabulary or a policy.
#[must_use]
pub fn parse(source: &Arc<Source>) -> Parsed {
    let _ = source;
    todo!()
}
