//! How the parties could share what has to be conceded: the least in total, as evenly as can be, and
//! each party alone.

use super::concession::Gap;
use super::reading::something;
use super::{Item, Table, Warned};
use crate::engine::{AskedId, Claim, Party, Requirements, SettlementSearch};
use crate::limit::{Cancel, Limit, Part, Unfinished};
use crate::policy::{PolicyId, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};

/// The most steps of a counter of concessions.
const COUNTED: u64 = 1_000_000;

/// Settlements that share what has to be conceded in several ways. A party's concession in a
/// settlement is the least number of steps to it from a settlement that this party accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Parties that accept no settlement at all. If there is one, nothing can be measured.
    pub accept_nothing: Vec<PolicyId>,
    /// All concede as little in total as can be; among these, the greatest concession is as small
    /// as it can be. `None` if that is unfinished or cannot be measured.
    pub least: Option<Way>,
    /// The greatest concession is as small as it can be; among these, all concede as little in
    /// total as can be.
    pub even: Option<Way>,
    /// For each party, as far as that was found: it alone concedes, as little as can be. `None`
    /// where the others cannot have all that they ask.
    pub alone: Vec<Option<Way>>,
}

/// A settlement, and what each party concedes in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The cell of each term that some policy looks at, in the vocabulary's order.
    pub cells: Vec<(TermId, Option<u64>)>,
    /// What each party concedes.
    pub shares: Vec<Share>,
    /// The warnings that it raises or, by terms without a cell here, may raise. Of a way out of one
    /// collision alone they are not sought.
    pub warned: Vec<Warned>,
}

/// What a party concedes in a settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The least number of steps from a settlement that it accepts.
    pub steps: u64,
    /// Where the settlement departs from such a nearest one.
    pub gaps: Vec<Gap>,
    /// The prerequisites that the settlement leaves unmet.
    pub unmet: Vec<Demand>,
    /// Whether nothing of the policy applies and is met, though nothing is unmet.
    pub nothing_met: bool,
}

impl Way {
    /// What all parties concede together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.steps().sum()
    }

    /// The greatest concession.
    #[must_use]
    pub fn greatest(&self) -> u64 {
        self.steps().max().unwrap_or(0)
    }

    /// What each party concedes.
    pub fn steps(&self) -> impl Iterator<Item = u64> {
        self.shares.iter().map(|share| share.steps)
    }
}

/// The search for ways to share what has to be conceded: a common settlement and, for each party,
/// one of its own.
pub(super) struct Sharing<'a, 'p> {
    table: Table<'a, 'p>,
    sides: Vec<Side>,
}

/// A party, and what it requires of a settlement of its own.
struct Side {
    policy: PolicyId,
    party: Party,
    requirements: Requirements<Item>,
}

impl<'a, 'p> Sharing<'a, 'p> {
    pub fn new(demands: &'a Demands<'p>, cancel: &Cancel) -> Self {
        let mut table = Table::new(demands, cancel);
        let settlement = &mut table.settlement;
        let may_have_nothing_met: Vec<PolicyId> = demands.may_have_nothing_met().collect();
        let side = |policy: PolicyId| {
            let own = demands.deciding_of(policy);
            let terms: Vec<TermId> = own.iter().flat_map(|&id| demands.looks_at(id)).collect();
            let party = settlement.add_party(&terms);
            let mut items = Vec::new();
            for &id in &own {
                items.push((Item::Tolerated(id), settlement.last_tolerates(id)));
            }
            if may_have_nothing_met.contains(&policy) {
                let claim = last_something(settlement, &own);
                items.push((Item::Something(policy), claim));
            }
            Side {
                policy,
                party,
                requirements: Requirements::new(items),
            }
        };
        let sides = demands.policy_ids().map(side).collect();
        Self { table, sides }
    }

    /// The ways to share all that has to be conceded.
    pub fn all(&mut self, unfinished: &mut Unfinished, cancel: &Cancel) -> Shared {
        let mut shared = Shared::default();
        let found = self.shared(&mut shared);
        unfinished.note(Part::Shares, found);
        let demands = self.table.demands;
        let all = [&mut shared.least, &mut shared.even].into_iter();
        for way in all.chain(&mut shared.alone).flatten() {
            let warned = demands.warned(&way.cells, cancel);
            way.warned = (unfinished.note(Part::Warnings, warned)).unwrap_or_default();
        }
        shared
    }

    fn shared(&mut self, shared: &mut Shared) -> Result<(), Limit> {
        for side in &self.sides {
            self.table.settlement.start_anew();
            if !(self.table.settlement).possible(&side.requirements.all())? {
                shared.accept_nothing.push(side.policy);
            }
        }
        if !shared.accept_nothing.is_empty() {
            return Ok(());
        }
        let all: Vec<Item> = (0..self.table.requirements.len())
            .map(|index| self.table.requirements.about(index))
            .collect();
        let (least, even) = self.least_and_even(&all)?;
        shared.least = Some(least);
        shared.even = Some(even);
        for at in 0..self.sides.len() {
            let alone = self.alone(at)?;
            shared.alone.push(alone);
        }
        Ok(())
    }

