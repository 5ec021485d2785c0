//! Everything that cannot go together, smallest first.

use super::Limit;
use super::clauses::{Clauses, Lit};
use super::optimise::Optimiser;
use crate::limit::Watch;

/// Sets of things that cannot all be had, from which nothing can be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Collisions {
    /// The sets, the smallest first.
    pub sets: Vec<Vec<usize>>,
    /// Whether these are all there are.
    pub all: bool,
}

/// Finds the smallest sets of `count` things that cannot all be had, at most so many.
///
/// `together` says of a set whether its things can be had together, and which others then are
/// had too. A smallest set that meets every known way out is itself a collision, or there is
/// another way out (implicit hitting sets: Ignatiev, Previti, Liffiton, Marques-Silva 2015).
pub(crate) fn collisions(
    count: usize,
    most: usize,
    watch: &Watch,
    mut together: impl FnMut(&[usize]) -> Result<Option<Vec<usize>>, Limit>,
) -> Result<Collisions, Limit> {
    let mut clauses = Clauses::new(watch);
    let chosen: Vec<Lit> = (0..count).map(|_| clauses.fresh()).collect();
    let mut fewest = Optimiser::default();
    for &lit in &chosen {
        fewest.avoid(lit, 1);
    }
    let mut sets = Vec::new();
    while fewest.search(&mut clauses, &[], &Watch::default())? {
        if sets.len() == most {
            return Ok(Collisions { sets, all: false });
        }
        let set: Vec<usize> = (0..count)
            .filter(|&index| clauses.holds(chosen[index]))
            .collect();
        match together(&set)? {
            None => {
                clauses.add(set.iter().map(|&index| !chosen[index]));
                sets.push(set);
            }
            Some(had) => {
                let had = grown(had, count, &mut together)?;
                let missing = (0..count).filter(|index| !had.contains(index));
                clauses.add(missing.map(|index| chosen[index]));
            }
        }
    }
    Ok(Collisions { sets, all: true })
}

/// Adds whatever can be had besides.
fn grown(
    mut had: Vec<usize>,
    count: usize,
    together: &mut impl FnMut(&[usize]) -> Result<Option<Vec<usize>>, Limit>,
) -> Result<Vec<usize>, Limit> {
    for index in 0..count {
        if had.contains(&index) {
            continue;
        }
        let mut more = had.clone();
        more.push(index);
        if let Some(now) = together(&more)? {
            had = now;
        }
    }
    Ok(had)
}
