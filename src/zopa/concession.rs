//! What would open a zone: who gives up what, and how far apart that leaves them.

use super::{Choice, Deadlock, Item, Table};
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

/// What may be done about an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Terms {
    /// It stands.
    Firm,
    /// It may be dropped, at a cost.
    Open,
    /// It is given up already.
    GivenUp,
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
        let choice = |(collisions, items): (Vec<usize>, Vec<usize>)| {
            let mut terms = vec![Terms::Firm; count];
            for &item in found.sets.iter().flatten() {
                terms[item] = Terms::GivenUp;
            }
            for item in items {
                terms[item] = Terms::Open;
            }
            let (mut ways, mut all) = self.concessions(&terms, most, watch)?;
            all &= ways.len() <= most;
            ways.truncate(most);
            Ok(Choice {
                collisions,
                ways,
                all,
            })
        };
        let choices = if found.all {
            connected(&found.sets)
        } else {
            // What is not known may connect them all.
            vec![((0..found.sets.len()).collect(), (0..count).collect())]
        };
        let alone = |policy: usize| {
            let own = |index: usize| table.policy_of(table.items[index].0) == policy;
            let terms: Vec<Terms> = (0..count)
                .map(|index| if own(index) { Terms::Open } else { Terms::Firm })
                .collect();
            let (ways, _) = self.concessions(&terms, most, watch)?;
            Ok(ways.into_iter().next())
        };
        Ok(Deadlock {
            alone: (0..self.policies.len())
                .map(alone)
                .collect::<Result<_, Limit>>()?,
            choices: (choices.into_iter())
                .map(choice)
                .collect::<Result<_, Limit>>()?,
            collisions: found.sets.iter().map(|set| table.clash(set)).collect(),
            all: found.all,
        })
    }

    /// Concessions that drop the fewest of the open items, those of the smallest gap first; and
    /// whether these are all there are.
    fn concessions(
        &self,
        terms: &[Terms],
        most: usize,
        watch: &Watch,
    ) -> Result<(Vec<Concession>, bool), Limit> {
        let mut table = Table::new(self, watch);
        let open: Vec<usize> = (0..terms.len())
            .filter(|&index| terms[index] == Terms::Open)
            .collect();
        for (&(_, claim), terms) in table.items.iter().zip(terms) {
            match terms {
                Terms::Firm => table.draft.demand(claim),
                Terms::Open => table.draft.avoid(0, Draft::not(claim), 1),
                Terms::GivenUp => {}
            }
        }
        let mut concessions = Vec::new();
        if table.draft.cheapest()?.is_none() {
            return Ok((concessions, true));
        }
        let all = loop {
            let dropped: Vec<usize> = (open.iter().copied())
                .filter(|&index| !table.draft.holds(table.items[index].1))
                .collect();
            let stands =
                |&index: &usize| terms[index] != Terms::GivenUp && !dropped.contains(&index);
            let stand: Vec<usize> = (0..terms.len()).filter(stands).collect();
            concessions.push(self.concession(&table, &dropped, &stand, watch)?);
            let others: Vec<Claim> = table.claims(&dropped);
            table.draft.any(&others);
            if !table.draft.another()? {
                break true;
            }
            if concessions.len() == most.max(COMPARED) {
                break false;
            }
        };
        concessions.sort_by(|a, b| (a.steps(), &a.drop).cmp(&(b.steps(), &b.drop)));
        Ok((concessions, all))
    }

    /// How little the dropped demands have to be loosened for a settlement that respects what
    /// stands.
    fn concession(
        &self,
        table: &Table<'_, 'p>,
        dropped: &[usize],
        stand: &[usize],
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
        // The settlement respects what stands; the other completion, what is dropped.
        let mut apart = Table::new(self, watch);
        for claim in apart.claims(stand) {
            apart.draft.demand(claim);
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

/// Sets that are connected by what they have in common: of each group the sets and all that is in
/// them, in the order of the first set.
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
