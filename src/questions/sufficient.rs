//! Smallest sets of facts that are enough for a conclusion.

use crate::engine::{Trial, smallest_set};
use crate::limit::{Cancel, GaveUp, Limit};

/// The most sets that are tried in the search for a smallest one, times the facts that there are:
/// enough for every set of 12 facts. Past that the set that is given is irredundant, not proved
/// smallest. (Of 60 facts of which any 30 are enough there are too many sets to try.)
const MOST_EFFORT: usize = 4_096 * 12;

/// A set from which nothing can be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smallest<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// Whether it is proved that no set has fewer; else only that none of its items can go.
    pub fewest: bool,
}

impl<T> Smallest<T> {
    /// An irredundant set, however it was found. It is proved smallest only if it is empty, or if
    /// it has one item and no limit was met: then the empty set was tried.
    pub(crate) fn irredundant(items: Vec<T>, limited: bool) -> Self {
        let fewest = items.is_empty() || items.len() == 1 && !limited;
        Self { items, fewest }
    }

    /// The same set, of which it may be proved besides that no other has fewer.
    pub(crate) fn proved(self, fewest: bool, limited: bool) -> Self {
        let alone = Self::irredundant(self.items, limited);
        Self {
            fewest: fewest || alone.fewest,
            ..alone
        }
    }
}

/// Why the search for a smallest set ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// There were too many trials.
    Trials,
    /// A limit was met.
    Limit(Limit),
}

impl From<Limit> for Ended {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}

impl From<GaveUp> for Ended {
    fn from(gave_up: GaveUp) -> Self {
        Self::Limit(gave_up.into())
    }
}

/// The smallest set of facts that is enough, see [`smallest_set`], within the limit on trials.
pub(crate) fn sufficient(
    exclusive: &[usize],
    cancel: &Cancel,
    mut trial: impl FnMut(&[usize]) -> Result<Trial, Ended>,
) -> Result<Option<Vec<usize>>, Ended> {
    let mut trials = MOST_EFFORT / exclusive.len().max(1);
    smallest_set(exclusive, cancel, |set| {
        trials = trials.checked_sub(1).ok_or(Ended::Trials)?;
        trial(set)
    })
}
