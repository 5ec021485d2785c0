//! Where each of two texts leads, and how firmly.

use std::collections::BTreeSet;

use num_bigint::BigUint;
use serde::Serialize;

use super::one_weight::{OneWeightAnswer, one_weight};
use crate::answer::policy::by_id;
use crate::answer::share::percent;
use crate::answer::{CheckAnswer, Finding, PolicyRef, ReadingVerdict};
use crate::phrase;
use crate::policy::{Policy, PrerequisiteId};
use crate::questions::compare::{
    Ahead, Balance, Factor, Factors, Leads, Standing, Weighed, finding_order,
};
use crate::questions::influence::Ratio;
use crate::text::{Phrase, Place, Untrusted};
use crate::verdict::Verdict;

/// How two texts compare by one policy.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Pair", deny_unknown_fields))]
#[non_exhaustive]
pub struct PairAnswer {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// The first text.
    pub first: Untrusted,
    /// The second text.
    pub second: Untrusted,
    /// How the first stands to the second.
    pub standing: StandingAnswer,
    /// Whether that is so however both are completed.
    pub sure: bool,
    /// How each does on each prerequisite that is looked at.
    pub findings: Vec<PairFinding>,
    /// What each leads on by its findings, as the policy may be read.
    pub by_findings: BalanceAnswer,
    /// What each leads on as both may be completed, and the policy read; absent where too much is open
    /// for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_completions: Option<BalanceAnswer>,
    /// The shares of weight that are found met, and which single weights would reverse their order; absent
    /// where nothing is found to apply to one of the two alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_weight: Option<OneWeightAnswer>,
}

/// How one text stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StandingAnswer {
    /// It dominates the other.
    Dominates,
    /// The other dominates it.
    Dominated,
    /// Both are found alike.
    Alike,
    /// They cannot be ordered.
    Unordered,
}

/// How two texts do on one prerequisite.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct PairFinding {
    /// The prerequisite.
    pub prerequisite: String,
    /// What it asks; empty if not said.
    pub title: Untrusted,
    /// Whether it is advisory.
    pub advisory: bool,
    /// How much it counts in the score.
    pub weight: u64,
    /// Which of the two does better.
    pub leads: LeadsOn,
    /// Whether it is open in both, and on the same terms.
    pub open_alike: bool,
    /// How the first does.
    pub first: SideAnswer,
    /// How the second does.
    pub second: SideAnswer,
}

/// Which of two texts does better on a prerequisite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeadsOn {
    /// The first, under some reading, and the second under none.
    First,
    /// The second, likewise.
    Second,
    /// Both do alike under every reading.
    Neither,
    /// The first under one reading, the second under another.
    ByReading,
    /// It applies to one of them alone, at least under some reading.
    Apart,
}

/// How one text does on a prerequisite.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct SideAnswer {
    /// The finding.
    pub verdict: Verdict,
    /// The finding under each reading alone; empty where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ReadingVerdict>,
    /// What the text says on the terms that decide it.
    pub says: Vec<Phrase>,
    /// The term that decides it first; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// Where the text speaks of that term; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// What each of two texts leads on. Prerequisites that apply to one of them alone are left out.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Balance", deny_unknown_fields))]
#[non_exhaustive]
pub struct BalanceAnswer {
    /// What the first leads on.
    pub first: LeadAnswer,
    /// What the second leads on.
    pub second: LeadAnswer,
    /// Which leads by the weights of the policy.
    pub ahead: AheadAnswer,
    /// The smallest factor by which weights would have to be wrong to reverse that; absent where neither
    /// leads in any case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<FactorAnswer>,
    /// The prerequisites that are left out, since they apply to one of the texts alone or may do so.
    pub applies_apart: Vec<String>,
}

