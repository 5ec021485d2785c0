//! Why a verdict is what it is, and what would settle an open one.

mod absence;
mod account;
mod along;
mod depth;
mod joint;
mod nearest;
mod ranges;
mod reasons;
mod sufficient_answers;

pub use crate::questions::sufficient::Smallest;
pub use absence::Absence;
pub use depth::Depth;
pub use ranges::{Range, Settling};
pub use reasons::Reasons;

use serde::Serialize;

use crate::engine::Background;
use crate::limit::{Cancel, Limit, Part, Unfinished};
use crate::policy::{Comparison, Condition, PrerequisiteId, ReadingId, Role, TermId};
use crate::questions::check::{Finding, Report};
use crate::questions::judge::{Case, Inquiry};
use crate::questions::rests::RestsOn;
use crate::questions::sufficient_provisions::Provisions;
use crate::verdict::{Alarm, Outcome, Verdict};

/// Explanations of what is in a report, as far as they were asked for: the rest is `None`.
#[derive(Debug)]
pub struct Explanation<'p> {
    /// Of the joint verdict.
    pub joint: Option<Account>,
    /// What the joint verdict rests on; `None`, too, if a limit was met.
    pub rests_on: Option<RestsOn>,
    /// The terms that do not arise because of what is said on others; `None`, too, if a limit was met.
    pub absences: Option<Vec<Absence>>,
    /// Of each finding, in the policy's order.
    pub findings: Vec<FindingAccount<'p>>,
    /// Of each warning, in the policy's order. A raised warning reads as unmet, a clear one as met.
    pub warnings: Vec<Option<Account>>,
    /// What was asked for and is not finished.
    pub unfinished: Unfinished,
}

/// Why a verdict is what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Of a verdict that is not open: terms whose provisions (silences included) force it.
    /// `None` for an open verdict. Terms are in file order.
    pub forced_by: Option<Smallest<TermId>>,
    /// The background knowledge by way of which these force it.
    pub by_way_of: Vec<Background>,
    /// How many independent reasons a verdict that is not open has; `None` if nothing in the text
    /// has to be known for it. Not told of a joint verdict other than unmet.
    pub reasons: Option<Reasons>,
    /// Of an open verdict: the terms that matter to it, in the vocabulary's order.
    pub turns_on: Vec<TermId>,
    /// Of an open verdict: the prerequisites whose reading matters to it.
    pub turns_on_readings: Vec<PrerequisiteId>,
    /// Of an open verdict: answers after which it is met, where they exist.
    pub settles_met: Option<Smallest<Answer>>,
    /// Of an open verdict: answers after which it is unmet, where they exist.
    pub settles_unmet: Option<Smallest<Answer>>,
    /// Of an open verdict: all answers after which it is met, as far as they are told. Not told of
    /// the joint verdict.
    pub met_if: Option<Settling>,
    /// Of an open verdict: all answers after which it is unmet, likewise.
    pub unmet_if: Option<Settling>,
    /// The limit that cut the search short: what is given is true, but there may be more.
    pub limited: Option<Limit>,
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
    pub account: Option<Account>,
    /// Every line of the prerequisite, in this order: `when`, `must`, `unless`, readings.
    pub lines: Option<Vec<Line<'p>>>,
    /// Whether it is told in a few words what decides.
    pub in_brief: bool,
    /// What forces an unmet one whose lines alone do not show it: the terms that they look at are
    /// open by what the text says of them. Empty where they are not.
    pub from_afar: Vec<TermId>,
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
    /// Whether other comparisons could do instead: it asks for some of several.
    pub has_alternatives: bool,
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
    /// Sets of terms; of each set one has to be said otherwise as well: what the text says of them
    /// excludes, by way of what always holds, every cell that would do.
    pub along: Vec<Vec<TermId>>,
}

