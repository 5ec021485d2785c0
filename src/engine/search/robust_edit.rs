//! Changes of a text after which every completion fulfils demands.
//!
//! Some terms are pinned to one cell, the others stay as they stand. A demand on *every* completion
//! is translated as a whole where its diagrams are small. Otherwise the search is
//! counterexample-guided (CEGIS: Solar-Lezama, Tancau, Bodík, Seshia, Saraswat 2006): each
//! completion that violates it is excluded, until there is none.

use rustc_hash::FxHashMap;

use servanda_solve::dd::Witness as Assignment;
use servanda_solve::sat::Lit;
use servanda_solve::{Cancel, Mask, Var};

use super::settlement::{Claim, SettlementSearch};
use crate::engine::encode::{Owner, Region};
use crate::engine::query::{Engine, Question, Session, State};
use crate::engine::types::{AskedId, Limit, What};
use crate::policy::{Condition, TermId};
use crate::proposal::Knowledge;
use crate::verdict::{Outcome, Outcomes};

/// A search for changes of a text. The settlement sought is one completion of the changed text.
pub(crate) struct RobustEdit<'e, 'p> {
    pub settlement: SettlementSearch<'e, 'p>,
    /// For the search for counterexamples.
    pub session: Session<'e, 'p>,
    /// The completions that are possible as the text stands.
    region: Region,
    terms: Vec<Pinnable>,
    /// For variables and classes that are possible as the text stands: that the changed text
    /// excludes the class.
    shut: FxHashMap<(Var, usize), Lit>,
    /// For claims that are enforced by counterexamples: the question, and the outcomes that no
    /// completion may show.
    watched: Vec<(Claim, Question<'p>, Outcomes)>,
}

/// One term of the text.
struct Pinnable {
    boxes: Vec<Vec<Mask>>,
    /// That the term is pinned.
    pinned: Lit,
}

impl<'e, 'p> RobustEdit<'e, 'p> {
    /// The most states of its product for a demand to be translated as a whole.
    const STATES: usize = 2_000;

    /// A search for changes of a text that leaves this possible of each term, with the price of a
    /// step for each term. Steps that change what is stated cost in the first tier, answers to what
    /// is open in the second.
    pub fn new(
        engine: &'e Engine<'p>,
        cancel: &Cancel,
        known: &[Knowledge],
        prices: &[u64],
    ) -> Self {
        let mut settlement = SettlementSearch::new(engine, cancel);
        let terms = (engine.vocabulary.ids().zip(known).zip(prices))
            .map(|((term, known), price)| Pinnable::new(&mut settlement, term, known, *price))
            .collect();
        Self {
            settlement,
            session: engine.session(cancel),
            region: Region::knowing(&engine.encoding, known),
            terms,
            shut: FxHashMap::default(),
            watched: Vec::new(),
        }
    }

    /// That the term is pinned.
    pub fn pinned(&self, term: TermId) -> Claim {
        Claim(self.terms[term.0].pinned)
    }

    /// Whether the term is pinned in what was found.
    pub fn is_pinned(&self, term: TermId) -> bool {
        self.settlement.holds(self.pinned(term))
    }

    /// The claim that no completion of the changed text leaves the prerequisite unmet.
    pub fn never_unmet(&mut self, prerequisite: AskedId) -> Claim {
        let engine = self.settlement.engine;
        let question = engine.question(What::Prerequisite(prerequisite));
        let translated = self.translated(&question);
        let claim = translated.unwrap_or_else(|| self.settlement.claim());
        // Besides, the clauses of the condition: their counters are shared with the costs of
        // changing sets, which diagrams know nothing of.
        let encoding = &engine.encoding;
        let mut terms = question.terms(encoding).into_iter();
        if translated.is_none() || terms.any(|term| !encoding.of(term).counts().is_empty()) {
            let tolerated = self.settlement.tolerates(prerequisite);
            self.settlement.implies(claim, &[tolerated]);
        }
        if translated.is_some() {
            return claim;
        }
        let unmet = Outcomes::only(Outcome::Unmet);
        self.watched.push((claim, question, unmet));
        claim
    }

    /// The claim that in no completion of the changed text these prerequisites are jointly met.
    pub fn never_met(&mut self, prerequisites: &[AskedId]) -> Claim {
        let question = self.settlement.engine.jointly(prerequisites);
        let claim = self.settlement.claim();
        self.watched
            .push((claim, question, Outcomes::only(Outcome::Met)));
        claim
    }

