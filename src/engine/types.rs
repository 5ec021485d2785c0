//! What questions are about.

pub(crate) use crate::limit::Limit;
use crate::policy::{Condition, TermId};

/// How the readings of prerequisites are treated.
#[derive(Clone, Debug)]
pub(crate) enum ReadingMode {
    /// A completion picks one reading of each prerequisite that has several.
    PickOne,
    /// A prerequisite is met where it is met under all of its readings, or under the one that is
    /// fixed (by prerequisite).
    MeetAll(Vec<Option<usize>>),
}

/// The subject of a question.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'p> {
    /// The prerequisite with this index.
    Prerequisite(usize),
    /// The warning with this index. A raised warning counts as unmet, a clear one as met.
    Warning(usize),
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
