//! Packages: the same as choosing for each member one thing that it may say, and looking at what these
//! choices come to. Written from docs/language.md ("Packages").

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::proposal::{self, Accord, Entry, Grade, Options, Proposal, Stated};
use servanda::questions::judge::Judge;
use servanda::text::Source;
use servanda_random::{Random, Size};

use super::oracle::{self, Cell};
use crate::support::texts::{policy, vocabulary};

const SIZE: Size = Size {
    terms: 4,
    prerequisites: 3,
    width: 3,
    listed: 70,
};

/// One thing that a member may say of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Choice {
    NotEstablished,
    Silent,
    NotApplicable,
    Value(u64),
}

fn choices(policy: &Policy, member: &Proposal, options: Options, term: usize) -> BTreeSet<Choice> {
    let reached = |source: usize| match (options.min_grade, member.sources[source].grade) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(least), Some(grade)) => grade <= least,
    };
    let best = options.min_grade.is_none() || (0..member.sources.len()).any(reached);
    let mut given = member.provisions.iter();
    let Some(given) = given.find(|given| given.term.index() == term) else {
        return BTreeSet::from([match member.unlisted_silent {
            Some(_) if best => Choice::Silent,
            _ => Choice::NotEstablished,
        }]);
    };
    let counts = match (&given.stated, &given.sources[..]) {
        (Stated::Value(Entry::Silent), []) => best,
        (_, sources) => options.min_grade.is_none() || sources.iter().any(|each| reached(*each)),
    };
    if !counts {
        return BTreeSet::from([Choice::NotEstablished]);
    }
    let choice = |entry: &Entry| match entry {
        Entry::Silent => Choice::Silent,
        Entry::NotApplicable => Choice::NotApplicable,
        Entry::Value(value) => Choice::Value(*value),
    };
    let mut all: BTreeSet<Choice> = match &given.stated {
        Stated::Value(entry) => BTreeSet::from([choice(entry)]),
        Stated::AnyOf(entries) => entries.iter().map(choice).collect(),
        Stated::Between(..) | Stated::Bounds { .. } => {
            let without_rivals = Options {
                rivals: false,
                ..options
            };
            let cells = oracle::possible(policy, member, without_rivals, term);
            cells.into_iter().flatten().map(Choice::Value).collect()
        }
    };
    if options.rivals {
        all.extend(given.rival.iter().map(choice));
    }
    all
}

/// What all choices come to, taken like this alone.
fn taken(policy: &Policy, members: &[Proposal], options: Options, term: usize) -> BTreeSet<Cell> {
    let each: Vec<BTreeSet<Choice>> = (members.iter())
        .map(|member| choices(policy, member, options, term))
        .collect();
    let mut ways: Vec<Vec<Choice>> = vec![Vec::new()];
    for choices in &each {
        ways = (ways.iter())
            .flat_map(|way| {
                choices
                    .iter()
                    .map(move |choice| [&way[..], &[*choice]].concat())
            })
            .collect();
    }
    let values = |way: &[Choice]| -> BTreeSet<Cell> {
        let each = way.iter().filter_map(|choice| match choice {
            Choice::Value(value) => Some(Some(*value)),
            _ => None,
        });
        each.collect()
    };
    // Members are read so that they agree, if they can be.
    let agreeing: Vec<&Vec<Choice>> = ways.iter().filter(|way| values(way).len() < 2).collect();
    let mut cells = BTreeSet::new();
    for way in &agreeing {
        let stated = values(way);
        if !stated.is_empty() {
            cells.extend(stated);
        } else if way.contains(&Choice::NotEstablished) {
            return oracle::all_cells(policy, term);
        } else if way.contains(&Choice::Silent) {
            cells.extend(oracle::silent_cells(policy, term));
        } else {
            cells.insert(None);
        }
    }
    if agreeing.is_empty() {
        let states = |choices: &&BTreeSet<Choice>| {
            choices
                .iter()
                .all(|choice| matches!(choice, Choice::Value(_)))
        };
        for choices in each.iter().filter(states) {
            let choices: Vec<Choice> = choices.iter().copied().collect();
            cells.extend(values(&choices));
        }
    }
    cells
}

/// The same, where options only add to what is possible without them.
fn possible(
    policy: &Policy,
    members: &[Proposal],
    options: Options,
    term: usize,
) -> BTreeSet<Cell> {
    let any_grade = Options {
        min_grade: None,
        ..options
    };
    let each = [Options::default(), any_grade, options].into_iter();
    each.flat_map(|options| taken(policy, members, options, term))
        .collect()
}

fn all_options() -> impl Iterator<Item = Options> {
    let grades = [None, Some(Grade::C), Some(Grade::B), Some(Grade::A)];
    let each = grades.into_iter();
    each.flat_map(|min_grade| [false, true].map(|rivals| Options { rivals, min_grade }))
}

/// A policy, and so many proposals over its vocabulary.
fn drafts(seed: u64, count: usize) -> (Policy, Vec<Proposal>) {
    let (texts, more) = servanda_random::drafts(seed, SIZE, count);
    let policy = policy(&texts.policy, &vocabulary(&texts.vocabulary));
    let all = [texts.proposal].into_iter().chain(more).enumerate();
    let mut random = Random::new(seed);
    let read = |(at, text): (usize, String)| {
        // Members have to be silent at the same time now and then.
        let lines = text.lines().map(|line| match line.split_once(": ") {
            Some((term, _)) if term.starts_with("  t") && random.chance(40) => {
                format!("{term}: silent\n")
            }
            _ => format!("{line}\n"),
        });
        let text: String = lines.collect();
        let source = Source::new(format!("{at}.yaml"), text);
        proposal::read(&source, &policy.vocabulary).unwrap()
    };
    let members = all.map(read).collect();
    (policy, members)
}

