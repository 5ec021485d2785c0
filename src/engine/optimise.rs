//! The least cost at which all clauses can be true.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Limit;
use super::algebra::Algebra as _;
use super::clauses::{Clauses, Lit};
use crate::limit::Cancel;

/// What is better avoided, with what each costs, and how much of the least cost is proved.
///
/// The search is OLL (Andres, Kaufmann, Matheis, Schaub 2012) in the manner of RC2 (Ignatiev,
/// Morgado, Marques-Silva 2019): assume that nothing is paid; each set of assumptions that cannot
/// hold together proves that one of them is paid for, and is replaced by a counter that allows
/// just one. Dear things are assumed first. Clauses may be added between two searches.
#[derive(Debug, Default)]
pub(super) struct Optimiser {
    /// What is assumed, with what giving it up costs.
    assumed: BTreeMap<Lit, u64>,
    /// What is counted: of each of these just one is allowed to be true at first.
    counted: Vec<Vec<Lit>>,
    /// Assumptions that fewer are true: of which, and than how many.
    fewer: FxHashMap<Lit, (usize, usize)>,
    /// No solution costs less.
    pub bound: u64,
}

impl Optimiser {
    /// Conflicts spent on making one core smaller.
    const PATIENCE: u64 = 1_000;

    /// The literal costs so much where it is true.
    pub fn avoid(&mut self, lit: Lit, cost: u64) {
        if cost > 0 {
            *self.assumed.entry(!lit).or_default() += cost;
        }
    }

    /// Finds a cheapest solution under what is given, which must be the same in every call: the
    /// solver then holds it, and `bound` is its cost. False if there is no solution at all.
    pub fn search(
        &mut self,
        clauses: &mut Clauses,
        given: &[Lit],
        cancel: &Cancel,
    ) -> Result<bool, Limit> {
        let mut level = self.next_level(u64::MAX);
        loop {
            let dear = self.assumed.iter().filter(|(_, cost)| **cost >= level);
            let assumed: Vec<Lit> = given
                .iter()
                .copied()
                .chain(dear.map(|(&lit, _)| lit))
                .collect();
            if clauses.solve(&assumed)? {
                if level <= 1 {
                    return Ok(true);
                }
                level = self.next_level(level);
                continue;
            }
            let core = self.core(clauses);
            if core.is_empty() {
                return Ok(false);
            }
            let core = self.smaller(core, clauses, given);
            self.pay(core, clauses);
            cancel.set_bound(self.bound);
        }
    }

    /// What is assumed at the optimum: it holds in all cheapest solutions, and only in those.
    pub fn assumptions(&self) -> impl Iterator<Item = Lit> {
        self.assumed.keys().copied()
    }

    /// The greatest cost below `level`; 1 if there is none.
    fn next_level(&self, level: u64) -> u64 {
        let below = self.assumed.values().filter(|cost| **cost < level);
        below.max().copied().unwrap_or(1)
    }

    fn core(&self, clauses: &Clauses) -> Vec<Lit> {
        let core = clauses.core().into_iter();
        core.filter(|lit| self.assumed.contains_key(lit)).collect()
    }

    /// Leaves out what is not needed, as far as that is found out quickly.
    fn smaller(&self, mut core: Vec<Lit>, clauses: &mut Clauses, given: &[Lit]) -> Vec<Lit> {
        let mut index = core.len();
        while index > 0 && core.len() > 1 {
            index -= 1;
            let mut fewer: Vec<Lit> = given.to_vec();
            fewer.extend(core.iter().copied().filter(|&lit| lit != core[index]));
            if let Ok(false) = clauses.solve_within(&fewer, Self::PATIENCE) {
                let found = self.core(clauses);
                core.retain(|lit| found.contains(lit));
                index = index.min(core.len());
            }
        }
        core
    }

    /// One of the core is given up for good; which one stays open.
    fn pay(&mut self, core: Vec<Lit>, clauses: &mut Clauses) {
        let costs = core.iter().filter_map(|lit| self.assumed.get(lit));
        let paid = costs.min().copied().unwrap_or_default();
        self.bound += paid;
        for lit in &core {
            if let Some(cost) = self.assumed.get_mut(lit) {
                *cost -= paid;
                if *cost == 0 {
                    self.assumed.remove(lit);
                }
            }
            if let Some(&(at, count)) = self.fewer.get(lit) {
                self.allow_fewer(at, count + 1, paid, clauses);
            }
        }
        if core.len() > 1 {
            let mut given_up: Vec<Lit> = core.into_iter().map(|lit| !lit).collect();
            // As conditions count: how the two counters compare is then easily seen.
            given_up.sort_unstable();
            self.counted.push(given_up);
            self.allow_fewer(self.counted.len() - 1, 2, paid, clauses);
        }
    }

    /// More than one may be true, but not so many. Each number is counted to when it is needed.
    fn allow_fewer(&mut self, at: usize, count: usize, cost: u64, clauses: &mut Clauses) {
        if count <= self.counted[at].len() {
            let Ok(counted) = clauses.at_least(count, &self.counted[at]);
            // A literal of its own: places of counters are shared.
            let reached = clauses.fresh();
            clauses.add([!counted, reached]);
            self.fewer.insert(!reached, (at, count));
            self.avoid(reached, cost);
        }
    }
}
