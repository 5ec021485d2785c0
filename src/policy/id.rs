//! Names for the things of a vocabulary and a policy that stay the same however they are reached.

use crate::text::{Place, TextId};

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
