//! How many completions there are, cell by cell, and in how many of them one term decides.
//!
//! Diagrams are walked side by side, one term after the other, and each place keeps how many cells
//! lead to it. Where places outgrow a limit those that fewest cells lead to are dropped, and what
//! might lie behind them widens the bounds.

use std::hash::Hash;

use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use super::space::Owner;
use super::walk::{Standing, Walk};
use super::{Engine, Question, Var};
use crate::limit::Watch;
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

/// The ways in which a term or a reading can come out, as classes of its variables, each with the
/// number of its cells.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    owner: Owner,
    /// Whether it is a term declared `arises when`.
    conditional: bool,
    first: Var,
    each: Vec<(Vec<usize>, BigUint)>,
}

impl Ways {
    fn total(&self) -> BigUint {
        self.each.iter().map(|(_, cells)| cells).sum()
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
pub(crate) struct Counter<'e, 'p> {
    engine: &'e Engine<'p>,
    question: &'e Question<'p>,
    watch: &'e Watch,
    walk: Walk<'e>,
    ways: Vec<Ways>,
    /// How many cells what comes after each owner has at most.
    behind: Vec<BigUint>,
}

/// The most places kept.
const PLACES: usize = 20_000;
/// The most ways in which one term may come out.
const WAYS: usize = 4_096;

impl<'p> Engine<'p> {
    /// How many cells each term has, and each reading, of what is known; `None` if a set has too
    /// many alternatives to be looked through.
    fn ways(&self, owner: Owner, known: &[Knowledge], readings: &[Option<usize>]) -> Option<Ways> {
        let (first, each) = match owner {
            Owner::Term(term) => {
                let layout = self.space.layout(term);
                let kind = &self.vocabulary.term(term).kind;
                (
                    layout.vars().start,
                    layout.ways(&known[term.0], kind, WAYS)?,
                )
            }
            Owner::Reading(index) => {
                let var = self.space.reading(index)?;
                let count = usize::from(self.space.sizes[var as usize]);
                let fixed = readings.get(index).copied().flatten();
                let ways = (0..count).filter(|class| fixed.is_none_or(|fixed| fixed == *class));
                (var, ways.map(|class| (vec![class], 1_u8.into())).collect())
            }
        };
        let conditional = match owner {
            Owner::Term(term) => {
                matches!(self.vocabulary.term(term).arising, Arising::When(_))
            }
            Owner::Reading(_) => false,
        };
        Some(Ways {
            owner,
            conditional,
            first,
            each,
        })
    }

    /// Makes a question ready for counting, if this is known, term by term, and these readings are
    /// fixed. `None` if it is too large for that. Once it is asked to stop its answers are wide.
    pub fn counter<'e>(
        &'e self,
        question: &'e Question<'p>,
        known: &[Knowledge],
        readings: &[Option<usize>],
        watch: &'e Watch,
    ) -> Option<Counter<'e, 'p>> {
        if question.too_large {
            return None;
        }
        let mut owners: Vec<Owner> = Vec::new();
        for &var in &question.vars {
            let owner = self.space.owners[var as usize];
            if owners.last() != Some(&owner) {
                owners.push(owner);
            }
        }
        let ways: Option<Vec<Ways>> = (owners.into_iter())
            .map(|owner| self.ways(owner, known, readings))
            .collect();
        let ways = ways?;
        let mut behind = vec![BigUint::from(1_u8)];
        for each in ways.iter().rev() {
            behind.push(behind[behind.len() - 1].clone() * each.total());
        }
        behind.reverse();
        Some(Counter {
            engine: self,
            question,
            watch,
            walk: self.full_walk(question).unweighed(),
            ways,
            behind,
        })
    }
}

impl Counter<'_, '_> {
    /// How many completions show an outcome that is allowed of every subject; by the prerequisite's
    /// index.
    pub fn count(&self, allowed: impl Fn(usize) -> Outcomes) -> Amount {
        let wanted: Vec<Outcomes> = (self.question.prerequisites())
            .map(|(index, _)| allowed(index))
            .collect();
        let mut dropped = BigUint::ZERO;
        let mut places: FxHashMap<Standing, BigUint> = FxHashMap::default();
        places.extend(
            self.walk
                .start_as(&wanted)
                .map(|start| (start, 1_u8.into())),
        );
        for (index, each) in self.ways.iter().enumerate() {
            let mut next: FxHashMap<Standing, BigUint> = FxHashMap::default();
            for (standing, count) in &places {
                if self.watch.is_stopped() {
                    dropped += count * &self.behind[index];
                    continue;
                }
                for (classes, cells) in &each.each {
                    let mut moved = Some(standing.clone());
                    for (var, &class) in (each.first..).zip(classes) {
                        moved = moved.and_then(|at| self.walk.onward_as(&at, var, class, &wanted));
                    }
                    if let Some(moved) = moved {
                        *next.entry(moved).or_default() += count * cells;
                    }
                }
            }
            dropped += self.drop_least(&mut next) * &self.behind[index + 1];
            places = next;
        }
        let low: BigUint = places.into_values().sum();
        Amount {
            high: &low + dropped,
            low,
        }
    }

