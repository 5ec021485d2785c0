//! A policy with the readings of it that are settled.

use std::fmt;

use super::{Policy, Prerequisite, PrerequisiteId, Reading, ReadingId};

/// A policy, with the readings of its prerequisites that are settled beforehand.
///
/// It can only be made of the policy itself, so a settled reading always exists.
#[derive(Clone, Debug)]
pub struct ReadingChoice<'p> {
    policy: &'p Policy,
    /// By prerequisite, its settled reading.
    settled: Vec<Option<ReadingId>>,
}

/// A reading that a policy does not have, or a second one for the same prerequisite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadReading {
    /// The policy's name.
    pub policy: String,
    /// The prerequisite's name, as it was given.
    pub prerequisite: String,
    /// The reading's name, as it was given.
    pub reading: String,
}

impl fmt::Display for BadReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            policy,
            prerequisite,
            reading,
        } = self;
        write!(
            f,
            "`{prerequisite}` of `{policy}` cannot be read as `{reading}`"
        )
    }
}

impl std::error::Error for BadReading {}

impl Policy {
    /// The policy with some readings settled, each given by the names of a prerequisite and of one
    /// of its readings.
    ///
    /// # Errors
    ///
    /// The first reading that does not exist, or that contradicts one before it.
    pub fn settled<'n>(
        &self,
        readings: impl IntoIterator<Item = (&'n str, &'n str)>,
    ) -> Result<ReadingChoice<'_>, BadReading> {
        let mut choice = ReadingChoice::from(self);
        for (prerequisite, reading) in readings {
            let found = choice.settle(prerequisite, reading);
            found.ok_or_else(|| BadReading {
                policy: self.name.clone(),
                prerequisite: prerequisite.to_owned(),
                reading: reading.to_owned(),
            })?;
        }
        Ok(choice)
    }

    /// The policy with the readings settled that `choose` gives, prerequisite by prerequisite.
    pub(crate) fn settled_by(
        &self,
        choose: impl FnMut(&Prerequisite) -> Option<ReadingId>,
    ) -> ReadingChoice<'_> {
        ReadingChoice {
            policy: self,
            settled: self.prerequisites.iter().map(choose).collect(),
        }
    }
}

impl<'p> From<&'p Policy> for ReadingChoice<'p> {
    /// No reading is settled.
    fn from(policy: &'p Policy) -> Self {
        Self {
            policy,
            settled: vec![None; policy.prerequisites.len()],
        }
    }
}

impl<'p> ReadingChoice<'p> {
    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// The prerequisites of which a reading is settled, each with it, in the policy's order.
    pub fn settled(&self) -> impl Iterator<Item = (&'p Prerequisite, &'p Reading)> + use<'p, '_> {
        let each = self.policy.prerequisites.iter().zip(&self.settled);
        each.filter_map(|(prerequisite, settled)| {
            Some((prerequisite, prerequisite.reading((*settled)?)))
        })
    }

    /// By prerequisite, its settled reading.
    pub(crate) fn by_prerequisite(&self) -> &[Option<ReadingId>] {
        &self.settled
    }

    /// The settled reading of a prerequisite.
    pub(crate) fn of(&self, prerequisite: PrerequisiteId) -> Option<ReadingId> {
        self.settled[prerequisite.0]
    }

    fn settle(&mut self, prerequisite: &str, reading: &str) -> Option<()> {
        let all = &self.policy.prerequisites;
        let at = all.iter().position(|each| each.name == prerequisite)?;
        let reading = all[at].find_reading(reading)?;
        match self.settled[at].replace(reading) {
            Some(before) if before != reading => None,
            _ => Some(()),
        }
    }
}
