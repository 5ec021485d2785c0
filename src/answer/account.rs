//! Why a verdict is what it is, and what would settle an open one.

use serde::Serialize;

use super::{BackgroundAnswer, Reasons, Settling};
use crate::phrase;
use crate::policy::{Policy, PrerequisiteId, ReadingId, TermId};
use crate::questions::explain::{self, Answer, Smallest};
use crate::text::Phrase;

/// What forces a verdict, or what an open one turns on.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Account {
    /// The terms whose provisions (silences included) force the verdict; absent if it is
    /// open, or if a limit was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forced_by: Option<Set<String>>,
    /// The background knowledge by way of which these force it: without any of it they would not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_way_of: Vec<BackgroundAnswer>,
    /// How many independent reasons the verdict has; absent if it is open, if it is so whatever a text
    /// says, and of a text as a whole that is not unmet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Reasons>,
    /// The terms that matter to an open verdict, in the vocabulary's order.
    pub turns_on: Vec<String>,
    /// The prerequisites whose reading matters to an open verdict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub turns_on_readings: Vec<String>,
    /// Answers after which an open verdict is met (of a warning: clear), where they exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settles_met: Option<Set<Phrase>>,
    /// Answers after which an open verdict is unmet (of a warning: raised), where they exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settles_unmet: Option<Set<Phrase>>,
    /// All answers after which an open verdict is met (of a warning: clear), where there are any. Not
    /// told of a text as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_if: Option<Settling>,
    /// All answers after which an open verdict is unmet (of a warning: raised), likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unmet_if: Option<Settling>,
    /// Present and true if a limit cut the explanation short; the verdict is exact.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub limited: bool,
}

/// A set from which nothing can be left out.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(inline, deny_unknown_fields))]
#[non_exhaustive]
pub struct Set<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// Whether it is proved that no set has fewer; else only that none of its items can be left out.
    pub fewest: bool,
}

impl<T> Set<T> {
    fn new<Item>(smallest: &Smallest<Item>, item: impl Fn(&Item) -> T) -> Self {
        Self {
            items: smallest.items.iter().map(item).collect(),
            fewest: smallest.fewest,
        }
    }
}

impl Account {
    pub(super) fn new(policy: &Policy, account: &explain::Account) -> Self {
        let term = |term: &TermId| policy.vocabulary.term(*term).name.clone();
        let answers = |set: &Smallest<Answer>| Set::new(set, |each| answer(policy, *each));
        let settling = |found: &explain::Settling| Settling::new(policy, found);
        Self {
            forced_by: account.forced_by.as_ref().map(|set| Set::new(set, term)),
            by_way_of: BackgroundAnswer::all(&account.by_way_of, &policy.vocabulary),
            reasons: (account.reasons.as_ref()).map(|found| Reasons::new(policy, found)),
            turns_on: account.turns_on.iter().map(term).collect(),
            turns_on_readings: (account.turns_on_readings.iter())
                .map(|&id| policy.prerequisite(id).name.clone())
                .collect(),
            settles_met: account.settles_met.as_ref().map(answers),
            settles_unmet: account.settles_unmet.as_ref().map(answers),
            met_if: account.met_if.as_ref().map(settling),
            unmet_if: account.unmet_if.as_ref().map(settling),
            limited: account.limited.is_some(),
        }
    }
}

/// `monitoring is yes`, `` `a` is read as `strict` ``.
fn answer(policy: &Policy, answer: Answer) -> Phrase {
    match answer {
        Answer::Cell(term, cell) => {
            let term = policy.vocabulary.term(term);
            let name = Phrase::name(&term.name);
            match cell {
                Some(value) => phrase![name, " is ", Phrase::value(term.kind.show(value))],
                None => phrase![name, " does not arise"],
            }
        }
        Answer::Reading(prerequisite, reading) => read_as(policy, prerequisite, reading),
    }
}

/// `` `a` is read as `strict` ``.
pub(super) fn read_as(policy: &Policy, prerequisite: PrerequisiteId, reading: ReadingId) -> Phrase {
    let prerequisite = policy.prerequisite(prerequisite);
    let reading = &prerequisite.reading(reading).name;
    phrase![
        Phrase::code(&prerequisite.name),
        " is read as ",
        Phrase::code(reading)
    ]
}
