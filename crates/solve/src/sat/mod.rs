//! Clauses in conjunctive normal form, a solver for them, and what is built on top of it.

mod cnf;
mod conflict_sets;
mod maxsat;
mod ordered_search;
mod smallest_set;

pub use cnf::{Cnf, GaveUp, Lit};
pub use conflict_sets::{ConflictSets, smallest_conflicts};
pub use maxsat::MaxSat;
pub use smallest_set::{Trial, smallest_set};
