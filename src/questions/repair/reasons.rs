//! Why each change of a repair is needed, and which prerequisite it serves.

use super::Change;
use super::scope::{Fate, Scope, applies_somewhere};
use crate::engine::{Question, Region};
use crate::limit::Limit;
use crate::policy::TermId;
use crate::questions::demands::Demand;
use crate::verdict::{Outcome, Outcomes};

impl<'p> Scope<'_, 'p> {
    /// The change of a term, with the reasons for it.
    pub fn change(&self, term: TermId, steps: u64) -> Result<Change, Limit> {
        let back = self.taken_back(&[term]);
        let forced_by = self.unmet_in(term, &back)?;
        let (broken, kept_true) = self.kept_true(term, &back)?;
        let keeps = if broken.is_empty() {
            self.would_apply(term, &back, Fate::Kept, false)?
        } else {
            Vec::new()
        };
        let follows = self.follows(term, &broken)?;
        let together: Vec<TermId> = [&[term], &follows[..]].concat();
        let without = self.taken_back(&together);
        let mut serves = [&forced_by[..], &keeps].concat();
        for &each in together.iter().filter(|_| !follows.is_empty()) {
            serves.extend(self.unmet_in(each, &without)?);
            serves.extend(self.would_apply(each, &without, Fate::Kept, false)?);
        }
        let avoids = self.would_apply(term, &without, Fate::Avoided, true)?;
        if serves.is_empty() && avoids.is_empty() {
            serves = self.that_apply(term, &without)?;
        }
        serves.sort_unstable();
        serves.dedup();
        Ok(Change {
            term,
            from: self.known[term.0].clone(),
            to: self.cells(term),
            steps,
            forced_by,
            kept_true,
            keeps,
            serves,
            avoids,
            follows,
        })
    }

    /// What is avoided by several changes each of which would be enough is told at all of them.
    pub fn blame(&self, changes: &mut [Change]) {
        for asked in self
            .questions
            .iter()
            .filter(|asked| asked.fate == Some(Fate::Avoided))
        {
            if changes
                .iter()
                .any(|change| change.avoids.contains(&asked.demand))
            {
                continue;
            }
            for change in changes.iter_mut() {
                if asked.terms.contains(&change.term) {
                    change.avoids.push(asked.demand);
                }
            }
        }
    }

    /// The prerequisites that the repair avoids.
    pub fn avoided(&self) -> Vec<Demand> {
        let avoided = self
            .questions
            .iter()
            .filter(|asked| asked.fate == Some(Fate::Avoided));
        avoided.map(|asked| asked.demand).collect()
    }

    /// Prerequisites of this fate that in a region apply somewhere, or nowhere.
    fn would_apply(
        &self,
        term: TermId,
        region: &Region,
        fate: Fate,
        somewhere: bool,
    ) -> Result<Vec<Demand>, Limit> {
        let mut found = Vec::new();
        for asked in &self.questions {
            if asked.fate == Some(fate)
                && asked.terms.contains(&term)
                && applies_somewhere(self.session, &asked.question, region)? == somewhere
            {
                found.push(asked.demand);
            }
        }
        Ok(found)
    }

    /// The prerequisites that apply after the repair, and need not once a change is taken back.
    fn that_apply(&self, term: TermId, back: &Region) -> Result<Vec<Demand>, Limit> {
        let nothing = Outcomes::only(Outcome::NotApplicable);
        let mut found = Vec::new();
        for asked in &self.questions {
            if asked.terms.contains(&term)
                && applies_somewhere(self.session, &asked.question, &self.region)?
                && (self.session.ask_until(&asked.question, back, nothing)?).meets(nothing)
            {
                found.push(asked.demand);
            }
        }
        Ok(found)
    }

    /// The background knowledge that would be broken if the term stayed as it stands: as questions,
    /// and in words.
    fn kept_true(
        &self,
        term: TermId,
        back: &Region,
    ) -> Result<(Vec<Question<'p>>, Vec<String>), Limit> {
        let engine = &self.demands.engine;
        let (mut broken, mut words) = (Vec::new(), Vec::new());
        for question in engine.coherence() {
            let concerns = question.terms(&engine.encoding).contains(&term);
            if concerns && self.session.ask(&question, back)?.is_empty() {
                let needed = self.session.irreducible(&question, back);
                let needed = engine.backgrounds(&needed).into_iter();
                words.extend(needed.map(|each| engine.vocabulary.background(each).1));
                broken.push(question);
            }
        }
        Ok((broken, words))
    }

    /// The changes from which a change follows that keeps background knowledge true: those of which
    /// one, taken back with it, leaves that unbroken; if there is none, all that concern it.
    fn follows(&self, term: TermId, broken: &[Question<'p>]) -> Result<Vec<TermId>, Limit> {
        let encoding = &self.demands.engine.encoding;
        let (mut alone, mut all) = (Vec::new(), Vec::new());
        for &other in self.chosen.keys().filter(|other| **other != term) {
            let concerned = |question: &Question<'p>| question.terms(encoding).contains(&other);
            if !broken.iter().any(concerned) {
                continue;
            }
            all.push(other);
            let back = self.taken_back(&[term, other]);
            let mut mended = true;
            for question in broken {
                mended &= !self.session.ask(question, &back)?.is_empty();
            }
            if mended {
                alone.push(other);
            }
        }
        Ok(if alone.is_empty() { all } else { alone })
    }

    /// The completions that are possible if these terms stay as they stand and all other changes are
    /// made.
    fn taken_back(&self, terms: &[TermId]) -> Region {
        let mut region = self.region.clone();
        for &term in terms {
            let term_encoding = self.demands.engine.encoding.of(term);
            let boxes = term_encoding.boxes(&self.known[term.0]);
            region.restrict(term_encoding.vars(), &boxes);
        }
        region
    }
}
