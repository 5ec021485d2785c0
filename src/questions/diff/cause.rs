//! Which changes a difference comes of, found by trying sets of them.

use std::collections::BTreeMap;

use crate::limit::Limit;

/// So many changes, and every set of them is tried.
pub(crate) const EVERY_SET: usize = 12;
/// The most sets of more changes that are tried.
const MOST_SETS: usize = 4_096;

/// Sets of changes that are enough for what was found, and the changes that it needs. Changes are
/// given by their places in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cause<T> {
    /// Sets of changes that are enough, the smallest first.
    pub enough: Vec<Vec<T>>,
    /// Whether these are all the minimal sets: of each no part is enough, and every set that is
    /// enough has one of them in it. Otherwise there may be others; and where there is one set, it is
    /// proved only that none of its changes can be left out.
    pub complete: bool,
    /// The changes without which it is not so, all others being made.
    pub needed: Vec<T>,
}

impl<T> Cause<T> {
    /// The same, of what is at these places.
    pub(crate) fn map<U>(self, of: impl Fn(T) -> U) -> Cause<U> {
        let each = self.enough.into_iter();
        Cause {
            enough: each.map(|set| set.into_iter().map(&of).collect()).collect(),
            complete: self.complete,
            needed: self.needed.into_iter().map(of).collect(),
        }
    }
}

/// What a difference comes of that `is_so` with all of `count` changes made, and is not so with none.
/// `is_so` is asked about sets in ascending order of their places, each at most once.
pub(crate) fn cause(
    count: usize,
    is_so: impl FnMut(&[usize]) -> Result<bool, Limit>,
) -> Result<Cause<usize>, Limit> {
    let mut trial = Trial {
        count,
        is_so,
        known: BTreeMap::new(),
        left: if count <= EVERY_SET {
            usize::MAX
        } else {
            MOST_SETS
        },
    };
    let needed = trial.needed()?;
    let (mut enough, complete) = trial.minimal()?;
    if enough.is_empty() {
        enough.push(trial.irredundant()?);
    }
    Ok(Cause {
        enough,
        complete,
        needed,
    })
}

struct Trial<F> {
    count: usize,
    is_so: F,
    known: BTreeMap<Vec<usize>, bool>,
    /// How many sets may still be tried in the search for minimal ones.
    left: usize,
}

impl<F: FnMut(&[usize]) -> Result<bool, Limit>> Trial<F> {
    fn holds(&mut self, set: &[usize]) -> Result<bool, Limit> {
        if let Some(known) = self.known.get(set) {
            return Ok(*known);
        }
        let holds = (self.is_so)(set)?;
        self.known.insert(set.to_vec(), holds);
        Ok(holds)
    }

    /// The changes that cannot be left out alone.
    fn needed(&mut self) -> Result<Vec<usize>, Limit> {
        let mut needed = Vec::new();
        for out in 0..self.count {
            let others: Vec<usize> = (0..self.count).filter(|at| *at != out).collect();
            if !self.holds(&others)? {
                needed.push(out);
            }
        }
        Ok(needed)
    }

    /// The minimal sets that are enough, by size and then by their places, and whether these are all.
    /// A set is tried only if no minimal one is within it.
    fn minimal(&mut self) -> Result<(Vec<Vec<usize>>, bool), Limit> {
        let mut found: Vec<Vec<usize>> = Vec::new();
        for size in 1..=self.count {
            let mut set: Vec<usize> = (0..size).collect();
            loop {
                let within = |small: &Vec<usize>| small.iter().all(|at| set.contains(at));
                if !found.iter().any(within) {
                    let Some(left) = self.left.checked_sub(1) else {
                        return Ok((found, false));
                    };
                    self.left = left;
                    if self.holds(&set)? {
                        found.push(set.clone());
                    }
                }
                if !next(&mut set, self.count) {
                    break;
                }
            }
        }
        Ok((found, true))
    }

    /// All changes but those that can be left out one after another.
    fn irredundant(&mut self) -> Result<Vec<usize>, Limit> {
        let mut set: Vec<usize> = (0..self.count).collect();
        for at in (0..self.count).rev() {
            let fewer: Vec<usize> = set.iter().copied().filter(|each| *each != at).collect();
            if self.holds(&fewer)? {
                set = fewer;
            }
        }
        Ok(set)
    }
}

/// The next set of the same size in lexicographic order; `false` after the last.
fn next(set: &mut [usize], count: usize) -> bool {
    let size = set.len();
    let Some(at) = (0..size).rev().find(|&at| set[at] + size - at < count) else {
        return false;
    };
    set[at] += 1;
    for after in at + 1..size {
        set[after] = set[after - 1] + 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(count: usize, so: &[&[usize]]) -> Cause<usize> {
        // Monotone: enough is what has one of these within it.
        cause(count, |set| {
            Ok(so.iter().any(|each| each.iter().all(|at| set.contains(at))))
        })
        .unwrap()
    }

    #[test]
    fn every_minimal_set_is_found() {
        let found = of(4, &[&[1], &[0, 3]]);
        assert_eq!(found.enough, [vec![1], vec![0, 3]]);
        assert!(found.complete && found.needed.is_empty());
        assert_eq!(of(3, &[&[0, 2]]).needed, [0, 2]);
    }

    #[test]
    fn of_many_changes_one_irredundant_set_is_given() {
        let all: Vec<usize> = (0..20).filter(|at| at % 2 == 0).collect();
        let found = of(20, &[&all]);
        assert_eq!(found.enough, std::slice::from_ref(&all));
        assert!(!found.complete);
        assert_eq!(found.needed, all);
    }
}
