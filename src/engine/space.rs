//! From terms to variables with few classes: cells that no condition tells apart are one class.

use std::ops::Range;

use super::algebra::Algebra;
use super::{Mask, Taking, Var};
use crate::policy::{Arising, Condition, Kind, Policy, Term, TermId, Test, Vocabulary};
use crate::proposal::Knowledge;

/// How the terms of a vocabulary and the readings of policies are spread over variables.
#[derive(Debug)]
pub(crate) struct Space {
    /// How many classes each variable has.
    pub sizes: Vec<u8>,
    /// What each variable belongs to.
    pub owners: Vec<Owner>,
    layouts: Vec<Layout>,
    readings: Vec<Option<Var>>,
}

/// What a variable belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A term.
    Term(TermId),
    /// The reading of the prerequisite with this index.
    Reading(usize),
}

/// How one term is spread over variables.
#[derive(Debug)]
pub(crate) enum Layout {
    /// One variable. Its classes are stretches of values, given by their first; then, if the term
    /// may fail to arise, that.
    Stretches {
        var: Var,
        starts: Vec<u64>,
        last: u64,
        may_fail: bool,
    },
    /// A number with more stretches than a variable has classes: for each stretch but the first, a
    /// variable that says whether the value is at or above its start.
    Thresholds {
        arises: Option<Var>,
        first: Var,
        starts: Vec<u64>,
        last: u64,
    },
    /// A set: for each member that conditions look at, a variable that says whether it is in.
    Members {
        arises: Option<Var>,
        first: Var,
        members: Vec<u32>,
    },
}

/// The classes of a two-class variable.
const NO: Mask = 0b01;
const YES: Mask = 0b10;
const EITHER: Mask = 0b11;

/// All classes of a variable of that size.
pub(crate) fn full(size: u8) -> Mask {
    Mask::MAX >> (64 - u32::from(size))
}

impl Space {
    /// Spreads a vocabulary and the policies' readings, as finely as their conditions look.
    pub fn new(vocabulary: &Vocabulary, policies: &[&Policy], taking: &Taking) -> Self {
        let mut space = Self {
            sizes: Vec::new(),
            owners: Vec::new(),
            layouts: Vec::new(),
            readings: Vec::new(),
        };
        let tests = tests(vocabulary, policies);
        for (id, tests) in vocabulary.ids().zip(&tests) {
            let layout = space.spread(id, vocabulary.term(id), tests);
            space.layouts.push(layout);
        }
        let prerequisites = policies.iter().flat_map(|policy| &policy.prerequisites);
        for (index, prerequisite) in prerequisites.enumerate() {
            let count = prerequisite.readings.len();
            // A variable has at most 64 classes; policies are bounded below that when resolved.
            let apart = count > 1 && matches!(taking, Taking::EachReading);
            let var = apart.then(|| space.add(Owner::Reading(index), count));
            space.readings.push(var);
        }
        space
    }

    fn add(&mut self, owner: Owner, size: usize) -> Var {
        self.sizes.push(size as u8);
        self.owners.push(owner);
        self.sizes.len() as Var - 1
    }

    fn spread(&mut self, id: TermId, term: &Term, tests: &[&Test]) -> Layout {
        let owner = Owner::Term(id);
        let may_fail = term.may_fail_to_arise();
        if let Kind::Set(labels) = &term.kind {
            let members = watched_members(tests, labels.len());
            let arises = may_fail.then(|| self.add(owner, 2));
            let first = self.sizes.len() as Var;
            for _ in &members {
                self.add(owner, 2);
            }
            return Layout::Members {
                arises,
                first,
                members,
            };
        }
        let last = term.kind.last();
        let starts = stretch_starts(tests, last);
        let size = starts.len() + usize::from(may_fail);
        if size <= 64 {
            let var = self.add(owner, size);
            return Layout::Stretches {
                var,
                starts,
                last,
                may_fail,
            };
        }
        let arises = may_fail.then(|| self.add(owner, 2));
        let first = self.sizes.len() as Var;
        for _ in 1..starts.len() {
            self.add(owner, 2);
        }
        Layout::Thresholds {
            arises,
            first,
            starts,
            last,
        }
    }

