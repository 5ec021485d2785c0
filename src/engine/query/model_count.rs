//! How many completions there are, cell by cell, and in how many of them one term decides.
//!
//! Diagrams are walked side by side, one variable after the other, and each place keeps how many
//! cells lead to it. Where places outgrow a limit those that fewest cells lead to are dropped, and what
//! might lie behind them widens the bounds.

use std::hash::Hash;

use num_bigint::BigUint;
use rustc_hash::{FxHashMap, FxHashSet};

use servanda_solve::dd::TooLarge;
use servanda_solve::{Cancel, Var};

use super::engine::Engine;
use super::question::Question;
use super::verdicts::{State, VerdictProduct, outcome};
use crate::engine::encode::{CellAutomaton, Owner};
use crate::policy::Arising;
use crate::proposal::Knowledge;
use crate::verdict::{Outcome, Outcomes};

/// A number that is known exactly, or within bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// It is at least this.
    pub low: BigUint,
    /// It is at most this.
    pub high: BigUint,
}

impl Amount {
    /// Whether it is known exactly.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    pub(crate) fn exactly(number: impl Into<BigUint>) -> Self {
        let low = number.into();
        Self {
            high: low.clone(),
            low,
        }
    }

    pub(crate) fn times(self, other: &Self) -> Self {
        Self {
            low: self.low * &other.low,
            high: self.high * &other.high,
        }
    }

    pub(crate) fn plus(self, other: &Self) -> Self {
        Self {
            low: self.low + &other.low,
            high: self.high + &other.high,
        }
    }

    /// The difference, never below nothing.
    pub(crate) fn minus(self, other: &Self) -> Self {
        let less = |a: BigUint, b: &BigUint| if a > *b { a - b } else { BigUint::ZERO };
        Self {
            low: less(self.low, &other.high),
            high: less(self.high, &other.low),
        }
    }
}

/// The cells of a term, or the readings of a prerequisite.
#[derive(Clone, Debug)]
struct Ways {
    owner: Owner,
    /// Of a term declared `arises when`, those where it arises and those where it does not, which
    /// completions that are compared may differ in; of all others, all.
    branches: Vec<CellAutomaton>,
}

impl Ways {
    fn total(&self) -> BigUint {
        let each = self.branches.iter().map(CellAutomaton::total);
        each.map(BigUint::from).sum()
    }
}

/// Of the completions of a group, how many come out how where one term is varied.
#[derive(Clone, Debug, Default)]
pub(crate) struct Swings {
    /// Another cell of the term makes it unmet, or no longer so.
    pub unmet_or_not: Amount,
    /// Another cell of the term changes the outcome.
    pub any: Amount,
}

/// A question whose completions can be counted.
pub(crate) struct ModelCounter<'e, 'p> {
    question: &'e Question<'p>,
    cancel: &'e Cancel,
    product: VerdictProduct<'e>,
    ways: Vec<Ways>,
    /// How many cells what comes after each owner has at most.
    behind: Vec<BigUint>,
}

/// The most places kept.
const PLACES: usize = 20_000;

/// Places, and how many cells lead to each.
type Places<P> = FxHashMap<P, BigUint>;

