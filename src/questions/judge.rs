//! A policy made ready to judge, and a proposal made ready to be judged.

use crate::engine::{Engine, Mask, Question, ReadingMode, Region, Session, What};
use crate::limit::Cancel;
use crate::policy::{Policy, TermId, Vocabulary};
use crate::proposal::{Knowledge, Options, Proposal};

/// A policy made ready to judge proposals.
#[derive(Debug)]
pub struct Judge<'p> {
    /// The policy.
    pub policy: &'p Policy,
    pub(crate) engine: Engine<'p>,
    /// The reading of each prerequisite that is fixed.
    pub(crate) readings: Vec<Option<usize>>,
    pub(crate) prerequisites: Vec<Question<'p>>,
    pub(crate) warnings: Vec<Question<'p>>,
    pub(crate) groups: Vec<Question<'p>>,
    pub(crate) coherence: Vec<Question<'p>>,
    /// The completions of any text, with the fixed readings.
    unknown: Region,
}

/// A proposal made ready to be judged: what it leaves possible, term by term.
#[derive(Debug)]
pub struct Case<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// How it is taken.
    pub options: Options,
    /// The readings that are fixed: pairs of a prerequisite's index and that of its reading.
    pub readings: Vec<(usize, usize)>,
    /// What it leaves possible, by term.
    pub knowledge: Vec<Knowledge>,
    pub(crate) region: Region,
    /// What each term's provision leaves possible, as boxes of the engine.
    boxes: Vec<Vec<Vec<Mask>>>,
    /// Terms on which something is known, in file order; those silent by `unlisted: silent` after
    /// them, in the vocabulary's order.
    pub(crate) provided: Vec<TermId>,
}

/// One call of a judge on one proposal.
#[derive(Clone, Copy)]
pub(crate) struct Inquiry<'a, 'p> {
    pub judge: &'a Judge<'p>,
    pub case: &'a Case<'a>,
    pub session: &'a Session<'a, 'p>,
}

impl Case<'_> {
    /// What the provision on a term leaves possible, as boxes of classes of its variables.
    pub(crate) fn boxes(&self, term: TermId) -> &[Vec<Mask>] {
        &self.boxes[term.0]
    }
}

impl<'p> Judge<'p> {
    /// Makes a policy ready. `readings` fixes readings: pairs of a prerequisite's index and the
    /// index of one of its readings.
    #[must_use]
    pub fn new(policy: &'p Policy, readings: &[(usize, usize)]) -> Self {
        Self::prepare(policy, readings, &Cancel::default())
    }

    /// Like [`Judge::new`], but preparation can be cancelled. The judge is then as exact, and slower.
    #[must_use]
    pub fn prepare(policy: &'p Policy, readings: &[(usize, usize)], cancel: &Cancel) -> Self {
        let engine = Engine::new(&policy.vocabulary, &[policy], &ReadingMode::PickOne, cancel);
        let mut fixed = vec![None; policy.prerequisites.len()];
        for &(prerequisite, reading) in readings {
            fixed[prerequisite] = Some(reading);
        }
        let mut unknown = Region::everything(&engine.encoding);
        for (prerequisite, reading) in fixed.iter().enumerate() {
            if let (Some(var), Some(class)) = (engine.encoding.reading(prerequisite), reading) {
                unknown.fix(var, *class);
            }
        }
        Self {
            policy,
            readings: fixed,
            prerequisites: (0..policy.prerequisites.len())
                .map(|index| engine.question(What::Prerequisite(index)))
                .collect(),
            warnings: (0..policy.warnings.len())
                .map(|index| engine.question(What::Warning(index)))
                .collect(),
            groups: engine.groups(),
            coherence: engine.coherence(),
            unknown,
            engine,
        }
    }

    /// Makes a proposal ready.
    #[must_use]
    pub fn case<'a>(&self, proposal: &'a Proposal, options: Options) -> Case<'a> {
        let knowledge = proposal.knowledge(&self.policy.vocabulary, options);
        self.case_of(proposal, options, knowledge)
    }

    /// Makes a proposal ready of which this is known instead, term by term.
    pub(crate) fn case_of<'a>(
        &self,
        proposal: &'a Proposal,
        options: Options,
        knowledge: Vec<Knowledge>,
    ) -> Case<'a> {
        let encoding = &self.engine.encoding;
        let boxes: Vec<_> = (knowledge.iter().enumerate())
            .map(|(term, known)| encoding.of(TermId(term)).boxes(known))
            .collect();
        let mut region = self.unknown.clone();
        for (term, boxes) in boxes.iter().enumerate() {
            region.restrict(encoding.of(TermId(term)).vars(), boxes);
        }
        Case {
            provided: provided(&self.policy.vocabulary, proposal, &knowledge),
            proposal,
            options,
            readings: self.fixed(),
            knowledge,
            region,
            boxes,
        }
    }

    fn fixed(&self) -> Vec<(usize, usize)> {
        let fixed = self.readings.iter().enumerate();
        fixed
            .filter_map(|(index, reading)| Some((index, (*reading)?)))
            .collect()
    }

    /// The completions that are possible if this is known, term by term, with the fixed readings.
    pub(crate) fn region(&self, known: &[Knowledge]) -> Region {
        let mut region = self.unknown.clone();
        for (term, known) in known.iter().enumerate() {
            let term_encoding = self.engine.encoding.of(TermId(term));
            region.restrict(term_encoding.vars(), &term_encoding.boxes(known));
        }
        region
    }

    /// The completions that are possible if only the provisions on these terms are known, with the
    /// fixed readings.
    pub(crate) fn knowing(&self, case: &Case<'_>, terms: &[TermId]) -> Region {
        let mut region = self.unknown.clone();
        for term in terms {
            let vars = self.engine.encoding.of(*term).vars();
            region.restrict(vars, &case.boxes[term.0]);
        }
        region
    }
}

fn provided(vocabulary: &Vocabulary, proposal: &Proposal, knowledge: &[Knowledge]) -> Vec<TermId> {
    let mut listed = vec![false; vocabulary.terms.len()];
    let mut terms: Vec<TermId> = Vec::new();
    for given in &proposal.provisions {
        listed[given.term.0] = true;
        terms.push(given.term);
    }
    terms.extend(vocabulary.ids().filter(|term| !listed[term.0]));
    terms.retain(|term| knowledge[term.0] != Knowledge::unknown(vocabulary.term(*term)));
    terms
}