    /// How a term is spread.
    pub fn layout(&self, term: TermId) -> &Layout {
        &self.layouts[term.0]
    }

    /// The variable of a prerequisite's reading, where it has several.
    pub fn reading(&self, prerequisite: usize) -> Option<Var> {
        self.readings[prerequisite]
    }

    /// All classes of every variable.
    pub fn everything(&self) -> Vec<Mask> {
        self.sizes.iter().map(|&size| full(size)).collect()
    }
}

impl Layout {
    /// The variables, in a row.
    pub fn vars(&self) -> Range<Var> {
        match self {
            Self::Stretches { var, .. } => *var..*var + 1,
            Self::Thresholds {
                arises,
                first,
                starts,
                ..
            } => arises.unwrap_or(*first)..first + starts.len() as Var - 1,
            Self::Members {
                arises,
                first,
                members,
            } => arises.unwrap_or(*first)..first + members.len() as Var,
        }
    }

    /// Variable and classes that say that the term arises; `None` if it always does.
    pub fn arises(&self) -> Option<(Var, Mask)> {
        match self {
            Self::Stretches {
                var,
                starts,
                may_fail: true,
                ..
            } => Some((*var, full(starts.len() as u8))),
            Self::Stretches { .. } => None,
            Self::Thresholds { arises, .. } | Self::Members { arises, .. } => {
                arises.map(|var| (var, YES))
            }
        }
    }

    /// Pairs of variables of which the second cannot be yes where the first is no.
    pub fn ladder(&self) -> impl Iterator<Item = (Var, Var)> + use<> {
        let range = match self {
            Self::Thresholds { first, starts, .. } => *first + 1..first + starts.len() as Var - 1,
            _ => 0..0,
        };
        range.map(|var| (var - 1, var))
    }

    /// Builds a test on the term. Where the term does not arise every test is false.
    pub fn test<A: Algebra>(&self, test: &Test, algebra: &mut A) -> Result<A::Term, A::Error> {
        let holds = match self {
            Self::Stretches {
                var, starts, last, ..
            } => {
                let mask = (starts.iter().enumerate())
                    .filter(|&(_, &start)| test.holds(Some(start)))
                    .fold(0, |mask, (class, _)| mask | 1 << class);
                debug_assert!(starts.last() <= Some(last));
                return algebra.atom(*var, mask);
            }
            Self::Thresholds {
                first,
                starts,
                last,
                ..
            } => {
                let mut parts = Vec::new();
                for (low, high) in ranges(test, *last) {
                    let low = Self::threshold(*first, starts, low, algebra)?;
                    let above = Self::threshold(*first, starts, high + 1, algebra)?;
                    let below = algebra.not(above)?;
                    parts.push(algebra.and(low, below)?);
                }
                algebra.any(&parts)?
            }
            Self::Members { first, members, .. } => {
                Self::members_test(*first, members, test, algebra)?
            }
        };
        match self.arises() {
            None => Ok(holds),
            Some((var, mask)) => {
                let arises = algebra.atom(var, mask)?;
                algebra.and(arises, holds)
            }
        }
    }

    /// The value is at or above `bound`, which is a start, or past the last value.
    fn threshold<A: Algebra>(
        first: Var,
        starts: &[u64],
        bound: u64,
        algebra: &mut A,
    ) -> Result<A::Term, A::Error> {
        match starts.binary_search(&bound) {
            Ok(0) => Ok(algebra.constant(true)),
            Ok(index) => algebra.atom(first + index as Var - 1, YES),
            Err(_) => Ok(algebra.constant(false)),
        }
    }

