//! A policy and its mutants made ready together, and what tests see of them.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::difference::{Difference, Subject};
use super::{Changed, Variant};
use crate::engine::{
    AskedId, Assignment, Engine, Owner, Question, ReadingMode, Region, Session, SettlementSearch,
    Stake, Tally, Var, WarnedId, What,
};
use crate::limit::{Cancel, Limit};
use crate::policy::{
    Condition, Policy, PrerequisiteId, ReadingChoice, ReadingId, TermId, WarningId,
};
use crate::proposal::Knowledge;
use crate::questions::check::Joint;
use crate::verdict::{Alarm, Outcome, Outcomes, Verdict};

/// A policy and its mutants in one engine, so that what they have in common is made ready once.
pub(crate) struct Bench<'p> {
    pub policy: &'p Policy,
    variants: &'p [Variant],
    engine: Engine<'p>,
    /// About every prerequisite and every warning that the engine knows.
    prerequisites: Vec<Question<'p>>,
    warnings: Vec<Question<'p>>,
    /// By mutant, where what it changes begins among those that the engine knows.
    firsts: Vec<(usize, usize)>,
    /// By mutant, whether it differs, subject by subject.
    differences: Vec<Vec<(Subject, Question<'p>, &'p Difference)>>,
}

/// What a test expects of one policy. Nothing else of it is looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expects {
    pub verdict: Option<Verdict>,
    pub findings: Vec<(PrerequisiteId, Verdict)>,
    pub warnings: Vec<(WarningId, Alarm)>,
    /// Whether something more is expected that only an answer in full can tell.
    pub more: bool,
}

impl Expects {
    /// What is expected of a prerequisite or a warning.
    fn of(&self, part: Changed) -> Option<Came> {
        match part {
            Changed::Prerequisite(id) => {
                let found = self.findings.iter().find(|(known, _)| *known == id);
                found.map(|(_, verdict)| Came::Verdict(*verdict))
            }
            Changed::Warning(id) => {
                let found = self.warnings.iter().find(|(known, _)| *known == id);
                found.map(|(_, alarm)| Came::Alarm(*alarm))
            }
        }
    }
}

/// A text made ready to be judged by mutants, with the readings that are settled.
pub(crate) struct Trial {
    region: Region,
    /// What is already known of the policy's own prerequisites, and of groups of prerequisites.
    seen: RefCell<FxHashMap<AskedId, Outcomes>>,
    groups: RefCell<FxHashMap<Vec<AskedId>, Outcomes>>,
}

/// Whether a test fails with a mutant that passes with the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Fails,
    Passes,
    /// What was looked at is as expected, and more is expected.
    Unclear,
}

/// How something comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    Verdict(Verdict),
    Alarm(Alarm),
}

impl Came {
    pub fn word(self) -> &'static str {
        match self {
            Self::Verdict(verdict) => verdict.word(),
            Self::Alarm(alarm) => alarm.word(),
        }
    }
}

/// A completion, or as much of one as decides, in which a mutant differs from the policy.
#[derive(Clone, Debug)]
pub(crate) struct Found<'p> {
    pub of: Subject,
    pub cells: Vec<(TermId, Knowledge)>,
    difference: &'p Difference,
}

