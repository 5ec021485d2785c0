//! What changed from one version of a policy to another, and which texts are judged otherwise.

use serde::Serialize;

use super::Direction;
use super::provisions::ChangeKind;
use crate::answer::words;
use crate::answer::{CheckAnswer, PolicyRef};
use crate::phrase;
use crate::policy::{Policy, Prerequisite, Role};
use crate::questions::compare::finding_order;
use crate::text::{Phrase, Untrusted};
use crate::verdict::Verdict;

/// What changed from an old policy to a new one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "PolicyDiff", deny_unknown_fields))]
#[non_exhaustive]
pub struct PolicyDiffAnswer {
    /// The old policy.
    pub old: PolicyRef,
    /// The new policy.
    pub new: PolicyRef,
    /// Whether the text of the vocabulary is another one.
    pub other_vocabulary: bool,
    /// The prerequisites that came, went, or ask something else, matched by name: those of the new policy
    /// in its order, then those that went.
    pub prerequisites: Vec<PrerequisiteChange>,
    /// How many prerequisites ask the same as before.
    pub unchanged: usize,
    /// The warnings that came, went, or are raised by something else.
    pub warnings: Vec<WarningRuleChange>,
    /// How many texts were judged by both.
    pub judged: usize,
    /// How many could not be judged.
    pub refused: usize,
    /// The texts of which something is found otherwise, in the order in which they were named.
    pub texts: Vec<TextChange>,
}

/// A prerequisite that came, went, or asks something else.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct PrerequisiteChange {
    /// Its name.
    pub prerequisite: String,
    /// What it asks; empty if not said.
    pub title: Untrusted,
    /// Whether only one of the policies has it.
    pub kind: ChangeKind,
    /// What is otherwise, where both have it.
    pub what: Vec<AskedOtherwise>,
    /// The lines that only the old policy has.
    pub old_lines: Vec<Phrase>,
    /// The lines that only the new policy has.
    pub new_lines: Vec<Phrase>,
}

/// What of a prerequisite is otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AskedOtherwise {
    /// What it asks, or when it applies; definitions are spelled out.
    Lines,
    /// How much it counts.
    Weight,
    /// Whether it decides.
    Advisory,
}

/// A warning that came, went, or is raised by something else.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct WarningRuleChange {
    /// Its name.
    pub warning: String,
    /// Whether only one of the policies has it.
    pub kind: ChangeKind,
}

/// A text of which something is found otherwise.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct TextChange {
    /// What answers call it.
    pub text: Untrusted,
    /// The verdict of the old policy.
    pub old: Verdict,
    /// The verdict of the new policy.
    pub new: Verdict,
    /// The findings that are others, each because its prerequisite is another one.
    pub findings: Vec<TextFinding>,
}

/// A finding that is another one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct TextFinding {
    /// The prerequisite.
    pub prerequisite: String,
    /// By the old policy; absent where it has no such prerequisite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Verdict>,
    /// By the new policy; absent where it has no such prerequisite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Verdict>,
    /// How it changed; absent where only one of them has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
}

/// What changed from an old policy to a new one. `texts` are what the two say of each text; `refused`
/// more could not be judged.
#[must_use]
pub fn policies(
    [old, new]: [&Policy; 2],
    texts: &[[CheckAnswer; 2]],
    refused: usize,
) -> PolicyDiffAnswer {
    let find = |policy: &Policy, name: &str| {
        let mut all = policy.prerequisite_ids();
        all.find(|id| policy.prerequisite(*id).name == name)
    };
    let mut prerequisites = Vec::new();
    let mut unchanged = 0;
    for is in &new.prerequisites {
        let was = find(old, &is.name).map(|id| old.prerequisite(id));
        match prerequisite([old, new], [was, Some(is)]) {
            Some(change) => prerequisites.push(change),
            None => unchanged += 1,
        }
    }
    let gone = old.prerequisites.iter();
    let gone = gone.filter(|was| find(new, &was.name).is_none());
    prerequisites.extend(gone.filter_map(|was| prerequisite([old, new], [Some(was), None])));
    PolicyDiffAnswer {
        other_vocabulary: old.vocabulary.source.text() != new.vocabulary.source.text(),
        prerequisites,
        unchanged,
        warnings: warnings([old, new]),
        judged: texts.len(),
        refused,
        texts: texts.iter().filter_map(text).collect(),
        old: PolicyRef::new(old),
        new: PolicyRef::new(new),
    }
}

