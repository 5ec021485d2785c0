//! The distance of a cell from what a text says of a term.

use crate::engine::query::Engine;
use crate::policy::TermId;
use crate::proposal::Knowledge;

/// The number of steps from what is known of a term to a cell: [`Knowledge::distance`].
pub(crate) fn distance(
    engine: &Engine<'_>,
    term: TermId,
    known: &Knowledge,
    cell: Option<u64>,
) -> u64 {
    known.distance(engine.vocabulary.term(term), cell)
}
