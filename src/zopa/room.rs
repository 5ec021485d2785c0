//! What each term can still be in a zone.

use crate::demands::Demands;
use crate::engine::{Claim, Draft, Layout, Mask, Var};
use crate::limit::{Limit, Part, Unfinished};
use crate::policy::TermId;
use crate::proposal::Knowledge;

impl Demands<'_> {
    /// What each term can be in a settlement that respects the claims, of which the draft has found
    /// one; term by term until a limit is met.
    pub(super) fn room(
        &self,
        draft: &mut Draft<'_, '_>,
        claims: &[Claim],
        unfinished: &mut Unfinished,
    ) -> Vec<Knowledge> {
        let mut masks = vec![0; self.engine.space.sizes.len()];
        self.note_classes(draft, &mut masks);
        let mut room = Vec::new();
        for term in self.engine.vocabulary.ids() {
            let own = match self.engine.space.layout(term) {
                Layout::Thresholds { .. } => self.room_of_number(term, draft, claims),
                _ => self.room_of(term, draft, claims, &mut masks),
            };
            match unfinished.note(Part::Terms, own) {
                Some(own) => room.push(own),
                None => break,
            }
        }
        room
    }

    /// What a term can be. `masks` holds for each variable the classes that some settlement was
    /// seen to have.
    fn room_of(
        &self,
        term: TermId,
        draft: &mut Draft<'_, '_>,
        claims: &[Claim],
        masks: &mut [Mask],
    ) -> Result<Knowledge, Limit> {
        let space = &self.engine.space;
        let layout = space.layout(term);
        for var in layout.vars() {
            for class in 0..usize::from(space.sizes[var as usize]) {
                if masks[var as usize] >> class & 1 == 0 {
                    let mut more = claims.to_vec();
                    more.push(draft.class_in(var, 1 << class));
                    more.extend(arises(layout, var).map(|(var, mask)| draft.class_in(var, mask)));
                    if draft.possible(&more)? {
                        self.note_classes(draft, masks);
                    }
                }
            }
        }
        let vars = layout.vars();
        let classes = &masks[vars.start as usize..vars.end as usize];
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        Ok(layout.leave(&anything, &declared.kind, classes, |_| 0))
    }

    /// Notes the classes of the settlement that was found.
    fn note_classes(&self, draft: &Draft<'_, '_>, masks: &mut [Mask]) {
        for term in self.engine.vocabulary.ids() {
            let layout = self.engine.space.layout(term);
            for var in layout.vars() {
                let says = |(var, mask): (Var, Mask)| mask >> draft.class(var) & 1 == 1;
                if arises(layout, var).is_none_or(says) {
                    masks[var as usize] |= 1 << draft.class(var);
                }
            }
        }
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

/// The variable and the classes of it that say that the term arises: where it does not, its other
/// variables say nothing.
fn arises(layout: &Layout, var: Var) -> Option<(Var, Mask)> {
    layout.arises().filter(|(other, _)| *other != var)
}
