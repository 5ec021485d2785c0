//! How an answer was asked for: what was counted, what was passed over, what was settled.

use super::Mended;
use super::facts::grade_word;
use super::words::listed;
use crate::policy::ReadingChoice;
use crate::proposal::Options;

/// How a proposal was taken, and the policies read.
pub(super) struct Taken<'a> {
    options: Options,
    readings: Vec<Settled<'a>>,
    several: bool,
}

/// A reading that was settled beforehand.
struct Settled<'a> {
    policy: &'a str,
    prerequisite: &'a str,
    reading: &'a str,
}

impl<'a> Mended<'a> {
    pub(super) fn taken(&self) -> Taken<'a> {
        Taken::new(self.options, &self.demands.choices)
    }
}

impl<'a> Taken<'a> {
    fn new(options: Options, choices: &[ReadingChoice<'a>]) -> Self {
        let settled = choices.iter().flat_map(|choice| {
            let policy = choice.policy();
            (choice.settled()).map(|(prerequisite, reading)| Settled {
                policy: &policy.name,
                prerequisite: &prerequisite.name,
                reading: &reading.name,
            })
        });
        Self {
            options,
            readings: settled.collect(),
            several: choices.len() > 1,
        }
    }

    /// In words; `None` if everything was taken as it is without options.
    pub fn words(&self) -> Option<String> {
        let rivals = self.options.rivals;
        let rivals = rivals.then(|| "rival readings of the text counted".to_owned());
        let grade = (self.options.min_grade)
            .map(|grade| format!("sources of {} or better only", grade_word(grade)));
        let parts = rivals.into_iter().chain(grade).chain(self.readings());
        let parts: Vec<String> = parts.collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// For each reading that some prerequisites share: `` `a` and `b` read as `strict` ``.
    fn readings(&self) -> Vec<String> {
        let mut told: Vec<(&str, Vec<String>)> = Vec::new();
        for settled in &self.readings {
            let prerequisite = settled.prerequisite;
            let name = if self.several {
                format!("`{}.{prerequisite}`", settled.policy)
            } else {
                format!("`{prerequisite}`")
            };
            match told.iter_mut().find(|told| told.0 == settled.reading) {
                Some((_, names)) => names.push(name),
                None => told.push((settled.reading, vec![name])),
            }
        }
        told.into_iter()
            .map(|(reading, names)| format!("{} read as `{reading}`", listed(&names, "and")))
            .collect()
    }
}