impl PolicyDiffAnswer {
    /// Whether a finding or a verdict got worse.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.texts.iter().any(|text| {
            let verdict = finding_order(text.old, text.new);
            let mut findings = text.findings.iter();
            verdict.is_some_and(std::cmp::Ordering::is_gt)
                || findings.any(|finding| finding.direction == Some(Direction::Worse))
        })
    }
}

fn prerequisite(
    [old, new]: [&Policy; 2],
    [was, is]: [Option<&Prerequisite>; 2],
) -> Option<PrerequisiteChange> {
    let told = is.or(was)?;
    let old_lines = was.map(|was| lines(old, was)).unwrap_or_default();
    let new_lines = is.map(|is| lines(new, is)).unwrap_or_default();
    let only = |some: &[Phrase], others: &[Phrase]| -> Vec<Phrase> {
        let each = some.iter().filter(|line| !others.contains(line));
        each.cloned().collect()
    };
    let mut what = Vec::new();
    if let (Some(was), Some(is)) = (was, is) {
        let differs = [
            (AskedOtherwise::Lines, old_lines != new_lines),
            (AskedOtherwise::Weight, was.weight != is.weight),
            (AskedOtherwise::Advisory, was.advisory != is.advisory),
        ];
        let differs = differs.into_iter().filter(|(_, differs)| *differs);
        what.extend(differs.map(|(what, _)| what));
        if what.is_empty() {
            return None;
        }
    }
    Some(PrerequisiteChange {
        prerequisite: told.name.clone(),
        title: (&told.title).into(),
        kind: kind(was.is_some(), is.is_some()),
        what,
        old_lines: only(&old_lines, &new_lines),
        new_lines: only(&new_lines, &old_lines),
    })
}

fn kind(was: bool, is: bool) -> ChangeKind {
    match (was, is) {
        (false, _) => ChangeKind::Added,
        (true, false) => ChangeKind::Removed,
        (true, true) => ChangeKind::Changed,
    }
}

/// What a prerequisite asks, line by line.
fn lines(policy: &Policy, of: &Prerequisite) -> Vec<Phrase> {
    let each = of.lines().map(|(role, condition)| {
        let role: Phrase = match role {
            Role::When => "when".into(),
            Role::Must => "must".into(),
            Role::Unless => "unless".into(),
            Role::Reading(reading) => {
                phrase!["reading ", Phrase::name(&of.reading(reading).name)]
            }
        };
        let sentences = words::sentences(condition, &policy.vocabulary);
        phrase![role, ": ", words::joined(&sentences)]
    });
    each.collect()
}

fn warnings([old, new]: [&Policy; 2]) -> Vec<WarningRuleChange> {
    let rule = |policy: &Policy, name: &str| {
        let warning = policy.warnings.iter().find(|each| each.name == name)?;
        let sentences = words::sentences(&warning.raised_when, &policy.vocabulary);
        Some(words::joined(&sentences))
    };
    let names = new.warnings.iter().chain(&old.warnings);
    let mut all: Vec<&String> = Vec::new();
    for warning in names {
        if !all.contains(&&warning.name) {
            all.push(&warning.name);
        }
    }
    let each = all.into_iter().filter_map(|name| {
        let (was, is) = (rule(old, name), rule(new, name));
        (was != is).then(|| WarningRuleChange {
            warning: name.clone(),
            kind: kind(was.is_some(), is.is_some()),
        })
    });
    each.collect()
}

/// What is found otherwise of one text; `None` where nothing is.
fn text([old, new]: &[CheckAnswer; 2]) -> Option<TextChange> {
    let by = |answer: &CheckAnswer, name: &str| {
        let mut findings = answer.findings.iter();
        let found = findings.find(|finding| finding.id == name)?;
        Some(found.verdict)
    };
    let gone = old.findings.iter();
    let gone = gone.filter(|finding| by(new, &finding.id).is_none());
    let findings = new.findings.iter().chain(gone).filter_map(|finding| {
        let (was, is) = (by(old, &finding.id), by(new, &finding.id));
        (was != is).then(|| TextFinding {
            prerequisite: finding.id.clone(),
            old: was,
            new: is,
            direction: was.zip(is).map(|(was, is)| match finding_order(was, is) {
                None => Direction::Applies,
                Some(order) if order.is_lt() => Direction::Better,
                Some(_) => Direction::Worse,
            }),
        })
    });
    let findings: Vec<TextFinding> = findings.collect();
    let same = findings.is_empty() && old.verdict == new.verdict;
    (!same).then(|| TextChange {
        text: new.proposal.shown().clone(),
        old: old.verdict,
        new: new.verdict,
        findings,
    })
}
