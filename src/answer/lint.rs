//! What was proved about policies.

use serde::{Serialize, Serializer};

use super::said::{LabelAnswer, SaidJson};
use crate::policy::Policy;
use crate::proposal;
use crate::questions::lint::{Proof, unused_terms};
use crate::text::Diagnostic;

/// What `servanda lint` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Lints {
    /// What was found: of each policy by its place, then of the vocabulary.
    pub found: Vec<LintAnswer>,
}

/// Something found about a policy.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Found", deny_unknown_fields))]
#[non_exhaustive]
pub struct LintAnswer {
    /// Of what it was found: the name of a policy, or of the vocabulary.
    pub policy: String,
    /// What is said of it.
    #[serde(flatten, serialize_with = "said_and_places")]
    #[cfg_attr(test, schemars(with = "FoundJson"))]
    pub said: Diagnostic,
    /// The text of a proposal that shows it; `null` where there is nothing to show.
    pub witness: Option<String>,
    /// The name of that proposal; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness_name: Option<String>,
}

/// A diagnostic with its places beside it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct FoundJson<'a> {
    /// What is said of it.
    #[cfg_attr(test, schemars(with = "Diagnostic"))]
    said: SaidJson<'a>,
    /// Every place that it concerns, the main one first.
    places: Vec<LabelAnswer>,
}

fn said_and_places<S: Serializer>(said: &Diagnostic, serializer: S) -> Result<S::Ok, S::Error> {
    let mut said = SaidJson::from(said);
    let places = std::mem::take(&mut said.places);
    FoundJson { said, places }.serialize(serializer)
}

impl Lints {
    /// Everything found about policies that share a vocabulary: what loading them `warned` of, and
    /// for each of them what was proved and what was seen without a proof.
    #[must_use]
    pub fn new<'p>(
        each: impl IntoIterator<Item = (&'p Policy, Vec<Proof>, Vec<Diagnostic>)>,
        warned: Vec<Diagnostic>,
    ) -> Self {
        let (mut found, mut policies) = (Vec::new(), Vec::new());
        for (policy, proofs, seen) in each {
            let proofs = proofs.into_iter().map(|proof| shown(policy, proof));
            let seen = (seen.into_iter()).map(|said| without_text(&policy.name, said));
            let mut own: Vec<LintAnswer> = proofs.chain(seen).collect();
            own.sort_by_key(|found| found.said.place().map(|place| place.span));
            found.extend(own);
            policies.push(policy);
        }
        for said in warned.into_iter().chain(unused_terms(&policies)) {
            found.push(without_text(about(&said, &policies), said));
        }
        Self { found }
    }
}

/// The name of the policy in which something stands, else that of the vocabulary.
fn about<'p>(said: &Diagnostic, policies: &[&'p Policy]) -> &'p str {
    let within = |policy: &&&Policy| {
        let place = said.place();
        place.is_some_and(|place| place.source == policy.source)
    };
    let vocabulary = || policies.first().map(|policy| &*policy.vocabulary.name);
    (policies.iter().find(within))
        .map(|policy| &*policy.name)
        .or_else(vocabulary)
        .unwrap_or_default()
}

fn without_text(name: &str, said: Diagnostic) -> LintAnswer {
    LintAnswer {
        policy: name.to_owned(),
        said,
        witness: None,
        witness_name: None,
    }
}

fn shown(policy: &Policy, proof: Proof) -> LintAnswer {
    let mut found = without_text(&policy.name, proof.diagnostic);
    if let Some(witness) = proof.witness {
        let name = format!("{}-{}", policy.name, witness.name);
        let (title, cells) = (&witness.shows, &witness.cells);
        let text = proposal::new_text(&name, title, &policy.vocabulary, cells);
        found.witness = Some(text);
        found.witness_name = Some(name);
    }
    found
}
