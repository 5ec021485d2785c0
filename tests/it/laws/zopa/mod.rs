//! Zones of possible agreement against enumeration.

mod named;
mod shared;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::{Cancel, Limit, Part, Unfinished};
use servanda::policy::{Policy, PolicyId, TermId};
use servanda::proposal::{Knowledge, Options};
use servanda::questions::demands::{Demand, Demands};
use servanda::questions::zopa::{
    Background, Clash, Compromise, Concession, Deadlock, Room, Zone, Zopa,
};
use servanda::verdict::Alarm;
use servanda_random::Size;

use super::oracle::{self, Cell, Seen};
use crate::support::polls::polls;
use crate::support::texts;
use world::{Item, Settlement, World};

fn check(seed: u64, size: Size, parties: usize) {
    with_world(seed, size, parties, |world, demands, start, prices| {
        let starts = [start.to_vec()];
        let found = demands.zopa(&starts, prices, 1_000, &Cancel::default());
        let accepted = world.accepted();
        match found.unwrap() {
            Zopa::Zone(zone) => {
                assert_eq!(zone.unfinished, Unfinished::default());
                check_zone(world, &zone, &accepted, start, prices);
                check_is_mild(world, demands, &accepted, prices);
            }
            Zopa::Deadlock(deadlock) => {
                assert!(accepted.is_empty(), "called a deadlock");
                assert_eq!(deadlock.unfinished, Unfinished::default());
                check_deadlock(world, &deadlock);
            }
        }
    });
}

/// Random policies, a text and prices, unless the vocabulary allows no settlement.
fn with_world(
    seed: u64,
    size: Size,
    parties: usize,
    check: impl FnOnce(&World<'_>, &Demands<'_>, &[Knowledge], &[u64]),
) {
    let (texts, others) = servanda_random::several(seed, size, parties);
    let (policy, proposal) = texts::read(&texts);
    let mut policies = vec![policy];
    for text in &others {
        let other = texts::policy(text, &policies[0].vocabulary);
        policies.push(other);
    }
    let vocabulary = policies[0].vocabulary.clone();
    let everything: Vec<BTreeSet<Cell>> = (0..size.terms)
        .map(|term| oracle::all_cells(&policies[0], term))
        .collect();
    let settlements: BTreeSet<Settlement> =
        oracle::completions(&policies[0], &everything, &BTreeMap::new())
            .into_iter()
            .map(|completion| completion.cells)
            .collect();
    if settlements.is_empty() {
        return;
    }
    let world = World {
        policies: &policies,
        settlements: settlements.into_iter().collect(),
    };
    let start = proposal
        .knowledge(&vocabulary, Options::default())
        .expect("one vocabulary");
    let prices: Vec<u64> = (0..size.terms as u64)
        .map(|term| 1 + (seed >> term & 3))
        .collect();
    let all: Vec<&Policy> = policies.iter().collect();
    let demands = Demands::new(all.iter().copied()).unwrap();
    check(&world, &demands, &start, &prices);
}

fn check_zone(
    world: &World<'_>,
    zone: &Zone,
    accepted: &[&Settlement],
    start: &[Knowledge],
    prices: &[u64],
) {
    assert!(!accepted.is_empty(), "called a zone");
    assert!(zone.settlements.is_exact() && zone.of.is_exact());
    assert_eq!(zone.settlements.low, accepted.len().into());
    assert_eq!(zone.of.low, world.settlements.len().into());
    check_room(world, &zone.room, accepted);
    let always: Vec<_> = zone
        .warned
        .iter()
        .map(|each| (each.policy, each.warning))
        .collect();
    assert_eq!(always, world.always_warned(accepted));
    check_compromise(world, &zone.compromise, accepted, start, prices);
    world.check_warned(&zone.compromise.cells, &zone.compromise.warned);
}

/// Where there is no draft to be near, the settlement shown raises no more warnings than it has to.
fn check_is_mild(
    world: &World<'_>,
    demands: &Demands<'_>,
    accepted: &[&Settlement],
    prices: &[u64],
) {
    let found = demands.zopa(&[], prices, 1, &Cancel::default());
    let Zopa::Zone(zone) = found.unwrap() else {
        panic!("called a deadlock")
    };
    let told = zone.compromise.warned.iter();
    let raised = told.filter(|warned| warned.alarm == Alarm::Raised).count();
    let least = accepted.iter().map(|cells| world.raised(cells)).min();
    assert!(raised <= least.unwrap(), "{:?}", zone.compromise);
}

