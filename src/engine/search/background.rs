//! Everything that cannot go together, smallest first.

use std::ops::Range;

use super::clauses::{Clauses, Lit};
use super::draft::{Claim, Draft};
use super::optimise::Optimiser;
use super::{Background, Limit};
use crate::limit::Cancel;

/// Sets of things that cannot all be had, from which nothing can be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Collisions {
    /// The sets, the smallest first; of those of one size, those with the earliest things.
    pub sets: Vec<Vec<usize>>,
    /// Whether these are all there are, or the limit at which the search ended.
    pub all: Result<bool, Limit>,
}

/// Finds the smallest sets of `count` things that cannot all be had, at most so many.
///
/// `together` says of a set whether its things can be had together, and, ascending, which others
/// then are had too. A smallest set that meets every known way out is itself a collision, or there is
/// another way out (implicit hitting sets: Ignatiev, Previti, Liffiton, Marques-Silva 2015).
pub(crate) fn collisions(
    count: usize,
    most: usize,
    cancel: &Cancel,
    together: impl FnMut(&[usize]) -> Result<Option<Vec<usize>>, Limit>,
) -> Collisions {
    let mut sets = Vec::new();
    let all = search(&mut sets, count, most, cancel, together);
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    Collisions { sets, all }
}

/// Adds the sets as they are found: each stands, whether or not the search comes to its end.
fn search(
    sets: &mut Vec<Vec<usize>>,
    count: usize,
    most: usize,
    cancel: &Cancel,
    mut together: impl FnMut(&[usize]) -> Result<Option<Vec<usize>>, Limit>,
) -> Result<bool, Limit> {
    let mut clauses = Clauses::new(cancel);
    let chosen: Vec<Lit> = (0..count).map(|_| clauses.fresh()).collect();
    let mut fewest = Optimiser::default();
    for &lit in &chosen {
        fewest.avoid(lit, 1);
    }
    while fewest.search(&mut clauses, &[], &Cancel::default())? {
        if sets.len() == most {
            return Ok(false);
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
                let had = grown(had, 0..count, &mut together)?;
                let missing = (0..count).filter(|index| had.binary_search(index).is_err());
                clauses.add(missing.map(|index| chosen[index]));
            }
        }
    }
    Ok(true)
}

/// Adds whatever of a range can be had besides: all that is missing at once, if that can be, else
/// one half and then the other.
fn grown(
    had: Vec<usize>,
    of: Range<usize>,
    together: &mut impl FnMut(&[usize]) -> Result<Option<Vec<usize>>, Limit>,
) -> Result<Vec<usize>, Limit> {
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

/// The fewest pieces of background knowledge under which these claims cannot be had together; none
/// if they can under all of it. The draft is [loose](Draft::loose).
pub(crate) fn by_way_of(
    draft: &mut Draft<'_, '_>,
    pieces: &[(Background, Claim)],
    claims: &[Claim],
    cancel: &Cancel,
) -> Result<Vec<Background>, Limit> {
    let found = collisions(pieces.len(), 1, cancel, |chosen| {
        let mut all = claims.to_vec();
        all.extend(chosen.iter().map(|&index| pieces[index].1));
        if !draft.possible(&all)? {
            return Ok(None);
        }
        let holds = |&index: &usize| draft.holds(pieces[index].1);
        Ok(Some((0..pieces.len()).filter(holds).collect()))
    });
    match found.sets.first() {
        Some(fewest) => Ok(fewest.iter().map(|&index| pieces[index].0).collect()),
        None => found.all.map(|_| Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cancel, collisions};

    #[test]
    fn what_collides_among_many_is_found_in_few_questions() {
        // Of 1,000 things just two cannot be had together, and whatever is had is said to be
        // nothing more than was asked.
        let mut asked = 0;
        let found = collisions(1_000, 10, &Cancel::default(), |chosen| {
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
