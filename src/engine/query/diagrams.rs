//! Questions as diagrams that stand by themselves, to be walked elsewhere.
//!
//! An answer follows or searches the diagrams of an engine, and explores the product of several. Here the
//! product of a question is built, background knowledge included: whoever has it needs nothing else to
//! answer that question for any text.

use servanda_solve::Cancel;
use servanda_solve::dd::{LabelledDiagrams, Reference};

use super::build;
use super::engine::Engine;
use super::question::Question;
use super::verdicts::Tally;
use crate::engine::types::Background;
use crate::verdict::{Outcome, Outcomes};

/// The most edges of diagrams that are put together.
const EDGES_APART: usize = 1_000_000;

/// The label of an outcome. Labels are bits, so that what can be reached is their union.
fn label(tally: Tally) -> Reference {
    match tally.outcome() {
        Outcome::Met => 1,
        Outcome::Unmet => 2,
        Outcome::NotApplicable => 4,
    }
}

/// The label of two subjects jointly, given that of each.
fn joined(one: Reference, other: Reference) -> Reference {
    match (one, other) {
        (0, _) | (_, 0) => 0,
        (2, _) | (_, 2) => 2,
        (1, _) | (_, 1) => 1,
        _ => 4,
    }
}

/// The outcomes that a union of labels stands for.
pub(crate) fn outcomes_of(labels: Reference) -> Outcomes {
    let each = [
        (1, Outcome::Met),
        (2, Outcome::Unmet),
        (4, Outcome::NotApplicable),
    ];
    let reached = each.into_iter().filter(|(bit, _)| labels & bit != 0);
    reached.map(|(_, outcome)| outcome).collect()
}

impl<'p> Engine<'p> {
    /// No diagrams yet. All that are built may have up to this number of edges together.
    pub fn labelled_diagrams(&self, most_edges: usize) -> LabelledDiagrams<'_> {
        LabelledDiagrams::new(&self.encoding.sizes, most_edges)
    }

    /// Adds the diagram of a question: of several subjects that of the joint outcome, and of none one that
    /// says whether there is a completion. `None` if it is too large, or if this is cancelled.
    pub fn build(
        &self,
        question: &Question<'p>,
        diagrams: &mut LabelledDiagrams<'_>,
        cancel: &Cancel,
    ) -> Option<Reference> {
        if question.too_large {
            return None;
        }
        let mut product = self.product(question, cancel);
        for (_, stake) in &mut product.subjects {
            stake.weight = 0;
        }
        diagrams.build(&product, label).ok()
    }

    /// The same of several subjects, put together one by one: that takes fewer steps where they are many.
    pub fn build_jointly(
        &self,
        question: &Question<'p>,
        diagrams: &mut LabelledDiagrams<'_>,
        cancel: &Cancel,
    ) -> Option<Reference> {
        let mut apart = self.labelled_diagrams(EDGES_APART);
        // Nothing applies yet.
        let mut whole = 4;
        for &subject in &question.subjects {
            // With the background knowledge that bears on this subject alone.
            let alone = self.questions_of(&[(subject.what, subject.stake)]);
            let one = self.build(&alone, &mut apart, cancel)?;
            whole = apart.combine([whole, one], &joined, cancel).ok()?;
        }
        diagrams.adopt(&apart, whole).ok()
    }

    /// The background knowledge of a question piece by piece, each as a question whether there is a
    /// completion if nothing else is known.
    pub fn pieces(&self, question: &Question<'p>) -> Vec<(Background, Question<'p>)> {
        let all = build::backgrounds(self.vocabulary, &self.encoding);
        let each = question.constraints.iter();
        each.filter_map(|&index| {
            let mut piece = question.without_subjects();
            let is_kept = |other: &usize| *other == index || all[*other].is_none();
            piece.constraints.retain(is_kept);
            Some((all[index]?, piece))
        })
        .collect()
    }
}