    /// The claim that some of these prerequisites applies to every completion of the changed text.
    pub fn always_applies(&mut self, prerequisites: &[AskedId]) -> Claim {
        let question = self.settlement.engine.jointly(prerequisites);
        let claim = self.settlement.claim();
        let never = Outcomes::only(Outcome::NotApplicable);
        self.watched.push((claim, question, never));
        claim
    }

    /// Adds another completion of the changed text, see [`SettlementSearch::last_meets`].
    pub fn add_completion(&mut self) {
        let classes = self.settlement.another_completion();
        for term in self.settlement.engine.vocabulary.ids() {
            self.obeys(&classes, term);
        }
    }

    /// The claim that a condition holds in some completion of the changed text.
    pub fn somewhere(&mut self, condition: &Condition) -> Claim {
        let mut terms = Vec::new();
        condition.for_each_comparison(&mut |comparison| terms.push(comparison.term));
        let (classes, terms) = self.settlement.another_part(&terms);
        for term in terms {
            self.obeys(&classes, term);
        }
        self.settlement.last_condition(condition)
    }

    /// Demands that a completion, of which these are the literals, has a cell of the term that the
    /// changed text leaves possible.
    fn obeys(&mut self, classes: &[Vec<Lit>], id: TermId) {
        let term = &self.terms[id.0];
        let cnf = &mut self.settlement.cnf;
        let vars = self.settlement.engine.encoding.of(id).vars();
        for var in vars.clone() {
            let chosen = &self.settlement.completion.classes[var as usize];
            for (own, chosen) in classes[var as usize].iter().zip(chosen) {
                cnf.add([!term.pinned, !*chosen, *own]);
            }
        }
        let picks: Vec<Lit> = term.boxes.iter().map(|_| cnf.fresh()).collect();
        cnf.add(picks.iter().copied().chain([term.pinned]));
        for (pick, within) in picks.iter().zip(&term.boxes) {
            for (var, mask) in vars.clone().zip(within) {
                for (class, own) in classes[var as usize].iter().enumerate() {
                    if mask >> class & 1 == 0 {
                        cnf.add([!*pick, !*own]);
                    }
                }
            }
        }
    }

    /// Looks for changes that fulfil the wanted claims. If there are some: which of the others, as
    /// indexes, they fulfil.
    pub fn fulfil(&mut self, wanted: &[Claim], of: &[Claim]) -> Result<Option<Vec<usize>>, Limit> {
        loop {
            let Some(fulfilled) = self.settlement.fulfil(wanted, of)? else {
                return Ok(None);
            };
            if self.holds_true()? {
                return Ok(Some(fulfilled));
            }
        }
    }

    /// Whether every completion of the changes found fulfils the claims that hold. If not, the
    /// counterexample is excluded from the next search.
    pub fn holds_true(&mut self) -> Result<bool, Limit> {
        let region = self.found();
        let watched = std::mem::take(&mut self.watched);
        let mut harmless = Ok(true);
        for (claim, question, barred) in &watched {
            if !self.settlement.holds(*claim) {
                continue;
            }
            match self.session.find(question, &region, *barred) {
                Ok(None) => {}
                Ok(Some(witness)) => {
                    self.rule_out(*claim, &witness);
                    harmless = Ok(false);
                }
                Err(limit) => {
                    harmless = Err(limit);
                    break;
                }
            }
        }
        self.watched = watched;
        harmless
    }

    /// The completions that are possible as the text stands.
    pub fn as_it_stands(&self) -> &Region {
        &self.region
    }

    /// The completions that are possible under the changes found.
    pub fn found(&self) -> Region {
        let mut region = self.region.clone();
        for term in self.settlement.engine.vocabulary.ids() {
            if self.is_pinned(term) {
                let vars = self.settlement.engine.encoding.of(term).vars();
                let cell = vars
                    .clone()
                    .map(|var| 1 << self.settlement.class(var))
                    .collect();
                region.restrict(vars, &[cell]);
            }
        }
        region
    }

    /// Demands that, if the claim holds, the changed text excludes a class of the counterexample.
    fn rule_out(&mut self, claim: Claim, witness: &Assignment) {
        let mut clause = vec![!claim.0];
        let mut touched: Vec<TermId> = Vec::new();
        for &(var, class) in witness {
            let Owner::Term(term) = self.settlement.engine.encoding.owners[var as usize] else {
                continue;
            };
            touched.push(term);
            clause.push(self.shut(term, var, class));
        }
        touched.sort_unstable();
        touched.dedup();
        for term in touched {
            // As it stands the text may exclude the counterexample already.
            let vars = self.settlement.engine.encoding.of(term).vars();
            let of_term = witness.iter().filter(|(var, _)| vars.contains(var));
            let fits = |within: &Vec<Mask>| {
                let of_term = of_term.clone();
                of_term
                    .into_iter()
                    .all(|(var, class)| within[(var - vars.start) as usize] >> class & 1 == 1)
            };
            if !self.terms[term.0].boxes.iter().any(fits) {
                clause.push(!self.terms[term.0].pinned);
            }
        }
        self.settlement.cnf.add(clause);
    }

