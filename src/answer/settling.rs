//! Everything that settles an open verdict, and how many reasons a settled one has.

use serde::Serialize;

use super::{Cells, words};
use crate::phrase;
use crate::policy::{Policy, TermId};
use crate::proposal::Knowledge;
use crate::questions::explain::{self, Range};
use crate::text::Phrase;

/// Answers that settle an open verdict, whatever else is open: whole ranges, of what the text leaves
/// possible.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Settling {
    /// The ways. In each, all answers have to lie in these ranges.
    pub ways: Vec<Vec<AnswerRange>>,
    /// Whether one answer is enough. Then there is a way for each thing whose answer alone settles the
    /// verdict, with all of its answers that do. Otherwise there is one way, of as few things as can
    /// be, in which no range can be widened as long as the others stay.
    pub alone: bool,
    /// The same in words.
    pub says: Phrase,
}

/// Answers on one thing: a term, or how a prerequisite is read.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct AnswerRange {
    /// The term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// What it has to be: one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells: Option<Cells>,
    /// The prerequisite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prerequisite: Option<String>,
    /// How it has to be read: in one of these ways.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
    /// The same in words.
    pub says: Phrase,
}

/// Sets of provisions that have none in common, each of which forces the verdict alone.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Reasons {
    /// How many there are. Of N independent reasons any N - 1 provisions can be taken back, and the
    /// verdict stays.
    pub count: usize,
    /// Whether it is proved that there are no more; else there are at least so many.
    pub exact: bool,
    /// The terms of each, the smallest first. From none of them can anything be left out.
    pub sets: Vec<Vec<String>>,
}

/// The most boxes of sets that are told in words; programs see all of them.
const MOST_BOXES: usize = 6;

impl Settling {
    pub(super) fn new(policy: &Policy, found: &explain::Settling) -> Self {
        let range = |range: &Range| AnswerRange::new(policy, range);
        let ways: Vec<Vec<AnswerRange>> = (found.ways.iter())
            .map(|way| way.iter().map(range).collect())
            .collect();
        let said = ways.iter().map(|way| {
            let each = way.iter().map(|range| range.says.clone());
            Phrase::joined(each, "; and ")
        });
        Self {
            says: Phrase::joined(said, "; or "),
            alone: found.alone,
            ways,
        }
    }
}

impl AnswerRange {
    fn new(policy: &Policy, range: &Range) -> Self {
        match range {
            Range::Cells(term, known) => {
                let term = policy.vocabulary.term(*term);
                let cells = Cells::new(known, &term.kind);
                let name = Phrase::name(&term.name);
                let says = match &known.values[..] {
                    [] => phrase![name, " does not arise"],
                    [first, ..] if term.kind.is_set() && known.values.len() > MOST_BOXES => {
                        let one = Knowledge {
                            not_arising: false,
                            values: vec![*first],
                        };
                        let one = words::cells(&one, &term.kind);
                        let more = known.values.len() - 1;
                        phrase![
                            name,
                            " is ",
                            one,
                            ", or one of ",
                            more,
                            " other combinations"
                        ]
                    }
                    _ => phrase![name, " is ", &cells.says],
                };
                Self {
                    term: Some(term.name.clone()),
                    cells: Some(cells),
                    prerequisite: None,
                    readings: Vec::new(),
                    says,
                }
            }
            Range::Readings(id, readings) => {
                let prerequisite = policy.prerequisite(*id);
                let names = readings
                    .iter()
                    .map(|&each| &prerequisite.reading(each).name);
                let names: Vec<String> = names.cloned().collect();
                let code = Phrase::code(&prerequisite.name);
                let read = Phrase::list(names.iter().map(Phrase::code), "or");
                Self {
                    term: None,
                    cells: None,
                    prerequisite: Some(prerequisite.name.clone()),
                    readings: names,
                    says: phrase![code, " is read as ", read],
                }
            }
        }
    }
}

impl Reasons {
    pub(super) fn new(policy: &Policy, found: &explain::Reasons) -> Self {
        let name = |term: &TermId| policy.vocabulary.term(*term).name.clone();
        let names = |set: &Vec<TermId>| set.iter().map(name).collect();
        Self {
            count: found.sets.len(),
            exact: found.exact,
            sets: found.sets.iter().map(names).collect(),
        }
    }
}
