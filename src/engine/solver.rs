//! The same questions put to a satisfiability solver, for conditions whose diagrams would be too
//! large. The only place that names `batsat`.

use std::convert::Infallible;
use std::fmt;

use batsat::{Callbacks, ClauseKind, Lit, SolverInterface, SolverOpts, lbool};
use rustc_hash::FxHashMap;

use super::algebra::{Algebra, Translator};
use super::space::{Owner, Space};
use super::walk::Contrasts;
use super::{Engine, Limit, Mask, Question, Var, What, compile};
use crate::policy::{Arising, TermId};
use crate::verdict::{Outcome, Outcomes};

/// A vocabulary and a policy as clauses: once, or twice over with ways to demand that both copies
/// agree.
pub(crate) struct Solver {
    clauses: Clauses,
    copies: Vec<Copy>,
    /// For each term and each reading, what to assume for both copies to agree on it.
    agree: Vec<(Owner, Lit)>,
    joint: FxHashMap<(usize, Vec<(u8, usize)>), Joint>,
}

impl fmt::Debug for Solver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Solver").finish_non_exhaustive()
    }
}

/// One copy of the vocabulary and the policy.
struct Copy {
    /// For each variable, the literal of each class.
    classes: Vec<Vec<Lit>>,
    /// For each prerequisite, whether it applies and whether it is then met.
    prerequisites: Vec<(Lit, Lit)>,
    /// For each warning, whether it is raised.
    warnings: Vec<Lit>,
}

/// The joint outcome of some subjects.
#[derive(Clone, Copy)]
struct Joint {
    any_unmet: Lit,
    any_met: Lit,
}

impl Joint {
    /// What to assume for this outcome.
    fn is(self, outcome: Outcome) -> Vec<Lit> {
        match outcome {
            Outcome::Unmet => vec![self.any_unmet],
            Outcome::Met => vec![!self.any_unmet, self.any_met],
            Outcome::NotApplicable => vec![!self.any_unmet, !self.any_met],
        }
    }
}

impl Solver {
    /// The most conflicts one question may meet.
    pub const CONFLICTS: u64 = 1_000_000;

    pub fn new(engine: &Engine<'_>) -> Self {
        Self::with_copies(engine, 1)
    }

    pub fn twin(engine: &Engine<'_>) -> Self {
        let mut twin = Self::with_copies(engine, 2);
        twin.agree = (engine.vocabulary.ids())
            .map(|term| (Owner::Term(term), twin.agree_on_term(engine, term)))
            .collect();
        for prerequisite in 0..twin.copies[0].prerequisites.len() {
            if let Some(var) = engine.space.reading(prerequisite) {
                let agree = twin.clauses.fresh();
                twin.equal_if(agree, None, var);
                twin.agree.push((Owner::Reading(prerequisite), agree));
            }
        }
        twin
    }

    fn with_copies(engine: &Engine<'_>, count: usize) -> Self {
        let mut clauses = Clauses::new();
        let copies = (0..count)
            .map(|_| Copy::new(engine, &mut clauses))
            .collect();
        Self {
            clauses,
            copies,
            agree: Vec::new(),
            joint: FxHashMap::default(),
        }
    }

    /// A literal under which both copies give the term the same cell, or, if it is declared
    /// `arises when`, differ in whether it arises.
    fn agree_on_term(&mut self, engine: &Engine<'_>, term: TermId) -> Lit {
        let agree = self.clauses.fresh();
        let layout = engine.space.layout(term);
        let conditional = matches!(engine.vocabulary.term(term).arising, Arising::When(_));
        let loose = (layout.arises().filter(|_| conditional)).map(|(var, mask)| {
            let [here, there] = [0, 1].map(|copy| self.atom(copy, var, mask));
            let Ok(same) = self.clauses.iff(here, there);
            !same
        });
        for var in layout.vars() {
            self.equal_if(agree, loose, var);
        }
        agree
    }

    fn equal_if(&mut self, agree: Lit, loose: Option<Lit>, var: Var) {
        for class in 0..self.copies[0].classes[var as usize].len() {
            let [here, there] = [0, 1].map(|copy| self.copies[copy].classes[var as usize][class]);
            for (a, b) in [(here, there), (there, here)] {
                self.clauses.add([!agree, !a, b].into_iter().chain(loose));
            }
        }
    }

