//! A policy made ready to judge, and a proposal made ready to be judged.

use crate::engine::{
    AskedId, Engine, Mask, Question, ReadingMode, Region, Session, Var, WarnedId, What,
};
use crate::limit::Cancel;
use crate::policy::{Policy, PrerequisiteId, ReadingChoice, ReadingId, TermId, Vocabulary};
use crate::proposal::{Knowledge, Options, OtherVocabulary, Proposal};

/// A policy made ready to judge proposals.
#[derive(Debug)]
pub struct Judge<'p> {
    /// The policy.
    pub policy: &'p Policy,
    pub(crate) engine: Engine<'p>,
    /// The readings that are settled.
    pub(crate) choice: ReadingChoice<'p>,
    pub(crate) prerequisites: Vec<Question<'p>>,
    pub(crate) warnings: Vec<Question<'p>>,
    pub(crate) groups: Vec<Question<'p>>,
    pub(crate) coherence: Vec<Question<'p>>,
    /// What is possible of any text; with the readings that are settled.
    unknown: Region,
}

/// A proposal made ready to be judged by one judge: what it leaves possible, term by term.
#[derive(Debug)]
pub struct Case<'a> {
    /// The judge.
    pub judge: &'a Judge<'a>,
    /// The proposal.
    pub proposal: &'a Proposal,
    /// How it is taken.
    pub options: Options,
    /// What it leaves possible, by term.
    pub knowledge: Vec<Knowledge>,
    pub(crate) region: Region,
    /// What each term's provision leaves possible, as boxes of the engine.
    boxes: Vec<Vec<Vec<Mask>>>,
    /// Terms on which something is known, in file order; those silent by `unlisted: silent` after
    /// them, in the vocabulary's order.
    pub(crate) provided: Vec<TermId>,
}

/// A judge, one of its cases and an engine session: what computing one report needs.
#[derive(Clone, Copy)]
pub(crate) struct Inquiry<'a, 'p> {
    pub judge: &'a Judge<'p>,
    pub case: &'a Case<'a>,
    pub session: &'a Session<'a, 'p>,
}

impl Case<'_> {
    /// The same where the prerequisites that have a reading of this name, and none that is settled, are read
    /// so.
    #[must_use]
    pub fn read_as(mut self, name: &str) -> Self {
        for id in self.judge.policy.prerequisite_ids() {
            let named = self.judge.policy.prerequisite(id).find_reading(name);
            if let (None, Some(reading), Some(var)) =
                (self.judge.choice.of(id), named, self.judge.reading_var(id))
            {
                self.region.fix(var, reading.index());
            }
        }
        self
    }

    /// What the provision on a term leaves possible, as boxes of classes of its variables.
    pub(crate) fn boxes(&self, term: TermId) -> &[Vec<Mask>] {
        &self.boxes[term.0]
    }
}

impl<'p> Judge<'p> {
    /// Makes a policy ready, as it is or with [readings settled](Policy::settled).
    #[must_use]
    pub fn new(policy: impl Into<ReadingChoice<'p>>) -> Self {
        Self::prepare(policy, &Cancel::default())
    }

    /// Like [`Judge::new`], but preparation can be cancelled. The judge is then as exact, and slower.
    #[must_use]
    pub fn prepare(policy: impl Into<ReadingChoice<'p>>, cancel: &Cancel) -> Self {
        let choice = policy.into();
        let policy = choice.policy();
        let engine = Engine::new(&policy.vocabulary, &[policy], &ReadingMode::PickOne, cancel);
        let mut unknown = Region::everything(&engine.encoding);
        for (asked, reading) in engine.asked_ids().zip(choice.by_prerequisite()) {
            if let (Some(var), Some(reading)) = (engine.encoding.reading(asked), reading) {
                unknown.fix(var, reading.index());
            }
        }
        Self {
            policy,
            prerequisites: (engine.asked_ids())
                .map(|id| engine.question(What::Prerequisite(id)))
                .collect(),
            warnings: (policy.warning_ids())
                .map(|id| engine.question(What::Warning(WarnedId(id.index()))))
                .collect(),
            groups: engine.groups(),
            coherence: engine.coherence(),
            unknown,
            engine,
            choice,
        }
    }

