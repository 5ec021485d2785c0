//! How policies relate, against enumeration.

#![allow(clippy::unwrap_used)]

#[path = "laws/oracle.rs"]
#[allow(dead_code)]
mod oracle;
#[path = "laws/random.rs"]
#[allow(dead_code)]
mod random;
#[path = "laws/read.rs"]
#[allow(dead_code)]
mod read;

use std::collections::{BTreeMap, BTreeSet};

use oracle::Cell;
use proptest::prelude::*;
use random::Size;
use servanda::demands::Demands;
use servanda::limit::Watch;
use servanda::policy::Policy;
use servanda::relation::{Relation, Witness};

/// Whether both accept a text that provides just these cells: surely, surely not (whatever is filled
/// in, some reading speaks against it), or neither.
fn accepted(policies: &[Policy], cells: &BTreeMap<usize, Cell>) -> Option<[Option<bool>; 2]> {
    let possible: Vec<BTreeSet<Cell>> = (0..policies[0].vocabulary.terms.len())
        .map(|term| match cells.get(&term) {
            Some(&cell) => BTreeSet::from([cell]),
            None => oracle::all_cells(&policies[0], term),
        })
        .collect();
    let of = |policy: &Policy| {
        let all = oracle::completions(policy, &possible, &BTreeMap::new());
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

fn check(seed: u64) {
    let size = Size {
        terms: 3,
        prerequisites: 2,
        width: 4,
        listed: 0,
    };
    let (first, others) = random::several(seed, size, 2);
    let (policy, _) = read::read(&first);
    let other = read::policy(&others[0], &policy.vocabulary);
    let policies = [policy, other];
    if accepted(&policies, &BTreeMap::new()).is_none() {
        return;
    }
    let demands = Demands::new(&[&policies[0], &policies[1]], &[]);
    let found = demands.compare(&Watch::default()).unwrap();
    let shows = |text: &BTreeMap<usize, Cell>, by: usize, not_by: usize| {
        let accepted = accepted(&policies, text);
        accepted.is_some_and(|seen| seen[by] == Some(true) && seen[not_by] == Some(false))
    };
    let check = |witness: &Option<Witness>, by: usize, not_by: usize| {
        let fewest = (texts(&policies).into_iter())
            .filter(|text| shows(text, by, not_by))
            .map(|text| text.len())
            .min();
        assert_eq!(witness.as_ref().map(|witness| witness.cells.len()), fewest);
        if let Some(witness) = witness {
            let cells = witness
                .cells
                .iter()
                .map(|(term, cell)| (term.0, *cell))
                .collect();
            assert!(shows(&cells, by, not_by), "{witness:?}");
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
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn relations_are_exact(seed: u64) {
        check(seed);
    }
}
