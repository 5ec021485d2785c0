//! Mutants against enumeration: what is called equivalent is equal in every completion, what survives
//! passes every test and is not equal, what is killed fails a test, and a ready test kills.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use servanda::answer::{FixtureAnswer, MutantAnswer, MutantFate, MutatedAnswer};
use servanda::limit::Cancel;
use servanda::policy::{Policy, read_policy};
use servanda::proposal::Options;
use servanda::questions::check::Judge;
use servanda::questions::mutate::{Operator, mutations};
use servanda::text::Source;
use servanda::world::Tester;
use servanda_random::Size;

use super::oracle::{self, Completion, Seen};
use crate::support::texts;

const POLICY: &str = "mine.servanda";

type Files = BTreeMap<String, String>;

/// What a policy shows of one completion, or rather of all that differ from it in readings alone: by
/// reading, of each prerequisite; the warnings; and the joint outcomes, all and by the readings chosen
/// together: a difference may show only where readings of several prerequisites are chosen at once.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    readings: BTreeMap<(usize, String), Seen>,
    outcomes: Vec<BTreeSet<Seen>>,
    warnings: Vec<bool>,
    joint: BTreeSet<Seen>,
    joint_under: BTreeMap<Vec<Option<String>>, Seen>,
}

/// By cells.
fn shown(policy: &Policy, completions: &[Completion]) -> Vec<Shown> {
    let mut by_cells: BTreeMap<&[oracle::Cell], Shown> = BTreeMap::new();
    for completion in completions {
        let own = by_cells.entry(&completion.cells[..]);
        let own = own.or_insert_with(|| Shown {
            readings: BTreeMap::new(),
            outcomes: vec![BTreeSet::new(); policy.prerequisites.len()],
            warnings: (policy.warnings.iter())
                .map(|warning| oracle::holds(&warning.raised_when, &completion.cells))
                .collect(),
            joint: BTreeSet::new(),
            joint_under: BTreeMap::new(),
        });
        let joint = oracle::joint(policy, completion);
        own.joint.insert(joint);
        own.joint_under.insert(chosen(policy, completion), joint);
        for (index, prerequisite) in policy.prerequisites.iter().enumerate() {
            let seen = oracle::finding(policy, index, completion);
            own.outcomes[index].insert(seen);
            if let Some(reading) = prerequisite.readings.get(completion.readings[index]) {
                let key = (index, reading.name.clone());
                own.readings.insert(key, seen);
            }
        }
    }
    by_cells.into_values().collect()
}

/// The names of the readings that a completion takes.
fn chosen(policy: &Policy, completion: &Completion) -> Vec<Option<String>> {
    let each = policy.prerequisites.iter().zip(&completion.readings);
    each.map(|(prerequisite, &at)| {
        prerequisite
            .readings
            .get(at)
            .map(|reading| reading.name.clone())
    })
    .collect()
}

fn all(policy: &Policy) -> Vec<Completion> {
    let terms = 0..policy.vocabulary.terms.len();
    let possible: Vec<_> = terms.map(|term| oracle::all_cells(policy, term)).collect();
    oracle::completions(policy, &possible, &BTreeMap::new())
}

/// Whether nothing differs: in no completion, under no reading that both have.
fn is_equal(now: &[Shown], mutant: &Policy) -> bool {
    let then = shown(mutant, &all(mutant));
    let same = |(now, then): (&Shown, &Shown)| {
        let both = |(key, seen): (&(usize, String), &Seen)| {
            then.readings.get(key).is_none_or(|other| other == seen)
        };
        let together = |(key, seen): (&Vec<Option<String>>, &Seen)| {
            then.joint_under.get(key).is_none_or(|other| other == seen)
        };
        now.outcomes == then.outcomes
            && now.warnings == then.warnings
            && now.joint == then.joint
            && now.readings.iter().all(both)
            && now.joint_under.iter().all(together)
    };
    assert_eq!(now.len(), then.len());
    now.iter().zip(&then).all(same)
}