    fn members_test<A: Algebra>(
        first: Var,
        members: &[u32],
        test: &Test,
        algebra: &mut A,
    ) -> Result<A::Term, A::Error> {
        let mut inside = |chosen: u64, mask: Mask| -> Result<Vec<A::Term>, A::Error> {
            (members.iter().enumerate())
                .filter(|&(_, &member)| chosen >> member & 1 == 1)
                .map(|(index, _)| algebra.atom(first + index as Var, mask))
                .collect()
        };
        match test {
            Test::Includes(chosen) => {
                let inside = inside(*chosen, YES)?;
                algebra.all(&inside)
            }
            Test::IncludesAny(chosen) => {
                let inside = inside(*chosen, YES)?;
                algebra.any(&inside)
            }
            Test::Excludes(chosen) => {
                let outside = inside(*chosen, NO)?;
                algebra.all(&outside)
            }
            Test::CountsAtLeast(least) => {
                let inside = inside(u64::MAX, YES)?;
                algebra.at_least(*least as usize, &inside)
            }
            Test::CountsAtMost(most) => {
                let inside = inside(u64::MAX, YES)?;
                let more = algebra.at_least((*most as usize).saturating_add(1), &inside)?;
                algebra.not(more)
            }
            _ => Ok(algebra.constant(true)),
        }
    }

    /// What is possible, as boxes of classes: for each alternative, the mask of each variable.
    pub fn boxes(&self, known: &Knowledge) -> Vec<Vec<Mask>> {
        let arises = |may: bool, does: bool| (Mask::from(may) * NO) | (Mask::from(does) * YES);
        match self {
            Self::Stretches {
                starts,
                last,
                may_fail,
                ..
            } => {
                let mut mask = stretches_mask(starts, *last, &known.values);
                if *may_fail && known.not_arising {
                    mask |= 1 << starts.len();
                }
                vec![vec![mask]]
            }
            Self::Thresholds {
                arises: var,
                starts,
                ..
            } => {
                let head = var.map(|_| arises(known.not_arising, !known.values.is_empty()));
                alternatives(&known.values, |(low, high)| {
                    let rungs = starts[1..].iter().map(|&start| {
                        if start <= low {
                            YES
                        } else if start > high {
                            NO
                        } else {
                            EITHER
                        }
                    });
                    head.into_iter().chain(rungs).collect()
                })
            }
            Self::Members {
                arises: var,
                members,
                ..
            } => {
                let head = var.map(|_| arises(known.not_arising, !known.values.is_empty()));
                alternatives(&known.values, |(inside, possible)| {
                    let each = members.iter().map(|&member| {
                        match (inside >> member & 1, possible >> member & 1) {
                            (1, _) => YES,
                            (_, 0) => NO,
                            _ => EITHER,
                        }
                    });
                    head.into_iter().chain(each).collect()
                })
            }
        }
    }

    /// One cell of each kind that conditions can tell apart, among those possible (`None`: it
    /// does not arise). `None` if there are more than `limit`.
    pub fn cells(&self, known: &Knowledge, limit: usize) -> Option<Vec<Option<u64>>> {
        let mut cells: Vec<Option<u64>> = Vec::new();
        match self {
            Self::Stretches { starts, last, .. } | Self::Thresholds { starts, last, .. } => {
                for (low, high) in stretches(starts, *last) {
                    let first = (known.values.iter())
                        .filter(|range| range.0 <= high && range.1 >= low)
                        .map(|range| range.0.max(low))
                        .min();
                    cells.extend(first.map(Some));
                }
            }
            Self::Members { members, .. } => {
                for &(inside, possible) in &known.values {
                    let open: Vec<u32> = (members.iter().copied())
                        .filter(|&member| (possible & !inside) >> member & 1 == 1)
                        .collect();
                    if open.len() > 16 || (1 << open.len()) > limit {
                        return None;
                    }
                    for choice in 0..1_u64 << open.len() {
                        let added = (open.iter().enumerate())
                            .filter(|(bit, _)| choice >> bit & 1 == 1)
                            .fold(0, |set, (_, &member)| set | 1 << member);
                        cells.push(Some(inside | added));
                    }
                }
                cells.sort_unstable();
                cells.dedup();
            }
        }
        if known.not_arising {
            cells.push(None);
        }
        (cells.len() <= limit).then_some(cells)
    }

