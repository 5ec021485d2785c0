//! Why there is no zone: what collides, and which choices that leaves.

use super::concession::{Search, Stance};
use super::middle::Sharing;
use super::{Choice, Clash, Deadlock, Item, Table};
use crate::engine::SettlementSearch;
use crate::limit::{Cancel, Part, Unfinished};
use crate::policy::{PolicyId, TermId};
use crate::questions::demands::Demands;

impl Demands<'_> {
    /// The policy that requires it.
    pub(super) fn policy_of(&self, item: Item) -> PolicyId {
        match item {
            Item::Tolerated(id) => self.engine.asked(id).policy,
            Item::Something(policy) => policy,
        }
    }

    pub(super) fn deadlock(&self, most: usize, cancel: &Cancel) -> Deadlock {
        let mut unfinished = Unfinished::default();
        let mut table = Table::new(self, cancel);
        let count = table.requirements.len();
        let settlement = &mut table.settlement;
        let found = (table.requirements)
            .conflicts(most, cancel, |wanted, all| settlement.fulfil(wanted, all));
        let all = unfinished
            .note(Part::Collisions, found.all)
            .unwrap_or(false);
        let mut collisions = self.clashes(&found.sets, cancel, &mut unfinished);
        let opened = self.opening_readings(cancel);
        let opened_by_readings = unfinished.note(Part::Opening, opened).flatten();
        let mut sharing = Sharing::new(self, cancel);
        let shared = sharing.all(&mut unfinished, cancel);
        table.settlement.start_anew();
        for (set, clash) in found.sets.iter().zip(&mut collisions) {
            let items = set.iter().map(|&index| table.requirements.about(index));
            let items: Vec<Item> = items.collect();
            let apart = self.apart(&items, clash, &mut sharing, &mut table);
            clash.apart = unfinished.note(Part::Apart, apart).flatten();
        }
        let groups = if all {
            connected(&found.sets)
        } else {
            // Collisions that are not known may connect these, so they are one choice.
            vec![((0..found.sets.len()).collect(), (0..count).collect())]
        };
        let mut search = Search::new(self, most, cancel);
        let mut choices = Vec::new();
        for (collisions, items) in groups {
            let stance = |index: usize| match items.contains(&index) {
                true => Stance::Open,
                false if found.sets.iter().flatten().any(|&item| item == index) => Stance::GivenUp,
                false => Stance::Firm,
            };
            let ways = search.run(&(0..count).map(stance).collect::<Vec<_>>());
            let (ways, all) = unfinished.note(Part::Ways, ways).unwrap_or_default();
            choices.push(Choice {
                collisions,
                ways,
                all,
            });
        }
        let mut alone = Vec::new();
        for policy in self.policy_ids() {
            let stance = |index: usize| match self.policy_of(table.requirements.about(index)) {
                own if own == policy => Stance::Open,
                _ => Stance::Firm,
            };
            let ways = search.run(&(0..count).map(stance).collect::<Vec<_>>());
            let Some((ways, _)) = unfinished.note(Part::Alone, ways) else {
                break;
            };
            alone.push(ways.into_iter().next());
        }
        Deadlock {
            collisions,
            all,
            choices,
            alone,
            opened_by_readings,
            shared,
            unfinished,
        }
    }

    /// Finds sets of items that collide, with the terms and the background knowledge over which
    /// they do.
    fn clashes(
        &self,
        sets: &[Vec<usize>],
        cancel: &Cancel,
        unfinished: &mut Unfinished,
    ) -> Vec<Clash> {
        let (settlement, pieces) = SettlementSearch::loose(&self.engine, cancel);
        let mut loose = Table::over(self, settlement);
        let mut clash = |set: &Vec<usize>| {
            let settlement = &mut loose.settlement;
            let found = (loose.requirements).background_of(set, settlement, &pieces, cancel);
            Clash {
                by_way_of: unfinished.note(Part::ByWayOf, found).unwrap_or_default(),
                ..loose.clash(set)
            }
        };
        sets.iter().map(&mut clash).collect()
    }
}

impl Table<'_, '_> {
    fn clash(&self, chosen: &[usize]) -> Clash {
        let mut clash = Clash::default();
        let mut seen: Vec<TermId> = Vec::new();
        for &index in chosen {
            match self.requirements.about(index) {
                Item::Tolerated(index) => {
                    clash.demands.push(self.demands.demand(index));
                    let terms = self.demands.looks_at(index);
                    let shared = terms.iter().filter(|term| seen.contains(term));
                    clash.over.extend(shared);
                    seen.extend(terms);
                }
                Item::Something(policy) => clash.something_of.push(policy),
            }
        }
        clash.over.sort_unstable();
        clash.over.dedup();
        clash
    }
}

/// Groups of sets that are connected by common elements: for each group its sets, as indexes, and
/// all their elements. Groups are in the order of their first sets.
fn connected(sets: &[Vec<usize>]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let touches =
            |(_, items): &(Vec<usize>, Vec<usize>)| items.iter().any(|item| set.contains(item));
        let mut merged = (vec![at], set.clone());
        let mut place = None;
        for index in (0..groups.len()).rev() {
            if touches(&groups[index]) {
                let (sets, items) = groups.remove(index);
                merged.0.extend(sets);
                merged.1.extend(items);
                place = Some(index);
            }
        }
        merged.0.sort_unstable();
        merged.1.sort_unstable();
        merged.1.dedup();
        groups.insert(place.unwrap_or(groups.len()), merged);
    }
    groups
}
