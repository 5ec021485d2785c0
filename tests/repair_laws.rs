//! Repairs against enumeration: what is found works, and nothing that works is cheaper.

#![allow(clippy::unwrap_used)]

#[path = "laws/oracle.rs"]
#[allow(dead_code)]
mod oracle;
#[path = "laws/random.rs"]
#[allow(dead_code)]
mod random;
#[path = "laws/read.rs"]
mod read;

use std::collections::{BTreeMap, BTreeSet};

use oracle::{Cell, Seen};
use proptest::prelude::*;
use random::Size;
use servanda::demands::{Demand, Demands};
use servanda::limit::Watch;
use servanda::policy::{Arising, Kind, Policy, TermId};
use servanda::proposal::{Knowledge, Options};
use servanda::repair::{Collision, Cost, Mending, Prices, Repair};

type Possible = Vec<BTreeSet<Cell>>;
/// The cell of each term that a repair names.
type Changes = BTreeMap<usize, Cell>;

/// A policy may be asked for in part, to see what collides.
struct World<'a> {
    policies: &'a [Policy],
    possible: Possible,
    prices: &'a Prices,
}

impl World<'_> {
    fn changed(&self, changes: &Changes) -> Possible {
        let mut possible = self.possible.clone();
        for (&term, &cell) in changes {
            possible[term] = BTreeSet::from([cell]);
        }
        possible
    }

    fn is_met(&self, changes: &Changes) -> bool {
        self.policies.iter().all(|policy| {
            let all = oracle::completions(policy, &self.changed(changes), &BTreeMap::new());
            let outcomes = all.iter().map(|each| oracle::joint(policy, each));
            oracle::verdict(outcomes) == "met"
        })
    }

    /// Steps from what is possible to a cell, as docs/language.md counts them.
    fn steps(&self, term: usize, cell: Cell) -> u64 {
        let declared = &self.policies[0].vocabulary.terms[term];
        let follows = matches!(declared.arising, Arising::When(_));
        let between = |from: Cell| match (from, cell) {
            (None, None) => 0,
            (None, Some(_)) | (Some(_), None) => u64::from(!follows),
            (Some(a), Some(b)) => match declared.kind {
                Kind::Scale(_) => a.abs_diff(b),
                Kind::Set(_) => u64::from((a ^ b).count_ones()),
                _ => u64::from(a != b),
            },
        };
        let valued = self.possible[term].iter().any(Option::is_some);
        (self.possible[term].iter())
            .filter(|from| !(follows && valued && from.is_none() && cell.is_some()))
            .map(|from| between(*from))
            .min()
            .unwrap()
    }

    fn cost(&self, changes: &Changes) -> Cost {
        let mut cost = Cost::default();
        for (&term, &cell) in changes {
            match self.steps(term, cell) {
                0 => cost.answers += self.prices.of[term],
                steps => cost.steps += steps * self.prices.of[term],
            }
        }
        cost
    }

    /// Every set of changes that is allowed.
    fn all_changes(&self) -> Vec<Changes> {
        let mut all = vec![Changes::new()];
        for term in 0..self.possible.len() {
            if self.prices.frozen[term] {
                continue;
            }
            let cells = oracle::all_cells(&self.policies[0], term);
            for changes in all.clone() {
                for &cell in &cells {
                    let mut more = changes.clone();
                    more.insert(term, cell);
                    all.push(more);
                }
            }
        }
        all
    }
}

/// The cells that a change allows.
fn cells(kind: &Kind, to: &Knowledge) -> Vec<Cell> {
    let values = (0..=kind.last()).map(Some).chain([None]);
    values.filter(|cell| to.allows(kind, *cell)).collect()
}

/// Every way to carry out a repair.
fn ways(policy: &Policy, repair: &Repair) -> BTreeSet<Changes> {
    let mut all = BTreeSet::from([Changes::new()]);
    for change in &repair.changes {
        let kind = &policy.vocabulary.term(change.term).kind;
        all = (all.iter())
            .flat_map(|begun| {
                cells(kind, &change.to).into_iter().map(|cell| {
                    let mut more = begun.clone();
                    more.insert(change.term.0, cell);
                    more
                })
            })
            .collect();
    }
    all
}

