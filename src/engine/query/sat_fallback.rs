//! Answers by the SAT solver, for questions whose diagrams or whose product would be too large.

use std::fmt;

use rustc_hash::FxHashMap;

use servanda_solve::sat::{Cnf, Lit};
use servanda_solve::{BooleanBackend as _, Cancel, Mask, Var};

use super::completion::CompletionVars;
use super::contrast::Contrasts;
use super::engine::Engine;
use super::question::Question;
use crate::engine::encode::Owner;
use crate::engine::types::{AskedId, Limit, WarnedId, What};
use crate::policy::{Arising, ConditionId, TermId};
use crate::verdict::{Outcome, Outcomes};

/// A completion as clauses, or two completions with literals that make them agree.
pub(crate) struct SatFallback {
    cnf: Cnf,
    copies: Vec<CompletionVars>,
    /// For each term and each reading, the assumption that both completions agree on it.
    agree: Vec<(Owner, Lit)>,
    joint: FxHashMap<(usize, Vec<Key>), Joint>,
}

impl fmt::Debug for SatFallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SatFallback").finish_non_exhaustive()
    }
}

/// The joint outcome of some subjects.
#[derive(Clone, Copy)]
struct Joint {
    any_unmet: Lit,
    any_met: Lit,
}

impl Joint {
    /// The assumptions for this outcome.
    fn is(self, outcome: Outcome) -> Vec<Lit> {
        match outcome {
            Outcome::Unmet => vec![self.any_unmet],
            Outcome::Met => vec![!self.any_unmet, self.any_met],
            Outcome::NotApplicable => vec![!self.any_unmet, !self.any_met],
        }
    }
}

impl SatFallback {
    pub fn new(engine: &Engine<'_>, cancel: &Cancel) -> Self {
        Self::with_copies(engine, 1, cancel)
    }

    pub fn twin(engine: &Engine<'_>, cancel: &Cancel) -> Self {
        let mut twin = Self::with_copies(engine, 2, cancel);
        twin.agree = (engine.vocabulary.ids())
            .map(|term| (Owner::Term(term), twin.agree_on_term(engine, term)))
            .collect();
        for prerequisite in engine.asked_ids() {
            if let Some(var) = engine.encoding.reading(prerequisite) {
                let agree = twin.cnf.fresh();
                twin.equal_if(agree, None, var);
                twin.agree.push((Owner::Reading(prerequisite), agree));
            }
        }
        twin
    }

    fn with_copies(engine: &Engine<'_>, count: usize, cancel: &Cancel) -> Self {
        let mut cnf = Cnf::new(cancel);
        let copies = (0..count)
            .map(|_| CompletionVars::new(engine, &mut cnf))
            .collect();
        Self {
            cnf,
            copies,
            agree: Vec::new(),
            joint: FxHashMap::default(),
        }
    }

    /// A literal under which both completions give the term the same cell or, if it is declared
    /// `arises when`, differ in whether it arises.
    fn agree_on_term(&mut self, engine: &Engine<'_>, term: TermId) -> Lit {
        let agree = self.cnf.fresh();
        let term_encoding = engine.encoding.of(term);
        let conditional = matches!(engine.vocabulary.term(term).arising, Arising::When(_));
        let loose = (term_encoding.arises().filter(|_| conditional)).map(|(var, mask)| {
            let [here, there] = [0, 1].map(|copy| self.atom(copy, var, mask));
            let Ok(same) = self.cnf.iff(here, there);
            !same
        });
        for var in term_encoding.vars() {
            self.equal_if(agree, loose, var);
        }
        agree
    }

    fn equal_if(&mut self, agree: Lit, loose: Option<Lit>, var: Var) {
        for class in 0..self.copies[0].classes[var as usize].len() {
            let [here, there] = [0, 1].map(|copy| self.copies[copy].classes[var as usize][class]);
            for (a, b) in [(here, there), (there, here)] {
                self.cnf.add([!agree, !a, b].into_iter().chain(loose));
            }
        }
    }

    fn atom(&mut self, copy: usize, var: Var, mask: Mask) -> Lit {
        self.cnf.bind(&self.copies[copy].classes);
        let Ok(lit) = self.cnf.atom(var, mask);
        lit
    }

