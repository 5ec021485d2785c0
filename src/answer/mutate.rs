//! What tests notice of mistakes in a policy.

use std::collections::BTreeMap;

use serde::Serialize;

use super::policy::by_id;
use super::{FixtureAnswer, PolicyRef, Tests};
use crate::phrase;
use crate::policy::Policy;
use crate::questions::mutate::{Mutation, Operator, Owner};
use crate::text::{Code, Phrase, Place, Untrusted};

/// What `servanda test --mutate` answers: whether the tests notice mistakes in the policies.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Mutations {
    /// How many mutants of all policies there are, and what became of them.
    pub summary: MutantCounts,
    /// Each policy that the tests are about.
    pub mutated: Vec<MutatedAnswer>,
    /// The tests, where not all of them pass with the policies as they are: then no mistake is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests: Option<Tests>,
}

/// The mutants of a policy: the policy with one mistake each.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Mutated", deny_unknown_fields))]
#[non_exhaustive]
pub struct MutatedAnswer {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// How many tests and snapshots were put to the mutants.
    pub tests: usize,
    /// How many mutants there are, and what became of them.
    pub summary: MutantCounts,
    /// Every mutant, in file order.
    pub mutants: Vec<MutantAnswer>,
    /// Few tests that together kill the mutants that survive.
    pub fixtures: Vec<FixtureAnswer>,
}

/// How many mutants there are, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct MutantCounts {
    /// How many there are: the sum of the others.
    pub mutants: usize,
    /// Some test fails with the mutant.
    pub killed: usize,
    /// It is proved that no text has another verdict by the mutant.
    pub equivalent: usize,
    /// The mutant is refused as a policy, which its author would be told.
    pub not_viable: usize,
    /// It was not found out within a limit or the budget.
    pub not_decided: usize,
    /// No test fails with the mutant, though some text has another verdict by it.
    pub survived: usize,
}

/// A mutant, and what became of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Mutant", deny_unknown_fields))]
#[non_exhaustive]
pub struct MutantAnswer {
    /// Whether a definition, a prerequisite or a warning is changed.
    pub of: MutantOf,
    /// Its name.
    pub name: String,
    /// The reading of the prerequisite that is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// Its number among the mutants of that, from 1, in file order.
    pub number: usize,
    /// What kind of mistake it is.
    pub operator: Operator,
    /// What stands in the policy, on one line.
    pub before: Untrusted,
    /// What stands there in the mutant; empty if it is left out.
    pub after: Untrusted,
    /// The change in short.
    pub says: Phrase,
    /// Where.
    pub place: Place,
    /// What became of it.
    pub fate: MutantFate,
    /// The test that was seen to fail first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub killed_by: Option<Untrusted>,
    /// Why it is refused: the codes of its errors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub refused: Vec<Code>,
    /// The test in `fixtures` that kills it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixture: Option<String>,
    /// What that test says, in short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<Phrase>,
}

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MutantOf {
    /// A definition of the policy.
    Definition,
    /// A prerequisite.
    Prerequisite,
    /// A warning.
    Warning,
}

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MutantFate {
    /// Some test fails with it.
    Killed,
    /// It is proved that no text has another verdict by it.
    Equivalent,
    /// It is refused as a policy.
    NotViable,
    /// It was not found out within a limit or the budget.
    NotDecided,
    /// No test fails with it, though some text has another verdict by it.
    Survived,
}

impl MutantCounts {
    fn count(&mut self, fate: MutantFate) {
        self.mutants += 1;
        *(match fate {
            MutantFate::Killed => &mut self.killed,
            MutantFate::Equivalent => &mut self.equivalent,
            MutantFate::NotViable => &mut self.not_viable,
            MutantFate::NotDecided => &mut self.not_decided,
            MutantFate::Survived => &mut self.survived,
        }) += 1;
    }

    /// Those that could be read as a policy.
    #[must_use]
    pub fn viable(&self) -> usize {
        self.mutants - self.not_viable
    }
}

impl Mutations {
    /// The mutants of several policies.
    #[must_use]
    pub fn new(mutated: Vec<MutatedAnswer>) -> Self {
        let mut summary = MutantCounts::default();
        let each = mutated.iter().flat_map(|policy| &policy.mutants);
        each.for_each(|mutant| summary.count(mutant.fate));
        Self {
            summary,
            mutated,
            tests: None,
        }
    }
}

impl Mutations {
    /// That no mistake was made, since not all tests pass as it is.
    #[must_use]
    pub fn not_begun(tests: Tests) -> Self {
        Self {
            tests: Some(tests),
            ..Self::default()
        }
    }
}

