//! Deadlocks: what collides, and what opens a zone.

use std::collections::{BTreeSet, HashMap};

use biodivine_lib_bdd::Bdd;
use num_bigint::BigUint;
use servanda::questions::demands::Demand;
use servanda::questions::zopa::{Clash, Concession, Deadlock};

use super::Seen;
use super::bdd::{self, Item, World, looks_at};
use super::points::{self, Field, Price};

pub fn check(world: &World<'_>, deadlock: &Deadlock, seen: &mut Seen) {
    let items: Vec<(Item, Bdd)> = (items(world).into_iter())
        .map(|item| (item, respects(world, item)))
        .collect();
    let enough = world.enough(&world.background, &items, &world.cells);
    let collisions: Vec<BTreeSet<Item>> = deadlock.collisions.iter().map(items_of).collect();
    assert!(!collisions.is_empty());
    assert!(collisions.is_sorted_by_key(BTreeSet::len));
    let mut hits = world.anything();
    for collision in &collisions {
        // Something of it has to be dropped, and any one thing will do if all else is dropped.
        let hit = any_dropped(world, collision);
        assert!(enough.and_not(&hit).is_false(), "{collision:?}");
        hits = hits.and(&hit);
        for without in collision {
            let kept = |(item, _): &&(Item, Bdd)| collision.contains(item) && item != without;
            let kept = items.iter().filter(kept).map(|(_, had)| had.clone());
            let kept = world.all(kept.collect()).and(&world.background);
            assert!(!kept.is_false(), "{collision:?} without {without:?}");
        }
    }
    if deadlock.all {
        seen.note("all collisions");
        // A set that has something in common with each collision must open a zone.
        assert!(hits.and_not(&enough).is_false());
    }
    check_choices(world, deadlock, &enough, seen);
    for (policy, found) in deadlock.alone.iter().enumerate() {
        let own = |item: &Item| match item {
            Item::Tolerated(demand) => demand.policy.index() == policy,
            Item::Something(other) => *other == policy,
            Item::Frozen(_) => unreachable!(),
        };
        let others = items.iter().filter(|(item, _)| !own(item));
        let kept = others.map(|(item, _)| world.is(&world.dropped[item], 0));
        let least = points::least(&world.all(kept.collect()).and(&enough), &dropping(world));
        let least = least.map(|(price, _)| price[0]);
        assert_eq!(found.as_ref().map(|each| dropped(each).len() as u64), least);
        if let Some(concession) = found {
            assert!(dropped(concession).iter().all(own));
            check_concession(world, concession, &BTreeSet::new());
        }
        seen.note(if found.is_some() {
            "alone"
        } else {
            "not alone"
        });
    }
}

/// Checks the choices: any combination of one way from each is a concession of the fewest demands.
/// Where all are known, there are no other such concessions.
fn check_choices(world: &World<'_>, deadlock: &Deadlock, enough: &Bdd, seen: &mut Seen) {
    let (fewest, count) = points::least(&enough.and(&only_asked(world)), &dropping(world)).unwrap();
    let collided: BTreeSet<Item> = deadlock.collisions.iter().flat_map(items_of).collect();
    let mut all = world.anything();
    let (mut size, mut ways) = (0, BigUint::from(1_u8));
    for choice in &deadlock.choices {
        let own: BTreeSet<Item> = (choice.collisions.iter())
            .flat_map(|&at| items_of(&deadlock.collisions[at]))
            .collect();
        let given_up: BTreeSet<Item> = collided.difference(&own).copied().collect();
        for way in &choice.ways {
            assert_eq!(dropped(way).len(), dropped(&choice.ways[0]).len());
            check_concession(world, way, &given_up);
        }
        assert!(choice.ways.is_sorted_by_key(Concession::steps));
        let different: BTreeSet<BTreeSet<Item>> = choice.ways.iter().map(dropped).collect();
        assert_eq!(different.len(), choice.ways.len(), "a way is listed twice");
        let each = different.iter().map(|way| all_dropped(world, way));
        all = all.and(&world.any(each.collect()));
        size += dropped(&choice.ways[0]).len();
        ways *= different.len();
    }
    assert_eq!(fewest[0], size as u64);
    assert!(all.and_not(enough).is_false());
    if deadlock.choices.iter().all(|choice| choice.all) {
        seen.note("all ways");
        assert_eq!(ways, count);
    }
    assert!(ways <= count);
    if fewest[0] > 1 {
        seen.note("several dropped");
    }
    if deadlock.choices.len() > 1 {
        seen.note("several choices");
    }
}

/// What is asked. Where all prerequisites always apply, that something must be met is not asked beside
/// them.
fn items(world: &World<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    for policy in 0..world.policies.len() {
        let own = world.deciding(policy);
        let always = |demand: &Demand| world.prerequisite(*demand).when.is_none();
        if own.is_empty() || !own.iter().all(always) {
            items.push(Item::Something(policy));
        }
        items.extend(own.into_iter().map(Item::Tolerated));
    }
    items
}