    /// The cell nearest to what is known that fits a choice of one class for each variable of the
    /// term.
    pub fn nearest(&self, known: &Knowledge, class_of: impl Fn(Var) -> usize) -> Option<u64> {
        match self.chosen(class_of)? {
            Chosen::Stretch(low, high) => {
                // Of each range the value nearest to the stretch, moved into the stretch.
                let near = known.values.iter().map(|range| {
                    let value = low.clamp(range.0, range.1);
                    let moved = value.clamp(low, high);
                    (moved.abs_diff(value), moved)
                });
                Some(near.min().map_or(low, |(_, moved)| moved))
            }
            Chosen::Members { inside, watched } => {
                let apart = |range: &&(u64, u64)| {
                    let missing = range.0 & watched & !inside;
                    let surplus = inside & !range.1;
                    missing.count_ones() + surplus.count_ones()
                };
                let near = known.values.iter().min_by_key(apart);
                Some(inside | near.map_or(0, |range| range.0 & !watched))
            }
        }
    }

    /// A possible cell that fits a choice of one class for each variable of the term.
    pub fn cell(&self, known: &Knowledge, class_of: impl Fn(Var) -> usize) -> Option<u64> {
        match self.chosen(class_of)? {
            Chosen::Stretch(low, high) => (known.values.iter())
                .filter(|range| range.0 <= high && range.1 >= low)
                .map(|range| range.0.max(low))
                .min(),
            Chosen::Members { inside, watched } => (known.values.iter())
                .find(|(least, most)| least & watched & !inside == 0 && inside & !most == 0)
                .map(|(least, _)| least | inside),
        }
    }

    /// What a choice of one class for each variable comes to; `None`: the term does not arise.
    fn chosen(&self, class_of: impl Fn(Var) -> usize) -> Option<Chosen> {
        match self {
            Self::Stretches {
                var, starts, last, ..
            } => {
                let (low, high) = stretches(starts, *last).nth(class_of(*var))?;
                Some(Chosen::Stretch(low, high))
            }
            Self::Thresholds {
                arises,
                first,
                starts,
                last,
            } => {
                if arises.is_some_and(|var| class_of(var) == 0) {
                    return None;
                }
                let above =
                    (0..starts.len() - 1).filter(|&rung| class_of(first + rung as Var) == 1);
                let (low, high) = stretches(starts, *last).nth(above.count())?;
                Some(Chosen::Stretch(low, high))
            }
            Self::Members {
                arises,
                first,
                members,
            } => {
                if arises.is_some_and(|var| class_of(var) == 0) {
                    return None;
                }
                let inside = (members.iter().enumerate())
                    .filter(|&(index, _)| class_of(first + index as Var) == 1)
                    .fold(0_u64, |set, (_, &member)| set | 1 << member);
                let watched = members.iter().fold(0_u64, |set, &member| set | 1 << member);
                Some(Chosen::Members { inside, watched })
            }
        }
    }

