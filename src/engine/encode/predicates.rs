//! The predicates of a vocabulary and of policies over it, and what they distinguish.

use crate::policy::{Arising, Condition, Policy, Predicate, SetPredicate, Vocabulary};

/// The starts of the intervals in which no predicate changes, ascending from 0.
pub(super) fn interval_starts(predicates: &[&Predicate], last: u64) -> Vec<u64> {
    let mut starts = vec![0];
    for predicate in predicates {
        let ranges = match predicate {
            Predicate::Values(ranges) => ranges,
            Predicate::Arises | Predicate::Members(_) => continue,
        };
        for (low, high) in ranges.iter() {
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

fn set_predicates(predicates: &[&Predicate]) -> impl Iterator<Item = SetPredicate> {
    predicates.iter().filter_map(|predicate| match predicate {
        Predicate::Members(members) => Some(*members),
        Predicate::Arises | Predicate::Values(_) => None,
    })
}

/// The members that some predicate looks at, ascending; all of them if one counts.
pub(super) fn members_named(predicates: &[&Predicate], count: usize) -> Vec<u32> {
    let watched = set_predicates(predicates).fold(0, |watched, predicate| {
        watched
            | match predicate {
                SetPredicate::All(chosen)
                | SetPredicate::Any(chosen)
                | SetPredicate::None(chosen) => chosen,
                SetPredicate::Count { .. } => u64::MAX,
            }
    });
    (0..count as u32)
        .filter(|member| watched >> member & 1 == 1)
        .collect()
}

/// The numbers of members that some predicate counts to, ascending.
pub(super) fn counts(predicates: &[&Predicate]) -> Vec<usize> {
    let bounds = |predicate| match predicate {
        SetPredicate::Count { least, most } => {
            let surplus = most.checked_add(1);
            (least > 0)
                .then_some(least)
                .into_iter()
                .chain(surplus)
                .collect()
        }
        SetPredicate::All(_) | SetPredicate::Any(_) | SetPredicate::None(_) => Vec::new(),
    };
    let counts = set_predicates(predicates).flat_map(bounds);
    let mut counts: Vec<usize> = counts.map(|count| count as usize).collect();
    counts.sort_unstable();
    counts.dedup();
    counts
}

/// Every predicate of a vocabulary and of policies over it, by term.
pub(super) fn predicates<'a>(
    vocabulary: &'a Vocabulary,
    policies: &[&'a Policy],
) -> Vec<Vec<&'a Predicate>> {
    let mut predicates = vec![Vec::new(); vocabulary.terms.len()];
    for term in &vocabulary.terms {
        if let Arising::When(condition) = &term.arising {
            collect(condition, &mut predicates);
        }
    }
    for always in &vocabulary.always {
        collect_all(always.when.iter().chain(&always.must), &mut predicates);
    }
    for definition in &vocabulary.definitions {
        collect_all(&definition.lines, &mut predicates);
    }
    for policy in policies {
        for definition in &policy.definitions {
            collect_all(&definition.lines, &mut predicates);
        }
        for prerequisite in &policy.prerequisites {
            collect_all(prerequisite.lines().map(|(_, line)| line), &mut predicates);
        }
        for warning in &policy.warnings {
            collect(&warning.raised_when, &mut predicates);
        }
    }
    predicates
}

fn collect_all<'a>(
    conditions: impl IntoIterator<Item = &'a Condition>,
    predicates: &mut [Vec<&'a Predicate>],
) {
    for condition in conditions {
        collect(condition, predicates);
    }
}

/// Adds the predicates of a condition. Definitions are not followed: each is collected on its own.
fn collect<'a>(condition: &'a Condition, predicates: &mut [Vec<&'a Predicate>]) {
    match condition {
        Condition::Comparison(comparison) => {
            predicates[comparison.term.0].push(comparison.predicate());
        }
        Condition::Defined { .. } => {}
        Condition::Group(group) => collect_all(&group.lines, predicates),
    }
}