fn check(seed: u64, size: Size, parties: usize, frozen: u8, dear: u8) {
    let (texts, others) = random::several(seed, size, parties);
    let (policy, proposal) = read::read(&texts);
    let mut policies = vec![policy];
    for text in &others {
        let other = read::policy(text, &policies[0].vocabulary);
        policies.push(other);
    }
    let possible: Possible = (0..size.terms)
        .map(|term| oracle::possible(&policies[0], &proposal, Options::default(), term))
        .collect();
    if oracle::completions(&policies[0], &possible, &BTreeMap::new()).is_empty() {
        return;
    }
    let mut prices = Prices::even(&policies[0].vocabulary);
    for term in 0..size.terms {
        prices.frozen[term] = frozen >> term & 1 == 1;
        prices.of[term] = 1 + u64::from(dear >> (2 * term) & 3);
    }
    let world = World {
        policies: &policies,
        possible,
        prices: &prices,
    };
    let known = proposal.knowledge(&policies[0].vocabulary, Options::default());
    let all: Vec<&Policy> = policies.iter().collect();
    let demands = Demands::new(&all, &[]);
    let found = demands
        .repair(&known, &prices, 1_000, &Watch::default())
        .unwrap();
    let mut good: Vec<Changes> = world.all_changes();
    good.retain(|changes| world.is_met(changes));
    let least = good.iter().map(|changes| world.cost(changes)).min();
    match found {
        Mending::Met => assert_eq!(least, Some(Cost::default())),
        Mending::Never(collision) => {
            assert_eq!(least, None, "called impossible");
            check_collision(&world, &collision);
        }
        Mending::Repairs { cheapest, more } => {
            assert!(!more);
            let least = least.expect("called possible");
            let mut covered = BTreeSet::new();
            for repair in &cheapest {
                assert_eq!(repair.cost, least, "{repair:#?}");
                covered.extend(ways(&policies[0], repair));
                check_forced(&world, repair);
            }
            let wanted: BTreeSet<Changes> = (good.into_iter())
                .filter(|changes| world.cost(changes) == least)
                .collect();
            assert!(covered.is_subset(&wanted), "{cheapest:#?}");
            assert!(covered == wanted, "{cheapest:#?}\n{wanted:#?}");
        }
    }
}

/// Without the change the prerequisites that force it may be unmet, and no others.
fn check_forced(world: &World<'_>, repair: &Repair) {
    for change in &repair.changes {
        let mut possible = world.possible.clone();
        for other in &repair.changes {
            if other.term != change.term {
                let kind = &world.policies[0].vocabulary.term(other.term).kind;
                possible[other.term.0] = cells(kind, &other.to).into_iter().collect();
            }
        }
        let none_left = oracle::completions(&world.policies[0], &possible, &BTreeMap::new());
        assert_eq!(change.kept_true.is_empty(), !none_left.is_empty());
        let mut wanted = Vec::new();
        for (index, policy) in world.policies.iter().enumerate() {
            let all = oracle::completions(policy, &possible, &BTreeMap::new());
            for (prerequisite, each) in policy.prerequisites.iter().enumerate() {
                let unmet = |one| oracle::finding(policy, prerequisite, one) == Seen::Unmet;
                if !each.advisory && all.iter().any(unmet) {
                    wanted.push(Demand {
                        policy: index,
                        prerequisite,
                    });
                }
            }
        }
        assert_eq!(change.forced_by, wanted);
    }
}

/// What collides cannot be had together, but can be without any one of it.
fn check_collision(world: &World<'_>, collision: &Collision) {
    let can = |demands: &[Demand], something_of: &[usize], frozen: &[TermId]| {
        let mut prices = Prices::even(&world.policies[0].vocabulary);
        for term in frozen {
            prices.frozen[term.0] = true;
        }
        let freer = World {
            prices: &prices,
            possible: world.possible.clone(),
            ..*world
        };
        freer.all_changes().iter().any(|changes| {
            let possible = freer.changed(changes);
            (world.policies.iter().enumerate()).all(|(index, policy)| {
                let all = oracle::completions(policy, &possible, &BTreeMap::new());
                let unmet = |demand: &&Demand| {
                    let of = |one| oracle::finding(policy, demand.prerequisite, one) == Seen::Unmet;
                    demand.policy == index && all.iter().any(of)
                };
                // Met under every reading.
                let met = |each: usize| {
                    all.iter().any(|one| {
                        let same = all.iter().filter(|other| other.cells == one.cells);
                        let mut seen = same.map(|one| oracle::finding(policy, each, one));
                        seen.all(|seen| seen == Seen::Met)
                    })
                };
                let mut deciding = (0..policy.prerequisites.len())
                    .filter(|&each| !policy.prerequisites[each].advisory);
                !all.is_empty()
                    && !demands.iter().any(|demand| unmet(&demand))
                    && (!something_of.contains(&index) || deciding.any(met))
            })
        })
    };
    let (demands, frozen) = (&collision.prerequisites, &collision.frozen);
    let something_of = &collision.something_of;
    assert!(!can(demands, something_of, frozen), "{collision:?}");
    for index in 0..demands.len() {
        let mut fewer = demands.clone();
        fewer.remove(index);
        assert!(can(&fewer, something_of, frozen), "{collision:?}");
    }
    for index in 0..frozen.len() {
        let mut fewer = frozen.clone();
        fewer.remove(index);
        assert!(can(demands, something_of, &fewer), "{collision:?}");
    }
}

const SMALL: Size = Size {
    terms: 3,
    prerequisites: 3,
    width: 4,
    listed: 70,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn repairs_are_cheapest(seed: u64, dear: u8) {
        check(seed, SMALL, 1, 0, dear);
    }

    #[test]
    fn what_is_frozen_stays(seed: u64, frozen in 1_u8..8, dear: u8) {
        check(seed, SMALL, 1, frozen, dear);
    }

    #[test]
    fn several_policies_are_met_at_once(seed: u64, frozen: u8) {
        check(seed, Size { prerequisites: 2, ..SMALL }, 2, frozen & frozen >> 3, 0);
    }
}
