//! Claims about a settlement.

use servanda_solve::sat::Lit;
use servanda_solve::{BooleanBackend as _, Mask, Var};

use super::settlement::{Claim, SettlementSearch};
use crate::engine::encode::{TermEncoding, Translator, so_many_of};
use crate::engine::types::{AskedId, WarnedId, What};
use crate::policy::{Condition, Quantifier, ReadingId, TermId};
use crate::proposal::Knowledge;

impl SettlementSearch<'_, '_> {
    /// Demands that one of these hold.
    pub fn any(&mut self, claims: &[Claim]) {
        self.cnf.add(claims.iter().map(|claim| claim.0));
    }

    /// If the first holds, so does one of the others.
    pub fn implies(&mut self, claim: Claim, others: &[Claim]) {
        let others = others.iter().map(|other| other.0);
        self.cnf.add(others.chain([!claim.0]));
    }

    /// The claim that the settlement does not leave the prerequisite unmet.
    pub fn tolerates(&mut self, prerequisite: AskedId) -> Claim {
        let outcome = self.outcome_of(prerequisite);
        self.not_unmet(outcome)
    }

    /// Like [`SettlementSearch::tolerates`] if the prerequisite is read in just one way.
    pub fn tolerates_if_read(&mut self, prerequisite: AskedId, reading: ReadingId) -> Claim {
        let outcome = self.outcome_if_read(prerequisite, reading);
        self.not_unmet(outcome)
    }

    fn not_unmet(&mut self, (applies, good): (Lit, Lit)) -> Claim {
        let claim = self.claim();
        self.cnf.add([!claim.0, !applies, good]);
        self.cnf.add([claim.0, applies]);
        self.cnf.add([claim.0, !good]);
        claim
    }

    /// The claim that the prerequisite applies to the settlement and is met.
    pub fn meets(&mut self, prerequisite: AskedId) -> Claim {
        let outcome = self.outcome_of(prerequisite);
        self.both(outcome)
    }

    /// Like [`SettlementSearch::meets`] if the prerequisite is read in just one way.
    pub fn meets_if_read(&mut self, prerequisite: AskedId, reading: ReadingId) -> Claim {
        let outcome = self.outcome_if_read(prerequisite, reading);
        self.both(outcome)
    }

    /// Like [`SettlementSearch::meets`], about the completion that was added last.
    pub fn last_meets(&mut self, prerequisite: AskedId) -> Claim {
        let what = What::Prerequisite(prerequisite);
        let last = self.others.last_mut().unwrap_or(&mut self.completion);
        let outcome = last.outcome_of(self.engine, &mut self.cnf, what);
        self.both(outcome)
    }

    fn both(&mut self, (applies, good): (Lit, Lit)) -> Claim {
        let claim = self.claim();
        self.cnf.add([!claim.0, applies]);
        self.cnf.add([!claim.0, good]);
        self.cnf.add([claim.0, !applies, !good]);
        claim
    }

    fn outcome_of(&mut self, prerequisite: AskedId) -> (Lit, Lit) {
        let what = What::Prerequisite(prerequisite);
        self.completion.outcome_of(self.engine, &mut self.cnf, what)
    }

    fn outcome_if_read(&mut self, prerequisite: AskedId, reading: ReadingId) -> (Lit, Lit) {
        let read = (prerequisite, reading);
        (self.completion).outcome_if_read(self.engine, &mut self.cnf, read)
    }

    /// Like [`SettlementSearch::tolerates`], about the completion that was added last.
    pub fn last_tolerates(&mut self, prerequisite: AskedId) -> Claim {
        let what = What::Prerequisite(prerequisite);
        let last = self.others.last_mut().unwrap_or(&mut self.completion);
        let outcome = last.outcome_of(self.engine, &mut self.cnf, what);
        self.not_unmet(outcome)
    }

    /// The claim that the completion that was added last leaves the prerequisite unmet.
    pub fn last_leaves_unmet(&mut self, prerequisite: AskedId) -> Claim {
        let what = What::Prerequisite(prerequisite);
        let last = self.others.last_mut().unwrap_or(&mut self.completion);
        let (applies, good) = last.outcome_of(self.engine, &mut self.cnf, what);
        self.both((applies, !good))
    }

    /// The claim that the settlement raises a warning.
    pub fn raises(&mut self, warning: WarnedId) -> Claim {
        let what = What::Warning(warning);
        let (_, clear) = self.completion.outcome_of(self.engine, &mut self.cnf, what);
        Claim(!clear)
    }

