//! Questions put to an engine, until they are cancelled.

use std::cell::RefCell;

use servanda_solve::dd::{Node, Product, Witness as Assignment};
use servanda_solve::{Cancel, Mask, Var};

use super::contrast::{Contrasts, PairSearch};
use super::engine::Engine;
use super::question::Question;
use super::sat_fallback::{self, SatFallback};
use super::verdicts::{Stake, Tally, VerdictProduct, outcome, outcomes};
use crate::engine::encode::{Owner, Region};
use crate::engine::types::{Limit, What};
use crate::policy::Condition;
use crate::verdict::Outcomes;

/// Some questions put to an engine under one cancellation token. A session belongs to one thread;
/// any number of them can use one engine at once.
///
/// Its solvers are made when a question first needs them, and keep what they have learnt until the
/// session ends.
#[derive(Debug)]
pub(crate) struct Session<'e, 'p> {
    pub engine: &'e Engine<'p>,
    pub cancel: Cancel,
    solver: RefCell<Option<SatFallback>>,
    /// A solver over two completions, see [`Session::contrasts`].
    twin: RefCell<Option<SatFallback>>,
}

/// Whether a product tells apart how much weight is met. Without that it has fewer states.
#[derive(Clone, Copy)]
pub(super) enum Weights {
    Counted,
    Ignored,
}

impl<'e, 'p> Session<'e, 'p> {
    pub(super) fn new(engine: &'e Engine<'p>, cancel: &Cancel) -> Self {
        Self {
            engine,
            cancel: cancel.clone(),
            solver: RefCell::new(None),
            twin: RefCell::new(None),
        }
    }

    /// The outcomes that completions in the region show; of several subjects the joint one. None
    /// if there is no completion.
    pub fn ask(&self, question: &Question<'p>, region: &Region) -> Result<Outcomes, Limit> {
        self.ask_until(question, region, Outcomes::NONE)
    }

    /// Like [`Session::ask`], but the answer may lack outcomes if it has one in `enough`.
    pub fn ask_until(
        &self,
        question: &Question<'p>,
        region: &Region,
        enough: Outcomes,
    ) -> Result<Outcomes, Limit> {
        let mut outcomes = Outcomes::NONE;
        for masks in region.boxes(&question.vars)? {
            outcomes = outcomes.or(self.ask_box(question, &masks, enough)?);
            if outcomes.meets(enough) {
                break;
            }
        }
        Ok(outcomes)
    }

    /// A completion in the region that shows one of the wanted outcomes, if there is one: the
    /// variables that decide it, with their classes. Any values of the other variables fit some
    /// completion, and every completion that has these classes shows the outcome.
    pub fn find(
        &self,
        question: &Question<'p>,
        region: &Region,
        wanted: Outcomes,
    ) -> Result<Option<Assignment>, Limit> {
        for masks in region.boxes(&question.vars)? {
            if !question.too_large {
                // With all constraints: what is found has to hold in other regions, too.
                let product = self.engine.product(question, &self.cancel);
                match product.find(&masks, |tally| wanted.has(tally.outcome())) {
                    Ok(Some(witness)) => return Ok(Some(witness)),
                    Ok(None) => continue,
                    Err(_) => {}
                }
            }
            for outcome in wanted.iter() {
                let found = self
                    .with_solver(|solver| solver.witness(self.engine, question, &masks, outcome))?;
                if let Some(classes) = found {
                    let of = |&var: &Var| (var, classes[var as usize]);
                    return Ok(Some(question.vars.iter().map(of).collect()));
                }
            }
        }
        Ok(None)
    }

    /// Like [`Session::ask`], in a region that has a completion.
    pub fn ask_coherent(
        &self,
        question: &Question<'p>,
        region: &Region,
    ) -> Result<Outcomes, Limit> {
        if let ([subject], Some(masks)) = (&question.subjects[..], region.single_box())
            && let Some(node) = subject.node.filter(|_| !subject.stake.advisory)
        {
            let end = self.engine.diagrams.follow(node, masks);
            if end.is_terminal() {
                return Ok(Outcomes::only(outcome(end)));
            }
            if question.constraints.is_empty() {
                return Ok(self.reach(end, masks, Outcomes::NONE));
            }
        }
        self.ask(question, region)
    }

    /// The outcomes of one condition in a region that has a completion.
    pub fn stands(&self, condition: &'p Condition, region: &Region) -> Result<Outcomes, Limit> {
        let engine = self.engine;
        let node = (engine.conditions.get(&condition.id())).and_then(|built| built.node);
        if let (Some(node), Some(masks)) = (node, region.single_box()) {
            let end = engine.diagrams.follow(node, masks);
            if end.is_terminal() {
                return Ok(Outcomes::only(outcome(end)));
            }
        }
        self.ask(&engine.question(What::Condition(condition)), region)
    }