fn check_room(world: &World<'_>, room: &[Room], accepted: &[&Settlement]) {
    for (term, room) in room.iter().enumerate() {
        assert!(room.exact);
        let kind = &world.policies[0].vocabulary.terms[term].kind;
        let cells: BTreeSet<Cell> = accepted.iter().map(|cells| cells[term]).collect();
        for cell in (0..=kind.last()).map(Some).chain([None]) {
            assert_eq!(
                room.within.allows(kind, cell),
                cells.contains(&cell),
                "{term}: {cell:?}"
            );
        }
    }
}

fn check_compromise(
    world: &World<'_>,
    compromise: &Compromise,
    accepted: &[&Settlement],
    start: &[Knowledge],
    prices: &[u64],
) {
    // Every completion of the compromise must be accepted.
    let fits = |cells: &&Settlement| {
        (compromise.cells.iter()).all(|(term, cell)| cells[term.index()] == *cell)
    };
    let filled: Vec<&Settlement> = world.settlements.iter().filter(fits).collect();
    assert!(!filled.is_empty());
    assert!(filled.iter().all(|cells| accepted.contains(cells)));
    let steps = |cells: &Settlement| world.steps(cells, start, prices);
    let least = accepted.iter().map(|cells| steps(cells)).min().unwrap();
    assert_eq!(compromise.steps, [least]);
    let vocabulary = &world.policies[0].vocabulary;
    // It has a cell for each term of which the draft says anything.
    for term in vocabulary.ids() {
        let has = compromise.cells.iter().any(|(own, _)| *own == term);
        assert!(has || start[term.index()] == Knowledge::unknown(vocabulary.term(term)));
    }
    let kind = |term: TermId| &vocabulary.term(term).kind;
    let left = (compromise.cells.iter())
        .filter(|(term, cell)| !start[term.index()].allows(kind(*term), *cell));
    let told = compromise.departures[0]
        .iter()
        .map(|left| (left.term, left.to));
    assert!(left.copied().eq(told));
    // The departures that are named must account for all the steps.
    assert_eq!(filled.iter().map(|cells| steps(cells)).min(), Some(least));
}
fn items_of(clash: &Clash) -> BTreeSet<Item> {
    let demands = clash.demands.iter().map(|demand| Item::Tolerated(*demand));
    demands
        .chain(
            clash
                .something_of
                .iter()
                .map(|policy| Item::Something(*policy)),
        )
        .collect()
}

fn check_deadlock(world: &World<'_>, deadlock: &Deadlock) {
    let items = world.items();
    let mut smallest: BTreeSet<BTreeSet<Item>> = BTreeSet::new();
    let mut fewest_dropped = usize::MAX;
    let mut alone = vec![None; world.policies.len()];
    for chosen in 0_u32..1 << items.len() {
        let (mut these, mut rest) = (Vec::new(), Vec::new());
        for (at, item) in items.iter().enumerate() {
            if chosen >> at & 1 == 1 {
                these.push(*item);
            } else {
                rest.push(*item);
            }
        }
        let minimal = |at: usize| {
            let mut fewer = these.clone();
            fewer.remove(at);
            world.can(&fewer)
        };
        if !world.can(&these) {
            if (0..these.len()).all(minimal) {
                smallest.insert(these.into_iter().collect());
            }
            continue;
        }
        fewest_dropped = fewest_dropped.min(rest.len());
        for (policy, least) in PolicyId::all(alone.len()).zip(&mut alone) {
            let own = |item: &Item| match item {
                Item::Tolerated(demand) => demand.policy == policy,
                Item::Something(other) => *other == policy,
            };
            if rest.iter().all(own) && least.is_none_or(|least| rest.len() < least) {
                *least = Some(rest.len());
            }
        }
    }
    assert!(deadlock.all);
    let found: BTreeSet<BTreeSet<Item>> = deadlock.collisions.iter().map(items_of).collect();
    assert_eq!(found, smallest);
    let sizes: Vec<usize> = deadlock
        .collisions
        .iter()
        .map(|clash| items_of(clash).len())
        .collect();
    assert!(sizes.is_sorted());
    for clash in &deadlock.collisions {
        check_by_way_of(world, clash);
        let items: Vec<Item> = items_of(clash).into_iter().collect();
        shared::check_apart(world, clash, &items);
    }
    shared::check(world, &deadlock.shared);
    check_opened_by_readings(world, deadlock);
    check_choices(world, deadlock, fewest_dropped);
    let all: Vec<PolicyId> = PolicyId::all(world.policies.len()).collect();
    assert_eq!(world.fewest(&all), Some(fewest_dropped));
    for (policy, (found, wanted)) in all.into_iter().zip(deadlock.alone.iter().zip(alone)) {
        assert_eq!(found.as_ref().map(size), wanted);
        assert_eq!(world.fewest(&[policy]), wanted);
        if let Some(concession) = found {
            check_concession(world, concession, &BTreeSet::new());
            check_opens(world, &dropped(concession));
        }
    }
}

