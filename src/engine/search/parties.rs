//! A settlement, and for each of several parties one of its own, as few steps away as can be.
//!
//! A settlement has one cell for each term, and its distance from every party is measured from that.
//! Of a scale the cell of a class that is nearest to one party need not be nearest to another, so
//! here all labels of a scale are told apart, in the order encoding (Crawford, Baker 1994), whatever
//! conditions distinguish. Between two values of the other kinds lies one step, or the members in
//! which two sets differ, so that their classes are enough.

use std::sync::Arc;

use servanda_solve::BooleanBackend as _;
use servanda_solve::sat::Lit;

use super::settlement::{Claim, SettlementSearch};
use crate::engine::encode::TermEncoding;
use crate::engine::query::CompletionVars;
use crate::policy::{Arising, Kind, TermId};
use crate::proposal::Knowledge;

/// A settlement of a party's own, beside the common one.
pub(crate) struct Party {
    /// The terms on which it may differ from the common one.
    terms: Vec<TermId>,
    spots: Vec<Spot>,
    /// Literals whose steps add up to the distance of the common one from it.
    steps: Vec<(Lit, u64)>,
}

/// Where a settlement is on one term.
pub(super) struct Spot {
    /// Whether the term arises; `None` if it always does.
    arises: Option<Lit>,
    /// Of a scale, for each label but the lowest, whether the value is at or above it. Of a set,
    /// for each member that conditions look at, whether it is in. Of the other kinds, the bits of
    /// their encoding: one for each class, or one for each interval but the first.
    bits: Vec<Lit>,
}

/// The most members of a set that conditions count of which parties' settlements are compared: which
/// of so many members they share is left open by a count, and every choice would be tried.
const COUNTED_MEMBERS: usize = 12;

impl SettlementSearch<'_, '_> {
    /// Whether conditions count the members of a set that has too many of them to find the nearest
    /// settlements of several parties.
    pub fn counts_too_many_members(&self) -> bool {
        self.spots.keys().any(|&term| {
            matches!(
                self.engine.encoding.of(term),
                TermEncoding::Membership { members, counts, .. }
                    if !counts.is_empty() && members.len() > COUNTED_MEMBERS
            )
        })
    }

    /// Adds a settlement of a party's own. It may differ from the common one on these terms and on
    /// those that background knowledge connects to them; on others it has no reason to. Claims
    /// about the completion added last are then about it.
    pub fn add_party(&mut self, terms: &[TermId]) -> Party {
        let question = self.engine.around(terms);
        let completion = CompletionVars::part(self.engine, &mut self.cnf, &question);
        let classes = Arc::clone(&completion.classes);
        self.others.push(completion);
        let mut party = Party {
            terms: Vec::new(),
            spots: Vec::new(),
            steps: Vec::new(),
        };
        let common = Arc::clone(&self.completion.classes);
        for term in question.terms(&self.engine.encoding) {
            if !self.spots.contains_key(&term) {
                let spot = self.spot(term, &common);
                self.spots.insert(term, spot);
            }
            let own = self.spot(term, &classes);
            if let Some(common) = self.spots.remove(&term) {
                party.steps.extend(self.steps_between(term, &common, &own));
                self.spots.insert(term, common);
            }
            party.terms.push(term);
            party.spots.push(own);
        }
        party
    }

    /// Makes each step of the common settlement from a party's own cost 1.
    pub fn avoid_conceding(&mut self, party: &Party, tier: usize) {
        for &(lit, steps) in &party.steps {
            self.avoid(tier, Claim(lit), steps);
        }
    }

    /// The claim that a party concedes at least so many steps.
    pub fn concedes(&mut self, party: &Party, least: u64) -> Claim {
        let each = party.steps.iter();
        let each = each.flat_map(|&(lit, steps)| (0..steps).map(move |_| lit));
        let each: Vec<Lit> = each.collect();
        let Ok(reached) = self.cnf.at_least(least as usize, &each);
        Claim(reached)
    }

    /// The cell of a term in the common settlement found, in the view of these parties.
    pub fn common_cell(&self, term: TermId, parties: &[&Party]) -> Option<u64> {
        let declared = self.engine.vocabulary.term(term);
        let anything = Knowledge::unknown(declared);
        let term_encoding = self.engine.encoding.of(term);
        let Some(spot) = self.spots.get(&term) else {
            return self.cell(term, &anything);
        };
        if !self.arises(spot) {
            return None;
        }
        if let Kind::Scale(_) = declared.kind {
            return Some(self.height(spot));
        }
        // A party of which the term does not arise is counted from a cell that is given.
        let mut own = parties.iter().filter_map(|party| party.spot(term));
        let failing = own.any(|own| !self.arises(own));
        let from = Knowledge::cell(None).counted_from(declared);
        let known = if failing { &from } else { &anything };
        term_encoding.nearest(known, |var| self.class(var))
    }

