//! Warnings that a settlement raises.

use serde::Serialize;

use super::Asked;
use crate::answer::WarningRef;
use crate::questions::zopa::Warned;
use crate::verdict::Alarm;

/// A warning that a settlement raises, or may raise by what it leaves open.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Warned", deny_unknown_fields))]
#[non_exhaustive]
pub struct WarnedAnswer {
    /// The warning.
    #[serde(flatten)]
    pub of: WarningRef,
    /// `raised`, or `open` if terms of which the settlement says nothing decide it.
    pub verdict: Alarm,
}

impl Asked<'_> {
    pub(super) fn warned(&self, warned: &[Warned]) -> Vec<WarnedAnswer> {
        let each = warned.iter().map(|warned| WarnedAnswer {
            of: WarningRef::new(self.demands, warned.policy, warned.warning),
            verdict: warned.alarm,
        });
        each.collect()
    }
}
