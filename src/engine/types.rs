//! What questions are about.

pub(crate) use crate::limit::Limit;
use crate::policy::{Condition, ReadingId, TermId};

/// How the readings of prerequisites are treated.
#[derive(Clone, Debug)]
pub(crate) enum ReadingMode {
    /// A completion picks one reading of each prerequisite that has several.
    PickOne,
    /// A prerequisite is met where it is met under all of its readings, or under the one that is
    /// fixed (by prerequisite).
    MeetAll(Vec<Option<ReadingId>>),
}

/// A prerequisite, by its place among those of all policies that are asked about, one policy after
/// the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AskedId(pub usize);

/// A warning, by its place among those of all policies, likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct WarnedId(pub usize);

/// The subject of a question.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'p> {
    /// A prerequisite.
    Prerequisite(AskedId),
    /// A warning. A raised warning counts as unmet, a clear one as met.
    Warning(WarnedId),
    /// A line of a prerequisite, or a condition that the engine
    /// [prepared](super::Engine::prepare). It counts as met where it holds, else as unmet.
    Condition(&'p Condition),
}

/// A piece of background knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Background {
    /// The condition under which a term arises.
    Arises(TermId),
    /// The `always` with this index.
    Always(usize),
}
