//! What is found on one prerequisite.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::evidence::{Subject, terms_of};
use super::line::steps_in_the_way;
use super::{Account, CitationAnswer, Decider, Evidence, InTheWay, Line};
use crate::policy::{Condition, Prerequisite, TermId};
use crate::questions::check;
use crate::questions::explain::{self, FindingAccount};
use crate::text::{Phrase, Place, Untrusted};
use crate::verdict::Verdict;

/// What is found on one prerequisite.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Finding {
    /// The prerequisite.
    pub id: String,
    /// What it asks; empty if not said.
    pub title: Untrusted,
    /// The verdict, exact over all completions and over all readings that are still possible.
    pub verdict: Verdict,
    /// How much it counts in the score.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub weight: u64,
    /// Why it counts so much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_reason: Option<Untrusted>,
    /// Whether the proposal's verdict passes over it.
    pub advisory: bool,
    /// What stands in the way of its being met; nothing if it is met or does not apply. Documents
    /// always have it; `None` where it was not asked for.
    #[cfg_attr(test, schemars(with = "Vec<InTheWay>"))]
    pub in_the_way: Option<Vec<InTheWay>>,
    /// What the text says on the terms that decide, the most telling first. Programs find it in the
    /// evidence.
    #[serde(skip)]
    pub deciders: Vec<Decider>,
    /// The verdict under each reading alone, in the policy's order; empty where there are none.
    #[serde(flatten, serialize_with = "twice")]
    #[cfg_attr(test, schemars(with = "ReadingsJson"))]
    pub readings: Vec<ReadingVerdict>,
    /// The rest of it; `None` where it was not asked for.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(with = "FindingInFull"))]
    pub full: Option<FindingInFull>,
}

/// What is told of a prerequisite in full.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct FindingInFull {
    /// What the proposal says on each term that it looks at, in the vocabulary's order.
    pub evidence: Vec<Evidence>,
    /// Why the verdict is what it is.
    #[serde(flatten)]
    pub account: Account,
    /// What the proposal says on each term that decides: those that force the verdict, or those that an
    /// open one turns on. Not every one need stand in a line: see `by_way_of`.
    pub decided_by: Vec<DecidedBy>,
    /// Its lines: `when`, `must`, `unless`, readings.
    pub lines: Vec<Line>,
    /// The passages it comes from.
    pub cites: Vec<CitationAnswer>,
    /// What follows if it is not met, as the source argues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Untrusted>,
    /// Remarks of the policy's author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
}

/// What the proposal says on a term that decides.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct DecidedBy {
    /// The term.
    pub term: String,
    /// What is said on it.
    pub says: Phrase,
    /// Where the provision stands; where it is missing, where it belongs.
    pub place: Place,
    /// The lines that look at it: indexes into `lines`, from 0. None where it decides by way of
    /// background knowledge alone.
    pub lines: Vec<usize>,
}

/// The verdict under one reading alone.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct ReadingVerdict {
    /// The reading.
    pub name: String,
    /// How it understands the source; absent if not said.
    #[serde(skip_serializing_if = "Untrusted::is_empty")]
    pub gloss: Untrusted,
    /// The verdict.
    pub verdict: Verdict,
}

/// The readings as they are serialised: by name, and one after another with their glosses.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ReadingsJson<'a> {
    /// The verdict under each reading alone.
    #[serde(skip_serializing_if = "ByName::is_empty")]
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, Verdict>"))]
    readings: ByName<'a>,
    /// The same in the policy's order, with how each reading understands the source.
    #[serde(skip_serializing_if = "<[ReadingVerdict]>::is_empty")]
    by_reading: &'a [ReadingVerdict],
}

struct ByName<'a>(&'a [ReadingVerdict]);

impl ByName<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for ByName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for reading in self.0 {
            map.serialize_entry(&reading.name, &reading.verdict)?;
        }
        map.end()
    }
}

fn twice<S: Serializer>(readings: &[ReadingVerdict], serializer: S) -> Result<S::Ok, S::Error> {
    let both = ReadingsJson {
        readings: ByName(readings),
        by_reading: readings,
    };
    both.serialize(serializer)
}

impl Finding {
    /// What stands in the way, as far as that was asked for.
    pub fn obstacles(&self) -> &[InTheWay] {
        self.in_the_way.as_deref().unwrap_or_default()
    }

