//! What becomes of verdicts if a prerequisite that others imply is removed from its policy.

use super::prove::sole;
use crate::engine::{Claim, SettlementSearch};
use crate::limit::Limit;
use crate::policy::{Condition, Policy, PrerequisiteId};

/// What becomes of verdicts if a prerequisite is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// No text gets another verdict, however prerequisites are read: not even if every other
    /// prerequisite of which this is said is removed as well.
    Free,
    /// The same if only it is removed, and not if these, of which removal is free, are removed as
    /// well.
    InsteadOf(Vec<PrerequisiteId>),
    /// Some text gets another verdict.
    Changes(Change),
}

/// What a removal changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Some text to which nothing else that decides applies is no longer met, or unmet, but not
    /// applicable.
    NothingElseApplies,
    /// Some text that it alone leaves unmet, as the others may be read, is no longer unmet.
    AloneUnmet,
}

/// What is asked of a prerequisite that decides.
struct Asked {
    id: PrerequisiteId,
    applies: Claim,
    /// That it is not unmet under every reading.
    passes: Claim,
    /// That no reading leaves it unmet.
    tolerated: Claim,
}

/// Finds out about removals. The settlement found last shows a change.
pub(super) struct Removals {
    deciding: Vec<Asked>,
    removed: Vec<PrerequisiteId>,
}

impl Removals {
    pub fn new(policy: &Policy, settlement: &mut SettlementSearch<'_, '_>) -> Self {
        let deciding = (policy.prerequisite_ids())
            .filter(|&id| !policy.prerequisite(id).advisory)
            .map(|id| Asked::new(policy, id, settlement));
        Self {
            deciding: deciding.collect(),
            removed: Vec::new(),
        }
    }

    /// What becomes of verdicts if this prerequisite is removed besides those of which it was said
    /// so far that they may be.
    pub fn of(
        &mut self,
        id: PrerequisiteId,
        settlement: &mut SettlementSearch<'_, '_>,
    ) -> Result<Removal, Limit> {
        let Some(at) = self.deciding.iter().position(|asked| asked.id == id) else {
            // The verdict passes over it.
            return Ok(Removal::Free);
        };
        let mut instead = self.removed.clone();
        if self.change(at, &instead, settlement)?.is_none() {
            self.removed.push(id);
            return Ok(Removal::Free);
        }
        if let Some(change) = self.change(at, &[], settlement)? {
            return Ok(Removal::Changes(change));
        }
        // Those without which it could go are not named.
        for other in self.removed.clone() {
            let fewer: Vec<PrerequisiteId> =
                instead.iter().copied().filter(|&id| id != other).collect();
            if self.change(at, &fewer, settlement)?.is_some() {
                instead = fewer;
            }
        }
        instead.sort_unstable();
        Ok(Removal::InsteadOf(instead))
    }

    /// What changes if a prerequisite is removed after some others were.
    fn change(
        &self,
        at: usize,
        removed: &[PrerequisiteId],
        settlement: &mut SettlementSearch<'_, '_>,
    ) -> Result<Option<Change>, Limit> {
        let own = &self.deciding[at];
        let others = || {
            let left = |asked: &&Asked| asked.id != own.id && !removed.contains(&asked.id);
            self.deciding.iter().filter(left)
        };
        let mut alone: Vec<Claim> = others()
            .map(|other| SettlementSearch::not(other.applies))
            .collect();
        alone.push(own.applies);
        if settlement.possible(&alone)? {
            // A text that is met shows it best.
            if !settlement.possible(&[&alone[..], &[own.tolerated]].concat())? {
                settlement.possible(&alone)?;
            }
            return Ok(Some(Change::NothingElseApplies));
        }
        let mut unmet: Vec<Claim> = others().map(|other| other.passes).collect();
        unmet.push(SettlementSearch::not(own.tolerated));
        let changes = settlement.possible(&unmet)?;
        Ok(changes.then_some(Change::AloneUnmet))
    }
}

impl Asked {
    fn new(policy: &Policy, id: PrerequisiteId, settlement: &mut SettlementSearch<'_, '_>) -> Self {
        let prerequisite = policy.prerequisite(id);
        let all = |lines: &[Condition], settlement: &mut SettlementSearch<'_, '_>| {
            let each = lines.iter().map(|line| settlement.condition(line));
            let each: Vec<Claim> = each.collect();
            settlement.all_of(&each)
        };
        let applies = all(prerequisite.when.as_slice(), settlement);
        let mut needed = vec![all(&prerequisite.must, settlement)];
        if !prerequisite.readings.is_empty() {
            let readings = prerequisite.readings.iter();
            let readings: Vec<Claim> = readings
                .map(|reading| all(&reading.must, settlement))
                .collect();
            needed.push(settlement.any_of(&readings));
        }
        let mut good = vec![SettlementSearch::not(applies), settlement.all_of(&needed)];
        good.extend(
            prerequisite
                .unless
                .iter()
                .map(|line| settlement.condition(line)),
        );
        Self {
            id,
            applies,
            passes: settlement.any_of(&good),
            tolerated: settlement.tolerates(sole(id)),
        }
    }
}
