//! What it costs to change a set whose members conditions count.
//!
//! That at least 30 of 63 members cannot be in without 30 changes is plain to see, but a solver that
//! knows changes only one by one would have to find it out for all choices of 30.

use super::algebra::Algebra as _;
use super::clauses::{Clauses, Lit};
use super::space::Layout;

impl Layout {
    /// The numbers of members that some condition counts to.
    pub(super) fn counts(&self) -> &[usize] {
        match self {
            Self::Members { counts, .. } => counts,
            _ => &[],
        }
    }
}

impl Clauses {
    /// What changing members costs, a step each: literals, each with the steps that it adds.
    pub(super) fn steps(&mut self, layout: &Layout, flips: &[Lit]) -> Vec<(Lit, u64)> {
        if layout.counts().is_empty() {
            return flips.iter().map(|&flip| (flip, 1)).collect();
        }
        let numbers = 1..=flips.len();
        numbers.map(|n| (self.so_many(n, flips), 1)).collect()
    }

    /// Says what follows for the number of flips from how many members are in, if without a flip at
    /// least `low` and at most `high` are; or else one of `unless` is true.
    pub(super) fn count_flips(
        &mut self,
        layout: &Layout,
        inside: &[Lit],
        flips: &[Lit],
        (low, high): (usize, usize),
        unless: &[Lit],
    ) {
        for &count in layout.counts() {
            let reached = self.so_many(count, inside);
            if count > high {
                let flipped = self.so_many(count - high, flips);
                self.add(unless.iter().copied().chain([!reached, flipped]));
            }
            if count <= low {
                let flipped = self.so_many(low + 1 - count, flips);
                self.add(unless.iter().copied().chain([reached, flipped]));
            }
        }
    }

    /// Says what follows for the number of members in which two sets differ from how many are in
    /// the one and in the other.
    pub(super) fn count_differences(
        &mut self,
        layout: &Layout,
        (here, there): (&[Lit], &[Lit]),
        flips: &[Lit],
    ) {
        for &more in layout.counts() {
            for &fewer in layout.counts().iter().filter(|fewer| **fewer <= more) {
                let flipped = self.so_many(more + 1 - fewer, flips);
                for (a, b) in [(here, there), (there, here)] {
                    let (a, b) = (self.so_many(more, a), self.so_many(fewer, b));
                    self.add([!a, b, flipped]);
                }
            }
        }
    }

    fn so_many(&mut self, least: usize, lits: &[Lit]) -> Lit {
        let Ok(reached) = self.at_least(least, lits);
        reached
    }
}
