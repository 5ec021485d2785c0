//! Repairs against enumeration: what is found works, and nothing that works is cheaper.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::{Cancel, Limit, Part, Unfinished};
use servanda::policy::{Kind, Policy, PolicyId, TermId};
use servanda::proposal::{Knowledge, Options};
use servanda::questions::demands::{Demand, Demands};
use servanda::questions::repair::{Background, Collision, Cost, Mending, Prices, Repair};
use servanda_random::Size;

use super::oracle::{self, Cell, Completion, Seen};
use crate::support::polls::polls;
use crate::support::{ids, texts};

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

    /// Steps from what is possible to a cell.
    fn steps(&self, term: usize, cell: Cell) -> u64 {
        let declared = &self.policies[0].vocabulary.terms[term];
        oracle::steps(declared, &self.possible[term], cell)
    }

    /// The prerequisites that may apply as the text stands, and do not once it is changed.
    fn avoided(&self, changes: &Changes) -> Vec<Demand> {
        let changed = self.changed(changes);
        let mut avoided = Vec::new();
        for (index, policy) in self.policies.iter().enumerate() {
            let before = oracle::completions(policy, &self.possible, &BTreeMap::new());
            let after = oracle::completions(policy, &changed, &BTreeMap::new());
            for (prerequisite, each) in policy.prerequisites.iter().enumerate() {
                let applies =
                    |one: &Completion| oracle::finding(policy, prerequisite, one) != Seen::None;
                if !each.advisory && before.iter().any(applies) && !after.iter().any(applies) {
                    avoided.push(ids::demand(self.policies, index, prerequisite));
                }
            }
        }
        avoided
    }

    /// What comes before all else, and the cost.
    fn rank(&self, changes: &Changes) -> (usize, Cost) {
        (self.avoided(changes).len(), self.cost(changes))
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
                    more.insert(change.term.index(), cell);
                    more
                })
            })
            .collect();
    }
    all
}

/// What is asked about a random instance.
#[derive(Clone, Copy)]
struct Case {
    size: Size,
    parties: usize,
    /// A bit for each term that is frozen.
    frozen: u8,
    /// Two bits for the price of each term.
    dear: u8,
    /// A bit for each term that the text shall leave not to arise as well, where it may.
    loose: u8,
}

const PLAIN: Case = Case {
    size: SMALL,
    parties: 1,
    frozen: 0,
    dear: 0,
    loose: 0,
};

fn check(seed: u64, case: Case) {
    let found = check_under(&Cancel::default(), seed, case);
    assert!(found.is_none_or(|found| found.is_ok()), "a limit was met");
}

/// Checks what is found under a token. `None` if the text is incoherent; else whether everything
/// that was sought was found, or the limit that left nothing found.
fn check_under(cancel: &Cancel, seed: u64, case: Case) -> Option<Result<bool, Limit>> {
    let Case { size, parties, .. } = case;
    let (texts, others) = servanda_random::several(seed, size, parties);
    let (policy, proposal) = texts::read(&texts);
    let mut policies = vec![policy];
    for text in &others {
        let other = texts::policy(text, &policies[0].vocabulary);
        policies.push(other);
    }
    let mut possible: Possible = (0..size.terms)
        .map(|term| oracle::possible(&policies[0], &proposal, Options::default(), term))
        .collect();
    let mut known = proposal
        .knowledge(&policies[0].vocabulary, Options::default())
        .expect("one vocabulary");
    for term in 0..size.terms {
        let cells = oracle::all_cells(&policies[0], term);
        if case.loose >> term & 1 == 1 && cells.contains(&None) {
            possible[term].insert(None);
            known[term].not_arising = true;
        }
    }
    if oracle::completions(&policies[0], &possible, &BTreeMap::new()).is_empty() {
        return None;
    }
    let mut prices = Prices::even(&policies[0].vocabulary);
    for term in 0..size.terms {
        prices.frozen[term] = case.frozen >> term & 1 == 1;
        prices.of[term] = 1 + u64::from(case.dear >> (2 * term) & 3);
    }
    let world = World {
        policies: &policies,
        possible,
        prices: &prices,
    };
    let all: Vec<&Policy> = policies.iter().collect();
    let demands = Demands::new(all.iter().copied()).unwrap();
    let found = match demands.repair(&known, &prices, 1_000, cancel) {
        Ok(found) => found,
        Err(limit) => return Some(Err(limit)),
    };
    let mut good: Vec<Changes> = world.all_changes();
    good.retain(|changes| world.is_met(changes));
    let least = good.iter().map(|changes| world.rank(changes)).min();
    let done = match found {
        Mending::Met => {
            assert_eq!(least, Some((0, Cost::default())));
            true
        }
        Mending::Never {
            collision,
            unfinished,
        } => {
            assert_eq!(least, None, "called impossible");
            if !unfinished.lacks(Part::Collisions) {
                check_collision(&world, &collision);
            }
            if !unfinished.lacks(Part::ByWayOf) {
                check_by_way_of(&world, &collision);
            }
            unfinished == Unfinished::default()
        }
        Mending::Repairs {
            cheapest,
            more,
            unfinished,
        } => {
            assert!(!more);
            let least = least.expect("called possible");
            let mut covered = BTreeSet::new();
            for repair in &cheapest {
                assert_eq!((repair.avoids.len(), repair.cost), least, "{repair:#?}");
                for way in ways(&policies[0], repair) {
                    assert_eq!(repair.avoids, world.avoided(&way), "{repair:#?}");
                    assert!(covered.insert(way), "told twice: {cheapest:#?}");
                }
                check_forced(&world, repair);
                check_served(&world, repair);
            }
            let wanted: BTreeSet<Changes> = (good.into_iter())
                .filter(|changes| world.rank(changes) == least)
                .collect();
            let done = unfinished == Unfinished::default();
            assert!(covered.is_subset(&wanted), "{cheapest:#?}");
            assert!(!done || covered == wanted, "{cheapest:#?}\n{wanted:#?}");
            done
        }
    };
    Some(Ok(done))
}

