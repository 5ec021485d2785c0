//! The search for a settlement: a completion that fulfils claims, at the least cost.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use servanda_solve::sat::{Cnf, Lit, MaxSat};
use servanda_solve::{Cancel, Var};

use super::parties::Spot;
use super::requirements::Requirements;
use crate::engine::query::{CompletionVars, Engine};
use crate::engine::types::{Background, Limit};
use crate::policy::TermId;
use crate::proposal::Knowledge;

/// Something that can be demanded of the settlement: a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Claim(pub(super) Lit);

/// A search for a settlement.
pub(crate) struct SettlementSearch<'e, 'p> {
    pub(super) engine: &'e Engine<'p>,
    pub(super) cnf: Cnf,
    pub(super) completion: CompletionVars,
    /// Further completions, see [`SettlementSearch::add_completion`].
    pub(super) others: Vec<CompletionVars>,
    cancel: Cancel,
    /// The claims that are demanded.
    given: Vec<Lit>,
    /// The costs, in tiers: each is minimised before the next. What is avoided at any cost comes
    /// before the two tiers of [`SettlementSearch::avoid`].
    tiers: [MaxSat; 3],
    /// The costs of each tier as they were given.
    costs: [Vec<(Lit, u64)>; 3],
    /// For set terms, a literal for each member that says whether it is in, see
    /// [`SettlementSearch::avoid_leaving`].
    pub(super) members: FxHashMap<TermId, Vec<Lit>>,
    /// Where the settlement is on the terms of the parties that were added.
    pub(super) spots: FxHashMap<TermId, Spot>,
}

impl<'e, 'p> SettlementSearch<'e, 'p> {
    /// The tier of what is avoided at any cost.
    const FOREMOST: usize = 0;

    /// Any settlement that the vocabulary allows.
    pub fn new(engine: &'e Engine<'p>, cancel: &Cancel) -> Self {
        let mut cnf = Cnf::new(cancel);
        let completion = CompletionVars::new(engine, &mut cnf);
        Self::of(engine, cancel, cnf, completion)
    }

    /// Any settlement, restricted to these terms and those that background knowledge connects to
    /// them.
    pub fn around(engine: &'e Engine<'p>, terms: &[TermId], cancel: &Cancel) -> Self {
        let mut cnf = Cnf::new(cancel);
        let question = engine.around(terms);
        let completion = CompletionVars::part(engine, &mut cnf, &question);
        Self::of(engine, cancel, cnf, completion)
    }

    /// A settlement that need not fulfil background knowledge; for each piece there is the claim
    /// that it does.
    pub fn loose(engine: &'e Engine<'p>, cancel: &Cancel) -> (Self, Requirements<Background>) {
        let mut cnf = Cnf::new(cancel);
        let (completion, pieces) = CompletionVars::loose(engine, &mut cnf);
        let pieces = pieces.into_iter().map(|(from, lit)| (from, Claim(lit)));
        let settlement = Self::of(engine, cancel, cnf, completion);
        (settlement, Requirements::new(pieces.collect()))
    }

    fn of(engine: &'e Engine<'p>, cancel: &Cancel, cnf: Cnf, completion: CompletionVars) -> Self {
        Self {
            engine,
            cnf,
            completion,
            others: Vec::new(),
            cancel: cancel.clone(),
            given: Vec::new(),
            tiers: Default::default(),
            costs: Default::default(),
            members: FxHashMap::default(),
            spots: FxHashMap::default(),
        }
    }

    /// What is asked.
    pub fn engine(&self) -> &'e Engine<'p> {
        self.engine
    }

    /// A new claim about which nothing is said yet.
    pub fn claim(&mut self) -> Claim {
        Claim(self.cnf.fresh())
    }

    /// Forgets demands and costs. What the solver has learnt stays.
    pub fn start_anew(&mut self) {
        self.given.clear();
        self.tiers = Default::default();
        self.costs = Default::default();
    }

    /// Demands a claim in every later search.
    pub fn demand(&mut self, claim: Claim) {
        self.given.push(claim.0);
    }

    /// Adds a completion, which may differ from the settlement in everything.
    pub fn add_completion(&mut self) {
        self.another_completion();
    }

    /// Adds a completion and returns the literals of its classes.
    pub(super) fn another_completion(&mut self) -> Arc<Vec<Vec<Lit>>> {
        let completion = CompletionVars::new(self.engine, &mut self.cnf);
        let classes = Arc::clone(&completion.classes);
        self.others.push(completion);
        classes
    }

    /// Adds what a completion says of these terms and those that background knowledge connects to
    /// them. Returns the literals of its classes, and these terms.
    pub(super) fn another_part(&mut self, terms: &[TermId]) -> (Arc<Vec<Vec<Lit>>>, Vec<TermId>) {
        let question = self.engine.around(terms);
        let completion = CompletionVars::part(self.engine, &mut self.cnf, &question);
        let classes = Arc::clone(&completion.classes);
        self.others.push(completion);
        (classes, question.terms(&self.engine.encoding))
    }

