//! What enumerating all settlements says of several policies.

use std::collections::BTreeSet;

use servanda::policy::{Policy, PolicyId, ReadingId, TermId, WarningId};
use servanda::proposal::Knowledge;
use servanda::questions::demands::Demand;
use servanda::questions::zopa::{Background, Warned};
use servanda::verdict::Alarm;

use crate::laws::oracle::{self, Cell, Completion, Seen};

pub type Settlement = Vec<Cell>;

pub struct World<'a> {
    pub policies: &'a [Policy],
    pub settlements: Vec<Settlement>,
}

/// A demand that a policy makes on settlements, as in `questions::zopa`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Item {
    Tolerated(Demand),
    Something(PolicyId),
}

impl World<'_> {
    /// How a prerequisite comes out under each reading.
    pub fn seen(&self, demand: Demand, cells: &Settlement) -> Vec<Seen> {
        let policy = &self.policies[demand.policy.index()];
        let prerequisite = policy.prerequisite(demand.prerequisite);
        let readings = prerequisite.readings.len().max(1);
        (0..readings)
            .map(|reading| {
                let completion = Completion {
                    cells: cells.clone(),
                    readings: vec![reading; policy.prerequisites.len()],
                };
                oracle::finding(policy, demand.prerequisite.index(), &completion)
            })
            .collect()
    }

    pub fn deciding(&self, policy: PolicyId) -> Vec<Demand> {
        let own = &self.policies[policy.index()];
        own.prerequisite_ids()
            .filter(|id| !own.prerequisite(*id).advisory)
            .map(|prerequisite| Demand {
                policy,
                prerequisite,
            })
            .collect()
    }

    pub fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for policy in PolicyId::all(self.policies.len()) {
            let deciding = self.deciding(policy);
            // If all prerequisites always apply, the demand that something be met follows from the
            // others.
            let of =
                |demand: &Demand| self.policies[policy.index()].prerequisite(demand.prerequisite);
            let always = |demand: &Demand| of(demand).when.is_none();
            if deciding.is_empty() || !deciding.iter().all(always) {
                items.push(Item::Something(policy));
            }
            items.extend(deciding.into_iter().map(Item::Tolerated));
        }
        items
    }

    pub fn respects(&self, item: Item, cells: &Settlement) -> bool {
        self.respects_if_read(item, cells, None)
    }

    /// Whether a settlement respects an item if one demand is read in just one way.
    pub fn respects_if_read(
        &self,
        item: Item,
        cells: &Settlement,
        read: Option<(Demand, ReadingId)>,
    ) -> bool {
        let seen = |demand: Demand| match read {
            Some((only, reading)) if only == demand => {
                vec![self.seen(demand, cells)[reading.index()]]
            }
            _ => self.seen(demand, cells),
        };
        let unmet = |demand: &Demand| seen(*demand).contains(&Seen::Unmet);
        let meets = |demand: &Demand| seen(*demand).iter().all(|seen| *seen == Seen::Met);
        match item {
            Item::Tolerated(demand) => !unmet(&demand),
            Item::Something(policy) => {
                let own = self.deciding(policy);
                let all_dropped = !own.is_empty() && own.iter().all(unmet);
                all_dropped || own.iter().any(meets)
            }
        }
    }

    /// How many prerequisites have to be read in one way only for all policies to accept a settlement;
    /// `None` where they do not under any readings.
    pub fn settled_readings(&self, cells: &Settlement) -> Option<usize> {
        let mut settled = 0;
        for policy in PolicyId::all(self.policies.len()) {
            let mut some_met = false;
            for demand in self.deciding(policy) {
                let seen = self.seen(demand, cells);
                let unmet = seen.iter().filter(|one| **one == Seen::Unmet).count();
                if unmet == seen.len() {
                    return None;
                }
                settled += usize::from(unmet > 0);
                some_met |= seen.contains(&Seen::Met);
            }
            if !some_met {
                return None;
            }
        }
        Some(settled)
    }

    pub fn meets(&self, demand: Demand, cells: &Settlement) -> bool {
        let seen = self.seen(demand, cells);
        seen.iter().all(|seen| *seen == Seen::Met)
    }

    /// Whether there is a settlement that all accept once these are deleted. A policy of which
    /// nothing is left accepts anything; those in `lenient` also accept what nothing of them applies
    /// to.
    pub fn opens(&self, deleted: &BTreeSet<Demand>, lenient: &[PolicyId]) -> bool {
        let accepts = |policy: PolicyId, cells: &Settlement| {
            let asked = self.deciding(policy);
            let left: Vec<Demand> = (asked.iter().copied())
                .filter(|demand| !deleted.contains(demand))
                .collect();
            let all_dropped = left.is_empty() && !asked.is_empty();
            let met = || left.iter().any(|demand| self.meets(*demand, cells));
            let unmet = |demand: &Demand| self.seen(*demand, cells).contains(&Seen::Unmet);
            !left.iter().any(unmet) && (all_dropped || lenient.contains(&policy) || met())
        };
        let policies = PolicyId::all(self.policies.len());
        let all = |cells: &Settlement| policies.clone().all(|each| accepts(each, cells));
        self.settlements.iter().any(all)
    }

    /// How many prerequisites and policies it takes to open a zone by deleting prerequisites of these
    /// policies, and by having these policies accept what nothing of them applies to.
    pub fn fewest(&self, of: &[PolicyId]) -> Option<usize> {
        let demands: Vec<Demand> = of.iter().flat_map(|&each| self.deciding(each)).collect();
        let mut fewest = None;
        for chosen in 0_u32..1 << (demands.len() + of.len()) {
            let count = chosen.count_ones() as usize;
            if fewest.is_some_and(|fewest| fewest <= count) {
                continue;
            }
            let is_chosen = |at: usize| chosen >> at & 1 == 1;
            let deleted = (0..demands.len()).filter(|at| is_chosen(*at));
            let deleted = deleted.map(|at| demands[at]).collect();
            let lenient = (0..of.len()).filter(|at| is_chosen(demands.len() + at));
            let lenient: Vec<PolicyId> = lenient.map(|at| of[at]).collect();
            if self.opens(&deleted, &lenient) {
                fewest = Some(count);
            }
        }
        fewest
    }

    pub fn accepted(&self) -> Vec<&Settlement> {
        let items = self.items();
        let all = |cells: &&Settlement| items.iter().all(|item| self.respects(*item, cells));
        self.settlements.iter().filter(all).collect()
    }

    pub fn can(&self, items: &[Item]) -> bool {
        let all = |cells: &Settlement| items.iter().all(|item| self.respects(*item, cells));
        self.settlements.iter().any(all)
    }

    /// The total price from a text to a settlement.
    pub fn steps(&self, cells: &Settlement, start: &[Knowledge], prices: &[u64]) -> u64 {
        let each = (0..cells.len()).map(|term| {
            let declared = &self.policies[0].vocabulary.terms[term];
            let known = &start[term];
            let from = (0..=declared.kind.last()).map(Some).chain([None]);
            let from = from.filter(|cell| known.allows(&declared.kind, *cell));
            prices[term] * oracle::steps(declared, &from.collect(), cells[term])
        });
        each.sum()
    }

    /// Whether the items can be had where just this background knowledge holds.
    pub fn can_under(&self, items: &[Item], background: &[Background]) -> bool {
        let vocabulary = &self.policies[0].vocabulary;
        let cells: Vec<BTreeSet<Cell>> = (0..vocabulary.terms.len())
            .map(|term| oracle::all_cells(&self.policies[0], term))
            .collect();
        let good = |cells: &Settlement| {
            items.iter().all(|item| self.respects(*item, cells))
                && (background.iter()).all(|each| oracle::respects(vocabulary, *each, cells))
        };
        oracle::products(&cells).iter().any(good)
    }

    /// Steps from a cell that is asked to one that is offered.
    pub fn distance(&self, term: usize, asked: Cell, offered: Cell) -> u64 {
        let declared = &self.policies[0].vocabulary.terms[term];
        oracle::steps(declared, &BTreeSet::from([asked]), offered)
    }
}

