//! Proofs about policies against enumeration.

mod named;
mod shown;
mod world;

use std::collections::BTreeSet;

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::proposal::{self, Options};
use servanda::questions::judge::Judge;
use servanda::questions::lint::{self, Change, Proof, Proved, Removal};
use servanda::text::Source;
use servanda_random::Size;

use super::oracle::{self};
use shown::{Shown, at};
use world::{World, indexes};

fn check(seed: u64, size: Size) -> Vec<Proved> {
    check_in(&World::new(seed, size))
}

fn check_in(world: &World) -> Vec<Proved> {
    let proofs = lint::prove(&world.policy, &Cancel::default()).found;
    let mut wanted: Vec<Proved> = world.uncited().collect();
    let (mut implied, mut sound) = (BTreeSet::new(), Vec::new());
    let mut never_met = None;
    if !world.settlements.is_empty() {
        let (alone, each) = world.alone();
        sound = each;
        wanted.extend(alone);
        let contradictions = world.contradictions(&sound);
        if contradictions.is_empty() {
            never_met = world.policy_never_met();
        }
        wanted.extend(contradictions);
        implied = world.implied(&sound);
    }
    let count = wanted.len() + implied.len() + usize::from(never_met.is_some());
    assert_eq!(proofs.len(), count, "{wanted:#?} {implied:?} {proofs:#?}");
    check_removals(world, &proofs);
    for proof in &proofs {
        match &proof.proved {
            Proved::Implied {
                prerequisite, by, ..
            } => {
                let (index, by) = (prerequisite.index(), indexes(by));
                assert!(implied.remove(&index), "{:?}", proof.proved);
                let others = world.may_imply(&sound, index);
                assert!(by.is_sorted() && by.iter().all(|other| others.contains(other)));
                assert!(world.implies(&by, index), "{:?}", proof.proved);
                let fewer = (0..by.len()).map(|at| [&by[..at], &by[at + 1..]].concat());
                assert!(!fewer.into_iter().any(|fewer| world.implies(&fewer, index)));
            }
            Proved::PolicyNeverMet {
                of,
                only_where_none_applies,
            } => {
                let (sets, shown) = never_met.take().unwrap();
                assert!(sets.contains(&indexes(of)), "{:?} {sets:?}", proof.proved);
                assert_eq!(*only_where_none_applies, shown);
            }
            proved => {
                let at = wanted.iter().position(|wanted| wanted == proved);
                assert!(at.is_some(), "{proved:?} is not so");
                wanted.swap_remove(at.unwrap());
            }
        }
        check_shown(world, proof);
    }
    let names: Vec<&str> = (proofs.iter())
        .filter_map(|proof| Some(proof.witness.as_ref()?.name.as_str()))
        .collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
    proofs.into_iter().map(|proof| proof.proved).collect()
}

/// What is said of removing prerequisites is so, of each alone and of all together.
fn check_removals(world: &World, proofs: &[Proof]) {
    let all: Vec<(usize, &Removal)> = (proofs.iter())
        .filter_map(|proof| match &proof.proved {
            Proved::Implied {
                prerequisite,
                removal,
                ..
            } => Some((prerequisite.index(), removal)),
            _ => None,
        })
        .collect();
    let free = all.iter().filter(|(_, removal)| **removal == Removal::Free);
    let free: Vec<usize> = free.map(|(index, _)| *index).collect();
    assert!(!world.removal_changes(&free), "{free:?}");
    for (index, removal) in all {
        let changes = world.removal_changes(&[index]);
        match removal {
            Removal::Free => assert!(!changes),
            Removal::InsteadOf(others) => {
                let others = indexes(others);
                assert!(!changes && others.iter().all(|other| free.contains(other)));
                assert!(world.removal_changes(&[&others[..], &[index]].concat()));
                for at in 0..others.len() {
                    let fewer = [&others[..at], &others[at + 1..], &[index]].concat();
                    assert!(!world.removal_changes(&fewer), "{others:?}");
                }
            }
            Removal::Changes(_) => assert!(changes),
        }
    }
}

/// Whether there is a text where something can be shown, and whether it shows it.
fn check_shown(world: &World, proof: &Proof) {
    let Some(witness) = &proof.witness else {
        match &proof.proved {
            Proved::NeverApplies(_)
            | Proved::Uncited(_)
            | Proved::UncitedWarning(_)
            | Proved::PolicyNeverMet {
                only_where_none_applies: false,
                ..
            } => {}
            Proved::Idle {
                prerequisite,
                place,
                ..
            } => {
                let line = at(world, prerequisite.index(), place);
                assert!(!world.some(|cells| oracle::holds(&line, cells)));
            }
            proved => panic!("{proved:?} is not shown"),
        }
        return;
    };
    let policy = &world.policy;
    let text = proposal::new_text(
        &witness.name,
        &witness.shows,
        &policy.vocabulary,
        &witness.cells,
    );
    let source = Source::new("witness.yaml", text.as_str());
    let read = proposal::read(&source, &policy.vocabulary).unwrap();
    assert_eq!(read.title, witness.shows);
    let judge = Judge::new(policy);
    let report = judge
        .case(&read, Options::default())
        .expect("one vocabulary")
        .check(&Cancel::default())
        .unwrap();
    let shown = Shown {
        world,
        report,
        witness,
    };
    shown.check(&proof.proved);
}

const FEW: Size = Size {
    terms: 3,
    prerequisites: 4,
    width: 4,
    listed: 0,
};

/// Over few terms more follows from the rest, or contradicts it.
const CROWDED: Size = Size {
    terms: 2,
    prerequisites: 6,
    ..FEW
};

/// So few that often nothing applies.
const PAIR: Size = Size {
    terms: 2,
    prerequisites: 2,
    ..FEW
};

/// Every kind of proof occurs in random policies like those below, so the laws test all kinds. They are
/// looked for until all were seen.
#[test]
fn every_kind_is_found() {
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    let several = (0..150).flat_map(|seed| [(seed, FEW), (seed, CROWDED)]);
    for (seed, size) in several.chain((0..600).map(|seed| (seed, PAIR))) {
        if kinds.len() == 18 {
            break;
        }
        for proved in check(seed, size) {
            kinds.insert(match proved {
                Proved::NeverApplies(_) => "never applies",
                Proved::NeverMet(_) => "never met",
                Proved::NeverUnmet(_) => "never unmet",
                Proved::Contradiction { of, .. } if of.len() > 2 => "three contradict",
                Proved::Contradiction { .. } => "two contradict",
                Proved::Implied { by, removal, .. } => match (by.len(), removal) {
                    (_, Removal::InsteadOf(_)) => "implied, one of two",
                    (_, Removal::Changes(Change::NothingElseApplies)) => "implied, applies alone",
                    (_, Removal::Changes(Change::AloneUnmet)) => "implied, unmet alone",
                    (1, Removal::Free) => "implied by one",
                    (_, Removal::Free) => "implied by two",
                },
                Proved::PolicyNeverMet { .. } => "policy never met",
                Proved::Idle { what, .. } => what,
                Proved::SameReadings { .. } => "same readings",
                Proved::MayNotArise { .. } => "may not arise",
                Proved::Uncited(_) | Proved::UncitedWarning(_) => "uncited",
            });
        }
    }
    assert_eq!(kinds.len(), 18, "{kinds:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn proofs_are_exact(seed: u64) {
        check(seed, FEW);
    }

    #[test]
    fn proofs_are_exact_where_little_applies(seed: u64) {
        check(seed, PAIR);
    }

    #[test]
    fn proofs_are_exact_where_much_collides(seed: u64) {
        check(seed, CROWDED);
    }
}
