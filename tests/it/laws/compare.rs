//! How policies relate, against enumeration.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::{Cancel, Limit, Unfinished};
use servanda::policy::Policy;
use servanda::questions::compare::{Brevity, Relation, Witness};
use servanda::questions::demands::{Demand, Demands};
use servanda_random::Size;

use super::oracle::{self, Cell, Completion, Seen};
use crate::support::polls::polls;
use crate::support::{ids, texts};

/// Whether both accept a text that provides just these cells: surely, surely not (whatever is filled
/// in, some reading speaks against it), or neither.
fn accepted(policies: &[Policy], cells: &BTreeMap<usize, Cell>) -> Option<[Option<bool>; 2]> {
    let of = |policy: &Policy| {
        let all = completions(policy, cells);
        let whole = oracle::verdict(all.iter().map(|each| oracle::joint(policy, each)));
        let filled_in = |cells: &Vec<Cell>| {
            let same = all.iter().filter(|each| each.cells == *cells);
            oracle::verdict(same.map(|each| oracle::joint(policy, each))) == "met"
        };
        match whole {
            _ if all.is_empty() => None,
            "met" => Some(Some(true)),
            _ if !all.iter().any(|each| filled_in(&each.cells)) => Some(Some(false)),
            _ => Some(None),
        }
    };
    Some([of(&policies[0])?, of(&policies[1])?])
}

/// Every text that provides single cells.
fn texts(policies: &[Policy]) -> Vec<BTreeMap<usize, Cell>> {
    let mut all = vec![BTreeMap::new()];
    for term in 0..policies[0].vocabulary.terms.len() {
        for text in all.clone() {
            for cell in oracle::all_cells(&policies[0], term) {
                let mut more = text.clone();
                more.insert(term, cell);
                all.push(more);
            }
        }
    }
    all
}

/// Checks what is found under a token. `None` if the vocabulary allows no text; else whether
/// everything that was sought was found, or the limit that left nothing found.
fn check(seed: u64, cancel: &Cancel) -> Option<Result<bool, Limit>> {
    let size = Size {
        terms: 3,
        prerequisites: 2,
        width: 4,
        listed: 0,
    };
    let (first, others) = servanda_random::several(seed, size, 2);
    let (policy, _) = texts::read(&first);
    let other = texts::policy(&others[0], &policy.vocabulary);
    let policies = [policy, other];
    accepted(&policies, &BTreeMap::new())?;
    let demands = Demands::new(&policies[..2]).unwrap();
    let found = match demands.compare(cancel) {
        Ok(found) => found,
        Err(limit) => return Some(Err(limit)),
    };
    let shows = |text: &BTreeMap<usize, Cell>, by: usize, not_by: usize| {
        let accepted = accepted(&policies, text);
        accepted.is_some_and(|seen| seen[by] == Some(true) && seen[not_by] == Some(false))
    };
    let check = |witness: &Option<Witness>, by: usize, not_by: usize| {
        let fewest = (texts(&policies).into_iter())
            .filter(|text| shows(text, by, not_by))
            .map(|text| text.len())
            .min();
        assert_eq!(witness.is_some(), fewest.is_some());
        if let Some(witness) = witness {
            assert!(witness.brevity == Brevity::Whole || Some(witness.cells.len()) == fewest);
            let cells = witness
                .cells
                .iter()
                .map(|(term, cell)| (term.index(), *cell))
                .collect();
            assert!(shows(&cells, by, not_by), "{witness:?}");
            assert_eq!(witness.unmet, surely_unmet(&policies, not_by, &cells));
            let applies = |seen| seen != Seen::None;
            let nothing = !joint(&policies[not_by], &cells).into_iter().any(applies);
            assert_eq!(witness.nothing_applies, nothing, "{witness:?}");
        }
    };
    check(&found.first_only, 0, 1);
    check(&found.second_only, 1, 0);
    let relation = match (found.first_only.is_some(), found.second_only.is_some()) {
        (false, false) => Relation::Equivalent,
        (false, true) => Relation::Stricter,
        (true, false) => Relation::Looser,
        (true, true) => Relation::Incomparable,
    };
    assert_eq!(found.relation, relation);
    let whole = |witness: &Option<Witness>| {
        let brevity = witness.as_ref().map(|witness| witness.brevity);
        brevity == Some(Brevity::Whole)
    };
    let done = !whole(&found.first_only) && !whole(&found.second_only);
    assert_eq!(found.unfinished == Unfinished::default(), done);
    Some(Ok(done))
}

/// The completions of a text.
fn completions(policy: &Policy, cells: &BTreeMap<usize, Cell>) -> Vec<Completion> {
    let possible: Vec<BTreeSet<Cell>> = (0..policy.vocabulary.terms.len())
        .map(|term| match cells.get(&term) {
            Some(&cell) => BTreeSet::from([cell]),
            None => oracle::all_cells(policy, term),
        })
        .collect();
    oracle::completions(policy, &possible, &BTreeMap::new())
}

fn joint(policy: &Policy, cells: &BTreeMap<usize, Cell>) -> BTreeSet<Seen> {
    let all = completions(policy, cells);
    all.iter().map(|each| oracle::joint(policy, each)).collect()
}

/// What decides for a policy and no way to fill in a text meets under every reading.
fn surely_unmet(policies: &[Policy], of: usize, cells: &BTreeMap<usize, Cell>) -> Vec<Demand> {
    let policy = &policies[of];
    let all = completions(policy, cells);
    let unmet = |&prerequisite: &usize| {
        all.iter().all(|one| {
            let mut same = all.iter().filter(|other| other.cells == one.cells);
            same.any(|same| oracle::finding(policy, prerequisite, same) == Seen::Unmet)
        })
    };
    let deciding =
        (0..policy.prerequisites.len()).filter(|&each| !policy.prerequisites[each].advisory);
    let unmet = deciding.filter(unmet);
    unmet
        .map(|prerequisite| Demand {
            policy: ids::policy(of),
            prerequisite: ids::prerequisite(policy, prerequisite),
        })
        .collect()
}

/// A cancelled search reports only what is true, wherever it is cancelled.
#[test]
fn whatever_is_told_before_the_end_is_proved() {
    let (mut nothing, mut part) = (0, 0);
    for seed in 0..6 {
        for looks in polls(seed) {
            match check(seed, &Cancel::after_polls(looks)) {
                Some(Err(limit)) => {
                    assert_eq!(limit, Limit::Stopped);
                    nothing += 1;
                }
                Some(Ok(false)) => part += 1,
                Some(Ok(true)) | None => break,
            }
        }
    }
    assert!(nothing > 10 && part > 10, "{nothing} {part}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn relations_are_exact(seed: u64) {
        let found = check(seed, &Cancel::default());
        prop_assert!(found.is_none_or(|found| found == Ok(true)));
    }
}
