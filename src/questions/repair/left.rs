//! What a repair leaves as it is: warnings, and prerequisites that do not decide. A repair is sought for
//! what decides alone.

use crate::engine::{AskedId, Region, Session, What};
use crate::limit::Limit;
use crate::policy::{PolicyId, WarningId};
use crate::questions::demands::{Demand, Demands};
use crate::verdict::{Alarm, Outcome, Outcomes};

/// What is still wrong with a text after a repair, whichever of the cells that will do are picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// The warnings that the changed text raises, by policy, in its order.
    pub raised: Vec<Raised>,
    /// The advisory prerequisites that the changed text does not meet, likewise.
    pub unmet: Vec<Unmet>,
}

/// A warning that the changed text raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The policy.
    pub policy: PolicyId,
    /// Its warning.
    pub warning: WarningId,
    /// Whether it is raised as the proposal stands, too.
    pub before: bool,
}

/// An advisory prerequisite that the changed text does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The prerequisite.
    pub demand: Demand,
    /// Whether it is unmet as the proposal stands, too.
    pub before: bool,
}

impl Left {
    /// What is left in the changed text, of which `after` is possible, where `before` was.
    pub(super) fn of(
        demands: &Demands<'_>,
        session: &Session<'_, '_>,
        before: &Region,
        after: &Region,
    ) -> Result<Self, Limit> {
        let raised_before = demands.warned_in(session, before)?;
        let raised = demands.warned_in(session, after)?.into_iter();
        let raised = raised.filter(|warned| warned.alarm == Alarm::Raised);
        let raised = raised.map(|warned| Raised {
            policy: warned.policy,
            warning: warned.warning,
            before: raised_before.contains(&warned),
        });
        let is_unmet = |id: AskedId, region: &Region| {
            let question = demands.engine.question(What::Prerequisite(id));
            let seen = session.ask(&question, region)?;
            Ok::<_, Limit>(seen == Outcomes::only(Outcome::Unmet))
        };
        let mut unmet = Vec::new();
        for id in demands.engine.asked_ids() {
            let advisory = demands.engine.asked(id).prerequisite.advisory;
            if advisory && is_unmet(id, after)? {
                unmet.push(Unmet {
                    demand: demands.demand(id),
                    before: is_unmet(id, before)?,
                });
            }
        }
        Ok(Self {
            raised: raised.collect(),
            unmet,
        })
    }
}
