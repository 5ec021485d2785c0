//! What a policy says of a proposal.

use serde::Serialize;

use super::evidence::Subject;
use super::policy::by_id;
use super::{
    Account, Differing, Finding, OptionsTaken, PolicyRef, ProposalRef, RestsOn, UnfinishedPart,
    WarningAnswer,
};
use crate::phrase;
use crate::questions::check::{self, Report};
use crate::questions::explain::Explanation;
use crate::questions::judge::{Case, Judge};
use crate::text::Phrase;
use crate::verdict::Verdict;

/// What `servanda check` answers: each proposal judged by each policy.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Checks {
    /// How many were judged, and how they fared.
    pub summary: Summary,
    /// One for each policy and proposal.
    pub proposals: Vec<CheckAnswer>,
}

/// How many proposals were judged, and how they fared; one judged by two policies counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Summary {
    /// How many were judged.
    pub judged: usize,
    /// How many of them have each verdict.
    #[serde(flatten)]
    pub verdicts: Counts,
    /// How many could not be judged.
    pub refused: usize,
}

/// How many of several have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Counts {
    /// Met.
    pub met: usize,
    /// Unmet.
    pub unmet: usize,
    /// Open.
    pub open: usize,
    /// Not applicable.
    pub not_applicable: usize,
}

/// What a policy says of a proposal.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct CheckAnswer {
    /// The proposal.
    #[serde(flatten)]
    pub proposal: ProposalRef,
    /// The policy that it is judged by.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// The joint verdict, exact over all completions.
    pub verdict: Verdict,
    /// The share of weight that is met.
    #[serde(flatten)]
    pub score: Score,
    /// How many findings have each verdict.
    pub counts: Counts,
    /// The same of the prerequisites that decide.
    pub deciding: Counts,
    /// The same of those that are advisory.
    pub advisory: Counts,
    /// What the verdict comes of, in a sentence.
    pub because: Phrase,
    /// Of a package the terms on which its members differ, in the vocabulary's order; absent where
    /// there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<Differing>,
    /// How the proposal was taken, and how the policy was read.
    pub options: OptionsTaken,
    /// Why the verdict is what it is; `None` where that was not asked for.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(with = "Account"))]
    pub account: Option<Account>,
    /// What the verdict rests on. Documents always have it, unless a limit was met; `None` where it
    /// was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rests_on: Option<RestsOn>,
    /// One for each prerequisite, in the policy's order.
    pub findings: Vec<Finding>,
    /// One for each warning, in the policy's order.
    pub warnings: Vec<WarningAnswer>,
    /// What is not finished. Every verdict is exact nevertheless.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unfinished: Vec<UnfinishedPart>,
}

/// Weight met over weight that applies, unrounded, or why there is no such share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Score {
    /// The lowest and the highest share over the completions where any applies; `null` where none
    /// does, or where it could not be bounded.
    #[serde(rename = "score")]
    pub bounds: Option<Shares>,
    /// Why there is no score.
    #[serde(rename = "score_note", skip_serializing_if = "Option::is_none")]
    pub missing: Option<NoScore>,
    /// The weights that these shares are made of; absent where there is no score.
    #[serde(rename = "score_weights", skip_serializing_if = "Option::is_none")]
    pub weights: Option<Weights>,
}

/// The weights behind the lowest and the highest share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Weights {
    /// At least.
    pub low: Weight,
    /// At most.
    pub high: Weight,
}

/// Weight met, of weight that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Weight {
    /// Weight met.
    pub met: u64,
    /// Weight that applies.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub of: u64,
}

/// Two shares of one whole, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Shares {
    /// At least.
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub low: f64,
    /// At most.
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub high: f64,
}

/// Why there is no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum NoScore {
    /// No prerequisite applies in any completion.
    #[serde(rename = "nothing applies")]
    NothingApplies,
    /// Too much is open to bound it within the limits.
    #[serde(rename = "too much is open to bound it")]
    TooLarge,
}

impl Checks {
    /// Answers in the order they were found. `refused` more could not be judged.
    #[must_use]
    pub fn new(proposals: Vec<CheckAnswer>, refused: usize) -> Self {
        let summary = Summary {
            judged: proposals.len(),
            verdicts: Counts::of(proposals.iter().map(|answer| answer.verdict)),
            refused,
        };
        Self { summary, proposals }
    }
}

impl Counts {
    pub(super) fn of(verdicts: impl Iterator<Item = Verdict>) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            *match verdict {
                Verdict::Met => &mut counts.met,
                Verdict::Unmet => &mut counts.unmet,
                Verdict::Open => &mut counts.open,
                Verdict::NotApplicable => &mut counts.not_applicable,
            } += 1;
        }
        counts
    }

    /// How many there are.
    #[must_use]
    pub fn all(self) -> usize {
        self.met + self.unmet + self.open + self.not_applicable
    }
}

