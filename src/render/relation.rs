//! How two policies relate.

use serde::Serialize;

use super::Style;
use super::facts::Fact;
use super::json::{ErrorJson, Named, document};
use super::repair::{DemandJson, counted};
use super::sheet::{Part, Sheet};
use super::words::{self, harmless};
use crate::demands::Demands;
use crate::diagnostic::Diagnostic;
use crate::policy::Policy;
use crate::proposal::Knowledge;
use crate::relation::{Compared, Relation, Witness};

/// Two policies compared.
#[derive(Clone, Copy, Debug)]
pub struct Related<'a> {
    /// The two policies.
    pub demands: &'a Demands<'a>,
    /// How they relate.
    pub compared: &'a Compared,
    /// The text of a proposal for each witness, of the first and of the second.
    pub texts: &'a [Option<String>; 2],
}

impl Related<'_> {
    /// For a terminal.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        self.sheet().text(style)
    }

    /// In sentences.
    #[must_use]
    pub fn plain(&self) -> String {
        self.sheet().plain()
    }

    fn sheet(&self) -> Sheet {
        let [first, second] = [0, 1].map(|index| self.demands.policies[index]);
        let mut sheet = Sheet {
            title: format!("{} and {}", first.name, second.name),
            ..Sheet::default()
        };
        for policy in [first, second] {
            let title = format!("{}: {}", policy.name, harmless(&policy.title));
            sheet.about.push(Fact::new("policy", title));
        }
        let (a, b) = (self.called(0), self.called(1));
        let (word, paint, rest) = match self.compared.relation {
            Relation::Equivalent => (
                "EQUIVALENT",
                "met",
                format!("{a} and {b} accept the same texts"),
            ),
            Relation::Stricter => (
                "STRICTER",
                "open",
                format!("{a} accepts only what {b} accepts, and not all of it"),
            ),
            Relation::Looser => (
                "LOOSER",
                "open",
                format!("{a} accepts all that {b} accepts, and more"),
            ),
            Relation::Incomparable => (
                "INCOMPARABLE",
                "unmet",
                "each accepts texts that the other does not".to_owned(),
            ),
        };
        sheet.answer = Some((word, paint, rest));
        let both = [&self.compared.first_only, &self.compared.second_only];
        for (by, witness) in both.into_iter().enumerate() {
            if let Some(witness) = witness {
                sheet.parts.push(self.witness(by, witness));
            }
        }
        sheet
    }

    /// Its name, unless both have the same.
    fn called(&self, index: usize) -> &str {
        let [first, second] = [0, 1].map(|index| &self.demands.policies[index].name);
        match (first == second, index) {
            (true, 0) => "the first",
            (true, _) => "the second",
            (false, 0) => first,
            (false, _) => second,
        }
    }

    fn witness(&self, by: usize, witness: &Witness) -> Part {
        let [by, not_by] = [by, 1 - by].map(|index| self.called(index));
        let provisions = counted(witness.cells.len() as u64, "provision");
        let vocabulary = self.demands.vocabulary();
        let provides = witness.cells.iter().map(|&(term, cell)| {
            let term = vocabulary.term(term);
            let cell = words::cells(&Knowledge::cell(cell), &term.kind);
            (0, format!("{}: {cell}", term.name))
        });
        let mut facts = vec![Fact {
            heading: "provides",
            body: provides.collect(),
        }];
        for demand in &witness.unmet {
            let title = harmless(&self.demands.prerequisite(*demand).title);
            let called = self.demands.called(*demand);
            facts.push(Fact::new("never met", format!("{called}: {title}")));
        }
        if witness.unmet.is_empty() {
            let together = format!("no single prerequisite of {not_by}, but all of them together");
            facts.push(Fact::new("never met", together));
        }
        let size = if witness.fewest {
            "no fewer will do"
        } else {
            "none can be left out"
        };
        Part {
            title: format!("{by} accepts this, {not_by} does not ({provisions}, {size})"),
            facts,
            ..Part::default()
        }
    }
}

/// The answer and errors of one run as one JSON document, with a line break at its end.
#[must_use]
pub fn relation_json(
    policies: &[&Policy],
    answer: Option<&Related<'_>>,
    errors: &[Diagnostic],
) -> String {
    document(&Document {
        format: 1,
        policies: policies.iter().map(|policy| Named::from(*policy)).collect(),
        relation: answer.map(|answer| match answer.compared.relation {
            Relation::Equivalent => RelationJson::Equivalent,
            Relation::Stricter => RelationJson::Stricter,
            Relation::Looser => RelationJson::Looser,
            Relation::Incomparable => RelationJson::Incomparable,
        }),
        first_only: answer.and_then(|answer| answer.witness_json(0)),
        second_only: answer.and_then(|answer| answer.witness_json(1)),
        errors: errors.iter().map(ErrorJson::from).collect(),
    })
}

/// What `servanda compare-policies --format json` prints.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this format.
    format: u32,
    policies: Vec<Named<'a>>,
    /// How the first relates to the second; `null` if there was no answer.
    relation: Option<RelationJson>,
    /// A small text that only the first accepts; `null` if there is none.
    first_only: Option<WitnessJson<'a>>,
    /// A small text that only the second accepts; `null` if there is none.
    second_only: Option<WitnessJson<'a>>,
    /// Inputs that could not be read, and limits that were met.
    errors: Vec<ErrorJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum RelationJson {
    Equivalent,
    Stricter,
    Looser,
    Incomparable,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct WitnessJson<'a> {
    /// The text of a proposal.
    text: Option<&'a str>,
    /// Whether it is proved that no text of fewer provisions shows it; else none can be left out.
    fewest: bool,
    /// Prerequisites of the other policy that no completion of it meets under every reading; empty
    /// if they are only never met together.
    unmet: Vec<DemandJson<'a>>,
}

impl<'a> Related<'a> {
    fn witness_json(&self, by: usize) -> Option<WitnessJson<'a>> {
        let witness = match by {
            0 => self.compared.first_only.as_ref(),
            _ => self.compared.second_only.as_ref(),
        }?;
        Some(WitnessJson {
            text: self.texts[by].as_deref(),
            fewest: witness.fewest,
            unmet: (witness.unmet.iter())
                .map(|&demand| DemandJson::new(self.demands, demand))
                .collect(),
        })
    }
}