/// What a text leads on, at the least and at the most.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Lead", deny_unknown_fields))]
#[non_exhaustive]
pub struct LeadAnswer {
    /// On at least and at most so many prerequisites.
    pub number: [u64; 2],
    /// On at least and at most so much weight.
    pub weight: [u64; 2],
    /// The least and the greatest share of all weightings under which it leads, where all weightings are
    /// equally likely.
    pub share: [FractionAnswer; 2],
}

/// A share, exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Fraction", deny_unknown_fields))]
#[non_exhaustive]
pub struct FractionAnswer {
    /// The nearest number, from 0 to 1.
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub value: f64,
    /// The fraction in lowest terms: `11/16`.
    pub exact: String,
    /// In words: `68.8 %`.
    pub says: Phrase,
}

/// Which of two texts leads by the weights of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AheadAnswer {
    /// The first, in any case.
    First,
    /// The second, in any case.
    Second,
    /// Neither, in any case.
    Neither,
    /// That turns on how they are completed or read.
    Either,
}

/// By which factor weights would have to be wrong to reverse an order, at the least and at the most.
///
/// No weights that are each within a smaller factor of those of the policy reverse it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Factor", deny_unknown_fields))]
#[non_exhaustive]
pub struct FactorAnswer {
    /// The least factor, rounded down to two decimals; absent where no weights reverse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<String>,
    /// The square of the least factor, as a fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_squared: Option<String>,
    /// The greatest factor, likewise; absent where it may be that no weights reverse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<String>,
    /// The square of the greatest factor, as a fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_squared: Option<String>,
}

impl From<Standing> for StandingAnswer {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Dominates => Self::Dominates,
            Standing::Dominated => Self::Dominated,
            Standing::Alike => Self::Alike,
            Standing::Unordered => Self::Unordered,
        }
    }
}

/// What was found on two texts together.
pub(crate) struct Found<'a> {
    pub standing: Standing,
    pub sure: bool,
    /// The prerequisites that are looked at, with the findings of each text under each reading.
    pub on: Vec<(PrerequisiteId, [Vec<Verdict>; 2])>,
    pub by_findings: &'a Balance,
    pub over_completions: Option<&'a Balance>,
}

/// How two texts compare by a policy; `answers` is what it says of each.
#[must_use]
pub(crate) fn pair(policy: &Policy, answers: [&CheckAnswer; 2], found: &Found<'_>) -> PairAnswer {
    let name = |answer: &CheckAnswer| answer.proposal.shown().clone();
    let findings = found.on.iter().filter_map(|(id, verdicts)| {
        let [first, second] = answers.map(|answer| answer.findings.get(id.index()));
        let (first, second) = (first?, second?);
        Some(PairFinding {
            prerequisite: first.id.clone(),
            title: first.title.clone(),
            advisory: first.advisory,
            weight: first.weight,
            leads: leads_on(verdicts),
            open_alike: open_alike(first, second),
            first: side(first),
            second: side(second),
        })
    });
    PairAnswer {
        policy: PolicyRef::new(policy),
        first: name(answers[0]),
        second: name(answers[1]),
        standing: found.standing.into(),
        sure: found.sure,
        one_weight: one_weight(policy, &weighed(policy, answers, found)),
        findings: findings.collect(),
        by_findings: balance(policy, found.by_findings),
        over_completions: found.over_completions.map(|found| balance(policy, found)),
    }
}

/// What is found of each prerequisite over all readings, as the page shows it.
fn weighed(
    policy: &Policy,
    answers: [&CheckAnswer; 2],
    found: &Found<'_>,
) -> Vec<(PrerequisiteId, Weighed)> {
    let each = found.on.iter().filter_map(|(id, _)| {
        let [first, second] = answers.map(|answer| answer.findings.get(id.index()));
        let weight = policy.prerequisite(*id).weight;
        let found = [first?.verdict, second?.verdict];
        Some((*id, Weighed { weight, found }))
    });
    each.collect()
}

