//! A settlement that is being sought: clauses about one completion, and what is to be avoided.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::algebra::{Algebra, Translator};
use super::clauses::{Clauses, Lit};
use super::literals::Literals;
use super::optimise::Optimiser;
use super::space::{Layout, YES};
use super::{Background, Engine, Limit, Mask, Var, What};
use crate::limit::Cancel;
use crate::policy::{Arising, Condition, Quantifier, TermId};
use crate::proposal::Knowledge;

/// Something that can be demanded of the settlement, or found to collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Claim(pub(super) Lit);

/// A settlement that is being sought.
pub(crate) struct Draft<'e, 'p> {
    pub(super) engine: &'e Engine<'p>,
    pub(super) clauses: Clauses,
    pub(super) completion: Literals,
    /// Other completions of the same text.
    others: Vec<Literals>,
    cancel: Cancel,
    /// What must hold of every solution.
    given: Vec<Lit>,
    /// What is better avoided; the first counts before the second.
    tiers: [Optimiser; 2],
    later: Vec<(Lit, u64)>,
    /// Of terms whose values are sets, for each member a literal that says whether it is in, see
    /// [`Draft::avoid_leaving`].
    pub(super) members: FxHashMap<TermId, Vec<Lit>>,
}

/// How far the settlement is from what a text provides on one term.
pub(super) struct Away {
    /// True if it is not possible under the text.
    pub outside: Lit,
    /// True the farther it is, each with the steps it adds.
    pub steps: Vec<(Lit, u64)>,
}

impl<'e, 'p> Draft<'e, 'p> {
    /// Any settlement that the vocabulary allows.
    pub fn new(engine: &'e Engine<'p>, cancel: &Cancel) -> Self {
        let mut clauses = Clauses::new(cancel);
        let completion = Literals::new(engine, &mut clauses);
        Self::of(engine, cancel, clauses, completion)
    }

    /// Any settlement as far as these terms go, and what background knowledge ties to them.
    pub fn around(engine: &'e Engine<'p>, terms: &[TermId], cancel: &Cancel) -> Self {
        let mut clauses = Clauses::new(cancel);
        let question = engine.around(terms);
        let completion = Literals::part(engine, &mut clauses, &question);
        Self::of(engine, cancel, clauses, completion)
    }

    /// A settlement that need not obey background knowledge: of each piece there is a claim that it
    /// holds.
    pub fn loose(engine: &'e Engine<'p>, cancel: &Cancel) -> (Self, Vec<(Background, Claim)>) {
        let mut clauses = Clauses::new(cancel);
        let (completion, pieces) = Literals::loose(engine, &mut clauses);
        let pieces = pieces.into_iter().map(|(from, lit)| (from, Claim(lit)));
        let draft = Self::of(engine, cancel, clauses, completion);
        (draft, pieces.collect())
    }

