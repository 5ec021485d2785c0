//! How often a term decides, against enumeration.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigUint;
use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Arising, Policy, PrerequisiteId};
use servanda::proposal::{Knowledge, Options};
use servanda::questions::explain::Answer;
use servanda::questions::influence::{Bounds, Open, Ratio};
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

/// In how many completions it decides.
fn decided(policy: &Policy, open: Open, all: &[Completion], seen: &[Seen]) -> usize {
    let decided = all.iter().zip(seen).filter(|(a, seen_a)| {
        let mut others = all.iter().zip(seen);
        others.any(|(b, seen_b)| *seen_a != seen_b && differ_only_in(policy, open, a, b))
    });
    decided.count()
}

/// The answer that a completion gives to what is open.
fn answer(policy: &Policy, open: Open, completion: &Completion) -> Answer {
    match open {
        Open::Term(term) => Answer::Cell(term, completion.cells[term.index()]),
        Open::Reading(id) => {
            let reading = completion.readings[id.index()];
            Answer::Reading(id, ids::reading(policy.prerequisite(id), reading))
        }
    }
}

fn is_share(found: &Bounds, part: usize, whole: usize) -> bool {
    let wanted = Ratio::new(part.into(), whole.into());
    found.low == wanted && found.high == wanted
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
        let wanted = decided(&policy, weight.of, &all, &joint);
        assert!(
            is_share(&weight.verdict, wanted, all.len()),
            "{weight:?}: {wanted}"
        );
        let wanted = findings
            .iter()
            .map(|seen| decided(&policy, weight.of, &all, seen))
            .sum();
        assert!(
            is_share(&weight.findings, wanted, all.len()),
            "{weight:?}: {wanted}"
        );
    }
    // A term or reading that is not named decides nothing.
    for term in policy.vocabulary.ids() {
        if !found
            .weights
            .iter()
            .any(|weight| weight.of == Open::Term(term))
        {
            assert_eq!(decided(&policy, Open::Term(term), &all, &joint), 0);
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
    // What is to be asked first settles most, each possible value counted alike.
    let settles = |open: Open| {
        let answers: BTreeSet<Answer> =
            all.iter().map(|each| answer(&policy, open, each)).collect();
        let settled: Vec<(bool, usize)> = answers.iter().map(settled).collect();
        let (verdict, findings) = (
            settled.iter().filter(|settled| settled.0).count(),
            settled.iter().map(|settled| settled.1).sum::<usize>(),
        );
        let share = |part: usize| Ratio::new(part.into(), answers.len().into());
        (share(verdict), share(findings))
    };
    let terms = policy.vocabulary.ids().map(Open::Term);
    let several = |id: &PrerequisiteId| policy.prerequisite(*id).readings.len() > 1;
    let readings = policy.prerequisite_ids().filter(several).map(Open::Reading);
    let best = terms.chain(readings).map(settles).max().unwrap();
    assert_eq!(found.ask.is_some(), most != (false, 0));
    if let Some(ask) = &found.ask {
        assert_eq!((&ask.verdict.low, &ask.findings.low), (&best.0, &best.1));
        assert_eq!((&ask.verdict.high, &ask.findings.high), (&best.0, &best.1));
        assert_eq!(settles(ask.of), best);
        let own = settled(&ask.best.answer);
        let answers = all
            .iter()
            .map(|each| settled(&answer(&policy, ask.of, each)));
        assert_eq!(Some(own), answers.max());
        assert_eq!(ask.best.settles.len(), own.1);
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

    /// Of so many numbers, each of which has to be one of so many values, one decides where all
    /// others are right: a share that may be smaller than any floating-point number.
    #[test]
    fn the_smallest_shares_are_exact(numbers in 1_u32..40, last in 2_u64..1 << 53, right in 1_u64..3) {
        let mut vocabulary = "vocabulary v \"v\"\n".to_owned();
        let mut policy = "policy p \"p\" uses v\n".to_owned();
        for number in 0..numbers {
            vocabulary += &format!("term n{number} \"n\" number of u from 0 to {last}\n");
            policy += &format!("prerequisite q{number} \"q\" {{ must n{number} is at most {} u }}\n", right - 1);
        }
        let vocabulary = texts::vocabulary(&vocabulary);
        let policy = texts::policy(&policy, &vocabulary);
        let known: Vec<Knowledge> = vocabulary.terms.iter().map(Knowledge::unknown).collect();
        let found = Judge::new(&policy).influence(&known, &Cancel::default()).unwrap();
        let others = numbers - 1;
        let share = Ratio::new(BigUint::from(right).pow(others), BigUint::from(last + 1).pow(others));
        prop_assert_eq!(found.weights.len(), numbers as usize);
        for weight in &found.weights {
            prop_assert_eq!(&weight.verdict.low, &share);
            prop_assert_eq!(&weight.verdict.high, &share);
            prop_assert_eq!(&weight.findings.low, &Ratio::whole_number(1));
        }
    }
}
