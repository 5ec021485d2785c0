//! Maximum satisfiability: the least cost at which all clauses can be true.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::cnf::{Cnf, GaveUp, Lit};
use crate::{BooleanBackend as _, Cancel};

/// Soft literals with their costs, and the lower bound on the least cost that is proved so far.
///
/// The search is OLL (Andres, Kaufmann, Matheis, Schaub 2012) in the manner of RC2 (Ignatiev,
/// Morgado, Marques-Silva 2019): assume that every soft literal is false; each core (assumptions
/// that cannot hold together) proves that one of them has to be paid for, and is replaced by a
/// counter that allows just one. Assumptions of high cost come first (stratification). Clauses may
/// be added between two searches.
#[derive(Debug, Default)]
pub struct MaxSat {
    /// The assumptions, each with the cost of giving it up.
    assumed: BTreeMap<Lit, u64>,
    /// The counters: the literals that each counts.
    counted: Vec<Vec<Lit>>,
    /// Assumptions that a counter stays below a number: the counter's index and the number.
    outputs: FxHashMap<Lit, (usize, usize)>,
    bound: u64,
}

impl MaxSat {
    /// The most conflicts of one attempt to make a core smaller.
    const SHRINKING: u64 = 1_000;

    /// No solution costs less than this; after a search, the least cost.
    #[must_use]
    pub fn bound(&self) -> u64 {
        self.bound
    }

    /// Makes a literal soft: a solution in which it is true costs this much more.
    pub fn avoid(&mut self, lit: Lit, cost: u64) {
        if cost > 0 {
            *self.assumed.entry(!lit).or_default() += cost;
        }
    }

    /// Finds a cheapest solution under these assumptions, which must be the same in every call: the
    /// solver then holds it, and [`MaxSat::bound`] is its cost. False if there is no solution.
    ///
    /// # Errors
    ///
    /// Why the solver gave up. What was proved until then is kept.
    pub fn search(
        &mut self,
        cnf: &mut Cnf,
        given: &[Lit],
        cancel: &Cancel,
    ) -> Result<bool, GaveUp> {
        let mut level = self.next_level(u64::MAX);
        loop {
            let dear = self.assumed.iter().filter(|(_, cost)| **cost >= level);
            let assumed: Vec<Lit> = given
                .iter()
                .copied()
                .chain(dear.map(|(&lit, _)| lit))
                .collect();
            if cnf.solve(&assumed)? {
                if level <= 1 {
                    return Ok(true);
                }
                level = self.next_level(level);
                continue;
            }
            let core = self.core(cnf);
            if core.is_empty() {
                return Ok(false);
            }
            let core = self.shrunk(core, cnf, given);
            self.pay(core, cnf);
            cancel.set_bound(self.bound);
        }
    }

    /// After a search: assumptions that hold in every cheapest solution and in no other solution.
    pub fn assumptions(&self) -> impl Iterator<Item = Lit> {
        self.assumed.keys().copied()
    }

    /// The greatest cost below `level`; 1 if there is none.
    fn next_level(&self, level: u64) -> u64 {
        let below = self.assumed.values().filter(|cost| **cost < level);
        below.max().copied().unwrap_or(1)
    }

    fn core(&self, cnf: &Cnf) -> Vec<Lit> {
        let core = cnf.core().into_iter();
        core.filter(|lit| self.assumed.contains_key(lit)).collect()
    }

    /// Removes literals that a core does not need, as far as short attempts show it.
    fn shrunk(&self, mut core: Vec<Lit>, cnf: &mut Cnf, given: &[Lit]) -> Vec<Lit> {
        let mut index = core.len();
        while index > 0 && core.len() > 1 {
            index -= 1;
            let mut fewer: Vec<Lit> = given.to_vec();
            fewer.extend(core.iter().copied().filter(|&lit| lit != core[index]));
            if let Ok(false) = cnf.solve_within(&fewer, Self::SHRINKING) {
                let found = self.core(cnf);
                core.retain(|lit| found.contains(lit));
                index = index.min(core.len());
            }
        }
        core
    }

    /// Adds the cost of one literal of a core, without deciding which literal is true.
    fn pay(&mut self, core: Vec<Lit>, cnf: &mut Cnf) {
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
            if let Some(&(at, count)) = self.outputs.get(lit) {
                self.count_to(at, count + 1, paid, cnf);
            }
        }
        if core.len() > 1 {
            let mut paid_for: Vec<Lit> = core.into_iter().map(|lit| !lit).collect();
            // Sorted as formulas sort them, so that a formula and this search share one counter.
            paid_for.sort_unstable();
            self.counted.push(paid_for);
            self.count_to(self.counted.len() - 1, 2, paid, cnf);
        }
    }

    /// Adds the soft assumption that a counter stays below a number. The next number is added only
    /// when this assumption is given up.
    fn count_to(&mut self, at: usize, count: usize, cost: u64, cnf: &mut Cnf) {
        if count <= self.counted[at].len() {
            let Ok(counted) = cnf.at_least(count, &self.counted[at]);
            // The assumption gets a literal of its own, because the steps of counters are shared.
            let reached = cnf.fresh();
            cnf.add([!counted, reached]);
            self.outputs.insert(!reached, (at, count));
            self.avoid(reached, cost);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cancel, Cnf, Lit, MaxSat};

    proptest! {
        #[test]
        fn the_least_cost_is_that_of_enumeration(
            clauses in prop::collection::vec(prop::collection::vec((0_usize..6, any::<bool>()), 1..4), 0..12),
            costs in prop::collection::vec(0_u64..5, 6),
        ) {
            let cancel = Cancel::default();
            let mut cnf = Cnf::new(&cancel);
            let lits: Vec<Lit> = costs.iter().map(|_| cnf.fresh()).collect();
            for clause in &clauses {
                cnf.add(clause.iter().map(|&(at, sign)| if sign { lits[at] } else { !lits[at] }));
            }
            let mut fewest = MaxSat::default();
            for (&lit, &cost) in lits.iter().zip(&costs) {
                fewest.avoid(lit, cost);
            }
            let holds = |bits: u32, (at, sign): (usize, bool)| (bits >> at & 1 == 1) == sign;
            let fits = |bits: &u32| {
                clauses.iter().all(|clause| clause.iter().any(|&literal| holds(*bits, literal)))
            };
            let cost = |bits: u32| -> u64 {
                costs.iter().enumerate().map(|(at, cost)| u64::from(bits >> at & 1) * cost).sum()
            };
            let wanted = (0..1_u32 << 6).filter(fits).map(cost).min();
            let found = fewest.search(&mut cnf, &[], &cancel).unwrap();
            prop_assert_eq!(found.then(|| fewest.bound()), wanted);
            if found {
                let solution = (0..6).filter(|&at| cnf.holds(lits[at])).map(|at| costs[at]).sum::<u64>();
                prop_assert_eq!(Some(solution), wanted);
                prop_assert_eq!(cancel.bound(), wanted.unwrap_or_default());
            }
        }
    }
}
