//! What would open a zone: what is given up, and by how much it would have to be loosened.

use super::{Item, Table};
use crate::engine::{AskedId, Claim, SettlementSearch, distance};
use crate::limit::{Cancel, Limit};
use crate::policy::{PolicyId, ReadingId, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};

/// The most concessions of the fewest demands that are compared for the smallest gap.
const COMPARED: usize = 64;

/// Demands that have to be dropped or loosened for a zone to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concession {
    /// The prerequisites to drop. Dropping any fewer of them opens no zone.
    pub drop: Vec<Demand>,
    /// Policies that would have to accept a text to which nothing of them applies but what they drop.
    pub something_of: Vec<PolicyId>,
    /// Where it is least to loosen them: the terms on which an otherwise acceptable settlement
    /// comes nearest to what they ask. `None` where what they ask cannot be had together, so that
    /// nothing can be measured.
    pub gaps: Option<Vec<Gap>>,
    /// Readings of the dropped prerequisites under which they need not be dropped but only read, while
    /// the other prerequisites are dropped: pairs of a demand and a reading.
    pub or_read: Vec<(Demand, ReadingId)>,
}

/// A term on which a loosened demand would have to take less than it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The term.
    pub term: TermId,
    /// What the demand asks.
    pub asked: Knowledge,
    /// What it would have to take.
    pub offered: Knowledge,
    /// How many steps lie between them.
    pub steps: u64,
}

impl Concession {
    /// How many steps all gaps have together.
    #[must_use]
    pub fn steps(&self) -> Option<u64> {
        let gaps = self.gaps.as_ref()?;
        Some(gaps.iter().map(|gap| gap.steps).sum())
    }

    /// Smaller gaps come first, and those that cannot be measured last.
    fn rank(&self) -> (u64, &[Demand]) {
        (self.steps().unwrap_or(u64::MAX), &self.drop)
    }
}

/// What may be done about an item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    /// It stands.
    Firm,
    /// It may be dropped, at a cost.
    Open,
    /// It is given up already.
    GivenUp,
}

/// A search for concessions. It can be run several times: the solver keeps what it has learnt.
pub(super) struct Search<'a, 'p> {
    demands: &'a Demands<'p>,
    /// Finds what to drop.
    table: Table<'a, 'p>,
    /// Finds how little to loosen: it has a settlement, and a second completion that fulfils what
    /// is dropped.
    apart: Table<'a, 'p>,
    /// How many concessions are wanted.
    most: usize,
}

impl<'a, 'p> Search<'a, 'p> {
    pub fn new(demands: &'a Demands<'p>, most: usize, cancel: &Cancel) -> Self {
        let mut apart = Table::new(demands, cancel);
        apart.settlement.add_completion();
        Self {
            demands,
            table: Table::new(demands, cancel),
            apart,
            most,
        }
    }

    /// Concessions that drop the fewest of the open items, those of the smallest gap first. The
    /// second value says whether these are all.
    pub fn run(&mut self, stances: &[Stance]) -> Result<(Vec<Concession>, bool), Limit> {
        let settlement = &mut self.table.settlement;
        settlement.start_anew();
        let in_this_run = settlement.claim();
        settlement.demand(in_this_run);
        for (claim, stance) in self.table.requirements.all().into_iter().zip(stances) {
            match stance {
                Stance::Firm => settlement.demand(claim),
                Stance::Open => settlement.avoid(0, SettlementSearch::not(claim), 1),
                Stance::GivenUp => {}
            }
        }
        let mut concessions = Vec::new();
        let mut more = settlement.cheapest()?.is_some();
        while more && concessions.len() < self.most.max(COMPARED) {
            let (dropped, stand) = self.divided(stances);
            concessions.push(self.concession(&dropped, &stand)?);
            let others = self.table.requirements.some(&dropped);
            self.table.settlement.implies(in_this_run, &others);
            more = self.table.settlement.another()?;
        }
        concessions.sort_by(|a, b| a.rank().cmp(&b.rank()));
        let all = !more && concessions.len() <= self.most;
        concessions.truncate(self.most);
        Ok((concessions, all))
    }