/// Tests of the proposals, each of which expects some of what comes.
fn tests(policy: &Policy, proposals: &[String], seed: u64, files: &mut Files) -> Vec<String> {
    let judge = Judge::new(policy);
    let mut paths = Vec::new();
    for (at, text) in proposals.iter().enumerate() {
        let mut bits = seed.rotate_left(11 * at as u32);
        let mut chosen = || {
            bits = bits.rotate_right(1);
            bits & 1 == 1
        };
        let proposal = texts::proposal(text, &policy.vocabulary);
        let case = judge.case(&proposal, Options::default()).unwrap();
        let Ok(report) = case.check(&Cancel::default()) else {
            continue;
        };
        let written = |word: &str| word.replace(' ', "_");
        let mut expects = format!("policies:\n  {POLICY}:\n    findings:\n");
        let findings = policy.prerequisites.iter().zip(&report.findings);
        let mut none = true;
        for (prerequisite, finding) in findings.filter(|_| chosen()) {
            let word = written(finding.verdict.word());
            let _ = writeln!(expects, "      {}: {word}", prerequisite.name);
            none = false;
        }
        if none {
            expects = format!("policies:\n  {POLICY}:\n");
        }
        if chosen() || none {
            let _ = writeln!(expects, "    verdict: {}", written(report.verdict.word()));
        }
        if chosen() {
            let warnings = policy.warnings.iter().zip(&report.alarms);
            for (at, (warning, alarm)) in warnings.enumerate() {
                let head = if at == 0 { "    warnings:\n" } else { "" };
                let _ = writeln!(expects, "{head}      {}: {}", warning.name, alarm.word());
            }
        }
        files.insert(format!("t{at}.yaml"), text.clone());
        files.insert(format!("t{at}.expect.yaml"), expects);
        paths.push(format!("t{at}.expect.yaml"));
    }
    paths
}

/// The names of the tests that fail or cannot be run.
fn failing(files: &Files, paths: &[String]) -> Vec<String> {
    let mut tester = Tester::new(files);
    let failed = |path: &&String| {
        let tests = tester.test(path, &Cancel::default());
        !tests.is_ok_and(|tests| {
            let mut each = tests.iter();
            each.all(|test| test.as_ref().is_ok_and(|test| test.passed))
        })
    };
    let failed: Vec<&String> = paths.iter().filter(failed).collect();
    let name = |path: &String| path.trim_end_matches(".expect.yaml").to_owned();
    failed.into_iter().map(name).collect()
}

fn mutated(files: &Files, paths: &[String]) -> MutatedAnswer {
    let mut tester = Tester::new(files);
    let mut tests = Vec::new();
    for path in paths {
        let opened = tester.open(path, |_| true, &Cancel::default()).unwrap();
        tests.extend(opened.into_iter().map(|test| test.unwrap()));
    }
    let policy = tester.policies().next().unwrap();
    let answer = tester.mutate(policy, &tests, &[], &Cancel::default());
    answer.unwrap()
}

/// The files with another text of the policy, and a ready test.
fn with(files: &Files, text: &str, fixture: Option<&FixtureAnswer>) -> Files {
    let mut files = files.clone();
    files.insert(POLICY.to_owned(), text.to_owned());
    if let Some(fixture) = fixture {
        files.insert("ready.yaml".to_owned(), fixture.proposal.clone());
        files.insert("ready.expect.yaml".to_owned(), fixture.expectation.clone());
    }
    files
}

/// How often each fate was met.
type Met = BTreeMap<&'static str, usize>;

