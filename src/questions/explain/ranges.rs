//! Everything that settles an open verdict: whole ranges of cells, not one example.
//!
//! Where the answer on one thing settles it alone, these are all its answers that do, for each such
//! thing. Otherwise it is a smallest set of answers, each widened, one after another, by every
//! further answer with which the set still settles the verdict: none of them can be widened further
//! as long as the others stay. Of a set term the ranges are boxes: all sets that hold certain members and no
//! others than certain ones. The verdict is settled in the whole box, though among its sets there may be
//! some with which a prerequisite does not apply.

use super::sufficient_answers::{Answers, Goal};
use super::{Answer, Smallest};
use crate::engine::{AskedId, Owner};
use crate::policy::{PrerequisiteId, ReadingId, TermId};
use crate::proposal::Knowledge;

/// Everything that settles a verdict, as far as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settling {
    /// The ways; in each, the ranges in which the answers have to lie, whatever else is open.
    pub ways: Vec<Vec<Range>>,
    /// Whether each way has one range. These are then all answers that settle it alone.
    pub alone: bool,
}

/// Answers on one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// The cells of a term.
    Cells(TermId, Knowledge),
    /// The readings of a prerequisite.
    Readings(PrerequisiteId, Vec<ReadingId>),
}

/// The most answers on one thing that are tried.
const MOST_ANSWERS: usize = 256;

impl Answers<'_, '_> {
    /// Everything that reaches a goal, of which this is a smallest set of answers. `None` if it is
    /// reached without an answer, or a limit was met.
    pub fn ranges(&self, goal: Goal, smallest: &Smallest<Answer>) -> Option<Settling> {
        match &smallest.items[..] {
            [] => None,
            [_] => Some(Settling {
                ways: self.alone(goal)?,
                alone: true,
            }),
            several => Some(Settling {
                ways: vec![self.widened(goal, several)?],
                alone: false,
            }),
        }
    }

    fn alone(&self, goal: Goal) -> Option<Vec<Vec<Range>>> {
        let mut ways = Vec::new();
        for &owner in self.open() {
            let mut range: Option<Range> = None;
            for answer in self.answers(owner)? {
                if (range.as_ref()).is_some_and(|range| self.has(range, &answer)) {
                    continue;
                }
                if self.force(&[&answer], goal) {
                    let grown = self.in_boxes(answer, &[], goal);
                    range = Some(self.joined(range, grown));
                }
            }
            ways.extend(range.map(|range| vec![range]));
        }
        (!ways.is_empty() && self.limited().is_none()).then_some(ways)
    }

    fn widened(&self, goal: Goal, answers: &[Answer]) -> Option<Vec<Range>> {
        let mut ranges: Vec<Range> = answers.iter().map(|&each| self.range_of(each)).collect();
        for index in 0..ranges.len() {
            let mut own = ranges.remove(index);
            let others: Vec<&Range> = ranges.iter().collect();
            own = self.in_boxes(own, &others, goal);
            if !self.is_of_set(&own) {
                for answer in self.answers(owner_of(&own))? {
                    let mut with = others.clone();
                    with.push(&answer);
                    if !self.has(&own, &answer) && self.force(&with, goal) {
                        own = self.joined(Some(own), answer);
                    }
                }
            }
            ranges.insert(index, own);
        }
        (self.limited().is_none()).then_some(ranges)
    }

    /// A range of sets widened member by member as long as it reaches the goal; any other range as
    /// it is.
    fn in_boxes(&self, range: Range, others: &[&Range], goal: Goal) -> Range {
        let Range::Cells(term, known) = &range else {
            return range;
        };
        let (&[(mut inside, mut possible)], true) = (&known.values[..], self.is_of_set(&range))
        else {
            return range;
        };
        let term = *term;
        let allowed = self.known(term);
        let force = |inside: u64, possible: u64| {
            let wider = Range::Cells(term, sets(inside, possible));
            let within = allowed
                .values
                .iter()
                .any(|&(least, most)| least & !inside == 0 && possible & !most == 0);
            let mut with = others.to_vec();
            with.push(&wider);
            within && self.force(&with, goal)
        };
        for member in (0..64).map(|bit| 1_u64 << bit) {
            if inside & member != 0 && force(inside & !member, possible) {
                inside &= !member;
            } else if possible & member == 0 && force(inside, possible | member) {
                possible |= member;
            }
        }
        Range::Cells(term, sets(inside, possible))
    }

