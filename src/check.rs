//! Verdicts: every prerequisite, the proposal as a whole, its score.

use crate::diagnostic::Diagnostic;
use crate::policy::Policy;
use crate::proposal::{Knowledge, Options, Proposal};
use crate::verdict::{Alarm, Verdict};

/// A policy made ready to judge proposals.
#[derive(Debug)]
pub struct Judge<'p> {
    /// The policy.
    pub policy: &'p Policy,
}

/// A proposal made ready to be judged: what it leaves possible, term by term.
#[derive(Debug)]
pub struct Case<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// How it is taken.
    pub options: Options,
    /// What it leaves possible, by term.
    pub knowledge: Vec<Knowledge>,
}

/// What a policy says of a proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The joint verdict.
    pub verdict: Verdict,
    /// The share of weight that is met.
    pub score: Score,
    /// One for each prerequisite, in the policy's order.
    pub findings: Vec<Finding>,
    /// One for each warning, in the policy's order.
    pub alarms: Vec<Alarm>,
}

/// What is found on one prerequisite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The verdict over all readings still possible.
    pub verdict: Verdict,
    /// The verdict under each reading alone, in the policy's order; empty where there are none.
    pub readings: Vec<Verdict>,
}

/// The weight of met prerequisites over the weight of those that apply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Score {
    /// The lowest and the highest share over the completions where any applies.
    Between(Share, Share),
    /// Nothing applies in any completion.
    NothingApplies,
    /// Too much is open to bound it within the limits.
    TooLarge,
}

/// A share of weight, unrounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Weight met.
    pub met: u64,
    /// Weight that applies, at least 1.
    pub of: u64,
}

impl Share {
    /// As a fraction of one.
    #[must_use]
    pub fn value(self) -> f64 {
        self.met as f64 / self.of as f64
    }
}

impl<'p> Judge<'p> {
    /// Makes a policy ready. `readings` fixes readings: pairs of a prerequisite's index and the
    /// index of one of its readings.
    #[must_use]
    pub fn new(policy: &'p Policy, readings: &[(usize, usize)]) -> Self {
        let _ = readings;
        Self { policy }
    }

    /// Makes a proposal ready.
    #[must_use]
    pub fn case<'a>(&self, proposal: &'a Proposal, options: Options) -> Case<'a> {
        Case {
            proposal,
            options,
            knowledge: proposal.knowledge(&self.policy.vocabulary, options),
        }
    }

    /// Judges a proposal.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent`, with the places that collide, if the proposal has no completion.
    pub fn check(&self, case: &Case<'_>) -> Result<Report, Box<Diagnostic>> {
        let _ = case;
        todo!()
    }
}
