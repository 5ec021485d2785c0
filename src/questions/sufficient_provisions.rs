//! The smallest set of provisions that forces a verdict.

use std::cell::Cell;

use crate::engine::{Assignment, Background, Question, Region, Trial};
use crate::limit::Limit;
use crate::policy::TermId;
use crate::proposal::Knowledge;
use crate::questions::judge::{Case, Inquiry, Judge};
use crate::questions::sufficient::{Ended, Smallest, sufficient};
use crate::verdict::Outcomes;

/// The provisions that bear on one question.
pub(crate) struct Provisions<'a, 'p> {
    inquiry: Inquiry<'a, 'p>,
    question: &'a Question<'p>,
    /// Their terms, in file order.
    terms: Vec<TermId>,
    /// What is taken for granted of one term, in place of what is said of it.
    assumed: Option<(TermId, Knowledge)>,
    limited: Cell<Option<Limit>>,
}

impl<'a, 'p> Provisions<'a, 'p> {
    pub fn new(inquiry: Inquiry<'a, 'p>, question: &'a Question<'p>) -> Self {
        let relevant = question.terms(&inquiry.judge.engine.encoding);
        let mut terms = inquiry.case.provided.clone();
        terms.retain(|term| relevant.binary_search(term).is_ok());
        Self {
            inquiry,
            question,
            terms,
            assumed: None,
            limited: Cell::new(None),
        }
    }

    /// The same, with this taken for granted of one term, in place of what is said of it.
    pub fn assuming(mut self, term: TermId, known: Knowledge) -> Self {
        self.terms.retain(|each| *each != term);
        self.assumed = Some((term, known));
        self
    }

    /// The limit that was met on the way.
    pub fn limited(&self) -> Option<Limit> {
        self.limited.get()
    }

    /// The smallest set after which no completion shows an outcome in `barred`, the first in file
    /// order among those of one size; past the limit on trials, an irredundant set. All provisions
    /// together must bar these outcomes.
    pub fn smallest(&self, barred: Outcomes) -> Smallest<TermId> {
        let each: Vec<usize> = (0..self.terms.len()).collect();
        let found = sufficient(&each, &self.inquiry.session.cancel, |chosen| {
            let terms: Vec<TermId> = chosen.iter().map(|&index| self.terms[index]).collect();
            Ok(match self.counterexample(&terms, barred)? {
                None => Trial::Enough,
                Some(counterexample) => Trial::Lacks(self.excluding(&counterexample)),
            })
        });
        match found {
            Ok(Some(set)) => {
                return Smallest {
                    items: set.into_iter().map(|index| self.terms[index]).collect(),
                    fewest: true,
                };
            }
            Ok(None) | Err(Ended::Trials) => {}
            Err(Ended::Limit(limit)) => self.limited.set(Some(limit)),
        }
        self.irredundant(barred)
    }

    /// The same; nothing if the work was stopped, for then nothing is proved of the set.
    pub fn proved(&self, barred: Outcomes) -> Option<Smallest<TermId>> {
        let found = self.smallest(barred);
        (self.limited() != Some(Limit::Stopped)).then_some(found)
    }

    /// Their terms, in file order.
    pub fn terms(&self) -> &[TermId] {
        &self.terms
    }

    /// The same search among some of them.
    pub fn among(&self, terms: &[TermId]) -> Self {
        Self {
            terms: terms.to_vec(),
            assumed: self.assumed.clone(),
            limited: Cell::new(None),
            ..*self
        }
    }

    /// The background knowledge by way of which these provisions bar the outcomes: without any of it
    /// they would not.
    pub fn by_way_of(&self, terms: &[TermId], barred: Outcomes) -> Vec<Background> {
        let Inquiry {
            judge,
            case,
            session,
        } = self.inquiry;
        let region = self.region(judge, case, terms);
        let needed = session.needed(self.question, &region, barred);
        judge.engine.backgrounds(&needed)
    }

    fn region(&self, judge: &Judge<'_>, case: &Case<'_>, terms: &[TermId]) -> Region {
        let mut region = judge.knowing(case, terms);
        if let Some((term, known)) = &self.assumed {
            let encoding = judge.engine.encoding.of(*term);
            region.restrict(encoding.vars(), &encoding.boxes(known));
        }
        region
    }

    fn irredundant(&self, barred: Outcomes) -> Smallest<TermId> {
        let mut items = self.terms.clone();
        for index in (0..items.len()).rev() {
            let dropped = items.remove(index);
            let counterexample = self.counterexample(&items, barred);
            if let Err(limit) = counterexample {
                self.limited.set(Some(limit));
            }
            if !matches!(counterexample, Ok(None)) {
                items.insert(index, dropped);
            }
        }
        Smallest::irredundant(items, self.limited().is_some())
    }

    /// A completion that shows a barred outcome although these provisions are known.
    pub fn counterexample(
        &self,
        terms: &[TermId],
        barred: Outcomes,
    ) -> Result<Option<Assignment>, Limit> {
        let Inquiry {
            judge,
            case,
            session,
        } = self.inquiry;
        session.find(self.question, &self.region(judge, case, terms), barred)
    }

    /// The provisions, by index, that do not allow a completion.
    fn excluding(&self, completion: &Assignment) -> Vec<usize> {
        let Inquiry { judge, case, .. } = self.inquiry;
        let excludes = |term: TermId| {
            let vars = judge.engine.encoding.of(term).vars();
            let own = (completion.iter()).filter(|(var, _)| vars.contains(var));
            let allows = |within: &Vec<u64>| {
                let mut own = own.clone();
                own.all(|(var, class)| within[(var - vars.start) as usize] >> class & 1 == 1)
            };
            !case.boxes(term).iter().any(allows)
        };
        (0..self.terms.len())
            .filter(|&index| excludes(self.terms[index]))
            .collect()
    }
}
