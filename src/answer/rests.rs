//! What the joint verdict rests on.

use serde::Serialize;

use crate::policy::{Policy, PrerequisiteId};
use crate::proposal::Grade;
use crate::questions::rests;
use crate::verdict::Verdict;

/// What the joint verdict rests on.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct RestsOn {
    /// The verdict under each minimum grade that is stricter than the one that was asked for, from C
    /// to A. C passes over what names no source with a grade, and nothing else. Empty if the proposal
    /// names no source at all.
    pub min_grades: Vec<UnderGrade>,
    /// The strictest minimum grade under which the verdict is the same; absent if it changes as soon
    /// as what names no source is passed over, or if the proposal names no source at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stands_from: Option<Grade>,
    /// What counting rival readings of the text would come to; absent if they count already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rivals: Option<WithRivals>,
    /// Of an open verdict: the verdict if one reading of one prerequisite is settled, and nothing
    /// else, for each reading that may matter. A verdict that is not open is the same under every
    /// reading.
    pub readings: Vec<UnderReading>,
    /// How many failures come from silence.
    pub failures: Failures,
}

/// The joint verdict under a minimum grade.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct UnderGrade {
    /// The minimum grade.
    pub min_grade: Grade,
    /// How many provisions it passes over that count now.
    pub passes_over: usize,
    /// The verdict then.
    pub verdict: Verdict,
}

/// The joint verdict with rival readings of the text counted.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct WithRivals {
    /// How many provisions have a rival that leaves more open.
    pub provisions: usize,
    /// The verdict then.
    pub verdict: Verdict,
}

/// The joint verdict with one reading settled.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "JointUnderReading", deny_unknown_fields))]
#[non_exhaustive]
pub struct UnderReading {
    /// The prerequisite.
    pub prerequisite: String,
    /// The reading of it that is settled.
    pub reading: String,
    /// The verdict then.
    pub verdict: Verdict,
}

/// The unmet prerequisites that decide, by what they come from. Each is in one of the two lists, in
/// the policy's order.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Failures {
    /// Those that would not be unmet if silence were taken as not established.
    pub by_silence: Vec<String>,
    /// Those that are unmet whatever silence means: what is stated forces that.
    pub as_stated: Vec<String>,
}

impl RestsOn {
    pub(super) fn new(policy: &Policy, found: &rests::RestsOn) -> Self {
        let name = |&id: &PrerequisiteId| policy.prerequisite(id).name.clone();
        let names = |ids: &[PrerequisiteId]| ids.iter().map(name).collect();
        let grades = found.grades.iter().map(|each| UnderGrade {
            min_grade: each.grade,
            passes_over: each.otherwise.provisions,
            verdict: each.otherwise.verdict,
        });
        let readings = found.readings.iter().map(|each| UnderReading {
            prerequisite: name(&each.prerequisite),
            reading: (policy
                .prerequisite(each.prerequisite)
                .reading(each.reading)
                .name)
                .clone(),
            verdict: each.verdict,
        });
        Self {
            min_grades: grades.collect(),
            stands_from: found.stands_from,
            rivals: found.rivals.map(|otherwise| WithRivals {
                provisions: otherwise.provisions,
                verdict: otherwise.verdict,
            }),
            readings: readings.collect(),
            failures: Failures {
                by_silence: names(&found.by_silence),
                as_stated: names(&found.as_stated),
            },
        }
    }
}
