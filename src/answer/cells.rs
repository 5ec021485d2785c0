//! What is possible of a term.

use serde::Serialize;

use super::words;
use crate::policy::Kind;
use crate::proposal::Knowledge;
use crate::text::Phrase;

/// What is possible of a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Cells {
    /// Stretches of values, ends included, in the words of the language.
    pub values: Vec<Stretch>,
    /// Whether the term may fail to arise.
    pub not_applicable: bool,
    /// The same in a few words for people.
    pub says: Phrase,
}

/// All values from one to another; of a set, all sets that hold at least the members of the first
/// and at most those of the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Stretch {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

impl Cells {
    pub(super) fn new(known: &Knowledge, kind: &Kind) -> Self {
        Self::said(known, kind, words::cells(known, kind))
    }

    /// With other words for people.
    pub(super) fn said(known: &Knowledge, kind: &Kind, says: Phrase) -> Self {
        let stretch = |&(low, high): &(u64, u64)| Stretch {
            from: kind.show(low),
            to: kind.show(high),
        };
        Self {
            values: known.values.iter().map(stretch).collect(),
            not_applicable: known.not_arising,
            says,
        }
    }
}
