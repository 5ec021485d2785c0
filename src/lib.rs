//! Exact verdicts on draft agreements.

pub mod check;
pub mod date;
pub mod diagnostic;
pub mod explain;
pub mod lint;
pub mod policy;
pub mod proposal;
pub mod render;
pub mod source;
pub mod syntax;
pub mod verdict;
