//! The distance of a cell from what a text says of a term.

use crate::engine::query::Engine;
use crate::policy::{Arising, TermId};
use crate::proposal::Knowledge;

/// The number of steps from what is known of a term to a cell. Whether a term declared `arises
/// when` arises follows from other terms and is no step.
pub(crate) fn distance(
    engine: &Engine<'_>,
    term: TermId,
    known: &Knowledge,
    cell: Option<u64>,
) -> u64 {
    let declared = engine.vocabulary.term(term);
    if !matches!(declared.arising, Arising::When(_)) {
        return known.distance(&declared.kind, cell);
    }
    if cell.is_none() || known.values.is_empty() {
        return 0;
    }
    let arising = Knowledge {
        not_arising: false,
        ..known.clone()
    };
    arising.distance(&declared.kind, cell)
}
