//! Exact answers over all completions of a text.
//!
//! Three rooms, each of which may use those before it:
//!
//! - `encode` represents terms, their cells and conditions by finite-domain variables;
//! - `query` asks what holds over all completions: outcomes, contrasts, numbers of completions;
//! - `search` looks for a completion or a text that fulfils demands, at the least cost.
//!
//! Decision diagrams, clauses and the solver are in the crate `servanda_solve`.

mod encode;
mod query;
mod search;
mod types;

pub(crate) use encode::{Owner, Region, TermEncoding};
pub use query::Amount;
pub(crate) use query::{
    Contrasts, Engine, EquivalentCells, ModelCounter, OutcomeRow, Question, Session, Stake, Swings,
    Tally, outcomes_of,
};
pub(crate) use search::{
    Claim, PairSearch, Party, Requirements, RobustEdit, SettlementSearch, distance,
};
pub(crate) use servanda_solve::dd::Witness as Assignment;
pub(crate) use servanda_solve::dd::{LabelledDiagrams, Reference};
pub(crate) use servanda_solve::sat::{Trial, smallest_set};
pub(crate) use servanda_solve::{Mask, Var, values};
pub use types::Background;
pub(crate) use types::{AskedId, Limit, ReadingMode, WarnedId, What};
