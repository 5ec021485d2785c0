//! What it costs to change a set whose members conditions count.
//!
//! That at least 30 of 63 members cannot be in without 30 changes is plain to see, but a solver that
//! knows changes only one by one would have to find it out for all choices of 30.

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

/// What changing members costs, a step each: literals, each with the steps that it adds.
pub(super) fn steps(cnf: &mut Cnf, term_encoding: &TermEncoding, flips: &[Lit]) -> Vec<(Lit, u64)> {
    if term_encoding.counts().is_empty() {
        return flips.iter().map(|&flip| (flip, 1)).collect();
    }
    let numbers = 1..=flips.len();
    numbers.map(|n| (so_many(cnf, n, flips), 1)).collect()
}

/// Says what follows for the number of flips from how many members are in, if without a flip at
/// least `low` and at most `high` are; or else one of `unless` is true.
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

/// Says what follows for the number of members in which two sets differ from how many are in
/// the one and in the other.
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