/// Checks that a zone opens under the readings that are named, and under no fewer of them.
fn check_opened_by_readings(world: &World<'_>, deadlock: &Deadlock) {
    let each = world.settlements.iter();
    let fewest = each.filter_map(|cells| world.settled_readings(cells)).min();
    let opening = deadlock.opened_by_readings.as_ref();
    assert_eq!(opening.map(Vec::len), fewest);
    let Some(opening) = opening else { return };
    let reading = |demand: Demand| {
        let named = opening.iter().find(|(named, _)| *named == demand);
        named.map(|(_, reading)| *reading)
    };
    let opens = |cells: &Settlement| {
        PolicyId::all(world.policies.len()).all(|policy| {
            let own = world.deciding(policy);
            let seen = |demand: &Demand| match reading(*demand) {
                Some(reading) => vec![world.seen(*demand, cells)[reading.index()]],
                None => world.seen(*demand, cells),
            };
            let all = |demand: &Demand, wanted: Seen| seen(demand).iter().all(|one| *one == wanted);
            !own.iter().any(|demand| seen(demand).contains(&Seen::Unmet))
                && own.iter().any(|demand| all(demand, Seen::Met))
        })
    };
    assert!(world.settlements.iter().any(opens), "{opening:?}");
}

/// Checks that they collide under this background knowledge and under no fewer pieces of it.
fn check_by_way_of(world: &World<'_>, clash: &Clash) {
    let items: Vec<Item> = items_of(clash).into_iter().collect();
    assert!(!world.can_under(&items, &clash.by_way_of), "{clash:?}");
    let all = oracle::background(&world.policies[0].vocabulary);
    for chosen in 0_u32..1 << all.len() {
        if (chosen.count_ones() as usize) < clash.by_way_of.len() {
            let fewer = (0..all.len()).filter(|at| chosen >> at & 1 == 1);
            let fewer: Vec<Background> = fewer.map(|at| all[at]).collect();
            assert!(
                world.can_under(&items, &fewer),
                "{clash:?} by way of {fewer:?}"
            );
        }
    }
}

/// Checks the choices: any combination of one way from each is a concession of the fewest demands,
/// and there are no other such concessions.
fn check_choices(world: &World<'_>, deadlock: &Deadlock, fewest_dropped: usize) {
    let collided: BTreeSet<Item> = deadlock.collisions.iter().flat_map(items_of).collect();
    let mut together: Vec<BTreeSet<Item>> = vec![BTreeSet::new()];
    for choice in &deadlock.choices {
        assert!(choice.all);
        let own: BTreeSet<Item> = (choice.collisions.iter())
            .flat_map(|&at| items_of(&deadlock.collisions[at]))
            .collect();
        let given_up: BTreeSet<Item> = collided.difference(&own).copied().collect();
        for way in &choice.ways {
            assert!(dropped(way).is_subset(&own));
            check_concession(world, way, &given_up);
        }
        let steps = |way: &Concession| way.steps().unwrap_or(u64::MAX);
        assert!(choice.ways.is_sorted_by_key(steps));
        together = (together.iter())
            .flat_map(|so_far| choice.ways.iter().map(move |way| so_far | &dropped(way)))
            .collect();
    }
    let items = world.items();
    let found: BTreeSet<BTreeSet<Item>> = together.iter().cloned().collect();
    assert_eq!(found.len(), together.len(), "a concession is listed twice");
    for dropped in &found {
        check_opens(world, dropped);
    }
    let all = (0_u32..1 << items.len()).map(|chosen| {
        let taken = items.iter().enumerate();
        let taken = taken.filter(|(at, _)| chosen >> at & 1 == 1);
        taken.map(|(_, item)| *item).collect::<BTreeSet<Item>>()
    });
    let opens = |dropped: &BTreeSet<Item>| {
        let rest: Vec<Item> = (items.iter().copied())
            .filter(|item| !dropped.contains(item))
            .collect();
        dropped.len() == fewest_dropped && world.can(&rest)
    };
    assert_eq!(found, all.filter(opens).collect());
}