    /// The requirements that the settlement just found drops, and those that stand.
    fn divided(&self, stances: &[Stance]) -> (Vec<usize>, Vec<usize>) {
        let (mut dropped, mut stand) = (Vec::new(), Vec::new());
        for (index, stance) in stances.iter().enumerate() {
            let holds = self
                .table
                .settlement
                .holds(self.table.requirements.claim(index));
            match stance {
                Stance::GivenUp => {}
                Stance::Open if !holds => dropped.push(index),
                Stance::Open | Stance::Firm => stand.push(index),
            }
        }
        (dropped, stand)
    }

    /// The concession that drops these requirements, with the smallest gap between what they ask
    /// and a settlement that fulfils those that stand.
    fn concession(&mut self, dropped: &[usize], stand: &[usize]) -> Result<Concession, Limit> {
        let (mut asked, mut something_of) = (Vec::new(), Vec::new());
        for &at in dropped {
            match self.table.requirements.about(at) {
                Item::Tolerated(id) => asked.push(id),
                Item::Something(policy) => something_of.push(policy),
            }
        }
        let drop: Vec<Demand> = (asked.iter()).map(|&id| self.demands.demand(id)).collect();
        let terms = self.part(&asked, stand);
        let mut gaps = None;
        if self.apart.settlement.cheapest()?.is_some() {
            let settlement = &self.apart.settlement;
            let gap = |&term: &TermId| self.demands.gap(settlement, term);
            gaps = Some(terms.iter().filter_map(gap).collect());
        }
        let kept = |at: &&usize| matches!(self.table.requirements.about(**at), Item::Something(_));
        let others: Vec<usize> = dropped.iter().filter(kept).chain(stand).copied().collect();
        let mut or_read = Vec::new();
        for (&id, &demand) in asked.iter().zip(&drop) {
            let readings = self.apart.resolving_readings(id, &others)?;
            or_read.extend(readings.into_iter().map(|reading| (demand, reading)));
        }
        Ok(Concession {
            drop,
            something_of,
            gaps,
            or_read,
        })
    }

    /// Demands that the settlement fulfils what stands, and that the other completion fulfils what
    /// is dropped, and makes their distance on the returned terms a cost.
    fn part(&mut self, dropped: &[AskedId], stand: &[usize]) -> Vec<TermId> {
        let stand: Vec<Claim> = self.apart.requirements.some(stand);
        let settlement = &mut self.apart.settlement;
        settlement.start_anew();
        for claim in stand {
            settlement.demand(claim);
        }
        let mut terms: Vec<TermId> = Vec::new();
        for &id in dropped {
            let claim = settlement.last_tolerates(id);
            settlement.demand(claim);
            terms.extend(self.demands.looks_at(id));
        }
        terms.sort_unstable();
        terms.dedup();
        for &term in &terms {
            settlement.avoid_parting(term);
        }
        terms
    }
}

impl Demands<'_> {
    /// How the two completions differ on a term, if they do.
    fn gap(&self, settlement: &SettlementSearch<'_, '_>, term: TermId) -> Option<Gap> {
        let term_encoding = self.engine.encoding.of(term);
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        let cells = |class_of: &dyn Fn(u32) -> usize| {
            let classes: Vec<u64> = term_encoding.vars().map(|var| 1 << class_of(var)).collect();
            term_encoding.leave(&anything, &declared.kind, &classes, |_| 0)
        };
        let offered = cells(&|var| settlement.class(var));
        let asked = cells(&|var| settlement.last_class(var));
        if offered == asked {
            return None;
        }
        let from = asked.counted_from(declared);
        let cell = term_encoding.nearest(&from, |var| settlement.class(var));
        let steps = distance(&self.engine, term, &asked, cell);
        Some(Gap {
            term,
            asked,
            offered,
            steps,
        })
    }
}
