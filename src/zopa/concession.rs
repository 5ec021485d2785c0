//! What would open a zone: who gives up what, and how far apart that leaves them.

use super::{Clash, Deadlock, Item, Table};
use crate::demands::{Demand, Demands};
use crate::engine::{Claim, Draft, collisions};
use crate::limit::{Limit, Watch};
use crate::policy::TermId;
use crate::proposal::Knowledge;

/// So many concessions of the fewest demands are looked at for the smallest gap.
const COMPARED: usize = 64;

/// Demands that have to be dropped or loosened for a zone to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concession {
    /// The prerequisites to drop. Dropping any fewer of them opens no zone.
    pub drop: Vec<Demand>,
    /// Policies that would have to accept a text to which nothing of them applies.
    pub something_of: Vec<usize>,
    /// Where it is least to loosen them: the terms on which an otherwise acceptable settlement
    /// comes nearest to what they ask.
    pub gaps: Vec<Gap>,
    /// Readings of the dropped prerequisites under which they need not be dropped but only read:
    /// pairs of a demand and the index of a reading.
    pub or_read: Vec<(Demand, usize)>,
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
    pub fn steps(&self) -> u64 {
        self.gaps.iter().map(|gap| gap.steps).sum()
    }
}

impl<'p> Demands<'p> {
    pub(super) fn deadlock(&self, most: usize, watch: &Watch) -> Result<Deadlock, Limit> {
        let mut table = Table::new(self, watch);
        let count = table.items.len();
        let found = collisions(count, most, watch, |chosen| {
            let claims = table.claims(chosen);
            if !table.draft.possible(&claims)? {
                return Ok(None);
            }
            let had =
                |&index: &usize| chosen.contains(&index) || table.draft.holds(table.items[index].1);
            Ok(Some((0..count).filter(had).collect()))
        })?;
        let collisions: Vec<Clash> = found.sets.iter().map(|set| table.clash(set)).collect();
        let (mut concessions, mut all_concessions) = self.concessions(None, most, watch)?;
        all_concessions &= concessions.len() <= most;
        concessions.truncate(most);
        let alone = (0..self.policies.len())
            .map(|policy| {
                Ok(self
                    .concessions(Some(policy), most, watch)?
                    .0
                    .into_iter()
                    .next())
            })
            .collect::<Result<_, Limit>>()?;
        Ok(Deadlock {
            collisions,
            all: found.all,
            concessions,
            all_concessions,
            alone,
        })
    }

    /// Concessions of the fewest demands, by one policy or by all, those of the smallest gap first;
    /// and whether these are all there are.
    fn concessions(
        &self,
        by: Option<usize>,
        most: usize,
        watch: &Watch,
    ) -> Result<(Vec<Concession>, bool), Limit> {
        let mut table = Table::new(self, watch);
        for index in 0..table.items.len() {
            let (item, claim) = table.items[index];
            if by.is_none_or(|policy| policy == table.policy_of(item)) {
                table.draft.avoid(0, Draft::not(claim), 1);
            } else {
                table.draft.demand(claim);
            }
        }
        let mut concessions = Vec::new();
        if table.draft.cheapest()?.is_none() {
            return Ok((concessions, true));
        }
        let all = loop {
            let dropped: Vec<usize> = (0..table.items.len())
                .filter(|&index| !table.draft.holds(table.items[index].1))
                .collect();
            concessions.push(self.concession(&table, &dropped, watch)?);
            let others: Vec<Claim> = table.claims(&dropped);
            table.draft.any(&others);
            if !table.draft.another()? {
                break true;
            }
            if concessions.len() == most.max(COMPARED) {
                break false;
            }
        };
        concessions.sort_by_key(Concession::steps);
        Ok((concessions, all))
    }

    /// How little the dropped demands have to be loosened.
    fn concession(
        &self,
        table: &Table<'_, 'p>,
        dropped: &[usize],
        watch: &Watch,
    ) -> Result<Concession, Limit> {
        let mut drop = Vec::new();
        let mut something_of = Vec::new();
        let mut indexes = Vec::new();
        for &at in dropped {
            match table.items[at].0 {
                Item::Tolerated(index) => {
                    indexes.push(index);
                    drop.push(self.demand(index));
                }
                Item::Something(policy) => something_of.push(policy),
            }
        }
        // The settlement accepts all that is not dropped; the other completion, what is.
        let mut apart = Table::new(self, watch);
        for (at, &(_, claim)) in apart.items.iter().enumerate() {
            if !dropped.contains(&at) {
                apart.draft.demand(claim);
            }
        }
        apart.draft.add_completion();
        let mut terms: Vec<TermId> = Vec::new();
        for &index in &indexes {
            let claim = apart.draft.last_tolerates(index);
            apart.draft.demand(claim);
            terms.extend(self.looks_at(index));
        }
        terms.sort_unstable();
        terms.dedup();
        for &term in &terms {
            apart.draft.avoid_parting(term);
        }
        let found = apart.draft.cheapest()?.is_some();
        let mut gaps = Vec::new();
        let mut or_read = Vec::new();
        if found {
            gaps = terms
                .iter()
                .filter_map(|&term| self.gap(&apart.draft, term))
                .collect();
            for (&index, &demand) in indexes.iter().zip(&drop) {
                let readings = self.prerequisite(demand).readings.len();
                let fits = |&reading: &usize| self.holds_if_read(&apart.draft, index, reading);
                or_read.extend((0..readings).find(fits).map(|reading| (demand, reading)));
            }
        }
        Ok(Concession {
            drop,
            something_of,
            gaps,
            or_read,
        })
    }

    /// How the two completions differ on a term, if they do.
    fn gap(&self, draft: &Draft<'_, '_>, term: TermId) -> Option<Gap> {
        let layout = self.engine.space.layout(term);
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        let cells = |class_of: &dyn Fn(u32) -> usize| {
            let classes: Vec<u64> = layout.vars().map(|var| 1 << class_of(var)).collect();
            layout.leave(&anything, &declared.kind, &classes, |_| 0)
        };
        let offered = cells(&|var| draft.class(var));
        let asked = cells(&|var| draft.last_class(var));
        if offered == asked {
            return None;
        }
        let cell = layout.nearest(&asked, |var| draft.class(var));
        let steps = asked.distance(&declared.kind, cell);
        Some(Gap {
            term,
            asked,
            offered,
            steps,
        })
    }
}