    /// The evidence to show first: on the terms that stand in the way or decide, or on all terms if
    /// nothing stands in the way. Nothing where it was not asked for.
    pub fn telling(&self) -> impl Iterator<Item = &Evidence> {
        let evidence = self.full.iter().flat_map(|full| &full.evidence);
        evidence.filter(|evidence| {
            let obstacles = self.obstacles();
            let concerned = |each: &InTheWay| each.term == evidence.term;
            let mut decided = self.full.iter().flat_map(|full| &full.decided_by);
            obstacles.is_empty()
                || obstacles.iter().any(concerned)
                || decided.any(|each| each.term == evidence.term)
        })
    }

    /// What decides although no line looks at it, by way of background knowledge.
    pub fn from_afar(&self) -> impl Iterator<Item = &DecidedBy> {
        let decided = self.full.iter().flat_map(|full| &full.decided_by);
        decided.filter(|each| each.lines.is_empty())
    }
}

impl Subject<'_> {
    pub(super) fn finding(
        &self,
        prerequisite: &Prerequisite,
        found: &check::Finding,
        explained: &FindingAccount<'_>,
    ) -> Finding {
        let lines = explained.lines.as_deref();
        let steps = lines.map(|lines| steps_in_the_way(lines, found.verdict));
        let in_the_way = match found.verdict {
            Verdict::Met | Verdict::NotApplicable => Some(Vec::new()),
            Verdict::Unmet | Verdict::Open => {
                (lines.zip(steps.as_ref())).map(|(lines, steps)| self.in_the_way(lines, steps))
            }
        };
        let deciders = if explained.in_brief {
            let steps = steps.unwrap_or_default();
            self.deciders(prerequisite, explained, &steps, found.verdict)
        } else {
            Vec::new()
        };
        Finding {
            id: prerequisite.name.clone(),
            title: (&prerequisite.title).into(),
            verdict: found.verdict,
            weight: prerequisite.weight,
            weight_reason: prerequisite.weight_reason.as_ref().map(Untrusted::from),
            advisory: prerequisite.advisory,
            in_the_way,
            deciders,
            readings: readings(prerequisite, found),
            full: self.in_full(prerequisite, explained),
        }
    }

    fn in_full(
        &self,
        prerequisite: &Prerequisite,
        explained: &FindingAccount<'_>,
    ) -> Option<FindingInFull> {
        let (account, lines) = (explained.account.as_ref()?, explained.lines.as_ref()?);
        let conditions: Vec<&Condition> = prerequisite.lines().map(|(_, line)| line).collect();
        let decided_by = self.decided_by(account, &conditions);
        let lines = lines.iter();
        Some(FindingInFull {
            decided_by,
            evidence: self.evidence(&terms_of(&conditions), &conditions),
            account: Account::new(self.policy, account),
            lines: lines.map(|line| self.line(prerequisite, line)).collect(),
            cites: CitationAnswer::all(self.policy, &prerequisite.cites),
            otherwise: prerequisite.otherwise.as_ref().map(Untrusted::from),
            notes: prerequisite.notes.iter().map(Untrusted::from).collect(),
        })
    }
}

impl Subject<'_> {
    fn decided_by(&self, account: &explain::Account, conditions: &[&Condition]) -> Vec<DecidedBy> {
        let terms = match &account.forced_by {
            Some(forced) => &forced.items,
            None => &account.turns_on,
        };
        let looks_at = |condition: &Condition, wanted: TermId| {
            let mut found = false;
            condition.for_each_comparison(&mut |comparison| found |= comparison.term == wanted);
            found
        };
        let each = terms.iter().map(|&term| DecidedBy {
            term: self.policy.vocabulary.term(term).name.clone(),
            says: self.says(term),
            place: self.place_of(term),
            lines: (0..conditions.len())
                .filter(|&line| looks_at(conditions[line], term))
                .collect(),
        });
        each.collect()
    }
}

fn readings(prerequisite: &Prerequisite, found: &check::Finding) -> Vec<ReadingVerdict> {
    let each = prerequisite.readings.iter().zip(&found.readings);
    each.map(|(reading, verdict)| ReadingVerdict {
        name: reading.name.clone(),
        gloss: (&reading.gloss).into(),
        verdict: *verdict,
    })
    .collect()
}
