//! The smallest set of facts that is enough for a conclusion.

use super::cnf::{Cnf, GaveUp, Lit};
use super::maxsat::MaxSat;
use super::ordered_search::{Extension, OrderedSearch};
use crate::Cancel;

/// The result of trying a set of facts. Facts are given by index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trial {
    /// The set is enough.
    Enough,
    /// The set is not enough. Every set that is enough contains at least one of these facts, and
    /// the tried set contains none of them.
    Lacks(Vec<usize>),
    /// Neither the set nor any set that contains it is enough.
    Never,
}

/// Finds a smallest set of facts that is enough; among sets of that size, the first in
/// lexicographic order. `None` if no set is enough. There are `exclusive.len()` facts, and two
/// facts with the same number in `exclusive` are never in one set.
///
/// Only sets are tried that contain one of the facts which each earlier trial lacked. They are tried
/// size by size in lexicographic order; where that takes too many steps the search is that for a smallest minimal unsatisfiable subset by implicit hitting sets (Ignatiev,
/// Previti, Liffiton, Marques-Silva 2015).
///
/// # Errors
///
/// Those of `trial`, and why the solver gave up. Once the solver has proved the least size, an error
/// ends only the search for the first in lexicographic order.
pub fn smallest_set<E: From<GaveUp>>(
    exclusive: &[usize],
    cancel: &Cancel,
    mut trial: impl FnMut(&[usize]) -> Result<Trial, E>,
) -> Result<Option<Vec<usize>>, E> {
    let mut ordered = OrderedSearch::new(exclusive);
    for size in 0..=exclusive.len() {
        let mut set = Vec::with_capacity(size);
        match ordered.extend(&mut set, size, &mut trial)? {
            Extension::Enough => return Ok(Some(set)),
            Extension::None if ordered.is_hopeless() => return Ok(None),
            Extension::None => {}
            Extension::TooManySteps => {
                let search = Search::new(exclusive, cancel);
                return search.finish(&ordered, &mut trial);
            }
        }
    }
    Ok(None)
}

struct Search {
    cnf: Cnf,
    /// For each fact, that it is in the set.
    chosen: Vec<Lit>,
    fewest: MaxSat,
}

impl Search {
    fn new(exclusive: &[usize], cancel: &Cancel) -> Self {
        let mut cnf = Cnf::new(cancel);
        let chosen: Vec<Lit> = exclusive.iter().map(|_| cnf.fresh()).collect();
        let mut fewest = MaxSat::default();
        for &lit in &chosen {
            fewest.avoid(lit, 1);
        }
        let mut groups: Vec<(usize, Lit)> = exclusive.iter().copied().zip(chosen.clone()).collect();
        groups.sort_unstable();
        for group in groups.chunk_by(|a, b| a.0 == b.0) {
            let lits: Vec<Lit> = group.iter().map(|&(_, lit)| lit).collect();
            cnf.at_most_one(&lits);
        }
        Self {
            cnf,
            chosen,
            fewest,
        }
    }

    /// The search after what is known from another one.
    fn finish<E: From<GaveUp>>(
        mut self,
        known: &OrderedSearch<'_>,
        trial: &mut impl FnMut(&[usize]) -> Result<Trial, E>,
    ) -> Result<Option<Vec<usize>>, E> {
        for facts in known.lacked() {
            self.cnf.add(facts.map(|fact| self.chosen[fact]));
        }
        for set in known.hopeless() {
            self.learn(set, Trial::Never);
        }
        let Some(smallest) = self.smallest(trial)? else {
            return Ok(None);
        };
        Ok(Some(self.first(trial, &smallest).unwrap_or(smallest)))
    }

    fn learn(&mut self, set: &[usize], trial: Trial) {
        match trial {
            Trial::Enough => {}
            Trial::Lacks(facts) => {
                let chosen = &self.chosen;
                self.cnf.add(facts.iter().map(|&fact| chosen[fact]));
            }
            Trial::Never => {
                let chosen = &self.chosen;
                self.cnf.add(set.iter().map(|&fact| !chosen[fact]));
            }
        }
    }

