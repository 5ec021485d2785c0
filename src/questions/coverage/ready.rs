//! Fixtures that exercise what none does yet.

use super::conditions::Subject;
use super::{Asking, Decisive};
use crate::engine::{AskedId, Claim, SettlementSearch};
use crate::limit::Limit;
use crate::policy::{Condition, Predicate, ReadingId, TermId};
use crate::proposal::Knowledge;
use crate::verdict::Outcome;

/// A text with a verdict that is settled, under which a condition is decisive. None of its provisions
/// can be left out.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The condition that it was made for, by its index, and the value that it has in it.
    pub made_for: (usize, bool),
    /// The prerequisite or the warning whose outcome the condition decides.
    pub subject: Subject,
    /// The reading under which it does; `None` if it does under each.
    pub reading: Option<ReadingId>,
    /// What it provides; `None`: the term does not arise.
    pub cells: Vec<(TermId, Option<u64>)>,
    /// The outcome in every completion.
    pub outcome: Outcome,
    /// What was missing and is decisive in it: conditions by their index, and the value.
    pub covers: Vec<(usize, bool)>,
}

/// Something that a text may say, with the claim that it is so.
struct Pin {
    of: Pinned,
    claim: Claim,
}

#[derive(Clone, Copy)]
enum Pinned {
    Reading(ReadingId),
    Term(TermId, Option<u64>),
}

impl Asking<'_, '_> {
    /// Makes a fixture for everything that is missing; one may do for several. What is missing is
    /// then told with the fixture that would do.
    pub(super) fn ready(&mut self, sides: &mut [[Decisive; 2]]) -> Vec<Ready> {
        let mut missing: Vec<(usize, bool)> = Vec::new();
        for (leaf, each) in sides.iter().enumerate() {
            for (side, value) in each.iter().zip([true, false]) {
                if matches!(side, Decisive::Missing(_)) {
                    missing.push((leaf, value));
                }
            }
        }
        // A test of a definition's condition tests a use of it as well, and at the edge.
        let is_use = |(leaf, _): &(usize, bool)| {
            let condition = self.leaves.all[*leaf].condition;
            matches!(condition, Condition::Defined { .. })
        };
        missing.sort_by_key(is_use);
        let (mut all, mut done): (Vec<Ready>, Vec<(usize, bool)>) = (Vec::new(), Vec::new());
        for &(leaf, value) in &missing {
            if done.contains(&(leaf, value)) {
                continue;
            }
            // A limit leaves what is missing without a fixture, and that is told.
            if let Ok(Some(ready)) = self.ready_for((leaf, value), &missing) {
                done.extend(&ready.covers);
                all.push(ready);
            }
        }
        drop_needless(&mut all);
        for (at, ready) in all.iter().enumerate() {
            for &(leaf, value) in &ready.covers {
                let side = &mut sides[leaf][usize::from(!value)];
                if *side == Decisive::Missing(None) {
                    *side = Decisive::Missing(Some(at));
                }
            }
        }
        all
    }

    fn ready_for(
        &mut self,
        (leaf, value): (usize, bool),
        missing: &[(usize, bool)],
    ) -> Result<Option<Ready>, Limit> {
        for (at, subject) in self.leaves.subjects().enumerate() {
            if !self.leaves.bears_on(leaf, subject) {
                continue;
            }
            let wanted = self.decides(leaf, value, self.flipped.subjects[at].differs);
            let edge = self.possible_at_an_edge(leaf, value, &wanted)?;
            if edge.is_none() && !self.possible(&[], &wanted)? {
                continue;
            }
            let outcome = self.outcome_found(at);
            let pins = self.pins(subject, edge);
            let is_so = self.has_outcome(at, outcome);
            let goal = self.search.all_of(&[wanted[0], wanted[2], is_so]);
            let Some(pins) = self.fewest(pins, (self.flipped.flips[leaf], goal))? else {
                continue;
            };
            let text: Vec<Claim> = pins.iter().map(|pin| pin.claim).collect();
            let mut ready = Ready {
                made_for: (leaf, value),
                subject,
                reading: None,
                cells: Vec::new(),
                outcome,
                covers: Vec::new(),
            };
            for pin in pins {
                match pin.of {
                    Pinned::Reading(reading) => ready.reading = Some(reading),
                    Pinned::Term(term, cell) => ready.cells.push((term, cell)),
                }
            }
            for &(other, its) in missing {
                let wanted = self.decides(other, its, self.flipped.subjects[at].differs);
                if self.leaves.bears_on(other, subject) && self.possible(&text, &wanted)? {
                    ready.covers.push((other, its));
                }
            }
            return Ok(Some(ready));
        }
        Ok(None)
    }