    /// The cells that fit classes of the term's variables and are as near to what is known as any
    /// cell of their class.
    pub fn leave(
        &self,
        known: &Knowledge,
        kind: &Kind,
        classes: &[Mask],
        distance: impl Fn(Option<u64>) -> u64,
    ) -> Knowledge {
        let nearest = |class_of: &dyn Fn(Var) -> usize| -> Vec<(u64, u64)> {
            let Some(Chosen::Stretch(low, high)) = self.chosen(class_of) else {
                return Vec::new();
            };
            let touching: Vec<(u64, u64)> = (known.values.iter())
                .map(|range| (range.0.max(low), range.1.min(high)))
                .filter(|(from, to)| from <= to)
                .collect();
            match kind {
                _ if !touching.is_empty() => touching,
                Kind::Scale(_) => {
                    let least = (low..=high).map(|cell| distance(Some(cell))).min();
                    let as_near = |cell: &u64| Some(distance(Some(*cell))) == least;
                    (low..=high)
                        .filter(as_near)
                        .map(|cell| (cell, cell))
                        .collect()
                }
                // From one value of these kinds to any other is one step.
                _ => vec![(low, high)],
            }
        };
        let first = self.vars().start;
        let lowest = |var: Var| classes[(var - first) as usize].trailing_zeros() as usize;
        let mut cells = Knowledge {
            not_arising: false,
            values: Vec::new(),
        };
        match self {
            Self::Stretches { starts, .. } => {
                cells.not_arising = classes[0] >> starts.len() & 1 == 1;
                for class in super::diagram::classes(classes[0] & full(starts.len() as u8)) {
                    cells.values.extend(nearest(&|_| class));
                }
            }
            Self::Thresholds { arises, .. } => {
                cells.not_arising = arises.is_some_and(|var| lowest(var) == 0);
                cells.values = nearest(&lowest);
            }
            Self::Members {
                arises, members, ..
            } => {
                cells.not_arising = arises.is_some_and(|var| lowest(var) == 0);
                if arises.is_none_or(|var| classes[(var - first) as usize] & YES != 0) {
                    cells.values = vec![Self::sets(known, members, classes)];
                }
            }
        }
        cells.values.sort_unstable();
        if !kind.is_set() {
            cells.values.dedup_by(|next, kept| {
                let touches = next.0 <= kept.1.saturating_add(1);
                if touches {
                    kept.1 = kept.1.max(next.1);
                }
                touches
            });
        }
        cells
    }

    /// The members surely in and possibly in, if those watched have these classes.
    fn sets(known: &Knowledge, members: &[u32], classes: &[Mask]) -> (u64, u64) {
        // The variables of the members come last.
        let each = members.iter().rev().zip(classes.iter().rev());
        let with = |wanted: &dyn Fn(Mask) -> bool| {
            let those = each.clone().filter(|(_, mask)| wanted(**mask));
            those.fold(0_u64, |set, (&member, _)| set | 1 << member)
        };
        let (inside, possible) = (with(&|mask| mask == YES), with(&|mask| mask & YES != 0));
        let watched = with(&|_| true);
        let apart = |range: &&(u64, u64)| {
            let (missing, surplus) = (range.0 & watched & !possible, inside & !range.1);
            missing.count_ones() + surplus.count_ones()
        };
        let near = known.values.iter().min_by_key(apart);
        let unwatched = near.map_or((0, 0), |range| (range.0 & !watched, range.1 & !watched));
        (inside | unwatched.0, possible | unwatched.1)
    }

    /// First and last value of each stretch of a term that has one variable.
    pub fn stretches(&self) -> Vec<(u64, u64)> {
        match self {
            Self::Stretches { starts, last, .. } => stretches(starts, *last).collect(),
            _ => Vec::new(),
        }
    }
}

/// What a choice of one class for each variable of a term comes to.
enum Chosen {
    /// All values from the first to the last.
    Stretch(u64, u64),
    /// Of the members watched, those inside.
    Members { inside: u64, watched: u64 },
}

/// One box for each range of values; if there are none, one that leaves the values open.
fn alternatives(values: &[(u64, u64)], make: impl Fn((u64, u64)) -> Vec<Mask>) -> Vec<Vec<Mask>> {
    if values.is_empty() {
        return vec![make((0, u64::MAX))];
    }
    let mut boxes: Vec<Vec<Mask>> = values.iter().map(|&range| make(range)).collect();
    boxes.sort_unstable();
    boxes.dedup();
    boxes
}

/// First and last value of each stretch.
fn stretches(starts: &[u64], last: u64) -> impl Iterator<Item = (u64, u64)> {
    let ends = starts[1..].iter().map(|&start| start - 1).chain([last]);
    starts.iter().copied().zip(ends)
}

