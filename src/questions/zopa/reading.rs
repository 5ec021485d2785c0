//! Readings under which a demand need not be given up.

use super::{Item, Table};
use crate::engine::{AskedId, Claim, SettlementSearch};
use crate::limit::{Cancel, Limit};
use crate::policy::ReadingId;
use crate::questions::demands::{Demand, Demands};

/// How a settlement can come out of a prerequisite's way.
struct Ways {
    id: AskedId,
    /// Under every reading.
    under_all: Claim,
    /// Under each reading alone.
    each: Vec<(ReadingId, Claim)>,
}

impl Demands<'_> {
    /// The fewest prerequisites that have to be read in one way only for a zone to open with nothing
    /// dropped, each with that reading, the first of those that do. `None` if no readings open one.
    pub(super) fn opening_readings(
        &self,
        cancel: &Cancel,
    ) -> Result<Option<Vec<(Demand, ReadingId)>>, Limit> {
        let mut settlement = SettlementSearch::new(&self.engine, cancel);
        let mut ways: Vec<Ways> = Vec::new();
        for &id in &self.deciding {
            let under_all = settlement.tolerates(id);
            let prerequisite = self.engine.asked(id).prerequisite;
            if !self.every_reading(self.demand(id)) {
                settlement.demand(under_all);
                continue;
            }
            let readings = prerequisite.reading_ids();
            let each = readings.map(|reading| (reading, settlement.tolerates_if_read(id, reading)));
            let each: Vec<(ReadingId, Claim)> = each.collect();
            let claims: Vec<Claim> = each.iter().map(|(_, claim)| *claim).collect();
            settlement.any(&claims);
            settlement.avoid(0, SettlementSearch::not(under_all), 1);
            ways.push(Ways {
                id,
                under_all,
                each,
            });
        }
        for policy in self.may_have_nothing_met() {
            let mut met = Vec::new();
            for id in self.deciding_of(policy) {
                met.push(settlement.meets(id));
                if self.every_reading(self.demand(id)) {
                    let readings = self.engine.asked(id).prerequisite.reading_ids();
                    met.extend(readings.map(|one| settlement.meets_if_read(id, one)));
                }
            }
            settlement.any(&met);
        }
        if settlement.cheapest()?.is_none() {
            return Ok(None);
        }
        let mut opening = Vec::new();
        for way in ways.iter().filter(|way| !settlement.holds(way.under_all)) {
            let holding = way.each.iter().find(|(_, claim)| settlement.holds(*claim));
            opening.extend(holding.map(|(reading, _)| (self.demand(way.id), *reading)));
        }
        Ok(Some(opening))
    }
}

impl Table<'_, '_> {
    /// The readings under which a prerequisite is no longer in the way: some settlement then fulfils
    /// it and these other requirements.
    pub(super) fn resolving_readings(
        &mut self,
        id: AskedId,
        others: &[usize],
    ) -> Result<Vec<ReadingId>, Limit> {
        let prerequisite = self.demands.engine.asked(id).prerequisite;
        let mut resolving = Vec::new();
        if prerequisite.readings.len() < 2 {
            return Ok(resolving);
        }
        self.settlement.start_anew();
        for reading in prerequisite.reading_ids() {
            let claims = self.if_read(id, reading, others);
            if self.settlement.possible(&claims)? {
                resolving.push(reading);
            }
        }
        Ok(resolving)
    }

    /// That the settlement fulfils a prerequisite, read in one way, and these requirements.
    fn if_read(&mut self, id: AskedId, reading: ReadingId, others: &[usize]) -> Vec<Claim> {
        let policy = self.demands.engine.asked(id).policy;
        let mut claims = vec![self.settlement.tolerates_if_read(id, reading)];
        for &other in others {
            claims.push(match self.requirements.about(other) {
                // What is met may be this prerequisite.
                Item::Something(own) if own == policy => {
                    let own = self.demands.deciding_of(own);
                    something_of(&mut self.settlement, &own, Some((id, reading)))
                }
                Item::Something(_) | Item::Tolerated(_) => self.requirements.claim(other),
            });
        }
        claims
    }
}

/// That one of these prerequisites of a policy applies and is met, or that all of them are unmet and
/// so have to be dropped; if `read`, with one of them read in just one way.
pub(super) fn something_of(
    settlement: &mut SettlementSearch<'_, '_>,
    own: &[AskedId],
    read: Option<(AskedId, ReadingId)>,
) -> Claim {
    let (mut met, mut unmet) = (Vec::new(), Vec::new());
    for &id in own {
        let (meets, tolerates) = match read {
            Some((only, reading)) if only == id => (
                settlement.meets_if_read(id, reading),
                settlement.tolerates_if_read(id, reading),
            ),
            _ => (settlement.meets(id), settlement.tolerates(id)),
        };
        met.push(meets);
        unmet.push(SettlementSearch::not(tolerates));
    }
    something(settlement, met, &unmet)
}

/// That one of these is met, or that all of them are unmet.
pub(super) fn something(
    settlement: &mut SettlementSearch<'_, '_>,
    met: Vec<Claim>,
    unmet: &[Claim],
) -> Claim {
    let mut ways = met;
    if !unmet.is_empty() {
        ways.push(settlement.all_of(unmet));
    }
    settlement.any_of(&ways)
}