    fn atom(&mut self, copy: usize, var: Var, mask: Mask) -> Lit {
        self.clauses.bind(&self.copies[copy].classes);
        let Ok(lit) = self.clauses.atom(var, mask);
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
        let holds = |lit: &Lit| self.clauses.inner.value_lit(*lit) == lbool::TRUE;
        let classes = self.copies[0].classes.iter();
        Ok(Some(
            classes
                .map(|lits| lits.iter().position(holds).unwrap_or(0))
                .collect(),
        ))
    }

    fn possible(&mut self, known: &[Lit], wanted: Vec<Lit>) -> Result<bool, Limit> {
        let assumed: Vec<Lit> = known.iter().copied().chain(wanted).collect();
        let answer = self.clauses.inner.solve_limited(&assumed);
        if answer == lbool::UNDEF {
            return Err(Limit::Conflicts);
        }
        Ok(answer == lbool::TRUE)
    }

    /// What to assume to stay inside the box.
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
            let (applies, good) = self.outcome_of(engine, what, copy);
            let Ok(bad) = self.clauses.and(applies, !good);
            let Ok(good) = self.clauses.and(applies, good);
            unmet.push(bad);
            met.push(good);
        }
        let (Ok(any_unmet), Ok(any_met)) = (self.clauses.any(&unmet), self.clauses.any(&met));
        let joint = Joint { any_unmet, any_met };
        self.joint.insert(key, joint);
        joint
    }

    /// Whether something applies, and whether it is then met.
    fn outcome_of(&mut self, engine: &Engine<'_>, what: What<'_>, copy: usize) -> (Lit, Lit) {
        let truth = self.clauses.truth;
        match what {
            What::Prerequisite(index) => self.copies[copy].prerequisites[index],
            What::Warning(index) => (truth, !self.copies[copy].warnings[index]),
            What::Condition(condition) => {
                self.clauses.bind(&self.copies[copy].classes);
                let mut translator = Translator::new(&mut self.clauses, &engine.space);
                let Ok(holds) = translator.condition(condition);
                (truth, holds)
            }
        }
    }
}

impl What<'_> {
    fn key(self) -> (u8, usize) {
        match self {
            Self::Prerequisite(index) => (0, index),
            Self::Warning(index) => (1, index),
            Self::Condition(condition) => (2, super::address(condition)),
        }
    }
}

