//! Minimal sets of things that cannot be had together, the smallest first.

use std::ops::Range;

use super::cnf::{Cnf, GaveUp, Lit};
use super::maxsat::MaxSat;
use crate::Cancel;

/// Minimal conflict sets (minimal unsatisfiable subsets): sets of things, by index, that cannot all
/// be had together though those that are left without any one of them can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictSets<E> {
    /// The sets, each ascending; the smallest first, and those of one size in lexicographic order.
    pub sets: Vec<Vec<usize>>,
    /// Whether these are all conflict sets, or why the search ended before that was known.
    pub all: Result<bool, E>,
}

/// Finds the smallest minimal conflict sets among `count` things, at most `most` of them.
///
/// `together` tries a set. If its things can be had together, it returns all things that are then
/// had, ascending: those of the set, and perhaps others. The search uses implicit hitting sets
/// (Ignatiev, Previti, Liffiton, Marques-Silva 2015). A *correction set* holds the things that were
/// not had in a trial. A smallest set that has something in common with each known correction set
/// either is a conflict set or leads to another correction set.
pub fn smallest_conflicts<E: From<GaveUp>>(
    count: usize,
    most: usize,
    cancel: &Cancel,
    together: impl FnMut(&[usize]) -> Result<Option<Vec<usize>>, E>,
) -> ConflictSets<E> {
    let mut sets = Vec::new();
    let all = search(&mut sets, count, most, cancel, together);
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    ConflictSets { sets, all }
}

/// Adds conflict sets as they are found. Each of them is proved, even if the search ends early.
fn search<E: From<GaveUp>>(
    sets: &mut Vec<Vec<usize>>,
    count: usize,
    most: usize,
    cancel: &Cancel,
    mut together: impl FnMut(&[usize]) -> Result<Option<Vec<usize>>, E>,
) -> Result<bool, E> {
    let mut cnf = Cnf::new(cancel);
    let chosen: Vec<Lit> = (0..count).map(|_| cnf.fresh()).collect();
    let mut fewest = MaxSat::default();
    for &lit in &chosen {
        fewest.avoid(lit, 1);
    }
    while fewest.search(&mut cnf, &[], &Cancel::default())? {
        if sets.len() == most {
            return Ok(false);
        }
        let set: Vec<usize> = (0..count)
            .filter(|&index| cnf.holds(chosen[index]))
            .collect();
        match together(&set)? {
            None => {
                cnf.add(set.iter().map(|&index| !chosen[index]));
                sets.push(set);
            }
            Some(had) => {
                let had = grown(had, 0..count, &mut together)?;
                let missing = (0..count).filter(|index| had.binary_search(index).is_err());
                cnf.add(missing.map(|index| chosen[index]));
            }
        }
    }
    Ok(true)
}

/// Adds things of a range to those that are had: all missing things at once if that is possible,
/// else those of the first half that are possible, and then those of the second.
fn grown<E>(
    had: Vec<usize>,
    of: Range<usize>,
    together: &mut impl FnMut(&[usize]) -> Result<Option<Vec<usize>>, E>,
) -> Result<Vec<usize>, E> {
    let is_missing = |at: &usize| had.binary_search(at).is_err();
    let missing: Vec<usize> = of.clone().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(had);
    }
    let mut more = had.clone();
    more.extend(&missing);
    if let Some(now) = together(&more)? {
        return Ok(now);
    }
    if missing.len() == 1 {
        return Ok(had);
    }
    let middle = missing[missing.len() / 2];
    let had = grown(had, of.start..middle, together)?;
    grown(had, middle..of.end, together)
}

#[cfg(test)]
mod tests {
    use super::{Cancel, ConflictSets, GaveUp, smallest_conflicts};

    #[test]
    fn a_conflict_among_many_is_found_in_few_questions() {
        // Of 1,000 things only two cannot be had together, and a trial reports no more things than
        // it was asked about.
        let mut asked = 0;
        let found: ConflictSets<GaveUp> =
            smallest_conflicts(1_000, 10, &Cancel::default(), |chosen| {
                asked += 1;
                let both = chosen.contains(&300) && chosen.contains(&700);
                let mut chosen = chosen.to_vec();
                chosen.sort_unstable();
                Ok((!both).then_some(chosen))
            });
        assert_eq!(found.all, Ok(true));
        assert_eq!(found.sets, [[300, 700]]);
        assert!(asked < 100, "{asked} questions");
    }
}