fn respects(world: &World<'_>, item: Item) -> Bdd {
    match item {
        Item::Tolerated(demand) => world.unmet(demand).not(),
        Item::Something(policy) => {
            let own = world.deciding(policy);
            if own.is_empty() {
                return world.nothing();
            }
            // Who drops all that is asked accepts anything.
            let all_dropped = own.into_iter().map(|demand| world.unmet(demand));
            world
                .something(policy)
                .or(&world.all(all_dropped.collect()))
        }
        Item::Frozen(_) => unreachable!(),
    }
}

fn items_of(clash: &Clash) -> BTreeSet<Item> {
    let demands = clash.demands.iter().map(|demand| Item::Tolerated(*demand));
    let something = clash
        .something_of
        .iter()
        .map(|policy| Item::Something(policy.index()));
    demands.chain(something).collect()
}

fn dropped(concession: &Concession) -> BTreeSet<Item> {
    let demands = concession
        .drop
        .iter()
        .map(|demand| Item::Tolerated(*demand));
    let something = concession.something_of.iter();
    demands
        .chain(something.map(|policy| Item::Something(policy.index())))
        .collect()
}

fn all_dropped(world: &World<'_>, items: &BTreeSet<Item>) -> Bdd {
    let each = items.iter().map(|item| world.is(&world.dropped[item], 1));
    world.all(each.collect())
}

fn any_dropped(world: &World<'_>, items: &BTreeSet<Item>) -> Bdd {
    let each = items.iter().map(|item| world.is(&world.dropped[item], 1));
    world.any(each.collect())
}

/// The condition that nothing is dropped except what was asked.
fn only_asked(world: &World<'_>) -> Bdd {
    let asked = items(world);
    let other = world
        .dropped
        .iter()
        .filter(|(item, _)| !asked.contains(item));
    world.all(other.map(|(_, field)| world.is(field, 0)).collect())
}

/// Dropping costs 1 each.
fn dropping<'a>(world: &'a World<'_>) -> Vec<(&'a Field, Vec<Price>)> {
    let mut fields: Vec<&Field> = world.dropped.values().collect();
    fields.sort_by_key(|field| field.first());
    let prices = vec![[0, 0], [1, 0]];
    fields
        .into_iter()
        .map(|field| (field, prices.clone()))
        .collect()
}

/// It opens a zone, and what is then offered comes as near as can be to what was asked.
fn check_concession(world: &World<'_>, concession: &Concession, given_up: &BTreeSet<Item>) {
    let dropped = dropped(concession);
    let kept = items(world)
        .into_iter()
        .filter(|item| !dropped.contains(item) && !given_up.contains(item));
    let offered = world.all(kept.map(|item| respects(world, item)).collect());
    let offered = offered.and(&world.background);
    assert!(!offered.is_false());
    let asked = concession
        .drop
        .iter()
        .map(|demand| world.unmet(*demand).not());
    let asked = world.all(asked.collect()).and(&world.background);
    let terms: BTreeSet<usize> = (concession.drop.iter())
        .flat_map(|demand| looks_at(world.prerequisite(*demand)))
        .collect();
    assert_eq!(concession.steps(), gap(world, &terms, &offered, &asked));
    for &(demand, reading) in &concession.or_read {
        assert!(concession.drop.contains(&demand));
        assert!(
            !offered
                .and(&world.asks_if_read(demand, reading.index()))
                .is_false()
        );
    }
}

/// How far the first settlements, which are offered, are from the second, which are asked, in these
/// terms.
fn gap(world: &World<'_>, terms: &BTreeSet<usize>, a: &Bdd, b: &Bdd) -> Option<u64> {
    let other = (0..world.cells.len()).filter(|term| !terms.contains(term));
    let other: Vec<Field> = other.map(|term| world.cells[term].clone()).collect();
    let (a, b) = (points::without(a, &other), points::without(b, &other));
    let mut least = HashMap::from([((a.root_pointer(), b.root_pointer()), 0)]);
    for &term in terms {
        let (list, field) = (&world.lists[term], &world.cells[term]);
        let mut next = HashMap::new();
        for ((at_a, at_b), steps) in least {
            for (value_a, cell_a) in list.iter().enumerate() {
                for (value_b, cell_b) in list.iter().enumerate() {
                    let to_a = field.follow(&a, at_a, value_a);
                    let to_b = field.follow(&b, at_b, value_b);
                    let between = bdd::steps(world.term(term), &BTreeSet::from([*cell_b]), *cell_a);
                    let steps = steps + between;
                    if !to_a.is_zero() && !to_b.is_zero() {
                        let known = next.entry((to_a, to_b)).or_insert(steps);
                        *known = steps.min(*known);
                    }
                }
            }
        }
        least = next;
    }
    least.into_values().min()
}
