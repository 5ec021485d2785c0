//! Because of which changes something is found otherwise: the same as judging every text that is between
//! the old one and the new one, by enumeration.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Policy, PrerequisiteId, TermId};
use servanda::proposal::{Options, Proposal};
use servanda::questions::check::{Case, Report};
use servanda::questions::diff::{Cause, Diff, Judged, diff};
use servanda::questions::judge::Judge;
use servanda_random::Size;

use super::oracle::{self, Cell, Completion};
use crate::support::texts::{policy, proposal, vocabulary};

const SIZE: Size = Size {
    terms: 4,
    prerequisites: 4,
    width: 2,
    listed: 75,
};

type Cells = Vec<BTreeSet<Cell>>;
type Set = BTreeSet<usize>;

/// A policy and two texts, neither of which contradicts what always holds.
fn made(seed: u64) -> Option<(Policy, [Proposal; 2])> {
    let (texts, drafts) = servanda_random::drafts(seed, SIZE, 2);
    let vocabulary = vocabulary(&texts.vocabulary);
    let policy = policy(&texts.policy, &vocabulary);
    let pair = [&texts.proposal, drafts.first()?].map(|text| proposal(text, &vocabulary));
    let coherent = |text: &Proposal| !completions(&policy, &cells(&policy, text)).is_empty();
    pair.iter().all(coherent).then_some((policy, pair))
}

fn cells(policy: &Policy, text: &Proposal) -> Cells {
    let terms = 0..policy.vocabulary.terms.len();
    terms
        .map(|term| oracle::possible(policy, text, Options::default(), term))
        .collect()
}

fn completions(policy: &Policy, cells: &[BTreeSet<Cell>]) -> Vec<Completion> {
    oracle::completions(policy, cells, &BTreeMap::new())
}

/// What is compared: a finding over all readings or under one, a warning, the verdict.
#[derive(Clone, Copy)]
enum Of {
    Finding(usize, Option<usize>),
    Warning(usize),
    Verdict,
}

/// What is found where no completion fits is nothing.
fn found(policy: &Policy, all: &[Completion], of: Of) -> Option<&'static str> {
    if all.is_empty() {
        return None;
    }
    Some(match of {
        Of::Finding(at, reading) => {
            let read = all.iter();
            let read =
                read.filter(|each| reading.is_none_or(|reading| each.readings[at] == reading));
            oracle::verdict(read.map(|each| oracle::finding(policy, at, each)))
        }
        Of::Warning(at) => {
            let condition = &policy.warnings[at].raised_when;
            let mut raised: BTreeSet<bool> = BTreeSet::new();
            raised.extend(all.iter().map(|each| oracle::holds(condition, &each.cells)));
            match (raised.contains(&true), raised.contains(&false)) {
                (true, false) => "raised",
                (false, _) => "clear",
                (true, true) => "open",
            }
        }
        Of::Verdict => oracle::verdict(all.iter().map(|each| oracle::joint(policy, each))),
    })
}

/// The texts between two: by the set of changes that each makes.
struct Between<'a> {
    policy: &'a Policy,
    changed: Vec<usize>,
    all: BTreeMap<Set, Vec<Completion>>,
}

impl<'a> Between<'a> {
    fn new(policy: &'a Policy, texts: &[Proposal; 2]) -> Self {
        let [old, new] = [&texts[0], &texts[1]].map(|text| cells(policy, text));
        let changed: Vec<usize> = (0..old.len()).filter(|at| old[*at] != new[*at]).collect();
        let sets = 0..1_usize << changed.len();
        let all = sets.map(|bits| {
            let mut set = Set::new();
            let mut hybrid = old.clone();
            for (bit, &term) in changed.iter().enumerate() {
                if bits >> bit & 1 == 1 {
                    set.insert(term);
                    hybrid[term].clone_from(&new[term]);
                }
            }
            (set, completions(policy, &hybrid))
        });
        let all = all.collect();
        Self {
            policy,
            changed,
            all,
        }
    }

