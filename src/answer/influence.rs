//! How often each open term decides, and which single answer settles most.

use serde::Serialize;

use super::account::read_as;
use super::policy::by_id;
use super::{PolicyRef, ProposalRef, UnfinishedPart, words};
use crate::limit::Part;
use crate::phrase;
use crate::policy::{Policy, PrerequisiteId};
use crate::proposal::{Knowledge, Proposal};
use crate::questions::explain::Answer;
use crate::questions::influence::{self, Influence, Open};
use crate::text::{Phrase, Untrusted};
use crate::verdict::Verdict;

/// What `servanda influence` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Influences {
    /// One for each policy.
    pub answers: Vec<InfluenceAnswer>,
}

impl Influences {
    /// Answers in the order of the policies.
    #[must_use]
    pub fn new(answers: Vec<InfluenceAnswer>) -> Self {
        Self { answers }
    }
}

/// What the open terms of a text, or of any text, weigh by one policy.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Influence", deny_unknown_fields))]
#[non_exhaustive]
pub struct InfluenceAnswer {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// The name of the proposal; `null` for the policy alone.
    pub proposal: Option<Untrusted>,
    /// The proposal; absent for the policy alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<ProposalRef>,
    /// The verdict on what is known.
    pub verdict: Verdict,
    /// How many findings are open.
    pub open: usize,
    /// How many findings there are.
    pub findings: usize,
    /// What each open term and reading weighs, in the vocabulary's order.
    pub weights: Vec<WeightAnswer>,
    /// The single answer that settles most; `null` if none that was tried settles anything.
    pub best: Option<BestAnswer>,
    /// Whether every single answer was tried.
    pub tried_all: bool,
    /// Parts of the answer that are not finished; all that it holds is proved.
    pub unfinished: Vec<UnfinishedPart>,
}

/// What one open term or reading weighs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Weight", deny_unknown_fields))]
#[non_exhaustive]
pub struct WeightAnswer {
    /// What is open.
    #[serde(flatten)]
    pub of: OpenRef,
    /// In what share of completions another cell of it alone would change the verdict.
    pub verdict: Range,
    /// How many of the open findings it decides on average.
    pub findings: Range,
}

/// A term, or the reading of a prerequisite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct OpenRef {
    /// The term; absent for a reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// The prerequisite whose reading it is; absent for a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading_of: Option<String>,
}

/// At least and at most; the same where it was counted exactly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Bounds", deny_unknown_fields))]
#[non_exhaustive]
pub struct Range {
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
    /// Whether it was counted exactly.
    pub exact: bool,
}

/// The single answer that settles most.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Best", deny_unknown_fields))]
#[non_exhaustive]
pub struct BestAnswer {
    /// What is answered.
    #[serde(flatten)]
    pub of: OpenRef,
    /// The answer, in the words of the language; `null` where the term does not arise.
    pub answer: Option<String>,
    /// What to ask and what comes of it, in words.
    pub says: Phrase,
    /// The verdict after it.
    pub verdict: Verdict,
    /// The findings that were open and no longer are.
    pub settles: Vec<SettledFinding>,
}

/// A finding that an answer settles.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Settled", deny_unknown_fields))]
#[non_exhaustive]
pub struct SettledFinding {
    /// The prerequisite.
    pub prerequisite: String,
    /// Its verdict then.
    pub verdict: Verdict,
}

impl From<influence::Bounds> for Range {
    fn from(bounds: influence::Bounds) -> Self {
        Self {
            low: bounds.low,
            high: bounds.high,
            exact: !bounds.is_range(),
        }
    }
}

impl OpenRef {
    fn new(policy: &Policy, open: Open) -> Self {
        match open {
            Open::Term(term) => Self {
                term: Some(policy.vocabulary.term(term).name.clone()),
                reading_of: None,
            },
            Open::Reading(id) => Self {
                term: None,
                reading_of: Some(policy.prerequisite(id).name.clone()),
            },
        }
    }
}

impl InfluenceAnswer {
    /// Whether anything that is open changes the verdict.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.weights.iter().any(|weight| weight.verdict.high > 0.0)
    }
}

/// What the open terms of a proposal, or of any text, weigh by a policy.
#[must_use]
pub fn influence(
    policy: &Policy,
    proposal: Option<&Proposal>,
    influence: &Influence,
) -> InfluenceAnswer {
    let weights = influence.weights.iter();
    InfluenceAnswer {
        policy: PolicyRef::new(policy),
        proposal: proposal.map(|proposal| Untrusted::from(&proposal.id)),
        text: proposal.map(ProposalRef::new),
        verdict: influence.verdict,
        open: influence.open,
        findings: policy.prerequisites.len(),
        weights: weights
            .map(|weight| WeightAnswer {
                of: OpenRef::new(policy, weight.of),
                verdict: weight.verdict.into(),
                findings: weight.findings.into(),
            })
            .collect(),
        best: (influence.best.as_ref()).map(|found| best(policy, influence.verdict, found)),
        tried_all: !influence.unfinished.lacks(Part::Answers),
        unfinished: UnfinishedPart::all(&influence.unfinished),
    }
}

fn best(policy: &Policy, now: Verdict, best: &influence::Best) -> BestAnswer {
    let (of, answer, asked) = match best.answer {
        Answer::Cell(id, cell) => {
            let term = policy.vocabulary.term(id);
            let cells = words::cells(&Knowledge::cell(cell), &term.kind);
            let asked = phrase![Phrase::name(&term.name), " is ", cells];
            (Open::Term(id), cell.map(|cell| term.kind.show(cell)), asked)
        }
        Answer::Reading(id, reading) => {
            let name = policy.prerequisite(id).reading(reading).name.clone();
            (Open::Reading(id), Some(name), read_as(policy, id, reading))
        }
    };
    let settled = |&(id, verdict): &(PrerequisiteId, Verdict)| SettledFinding {
        prerequisite: policy.prerequisite(id).name.clone(),
        verdict,
    };
    let settles: Vec<SettledFinding> = best.settles.iter().map(settled).collect();
    let then = consequences(now, best.verdict, &settles);
    BestAnswer {
        of: OpenRef::new(policy, of),
        answer,
        says: phrase!["whether ", asked, "; if so, ", then],
        verdict: best.verdict,
        settles,
    }
}

/// What an answer settles: `the verdict is unmet; a and b are unmet`.
fn consequences(now: Verdict, then: Verdict, settles: &[SettledFinding]) -> Phrase {
    let mut parts = Vec::new();
    if then != now {
        parts.push(phrase!["the verdict is ", in_words(then)]);
    }
    for verdict in [Verdict::Met, Verdict::Unmet, Verdict::NotApplicable] {
        let alike = settles.iter().filter(|each| each.verdict == verdict);
        let names: Vec<Phrase> = alike.map(|each| Phrase::name(&each.prerequisite)).collect();
        if !names.is_empty() {
            let are = if names.len() == 1 { " is " } else { " are " };
            parts.push(phrase![Phrase::list(names, "and"), are, in_words(verdict)]);
        }
    }
    Phrase::joined(parts, "; ")
}

fn in_words(verdict: Verdict) -> Phrase {
    Phrase::value(verdict)
}
