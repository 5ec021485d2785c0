//! From the cells of a term to classes of its variables, and back.

use servanda_solve::{Mask, Var, values};

use super::encoding::{EITHER, NO, TermEncoding, YES, full};
use crate::policy::Kind;
use crate::proposal::Knowledge;

impl TermEncoding {
    /// The cells that are known to be possible, as boxes: for each alternative, the classes that
    /// each variable may have.
    pub fn boxes(&self, known: &Knowledge) -> Vec<Vec<Mask>> {
        let arises = |may: bool, does: bool| (Mask::from(may) * NO) | (Mask::from(does) * YES);
        match self {
            Self::Direct {
                starts,
                last,
                may_fail,
                ..
            } => {
                let mut mask = intervals_mask(starts, *last, &known.values);
                if *may_fail && known.not_arising {
                    mask |= 1 << starts.len();
                }
                vec![vec![mask]]
            }
            Self::Order {
                arises: var,
                starts,
                ..
            } => {
                let head = var.map(|_| arises(known.not_arising, !known.values.is_empty()));
                alternatives(&known.values, |(low, high)| {
                    let bits = starts[1..].iter().map(|&start| {
                        if start <= low {
                            YES
                        } else if start > high {
                            NO
                        } else {
                            EITHER
                        }
                    });
                    head.into_iter().chain(bits).collect()
                })
            }
            Self::Membership {
                arises: var,
                members,
                ..
            } => {
                let head = var.map(|_| arises(known.not_arising, !known.values.is_empty()));
                alternatives(&known.values, |(inside, possible)| {
                    let each = members.iter().map(|&member| {
                        match (inside >> member & 1, possible >> member & 1) {
                            (1, _) => YES,
                            (_, 0) => NO,
                            _ => EITHER,
                        }
                    });
                    head.into_iter().chain(each).collect()
                })
            }
        }
    }

    /// Of the possible cells one for each class that conditions tell apart (`None` in the list: the
    /// term does not arise). `None` if there are more than `limit`.
    pub fn cells(&self, known: &Knowledge, limit: usize) -> Option<Vec<Option<u64>>> {
        let mut cells: Vec<Option<u64>> = Vec::new();
        match self {
            Self::Direct { starts, last, .. } | Self::Order { starts, last, .. } => {
                for (low, high) in intervals(starts, *last) {
                    let first = (known.values.iter())
                        .filter(|range| range.0 <= high && range.1 >= low)
                        .map(|range| range.0.max(low))
                        .min();
                    cells.extend(first.map(Some));
                }
            }
            Self::Membership { members, .. } => {
                for &(inside, possible) in &known.values {
                    let open: Vec<u32> = (members.iter().copied())
                        .filter(|&member| (possible & !inside) >> member & 1 == 1)
                        .collect();
                    if open.len() > 16 || (1 << open.len()) > limit {
                        return None;
                    }
                    for choice in 0..1_u64 << open.len() {
                        let added = (open.iter().enumerate())
                            .filter(|(bit, _)| choice >> bit & 1 == 1)
                            .fold(0, |set, (_, &member)| set | 1 << member);
                        cells.push(Some(inside | added));
                    }
                }
                cells.sort_unstable();
                cells.dedup();
            }
        }
        if known.not_arising {
            cells.push(None);
        }
        (cells.len() <= limit).then_some(cells)
    }

    /// What is known in parts that no condition tells apart; of a set, one cell of each such part.
    /// `None` if there are more than `limit`.
    pub fn parts(&self, known: &Knowledge, limit: usize) -> Option<Vec<Knowledge>> {
        let mut parts: Vec<Knowledge> = Vec::new();
        match self {
            Self::Direct { starts, last, .. } | Self::Order { starts, last, .. } => {
                for (low, high) in intervals(starts, *last) {
                    let own = (known.values.iter())
                        .filter(|range| range.0 <= high && range.1 >= low)
                        .map(|range| (range.0.max(low), range.1.min(high)));
                    let values: Vec<(u64, u64)> = own.collect();
                    if !values.is_empty() {
                        parts.push(Knowledge {
                            not_arising: false,
                            values,
                        });
                    }
                }
                parts.extend(known.not_arising.then(|| Knowledge::cell(None)));
            }
            Self::Membership { .. } => {
                let cells = self.cells(known, limit)?.into_iter();
                parts.extend(cells.map(Knowledge::cell));
            }
        }
        (parts.len() <= limit).then_some(parts)
    }