    /// The claim that a condition holds.
    pub fn condition(&mut self, condition: &Condition) -> Claim {
        self.cnf.bind(&self.completion.classes);
        let mut translator = Translator::new(&mut self.cnf, &self.engine.encoding);
        let Ok(lit) = translator.condition(condition);
        Claim(lit)
    }

    /// Like [`SettlementSearch::condition`], about the completion that was added last.
    pub(super) fn last_condition(&mut self, condition: &Condition) -> Claim {
        let last = self.others.last().unwrap_or(&self.completion);
        self.cnf.bind(&last.classes);
        let mut translator = Translator::new(&mut self.cnf, &self.engine.encoding);
        let Ok(lit) = translator.condition(condition);
        Claim(lit)
    }

    /// The claim that all of these hold.
    pub fn all_of(&mut self, claims: &[Claim]) -> Claim {
        let lits: Vec<Lit> = claims.iter().map(|claim| claim.0).collect();
        let Ok(lit) = self.cnf.all(&lits);
        Claim(lit)
    }

    /// The claim that the settlement has none of these cells of a term.
    pub fn is_none_of(&mut self, term: TermId, cells: &Knowledge) -> Claim {
        let term_encoding = self.engine.encoding.of(term);
        let boxes = term_encoding.boxes(cells);
        if let TermEncoding::Direct { var, .. } = term_encoding {
            return self.class_in(*var, !boxes[0][0]);
        }
        let arises = term_encoding.arises();
        // Where the term does not arise its other variables have no meaning.
        let says = |var: Var| arises.is_none_or(|(other, _)| other != var);
        let arises = arises.map(|(var, mask)| self.class_in(var, mask));
        let mut beyond: Vec<Claim> = arises.into_iter().collect();
        for within in boxes.iter().filter(|_| !cells.values.is_empty()) {
            let vars = term_encoding
                .vars()
                .zip(within)
                .filter(|(var, _)| says(*var));
            let outside: Vec<Claim> = vars.map(|(var, mask)| self.class_in(var, !mask)).collect();
            beyond.push(self.any_of(&outside));
        }
        let mut ways = vec![self.all_of(&beyond)];
        if let Some(arises) = arises.filter(|_| !cells.not_arising) {
            ways.push(Self::not(arises));
        }
        self.any_of(&ways)
    }

    /// The claim that one of these holds.
    pub fn any_of(&mut self, claims: &[Claim]) -> Claim {
        let lits: Vec<Lit> = claims.iter().map(|claim| claim.0).collect();
        let Ok(lit) = self.cnf.any(&lits);
        Claim(lit)
    }

    /// The claim that so many of these hold.
    pub fn so_many_of(&mut self, quantifier: Quantifier, claims: &[Claim]) -> Claim {
        let lits: Vec<Lit> = claims.iter().map(|claim| claim.0).collect();
        let Ok(lit) = so_many_of(&mut self.cnf, quantifier, &lits);
        Claim(lit)
    }

    /// New claims, exactly one of which holds.
    pub fn choice(&mut self, count: usize) -> Vec<Claim> {
        let lits = self.cnf.variable(count);
        lits.into_iter().map(Claim).collect()
    }

    /// The claim that exactly one of the two holds.
    pub fn differ(&mut self, a: Claim, b: Claim) -> Claim {
        let Ok(same) = self.cnf.iff(a.0, b.0);
        Claim(!same)
    }

    /// The negation.
    pub fn not(claim: Claim) -> Claim {
        Claim(!claim.0)
    }

    /// The claim that the variable has a class in this mask.
    pub fn class_in(&mut self, var: Var, mask: Mask) -> Claim {
        self.cnf.bind(&self.completion.classes);
        let Ok(lit) = self.cnf.atom(var, mask);
        Claim(lit)
    }

    /// The claim that the term has a cell that is known to be possible.
    pub fn within(&mut self, term: TermId, known: &Knowledge) -> Claim {
        let term_encoding = self.engine.encoding.of(term);
        let boxes: Vec<Claim> = (term_encoding.boxes(known).iter())
            .map(|within| {
                let vars = term_encoding.vars().zip(within);
                let each: Vec<Claim> = vars.map(|(var, &mask)| self.class_in(var, mask)).collect();
                self.all_of(&each)
            })
            .collect();
        self.any_of(&boxes)
    }
}