impl MutatedAnswer {
    pub(crate) fn new(
        policy: &Policy,
        tests: usize,
        mut mutants: Vec<MutantAnswer>,
        fixtures: Vec<FixtureAnswer>,
    ) -> Self {
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for mutant in &mut mutants {
            let number = counted.entry(mutant.name.clone()).or_default();
            *number += 1;
            mutant.number = *number;
        }
        let mut summary = MutantCounts::default();
        for mutant in &mutants {
            summary.count(mutant.fate);
        }
        Self {
            policy: PolicyRef::new(policy),
            tests,
            summary,
            mutants,
            fixtures,
        }
    }
}

impl MutantAnswer {
    pub(crate) fn new(policy: &Policy, mutation: &Mutation, fate: MutantFate) -> Self {
        let (of, name, reading) = owner(policy, mutation.owner);
        Self {
            of,
            name,
            reading,
            number: 0,
            operator: mutation.operator,
            before: (&mutation.before).into(),
            after: (&mutation.after).into(),
            says: says(mutation),
            place: mutation.place.clone(),
            fate,
            killed_by: None,
            refused: Vec::new(),
            fixture: None,
            needs: None,
        }
    }
}

/// What a mutation changes, by name.
pub(crate) fn owner(policy: &Policy, owner: Owner) -> (MutantOf, String, Option<String>) {
    match owner {
        Owner::Definition(index) => {
            let name = policy.definitions[index].name.clone();
            (MutantOf::Definition, name, None)
        }
        Owner::Prerequisite(id, reading) => {
            let prerequisite = policy.prerequisite(id);
            let reading = reading.map(|reading| prerequisite.reading(reading).name.clone());
            (MutantOf::Prerequisite, prerequisite.name.clone(), reading)
        }
        Owner::Warning(id) => (MutantOf::Warning, policy.warning(id).name.clone(), None),
    }
}

/// The most words of a stretch of the policy that are shown.
const FEW_WORDS: usize = 8;

/// A change in short: `guarantors_western is at least some → none`.
fn says(mutation: &Mutation) -> Phrase {
    let (before, after) = (words(&mutation.before), words(&mutation.after));
    let same = before
        .iter()
        .zip(&after)
        .take_while(|(a, b)| a == b)
        .count();
    let (from_before, from_after) = (&before[same..], &after[same..]);
    match mutation.operator {
        Operator::Advisory if after.is_empty() => "no longer advisory".into(),
        Operator::Advisory => "made advisory".into(),
        Operator::Member => {
            let is_same = |(a, b): &(&&str, &&str)| without_comma(a) == without_comma(b);
            let kept = before.iter().zip(&after).take_while(is_same).count();
            let left_out = before.get(kept).map_or("", |word| without_comma(word));
            let operands = before.iter().position(|word| *word == "of");
            let head = operands.map_or(&before[..], |at| &before[..=at]);
            phrase![
                Untrusted::from(head.join(" ")),
                " …: ",
                Untrusted::from(left_out),
                " left out"
            ]
        }
        Operator::Line | Operator::When | Operator::Unless | Operator::Reading => {
            phrase![shortened(&before), " left out"]
        }
        Operator::Step if before.contains(&"between") => {
            let at = after.iter().position(|word| *word == "between");
            let bounds = &after[at.unwrap_or_default()..];
            phrase![shortened(&before), " → ", shortened(bounds)]
        }
        // The values alone differ.
        Operator::Step if !from_before.is_empty() && !from_after.is_empty() => {
            phrase![shortened(&before), " → ", shortened(from_after)]
        }
        Operator::Step | Operator::Negation | Operator::Quantifier | Operator::Count => {
            phrase![shortened(&before), " → ", shortened(&after)]
        }
    }
}

fn without_comma(word: &str) -> &str {
    word.trim_end_matches(',')
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn shortened(words: &[&str]) -> Untrusted {
    let few = words[..words.len().min(FEW_WORDS)].join(" ");
    let more = if words.len() > FEW_WORDS { " …" } else { "" };
    format!("{few}{more}").into()
}

/// What a test says that kills a mutant: `guarantors_western: none; then western_guarantees is unmet, with
/// this mistake met`.
pub(crate) fn needs(
    fixture: &FixtureAnswer,
    of: &Phrase,
    now: &'static str,
    then: &'static str,
) -> Phrase {
    let each = fixture
        .provides
        .iter()
        .map(|provided| phrase![Phrase::name(&provided.term), ": ", &provided.says]);
    let text = Phrase::joined(each, ", ");
    let text = if text.is_empty() {
        "a text that states nothing".into()
    } else {
        text
    };
    phrase![
        text,
        "; then ",
        of,
        " is ",
        now,
        ", with this mistake ",
        then
    ]
}
