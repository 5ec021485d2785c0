//! Tree to meaning: names are looked up, values are checked against their terms.
//!
//! Every part comes out as an `Option`: `None` where it has a mistake, here or in its grammar, and
//! then so does what contains it. Mistakes are gathered on the way, so that one run finds all.

mod citation;
mod comparison;
mod condition;
mod constant;
mod edition;
mod graph;
mod kind;
mod policy;
mod scope;
mod vocabulary;

pub use policy::resolve_policy;
pub(crate) use policy::without_vocabulary;
pub use vocabulary::resolve_vocabulary;