/// Whether two completions, one from each box, differ in outcome and in just this term or reading
/// (see [`super::walk::TwinWalk::contrasts`]).
pub(super) fn contrasts(
    twin: &mut Solver,
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

impl Copy {
    fn new(engine: &Engine<'_>, clauses: &mut Clauses) -> Self {
        let literals = (engine.space.sizes.iter())
            .map(|&size| clauses.variable(usize::from(size)))
            .collect::<Vec<_>>();
        clauses.bind(&literals);
        let space: &Space = &engine.space;
        let mut translator = Translator::new(clauses, space);
        compile::constraints(
            engine.vocabulary,
            space,
            &mut translator,
            |translator, built| {
                let Ok(holds) = built;
                translator.algebra.add([holds]);
            },
        );
        let (mut prerequisites, mut warnings) = (Vec::new(), Vec::new());
        if let Some(policy) = engine.policy {
            for (index, each) in policy.prerequisites.iter().enumerate() {
                let reading = space.reading(index);
                let Ok(built) =
                    compile::prerequisite(&mut translator, each, reading, &mut Vec::new());
                prerequisites.push(built);
            }
            for warning in &policy.warnings {
                let Ok(raised) = translator.condition(&warning.raised_when);
                warnings.push(raised);
            }
        }
        Self {
            classes: literals,
            prerequisites,
            warnings,
        }
    }
}

/// Conditions as clauses: each gets a literal that is equivalent to it (Tseitin 1968).
struct Clauses {
    inner: batsat::Solver<Patience>,
    /// Always true.
    truth: Lit,
    /// The literals of the copy that is being built.
    classes: Vec<Vec<Lit>>,
    atoms: FxHashMap<(Lit, Mask), Lit>,
}

impl Clauses {
    fn new() -> Self {
        let mut inner = batsat::Solver::new(SolverOpts::default(), Patience::default());
        let truth = Lit::new(inner.new_var_default(), true);
        inner.add_clause_reuse(&mut vec![truth]);
        Self {
            inner,
            truth,
            classes: Vec::new(),
            atoms: FxHashMap::default(),
        }
    }

    /// Takes atoms from these literals from now on.
    fn bind(&mut self, classes: &[Vec<Lit>]) {
        self.classes = classes.to_vec();
    }

    fn fresh(&mut self) -> Lit {
        Lit::new(self.inner.new_var_default(), true)
    }

    fn add(&mut self, clause: impl IntoIterator<Item = Lit>) {
        self.inner
            .add_clause_reuse(&mut clause.into_iter().collect());
    }

    /// One literal a class, exactly one of them true (the at-most-one as a ladder, so that it
    /// grows with the number of classes, not its square).
    fn variable(&mut self, size: usize) -> Vec<Lit> {
        match size {
            0 | 1 => vec![self.truth],
            2 => {
                let yes = self.fresh();
                vec![!yes, yes]
            }
            _ => {
                let lits: Vec<Lit> = (0..size).map(|_| self.fresh()).collect();
                self.add(lits.iter().copied());
                let mut before = lits[0];
                for &lit in &lits[1..] {
                    self.add([!before, !lit]);
                    let so_far = self.fresh();
                    self.add([!before, so_far]);
                    self.add([!lit, so_far]);
                    before = so_far;
                }
                lits
            }
        }
    }
}

impl Algebra for Clauses {
    type Term = Lit;
    type Error = Infallible;

    fn constant(&mut self, value: bool) -> Lit {
        if value { self.truth } else { !self.truth }
    }

    fn atom(&mut self, var: Var, mask: Mask) -> Result<Lit, Infallible> {
        let classes = &self.classes[var as usize];
        let key = (classes[0], mask);
        if let Some(&known) = self.atoms.get(&key) {
            return Ok(known);
        }
        let chosen: Vec<Lit> = (classes.iter().enumerate())
            .filter(|(class, _)| mask >> class & 1 == 1)
            .map(|(_, &lit)| lit)
            .collect();
        let lit = if chosen.len() == classes.len() {
            self.truth
        } else {
            self.any(&chosen)?
        };
        self.atoms.insert(key, lit);
        Ok(lit)
    }

    fn and(&mut self, a: Lit, b: Lit) -> Result<Lit, Infallible> {
        self.all(&[a, b])
    }

    fn or(&mut self, a: Lit, b: Lit) -> Result<Lit, Infallible> {
        self.any(&[a, b])
    }

    fn iff(&mut self, a: Lit, b: Lit) -> Result<Lit, Infallible> {
        let both = self.all(&[a, b])?;
        let neither = self.all(&[!a, !b])?;
        self.any(&[both, neither])
    }

    fn not(&mut self, a: Lit) -> Result<Lit, Infallible> {
        Ok(!a)
    }

    fn all(&mut self, parts: &[Lit]) -> Result<Lit, Infallible> {
        let mut needed: Vec<Lit> = parts.to_vec();
        needed.sort_unstable();
        needed.dedup();
        needed.retain(|&lit| lit != self.truth);
        let contradicts = |lit: &Lit| *lit == !self.truth || needed.contains(&!*lit);
        match &needed[..] {
            [] => return Ok(self.truth),
            [only] => return Ok(*only),
            _ if needed.len() < 16 && needed.iter().any(contradicts) => return Ok(!self.truth),
            _ => {}
        }
        let whole = self.fresh();
        for &lit in &needed {
            self.add([!whole, lit]);
        }
        self.add(needed.iter().map(|&lit| !lit).chain([whole]));
        Ok(whole)
    }

    fn any(&mut self, parts: &[Lit]) -> Result<Lit, Infallible> {
        let negated: Vec<Lit> = parts.iter().map(|&lit| !lit).collect();
        Ok(!self.all(&negated)?)
    }
}

/// Stops a search that meets too many conflicts.
#[derive(Default)]
struct Patience {
    conflicts: u64,
}

impl Callbacks for Patience {
    fn on_start(&mut self) {
        self.conflicts = 0;
    }

    fn on_new_clause(&mut self, _: &[Lit], kind: ClauseKind) {
        self.conflicts += u64::from(kind == ClauseKind::Learnt);
    }

    fn stop(&self) -> bool {
        self.conflicts > Solver::CONFLICTS
    }
}
