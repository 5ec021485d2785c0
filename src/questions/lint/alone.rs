//! Proofs about one prerequisite by itself.

use super::parts::Parts;
use super::prove::{Found, Proved, sole, witness};
use crate::engine::{Claim, SettlementSearch};
use crate::limit::{Cancel, Limit};
use crate::policy::{Condition, Policy, Prerequisite, PrerequisiteId, ReadingId, Role, TermId};
use crate::questions::demands::Demands;
use crate::text::Place;

/// A search for settlements that prove something about one prerequisite. It has a solver of its
/// own, which need not assign the terms that the prerequisite does not look at.
pub(super) struct Alone<'a, 'p> {
    demands: &'a Demands<'p>,
    id: PrerequisiteId,
    prerequisite: &'p Prerequisite,
    settlement: SettlementSearch<'a, 'p>,
    /// The claim that it is unmet under some reading.
    unmet: Claim,
    parts: Parts<'p>,
    pub found: Vec<Found>,
}

impl<'a, 'p> Alone<'a, 'p> {
    pub fn new(
        demands: &'a Demands<'p>,
        policy: &'p Policy,
        id: PrerequisiteId,
        cancel: &Cancel,
    ) -> Self {
        let prerequisite = policy.prerequisite(id);
        let mut settlement =
            SettlementSearch::around(&demands.engine, &demands.looks_at(sole(id)), cancel);
        let tolerated = settlement.tolerates(sole(id));
        Self {
            demands,
            id,
            prerequisite,
            parts: Parts::of(prerequisite, &mut settlement),
            settlement,
            unmet: SettlementSearch::not(tolerated),
            found: Vec::new(),
        }
    }

    fn add(&mut self, proved: Proved) {
        self.found.push((proved, None));
    }

    /// Adds what was proved, and the settlement just found as a text that shows it.
    fn show(&mut self, proved: Proved, name: &str, shows: String) {
        let name = format!("{}-{name}", self.prerequisite.name);
        let witness = witness(self.demands, &self.settlement, &[self.id], (name, shows));
        self.found.push((proved, Some(witness)));
    }

    /// A clause that says that it is unmet.
    fn is_unmet(&self) -> String {
        let name = &self.prerequisite.name;
        if self.prerequisite.readings.is_empty() {
            format!("`{name}` is unmet")
        } else {
            format!("some reading leaves `{name}` unmet")
        }
    }

    /// Proves what can be proved of it. Returns whether it is sound: it can be met, and it can
    /// fail.
    pub fn search(&mut self) -> Result<bool, Limit> {
        let sound = self.can_be_met_and_fail()?;
        if sound {
            self.idle()?;
            self.readings()?;
            self.may_not_arise()?;
        }
        Ok(sound)
    }

    fn can_be_met_and_fail(&mut self) -> Result<bool, Limit> {
        let (id, name) = (self.id, &self.prerequisite.name);
        let met = self.settlement.meets(sole(id));
        let can_be_met = self.settlement.possible(&[met])?;
        let can_fail = self.settlement.possible(&[self.unmet])?;
        match (can_be_met, can_fail) {
            (true, true) => return Ok(true),
            (false, false) => self.add(Proved::NeverApplies(id)),
            (false, true) => {
                let shows = format!(
                    "{}, as with every text to which it applies",
                    self.is_unmet()
                );
                self.show(Proved::NeverMet(id), "never-met", shows);
            }
            (true, false) => {
                self.settlement.possible(&[met])?;
                let shows = format!("`{name}` is met, as with every text to which it applies");
                self.show(Proved::NeverUnmet(id), "never-unmet", shows);
            }
        }
        Ok(false)
    }

    /// Finds lines and members of groups that could be left out without a difference. Parts inside
    /// such a part are not reported as well.
    fn idle(&mut self) -> Result<(), Limit> {
        let mut idle: Vec<bool> = Vec::new();
        for part in &self.parts.all {
            let inside_idle = part.inside.is_some_and(|outer| idle[outer]);
            let makes_none = inside_idle
                || !is_for_the_reader(part.condition)
                    && !(self.settlement).possible(&[part.left_out, self.parts.differ])?;
            idle.push(makes_none);
        }
        let parts = self.parts.all.iter().enumerate();
        let outermost: Vec<usize> = parts
            .filter(|(at, part)| idle[*at] && part.inside.is_none_or(|outer| !idle[outer]))
            .map(|(at, _)| at)
            .collect();
        let alone = outermost.len() == 1;
        for part in outermost {
            let part = &self.parts.all[part];
            let (what, place) = (part.what, part.condition.place().clone());
            let (line, _) = place.source.line_and_column(place.span.start);
            let shown = self.settlement.possible(&[part.holds])?;
            let proved = Proved::Idle {
                prerequisite: self.id,
                what,
                place,
                alone,
            };
            if shown {
                let name = &self.prerequisite.name;
                let shows = format!("what line {line} asks holds, and `{name}` passes over it");
                self.show(proved, "idle-line", shows);
            } else {
                self.add(proved);
            }
        }
        Ok(())
    }

