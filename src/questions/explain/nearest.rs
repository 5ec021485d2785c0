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
/// answers before changes, few steps before many. Ties go to the line that comes first. With them,
/// whether other comparisons could do instead.
pub(super) fn steps<'p>(
    condition: &'p Condition,
    vocabulary: &Vocabulary,
    knowledge: &[Knowledge],
) -> (Vec<Step<'p>>, bool) {
    let mut search = Nearest {
        vocabulary,
        knowledge,
        costs: FxHashMap::default(),
        visited: FxHashSet::default(),
        steps: Vec::new(),
        chosen: false,
    };
    search.collect(condition, true);
    (search.steps, search.chosen)
}

struct Nearest<'a, 'p> {
    vocabulary: &'a Vocabulary,
    knowledge: &'a [Knowledge],
    costs: FxHashMap<(DefinitionId, bool), u64>,
    visited: FxHashSet<(DefinitionId, bool)>,
    steps: Vec<Step<'p>>,
    /// Whether some of several lines were chosen.
    chosen: bool,
}

impl<'p> Nearest<'_, 'p> {
    fn collect(&mut self, condition: &'p Condition, wanted: bool) {
        if self.cost(condition, wanted) == 0 {
            return;
        }
        match condition {
            Condition::Comparison(comparison) => {
                self.steps.push(Step {
                    comparison,
                    wanted,
                    along: Vec::new(),
                });
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
        let possible = lines.iter().filter(|line| self.cost(line, wanted) < NEVER);
        let possible = possible.count();
        self.chosen |= possible > count;
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

    /// How many steps what is possible is from the nearest cell for which the comparison comes out
    /// as wanted; at least one.
    fn distance(&self, comparison: &Comparison, wanted: bool) -> u64 {
        let term = self.vocabulary.term(comparison.term);
        let known = &self.knowledge[comparison.term.0];
        let predicate = comparison.predicate();
        let holds = |cell: &Option<u64>| predicate.holds(*cell) == wanted;
        let none = (term.may_fail_to_arise() && holds(&None)).then(|| known.distance(term, None));
        let value = match (&term.kind, predicate) {
            (_, Predicate::Arises) => wanted.then(|| known.distance(term, Some(0))),
            (Kind::Scale(labels), _) => (0..labels.len() as u64)
                .filter(|value| holds(&Some(*value)))
                .map(|value| known.distance(term, Some(value)))
                .min(),
            (Kind::Set(all), Predicate::Members(members)) if !known.values.is_empty() => {
                let all = all.len() as u32;
                (known.values.iter())
                    .filter_map(|&of| changes_of_sets(*members, of, all, wanted))
                    .min()
            }
            // From one value of the other kinds to any other it is one step, as from no value.
            _ => Some(term.kind.across()),
        };
        none.into_iter().chain(value).min().unwrap_or(1).max(1)
    }
}

/// How many members have to change for a set that contains the members `inside` and none outside of
/// `possible` to satisfy the predicate, or not to; `None` if no set of the `all` members does.
fn changes_of_sets(
    predicate: SetPredicate,
    (inside, possible): (u64, u64),
    all: u32,
    wanted: bool,
) -> Option<u64> {
    let each = |set: u64, chosen: u64| u64::from((chosen & !set).count_ones());
    let one = |chosen: u64| (chosen != 0).then_some(1);
    match (predicate, wanted) {
        (SetPredicate::All(chosen), true) => Some(each(possible, chosen)),
        (SetPredicate::None(chosen), true) | (SetPredicate::Any(chosen), false) => {
            Some(each(!inside, chosen))
        }
        (SetPredicate::All(chosen) | SetPredicate::None(chosen), false)
        | (SetPredicate::Any(chosen), true) => one(chosen),
        (SetPredicate::Count { least, most }, wanted) => {
            let (fewest, greatest) = (inside.count_ones(), possible.count_ones());
            let to = |least: u32, most: u32| {
                let apart = least
                    .saturating_sub(greatest)
                    .max(fewest.saturating_sub(most));
                (least <= all).then_some(u64::from(apart))
            };
            if wanted {
                return to(least, most);
            }
            let below = least.checked_sub(1).and_then(|below| to(0, below));
            let above = most.checked_add(1).and_then(|above| to(above, u32::MAX));
            below.into_iter().chain(above).min()
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Every predicate over sets of three members and every box of sets, against all sets.
    #[test]
    fn changes_of_sets_are_the_fewest() {
        let chosen = 0..8_u64;
        let mut predicates: Vec<SetPredicate> = Vec::new();
        for each in chosen {
            predicates.push(SetPredicate::All(each));
            predicates.push(SetPredicate::Any(each));
            predicates.push(SetPredicate::None(each));
        }
        for least in 0..4 {
            for most in [0, 1, 2, 3, u32::MAX] {
                predicates.push(SetPredicate::Count { least, most });
            }
        }
        for predicate in predicates {
            for (inside, possible) in (0..64).map(|both: u64| (both & 7, both >> 3)) {
                for wanted in [true, false] {
                    let good =
                        |set: &u64| Predicate::Members(predicate).holds(Some(*set)) == wanted;
                    let away = |set: u64| (inside & !set | set & !possible).count_ones();
                    let least = (0..8).filter(good).map(|set| u64::from(away(set))).min();
                    let Some(least) = least.filter(|least| *least > 0) else {
                        continue;
                    };
                    if inside & !possible == 0 {
                        let found = changes_of_sets(predicate, (inside, possible), 3, wanted);
                        assert_eq!(found, Some(least), "{predicate:?} {inside} {possible}");
                    }
                }
            }
        }
    }
}