impl CheckAnswer {
    /// How the prerequisites that are advisory fared, or those that decide.
    #[must_use]
    pub fn counts_of(&self, advisory: bool) -> Counts {
        if advisory {
            self.advisory
        } else {
            self.deciding
        }
    }
}

impl From<check::Score> for Score {
    fn from(score: check::Score) -> Self {
        let missing = |why| Self {
            bounds: None,
            missing: Some(why),
            weights: None,
        };
        let weight = |share: check::Share| Weight {
            met: share.met,
            of: share.of,
        };
        match score {
            check::Score::Between(low, high) => Self {
                bounds: Some(Shares {
                    low: low.value(),
                    high: high.value(),
                }),
                missing: None,
                weights: Some(Weights {
                    low: weight(low),
                    high: weight(high),
                }),
            },
            check::Score::NothingApplies => missing(NoScore::NothingApplies),
            check::Score::TooLarge => missing(NoScore::TooLarge),
        }
    }
}

/// The answer made from a report and its explanation. Both must be of this case.
#[must_use]
pub fn check(case: &Case<'_>, report: &Report, explanation: &Explanation<'_>) -> CheckAnswer {
    let judge = case.judge;
    let policy = judge.policy;
    let subject = Subject {
        policy,
        proposal: case.proposal,
        options: case.options,
        absences: explanation.absences.as_deref().unwrap_or_default(),
    };
    let findings = (policy.prerequisites.iter())
        .zip(&report.findings)
        .zip(&explanation.findings)
        .map(|((prerequisite, found), explained)| subject.finding(prerequisite, found, explained))
        .collect();
    let warnings = (policy.warnings.iter())
        .zip(&report.alarms)
        .zip(&explanation.warnings)
        .map(|((warning, alarm), account)| subject.warning(warning, *alarm, account.as_ref()))
        .collect();
    CheckAnswer {
        proposal: ProposalRef::new(case.proposal),
        policy: PolicyRef::new(policy),
        verdict: report.verdict,
        score: report.score.into(),
        counts: Counts::of(report.findings.iter().map(|finding| finding.verdict)),
        deciding: counts_of(judge, report, false),
        advisory: counts_of(judge, report, true),
        because: because(judge, report),
        differing: subject.differing(),
        options: OptionsTaken::new(case.options, std::slice::from_ref(&judge.choice)),
        rests_on: (explanation.rests_on.as_ref()).map(|found| RestsOn::new(policy, found)),
        account: (explanation.joint.as_ref()).map(|account| Account::new(policy, account)),
        findings,
        warnings,
        unfinished: UnfinishedPart::all(&explanation.unfinished),
    }
}

/// How the prerequisites that are advisory fared, or those that decide.
fn counts_of(judge: &Judge<'_>, report: &Report, advisory: bool) -> Counts {
    let all = judge.policy.prerequisites.iter().zip(&report.findings);
    let of = all.filter(|(each, _)| each.advisory == advisory);
    Counts::of(of.map(|(_, finding)| finding.verdict))
}

/// A sentence about what the joint verdict follows from: the findings that are not advisory.
fn because(judge: &Judge<'_>, report: &Report) -> Phrase {
    let all = &judge.policy.prerequisites;
    let decide = all.iter().filter(|each| !each.advisory).count();
    let deciding = all.iter().zip(&report.findings);
    let unmet = deciding
        .filter(|(each, found)| !each.advisory && found.verdict == Verdict::Unmet)
        .count();
    // Advisory prerequisites may have other verdicts, so the sentence excludes them if there are
    // any.
    let and = if decide == all.len() {
        ""
    } else {
        "decides and "
    };
    match report.verdict {
        Verdict::Unmet if unmet == 0 => {
            "no completion meets all prerequisites at once, though each could be met alone".into()
        }
        Verdict::Unmet => phrase![
            unmet,
            " of ",
            decide,
            " prerequisites that decide cannot be met by this text as it stands"
        ],
        Verdict::Open => "it turns on what the text leaves open, or on a reading".into(),
        Verdict::Met => phrase![
            "every prerequisite that ",
            and,
            "applies is met, however it is completed"
        ],
        Verdict::NotApplicable if decide == 0 => {
            "no prerequisite decides; that is not success".into()
        }
        Verdict::NotApplicable => phrase![
            "there is no prerequisite that ",
            and,
            "applies; that is not success"
        ],
    }
}
