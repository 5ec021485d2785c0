//! Coverage against enumeration: what is called decisive is, what is called never decisive is not in
//! any completion, and a ready fixture makes decisive what it is made for.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Condition, Policy, Quantifier};
use servanda::proposal::Options;
use servanda::questions::coverage::{
    Coverage, Decisive, Fixture, Leaf, Never, Ready, Seen as SeenIn, Subject, Within, coverage,
};
use servanda::text::Place;
use servanda::verdict::Outcome;
use servanda_random::{Size, Texts};

use super::oracle::{self, Cell, Completion, Seen};
use crate::support::{ids, texts};

/// Whether a condition is true in a completion; the one at this place counts as its opposite.
fn holds(condition: &Condition, cells: &[Cell], flipped: Option<&Place>) -> bool {
    let each = |lines: &[Condition]| -> Vec<bool> {
        let lines = lines.iter();
        lines.map(|line| holds(line, cells, flipped)).collect()
    };
    let alone = match condition {
        Condition::Group(group) => {
            let lines = each(&group.lines);
            let count = lines.iter().filter(|holds| **holds).count();
            return match group.quantifier {
                Quantifier::All => count == lines.len(),
                Quantifier::Any => count > 0,
                Quantifier::None => count == 0,
                Quantifier::AtLeast(least) => count >= least,
            };
        }
        Condition::Comparison(_) => oracle::holds(condition, cells),
        Condition::Defined { definition, .. } => each(&definition.lines).iter().all(|line| *line),
    };
    alone != (flipped == Some(condition.place()))
}

fn finding(policy: &Policy, index: usize, at: &Completion, flipped: Option<&Place>) -> Seen {
    let prerequisite = &policy.prerequisites[index];
    let all = |lines: &[Condition]| lines.iter().all(|line| holds(line, &at.cells, flipped));
    if !all(prerequisite.when.as_slice()) {
        return Seen::None;
    }
    let mut unless = prerequisite.unless.iter();
    let read = prerequisite.readings.get(at.readings[index]);
    let met = all(&prerequisite.must) && read.is_none_or(|reading| all(&reading.must));
    if met || unless.any(|line| holds(line, &at.cells, flipped)) {
        Seen::Met
    } else {
        Seen::Unmet
    }
}

fn joint(policy: &Policy, at: &Completion, flipped: Option<&Place>) -> Seen {
    let deciding = (0..policy.prerequisites.len()).filter(|&i| !policy.prerequisites[i].advisory);
    let all: BTreeSet<Seen> = deciding
        .map(|index| finding(policy, index, at, flipped))
        .collect();
    let worst_first = [Seen::Unmet, Seen::Met];
    let found = worst_first.into_iter().find(|seen| all.contains(seen));
    found.unwrap_or(Seen::None)
}

/// What a subject shows: of a warning, that it is raised counts as unmet.
fn shows(policy: &Policy, subject: Subject, at: &Completion, flipped: Option<&Place>) -> Seen {
    match subject {
        Subject::Prerequisite(id) => finding(policy, id.index(), at, flipped),
        Subject::Warning(id) => {
            if holds(&policy.warning(id).raised_when, &at.cells, flipped) {
                Seen::Unmet
            } else {
                Seen::Met
            }
        }
    }
}

/// A text of which everything is enumerated, and what is looked at.
struct Looked {
    completions: Vec<Completion>,
    subjects: Vec<Subject>,
    joint: bool,
    fixed: BTreeMap<usize, usize>,
}

impl Looked {
    /// Whether flipping the condition makes a difference that is looked at.
    fn differs(&self, policy: &Policy, leaf: &Place, at: &Completion) -> bool {
        let of_subject = |subject: &Subject| {
            shows(policy, *subject, at, None) != shows(policy, *subject, at, Some(leaf))
        };
        self.subjects.iter().any(of_subject)
            || self.joint && joint(policy, at, None) != joint(policy, at, Some(leaf))
    }

    fn is_decisive(&self, policy: &Policy, leaf: &Condition, value: bool) -> bool {
        self.completions.iter().any(|at| {
            holds(leaf, &at.cells, None) == value && self.differs(policy, leaf.place(), at)
        })
    }
}

