//! Which texts dominate which, and what two texts lead on: the same as going through every completion
//! of each under every way to read the policy.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Policy, PrerequisiteId};
use servanda::proposal::{Grade, Options, Proposal};
use servanda::questions::check::Seen;
use servanda::questions::compare::{
    Ahead, Balance, Judged, Lead, Leads, Ranking, findings, findings_read, is_sure,
    lead_by_findings, lead_over_completions, outcomes_read, share_of_weightings,
};
use servanda::questions::influence::Ratio;
use servanda::questions::judge::Judge;
use servanda::verdict::Verdict;
use servanda_random::Size;

use super::oracle::{self, Completion, Seen as Outcome};
use crate::support::texts::{policy, proposal, vocabulary};

const SIZE: Size = Size {
    terms: 4,
    prerequisites: 4,
    width: 2,
    listed: 75,
};

/// A policy and some texts, none of which contradicts what always holds.
fn made(seed: u64, count: usize) -> Option<(Policy, Vec<Proposal>)> {
    let (texts, drafts) = servanda_random::drafts(seed, SIZE, count);
    let vocabulary = vocabulary(&texts.vocabulary);
    let policy = policy(&texts.policy, &vocabulary);
    let all = std::iter::once(&texts.proposal).chain(&drafts);
    let proposals: Vec<Proposal> = all.map(|text| proposal(text, &vocabulary)).collect();
    let coherent = |text: &Proposal| !completions(&policy, text).is_empty();
    proposals
        .iter()
        .all(coherent)
        .then_some((policy, proposals))
}

fn completions(policy: &Policy, text: &Proposal) -> Vec<Completion> {
    let terms = 0..policy.vocabulary.terms.len();
    let possible: Vec<_> = terms
        .map(|term| oracle::possible(policy, text, Options::default(), term))
        .collect();
    oracle::completions(policy, &possible, &BTreeMap::new())
}

/// Every way to read the policy.
fn readings(all: &[Completion]) -> BTreeSet<Vec<usize>> {
    all.iter().map(|each| each.readings.clone()).collect()
}

/// The outcomes of a prerequisite under a reading.
fn outcomes(policy: &Policy, all: &[Completion], at: usize, reading: usize) -> BTreeSet<Outcome> {
    let read = all.iter().filter(|each| each.readings[at] == reading);
    read.map(|each| oracle::finding(policy, at, each)).collect()
}

/// How much a finding is worth; nothing where it does not apply.
fn rank(verdict: &str) -> Option<usize> {
    ["unmet", "open", "met"]
        .iter()
        .position(|word| *word == verdict)
}

/// The findings on every prerequisite under each of its readings.
fn found(policy: &Policy, all: &[Completion]) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (at, prerequisite) in policy.prerequisites.iter().enumerate() {
        for reading in 0..prerequisite.readings.len().max(1) {
            found.push(oracle::verdict(outcomes(policy, all, at, reading)));
        }
    }
    found
}

fn dominates(one: &[&str], other: &[&str]) -> bool {
    let pairs = || {
        one.iter()
            .zip(other)
            .map(|(one, other)| (rank(one), rank(other)))
    };
    pairs().all(|(one, other)| one.is_some() == other.is_some() && one >= other)
        && pairs().any(|(one, other)| one > other)
}

/// Layers by taking away what nothing dominates, again and again.
fn peeled(found: &[Vec<&str>]) -> Vec<usize> {
    let mut layers = vec![usize::MAX; found.len()];
    let mut layer = 0;
    while layers.contains(&usize::MAX) {
        let left: Vec<usize> = (0..found.len())
            .filter(|at| layers[*at] == usize::MAX)
            .collect();
        for &at in &left {
            if !left
                .iter()
                .any(|other| dominates(&found[*other], &found[at]))
            {
                layers[at] = layer;
            }
        }
        layer += 1;
    }
    layers
}