/// Checks that there is a zone once the prerequisites of a concession are deleted.
fn check_opens(world: &World<'_>, dropped: &BTreeSet<Item>) {
    let (mut deleted, mut lenient) = (BTreeSet::new(), Vec::new());
    for item in dropped {
        match item {
            Item::Tolerated(demand) => _ = deleted.insert(*demand),
            Item::Something(policy) => lenient.push(*policy),
        }
    }
    assert!(world.opens(&deleted, &lenient), "{dropped:?}");
}

fn dropped(concession: &Concession) -> BTreeSet<Item> {
    let drop = concession
        .drop
        .iter()
        .map(|demand| Item::Tolerated(*demand));
    let something = concession.something_of.iter();
    drop.chain(something.map(|policy| Item::Something(*policy)))
        .collect()
}

fn size(concession: &Concession) -> usize {
    concession.drop.len() + concession.something_of.len()
}

/// Checks that the readings are all those under which a dropped demand is no longer in the way.
fn check_readings(world: &World<'_>, concession: &Concession, given_up: &BTreeSet<Item>) {
    let mut resolving = Vec::new();
    for &demand in &concession.drop {
        let policy = &world.policies[demand.policy.index()];
        let prerequisite = policy.prerequisite(demand.prerequisite);
        let dropped =
            |item: &Item| matches!(item, Item::Tolerated(each) if concession.drop.contains(each));
        let mut rest: Vec<Item> = (world.items().into_iter())
            .filter(|item| !dropped(item) && !given_up.contains(item))
            .collect();
        rest.push(Item::Tolerated(demand));
        for reading in prerequisite.reading_ids() {
            let read = Some((demand, reading));
            let all = |cells: &Settlement| {
                (rest.iter()).all(|item| world.respects_if_read(*item, cells, read))
            };
            if prerequisite.readings.len() > 1 && world.settlements.iter().any(all) {
                resolving.push((demand, reading));
            }
        }
    }
    assert_eq!(concession.or_read, resolving, "{concession:#?}");
}

fn check_concession(world: &World<'_>, concession: &Concession, given_up: &BTreeSet<Item>) {
    let dropped = dropped(concession);
    let rest: Vec<Item> = world
        .items()
        .into_iter()
        .filter(|item| !dropped.contains(item) && !given_up.contains(item))
        .collect();
    let offered: Vec<&Settlement> = (world.settlements.iter())
        .filter(|cells| rest.iter().all(|item| world.respects(*item, cells)))
        .collect();
    assert!(!offered.is_empty());
    let asks = |cells: &&Settlement| {
        let mut all = concession.drop.iter();
        all.all(|demand| world.respects(Item::Tolerated(*demand), cells))
    };
    let asked: Vec<&Settlement> = world.settlements.iter().filter(asks).collect();
    let mut terms: BTreeSet<TermId> = BTreeSet::new();
    for demand in &concession.drop {
        let prerequisite = world.policies[demand.policy.index()].prerequisite(demand.prerequisite);
        for (_, line) in prerequisite.lines() {
            line.for_each_comparison(&mut |comparison| {
                terms.insert(comparison.term);
            });
        }
    }
    let apart = |offered: &Settlement, asked: &Settlement| -> u64 {
        let each = terms.iter().map(|term| term.index());
        each.map(|term| world.distance(term, asked[term], offered[term]))
            .sum()
    };
    let least = (offered.iter())
        .flat_map(|a| asked.iter().map(|b| apart(a, b)))
        .min();
    assert_eq!(concession.steps(), least, "{concession:#?}");
    check_readings(world, concession, given_up);
}

