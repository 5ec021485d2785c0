//! What has to be said otherwise together with a comparison that should come out otherwise: to follow
//! the nearest step alone may contradict what always holds.

use super::{Line, Standing, Step};
use crate::engine::Region;
use crate::limit::Limit;
use crate::policy::{Predicate, SetPredicate, Term, TermId};
use crate::proposal::Knowledge;
use crate::questions::judge::Inquiry;
use crate::questions::sufficient_provisions::Provisions;
use crate::verdict::Outcomes;

impl Inquiry<'_, '_> {
    /// Notes for each next step of a prerequisite what has to move along with it, beside what its other
    /// steps move.
    pub(super) fn note_along(&self, lines: &mut [Line<'_>]) -> Result<(), Limit> {
        let steps = lines.iter().flat_map(|line| &line.nearest);
        let moved: Vec<TermId> = steps.map(|step| step.comparison.term).collect();
        // Where a line is open some completion makes it hold as everything stands.
        let failing = lines
            .iter_mut()
            .filter(|line| line.standing == Standing::Fails);
        for step in failing.flat_map(|line| &mut line.nearest) {
            step.along = self.along(step, &moved)?;
        }
        Ok(())
    }

    /// Smallest sets of terms whose provisions exclude, by way of what always holds, every cell that
    /// would do, one after another until some cell is possible: of each set one term has to be said
    /// otherwise, too. Of the terms that are moved anyway nothing is taken for granted.
    fn along(&self, step: &Step<'_>, moved: &[TermId]) -> Result<Vec<Vec<TermId>>, Limit> {
        let id = step.comparison.term;
        let vocabulary = &self.judge.policy.vocabulary;
        let mut found = Vec::new();
        let Some(wanted) = cells(
            step.comparison.predicate(),
            step.wanted,
            vocabulary.term(id),
        ) else {
            return Ok(found);
        };
        let engine = &self.judge.engine;
        let question = engine.around(&[id]);
        let mut region = self.case.region.clone();
        let leave = |region: &mut Region, term: TermId, known: &Knowledge| {
            let encoding = engine.encoding.of(term);
            region.restrict(encoding.vars(), &encoding.boxes(known));
        };
        leave(&mut region, id, &wanted);
        if !self.session.ask(&question, &region)?.is_empty() {
            return Ok(found);
        }
        let search = Provisions::new(*self, &question).assuming(id, wanted);
        let mut given = search.terms().to_vec();
        let open = |region: &mut Region, given: &mut Vec<TermId>, terms: &[TermId]| {
            for &term in terms.iter().filter(|term| **term != id) {
                leave(region, term, &Knowledge::unknown(vocabulary.term(term)));
            }
            given.retain(|term| !terms.contains(term));
        };
        open(&mut region, &mut given, moved);
        while self.session.ask(&question, &region)?.is_empty() {
            let Some(set) = search.among(&given).proved(Outcomes::ALL) else {
                break;
            };
            if set.items.is_empty() {
                break;
            }
            open(&mut region, &mut given, &set.items);
            found.push(set.items);
        }
        Ok(found)
    }
}

/// The cells of a term that satisfy a predicate, or do not; `None` if there is none, or if they are too
/// many stretches to list.
fn cells(predicate: &Predicate, wanted: bool, term: &Term) -> Option<Knowledge> {
    let everything = Knowledge::unknown(term);
    let last = term.kind.last();
    let values = match predicate {
        Predicate::Arises if wanted => everything.values.clone(),
        Predicate::Arises => Vec::new(),
        Predicate::Values(ranges) if wanted => ranges.iter().collect(),
        Predicate::Values(ranges) => gaps(ranges.iter(), last),
        Predicate::Members(members) => sets(*members, wanted, last)?,
    };
    let cells = Knowledge {
        not_arising: !wanted && everything.not_arising,
        values,
    };
    (cells.not_arising || !cells.values.is_empty()).then_some(cells)
}

/// The values up to `last` that lie in none of these ascending ranges.
fn gaps(ranges: impl Iterator<Item = (u64, u64)>, last: u64) -> Vec<(u64, u64)> {
    let mut found = Vec::new();
    let mut next = 0;
    for (from, to) in ranges {
        if next < from {
            found.push((next, from - 1));
        }
        next = next.max(to.saturating_add(1));
    }
    if next <= last {
        found.push((next, last));
    }
    found
}

/// The sets of some of the members `all` that are like this, or are not, each stretch as the members that
/// are in and those that can be.
fn sets(predicate: SetPredicate, wanted: bool, all: u64) -> Option<Vec<(u64, u64)>> {
    let each = |members: u64| {
        (0..64)
            .map(|bit| 1 << bit)
            .filter(move |bit| members & bit != 0)
    };
    match (predicate, wanted) {
        (SetPredicate::All(members), true) => Some(vec![(members, all)]),
        (SetPredicate::None(members), true) | (SetPredicate::Any(members), false) => {
            Some(vec![(0, all & !members)])
        }
        (SetPredicate::Any(members), true) | (SetPredicate::None(members), false) => {
            Some(each(members).map(|bit| (bit, all)).collect())
        }
        (SetPredicate::All(members), false) => {
            Some(each(members).map(|bit| (0, all & !bit)).collect())
        }
        (SetPredicate::Count { .. }, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_what_no_range_holds() {
        let gaps = |ranges: &[(u64, u64)]| gaps(ranges.iter().copied(), 9);
        assert_eq!(gaps(&[]), [(0, 9)]);
        assert_eq!(gaps(&[(0, 2), (3, 4), (7, 9)]), [(5, 6)]);
        assert_eq!(gaps(&[(2, 8)]), [(0, 1), (9, 9)]);
    }

    /// The stretches hold exactly the sets that the predicate is wanted to be of.
    #[test]
    fn stretches_of_sets_are_exact() {
        let all = 0b111;
        for members in 1..=all {
            for predicate in [
                SetPredicate::All(members),
                SetPredicate::Any(members),
                SetPredicate::None(members),
            ] {
                for wanted in [true, false] {
                    let found = sets(predicate, wanted, all).unwrap();
                    for set in 0..=all {
                        let inside = found
                            .iter()
                            .any(|(least, most)| set & least == *least && set & !most == 0);
                        assert_eq!(
                            inside,
                            predicate.holds(set) == wanted,
                            "{predicate:?} {set}"
                        );
                    }
                }
            }
        }
    }
}