    /// Finds readings that are equivalent to an earlier one.
    fn readings(&mut self) -> Result<(), Limit> {
        let applies = self.parts.whole.applies;
        let good = self.parts.whole.good.clone();
        // Whether each reading is met by each settlement found so far. Readings that differ on one
        // of them are not equivalent and need not be compared.
        let mut taken: Vec<Vec<bool>> = vec![Vec::new(); good.len()];
        for second in 0..good.len() {
            for first in 0..second {
                if taken[first] != taken[second] {
                    continue;
                }
                let differ = self.settlement.differ(good[first], good[second]);
                if self.settlement.possible(&[applies, differ])? {
                    for (taken, &good) in taken.iter_mut().zip(&good) {
                        taken.push(self.settlement.holds(good));
                    }
                    continue;
                }
                self.settlement.possible(&[applies, good[second]])?;
                let [first, second] = [first, second].map(ReadingId);
                let named = |reading| &self.prerequisite.reading(reading).name;
                let shows = format!(
                    "`{}` is met as `{}` has it, and so as `{}` has it",
                    self.prerequisite.name,
                    named(first),
                    named(second)
                );
                let proved = Proved::SameReadings {
                    prerequisite: self.id,
                    first,
                    second,
                };
                self.show(proved, "same-readings", shows);
                break;
            }
        }
        Ok(())
    }

    /// Finds comparisons on a term that does not arise in some settlement that leaves the
    /// prerequisite unmet. Terms of which the prerequisite asks whether they arise are passed over.
    fn may_not_arise(&mut self) -> Result<(), Limit> {
        for (term, place) in self.heedless() {
            let encoding = &self.demands.engine.encoding;
            let Some((var, mask)) = encoding.of(term).arises() else {
                continue;
            };
            let arises = self.settlement.class_in(var, mask);
            let wanted = [SettlementSearch::not(arises), self.unmet];
            if !self.settlement.possible(&wanted)? {
                continue;
            }
            // The best witness is a settlement in which nothing else fails.
            let mut better = wanted.to_vec();
            better.extend(self.lines_without(term));
            if !self.settlement.possible(&better)? {
                self.settlement.possible(&wanted)?;
            }
            let name = &self.demands.vocabulary().term(term).name;
            let shows = format!("`{name}` does not arise, and {}", self.is_unmet());
            let proved = Proved::MayNotArise {
                prerequisite: self.id,
                term,
                place,
            };
            self.show(proved, &format!("{name}-does-not-arise"), shows);
        }
        Ok(())
    }

    /// Terms that may not arise and are compared, but of which no line asks whether they arise;
    /// each with the place of its first comparison.
    fn heedless(&self) -> Vec<(TermId, Place)> {
        let vocabulary = self.demands.vocabulary();
        let mut compared: Vec<(TermId, Place)> = Vec::new();
        let mut heeded: Vec<TermId> = Vec::new();
        for (_, line) in self.prerequisite.lines() {
            line.for_each_comparison(&mut |comparison| {
                let term = comparison.term;
                if comparison.asks_only_to_arise() {
                    heeded.push(term);
                } else if vocabulary.term(term).may_fail_to_arise()
                    && compared.iter().all(|(known, _)| *known != term)
                {
                    compared.push((term, comparison.place.clone()));
                }
            });
        }
        compared.retain(|(term, _)| !heeded.contains(term));
        compared
    }

    /// Claims that the needed lines hold, except for lines that look at this term.
    fn lines_without(&mut self, term: TermId) -> Vec<Claim> {
        let needed = (self.prerequisite.lines())
            .filter(|(role, _)| matches!(role, Role::Must | Role::Reading(_)))
            .map(|(_, line)| line);
        let looks = |line: &Condition| {
            let mut looks = false;
            line.for_each_comparison(&mut |comparison| looks |= comparison.term == term);
            looks
        };
        let others: Vec<&Condition> = needed.filter(|line| !looks(line)).collect();
        (others.into_iter())
            .map(|line| self.settlement.condition(line))
            .collect()
    }
}

/// Whether a line only asks that a term arises. Other lines mostly imply that, and authors write it
/// for the reader, so it is never reported as making no difference.
fn is_for_the_reader(condition: &Condition) -> bool {
    matches!(condition, Condition::Comparison(comparison) if comparison.asks_only_to_arise())
}
