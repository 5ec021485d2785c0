//! Verdicts: every prerequisite, the proposal as a whole, its score.

use crate::engine::{AskedId, Engine, Limit, Question, Region, Stake, Tally};
use crate::limit::Cancel;
use crate::policy::PrerequisiteId;
use crate::questions::judge::Inquiry;
pub use crate::questions::judge::{Case, Judge};
use crate::questions::score;
pub use crate::questions::score::Share;
use crate::text::{Diagnostic, Hint};
use crate::verdict::{Alarm, Outcome, Outcomes, Verdict};

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
    /// The outcomes of each prerequisite.
    pub(crate) seen: Seen,
    /// The outcomes of each group of independent prerequisites.
    pub(crate) groups: Vec<Outcomes>,
}

/// What is seen of each prerequisite over all completions: less than a report, and found sooner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The outcomes over all readings still possible.
    pub(crate) outcomes: Vec<Outcomes>,
    /// The outcomes under each reading alone, in the policy's order; empty where there are none.
    pub(crate) by_reading: Vec<Vec<Outcomes>>,
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

impl Seen {
    /// What is seen of one prerequisite: its outcomes, and those under each reading alone.
    fn of(&self, id: PrerequisiteId) -> (Outcomes, Vec<Outcomes>) {
        (
            self.outcomes[id.index()],
            self.by_reading[id.index()].clone(),
        )
    }
}

impl Report {
    /// The outcomes of the proposal as a whole.
    pub(crate) fn joint(&self) -> Outcomes {
        Joint::of(&self.groups).outcomes()
    }
}

impl Case<'_> {
    /// Judges the proposal.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent`, with the places that collide, if the proposal has no completion;
    /// `limit/…` if it is too large to be judged exactly, or if this was cancelled.
    pub fn check(&self, cancel: &Cancel) -> Result<Report, Box<Diagnostic>> {
        let session = &self.judge.engine.session(cancel);
        let inquiry = self.inquiry(session);
        inquiry.require_coherence()?;
        (inquiry.report()).map_err(|limit| Box::new(limit.diagnostic()))
    }

    /// What is seen of each prerequisite, without the verdict and the score.
    ///
    /// # Errors
    ///
    /// As those of [`Case::check`].
    pub fn seen(&self, cancel: &Cancel) -> Result<Seen, Box<Diagnostic>> {
        let session = &self.judge.engine.session(cancel);
        let inquiry = self.inquiry(session);
        inquiry.require_coherence()?;
        (inquiry.seen()).map_err(|limit| Box::new(limit.diagnostic()))
    }

    /// The same where the text was looked at before, as it is taken in other cases of this judge: only that is
    /// asked anew of which something is known otherwise than in all of them.
    ///
    /// # Errors
    ///
    /// As those of [`Case::check`].
    pub fn seen_beside(
        &self,
        others: &[(Case<'_>, Seen)],
        cancel: &Cancel,
    ) -> Result<Seen, Box<Diagnostic>> {
        let session = &self.judge.engine.session(cancel);
        let inquiry = self.inquiry(session);
        inquiry.require_coherence()?;
        let known = |id, question: &Question<'_>| {
            let terms = question.terms(&self.judge.engine.encoding);
            let is_same = |(other, _): &&(Case<'_>, Seen)| {
                let mut terms = terms.iter().map(|term| term.index());
                terms.all(|term| self.knowledge[term] == other.knowledge[term])
            };
            others.iter().find(is_same).map(|(_, seen)| seen.of(id))
        };
        (inquiry.seen_but(known)).map_err(|limit| Box::new(limit.diagnostic()))
    }

    /// The joint verdict alone.
    ///
    /// # Errors
    ///
    /// As those of [`Case::check`].
    pub fn verdict(&self, cancel: &Cancel) -> Result<Verdict, Box<Diagnostic>> {
        let session = &self.judge.engine.session(cancel);
        let inquiry = self.inquiry(session);
        inquiry.require_coherence()?;
        (inquiry.verdict()).map_err(|limit| Box::new(limit.diagnostic()))
    }

    /// Refuses a proposal that has no completion.
    pub(crate) fn require_coherence(&self, cancel: &Cancel) -> Result<(), Box<Diagnostic>> {
        let session = &self.judge.engine.session(cancel);
        let inquiry = self.inquiry(session);
        inquiry.require_coherence()
    }
}

