//! YAML to provisions. The only place that names `serde_yaml`.

use std::sync::Arc;

use super::Proposal;
use crate::diagnostic::Diagnostic;
use crate::policy::Vocabulary;
use crate::source::Source;

/// Reads a proposal over a vocabulary.
///
/// # Errors
///
/// Every mistake, in file order.
pub fn read(source: &Arc<Source>, vocabulary: &Vocabulary) -> Result<Proposal, Vec<Diagnostic>> {
    let _ = (source, vocabulary);
    todo!()
}