    fn whole(&self) -> Set {
        self.changed.iter().copied().collect()
    }

    fn found(&self, set: &Set, of: Of) -> Option<&'static str> {
        found(self.policy, &self.all[set], of)
    }

    /// Whether every text between has a completion: otherwise what changes on terms that bear on nothing
    /// could still leave none.
    fn is_coherent(&self) -> bool {
        self.all.values().all(|all| !all.is_empty())
    }

    /// The minimal sets of changes which, made in `base`, bring what `goal` says.
    fn enough(&self, base: &Set, goal: &[(Of, Option<&str>)]) -> BTreeSet<Set> {
        let brings = |set: &&Set| {
            set.is_superset(base)
                && goal
                    .iter()
                    .all(|(of, wanted)| self.found(set, *of) == *wanted)
        };
        let all: Vec<Set> = self
            .all
            .keys()
            .filter(brings)
            .map(|set| set - base)
            .collect();
        let minimal = |set: &&Set| {
            !all.iter()
                .any(|other| other != *set && other.is_subset(set))
        };
        all.iter().filter(minimal).cloned().collect()
    }

    /// The changes without which, the others being made, something else is found.
    fn needed(&self, goal: &[(Of, Option<&str>)]) -> Set {
        let whole = self.whole();
        let is_needed = |term: &usize| {
            let others = &whole - &Set::from([*term]);
            goal.iter()
                .any(|(of, wanted)| self.found(&others, *of) != *wanted)
        };
        whole.iter().copied().filter(is_needed).collect()
    }
}

fn sets(cause: &Cause<TermId>) -> (BTreeSet<Set>, Set) {
    let set = |terms: &Vec<TermId>| terms.iter().map(|term| term.index()).collect();
    (cause.enough.iter().map(set).collect(), set(&cause.needed))
}

/// Judges two texts and tells what becomes of the verdict.
fn told(judge: &Judge<'_>, texts: &[Proposal; 2], ask: impl FnOnce(&Diff, [&Report; 2])) {
    let cancel = Cancel::default();
    let options = Options::default();
    let cases: Vec<Case<'_>> = texts
        .iter()
        .map(|text| judge.case(text, options).unwrap())
        .collect();
    let reports: Vec<Report> = cases
        .iter()
        .map(|case| case.check(&cancel).unwrap())
        .collect();
    let changed = texts[0].changed(&texts[1], &judge.policy.vocabulary, options);
    let judged = Judged {
        cases: [&cases[0], &cases[1]],
        reports: [&reports[0], &reports[1]],
        changed: &changed,
    };
    ask(&diff(judged, &cancel), judged.reports);
}

