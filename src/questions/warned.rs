//! Warnings that a settlement or a text raises.

use super::demands::Demands;
use crate::engine::{Claim, Region, Session, SettlementSearch, WarnedId, What};
use crate::limit::{Cancel, Limit};
use crate::policy::{PolicyId, TermId, WarningId};
use crate::proposal::Knowledge;
use crate::verdict::Alarm;

/// A warning that a settlement raises, or may raise by what it leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warned {
    /// The policy.
    pub policy: PolicyId,
    /// Its warning.
    pub warning: WarningId,
    /// Whether it is raised or open; never clear.
    pub alarm: Alarm,
}

impl Demands<'_> {
    /// The warnings of all policies, in the order in which the engine counts them.
    pub(super) fn warnings(&self) -> impl Iterator<Item = (PolicyId, WarningId)> {
        self.policy_ids().flat_map(|policy| {
            let warnings = self.policy(policy).warning_ids();
            warnings.map(move |warning| (policy, warning))
        })
    }

    /// The warnings that are raised, whatever else is said, where the terms have these cells; and
    /// those that other terms may raise.
    pub(super) fn warned(
        &self,
        cells: &[(TermId, Option<u64>)],
        cancel: &Cancel,
    ) -> Result<Vec<Warned>, Limit> {
        let encoding = &self.engine.encoding;
        let mut region = Region::everything(encoding);
        for &(term, cell) in cells {
            let term_encoding = encoding.of(term);
            let boxes = term_encoding.boxes(&Knowledge::cell(cell));
            region.restrict(term_encoding.vars(), &boxes);
        }
        self.warned_in(&self.engine.session(cancel), &region)
    }

    /// The warnings that every settlement raises that fulfils these claims.
    pub(super) fn always_warned(
        &self,
        settlement: &mut SettlementSearch<'_, '_>,
        claims: &[Claim],
    ) -> Result<Vec<Warned>, Limit> {
        let mut warned = Vec::new();
        for (at, (policy, warning)) in self.warnings().enumerate() {
            let clear = SettlementSearch::not(settlement.raises(WarnedId(at)));
            let claims: Vec<Claim> = claims.iter().copied().chain([clear]).collect();
            if !settlement.possible(&claims)? {
                warned.push(Warned {
                    policy,
                    warning,
                    alarm: Alarm::Raised,
                });
            }
        }
        Ok(warned)
    }

    /// The warnings that every completion in a region raises, and those that some do.
    pub(super) fn warned_in(
        &self,
        session: &Session<'_, '_>,
        region: &Region,
    ) -> Result<Vec<Warned>, Limit> {
        let mut warned = Vec::new();
        for (at, (policy, warning)) in self.warnings().enumerate() {
            let question = self.engine.question(What::Warning(WarnedId(at)));
            let alarm = session.ask(&question, region)?.alarm();
            if alarm != Alarm::Clear {
                warned.push(Warned {
                    policy,
                    warning,
                    alarm,
                });
            }
        }
        Ok(warned)
    }
}
