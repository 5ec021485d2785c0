//! What changed from an old text to a new one, what becomes of the verdict, and because of what.

mod cause;
mod policies;
mod provisions;

use serde::Serialize;

pub use cause::CauseAnswer;
pub use policies::{
    AskedOtherwise, PolicyDiffAnswer, PrerequisiteChange, TextChange, TextFinding,
    WarningRuleChange, policies,
};
pub(crate) use provisions::Both;
pub use provisions::{ChangeKind, MembersChange, ProvisionChange, RecordedChange, SaysAnswer};

use super::policy::by_id;
use super::{
    CheckAnswer, Counts, Finding, OptionsTaken, PolicyRef, ProposalRef, Score, UnfinishedPart,
};
use crate::limit::Unfinished;
use crate::phrase;
use crate::policy::{Policy, TermId};
use crate::proposal::{OfItself, Options, Proposal};
use crate::questions::compare::finding_order;
use crate::questions::diff::{AlarmFlip, Diff, Flip, Offset};
use crate::text::{Phrase, Place, Untrusted};
use crate::verdict::{Alarm, Verdict};

/// What `servanda diff` answers: what changed, and what becomes of the verdict.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Diffs {
    /// What changed from one text to another; absent if the question could not be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<DiffAnswer>,
    /// What changed from one version of a policy to another, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_diff: Option<PolicyDiffAnswer>,
}

impl Diffs {
    /// What changed from one text to another.
    #[must_use]
    pub fn new(diff: DiffAnswer) -> Self {
        Self {
            diff: Some(diff),
            policy_diff: None,
        }
    }

    /// What changed from one version of a policy to another.
    #[must_use]
    pub fn of_policies(diff: PolicyDiffAnswer) -> Self {
        Self {
            diff: None,
            policy_diff: Some(diff),
        }
    }
}

/// What changed from an old text to a new one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Diff", deny_unknown_fields))]
#[non_exhaustive]
pub struct DiffAnswer {
    /// The old text.
    pub old: ProposalRef,
    /// The new text.
    pub new: ProposalRef,
    /// Whether both are the same, to the last character.
    pub identical: bool,
    /// How both were taken, and how the policies were read.
    pub options: OptionsTaken,
    /// The terms of which the new text leaves something else possible, in the vocabulary's order.
    pub provisions: Vec<ProvisionChange>,
    /// Provisions that are recorded otherwise and leave the same possible.
    pub recorded: Vec<RecordedChange>,
    /// What the text says of itself otherwise; empty where the two have different names.
    pub of_itself: Vec<OfItself>,
    /// What became of the members; absent where neither text is a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<MembersChange>,
    /// What becomes of what each policy says.
    pub policies: Vec<DiffByPolicy>,
}

/// What becomes of what one policy says.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct DiffByPolicy {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// What it says of the old text.
    pub old: VerdictWas,
    /// What it says of the new text.
    pub new: VerdictWas,
    /// In how many ways findings changed.
    pub counts: ChangeCounts,
    /// Because of what the verdict is another one; absent where it is not, or a limit was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<CauseAnswer>,
    /// The findings that are others: what got worse before what got better.
    pub findings: Vec<FindingChange>,
    /// The warnings that are others, in the policy's order.
    pub warnings: Vec<WarningChange>,
    /// Findings that stay since changes make up for one another.
    pub offsets: Vec<OffsetAnswer>,
    /// What is still unmet or open, what got worse first.
    pub missing: Vec<MissingAnswer>,
    /// What is not finished. Every verdict is exact nevertheless.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unfinished: Vec<UnfinishedPart>,
}

/// A verdict with its score and its counts.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct VerdictWas {
    /// The joint verdict.
    pub verdict: Verdict,
    /// The share of weight that is met.
    #[serde(flatten)]
    pub score: Score,
    /// How many of the prerequisites that decide have each verdict.
    pub deciding: Counts,
    /// The same of those that are advisory.
    pub advisory: Counts,
}

/// How many findings changed, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct ChangeCounts {
    /// Nowhere better, somewhere worse.
    pub worse: usize,
    /// Nowhere worse, somewhere better.
    pub better: usize,
    /// Better under one reading, worse under another.
    pub by_reading: usize,
    /// It began to apply, or ceased to.
    pub applies: usize,
}

/// How a finding changed, where unmet is less than open and open less than met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Nowhere better, somewhere worse.
    Worse,
    /// It began to apply, or ceased to.
    Applies,
    /// Better under one reading, worse under another.
    ByReading,
    /// Nowhere worse, somewhere better.
    Better,
}

