//! Tests that are ready to be written.

use std::sync::Arc;

use serde::Serialize;

use super::ProvidedAnswer;
use crate::policy::{Policy, TermId, Vocabulary};
use crate::proposal::{self, Knowledge, NewExpectation};

/// How the texts of policies that are built in are named.
const BUILT_IN: &str = "built-in:";

/// A test that is ready to be written: a small proposal, and what is expected of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Fixture", deny_unknown_fields))]
#[non_exhaustive]
pub struct FixtureAnswer {
    /// Its name. Where files of that name are there already, it is written under one with a number.
    pub name: String,
    /// What the proposal provides, term by term.
    pub provides: Vec<ProvidedAnswer>,
    /// The text of the proposal, NAME.yaml.
    pub proposal: String,
    /// The text of NAME.expect.yaml. The path of a policy starts here where the paths of the command
    /// start; where the file is written, at its folder.
    pub expectation: String,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    cells: Vec<(TermId, Knowledge)>,
    #[serde(skip)]
    vocabulary: Arc<Vocabulary>,
    #[serde(skip)]
    policy: String,
    #[serde(skip)]
    expects: NewExpectation,
}

impl FixtureAnswer {
    /// A test of a policy. The proposal leaves this possible of some terms, and of all others anything;
    /// what is stated of a term should be brief, such as one cell or one of a few.
    #[must_use]
    pub fn new(
        name: &str,
        title: &str,
        policy: &Policy,
        cells: Vec<(TermId, Knowledge)>,
        expects: NewExpectation,
    ) -> Self {
        let vocabulary = Arc::clone(&policy.vocabulary);
        let policy = as_named(policy);
        Self {
            name: name.to_owned(),
            provides: ProvidedAnswer::known(&cells, &vocabulary),
            proposal: proposal::new_text_of(name, title, &vocabulary, &cells),
            expectation: expects.text(&policy),
            title: title.to_owned(),
            cells,
            vocabulary,
            policy,
            expects,
        }
    }

    /// The policy: the name of one that is built in, or a path as the command was given it.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// What is expected.
    #[must_use]
    pub fn expects(&self) -> &NewExpectation {
        &self.expects
    }

    /// The text of the proposal under another name.
    #[must_use]
    pub fn proposal_called(&self, name: &str) -> String {
        proposal::new_text_of(name, &self.title, &self.vocabulary, &self.cells)
    }

    /// The text of the expectation in a folder from which this is the path of the policy.
    #[must_use]
    pub fn expectation_by(&self, policy: &str) -> String {
        self.expects.text(policy)
    }
}

/// What an expectation calls a policy, if paths start where those of the command do.
fn as_named(policy: &Policy) -> String {
    let file = policy.source.name();
    let built_in = file.strip_prefix(BUILT_IN);
    let built_in = built_in.and_then(|name| name.strip_suffix(".servanda"));
    built_in.unwrap_or(file).to_owned()
}
