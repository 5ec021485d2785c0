//! From terms and conditions to finite-domain variables, and back.

mod cell_automaton;
mod decode;
mod encoding;
mod predicates;
mod region;
mod translate;

pub(crate) use cell_automaton::CellAutomaton;
pub(crate) use decode::Chosen;
pub(crate) use encoding::{Encoding, Owner, TermEncoding, YES};
pub(crate) use region::Region;
pub(crate) use translate::{Translator, so_many_of};
