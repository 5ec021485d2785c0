//! How two policies relate, and the smallest text that shows it.

use biodivine_lib_bdd::Bdd;
use servanda::limit::Cancel;
use servanda::policy::{Policy, TermId};
use servanda::proposal::Knowledge;
use servanda::questions::compare_policies::{Brevity, Relation, Shows, Witness};
use servanda::questions::demands::Demands;

use super::bdd::World;
use super::points::{self, Field, Price};
use super::{Possible, Seen, read_policies};
use servanda_random::{Random, Size};

/// Two policies, most often variations of one.
fn pair(seed: u64, size: Size) -> Option<Vec<Policy>> {
    let (texts, others) = servanda_random::grouped(seed, size, 2);
    let mut random = Random::new(seed);
    let variation = random.below(6);
    let second = if variation == 0 {
        &others[0]
    } else {
        &texts.policy
    };
    let mut policies = read_policies(&texts.vocabulary, &[&texts.policy, second], seed, 0)?;
    for (at, policy) in policies.iter_mut().enumerate() {
        let shorter = match variation {
            2 | 3 => at == variation - 2,
            4 | 5 => true,
            _ => false,
        };
        if shorter {
            let index = random.below(policy.prerequisites.len());
            policy.prerequisites.remove(index);
        }
    }
    policies[1].prerequisites.reverse();
    Some(policies)
}

fn check(seed: u64, size: Size, seen: &mut Seen) {
    let Some(policies) = pair(seed, size) else {
        return seen.note("incoherent");
    };
    let world = World::new(&policies);
    let found = Demands::new(&policies[..2])
        .unwrap()
        .compare(&Cancel::default())
        .unwrap();
    let [first, second] = [world.accepted(0), world.accepted(1)];
    let relation = match (
        first.and_not(&second).is_false(),
        second.and_not(&first).is_false(),
    ) {
        (true, true) => Relation::Equivalent,
        (true, false) => Relation::Stricter,
        (false, true) => Relation::Looser,
        (false, false) => Relation::Incomparable,
    };
    assert_eq!(found.of_settlements, relation);
    seen.note(match relation {
        Relation::Equivalent => "equivalent",
        Relation::Stricter => "stricter",
        Relation::Looser => "looser",
        Relation::Incomparable => "incomparable",
    });
    let of_settlements = |witness: &Option<Witness>| {
        let witness = witness.as_ref();
        witness
            .filter(|witness| witness.shows == Shows::Settlements)
            .cloned()
    };
    let [first_only, second_only] = [&found.first_only, &found.second_only].map(of_settlements);
    check_witness(&world, first_only.as_ref(), 0, 1, seen);
    check_witness(&world, second_only.as_ref(), 1, 0, seen);
}

/// Checks a witness: one policy accepts every settlement that it leaves possible, the other none. No
/// text of fewer
/// provisions shows that or, if the search gave up, none of its provisions can be left out.
fn check_witness(
    world: &World<'_>,
    found: Option<&Witness>,
    by: usize,
    not_by: usize,
    seen: &mut Seen,
) {
    let shows = shows(world, by, not_by);
    let fewest = points::least(&shows, &provisions(world)).map(|least| least.0[0]);
    assert_eq!(found.is_some(), fewest.is_some());
    let Some(found) = found else { return };
    if found.brevity == Brevity::Fewest {
        assert_eq!(Some(found.provides.len() as u64), fewest);
        seen.note("fewest");
    } else {
        seen.note("irredundant");
        for left_out in 0..found.provides.len() {
            let mut fewer = found.provides.clone();
            fewer.remove(left_out);
            assert!(text(world, &fewer).and(&shows).is_false(), "{found:?}");
        }
    }
    if found.provides.len() > 2 {
        seen.note("several provisions");
    }
    let text = text(world, &found.provides);
    assert!(!text.and(&shows).is_false(), "{found:?}");
    for demand in &found.unmet {
        assert_eq!(demand.policy.index(), not_by);
        let otherwise = world.background.and_not(&world.unmet(*demand));
        let otherwise = world.somewhere(&otherwise, &anything(world));
        assert!(text.and(&otherwise).is_false(), "{found:?}");
    }
}

/// The text that provides just these cells.
fn text(world: &World<'_>, provides: &[(TermId, Knowledge)]) -> Bdd {
    let said = world.said.iter().zip(&world.lists).enumerate();
    let said = said.map(|(term, (field, list))| {
        let named = provides.iter().find(|(named, _)| named.index() == term);
        let place = |known: &Knowledge| {
            let cells = list.iter();
            let mut cells = cells.map(|cell| Knowledge::cell(*cell));
            cells.position(|cell| cell == *known).unwrap()
        };
        world.is(field, named.map_or(list.len(), |(_, known)| place(known)))
    });
    world.all(said.collect())
}

/// The texts that one policy accepts, whatever is filled in, and the other then never does.
fn shows(world: &World<'_>, by: usize, not_by: usize) -> Bdd {
    let anything = anything(world);
    let somewhere = |so: &Bdd| world.somewhere(&so.and(&world.background), &anything);
    somewhere(&world.accepted(by))
        .and_not(&somewhere(&world.accepted(by).not()))
        .and_not(&somewhere(&world.accepted(not_by)))
}

fn anything(world: &World<'_>) -> Possible {
    let each = world.lists.iter();
    each.map(|list| list.iter().copied().collect()).collect()
}

/// Each provision costs 1.
fn provisions<'a>(world: &'a World<'_>) -> Vec<(&'a Field, Vec<Price>)> {
    let each = world.said.iter().zip(&world.lists);
    each.map(|(field, list)| {
        let mut prices = vec![[1, 0]; list.len()];
        prices.push([0, 0]);
        (field, prices)
    })
    .collect()
}

#[test]
fn relations_are_exact() {
    let mut seen = Seen::default();
    for seed in 0..30 {
        let terms = 25 + 5 * (seed as usize % 3);
        let size = Size {
            terms,
            prerequisites: terms * 2 / 3,
            width: 4,
            listed: 0,
        };
        check(seed, size, &mut seen);
    }
    // Here the search for the fewest gives up.
    let large = Size {
        terms: 45,
        prerequisites: 30,
        width: 4,
        listed: 0,
    };
    check(23, large, &mut seen);
    seen.expect(&[
        ("equivalent", 5),
        ("stricter", 3),
        ("looser", 3),
        ("incomparable", 5),
        ("several provisions", 15),
        ("fewest", 10),
        ("irredundant", 1),
    ]);
}