fn subjects(policy: &Policy) -> Vec<Subject> {
    let prerequisites = policy.prerequisite_ids().map(Subject::Prerequisite);
    prerequisites
        .chain(policy.warning_ids().map(Subject::Warning))
        .collect()
}

/// The conditions that bear on something, by place.
fn bearing(policy: &Policy, looked: &Looked) -> BTreeSet<usize> {
    fn walk(condition: &Condition, places: &mut BTreeSet<usize>) {
        let lines = match condition {
            Condition::Comparison(_) => &[],
            Condition::Defined { definition, .. } => &definition.lines[..],
            Condition::Group(group) => &group.lines,
        };
        places.insert(condition.place().span.start);
        for line in lines {
            walk(line, places);
        }
    }
    let mut places = BTreeSet::new();
    for subject in subjects(policy) {
        let decides = match subject {
            Subject::Prerequisite(id) => looked.joint && !policy.prerequisite(id).advisory,
            Subject::Warning(_) => false,
        };
        if !decides && !looked.subjects.contains(&subject) {
            continue;
        }
        match subject {
            Subject::Warning(id) => walk(&policy.warning(id).raised_when, &mut places),
            Subject::Prerequisite(id) => {
                let prerequisite = policy.prerequisite(id);
                let own = prerequisite.when.iter().chain(&prerequisite.must);
                let own = own.chain(&prerequisite.unless);
                own.for_each(|line| walk(line, &mut places));
                for (index, reading) in prerequisite.readings.iter().enumerate() {
                    if looked
                        .fixed
                        .get(&id.index())
                        .is_none_or(|only| *only == index)
                    {
                        reading.must.iter().for_each(|line| walk(line, &mut places));
                    }
                }
            }
        }
    }
    places
}

/// Definitions that use one another stand where the random policies write none.
fn with_definitions(mut texts: Texts, seed: u64) -> Texts {
    let first = texts.policy.find("prerequisite p0").unwrap();
    let defined = "define d1 {\nany of {\nd0\nt0 arises\n}\n}\ndefine d2 {\nt1 arises\n}\n";
    texts.policy.insert_str(first, defined);
    let lines: Vec<String> = (texts.policy.lines().enumerate())
        .map(|(at, line)| {
            let turn = (seed >> (at % 16)) % 5;
            match line.strip_prefix(" must t") {
                Some(_) if turn == 0 => " must d1".to_owned(),
                Some(_) if turn == 1 => " must d0".to_owned(),
                _ => line.to_owned(),
            }
        })
        .collect();
    texts.policy = lines.join("\n") + "\n";
    texts
}

fn everything(policy: &Policy) -> Vec<BTreeSet<Cell>> {
    (0..policy.vocabulary.terms.len())
        .map(|term| oracle::all_cells(policy, term))
        .collect()
}

/// Texts that have completions, each with something that is looked at.
fn fixtures(policy: &Policy, proposals: &[String], seed: u64) -> (Vec<Fixture>, Vec<Looked>) {
    let (mut fixtures, mut all) = (Vec::new(), Vec::new());
    for (at, text) in proposals.iter().enumerate() {
        let bits = seed.rotate_left(7 * at as u32);
        let proposal = texts::proposal(text, &policy.vocabulary);
        let options = Options::default();
        let possible: Vec<BTreeSet<Cell>> = (0..policy.vocabulary.terms.len())
            .map(|term| oracle::possible(policy, &proposal, options, term))
            .collect();
        let mut fixed = BTreeMap::new();
        let mut readings = vec![None; policy.prerequisites.len()];
        for (index, prerequisite) in policy.prerequisites.iter().enumerate() {
            if prerequisite.readings.len() > 1 && bits >> index & 1 == 1 {
                fixed.insert(index, 1);
                readings[index] = Some(ids::reading(prerequisite, 1));
            }
        }
        let completions = oracle::completions(policy, &possible, &fixed);
        if completions.is_empty() {
            continue;
        }
        let named = |subject: &Subject| match subject {
            Subject::Prerequisite(id) => bits >> (8 + id.index()) & 1 == 1,
            Subject::Warning(_) => bits >> 16 & 1 == 1,
        };
        let looked = Looked {
            completions,
            subjects: subjects(policy).into_iter().filter(named).collect(),
            joint: bits >> 17 & 1 == 1,
            fixed,
        };
        let of_kind = looked.subjects.iter();
        fixtures.push(Fixture {
            knowledge: proposal.knowledge(&policy.vocabulary, options).unwrap(),
            readings,
            prerequisites: (of_kind.clone())
                .filter_map(|subject| match subject {
                    Subject::Prerequisite(id) => Some(*id),
                    Subject::Warning(_) => None,
                })
                .collect(),
            warnings: of_kind
                .filter_map(|subject| match subject {
                    Subject::Warning(id) => Some(*id),
                    Subject::Prerequisite(_) => None,
                })
                .collect(),
            joint: looked.joint,
        });
        all.push(looked);
    }
    (fixtures, all)
}

