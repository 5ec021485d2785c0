//! What was proved about policies.

use serde::{Serialize, Serializer};

use super::said::{LabelAnswer, SaidJson};
use crate::policy::{Allow, Policy};
use crate::proposal;
use crate::questions::lint::{Allowances, Proof, unused_terms};
use crate::text::{Code, Diagnostic, Untrusted};

/// What `servanda lint` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Lints {
    /// What was found: of each policy by its place, then of the vocabulary.
    pub found: Vec<LintAnswer>,
    /// What was found as well, and is meant so: the policy has an `allow` for it.
    pub allowed: Vec<AllowedAnswer>,
}

/// Something found about a policy that its author has said is meant so.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Allowed", deny_unknown_fields))]
#[non_exhaustive]
pub struct AllowedAnswer {
    /// What was found.
    pub finding: LintAnswer,
    /// Why it is meant so.
    pub reason: Untrusted,
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
    /// for each of them what was proved and what was seen without a proof. What is allowed and was
    /// not found is warned of only if the proofs are `finished`.
    #[must_use]
    pub fn new<'p>(
        each: impl IntoIterator<Item = (&'p Policy, Vec<Proof>, Vec<Diagnostic>)>,
        warned: Vec<Diagnostic>,
        finished: bool,
    ) -> Self {
        let (mut found, mut policies) = (Vec::new(), Vec::new());
        for (policy, proofs, seen) in each {
            let proofs = proofs.into_iter().map(|proof| shown(policy, proof));
            let seen = (seen.into_iter()).map(|said| without_text(&policy.called, said));
            let mut own: Vec<LintAnswer> = proofs.chain(seen).collect();
            own.sort_by_key(|found| found.said.place().map(|place| place.span));
            found.extend(own);
            policies.push(policy);
        }
        for said in warned.into_iter().chain(unused_terms(&policies)) {
            found.push(without_text(about(&said, &policies), said));
        }
        Self::sorted(found, &policies, finished)
    }

    /// Takes what is allowed from what was found.
    fn sorted(found: Vec<LintAnswer>, policies: &[&Policy], finished: bool) -> Self {
        let mut lints = Self::default();
        let allowances = policies.iter().map(|policy| Allowances::of(policy));
        let mut allowances: Vec<Allowances<'_>> = allowances.collect();
        for finding in found {
            let of_all = finding.said.code == Code::LintUnusedTerms;
            let each = allowances.iter_mut().zip(policies);
            // What is said of the vocabulary is allowed by any of the policies.
            let own = each.filter(|(_, policy)| {
                let place = finding.said.place();
                of_all || place.is_some_and(|place| place.source == policy.source)
            });
            let reasons: Vec<&Allow> = own
                .filter_map(|(allowances, _)| allowances.allow(&finding.said))
                .collect();
            match reasons.first() {
                Some(allow) => lints.allowed.push(AllowedAnswer {
                    finding,
                    reason: (&allow.reason).into(),
                }),
                None => lints.found.push(finding),
            }
        }
        if finished {
            let each = allowances.iter().zip(policies);
            let unused = each.flat_map(|(allowances, policy)| {
                let unused = allowances.unused().into_iter();
                unused.map(|said| without_text(&policy.called, said))
            });
            lints.found.extend(unused);
        }
        lints
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
        .map(|policy| &*policy.called)
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
    let mut found = without_text(&policy.called, proof.diagnostic);
    if let Some(witness) = proof.witness {
        let name = format!("{}-{}", file_name(&policy.called), witness.name);
        let (title, cells) = (&witness.shows, &witness.cells);
        let text = proposal::new_text(&name, title, &policy.vocabulary, cells);
        found.witness = Some(text);
        found.witness_name = Some(name);
    }
    found
}

/// What a policy is called, as a part of a file's name.
pub(super) fn file_name(called: &str) -> String {
    let allowed = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.');
    let name: String = called
        .chars()
        .map(|char| if allowed(char) { char } else { '-' })
        .collect();
    name.trim_start_matches(['.', '-']).to_owned()
}
