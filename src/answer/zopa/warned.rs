//! Warnings that a settlement raises.

use serde::Serialize;

use super::Asked;
use crate::phrase;
use crate::questions::zopa::Warned;
use crate::text::{Phrase, Untrusted};
use crate::verdict::Alarm;

/// A warning that a settlement raises, or may raise by what it leaves open.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Warned", deny_unknown_fields))]
#[non_exhaustive]
pub struct WarnedAnswer {
    /// The policy.
    pub policy: String,
    /// Its warning.
    pub warning: String,
    /// What it is about; empty if not said.
    pub title: Untrusted,
    /// `raised`, or `open` if terms of which the settlement says nothing decide it.
    pub verdict: Alarm,
}

impl WarnedAnswer {
    /// `policy.warning`.
    #[must_use]
    pub fn called(&self) -> Phrase {
        phrase![Phrase::name(&self.policy), ".", Phrase::name(&self.warning)]
    }
}

impl Asked<'_> {
    pub(super) fn warned(&self, warned: &[Warned]) -> Vec<WarnedAnswer> {
        let each = warned.iter().map(|warned| {
            let policy = self.demands.policy(warned.policy);
            let warning = policy.warning(warned.warning);
            WarnedAnswer {
                policy: policy.called.clone(),
                warning: warning.name.clone(),
                title: (&warning.title).into(),
                verdict: warned.alarm,
            }
        });
        each.collect()
    }
}
