//! How what has to be conceded can be shared, against enumeration.

use std::collections::BTreeSet;

use servanda::policy::{Arising, Kind, PolicyId, TermId};
use servanda::proposal::Knowledge;
use servanda::questions::zopa::{Apart, Between, Clash, Shared, Way};

use super::world::{Item, Settlement, World};
use crate::laws::oracle::{self, Cell, Seen};

/// What the parties ask: of each, the settlements that it accepts by some of its items.
struct Asked<'a> {
    world: &'a World<'a>,
    accepted: Vec<Vec<&'a Settlement>>,
}

fn policy_of(item: Item) -> PolicyId {
    match item {
        Item::Tolerated(demand) => demand.policy,
        Item::Something(policy) => policy,
    }
}

impl<'a> Asked<'a> {
    fn new(world: &'a World<'a>, items: &[Item]) -> Self {
        let accepts = |policy: PolicyId| {
            let own: Vec<Item> = (items.iter().copied())
                .filter(|item| policy_of(*item) == policy)
                .collect();
            let all =
                move |cells: &&Settlement| own.iter().all(|item| world.respects(*item, cells));
            world.settlements.iter().filter(all).collect()
        };
        let policies = PolicyId::all(world.policies.len());
        Self {
            world,
            accepted: policies.map(accepts).collect(),
        }
    }

    /// What each party concedes in a settlement.
    fn concessions(&self, cells: &Settlement) -> Vec<u64> {
        let apart = |asked: &Settlement| -> u64 {
            let each = 0..cells.len();
            each.map(|term| self.world.distance(term, asked[term], cells[term]))
                .sum()
        };
        let own = self.accepted.iter();
        own.map(|accepted| accepted.iter().map(|asked| apart(asked)).min().unwrap())
            .collect()
    }
}

fn total(steps: &[u64]) -> u64 {
    steps.iter().sum()
}

fn greatest(steps: &[u64]) -> u64 {
    steps.iter().copied().max().unwrap()
}

/// Checks that a way says what its settlement costs each party that asks something.
fn check_way(asked: &Asked<'_>, way: &Way, counts: &BTreeSet<PolicyId>) {
    let world = asked.world;
    let fits = |cells: &&Settlement| {
        let mut own = way.cells.iter();
        own.all(|(term, cell)| cells[term.index()] == *cell)
    };
    let steps: Vec<u64> = way.steps().collect();
    let policies: Vec<PolicyId> = PolicyId::all(world.policies.len()).collect();
    let costs = |cells: &Settlement| {
        let mut concessions = asked.concessions(cells);
        for (policy, concession) in policies.iter().zip(&mut concessions) {
            if !counts.contains(policy) {
                *concession = 0;
            }
        }
        concessions
    };
    let mut fitting = world.settlements.iter().filter(fits);
    let shown = fitting.find(|cells| costs(cells) == steps);
    let shown = shown.unwrap_or_else(|| panic!("{way:#?}"));
    for (&policy, share) in policies.iter().zip(&way.shares) {
        let gaps: u64 = share.gaps.iter().map(|gap| gap.steps).sum();
        assert_eq!(share.steps, gaps);
        for gap in &share.gaps {
            let own = way.cells.iter().find(|(term, _)| *term == gap.term);
            assert!(own.is_none_or(|(_, cell)| gap.offered == Knowledge::cell(*cell)));
        }
        let own = world.deciding(policy);
        let unmet = own
            .into_iter()
            .filter(|demand| world.seen(*demand, shown).contains(&Seen::Unmet));
        assert_eq!(share.unmet, unmet.collect::<Vec<_>>());
    }
}

pub fn check(world: &World<'_>, shared: &Shared) {
    let items = world.items();
    let asked = Asked::new(world, &items);
    let policies: Vec<PolicyId> = PolicyId::all(world.policies.len()).collect();
    let nothing: Vec<PolicyId> = (policies.iter().copied())
        .filter(|policy| asked.accepted[policy.index()].is_empty())
        .collect();
    assert_eq!(shared.accept_nothing, nothing);
    if !nothing.is_empty() {
        assert!(shared.least.is_none() && shared.even.is_none() && shared.alone.is_empty());
        return;
    }
    let everyone: BTreeSet<PolicyId> = policies.iter().copied().collect();
    let (least, even) = (
        shared.least.as_ref().unwrap(),
        shared.even.as_ref().unwrap(),
    );
    check_best(&asked, least, even, &everyone);
    let alone = shared.alone.iter().flatten();
    for way in [least, even].into_iter().chain(alone) {
        world.check_warned(&way.cells, &way.warned);
    }
    assert_eq!(shared.alone.len(), policies.len());
    for (&policy, found) in policies.iter().zip(&shared.alone) {
        let others: Vec<Item> = (items.iter().copied())
            .filter(|item| policy_of(*item) != policy)
            .collect();
        let all = |cells: &&Settlement| others.iter().all(|item| world.respects(*item, cells));
        let offered = world.settlements.iter().filter(all);
        let least = offered
            .map(|cells| asked.concessions(cells)[policy.index()])
            .min();
        assert_eq!(found.as_ref().map(Way::total), least);
        if let Some(way) = found {
            check_way(&asked, way, &BTreeSet::from([policy]));
            for (other, share) in policies.iter().zip(&way.shares) {
                assert!(*other == policy || share.steps == 0 && share.unmet.is_empty());
            }
        }
    }
}