impl<'p> Inquiry<'_, 'p> {
    /// The outcomes of a question under the proposal, which must be coherent.
    fn outcomes(&self, question: &Question<'p>) -> Result<Outcomes, Limit> {
        self.session.ask_coherent(question, &self.case.region)
    }

    fn seen(&self) -> Result<Seen, Limit> {
        self.seen_but(|_, _| None)
    }

    /// What is seen, where some of it is known.
    fn seen_but(
        &self,
        known: impl Fn(PrerequisiteId, &Question<'p>) -> Option<(Outcomes, Vec<Outcomes>)>,
    ) -> Result<Seen, Limit> {
        let judge = self.judge;
        let mut seen = Seen::default();
        for (id, question) in judge.policy.prerequisite_ids().zip(&judge.prerequisites) {
            let (outcomes, by_reading) = if let Some(known) = known(id, question) {
                known
            } else {
                let outcomes = self.outcomes(question)?;
                (outcomes, self.by_reading(id, outcomes)?)
            };
            seen.by_reading.push(by_reading);
            seen.outcomes.push(outcomes);
        }
        Ok(seen)
    }

    fn verdict(&self) -> Result<Verdict, Limit> {
        let mut seen = Seen::default();
        for question in &self.judge.prerequisites {
            seen.outcomes.push(self.outcomes(question)?);
        }
        let by_group = self.groups(&seen).each()?;
        Ok(Joint::of(&by_group).outcomes().verdict())
    }

    fn groups<'s>(&'s self, seen: &'s Seen) -> Groups<'s, 'p> {
        Groups {
            inquiry: *self,
            region: &self.case.region,
            seen: &seen.outcomes,
        }
    }

    fn report(&self) -> Result<Report, Limit> {
        let judge = self.judge;
        let seen = self.seen()?;
        let findings = (seen.outcomes.iter().zip(&seen.by_reading))
            .map(|(outcomes, read)| Finding {
                verdict: outcomes.verdict(),
                readings: read.iter().map(|read| read.verdict()).collect(),
            })
            .collect();
        let alarms = (judge.warnings.iter())
            .map(|question| Ok(self.outcomes(question)?.alarm()))
            .collect::<Result<_, Limit>>()?;
        let groups = self.groups(&seen);
        let (score, by_group) = (groups.score(), groups.each()?);
        Ok(Report {
            verdict: Joint::of(&by_group).outcomes().verdict(),
            score,
            findings,
            alarms,
            groups: by_group,
            seen,
        })
    }

    /// The outcomes under each reading alone.
    fn by_reading(&self, id: PrerequisiteId, outcomes: Outcomes) -> Result<Vec<Outcomes>, Limit> {
        let judge = self.judge;
        let readings = judge.policy.prerequisite(id).reading_ids();
        let Some(var) = judge.reading_var(id) else {
            return Ok(Vec::new());
        };
        if judge.choice.of(id).is_none() && outcomes.single().is_some() {
            return Ok(vec![outcomes; readings.len()]);
        }
        let mut region = self.case.region.clone();
        readings
            .map(|reading| {
                region.fix(var, reading.index());
                let question = judge.question(id);
                self.session.ask_coherent(question, &region)
            })
            .collect()
    }

    /// Refuses a proposal that has no completion.
    fn require_coherence(&self) -> Result<(), Box<Diagnostic>> {
        for question in &self.judge.coherence {
            match self.outcomes(question) {
                Ok(outcomes) if outcomes.is_empty() => {
                    return Err(Box::new(self.incoherence(question)));
                }
                Ok(_) => {}
                Err(limit) => return Err(Box::new(limit.diagnostic())),
            }
        }
        Ok(())
    }
}

/// The groups of independent prerequisites, with the outcomes already known of each prerequisite.
pub(crate) struct Groups<'a, 'p> {
    pub inquiry: Inquiry<'a, 'p>,
    pub region: &'a Region,
    pub seen: &'a [Outcomes],
}

