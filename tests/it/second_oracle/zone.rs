//! Zones: whether there is one, how large it is, what room it leaves, what is nearest in it.

use std::collections::BTreeSet;

use biodivine_lib_bdd::Bdd;
use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::proposal::Knowledge;
use servanda::questions::demands::Demands;
use servanda::questions::zopa::{Compromise, Room, Zone, Zopa};

use super::bdd::{World, steps};
use super::points::{self, Field, Price};
use super::{Possible, Seen, counted_sets, deadlock, knowledge, long_numbers, policies, text};
use crate::laws::oracle::Cell;
use servanda_random::{Random, Size};

/// Texts to start from, and what a step costs.
pub struct Starts {
    texts: Vec<Possible>,
    prices: Vec<u64>,
}

fn check(policies: &[Policy], seed: u64, starts: usize, seen: &mut Seen) {
    let world = World::new(policies);
    let mut random = Random::new(seed);
    let starts = Starts {
        texts: (0..starts)
            .map(|_| {
                let settlement = world.sample(&world.background, &mut random).unwrap();
                text(&world, &settlement, 70, &mut random)
            })
            .collect(),
        prices: (0..world.cells.len())
            .map(|_| 1 + random.below(4) as u64)
            .collect(),
    };
    let all: Vec<&Policy> = policies.iter().collect();
    let known: Vec<Vec<Knowledge>> = (starts.texts.iter())
        .map(|start| knowledge(&world, start))
        .collect();
    let found = Demands::new(all.iter().copied())
        .unwrap()
        .zopa(&known, &starts.prices, 8, &Cancel::default())
        .unwrap();
    let accepted: Vec<Bdd> = (0..policies.len())
        .map(|policy| world.accepted(policy))
        .collect();
    let accepted = world.all(accepted);
    match found {
        Zopa::Zone(zone) => {
            seen.note("zone");
            check_zone(&world, &zone, &accepted, seen);
            check_compromise(&world, &zone.compromise, &accepted, &starts);
        }
        Zopa::Deadlock(found) => {
            seen.note("deadlock");
            assert!(accepted.is_false(), "called a deadlock");
            deadlock::check(&world, &found, seen);
        }
    }
}

fn check_zone(world: &World<'_>, zone: &Zone, accepted: &Bdd, seen: &mut Seen) {
    assert!(!accepted.is_false(), "called a zone");
    let fields: Vec<&Field> = world.cells.iter().collect();
    for (amount, of) in [(&zone.settlements, accepted), (&zone.of, &world.background)] {
        let count = world.count(of, &fields);
        assert!(
            amount.low <= count && count <= amount.high,
            "{amount:?} {count}"
        );
        if amount.is_exact() {
            seen.note("exact count");
        }
    }
    for (term, room) in zone.room.iter().enumerate() {
        let kind = &world.term(term).kind;
        let occurs = |cell: &&Cell| !accepted.and(&world.has(term, |c| c == **cell)).is_false();
        let cells: BTreeSet<Cell> = world.lists[term].iter().filter(occurs).copied().collect();
        if cells.len() < world.lists[term].len() {
            seen.note("less room");
        }
        seen.note(if room.exact { "exact room" } else { "hull" });
        let Room { within, exact } = room;
        for cell in &world.lists[term] {
            let (allowed, occurs) = (within.allows(kind, *cell), cells.contains(cell));
            assert!(allowed == occurs || allowed && !exact, "{term}");
        }
    }
}

fn check_compromise(world: &World<'_>, found: &Compromise, accepted: &Bdd, starts: &Starts) {
    let named = found.cells.iter();
    let named = named.map(|&(term, cell)| world.has(term.index(), |other| other == cell));
    let filled = world.all(named.collect()).and(&world.background);
    assert!(!filled.is_false());
    // Every completion of the compromise must be accepted.
    assert!(filled.and_not(accepted).is_false());
    let (least, _) = points::least(accepted, &priced(world, starts)).unwrap();
    assert_eq!(least[0], found.steps.iter().sum::<u64>());
    // The departures that are named must account for all the steps.
    assert_eq!(
        points::least(&filled, &priced(world, starts)).unwrap().0,
        least
    );
    for (start, steps_from_it) in starts.texts.iter().zip(&found.steps) {
        let each = found.cells.iter().map(|&(term, cell)| {
            steps(world.term(term.index()), &start[term.index()], cell)
                * starts.prices[term.index()]
        });
        assert_eq!(each.sum::<u64>(), *steps_from_it);
    }
}

/// What each cell of each term costs from all starts together.
fn priced<'a>(world: &'a World<'_>, starts: &Starts) -> Vec<(&'a Field, Vec<Price>)> {
    let each = world.cells.iter().enumerate();
    each.map(|(term, field)| {
        let price = |cell: &Cell| {
            let from = starts.texts.iter();
            let steps = from.map(|start| steps(world.term(term), &start[term], *cell));
            [steps.sum::<u64>() * starts.prices[term], 0]
        };
        (field, world.lists[term].iter().map(price).collect())
    })
    .collect()
}

#[test]
fn zones_and_deadlocks() {
    let mut seen = Seen::default();
    for seed in 0..72 {
        let parties = 1 + seed as usize % 3;
        let terms = 30 + 15 * (seed as usize / 3 % 3);
        let against = [0, 0, 4, 8][seed as usize % 4];
        let size = Size {
            terms,
            prerequisites: 2 * terms / parties,
            width: 5,
            listed: 0,
        };
        match policies(seed, size, parties, against) {
            Some(policies) => check(&policies, seed, 1 + seed as usize / 2 % 3, &mut seen),
            None => seen.note("incoherent"),
        }
    }
    seen.expect(&[
        ("zone", 45),
        ("exact count", 80),
        ("less room", 900),
        ("deadlock", 15),
        ("all collisions", 15),
        ("all ways", 15),
        ("several choices", 8),
        ("several dropped", 8),
        ("alone", 15),
        ("not alone", 15),
    ]);
}

#[test]
fn zones_over_long_numbers() {
    let mut seen = Seen::default();
    // The last tells exactly 64 stretches apart, as many as a variable of the engine has classes.
    for (seed, last) in [(0, 99), (9, 69)] {
        let policies = long_numbers(seed, last);
        check(&policies, seed, 1 + seed as usize % 3, &mut seen);
    }
    seen.expect(&[
        ("zone", 2),
        ("less room", 4),
        ("exact room", 4),
        ("exact count", 4),
    ]);
}

#[test]
fn zones_over_counted_sets() {
    let mut seen = Seen::default();
    for (seed, members) in [(1, 9), (2, 13)] {
        check(&counted_sets(seed, members), seed, 1, &mut seen);
    }
    seen.expect(&[("zone", 2), ("exact count", 4), ("hull", 1)]);
}
