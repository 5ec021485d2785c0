//! How often a term decides, against enumeration.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigUint;
use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Arising, Policy, PrerequisiteId};
use servanda::proposal::{Knowledge, Options};
use servanda::questions::explain::Answer;
use servanda::questions::influence::{Bounds, Influence, Open, Ratio};
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

/// What all completions of a text show.
struct Shown {
    policy: Policy,
    all: Vec<Completion>,
    joint: Vec<Seen>,
    /// Of each finding that is open.
    findings: Vec<Vec<Seen>>,
}

impl Shown {
    fn new(policy: Policy, all: Vec<Completion>) -> Self {
        let joint = all.iter().map(|each| oracle::joint(&policy, each));
        let joint = joint.collect();
        let finding = |index| -> Vec<Seen> {
            let each = all.iter();
            each.map(|each| oracle::finding(&policy, index, each))
                .collect()
        };
        let findings = (0..policy.prerequisites.len()).map(finding);
        let is_open = |seen: &Vec<Seen>| oracle::verdict(seen.iter().copied()) == "open";
        Self {
            findings: findings.filter(is_open).collect(),
            joint,
            all,
            policy,
        }
    }

    /// Whether an answer settles the verdict, and how many findings it settles.
    fn settled(&self, given: &Answer) -> (bool, usize) {
        let fits = |each: &Completion| match *given {
            Answer::Cell(term, _) => answer(&self.policy, Open::Term(term), each) == *given,
            Answer::Reading(id, _) => answer(&self.policy, Open::Reading(id), each) == *given,
        };
        let after = |seen: &[Seen]| {
            let left = self.all.iter().zip(seen).filter(|(each, _)| fits(each));
            oracle::verdict(left.map(|(_, seen)| *seen))
        };
        let joint = oracle::verdict(self.joint.iter().copied()) == "open";
        let joint = joint && after(&self.joint) != "open";
        let findings = self.findings.iter().filter(|seen| after(seen) != "open");
        (joint, findings.count())
    }

    /// What the answers to a question settle, each possible value counted alike: for what share of
    /// them the verdict, and how many findings on average.
    fn settles(&self, open: Open) -> (Ratio, Ratio) {
        let answers = self.all.iter().map(|each| answer(&self.policy, open, each));
        let answers: BTreeSet<Answer> = answers.collect();
        let settled: Vec<(bool, usize)> = answers.iter().map(|each| self.settled(each)).collect();
        let verdict = settled.iter().filter(|settled| settled.0).count();
        let findings: usize = settled.iter().map(|settled| settled.1).sum();
        let share = |part: usize| Ratio::new(part.into(), answers.len().into());
        (share(verdict), share(findings))
    }

    fn questions(&self) -> Vec<Open> {
        let policy = &self.policy;
        let several = |id: &PrerequisiteId| policy.prerequisite(*id).readings.len() > 1;
        let readings = policy.prerequisite_ids().filter(several).map(Open::Reading);
        (policy.vocabulary.ids().map(Open::Term))
            .chain(readings)
            .collect()
    }
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
    let known = proposal
        .knowledge(&policy.vocabulary, options)
        .expect("one vocabulary");
    let found = Judge::new(&policy)
        .influence(&known, &Cancel::default())
        .unwrap();
    let shown = Shown::new(policy, all);
    check_weights(&shown, &found);
    check_answers(&shown, &found);
}

fn check_weights(shown: &Shown, found: &Influence) {
    let Shown { policy, all, .. } = shown;
    assert_eq!(found.open, shown.findings.len());
    for weight in &found.weights {
        let wanted = decided(policy, weight.of, all, &shown.joint);
        assert!(
            is_share(&weight.verdict, wanted, all.len()),
            "{weight:?}: {wanted}"
        );
        let findings = shown.findings.iter();
        let wanted = findings.map(|seen| decided(policy, weight.of, all, seen));
        let wanted = wanted.sum();
        assert!(
            is_share(&weight.findings, wanted, all.len()),
            "{weight:?}: {wanted}"
        );
    }
    // A term or reading that is not named decides nothing.
    for term in policy.vocabulary.ids() {
        let mut named = found.weights.iter().map(|weight| weight.of);
        if !named.any(|of| of == Open::Term(term)) {
            assert_eq!(decided(policy, Open::Term(term), all, &shown.joint), 0);
        }
    }
}

fn check_answers(shown: &Shown, found: &Influence) {
    let answers = |open: Open| {
        let each = shown.all.iter();
        each.map(move |each| shown.settled(&answer(&shown.policy, open, each)))
    };
    // No single answer settles more.
    let questions = shown.questions();
    let most = questions.iter().flat_map(|&open| answers(open)).max();
    match &found.best {
        None => assert_eq!(most, Some((false, 0))),
        Some(best) => {
            assert_eq!(Some(shown.settled(&best.answer)), most);
            let settled = found.verdict == Verdict::Open && best.verdict != Verdict::Open;
            assert_eq!(Some((settled, best.settles.len())), most);
        }
    }
    // What is to be asked first settles most, each possible value counted alike.
    let best = questions.iter().map(|&open| shown.settles(open)).max();
    assert_eq!(found.ask.is_some(), most != Some((false, 0)));
    if let Some(ask) = &found.ask {
        assert!(!ask.verdict.is_range() && !ask.findings.is_range());
        let found = (ask.verdict.low.clone(), ask.findings.low.clone());
        assert_eq!(Some(&found), best.as_ref());
        assert_eq!(Some(shown.settles(ask.of)), best);
        assert_eq!(Some(shown.settled(&ask.best.answer)), answers(ask.of).max());
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
