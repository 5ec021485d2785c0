//! What there is to say first of texts that are compared.

use serde::Serialize;

use super::{ComparedText, TextByPolicy};
use crate::answer::policy::by_id;
use crate::answer::{Counts, PolicyRef};
use crate::text::Untrusted;
use crate::verdict::Verdict;

/// What there is to say first of several texts.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct CompareSummary {
    /// How many texts have each verdict, policy by policy.
    pub verdicts: Vec<VerdictCounts>,
    /// The texts that no other dominates, and on which something is settled.
    pub leading: Vec<Untrusted>,
    /// Those of them on which every policy is still open or met.
    pub still_possible: Vec<Untrusted>,
    /// The texts that another dominates, and on which something is settled.
    pub dominated: Vec<Untrusted>,
    /// The texts on which nothing is settled: no finding that is looked at is met or unmet, and some is open.
    pub unsettled: Vec<Untrusted>,
    /// The texts that are met on most; absent where none is met on anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_met: Option<MostAnswer>,
    /// The texts that are unmet on most; absent where none is unmet on anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_unmet: Option<MostAnswer>,
}

/// How many texts have each verdict by a policy.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct VerdictCounts {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// How many.
    #[serde(flatten)]
    pub counts: Counts,
}

/// The texts that come first in a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct MostAnswer {
    /// The texts, in the order of the answer.
    pub texts: Vec<Untrusted>,
    /// On how many prerequisites, or by how many policies, each is found so.
    pub on: usize,
}

impl CompareSummary {
    /// Of texts in the order of the answer.
    pub(super) fn new(policies: &[PolicyRef], texts: &[ComparedText]) -> Self {
        let named = |is: &dyn Fn(&&ComparedText) -> bool| -> Vec<Untrusted> {
            let of = texts.iter().filter(|text| is(text));
            of.map(|text| text.proposal.shown().clone()).collect()
        };
        let leads = |text: &&ComparedText| !text.unsettled && text.layer == 1;
        Self {
            verdicts: verdicts(policies, texts),
            leading: named(&leads),
            still_possible: named(&|text| leads(text) && is_possible(&text.verdicts)),
            dominated: named(&|text| !text.unsettled && text.layer > 1),
            unsettled: named(&|text| text.unsettled),
            most_met: most(texts, |counts| counts.met),
            most_unmet: most(texts, |counts| counts.unmet),
        }
    }
}

fn verdicts(policies: &[PolicyRef], texts: &[ComparedText]) -> Vec<VerdictCounts> {
    let each = policies.iter().enumerate();
    each.map(|(at, policy)| {
        let verdicts = texts.iter().filter_map(|text| text.verdicts.get(at));
        VerdictCounts {
            policy: policy.clone(),
            counts: Counts::of(verdicts.map(|by| by.verdict)),
        }
    })
    .collect()
}

/// Whether no policy is unmet, however the text is completed.
fn is_possible(verdicts: &[TextByPolicy]) -> bool {
    verdicts.iter().all(|by| by.verdict != Verdict::Unmet)
}

fn most(texts: &[ComparedText], count: impl Fn(&Counts) -> usize) -> Option<MostAnswer> {
    let on = texts.iter().map(|text| count(&text.counts)).max()?;
    let most = texts.iter().filter(|text| count(&text.counts) == on);
    (on > 0).then(|| MostAnswer {
        texts: most.map(|text| text.proposal.shown().clone()).collect(),
        on,
    })
}