fn seen(judge: &Judge<'_>, text: &Proposal) -> Seen {
    let case = judge.case(text, Options::default()).unwrap();
    case.seen(&Cancel::default()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn dominance_and_layers_are_those_of_enumeration(seed: u64) {
        let Some((policy, texts)) = made(seed, 5) else { return Ok(()) };
        let judge = Judge::new(&policy);
        let ids: Vec<PrerequisiteId> = policy.prerequisite_ids().collect();
        let seen: Vec<Seen> = texts.iter().map(|text| seen(&judge, text)).collect();
        let told: Vec<Vec<Verdict>> = seen.iter().map(|seen| findings(&judge, seen, &ids)).collect();
        let all: Vec<Vec<Completion>> = texts.iter().map(|text| completions(&policy, text)).collect();
        let found: Vec<Vec<&str>> = all.iter().map(|all| found(&policy, all)).collect();
        for (told, found) in told.iter().zip(&found) {
            let words: Vec<&str> = told.iter().map(|verdict| verdict.word()).collect();
            prop_assert_eq!(&words, found);
        }

        let ranking = Ranking::of(&told);
        let layers: Vec<usize> = (0..texts.len()).map(|at| ranking.layer(at)).collect();
        prop_assert_eq!(layers, peeled(&found));
        let is_above = |one: usize, other: usize| dominates(&found[one], &found[other]);
        let (mut ordered, mut alike) = (0, 0);
        for text in 0..texts.len() {
            let above: Vec<usize> = (0..texts.len()).filter(|other| is_above(*other, text)).collect();
            prop_assert_eq!(ranking.above(text), &above[..]);
            let between = |one: &usize| above.iter().any(|other| is_above(*one, *other));
            let direct: Vec<usize> = above.iter().copied().filter(|one| !between(one)).collect();
            prop_assert_eq!(ranking.directly_above(text).collect::<Vec<_>>(), direct);
            let same: Vec<usize> = (0..texts.len())
                .filter(|other| *other != text && found[*other] == found[text])
                .collect();
            prop_assert_eq!(ranking.alike(text), &same[..]);
            ordered += above.len();
            alike += same.iter().filter(|other| **other > text).count();
        }
        let pairs = ranking.pairs();
        prop_assert_eq!((pairs.ordered, pairs.alike), (ordered, alike));
        prop_assert_eq!(pairs.ordered + pairs.alike + pairs.unordered, texts.len() * (texts.len() - 1) / 2);

        // What was seen before is put to use, and comes to the same.
        for options in [
            Options { rivals: true, ..Options::default() },
            Options { min_grade: Some(Grade::A), ..Options::default() },
        ] {
            let case = judge.case(&texts[0], Options::default()).unwrap();
            let before = vec![(case, seen[0].clone())];
            let otherwise = judge.case(&texts[0], options).unwrap();
            let cancel = Cancel::default();
            let (again, anew) = (otherwise.seen_beside(&before, &cancel), otherwise.seen(&cancel));
            prop_assert_eq!(again.ok(), anew.ok());
        }

        // However both are completed.
        for (one, other) in [(0, 1), (1, 2), (3, 0)] {
            let sure = ids.iter().all(|&id| {
                is_sure(&outcomes_read(&judge, &seen[one], id), &outcomes_read(&judge, &seen[other], id))
            });
            let at_least = |one: Outcome, other: Outcome| match (one, other) {
                (Outcome::None, Outcome::None) => true,
                (Outcome::None, _) | (_, Outcome::None) => false,
                (one, other) => one == Outcome::Met || other == Outcome::Unmet,
            };
            let always = (0..policy.prerequisites.len()).all(|at| {
                all[one].iter().all(|a| all[other].iter().filter(|b| a.readings == b.readings).all(|b| {
                    at_least(oracle::finding(&policy, at, a), oracle::finding(&policy, at, b))
                }))
            });
            prop_assert_eq!(sure, always);
        }

        // What is read in one way is the same as settled so.
        let names: BTreeSet<String> = (policy.prerequisites.iter())
            .flat_map(|each| &each.readings)
            .map(|reading| reading.name.clone())
            .collect();
        for name in &names {
            let having = policy.prerequisites.iter().filter(|each| each.find_reading(name).is_some());
            let settled = having.map(|each| (each.name.as_str(), name.as_str()));
            let read = Judge::new(policy.settled(settled).unwrap());
            let under = findings(&read, &self::seen(&read, &texts[0]), &ids);
            prop_assert_eq!(findings_read(&judge, &seen[0], &ids, name), under);
            let [as_read, settled] = [(&judge, Some(name)), (&read, None)].map(|(judge, name)| {
                let case = judge.case(&texts[0], Options::default()).unwrap();
                let case = match name {
                    Some(name) => case.read_as(name),
                    None => case,
                };
                case.verdict(&Cancel::default()).unwrap()
            });
            prop_assert_eq!(as_read, settled);
        }
    }

    #[test]
    fn leads_are_those_of_enumeration(seed: u64) {
        let Some((policy, texts)) = made(seed, 2) else { return Ok(()) };
        let all: Vec<Vec<Completion>> = texts.iter().map(|text| completions(&policy, text)).collect();
        if all[0].len() * all[1].len() > 60_000 {
            return Ok(());
        }
        let judge = Judge::new(&policy);
        let ids: Vec<PrerequisiteId> = policy.prerequisite_ids().collect();
        let cases = [0, 1].map(|at| judge.case(&texts[at], Options::default()).unwrap());
        let seen = [0, 1].map(|at| seen(&judge, &texts[at]));
        let pair = [0, 1].map(|at| Judged { case: &cases[at], seen: &seen[at] });

        let mut by_findings = Counted::default();
        for read in readings(&all[0]) {
            let verdict = |text: usize, at: usize| {
                oracle::verdict(outcomes(&policy, &all[text], at, read[at]))
            };
            by_findings.add(&policy, |at| [0, 1].map(|text| rank(verdict(text, at))));
        }
        by_findings.hold(&lead_by_findings(pair, &ids))?;

        let mut completed = Counted::default();
        for a in &all[0] {
            for b in all[1].iter().filter(|b| a.readings == b.readings) {
                let worth = |at, completion| match oracle::finding(&policy, at, completion) {
                    Outcome::Met => Some(1),
                    Outcome::Unmet => Some(0),
                    Outcome::None => None,
                };
                completed.add(&policy, |at| [worth(at, a), worth(at, b)]);
            }
        }
        let told = lead_over_completions(pair, &ids, &Cancel::default());
        completed.hold(&told.expect("nothing is too large"))?;
    }

    #[test]
    fn the_share_of_weightings_is_an_integral(first in 0_u32..12, second in 0_u32..12) {
        let share = share_of_weightings(Lead { first: first.into(), second: second.into() });
        prop_assert_eq!(&share, &by_points(first, second));
        if let (Some(a), Some(b)) = (first.checked_sub(1), second.checked_sub(1)) {
            prop_assert_eq!(share.to_string(), by_integral(a, b));
        }
    }
}

/// What was counted, case by case.
#[derive(Default)]
struct Counted {
    number: BTreeSet<(u64, u64)>,
    weight: BTreeSet<(u64, u64)>,
    apart: BTreeSet<usize>,
}

impl Counted {
    /// Adds a case: what each prerequisite is worth in either text, nothing where it does not apply.
    fn add(&mut self, policy: &Policy, worth: impl Fn(usize) -> [Option<usize>; 2]) {
        let (mut number, mut weight) = ((0, 0), (0, 0));
        for (at, prerequisite) in policy.prerequisites.iter().enumerate() {
            match worth(at) {
                [Some(one), Some(other)] if one > other => {
                    number.0 += 1;
                    weight.0 += prerequisite.weight;
                }
                [Some(one), Some(other)] if one < other => {
                    number.1 += 1;
                    weight.1 += prerequisite.weight;
                }
                [one, other] if one.is_some() != other.is_some() => {
                    self.apart.insert(at);
                }
                _ => {}
            }
        }
        self.number.insert(number);
        self.weight.insert(weight);
    }

    fn hold(&self, told: &Balance) -> Result<(), TestCaseError> {
        let turned = |of: &BTreeSet<(u64, u64)>| of.iter().map(|(a, b)| (*b, *a)).collect();
        for (counted, told) in [
            (&self.number, told.number.clone()),
            (&turned(&self.number), told.number.turned()),
        ] {
            let shares = counted
                .iter()
                .map(|(a, b)| by_points(u32::try_from(*a).unwrap(), u32::try_from(*b).unwrap()));
            let shares: Vec<Ratio> = shares.collect();
            let ends = [shares.iter().min(), shares.iter().max()].map(|end| end.unwrap().clone());
            prop_assert_eq!(told.share(), ends);
            hold_ends(counted, &told)?;
        }
        hold_ends(&self.weight, &told.weight)?;
        hold_ahead(&self.weight, &told.weight.ahead())?;
        let apart: Vec<usize> = told.applies_apart.iter().map(|id| id.index()).collect();
        prop_assert_eq!(apart, self.apart.iter().copied().collect::<Vec<_>>());
        Ok(())
    }
}

/// The fewest and the most that the first leads on.
fn hold_ends(counted: &BTreeSet<(u64, u64)>, told: &Leads) -> Result<(), TestCaseError> {
    let first = || counted.iter().map(|(first, _)| *first);
    prop_assert_eq!(
        told.least.iter().map(|lead| lead.first).min(),
        first().min()
    );
    prop_assert_eq!(told.most.iter().map(|lead| lead.first).max(), first().max());
    let are_possible = |leads: &[Lead]| {
        let mut each = leads.iter();
        each.all(|lead| counted.contains(&(lead.first, lead.second)))
    };
    prop_assert!(are_possible(&told.least) && are_possible(&told.most));
    Ok(())
}

/// Which is ahead, and that no smaller factor than the least reverses it, and the next greater does.
fn hold_ahead(counted: &BTreeSet<(u64, u64)>, told: &Ahead) -> Result<(), TestCaseError> {
    let all = |is: fn(u64, u64) -> bool| counted.iter().all(|(a, b)| is(*a, *b));
    match told {
        Ahead::First(_) => prop_assert!(all(|a, b| a > b)),
        Ahead::Second(_) => prop_assert!(all(|a, b| a < b)),
        Ahead::Neither => prop_assert!(all(|a, b| a == b)),
        Ahead::Either => {
            prop_assert!(!all(|a, b| a > b) && !all(|a, b| a < b) && !all(|a, b| a == b));
        }
    }
    let (Ahead::First(factors) | Ahead::Second(factors)) = told else {
        return Ok(());
    };
    let turned = matches!(told, Ahead::Second(_));
    let leads = counted
        .iter()
        .map(|&(a, b)| if turned { (b, a) } else { (a, b) });
    let leads: Vec<(u64, u64)> = leads.collect();
    // Weights within a factor: what leads is divided by it, what trails is multiplied.
    let stands = |hundredths: u64, (lead, trail): (u64, u64)| {
        lead * 100 * 100 >= trail * hundredths * hundredths
    };
    let hundredths = |text: String| text.parse::<u64>().unwrap();
    match &factors.least {
        Some(least) => {
            let least = hundredths(least.hundredths().to_string());
            prop_assert!(leads.iter().all(|lead| stands(least, *lead)));
            prop_assert!(leads.iter().any(|lead| !stands(least + 1, *lead)));
        }
        None => prop_assert!(leads.iter().all(|(_, trail)| *trail == 0)),
    }
    match &factors.most {
        Some(most) => {
            let most = hundredths(most.hundredths().to_string());
            prop_assert!(leads.iter().any(|lead| stands(most, *lead)));
            prop_assert!(leads.iter().all(|lead| !stands(most + 1, *lead)));
        }
        None => prop_assert!(leads.iter().any(|(_, trail)| *trail == 0)),
    }
    Ok(())
}

/// The share by going through all ways in which points fall: cutting a whole at `n - 1` random points
/// makes `n` random weights, and the first `a` of them are more than a half if fewer than `a` points
/// fall into the first half.
fn by_points(first: u32, second: u32) -> Ratio {
    let Some(points) = (first + second).checked_sub(1) else {
        return Ratio::default();
    };
    let ways = 0..1_u64 << points;
    let fitting = ways.filter(|way| way.count_ones() < first).count();
    Ratio::new((fitting as u64).into(), (1_u64 << points).into())
}

/// The share as the integral of `x^a (1 - x)^b` from a half to one, over that from nothing to one, term
/// by term.
fn by_integral(a: u32, b: u32) -> String {
    // Over one divisor for all terms, so that only whole numbers are added.
    let divisor: BigInt = (1..=a + b + 1).map(BigInt::from).product();
    let two = |power: u32| BigInt::from(1) << power;
    let (mut part, mut whole) = (BigInt::from(0), BigInt::from(0));
    let mut choose = BigInt::from(1);
    for k in 0..=b {
        let power = a + k + 1;
        let term = &choose * &divisor / power * if k % 2 == 0 { 1 } else { -1 };
        whole += &term * two(a + b + 1);
        part += &term * (two(a + b + 1) - two(a + b + 1 - power));
        choose = choose * (b - k) / (k + 1);
    }
    let [part, whole] = [part, whole].map(|sum| sum.to_biguint().unwrap());
    Ratio::new(part, whole).to_string()
}
