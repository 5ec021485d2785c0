//! What holds over all completions.

mod amount;
mod build;
mod completion;
mod contrast;
mod diagrams;
mod engine;
mod equivalent_cells;
mod model_count;
mod question;
mod rows;
mod sat_fallback;
mod session;
mod swings;
#[cfg(test)]
mod tests;
mod verdicts;

pub use amount::Amount;
pub(crate) use completion::CompletionVars;
pub(crate) use contrast::Contrasts;
pub(crate) use diagrams::outcomes_of;
pub(crate) use engine::Engine;
pub(crate) use equivalent_cells::EquivalentCells;
pub(crate) use model_count::ModelCounter;
pub(crate) use question::Question;
pub(crate) use rows::OutcomeRow;
pub(crate) use session::Session;
pub(crate) use swings::Swings;
pub(crate) use verdicts::{Stake, State, Tally};
