//! Widens each change of a repair to all cells that would do.

use std::collections::BTreeMap;

use super::{Change, Repair};
use crate::engine::{AskedId, Mask, Question, Region, Session, TermEncoding, What, distance};
use crate::limit::Limit;
use crate::policy::TermId;
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};
use crate::verdict::{Outcome, Outcomes};

/// A proposal with its changes, while these are widened.
pub(super) struct Scope<'a, 'p> {
    pub demands: &'a Demands<'p>,
    pub session: &'a Session<'a, 'p>,
    pub known: &'a [Knowledge],
    /// The cells from which the steps of each term are counted.
    from: Vec<Knowledge>,
    pub region: Region,
    /// For each changed term the classes of its variables that will do.
    pub chosen: BTreeMap<TermId, Vec<Mask>>,
    /// Each prerequisite that decides, with the terms that bear on it.
    pub questions: Vec<Asked<'p>>,
    /// For each policy that may not apply, its prerequisites that decide, jointly.
    joint: Vec<Question<'p>>,
}

/// A prerequisite that decides.
pub(super) struct Asked<'p> {
    pub demand: Demand,
    pub question: Question<'p>,
    /// The terms that bear on it.
    pub terms: Vec<TermId>,
    /// Where it may apply as the proposal stands, and could be avoided.
    pub fate: Option<Fate>,
}

/// What a repair makes of a prerequisite that may apply as the proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It applies in some completion of the changed text.
    Kept,
    /// It applies in none.
    Avoided,
}

/// The prerequisites that may apply as the proposal stands and could be avoided.
pub(super) struct Fates {
    pub avoided: Vec<AskedId>,
    pub kept: Vec<AskedId>,
}

/// Whether a prerequisite applies in some completion.
pub(super) fn applies_somewhere<'p>(
    session: &Session<'_, 'p>,
    question: &Question<'p>,
    region: &Region,
) -> Result<bool, Limit> {
    let applies = Outcomes::only(Outcome::NotApplicable).others();
    Ok((session.ask_until(question, region, applies)?).meets(applies))
}

impl<'a, 'p> Scope<'a, 'p> {
    pub fn new(
        demands: &'a Demands<'p>,
        session: &'a Session<'a, 'p>,
        known: &'a [Knowledge],
        region: Region,
        fates: &Fates,
    ) -> Self {
        let engine = &demands.engine;
        let question = |&index: &AskedId| {
            let question = engine.question(What::Prerequisite(index));
            let fate = if fates.avoided.contains(&index) {
                Some(Fate::Avoided)
            } else {
                fates.kept.contains(&index).then_some(Fate::Kept)
            };
            Asked {
                demand: demands.demand(index),
                terms: question.terms(&engine.encoding),
                question,
                fate,
            }
        };
        let joint = |policy| demands.joint(policy);
        Self {
            demands,
            session,
            known,
            from: (known.iter().zip(&engine.vocabulary.terms))
                .map(|(known, term)| known.counted_from(term))
                .collect(),
            region,
            chosen: BTreeMap::new(),
            questions: demands.deciding.iter().map(question).collect(),
            joint: demands.may_not_apply().map(joint).collect(),
        }
    }

    /// Pins a term to these classes.
    pub fn pin(&mut self, term: TermId, classes: Vec<usize>) {
        let masks = classes.into_iter().map(|class| 1 << class).collect();
        self.chosen.insert(term, masks);
    }

    /// Allows further classes that cost the same, as long as the proposal stays met, nothing else is
    /// avoided, and no way to carry out an earlier repair is among them.
    pub fn widen(&mut self, term: TermId, earlier: &[Repair]) -> Result<(), Limit> {
        let term_encoding = self.demands.engine.encoding.of(term);
        for (offset, var) in term_encoding.vars().enumerate() {
            for class in 0..usize::from(self.demands.engine.encoding.sizes[var as usize]) {
                let mut wider = self.chosen[&term].clone();
                wider[offset] |= 1 << class;
                if wider[offset] != self.chosen[&term][offset]
                    && self.costs_the_same(term, var, class)
                    && self.may_be(term, offset, class)?
                    && self.unmet(term, &wider)?.is_empty()
                    && self.surely_applies(term, &wider)?
                    && self.stays_kept(term, offset, class)?
                    && !earlier.iter().any(|other| self.meets(other, term, &wider))
                {
                    self.chosen.insert(term, wider);
                }
            }
        }
        let vars = term_encoding.vars();
        self.region.restrict(vars, &[self.chosen[&term].clone()]);
        Ok(())
    }

    fn costs_the_same(&self, term: TermId, var: u32, class: usize) -> bool {
        let from = &self.from[term.0];
        let term_encoding = self.demands.engine.encoding.of(term);
        let arises = term_encoding.arises().map(|(arises, _)| arises);
        if matches!(term_encoding, TermEncoding::Direct { .. }) || arises == Some(var) {
            let start = term_encoding.vars().start;
            let costs = |class: usize| {
                let chosen = |of: u32| self.chosen[&term][(of - start) as usize].trailing_zeros();
                let class_of = |of: u32| {
                    if of == var {
                        class
                    } else {
                        chosen(of) as usize
                    }
                };
                let cell = term_encoding.nearest(from, class_of);
                distance(&self.demands.engine, term, from, cell)
            };
            let chosen = self.chosen[&term][(var - start) as usize].trailing_zeros();
            return costs(chosen as usize) == costs(class);
        }
        if from.values.is_empty() {
            return true;
        }
        // A term of several variables may be left open only where it was open.
        let offset = (var - term_encoding.vars().start) as usize;
        let boxes = term_encoding.boxes(from);
        boxes.len() == 1 && boxes[0][offset] >> class & 1 == 1 && boxes[0][offset].count_ones() > 1
    }

