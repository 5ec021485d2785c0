//! Formulas in conjunctive normal form, and the solver for them. The only place that names `batsat`.

use std::convert::Infallible;
use std::sync::Arc;

pub use batsat::Lit;
use batsat::{Callbacks, ClauseKind, SolverInterface, SolverOpts, lbool};
use rustc_hash::FxHashMap;

use crate::{BooleanBackend, Cancel, Mask, Var};

/// Why the solver gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GaveUp {
    /// It met too many conflicts.
    Conflicts,
    /// It was cancelled.
    Cancelled,
}

/// Formulas in conjunctive normal form: each gets a literal that is equivalent to it (Tseitin 1968).
/// Clauses may be added between two calls of the solver, which keeps what it has learnt.
pub struct Cnf {
    inner: batsat::Solver<Interrupt>,
    /// Always true.
    pub truth: Lit,
    /// The literals that [`BooleanBackend::atom`] stands for at present, see [`Cnf::bind`].
    values: Arc<Vec<Vec<Lit>>>,
    atoms: FxHashMap<(Lit, Mask), Lit>,
    /// Steps of counters, see [`BooleanBackend::count_one`]. Two counters over the same parts share
    /// them, so that the solver sees at once how the two numbers compare.
    counters: FxHashMap<[Lit; 3], Lit>,
    /// Whether clauses are missing because the work was cancelled before they were added. After
    /// that every call of the solver is refused.
    incomplete: bool,
}

impl std::fmt::Debug for Cnf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cnf").finish_non_exhaustive()
    }
}

impl Cnf {
    /// The most conflicts one call of the solver may meet.
    pub const CONFLICTS: u64 = 1_000_000;

    /// No clauses. Its solver ends, and no more clauses are added, once this token is stopped.
    #[must_use]
    pub fn new(cancel: &Cancel) -> Self {
        let interrupt = Interrupt {
            cancel: cancel.clone(),
            most: Self::CONFLICTS,
            conflicts: 0,
        };
        let mut inner = batsat::Solver::new(SolverOpts::default(), interrupt);
        let truth = Lit::new(inner.new_var_default(), true);
        inner.add_clause_reuse(&mut vec![truth]);
        Self {
            inner,
            truth,
            values: Arc::default(),
            atoms: FxHashMap::default(),
            counters: FxHashMap::default(),
            incomplete: false,
        }
    }

    /// Sets the variables that atoms refer to from now on: for each variable, the literal of each
    /// of its values.
    pub fn bind(&mut self, values: &Arc<Vec<Vec<Lit>>>) {
        self.values = Arc::clone(values);
    }

    /// A new literal.
    pub fn fresh(&mut self) -> Lit {
        Lit::new(self.inner.new_var_default(), true)
    }

    /// Adds a clause: one of these is true.
    pub fn add(&mut self, clause: impl IntoIterator<Item = Lit>) {
        self.incomplete |= self.inner.cb().cancel.is_stopped();
        if self.incomplete {
            return;
        }
        self.inner
            .add_clause_reuse(&mut clause.into_iter().collect());
    }

    /// Whether all clauses can be true under these assumptions.
    ///
    /// # Errors
    ///
    /// Why it gave up.
    pub fn solve(&mut self, assumed: &[Lit]) -> Result<bool, GaveUp> {
        let unlimited = self.inner.cb().cancel.is_unlimited();
        self.solve_within(assumed, if unlimited { u64::MAX } else { Self::CONFLICTS })
    }

    /// Like [`Cnf::solve`], but it gives up after `conflicts` conflicts.
    ///
    /// # Errors
    ///
    /// Why it gave up.
    pub fn solve_within(&mut self, assumed: &[Lit], conflicts: u64) -> Result<bool, GaveUp> {
        if self.incomplete || self.inner.cb().cancel.is_stopped() {
            return Err(GaveUp::Cancelled);
        }
        self.inner.cb_mut().most = conflicts;
        match self.inner.solve_limited(assumed) {
            answer if answer == lbool::TRUE => Ok(true),
            answer if answer == lbool::FALSE => Ok(false),
            _ if self.inner.cb().cancel.is_stopped() => Err(GaveUp::Cancelled),
            _ => Err(GaveUp::Conflicts),
        }
    }

    /// After a call of the solver that found no solution: assumptions under which there is none.
    #[must_use]
    pub fn core(&self) -> Vec<Lit> {
        self.inner.unsat_core().iter().map(|&lit| !lit).collect()
    }

    /// After a call of the solver that found a solution: whether the literal is true in it.
    #[must_use]
    pub fn holds(&self, lit: Lit) -> bool {
        self.inner.value_lit(lit) == lbool::TRUE
    }

    /// A new variable with this number of values: one literal for each value, exactly one of them
    /// true.
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
                self.at_most_one(&lits);
                lits
            }
        }
    }

    /// At most one of these is true, stated by a ladder (Gent, Nightingale 2004), which grows with
    /// their number, not with its square.
    pub fn at_most_one(&mut self, lits: &[Lit]) {
        let [first, others @ ..] = lits else { return };
        let mut before = *first;
        for &lit in others {
            self.add([!before, !lit]);
            let so_far = self.fresh();
            self.add([!before, so_far]);
            self.add([!lit, so_far]);
            before = so_far;
        }
    }
}

impl BooleanBackend for Cnf {
    type Formula = Lit;
    type Error = Infallible;

    fn constant(&mut self, value: bool) -> Lit {
        if value { self.truth } else { !self.truth }
    }

    fn atom(&mut self, var: Var, mask: Mask) -> Result<Lit, Infallible> {
        let values = Arc::clone(&self.values);
        let values = &values[var as usize];
        let key = (values[0], mask);
        if let Some(&known) = self.atoms.get(&key) {
            return Ok(known);
        }
        let chosen: Vec<Lit> = (values.iter().enumerate())
            .filter(|(value, _)| mask >> value & 1 == 1)
            .map(|(_, &lit)| lit)
            .collect();
        let lit = if chosen.len() == values.len() {
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

    fn count_one(&mut self, part: Lit, fewer: Lit, as_many: Lit) -> Result<Lit, Infallible> {
        if fewer == as_many || part == !self.truth {
            return Ok(as_many);
        }
        if part == self.truth {
            return Ok(fewer);
        }
        let key = [part, fewer, as_many];
        if let Some(&known) = self.counters.get(&key) {
            return Ok(known);
        }
        let step = self.fresh();
        self.add([!as_many, step]);
        self.add([!part, !fewer, step]);
        self.add([!step, as_many, part]);
        self.add([!step, fewer]);
        self.counters.insert(key, step);
        Ok(step)
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

/// Ends a call of the solver that meets too many conflicts or is cancelled.
struct Interrupt {
    cancel: Cancel,
    most: u64,
    conflicts: u64,
}

impl Callbacks for Interrupt {
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