fn holds(between: &Between<'_>, cause: &Cause<TermId>, goal: &[(Of, Option<&str>)]) {
    let (enough, needed) = sets(cause);
    assert!(cause.complete);
    assert_eq!(enough, between.enough(&Set::new(), goal));
    if between.is_coherent() {
        assert_eq!(needed, between.needed(goal));
    }
    // What all minimal sets share is needed.
    for term in &between.whole() {
        assert!(needed.contains(term) || enough.iter().any(|set| !set.contains(term)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn causes_are_those_of_enumeration(seed: u64) {
        let Some((policy, texts)) = made(seed) else { return Ok(()) };
        let judge = Judge::new(&policy);
        let between = Between::new(&policy, &texts);
        let (none, whole) = (Set::new(), between.whole());
        let changed = texts[0].changed(&texts[1], &policy.vocabulary, Options::default());
        let changed: Vec<usize> = changed.iter().map(|term| term.index()).collect();
        prop_assert_eq!(&changed, &between.changed);
        told(&judge, &texts, |diff, reports| {
            assert!(diff.unfinished.parts.is_empty());
            let becomes = |of: Of| [&none, &whole].map(|set| between.found(set, of));
            let [was, is] = becomes(Of::Verdict);
            assert_eq!(diff.joint.is_some(), was != is);
            if let Some(cause) = &diff.joint {
                holds(&between, cause, &[(Of::Verdict, is)]);
            }
            for id in policy.prerequisite_ids() {
                finding(&between, diff, id);
            }
            for at in 0..policy.warnings.len() {
                let [was, is] = becomes(Of::Warning(at));
                let flip = diff.warnings.iter().find(|flip| flip.of.index() == at);
                assert_eq!(flip.is_some(), was != is);
                if let Some(flip) = flip {
                    assert_eq!([Some(flip.old.word()), Some(flip.new.word())], [was, is]);
                    holds(&between, flip.cause.as_ref().unwrap(), &[(Of::Warning(at), is)]);
                }
            }
            assert_eq!(reports[0].findings.len(), policy.prerequisites.len());
        });
    }

    /// From the new text to the old one everything is the other way round, and from a text to itself
    /// nothing changes.
    #[test]
    fn the_way_back_mirrors_the_way_there(seed: u64) {
        let Some((policy, texts)) = made(seed) else { return Ok(()) };
        let judge = Judge::new(&policy);
        let flips = |diff: &Diff, back: bool| -> Vec<_> {
            let turned = |old, new| if back { (new, old) } else { (old, new) };
            let readings = |all: &[(servanda::policy::ReadingId, _, _)]| -> Vec<_> {
                all.iter().map(|(id, old, new)| (*id, turned(*old, *new))).collect()
            };
            let each = diff.findings.iter();
            each.map(|flip| (flip.of, turned(flip.old, flip.new), readings(&flip.readings))).collect()
        };
        let mut there = Vec::new();
        told(&judge, &texts, |diff, _| there = flips(diff, false));
        let [old, new] = texts;
        let turned = [new, old];
        told(&judge, &turned, |diff, _| assert_eq!(there, flips(diff, true)));
        let cancel = Cancel::default();
        let case = judge.case(&turned[0], Options::default()).unwrap();
        let report = case.check(&cancel).unwrap();
        let changed = turned[0].changed(&turned[0], &policy.vocabulary, Options::default());
        prop_assert!(changed.is_empty());
        let judged = Judged { cases: [&case, &case], reports: [&report, &report], changed: &changed };
        let same = diff(judged, &cancel);
        prop_assert!(same.joint.is_none() && same.findings.is_empty());
        prop_assert!(same.warnings.is_empty() && same.offsets.is_empty());
    }
}

fn finding(between: &Between<'_>, diff: &Diff, id: PrerequisiteId) {
    let (none, whole) = (Set::new(), between.whole());
    let at = id.index();
    let becomes = |of: Of| [&none, &whole].map(|set| between.found(set, of));
    let [was, is] = becomes(Of::Finding(at, None));
    let readings = 0..between.policy.prerequisites[at].readings.len();
    let mut goal = Vec::new();
    for reading in readings {
        let of = Of::Finding(at, Some(reading));
        let [was, is] = becomes(of);
        if was != is {
            goal.push((of, is));
        }
    }
    let flip = diff.findings.iter().find(|flip| flip.of == id);
    assert_eq!(flip.is_some(), was != is || !goal.is_empty());
    if was != is {
        goal = vec![(Of::Finding(at, None), is)];
    }
    if let Some(flip) = flip {
        assert_eq!([Some(flip.old.word()), Some(flip.new.word())], [was, is]);
        return holds(between, flip.cause.as_ref().unwrap(), &goal);
    }
    let of = Of::Finding(at, None);
    let offsets: Vec<_> = diff
        .offsets
        .iter()
        .filter(|offset| offset.of == id)
        .collect();
    for term in &whole {
        let alone = Set::from([*term]);
        let would_be = between.found(&alone, of);
        let told = offsets.iter().find(|offset| offset.by.index() == *term);
        // Where it alone leaves no completion, nothing is told of it.
        assert_eq!(told.is_some(), would_be.is_some() && would_be != was);
        if let Some(told) = told {
            assert_eq!(Some(told.would_be.word()), would_be);
            let (enough, _) = sets(&told.made_up_by);
            assert_eq!(enough, between.enough(&alone, &[(of, was)]));
        }
    }
}
