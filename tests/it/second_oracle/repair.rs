//! Repairs: whether there is one, what the cheapest cost, and what stands in the way.

use std::collections::BTreeSet;

use biodivine_lib_bdd::Bdd;
use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::questions::demands::{Demand, Demands};
use servanda::questions::repair::{Collision, Mending, Prices, Repair};

use super::bdd::{Item, World, steps};
use super::points::{self, Field, Price};
use super::{Possible, Seen, knowledge, long_numbers, policies, text};
use servanda_random::{Random, Size};

/// A proposal and what may be done about it.
struct Draft<'a> {
    world: &'a World<'a>,
    possible: Possible,
    prices: Prices,
    /// The changes that leave some completion.
    coherent: Bdd,
}

impl Draft<'_> {
    /// Where changes leave something so in some completion.
    fn somewhere(&self, so: &Bdd) -> Bdd {
        let so = so.and(&self.world.background);
        self.world.somewhere(&so, &self.possible)
    }

    /// Where changes leave it so that a repair respects this.
    fn respects(&self, item: Item) -> Bdd {
        let world = self.world;
        match item {
            Item::Tolerated(demand) => self.somewhere(&world.unmet(demand)).not(),
            Item::Something(policy) => self.somewhere(&world.something(policy)),
            Item::Frozen(term) => world.is(&world.said[term], world.lists[term].len()),
        }
    }

    /// All that a repair respects.
    fn items(&self) -> Vec<Item> {
        let frozen = self.prices.frozen.iter().enumerate();
        let frozen = frozen.filter(|(_, frozen)| **frozen);
        let frozen = frozen.map(|(term, _)| Item::Frozen(term));
        self.world.items().into_iter().chain(frozen).collect()
    }

    /// The changes after which the proposal is met. Whether it is unmet somewhere is asked of all
    /// prerequisites together.
    fn good(&self) -> Bdd {
        let world = self.world;
        let unmet = (0..world.policies.len()).flat_map(|policy| world.deciding(policy));
        let unmet = world.any(unmet.map(|demand| world.unmet(demand)).collect());
        let mut parts = vec![self.somewhere(&unmet).not(), self.coherent.clone()];
        for policy in 0..world.policies.len() {
            parts.push(self.respects(Item::Something(policy)));
        }
        for (term, frozen) in self.prices.frozen.iter().enumerate() {
            if *frozen {
                parts.push(self.respects(Item::Frozen(term)));
            }
        }
        world.all(parts)
    }

    /// The changes among these that avoid the fewest of the prerequisites that may apply as the
    /// proposal stands, and how many these are.
    fn fewest_avoided(&self, good: &Bdd) -> (usize, Bdd) {
        let world = self.world;
        let left = (0..world.cells.len())
            .map(|term| world.has(term, |cell| self.possible[term].contains(&cell)));
        let left = world.all(left.collect()).and(&world.background);
        // At each place the changes that avoid at most so many.
        let mut at_most = vec![good.clone()];
        for demand in (0..world.policies.len()).flat_map(|policy| world.deciding(policy)) {
            let applies = world.applies(demand);
            if world.prerequisite(demand).when.is_none() || left.and(&applies).is_false() {
                continue;
            }
            let kept = self.somewhere(&applies);
            at_most.push(at_most[at_most.len() - 1].clone());
            for count in (0..at_most.len() - 1).rev() {
                let kept = at_most[count].and(&kept);
                at_most[count] = match count {
                    0 => kept,
                    _ => kept.or(&at_most[count - 1]),
                };
            }
        }
        let fewest = at_most.iter().position(|found| !found.is_false());
        let fewest = fewest.unwrap_or_default();
        (fewest, at_most.swap_remove(fewest))
    }

    /// What each change of each term costs.
    fn priced(&self) -> Vec<(&Field, Vec<Price>)> {
        let each = self.world.said.iter().enumerate();
        each.map(|(term, field)| {
            let list = &self.world.lists[term];
            let price = |cell| match steps(self.world.term(term), &self.possible[term], cell) {
                0 => [0, self.prices.of[term]],
                steps => [steps * self.prices.of[term], 0],
            };
            let mut prices: Vec<Price> = list.iter().map(|cell| price(*cell)).collect();
            prices.push([0, 0]);
            (field, prices)
        })
        .collect()
    }

    /// Every way to carry out a repair.
    fn ways(&self, repair: &Repair) -> Bdd {
        let each = self.world.said.iter().enumerate().map(|(term, field)| {
            let change = repair.changes.iter().find(|each| each.term.index() == term);
            let (kind, list) = (&self.world.term(term).kind, &self.world.lists[term]);
            self.world
                .among(field, |value| match (list.get(value), change) {
                    (Some(cell), Some(change)) => change.to.allows(kind, *cell),
                    (None, None) => true,
                    _ => false,
                })
        });
        self.world.all(each.collect())
    }
}

