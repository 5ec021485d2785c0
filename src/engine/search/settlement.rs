//! A settlement that is being sought: clauses about one completion, and what is to be avoided.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use servanda_solve::sat::{Cnf, Lit, MaxSat};
use servanda_solve::{BooleanBackend as _, Cancel, Mask, Var};

use super::cardinality_cost;
use super::distance::distance;
use crate::engine::encode::{TermEncoding, Translator, YES, so_many_of};
use crate::engine::query::{CompletionVars, Engine};
use crate::engine::types::{Background, Limit, What};
use crate::policy::{Arising, Condition, Quantifier, TermId};
use crate::proposal::Knowledge;

/// Something that can be demanded of the settlement, or found to collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Claim(pub(super) Lit);

/// A settlement that is being sought.
pub(crate) struct SettlementSearch<'e, 'p> {
    pub(super) engine: &'e Engine<'p>,
    pub(super) cnf: Cnf,
    pub(super) completion: CompletionVars,
    /// Other completions of the same text.
    others: Vec<CompletionVars>,
    cancel: Cancel,
    /// What must hold of every solution.
    given: Vec<Lit>,
    /// What is better avoided; the first counts before the second.
    tiers: [MaxSat; 2],
    later: Vec<(Lit, u64)>,
    /// Of terms whose values are sets, for each member a literal that says whether it is in, see
    /// [`SettlementSearch::avoid_leaving`].
    pub(super) members: FxHashMap<TermId, Vec<Lit>>,
}

/// How far the settlement is from what a text provides on one term.
pub(super) struct Away {
    /// True if it is not possible under the text.
    pub outside: Lit,
    /// True the farther it is, each with the steps it adds.
    pub steps: Vec<(Lit, u64)>,
}

impl<'e, 'p> SettlementSearch<'e, 'p> {
    /// Any settlement that the vocabulary allows.
    pub fn new(engine: &'e Engine<'p>, cancel: &Cancel) -> Self {
        let mut cnf = Cnf::new(cancel);
        let completion = CompletionVars::new(engine, &mut cnf);
        Self::of(engine, cancel, cnf, completion)
    }

    /// Any settlement as far as these terms go, and what background knowledge ties to them.
    pub fn around(engine: &'e Engine<'p>, terms: &[TermId], cancel: &Cancel) -> Self {
        let mut cnf = Cnf::new(cancel);
        let question = engine.around(terms);
        let completion = CompletionVars::part(engine, &mut cnf, &question);
        Self::of(engine, cancel, cnf, completion)
    }