    /// The outcomes that completions in the box show.
    pub fn outcomes(
        &mut self,
        engine: &Engine<'_>,
        question: &Question<'_>,
        masks: &[Mask],
    ) -> Result<Outcomes, Limit> {
        let joint = self.joint(engine, question, 0);
        let known = self.within(question, masks, 0);
        let mut outcomes = Outcomes::NONE;
        for outcome in [Outcome::Unmet, Outcome::Met, Outcome::NotApplicable] {
            if self.possible(&known, joint.is(outcome))? {
                outcomes = outcomes.or(Outcomes::only(outcome));
            }
        }
        Ok(outcomes)
    }

    /// The class of each variable in a completion in the box that shows the outcome.
    pub fn witness(
        &mut self,
        engine: &Engine<'_>,
        question: &Question<'_>,
        masks: &[Mask],
        outcome: Outcome,
    ) -> Result<Option<Vec<usize>>, Limit> {
        let joint = self.joint(engine, question, 0);
        let known = self.within(question, masks, 0);
        if !self.possible(&known, joint.is(outcome))? {
            return Ok(None);
        }
        let holds = |lit: &Lit| self.cnf.holds(*lit);
        let classes = self.copies[0].classes.iter();
        Ok(Some(
            classes
                .map(|lits| lits.iter().position(holds).unwrap_or(0))
                .collect(),
        ))
    }

    fn possible(&mut self, known: &[Lit], wanted: Vec<Lit>) -> Result<bool, Limit> {
        let assumed: Vec<Lit> = known.iter().copied().chain(wanted).collect();
        Ok(self.cnf.solve(&assumed)?)
    }

    /// The assumptions that keep a completion inside the box.
    fn within(&self, question: &Question<'_>, masks: &[Mask], copy: usize) -> Vec<Lit> {
        let mut assumed = Vec::new();
        for &var in &question.vars {
            let classes = self.copies[copy].classes[var as usize].iter();
            let shut = classes
                .enumerate()
                .filter(|(class, _)| masks[var as usize] >> class & 1 == 0);
            assumed.extend(shut.map(|(_, &lit)| !lit));
        }
        assumed
    }

    fn joint(&mut self, engine: &Engine<'_>, question: &Question<'_>, copy: usize) -> Joint {
        let subjects = (question.subjects.iter()).filter(|subject| !subject.stake.advisory);
        let whats: Vec<What<'_>> = subjects.map(|subject| subject.what).collect();
        let key = (copy, whats.iter().map(|what| what.key()).collect());
        if let Some(&known) = self.joint.get(&key) {
            return known;
        }
        let (mut unmet, mut met) = (Vec::new(), Vec::new());
        for what in whats {
            let (applies, good) = self.copies[copy].outcome_of(engine, &mut self.cnf, what);
            let Ok(bad) = self.cnf.and(applies, !good);
            let Ok(good) = self.cnf.and(applies, good);
            unmet.push(bad);
            met.push(good);
        }
        let (Ok(any_unmet), Ok(any_met)) = (self.cnf.any(&unmet), self.cnf.any(&met));
        let joint = Joint { any_unmet, any_met };
        self.joint.insert(key, joint);
        joint
    }
}

impl What<'_> {
    fn key(self) -> Key {
        match self {
            Self::Prerequisite(id) => Key::Prerequisite(id),
            Self::Warning(id) => Key::Warning(id),
            Self::Condition(condition) => Key::Condition(condition.id()),
        }
    }
}

/// The key under which literals of a subject are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Prerequisite(AskedId),
    Warning(WarnedId),
    Condition(ConditionId),
}

/// Whether two completions, one from each box, differ in outcome and in just this term or reading
/// (see [`super::contrast::PairSearch::contrasts`]).
pub(super) fn contrasts(
    twin: &mut SatFallback,
    engine: &Engine<'_>,
    question: &Question<'_>,
    (here, there): (&[Mask], &[Mask]),
    differs: Owner,
) -> Result<Contrasts, Limit> {
    let joints = [0, 1].map(|copy| twin.joint(engine, question, copy));
    let mut known = twin.within(question, here, 0);
    known.extend(twin.within(question, there, 1));
    let agree = twin.agree.iter().filter(|(owner, _)| *owner != differs);
    known.extend(agree.map(|&(_, lit)| lit));
    let mut seen = |a: Outcome, b: Outcome| {
        let wanted = [joints[0].is(a), joints[1].is(b)].concat();
        twin.possible(&known, wanted)
    };
    let (met, unmet, none) = (Outcome::Met, Outcome::Unmet, Outcome::NotApplicable);
    Ok(Contrasts {
        unmet_or_not: seen(unmet, met)?
            || seen(met, unmet)?
            || seen(unmet, none)?
            || seen(none, unmet)?,
        met_or_none: seen(met, none)? || seen(none, met)?,
    })
}
