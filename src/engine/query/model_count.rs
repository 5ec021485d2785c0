//! Counts completions, and those in which one term decides the outcome.
//!
//! The product of the diagrams is explored variable by variable, with the number of completions
//! that lead to each state. Past a limit the states that the fewest lead to are dropped, and what
//! might follow from them widens the bounds.

use crate::engine::types::AskedId;
use std::hash::Hash;

use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use servanda_solve::dd::TooLarge;
use servanda_solve::{Cancel, Var};

use super::amount::Amount;
use super::engine::Engine;
use super::question::Question;
use super::verdicts::{State, VerdictProduct, outcome};
use crate::engine::encode::{CellAutomaton, Owner};
use crate::policy::{Arising, ReadingId};
use crate::proposal::Knowledge;
use crate::verdict::Outcomes;

/// The cells of a term, or the readings of a prerequisite.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    pub owner: Owner,
    /// For a term declared `arises when`: the cells where it arises, and the one where it does not,
    /// since two completions that are compared may differ in that. For all others: all cells.
    pub branches: Vec<CellAutomaton>,
}

impl Ways {
    pub fn total(&self) -> BigUint {
        let each = self.branches.iter().map(CellAutomaton::total);
        each.map(BigUint::from).sum()
    }
}

/// A question whose completions can be counted.
pub(crate) struct ModelCounter<'e, 'p> {
    question: &'e Question<'p>,
    pub(super) cancel: &'e Cancel,
    pub(super) product: VerdictProduct<'e>,
    pub(super) ways: Vec<Ways>,
    /// An upper bound on the number of choices for all owners after each one.
    pub(super) behind: Vec<BigUint>,
}

/// The most states that are kept.
pub(super) const STATES: usize = 20_000;

/// States, and the number of choices of cells that lead to each.
pub(super) type Frontier<P> = FxHashMap<P, BigUint>;

impl<'p> Engine<'p> {
    /// The possible cells of a term, or the readings of a prerequisite that are not ruled out.
    fn ways(
        &self,
        owner: Owner,
        known: &[Knowledge],
        readings: &[Option<ReadingId>],
    ) -> Result<Ways, TooLarge> {
        let mut branches = match owner {
            Owner::Term(term) => {
                let paths = |known: &Knowledge| {
                    let term_encoding = self.encoding.of(term);
                    term_encoding.automaton(known, &self.encoding.sizes)
                };
                let known = &known[term.0];
                match self.vocabulary.term(term).arising {
                    Arising::When(_) => {
                        let arising = Knowledge {
                            not_arising: false,
                            ..known.clone()
                        };
                        let failing = Knowledge {
                            values: Vec::new(),
                            ..known.clone()
                        };
                        vec![paths(&arising)?, paths(&failing)?]
                    }
                    _ => vec![paths(known)?],
                }
            }
            Owner::Reading(id) => {
                let var = self.encoding.reading(id).ok_or(TooLarge)?;
                let count = usize::from(self.encoding.sizes[var as usize]);
                let fixed = readings.get(id.0).copied().flatten();
                let open = (0..count).filter(|class| fixed.is_none_or(|fixed| fixed.0 == *class));
                vec![CellAutomaton::of_one(var, open)]
            }
        };
        branches.retain(|paths| paths.total() > 0);
        Ok(Ways { owner, branches })
    }

    /// Prepares to count the completions of a question if this is known, term by term, and these
    /// readings are fixed. `None` if the question is too large. If it is cancelled, bounds are
    /// wide.
    pub fn counter<'e>(
        &'e self,
        question: &'e Question<'p>,
        known: &[Knowledge],
        readings: &[Option<ReadingId>],
        cancel: &'e Cancel,
    ) -> Option<ModelCounter<'e, 'p>> {
        if question.too_large {
            return None;
        }
        let mut owners: Vec<Owner> = Vec::new();
        for &var in &question.vars {
            let owner = self.encoding.owners[var as usize];
            if owners.last() != Some(&owner) {
                owners.push(owner);
            }
        }
        let ways: Result<Vec<Ways>, TooLarge> = (owners.into_iter())
            .map(|owner| self.ways(owner, known, readings))
            .collect();
        let ways = ways.ok()?;
        let mut behind = vec![BigUint::from(1_u8)];
        for each in ways.iter().rev() {
            behind.push(behind[behind.len() - 1].clone() * each.total());
        }
        behind.reverse();
        Some(ModelCounter {
            question,
            cancel,
            // The automata of cells only follow values that fulfil these axioms.
            product: unweighed(self.product(&self.without_order_axioms(question), cancel)),
            ways,
            behind,
        })
    }
}

