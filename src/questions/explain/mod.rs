//! Why a verdict is what it is, and what would settle an open one.

mod account;
mod joint;
mod nearest;
mod sufficient_answers;

pub use crate::questions::sufficient::Smallest;

use serde::Serialize;

use crate::limit::Cancel;
use crate::policy::{Comparison, Condition, PrerequisiteId, ReadingId, Role, TermId};
use crate::questions::check::Report;
use crate::questions::judge::{Case, Inquiry};
use crate::verdict::{Alarm, Outcome, Verdict};

/// Explanations of everything in a report.
#[derive(Debug)]
pub struct Explanation<'p> {
    /// Of the joint verdict.
    pub joint: Account,
    /// Of each finding, in the policy's order.
    pub findings: Vec<FindingAccount<'p>>,
    /// Of each warning, in the policy's order. A raised warning reads as unmet, a clear one as met.
    pub warnings: Vec<Account>,
}

/// Why a verdict is what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Of a verdict that is not open: terms whose provisions (silences included) force it.
    /// `None` for an open verdict. Terms are in file order.
    pub forced_by: Option<Smallest<TermId>>,
    /// Of an open verdict: the terms that matter to it, in the vocabulary's order.
    pub turns_on: Vec<TermId>,
    /// Of an open verdict: the prerequisites whose reading matters to it.
    pub turns_on_readings: Vec<PrerequisiteId>,
    /// Of an open verdict: answers after which it is met, where they exist.
    pub settles_met: Option<Smallest<Answer>>,
    /// Of an open verdict: answers after which it is unmet, where they exist.
    pub settles_unmet: Option<Smallest<Answer>>,
    /// Whether a limit cut the search short: what is given is true, but there may be more.
    pub limited: bool,
}

/// An answer to something left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// The cell of a term (`None`: it does not arise).
    Cell(TermId, Option<u64>),
    /// The reading of a prerequisite.
    Reading(PrerequisiteId, ReadingId),
}

/// Why one finding is what it is, line by line.
#[derive(Debug)]
pub struct FindingAccount<'p> {
    /// Why the verdict is what it is.
    pub account: Account,
    /// Every line of the prerequisite, in this order: `when`, `must`, `unless`, readings.
    pub lines: Vec<Line<'p>>,
}

/// How one line of a prerequisite stands.
#[derive(Debug)]
pub struct Line<'p> {
    /// The part it plays.
    pub role: Role,
    /// The line itself.
    pub condition: &'p Condition,
    /// Whether it holds.
    pub standing: Standing,
    /// The comparisons that would make it hold with the fewest steps (inside an `any of`, those of
    /// the nearest alternative). Empty where the line holds.
    pub nearest: Vec<Step<'p>>,
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In every completion.
    Holds,
    /// In none.
    Fails,
    /// In some.
    Open,
}

/// A comparison that should come out otherwise.
#[derive(Debug)]
pub struct Step<'p> {
    /// The comparison.
    pub comparison: &'p Comparison,
    /// What it should come out as (`false` inside a `none of`).
    pub wanted: bool,
}

impl<'a> Case<'a> {
    /// Explains a report that [`Case::check`] made of it. Where this is cancelled or a
    /// limit is met, accounts are [limited](Account::limited).
    #[must_use]
    pub fn explain(&self, report: &Report, cancel: &Cancel) -> Explanation<'a> {
        let judge = self.judge;
        let session = &judge.engine.session(cancel);
        let inquiry = Inquiry {
            judge,
            case: self,
            session,
        };
        let findings = (judge.policy.prerequisite_ids().zip(&report.findings))
            .map(|(id, finding)| FindingAccount {
                account: inquiry.account(judge.question(id), finding.verdict),
                lines: inquiry.lines(id),
            })
            .collect();
        let warnings = (judge.warnings.iter().zip(&report.alarms))
            .map(|(question, alarm)| {
                let verdict = match alarm {
                    Alarm::Raised => Verdict::Unmet,
                    Alarm::Clear => Verdict::Met,
                    Alarm::Open => Verdict::Open,
                };
                inquiry.account(question, verdict)
            })
            .collect();
        Explanation {
            joint: inquiry.joint_account(report.verdict),
            findings,
            warnings,
        }
    }
}

impl<'p> Inquiry<'_, 'p> {
    fn lines(&self, id: PrerequisiteId) -> Vec<Line<'p>> {
        let (policy, case) = (self.judge.policy, self.case);
        policy
            .prerequisite(id)
            .lines()
            .map(|(role, condition)| {
                let outcomes = self.session.stands(condition, &case.region);
                let standing = match outcomes.ok().and_then(crate::verdict::Outcomes::single) {
                    Some(Outcome::Met) => Standing::Holds,
                    Some(_) => Standing::Fails,
                    None => Standing::Open,
                };
                let nearest = match standing {
                    Standing::Holds => Vec::new(),
                    _ => nearest::steps(condition, &policy.vocabulary, &case.knowledge),
                };
                Line {
                    role,
                    condition,
                    standing,
                    nearest,
                }
            })
            .collect()
    }
}
