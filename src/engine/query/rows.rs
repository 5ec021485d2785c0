//! The outcomes of several subjects side by side, completion by completion.

use servanda_solve::dd::{Node, Product, Summary};

use super::question::Question;
use super::session::{Session, Weights};
use super::verdicts::outcome;
use crate::engine::encode::Region;
use crate::verdict::Outcome;

/// The outcome of each subject of a question in one completion, in the order of the subjects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct OutcomeRow(u128);

impl OutcomeRow {
    /// The most subjects that a row has room for.
    pub const MOST: usize = 64;

    /// The outcome of the subject at this place.
    pub fn at(self, place: usize) -> Outcome {
        match self.0 >> (2 * place) & 0b11 {
            1 => Outcome::Met,
            2 => Outcome::Unmet,
            _ => Outcome::NotApplicable,
        }
    }
}

impl Summary for OutcomeRow {
    type Weight = u8;

    fn add(&mut self, terminal: Node, place: u8) {
        let shown: u128 = match outcome(terminal) {
            Outcome::Met => 1,
            Outcome::Unmet => 2,
            Outcome::NotApplicable => 3,
        };
        self.0 |= shown << (2 * place);
    }
}

impl<'p> Session<'_, 'p> {
    /// Every row of outcomes that completions in the region show; `None` if that is too much.
    pub fn rows(&self, question: &Question<'p>, region: &Region) -> Option<Vec<OutcomeRow>> {
        if question.too_large || question.subjects.len() > OutcomeRow::MOST {
            return None;
        }
        let mut all = Vec::new();
        for masks in region.boxes(&question.vars).ok()? {
            let joint = self.product(question, &masks, Weights::Ignored);
            let nodes = question.subjects.iter().map(|subject| subject.node);
            let product: Product<'_, OutcomeRow> = Product {
                diagrams: joint.diagrams,
                cancel: joint.cancel,
                constraints: joint.constraints,
                subjects: nodes
                    .zip(0..)
                    .filter_map(|(node, place)| Some((node?, place)))
                    .collect(),
            };
            all.extend(product.summaries(&masks).ok()?);
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }
}
