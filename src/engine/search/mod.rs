//! Completions and texts that fulfil demands, at the least cost.

mod cardinality_cost;
mod claims;
mod compromise;
mod costs;
mod distance;
mod pair_search;
mod parties;
mod requirements;
mod robust_edit;
mod settlement;

pub(crate) use distance::distance;
pub(crate) use pair_search::PairSearch;
pub(crate) use parties::Party;
pub(crate) use requirements::Requirements;
pub(crate) use robust_edit::RobustEdit;
pub(crate) use settlement::{Claim, SettlementSearch};
