//! What a comparison means: which cells of its term satisfy it.
//!
//! Code that computes with comparisons matches on these few forms, and never on the words of a
//! comparison.

/// What a term's cell must be like.
///
/// Where the term does not arise every predicate is false.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// The term arises, with whatever value.
    Arises,
    /// Its value lies in one of these ranges. Only for terms that are not sets.
    Values(Ranges),
    /// Its value, a set of members, is like this. Only for sets.
    Members(SetPredicate),
}

/// What a set of members must be like. Sets are bits, the first member lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetPredicate {
    /// All of these members are in it.
    All(u64),
    /// One of these members is in it, or several.
    Any(u64),
    /// None of these members is in it.
    None(u64),
    /// The number of its members lies between two bounds, ends included.
    Count {
        /// The fewest.
        least: u32,
        /// The most; [`u32::MAX`] where there is no upper bound.
        most: u32,
    },
}

/// Values as ascending ranges, ends included, that do not overlap. Ranges that only touch stay apart:
/// values that a policy names one by one are told apart in answers, too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ranges(Vec<(u64, u64)>);

impl Ranges {
    /// The values that lie in one of these ranges, which may overlap and may be in any order. A
    /// range whose first value is above its last holds nothing.
    pub fn new(ranges: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let mut all: Vec<_> = (ranges.into_iter())
            .filter(|(low, high)| low <= high)
            .collect();
        all.sort_unstable();
        let mut kept: Vec<(u64, u64)> = Vec::with_capacity(all.len());
        for (low, high) in all {
            match kept.last_mut() {
                Some(last) if low <= last.1 => last.1 = last.1.max(high),
                _ => kept.push((low, high)),
            }
        }
        Self(kept)
    }

    /// The ranges, each with its first and its last value.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.0.iter().copied()
    }

    /// Whether the value lies in one of them.
    #[must_use]
    pub fn contains(&self, value: u64) -> bool {
        self.0
            .iter()
            .any(|&(low, high)| (low..=high).contains(&value))
    }
}

impl Predicate {
    /// Whether a term with this value satisfies it (`None`: the term does not arise).
    #[must_use]
    pub fn holds(&self, value: Option<u64>) -> bool {
        let Some(value) = value else { return false };
        match self {
            Self::Arises => true,
            Self::Values(ranges) => ranges.contains(value),
            Self::Members(members) => members.holds(value),
        }
    }
}

impl SetPredicate {
    /// Whether a set of members satisfies it.
    #[must_use]
    pub fn holds(self, set: u64) -> bool {
        match self {
            Self::All(members) => set & members == members,
            Self::Any(members) => set & members != 0,
            Self::None(members) => set & members == 0,
            Self::Count { least, most } => (least..=most).contains(&set.count_ones()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_joined_where_they_overlap() {
        let ranges = Ranges::new([(4, 5), (0, 1), (9, 8), (2, 2), (4, 7)]);
        assert_eq!(ranges.iter().collect::<Vec<_>>(), [(0, 1), (2, 2), (4, 7)]);
        assert!(ranges.contains(7) && !ranges.contains(3) && !ranges.contains(8));
        assert_eq!(Ranges::new([(0, u64::MAX), (3, 4)]).iter().count(), 1);
    }
}
