//! Changes that an author could have made to a policy by mistake, and what each of them changes.
//!
//! A mutant is a policy with one such change: a stretch of its text is replaced by another, and what
//! comes of it is read as any policy is. Which prerequisites and warnings then mean something else is
//! asked of the engine, over all completions and for each reading, so that a mutant that changes nothing
//! is proved to be equivalent.

mod bench;
mod difference;
mod operators;
mod variant;
mod written;

use std::ops::Range;

use serde::Serialize;

pub(crate) use bench::{Bench, Came, Expects, Fate, Found, Trial};
pub(crate) use difference::{Difference, Maker, Subject};
pub use operators::mutations;
pub(crate) use variant::{Changed, Plan, Variant};

use crate::policy::{Policy, PrerequisiteId, ReadingId, WarningId};
use crate::text::{Place, spliced};

/// What kind of mistake a mutation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Operator {
    /// A value of a scale, a number, or a number of members is one step lower or higher.
    Step,
    /// `is` and `is not`, `yes` and `no`, `includes` and `excludes` are exchanged.
    Negation,
    /// A member of a list is left out.
    Member,
    /// `all of`, `any of` and `none of` are exchanged, also after `includes`.
    Quantifier,
    /// `at least N of` needs one line less or one more.
    Count,
    /// A line is left out.
    Line,
    /// `when` is left out.
    When,
    /// `unless` is left out.
    Unless,
    /// A reading is left out.
    Reading,
    /// `advisory` is left out, or put in.
    Advisory,
}

/// Whose text a mutation changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A definition of the policy, by its place among them.
    Definition(usize),
    /// A prerequisite; if the change is in one of its readings, that.
    Prerequisite(PrerequisiteId, Option<ReadingId>),
    /// A warning.
    Warning(WarningId),
}

/// A change that an author could have made by mistake.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// What kind of mistake it is.
    pub operator: Operator,
    /// Whose text it changes.
    pub owner: Owner,
    /// The place that it changes.
    pub place: Place,
    /// What stands there, on one line.
    pub before: String,
    /// What stands there then, on one line; empty if it is left out.
    pub after: String,
    edits: Vec<(Range<usize>, String)>,
}

impl Mutation {
    /// The text of the mutant.
    #[must_use]
    pub fn text(&self, policy: &Policy) -> String {
        self.text_without(policy, &[])
    }

    /// The same without some stretches of it, which may not overlap the change.
    fn text_without(&self, policy: &Policy, dropped: &[Range<usize>]) -> String {
        let dropped = dropped.iter().map(|range| (range.clone(), String::new()));
        let edits = self.edits.iter().cloned().chain(dropped).collect();
        // INVARIANT: the edits of a mutation are stretches of the policy's text that do not overlap.
        spliced(policy.source.text(), edits).map_or_else(String::new, |rewritten| rewritten.text)
    }
}