    /// The least concessions in total, and the most even ones, if the parties ask only these items.
    /// Each party must accept some settlement by what it asks.
    pub fn least_and_even(&mut self, asked: &[Item]) -> Result<(Way, Way), Limit> {
        if self.table.settlement.counts_too_many_members() {
            return Err(Limit::Alternatives);
        }
        self.ask(asked, 0);
        self.table.settlement.cheapest()?;
        let any = self.way(asked);
        if any.total() < 2 {
            return Ok((any.clone(), any));
        }
        let steps: u64 = self.sides.iter().map(|side| side.party.most()).sum();
        if any.greatest().saturating_mul(steps) > COUNTED {
            return Err(Limit::Alternatives);
        }
        let levels: Vec<Claim> = (1..=any.greatest())
            .map(|least| self.level(least))
            .collect();
        // No party need concede more than it does in the settlement just found.
        let beyond = self.level(any.greatest() + 1);
        let mut of_tier = |levels_at: usize| -> Result<Way, Limit> {
            self.ask(asked, 1 - levels_at);
            (self.table.settlement).demand(SettlementSearch::not(beyond));
            for &level in &levels {
                self.table.settlement.avoid(levels_at, level, 1);
            }
            self.table.settlement.cheapest()?;
            Ok(self.way(asked))
        };
        Ok((of_tier(1)?, of_tier(0)?))
    }

    /// The least that one party alone has to concede; `None` if the others cannot have all that they
    /// ask.
    fn alone(&mut self, at: usize) -> Result<Option<Way>, Limit> {
        let side = &self.sides[at];
        let own = side.requirements.items();
        self.table.settlement.start_anew();
        for index in 0..self.table.requirements.len() {
            if !own.contains(&self.table.requirements.about(index)) {
                let claim = self.table.requirements.claim(index);
                self.table.settlement.demand(claim);
            }
        }
        for claim in side.requirements.all() {
            self.table.settlement.demand(claim);
        }
        self.table.settlement.avoid_conceding(&side.party, 0);
        let found = self.table.settlement.cheapest()?;
        Ok(found.map(|_| self.way(&own)))
    }

    /// Demands that each party's own settlement has what it asks of these items, and makes what the
    /// parties concede a cost.
    fn ask(&mut self, asked: &[Item], tier: usize) {
        self.table.settlement.start_anew();
        for side in &self.sides {
            for index in 0..side.requirements.len() {
                if asked.contains(&side.requirements.about(index)) {
                    (self.table.settlement).demand(side.requirements.claim(index));
                }
            }
            self.table.settlement.avoid_conceding(&side.party, tier);
        }
    }

    /// The claim that holds wherever some party concedes so many steps.
    fn level(&mut self, least: u64) -> Claim {
        let settlement = &mut self.table.settlement;
        let level = settlement.claim();
        for side in &self.sides {
            let concedes = settlement.concedes(&side.party, least);
            settlement.implies(concedes, &[level]);
        }
        level
    }

    /// The settlement that was found, with what each party concedes that asked any of these items.
    fn way(&self, asked: &[Item]) -> Way {
        let demands = self.table.demands;
        let settlement = &self.table.settlement;
        let parties: Vec<&Party> = self.sides.iter().map(|side| &side.party).collect();
        let common: Vec<Option<u64>> = (demands.engine.vocabulary.ids())
            .map(|term| settlement.common_cell(term, &parties))
            .collect();
        let mut looked_at: Vec<TermId> = (demands.deciding.iter())
            .flat_map(|&id| demands.looks_at(id))
            .collect();
        looked_at.sort_unstable();
        looked_at.dedup();
        let share = |side: &Side| {
            let asks = |item: &Item| asked.contains(item);
            let gaps = if side.requirements.items().iter().any(asks) {
                self.gaps(&side.party, &common)
            } else {
                Vec::new()
            };
            self.share(side, gaps)
        };
        Way {
            cells: (looked_at.into_iter())
                .map(|term| (term, common[term.index()]))
                .collect(),
            shares: self.sides.iter().map(share).collect(),
            warned: Vec::new(),
        }
    }

    /// Where the common settlement departs from a party's own.
    fn gaps(&self, party: &Party, common: &[Option<u64>]) -> Vec<Gap> {
        let vocabulary = self.table.demands.engine.vocabulary;
        let gap = |term: TermId| {
            let offered = common[term.index()];
            let own = self.table.settlement.own_cell(term, party, offered);
            (own != offered).then(|| Gap {
                term,
                steps: Knowledge::cell(own).distance(vocabulary.term(term), offered),
                asked: Knowledge::cell(own),
                offered: Knowledge::cell(offered),
            })
        };
        vocabulary.ids().filter_map(gap).collect()
    }

    /// What a party concedes in the settlement that was found.
    fn share(&self, side: &Side, gaps: Vec<Gap>) -> Share {
        let demands = self.table.demands;
        let (mut unmet, mut nothing_met) = (Vec::new(), false);
        for index in 0..self.table.requirements.len() {
            if self
                .table
                .settlement
                .holds(self.table.requirements.claim(index))
            {
                continue;
            }
            match self.table.requirements.about(index) {
                Item::Tolerated(id) if demands.demand(id).policy == side.policy => {
                    unmet.push(demands.demand(id));
                }
                Item::Something(policy) if policy == side.policy => nothing_met = true,
                Item::Tolerated(_) | Item::Something(_) => {}
            }
        }
        Share {
            steps: gaps.iter().map(|gap| gap.steps).sum(),
            nothing_met: nothing_met && unmet.is_empty(),
            unmet,
            gaps,
        }
    }
}

/// Like [`something`], about the completion that was added last.
fn last_something(settlement: &mut SettlementSearch<'_, '_>, own: &[AskedId]) -> Claim {
    let met: Vec<Claim> = own.iter().map(|&id| settlement.last_meets(id)).collect();
    let unmet = own.iter();
    let unmet = unmet.map(|&id| SettlementSearch::not(settlement.last_tolerates(id)));
    let unmet: Vec<Claim> = unmet.collect();
    something(settlement, met, &unmet)
}