/// How often each answer was given.
#[derive(Debug, Default)]
struct Given {
    covered: usize,
    missing: usize,
    never: BTreeMap<&'static str, usize>,
}

fn check(seed: u64, size: Size, given: &mut Given) {
    let (texts, others) = servanda_random::drafts(seed, size, 3);
    let texts = with_definitions(texts, seed);
    let policy = texts::read(&texts).0;
    let proposals = [&[texts.proposal][..], &others].concat();
    let (fixtures, looked) = fixtures(&policy, &proposals, seed);
    let found = coverage(&policy, &fixtures, &Cancel::default());
    let free = Looked {
        completions: oracle::completions(&policy, &everything(&policy), &BTreeMap::new()),
        subjects: subjects(&policy),
        joint: false,
        fixed: BTreeMap::new(),
    };
    let used = bearing(&policy, &free);
    let bearing: Vec<BTreeSet<usize>> = (looked.iter())
        .map(|looked| bearing(&policy, looked))
        .collect();
    for (index, covered) in found.conditions.iter().enumerate() {
        let leaf = covered.leaf.condition;
        let at = leaf.place().span.start;
        let sees = (looked.iter().zip(&bearing)).filter(|(_, bearing)| bearing.contains(&at));
        let mut seen = SeenIn::default();
        for (looked, _) in sees {
            let values: BTreeSet<bool> = (looked.completions.iter())
                .map(|completion| holds(leaf, &completion.cells, None))
                .collect();
            match (values.contains(&true), values.contains(&false)) {
                (true, true) => seen.open += 1,
                (true, false) => seen.holds += 1,
                _ => seen.fails += 1,
            }
        }
        assert_eq!(covered.seen, seen, "{:?}", covered.leaf);
        for (value, said) in [(true, &covered.holds), (false, &covered.fails)] {
            let by = |at: &usize| looked[*at].is_decisive(&policy, leaf, value);
            let by: Vec<usize> = (0..looked.len()).filter(by).collect();
            match said {
                Decisive::Covered(said) => {
                    given.covered += 1;
                    assert_eq!(*said, by);
                    assert!(!by.is_empty());
                }
                Decisive::Missing(ready) => {
                    given.missing += 1;
                    assert!(by.is_empty());
                    assert!(free.is_decisive(&policy, leaf, value));
                    let ready = &found.ready[ready.unwrap()];
                    assert!(ready.covers.contains(&(index, value)));
                }
                Decisive::Never(why) => {
                    assert!(by.is_empty());
                    assert!(!free.is_decisive(&policy, leaf, value));
                    let mut all = free.completions.iter();
                    let so = all.any(|at| holds(leaf, &at.cells, None) == value);
                    let (wanted, name) = match (used.contains(&at), so) {
                        (false, _) => (Never::Unused, "unused"),
                        (true, false) => (Never::NotSo, "not so"),
                        (true, true) => (Never::Masked, "masked"),
                    };
                    assert_eq!(*why, wanted);
                    *given.never.entry(name).or_default() += 1;
                }
                Decisive::NotDecided(limit) => panic!("{limit:?}"),
            }
        }
    }
    for ready in &found.ready {
        check_ready(&policy, &found, ready);
    }
}

