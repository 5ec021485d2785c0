//! From terms to variables with few classes: cells that no condition tells apart are one class.

use std::ops::Range;

use super::algebra::Algebra;
use super::{Mask, Taking, Var};
use crate::policy::{Arising, Condition, Kind, Policy, Term, TermId, Test, Vocabulary};

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
        /// The numbers of members that conditions count to, ascending.
        counts: Vec<usize>,
    },
}

/// The classes of a two-class variable.
pub(super) const NO: Mask = 0b01;
pub(super) const YES: Mask = 0b10;
pub(super) const EITHER: Mask = 0b11;

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
                counts: counts(tests),
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
                ..
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

/// The numbers of members that some test counts to, ascending.
fn counts(tests: &[&Test]) -> Vec<usize> {
    let counts = tests.iter().filter_map(|test| match test {
        Test::CountsAtLeast(least) => Some(*least as usize),
        Test::CountsAtMost(most) => Some((*most as usize).saturating_add(1)),
        _ => None,
    });
    let mut counts: Vec<usize> = counts.collect();
    counts.sort_unstable();
    counts.dedup();
    counts
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