impl<'p> Bench<'p> {
    /// Makes a policy and its mutants ready. `differences` has those of each mutant.
    pub fn new(
        policy: &'p Policy,
        variants: &'p [Variant],
        differences: &'p [Vec<Difference>],
        cancel: &Cancel,
    ) -> Self {
        let own = std::iter::once(policy);
        let policies: Vec<&Policy> = own
            .chain(variants.iter().map(|each| &each.policy))
            .collect();
        let mut engine = Engine::new(&policy.vocabulary, &policies, &ReadingMode::PickOne, cancel);
        for difference in differences.iter().flatten() {
            engine.prepare(&difference.condition, cancel);
        }
        let mut next = (policy.prerequisites.len(), policy.warnings.len());
        let mut firsts = Vec::with_capacity(variants.len());
        for variant in variants {
            firsts.push(next);
            next.0 += variant.policy.prerequisites.len();
            next.1 += variant.policy.warnings.len();
        }
        let asked = engine.asked_ids().map(What::Prerequisite);
        let prerequisites = asked.map(|what| engine.question(what)).collect();
        let warned = (0..next.1).map(|at| What::Warning(WarnedId(at)));
        let warnings = warned.map(|what| engine.question(what)).collect();
        let question = |difference: &'p Difference| {
            let what = What::Condition(&difference.condition);
            (difference.of, engine.question(what), difference)
        };
        let differences = differences.iter();
        let differences = differences.map(|each| each.iter().map(question).collect());
        Self {
            differences: differences.collect(),
            policy,
            variants,
            prerequisites,
            warnings,
            firsts,
            engine,
        }
    }

    /// Opens a session for questions about the mutants.
    pub fn session(&self, cancel: &Cancel) -> Session<'_, 'p> {
        self.engine.session(cancel)
    }

    /// Makes a test ready: what its proposal leaves possible, and the readings that are settled.
    pub fn trial(&self, known: &[Knowledge], readings: &ReadingChoice<'_>) -> Trial {
        let mut region = Region::knowing(&self.engine.encoding, known);
        let settled = |id: PrerequisiteId| {
            let reading = readings.of(id)?;
            Some(self.policy.prerequisite(id).reading(reading).name.as_str())
        };
        let mut fix = |id: AskedId, reading: ReadingId| {
            if let Some(var) = self.engine.encoding.reading(id) {
                region.fix(var, reading.index());
            }
        };
        for id in self.policy.prerequisite_ids() {
            if let Some(reading) = readings.of(id) {
                fix(AskedId(id.index()), reading);
            }
        }
        for at in 0..self.variants.len() {
            for (changed, asked) in self.asked(at) {
                let prerequisite = self.engine.asked(asked).prerequisite;
                let reading = settled(changed).and_then(|name| prerequisite.find_reading(name));
                if let Some(reading) = reading {
                    fix(asked, reading);
                }
            }
        }
        Trial {
            region,
            seen: RefCell::default(),
            groups: RefCell::default(),
        }
    }

    /// The prerequisites that a mutant can change, and those that take their place.
    fn asked(&self, mutant: usize) -> impl Iterator<Item = (PrerequisiteId, AskedId)> {
        let first = self.firsts[mutant].0;
        let changed = self.variants[mutant].changed.iter();
        changed.filter_map(move |&(changed, index)| match changed {
            Changed::Prerequisite(id) => Some((id, AskedId(first + index))),
            Changed::Warning(_) => None,
        })
    }

    /// Whether a test fails with a mutant for what it expects of the prerequisites and warnings that the
    /// mutant changes.
    pub fn fails_in_part(
        &self,
        mutant: usize,
        (trial, expects): (&Trial, &Expects),
        session: &Session<'_, 'p>,
    ) -> Result<bool, Limit> {
        for &(changed, _) in &self.variants[mutant].changed {
            let Some(wanted) = expects.of(changed) else {
                continue;
            };
            if self.came(Some(mutant), Subject::Part(changed), trial, session)? != wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a test fails with a mutant that does not fail in part.
    pub fn fate(
        &self,
        mutant: usize,
        (trial, expects): (&Trial, &Expects),
        session: &Session<'_, 'p>,
    ) -> Result<Fate, Limit> {
        if expects.verdict.is_none() && !expects.more || !self.differs_in(mutant, trial, session)? {
            return Ok(Fate::Passes);
        }
        if let Some(wanted) = expects.verdict
            && self.joint(Some(mutant), trial, session)? != wanted
        {
            return Ok(Fate::Fails);
        }
        Ok(if expects.more {
            Fate::Unclear
        } else {
            Fate::Passes
        })
    }

    /// How a subject comes out on a text, by the policy or by a mutant.
    pub fn came(
        &self,
        mutant: Option<usize>,
        of: Subject,
        trial: &Trial,
        session: &Session<'_, 'p>,
    ) -> Result<Came, Limit> {
        let changed = |wanted: Changed| {
            let at = mutant?;
            let mut all = self.variants[at].changed.iter();
            let (_, index) = all.find(|(changed, _)| *changed == wanted)?;
            Some((self.firsts[at], *index))
        };
        Ok(match of {
            Subject::Joint(_) => Came::Verdict(self.joint(mutant, trial, session)?),
            Subject::Part(part @ Changed::Prerequisite(id)) => {
                let own = AskedId(id.index());
                let asked = changed(part).map_or(own, |(first, index)| AskedId(first.0 + index));
                Came::Verdict(self.seen(asked, trial, session)?.verdict())
            }
            Subject::Part(part @ Changed::Warning(id)) => {
                let at = changed(part).map_or(id.index(), |(first, index)| first.1 + index);
                let question = &self.warnings[at];
                Came::Alarm(session.ask_coherent(question, &trial.region)?.alarm())
            }
        })
    }

    /// All that the policy itself says of a text, as what is expected of it.
    pub fn comes_to(&self, trial: &Trial, session: &Session<'_, 'p>) -> Result<Expects, Limit> {
        let mut expects = Expects {
            verdict: Some(self.joint(None, trial, session)?),
            more: true,
            ..Expects::default()
        };
        for id in self.policy.prerequisite_ids() {
            let seen = self.seen(AskedId(id.index()), trial, session)?;
            expects.findings.push((id, seen.verdict()));
        }
        for id in self.policy.warning_ids() {
            let question = &self.warnings[id.index()];
            let seen = session.ask_coherent(question, &trial.region)?;
            expects.warnings.push((id, seen.alarm()));
        }
        Ok(expects)
    }

    /// Whether a mutant differs at all from the policy on what a test leaves possible.
    fn differs_in(
        &self,
        mutant: usize,
        trial: &Trial,
        session: &Session<'_, 'p>,
    ) -> Result<bool, Limit> {
        let met = Outcomes::only(Outcome::Met);
        for (_, question, _) in &self.differences[mutant] {
            if session.ask_until(question, &trial.region, met)?.meets(met) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The outcomes of a prerequisite under a test.
    fn seen(
        &self,
        id: AskedId,
        trial: &Trial,
        session: &Session<'_, 'p>,
    ) -> Result<Outcomes, Limit> {
        if let Some(seen) = trial.seen.borrow().get(&id) {
            return Ok(*seen);
        }
        let seen = session.ask_coherent(&self.prerequisites[id.0], &trial.region)?;
        trial.seen.borrow_mut().insert(id, seen);
        Ok(seen)
    }

    /// The joint verdict under a test, by the policy or by a mutant.
    fn joint(
        &self,
        mutant: Option<usize>,
        trial: &Trial,
        session: &Session<'_, 'p>,
    ) -> Result<Verdict, Limit> {
        let own = self.policy.prerequisite_ids().map(|id| {
            let mut changed = mutant.into_iter().flat_map(|mutant| self.asked(mutant));
            let instead = changed.find(|(changed, _)| *changed == id);
            instead.map_or(AskedId(id.index()), |(_, asked)| asked)
        });
        let decides = |id: &AskedId| !self.engine.asked(*id).prerequisite.advisory;
        let ids: Vec<AskedId> = own.filter(decides).collect();
        let mut joint = Joint::default();
        for group in self.engine.groups_of(&ids) {
            joint.add(self.group(&group, trial, session)?);
        }
        Ok(joint.outcomes().verdict())
    }

    /// The joint outcomes of a group of prerequisites that are not independent. All of them decide.
    fn group(
        &self,
        group: &Question<'p>,
        trial: &Trial,
        session: &Session<'_, 'p>,
    ) -> Result<Outcomes, Limit> {
        let ids: Vec<AskedId> = group.prerequisites().map(|(id, _)| id).collect();
        let mut all = Vec::with_capacity(ids.len());
        for id in &ids {
            all.push(self.seen(*id, trial, session)?);
        }
        let (met, unmet) = (Outcomes::only(Outcome::Met), Outcomes::only(Outcome::Unmet));
        if all.contains(&unmet) {
            return Ok(unmet);
        }
        let open = all.iter().filter(|seen| seen.single().is_none()).count();
        if open < 2 {
            return Ok(joint_of_settled(&all));
        }
        if let Some(known) = trial.groups.borrow().get(&ids) {
            return Ok(*known);
        }
        let outcomes = if all.iter().all(|seen| seen.has(Outcome::NotApplicable)) {
            session.ask(group, &trial.region)?
        } else {
            // Something always applies. Whether anything can be unmet is known; the rest may take long.
            let some_unmet = all.iter().any(|seen| seen.has(Outcome::Unmet));
            let seen = session.ask_until(group, &trial.region, met)?;
            let met = if seen.meets(met) { met } else { Outcomes::NONE };
            met.or(if some_unmet { unmet } else { Outcomes::NONE })
        };
        trial.groups.borrow_mut().insert(ids, outcomes);
        Ok(outcomes)
    }

    /// Where a mutant differs from the policy: the first subject that does. `None` is a proof that no text
    /// shows a difference.
    pub fn found(
        &self,
        mutant: usize,
        session: &Session<'_, 'p>,
    ) -> Result<Option<Found<'p>>, Limit> {
        let everything = Region::everything(&self.engine.encoding);
        let met = Outcomes::only(Outcome::Met);
        for (of, question, difference) in &self.differences[mutant] {
            if let Some(found) = session.find(question, &everything, met)? {
                return Ok(Some(Found {
                    of: *of,
                    cells: self.cells(&found),
                    difference,
                }));
            }
        }
        Ok(None)
    }

    /// The cells of an assignment.
    fn cells(&self, found: &Assignment) -> Vec<(TermId, Knowledge)> {
        let classes: FxHashMap<Var, usize> = found.iter().copied().collect();
        let owner = |&(var, _): &(Var, usize)| match self.engine.encoding.owners[var as usize] {
            Owner::Term(term) => Some(term),
            Owner::Reading(_) => None,
        };
        let mut terms: Vec<TermId> = found.iter().filter_map(owner).collect();
        terms.sort_unstable();
        terms.dedup();
        let class = |var: Var| classes.get(&var).copied().unwrap_or(0);
        let each = terms.into_iter().map(|term| {
            let anything = Knowledge::unknown(self.engine.vocabulary.term(term));
            let cell = self.engine.encoding.of(term).nearest(&anything, class);
            (term, Knowledge::cell(cell))
        });
        each.collect()
    }

    /// Texts that show the difference, the smallest first: what a mutant changes looks at no other terms.
    pub fn settled(
        &self,
        found: &Found<'p>,
        cancel: &Cancel,
    ) -> Result<Vec<Vec<(TermId, Knowledge)>>, Limit> {
        // All that the condition names, though it may not turn on it: the outcomes may.
        let all = looked_at(&[&found.difference.condition]);
        let mut search = SettlementSearch::around(&self.engine, &all, cancel);
        let differs = search.condition(&found.difference.condition);
        if !search.possible(&[differs])? {
            return Ok(Vec::new());
        }
        let cell = |term: &TermId| {
            let anything = Knowledge::unknown(self.engine.vocabulary.term(*term));
            (*term, Knowledge::cell(search.cell(*term, &anything)))
        };
        let mut texts = Vec::new();
        if let Subject::Joint(flipped) = found.of {
            let lines = self.policy.prerequisite(flipped).lines();
            let own = looked_at(&lines.map(|(_, line)| line).collect::<Vec<_>>());
            texts.push(own.iter().map(cell).collect());
        }
        texts.push(all.iter().map(cell).collect());
        Ok(texts)
    }
}

/// The joint outcomes of prerequisites of which one at most is not settled.
fn joint_of_settled(all: &[Outcomes]) -> Outcomes {
    let open = all.iter().find(|seen| seen.single().is_none());
    let each = open.map_or(vec![None], |open| open.iter().map(Some).collect());
    let joint = |own: Option<Outcome>| {
        let mut tally = Tally::default();
        let settled = all.iter().filter_map(|seen| seen.single());
        for outcome in settled.chain(own) {
            tally.count(outcome, Stake::VERDICT);
        }
        tally.outcome()
    };
    each.into_iter().map(joint).collect()
}

/// The terms that conditions look at, in the vocabulary's order.
fn looked_at(conditions: &[&Condition]) -> Vec<TermId> {
    let mut terms = Vec::new();
    for condition in conditions {
        condition.for_each_comparison(&mut |comparison| terms.push(comparison.term));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}
