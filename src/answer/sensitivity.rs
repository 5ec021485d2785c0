//! How verdicts depend on what is taken for granted, and which prerequisites tell texts apart.

use serde::Serialize;

use super::policy::by_id;
use super::{Counts, PolicyRef, ProposalRef, words};
use crate::phrase;
use crate::policy::{Policy, Prerequisite};
use crate::proposal::{Grade, Proposal};
use crate::questions::assumption::Assumption;
use crate::text::Phrase;
use crate::verdict::Verdict;

/// What `servanda sensitivity` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Sensitivities {
    /// One for each policy.
    pub answers: Vec<SensitivityAnswer>,
}

impl Sensitivities {
    /// Answers in the order of the policies.
    #[must_use]
    pub fn new(answers: Vec<SensitivityAnswer>) -> Self {
        Self { answers }
    }
}

/// How the verdicts of one policy depend on what is taken for granted.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Sensitivity", deny_unknown_fields))]
#[non_exhaustive]
pub struct SensitivityAnswer {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// What is assumed in each trial; in the first one, nothing.
    pub assumptions: Vec<AssumptionAnswer>,
    /// The texts, in the order in which they were named.
    pub texts: Vec<TextUnder>,
    /// How each prerequisite comes out over the texts with nothing assumed, in the policy's order.
    pub prerequisites: Vec<Discrimination>,
}

/// What is assumed in a trial; nothing if no other field is there.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Assumption", deny_unknown_fields))]
#[non_exhaustive]
pub struct AssumptionAnswer {
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
    /// How many texts have each verdict then.
    pub texts: Counts,
}

/// The verdicts on one text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct TextUnder {
    /// The proposal.
    pub proposal: ProposalRef,
    /// The joint verdict under each assumption.
    pub verdicts: Vec<Verdict>,
    /// The verdict on each prerequisite with nothing assumed, in the policy's order.
    pub findings: Vec<Verdict>,
}

/// How a prerequisite comes out over texts.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Discrimination {
    /// The prerequisite.
    pub prerequisite: String,
    /// Whether it is advisory.
    pub advisory: bool,
    /// On how many texts it has each verdict.
    #[serde(flatten)]
    pub texts: Counts,
    /// Whether it tells any two of the texts to which it applies apart.
    pub discriminates: bool,
}

impl TextUnder {
    /// The verdicts on a proposal: joint under each assumption, and on each prerequisite.
    #[must_use]
    pub fn new(proposal: &Proposal, verdicts: Vec<Verdict>, findings: Vec<Verdict>) -> Self {
        Self {
            proposal: ProposalRef::new(proposal),
            verdicts,
            findings,
        }
    }

    /// Under how many assumptions the verdict is another than with nothing assumed.
    #[must_use]
    pub fn changes(&self) -> usize {
        let first = self.verdicts.first();
        let others = self.verdicts.iter();
        others.filter(|verdict| Some(*verdict) != first).count()
    }
}

/// An assumption as answers tell it: each kind in a field of its own, and all of them in words.
pub(super) struct Assumed {
    pub min_grade: Option<Grade>,
    pub rivals: bool,
    pub reading: Option<String>,
    pub says: Phrase,
}

impl Assumed {
    pub fn new(assumption: &Assumption) -> Self {
        let (mut min_grade, mut rivals, mut reading) = (None, false, None);
        let says = match assumption {
            Assumption::Nothing => "as coded, under every reading".into(),
            Assumption::MinGrade(grade) => {
                min_grade = Some(*grade);
                words::counting_from(*grade).into()
            }
            Assumption::Rivals => {
                rivals = true;
                "with rival codings".into()
            }
            Assumption::Reading(name) => {
                reading = Some(name.clone());
                phrase!["read ", Phrase::code(name)]
            }
        };
        Self {
            min_grade,
            rivals,
            reading,
            says,
        }
    }
}

impl AssumptionAnswer {
    fn new(assumption: &Assumption, texts: Counts) -> Self {
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
            texts,
        }
    }
}

impl Discrimination {
    fn new(prerequisite: &Prerequisite, texts: Counts) -> Self {
        let kinds = [texts.met, texts.unmet, texts.open].into_iter();
        Self {
            prerequisite: prerequisite.name.clone(),
            advisory: prerequisite.advisory,
            texts,
            discriminates: kinds.filter(|count| *count > 0).count() > 1,
        }
    }
}

/// How the verdicts of a policy on texts depend on what is assumed.
#[must_use]
pub fn sensitivity<'a>(
    policy: &Policy,
    assumptions: impl Iterator<Item = &'a Assumption>,
    texts: Vec<TextUnder>,
) -> SensitivityAnswer {
    let each = policy.prerequisites.iter().enumerate();
    let prerequisites = each.map(|(at, prerequisite)| {
        let verdicts = texts.iter().filter_map(|text| text.findings.get(at));
        Discrimination::new(prerequisite, Counts::of(verdicts.copied()))
    });
    let assumptions = assumptions.enumerate().map(|(at, assumption)| {
        let verdicts = texts.iter().filter_map(|text| text.verdicts.get(at));
        AssumptionAnswer::new(assumption, Counts::of(verdicts.copied()))
    });
    SensitivityAnswer {
        policy: PolicyRef::new(policy),
        assumptions: assumptions.collect(),
        prerequisites: prerequisites.collect(),
        texts,
    }
}
