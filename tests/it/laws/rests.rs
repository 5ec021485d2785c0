//! What a verdict rests on: the same as judging by enumeration under every other taking.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::proposal::{Entry, Grade, Options, Proposal, Stated};
use servanda::questions::judge::Judge;
use servanda::verdict::Verdict;
use servanda_random::Size;

use super::oracle::{self, Cell, Completion};
use crate::support::texts::read;

const SIZE: Size = Size {
    terms: 4,
    prerequisites: 3,
    width: 3,
    listed: 80,
};

type Possible = Vec<BTreeSet<Cell>>;

fn possible(policy: &Policy, proposal: &Proposal, options: Options) -> Possible {
    let terms = 0..policy.vocabulary.terms.len();
    terms
        .map(|term| oracle::possible(policy, proposal, options, term))
        .collect()
}

/// The same with everything possible where silence counts.
fn without_silence(policy: &Policy, proposal: &Proposal, options: Options) -> Possible {
    let mut all = possible(policy, proposal, options);
    for (term, cells) in all.iter_mut().enumerate() {
        let mut given = proposal.provisions.iter();
        let silent = match given.find(|given| given.term.index() == term) {
            None => proposal.unlisted_silent.is_some(),
            Some(given) => {
                let stated: &[Entry] = match &given.stated {
                    Stated::Value(entry) => &[*entry],
                    Stated::AnyOf(entries) => entries,
                    Stated::Between(..) | Stated::Bounds { .. } => &[],
                };
                let rival = options.rivals && given.rival.contains(&Entry::Silent);
                stated.contains(&Entry::Silent) || rival
            }
        };
        if silent {
            *cells = oracle::all_cells(policy, term);
        }
    }
    all
}

fn joint(policy: &Policy, possible: &Possible, fixed: &BTreeMap<usize, usize>) -> String {
    let completions = oracle::completions(policy, possible, fixed);
    let outcome = |completion: &Completion| oracle::joint(policy, completion);
    oracle::verdict(completions.iter().map(outcome)).to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn what_a_verdict_rests_on_is_exact(
        seed: u64,
        rivals: bool,
        least in 0_usize..8,
        best in "[ABC]",
    ) {
        let mut texts = servanda_random::texts(seed, SIZE);
        // Silence counts as far as the best source.
        for grade in ["A", "B"].into_iter().filter(|&grade| grade < best.as_str()) {
            let grade = format!("grade: {grade}");
            texts.proposal = texts.proposal.replace(&grade, &format!("grade: {best}"));
        }
        let (policy, proposal) = read(&texts);
        let judge = Judge::new(&policy);
        let min_grade = [Some(Grade::A), Some(Grade::B), Some(Grade::C)].get(least).copied().flatten();
        let options = Options { rivals, min_grade };
        let case = judge.case(&proposal, options).expect("one vocabulary");
        let Ok(report) = case.check(&Cancel::default()) else { return Ok(()) };
        let found = case.rests_on(&report, &Cancel::default()).unwrap();
        let none = BTreeMap::new();
        let verdict = report.verdict.to_string();

        let mut stands = min_grade;
        let mut grades = Vec::new();
        for grade in [Grade::C, Grade::B, Grade::A] {
            if min_grade.is_some_and(|least| grade >= least) {
                continue;
            }
            let options = Options { rivals, min_grade: Some(grade) };
            let under = joint(&policy, &possible(&policy, &proposal, options), &none);
            if under == verdict {
                stands = Some(grade);
            }
            grades.push((grade, under));
        }
        let each = found.grades.iter();
        let told: Vec<_> = each.map(|each| (each.grade, each.otherwise.verdict.to_string())).collect();
        prop_assert_eq!(told, grades);
        prop_assert_eq!(found.stands_from, stands);

        let counted = Options { rivals: true, min_grade };
        let counted = joint(&policy, &possible(&policy, &proposal, counted), &none);
        let told = found.rivals.map(|otherwise| otherwise.verdict.to_string());
        prop_assert_eq!(told, (!rivals).then_some(counted));

        let known = possible(&policy, &proposal, options);
        for (index, prerequisite) in policy.prerequisites.iter().enumerate() {
            for reading in 0..prerequisite.readings.len() {
                let alone = joint(&policy, &known, &BTreeMap::from([(index, reading)]));
                let told = found.readings.iter().find(|each| {
                    each.prerequisite.index() == index && each.reading.index() == reading
                });
                match told {
                    Some(told) => prop_assert_eq!(told.verdict.to_string(), alone),
                    // A reading of which nothing is told changes nothing.
                    None => prop_assert_eq!(&alone, &verdict),
                }
            }
        }

        let heard = without_silence(&policy, &proposal, options);
        let heard = oracle::completions(&policy, &heard, &none);
        let (mut by_silence, mut as_stated) = (Vec::new(), Vec::new());
        for (id, finding) in policy.prerequisite_ids().zip(&report.findings) {
            if finding.verdict == Verdict::Unmet && !policy.prerequisite(id).advisory {
                let outcome = |completion: &Completion| oracle::finding(&policy, id.index(), completion);
                match oracle::verdict(heard.iter().map(outcome)) {
                    "unmet" => as_stated.push(id),
                    _ => by_silence.push(id),
                }
            }
        }
        prop_assert_eq!(found.by_silence, by_silence);
        prop_assert_eq!(found.as_stated, as_stated);
    }
}
