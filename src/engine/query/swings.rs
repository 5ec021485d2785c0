//! Counts the completions in which one term decides the outcome.

use num_bigint::BigUint;
use rustc_hash::FxHashSet;
use servanda_solve::Var;

use super::amount::Amount;
use super::model_count::{Frontier, ModelCounter, STATES, Ways};
use super::verdicts::State;
use crate::engine::encode::{CellAutomaton, Owner};
use crate::verdict::{Outcome, Outcomes};

/// The number of completions in which varying one term changes the outcome of a group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Swings {
    /// Another cell of the term changes whether the group is unmet.
    pub unmet_or_not: Amount,
    /// Another cell of the term changes the outcome.
    pub any: Amount,
}

impl ModelCounter<'_, '_> {
    /// For each of these owners, the number of completions in which it decides the joint outcome of
    /// the question.
    pub fn swings(&self, owners: &[Owner]) -> Vec<(Owner, Swings)> {
        let mut dropped = BigUint::ZERO;
        let start = self.product.start().map(|start| Varied {
            there: vec![start.clone()],
            here: start,
        });
        let mut frontier: Frontier<Varied> = start
            .map(|start| (start, 1_u8.into()))
            .into_iter()
            .collect();
        let mut found = Vec::new();
        for (index, ways) in self.ways.iter().enumerate() {
            if owners.contains(&ways.owner) {
                let swings = self.varied(index, &frontier, dropped.clone());
                found.push((ways.owner, swings));
            }
            let mut lost = BigUint::ZERO;
            frontier = self.onward(ways, frontier, &mut lost);
            dropped += lost * &self.behind[index + 1];
        }
        found
    }

    /// Varies the owner at this index, from the states before it.
    fn varied(&self, index: usize, frontier: &Frontier<Varied>, mut dropped: BigUint) -> Swings {
        let mut lost = BigUint::ZERO;
        let mut frontier = self.vary(&self.ways[index], frontier, &mut lost);
        dropped += lost * &self.behind[index + 1];
        for (index, ways) in self.ways.iter().enumerate().skip(index + 1) {
            let mut lost = BigUint::ZERO;
            frontier.retain(|varied, _| varied.may_part());
            frontier = self.onward(ways, frontier, &mut lost);
            dropped += lost * &self.behind[index + 1];
        }
        let mut swings = Swings::default();
        for (varied, count) in frontier {
            let here = varied.here.summary.outcome();
            let others: Outcomes = varied
                .there
                .iter()
                .map(|there| there.summary.outcome())
                .collect();
            let unmet = Outcomes::only(Outcome::Unmet);
            let parts = match here {
                Outcome::Unmet => others.meets(unmet.others()),
                _ => others.meets(unmet),
            };
            if parts {
                swings.unmet_or_not.low += &count;
            }
            if others.meets(Outcomes::only(here).others()) {
                swings.any.low += count;
            }
        }
        swings.unmet_or_not.high = &swings.unmet_or_not.low + &dropped;
        swings.any.high = &swings.any.low + dropped;
        swings
    }

    /// The states after one more owner, in which each completion and those compared with it agree,
    /// except on whether a term declared `arises when` arises.
    fn onward(
        &self,
        ways: &Ways,
        frontier: Frontier<Varied>,
        lost: &mut BigUint,
    ) -> Frontier<Varied> {
        let both = |varied: &Varied, var, class| self.both_onward(varied, var, class);
        if let [_] = ways.branches[..] {
            return self.through(ways, frontier, lost, both);
        }
        let mut next = Frontier::default();
        for (varied, count) in frontier {
            for (index, branch) in ways.branches.iter().enumerate() {
                let other = &ways.branches[1 - index];
                let Some(others) = self.exits(&varied.there, std::slice::from_ref(other)) else {
                    *lost += &count * branch.total();
                    continue;
                };
                let from = Frontier::from_iter([(varied.clone(), count.clone())]);
                for (mut varied, count) in self.along(branch, from, lost, both) {
                    varied.add(&others);
                    *next.entry(varied).or_default() += count;
                }
            }
        }
        *lost += self.drop_least(&mut next, |_| 1);
        next
    }

    /// Like `onward`, but the completions that are compared may have any cell of the owner.
    fn vary(
        &self,
        ways: &Ways,
        frontier: &Frontier<Varied>,
        lost: &mut BigUint,
    ) -> Frontier<Varied> {
        let mut next = Frontier::default();
        for (varied, count) in frontier {
            let Some(others) = self.exits(&varied.there, &ways.branches) else {
                *lost += count * ways.total();
                continue;
            };
            let from = Frontier::from_iter([(varied.here.clone(), count.clone())]);
            for (here, count) in
                self.through(ways, from, lost, |at, var, class| self.step(at, var, class))
            {
                let there = others.clone();
                *next.entry(Varied { here, there }).or_default() += count;
            }
        }
        *lost += self.drop_least(&mut next, |_| 1);
        next
    }

    fn step(&self, at: &State, var: Var, class: usize) -> Option<State> {
        let mut moved = self.product.step(at, var, class)?;
        // Once something is unmet, nothing else counts for the joint outcome.
        if moved.summary.any_unmet {
            moved.summary.any_met = false;
            self.product.drop_subjects(&mut moved);
        }
        Some(moved)
    }

    fn both_onward(&self, varied: &Varied, var: Var, class: usize) -> Option<Varied> {
        let mut moved = Varied {
            here: self.step(&varied.here, var, class)?,
            there: Vec::new(),
        };
        let there = varied.there.iter();
        let there: Vec<State> = there
            .filter_map(|from| self.step(from, var, class))
            .collect();
        moved.add(&there);
        Some(moved)
    }

    /// All states that some cell leads to; `None` if there are too many.
    fn exits(&self, from: &[State], branches: &[CellAutomaton]) -> Option<Vec<State>> {
        let mut exits: Vec<State> = Vec::new();
        for paths in branches {
            let start = from.iter().map(|from| (from.clone(), 0));
            let mut here: FxHashSet<(State, usize)> = start.collect();
            for (var, steps) in paths.by_var() {
                let mut next = FxHashSet::default();
                for (standing, point) in &here {
                    for step in &steps[*point] {
                        let moved = self.step(standing, var, step.class);
                        next.extend(moved.map(|moved| (moved, step.to)));
                    }
                }
                if next.len() > STATES || self.cancel.is_stopped() {
                    return None;
                }
                here = next;
            }
            exits.extend(here.into_iter().map(|(standing, _)| standing));
        }
        exits.sort_unstable();
        exits.dedup();
        Some(exits)
    }
}

/// A state of a completion, and the states of those that differ from it in one term only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Varied {
    here: State,
    there: Vec<State>,
}

impl Varied {
    /// Adds states of completions to compare with.
    fn add(&mut self, others: &[State]) {
        self.there.extend_from_slice(others);
        self.there.sort_unstable();
        self.there.dedup();
    }

    /// Whether the outcomes may still differ although no further term does.
    fn may_part(&self) -> bool {
        let unmet = |standing: &State| standing.summary.any_unmet;
        self.there[..] != [self.here.clone()]
            && !(unmet(&self.here) && self.there.iter().all(unmet))
    }
}
