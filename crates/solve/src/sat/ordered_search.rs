//! The search for a smallest sufficient set size by size, in lexicographic order.

use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::smallest_set::Trial;

/// A search that learns from its trials which facts a sufficient set needs.
pub(super) struct OrderedSearch<'a> {
    exclusive: &'a [usize],
    /// What was lacking in trials: a sufficient set has a fact of each.
    lacked: Vec<Facts>,
    /// Sets of which no superset is enough.
    hopeless: Vec<Vec<usize>>,
    steps: usize,
}

/// What became of extending a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extension {
    /// It was extended to one that is enough, the first in lexicographic order.
    Enough,
    /// No extension of the wanted size is enough.
    None,
    /// The search was given up.
    TooManySteps,
}

impl<'a> OrderedSearch<'a> {
    /// The most facts that are added to sets. Where there are more, a solver prunes better.
    const STEPS: usize = 4_096;

    pub fn new(exclusive: &'a [usize]) -> Self {
        Self {
            exclusive,
            lacked: Vec::new(),
            hopeless: Vec::new(),
            steps: 0,
        }
    }

    /// What was lacking in each trial.
    pub fn lacked(&self) -> impl Iterator<Item = impl Iterator<Item = usize>> {
        self.lacked.iter().map(Facts::iter)
    }

    /// The sets of which no superset is enough.
    pub fn hopeless(&self) -> impl Iterator<Item = &[usize]> {
        self.hopeless.iter().map(Vec::as_slice)
    }

    /// Whether it is known that no set is enough.
    pub fn is_hopeless(&self) -> bool {
        self.lacked.iter().any(|facts| facts.last().is_none())
            || self.hopeless.iter().any(Vec::is_empty)
    }

    /// Adds so many facts to the set, each after those that it holds, so that it is enough.
    pub fn extend<E>(
        &mut self,
        set: &mut Vec<usize>,
        by: usize,
        trial: &mut impl FnMut(&[usize]) -> Result<Trial, E>,
    ) -> Result<Extension, E> {
        if by == 0 {
            return self.is_enough(set, trial);
        }
        let mut from = set.last().map_or(0, |last| last + 1);
        while let Some(fact) = self.next(set, from, by) {
            self.steps += 1;
            if self.steps > Self::STEPS {
                return Ok(Extension::TooManySteps);
            }
            set.push(fact);
            match self.extend(set, by - 1, trial)? {
                Extension::None => {}
                other => return Ok(other),
            }
            set.pop();
            from = fact + 1;
        }
        Ok(Extension::None)
    }

    fn is_enough<E>(
        &mut self,
        set: &[usize],
        trial: &mut impl FnMut(&[usize]) -> Result<Trial, E>,
    ) -> Result<Extension, E> {
        match trial(set)? {
            Trial::Enough => return Ok(Extension::Enough),
            Trial::Lacks(facts) => {
                let facts = Facts::new(self.exclusive.len(), facts);
                self.lacked.push(facts);
            }
            Trial::Never => self.hopeless.push(set.to_vec()),
        }
        Ok(Extension::None)
    }

    /// The first fact, from `from` on, with which and `by - 1` later ones the set may be enough as
    /// far as is known.
    fn next(&self, set: &[usize], from: usize, by: usize) -> Option<usize> {
        let count = self.exclusive.len();
        let lacked = (self.lacked.iter()).filter(|facts| !set.iter().any(|&fact| facts.has(fact)));
        let mut fits = Facts::range(count, from..(count + 1).saturating_sub(by));
        if by == 1 {
            lacked.for_each(|facts| fits.keep(facts));
        } else {
            let later = Facts::range(count, from..count);
            // Lacking facts of which no two can be supplied by one.
            let mut apart = Facts::range(count, 0..0);
            let mut least = 0;
            let mut end = count;
            for facts in lacked {
                end = end.min(facts.last().map_or(0, |last| last + 1));
                let mut supply = facts.clone();
                supply.keep(&later);
                if !supply.meets(&apart) {
                    least += 1;
                    apart.add(&supply);
                }
            }
            if least > by {
                return None;
            }
            fits.keep(&Facts::range(count, from..end.max(from)));
        }
        fits.iter().find(|&fact| self.is_allowed(set, fact))
    }

    fn is_allowed(&self, set: &[usize], fact: usize) -> bool {
        let is_in = |other: &usize| *other == fact || set.contains(other);
        let group = self.exclusive[fact];
        !(set.iter()).any(|&other| self.exclusive[other] == group)
            && !(self.hopeless.iter()).any(|hopeless| hopeless.iter().all(is_in))
    }
}

/// Facts by index, a bit each.
#[derive(Clone)]
struct Facts(SmallVec<[u64; 4]>);

impl Facts {
    fn new(count: usize, facts: impl IntoIterator<Item = usize>) -> Self {
        let mut words = smallvec![0_u64; count.div_ceil(64)];
        for fact in facts {
            words[fact / 64] |= 1 << (fact % 64);
        }
        Self(words)
    }

    fn range(count: usize, range: Range<usize>) -> Self {
        Self::new(count, range)
    }

    fn has(&self, fact: usize) -> bool {
        self.0[fact / 64] >> (fact % 64) & 1 == 1
    }

    fn keep(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    fn add(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    fn meets(&self, other: &Self) -> bool {
        (self.0.iter().zip(&other.0)).any(|(word, other)| word & other != 0)
    }

    fn last(&self) -> Option<usize> {
        let index = self.0.iter().rposition(|&word| word != 0)?;
        Some(index * 64 + self.0[index].ilog2() as usize)
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        (self.0.iter().enumerate())
            .flat_map(|(index, &word)| crate::values(word).map(move |bit| index * 64 + bit))
    }
}
