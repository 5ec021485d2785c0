//! How an answer was asked for: what counted, what was passed over, what was settled beforehand.

use serde::Serialize;

use crate::phrase;
use crate::policy::ReadingChoice;
use crate::proposal::{Grade, Options};
use crate::text::Phrase;

/// How a proposal was taken, and how the policies were read.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Options", deny_unknown_fields))]
#[non_exhaustive]
pub struct OptionsTaken {
    /// Whether rival readings of the text counted.
    pub rivals: bool,
    /// Provisions from worse sources were taken as not established.
    pub min_grade: Option<Grade>,
    /// The readings that were settled, in the policies' order.
    pub readings: Vec<ReadingTaken>,
}

/// A reading that was settled beforehand.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "SettledReading", deny_unknown_fields))]
#[non_exhaustive]
pub struct ReadingTaken {
    /// The policy.
    pub policy: String,
    /// Its prerequisite.
    pub prerequisite: String,
    /// How that was read.
    pub reading: String,
}

/// The most prerequisites that are named as read in one way.
const NAMED: usize = 3;

impl OptionsTaken {
    pub(crate) fn new(options: Options, choices: &[ReadingChoice<'_>]) -> Self {
        let settled = choices.iter().flat_map(|choice| {
            let policy = choice.policy();
            (choice.settled()).map(|(prerequisite, reading)| ReadingTaken {
                policy: policy.called.clone(),
                prerequisite: prerequisite.name.clone(),
                reading: reading.name.clone(),
            })
        });
        Self {
            rivals: options.rivals,
            min_grade: options.min_grade,
            readings: settled.collect(),
        }
    }

    /// In words; `None` if everything was taken as it is without options. Where `several` policies
    /// were asked about, a prerequisite is named with its policy.
    #[must_use]
    pub fn in_words(&self, several: bool) -> Option<Phrase> {
        let rivals = self.rivals;
        let rivals = rivals.then(|| Phrase::from("rival readings of the text counted"));
        let grade = (self.min_grade)
            .map(|grade| phrase!["sources of grade ", Phrase::value(grade), " or better only"]);
        let readings = self.readings_in_words(several);
        let parts: Vec<Phrase> = rivals.into_iter().chain(grade).chain(readings).collect();
        (!parts.is_empty()).then(|| Phrase::joined(parts, "; "))
    }

    /// For each reading that some prerequisites share: `` `a` and `b` read as `strict` ``; of many, how
    /// many they are.
    fn readings_in_words(&self, several: bool) -> Vec<Phrase> {
        let mut told: Vec<(&str, Vec<Phrase>)> = Vec::new();
        for settled in &self.readings {
            let prerequisite = &settled.prerequisite;
            let name = Phrase::code(if several {
                format!("{}.{prerequisite}", settled.policy)
            } else {
                prerequisite.clone()
            });
            match told.iter_mut().find(|told| told.0 == settled.reading) {
                Some((_, names)) => names.push(name),
                None => told.push((&settled.reading, vec![name])),
            }
        }
        told.into_iter()
            .map(|(reading, names)| {
                let which = if names.len() > NAMED {
                    phrase![names.len(), " prerequisites"]
                } else {
                    Phrase::list(names, "and")
                };
                phrase![which, " read as ", Phrase::code(reading)]
            })
            .collect()
    }
}