    /// Every tally that completions in the region show; `None` if that is too much.
    pub fn tallies(&self, question: &Question<'p>, region: &Region) -> Option<Vec<Tally>> {
        if question.too_large {
            return None;
        }
        let mut all = Vec::new();
        for masks in region.boxes(&question.vars).ok()? {
            all.extend(
                self.product(question, &masks, Weights::Counted)
                    .summaries(&masks)
                    .ok()?,
            );
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    /// Whether two completions in the region differ in outcome and in just this term or reading,
    /// and how. The answer may lack a contrast if it has one in `enough`.
    pub fn contrasts(
        &self,
        question: &Question<'p>,
        region: &Region,
        differs: Owner,
        enough: Contrasts,
    ) -> Result<Contrasts, Limit> {
        let boxes = region.boxes(&question.vars)?;
        let mut found = Contrasts::default();
        for here in &boxes {
            for there in &boxes {
                found = found.or(self.contrast(question, (here, there), differs, enough)?);
                if found.meet(enough) {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    /// For a question without a completion in the region: the same with an irredundant set of
    /// constraints, under which it still has none.
    pub fn irreducible(&self, question: &Question<'p>, region: &Region) -> Question<'p> {
        self.needed(question, region, Outcomes::ALL)
    }

    /// For a question that shows none of these outcomes in the region: the same with an irredundant
    /// set of constraints, under which it still shows none.
    pub fn needed(
        &self,
        question: &Question<'p>,
        region: &Region,
        barred: Outcomes,
    ) -> Question<'p> {
        let bars = |question: &Question<'p>| {
            let seen = self.ask_until(question, region, barred);
            seen.is_ok_and(|seen| !seen.meets(barred))
        };
        let none = question.without_constraints();
        if bars(&none) {
            return none;
        }
        let mut kept = question.clone();
        let mut index = 0;
        while index < kept.constraints.len() {
            let mut fewer = kept.clone();
            fewer.constraints.remove(index);
            if bars(&fewer) {
                kept = fewer;
            } else {
                index += 1;
            }
        }
        kept
    }

    fn ask_box(
        &self,
        question: &Question<'p>,
        masks: &[Mask],
        enough: Outcomes,
    ) -> Result<Outcomes, Limit> {
        if question.too_large {
            return self.solve(question, masks);
        }
        if let ([subject], []) = (&question.subjects[..], &question.constraints[..])
            && let Some(node) = subject.node.filter(|_| !subject.stake.advisory)
        {
            return Ok(self.reach(node, masks, enough));
        }
        match outcomes(
            &self.product(question, masks, Weights::Ignored),
            masks,
            enough,
        ) {
            Ok(outcomes) => Ok(outcomes),
            Err(_) => self.solve(question, masks),
        }
    }

    fn reach(&self, node: Node, masks: &[Mask], enough: Outcomes) -> Outcomes {
        let mut outcomes = Outcomes::NONE;
        self.engine.diagrams.reach(node, masks, |terminal| {
            outcomes = outcomes.or(Outcomes::only(outcome(terminal)));
            outcomes.meets(enough) || outcomes == Outcomes::ALL
        });
        outcomes
    }

    pub(super) fn contrast(
        &self,
        question: &Question<'p>,
        (here, there): (&[Mask], &[Mask]),
        differs: Owner,
        enough: Contrasts,
    ) -> Result<Contrasts, Limit> {
        let engine = self.engine;
        if !question.too_large {
            let either: Vec<Mask> = here.iter().zip(there).map(|(a, b)| a | b).collect();
            let twin = PairSearch {
                product: self.product(question, &either, Weights::Ignored),
                encoding: &engine.encoding,
                vocabulary: engine.vocabulary,
                differs,
            };
            if let Ok(found) = twin.contrasts(here, there, enough) {
                return Ok(found);
            }
        }
        let mut twin = self.twin.borrow_mut();
        let twin = twin.get_or_insert_with(|| SatFallback::twin(engine, &self.cancel));
        sat_fallback::contrasts(twin, engine, question, (here, there), differs)
    }

    /// The diagrams of a question, without the constraints that hold in the whole box anyway.
    pub(super) fn product(
        &self,
        question: &Question<'p>,
        masks: &[Mask],
        weights: Weights,
    ) -> VerdictProduct<'_> {
        let engine = self.engine;
        let bites = |node: &Node| {
            let mut bites = false;
            engine.diagrams.reach(*node, masks, |end| {
                bites |= end == Node::FALSE;
                bites
            });
            bites
        };
        let stake = |stake: Stake| match weights {
            Weights::Counted => stake,
            Weights::Ignored => Stake { weight: 0, ..stake },
        };
        Product {
            diagrams: &engine.diagrams,
            cancel: &self.cancel,
            constraints: (question.constraints.iter())
                .filter_map(|&index| engine.constraints[index].node)
                .filter(bites)
                .collect(),
            subjects: (question.subjects.iter())
                .filter_map(|subject| Some((subject.node?, stake(subject.stake))))
                .collect(),
        }
    }

    fn solve(&self, question: &Question<'p>, masks: &[Mask]) -> Result<Outcomes, Limit> {
        self.with_solver(|solver| solver.outcomes(self.engine, question, masks))
    }

    fn with_solver<T>(&self, job: impl FnOnce(&mut SatFallback) -> T) -> T {
        let mut solver = self.solver.borrow_mut();
        job(solver.get_or_insert_with(|| SatFallback::new(self.engine, &self.cancel)))
    }
}
