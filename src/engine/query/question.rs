//! Questions to an engine.

use servanda_solve::Var;
use servanda_solve::dd::Node;

use super::verdicts::Stake;
use crate::engine::encode::{Encoding, Owner};
use crate::engine::types::{AskedId, What};
use crate::policy::TermId;

/// A question: the joint outcome of some subjects under the constraints that bear on them.
#[derive(Clone, Debug)]
pub(crate) struct Question<'p> {
    pub(super) subjects: Vec<Subject<'p>>,
    pub(super) constraints: Vec<usize>,
    /// All variables that can bear on the answer, ascending.
    pub vars: Vec<Var>,
    /// Whether a diagram is missing, so that the solver has to answer.
    pub too_large: bool,
}

/// One subject of a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject<'p> {
    pub what: What<'p>,
    pub node: Option<Node>,
    pub stake: Stake,
}

impl<'p> Question<'p> {
    /// The terms that can bear on the answer, in the vocabulary's order.
    pub fn terms(&self, encoding: &Encoding) -> Vec<TermId> {
        let mut terms: Vec<TermId> = (self.vars.iter())
            .filter_map(|&var| match encoding.owners[var as usize] {
                Owner::Term(term) => Some(term),
                Owner::Reading(_) => None,
            })
            .collect();
        terms.dedup();
        terms
    }

    /// Whether a term can bear on the answer.
    pub fn looks_at(&self, encoding: &Encoding, term: TermId) -> bool {
        let mut vars = encoding.of(term).vars();
        vars.any(|var| self.vars.binary_search(&var).is_ok())
    }

    /// The prerequisites whose reading can bear on the answer.
    pub fn readings(&self, encoding: &Encoding) -> Vec<AskedId> {
        (self.vars.iter())
            .filter_map(|&var| match encoding.owners[var as usize] {
                Owner::Term(_) => None,
                Owner::Reading(prerequisite) => Some(prerequisite),
            })
            .collect()
    }

    /// The prerequisites among the subjects, and how they count.
    pub fn prerequisites(&self) -> impl Iterator<Item = (AskedId, Stake)> {
        self.subjects
            .iter()
            .filter_map(|subject| match subject.what {
                What::Prerequisite(id) => Some((id, subject.stake)),
                What::Warning(_) | What::Condition(_) => None,
            })
    }

    /// The same question without any constraint.
    pub fn without_constraints(&self) -> Self {
        Self {
            constraints: Vec::new(),
            ..self.clone()
        }
    }

    /// The same question without a subject: whether there is a completion.
    pub(super) fn without_subjects(&self) -> Self {
        Self {
            subjects: Vec::new(),
            ..self.clone()
        }
    }

    /// The same question about some of the prerequisites only.
    pub fn only(&self, prerequisites: &[AskedId]) -> Self {
        let chosen = |subject: &&Subject<'p>| match subject.what {
            What::Prerequisite(id) => prerequisites.contains(&id),
            What::Warning(_) | What::Condition(_) => false,
        };
        Self {
            subjects: self.subjects.iter().filter(chosen).copied().collect(),
            constraints: self.constraints.clone(),
            vars: self.vars.clone(),
            too_large: self.too_large,
        }
    }
}
