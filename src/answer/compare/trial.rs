//! How the order of texts depends on what is taken for granted.

use serde::Serialize;

use super::Over;
use super::place::Looked;
use crate::answer::sensitivity::Assumed;
use crate::proposal::Grade;
use crate::questions::assumption::Assumption;
use crate::questions::check::Report;
use crate::questions::compare::{Ranking, findings_read, names_of_readings};
use crate::text::Phrase;
use crate::verdict::Verdict;

/// How the order comes out under an assumption.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "OrderTrial", deny_unknown_fields))]
#[non_exhaustive]
pub struct TrialAnswer {
    /// Only sources of at least this grade count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_grade: Option<Grade>,
    /// Rival codings count.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rivals: bool,
    /// The prerequisites that have a reading of this name are read so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// The same in words.
    pub says: Phrase,
    /// How many pairs are ordered then.
    pub ordered: usize,
    /// How many that are ordered without the assumption are not then, or are ordered the other way.
    pub lost: usize,
    /// How many are ordered so only then.
    pub gained: usize,
    /// How many texts are in another layer then.
    pub moved: usize,
}

impl TrialAnswer {
    fn new(assumption: &Assumption, base: &Ranking, found: &[Vec<Verdict>]) -> Self {
        let ranking = Ranking::of(found);
        let texts = 0..found.len();
        let only = |one: &Ranking, other: &Ranking| {
            let each = texts.clone().flat_map(|text| {
                let above = one.above(text).iter();
                above.map(move |above| (*above, text))
            });
            each.filter(|(above, text)| !other.dominates(*above, *text))
                .count()
        };
        let Assumed {
            min_grade,
            rivals,
            reading,
            says,
        } = Assumed::new(assumption);
        Self {
            min_grade,
            rivals,
            reading,
            says,
            ordered: ranking.pairs().ordered,
            lost: only(base, &ranking),
            gained: only(&ranking, base),
            moved: (texts.clone())
                .filter(|&text| base.layer(text) != ranking.layer(text))
                .count(),
        }
    }
}

/// The order under each assumption that was tried, and under each reading by name.
pub(crate) fn trials(looked: &Looked<'_, '_>, base: &Ranking) -> Vec<TrialAnswer> {
    let tried = (looked.otherwise.iter())
        .map(|(assumption, found)| TrialAnswer::new(assumption, base, found));
    let mut trials: Vec<TrialAnswer> = tried.collect();
    if looked.over == Over::Verdicts {
        // Verdicts under a reading are not put together of what was seen; they were asked for.
        return trials;
    }
    let on = looked.judges.iter().zip(&looked.on);
    for name in names_of_readings(on.map(|(judge, on)| (judge, &on[..]))) {
        let found = |reports: &&[Report]| {
            let each = looked.judges.iter().zip(*reports).zip(&looked.on);
            each.flat_map(|((judge, report), on)| findings_read(judge, &report.seen, on, &name))
                .collect()
        };
        let found: Vec<Vec<Verdict>> = looked.reports.iter().map(found).collect();
        let assumption = Assumption::Reading(name.clone());
        trials.push(TrialAnswer::new(&assumption, base, &found));
    }
    trials
}