fn leads_on([first, second]: &[Vec<Verdict>; 2]) -> LeadsOn {
    let mut each = first.iter().zip(second);
    let orders = each.try_fold((false, false), |(better, worse), (one, other)| {
        let order = finding_order(*one, *other)?;
        Some((better || order.is_gt(), worse || order.is_lt()))
    });
    match orders {
        None => LeadsOn::Apart,
        Some((true, true)) => LeadsOn::ByReading,
        Some((true, false)) => LeadsOn::First,
        Some((false, true)) => LeadsOn::Second,
        Some((false, false)) => LeadsOn::Neither,
    }
}

fn open_alike(first: &Finding, second: &Finding) -> bool {
    let terms = |of: &Finding| -> BTreeSet<String> {
        let each = of.deciders.iter();
        each.map(|decider| decider.term.clone()).collect()
    };
    let is_open = |of: &Finding| of.verdict == Verdict::Open;
    is_open(first) && is_open(second) && terms(first) == terms(second)
}

fn side(finding: &Finding) -> SideAnswer {
    let first = finding.deciders.first();
    SideAnswer {
        verdict: finding.verdict,
        readings: finding.readings.clone(),
        says: (finding.deciders.iter())
            .map(|decider| decider.says.clone())
            .collect(),
        term: first.map(|decider| decider.term.clone()),
        place: first.and_then(|decider| decider.place.clone()),
    }
}

fn balance(policy: &Policy, found: &Balance) -> BalanceAnswer {
    let (number, weight) = (&found.number, &found.weight);
    let ahead = weight.ahead();
    let factor = match &ahead {
        Ahead::First(factors) | Ahead::Second(factors) => Some(factor(factors)),
        Ahead::Neither | Ahead::Either => None,
    };
    BalanceAnswer {
        first: lead(number, weight),
        second: lead(&number.turned(), &weight.turned()),
        ahead: match ahead {
            Ahead::First(_) => AheadAnswer::First,
            Ahead::Second(_) => AheadAnswer::Second,
            Ahead::Neither => AheadAnswer::Neither,
            Ahead::Either => AheadAnswer::Either,
        },
        factor,
        applies_apart: (found.applies_apart.iter())
            .map(|&id| policy.prerequisite(id).name.clone())
            .collect(),
    }
}

/// What the first text leads on.
fn lead(number: &Leads, weight: &Leads) -> LeadAnswer {
    let ends = |leads: &Leads| {
        let least = leads.least.iter().map(|lead| lead.first).min();
        let most = leads.most.iter().map(|lead| lead.first).max();
        [least.unwrap_or_default(), most.unwrap_or_default()]
    };
    LeadAnswer {
        number: ends(number),
        weight: ends(weight),
        share: number.share().map(|share| FractionAnswer {
            value: share.nearest(),
            exact: share.to_string(),
            says: percent(&share),
        }),
    }
}

fn factor(factors: &Factors) -> FactorAnswer {
    let shown =
        |factor: &Option<Factor>| factor.as_ref().map(|factor| decimals(&factor.hundredths()));
    let squared = |factor: &Option<Factor>| {
        let squared: Option<&Ratio> = factor.as_ref().map(Factor::squared);
        squared.map(ToString::to_string)
    };
    FactorAnswer {
        least: shown(&factors.least),
        least_squared: squared(&factors.least),
        most: shown(&factors.most),
        most_squared: squared(&factors.most),
    }
}

/// `1.34`.
pub(super) fn decimals(hundredths: &BigUint) -> String {
    let (whole, rest) = (hundredths / 100_u8, hundredths % 100_u8);
    format!("{whole}.{rest:0>2}", rest = rest.to_string())
}

impl FactorAnswer {
    /// In words, of an order that stands.
    #[must_use]
    pub fn in_words(&self) -> Phrase {
        match &self.least {
            None => "no weights reverse that".into(),
            Some(least) => phrase![
                "that stands as long as no weight is wrong by more than a factor of ",
                Phrase::value(least)
            ],
        }
    }
}
