//! Completions and texts that fulfil demands, at the least cost.

mod background;
mod cardinality_cost;
mod compromise;
mod distance;
mod robust_edit;
mod settlement;

pub(crate) use background::by_way_of;
pub(crate) use distance::distance;
pub(crate) use robust_edit::RobustEdit;
pub(crate) use settlement::{Claim, SettlementSearch};
