//! Negotiation on instances far too large to enumerate, against diagrams of another library.
//!
//! Seeds are fixed. Each test counts the cases that its instances cover, and fails if a case is no
//! longer covered.

mod bdd;
mod compare_policies;
mod deadlock;
mod influence;
mod points;
mod repair;
mod zone;

use std::collections::{BTreeMap, BTreeSet};

use servanda::policy::Policy;
use servanda::proposal::Knowledge;
use servanda::questions::demands::Demand;
use servanda_random::{Random, Size};

use self::bdd::World;
use crate::laws::oracle::Cell;
use crate::support::{ids, texts};

/// What the instances showed, and how often.
#[derive(Debug, Default)]
struct Seen(BTreeMap<&'static str, usize>);

impl Seen {
    fn note(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    /// Each of these was seen so often.
    fn expect(&self, least: &[(&'static str, usize)]) {
        for (what, least) in least {
            let seen = self.0.get(what).copied().unwrap_or(0);
            assert!(seen >= *least, "{what}: seen {seen} times, {self:?}");
        }
    }
}

/// Random policies over one vocabulary, see [`read_policies`].
fn policies(seed: u64, size: Size, count: usize, against: usize) -> Option<Vec<Policy>> {
    let (texts, others) = servanda_random::grouped(seed, size, count);
    let all: Vec<&String> = std::iter::once(&texts.policy).chain(&others).collect();
    read_policies(&texts.vocabulary, &all, seed, against)
}

/// Reads policies and drops some of their prerequisites. All those are kept that one settlement
/// tolerates, and a percentage of the others: with 0 there is a zone, with many there is none.
/// `None` if the vocabulary allows no settlement.
fn read_policies(
    vocabulary: &str,
    texts: &[&String],
    seed: u64,
    against: usize,
) -> Option<Vec<Policy>> {
    let vocabulary = texts::vocabulary(vocabulary);
    let each = texts.iter().map(|text| texts::policy(text, &vocabulary));
    let mut policies: Vec<Policy> = each.collect();
    let mut random = Random::new(seed);
    let world = World::new(&policies);
    let settlement = world.sample(&world.background, &mut random)?;
    let settlement = world.settlement(&settlement);
    let mut keep: BTreeSet<Demand> = world.demands().into_iter().collect();
    keep.retain(|demand| {
        let tolerated = settlement.and(&world.unmet(*demand)).is_false();
        tolerated || random.chance(against)
    });
    for (policy, each) in policies.iter_mut().enumerate() {
        let policy = ids::policy(policy);
        let mut prerequisites = each.prerequisite_ids();
        each.prerequisites.retain(|_| {
            prerequisites.next().is_some_and(|prerequisite| {
                keep.contains(&Demand {
                    policy,
                    prerequisite,
                })
            })
        });
    }
    Some(policies)
}

/// A policy that tells so many ranges of a number apart that they are just as many as one variable
/// of the engine can hold, or one more.
fn long_numbers(seed: u64, last: usize) -> Vec<Policy> {
    let vocabulary = format!(
        "vocabulary v \"long\"
        term a \"a\" number of days from 0 to {last}
        term b \"b\" number of days from 0 to {last}
          may not arise
        term c \"c\" scale l0 < l1 < l2"
    );
    let mut random = Random::new(seed);
    let mut text = String::from("policy p \"long\"\nuses v\n");
    for index in 0..110 {
        let [at, bound] = [(); 2].map(|()| random.below(last + 1));
        let term = ["a", "b"][index % 2];
        let way_out = match random.below(3) {
            0 => format!("a is at least {bound} days"),
            1 => format!("none of {{\nb is at most {bound} days\n}}"),
            _ => "c is l2".to_owned(),
        };
        text += &format!("prerequisite p{index} {{\nmust any of {{\n");
        text += &format!("{term} is not {at} days\n{way_out}\n}}\n}}\n");
    }
    text += "prerequisite last {\nmust a is at least 3 days\nmust c is not l1\n}\n";
    read_policies(&vocabulary, &[&text], seed, 0).unwrap()
}

/// A policy that counts the members of sets.
fn counted_sets(seed: u64, members: usize) -> Vec<Policy> {
    let labels: Vec<String> = (0..members).map(|member| format!("m{member}")).collect();
    let labels = labels.join(", ");
    let vocabulary = format!(
        "vocabulary v \"counted\"
        term a \"a\" set of {labels}
        term b \"b\" set of l0, l1, l2, l3
          may not arise
        term c \"c\" scale l0 < l1 < l2
        term d \"d\" set of l0, l1, l2, l3
          arises when c is l2"
    );
    let mut random = Random::new(seed);
    let mut text = String::from("policy p \"counted\"\nuses v\n");
    for index in 0..6 {
        let [least, most, member] = [(); 3].map(|()| random.below(members));
        let way_out = match random.below(3) {
            0 => format!("b counts at most {}", most % 4),
            1 => format!("d counts at least {}", least % 4),
            _ => "c is l1".to_owned(),
        };
        let line = match random.below(3) {
            0 => format!("a counts at least {least}"),
            1 => format!("a counts at most {most}"),
            _ => format!("a includes m{member}"),
        };
        text += &format!("prerequisite p{index} {{\nmust any of {{\n{line}\n{way_out}\n}}\n}}\n");
    }
    read_policies(&vocabulary, &[&text], seed, 0).unwrap()
}

/// What a text leaves possible, term by term.
type Possible = Vec<BTreeSet<Cell>>;

/// A text that describes a settlement: it states a percentage of the terms as they are in the
/// settlement, and leaves several or all cells of every other term possible.
fn text(world: &World<'_>, settlement: &[Cell], stated: usize, random: &mut Random) -> Possible {
    let each = settlement.iter().enumerate();
    each.map(|(term, &cell)| {
        let list = &world.lists[term];
        if random.chance(stated) {
            BTreeSet::from([cell])
        } else if random.chance(40) {
            BTreeSet::from([cell, list[random.below(list.len())]])
        } else {
            list.iter().copied().collect()
        }
    })
    .collect()
}

/// The same as data of the library.
fn knowledge(world: &World<'_>, possible: &Possible) -> Vec<Knowledge> {
    let each = possible.iter().enumerate();
    each.map(|(term, cells)| {
        if cells.len() == world.lists[term].len() {
            return Knowledge::unknown(world.term(term));
        }
        let mut values: Vec<(u64, u64)> = Vec::new();
        let is_set = world.term(term).kind.is_set();
        for value in cells.iter().flatten().copied() {
            match values.last_mut() {
                Some(last) if !is_set && last.1 + 1 == value => last.1 = value,
                _ => values.push((value, value)),
            }
        }
        Knowledge {
            not_arising: cells.contains(&None),
            values,
        }
    })
    .collect()
}