fn stretches_mask(starts: &[u64], last: u64, values: &[(u64, u64)]) -> Mask {
    let mut mask = 0;
    for &(low, high) in values {
        // The stretch that holds a value is the last that starts at or below it.
        let from = starts.partition_point(|&start| start <= low) - 1;
        let to = starts.partition_point(|&start| start <= high.min(last)) - 1;
        mask |= full(to as u8 + 1) & !(full(from as u8 + 1) >> 1);
    }
    mask
}

/// The values that pass a test, as ascending ranges, ends included.
pub(crate) fn ranges(test: &Test, last: u64) -> Vec<(u64, u64)> {
    let mut ranges = match test {
        Test::Is(value) => vec![(*value, *value)],
        Test::IsNot(value) => {
            let below = value.checked_sub(1).map(|high| (0, high));
            let above = (*value < last).then(|| (value + 1, last));
            below.into_iter().chain(above).collect()
        }
        Test::IsOneOf(values) => values.iter().map(|&value| (value, value)).collect(),
        Test::IsAtLeast(low) => vec![(*low, last)],
        Test::IsAtMost(high) => vec![(0, *high)],
        Test::IsAbove(low) if *low < last => vec![(low + 1, last)],
        Test::IsBelow(high) if *high > 0 => vec![(0, high - 1)],
        Test::IsAbove(_) | Test::IsBelow(_) => vec![],
        Test::IsBetween(low, high) => vec![(*low, *high)],
        _ => vec![(0, last)],
    };
    ranges.sort_unstable();
    ranges
}

/// Where the outcome of some test may change, ascending from 0.
fn stretch_starts(tests: &[&Test], last: u64) -> Vec<u64> {
    let mut starts = vec![0];
    for test in tests {
        for (low, high) in ranges(test, last) {
            starts.push(low);
            if high < last {
                starts.push(high + 1);
            }
        }
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The members that some test looks at, ascending; all of them if one counts.
fn watched_members(tests: &[&Test], count: usize) -> Vec<u32> {
    let mut watched = 0_u64;
    for test in tests {
        watched |= match test {
            Test::Includes(chosen) | Test::IncludesAny(chosen) | Test::Excludes(chosen) => *chosen,
            Test::CountsAtLeast(_) | Test::CountsAtMost(_) => u64::MAX,
            _ => 0,
        };
    }
    (0..count as u32)
        .filter(|member| watched >> member & 1 == 1)
        .collect()
}

/// Every test of a vocabulary and of policies over it, by term.
fn tests<'a>(vocabulary: &'a Vocabulary, policies: &[&'a Policy]) -> Vec<Vec<&'a Test>> {
    let mut tests = vec![Vec::new(); vocabulary.terms.len()];
    for term in &vocabulary.terms {
        if let Arising::When(condition) = &term.arising {
            collect(condition, &mut tests);
        }
    }
    for always in &vocabulary.always {
        collect_all(always.when.iter().chain(&always.must), &mut tests);
    }
    for definition in &vocabulary.definitions {
        collect_all(&definition.lines, &mut tests);
    }
    for policy in policies {
        for definition in &policy.definitions {
            collect_all(&definition.lines, &mut tests);
        }
        for prerequisite in &policy.prerequisites {
            collect_all(prerequisite.lines().map(|(_, line)| line), &mut tests);
        }
        for warning in &policy.warnings {
            collect(&warning.raised_when, &mut tests);
        }
    }
    tests
}

fn collect_all<'a>(
    conditions: impl IntoIterator<Item = &'a Condition>,
    tests: &mut [Vec<&'a Test>],
) {
    for condition in conditions {
        collect(condition, tests);
    }
}

/// Adds the tests of a condition. Definitions are not followed: each is collected on its own.
fn collect<'a>(condition: &'a Condition, tests: &mut [Vec<&'a Test>]) {
    match condition {
        Condition::Comparison(comparison) => tests[comparison.term.0].push(&comparison.test),
        Condition::Defined { .. } => {}
        Condition::Group(group) => collect_all(&group.lines, tests),
    }
}
