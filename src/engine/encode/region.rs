//! The completions that are possible, as sets of classes.

use std::borrow::Cow;
use std::ops::Range;

use servanda_solve::{Mask, Var};

use super::encoding::Encoding;
use crate::engine::types::Limit;
use crate::policy::TermId;
use crate::proposal::Knowledge;

/// A union of boxes. For most terms there is one set of classes for each variable; for a set term
/// of which a text allows several alternatives, a box for each alternative.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    masks: Vec<Mask>,
    choices: Vec<(Range<Var>, Vec<Vec<Mask>>)>,
}

impl Region {
    /// The most boxes one question may look at.
    pub const ALTERNATIVES: usize = 4_096;

    /// Every completion.
    pub fn everything(encoding: &Encoding) -> Self {
        Self {
            masks: encoding.everything(),
            choices: Vec::new(),
        }
    }

    /// The completions that are possible if this is known, term by term.
    pub fn knowing(encoding: &Encoding, known: &[Knowledge]) -> Self {
        let mut region = Self::everything(encoding);
        for (term, known) in TermId::first(known.len()).zip(known) {
            let term_encoding = encoding.of(term);
            region.restrict(term_encoding.vars(), &term_encoding.boxes(known));
        }
        region
    }

    /// Replaces what some consecutive variables may be by these boxes.
    pub fn restrict(&mut self, vars: Range<Var>, boxes: &[Vec<Mask>]) {
        self.choices.retain(|(known, _)| *known != vars);
        if let [only] = boxes {
            self.masks[vars.start as usize..vars.end as usize].copy_from_slice(only);
        } else {
            self.choices.push((vars, boxes.to_vec()));
        }
    }

    /// Fixes the class of a variable.
    pub fn fix(&mut self, var: Var, class: usize) {
        self.masks[var as usize] = 1 << class;
    }

    /// The masks of all variables, if there is only one box.
    pub fn single_box(&self) -> Option<&[Mask]> {
        self.choices.is_empty().then_some(&self.masks)
    }

    /// Lets a variable have just these classes.
    pub fn allow(&mut self, var: Var, classes: impl Iterator<Item = usize>) {
        self.masks[var as usize] = classes.fold(0, |mask, class| mask | 1 << class);
    }

    /// The lowest class that a variable may have.
    pub fn first_class(&self, var: Var) -> usize {
        self.masks[var as usize].trailing_zeros() as usize
    }

    /// All boxes that differ in these variables (ascending).
    pub fn boxes(&self, vars: &[Var]) -> Result<Vec<Cow<'_, [Mask]>>, Limit> {
        let mut boxes = vec![Cow::Borrowed(&self.masks[..])];
        for (range, alternatives) in &self.choices {
            if range.clone().any(|var| vars.binary_search(&var).is_ok()) {
                if boxes.len() * alternatives.len() > Self::ALTERNATIVES {
                    return Err(Limit::Alternatives);
                }
                boxes = (boxes.iter())
                    .flat_map(|masks| {
                        alternatives.iter().map(|alternative| {
                            let mut masks = masks.to_vec();
                            masks[range.start as usize..range.end as usize]
                                .copy_from_slice(alternative);
                            Cow::Owned(masks)
                        })
                    })
                    .collect();
            }
        }
        Ok(boxes)
    }
}