impl<'p> Groups<'_, 'p> {
    /// The outcomes already known of a prerequisite.
    fn seen(&self, id: AskedId) -> Outcomes {
        self.seen[self.inquiry.judge.prerequisite(id).index()]
    }

    /// The outcomes of each group.
    pub fn each(&self) -> Result<Vec<Outcomes>, Limit> {
        let groups = self.inquiry.judge.groups.iter();
        groups.map(|group| self.group(group)).collect()
    }

    /// The outcomes of one group.
    pub fn group(&self, group: &Question<'p>) -> Result<Outcomes, Limit> {
        let mut settled = Tally::default();
        let mut open = None;
        for (id, stake) in group.prerequisites() {
            match self.seen(id).single() {
                Some(outcome) => settled.count(outcome, stake),
                None if stake.advisory => {}
                None if open.is_none() => open = Some((id, stake)),
                None => return self.inquiry.session.ask(group, self.region),
            }
        }
        let with = |outcome: Outcome, stake: Stake| {
            let mut tally = settled;
            tally.count(outcome, stake);
            tally.outcome()
        };
        Ok(match open {
            None => Outcomes::only(settled.outcome()),
            Some((id, stake)) => (self.seen(id).iter())
                .map(|outcome| with(outcome, stake))
                .collect(),
        })
    }

    fn score(&self) -> Score {
        let mut settled = Tally::default();
        let mut groups = Vec::new();
        for group in &self.inquiry.judge.groups {
            let mut open = Vec::new();
            for (id, stake) in group.prerequisites() {
                match self.seen(id).single() {
                    Some(outcome) => settled.count(outcome, stake),
                    None => open.push((id, stake)),
                }
            }
            match &open[..] {
                [] => {}
                [(id, stake)] => groups.push(self.tallies(*id, *stake)),
                _ => {
                    let open: Vec<AskedId> = open.iter().map(|&(id, _)| id).collect();
                    let part = group.only(&open);
                    let session = self.inquiry.session;
                    let Some(tallies) = session.tallies(&part, self.region) else {
                        return Score::TooLarge;
                    };
                    groups.push(tallies);
                }
            }
        }
        groups.push(vec![settled]);
        match score::bounds(&groups) {
            Some((low, high)) => Score::Between(low, high),
            None => Score::NothingApplies,
        }
    }

    /// The tallies that one open prerequisite can have.
    fn tallies(&self, id: AskedId, stake: Stake) -> Vec<Tally> {
        let each = |outcome| {
            let mut tally = Tally::default();
            tally.count(outcome, stake);
            tally
        };
        self.seen(id).iter().map(each).collect()
    }
}

/// The outcomes of a whole whose parts are independent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Joint {
    /// The outcomes that some part can have.
    some: Outcomes,
    /// Whether some part is unmet in every completion.
    stuck: bool,
    /// Whether some part applies in every completion.
    applies: bool,
}

impl Joint {
    /// The whole of these parts.
    pub fn of(parts: &[Outcomes]) -> Self {
        let mut joint = Self::default();
        for &part in parts {
            joint.add(part);
        }
        joint
    }

    /// Adds a part.
    pub fn add(&mut self, part: Outcomes) {
        let none = part.has(Outcome::NotApplicable);
        self.some = self.some.or(part);
        self.stuck |= !part.has(Outcome::Met) && !none;
        self.applies |= !none;
    }

    /// The outcomes of the whole.
    pub fn outcomes(self) -> Outcomes {
        let possible = |outcome: &Outcome| match outcome {
            Outcome::Unmet => self.some.has(Outcome::Unmet),
            Outcome::Met => self.can_avoid_unmet() && self.some.has(Outcome::Met),
            Outcome::NotApplicable => self.can_be_none(),
        };
        let all = [Outcome::Met, Outcome::Unmet, Outcome::NotApplicable];
        all.into_iter().filter(possible).collect()
    }

    /// Whether there are completions in which no part is unmet.
    pub fn can_avoid_unmet(self) -> bool {
        !self.stuck
    }

    /// Whether it may be that nothing applies.
    pub fn can_be_none(self) -> bool {
        !self.applies
    }
}

impl Limit {
    /// The diagnostic about a question for which this limit was met.
    #[must_use]
    pub fn diagnostic(self) -> Diagnostic {
        match self {
            Self::Alternatives => Diagnostic::error(
                self.code(),
                format!(
                    "the sets of this proposal allow more than {} combinations of alternatives",
                    Region::ALTERNATIVES
                ),
            )
            .help("state bounds (`at least`, `at most`) instead of long lists under `any of`"),
            Self::Conflicts => Diagnostic::error(
                self.code(),
                format!(
                    "no exact verdict was found within {} conflicts of the solver",
                    Engine::CONFLICTS
                ),
            )
            .help("split the policy, or state more of the terms that its prerequisites share"),
            Self::Stopped => Diagnostic::error(self.code(), "the budget ran out before an answer")
                .help("allow more time, or ask for less")
                .hint(Hint::AllowMoreTime),
        }
    }
}