    /// A settlement that need not obey background knowledge: of each piece there is a claim that it
    /// holds.
    pub fn loose(engine: &'e Engine<'p>, cancel: &Cancel) -> (Self, Vec<(Background, Claim)>) {
        let mut cnf = Cnf::new(cancel);
        let (completion, pieces) = CompletionVars::loose(engine, &mut cnf);
        let pieces = pieces.into_iter().map(|(from, lit)| (from, Claim(lit)));
        let settlement = Self::of(engine, cancel, cnf, completion);
        (settlement, pieces.collect())
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
            later: Vec::new(),
            members: FxHashMap::default(),
        }
    }

    /// Something new that may or may not be claimed.
    pub fn claim(&mut self) -> Claim {
        Claim(self.cnf.fresh())
    }

    /// Demands that one of these hold.
    pub fn any(&mut self, claims: &[Claim]) {
        self.cnf.add(claims.iter().map(|claim| claim.0));
    }

    /// If the first holds, so does one of the others.
    pub fn implies(&mut self, claim: Claim, others: &[Claim]) {
        let others = others.iter().map(|other| other.0);
        self.cnf.add(others.chain([!claim.0]));
    }

    /// Forgets what was demanded and what is avoided; what was learnt stays.
    pub fn start_anew(&mut self) {
        self.given.clear();
        self.tiers = Default::default();
        self.later.clear();
    }

    /// Demands this in every later search.
    pub fn demand(&mut self, claim: Claim) {
        self.given.push(claim.0);
    }

    /// The settlement does not leave the prerequisite unmet.
    pub fn tolerates(&mut self, prerequisite: usize) -> Claim {
        let (applies, good) = self.outcome_of(prerequisite);
        let claim = self.claim();
        self.cnf.add([!claim.0, !applies, good]);
        self.cnf.add([claim.0, applies]);
        self.cnf.add([claim.0, !good]);
        claim
    }

    /// The settlement meets the prerequisite, which applies to it.
    pub fn meets(&mut self, prerequisite: usize) -> Claim {
        let outcome = self.outcome_of(prerequisite);
        self.both(outcome)
    }

    /// The completion last added meets the prerequisite, which applies to it.
    pub fn last_meets(&mut self, prerequisite: usize) -> Claim {
        let what = What::Prerequisite(prerequisite);
        let last = self.others.last_mut().unwrap_or(&mut self.completion);
        let outcome = last.outcome_of(self.engine, &mut self.cnf, what);
        self.both(outcome)
    }

    /// Adds a completion.
    pub fn add_completion(&mut self) {
        self.another_completion();
    }

    /// Adds a completion, and gives the literals of its classes.
    pub(super) fn another_completion(&mut self) -> Arc<Vec<Vec<Lit>>> {
        let completion = CompletionVars::new(self.engine, &mut self.cnf);
        let classes = Arc::clone(&completion.classes);
        self.others.push(completion);
        classes
    }

    fn both(&mut self, (applies, good): (Lit, Lit)) -> Claim {
        let claim = self.claim();
        self.cnf.add([!claim.0, applies]);
        self.cnf.add([!claim.0, good]);
        self.cnf.add([claim.0, !applies, !good]);
        claim
    }

    fn outcome_of(&mut self, prerequisite: usize) -> (Lit, Lit) {
        let what = What::Prerequisite(prerequisite);
        self.completion.outcome_of(self.engine, &mut self.cnf, what)
    }

    /// The completion last added does not leave the prerequisite unmet.
    pub fn last_tolerates(&mut self, prerequisite: usize) -> Claim {
        let what = What::Prerequisite(prerequisite);
        let last = self.others.last_mut().unwrap_or(&mut self.completion);
        let (applies, good) = last.outcome_of(self.engine, &mut self.cnf, what);
        let claim = self.claim();
        self.cnf.add([!claim.0, !applies, good]);
        claim
    }

    /// Avoids that the settlement and the completion last added differ on a term.
    pub fn avoid_parting(&mut self, term: TermId) {
        let engine = self.engine;
        let term_encoding = engine.encoding.of(term);
        let follows = matches!(engine.vocabulary.term(term).arising, Arising::When(_));
        let arises = term_encoding.arises().map(|(var, _)| var);
        let last = Arc::clone(&self.others.last().unwrap_or(&self.completion).classes);
        let own = Arc::clone(&self.completion.classes);
        let counted = match term_encoding {
            TermEncoding::Membership { first, counts, .. } if !counts.is_empty() => *first,
            _ => term_encoding.vars().end,
        };
        if counted < term_encoding.vars().end {
            let inside = |classes: &[Vec<Lit>]| -> Vec<Lit> {
                let vars = counted..term_encoding.vars().end;
                vars.map(|var| classes[var as usize][1]).collect()
            };
            self.avoid_counted(term_encoding, &inside(&own), &inside(&last));
        }
        let together = self.claim();
        for var in term_encoding.vars().start..counted {
            let (own, last) = (&own[var as usize], &last[var as usize]);
            let apart = |a: usize, b: usize| match term_encoding {
                TermEncoding::Direct { .. } => {
                    let known = term_encoding.cells_of(a);
                    distance(engine, term, &known, term_encoding.nearest(&known, |_| b))
                }
                _ if follows && arises == Some(var) => 0,
                _ => u64::from(a != b),
            };
            let mut costs: Vec<(u64, Lit, Lit)> = Vec::new();
            for (a, &here) in own.iter().enumerate() {
                for (b, &there) in last.iter().enumerate() {
                    costs.push((apart(a, b), here, there));
                }
            }
            let mut levels: Vec<u64> = costs.iter().map(|cost| cost.0).collect();
            levels.sort_unstable();
            levels.dedup();
            for pair in levels.windows(2) {
                // However many thresholds lie between two numbers, they differ once.
                let reached = match term_encoding {
                    TermEncoding::Order { .. } if arises != Some(var) => together,
                    _ => self.claim(),
                };
                for (_, here, there) in costs.iter().filter(|cost| cost.0 >= pair[1]) {
                    self.cnf.add([!*here, !*there, reached.0]);
                }
                if reached != together {
                    self.avoid(0, reached, pair[1] - pair[0]);
                }
            }
        }
        self.avoid(0, together, 1);
    }

    /// Avoids that two sets differ, the members of which conditions count.
    fn avoid_counted(&mut self, term_encoding: &TermEncoding, here: &[Lit], there: &[Lit]) {
        let flips: Vec<Lit> = here.iter().map(|_| self.cnf.fresh()).collect();
        for ((&here, &there), &flip) in here.iter().zip(there).zip(&flips) {
            self.cnf.add([!here, there, flip]);
            self.cnf.add([here, !there, flip]);
        }
        cardinality_cost::count_differences(&mut self.cnf, term_encoding, (here, there), &flips);
        for (lit, steps) in cardinality_cost::steps(&mut self.cnf, term_encoding, &flips) {
            self.avoid(0, Claim(lit), steps);
        }
    }

    /// The class of a variable in the completion last added, in what was found.
    pub fn last_class(&self, var: Var) -> usize {
        let last = self.others.last().unwrap_or(&self.completion);
        let found = (last.classes[var as usize].iter()).position(|&lit| self.cnf.holds(lit));
        found.unwrap_or(0)
    }

    /// A condition holds of the settlement.
    pub fn condition(&mut self, condition: &Condition) -> Claim {
        self.cnf.bind(&self.completion.classes);
        let mut translator = Translator::new(&mut self.cnf, &self.engine.encoding);
        let Ok(lit) = translator.condition(condition);
        Claim(lit)
    }

    /// All of these hold.
    pub fn all_of(&mut self, claims: &[Claim]) -> Claim {
        let lits: Vec<Lit> = claims.iter().map(|claim| claim.0).collect();
        let Ok(lit) = self.cnf.all(&lits);
        Claim(lit)
    }

    /// The settlement has none of these cells of a term.
    pub fn is_none_of(&mut self, term: TermId, cells: &Knowledge) -> Claim {
        let term_encoding = self.engine.encoding.of(term);
        let boxes = term_encoding.boxes(cells);
        if let TermEncoding::Direct { var, .. } = term_encoding {
            return self.class_in(*var, !boxes[0][0]);
        }
        let arises = term_encoding.arises();
        // Where it does not arise its other variables say nothing.
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

    /// One of these holds.
    pub fn any_of(&mut self, claims: &[Claim]) -> Claim {
        let lits: Vec<Lit> = claims.iter().map(|claim| claim.0).collect();
        let Ok(lit) = self.cnf.any(&lits);
        Claim(lit)
    }

    /// So many of these hold.
    pub fn so_many_of(&mut self, quantifier: Quantifier, claims: &[Claim]) -> Claim {
        let lits: Vec<Lit> = claims.iter().map(|claim| claim.0).collect();
        let Ok(lit) = so_many_of(&mut self.cnf, quantifier, &lits);
        Claim(lit)
    }

    /// New claims, of which just one holds.
    pub fn choice(&mut self, count: usize) -> Vec<Claim> {
        let lits = self.cnf.variable(count);
        lits.into_iter().map(Claim).collect()
    }

    /// Just one of the two holds.
    pub fn differ(&mut self, a: Claim, b: Claim) -> Claim {
        let Ok(same) = self.cnf.iff(a.0, b.0);
        Claim(!same)
    }

    /// The contrary.
    pub fn not(claim: Claim) -> Claim {
        Claim(!claim.0)
    }

    /// The variable has a class in this mask.
    pub fn class_in(&mut self, var: Var, mask: Mask) -> Claim {
        self.cnf.bind(&self.completion.classes);
        let Ok(lit) = self.cnf.atom(var, mask);
        Claim(lit)
    }

    /// The term has a cell that is known to be possible.
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

    /// Avoids a claim at this cost; costs of the first tier count before those of the second.
    pub fn avoid(&mut self, tier: usize, claim: Claim, cost: u64) {
        if tier == 1 {
            self.later.push((claim.0, cost));
        }
        self.tiers[tier].avoid(claim.0, cost);
    }

    /// Whether there is a settlement under these claims. It is then found.
    pub fn possible(&mut self, claims: &[Claim]) -> Result<bool, Limit> {
        let claims = claims.iter().map(|claim| claim.0);
        let assumed: Vec<Lit> = self.given.iter().copied().chain(claims).collect();
        Ok(self.cnf.solve(&assumed)?)
    }

    /// Finds a settlement of least cost, first tier first; `None` if there is none. Only under
    /// more demands may it be called again.
    pub fn cheapest(&mut self) -> Result<Option<[u64; 2]>, Limit> {
        let [first, second] = &mut self.tiers;
        let before = first.bound();
        if !first.search(&mut self.cnf, &self.given, &self.cancel)? {
            return Ok(None);
        }
        if first.bound() > before {
            // What was proved of the second tier held only at the old cost.
            *second = MaxSat::default();
            for &(lit, cost) in &self.later {
                second.avoid(lit, cost);
            }
        }
        let given: Vec<Lit> = self
            .given
            .iter()
            .copied()
            .chain(first.assumptions())
            .collect();
        // The cheapest of the first tier are possible, so there is a cheapest of the second.
        second.search(&mut self.cnf, &given, &Cancel::default())?;
        Ok(Some([first.bound(), second.bound()]))
    }

    /// Whether there is another settlement of the least cost found, under demands made since.
    pub fn another(&mut self) -> Result<bool, Limit> {
        let mut assumed = self.given.clone();
        for tier in &self.tiers {
            assumed.extend(tier.assumptions());
        }
        Ok(self.cnf.solve(&assumed)?)
    }

    /// After a `possible` that said no: which of these claims were enough for that, with whatever
    /// else was claimed; as indexes.
    pub fn core(&self, claims: &[Claim]) -> Vec<usize> {
        let mut core = self.cnf.core();
        core.sort_unstable();
        let is_in_core = |at: &usize| core.binary_search(&claims[*at].0).is_ok();
        (0..claims.len()).filter(is_in_core).collect()
    }

    /// Whether a claim holds of what was found.
    pub fn holds(&self, claim: Claim) -> bool {
        self.cnf.holds(claim.0)
    }

    /// The class of a variable in what was found.
    pub fn class(&self, var: Var) -> usize {
        let classes = &self.completion.classes[var as usize];
        let found = classes.iter().position(|&lit| self.cnf.holds(lit));
        found.unwrap_or(0)
    }

    /// The term's cell in what was found, the nearest to what is known.
    pub fn cell(&self, term: TermId, known: &Knowledge) -> Option<u64> {
        let term_encoding = self.engine.encoding.of(term);
        term_encoding.nearest(known, |var| self.class(var))
    }

    /// How far the completion is from what is known of a term.
    pub(super) fn away(&mut self, term: TermId, known: &Knowledge) -> Away {
        let engine = self.engine;
        let term_encoding = engine.encoding.of(term);
        // That such a term arises or not follows from others, and costs nothing.
        let follows = matches!(engine.vocabulary.term(term).arising, Arising::When(_));
        let outside = self.cnf.fresh();
        let steps = if let TermEncoding::Direct { var, .. } = term_encoding {
            let classes = self.completion.classes[*var as usize].len();
            let costs: Vec<u64> = (0..classes)
                .map(|class| distance(engine, term, known, term_encoding.nearest(known, |_| class)))
                .collect();
            let within = &term_encoding.boxes(known)[0];
            self.leaves(*var, within[0], &[outside]);
            self.ladder(*var, &costs)
        } else {
            let mut boxes = term_encoding.boxes(known);
            if known.not_arising && !known.values.is_empty() && !follows {
                boxes.extend(term_encoding.boxes(&Knowledge::cell(None)));
            }
            self.flips(term_encoding, &boxes, outside, follows)
        };
        Away { outside, steps }
    }

    /// A class that is not in the mask makes one of these true.
    fn leaves(&mut self, var: Var, within: Mask, otherwise: &[Lit]) {
        for (class, &lit) in self.completion.classes[var as usize].iter().enumerate() {
            if within >> class & 1 == 0 {
                self.cnf.add(otherwise.iter().copied().chain([!lit]));
            }
        }
    }

    /// One literal for each level of cost, true where a class costs as much or more.
    fn ladder(&mut self, var: Var, costs: &[u64]) -> Vec<(Lit, u64)> {
        let mut levels: Vec<u64> = costs.iter().copied().filter(|&cost| cost > 0).collect();
        levels.sort_unstable();
        levels.dedup();
        let mut steps: Vec<(Lit, u64)> = Vec::new();
        let mut below = 0;
        for level in levels {
            let reached = self.cnf.fresh();
            let cheaper = (costs.iter().enumerate())
                .filter(|(_, cost)| **cost < level)
                .fold(0, |mask, (class, _)| mask | 1 << class);
            self.leaves(var, cheaper, &[reached]);
            if let Some((before, _)) = steps.last() {
                self.cnf.add([!reached, *before]);
            }
            steps.push((reached, level - below));
            below = level;
        }
        steps
    }

    /// One literal for each variable, true where it leaves the box that is picked; of a number one
    /// for all.
    fn flips(
        &mut self,
        term_encoding: &TermEncoding,
        boxes: &[Vec<Mask>],
        outside: Lit,
        follows: bool,
    ) -> Vec<(Lit, u64)> {
        let one_for_all = matches!(term_encoding, TermEncoding::Order { .. });
        let arises = term_encoding
            .arises()
            .map(|(var, _)| var)
            .filter(|_| follows);
        let together = self.cnf.fresh();
        let of = |var: Var, cnf: &mut Cnf| match arises == Some(var) {
            true => outside,
            false if one_for_all => together,
            false => cnf.fresh(),
        };
        let flips: Vec<Lit> = term_encoding
            .vars()
            .map(|var| of(var, &mut self.cnf))
            .collect();
        let picks: Vec<Lit> = boxes.iter().map(|_| self.cnf.fresh()).collect();
        self.cnf.add(picks.iter().copied());
        for (&pick, within) in picks.iter().zip(boxes) {
            for ((var, &mask), &flip) in term_encoding.vars().zip(within).zip(&flips) {
                self.leaves(var, mask, &[!pick, flip]);
            }
        }
        for &flip in &flips {
            self.cnf.add([!flip, outside]);
        }
        let (arising, members) = flips.split_at(usize::from(term_encoding.arises().is_some()));
        if !term_encoding.counts().is_empty() {
            let inside = term_encoding.vars().skip(arising.len());
            let inside: Vec<Lit> = inside
                .map(|var| self.completion.classes[var as usize][1])
                .collect();
            for (&pick, within) in picks.iter().zip(boxes) {
                let each = within[arising.len()..].iter();
                let low = each.clone().filter(|mask| **mask == YES).count();
                let high = each.filter(|mask| **mask & YES != 0).count();
                cardinality_cost::count_flips(
                    &mut self.cnf,
                    term_encoding,
                    &inside,
                    members,
                    (low, high),
                    &[!pick],
                );
            }
        }
        let mut steps: Vec<(Lit, u64)> = arising.iter().map(|&flip| (flip, 1)).collect();
        steps.extend(cardinality_cost::steps(
            &mut self.cnf,
            term_encoding,
            members,
        ));
        steps.retain(|(flip, _)| *flip != outside);
        steps.dedup();
        steps
    }
}
