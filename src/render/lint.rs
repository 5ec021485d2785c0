//! What was proved about policies, for programs. For people each is a diagnostic.

use serde::Serialize;

use super::json::{ErrorJson, Named, PlaceJson, document, place};
use crate::policy::Policy;
use crate::text::diagnostic::{Diagnostic, Label};

/// Something found about a policy.
#[derive(Clone, Copy, Debug)]
pub struct Linted<'a> {
    /// The policy's name, or its vocabulary's.
    pub policy: &'a str,
    /// What is said of it.
    pub diagnostic: &'a Diagnostic,
    /// The text of a proposal that shows it.
    pub witness: Option<&'a str>,
}

/// All findings and errors of one run as one JSON document, with a line break at its end.
#[must_use]
pub fn lint_json(policies: &[&Policy], all: &[Linted<'_>], errors: &[Diagnostic]) -> String {
    let found = all.iter().map(|linted| FoundJson {
        policy: linted.policy,
        said: linted.diagnostic.into(),
        places: (linted.diagnostic.labels.iter().map(LabelJson::from)).collect(),
        witness: linted.witness,
    });
    let found: Vec<FoundJson<'_>> = found.collect();
    document(&Document {
        format: 1,
        policies: policies.iter().map(|policy| Named::from(*policy)).collect(),
        found,
        errors: errors.iter().map(ErrorJson::from).collect(),
    })
}

/// What `servanda lint --format json` prints.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this format.
    format: u32,
    policies: Vec<Named<'a>>,
    found: Vec<FoundJson<'a>>,
    /// Inputs that could not be read, and limits that were met.
    errors: Vec<ErrorJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct FoundJson<'a> {
    /// Of what it was found: a policy, or the vocabulary.
    policy: &'a str,
    said: ErrorJson<'a>,
    /// Every place that it concerns, the main one first.
    places: Vec<LabelJson<'a>>,
    /// The text of a proposal that shows it; `null` where there is nothing to show.
    witness: Option<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct LabelJson<'a> {
    place: PlaceJson,
    /// What is said there.
    #[serde(skip_serializing_if = "str::is_empty")]
    says: &'a str,
}

impl<'a> From<&'a Label> for LabelJson<'a> {
    fn from(label: &'a Label) -> Self {
        Self {
            place: place(&label.place),
            says: &label.text,
        }
    }
}