    /// Makes a proposal ready.
    ///
    /// # Errors
    ///
    /// If it was read over another vocabulary than that of the policy.
    pub fn case<'a>(
        &'a self,
        proposal: &'a Proposal,
        options: Options,
    ) -> Result<Case<'a>, OtherVocabulary> {
        let knowledge = proposal.knowledge(&self.policy.vocabulary, options)?;
        Ok(self.case_of(proposal, options, knowledge))
    }

    /// Makes a proposal ready of which this is known instead, term by term.
    pub(crate) fn case_of<'a>(
        &'a self,
        proposal: &'a Proposal,
        options: Options,
        knowledge: Vec<Knowledge>,
    ) -> Case<'a> {
        let encoding = &self.engine.encoding;
        let terms = self.policy.vocabulary.ids();
        let boxes: Vec<_> = (terms.clone().zip(&knowledge))
            .map(|(term, known)| encoding.of(term).boxes(known))
            .collect();
        let mut region = self.unknown.clone();
        for (term, boxes) in terms.zip(&boxes) {
            region.restrict(encoding.of(term).vars(), boxes);
        }
        Case {
            judge: self,
            provided: provided(&self.policy.vocabulary, proposal, &knowledge),
            proposal,
            options,
            knowledge,
            region,
            boxes,
        }
    }

    /// By prerequisite, the reading that is settled.
    pub(crate) fn readings(&self) -> &[Option<ReadingId>] {
        self.choice.by_prerequisite()
    }

    /// The question about a prerequisite.
    pub(crate) fn question(&self, prerequisite: PrerequisiteId) -> &Question<'p> {
        &self.prerequisites[prerequisite.index()]
    }

    /// The variable of a prerequisite's reading, where it has several.
    pub(crate) fn reading_var(&self, prerequisite: PrerequisiteId) -> Option<Var> {
        // There is one policy, so its prerequisites are all that are asked.
        (self.engine.encoding).reading(AskedId(prerequisite.index()))
    }

    /// The prerequisite of the policy that the engine knows by this id.
    pub(crate) fn prerequisite(&self, asked: AskedId) -> PrerequisiteId {
        self.engine.asked(asked).id
    }

    /// What is possible if this is known, term by term; with the readings that are settled.
    pub(crate) fn region(&self, known: &[Knowledge]) -> Region {
        let mut region = self.unknown.clone();
        for (term, known) in self.policy.vocabulary.ids().zip(known) {
            let term_encoding = self.engine.encoding.of(term);
            region.restrict(term_encoding.vars(), &term_encoding.boxes(known));
        }
        region
    }

    /// What is possible if only the provisions on these terms are known; with the readings that are settled.
    pub(crate) fn knowing(&self, case: &Case<'_>, terms: &[TermId]) -> Region {
        let mut region = self.unknown.clone();
        for term in terms {
            let vars = self.engine.encoding.of(*term).vars();
            region.restrict(vars, &case.boxes[term.0]);
        }
        region
    }
}

impl Case<'_> {
    pub(crate) fn inquiry<'i>(&'i self, session: &'i Session<'i, 'i>) -> Inquiry<'i, 'i> {
        Inquiry {
            judge: self.judge,
            case: self,
            session,
        }
    }
}

fn provided(vocabulary: &Vocabulary, proposal: &Proposal, knowledge: &[Knowledge]) -> Vec<TermId> {
    let mut listed = vec![false; vocabulary.terms.len()];
    let mut terms: Vec<TermId> = Vec::new();
    for term in proposal.listed() {
        listed[term.0] = true;
        terms.push(term);
    }
    terms.extend(vocabulary.ids().filter(|term| !listed[term.0]));
    terms.retain(|term| knowledge[term.0] != Knowledge::unknown(vocabulary.term(*term)));
    terms
}
