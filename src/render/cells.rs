//! What is possible of a term, for programs.

use serde::Serialize;

use crate::policy::Kind;
use crate::proposal::Knowledge;

/// What is possible of a term.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct CellsJson {
    /// Stretches of values, ends included, in the words of the language.
    values: Vec<Stretch>,
    /// Whether the term may fail to arise.
    not_applicable: bool,
}

/// All values from one to another; of a set, all sets that hold at least the members of the first
/// and at most those of the second.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct Stretch {
    from: String,
    to: String,
}

impl CellsJson {
    pub fn new(known: &Knowledge, kind: &Kind) -> Self {
        let stretch = |&(low, high): &(u64, u64)| Stretch {
            from: kind.show(low),
            to: kind.show(high),
        };
        Self {
            values: known.values.iter().map(stretch).collect(),
            not_applicable: known.not_arising,
        }
    }
}
