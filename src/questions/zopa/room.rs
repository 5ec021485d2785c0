//! What each term can still be in a zone.

use std::collections::BTreeSet;

use crate::engine::{Claim, Mask, SettlementSearch, TermEncoding, Var};
use crate::limit::{Limit, Part, Unfinished};
use crate::policy::TermId;
use crate::proposal::Knowledge;
use crate::questions::demands::Demands;

/// The most choices of members that are told apart.
const SETS: usize = 256;

/// What a term can still be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Every cell that it can have is in here.
    pub within: Knowledge,
    /// Whether it can have each of these cells. Of a set that can have too many values only the
    /// members that are surely in and possibly in are found.
    pub exact: bool,
}

impl Demands<'_> {
    /// What each term can be in a settlement that fulfils the claims, term by term until a limit is
    /// met. The search must have found such a settlement.
    pub(super) fn room(
        &self,
        settlement: &mut SettlementSearch<'_, '_>,
        claims: &[Claim],
        unfinished: &mut Unfinished,
    ) -> Vec<Room> {
        let mut masks = vec![0; self.engine.encoding.sizes.len()];
        self.note_classes(settlement, &mut masks);
        let mut room = Vec::new();
        for term in self.engine.vocabulary.ids() {
            let own = match self.engine.encoding.of(term) {
                TermEncoding::Order { .. } => self.room_of_number(term, settlement, claims),
                TermEncoding::Membership { .. } => {
                    self.room_of_set(term, settlement, claims, &mut masks)
                }
                TermEncoding::Direct { .. } => self.room_of(term, settlement, claims, &mut masks),
            };
            match unfinished.note(Part::Terms, own) {
                Some(own) => room.push(own),
                None => break,
            }
        }
        room
    }

    /// What one term can be in a settlement that fulfils the claims; nothing if there is none.
    pub(super) fn room_of_term(
        &self,
        term: TermId,
        settlement: &mut SettlementSearch<'_, '_>,
        claims: &[Claim],
    ) -> Result<Room, Limit> {
        let mut masks = vec![0; self.engine.encoding.sizes.len()];
        if settlement.possible(claims)? {
            self.note_classes(settlement, &mut masks);
        }
        match self.engine.encoding.of(term) {
            TermEncoding::Order { .. } => self.room_of_number(term, settlement, claims),
            TermEncoding::Membership { .. } => {
                self.room_of_set(term, settlement, claims, &mut masks)
            }
            TermEncoding::Direct { .. } => self.room_of(term, settlement, claims, &mut masks),
        }
    }

    /// What a set can be: choice by choice of the members that conditions look at.
    fn room_of_set(
        &self,
        term: TermId,
        settlement: &mut SettlementSearch<'_, '_>,
        claims: &[Claim],
        masks: &mut [Mask],
    ) -> Result<Room, Limit> {
        let hull = self.room_of(term, settlement, claims, masks)?;
        let term_encoding = self.engine.encoding.of(term);
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        let mut beyond = claims.to_vec();
        let mut within = Knowledge {
            not_arising: false,
            values: Vec::new(),
        };
        for _ in 0..=SETS {
            if !settlement.possible(&beyond)? {
                put_together(&mut within.values);
                let exact = true;
                return Ok(Room { within, exact });
            }
            let classes: Vec<Mask> = term_encoding
                .vars()
                .map(|var| 1 << settlement.class(var))
                .collect();
            let found = term_encoding.leave(&anything, &declared.kind, &classes, |_| 0);
            beyond.push(settlement.is_none_of(term, &found));
            within.extend(&declared.kind, found);
        }
        let exact = false;
        Ok(Room { exact, ..hull })
    }

    /// What a term can be, each of its variables by itself. `masks` holds, for each variable, the
    /// classes of settlements that were found.
    fn room_of(
        &self,
        term: TermId,
        settlement: &mut SettlementSearch<'_, '_>,
        claims: &[Claim],
        masks: &mut [Mask],
    ) -> Result<Room, Limit> {
        let encoding = &self.engine.encoding;
        let term_encoding = encoding.of(term);
        for var in term_encoding.vars() {
            for class in 0..usize::from(encoding.sizes[var as usize]) {
                if masks[var as usize] >> class & 1 == 0 {
                    let mut more = claims.to_vec();
                    more.push(settlement.class_in(var, 1 << class));
                    more.extend(
                        arises(term_encoding, var)
                            .map(|(var, mask)| settlement.class_in(var, mask)),
                    );
                    if settlement.possible(&more)? {
                        self.note_classes(settlement, masks);
                    }
                }
            }
        }
        let vars = term_encoding.vars();
        let classes = &masks[vars.start as usize..vars.end as usize];
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        Ok(Room {
            within: term_encoding.leave(&anything, &declared.kind, classes, |_| 0),
            exact: true,
        })
    }

    /// Adds the classes of the settlement that was found.
    fn note_classes(&self, settlement: &SettlementSearch<'_, '_>, masks: &mut [Mask]) {
        for term in self.engine.vocabulary.ids() {
            let term_encoding = self.engine.encoding.of(term);
            for var in term_encoding.vars() {
                let says = |(var, mask): (Var, Mask)| mask >> settlement.class(var) & 1 == 1;
                if arises(term_encoding, var).is_none_or(says) {
                    masks[var as usize] |= 1 << settlement.class(var);
                }
            }
        }
    }

    /// What a number in an order encoding can be: the intervals are asked about one by one, in the
    /// gaps between those already found.
    fn room_of_number(
        &self,
        term: TermId,
        settlement: &mut SettlementSearch<'_, '_>,
        claims: &[Claim],
    ) -> Result<Room, Limit> {
        let term_encoding = self.engine.encoding.of(term);
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        let mut room = Knowledge {
            not_arising: false,
            values: Vec::new(),
        };
        if let Some((var, mask)) = term_encoding.arises() {
            room.not_arising = possible_with(settlement, claims, &[(var, !mask)])?;
        }
        let mut open = anything.values;
        while let Some((from, to)) = open.pop() {
            if !possible_with(
                settlement,
                claims,
                &term_encoding.within_intervals(from, to),
            )? {
                continue;
            }
            if let Some((low, high)) = term_encoding.interval(|var| settlement.class(var)) {
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

/// Merges pairs of boxes that differ in one member only, as long as there are some.
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

/// Whether some settlement fulfils the claims and has these classes. It is then the one found.
fn possible_with(
    settlement: &mut SettlementSearch<'_, '_>,
    claims: &[Claim],
    classes: &[(Var, Mask)],
) -> Result<bool, Limit> {
    let mut more = claims.to_vec();
    more.extend(
        classes
            .iter()
            .map(|&(var, mask)| settlement.class_in(var, mask)),
    );
    settlement.possible(&more)
}

/// The variable and its classes that say that the term arises, for its other variables: they mean
/// something only where it does.
fn arises(term_encoding: &TermEncoding, var: Var) -> Option<(Var, Mask)> {
    term_encoding.arises().filter(|(other, _)| *other != var)
}
