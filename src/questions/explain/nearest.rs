//! The comparisons that keep a line from holding, by the cheapest way to make it hold: inside an
//! `any of`, only those of the nearest alternative.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Step;
use crate::policy::{
    Comparison, Condition, DefinitionId, Kind, Predicate, Quantifier, Ranges, SetPredicate,
    Vocabulary,
};
use crate::proposal::Knowledge;

/// The cost of one step of changing what is stated: far more than that of an answer.
const CHANGE: u64 = 1_000;
/// The cost of answering what is open.
const ANSWER: u64 = 1;
/// The cost where no value of the term would do.
const NEVER: u64 = u64::MAX;

/// The comparisons that should come out otherwise for the condition to hold, by the cheapest way:
/// answers before changes, few steps before many. Ties go to the line that comes first.
pub(super) fn steps<'p>(
    condition: &'p Condition,
    vocabulary: &Vocabulary,
    knowledge: &[Knowledge],
) -> Vec<Step<'p>> {
    let mut search = Nearest {
        vocabulary,
        knowledge,
        costs: FxHashMap::default(),
        visited: FxHashSet::default(),
        steps: Vec::new(),
    };
    search.collect(condition, true);
    search.steps
}

struct Nearest<'a, 'p> {
    vocabulary: &'a Vocabulary,
    knowledge: &'a [Knowledge],
    costs: FxHashMap<(DefinitionId, bool), u64>,
    visited: FxHashSet<(DefinitionId, bool)>,
    steps: Vec<Step<'p>>,
}

impl<'p> Nearest<'_, 'p> {
    fn collect(&mut self, condition: &'p Condition, wanted: bool) {
        if self.cost(condition, wanted) == 0 {
            return;
        }
        match condition {
            Condition::Comparison(comparison) => {
                self.steps.push(Step { comparison, wanted });
            }
            Condition::Defined { definition, .. } => {
                if self.visited.insert((definition.id(), wanted)) {
                    self.collect_cheapest(&definition.lines, Quantifier::All, wanted);
                }
            }
            Condition::Group(group) => {
                self.collect_cheapest(&group.lines, group.quantifier, wanted);
            }
        }
    }

    fn collect_cheapest(&mut self, lines: &'p [Condition], quantifier: Quantifier, wanted: bool) {
        let (count, wanted) = goal(quantifier, lines.len(), wanted);
        for index in self.cheapest(lines, count, wanted) {
            self.collect(&lines[index], wanted);
        }
    }

    /// The indexes of the cheapest lines, in file order.
    fn cheapest(&mut self, lines: &[Condition], count: usize, wanted: bool) -> Vec<usize> {
        let mut order: Vec<(u64, usize)> = (lines.iter().enumerate())
            .map(|(index, line)| (self.cost(line, wanted), index))
            .collect();
        order.sort_unstable();
        let mut chosen: Vec<usize> = order.iter().take(count).map(|&(_, index)| index).collect();
        chosen.sort_unstable();
        chosen
    }

    fn cost(&mut self, condition: &Condition, wanted: bool) -> u64 {
        match condition {
            Condition::Comparison(comparison) => self.comparison(comparison, wanted),
            Condition::Defined { definition, .. } => {
                let key = (definition.id(), wanted);
                if let Some(&known) = self.costs.get(&key) {
                    return known;
                }
                let cost = self.lines(&definition.lines, Quantifier::All, wanted);
                self.costs.insert(key, cost);
                cost
            }
            Condition::Group(group) => self.lines(&group.lines, group.quantifier, wanted),
        }
    }

    fn lines(&mut self, lines: &[Condition], quantifier: Quantifier, wanted: bool) -> u64 {
        let (count, wanted) = goal(quantifier, lines.len(), wanted);
        let mut costs: Vec<u64> = lines.iter().map(|line| self.cost(line, wanted)).collect();
        costs.sort_unstable();
        (costs.iter().take(count)).fold(0, |sum, &cost| sum.saturating_add(cost))
    }

    fn comparison(&self, comparison: &Comparison, wanted: bool) -> u64 {
        let term = self.vocabulary.term(comparison.term);
        let known = &self.knowledge[comparison.term.0];
        let as_wanted = |known: &Knowledge| {
            let (hold, fail) = can_hold_and_fail(comparison.predicate(), known);
            if wanted { (hold, fail) } else { (fail, hold) }
        };
        match as_wanted(known) {
            (_, false) => 0,
            (true, true) => ANSWER,
            (false, true) if as_wanted(&Knowledge::unknown(term)).0 => {
                CHANGE * self.distance(comparison, wanted)
            }
            (false, true) => NEVER,
        }
    }

    /// Steps on a scale between what is possible and what is wanted; one for any other kind.
    fn distance(&self, comparison: &Comparison, wanted: bool) -> u64 {
        let term = self.vocabulary.term(comparison.term);
        let Kind::Scale(labels) = &term.kind else {
            return 1;
        };
        let known = &self.knowledge[comparison.term.0];
        let all = 0..labels.len() as u64;
        let wanted = all.filter(|&value| comparison.predicate().holds(Some(value)) == wanted);
        wanted
            .flat_map(|value| {
                (known.values.iter()).map(move |&(low, high)| {
                    low.saturating_sub(value).max(value.saturating_sub(high))
                })
            })
            .min()
            .unwrap_or(1)
    }
}

/// How many of the lines must hold (or fail) for the whole to hold (or fail) as wanted.
fn goal(quantifier: Quantifier, lines: usize, wanted: bool) -> (usize, bool) {
    match (quantifier, wanted) {
        (Quantifier::All, true) => (lines, true),
        (Quantifier::All, false) => (1, false),
        (Quantifier::Any, true) | (Quantifier::None, false) => (1, true),
        (Quantifier::Any, false) | (Quantifier::None, true) => (lines, false),
        (Quantifier::AtLeast(least), true) => (least, true),
        (Quantifier::AtLeast(least), false) => (lines + 1 - least.min(lines), false),
    }
}

/// Whether the predicate holds, and whether it fails, for some possible cell.
fn can_hold_and_fail(predicate: &Predicate, known: &Knowledge) -> (bool, bool) {
    let mut can = (false, known.not_arising);
    for &(low, high) in &known.values {
        let (hold, fail) = match predicate {
            Predicate::Arises => (true, false),
            Predicate::Values(ranges) => of_range(ranges, low, high),
            Predicate::Members(members) => of_sets(*members, low, high),
        };
        can = (can.0 || hold, can.1 || fail);
    }
    can
}

/// The same over all sets that contain the members `inside` and none outside of `possible`.
fn of_sets(predicate: SetPredicate, inside: u64, possible: u64) -> (bool, bool) {
    match predicate {
        SetPredicate::All(chosen) => (chosen & !possible == 0, chosen & !inside != 0),
        SetPredicate::Any(chosen) => (chosen & possible != 0, chosen & inside == 0),
        SetPredicate::None(chosen) => (chosen & inside == 0, chosen & possible != 0),
        SetPredicate::Count { least, most } => {
            let (fewest, greatest) = (inside.count_ones(), possible.count_ones());
            (
                greatest >= least && fewest <= most,
                fewest < least || greatest > most,
            )
        }
    }
}

/// The same over all values from `low` to `high`: a value in one of the ranges satisfies the
/// predicate.
fn of_range(passing: &Ranges, low: u64, high: u64) -> (bool, bool) {
    let mut hold = false;
    let mut next = low;
    for (from, to) in passing.iter() {
        hold |= from <= high && to >= low;
        if from <= next {
            next = next.max(to.saturating_add(1));
        }
    }
    (hold, next <= high)
}