    fn found(&self) -> Vec<usize> {
        let holds = |&fact: &usize| self.cnf.holds(self.chosen[fact]);
        (0..self.chosen.len()).filter(holds).collect()
    }

    fn smallest<E: From<GaveUp>>(
        &mut self,
        trial: &mut impl FnMut(&[usize]) -> Result<Trial, E>,
    ) -> Result<Option<Vec<usize>>, E> {
        // The lower bound of this search is not the cost of an answer, so it is not reported.
        while (self.fewest).search(&mut self.cnf, &[], &Cancel::default())? {
            let set = self.found();
            match trial(&set)? {
                Trial::Enough => return Ok(Some(set)),
                other => self.learn(&set, other),
            }
        }
        Ok(None)
    }

    /// Of the sets that are enough and have the size of this one, the first in lexicographic order.
    fn first<E: From<GaveUp>>(
        &mut self,
        trial: &mut impl FnMut(&[usize]) -> Result<Trial, E>,
        smallest: &[usize],
    ) -> Result<Vec<usize>, E> {
        loop {
            let set = self.first_candidate(smallest.len())?;
            if set == smallest {
                return Ok(set);
            }
            match trial(&set)? {
                Trial::Enough => return Ok(set),
                other => self.learn(&set, other),
            }
        }
    }

    /// Of the smallest sets that are not ruled out, the first in lexicographic order: goes through
    /// the facts in order and takes each one that can be in it.
    fn first_candidate(&mut self, size: usize) -> Result<Vec<usize>, GaveUp> {
        let mut assumed: Vec<Lit> = self.fewest.assumptions().collect();
        let mut set = Vec::new();
        self.cnf.solve(&assumed)?;
        for fact in 0..self.chosen.len() {
            if set.len() == size {
                break;
            }
            let lit = self.chosen[fact];
            if self.cnf.holds(lit) {
                assumed.push(lit);
                set.push(fact);
                continue;
            }
            assumed.push(lit);
            if self.cnf.solve(&assumed)? {
                set.push(fact);
            } else {
                assumed.pop();
                assumed.push(!lit);
                self.cnf.solve(&assumed)?;
            }
        }
        Ok(set)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cancel, GaveUp, OrderedSearch, Search, Trial, smallest_set};

    /// Subsets of `0..count`, smallest first, those of one size in lexicographic order.
    fn subsets(count: usize) -> Vec<Vec<usize>> {
        let members = |bits: u32| (0..count).filter(|at| bits >> at & 1 == 1).collect();
        let mut all: Vec<Vec<usize>> = (0..1_u32 << count).map(members).collect();
        all.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        all
    }

    proptest! {
        #[test]
        fn it_is_the_first_of_the_smallest(
            // A set is enough if it meets each of these and contains none of those.
            needed in prop::collection::vec(prop::collection::btree_set(0_usize..8, 1..5), 0..6),
            barred in prop::collection::vec(prop::collection::btree_set(0_usize..8, 1..3), 0..4),
            groups in prop::collection::vec(0_usize..12, 8),
        ) {
            let trial = |set: &[usize]| -> Trial {
                if barred.iter().any(|bad| bad.iter().all(|at| set.contains(at))) {
                    return Trial::Never;
                }
                let missed = needed.iter().find(|facts| !facts.iter().any(|at| set.contains(at)));
                missed.map_or(Trial::Enough, |facts| Trial::Lacks(facts.iter().copied().collect()))
            };
            let is_allowed = |set: &&Vec<usize>| {
                let mut own: Vec<usize> = set.iter().map(|&at| groups[at]).collect();
                own.sort_unstable();
                own.dedup();
                own.len() == set.len()
            };
            let all = subsets(8);
            let wanted = all.iter().filter(is_allowed).find(|set| trial(set) == Trial::Enough);
            let mut trials = |set: &[usize]| Ok::<_, GaveUp>(trial(set));
            let found = smallest_set(&groups, &Cancel::default(), &mut trials);
            prop_assert_eq!(found.unwrap(), wanted.cloned());
            let solved = Search::new(&groups, &Cancel::default())
                .finish(&OrderedSearch::new(&groups), &mut trials);
            prop_assert_eq!(solved.unwrap(), wanted.cloned());
        }
    }
}