impl<'a> Case<'a> {
    /// Explains a report that [`Case::check`] made of it. Where this is cancelled or a
    /// limit is met, accounts are [limited](Account::limited).
    #[must_use]
    pub fn explain(&self, report: &Report, depth: &Depth, cancel: &Cancel) -> Explanation<'a> {
        let judge = self.judge;
        let session = &judge.engine.session(cancel);
        let inquiry = Inquiry {
            judge,
            case: self,
            session,
        };
        let mut unfinished = Unfinished::default();
        let rests_on = depth.in_brief().then(|| inquiry.rests_on(report));
        let rests_on = rests_on.and_then(|found| unfinished.note(Part::RestsOn, found));
        let absences = depth.in_brief().then(|| inquiry.absences());
        let absences = absences.and_then(|found| unfinished.note(Part::Explanations, found));
        let findings = (judge.policy.prerequisite_ids().zip(&report.findings))
            .map(|(id, finding)| inquiry.finding(id, finding, depth))
            .collect();
        let warnings = (judge.policy.warnings.iter())
            .zip(judge.warnings.iter().zip(&report.alarms))
            .map(|(warning, (question, alarm))| {
                let in_full = depth.in_full(&warning.name);
                in_full.then(|| inquiry.account(question, alarm_as_verdict(*alarm)))
            })
            .collect();
        let joint = (depth.everything()).then(|| inquiry.joint_account(report.verdict));
        Explanation {
            joint,
            rests_on,
            absences,
            findings,
            warnings,
            unfinished,
        }
        .noting_limits()
    }
}

fn alarm_as_verdict(alarm: Alarm) -> Verdict {
    match alarm {
        Alarm::Raised => Verdict::Unmet,
        Alarm::Clear => Verdict::Met,
        Alarm::Open => Verdict::Open,
    }
}

impl Explanation<'_> {
    /// Notes that explanations are not finished if one of them met a limit.
    fn noting_limits(mut self) -> Self {
        let findings = self.findings.iter().map(|finding| &finding.account);
        let accounts = findings.chain(&self.warnings).chain([&self.joint]);
        if let Some(limit) = accounts.flatten().find_map(|account| account.limited) {
            self.unfinished.note::<()>(Part::Explanations, Err(limit));
        }
        self
    }
}

impl<'p> Inquiry<'_, 'p> {
    fn finding(&self, id: PrerequisiteId, found: &Finding, depth: &Depth) -> FindingAccount<'p> {
        let in_full = depth.in_full(&self.judge.policy.prerequisite(id).name);
        let in_brief = depth.in_brief();
        // What is met may be so by an exception alone.
        let prerequisite = self.judge.policy.prerequisite(id);
        let excepted = prerequisite.lines().any(|(role, _)| role == Role::Unless);
        let by_line = in_brief && (found.verdict != Verdict::Met || excepted);
        let lines = (in_full || by_line).then(|| self.lines(id));
        let hidden =
            in_brief && found.verdict == Verdict::Unmet && self.is_hidden(lines.as_deref());
        FindingAccount {
            from_afar: if hidden {
                self.forced_by(id)
            } else {
                Vec::new()
            },
            account: in_full.then(|| self.account(self.judge.question(id), found.verdict)),
            lines,
            in_brief,
        }
    }

    /// Whether lines fail of which no term is spoken of.
    fn is_hidden(&self, lines: Option<&[Line<'p>]>) -> bool {
        let failing = |line: &&Line<'_>| line.standing == Standing::Fails;
        let mut failing = lines.into_iter().flatten().filter(failing).peekable();
        let proposal = self.case.proposal;
        let unspoken =
            |step: &Step<'_>| !proposal.mentions(step.comparison.term, self.case.options);
        failing.peek().is_some() && failing.all(|line| line.nearest.iter().all(unspoken))
    }

    /// The terms that force a finding to be unmet.
    fn forced_by(&self, id: PrerequisiteId) -> Vec<TermId> {
        let search = Provisions::new(*self, self.judge.question(id));
        let forced = search.proved(account::barred(Verdict::Unmet));
        forced.map_or_else(Vec::new, |forced| forced.items)
    }

    fn lines(&self, id: PrerequisiteId) -> Vec<Line<'p>> {
        let (policy, case) = (self.judge.policy, self.case);
        let mut lines: Vec<Line<'p>> = policy
            .prerequisite(id)
            .lines()
            .map(|(role, condition)| {
                let outcomes = self.session.stands(condition, &case.region);
                let standing = match outcomes.ok().and_then(crate::verdict::Outcomes::single) {
                    Some(Outcome::Met) => Standing::Holds,
                    Some(_) => Standing::Fails,
                    None => Standing::Open,
                };
                let (nearest, has_alternatives) = match standing {
                    Standing::Holds => (Vec::new(), false),
                    Standing::Fails | Standing::Open => {
                        nearest::steps(condition, &policy.vocabulary, &case.knowledge)
                    }
                };
                Line {
                    role,
                    condition,
                    standing,
                    nearest,
                    has_alternatives,
                }
            })
            .collect();
        // Past a limit no more is told.
        let _ = self.note_along(&mut lines);
        lines
    }
}
