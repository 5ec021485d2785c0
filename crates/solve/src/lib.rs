//! The data structures and searches that servanda reasons with. This crate knows no policies and no
//! proposals.
//!
//! Two representations of one problem over finite-domain variables, built through the same trait
//! [`BooleanBackend`]:
//!
//! - [`dd`]: reduced ordered multi-valued decision diagrams, and the product of several of them,
//!   which is explored without being built;
//! - [`sat`]: clauses in conjunctive normal form and a solver for them, maximum satisfiability, and
//!   minimal conflict sets.
//!
//! Every computation that may take long takes a [`Cancel`] and ends soon after it is stopped.

mod backend;
mod cancel;
pub mod dd;
pub mod sat;

pub use backend::BooleanBackend;
pub use cancel::Cancel;

/// The index of a variable.
pub type Var = u32;

/// A set of values of one variable: value `n` is in it if bit `n` is set. A variable has at most 64
/// values.
pub type Mask = u64;

/// The values in a mask, ascending.
pub fn values(mask: Mask) -> impl Iterator<Item = usize> {
    let mut rest = mask;
    std::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let value = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        Some(value)
    })
}
