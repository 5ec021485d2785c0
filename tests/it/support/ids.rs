//! Ids of what an oracle knows by its place. The library gives them out, in file order.

use servanda::policy::{
    Policy, PolicyId, Prerequisite, PrerequisiteId, ReadingId, TermId, Vocabulary,
};
use servanda::questions::demands::Demand;

fn at<T>(mut ids: impl Iterator<Item = T>, index: usize) -> T {
    ids.nth(index).expect("there are that many")
}

pub fn term(vocabulary: &Vocabulary, index: usize) -> TermId {
    at(vocabulary.ids(), index)
}

pub fn policy(index: usize) -> PolicyId {
    at(PolicyId::all(index + 1), index)
}

pub fn prerequisite(policy: &Policy, index: usize) -> PrerequisiteId {
    at(policy.prerequisite_ids(), index)
}

pub fn reading(prerequisite: &Prerequisite, index: usize) -> ReadingId {
    at(prerequisite.reading_ids(), index)
}

/// The demand that a prerequisite of one of several policies makes.
pub fn demand(policies: &[Policy], policy: usize, prerequisite: usize) -> Demand {
    Demand {
        policy: self::policy(policy),
        prerequisite: self::prerequisite(&policies[policy], prerequisite),
    }
}
