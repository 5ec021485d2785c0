//! How an answer was asked for: what was counted, what was passed over, what was settled.

use serde::Serialize;

use super::Mended;
use super::facts::grade_word;
use super::words::listed;
use crate::policy::Policy;
use crate::proposal::Options;

/// How a proposal was taken, and the policies read.
pub(super) struct Taken<'a> {
    options: Options,
    readings: Vec<Settled<'a>>,
    several: bool,
}

/// A reading that was settled beforehand.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct Settled<'a> {
    policy: &'a str,
    prerequisite: &'a str,
    reading: &'a str,
}

/// How a proposal was taken, and the policies read.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct TakenJson<'a> {
    /// Whether rival readings of the text counted.
    rivals: bool,
    /// Provisions from worse sources were taken as not established.
    min_grade: Option<&'static str>,
    /// The readings that were settled, in the policies' order.
    readings: Vec<Settled<'a>>,
}

impl<'a> Mended<'a> {
    pub(super) fn taken(&self) -> Taken<'a> {
        Taken::new(self.options, &self.demands.policies, &self.demands.readings)
    }
}

impl<'a> Taken<'a> {
    /// `readings`: for each policy, pairs of a prerequisite's index and that of its reading.
    fn new(options: Options, policies: &[&'a Policy], readings: &[Vec<(usize, usize)>]) -> Self {
        let each = policies.iter().zip(readings);
        let settled = each.flat_map(|(&policy, fixed)| {
            fixed.iter().map(move |&(prerequisite, reading)| {
                let prerequisite = &policy.prerequisites[prerequisite];
                Settled {
                    policy: &policy.name,
                    prerequisite: &prerequisite.name,
                    reading: &prerequisite.readings[reading].name,
                }
            })
        });
        Self {
            options,
            readings: settled.collect(),
            several: policies.len() > 1,
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

    pub fn json(&self) -> TakenJson<'a> {
        let letter = |grade| grade_word(grade).trim_start_matches("grade ");
        TakenJson {
            rivals: self.options.rivals,
            min_grade: self.options.min_grade.map(letter),
            readings: self.readings.clone(),
        }
    }
}