    fn of(engine: &'e Engine<'p>, cancel: &Cancel, clauses: Clauses, completion: Literals) -> Self {
        Self {
            engine,
            clauses,
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
        Claim(self.clauses.fresh())
    }

    /// Demands that one of these hold.
    pub fn any(&mut self, claims: &[Claim]) {
        self.clauses.add(claims.iter().map(|claim| claim.0));
    }

    /// If the first holds, so does one of the others.
    pub fn implies(&mut self, claim: Claim, others: &[Claim]) {
        let others = others.iter().map(|other| other.0);
        self.clauses.add(others.chain([!claim.0]));
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
        self.clauses.add([!claim.0, !applies, good]);
        self.clauses.add([claim.0, applies]);
        self.clauses.add([claim.0, !good]);
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
        let outcome = last.outcome_of(self.engine, &mut self.clauses, what);
        self.both(outcome)
    }

    /// Adds a completion.
    pub fn add_completion(&mut self) {
        self.another_completion();
    }

    /// Adds a completion, and gives the literals of its classes.
    pub(super) fn another_completion(&mut self) -> Arc<Vec<Vec<Lit>>> {
        let completion = Literals::new(self.engine, &mut self.clauses);
        let classes = Arc::clone(&completion.classes);
        self.others.push(completion);
        classes
    }

    fn both(&mut self, (applies, good): (Lit, Lit)) -> Claim {
        let claim = self.claim();
        self.clauses.add([!claim.0, applies]);
        self.clauses.add([!claim.0, good]);
        self.clauses.add([claim.0, !applies, !good]);
        claim
    }

    fn outcome_of(&mut self, prerequisite: usize) -> (Lit, Lit) {
        let what = What::Prerequisite(prerequisite);
        self.completion
            .outcome_of(self.engine, &mut self.clauses, what)
    }

    /// The completion last added does not leave the prerequisite unmet.
    pub fn last_tolerates(&mut self, prerequisite: usize) -> Claim {
        let what = What::Prerequisite(prerequisite);
        let last = self.others.last_mut().unwrap_or(&mut self.completion);
        let (applies, good) = last.outcome_of(self.engine, &mut self.clauses, what);
        let claim = self.claim();
        self.clauses.add([!claim.0, !applies, good]);
        claim
    }

    /// Avoids that the settlement and the completion last added differ on a term.
    pub fn avoid_parting(&mut self, term: TermId) {
        let engine = self.engine;
        let layout = engine.space.layout(term);
        let follows = matches!(engine.vocabulary.term(term).arising, Arising::When(_));
        let arises = layout.arises().map(|(var, _)| var);
        let last = Arc::clone(&self.others.last().unwrap_or(&self.completion).classes);
        let own = Arc::clone(&self.completion.classes);
        let counted = match layout {
            Layout::Members { first, counts, .. } if !counts.is_empty() => *first,
            _ => layout.vars().end,
        };
        if counted < layout.vars().end {
            let inside = |classes: &[Vec<Lit>]| -> Vec<Lit> {
                let vars = counted..layout.vars().end;
                vars.map(|var| classes[var as usize][1]).collect()
            };
            self.avoid_counted(layout, &inside(&own), &inside(&last));
        }
        let together = self.claim();
        for var in layout.vars().start..counted {
            let (own, last) = (&own[var as usize], &last[var as usize]);
            let apart = |a: usize, b: usize| match layout {
                Layout::Stretches { .. } => {
                    let known = layout.cells_of(a);
                    distance(engine, term, &known, layout.nearest(&known, |_| b))
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
                let reached = match layout {
                    Layout::Thresholds { .. } if arises != Some(var) => together,
                    _ => self.claim(),
                };
                for (_, here, there) in costs.iter().filter(|cost| cost.0 >= pair[1]) {
                    self.clauses.add([!*here, !*there, reached.0]);
                }
                if reached != together {
                    self.avoid(0, reached, pair[1] - pair[0]);
                }
            }
        }
        self.avoid(0, together, 1);
    }

    /// Avoids that two sets differ, the members of which conditions count.
    fn avoid_counted(&mut self, layout: &Layout, here: &[Lit], there: &[Lit]) {
        let flips: Vec<Lit> = here.iter().map(|_| self.clauses.fresh()).collect();
        for ((&here, &there), &flip) in here.iter().zip(there).zip(&flips) {
            self.clauses.add([!here, there, flip]);
            self.clauses.add([here, !there, flip]);
        }
        self.clauses
            .count_differences(layout, (here, there), &flips);
        for (lit, steps) in self.clauses.steps(layout, &flips) {
            self.avoid(0, Claim(lit), steps);
        }
    }

    /// The class of a variable in the completion last added, in what was found.
    pub fn last_class(&self, var: Var) -> usize {
        let last = self.others.last().unwrap_or(&self.completion);
        let found = (last.classes[var as usize].iter()).position(|&lit| self.clauses.holds(lit));
        found.unwrap_or(0)
    }

    /// A condition holds of the settlement.
    pub fn condition(&mut self, condition: &Condition) -> Claim {
        self.clauses.bind(&self.completion.classes);
        let mut translator = Translator::new(&mut self.clauses, &self.engine.space);
        let Ok(lit) = translator.condition(condition);
        Claim(lit)
    }

    /// All of these hold.
    pub fn all_of(&mut self, claims: &[Claim]) -> Claim {
        let lits: Vec<Lit> = claims.iter().map(|claim| claim.0).collect();
        let Ok(lit) = self.clauses.all(&lits);
        Claim(lit)
    }

    /// The settlement has none of these cells of a term.
    pub fn is_none_of(&mut self, term: TermId, cells: &Knowledge) -> Claim {
        let layout = self.engine.space.layout(term);
        let boxes = layout.boxes(cells);
        if let Layout::Stretches { var, .. } = layout {
            return self.class_in(*var, !boxes[0][0]);
        }
        let arises = layout.arises();
        // Where it does not arise its other variables say nothing.
        let says = |var: Var| arises.is_none_or(|(other, _)| other != var);
        let arises = arises.map(|(var, mask)| self.class_in(var, mask));
        let mut beyond: Vec<Claim> = arises.into_iter().collect();
        for within in boxes.iter().filter(|_| !cells.values.is_empty()) {
            let vars = layout.vars().zip(within).filter(|(var, _)| says(*var));
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
        let Ok(lit) = Algebra::any(&mut self.clauses, &lits);
        Claim(lit)
    }

    /// So many of these hold.
    pub fn so_many_of(&mut self, quantifier: Quantifier, claims: &[Claim]) -> Claim {
        let lits: Vec<Lit> = claims.iter().map(|claim| claim.0).collect();
        let Ok(lit) = self.clauses.so_many_of(quantifier, &lits);
        Claim(lit)
    }

    /// New claims, of which just one holds.
    pub fn choice(&mut self, count: usize) -> Vec<Claim> {
        let lits = self.clauses.variable(count);
        lits.into_iter().map(Claim).collect()
    }

    /// Just one of the two holds.
    pub fn differ(&mut self, a: Claim, b: Claim) -> Claim {
        let Ok(same) = self.clauses.iff(a.0, b.0);
        Claim(!same)
    }

    /// The contrary.
    pub fn not(claim: Claim) -> Claim {
        Claim(!claim.0)
    }

    /// The variable has a class in this mask.
    pub fn class_in(&mut self, var: Var, mask: Mask) -> Claim {
        self.clauses.bind(&self.completion.classes);
        let Ok(lit) = self.clauses.atom(var, mask);
        Claim(lit)
    }

    /// The term has a cell that is known to be possible.
    pub fn within(&mut self, term: TermId, known: &Knowledge) -> Claim {
        let layout = self.engine.space.layout(term);
        let boxes: Vec<Claim> = (layout.boxes(known).iter())
            .map(|within| {
                let vars = layout.vars().zip(within);
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
        self.clauses.solve(&assumed)
    }

    /// Finds a settlement of least cost, first tier first; `None` if there is none. Only under
    /// more demands may it be called again.
    pub fn cheapest(&mut self) -> Result<Option<[u64; 2]>, Limit> {
        let [first, second] = &mut self.tiers;
        let before = first.bound;
        if !first.search(&mut self.clauses, &self.given, &self.cancel)? {
            return Ok(None);
        }
        if first.bound > before {
            // What was proved of the second tier held only at the old cost.
            *second = Optimiser::default();
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
        second.search(&mut self.clauses, &given, &Cancel::default())?;
        Ok(Some([first.bound, second.bound]))
    }

    /// Whether there is another settlement of the least cost found, under demands made since.
    pub fn another(&mut self) -> Result<bool, Limit> {
        let mut assumed = self.given.clone();
        for tier in &self.tiers {
            assumed.extend(tier.assumptions());
        }
        self.clauses.solve(&assumed)
    }

    /// After a `possible` that said no: which of these claims were enough for that, with whatever
    /// else was claimed; as indexes.
    pub fn core(&self, claims: &[Claim]) -> Vec<usize> {
        let mut core = self.clauses.core();
        core.sort_unstable();
        let is_in_core = |at: &usize| core.binary_search(&claims[*at].0).is_ok();
        (0..claims.len()).filter(is_in_core).collect()
    }

    /// Whether a claim holds of what was found.
    pub fn holds(&self, claim: Claim) -> bool {
        self.clauses.holds(claim.0)
    }

    /// The class of a variable in what was found.
    pub fn class(&self, var: Var) -> usize {
        let classes = &self.completion.classes[var as usize];
        let found = classes.iter().position(|&lit| self.clauses.holds(lit));
        found.unwrap_or(0)
    }

    /// The term's cell in what was found, the nearest to what is known.
    pub fn cell(&self, term: TermId, known: &Knowledge) -> Option<u64> {
        let layout = self.engine.space.layout(term);
        layout.nearest(known, |var| self.class(var))
    }

    /// How far the completion is from what is known of a term.
    pub(super) fn away(&mut self, term: TermId, known: &Knowledge) -> Away {
        let engine = self.engine;
        let layout = engine.space.layout(term);
        // That such a term arises or not follows from others, and costs nothing.
        let follows = matches!(engine.vocabulary.term(term).arising, Arising::When(_));
        let outside = self.clauses.fresh();
        let steps = if let Layout::Stretches { var, .. } = layout {
            let classes = self.completion.classes[*var as usize].len();
            let costs: Vec<u64> = (0..classes)
                .map(|class| distance(engine, term, known, layout.nearest(known, |_| class)))
                .collect();
            let within = &layout.boxes(known)[0];
            self.leaves(*var, within[0], &[outside]);
            self.ladder(*var, &costs)
        } else {
            let mut boxes = layout.boxes(known);
            if known.not_arising && !known.values.is_empty() && !follows {
                boxes.extend(layout.boxes(&Knowledge::cell(None)));
            }
            self.flips(layout, &boxes, outside, follows)
        };
        Away { outside, steps }
    }

    /// A class that is not in the mask makes one of these true.
    fn leaves(&mut self, var: Var, within: Mask, otherwise: &[Lit]) {
        for (class, &lit) in self.completion.classes[var as usize].iter().enumerate() {
            if within >> class & 1 == 0 {
                self.clauses.add(otherwise.iter().copied().chain([!lit]));
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
            let reached = self.clauses.fresh();
            let cheaper = (costs.iter().enumerate())
                .filter(|(_, cost)| **cost < level)
                .fold(0, |mask, (class, _)| mask | 1 << class);
            self.leaves(var, cheaper, &[reached]);
            if let Some((before, _)) = steps.last() {
                self.clauses.add([!reached, *before]);
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
        layout: &Layout,
        boxes: &[Vec<Mask>],
        outside: Lit,
        follows: bool,
    ) -> Vec<(Lit, u64)> {
        let one_for_all = matches!(layout, Layout::Thresholds { .. });
        let arises = layout.arises().map(|(var, _)| var).filter(|_| follows);
        let together = self.clauses.fresh();
        let of = |var: Var, clauses: &mut Clauses| match arises == Some(var) {
            true => outside,
            false if one_for_all => together,
            false => clauses.fresh(),
        };
        let flips: Vec<Lit> = layout
            .vars()
            .map(|var| of(var, &mut self.clauses))
            .collect();
        let picks: Vec<Lit> = boxes.iter().map(|_| self.clauses.fresh()).collect();
        self.clauses.add(picks.iter().copied());
        for (&pick, within) in picks.iter().zip(boxes) {
            for ((var, &mask), &flip) in layout.vars().zip(within).zip(&flips) {
                self.leaves(var, mask, &[!pick, flip]);
            }
        }
        for &flip in &flips {
            self.clauses.add([!flip, outside]);
        }
        let (arising, members) = flips.split_at(usize::from(layout.arises().is_some()));
        if !layout.counts().is_empty() {
            let inside = layout.vars().skip(arising.len());
            let inside: Vec<Lit> = inside
                .map(|var| self.completion.classes[var as usize][1])
                .collect();
            for (&pick, within) in picks.iter().zip(boxes) {
                let each = within[arising.len()..].iter();
                let low = each.clone().filter(|mask| **mask == YES).count();
                let high = each.filter(|mask| **mask & YES != 0).count();
                self.clauses
                    .count_flips(layout, &inside, members, (low, high), &[!pick]);
            }
        }
        let mut steps: Vec<(Lit, u64)> = arising.iter().map(|&flip| (flip, 1)).collect();
        steps.extend(self.clauses.steps(layout, members));
        steps.retain(|(flip, _)| *flip != outside);
        steps.dedup();
        steps
    }
}

/// The steps from what is known of a term to a cell. That a term declared `arises when` arises or
/// not follows from other terms, and is no step of its own.
pub(crate) fn distance(
    engine: &Engine<'_>,
    term: TermId,
    known: &Knowledge,
    cell: Option<u64>,
) -> u64 {
    let declared = engine.vocabulary.term(term);
    if !matches!(declared.arising, Arising::When(_)) {
        return known.distance(&declared.kind, cell);
    }
    if cell.is_none() || known.values.is_empty() {
        return 0;
    }
    let arising = Knowledge {
        not_arising: false,
        ..known.clone()
    };
    arising.distance(&declared.kind, cell)
}