/// Checks the background knowledge of a collision: under it no settlement respects everything that
/// collides, and under any fewer pieces of it some settlement does. None may be named only if none
/// is needed, or if some settlement respects everything under all of it.
fn check_by_way_of(world: &World<'_>, collision: &Collision) {
    let vocabulary = &world.policies[0].vocabulary;
    let possible: Vec<BTreeSet<Cell>> = (0..vocabulary.terms.len())
        .map(|term| {
            if collision.frozen.contains(&ids::term(vocabulary, term)) {
                world.possible[term].clone()
            } else {
                oracle::all_cells(&world.policies[0], term)
            }
        })
        .collect();
    let seen = |policy: &Policy, index: usize, cells: &Vec<Cell>| {
        let readings = policy.prerequisites[index].readings.len().max(1);
        let seen = (0..readings).map(|reading| Completion {
            cells: cells.clone(),
            readings: vec![reading; policy.prerequisites.len()],
        });
        let seen = seen.map(|completion| oracle::finding(policy, index, &completion));
        seen.collect::<BTreeSet<Seen>>()
    };
    let respects = |cells: &Vec<Cell>| {
        let tolerated = |demand: &Demand| {
            let policy = &world.policies[demand.policy.index()];
            !seen(policy, demand.prerequisite.index(), cells).contains(&Seen::Unmet)
        };
        let something = |id: &PolicyId| {
            let policy = &world.policies[id.index()];
            let each = (0..policy.prerequisites.len()).filter(|&each| {
                !policy.prerequisites[each].advisory
                    && seen(policy, each, cells) == BTreeSet::from([Seen::Met])
            });
            each.count() > 0
        };
        collision.prerequisites.iter().all(tolerated)
            && collision.something_of.iter().all(something)
    };
    let mut good = oracle::products(&possible);
    good.retain(respects);
    let can = |under: &[Background]| {
        let obeys = |cells: &Vec<Cell>| {
            let mut under = under.iter();
            under.all(|each| oracle::respects(vocabulary, *each, cells))
        };
        good.iter().any(obeys)
    };
    let all = oracle::background(vocabulary);
    if collision.by_way_of.is_empty() {
        assert!(can(&all) || !can(&[]), "{collision:?}");
        return;
    }
    assert!(!can(&collision.by_way_of), "{collision:?}");
    for left_out in 0..collision.by_way_of.len() {
        let mut fewer = collision.by_way_of.clone();
        fewer.remove(left_out);
        assert!(can(&fewer), "{collision:?}");
    }
}

