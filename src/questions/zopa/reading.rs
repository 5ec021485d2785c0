//! Readings under which a demand need not be given up.

use super::{Item, Table};
use crate::engine::{AskedId, Claim, SettlementSearch};
use crate::limit::Limit;
use crate::policy::ReadingId;

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