    /// Whether there is a completion in which the variable has this class, whichever cells are
    /// picked for the other changes. May answer no where that is not certain.
    fn may_be(&self, term: TermId, offset: usize, class: usize) -> Result<bool, Limit> {
        let engine = &self.demands.engine;
        let mut only = self.chosen[&term].clone();
        only[offset] = 1 << class;
        let mut region = self.region.clone();
        region.restrict(engine.encoding.of(term).vars(), &[only]);
        for question in engine.coherence() {
            let terms = question.terms(&engine.encoding);
            if !terms.contains(&term) {
                continue;
            }
            let open = |(at, mask): (usize, &Mask)| at != offset && !mask.is_power_of_two();
            let other_open = |(other, masks): (&TermId, &Vec<Mask>)| {
                if *other == term {
                    masks.iter().enumerate().any(open)
                } else {
                    terms.contains(other) && !masks.iter().all(|mask| mask.is_power_of_two())
                }
            };
            if self.chosen.iter().any(other_open)
                || self.session.ask(&question, &region)?.is_empty()
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The prerequisites that may be unmet if the term has these classes.
    fn unmet(&self, term: TermId, classes: &[Mask]) -> Result<Vec<Demand>, Limit> {
        let vars = self.demands.engine.encoding.of(term).vars();
        let mut region = self.region.clone();
        region.restrict(vars, &[classes.to_vec()]);
        self.unmet_in(term, &region)
    }

    /// Whether something is met, whichever of these classes the term has.
    fn surely_applies(&self, term: TermId, classes: &[Mask]) -> Result<bool, Limit> {
        let vars = self.demands.engine.encoding.of(term).vars();
        let mut region = self.region.clone();
        region.restrict(vars, &[classes.to_vec()]);
        let nothing = Outcomes::only(Outcome::NotApplicable);
        for question in &self.joint {
            if (self.session.ask_until(question, &region, nothing)?).meets(nothing) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether, with one more class of a variable, every prerequisite that is kept still applies in
    /// some completion, whichever cells are picked. May answer no where that is not certain.
    fn stays_kept(&self, term: TermId, offset: usize, class: usize) -> Result<bool, Limit> {
        let vars = self.demands.engine.encoding.of(term).vars();
        let mut only = self.chosen[&term].clone();
        only[offset] = 1 << class;
        let mut region = self.region.clone();
        region.restrict(vars, &[only.clone()]);
        let never = Outcomes::only(Outcome::NotApplicable);
        for asked in &self.questions {
            if asked.fate != Some(Fate::Kept) || !asked.terms.contains(&term) {
                continue;
            }
            let always = !(self.session.ask_until(&asked.question, &region, never)?).meets(never);
            let settled = |(other, masks): (&TermId, &Vec<Mask>)| {
                let masks = if *other == term { &only } else { masks };
                !asked.terms.contains(other) || masks.iter().all(|mask| mask.is_power_of_two())
            };
            let certain = always
                || self.chosen.iter().all(settled)
                    && applies_somewhere(self.session, &asked.question, &region)?;
            if !certain {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether, with these classes of a term, a way to carry out the repair is one of another, too.
    fn meets(&self, other: &Repair, term: TermId, classes: &[Mask]) -> bool {
        let vocabulary = &self.demands.engine.vocabulary;
        let both = |change: &Change| {
            let kind = &vocabulary.term(change.term).kind;
            let own = match self.chosen.get(&change.term) {
                Some(_) if change.term == term => self.cells_of(term, classes),
                Some(chosen) => self.cells_of(change.term, chosen),
                None => return false,
            };
            own.meets(kind, &change.to)
        };
        other.changes.len() == self.chosen.len() && other.changes.iter().all(both)
    }

    pub fn unmet_in(&self, term: TermId, region: &Region) -> Result<Vec<Demand>, Limit> {
        let unmet = Outcomes::only(Outcome::Unmet);
        let mut found = Vec::new();
        for asked in &self.questions {
            if asked.terms.contains(&term)
                && (self.session.ask_until(&asked.question, region, unmet)?).meets(unmet)
            {
                found.push(asked.demand);
            }
        }
        Ok(found)
    }

    /// The cells that will do, as near to what is known as their classes allow.
    pub fn cells(&self, term: TermId) -> Knowledge {
        self.cells_of(term, &self.chosen[&term])
    }

    fn cells_of(&self, term: TermId, classes: &[Mask]) -> Knowledge {
        let term_encoding = self.demands.engine.encoding.of(term);
        let kind = &self.demands.engine.vocabulary.term(term).kind;
        let from = &self.from[term.0];
        term_encoding.leave(from, kind, classes, |cell| {
            distance(&self.demands.engine, term, from, cell)
        })
    }
}