fn check(policies: &[Policy], seed: u64, stated: usize, seen: &mut Seen) {
    let world = World::new(policies);
    let mut random = Random::new(seed + 1);
    let accepted = (0..policies.len()).map(|policy| world.accepted(policy));
    let accepted = world.all(accepted.collect());
    // Some proposals are about settlements that all accept, but leave things open.
    let about = if random.chance(40) {
        &accepted
    } else {
        &world.background
    };
    let Some(settlement) = world.sample(about, &mut random) else {
        return seen.note("no such settlement");
    };
    let possible = text(&world, &settlement, stated, &mut random);
    let mut prices = Prices::even(&policies[0].vocabulary);
    for term in 0..world.cells.len() {
        prices.of[term] = 1 + random.below(4) as u64;
        prices.frozen[term] = random.chance(if seed.is_multiple_of(3) { 20 } else { 2 });
    }
    let coherent = world.somewhere(&world.background, &possible);
    let draft = Draft {
        world: &world,
        possible,
        prices,
        coherent,
    };
    let all: Vec<&Policy> = policies.iter().collect();
    let known = knowledge(&world, &draft.possible);
    let found = Demands::new(all.iter().copied())
        .unwrap()
        .repair(&known, &draft.prices, 12, &Cancel::default())
        .unwrap();
    let good = draft.good();
    let (avoided, good) = draft.fewest_avoided(&good);
    let least = points::least(&good, &draft.priced());
    match found {
        Mending::Met => {
            seen.note("met");
            assert_eq!(least.unwrap().0, [0, 0]);
        }
        Mending::Never { collision, .. } => {
            seen.note("never");
            assert!(good.is_false(), "called impossible");
            check_collision(&draft, &collision, seen);
        }
        Mending::Repairs { cheapest, more, .. } => {
            let (cost, count) = least.expect("called possible");
            let mut ways = world.nothing();
            for repair in &cheapest {
                assert_eq!([repair.cost.steps, repair.cost.answers], cost);
                assert_eq!(repair.avoids.len(), avoided);
                check_repair(&draft, repair, &good);
                ways = ways.or(&draft.ways(repair));
            }
            let fields: Vec<&Field> = world.said.iter().collect();
            let ways = world.count(&ways, &fields);
            // Of members that nothing asks about only one way out is shown.
            let mut changes = cheapest.iter().flat_map(|repair| &repair.changes);
            let sets = changes.any(|change| world.term(change.term.index()).kind.is_set());
            if !more && !sets {
                seen.note("all repairs");
                assert_eq!(ways, count);
            }
            assert!(ways <= count);
            seen.note("repaired");
            if avoided > 0 {
                seen.note("avoiding");
            }
            if cost[0] > 0 && cost[1] > 0 {
                seen.note("steps and answers");
            }
        }
    }
}

