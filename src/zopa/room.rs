//! What each term can still be in a zone.

use crate::demands::Demands;
use crate::engine::{Claim, Draft, Layout, Mask, Var};
use crate::limit::Limit;
use crate::policy::TermId;
use crate::proposal::Knowledge;

impl Demands<'_> {
    /// What each term can be in a settlement that respects the claims, of which there is one.
    pub(super) fn room(
        &self,
        draft: &mut Draft<'_, '_>,
        claims: &[Claim],
    ) -> Result<Vec<Knowledge>, Limit> {
        let vocabulary = self.engine.vocabulary;
        let masks = self.masks(draft, claims)?;
        let mut room = Vec::new();
        for term in vocabulary.ids() {
            let layout = self.engine.space.layout(term);
            let declared = vocabulary.term(term);
            let anything = Knowledge::unknown(declared);
            let vars = layout.vars();
            room.push(if let Layout::Thresholds { .. } = layout {
                self.room_of_number(term, draft, claims)?
            } else {
                let classes = &masks[vars.start as usize..vars.end as usize];
                layout.leave(&anything, &declared.kind, classes, |_| 0)
            });
        }
        Ok(room)
    }

    /// The classes that each variable can have.
    fn masks(&self, draft: &mut Draft<'_, '_>, claims: &[Claim]) -> Result<Vec<Mask>, Limit> {
        let space = &self.engine.space;
        let terms: Vec<TermId> = self.engine.vocabulary.ids().collect();
        // Where a term does not arise, its other variables say nothing.
        let arises = |term: TermId, var: Var| {
            let arises = space.layout(term).arises();
            arises.filter(|(other, _)| *other != var)
        };
        let mut masks: Vec<Mask> = vec![0; space.sizes.len()];
        let note = |draft: &Draft<'_, '_>, masks: &mut Vec<Mask>| {
            for &term in &terms {
                for var in space.layout(term).vars() {
                    let says = |(var, mask): (Var, Mask)| mask >> draft.class(var) & 1 == 1;
                    if arises(term, var).is_none_or(says) {
                        masks[var as usize] |= 1 << draft.class(var);
                    }
                }
            }
        };
        note(draft, &mut masks);
        for &term in &terms {
            if let Layout::Thresholds { .. } = space.layout(term) {
                continue;
            }
            for var in space.layout(term).vars() {
                for class in 0..usize::from(space.sizes[var as usize]) {
                    if masks[var as usize] >> class & 1 == 0 {
                        let mut more = claims.to_vec();
                        more.push(draft.class_in(var, 1 << class));
                        more.extend(arises(term, var).map(|(var, mask)| draft.class_in(var, mask)));
                        if draft.possible(&more)? {
                            note(draft, &mut masks);
                        }
                    }
                }
            }
        }
        Ok(masks)
    }

    /// The room of a number that has a variable for each threshold: which of them can go together
    /// is asked stretch by stretch.
    fn room_of_number(
        &self,
        term: TermId,
        draft: &mut Draft<'_, '_>,
        claims: &[Claim],
    ) -> Result<Knowledge, Limit> {
        let layout = self.engine.space.layout(term);
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        let mut room = Knowledge {
            not_arising: false,
            values: Vec::new(),
        };
        let ways = layout.ways(&anything, &declared.kind, usize::MAX);
        for (classes, _) in ways.unwrap_or_default() {
            let masks: Vec<Mask> = classes.into_iter().map(|class| 1 << class).collect();
            let mut more = claims.to_vec();
            let each = layout.vars().zip(&masks);
            more.extend(each.map(|(var, &mask)| draft.class_in(var, mask)));
            if draft.possible(&more)? {
                let stretch = layout.leave(&anything, &declared.kind, &masks, |_| 0);
                room.extend(&declared.kind, stretch);
            }
        }
        Ok(room)
    }
}
