//! What enumeration says of a policy.

use std::collections::{BTreeMap, BTreeSet};

use servanda::policy::{Arising, Condition, Policy, PrerequisiteId, TermId};
use servanda::questions::lint::Proved;
use servanda::text::Place;
use servanda_random::Size;

use super::super::oracle::{self, Cell, Seen};
use super::super::removal::{Removal as LineRemoval, Shape, removals};
use crate::support::{ids, texts};

pub type Settlement = Vec<Cell>;

pub struct World {
    pub policy: Policy,
    pub settlements: Vec<Settlement>,
}

impl World {
    pub fn new(seed: u64, size: Size) -> Self {
        Self::of(texts::read(&servanda_random::texts(seed, size)).0)
    }

    pub fn of(policy: Policy) -> Self {
        let everything: Vec<BTreeSet<Cell>> = (0..policy.vocabulary.terms.len())
            .map(|term| oracle::all_cells(&policy, term))
            .collect();
        let one_reading: BTreeMap<usize, usize> = (0..policy.prerequisites.len())
            .map(|index| (index, 0))
            .collect();
        let settlements = oracle::completions(&policy, &everything, &one_reading);
        Self {
            settlements: settlements.into_iter().map(|each| each.cells).collect(),
            policy,
        }
    }

    pub fn id(&self, index: usize) -> PrerequisiteId {
        ids::prerequisite(&self.policy, index)
    }

    pub fn seen(&self, index: usize, cells: &Settlement) -> Vec<Seen> {
        Shape::of(&self.policy.prerequisites[index]).seen(cells)
    }

    /// Whether something is so of some settlement.
    pub fn some(&self, is_so: impl Fn(&Settlement) -> bool) -> bool {
        self.settlements.iter().any(is_so)
    }

    pub fn is_unmet(&self, index: usize, cells: &Settlement) -> bool {
        self.seen(index, cells).contains(&Seen::Unmet)
    }

    pub fn is_met(&self, index: usize, cells: &Settlement) -> bool {
        self.seen(index, cells)
            .iter()
            .all(|seen| *seen == Seen::Met)
    }

    pub fn tolerates(&self, indexes: &[usize], cells: &Settlement) -> bool {
        indexes.iter().all(|&index| !self.is_unmet(index, cells))
    }

    /// What is proved of prerequisites by themselves; those of which nothing is wrong on the whole.
    pub fn alone(&self) -> (Vec<Proved>, Vec<usize>) {
        let (mut proved, mut sound) = (Vec::new(), Vec::new());
        for index in 0..self.policy.prerequisites.len() {
            let can_be_met = self.some(|cells| self.is_met(index, cells));
            let can_fail = self.some(|cells| self.is_unmet(index, cells));
            match (can_be_met, can_fail) {
                (false, false) => proved.push(Proved::NeverApplies(self.id(index))),
                (false, true) => proved.push(Proved::NeverMet(self.id(index))),
                (true, false) => proved.push(Proved::NeverUnmet(self.id(index))),
                (true, true) => {
                    sound.push(index);
                    proved.extend(self.idle(index));
                    proved.extend(self.same_readings(index));
                    proved.extend(self.may_not_arise(index));
                }
            }
        }
        (proved, sound)
    }

    pub fn idle(&self, prerequisite: usize) -> Vec<Proved> {
        let whole = &self.policy.prerequisites[prerequisite];
        let makes_none = |removal: &LineRemoval| {
            let arises = matches!(&removal.condition,
                Condition::Comparison(comparison) if comparison.asks_only_to_arise());
            let differs =
                |cells: &Settlement| removal.shape.seen(cells) != self.seen(prerequisite, cells);
            !arises && !self.some(differs)
        };
        let mut idle: Vec<LineRemoval> = removals(whole).into_iter().filter(makes_none).collect();
        let places: Vec<Place> = (idle.iter())
            .map(|removal| removal.condition.place().clone())
            .collect();
        idle.retain(|removal| !removal.inside.iter().any(|outer| places.contains(outer)));
        let alone = idle.len() == 1;
        let said = idle.into_iter().map(|removal| Proved::Idle {
            prerequisite: self.id(prerequisite),
            what: removal.what,
            place: removal.condition.place().clone(),
            alone,
        });
        said.collect()
    }

    pub fn same_readings(&self, prerequisite: usize) -> Vec<Proved> {
        let mut found = Vec::new();
        for second in 0..self.policy.prerequisites[prerequisite].readings.len() {
            let same = |first: &usize| {
                !self.some(|cells| {
                    let seen = self.seen(prerequisite, cells);
                    seen[*first] != seen[second]
                })
            };
            found.extend((0..second).find(same).map(|first| {
                let reading = |index| ids::reading(&self.policy.prerequisites[prerequisite], index);
                Proved::SameReadings {
                    prerequisite: self.id(prerequisite),
                    first: reading(first),
                    second: reading(second),
                }
            }));
        }
        found
    }

    pub fn may_not_arise(&self, prerequisite: usize) -> Vec<Proved> {
        let mut compared: BTreeMap<TermId, Place> = BTreeMap::new();
        let mut heeded = Vec::new();
        for (_, line) in self.policy.prerequisites[prerequisite].lines() {
            line.for_each_comparison(&mut |comparison| {
                if comparison.asks_only_to_arise() {
                    heeded.push(comparison.term);
                }
                let place = comparison.place.clone();
                compared.entry(comparison.term).or_insert(place);
            });
        }
        compared.retain(|term, _| {
            let absent = |cells: &Settlement| {
                cells[term.index()].is_none() && self.is_unmet(prerequisite, cells)
            };
            let always = matches!(self.policy.vocabulary.term(*term).arising, Arising::Always);
            !always && !heeded.contains(term) && self.some(absent)
        });
        let said = compared
            .into_iter()
            .map(|(term, place)| Proved::MayNotArise {
                prerequisite: self.id(prerequisite),
                term,
                place,
            });
        said.collect()
    }