/// A cancelled search reports only what is true, wherever it is cancelled.
#[test]
fn whatever_is_told_before_the_end_is_proved() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..25 {
        with_world(seed, SMALL, 2, |world, demands, start, prices| {
            let accepted = world.accepted();
            for looks in polls(seed) {
                let cancel = Cancel::after_polls(looks);
                let found = demands.zopa(&[start.to_vec()], prices, 1_000, &cancel);
                let (what, unfinished) = match found {
                    Err(limit) => {
                        assert_eq!(limit, Limit::Stopped);
                        *seen.entry("nothing").or_default() += 1;
                        continue;
                    }
                    Ok(Zopa::Zone(zone)) => {
                        check_begun_zone(world, &zone, &accepted, start, prices);
                        ("zone", zone.unfinished)
                    }
                    Ok(Zopa::Deadlock(deadlock)) => {
                        assert!(accepted.is_empty());
                        check_begun_deadlock(world, &deadlock);
                        ("deadlock", deadlock.unfinished)
                    }
                };
                if unfinished == Unfinished::default() {
                    break;
                }
                *seen.entry(what).or_default() += 1;
            }
        });
    }
    for what in ["nothing", "zone", "deadlock"] {
        assert!(seen[what] > 30, "{seen:?}");
    }
}

fn check_begun_zone(
    world: &World<'_>,
    zone: &Zone,
    accepted: &[&Settlement],
    start: &[Knowledge],
    prices: &[u64],
) {
    let count = accepted.len().into();
    assert!(zone.settlements.low <= count && count <= zone.settlements.high);
    let lacks = |part| zone.unfinished.lacks(part);
    assert_eq!(lacks(Part::Terms), zone.room.len() < start.len());
    check_room(world, &zone.room, accepted);
    // What is told of warnings is all there is, unless nothing is told because it is not finished.
    if !(lacks(Part::Warnings) && zone.compromise.warned.is_empty()) {
        world.check_warned(&zone.compromise.cells, &zone.compromise.warned);
    }
    if lacks(Part::Nearest) {
        let cells = &zone.compromise.cells;
        let fits =
            |seen: &&&Settlement| cells.iter().all(|(term, cell)| seen[term.index()] == *cell);
        let fitting: Vec<&&Settlement> = accepted.iter().filter(fits).collect();
        let steps = |seen: &&&Settlement| world.steps(seen, start, prices);
        assert_eq!(
            fitting.iter().map(steps).min(),
            Some(zone.compromise.steps[0])
        );
    } else {
        check_compromise(world, &zone.compromise, accepted, start, prices);
    }
}

fn check_begun_deadlock(world: &World<'_>, deadlock: &Deadlock) {
    let lacks = |part| deadlock.unfinished.lacks(part);
    assert!(!(lacks(Part::Collisions) && deadlock.all));
    for clash in &deadlock.collisions {
        let items: Vec<Item> = items_of(clash).into_iter().collect();
        assert!(!world.can(&items), "{clash:?}");
        for left_out in 0..items.len() {
            let mut fewer = items.clone();
            fewer.remove(left_out);
            assert!(world.can(&fewer), "{clash:?}");
        }
        if !lacks(Part::ByWayOf) {
            check_by_way_of(world, clash);
        }
    }
    let collided: BTreeSet<Item> = deadlock.collisions.iter().flat_map(items_of).collect();
    for choice in &deadlock.choices {
        assert!(lacks(Part::Ways) || !choice.ways.is_empty());
        let own = choice.collisions.iter();
        let own = own.flat_map(|&at| items_of(&deadlock.collisions[at]));
        let own: BTreeSet<Item> = own.collect();
        // Collisions that are not known may connect all of them, so they must be one choice.
        let given_up = collided.difference(&own).copied().collect();
        for way in &choice.ways {
            check_concession(world, way, &given_up);
        }
    }
    assert_eq!(
        lacks(Part::Alone),
        deadlock.alone.len() < world.policies.len()
    );
    for concession in deadlock.alone.iter().flatten() {
        check_concession(world, concession, &BTreeSet::new());
    }
}

const SMALL: Size = Size {
    terms: 3,
    prerequisites: 2,
    width: 4,
    listed: 70,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn two_parties(seed: u64) {
        check(seed, SMALL, 2);
    }

    #[test]
    fn three_parties(seed: u64) {
        check(seed, SMALL, 3);
    }
}