fn check_repair(draft: &Draft<'_>, repair: &Repair, good: &Bdd) {
    let world = draft.world;
    let ways = draft.ways(repair);
    assert!(
        !ways.is_false() && ways.and_not(good).is_false(),
        "{repair:#?}"
    );
    for change in &repair.changes {
        let (kind, term) = (&world.term(change.term.index()).kind, change.term.index());
        assert!(!draft.prices.frozen[term]);
        for cell in world.lists[term]
            .iter()
            .filter(|cell| change.to.allows(kind, **cell))
        {
            assert_eq!(
                steps(world.term(term), &draft.possible[term], *cell),
                change.steps
            );
        }
        // Without the change those that force it may be unmet, and no others.
        let other = |each: usize, cell| {
            let change = repair
                .changes
                .iter()
                .find(|change| change.term.index() == each);
            match change.filter(|_| each != term) {
                Some(change) => change.to.allows(&world.term(each).kind, cell),
                None => draft.possible[each].contains(&cell),
            }
        };
        let left = (0..world.cells.len()).map(|each| world.has(each, |cell| other(each, cell)));
        let left = world.all(left.collect()).and(&world.background);
        let forced_by = (0..world.policies.len())
            .flat_map(|policy| world.deciding(policy))
            .filter(|demand| !left.and(&world.unmet(*demand)).is_false());
        let forced_by: Vec<Demand> = forced_by.collect();
        assert_eq!(forced_by, change.forced_by, "{repair:#?}");
    }
}

/// Checks that the parts of a collision cannot be had together, but can be if any one of them is
/// left out, and that no smaller collision exists.
fn check_collision(draft: &Draft<'_>, collision: &Collision, seen: &mut Seen) {
    let world = draft.world;
    let demands = collision
        .prerequisites
        .iter()
        .map(|demand| Item::Tolerated(*demand));
    let something = collision
        .something_of
        .iter()
        .map(|policy| Item::Something(policy.index()));
    let frozen = collision
        .frozen
        .iter()
        .map(|term| Item::Frozen(term.index()));
    let found: BTreeSet<Item> = demands.chain(something).chain(frozen).collect();
    let items: Vec<(Item, Bdd)> = (draft.items().into_iter())
        .map(|item| (item, draft.respects(item)))
        .collect();
    let had_without = |without: Option<&Item>| {
        let kept = |(item, _): &&(Item, Bdd)| found.contains(item) && without != Some(item);
        let kept = items.iter().filter(kept).map(|(_, had)| had.clone());
        !world.all(kept.collect()).and(&draft.coherent).is_false()
    };
    assert!(!had_without(None), "{found:?}");
    for item in &found {
        assert!(had_without(Some(item)), "{found:?} without {item:?}");
    }
    let enough = world.enough(&draft.coherent, &items, &world.said);
    let (smallest, _) = points::least(&enough.not(), &keeping(draft)).unwrap();
    assert_eq!(found.len() as u64, smallest[0]);
    if found.len() > 1 {
        seen.note("several collide");
    }
    if !collision.frozen.is_empty() {
        seen.note("frozen collide");
    }
}

/// Keeping costs 1 each; what is not asked at all is not kept.
fn keeping<'a>(draft: &'a Draft<'_>) -> Vec<(&'a Field, Vec<Price>)> {
    let asked = draft.items();
    let dropped = draft.world.dropped.iter();
    let mut fields: Vec<(&Field, Vec<Price>)> = dropped
        .map(|(item, field)| (field, vec![[u64::from(asked.contains(item)), 0], [0, 0]]))
        .collect();
    fields.sort_by_key(|(field, _)| field.first());
    fields
}

#[test]
fn repairs_are_cheapest() {
    let mut seen = Seen::default();
    for seed in 0..48 {
        let parties = 1 + seed as usize % 2;
        let terms = 24 + 8 * (seed as usize / 2 % 3);
        let stated = [100, 75, 30][seed as usize / 6 % 3];
        let against = [0, 0, 2, 10][seed as usize % 4];
        let size = Size {
            terms,
            prerequisites: 3 * terms / 2 / parties,
            width: 5,
            listed: 0,
        };
        match policies(seed, size, parties, against) {
            Some(policies) => check(&policies, seed, stated, &mut seen),
            None => seen.note("incoherent"),
        }
    }
    seen.expect(&[
        ("met", 6),
        ("never", 10),
        ("several collide", 8),
        ("frozen collide", 5),
        ("repaired", 20),
        ("all repairs", 12),
        ("steps and answers", 12),
    ]);
}

#[test]
fn repairs_over_long_numbers() {
    let mut seen = Seen::default();
    for seed in 0..2 {
        check(&long_numbers(seed, 99), seed, 60, &mut seen);
    }
    seen.expect(&[("repaired", 1)]);
}
