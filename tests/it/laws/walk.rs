//! Walking the diagrams of a policy answers what judging answers.

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::proposal::{Grade, Options, Proposal};
use servanda::questions::check::Score;
use servanda::questions::judge::Judge;
use servanda::questions::walk::{NotWalked, Walk};
use servanda::text::Code;
use servanda_random::Size;

use crate::support::files::{self, proposals, text};
use crate::support::texts::{proposal, read, settlement, shipped};

/// Judges a text both ways. Returns whether it has a completion.
fn compare(walk: &Walk<'_, '_>, judge: &Judge<'_>, text: &Proposal, options: Options) -> bool {
    let case = judge.case(text, options).expect("one vocabulary");
    let walked = walk.walked(&case);
    match case.check(&Cancel::default()) {
        Ok(report) => {
            let walked = walked.expect("it is coherent");
            assert_eq!(walked.verdict, Some(report.verdict));
            same_score(walked.score.expect("it is small"), report.score);
            let findings = report.findings.into_iter().map(Some);
            assert_eq!(walked.findings, findings.collect::<Vec<_>>());
            let alarms = report.alarms.into_iter().map(Some);
            assert_eq!(walked.alarms, alarms.collect::<Vec<_>>());
            true
        }
        Err(error) => {
            assert_eq!(error.code, Code::ProposalIncoherent);
            assert_eq!(walked, Err(NotWalked::Incoherent));
            false
        }
    }
}

/// Holds two scores equal: shares of other weights can be the same.
fn same_score(one: Score, other: Score) {
    match (one, other) {
        (Score::Between(low, high), Score::Between(least, most)) => {
            assert_eq!(low.met * least.of, least.met * low.of, "least");
            assert_eq!(high.met * most.of, most.met * high.of, "most");
        }
        _ => assert_eq!(one, other),
    }
}

/// One reading of each prerequisite that has several is settled, by the bits of a number.
fn settled(policy: &Policy, choice: u8) -> Vec<(&str, &str)> {
    let with = policy.prerequisites.iter().enumerate();
    let with = with.filter(|(index, each)| {
        !each.readings.is_empty() && choice.is_multiple_of(3) && choice >> (index % 8) & 1 == 1
    });
    with.map(|(_, each)| (&*each.name, &*each.readings[usize::from(choice >> 7)].name))
        .collect()
}

fn options(choice: u8) -> Options {
    Options {
        rivals: choice % 2 == 1,
        min_grade: [None, None, Some(Grade::B)][usize::from(choice / 2) % 3],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn walking_equals_judging(seed: u64, choice: u8, large: bool) {
        let size = if large {
            Size { terms: 12, prerequisites: 8, width: 4, listed: 70 }
        } else {
            Size { terms: 5, prerequisites: 4, width: 4, listed: 60 }
        };
        let (texts, drafts) = servanda_random::drafts(seed, size, 4);
        let (policy, first) = read(&texts);
        let judge = Judge::new(policy.settled(settled(&policy, choice)).unwrap());
        let walk = judge.walk(&Cancel::default()).expect("it is small");
        compare(&walk, &judge, &first, options(choice));
        for draft in drafts {
            let draft = proposal(&draft, &policy.vocabulary);
            compare(&walk, &judge, &draft, options(choice));
        }
    }
}

/// The policies that are shipped with the tool.
const SHIPPED: [&str; 6] = [
    "column",
    "cfr-2025",
    "defense-priorities-2025",
    "kyiv-2022",
    "moscow-2024",
    "quincy-2025",
];

#[test]
fn walking_equals_judging_for_all_shipped_texts() {
    let settlement = settlement();
    let texts: Vec<Proposal> = (proposals().iter())
        .map(|name| proposal(&text(files::proposal(name)), &settlement))
        .collect();
    assert!(texts.len() >= 27);
    for name in SHIPPED {
        let policy = shipped(name, &settlement);
        let judge = Judge::new(&policy);
        let walk = judge
            .walk(&Cancel::default())
            .expect("shipped policies are small");
        for text in &texts {
            for options in [Options::default(), options(3)] {
                assert!(
                    compare(&walk, &judge, text, options),
                    "{} by {name}",
                    text.id
                );
            }
        }
    }
}
