//! Terms that do not arise in a text because of what it says on others.

use crate::engine::Background;
use crate::limit::Limit;
use crate::policy::TermId;
use crate::proposal::Knowledge;
use crate::questions::judge::Inquiry;
use crate::questions::sufficient_provisions::Provisions;
use crate::verdict::Outcomes;

/// A term of which the text leaves open whether it arises, and which does not, in any completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The term.
    pub term: TermId,
    /// A smallest set of terms whose provisions (silences included) force that.
    pub by: Vec<TermId>,
    /// The background knowledge by way of which they do.
    pub by_way_of: Vec<Background>,
}

impl Inquiry<'_, '_> {
    /// Every term that does not arise because of others, in the vocabulary's order.
    pub(super) fn absences(&self) -> Result<Vec<Absence>, Limit> {
        let mut found = Vec::new();
        for term in self.judge.policy.vocabulary.ids() {
            let known = &self.case.knowledge[term.0];
            if known.not_arising && !known.values.is_empty() && self.never_arises(term)? {
                found.push(self.absence(term));
            }
        }
        Ok(found)
    }

    fn never_arises(&self, term: TermId) -> Result<bool, Limit> {
        let engine = &self.judge.engine;
        let mut region = self.case.region.clone();
        let encoding = engine.encoding.of(term);
        region.restrict(encoding.vars(), &encoding.boxes(&self.arising(term)));
        let question = engine.around(&[term]);
        Ok(self.session.ask(&question, &region)?.is_empty())
    }

    fn absence(&self, term: TermId) -> Absence {
        let question = self.judge.engine.around(&[term]);
        let search = Provisions::new(*self, &question).assuming(term, self.arising(term));
        let by = search.smallest(Outcomes::ALL).items;
        let by_way_of = search.by_way_of(&by, Outcomes::ALL);
        Absence {
            term,
            by,
            by_way_of,
        }
    }

    /// What is known of a term, and that it arises.
    fn arising(&self, term: TermId) -> Knowledge {
        Knowledge {
            not_arising: false,
            values: self.case.knowledge[term.0].values.clone(),
        }
    }
}
