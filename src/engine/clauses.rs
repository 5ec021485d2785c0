//! Conditions as clauses, and the solver that reads them. The only place that names `batsat`.

use std::convert::Infallible;
use std::sync::Arc;

pub(super) use batsat::Lit;
use batsat::{Callbacks, ClauseKind, SolverInterface, SolverOpts, lbool};
use rustc_hash::FxHashMap;

use super::algebra::Algebra;
use super::{Limit, Mask, Var};
use crate::limit::Cancel;

/// Conditions as clauses: each gets a literal that is equivalent to it (Tseitin 1968).
pub(super) struct Clauses {
    inner: batsat::Solver<Patience>,
    /// Always true.
    pub truth: Lit,
    /// The literals of the copy that is being built.
    classes: Arc<Vec<Vec<Lit>>>,
    atoms: FxHashMap<(Lit, Mask), Lit>,
    /// Places of counters, see [`Algebra::one_more`]: those of two counters over the same parts are
    /// shared, so that how they compare is plain.
    places: FxHashMap<[Lit; 3], Lit>,
    /// Whether clauses are missing, because it was asked to stop before they were added. It then
    /// never answers again.
    lacking: bool,
}

impl Clauses {
    /// The most conflicts one call of the solver may meet.
    pub const CONFLICTS: u64 = 1_000_000;

    pub fn new(cancel: &Cancel) -> Self {
        let patience = Patience {
            cancel: cancel.clone(),
            most: Self::CONFLICTS,
            conflicts: 0,
        };
        let mut inner = batsat::Solver::new(SolverOpts::default(), patience);
        let truth = Lit::new(inner.new_var_default(), true);
        inner.add_clause_reuse(&mut vec![truth]);
        Self {
            inner,
            truth,
            classes: Arc::default(),
            atoms: FxHashMap::default(),
            places: FxHashMap::default(),
            lacking: false,
        }
    }

    /// Takes atoms from these literals from now on.
    pub fn bind(&mut self, classes: &Arc<Vec<Vec<Lit>>>) {
        self.classes = Arc::clone(classes);
    }

    pub fn fresh(&mut self) -> Lit {
        Lit::new(self.inner.new_var_default(), true)
    }

    /// One of these is true.
    pub fn add(&mut self, clause: impl IntoIterator<Item = Lit>) {
        self.lacking |= self.inner.cb().cancel.is_stopped();
        if self.lacking {
            return;
        }
        self.inner
            .add_clause_reuse(&mut clause.into_iter().collect());
    }

    /// Whether all clauses can be true, given what is assumed.
    pub fn solve(&mut self, assumed: &[Lit]) -> Result<bool, Limit> {
        let patient = self.inner.cb().cancel.is_unlimited();
        self.solve_within(assumed, if patient { u64::MAX } else { Self::CONFLICTS })
    }

    /// The same, giving up after so many conflicts.
    pub fn solve_within(&mut self, assumed: &[Lit], conflicts: u64) -> Result<bool, Limit> {
        if self.lacking || self.inner.cb().cancel.is_stopped() {
            return Err(Limit::Stopped);
        }
        self.inner.cb_mut().most = conflicts;
        match self.inner.solve_limited(assumed) {
            answer if answer == lbool::TRUE => Ok(true),
            answer if answer == lbool::FALSE => Ok(false),
            _ if self.inner.cb().cancel.is_stopped() => Err(Limit::Stopped),
            _ => Err(Limit::Conflicts),
        }
    }

    /// After a `solve` that said no: what of the assumed was enough for that.
    pub fn core(&self) -> Vec<Lit> {
        self.inner.unsat_core().iter().map(|&lit| !lit).collect()
    }

    /// After a `solve` that said yes: whether this is true there.
    pub fn holds(&self, lit: Lit) -> bool {
        self.inner.value_lit(lit) == lbool::TRUE
    }

    /// One literal a class, exactly one of them true (the at-most-one as a ladder, so that it
    /// grows with the number of classes, not its square).
    pub fn variable(&mut self, size: usize) -> Vec<Lit> {
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
        let classes = Arc::clone(&self.classes);
        let classes = &classes[var as usize];
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

    fn one_more(&mut self, part: Lit, fewer: Lit, as_many: Lit) -> Result<Lit, Infallible> {
        if fewer == as_many || part == !self.truth {
            return Ok(as_many);
        }
        if part == self.truth {
            return Ok(fewer);
        }
        let key = [part, fewer, as_many];
        if let Some(&known) = self.places.get(&key) {
            return Ok(known);
        }
        let place = self.fresh();
        self.add([!as_many, place]);
        self.add([!part, !fewer, place]);
        self.add([!place, as_many, part]);
        self.add([!place, fewer]);
        self.places.insert(key, place);
        Ok(place)
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

/// Stops a search that meets too many conflicts, or that nobody waits for.
struct Patience {
    cancel: Cancel,
    most: u64,
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
        self.conflicts > self.most || self.cancel.is_stopped()
    }
}