    pub fn contradictions(&self, sound: &[usize]) -> Vec<Proved> {
        let advisory = |index: &usize| self.policy.prerequisites[*index].advisory;
        let deciding: Vec<usize> = sound.iter().copied().filter(|at| !advisory(at)).collect();
        let can = |indexes: &[usize]| self.some(|cells| self.tolerates(indexes, cells));
        let smallest = subsets(&deciding).into_iter().filter(|set| {
            let fewer = (0..set.len()).map(|at| [&set[..at], &set[at + 1..]].concat());
            !can(set) && fewer.into_iter().all(|fewer| can(&fewer))
        });
        smallest
            .map(|of| Proved::Contradiction {
                of: of.into_iter().map(|index| self.id(index)).collect(),
                more: false,
            })
            .collect()
    }

    /// Whether others imply a prerequisite and can be had together.
    pub fn implies(&self, others: &[usize], index: usize) -> bool {
        let tolerated = |cells: &Settlement| self.tolerates(others, cells);
        let refutes = |cells: &Settlement| tolerated(cells) && self.is_unmet(index, cells);
        self.some(tolerated) && !self.some(refutes)
    }

    /// The prerequisites that some others imply.
    pub fn implied(&self, sound: &[usize]) -> BTreeSet<usize> {
        let implied = |&index: &usize| {
            subsets(&self.may_imply(sound, index))
                .iter()
                .any(|set| self.implies(set, index))
        };
        sound.iter().copied().filter(implied).collect()
    }

    /// The others that may imply a prerequisite: an advisory one implies none that decides.
    pub fn may_imply(&self, sound: &[usize], index: usize) -> Vec<usize> {
        let advisory = |index: usize| self.policy.prerequisites[index].advisory;
        let mut others = sound.to_vec();
        others.retain(|&other| other != index && (advisory(index) || !advisory(other)));
        others
    }

    /// Whether some text has another verdict if these are removed, whichever way prerequisites are
    /// read.
    pub fn removal_changes(&self, removed: &[usize]) -> bool {
        let left = |index: &usize| !removed.contains(index);
        self.some(|cells| {
            let deciding = (0..self.policy.prerequisites.len())
                .filter(|&index| !self.policy.prerequisites[index].advisory);
            let each: Vec<(usize, Vec<Seen>)> = deciding
                .map(|index| (index, self.seen(index, cells)))
                .collect();
            let counts = each.iter().map(|(_, seen)| seen.len());
            let ways = counts.product::<usize>();
            (0..ways).any(|mut way| {
                let read = each.iter().map(|(index, seen)| {
                    let taken = seen[way % seen.len()];
                    way /= seen.len();
                    (*index, taken)
                });
                let read: Vec<(usize, Seen)> = read.collect();
                let without = read.iter().filter(|(index, _)| left(index));
                joint(read.iter()) != joint(without)
            })
        })
    }

    pub fn policy_never_met(&self) -> Option<(Vec<Vec<usize>>, bool)> {
        let deciding: Vec<usize> = (0..self.policy.prerequisites.len())
            .filter(|&index| !self.policy.prerequisites[index].advisory)
            .collect();
        let met = |set: &[usize]| {
            self.some(|cells| {
                let something = deciding.iter().any(|&index| self.is_met(index, cells));
                something && self.tolerates(set, cells)
            })
        };
        if deciding.is_empty() || met(&deciding) {
            return None;
        }
        let mut sets = subsets(&deciding);
        sets.retain(|set| !met(set));
        let least = sets.iter().map(Vec::len).min();
        sets.retain(|set| Some(set.len()) == least);
        // What is said of prerequisites may make it plain.
        let is_always_unmet = |&index: &usize| !self.some(|cells| self.tolerates(&[index], cells));
        if least == Some(0) || deciding.iter().any(is_always_unmet) {
            return None;
        }
        Some((sets, self.some(|cells| self.tolerates(&deciding, cells))))
    }

    pub fn uncited(&self) -> impl Iterator<Item = Proved> {
        let prerequisites = self.policy.prerequisite_ids().map(Proved::Uncited);
        prerequisites.chain(self.policy.warning_ids().map(Proved::UncitedWarning))
    }
}

pub fn indexes(ids: &[PrerequisiteId]) -> Vec<usize> {
    ids.iter().map(|id| id.index()).collect()
}

/// What is seen of several together.
pub fn joint<'a>(each: impl Iterator<Item = &'a (usize, Seen)>) -> Seen {
    let seen: Vec<Seen> = each.map(|(_, seen)| *seen).collect();
    match seen {
        seen if seen.contains(&Seen::Unmet) => Seen::Unmet,
        seen if seen.contains(&Seen::Met) => Seen::Met,
        _ => Seen::None,
    }
}

pub fn subsets(of: &[usize]) -> Vec<Vec<usize>> {
    let chosen = 0_u32..1 << of.len();
    chosen
        .map(|chosen| {
            let all = of.iter().enumerate();
            let taken = all.filter(|(at, _)| chosen >> at & 1 == 1);
            taken.map(|(_, index)| *index).collect()
        })
        .collect()
}