    /// The cells of one class, in a direct encoding.
    pub fn cells_of(&self, class: usize) -> Knowledge {
        let Self::Direct { starts, last, .. } = self else {
            return Knowledge::cell(None);
        };
        match intervals(starts, *last).nth(class) {
            Some(range) => Knowledge {
                not_arising: false,
                values: vec![range],
            },
            None => Knowledge::cell(None),
        }
    }

    /// The cell that has this class of each variable of the term and is nearest to what is known.
    pub fn nearest(&self, known: &Knowledge, class_of: impl Fn(Var) -> usize) -> Option<u64> {
        match self.chosen(class_of)? {
            Chosen::Interval(low, high) => {
                // Of each range the value nearest to the interval, moved into the interval.
                let near = known.values.iter().map(|range| {
                    let value = low.clamp(range.0, range.1);
                    let moved = value.clamp(low, high);
                    (moved.abs_diff(value), moved)
                });
                Some(near.min().map_or(low, |(_, moved)| moved))
            }
            Chosen::Members { inside, watched } => {
                let apart = |range: &&(u64, u64)| {
                    let missing = range.0 & watched & !inside;
                    let surplus = inside & !range.1;
                    missing.count_ones() + surplus.count_ones()
                };
                let near = known.values.iter().min_by_key(apart);
                Some(inside | near.map_or(0, |range| range.0 & !watched))
            }
        }
    }

    /// A possible cell that has this class of each variable of the term.
    pub fn cell(&self, known: &Knowledge, class_of: impl Fn(Var) -> usize) -> Option<u64> {
        match self.chosen(class_of)? {
            Chosen::Interval(low, high) => (known.values.iter())
                .filter(|range| range.0 <= high && range.1 >= low)
                .map(|range| range.0.max(low))
                .min(),
            Chosen::Members { inside, watched } => (known.values.iter())
                .find(|(least, most)| least & watched & !inside == 0 && inside & !most == 0)
                .map(|(least, _)| least | inside),
        }
    }

    /// What one class of each variable stands for; `None`: the term does not arise.
    pub fn chosen(&self, class_of: impl Fn(Var) -> usize) -> Option<Chosen> {
        match self {
            Self::Direct {
                var, starts, last, ..
            } => {
                let (low, high) = intervals(starts, *last).nth(class_of(*var))?;
                Some(Chosen::Interval(low, high))
            }
            Self::Order {
                arises,
                first,
                starts,
                last,
            } => {
                if arises.is_some_and(|var| class_of(var) == 0) {
                    return None;
                }
                let above = (0..starts.len() - 1).filter(|&bit| class_of(first + bit as Var) == 1);
                let (low, high) = intervals(starts, *last).nth(above.count())?;
                Some(Chosen::Interval(low, high))
            }
            Self::Membership {
                arises,
                first,
                members,
                ..
            } => {
                if arises.is_some_and(|var| class_of(var) == 0) {
                    return None;
                }
                let inside = (members.iter().enumerate())
                    .filter(|&(index, _)| class_of(first + index as Var) == 1)
                    .fold(0_u64, |set, (_, &member)| set | 1 << member);
                let watched = members.iter().fold(0_u64, |set, &member| set | 1 << member);
                Some(Chosen::Members { inside, watched })
            }
        }
    }

    /// The interval of values that one class of each variable stands for.
    pub fn interval(&self, class_of: impl Fn(Var) -> usize) -> Option<(u64, u64)> {
        match self.chosen(class_of)? {
            Chosen::Interval(low, high) => Some((low, high)),
            Chosen::Members { .. } => None,
        }
    }