/// A finding that is another one, at least under some reading.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct FindingChange {
    /// The prerequisite.
    pub prerequisite: String,
    /// What it asks; empty if not said.
    pub title: Untrusted,
    /// Whether it is advisory.
    pub advisory: bool,
    /// How much it counts in the score.
    pub weight: u64,
    /// How it changed.
    pub direction: Direction,
    /// The finding on the old text.
    pub old: Verdict,
    /// The finding on the new text.
    pub new: Verdict,
    /// The readings under which it is another one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ReadingChange>,
    /// Because of what: that the finding is another one; where it is not, that it is under these readings.
    /// Absent where a limit was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<CauseAnswer>,
}

/// The finding under one reading.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct ReadingChange {
    /// The reading.
    pub reading: String,
    /// The finding on the old text.
    pub old: Verdict,
    /// The finding on the new text.
    pub new: Verdict,
}

/// A warning that is raised, clear or open, and was not.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct WarningChange {
    /// The warning.
    pub warning: String,
    /// What it warns of; empty if not said.
    pub title: Untrusted,
    /// Of the old text.
    pub old: Alarm,
    /// Of the new text.
    pub new: Alarm,
    /// Because of what; absent where a limit was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<CauseAnswer>,
}

/// A change that alone would have made a finding another one, and does not with the others.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Offset", deny_unknown_fields))]
#[non_exhaustive]
pub struct OffsetAnswer {
    /// The prerequisite.
    pub prerequisite: String,
    /// The finding on both texts.
    pub verdict: Verdict,
    /// The term whose change alone would have made it another one.
    pub term: String,
    /// What would have been found with it alone.
    pub would_be: Verdict,
    /// The changes that make up for that.
    pub made_up_by: CauseAnswer,
}

/// A prerequisite that the new text does not meet, or not yet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Missing", deny_unknown_fields))]
#[non_exhaustive]
pub struct MissingAnswer {
    /// The prerequisite.
    pub prerequisite: String,
    /// Whether it is advisory.
    pub advisory: bool,
    /// The finding: unmet or open.
    pub verdict: Verdict,
    /// Whether it got worse since the old text.
    pub worse: bool,
    /// The terms that decide it.
    pub terms: Vec<MissingTerm>,
    /// The whole finding.
    #[serde(skip)]
    pub finding: Finding,
}

/// A term that decides a prerequisite which is not met.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct MissingTerm {
    /// The term.
    pub term: String,
    /// What the new text says of it.
    pub says: Phrase,
    /// What it has to be; absent where nothing is asked of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub must: Option<Phrase>,
    /// Where the new text speaks of it; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// What changed between two texts, which were taken like this; `changed` are the terms that did.
pub(crate) fn diff(
    [old, new]: [&Proposal; 2],
    policy: &Policy,
    (options, taken): (Options, OptionsTaken),
    changed: &[TermId],
    policies: Vec<DiffByPolicy>,
) -> DiffAnswer {
    let both = Both {
        policy,
        texts: [old, new],
        options,
    };
    let matters: Vec<String> = policies.iter().flat_map(DiffByPolicy::terms).collect();
    DiffAnswer {
        identical: old.source.text() == new.source.text() && !new.is_package(),
        old: ProposalRef::new(old),
        new: ProposalRef::new(new),
        options: taken,
        provisions: both.changes(changed, &matters),
        recorded: both.recorded(changed),
        of_itself: both.of_itself(),
        members: both.members(),
        policies,
    }
}

impl DiffAnswer {
    /// Whether a finding got worse, at least under some reading, or a verdict did.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.policies.iter().any(|by| {
            let verdict = finding_order(by.old.verdict, by.new.verdict);
            by.counts.worse + by.counts.by_reading > 0
                || verdict.is_some_and(std::cmp::Ordering::is_gt)
        })
    }
}

impl DiffByPolicy {
    /// What becomes of what a policy says; `answers` is what it says of the old text and the new one.
    pub(crate) fn new(policy: &Policy, answers: [CheckAnswer; 2], diff: &Diff) -> Self {
        let [old, new] = answers;
        let vocabulary = &policy.vocabulary;
        let cause =
            |cause: &crate::questions::diff::Cause<TermId>| CauseAnswer::new(cause, vocabulary);
        let mut findings: Vec<FindingChange> = diff
            .findings
            .iter()
            .map(|flip| flipped(policy, flip))
            .collect();
        findings.sort_by_key(|change| change.direction);
        let count = |direction| {
            findings
                .iter()
                .filter(|change| change.direction == direction)
                .count()
        };
        let counts = ChangeCounts {
            worse: count(Direction::Worse),
            better: count(Direction::Better),
            by_reading: count(Direction::ByReading),
            applies: count(Direction::Applies),
        };
        let worse: Vec<String> = findings
            .iter()
            .filter(|change| change.direction == Direction::Worse)
            .map(|change| change.prerequisite.clone())
            .collect();
        let mut unfinished = Unfinished::default();
        unfinished
            .parts
            .extend(diff.unfinished.parts.iter().copied());
        let mut left = UnfinishedPart::all(&unfinished);
        for part in &new.unfinished {
            if !left.contains(part) {
                left.push(*part);
            }
        }
        Self {
            policy: PolicyRef::new(policy),
            old: VerdictWas::of(&old),
            new: VerdictWas::of(&new),
            counts,
            because: diff.joint.as_ref().map(cause),
            findings,
            warnings: diff
                .warnings
                .iter()
                .map(|flip| alarmed(policy, flip))
                .collect(),
            offsets: diff
                .offsets
                .iter()
                .map(|offset| made_up(policy, &old, offset))
                .collect(),
            missing: missing(new.findings, &worse),
            unfinished: left,
        }
    }