    /// The cell of a term in a party's own settlement, given that of the common one.
    pub fn own_cell(&self, term: TermId, party: &Party, common: Option<u64>) -> Option<u64> {
        let declared = self.engine.vocabulary.term(term);
        let Some(spot) = party.spot(term) else {
            return common;
        };
        if !self.arises(spot) {
            return None;
        }
        match &declared.kind {
            Kind::Scale(_) => Some(self.height(spot)),
            Kind::Set(_) => Some(self.members_of(term, spot, common.unwrap_or(0))),
            Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) => {
                let (low, high) = self.interval(term, spot);
                Some(common.map_or(low, |common| common.clamp(low, high)))
            }
        }
    }

    fn arises(&self, spot: &Spot) -> bool {
        spot.arises.is_none_or(|lit| self.cnf.holds(lit))
    }

    fn height(&self, spot: &Spot) -> u64 {
        let above = spot.bits.iter().filter(|&&bit| self.cnf.holds(bit));
        above.count() as u64
    }

    /// The set that has these members of those that conditions look at, and is elsewhere as another.
    fn members_of(&self, term: TermId, spot: &Spot, elsewhere: u64) -> u64 {
        let TermEncoding::Membership { members, .. } = self.engine.encoding.of(term) else {
            return elsewhere;
        };
        (members.iter().zip(&spot.bits)).fold(elsewhere, |set, (&member, &bit)| {
            let others = set & !(1 << member);
            others | u64::from(self.cnf.holds(bit)) << member
        })
    }

    /// The interval of values of a spot.
    fn interval(&self, term: TermId, spot: &Spot) -> (u64, u64) {
        let holds = |&bit: &Lit| self.cnf.holds(bit);
        let (starts, last, at) = match self.engine.encoding.of(term) {
            TermEncoding::Direct { starts, last, .. } => {
                (starts, last, spot.bits.iter().position(holds))
            }
            TermEncoding::Order { starts, last, .. } => {
                let above = spot.bits.iter().filter(|bit| holds(bit));
                (starts, last, Some(above.count()))
            }
            TermEncoding::Membership { .. } => return (0, 0),
        };
        let at = at.unwrap_or(0);
        let end = starts.get(at + 1).map_or(*last, |next| next - 1);
        (starts[at], end)
    }

    fn spot(&mut self, term: TermId, classes: &[Vec<Lit>]) -> Spot {
        let declared = self.engine.vocabulary.term(term);
        let bits: Vec<Lit> = match self.engine.encoding.of(term) {
            TermEncoding::Direct { var, starts, .. } => {
                classes[*var as usize][..starts.len()].to_vec()
            }
            TermEncoding::Order { first, starts, .. } => (0..starts.len() - 1)
                .map(|bit| classes[*first as usize + bit][1])
                .collect(),
            TermEncoding::Membership { first, members, .. } => (0..members.len())
                .map(|member| classes[*first as usize + member][1])
                .collect(),
        };
        let arises = match self.engine.encoding.of(term) {
            TermEncoding::Direct {
                var,
                starts,
                may_fail,
                ..
            } => may_fail.then(|| !classes[*var as usize][starts.len()]),
            TermEncoding::Order { arises, .. } | TermEncoding::Membership { arises, .. } => {
                arises.map(|var| classes[var as usize][1])
            }
        };
        let mut spot = Spot { arises, bits };
        if let Kind::Scale(_) = declared.kind {
            spot.bits = self.heights(term, &spot);
        }
        spot
    }

    /// For each label of a scale but the lowest, whether the value is at or above it. Where the term
    /// does not arise these have no meaning.
    fn heights(&mut self, term: TermId, spot: &Spot) -> Vec<Lit> {
        let (starts, last, classes) = match self.engine.encoding.of(term) {
            TermEncoding::Direct { starts, last, .. } => (starts, *last, true),
            TermEncoding::Order { starts, last, .. } => (starts, *last, false),
            TermEncoding::Membership { .. } => return Vec::new(),
        };
        let heights: Vec<Lit> = (0..last).map(|_| self.cnf.fresh()).collect();
        for pair in heights.windows(2) {
            self.cnf.add([!pair[1], pair[0]]);
        }
        let fails: Vec<Lit> = spot.arises.iter().map(|&arises| !arises).collect();
        for (interval, &start) in starts.iter().enumerate().skip(1) {
            let above = if classes {
                let Ok(above) = self.cnf.any(&spot.bits[interval..]);
                above
            } else {
                spot.bits[interval - 1]
            };
            let height = heights[start as usize - 1];
            self.cnf.add(fails.iter().copied().chain([!height, above]));
            self.cnf.add(fails.iter().copied().chain([height, !above]));
        }
        heights
    }

    /// Literals whose steps add up to the distance of a cell from a party's own: that of
    /// [`Knowledge::distance`].
    fn steps_between(&mut self, term: TermId, common: &Spot, own: &Spot) -> Vec<(Lit, u64)> {
        let declared = self.engine.vocabulary.term(term);
        let follows = matches!(declared.arising, Arising::When(_));
        let from_nothing = Knowledge::cell(None).counted_from(declared);
        // Both arise, or the own one does not and is counted from a cell that is given.
        let given = follows
            && from_nothing.values.len() == 1
            && from_nothing.values[0].0 == from_nothing.values[0].1;
        let mut unless: Vec<Lit> = common.arises.iter().map(|&arises| !arises).collect();
        if given {
            self.lie_at(term, own, &from_nothing);
        } else {
            unless.extend(own.arises.iter().map(|&arises| !arises));
        }
        let by_bit = declared.kind.is_set() || matches!(declared.kind, Kind::Scale(_));
        let together = self.cnf.fresh();
        let mut steps: Vec<(Lit, u64)> = Vec::new();
        let one_hot =
            !by_bit && matches!(self.engine.encoding.of(term), TermEncoding::Direct { .. });
        for (at, (&here, &there)) in common.bits.iter().zip(&own.bits).enumerate() {
            let parts = if by_bit { self.cnf.fresh() } else { together };
            if one_hot && given {
                // Where the own one does not arise it has no class.
                let lies = self.class_has(term, at, &from_nothing);
                let arises = own.arises.filter(|_| lies).map(|arises| !arises);
                let clause = [!here, there, parts].into_iter().chain(arises);
                self.cnf.add(unless.iter().copied().chain(clause));
            } else {
                self.cnf
                    .add(unless.iter().copied().chain([!here, there, parts]));
                self.cnf
                    .add(unless.iter().copied().chain([here, !there, parts]));
            }
            if by_bit {
                steps.push((parts, 1));
            }
        }
        let rest = declared.kind.across() - (steps.len() as u64).min(declared.kind.across());
        if !by_bit {
            steps.push((together, 1));
        } else if rest > 0 {
            steps.push((together, rest));
        }
        if !follows {
            // From one that does not arise to a value, or back, it is the longest way across.
            let arises = |spot: &Spot| spot.arises.unwrap_or(self.cnf.truth);
            let (here, there) = (arises(common), arises(own));
            for &(parts, _) in &steps {
                self.cnf.add([!here, there, parts]);
                self.cnf.add([here, !there, parts]);
            }
        }
        steps
    }

    /// Where the term does not arise, its bits lie where these cells have them.
    fn lie_at(&mut self, term: TermId, own: &Spot, cells: &Knowledge) {
        let declared = self.engine.vocabulary.term(term);
        let (Some(arises), Some(&(value, _))) = (own.arises, cells.values.first()) else {
            return;
        };
        let inside = |at: usize| match (&declared.kind, self.engine.encoding.of(term)) {
            (Kind::Scale(_), _) => Some((at as u64) < value),
            (_, TermEncoding::Membership { members, .. }) => Some(value >> members[at] & 1 == 1),
            (_, TermEncoding::Order { starts, .. }) => Some(starts[at + 1] <= value),
            (_, TermEncoding::Direct { .. }) => None,
        };
        let bits = own.bits.iter().enumerate();
        let bits: Vec<Lit> = bits
            .filter_map(|(at, &bit)| inside(at).map(|inside| if inside { bit } else { !bit }))
            .collect();
        for bit in bits {
            self.cnf.add([arises, bit]);
        }
    }

    /// Whether a class of a term in a direct encoding has one of these cells.
    fn class_has(&self, term: TermId, class: usize, cells: &Knowledge) -> bool {
        let within = self.engine.encoding.of(term).cells_of(class);
        let meets = |a: &(u64, u64)| within.values.iter().any(|b| a.0 <= b.1 && b.0 <= a.1);
        cells.values.iter().any(meets)
    }
}

impl Party {
    fn spot(&self, term: TermId) -> Option<&Spot> {
        let at = self.terms.iter().position(|own| *own == term)?;
        self.spots.get(at)
    }

    /// How many steps it could concede at most.
    pub fn most(&self) -> u64 {
        self.steps.iter().map(|(_, steps)| steps).sum()
    }
}
