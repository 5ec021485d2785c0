//! A proof about a policy as a whole: that nothing meets it.

use super::prove::{Found, Proved, sole, witness};
use crate::engine::{Claim, Requirements, SettlementSearch};
use crate::limit::{Cancel, Limit};
use crate::policy::{Policy, PrerequisiteId};
use crate::questions::demands::Demands;

/// Proves that no text is met by the policy, if that is so, and is not plain from what is said of
/// single prerequisites: that none of them can be met, or that one is always unmet.
pub(super) fn never_met(
    demands: &Demands<'_>,
    policy: &Policy,
    cancel: &Cancel,
) -> Result<Option<Found>, Limit> {
    let deciding: Vec<PrerequisiteId> = (policy.prerequisite_ids())
        .filter(|&id| !policy.prerequisite(id).advisory)
        .collect();
    if deciding.is_empty() {
        return Ok(None);
    }
    let mut settlement = SettlementSearch::new(&demands.engine, cancel);
    let each = deciding.iter().copied();
    let tolerated: Vec<(PrerequisiteId, Claim)> = each
        .map(|id| (id, settlement.tolerates(sole(id))))
        .collect();
    let met: Vec<Claim> = (deciding.iter())
        .map(|&id| settlement.meets(sole(id)))
        .collect();
    let something = settlement.any_of(&met);
    let all: Vec<Claim> = tolerated.iter().map(|(_, claim)| *claim).collect();
    let wanted = [&all[..], &[something]].concat();
    if settlement.possible(&wanted)? {
        return Ok(None);
    }
    for (_, claim) in &tolerated {
        if !settlement.possible(&[*claim])? {
            return Ok(None);
        }
    }
    let requirements = Requirements::new(tolerated);
    let found = requirements.conflicts(1, cancel, |wanted, all| {
        settlement.fulfil(&[wanted, &[something]].concat(), all)
    });
    let of: Vec<PrerequisiteId> = match found.sets.first() {
        Some(fewest) => fewest.iter().map(|&at| deciding[at]).collect(),
        None => found.all.map(|_| Vec::new())?,
    };
    if of.is_empty() {
        return Ok(None);
    }
    // If none has to be unmet, then because nothing applies.
    let shown = settlement.possible(&all)?.then(|| {
        let shows = "nothing that decides is unmet, and nothing of that is met".to_owned();
        let name = "policy-never-met".to_owned();
        witness(demands, &settlement, &deciding, (name, shows))
    });
    let only_where_none_applies = shown.is_some();
    Ok(Some((
        Proved::PolicyNeverMet {
            of,
            only_where_none_applies,
        },
        shown,
    )))
}
