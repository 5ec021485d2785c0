//! The single answer that settles most, and the question whose answers settle most.

use num_bigint::BigUint;

use super::{Bounds, Open, Ratio, Weight};
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

/// An open term or reading, and what its answer alone settles, each possible value counted alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What to ask about.
    pub of: Open,
    /// For what share of its values the answer settles the verdict; 0 if it is settled already.
    pub verdict: Bounds,
    /// How many open findings the answer settles on average.
    pub findings: Bounds,
    /// The answer that settles most of those to this question.
    pub best: Best,
}

/// What is found of all single answers.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// The first answer that settles the verdict or, if none does, the first of those that settle
    /// the most findings.
    pub best: Option<Best>,
    /// Each question of which an answer settles anything.
    questions: Vec<Ask>,
}

impl Answers {
    /// The question whose answer settles the verdict for the greatest share of its values; of those
    /// that are equal in that, the one that settles the most findings on average, then the one that
    /// weighs most.
    pub fn ask_first(self, weights: &[Weight]) -> Option<Ask> {
        let weight = |ask: &Ask| {
            let own = weights.iter().find(|weight| weight.of == ask.of);
            own.map(|own| (own.verdict.high.clone(), own.findings.high.clone()))
        };
        let rank = |ask: &Ask| {
            (
                ask.verdict.low.clone(),
                ask.findings.low.clone(),
                weight(ask),
            )
        };
        let mut first: Option<Ask> = None;
        for ask in self.questions {
            if first.as_ref().is_none_or(|first| rank(first) < rank(&ask)) {
                first = Some(ask);
            }
        }
        first
    }
}

impl Answers {
    fn add(&mut self, ask: Option<Ask>, now: &Now) {
        let Some(ask) = ask else { return };
        let rank = ask.best.rank(now);
        if rank > (false, 0) {
            if self.best.as_ref().is_none_or(|best| best.rank(now) < rank) {
                self.best = Some(ask.best.clone());
            }
            self.questions.push(ask);
        }
    }
}

/// What the answers to one question settle, as they are tried.
#[derive(Default)]
struct Tally {
    best: Option<Best>,
    /// How many values are possible, of those tried.
    values: BigUint,
    /// How many of them settle the verdict.
    verdict: BigUint,
    /// How many findings they settle together.
    findings: BigUint,
}

impl Tally {
    fn add(&mut self, next: Best, count: u64, now: &Now) {
        let settled = next.settles.len();
        self.values += count;
        self.verdict += count * u64::from(next.rank(now).0);
        self.findings += BigUint::from(count) * settled;
        if self
            .best
            .as_ref()
            .is_none_or(|best| best.rank(now) < next.rank(now))
        {
            self.best = Some(next);
        }
    }

    /// What the answers settle if besides those tried so many were not, each of which settles
    /// anything from nothing to all `open` findings.
    fn ask(self, of: Open, untried: &BigUint, open: usize) -> Option<Ask> {
        let all = &self.values + untried;
        let bounds = |settled: &BigUint, most: usize| Bounds {
            low: Ratio::new(settled.clone(), all.clone()),
            high: Ratio::new(settled + untried * most, all.clone()),
        };
        Some(Ask {
            of,
            verdict: bounds(&self.verdict, 1),
            findings: bounds(&self.findings, open),
            best: self.best?,
        })
    }
}

/// The state before any answer is given.
pub(super) struct Now {
    region: Region,
    findings: Vec<Verdict>,
    /// The joint outcomes of each group of prerequisites.
    groups: Vec<Outcomes>,
    pub verdict: Verdict,
}

impl Now {
    pub fn new<'p>(
        judge: &Judge<'p>,
        known: &[Knowledge],
        session: &Session<'_, 'p>,
    ) -> Result<Self, Limit> {
        let region = judge.region(known);
        let ask = |question| session.ask(question, &region);
        let groups: Vec<Outcomes> = judge.groups.iter().map(ask).collect::<Result<_, Limit>>()?;
        let mut joint = Joint::default();
        for group in &groups {
            joint.add(*group);
        }
        let findings = judge.prerequisites.iter();
        let findings = findings.map(|question| Ok(ask(question)?.verdict()));
        Ok(Self {
            findings: findings.collect::<Result<_, Limit>>()?,
            groups,
            verdict: joint.outcomes().verdict(),
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

    /// The verdict if one group had other outcomes.
    fn verdict_if(&self, changed: usize, outcomes: Outcomes) -> Verdict {
        let mut joint = Joint::default();
        for (at, group) in self.groups.iter().enumerate() {
            joint.add(if at == changed { outcomes } else { *group });
        }
        joint.outcomes().verdict()
    }
}

impl Best {
    /// Whether the verdict was open and is settled, and how many findings are.
    fn rank(&self, now: &Now) -> (bool, usize) {
        let settled = self.verdict != now.verdict && now.verdict == Verdict::Open;
        (settled, self.settles.len())
    }
}

impl<'p> Judge<'p> {
    /// What single answers settle. Notes it if not all of them were tried.
    pub(super) fn answers(
        &self,
        known: &[Knowledge],
        now: &Now,
        unfinished: &mut Unfinished,
        session: &Session<'_, 'p>,
    ) -> Result<Answers, Limit> {
        let mut found = Answers::default();
        let open = now.open().len();
        for (at, group) in self.groups.iter().enumerate() {
            let effects = self.engine.effects(group);
            for owner in self.open_owners(known, group) {
                let (answers, all) = self.answers_of(owner, known, &effects);
                let tried: BigUint = answers.iter().map(|(_, count)| BigUint::from(*count)).sum();
                let mut untried = BigUint::ZERO;
                if unfinished.note(Part::Answers, all).is_none() {
                    untried = self.values(owner, known);
                    untried -= tried.min(untried.clone());
                }
                let mut tally = Tally::default();
                for (answer, count) in answers {
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
                    tally.add(next, count, now);
                }
                found.add(tally.ask(self.open(owner), &untried, open), now);
            }
        }
        Ok(found)
    }

    /// How many values or readings are possible.
    fn values(&self, owner: Owner, known: &[Knowledge]) -> BigUint {
        match owner {
            Owner::Term(term) => known[term.0].count(&self.engine.vocabulary.term(term).kind),
            Owner::Reading(asked) => {
                let id = self.prerequisite(asked);
                self.policy.prerequisite(id).reading_ids().len().into()
            }
        }
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

    /// The possible answers to something open; of answers that have the same effects only one, with
    /// how many they are. A limit beside them says that these are not all.
    fn answers_of(
        &self,
        owner: Owner,
        known: &[Knowledge],
        effects: &EquivalentCells<'_, '_>,
    ) -> (Vec<(Answer, u64)>, Result<(), Limit>) {
        match owner {
            Owner::Term(term) => {
                let (cells, all) = effects.cells(term, &known[term.0]);
                let cells = cells.into_iter();
                let answers = cells.map(|kind| (Answer::Cell(term, kind.cell), kind.count));
                (answers.collect(), all)
            }
            Owner::Reading(asked) => {
                let id = self.prerequisite(asked);
                let readings = self.policy.prerequisite(id).reading_ids();
                let answer = |reading| (Answer::Reading(id, reading), 1);
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