/// Checks that, without the change, exactly the prerequisites that force it may be unmet.
fn check_forced(world: &World<'_>, repair: &Repair) {
    for change in &repair.changes {
        let mut possible = world.possible.clone();
        for other in &repair.changes {
            if other.term != change.term {
                let kind = &world.policies[0].vocabulary.term(other.term).kind;
                possible[other.term.index()] = cells(kind, &other.to).into_iter().collect();
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
                    wanted.push(ids::demand(world.policies, index, prerequisite));
                }
            }
        }
        assert_eq!(change.forced_by, wanted);
    }
}

/// Checks that every change names what it serves or avoids, and that everything avoided is named at
/// a change.
fn check_served(world: &World<'_>, repair: &Repair) {
    let mut named = BTreeSet::new();
    for change in &repair.changes {
        assert!(
            !change.serves.is_empty() || !change.avoids.is_empty(),
            "{repair:#?}"
        );
        assert_eq!(change.kept_true.is_empty(), change.follows.is_empty());
        named.extend(&change.avoids);
        // Taken back with what it follows from, something of what it serves goes wrong.
        let mut possible = world.possible.clone();
        for other in &repair.changes {
            if other.term != change.term && !change.follows.contains(&other.term) {
                let kind = &world.policies[0].vocabulary.term(other.term).kind;
                possible[other.term.index()] = cells(kind, &other.to).into_iter().collect();
            }
        }
        for demand in change.serves.iter().filter(|_| change.kept_true.is_empty()) {
            let policy = &world.policies[demand.policy.index()];
            let all = oracle::completions(policy, &possible, &BTreeMap::new());
            let prerequisite = demand.prerequisite.index();
            let seen = all
                .iter()
                .map(|one| oracle::finding(policy, prerequisite, one));
            let seen: BTreeSet<Seen> = seen.collect();
            let bad = seen.contains(&Seen::Unmet) || seen.contains(&Seen::None);
            assert!(bad, "{demand:?} {repair:#?}");
        }
    }
    assert!(named.into_iter().copied().eq(repair.avoids.iter().copied()));
}

/// Checks that the parts of a collision cannot be had together, but can be if any one of them is
/// left out.
fn check_collision(world: &World<'_>, collision: &Collision) {
    let can = |demands: &[Demand], something_of: &[PolicyId], frozen: &[TermId]| {
        let mut prices = Prices::even(&world.policies[0].vocabulary);
        for term in frozen {
            prices.frozen[term.index()] = true;
        }
        let freer = World {
            prices: &prices,
            possible: world.possible.clone(),
            ..*world
        };
        freer.all_changes().iter().any(|changes| {
            let possible = freer.changed(changes);
            (PolicyId::all(world.policies.len()).zip(world.policies)).all(|(id, policy)| {
                let all = oracle::completions(policy, &possible, &BTreeMap::new());
                let unmet = |demand: &&Demand| {
                    let of = |one| {
                        let index = demand.prerequisite.index();
                        oracle::finding(policy, index, one) == Seen::Unmet
                    };
                    demand.policy == id && all.iter().any(of)
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
                    && (!something_of.contains(&id) || deciding.any(met))
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

/// A cancelled search reports only what is true, wherever it is cancelled.
#[test]
fn whatever_is_told_before_the_end_is_proved() {
    let (mut nothing, mut part) = (0, 0);
    for seed in 0..40 {
        for looks in polls(seed) {
            let cancel = Cancel::after_polls(looks);
            let case = Case {
                frozen: (seed & 7) as u8,
                ..PLAIN
            };
            match check_under(&cancel, seed, case) {
                Some(Err(limit)) => {
                    assert_eq!(limit, Limit::Stopped);
                    nothing += 1;
                }
                Some(Ok(false)) => part += 1,
                Some(Ok(true)) | None => break,
            }
        }
    }
    assert!(nothing > 30 && part > 30, "{nothing} {part}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn repairs_are_cheapest(seed: u64, dear: u8, loose: u8) {
        check(seed, Case { dear, loose, ..PLAIN });
    }

    #[test]
    fn what_is_frozen_stays(seed: u64, frozen in 1_u8..8, dear: u8) {
        check(seed, Case { frozen, dear, ..PLAIN });
    }

    #[test]
    fn several_policies_are_met_at_once(seed: u64, frozen: u8) {
        let size = Size { prerequisites: 2, ..SMALL };
        let frozen = frozen & frozen >> 3;
        check(seed, Case { size, parties: 2, frozen, ..PLAIN });
    }
}
