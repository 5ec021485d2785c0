//! What each term can still be in a zone.

use std::collections::BTreeSet;

use crate::engine::{Claim, Draft, Layout, Mask, Var};
use crate::limit::{Limit, Part, Unfinished};
use crate::policy::TermId;
use crate::proposal::Knowledge;
use crate::questions::demands::Demands;

/// So many choices of members are told apart.
const SETS: usize = 256;

/// What a term can still be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Nothing but this.
    pub within: Knowledge,
    /// Whether it can be all of that. Of a set that can be too many things only what is surely in
    /// and what is possibly in are found out.
    pub exact: bool,
}

impl Demands<'_> {
    /// What each term can be in a settlement that respects the claims, of which the draft has found
    /// one; term by term until a limit is met.
    pub(super) fn room(
        &self,
        draft: &mut Draft<'_, '_>,
        claims: &[Claim],
        unfinished: &mut Unfinished,
    ) -> Vec<Room> {
        let mut masks = vec![0; self.engine.space.sizes.len()];
        self.note_classes(draft, &mut masks);
        let mut room = Vec::new();
        for term in self.engine.vocabulary.ids() {
            let own = match self.engine.space.layout(term) {
                Layout::Thresholds { .. } => self.room_of_number(term, draft, claims),
                Layout::Members { .. } => self.room_of_set(term, draft, claims, &mut masks),
                Layout::Stretches { .. } => self.room_of(term, draft, claims, &mut masks),
            };
            match unfinished.note(Part::Terms, own) {
                Some(own) => room.push(own),
                None => break,
            }
        }
        room
    }

    /// The room of a set, choice by choice of the members that are looked at.
    fn room_of_set(
        &self,
        term: TermId,
        draft: &mut Draft<'_, '_>,
        claims: &[Claim],
        masks: &mut [Mask],
    ) -> Result<Room, Limit> {
        let hull = self.room_of(term, draft, claims, masks)?;
        let layout = self.engine.space.layout(term);
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        let mut beyond = claims.to_vec();
        let mut within = Knowledge {
            not_arising: false,
            values: Vec::new(),
        };
        for _ in 0..=SETS {
            if !draft.possible(&beyond)? {
                put_together(&mut within.values);
                let exact = true;
                return Ok(Room { within, exact });
            }
            let classes: Vec<Mask> = layout.vars().map(|var| 1 << draft.class(var)).collect();
            let found = layout.leave(&anything, &declared.kind, &classes, |_| 0);
            beyond.push(draft.is_none_of(term, &found));
            within.extend(&declared.kind, found);
        }
        let exact = false;
        Ok(Room { exact, ..hull })
    }

    /// What a term can be, each variable by itself. `masks` holds for each variable the classes
    /// that some settlement was seen to have.
    fn room_of(
        &self,
        term: TermId,
        draft: &mut Draft<'_, '_>,
        claims: &[Claim],
        masks: &mut [Mask],
    ) -> Result<Room, Limit> {
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
        Ok(Room {
            within: layout.leave(&anything, &declared.kind, classes, |_| 0),
            exact: true,
        })
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
    /// is asked of all stretches that were not found yet and are not ruled out.
    fn room_of_number(
        &self,
        term: TermId,
        draft: &mut Draft<'_, '_>,
        claims: &[Claim],
    ) -> Result<Room, Limit> {
        let layout = self.engine.space.layout(term);
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        let mut room = Knowledge {
            not_arising: false,
            values: Vec::new(),
        };
        if let Some((var, mask)) = layout.arises() {
            room.not_arising = possible_with(draft, claims, &[(var, !mask)])?;
        }
        let mut open = anything.values;
        while let Some((from, to)) = open.pop() {
            if !possible_with(draft, claims, &layout.within_stretches(from, to))? {
                continue;
            }
            if let Some((low, high)) = layout.stretch(|var| draft.class(var)) {
                room.values.push((low, high));
                open.extend((from < low).then(|| (from, low - 1)));
                open.extend((high < to).then(|| (high + 1, to)));
            }
        }
        room.tidy(&declared.kind);
        Ok(Room {
            within: room,
            exact: true,
        })
    }
}

/// Puts together sets between two that differ in one member only, as long as there are some.
fn put_together(sets: &mut Vec<(u64, u64)>) {
    let mut before = usize::MAX;
    while sets.len() < before {
        before = sets.len();
        for member in (0..u64::BITS).map(|member| 1 << member) {
            let all: BTreeSet<(u64, u64)> = sets.iter().copied().collect();
            let with = |&(low, high): &(u64, u64)| (low | member, high | member);
            let without = |&(low, high): &(u64, u64)| (low & !member, high & !member);
            let both = |set: &(u64, u64)| all.contains(&with(set)) && all.contains(&without(set));
            let widened = all.iter().map(|set| {
                if both(set) {
                    (without(set).0, with(set).1)
                } else {
                    *set
                }
            });
            let widened: BTreeSet<(u64, u64)> = widened.collect();
            *sets = widened.into_iter().collect();
        }
    }
}

/// Whether some settlement respects the claims and has these classes. It is then found.
fn possible_with(
    draft: &mut Draft<'_, '_>,
    claims: &[Claim],
    classes: &[(Var, Mask)],
) -> Result<bool, Limit> {
    let mut more = claims.to_vec();
    more.extend(classes.iter().map(|&(var, mask)| draft.class_in(var, mask)));
    draft.possible(&more)
}

/// The variable and the classes of it that say that the term arises: where it does not, its other
/// variables say nothing.
fn arises(layout: &Layout, var: Var) -> Option<(Var, Mask)> {
    layout.arises().filter(|(other, _)| *other != var)
}
