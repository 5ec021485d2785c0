//! How many steps a change is: the one rule, for repairs, compromises, gaps and explanations.
//!
//! - A step is one place on a scale, one member of a set, or any other value of the other kinds.
//! - Between *does not arise* and a value lies the longest way across the term: all places of a
//!   scale, all members of a set, one for the other kinds. So no value is nearer by way of *does not
//!   arise* than it is from another value.
//! - Whether a term declared `arises when` arises follows from other terms, whose changes are
//!   counted, so arising or not is no step of its own. The value that it then has is counted from
//!   the values that the text leaves possible; if it leaves none, from what silence means, for a
//!   text that says only that a term does not arise says nothing of its value.

use super::Knowledge;
use crate::policy::{Arising, Kind, Term};

impl Kind {
    /// The longest way across: the most steps between two values, at least one.
    #[must_use]
    pub fn across(&self) -> u64 {
        match self {
            Self::Scale(labels) => (labels.len() as u64).saturating_sub(1).max(1),
            Self::Set(members) => (members.len() as u64).max(1),
            Self::OneOf(_) | Self::YesOrNo | Self::Number(_) => 1,
        }
    }
}

impl Knowledge {
    /// The cells from which steps are counted. From each of its values a value is as far as it is
    /// from the nearest; *does not arise* is as far as [`Kind::across`] unless it is one of them.
    #[must_use]
    pub(crate) fn counted_from(&self, term: &Term) -> Self {
        if !matches!(term.arising, Arising::When(_)) {
            return self.clone();
        }
        let values = match &self.values[..] {
            [] => Self::silent(term).values,
            values => values.to_vec(),
        };
        Self {
            not_arising: true,
            values,
        }
    }

    /// How many steps a cell (`None`: the term does not arise) is from what is possible.
    #[must_use]
    pub fn distance(&self, term: &Term, cell: Option<u64>) -> u64 {
        let from = self.counted_from(term);
        let across = term.kind.across();
        let Some(value) = cell else {
            return if from.not_arising { 0 } else { across };
        };
        let apart = |&(low, high): &(u64, u64)| match term.kind {
            Kind::Set(_) => {
                let (missing, surplus) = (low & !value, value & !high);
                u64::from(missing.count_ones() + surplus.count_ones())
            }
            Kind::Scale(_) => low.saturating_sub(value).max(value.saturating_sub(high)),
            Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) => {
                u64::from(value < low || value > high)
            }
        };
        from.values.iter().map(apart).min().unwrap_or(across)
    }
}