    /// A value of the condition's term with which these claims are possible, next to where the
    /// condition starts or ceases to hold: there a test tells one threshold from the next. `None` if
    /// there is no such value; otherwise the completion that was found has it.
    fn possible_at_an_edge(
        &mut self,
        leaf: usize,
        value: bool,
        wanted: &[Claim],
    ) -> Result<Option<(TermId, u64)>, Limit> {
        let Condition::Comparison(comparison) = self.leaves.all[leaf].condition else {
            return Ok(None);
        };
        let kind = &self.leaves.policy.vocabulary.term(comparison.term).kind;
        let Predicate::Values(ranges) = comparison.predicate() else {
            return Ok(None);
        };
        if !kind.is_ordered() {
            return Ok(None);
        }
        let last = kind.last();
        for (low, high) in ranges.iter() {
            let near = [
                low.checked_sub(1),
                Some(low),
                Some(high),
                high.checked_add(1),
            ];
            let is_edge = |at: u64| {
                let beside = [
                    at.checked_sub(1),
                    at.checked_add(1).filter(|up| *up <= last),
                ];
                let mut beside = beside.into_iter().flatten();
                at <= last
                    && ranges.contains(at) == value
                    && beside.any(|beside| ranges.contains(beside) != value)
            };
            for at in near.into_iter().flatten().filter(|at| is_edge(*at)) {
                let known = Knowledge::cell(Some(at));
                let claim = self.search.within(comparison.term, &known);
                if self.possible(&[claim], wanted)? {
                    return Ok(Some((comparison.term, at)));
                }
            }
        }
        Ok(None)
    }

    /// The outcome in the completion that was found.
    fn outcome_found(&self, at: usize) -> Outcome {
        let subject = &self.flipped.subjects[at];
        match (
            self.search.holds(subject.applies),
            self.search.holds(subject.met),
        ) {
            (false, _) => Outcome::NotApplicable,
            (true, true) => Outcome::Met,
            (true, false) => Outcome::Unmet,
        }
    }

    fn has_outcome(&mut self, at: usize, outcome: Outcome) -> Claim {
        let subject = &self.flipped.subjects[at];
        let (applies, not_met) = (subject.applies, SettlementSearch::not(subject.met));
        match outcome {
            Outcome::NotApplicable => SettlementSearch::not(applies),
            Outcome::Met => subject.met,
            Outcome::Unmet => self.search.all_of(&[applies, not_met]),
        }
    }

    /// Everything that bears on an outcome, as it is in the completion that was found, which has this
    /// value of a term.
    fn pins(&mut self, subject: Subject, edge: Option<(TermId, u64)>) -> Vec<Pin> {
        let mut terms: Vec<TermId> = Vec::new();
        for (_, line) in self.leaves.lines(subject) {
            line.for_each_comparison(&mut |comparison| terms.push(comparison.term));
        }
        terms.sort_unstable();
        terms.dedup();
        let vocabulary = &self.leaves.policy.vocabulary;
        let cells = terms.into_iter().map(|term| {
            let at_edge = edge.filter(|(its, _)| *its == term);
            let from = match at_edge {
                Some((_, value)) => Knowledge::cell(Some(value)),
                None => Knowledge::unknown(vocabulary.term(term)),
            };
            (term, self.search.cell(term, &from))
        });
        let cells: Vec<(TermId, Option<u64>)> = cells.collect();
        let mut pins = Vec::new();
        if let Subject::Prerequisite(id) = subject {
            let asked = AskedId(id.index());
            if let Some(var) = self.search.engine().encoding.reading(asked) {
                let picked = self.search.class(var);
                let mut readings = self.leaves.policy.prerequisite(id).reading_ids();
                let reading = readings.find(|reading| reading.index() == picked);
                let claim = reading.and_then(|reading| self.read_as(asked, reading));
                pins.extend(reading.zip(claim).map(|(reading, claim)| Pin {
                    of: Pinned::Reading(reading),
                    claim,
                }));
            }
        }
        for (term, cell) in cells {
            let claim = self.search.within(term, &Knowledge::cell(cell));
            let of = Pinned::Term(term, cell);
            pins.push(Pin { of, claim });
        }
        pins
    }

    /// Of these as many as it takes for the goal to be reached in every completion, where that
    /// condition is flipped; none of them can be left out. `None` if all of them do not do.
    fn fewest(
        &mut self,
        mut pins: Vec<Pin>,
        (flip, goal): (Claim, Claim),
    ) -> Result<Option<Vec<Pin>>, Limit> {
        let missed = [flip, SettlementSearch::not(goal)];
        let claims = |pins: &[Pin]| -> Vec<Claim> { pins.iter().map(|pin| pin.claim).collect() };
        if self.possible(&claims(&pins), &missed)? {
            return Ok(None);
        }
        let mut at = 0;
        while at < pins.len() {
            let pin = pins.remove(at);
            if self.possible(&claims(&pins), &missed)? {
                pins.insert(at, pin);
                at += 1;
            }
        }
        Ok(Some(pins))
    }
}

/// Drops fixtures whose work others do, the last ones first: a later one is made for what those
/// before it leave.
fn drop_needless(all: &mut Vec<Ready>) {
    let mut at = 0;
    while at < all.len() {
        let elsewhere = |covered: &(usize, bool)| {
            let others = all.iter().enumerate().filter(|(other, _)| *other != at);
            others
                .into_iter()
                .any(|(_, other)| other.covers.contains(covered))
        };
        if all[at].covers.iter().all(elsewhere) {
            all.remove(at);
        } else {
            at += 1;
        }
    }
}
