//! What can be assumed of a text or of a policy beyond what they say.

use crate::policy::Policy;
use crate::proposal::Grade;

/// One thing that is taken otherwise than by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// Nothing: every reading counts, every source, and the coder's own values.
    Nothing,
    /// Only what rests on sources of at least this grade counts.
    MinGrade(Grade),
    /// The rival codings count, too.
    Rivals,
    /// The prerequisites that have a reading of this name are read so.
    Reading(String),
}

impl Assumption {
    /// What can be tried on a policy: nothing first, then grades from C to A, rivals, and the names of
    /// its readings in the order in which they occur.
    #[must_use]
    pub fn all(policy: &Policy) -> Vec<Self> {
        let mut all = vec![Self::Nothing];
        all.extend([Grade::C, Grade::B, Grade::A].map(Self::MinGrade));
        all.push(Self::Rivals);
        for reading in (policy.prerequisites.iter()).flat_map(|each| &each.readings) {
            let assumption = Self::Reading(reading.name.clone());
            if !all.contains(&assumption) {
                all.push(assumption);
            }
        }
        all
    }
}