fn check_best(asked: &Asked<'_>, least: &Way, even: &Way, counts: &BTreeSet<PolicyId>) {
    let all = asked.world.settlements.iter();
    let all: Vec<Vec<u64>> = all.map(|cells| asked.concessions(cells)).collect();
    let least_total = all
        .iter()
        .map(|steps| (total(steps), greatest(steps)))
        .min();
    assert_eq!(
        Some((least.total(), least.greatest())),
        least_total,
        "{least:?}"
    );
    let most_even = all
        .iter()
        .map(|steps| (greatest(steps), total(steps)))
        .min();
    assert_eq!(Some((even.greatest(), even.total())), most_even, "{even:?}");
    check_way(asked, least, counts);
    check_way(asked, even, counts);
}

/// Checks how far apart the sides of a collision are.
pub fn check_apart(world: &World<'_>, clash: &Clash, items: &[Item]) {
    let sides: BTreeSet<PolicyId> = items.iter().map(|item| policy_of(*item)).collect();
    let Some(apart) = &clash.apart else {
        assert!(sides.len() < 2);
        return;
    };
    assert!(sides.len() > 1 && sides.iter().eq(&apart.sides));
    let asked = Asked::new(world, items);
    check_best(&asked, &apart.least, &apart.even, &sides);
    for between in &apart.terms {
        check_between(&asked, apart, between);
    }
    let terms = apart.terms.iter().map(|between| between.term);
    assert!(clash.over.is_empty() || terms.eq(clash.over.iter().copied()));
}

fn check_between(asked: &Asked<'_>, apart: &Apart, found: &Between) {
    let term: TermId = found.term;
    let declared = asked.world.policies[0].vocabulary.term(term);
    let own: Vec<BTreeSet<Cell>> = (apart.sides.iter())
        .map(|side| {
            let accepted = asked.accepted[side.index()].iter();
            accepted.map(|cells| cells[term.index()]).collect()
        })
        .collect();
    let every: BTreeSet<Cell> = oracle::all_cells(&asked.world.policies[0], term.index());
    for (cells, known) in own.iter().zip(&found.asked) {
        for cell in &every {
            assert_eq!(known.allows(&declared.kind, *cell), cells.contains(cell));
        }
    }
    let follows = matches!(declared.arising, Arising::When(_));
    let away = |cell: Cell| -> Vec<u64> {
        own.iter()
            .map(|own| oracle::steps(declared, own, cell))
            .collect()
    };
    let cells: Vec<(Cell, Vec<u64>)> = (every.into_iter())
        .filter(|cell| cell.is_some() || !follows)
        .map(|cell| (cell, away(cell)))
        .collect();
    let least = cells.iter().map(|(_, away)| total(away)).min();
    if let Kind::Set(_) = declared.kind {
        assert!(found.steps.is_none() || found.steps == least);
        return;
    }
    assert_eq!(found.steps, least, "{found:#?}");
    let preferable = |a: &[u64], b: &[u64]| a != b && a.iter().zip(b).all(|(a, b)| a <= b);
    let between: Vec<&(Cell, Vec<u64>)> = (cells.iter())
        .filter(|(_, away)| {
            let is_asked = away.contains(&0);
            !is_asked && !cells.iter().any(|(_, other)| preferable(other, away))
        })
        .collect();
    let middle = between
        .iter()
        .map(|(_, away)| (greatest(away), total(away)))
        .min();
    for (cell, away) in &cells {
        let has = |known: &Option<Knowledge>| {
            known
                .as_ref()
                .is_some_and(|known| known.allows(&declared.kind, *cell))
        };
        let is_between = between.iter().any(|(other, _)| other == cell);
        assert_eq!(has(&found.between), is_between, "{found:#?}");
        let is_middle = is_between && Some((greatest(away), total(away))) == middle;
        assert_eq!(has(&found.middle), is_middle, "{found:#?}");
    }
}
