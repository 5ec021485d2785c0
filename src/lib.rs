//! Exact verdicts on draft agreements.

pub mod builtin;
pub mod check;
pub mod cite;
pub mod date;
pub mod diagnostic;
mod engine;
pub mod explain;
mod forcing;
mod incoherent;
pub mod judge;
pub mod lint;
pub mod policy;
pub mod proposal;
pub mod render;
mod score;
pub mod source;
pub mod syntax;
pub mod verdict;
