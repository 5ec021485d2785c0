//! How texts compare: which dominate which, in layers, and what holds of the pairs that are not
//! ordered.

mod one_weight;
mod pair;
mod place;
mod summary;
mod trial;

use serde::Serialize;

pub use one_weight::{MetOfAnswer, OneWeightAnswer, RootAnswer, TurningWeight};
pub use pair::{
    AheadAnswer, BalanceAnswer, FactorAnswer, FractionAnswer, LeadAnswer, LeadsOn, PairAnswer,
    PairFinding, SideAnswer, StandingAnswer,
};
pub(crate) use pair::{Found, pair};
pub use place::{GroupBy, Sort};
pub(crate) use place::{Looked, put_in_order};
pub use summary::{CompareSummary, MostAnswer, VerdictCounts};
pub use trial::TrialAnswer;
pub(crate) use trial::trials;

use super::policy::by_id;
use super::{Counts, OptionsTaken, PolicyRef, ProposalRef, Score};
use crate::phrase;
use crate::text::{Phrase, Untrusted};
use crate::verdict::Verdict;

/// What `servanda compare` answers: how texts compare.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Comparisons {
    /// One, unless the question could not be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// How many texts could not be judged, and are not compared.
    pub refused: usize,
}

impl Comparisons {
    /// The answer, without the texts that could not be judged.
    #[must_use]
    pub fn new(comparison: Comparison, refused: usize) -> Self {
        let comparison = Some(comparison);
        Self {
            comparison,
            refused,
        }
    }
}

/// How texts compare.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Comparison {
    /// What the texts are compared by.
    pub over: Over,
    /// How they were taken, and how the policies were read.
    pub options: OptionsTaken,
    /// What there is to say first.
    pub summary: CompareSummary,
    /// The prerequisites that are looked at, policy by policy.
    pub prerequisites: Vec<ComparedOn>,
    /// The texts, in the order that was asked for.
    pub texts: Vec<ComparedText>,
    /// How many texts each layer has; the first has those that no text dominates.
    pub layers: Vec<usize>,
    /// How many pairs of texts are ordered.
    pub pairs: PairCounts,
    /// How the order depends on what is taken for granted. An assumption under which a limit was met for
    /// some text is left out.
    pub trials: Vec<TrialAnswer>,
    /// Where two texts alone are compared, how they do by each policy; else nothing.
    pub pair: Vec<PairAnswer>,
    /// The policies.
    #[serde(skip)]
    pub policies: Vec<PolicyRef>,
    /// Whether not all prerequisites are looked at.
    #[serde(skip)]
    pub narrowed: bool,
    /// Whether each text's steps to the nearest text that is met were asked for.
    #[serde(skip)]
    pub steps_asked: bool,
}

/// What texts are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// The finding on each prerequisite, under each reading alike.
    Findings,
    /// The verdict of each policy.
    Verdicts,
}

/// A prerequisite that texts are compared on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct ComparedOn {
    /// Its policy.
    pub policy: String,
    /// Its name.
    pub prerequisite: String,
    /// What it asks; empty if not said.
    pub title: Untrusted,
    /// Whether it is advisory.
    pub advisory: bool,
    /// How much it counts in the score.
    pub weight: u64,
}

/// One of the texts that are compared.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct ComparedText {
    /// The text.
    #[serde(flatten)]
    pub proposal: ProposalRef,
    /// Its layer, from 1.
    pub layer: usize,
    /// Whether nothing is settled on it: some finding that is looked at is open, and none is met or unmet.
    pub unsettled: bool,
    /// How many of the findings on it that are looked at, or of the verdicts if texts are compared by these,
    /// are met, unmet and so on.
    pub counts: Counts,
    /// What each policy says of it.
    pub verdicts: Vec<TextByPolicy>,
    /// The finding on each of the prerequisites, in their order.
    pub findings: Vec<Verdict>,
    /// The texts that it dominates.
    pub dominates: Vec<Untrusted>,
    /// The texts that dominate it.
    pub dominated_by: Vec<Untrusted>,
    /// Those of them that dominate no other of them: no text is between.
    pub directly_under: Vec<Untrusted>,
    /// The same by their places among the texts.
    #[serde(skip)]
    pub under: Vec<usize>,
    /// The texts that are found like it.
    pub alike: Vec<Untrusted>,
    /// What it takes until every policy judges it met; absent where that was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<StepsAnswer>,
    /// The groups that it is in; none where no groups were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Untrusted>,
}

/// What a policy says of a text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct TextByPolicy {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// The joint verdict.
    pub verdict: Verdict,
    /// The share of weight that is met.
    #[serde(flatten)]
    pub score: Score,
}

/// What it takes until a text is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepsAnswer {
    /// Steps of changing what is stated, and answers to what is open, as `repair` counts them.
    Cost {
        /// Steps.
        steps: u64,
        /// Answers.
        answers: u64,
        /// How many prerequisites the repair avoids.
        avoids: usize,
    },
    /// No change helps.
    Never,
    /// The time was up, or a limit was met, before that was found.
    NotDone,
}

impl StepsAnswer {
    /// `12 + 13`, as short as that.
    #[must_use]
    pub fn in_brief(&self) -> Phrase {
        match self {
            Self::Cost {
                steps,
                answers,
                avoids,
            } => {
                let avoiding = if *avoids > 0 { ", avoiding" } else { "" };
                phrase![*steps, " + ", *answers, avoiding]
            }
            Self::Never => "never".into(),
            Self::NotDone => "not done".into(),
        }
    }

    /// In a few words.
    #[must_use]
    pub fn in_words(&self) -> Phrase {
        match self {
            Self::Cost {
                steps,
                answers,
                avoids,
            } => {
                let cost = phrase![
                    Phrase::counted(*steps, "step"),
                    ", ",
                    Phrase::counted(*answers, "answer")
                ];
                if *avoids > 0 {
                    cost.with(", avoiding ").with(*avoids)
                } else {
                    cost
                }
            }
            Self::Never => "no change helps".into(),
            Self::NotDone => "not done".into(),
        }
    }
}

/// How many pairs of texts there are, and how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct PairCounts {
    /// All pairs.
    pub all: usize,
    /// One of the two dominates the other.
    pub ordered: usize,
    /// Of these, one is at least as good as the other throughout however both are completed: on each
    /// prerequisite under each reading alike, or by each policy in whichever ways it is read.
    pub sure: usize,
    /// Both are found alike.
    pub alike: usize,
    /// They cannot be ordered.
    pub unordered: usize,
    /// Of these, something applies to one of the two alone.
    pub applies_apart: usize,
    /// The lowest score of one is above the highest of the other, by the one policy; absent where there
    /// are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scores_apart: Option<usize>,
}