/// The same product, for outcomes alone.
fn unweighed(mut product: VerdictProduct<'_>) -> VerdictProduct<'_> {
    for (_, stake) in &mut product.subjects {
        stake.weight = 0;
    }
    product
}

impl ModelCounter<'_, '_> {
    /// The number of completions in which every subject has an outcome that is allowed, by
    /// prerequisite.
    pub fn count(&self, allowed: impl Fn(AskedId) -> Outcomes) -> Amount {
        let wanted: Vec<Outcomes> = (self.question.prerequisites())
            .map(|(id, _)| allowed(id))
            .collect();
        let allowed = |subject: usize, end| wanted[subject].has(outcome(end));
        let onward = |at: &State, var, class| self.product.step_where(at, var, class, allowed);
        let mut dropped = BigUint::ZERO;
        let start = self.product.start_where(allowed);
        let mut frontier: Frontier<State> = start
            .map(|start| (start, 1_u8.into()))
            .into_iter()
            .collect();
        for (index, ways) in self.ways.iter().enumerate() {
            let mut lost = BigUint::ZERO;
            frontier = self.through(ways, frontier, &mut lost, onward);
            dropped += lost * &self.behind[index + 1];
        }
        let low: BigUint = frontier.into_values().sum();
        Amount {
            high: &low + dropped,
            low,
        }
    }

    /// The states after all cells of an owner. Adds to `lost` the number of choices that were
    /// dropped.
    pub(super) fn through<P: Hash + Eq + Ord + Clone>(
        &self,
        ways: &Ways,
        frontier: Frontier<P>,
        lost: &mut BigUint,
        onward: impl Fn(&P, Var, usize) -> Option<P>,
    ) -> Frontier<P> {
        if let [paths] = &ways.branches[..] {
            return self.along(paths, frontier, lost, onward);
        }
        let mut next = Frontier::default();
        for paths in &ways.branches {
            for (state, count) in self.along(paths, frontier.clone(), lost, &onward) {
                *next.entry(state).or_default() += count;
            }
        }
        next
    }

    pub(super) fn along<P: Hash + Eq + Ord>(
        &self,
        paths: &CellAutomaton,
        frontier: Frontier<P>,
        lost: &mut BigUint,
        onward: impl Fn(&P, Var, usize) -> Option<P>,
    ) -> Frontier<P> {
        let start = frontier
            .into_iter()
            .map(|(state, count)| ((state, 0), count));
        let mut here: Frontier<(P, usize)> = start.collect();
        for (var, steps) in paths.by_var() {
            let mut next: Frontier<(P, usize)> = Frontier::default();
            for ((state, point), count) in here {
                if self.cancel.is_stopped() {
                    *lost += count * paths.behind(var, point);
                    continue;
                }
                for step in &steps[point] {
                    if let Some(moved) = onward(&state, var, step.class) {
                        *next.entry((moved, step.to)).or_default() += &count * step.cells;
                    }
                }
            }
            *lost += self.drop_least(&mut next, |(_, point)| paths.behind(var + 1, *point));
            here = next;
        }
        // All paths end in one state.
        let end = here.into_iter().map(|((state, _), count)| (state, count));
        end.collect()
    }

    /// Drops the states past the limit that the fewest choices lead to, or all of them if this is
    /// cancelled. Returns the number of choices dropped: of each state, those that lead to it times
    /// those `behind` it.
    pub(super) fn drop_least<P: Hash + Eq + Ord>(
        &self,
        frontier: &mut Frontier<P>,
        behind: impl Fn(&P) -> u64,
    ) -> BigUint {
        let limit = if self.cancel.is_stopped() { 0 } else { STATES };
        if frontier.len() <= limit {
            return BigUint::ZERO;
        }
        let mut all: Vec<(P, BigUint)> = frontier.drain().collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let dropped = all.drain(limit..);
        let dropped = dropped.map(|(state, count)| count * behind(&state)).sum();
        frontier.extend(all);
        dropped
    }
}
