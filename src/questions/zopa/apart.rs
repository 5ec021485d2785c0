//! How far apart the sides of a collision are, and what lies between them.

use super::middle::{Sharing, Way};
use super::room::Room;
use super::{Clash, Item, Table};
use crate::engine::Claim;
use crate::limit::Limit;
use crate::policy::{Arising, Kind, PolicyId, Term, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::Demands;

/// How far apart the sides of a collision are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The sides, if there are several: parties that ask something in this collision.
    pub sides: Vec<PolicyId>,
    /// The terms over which they collide, or, where they collide through background knowledge
    /// alone, all that they look at.
    pub terms: Vec<Between>,
    /// What the sides concede if they concede as little as can be in total, as if nothing else were
    /// asked; among these, the greatest concession is as small as it can be.
    pub least: Way,
    /// What they concede if the greatest concession is as small as it can be; among these, all
    /// concede as little in total as can be.
    pub even: Way,
}

/// What lies between the sides of a collision on one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// The term.
    pub term: TermId,
    /// What each side asks of it, in the order of the sides: the cells that it can have if the side
    /// has what it asks in this collision.
    pub asked: Vec<Knowledge>,
    /// The least number of steps that the sides concede together on this term alone; `None` of a set
    /// that a side does not ask in one piece.
    pub steps: Option<u64>,
    /// The cells that are away from what every side asks and to which none is preferable: no other is nearer to one side
    /// and no farther from any. Of a set, all sets between the two sides. `None` if there are none.
    pub between: Option<Knowledge>,
    /// Those of them that are in the middle: the farthest side is as near as can be. `None` of a set.
    pub middle: Option<Knowledge>,
}

impl Demands<'_> {
    /// How far apart the sides of a collision are.
    pub(super) fn apart(
        &self,
        items: &[Item],
        clash: &Clash,
        sharing: &mut Sharing<'_, '_>,
        table: &mut Table<'_, '_>,
    ) -> Result<Option<Apart>, Limit> {
        let mut sides: Vec<PolicyId> = items.iter().map(|&item| self.policy_of(item)).collect();
        sides.sort_unstable();
        sides.dedup();
        if sides.len() < 2 {
            return Ok(None);
        }
        let mut own: Vec<Vec<Claim>> = Vec::new();
        for &side in &sides {
            let asked = (0..table.requirements.len()).filter(|&index| {
                let item = table.requirements.about(index);
                items.contains(&item) && self.policy_of(item) == side
            });
            own.push(asked.map(|index| table.requirements.claim(index)).collect());
        }
        let mut over = clash.over.clone();
        if over.is_empty() {
            let demands = items.iter().filter_map(|item| match item {
                Item::Tolerated(id) => Some(self.looks_at(*id)),
                Item::Something(_) => None,
            });
            over = demands.flatten().collect();
            over.sort_unstable();
            over.dedup();
        }
        let mut terms = Vec::new();
        for term in over {
            let mut asked = Vec::new();
            for claims in &own {
                let room = self.room_of_term(term, &mut table.settlement, claims)?;
                asked.push(room);
            }
            terms.push(self.between(term, &asked));
        }
        let (least, even) = sharing.least_and_even(items)?;
        Ok(Some(Apart {
            sides,
            terms,
            least,
            even,
        }))
    }

    /// What lies between several sides on one term.
    fn between(&self, term: TermId, rooms: &[Room]) -> Between {
        let declared = self.engine.vocabulary.term(term);
        let asked: Vec<Knowledge> = rooms.iter().map(|room| room.within.clone()).collect();
        let (steps, between, middle) = match &declared.kind {
            Kind::Set(_) => {
                let exact = rooms.iter().all(|room| room.exact);
                let (steps, between) = exact.then(|| of_sets(&asked)).flatten().unzip();
                (steps, between.flatten(), None)
            }
            Kind::Scale(_) | Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) => {
                of_cells(declared, &asked)
            }
        };
        Between {
            term,
            asked,
            steps,
            between,
            middle,
        }
    }
}

/// Of sets: in how many members the sides have to concede, and the sets that lie between two sides;
/// `None` if a side asks for sets that are not all from one to another.
fn of_sets(asked: &[Knowledge]) -> Option<(u64, Option<Knowledge>)> {
    let mut boxes = Vec::new();
    for side in asked {
        match side.values[..] {
            [only] if !side.not_arising => boxes.push(only),
            _ => return None,
        }
    }
    let mut steps = 0;
    for member in 0..u64::BITS {
        let wanted = boxes.iter().filter(|(low, _)| low >> member & 1 == 1);
        let unwanted = boxes.iter().filter(|(_, high)| high >> member & 1 == 0);
        steps += wanted.count().min(unwanted.count()) as u64;
    }
    let between = match boxes[..] {
        [a, b] => {
            let disputed = a.0 & !b.1 | b.0 & !a.1;
            let low = (a.0 | b.0) & !disputed;
            let high = a.1 & b.1 | disputed;
            (disputed.count_ones() > 1).then(|| Knowledge {
                not_arising: false,
                values: vec![(low, high)],
            })
        }
        _ => None,
    };
    Some((steps, between))
}

/// Of other kinds: the least steps that the sides concede together, the cells between them, and those
/// in the middle.
fn of_cells(
    term: &Term,
    asked: &[Knowledge],
) -> (Option<u64>, Option<Knowledge>, Option<Knowledge>) {
    let away = |cell: &Option<u64>| -> Vec<u64> {
        let sides = asked.iter();
        sides.map(|side| side.distance(term, *cell)).collect()
    };
    let mut cells: Vec<(Option<u64>, Vec<u64>)> = Vec::new();
    for cell in candidates(term, asked) {
        let away = away(&cell);
        cells.push((cell, away));
    }
    let steps = cells.iter().map(|(_, away)| away.iter().sum()).min();
    let all = cells.clone();
    let preferable = |a: &[u64], b: &[u64]| a != b && a.iter().zip(b).all(|(a, b)| a <= b);
    cells.retain(|(_, away)| {
        let is_asked = away.contains(&0);
        !is_asked && !all.iter().any(|(_, other)| preferable(other, away))
    });
    let farthest = |away: &[u64]| (away.iter().max().copied(), away.iter().sum::<u64>());
    let least = cells.iter().map(|(_, away)| farthest(away)).min();
    let some = |cells: &mut dyn Iterator<Item = &(Option<u64>, Vec<u64>)>| {
        let mut known: Option<Knowledge> = None;
        for (cell, _) in cells {
            let cell = Knowledge::cell(*cell);
            match &mut known {
                Some(known) => known.extend(&term.kind, cell),
                None => known = Some(cell),
            }
        }
        known
    };
    let between = some(&mut cells.iter());
    let middle = some(&mut (cells.iter()).filter(|(_, away)| Some(farthest(away)) == least));
    (steps, between, middle)
}

/// Cells among which are all that lie between the sides. Of kinds whose values are all one step
/// apart, these are ends of what is asked.
fn candidates(term: &Term, asked: &[Knowledge]) -> Vec<Option<u64>> {
    let mut cells: Vec<Option<u64>> = match &term.kind {
        Kind::Scale(_) => (0..=term.kind.last()).map(Some).collect(),
        Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) | Kind::Set(_) => {
            let from = asked.iter().map(|side| side.counted_from(term));
            from.flat_map(|side| side.values)
                .map(|(low, _)| Some(low))
                .collect()
        }
    };
    // Where other terms decide whether it arises, that is no concession on this term.
    if !matches!(term.arising, Arising::When(_)) && term.may_fail_to_arise() {
        cells.push(None);
    }
    cells
}