    /// That the changed text excludes a class, because the term is pinned to another.
    fn shut(&mut self, term: TermId, var: Var, class: usize) -> Lit {
        let pinned = self.terms[term.0].pinned;
        let chosen = self.settlement.completion.classes[var as usize][class];
        let cnf = &mut self.settlement.cnf;
        *self.shut.entry((var, class)).or_insert_with(|| {
            let shut = cnf.fresh();
            cnf.add([!shut, pinned]);
            cnf.add([!shut, !chosen]);
            shut
        })
    }

    /// The claim that no path of the product of a question ends in *unmet*, as clauses. `None` if
    /// there are too many states, or if a term has several boxes.
    fn translated(&mut self, question: &Question<'p>) -> Option<Claim> {
        let engine = self.settlement.engine;
        let terms = question.terms(&engine.encoding);
        if question.too_large || terms.iter().any(|term| self.terms[term.0].boxes.len() > 1) {
            return None;
        }
        let cancel = self.session.cancel.clone();
        let product = engine.product(question, &cancel);
        let mut obligations = Obligations::default();
        let Some(start) = product.start() else {
            // No completion at all.
            return Some(self.settlement.claim());
        };
        let claim = obligations.claim(&start, &mut self.settlement);
        let mut clauses: Vec<Vec<Lit>> = Vec::new();
        while let Some((state, here)) = obligations.ahead.pop() {
            if obligations.known.len() > Self::STATES {
                return None;
            }
            let Some(var) = product.next_var(&state) else {
                if state.summary.any_unmet {
                    clauses.push(vec![!here]);
                }
                continue;
            };
            if product.is_settled(&state) && !state.summary.any_unmet {
                continue;
            }
            for class in 0..usize::from(engine.encoding.sizes[var as usize]) {
                if let Some(next) = product.step(&state, var, class) {
                    let there = obligations.claim(&next, &mut self.settlement).0;
                    let open = self.not_allowed(var, class);
                    clauses.push([!here, there].into_iter().chain(open).collect());
                }
            }
        }
        for clause in clauses {
            self.settlement.cnf.add(clause);
        }
        Some(claim)
    }

    /// That the changed text excludes a class; `None` if it cannot.
    fn not_allowed(&mut self, var: Var, class: usize) -> Option<Lit> {
        let Owner::Term(term) = self.settlement.engine.encoding.owners[var as usize] else {
            return None;
        };
        let start = self.settlement.engine.encoding.of(term).vars().start;
        let within = self.terms[term.0].boxes[0][(var - start) as usize];
        Some(if within >> class & 1 == 1 {
            self.shut(term, var, class)
        } else {
            !self.settlement.completion.classes[var as usize][class]
        })
    }
}

impl Pinnable {
    fn new(
        settlement: &mut SettlementSearch<'_, '_>,
        term: TermId,
        known: &Knowledge,
        price: u64,
    ) -> Self {
        let away = settlement.away(term, known);
        let pinned = settlement.cnf.fresh();
        settlement.cnf.add([!away.outside, pinned]);
        // What is pinned and not changed is answered.
        let answered = settlement.claim();
        let changed = away.steps.iter().map(|(lit, _)| *lit);
        settlement.cnf.add(changed.chain([!pinned, answered.0]));
        settlement.avoid(1, answered, price);
        for (lit, steps) in away.steps {
            settlement.avoid(0, Claim(lit), steps * price);
        }
        Self {
            boxes: settlement.engine.encoding.of(term).boxes(known),
            pinned,
        }
    }
}

/// States of a product, each with the claim that no path from it ends in *unmet*.
#[derive(Default)]
struct Obligations {
    known: FxHashMap<State, Lit>,
    ahead: Vec<(State, Lit)>,
}

impl Obligations {
    fn claim(&mut self, state: &State, settlement: &mut SettlementSearch<'_, '_>) -> Claim {
        if let Some(&lit) = self.known.get(state) {
            return Claim(lit);
        }
        let claim = settlement.claim();
        self.known.insert(state.clone(), claim.0);
        self.ahead.push((state.clone(), claim.0));
        claim
    }
}
