//! What is found on one warning.

use serde::Serialize;

use super::evidence::{Subject, terms_of};
use super::words::{self, Sentence};
use super::{Account, CitationAnswer, Evidence};
use crate::policy::Warning;
use crate::questions::explain;
use crate::text::{Place, Untrusted};
use crate::verdict::Alarm;

/// Whether a warning is raised.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Warning", deny_unknown_fields))]
#[non_exhaustive]
pub struct WarningAnswer {
    /// Its name.
    pub id: String,
    /// What it is about; empty if not said.
    pub title: Untrusted,
    /// Whether its condition holds: in every completion, in none, in some.
    pub verdict: Alarm,
    /// The rest of it; `None` where it was not asked for.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(with = "WarningInFull"))]
    pub full: Option<WarningInFull>,
}

/// What is told of a warning in full.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct WarningInFull {
    /// Why the verdict is what it is. `settles_met` leads to clear, `settles_unmet` to raised.
    #[serde(flatten)]
    pub account: Account,
    /// When it is raised, as sentences.
    pub raised_when: Vec<Sentence>,
    /// Where that stands.
    pub place: Place,
    /// What the proposal says on each term that it looks at, in the vocabulary's order.
    pub evidence: Vec<Evidence>,
    /// The passages it comes from.
    pub cites: Vec<CitationAnswer>,
    /// Remarks of the policy's author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
}

impl Subject<'_> {
    pub(super) fn warning(
        &self,
        warning: &Warning,
        alarm: Alarm,
        account: Option<&explain::Account>,
    ) -> WarningAnswer {
        WarningAnswer {
            id: warning.name.clone(),
            title: (&warning.title).into(),
            verdict: alarm,
            full: account.map(|account| self.warning_in_full(warning, account)),
        }
    }

    fn warning_in_full(&self, warning: &Warning, account: &explain::Account) -> WarningInFull {
        let condition = &warning.raised_when;
        WarningInFull {
            account: Account::new(self.policy, account),
            raised_when: words::sentences(condition, &self.policy.vocabulary),
            place: condition.place().clone(),
            evidence: self.evidence(&terms_of(&[condition]), &[condition]),
            cites: CitationAnswer::all(self.policy, &warning.cites),
            notes: warning.notes.iter().map(Untrusted::from).collect(),
        }
    }
}
