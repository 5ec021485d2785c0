//! Reports and diagnostics for people and for programs. Nothing is decided here.

use crate::check::{Case, Report};
use crate::explain::Explanation;
use crate::policy::Policy;

/// Everything that is to be shown of one judged proposal.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The proposal, as it was taken.
    pub case: &'a Case<'a>,
    /// The verdicts.
    pub report: &'a Report,
    /// Their explanations.
    pub explanation: &'a Explanation<'a>,
}
