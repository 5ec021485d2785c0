//! Widens each change of a repair to all cells that would do, and finds what forces it.

use std::collections::BTreeMap;

use crate::engine::{AskedId, Mask, Question, Region, Session, TermEncoding, What, distance};
use crate::limit::Limit;
use crate::policy::TermId;
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};
use crate::verdict::{Outcome, Outcomes};

/// A proposal with its changes, while these are widened.
pub(super) struct Scope<'a, 'p> {
    demands: &'a Demands<'p>,
    session: &'a Session<'a, 'p>,
    known: &'a [Knowledge],
    /// The cells from which the steps of each term are counted.
    from: Vec<Knowledge>,
    region: Region,
    /// For each changed term the classes of its variables that will do.
    chosen: BTreeMap<TermId, Vec<Mask>>,
    /// Each prerequisite that decides, with the terms that bear on it.
    questions: Vec<(Demand, Question<'p>, Vec<TermId>)>,
    /// For each policy that may not apply, its prerequisites that decide, jointly.
    joint: Vec<Question<'p>>,
}

impl<'a, 'p> Scope<'a, 'p> {
    pub fn new(
        demands: &'a Demands<'p>,
        session: &'a Session<'a, 'p>,
        known: &'a [Knowledge],
        region: Region,
    ) -> Self {
        let engine = &demands.engine;
        let question = |&index: &AskedId| {
            let question = engine.question(What::Prerequisite(index));
            let terms = question.terms(&engine.encoding);
            (demands.demand(index), question, terms)
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

    /// Allows further classes that cost the same, as long as the proposal stays met.
    pub fn widen(&mut self, term: TermId) -> Result<(), Limit> {
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

    fn unmet_in(&self, term: TermId, region: &Region) -> Result<Vec<Demand>, Limit> {
        let unmet = Outcomes::only(Outcome::Unmet);
        let mut found = Vec::new();
        for (demand, question, terms) in &self.questions {
            if terms.contains(&term)
                && self
                    .session
                    .ask_until(question, region, unmet)?
                    .meets(unmet)
            {
                found.push(*demand);
            }
        }
        Ok(found)
    }

    /// The prerequisites that would not be met if the term stayed as it stands.
    pub fn forced_by(&self, term: TermId) -> Result<Vec<Demand>, Limit> {
        self.unmet_in(term, &self.taken_back(term))
    }

    /// The background knowledge, in words, that would be broken if the term stayed as it stands.
    pub fn kept_true(&self, term: TermId) -> Result<Vec<String>, Limit> {
        let engine = &self.demands.engine;
        let region = self.taken_back(term);
        let mut broken = Vec::new();
        for question in engine.coherence() {
            let concerns = question.terms(&engine.encoding).contains(&term);
            if concerns && self.session.ask(&question, &region)?.is_empty() {
                let needed = self.session.irreducible(&question, &region);
                let needed = engine.backgrounds(&needed).into_iter();
                broken.extend(needed.map(|each| engine.vocabulary.background(each).1));
            }
        }
        Ok(broken)
    }

    /// The completions that are possible if the term stays as it stands and all other changes are
    /// made.
    fn taken_back(&self, term: TermId) -> Region {
        let term_encoding = self.demands.engine.encoding.of(term);
        let mut region = self.region.clone();
        region.restrict(
            term_encoding.vars(),
            &term_encoding.boxes(&self.known[term.0]),
        );
        region
    }

    /// The cells that will do, as near to what is known as their classes allow.
    pub fn cells(&self, term: TermId) -> Knowledge {
        let term_encoding = self.demands.engine.encoding.of(term);
        let kind = &self.demands.engine.vocabulary.term(term).kind;
        let from = &self.from[term.0];
        term_encoding.leave(from, kind, &self.chosen[&term], |cell| {
            distance(&self.demands.engine, term, from, cell)
        })
    }
}