impl World<'_> {
    /// How many warnings a settlement raises.
    pub fn raised(&self, cells: &Settlement) -> usize {
        let raised = |policy: &Policy| {
            let warnings = policy.warning_ids();
            let holds = |id: &WarningId| oracle::holds(&policy.warning(*id).raised_when, cells);
            warnings.filter(holds).count()
        };
        self.policies.iter().map(raised).sum()
    }

    /// The warnings that all settlements with these cells raise, and those that only some do.
    pub fn warned(&self, cells: &[(TermId, Cell)]) -> Vec<(PolicyId, WarningId, Alarm)> {
        let fits =
            |seen: &&Settlement| cells.iter().all(|(term, cell)| seen[term.index()] == *cell);
        let fitting: Vec<&Settlement> = self.settlements.iter().filter(fits).collect();
        let mut warned = Vec::new();
        for policy in PolicyId::all(self.policies.len()) {
            let own = &self.policies[policy.index()];
            for warning in own.warning_ids() {
                let condition = &own.warning(warning).raised_when;
                let raised = fitting.iter().filter(|seen| oracle::holds(condition, seen));
                match raised.count() {
                    0 => {}
                    all if all == fitting.len() => warned.push((policy, warning, Alarm::Raised)),
                    _ => warned.push((policy, warning, Alarm::Open)),
                }
            }
        }
        warned
    }

    /// The warnings that each of these settlements raises.
    pub fn always_warned(&self, settlements: &[&Settlement]) -> Vec<(PolicyId, WarningId)> {
        let mut warned = Vec::new();
        for policy in PolicyId::all(self.policies.len()) {
            let own = &self.policies[policy.index()];
            for warning in own.warning_ids() {
                let condition = &own.warning(warning).raised_when;
                if settlements
                    .iter()
                    .all(|cells| oracle::holds(condition, cells))
                {
                    warned.push((policy, warning));
                }
            }
        }
        warned
    }

    /// Checks that exactly the warnings that a settlement raises or may raise are told.
    pub fn check_warned(&self, cells: &[(TermId, Cell)], told: &[Warned]) {
        let told = told
            .iter()
            .map(|each| (each.policy, each.warning, each.alarm));
        assert_eq!(told.collect::<Vec<_>>(), self.warned(cells));
    }
}
