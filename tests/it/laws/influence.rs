//! How often a term decides, against enumeration.

use std::collections::BTreeMap;

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Arising, Policy};
use servanda::proposal::Options;
use servanda::questions::explain::Answer;
use servanda::questions::influence::{Bounds, Open};
use servanda::questions::judge::Judge;
use servanda::verdict::Verdict;
use servanda_random::Size;

use super::oracle::{self, Completion, Seen};
use crate::support::{ids, texts};

/// Whether two completions differ in one thing only, as a term or reading may be varied.
fn differ_only_in(policy: &Policy, open: Open, a: &Completion, b: &Completion) -> bool {
    let terms = (0..a.cells.len()).all(|term| {
        let (a, b) = (a.cells[term], b.cells[term]);
        let loose = matches!(policy.vocabulary.terms[term].arising, Arising::When(_))
            && a.is_some() != b.is_some();
        let varied = matches!(open, Open::Term(varied) if varied.index() == term);
        varied || a == b || loose
    });
    let readings = (0..a.readings.len()).all(|index| {
        let varied = matches!(open, Open::Reading(varied) if varied.index() == index);
        varied || a.readings[index] == b.readings[index]
    });
    terms && readings
}

fn share(policy: &Policy, open: Open, all: &[Completion], seen: &[Seen]) -> f64 {
    let decided = all.iter().zip(seen).filter(|(a, seen_a)| {
        let mut others = all.iter().zip(seen);
        others.any(|(b, seen_b)| *seen_a != seen_b && differ_only_in(policy, open, a, b))
    });
    decided.count() as f64 / all.len() as f64
}

fn same(found: Bounds, wanted: f64) -> bool {
    (found.low - wanted).abs() < 1e-9 && (found.high - wanted).abs() < 1e-9
}

fn check(seed: u64) {
    let size = Size {
        terms: 3,
        prerequisites: 3,
        width: 4,
        listed: 40,
    };
    let (policy, proposal) = texts::read(&servanda_random::texts(seed, size));
    let options = Options::default();
    let possible: Vec<_> = (0..size.terms)
        .map(|term| oracle::possible(&policy, &proposal, options, term))
        .collect();
    let all = oracle::completions(&policy, &possible, &BTreeMap::new());
    if all.is_empty() {
        return;
    }
    let judge = Judge::new(&policy);
    let known = proposal
        .knowledge(&policy.vocabulary, options)
        .expect("one vocabulary");
    let found = judge.influence(&known, &Cancel::default()).unwrap();
    let joint: Vec<Seen> = all
        .iter()
        .map(|each| oracle::joint(&policy, each))
        .collect();
    let findings: Vec<Vec<Seen>> = (0..policy.prerequisites.len())
        .map(|index| {
            all.iter()
                .map(|each| oracle::finding(&policy, index, each))
                .collect()
        })
        .filter(|seen: &Vec<Seen>| oracle::verdict(seen.iter().copied()) == "open")
        .collect();
    assert_eq!(found.open, findings.len());
    for weight in &found.weights {
        let wanted = share(&policy, weight.of, &all, &joint);
        assert!(same(weight.verdict, wanted), "{weight:?}: {wanted}");
        let wanted = findings
            .iter()
            .map(|seen| share(&policy, weight.of, &all, seen))
            .sum();
        assert!(same(weight.findings, wanted), "{weight:?}: {wanted}");
    }
    // A term or reading that is not named decides nothing.
    for term in policy.vocabulary.ids() {
        if !found
            .weights
            .iter()
            .any(|weight| weight.of == Open::Term(term))
        {
            assert!(share(&policy, Open::Term(term), &all, &joint) < 1e-9);
        }
    }
    // No single answer settles more.
    let settled = |answer: &Answer| {
        let fits = |each: &Completion| match *answer {
            Answer::Cell(term, cell) => each.cells[term.index()] == cell,
            Answer::Reading(index, reading) => each.readings[index.index()] == reading.index(),
        };
        let after = |seen: &[Seen]| {
            let left = all.iter().zip(seen).filter(|(each, _)| fits(each));
            oracle::verdict(left.map(|(_, seen)| *seen))
        };
        let joint = oracle::verdict(joint.iter().copied()) == "open" && after(&joint) != "open";
        (
            joint,
            findings.iter().filter(|seen| after(seen) != "open").count(),
        )
    };
    let mut most = (false, 0);
    for each in &all {
        for term in policy.vocabulary.ids() {
            most = most.max(settled(&Answer::Cell(term, each.cells[term.index()])));
        }
        for (id, prerequisite) in policy.prerequisite_ids().zip(&policy.prerequisites) {
            if prerequisite.readings.len() > 1 {
                let reading = ids::reading(prerequisite, each.readings[id.index()]);
                most = most.max(settled(&Answer::Reading(id, reading)));
            }
        }
    }
    match found.best {
        None => assert_eq!(most, (false, 0)),
        Some(best) => {
            assert_eq!(settled(&best.answer), most);
            assert_eq!(best.settles.len(), most.1);
            assert_eq!(
                found.verdict == Verdict::Open && best.verdict != Verdict::Open,
                most.0
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn shares_are_exact(seed: u64) {
        check(seed);
    }
}