    /// The terms whose change has an effect.
    fn terms(&self) -> Vec<String> {
        let findings = self
            .findings
            .iter()
            .filter_map(|change| change.because.as_ref());
        let warnings = self
            .warnings
            .iter()
            .filter_map(|change| change.because.as_ref());
        let causes = self.because.iter().chain(findings).chain(warnings);
        causes.flat_map(CauseAnswer::terms).cloned().collect()
    }

    /// Whether nothing that it says is another thing.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.old.verdict == self.new.verdict && self.findings.is_empty() && self.warnings.is_empty()
    }
}

impl VerdictWas {
    fn of(answer: &CheckAnswer) -> Self {
        Self {
            verdict: answer.verdict,
            score: answer.score,
            deciding: answer.deciding,
            advisory: answer.advisory,
        }
    }
}

fn flipped(policy: &Policy, flip: &Flip) -> FindingChange {
    let prerequisite = policy.prerequisite(flip.of);
    let readings = flip
        .readings
        .iter()
        .map(|(reading, old, new)| ReadingChange {
            reading: prerequisite.reading(*reading).name.clone(),
            old: *old,
            new: *new,
        });
    FindingChange {
        prerequisite: prerequisite.name.clone(),
        title: (&prerequisite.title).into(),
        advisory: prerequisite.advisory,
        weight: prerequisite.weight,
        direction: direction(flip),
        old: flip.old,
        new: flip.new,
        readings: readings.collect(),
        because: (flip.cause.as_ref()).map(|cause| CauseAnswer::new(cause, &policy.vocabulary)),
    }
}

fn direction(flip: &Flip) -> Direction {
    let readings = flip.readings.iter().map(|(_, old, new)| (*old, *new));
    let all = std::iter::once((flip.old, flip.new)).chain(readings);
    let (mut better, mut worse) = (false, false);
    for (old, new) in all {
        match finding_order(old, new) {
            None => return Direction::Applies,
            Some(order) => {
                better |= order.is_lt();
                worse |= order.is_gt();
            }
        }
    }
    match (better, worse) {
        (true, true) => Direction::ByReading,
        (true, false) => Direction::Better,
        (false, _) => Direction::Worse,
    }
}

fn alarmed(policy: &Policy, flip: &AlarmFlip) -> WarningChange {
    let warning = &policy.warnings[flip.of.index()];
    WarningChange {
        warning: warning.name.clone(),
        title: (&warning.title).into(),
        old: flip.old,
        new: flip.new,
        because: (flip.cause.as_ref()).map(|cause| CauseAnswer::new(cause, &policy.vocabulary)),
    }
}

fn made_up(policy: &Policy, old: &CheckAnswer, offset: &Offset) -> OffsetAnswer {
    let vocabulary = &policy.vocabulary;
    OffsetAnswer {
        prerequisite: policy.prerequisite(offset.of).name.clone(),
        verdict: old.findings[offset.of.index()].verdict,
        term: vocabulary.term(offset.by).name.clone(),
        would_be: offset.would_be,
        made_up_by: CauseAnswer::new(&offset.made_up_by, vocabulary),
    }
}

/// What is unmet or open: what got worse first, then what decides, then what is unmet.
fn missing(findings: Vec<Finding>, worse: &[String]) -> Vec<MissingAnswer> {
    let lacking = |finding: &Finding| matches!(finding.verdict, Verdict::Unmet | Verdict::Open);
    let each = findings
        .into_iter()
        .filter(lacking)
        .map(|finding| MissingAnswer {
            prerequisite: finding.id.clone(),
            advisory: finding.advisory,
            verdict: finding.verdict,
            worse: worse.contains(&finding.id),
            terms: (finding.deciders.iter())
                .map(|decider| MissingTerm {
                    term: decider.term.clone(),
                    says: decider.says.clone(),
                    must: (decider.needs.as_ref()).map(|need| phrase![&need.must]),
                    place: decider.place.clone(),
                })
                .collect(),
            finding,
        });
    let mut missing: Vec<MissingAnswer> = each.collect();
    missing.sort_by_key(|each| (!each.worse, each.advisory, each.verdict != Verdict::Unmet));
    missing
}