    /// In an order encoding: variables and their classes that say that the value lies between
    /// `low`, the start of an interval, and `high`, the end of one.
    pub fn within_intervals(&self, low: u64, high: u64) -> Vec<(Var, Mask)> {
        let Self::Order { first, starts, .. } = self else {
            return Vec::new();
        };
        let bit = |start: u64| starts.binary_search(&start).ok()?.checked_sub(1);
        let at_least = bit(low).map(|bit| (first + bit as Var, YES));
        let at_most = bit(high + 1).map(|bit| (first + bit as Var, NO));
        (self.arises().into_iter())
            .chain(at_least)
            .chain(at_most)
            .collect()
    }

    /// The cells that have one of these classes of each variable and are as near to what is known
    /// as any cell of their class.
    pub fn leave(
        &self,
        known: &Knowledge,
        kind: &Kind,
        classes: &[Mask],
        distance: impl Fn(Option<u64>) -> u64,
    ) -> Knowledge {
        let nearest = |(low, high): (u64, u64)| -> Vec<(u64, u64)> {
            let touching: Vec<(u64, u64)> = (known.values.iter())
                .map(|range| (range.0.max(low), range.1.min(high)))
                .filter(|(from, to)| from <= to)
                .collect();
            if !touching.is_empty() {
                return touching;
            }
            match kind {
                Kind::Scale(_) => {
                    let least = (low..=high).map(|cell| distance(Some(cell))).min();
                    let as_near = |cell: &u64| Some(distance(Some(*cell))) == least;
                    (low..=high)
                        .filter(as_near)
                        .map(|cell| (cell, cell))
                        .collect()
                }
                // From one value of these kinds to any other is one step.
                Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) | Kind::Set(_) => {
                    vec![(low, high)]
                }
            }
        };
        let first = self.vars().start;
        let lowest = |var: Var| classes[(var - first) as usize].trailing_zeros() as usize;
        let mut cells = Knowledge {
            not_arising: false,
            values: Vec::new(),
        };
        match self {
            Self::Direct {
                starts,
                last,
                may_fail,
                ..
            } => {
                cells.not_arising = *may_fail && classes[0] >> starts.len() & 1 == 1;
                let all: Vec<(u64, u64)> = intervals(starts, *last).collect();
                for class in values(classes[0] & full(starts.len() as u8)) {
                    cells.values.extend(nearest(all[class]));
                }
            }
            Self::Order {
                arises,
                starts,
                last,
                ..
            } => {
                let (arising, bits) = classes.split_at(usize::from(arises.is_some()));
                cells.not_arising = arising.iter().any(|mask| mask & NO != 0);
                if arising.iter().all(|mask| mask & YES != 0) {
                    // As many starts as have to be reached, up to as many as can be.
                    let least = bits.iter().filter(|mask| **mask == YES).count();
                    let most = bits.iter().filter(|mask| **mask & YES != 0).count();
                    let reached = intervals(starts, *last).skip(least).take(most + 1 - least);
                    cells.values = reached.flat_map(nearest).collect();
                }
            }
            Self::Membership {
                arises, members, ..
            } => {
                cells.not_arising = arises.is_some_and(|var| lowest(var) == 0);
                if arises.is_none_or(|var| classes[(var - first) as usize] & YES != 0) {
                    cells.values = Self::sets(known, kind, members, classes);
                }
            }
        }
        cells.tidy(kind);
        cells
    }

    /// The members surely and possibly in the set if those that have a variable have these classes:
    /// a pair for each alternative that is as near to what is known as any.
    fn sets(known: &Knowledge, kind: &Kind, members: &[u32], classes: &[Mask]) -> Vec<(u64, u64)> {
        // The variables of the members come last.
        let each = members.iter().rev().zip(classes.iter().rev());
        let with = |wanted: &dyn Fn(Mask) -> bool| {
            let those = each.clone().filter(|(_, mask)| wanted(**mask));
            those.fold(0_u64, |set, (&member, _)| set | 1 << member)
        };
        let (inside, possible) = (with(&|mask| mask == YES), with(&|mask| mask & YES != 0));
        let watched = with(&|_| true);
        let apart = |range: &(u64, u64)| {
            let (missing, surplus) = (range.0 & watched & !possible, inside & !range.1);
            missing.count_ones() + surplus.count_ones()
        };
        if known.values.is_empty() {
            // From *does not arise* to any set it is equally far.
            return vec![(inside, possible | kind.last() & !watched)];
        }
        let ranges = known.values.iter().map(|range| (*range, apart(range)));
        let near: Vec<_> = ranges.collect();
        let least = near.iter().map(|(_, apart)| *apart).min();
        let nearest = near.iter().filter(|(_, apart)| Some(*apart) == least);
        nearest
            .map(|((low, high), _)| (inside | low & !watched, possible | high & !watched))
            .collect()
    }

    /// Every choice of a class for each variable of a term. None for a set, which has too many.
    pub fn choices(&self) -> Vec<Vec<usize>> {
        match self {
            Self::Direct {
                starts, may_fail, ..
            } => {
                let classes = 0..starts.len() + usize::from(*may_fail);
                classes.map(|class| vec![class]).collect()
            }
            Self::Order { arises, starts, .. } => {
                let bits = starts.len() - 1;
                let choice = |interval: usize| {
                    let head = arises.map(|_| 1).into_iter();
                    head.chain((0..bits).map(|bit| usize::from(bit < interval)))
                        .collect()
                };
                let none = arises.map(|_| vec![0; bits + 1]);
                (0..starts.len()).map(choice).chain(none).collect()
            }
            Self::Membership { .. } => Vec::new(),
        }
    }
}

