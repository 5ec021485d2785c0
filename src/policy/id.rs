//! Names for the things of a vocabulary and a policy that stay the same however they are reached.

use crate::text::{Place, TextId};

/// Defines ids that are indexes. Only this crate can make one, of the thing that it names.
macro_rules! indexes {
    ($($(#[$meaning:meta])* $id:ident,)*) => {
        $(
            $(#[$meaning])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub struct $id(pub(crate) usize);

            impl $id {
                /// The index, from 0, in file order.
                #[must_use]
                pub fn index(self) -> usize {
                    self.0
                }

                /// The ids of the first so many.
                pub(crate) fn first(count: usize) -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
                    (0..count).map(Self)
                }
            }
        )*
    };
}

indexes! {
    /// A term of a vocabulary.
    TermId,
    /// A prerequisite of a policy.
    PrerequisiteId,
    /// A reading of a prerequisite.
    ReadingId,
    /// A warning of a policy.
    WarningId,
    /// A source that a policy cites.
    SourceId,
}

/// One of several policies that are asked about together, by its place among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PolicyId(pub(crate) usize);

impl PolicyId {
    /// The ids of so many policies, in the order in which they are given.
    pub fn all(count: usize) -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..count).map(Self)
    }

    /// The index, from 0, among the policies as they are given.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// A condition: which text it is written in, and where it begins there.
///
/// No two conditions of a text begin at the same place. For look-ups only: ids are neither ordered
/// nor shown. A condition changed by hand keeps its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConditionId {
    text: TextId,
    start: usize,
}

/// A definition: which text it is written in, and where its name stands there. For look-ups only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DefinitionId {
    text: TextId,
    start: usize,
}

impl ConditionId {
    pub(super) fn of(place: &Place) -> Self {
        Self {
            text: place.source.id(),
            start: place.span.start,
        }
    }
}

impl DefinitionId {
    pub(super) fn of(place: &Place) -> Self {
        Self {
            text: place.source.id(),
            start: place.span.start,
        }
    }
}
