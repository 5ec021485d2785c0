//! How far a cell is from what a text says of a term.

use crate::engine::query::Engine;
use crate::policy::{Arising, TermId};
use crate::proposal::Knowledge;

/// The steps from what is known of a term to a cell. That a term declared `arises when` arises or
/// not follows from other terms, and is no step of its own.
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
