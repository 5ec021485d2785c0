//! The single answer that settles most.

use crate::engine::{EquivalentCells, Owner, Region, Session};
use crate::limit::{Limit, Part, Unfinished};
use crate::policy::PrerequisiteId;
use crate::proposal::Knowledge;
use crate::questions::check::Joint;
use crate::questions::explain::Answer;
use crate::questions::judge::Judge;
use crate::verdict::{Outcomes, Verdict};

/// An answer and what it settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Best {
    /// The answer.
    pub answer: Answer,
    /// The verdict after it.
    pub verdict: Verdict,
    /// The prerequisites whose findings were open and no longer are, with their verdicts.
    pub settles: Vec<(PrerequisiteId, Verdict)>,
}

/// The state before any answer is given.
pub(super) struct Now {
    region: Region,
    findings: Vec<Verdict>,
    /// The joint outcomes of each group of prerequisites.
    groups: Vec<Outcomes>,
}

impl Now {
    pub fn new<'p>(
        judge: &Judge<'p>,
        known: &[Knowledge],
        session: &Session<'_, 'p>,
    ) -> Result<Self, Limit> {
        let region = judge.region(known);
        let ask = |question| session.ask(question, &region);
        let groups = judge.groups.iter().map(ask).collect::<Result<_, Limit>>()?;
        let findings = judge.prerequisites.iter();
        let findings = findings.map(|question| Ok(ask(question)?.verdict()));
        Ok(Self {
            findings: findings.collect::<Result<_, Limit>>()?,
            groups,
            region,
        })
    }

    /// The prerequisites whose findings are open.
    pub fn open(&self) -> Vec<PrerequisiteId> {
        let is_open = |id: &PrerequisiteId| self.findings[id.index()] == Verdict::Open;
        PrerequisiteId::first(self.findings.len())
            .filter(is_open)
            .collect()
    }

    pub fn verdict(&self) -> Verdict {
        let mut joint = Joint::default();
        self.groups.iter().for_each(|group| joint.add(*group));
        joint.outcomes().verdict()
    }

    /// The verdict if one group had other outcomes.
    fn verdict_if(&self, changed: usize, outcomes: Outcomes) -> Verdict {
        let mut joint = Joint::default();
        for (at, group) in self.groups.iter().enumerate() {
            joint.add(if at == changed { outcomes } else { *group });
        }
        joint.outcomes().verdict()
    }
}

impl<'p> Judge<'p> {
    /// The first answer that settles the verdict or, if none does, the first of those that settle
    /// the most findings. Notes it if not all answers were tried.
    pub(super) fn best(
        &self,
        known: &[Knowledge],
        now: &Now,
        unfinished: &mut Unfinished,
        session: &Session<'_, 'p>,
    ) -> Result<Option<Best>, Limit> {
        let mut best: Option<Best> = None;
        let rank = |best: &Best| {
            let settled = best.verdict != now.verdict() && now.verdict() == Verdict::Open;
            (settled, best.settles.len())
        };
        for (at, group) in self.groups.iter().enumerate() {
            let effects = self.engine.effects(group);
            for owner in self.open_owners(known, group) {
                let (answers, all) = self.answers(owner, known, &effects);
                unfinished.note(Part::Answers, all);
                for answer in answers {
                    let region = self.after(answer, &now.region);
                    if session.cancel.is_stopped() {
                        return Err(Limit::Stopped);
                    }
                    if !self.is_coherent(owner, &region, session)? {
                        continue;
                    }
                    let next = Best {
                        answer,
                        verdict: now.verdict_if(at, session.ask(group, &region)?),
                        settles: self.settled(owner, &region, now, session)?,
                    };
                    if best.as_ref().is_none_or(|best| rank(best) < rank(&next)) {
                        best = Some(next);
                    }
                }
            }
        }
        Ok(best.filter(|best| rank(best) > (false, 0)))
    }

    /// The findings that are open now and settled in this region, which differs from the present
    /// one only in the owner's variables.
    fn settled(
        &self,
        owner: Owner,
        region: &Region,
        now: &Now,
        session: &Session<'_, 'p>,
    ) -> Result<Vec<(PrerequisiteId, Verdict)>, Limit> {
        let mut settled = Vec::new();
        for id in now.open() {
            let question = self.question(id);
            if self.bears_on(question, owner) {
                let verdict = session.ask(question, region)?.verdict();
                if verdict != Verdict::Open {
                    settled.push((id, verdict));
                }
            }
        }
        Ok(settled)
    }

    /// Whether some completion is left.
    fn is_coherent(
        &self,
        owner: Owner,
        region: &Region,
        session: &Session<'_, 'p>,
    ) -> Result<bool, Limit> {
        let own = self
            .coherence
            .iter()
            .filter(|question| self.bears_on(question, owner));
        for question in own {
            if session.ask(question, region)?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The possible answers to something open; of answers that have the same effects only one. A
    /// limit beside them says that these are not all.
    fn answers(
        &self,
        owner: Owner,
        known: &[Knowledge],
        effects: &EquivalentCells<'_, '_>,
    ) -> (Vec<Answer>, Result<(), Limit>) {
        match owner {
            Owner::Term(term) => {
                let (cells, all) = effects.cells(term, &known[term.0]);
                let answer = |cell| Answer::Cell(term, cell);
                (cells.into_iter().map(answer).collect(), all)
            }
            Owner::Reading(asked) => {
                let id = self.prerequisite(asked);
                let readings = self.policy.prerequisite(id).reading_ids();
                let answer = |reading| Answer::Reading(id, reading);
                (readings.map(answer).collect(), Ok(()))
            }
        }
    }

    /// What is possible after an answer.
    fn after(&self, answer: Answer, region: &Region) -> Region {
        let encoding = &self.engine.encoding;
        let mut region = region.clone();
        match answer {
            Answer::Cell(term, cell) => {
                let term_encoding = encoding.of(term);
                region.restrict(
                    term_encoding.vars(),
                    &term_encoding.boxes(&Knowledge::cell(cell)),
                );
            }
            Answer::Reading(prerequisite, reading) => {
                if let Some(var) = self.reading_var(prerequisite) {
                    region.fix(var, reading.index());
                }
            }
        }
        region
    }
}