    /// In how many completions the owner decides the joint outcome of the question.
    pub fn swings(&self, owner: Owner) -> Swings {
        let mut dropped = BigUint::ZERO;
        let mut places: FxHashMap<Twin, BigUint> = FxHashMap::default();
        let start = self.walk.start().map(|start| Twin {
            there: vec![start.clone()],
            here: start,
        });
        places.extend(start.map(|start| (start, 1_u8.into())));
        let mut behind_owner = false;
        for (index, each) in self.ways.iter().enumerate() {
            let mut next: FxHashMap<Twin, BigUint> = FxHashMap::default();
            behind_owner |= each.owner == owner;
            for (twin, count) in &places {
                if self.watch.is_stopped() {
                    dropped += count * &self.behind[index];
                    continue;
                }
                for (classes, cells) in &each.each {
                    let moved = self.moved(twin, each, classes, owner);
                    let parts = |twin: &Twin| !behind_owner || twin.may_part();
                    if let Some(moved) = moved.filter(parts) {
                        *next.entry(moved).or_default() += count * cells;
                    }
                }
            }
            dropped += self.drop_least(&mut next) * &self.behind[index + 1];
            places = next;
        }
        let mut swings = Swings::default();
        for (twin, count) in places {
            let here = twin.here.tally.outcome();
            let others: Outcomes = twin
                .there
                .iter()
                .map(|there| there.tally.outcome())
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

    /// Where a completion and those that may be compared with it stand after one more owner.
    fn moved(&self, twin: &Twin, ways: &Ways, classes: &[usize], owner: Owner) -> Option<Twin> {
        let onward = |from: &Standing, classes: &[usize]| {
            let mut at = Some(from.clone());
            for (var, &class) in (ways.first..).zip(classes) {
                at = at.and_then(|at| self.walk.onward(&at, var, class));
            }
            at.map(|at| self.walk.decided(at))
        };
        let here = onward(&twin.here, classes)?;
        let mut there: Vec<Standing> = Vec::new();
        there.extend(twin.there.iter().filter_map(|from| onward(from, classes)));
        if ways.owner == owner || ways.conditional {
            let arises = |classes: &[usize]| arises(self.engine, ways, classes);
            for (other, _) in ways.each.iter().filter(|(other, _)| other != classes) {
                if ways.owner == owner || arises(other) != arises(classes) {
                    there.extend(twin.there.iter().filter_map(|from| onward(from, other)));
                }
            }
        }
        there.sort_unstable();
        there.dedup();
        Some(Twin { here, there })
    }

    /// Drops places that fewest cells lead to, past the limit, and says how many cells those were;
    /// all of them once it is asked to stop.
    fn drop_least<K: Hash + Eq + Ord>(&self, places: &mut FxHashMap<K, BigUint>) -> BigUint {
        let limit = if self.watch.is_stopped() { 0 } else { PLACES };
        if places.len() <= limit {
            return BigUint::ZERO;
        }
        let mut all: Vec<(K, BigUint)> = places.drain().collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let dropped = all.drain(limit..).map(|(_, count)| count).sum();
        places.extend(all);
        dropped
    }
}

/// Of a term declared `arises when`, whether it arises; of all others nothing.
fn arises(engine: &Engine<'_>, ways: &Ways, classes: &[usize]) -> Option<bool> {
    let Owner::Term(term) = ways.owner else {
        return None;
    };
    if !ways.conditional {
        return None;
    }
    let (var, mask) = engine.space.layout(term).arises()?;
    Some(mask >> classes[(var - ways.first) as usize] & 1 == 1)
}

/// A completion, and all that differ from it in one term only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Twin {
    here: Standing,
    there: Vec<Standing>,
}

impl Twin {
    /// Whether outcomes may differ yet, if no more terms may.
    fn may_part(&self) -> bool {
        let unmet = |standing: &Standing| standing.tally.any_unmet;
        self.there[..] != [self.here.clone()]
            && !(unmet(&self.here) && self.there.iter().all(unmet))
    }
}