/// What a ready fixture leaves possible.
fn completions(policy: &Policy, ready: &Ready, without: Option<usize>) -> Looked {
    let mut possible = everything(policy);
    for (at, (term, cell)) in ready.cells.iter().enumerate() {
        if without != Some(at) {
            possible[term.index()] = BTreeSet::from([*cell]);
        }
    }
    let mut fixed = BTreeMap::new();
    if let (Subject::Prerequisite(id), Some(reading)) = (ready.subject, ready.reading)
        && without != Some(ready.cells.len())
    {
        fixed.insert(id.index(), reading.index());
    }
    Looked {
        completions: oracle::completions(policy, &possible, &fixed),
        subjects: vec![ready.subject],
        joint: false,
        fixed,
    }
}

/// The outcome is settled, the condition is decisive in every completion, and without any one
/// provision, or the reading, one of these is not so.
fn check_ready(policy: &Policy, found: &Coverage<'_>, ready: &Ready) {
    let (index, value) = ready.made_for;
    let leaf: &Leaf<'_> = &found.conditions[index].leaf;
    let wanted = match ready.outcome {
        Outcome::Met => Seen::Met,
        Outcome::Unmet => Seen::Unmet,
        Outcome::NotApplicable => Seen::None,
    };
    let is_so = |text: &Looked| {
        text.completions.iter().all(|at| {
            shows(policy, ready.subject, at, None) == wanted
                && holds(leaf.condition, &at.cells, None) == value
                && text.differs(policy, leaf.condition.place(), at)
        })
    };
    let text = completions(policy, ready, None);
    assert!(!text.completions.is_empty());
    assert!(is_so(&text), "{ready:?}");
    for &(other, its) in &ready.covers {
        let other = found.conditions[other].leaf.condition;
        assert!(text.is_decisive(policy, other, its), "{ready:?}");
    }
    let parts = ready.cells.len() + usize::from(ready.reading.is_some());
    for without in 0..parts {
        let less = completions(policy, ready, Some(without));
        assert!(!is_so(&less), "{without} of {ready:?} is not needed");
    }
}

const SMALL: Size = Size {
    terms: 4,
    prerequisites: 3,
    width: 4,
    listed: 80,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_said_of_each_condition_is_so(seed: u64) {
        check(seed, SMALL, &mut Given::default());
    }
}

/// The same on fixed seeds, among which every answer is given.
#[test]
fn every_answer_is_given() {
    let mut given = Given::default();
    for seed in 0..40 {
        check(seed, SMALL, &mut given);
    }
    assert!(given.covered > 50, "{given:?}");
    assert!(given.missing > 50, "{given:?}");
    assert_eq!(given.never.len(), 3, "{given:?}");
}

/// A condition that stands twice is two conditions, and a definition's conditions have one value
/// wherever it is used.
#[test]
fn conditions_are_told_apart_by_their_place() {
    let vocabulary = texts::vocabulary("vocabulary v\nterm a yes or no\nterm b yes or no\n");
    let text = "policy p\nuses v\ndefine d { a }\nprerequisite q {\n must d\n must any of {\n  a\n  \
                b\n }\n unless d\n}\nprerequisite r {\n must d\n}\n";
    let policy = texts::policy(text, &vocabulary);
    let found = coverage(&policy, &[], &Cancel::default());
    let never = |index: usize| {
        let condition = &found.conditions[index];
        [&condition.holds, &condition.fails].map(|side| matches!(side, Decisive::Never(_)))
    };
    let names: Vec<bool> = (found.conditions.iter())
        .map(|each| matches!(each.leaf.within, Within::Definition(_)))
        .collect();
    assert_eq!(names, [false, false, false, false, false, true]);
    // In `q` both uses of `d` say the same where `a` holds; where it fails each alone would do.
    assert_eq!(never(0), [true, false]);
    assert_eq!(never(1), [true, true]);
    assert_eq!(never(3), [true, false]);
    assert_eq!(never(5), [false, false]);
}
