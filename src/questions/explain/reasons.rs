//! How many independent reasons a verdict has.

use crate::limit::Limit;
use crate::policy::TermId;
use crate::questions::sufficient_provisions::Provisions;
use crate::verdict::Outcomes;

/// Sets of provisions without a provision in common, each of which forces a verdict alone.
///
/// Of N such sets, any N - 1 provisions can be taken back, and the verdict is still forced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons {
    /// The sets, the smallest first. From none of them can anything be left out.
    pub sets: Vec<Vec<TermId>>,
    /// Whether it is proved that there are no more such sets.
    pub exact: bool,
}

impl Reasons {
    /// The same as a lower bound.
    pub(super) fn at_least(self) -> Self {
        Self {
            exact: false,
            ..self
        }
    }

    /// These and those of another part of the policy, which shares no provision with it.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.sets.extend(other.sets);
        self.sets.sort_by_key(Vec::len);
        self.exact &= other.exact;
        self
    }
}

/// The most provisions of which every subset is tried.
const EVERY_SUBSET: usize = 12;

/// The most choices of one provision from each set that are tried to prove that there are no more
/// sets.
const MOST_CHOICES: usize = 1_000;

impl Provisions<'_, '_> {
    /// The most sets that have no provision in common and bar these outcomes, beginning with this
    /// smallest one. `None` if nothing has to be known for that.
    ///
    /// Sets are set aside one after another, the smallest that is left each time. There are no more
    /// if one provision of each can be taken back so that nothing forces the verdict any longer: every
    /// set holds one of these. Else all sets are found, if there are at most 12 provisions; else what
    /// is given is a lower bound.
    pub fn independent(&self, first: &[TermId], barred: Outcomes) -> Option<Reasons> {
        if first.is_empty() {
            return None;
        }
        let mut sets = vec![first.to_vec()];
        let mut left = self.terms().to_vec();
        loop {
            left.retain(|term| !sets.iter().flatten().any(|used| used == term));
            match self.is_enough(&left, barred) {
                Ok(true) => sets.push(self.among(&left).smallest(barred).items),
                Ok(false) => break,
                Err(_) => return Some(Reasons { sets, exact: false }),
            }
        }
        let all = self.terms();
        let proved = self.no_more(&sets, barred);
        let exact = match proved {
            Ok(true) => true,
            Ok(false) if all.len() <= EVERY_SUBSET => match self.packed(barred) {
                Ok(found) => {
                    if found.len() > sets.len() {
                        sets = found;
                    }
                    true
                }
                Err(_) => false,
            },
            Ok(false) | Err(_) => false,
        };
        sets.sort_by_key(Vec::len);
        Some(Reasons { sets, exact })
    }

    /// Whether these provisions alone bar the outcomes.
    fn is_enough(&self, terms: &[TermId], barred: Outcomes) -> Result<bool, Limit> {
        Ok(self.counterexample(terms, barred)?.is_none())
    }

    /// Whether one provision of each set can be taken back so that the rest is not enough.
    fn no_more(&self, sets: &[Vec<TermId>], barred: Outcomes) -> Result<bool, Limit> {
        let choices = (sets.iter()).fold(1_usize, |all, set| all.saturating_mul(set.len()));
        for choice in 0..choices.min(MOST_CHOICES) {
            let mut rest = choice;
            let mut kept = self.terms().to_vec();
            for set in sets {
                let dropped = set[rest % set.len()];
                rest /= set.len();
                kept.retain(|term| *term != dropped);
            }
            if !self.is_enough(&kept, barred)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The most sets without a provision in common, by trying every subset.
    fn packed(&self, barred: Outcomes) -> Result<Vec<Vec<TermId>>, Limit> {
        let terms = self.terms();
        let of = |mask: u32| -> Vec<TermId> {
            let chosen = |(at, term): (usize, &TermId)| (mask >> at & 1 == 1).then_some(*term);
            terms.iter().enumerate().filter_map(chosen).collect()
        };
        let mut masks: Vec<u32> = (1..1_u32 << terms.len()).collect();
        masks.sort_by_key(|mask| mask.count_ones());
        let mut minimal: Vec<u32> = Vec::new();
        for mask in masks {
            let covers = |&known: &u32| known & mask == known;
            if !minimal.iter().any(covers) && self.is_enough(&of(mask), barred)? {
                minimal.push(mask);
            }
        }
        let best = most_disjoint(&minimal, 0);
        Ok(best.into_iter().map(of).collect())
    }
}

/// The most of these masks, from the first on, that have no bit in common with each other or with
/// `used`.
fn most_disjoint(masks: &[u32], used: u32) -> Vec<u32> {
    let Some((&first, rest)) = masks.split_first() else {
        return Vec::new();
    };
    let without = most_disjoint(rest, used);
    if first & used != 0 {
        return without;
    }
    let mut with = vec![first];
    with.extend(most_disjoint(rest, used | first));
    if with.len() > without.len() {
        with
    } else {
        without
    }
}
