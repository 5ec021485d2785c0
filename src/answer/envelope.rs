//! What every document has around its answers.

use serde::Serialize;

use super::json;
use super::{
    Checks, Cites, ComparePoliciesAnswer, Comparisons, Coverages, Diffs, Influences, Layouts,
    Lints, Migrations, Mutations, PolicyRef, Repairs, Sensitivities, Shows, Tests, ZopaAnswer,
};
use crate::policy::Policy;
use crate::text::Diagnostic;

/// The version of the JSON documents. Fields are added without a new version; it rises when one is
/// renamed, dropped, or changes its meaning.
pub const FORMAT: u32 = 1;

/// The answers to one question, with the policies that were asked about and what went wrong.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Envelope<A> {
    /// The version of this format. Changes only with an entry in the changelog.
    #[cfg_attr(test, schemars(extend("const" = FORMAT)))]
    pub format: u32,
    /// The policies that were asked about, in the order they were named.
    pub policies: Vec<PolicyRef>,
    /// The answers, under the keys of their question.
    #[serde(flatten)]
    pub answers: A,
    /// Inputs that could not be read, limits that were met, and warnings about policies.
    pub errors: Vec<Diagnostic>,
}

impl<A> Envelope<A> {
    /// Puts answers together with the policies that they are about and what went wrong. The fields
    /// of `answers` become fields of the document, so it has to be what one question answers, such
    /// as [`Checks`], and not a list.
    #[must_use]
    pub fn new<'p>(
        policies: impl IntoIterator<Item = &'p Policy>,
        answers: A,
        errors: &[Diagnostic],
    ) -> Self {
        Self {
            format: FORMAT,
            policies: policies.into_iter().map(PolicyRef::new).collect(),
            answers,
            errors: errors.to_vec(),
        }
    }
}

/// The answers to one question, as a document holds them: under keys of their own. (A list of answers
/// has none, so it is no document; [`Checks`] and its like hold one.)
pub trait Answers: Serialize {}

impl Answers for Checks {}
impl Answers for Repairs {}
impl Answers for ZopaAnswer {}
impl Answers for Diffs {}
impl Answers for Influences {}
impl Answers for Layouts {}
impl Answers for Lints {}
impl Answers for Migrations {}
impl Answers for Mutations {}
impl Answers for Comparisons {}
impl Answers for ComparePoliciesAnswer {}
impl Answers for Cites {}
impl Answers for Shows {}
impl Answers for Sensitivities {}
impl Answers for Tests {}
impl Answers for Coverages {}

impl<A: Answers> Envelope<A> {
    /// One JSON document, with a line break at its end.
    #[must_use]
    pub fn json(&self) -> String {
        let mut out = json::pretty(self);
        out.push('\n');
        out
    }
}
