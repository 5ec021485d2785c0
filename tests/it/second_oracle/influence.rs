//! How often a term or reading decides.

use std::collections::BTreeSet;

use biodivine_lib_bdd::Bdd;
use num_bigint::BigUint;
use servanda::limit::Cancel;
use servanda::policy::{Arising, Policy};
use servanda::questions::demands::Demand;
use servanda::questions::influence::{Bounds, Open};
use servanda::questions::judge::Judge;
use servanda::verdict::Verdict;

use super::bdd::World;
use super::points::{self, Field};
use super::{Seen, counted_sets, knowledge, long_numbers, policies, text};
use crate::laws::oracle::Cell;
use crate::support::ids;
use servanda_random::{Random, Size};

/// The completions of a text in which something is unmet, met, or does not apply.
struct Outcomes {
    each: [Bdd; 3],
    /// The completions that differ from one of another outcome at most in that conditional terms
    /// arise or not.
    near_others: [Bdd; 3],
}

impl Outcomes {
    fn new(world: &World<'_>, all: &Bdd, unmet: &Bdd, applies: &Bdd) -> Self {
        let each = [
            all.and(unmet),
            all.and(applies).and_not(unmet),
            all.and_not(unmet).and_not(applies),
        ];
        let near_others = [0, 1, 2].map(|own| {
            let others = each[(own + 1) % 3].or(&each[(own + 2) % 3]);
            near(world, others)
        });
        Self { each, near_others }
    }

    fn verdict(&self) -> Verdict {
        match [0, 1, 2].map(|outcome| !self.each[outcome].is_false()) {
            [false, true, _] => Verdict::Met,
            [true, false, false] => Verdict::Unmet,
            [false, false, true] => Verdict::NotApplicable,
            _ => Verdict::Open,
        }
    }

    /// In how many completions another value of the field changes the outcome.
    fn decided(&self, world: &World<'_>, by: &Field) -> BigUint {
        let each = self.each.iter().zip(&self.near_others);
        let changes = each.map(|(own, others)| {
            let by = std::slice::from_ref(by);
            count(world, &own.and(&points::without(others, by)))
        });
        changes.sum()
    }
}

/// Adds what differs in that conditional terms arise or not.
fn near(world: &World<'_>, mut from: Bdd) -> Bdd {
    for (term, field) in world.cells.iter().enumerate() {
        if matches!(world.term(term).arising, Arising::When(_)) {
            let arises = world.arises(term);
            let field = std::slice::from_ref(field);
            let arising = points::without(&from.and(&arises), field);
            let failing = points::without(&from.and_not(&arises), field);
            from = world.any(vec![from, arising.and_not(&arises), failing.and(&arises)]);
        }
    }
    from
}

fn count(world: &World<'_>, completions: &Bdd) -> BigUint {
    let fields: Vec<&Field> = world.cells.iter().chain(world.readings.values()).collect();
    world.count(completions, &fields)
}

fn share(part: &BigUint, whole: &BigUint) -> f64 {
    let number = |count: &BigUint| count.to_string().parse::<f64>().unwrap();
    number(part) / number(whole)
}

fn agrees(found: &Bounds, wanted: f64, seen: &mut Seen) {
    let (low, high) = (found.low.below(), found.high.above());
    assert!(
        low < wanted + 1e-9 && wanted < high + 1e-9,
        "{found:?} {wanted}"
    );
    if high - low < 1e-9 {
        seen.note("exact share");
    }
    if wanted > 1e-3 && wanted < 0.999 {
        seen.note("proper share");
    }
}

fn check(seed: u64, size: Size, seen: &mut Seen) {
    let Some(policies) = policies(seed, size, 1, 10) else {
        return seen.note("incoherent");
    };
    check_policies(&policies, seed, seen);
}

fn check_policies(policies: &[Policy], seed: u64, seen: &mut Seen) {
    let world = World::new(policies);
    let mut random = Random::new(seed);
    let settlement = world.sample(&world.background, &mut random).unwrap();
    let possible = text(&world, &settlement, 40, &mut random);
    let known = knowledge(&world, &possible);
    let found = Judge::new(&policies[0])
        .influence(&known, &Cancel::default())
        .unwrap();
    let is_possible =
        |(term, cells): (usize, &BTreeSet<Cell>)| world.has(term, |cell| cells.contains(&cell));
    let all = world.all(possible.iter().enumerate().map(is_possible).collect());
    let all = all.and(&world.background);
    let whole = count(&world, &all);
    let outcomes = |demands: &[Demand]| {
        let unmet = demands.iter().map(|demand| world.unmet_as_read(*demand));
        let applies = demands.iter().map(|demand| world.applies(*demand));
        let [unmet, applies] = [unmet.collect(), applies.collect()].map(|parts| world.any(parts));
        Outcomes::new(&world, &all, &unmet, &applies)
    };
    let joint = outcomes(&world.deciding(0));
    assert_eq!(found.verdict, joint.verdict());
    let each = world.demands().into_iter();
    let each = each.map(|demand| outcomes(&[demand]));
    let open: Vec<Outcomes> = each
        .filter(|each| each.verdict() == Verdict::Open)
        .collect();
    assert_eq!(found.open, open.len());
    for weight in &found.weights {
        let field = match weight.of {
            Open::Term(term) => &world.cells[term.index()],
            Open::Reading(prerequisite) => {
                seen.note("reading");
                let policy = ids::policy(0);
                &world.readings[&Demand {
                    policy,
                    prerequisite,
                }]
            }
        };
        agrees(
            &weight.verdict,
            share(&joint.decided(&world, field), &whole),
            seen,
        );
        let decided = open.iter().map(|each| each.decided(&world, field));
        agrees(&weight.findings, share(&decided.sum(), &whole), seen);
    }
    // A term or reading that is not named decides nothing.
    for (term, field) in world.cells.iter().enumerate() {
        let is = |of: &Open| matches!(of, Open::Term(named) if named.index() == term);
        if !found.weights.iter().any(|weight| is(&weight.of)) {
            assert_eq!(joint.decided(&world, field), BigUint::ZERO);
        }
    }
}

#[test]
fn shares_are_exact() {
    let mut seen = Seen::default();
    for seed in 0..60 {
        let terms = 25 + 10 * (seed as usize % 3);
        let size = Size {
            terms,
            prerequisites: terms / 2,
            width: 4,
            listed: 0,
        };
        check(seed, size, &mut seen);
    }
    seen.expect(&[("exact share", 900), ("proper share", 120), ("reading", 40)]);
}

#[test]
fn shares_of_long_numbers_and_counted_sets() {
    let mut seen = Seen::default();
    check_policies(&long_numbers(0, 99), 0, &mut seen);
    for seed in 0..4 {
        check_policies(&counted_sets(seed, 9), seed, &mut seen);
    }
    seen.expect(&[("exact share", 20), ("proper share", 4)]);
}
