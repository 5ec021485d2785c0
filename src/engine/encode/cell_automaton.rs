//! The cells of a term, or the readings of a prerequisite, as the paths of an acyclic automaton.
//!
//! Paths with the same continuations share their states: a number with many thresholds, or a set
//! with many members, has far more cells than the automaton has states.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use servanda_solve::dd::TooLarge;
use servanda_solve::{Mask, Var};

use super::decode::{count_between, count_sets, intervals};
use super::encoding::TermEncoding;
use crate::proposal::Knowledge;

/// Every choice of a class for each of some consecutive variables, with the number of cells that it
/// stands for. The automaton starts in state 0 and ends in a single state.
#[derive(Clone, Debug)]
pub(crate) struct CellAutomaton {
    first: Var,
    /// The transitions, by variable and by the state before it.
    steps: Vec<Vec<Vec<Step>>>,
    /// The number of cells reached, by variable and by the state before it.
    behind: Vec<Vec<u64>>,
}

/// A transition: a class of the next variable.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub class: usize,
    /// The state after it.
    pub to: usize,
    /// The number of cells of a path is the product of these.
    pub cells: u64,
}

/// A state: what the classes so far leave to be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum CellState {
    /// The term arises; if it is a set, with a cell in one of these alternatives.
    Open(SmallVec<[u32; 4]>),
    /// Nothing: every further variable is *no*.
    Rest,
}

impl CellAutomaton {
    /// The most states before one variable.
    const STATES: usize = 4_096;

    /// An automaton over one variable, each class of which is one cell.
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

    /// For each variable, in order: the transitions from each state before it.
    pub fn by_var(&self) -> impl Iterator<Item = (Var, &[Vec<Step>])> {
        (self.first..).zip(self.steps.iter().map(Vec::as_slice))
    }

    /// How many cells are reached from a state before a variable.
    pub fn behind(&self, var: Var, state: usize) -> u64 {
        let behind = self.behind.get((var - self.first) as usize);
        behind.map_or(1, |behind| behind[state])
    }

    /// How many cells there are.
    pub fn total(&self) -> u64 {
        self.behind(self.first, 0)
    }

    /// Builds the automaton by following all choices of classes, without those that have no cell.
    fn follow(
        first: Var,
        sizes: &[u8],
        start: CellState,
        onward: impl Fn(usize, &CellState, usize) -> Result<Option<(CellState, u64)>, TooLarge>,
    ) -> Result<Self, TooLarge> {
        let mut states = vec![start];
        let mut all = Vec::new();
        for (at, &size) in sizes.iter().enumerate() {
            let mut index_of: FxHashMap<CellState, usize> = FxHashMap::default();
            let mut next = Vec::new();
            let mut layer = Vec::new();
            for state in &states {
                let mut steps = Vec::new();
                for class in 0..usize::from(size) {
                    let Some((to, cells)) = onward(at, state, class)? else {
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
            if next.len() > Self::STATES {
                return Err(TooLarge);
            }
            all.push(layer);
            states = next;
        }
        let mut behind = Vec::new();
        let mut after = vec![1; states.len()];
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
    /// The automaton of the cells that are known to be possible.
    pub fn automaton(&self, known: &Knowledge, sizes: &[u8]) -> Result<CellAutomaton, TooLarge> {
        let vars = self.vars();
        let sizes = &sizes[vars.start as usize..vars.end as usize];
        let all = CellState::Open((0..known.values.len() as u32).collect());
        CellAutomaton::follow(vars.start, sizes, all, |at, state, class| {
            self.onward(known, at, state, class)
        })
    }

    /// The transition for a class of the variable at this place among the term's, with the number
    /// of cells once nothing is left to be chosen. `None` if no possible cell has the class.
    fn onward(
        &self,
        known: &Knowledge,
        at: usize,
        state: &CellState,
        class: usize,
    ) -> Result<Option<(CellState, u64)>, TooLarge> {
        let CellState::Open(fitting) = state else {
            return Ok((class == 0).then_some((CellState::Rest, 1)));
        };
        let not_arising = (CellState::Rest, u64::from(known.not_arising));
        let is_last = at + 1 == self.vars().len();
        let (head, yes) = (usize::from(self.arises().is_some()), class == 1);
        Ok(Some(match self {
            Self::Direct { starts, last, .. } => match intervals(starts, *last).nth(class) {
                Some((low, high)) => (CellState::Rest, count_between(known, low, high)),
                None => not_arising,
            },
            _ if at < head && !yes => not_arising,
            Self::Order { starts, last, .. } => {
                if yes && !is_last {
                    return Ok(Some((state.clone(), 1)));
                }
                let interval = at - head + class;
                let (low, high) = (starts[interval], starts.get(interval + 1));
                let high = high.map_or(*last, |next| next - 1);
                (CellState::Rest, count_between(known, low, high))
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
                    return Ok(Some((CellState::Open(fitting), 1)));
                }
                let watched: Mask = members.iter().fold(0, |set, member| set | 1 << member);
                let left = fitting.iter().map(|&each| known.values[each as usize]);
                let left = left.map(|(least, most)| (least & !watched, most & !watched));
                (CellState::Rest, count_sets(left.collect()).ok_or(TooLarge)?)
            }
        }))
    }
}