fn package(policy: &Policy, members: Vec<Proposal>) -> Proposal {
    proposal::package(members, &policy.vocabulary).unwrap()
}

#[test]
fn random_packages_agree_differ_and_leave_terms_open() {
    let mut seen = [0; 4];
    for seed in 0..50 {
        let (policy, members) = drafts(seed, 2);
        let whole = package(&policy, members);
        for id in policy.vocabulary.ids() {
            let together = whole.together(id, &policy.vocabulary, Options::default());
            seen[together.accord as usize] += 1;
            let differs = together.accord == Accord::Differing;
            assert_eq!(whole.differing(&policy.vocabulary).contains(&id), differs);
        }
    }
    assert!(seen.iter().all(|count| *count > 10), "{seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_package_leaves_possible_what_its_members_come_to(seed: u64, count in 1_usize..5) {
        let (policy, members) = drafts(seed, count);
        let whole = package(&policy, members);
        for options in all_options() {
            let known = whole.knowledge(&policy.vocabulary, options).unwrap();
            for (id, known) in policy.vocabulary.ids().zip(known) {
                let kind = &policy.vocabulary.term(id).kind;
                let cells = oracle::all_cells(&policy, id.index()).into_iter();
                let found: BTreeSet<Cell> = cells.filter(|cell| known.allows(kind, *cell)).collect();
                prop_assert_eq!(found, possible(&policy, &whole.members, options, id.index()));
            }
        }
    }

    #[test]
    fn verdicts_on_a_package_and_what_they_rest_on_are_exact(seed: u64, rivals: bool) {
        let (policy, members) = drafts(seed, 3);
        let whole = package(&policy, members);
        let judge = Judge::new(&policy);
        let options = Options { rivals, min_grade: None };
        let case = judge.case(&whole, options).expect("one vocabulary");
        let Ok(report) = case.check(&Cancel::default()) else { return Ok(()) };
        let joint = |options: Options| {
            let terms = 0..policy.vocabulary.terms.len();
            let cells: Vec<_> = (terms)
                .map(|term| possible(&policy, &whole.members, options, term))
                .collect();
            let completions = oracle::completions(&policy, &cells, &BTreeMap::new());
            oracle::verdict(completions.iter().map(|each| oracle::joint(&policy, each))).to_owned()
        };
        prop_assert_eq!(report.verdict.to_string(), joint(options));
        let rests = case.rests_on(&report, &Cancel::default()).unwrap();
        for each in &rests.grades {
            let min_grade = Some(each.grade);
            let under = joint(Options { rivals, min_grade });
            prop_assert_eq!(each.otherwise.verdict.to_string(), under);
        }
        if let Some(counted) = rests.rivals {
            let under = joint(Options { rivals: true, min_grade: None });
            prop_assert_eq!(counted.verdict.to_string(), under);
        }
    }

    #[test]
    fn options_only_add_to_what_is_possible(seed: u64) {
        let (policy, members) = drafts(seed, 3);
        let whole = package(&policy, members);
        let known = |options| whole.knowledge(&policy.vocabulary, options).unwrap();
        for (looser, stricter) in all_options().flat_map(|one| all_options().map(move |two| (one, two))) {
            let least = |options: Options| options.min_grade.map_or(3, |grade| grade as u8);
            if looser.rivals && !stricter.rivals || least(stricter) > least(looser) {
                continue;
            }
            for ((id, narrow), wide) in policy.vocabulary.ids().zip(known(looser)).zip(known(stricter)) {
                let kind = &policy.vocabulary.term(id).kind;
                for cell in oracle::all_cells(&policy, id.index()) {
                    prop_assert!(!narrow.allows(kind, cell) || wide.allows(kind, cell));
                }
            }
        }
    }

    #[test]
    fn one_text_alone_is_that_text_and_the_order_does_not_matter(seed: u64, turn in 0_usize..3) {
        let (policy, mut members) = drafts(seed, 3);
        let (_, again) = drafts(seed, 3);
        let known = |package: &Proposal, options| {
            let known = package.knowledge(&policy.vocabulary, options).unwrap();
            let ids = policy.vocabulary.ids().zip(known);
            ids.map(|(id, known)| {
                let cells = oracle::all_cells(&policy, id.index()).into_iter();
                let kind = &policy.vocabulary.term(id).kind;
                cells.filter(|cell| known.allows(kind, *cell)).collect()
            })
            .collect::<Vec<BTreeSet<Cell>>>()
        };
        members.rotate_left(turn);
        let turned = package(&policy, members);
        let whole = package(&policy, again);
        prop_assert_eq!(
            turned.differing(&policy.vocabulary),
            whole.differing(&policy.vocabulary)
        );
        for options in all_options() {
            prop_assert_eq!(known(&turned, options), known(&whole, options));
        }
        let (_, mut alone) = drafts(seed, 1);
        let (_, mut same) = drafts(seed, 1);
        let (alone, same) = (alone.remove(0), same.remove(0));
        let package = package(&policy, vec![alone]);
        prop_assert_eq!(package.differing(&policy.vocabulary), []);
        for options in all_options() {
            prop_assert_eq!(known(&package, options), known(&same, options));
        }
    }
}