    /// Each answer to something open, as a range: of what no condition tells apart as one.
    fn answers(&self, owner: Owner) -> Option<Vec<Range>> {
        let judge = self.inquiry().judge;
        match owner {
            Owner::Reading(asked) => {
                let id = judge.prerequisite(asked);
                let readings = judge.policy.prerequisite(id).reading_ids();
                Some(
                    readings
                        .map(|each| Range::Readings(id, vec![each]))
                        .collect(),
                )
            }
            Owner::Term(term) => {
                let parts =
                    (judge.engine.encoding.of(term)).parts(self.known(term), MOST_ANSWERS)?;
                Some(
                    parts
                        .into_iter()
                        .map(|part| Range::Cells(term, part))
                        .collect(),
                )
            }
        }
    }

    /// The range of answers that no condition tells apart from this one.
    fn range_of(&self, answer: Answer) -> Range {
        match answer {
            Answer::Reading(id, reading) => Range::Readings(id, vec![reading]),
            Answer::Cell(term, cell) if self.is_set(term) => {
                Range::Cells(term, Knowledge::cell(cell))
            }
            Answer::Cell(term, cell) => {
                let encoding = self.inquiry().judge.engine.encoding.of(term);
                let kind = &self.inquiry().judge.policy.vocabulary.term(term).kind;
                let parts = encoding
                    .parts(self.known(term), usize::MAX)
                    .unwrap_or_default();
                let own = parts.into_iter().find(|part| part.allows(kind, cell));
                Range::Cells(term, own.unwrap_or_else(|| Knowledge::cell(cell)))
            }
        }
    }

    /// Whether every answer in these ranges, together, reaches the goal.
    fn force(&self, ranges: &[&Range], goal: Goal) -> bool {
        let judge = self.inquiry().judge;
        let mut region = self.inquiry().case.region.clone();
        for range in ranges {
            match range {
                Range::Cells(term, known) => {
                    let encoding = judge.engine.encoding.of(*term);
                    region.restrict(encoding.vars(), &encoding.boxes(known));
                }
                Range::Readings(id, readings) => {
                    if let Some(var) = judge.reading_var(*id) {
                        region.allow(var, readings.iter().map(|reading| reading.index()));
                    }
                }
            }
        }
        self.reaches_in(&region, goal)
    }

    fn is_of_set(&self, range: &Range) -> bool {
        match range {
            Range::Cells(term, _) => self.is_set(*term),
            Range::Readings(..) => false,
        }
    }

    fn is_set(&self, term: TermId) -> bool {
        let vocabulary = &self.inquiry().judge.policy.vocabulary;
        vocabulary.term(term).kind.is_set()
    }

    /// Whether a range has every answer of another on the same thing.
    fn has(&self, range: &Range, other: &Range) -> bool {
        match (range, other) {
            (Range::Cells(term, known), Range::Cells(_, other)) => {
                let kind = &self.inquiry().judge.policy.vocabulary.term(*term).kind;
                other.is_within(kind, known)
            }
            (Range::Readings(_, known), Range::Readings(_, other)) => {
                other.iter().all(|each| known.contains(each))
            }
            _ => false,
        }
    }

    /// The answers of both ranges, which are on the same thing.
    fn joined(&self, range: Option<Range>, other: Range) -> Range {
        match (range, other) {
            (Some(Range::Cells(term, mut known)), Range::Cells(_, other)) => {
                let kind = &self.inquiry().judge.policy.vocabulary.term(term).kind;
                known.extend(kind, other);
                Range::Cells(term, known)
            }
            (Some(Range::Readings(id, mut known)), Range::Readings(_, other)) => {
                known.extend(other);
                known.sort_unstable();
                Range::Readings(id, known)
            }
            (_, other) => other,
        }
    }

    fn known(&self, term: TermId) -> &Knowledge {
        &self.inquiry().case.knowledge[term.0]
    }
}

fn owner_of(range: &Range) -> Owner {
    match range {
        Range::Cells(term, _) => Owner::Term(*term),
        // There is one policy, so its prerequisites are all that are asked.
        Range::Readings(id, _) => Owner::Reading(AskedId(id.index())),
    }
}

/// All sets that hold the members `inside` and no others than `possible`.
fn sets(inside: u64, possible: u64) -> Knowledge {
    Knowledge {
        not_arising: false,
        values: vec![(inside, possible)],
    }
}