/// What one class of each variable of a term stands for.
pub(crate) enum Chosen {
    /// The interval from the first value to the last.
    Interval(u64, u64),
    /// Of the members that have a variable, those in the set.
    Members { inside: u64, watched: u64 },
}

/// How many of the values from `low` to `high` are possible.
pub(super) fn count_between(known: &Knowledge, low: u64, high: u64) -> u64 {
    let within = |range: &(u64, u64)| (high.min(range.1) + 1).saturating_sub(low.max(range.0));
    known.values.iter().map(within).sum()
}

/// How many sets lie in one of several boxes, each given by the members surely and possibly in, by
/// inclusion and exclusion. `None` if there are too many boxes for that.
pub(super) fn count_sets(mut boxes: Vec<(u64, u64)>) -> Option<u64> {
    boxes.sort_unstable();
    boxes.dedup();
    if boxes.len() > 12 {
        return None;
    }
    // Those of each, less those of two, and so on.
    let mut sum = 0_i128;
    for chosen in 1_u32..1 << boxes.len() {
        let those = (boxes.iter().enumerate()).filter(|(at, _)| chosen >> at & 1 == 1);
        let (least, most) = those.fold((0, u64::MAX), |(least, most), (_, each)| {
            (least | each.0, most & each.1)
        });
        if least & !most == 0 {
            let own = 1_i128 << (most & !least).count_ones();
            sum += if chosen.count_ones() % 2 == 1 {
                own
            } else {
                -own
            };
        }
    }
    u64::try_from(sum).ok()
}

/// One box for each range of values; if there are none, one that leaves the values open.
fn alternatives(values: &[(u64, u64)], make: impl Fn((u64, u64)) -> Vec<Mask>) -> Vec<Vec<Mask>> {
    if values.is_empty() {
        return vec![make((0, u64::MAX))];
    }
    let mut boxes: Vec<Vec<Mask>> = values.iter().map(|&range| make(range)).collect();
    boxes.sort_unstable();
    boxes.dedup();
    boxes
}

/// The first and the last value of each interval.
pub(super) fn intervals(starts: &[u64], last: u64) -> impl Iterator<Item = (u64, u64)> {
    let ends = starts[1..].iter().map(|&start| start - 1).chain([last]);
    starts.iter().copied().zip(ends)
}

fn intervals_mask(starts: &[u64], last: u64, values: &[(u64, u64)]) -> Mask {
    let mut mask = 0;
    for &(low, high) in values {
        // The interval that holds a value is the last that starts at or below it.
        let from = starts.partition_point(|&start| start <= low) - 1;
        let to = starts.partition_point(|&start| start <= high.min(last)) - 1;
        mask |= full(to as u8 + 1) & !(full(from as u8 + 1) >> 1);
    }
    mask
}