    /// The class of a variable in the completion that was added last, in the solution found.
    pub fn last_class(&self, var: Var) -> usize {
        let last = self.others.last().unwrap_or(&self.completion);
        let found = (last.classes[var as usize].iter()).position(|&lit| self.cnf.holds(lit));
        found.unwrap_or(0)
    }

    /// Makes a claim cost so much if it holds, in the first or the second tier.
    pub fn avoid(&mut self, tier: usize, claim: Claim, cost: u64) {
        self.put_in(tier + 1, claim, cost);
    }

    /// Makes a claim hold as seldom as possible, whatever that costs in the two tiers.
    pub fn avoid_at_any_cost(&mut self, claim: Claim) {
        self.put_in(Self::FOREMOST, claim, 1);
    }

    fn put_in(&mut self, tier: usize, claim: Claim, cost: u64) {
        self.costs[tier].push((claim.0, cost));
        self.tiers[tier].avoid(claim.0, cost);
    }

    /// Whether there is a settlement that fulfils these claims besides what is demanded. It is then
    /// the one found.
    pub fn possible(&mut self, claims: &[Claim]) -> Result<bool, Limit> {
        let claims = claims.iter().map(|claim| claim.0);
        let assumed: Vec<Lit> = self.given.iter().copied().chain(claims).collect();
        Ok(self.cnf.solve(&assumed)?)
    }

    /// Looks for a settlement that fulfils the wanted claims. If there is one: which of the others,
    /// as indexes, it fulfils.
    pub fn fulfil(&mut self, wanted: &[Claim], of: &[Claim]) -> Result<Option<Vec<usize>>, Limit> {
        if !self.possible(wanted)? {
            return Ok(None);
        }
        Ok(Some(self.fulfilled(of)))
    }

    /// Which of these claims, as indexes, hold in the solution found.
    pub(super) fn fulfilled(&self, of: &[Claim]) -> Vec<usize> {
        (0..of.len()).filter(|&at| self.holds(of[at])).collect()
    }

    /// Finds a settlement in which what is avoided at any cost holds as seldom as possible, of the
    /// least cost in the first tier and, among those, in the second; `None` if there is none. It may
    /// be called again only after further demands.
    pub fn cheapest(&mut self) -> Result<Option<[u64; 2]>, Limit> {
        let mut given = self.given.clone();
        let mut raised = false;
        for (index, tier) in self.tiers.iter_mut().enumerate() {
            if raised {
                // What was proved of this tier held only at the old costs of those before it.
                *tier = MaxSat::default();
                for &(lit, cost) in &self.costs[index] {
                    tier.avoid(lit, cost);
                }
            }
            if index == Self::FOREMOST && self.costs[index].is_empty() {
                continue;
            }
            // The bound that is reported is that of an answer: of the first tier.
            let unwatched = Cancel::default();
            let watched = if index == 1 { &self.cancel } else { &unwatched };
            let before = tier.bound();
            if !tier.search(&mut self.cnf, &given, watched)? {
                return Ok(None);
            }
            raised |= tier.bound() > before;
            given.extend(tier.assumptions());
        }
        let [_, first, second] = &self.tiers;
        Ok(Some([first.bound(), second.bound()]))
    }

    /// Whether there is another settlement of the least cost, under the demands made since.
    pub fn another(&mut self) -> Result<bool, Limit> {
        let mut assumed = self.given.clone();
        for tier in &self.tiers {
            assumed.extend(tier.assumptions());
        }
        Ok(self.cnf.solve(&assumed)?)
    }

    /// After [`SettlementSearch::possible`] answered no: the claims among these, as indexes, that
    /// were enough for that together with the others.
    pub fn core(&self, claims: &[Claim]) -> Vec<usize> {
        let mut core = self.cnf.core();
        core.sort_unstable();
        let is_in_core = |at: &usize| core.binary_search(&claims[*at].0).is_ok();
        (0..claims.len()).filter(is_in_core).collect()
    }

    /// Whether a claim holds in the solution found.
    pub fn holds(&self, claim: Claim) -> bool {
        self.cnf.holds(claim.0)
    }

    /// The class of a variable in the solution found.
    pub fn class(&self, var: Var) -> usize {
        let classes = &self.completion.classes[var as usize];
        let found = classes.iter().position(|&lit| self.cnf.holds(lit));
        found.unwrap_or(0)
    }

    /// The term's cell in the solution found; of the cells that fit, the nearest to what is known.
    pub fn cell(&self, term: TermId, known: &Knowledge) -> Option<u64> {
        let term_encoding = self.engine.encoding.of(term);
        let from = known.counted_from(self.engine.vocabulary.term(term));
        term_encoding.nearest(&from, |var| self.class(var))
    }
}