impl<'p> Engine<'p> {
    /// The cells that are known to be possible of a term, or the readings that are not ruled out.
    fn ways(
        &self,
        owner: Owner,
        known: &[Knowledge],
        readings: &[Option<usize>],
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
            Owner::Reading(index) => {
                let var = self.encoding.reading(index).ok_or(TooLarge)?;
                let count = usize::from(self.encoding.sizes[var as usize]);
                let fixed = readings.get(index).copied().flatten();
                let open = (0..count).filter(|class| fixed.is_none_or(|fixed| fixed == *class));
                vec![CellAutomaton::of_one(var, open)]
            }
        };
        branches.retain(|paths| paths.total() > 0);
        Ok(Ways { owner, branches })
    }

    /// Makes a question ready for counting, if this is known, term by term, and these readings are
    /// fixed. `None` if it is too large for that. Once it is asked to stop its answers are wide.
    pub fn counter<'e>(
        &'e self,
        question: &'e Question<'p>,
        known: &[Knowledge],
        readings: &[Option<usize>],
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
    /// How many completions show an outcome that is allowed of every subject; by the prerequisite's
    /// index.
    pub fn count(&self, allowed: impl Fn(usize) -> Outcomes) -> Amount {
        let wanted: Vec<Outcomes> = (self.question.prerequisites())
            .map(|(index, _)| allowed(index))
            .collect();
        let allowed = |subject: usize, end| wanted[subject].has(outcome(end));
        let onward = |at: &State, var, class| self.product.step_where(at, var, class, allowed);
        let mut dropped = BigUint::ZERO;
        let start = self.product.start_where(allowed);
        let mut places: Places<State> = start
            .map(|start| (start, 1_u8.into()))
            .into_iter()
            .collect();
        for (index, ways) in self.ways.iter().enumerate() {
            let mut lost = BigUint::ZERO;
            places = self.through(ways, places, &mut lost, onward);
            dropped += lost * &self.behind[index + 1];
        }
        let low: BigUint = places.into_values().sum();
        Amount {
            high: &low + dropped,
            low,
        }
    }

    /// Of each of these owners, in how many completions it decides the joint outcome of the
    /// question.
    pub fn swings(&self, owners: &[Owner]) -> Vec<(Owner, Swings)> {
        let mut dropped = BigUint::ZERO;
        let start = self.product.start().map(|start| Twin {
            there: vec![start.clone()],
            here: start,
        });
        let mut places: Places<Twin> = start
            .map(|start| (start, 1_u8.into()))
            .into_iter()
            .collect();
        let mut found = Vec::new();
        for (index, ways) in self.ways.iter().enumerate() {
            if owners.contains(&ways.owner) {
                let swings = self.varied(index, &places, dropped.clone());
                found.push((ways.owner, swings));
            }
            let mut lost = BigUint::ZERO;
            places = self.onward(ways, places, &mut lost);
            dropped += lost * &self.behind[index + 1];
        }
        found
    }

    /// Varies the owner at this index, where completions stand before it.
    fn varied(&self, index: usize, places: &Places<Twin>, mut dropped: BigUint) -> Swings {
        let mut lost = BigUint::ZERO;
        let mut places = self.vary(&self.ways[index], places, &mut lost);
        dropped += lost * &self.behind[index + 1];
        for (index, ways) in self.ways.iter().enumerate().skip(index + 1) {
            let mut lost = BigUint::ZERO;
            places.retain(|twin, _| twin.may_part());
            places = self.onward(ways, places, &mut lost);
            dropped += lost * &self.behind[index + 1];
        }
        let mut swings = Swings::default();
        for (twin, count) in places {
            let here = twin.here.summary.outcome();
            let others: Outcomes = twin
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

    /// Where completions, and those that may be compared with them, stand after one more owner, in
    /// which they agree unless that is whether a term arises.
    fn onward(&self, ways: &Ways, places: Places<Twin>, lost: &mut BigUint) -> Places<Twin> {
        let both = |twin: &Twin, var, class| self.both_onward(twin, var, class);
        if let [_] = ways.branches[..] {
            return self.through(ways, places, lost, both);
        }
        let mut next = Places::default();
        for (twin, count) in places {
            for (index, branch) in ways.branches.iter().enumerate() {
                let other = &ways.branches[1 - index];
                let Some(others) = self.exits(&twin.there, std::slice::from_ref(other)) else {
                    *lost += &count * branch.total();
                    continue;
                };
                let from = Places::from_iter([(twin.clone(), count.clone())]);
                for (mut twin, count) in self.along(branch, from, lost, both) {
                    twin.add(&others);
                    *next.entry(twin).or_default() += count;
                }
            }
        }
        *lost += self.drop_least(&mut next, |_| 1);
        next
    }

    /// The same where completions that are compared may have any cell of the owner.
    fn vary(&self, ways: &Ways, places: &Places<Twin>, lost: &mut BigUint) -> Places<Twin> {
        let mut next = Places::default();
        for (twin, count) in places {
            let Some(others) = self.exits(&twin.there, &ways.branches) else {
                *lost += count * ways.total();
                continue;
            };
            let from = Places::from_iter([(twin.here.clone(), count.clone())]);
            for (here, count) in
                self.through(ways, from, lost, |at, var, class| self.step(at, var, class))
            {
                let there = others.clone();
                *next.entry(Twin { here, there }).or_default() += count;
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

    fn both_onward(&self, twin: &Twin, var: Var, class: usize) -> Option<Twin> {
        let mut moved = Twin {
            here: self.step(&twin.here, var, class)?,
            there: Vec::new(),
        };
        let there = twin.there.iter();
        let there: Vec<State> = there
            .filter_map(|from| self.step(from, var, class))
            .collect();
        moved.add(&there);
        Some(moved)
    }

    /// Everywhere that some cell leads to; `None` if that is too much.
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
                if next.len() > PLACES || self.cancel.is_stopped() {
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

    /// Where all cells of an owner lead, and how many cells do not get there because places were
    /// dropped.
    fn through<P: Hash + Eq + Ord + Clone>(
        &self,
        ways: &Ways,
        places: Places<P>,
        lost: &mut BigUint,
        onward: impl Fn(&P, Var, usize) -> Option<P>,
    ) -> Places<P> {
        if let [paths] = &ways.branches[..] {
            return self.along(paths, places, lost, onward);
        }
        let mut next = Places::default();
        for paths in &ways.branches {
            for (place, count) in self.along(paths, places.clone(), lost, &onward) {
                *next.entry(place).or_default() += count;
            }
        }
        next
    }

    fn along<P: Hash + Eq + Ord>(
        &self,
        paths: &CellAutomaton,
        places: Places<P>,
        lost: &mut BigUint,
        onward: impl Fn(&P, Var, usize) -> Option<P>,
    ) -> Places<P> {
        let start = places.into_iter().map(|(place, count)| ((place, 0), count));
        let mut here: Places<(P, usize)> = start.collect();
        for (var, steps) in paths.by_var() {
            let mut next: Places<(P, usize)> = Places::default();
            for ((place, point), count) in here {
                if self.cancel.is_stopped() {
                    *lost += count * paths.behind(var, point);
                    continue;
                }
                for step in &steps[point] {
                    if let Some(moved) = onward(&place, var, step.class) {
                        *next.entry((moved, step.to)).or_default() += &count * step.cells;
                    }
                }
            }
            *lost += self.drop_least(&mut next, |(_, point)| paths.behind(var + 1, *point));
            here = next;
        }
        // All paths end at one point.
        let end = here.into_iter().map(|((place, _), count)| (place, count));
        end.collect()
    }

    /// Drops places that fewest cells lead to, past the limit, and says how many cells come of
    /// those, each of which has so many behind it; all of them once it is asked to stop.
    fn drop_least<P: Hash + Eq + Ord>(
        &self,
        places: &mut Places<P>,
        behind: impl Fn(&P) -> u64,
    ) -> BigUint {
        let limit = if self.cancel.is_stopped() { 0 } else { PLACES };
        if places.len() <= limit {
            return BigUint::ZERO;
        }
        let mut all: Vec<(P, BigUint)> = places.drain().collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let dropped = all.drain(limit..);
        let dropped = dropped.map(|(place, count)| count * behind(&place)).sum();
        places.extend(all);
        dropped
    }
}

/// A completion, and all that differ from it in one term only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Twin {
    here: State,
    there: Vec<State>,
}

impl Twin {
    /// Adds completions to be compared.
    fn add(&mut self, others: &[State]) {
        self.there.extend_from_slice(others);
        self.there.sort_unstable();
        self.there.dedup();
    }

    /// Whether outcomes may differ yet, if no more terms may.
    fn may_part(&self) -> bool {
        let unmet = |standing: &State| standing.summary.any_unmet;
        self.there[..] != [self.here.clone()]
            && !(unmet(&self.here) && self.there.iter().all(unmet))
    }
}
