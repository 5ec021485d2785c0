//! The background knowledge that makes demands incompatible.

use servanda_solve::Cancel;
use servanda_solve::sat::smallest_conflicts;

use super::settlement::{Claim, SettlementSearch};
use crate::engine::types::{Background, Limit};

/// The fewest pieces of background knowledge under which these claims cannot be had together; none
/// if they can under all of it. The draft is [loose](SettlementSearch::loose).
pub(crate) fn by_way_of(
    settlement: &mut SettlementSearch<'_, '_>,
    pieces: &[(Background, Claim)],
    claims: &[Claim],
    cancel: &Cancel,
) -> Result<Vec<Background>, Limit> {
    let found = smallest_conflicts(pieces.len(), 1, cancel, |chosen| {
        let mut all = claims.to_vec();
        all.extend(chosen.iter().map(|&index| pieces[index].1));
        if !settlement.possible(&all)? {
            return Ok(None);
        }
        let holds = |&index: &usize| settlement.holds(pieces[index].1);
        Ok(Some((0..pieces.len()).filter(holds).collect()))
    });
    match found.sets.first() {
        Some(fewest) => Ok(fewest.iter().map(|&index| pieces[index].0).collect()),
        None => found.all.map(|_| Vec::new()),
    }
}