fn check(seed: u64, size: Size, met: &mut Met) {
    let (random, others) = servanda_random::drafts(seed, size, 3);
    let (policy, _) = texts::read(&random);
    let proposals = [&[random.proposal.clone()][..], &others].concat();
    let mut files = Files::from([
        (
            format!("{}.servanda", policy.vocabulary.name),
            random.vocabulary,
        ),
        (POLICY.to_owned(), random.policy),
    ]);
    let paths = tests(&policy, &proposals, seed, &mut files);
    if paths.is_empty() {
        return;
    }
    assert_eq!(failing(&files, &paths), Vec::<String>::new());
    let answer = mutated(&files, &paths);
    let mutations = mutations(&policy);
    assert_eq!(mutations.len(), answer.mutants.len());
    let now = shown(&policy, &all(&policy));
    for (mutation, mutant) in mutations.iter().zip(&answer.mutants) {
        let text = mutation.text(&policy);
        let whole = read_policy(&Source::new(POLICY, &*text), &policy.vocabulary);
        let fate = check_one(&now, whole.ok(), &text, (&files, &paths), mutant);
        *met.entry(fate).or_default() += 1;
        let Some(name) = &mutant.fixture else {
            assert_ne!(mutant.fate, MutantFate::Survived, "no test for {mutant:?}");
            continue;
        };
        let fixture = answer.fixtures.iter().find(|each| each.name == *name);
        let ready = ["ready.expect.yaml".to_owned()];
        let passing = with(&files, &files[POLICY], fixture);
        assert!(failing(&passing, &ready).is_empty(), "{fixture:?}");
        let then = with(&files, &text, fixture);
        assert!(!failing(&then, &ready).is_empty(), "{mutant:?} {fixture:?}");
    }
}

fn check_one(
    now: &[Shown],
    whole: Option<Policy>,
    text: &str,
    (files, paths): (&Files, &[String]),
    mutant: &MutantAnswer,
) -> &'static str {
    let Some(whole) = whole else {
        assert_eq!(mutant.fate, MutantFate::NotViable, "{mutant:?}");
        return "not viable";
    };
    let failed = failing(&with(files, text, None), paths);
    match mutant.fate {
        MutantFate::Killed => {
            let by = mutant.killed_by.as_ref().unwrap();
            let by = by.escaped(String::push_str);
            assert!(failed.contains(&by), "{mutant:?}: {failed:?}");
            "killed"
        }
        MutantFate::Equivalent => {
            assert!(failed.is_empty(), "{mutant:?}: {failed:?}");
            assert!(is_equal(now, &whole), "{mutant:?}");
            "equivalent"
        }
        MutantFate::Survived => {
            assert!(failed.is_empty(), "{mutant:?}: {failed:?}");
            assert!(!is_equal(now, &whole), "{mutant:?}");
            "survived"
        }
        _ => panic!("{mutant:?}"),
    }
}

const SMALL: Size = Size {
    terms: 4,
    prerequisites: 3,
    width: 3,
    listed: 60,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn what_is_said_of_each_mutant_is_so(seed: u64) {
        check(seed, SMALL, &mut Met::new());
    }
}

/// A mistake that shows only where two prerequisites are read in one certain way each.
#[test]
fn a_mistake_that_shows_under_readings_chosen_together_is_no_equivalent() {
    check(2_222_092_951_238_987_033, SMALL, &mut Met::new());
}

/// The same on fixed seeds, among which mutants have every fate.
#[test]
fn every_fate_is_met() {
    let mut met = Met::new();
    for seed in 0..4 {
        check(seed, SMALL, &mut met);
    }
    let fates: Vec<&str> = met.keys().copied().collect();
    assert_eq!(fates, ["equivalent", "killed", "not viable", "survived"]);
    assert!(met.values().all(|count| *count > 5), "{met:?}");
}

/// Every kind of mistake is made.
#[test]
fn random_policies_have_every_kind_of_mistake() {
    let mut kinds = BTreeSet::new();
    for seed in 0..40 {
        let (policy, _) = texts::read(&servanda_random::texts(seed, SMALL));
        kinds.extend(mutations(&policy).iter().map(|mutation| mutation.operator));
    }
    let all = [
        Operator::Step,
        Operator::Negation,
        Operator::Member,
        Operator::Quantifier,
        Operator::Count,
        Operator::Line,
        Operator::When,
        Operator::Unless,
        Operator::Reading,
        Operator::Advisory,
    ];
    assert_eq!(kinds, BTreeSet::from(all));
}
