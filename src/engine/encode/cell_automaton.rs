//! The cells of a term, or the readings of a prerequisite, as paths through its variables.
//!
//! Paths that go on alike meet: a number with many thresholds, or a set with many members, has far
//! more cells than points on the way to them.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use servanda_solve::dd::TooLarge;
use servanda_solve::{Mask, Var};

use super::decode::{count_between, count_sets, stretches};
use super::encoding::TermEncoding;
use crate::proposal::Knowledge;

/// All ways to choose a class for each variable in a row, each with the number of its cells. They
/// begin at point 0 and end at one point.
#[derive(Clone, Debug)]
pub(crate) struct CellAutomaton {
    first: Var,
    /// By variable, by point before it.
    steps: Vec<Vec<Vec<Step>>>,
    /// By variable, by point before it: how many cells are reached from there.
    behind: Vec<Vec<u64>>,
}

/// A class of the next variable.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub class: usize,
    /// The point after it.
    pub to: usize,
    /// The product of these along a path is the number of its cells.
    pub cells: u64,
}

/// What the classes so far leave to be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Point {
    /// The term arises. Of a set: with a cell in one of these alternatives.
    Open(SmallVec<[u32; 4]>),
    /// Nothing: all further variables are no.
    Rest,
}

impl CellAutomaton {
    /// The most points before one variable.
    const POINTS: usize = 4_096;

    /// Classes of one variable, each of one cell.
    pub fn of_one(var: Var, classes: impl Iterator<Item = usize>) -> Self {
        let steps: Vec<Step> = classes
            .map(|class| Step {
                class,
                to: 0,
                cells: 1,
            })
            .collect();
        Self {
            first: var,
            behind: vec![vec![steps.len() as u64]],
            steps: vec![vec![steps]],
        }
    }

    /// By variable, in their order: the steps from each point before it.
    pub fn by_var(&self) -> impl Iterator<Item = (Var, &[Vec<Step>])> {
        (self.first..).zip(self.steps.iter().map(Vec::as_slice))
    }

    /// How many cells are reached from a point before a variable.
    pub fn behind(&self, var: Var, point: usize) -> u64 {
        let behind = self.behind.get((var - self.first) as usize);
        behind.map_or(1, |behind| behind[point])
    }

    /// How many cells there are.
    pub fn total(&self) -> u64 {
        self.behind(self.first, 0)
    }

    /// Follows all choices of classes for these variables, and leaves out what has no cell.
    fn follow(
        first: Var,
        sizes: &[u8],
        start: Point,
        onward: impl Fn(usize, &Point, usize) -> Result<Option<(Point, u64)>, TooLarge>,
    ) -> Result<Self, TooLarge> {
        let mut points = vec![start];
        let mut all = Vec::new();
        for (at, &size) in sizes.iter().enumerate() {
            let mut index_of: FxHashMap<Point, usize> = FxHashMap::default();
            let mut next = Vec::new();
            let mut layer = Vec::new();
            for point in &points {
                let mut steps = Vec::new();
                for class in 0..usize::from(size) {
                    let Some((to, cells)) = onward(at, point, class)? else {
                        continue;
                    };
                    let to = *index_of.entry(to).or_insert_with_key(|to| {
                        next.push(to.clone());
                        next.len() - 1
                    });
                    steps.push(Step { class, to, cells });
                }
                layer.push(steps);
            }
            if next.len() > Self::POINTS {
                return Err(TooLarge);
            }
            all.push(layer);
            points = next;
        }
        let mut behind = Vec::new();
        let mut after = vec![1; points.len()];
        for layer in all.iter_mut().rev() {
            for steps in layer.iter_mut() {
                steps.retain(|step| step.cells * after[step.to] > 0);
            }
            let cells = |step: &Step| step.cells * after[step.to];
            let sums = layer.iter().map(|steps| steps.iter().map(cells).sum());
            after = sums.collect();
            behind.push(after.clone());
        }
        behind.reverse();
        Ok(Self {
            first,
            steps: all,
            behind,
        })
    }
}

impl TermEncoding {
    /// The cells that are known to be possible, as paths.
    pub fn automaton(&self, known: &Knowledge, sizes: &[u8]) -> Result<CellAutomaton, TooLarge> {
        let vars = self.vars();
        let sizes = &sizes[vars.start as usize..vars.end as usize];
        let all = Point::Open((0..known.values.len() as u32).collect());
        CellAutomaton::follow(vars.start, sizes, all, |at, point, class| {
            self.onward(known, at, point, class)
        })
    }

    /// Where a class of the variable at this place among the term's leads, and with how many cells
    /// if nothing is left to be chosen.
    fn onward(
        &self,
        known: &Knowledge,
        at: usize,
        point: &Point,
        class: usize,
    ) -> Result<Option<(Point, u64)>, TooLarge> {
        let Point::Open(fitting) = point else {
            return Ok((class == 0).then_some((Point::Rest, 1)));
        };
        let not_arising = (Point::Rest, u64::from(known.not_arising));
        let is_last = at + 1 == self.vars().len();
        let (head, yes) = (usize::from(self.arises().is_some()), class == 1);
        Ok(Some(match self {
            Self::Direct { starts, last, .. } => match stretches(starts, *last).nth(class) {
                Some((low, high)) => (Point::Rest, count_between(known, low, high)),
                None => not_arising,
            },
            _ if at < head && !yes => not_arising,
            Self::Order { starts, last, .. } => {
                if yes && !is_last {
                    return Ok(Some((point.clone(), 1)));
                }
                let stretch = at - head + class;
                let (low, high) = (starts[stretch], starts.get(stretch + 1));
                let high = high.map_or(*last, |next| next - 1);
                (Point::Rest, count_between(known, low, high))
            }
            Self::Membership { members, .. } => {
                let fits = |&each: &u32| {
                    let (least, most) = known.values[each as usize];
                    let own = if yes { most } else { !least };
                    at < head || own >> members[at - head] & 1 == 1
                };
                let fitting: SmallVec<_> = fitting.iter().copied().filter(fits).collect();
                if fitting.is_empty() {
                    return Ok(None);
                }
                if !is_last {
                    return Ok(Some((Point::Open(fitting), 1)));
                }
                let watched: Mask = members.iter().fold(0, |set, member| set | 1 << member);
                let left = fitting.iter().map(|&each| known.values[each as usize]);
                let left = left.map(|(least, most)| (least & !watched, most & !watched));
                (Point::Rest, count_sets(left.collect()).ok_or(TooLarge)?)
            }
        }))
    }
}
