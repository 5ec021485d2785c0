//! The cost of changing a set whose members conditions count.
//!
//! Getting from no member to 30 of 63 obviously takes 30 changes. A solver that only knows the
//! changes of single members would have to prove it for every choice of 30, so the relation between
//! the numbers of members and of changes is stated in clauses.

use servanda_solve::BooleanBackend as _;
use servanda_solve::sat::{Cnf, Lit};

use crate::engine::encode::TermEncoding;

impl TermEncoding {
    /// The numbers of members that some condition counts to.
    pub(super) fn counts(&self) -> &[usize] {
        match self {
            Self::Membership { counts, .. } => counts,
            _ => &[],
        }
    }
}

/// Literals whose costs add up to a step for each member that is changed.
pub(super) fn steps(cnf: &mut Cnf, term_encoding: &TermEncoding, flips: &[Lit]) -> Vec<(Lit, u64)> {
    if term_encoding.counts().is_empty() {
        return flips.iter().map(|&flip| (flip, 1)).collect();
    }
    let numbers = 1..=flips.len();
    numbers.map(|n| (so_many(cnf, n, flips), 1)).collect()
}

/// States how many members have to be changed for so many to be in, if at least `low` and at most
/// `high` are in before; or one of `unless` is true.
pub(super) fn count_flips(
    cnf: &mut Cnf,
    term_encoding: &TermEncoding,
    inside: &[Lit],
    flips: &[Lit],
    (low, high): (usize, usize),
    unless: &[Lit],
) {
    for &count in term_encoding.counts() {
        let reached = so_many(cnf, count, inside);
        if count > high {
            let flipped = so_many(cnf, count - high, flips);
            cnf.add(unless.iter().copied().chain([!reached, flipped]));
        }
        if count <= low {
            let flipped = so_many(cnf, low + 1 - count, flips);
            cnf.add(unless.iter().copied().chain([reached, flipped]));
        }
    }
}

/// States in how many members two sets at least differ, given how many are in each.
pub(super) fn count_differences(
    cnf: &mut Cnf,
    term_encoding: &TermEncoding,
    (here, there): (&[Lit], &[Lit]),
    flips: &[Lit],
) {
    for &more in term_encoding.counts() {
        for &fewer in term_encoding
            .counts()
            .iter()
            .filter(|fewer| **fewer <= more)
        {
            let flipped = so_many(cnf, more + 1 - fewer, flips);
            for (a, b) in [(here, there), (there, here)] {
                let (a, b) = (so_many(cnf, more, a), so_many(cnf, fewer, b));
                cnf.add([!a, b, flipped]);
            }
        }
    }
}

fn so_many(cnf: &mut Cnf, least: usize, lits: &[Lit]) -> Lit {
    let Ok(reached) = cnf.at_least(least, lits);
    reached
}
