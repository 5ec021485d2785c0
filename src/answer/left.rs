//! What a repair leaves raised and unmet.

use serde::Serialize;

use super::{DemandRef, WarningRef};
use crate::questions::demands::Demands;
use crate::questions::repair::{Raised, Unmet};

/// A warning that the changed text raises.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Raised", deny_unknown_fields))]
#[non_exhaustive]
pub struct RaisedAnswer {
    /// The warning.
    #[serde(flatten)]
    pub of: WarningRef,
    /// Whether it is raised as the proposal stands, too.
    pub before: bool,
}

/// A prerequisite that does not decide and that the changed text does not meet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct AdvisoryUnmet {
    /// The prerequisite.
    #[serde(flatten)]
    pub demand: DemandRef,
    /// Whether it is unmet as the proposal stands, too.
    pub before: bool,
}

impl RaisedAnswer {
    pub(super) fn all(demands: &Demands<'_>, raised: &[Raised]) -> Vec<Self> {
        let each = raised.iter().map(|raised| Self {
            of: WarningRef::new(demands, raised.policy, raised.warning),
            before: raised.before,
        });
        each.collect()
    }
}

impl AdvisoryUnmet {
    pub(super) fn all(demands: &Demands<'_>, unmet: &[Unmet]) -> Vec<Self> {
        let each = unmet.iter().map(|unmet| Self {
            demand: DemandRef::new(demands, unmet.demand),
            before: unmet.before,
        });
        each.collect()
    }
}
