//! The smallest set of answers that settles an open verdict.

use std::cell::Cell;
use std::ops::Range;

use super::{Answer, Smallest};
use crate::engine::{Assignment, Mask, Owner, Question, Region, Trial, Var};
use crate::limit::Limit;
use crate::policy::ReadingId;
use crate::proposal::Knowledge;
use crate::questions::judge::Inquiry;
use crate::questions::sufficient::{Ended, sufficient};
use crate::verdict::{Outcome, Outcomes};

/// What answers have to lead to.
#[derive(Clone, Copy)]
pub(crate) struct Goal {
    /// Outcomes that no completion may then show.
    barred: Outcomes,
    /// Outcomes of which one must then be shown.
    wanted: Outcomes,
}

impl Goal {
    /// The verdict is met.
    pub fn met() -> Self {
        Self {
            barred: Outcomes::only(Outcome::Unmet),
            wanted: Outcomes::only(Outcome::Met),
        }
    }

    /// The verdict is unmet.
    pub fn unmet() -> Self {
        Self {
            barred: Outcomes::only(Outcome::Unmet).others(),
            wanted: Outcomes::only(Outcome::Unmet),
        }
    }

    /// The verdict is met or not applicable.
    pub fn not_unmet() -> Self {
        Self {
            barred: Outcomes::only(Outcome::Unmet),
            wanted: Outcomes::only(Outcome::Unmet).others(),
        }
    }

    fn reached(self, seen: Outcomes) -> bool {
        !seen.meets(self.barred) && seen.meets(self.wanted)
    }
}

/// The answers to what is open and bears on one question.
pub(crate) struct Answers<'a, 'p> {
    inquiry: Inquiry<'a, 'p>,
    question: &'a Question<'p>,
    open: Vec<Owner>,
    limited: Cell<Option<Limit>>,
}

impl<'a, 'p> Answers<'a, 'p> {
    pub fn new(inquiry: Inquiry<'a, 'p>, question: &'a Question<'p>) -> Self {
        let known = &inquiry.case.knowledge;
        Self {
            open: inquiry.judge.open_owners(known, question),
            inquiry,
            question,
            limited: Cell::new(None),
        }
    }

    pub(super) fn inquiry(&self) -> Inquiry<'a, 'p> {
        self.inquiry
    }

    /// What is open and bears on the question.
    pub(super) fn open(&self) -> &[Owner] {
        &self.open
    }

    /// The limit that was met on the way.
    pub fn limited(&self) -> Option<Limit> {
        self.limited.get()
    }

    /// What was found, unless a limit was met: that is noted.
    fn noted<T>(&self, found: Result<T, Limit>) -> Option<T> {
        found.map_err(|limit| self.limited.set(Some(limit))).ok()
    }

    /// The smallest set of answers that reaches the goal, the first in order among those of one
    /// size; past the limit on trials, an irredundant set. `None` if no answers reach it: then no
    /// completion shows a wanted outcome.
    pub fn smallest(&self, goal: Goal) -> Option<Smallest<Answer>> {
        // Without a wanted outcome every set would be tried.
        let session = self.inquiry.session;
        let region = &self.inquiry.case.region;
        let seen = self.noted(session.ask_until(self.question, region, goal.wanted));
        if seen.is_some_and(|seen| !seen.meets(goal.wanted)) {
            return None;
        }
        let Some(choices) = self.choices() else {
            return self.irredundant(goal);
        };
        let mut answers: Vec<Answer> = Vec::new();
        let mut exclusive: Vec<usize> = Vec::new();
        for (index, choices) in choices.into_iter().enumerate() {
            exclusive.extend(choices.iter().map(|_| index));
            answers.extend(choices);
        }
        let classes: Vec<_> = answers.iter().map(|&answer| self.classes(answer)).collect();
        let found = sufficient(&exclusive, &self.inquiry.session.cancel, |chosen| {
            let chosen: Vec<Answer> = chosen.iter().map(|&index| answers[index]).collect();
            let region = self.region_after(&chosen);
            if let Some(barred) = session.find(self.question, &region, goal.barred)? {
                let excludes = |&index: &usize| excludes(&classes[index], &barred);
                return Ok(Trial::Lacks((0..answers.len()).filter(excludes).collect()));
            }
            let seen = session.ask_until(self.question, &region, goal.wanted)?;
            Ok(if seen.meets(goal.wanted) {
                Trial::Enough
            } else {
                Trial::Never
            })
        });
        match found {
            Ok(found) => found.map(|set| Smallest {
                items: set.into_iter().map(|index| answers[index]).collect(),
                fewest: true,
            }),
            Err(Ended::Trials) => self.irredundant(goal),
            Err(Ended::Limit(limit)) => {
                self.limited.set(Some(limit));
                self.irredundant(goal)
            }
        }
    }

    /// The classes that an answer leaves of the variables it is about.
    fn classes(&self, answer: Answer) -> (Range<Var>, Vec<Mask>) {
        let judge = self.inquiry.judge;
        let encoding = &judge.engine.encoding;
        match answer {
            Answer::Cell(term, cell) => {
                let term_encoding = encoding.of(term);
                let mut boxes = term_encoding.boxes(&Knowledge::cell(cell));
                (term_encoding.vars(), boxes.pop().unwrap_or_default())
            }
            Answer::Reading(prerequisite, reading) => match judge.reading_var(prerequisite) {
                Some(var) => (var..var + 1, vec![1 << reading.index()]),
                None => (0..0, Vec::new()),
            },
        }
    }

    /// The possible answers to each open thing; `None` if that is too many.
    fn choices(&self) -> Option<Vec<Vec<Answer>>> {
        let judge = self.inquiry.judge;
        (self.open.iter())
            .map(|&owner| match owner {
                Owner::Reading(asked) => {
                    let id = judge.prerequisite(asked);
                    let readings = judge.policy.prerequisite(id).reading_ids();
                    Some(
                        readings
                            .map(|reading| Answer::Reading(id, reading))
                            .collect(),
                    )
                }
                Owner::Term(term) => {
                    let term_encoding = self.inquiry.judge.engine.encoding.of(term);
                    let cells = term_encoding.cells(&self.inquiry.case.knowledge[term.0], 256)?;
                    Some(
                        cells
                            .into_iter()
                            .map(|cell| Answer::Cell(term, cell))
                            .collect(),
                    )
                }
            })
            .collect()
    }

    /// Answers everything as in one completion that shows a wanted outcome, then takes back what
    /// can be.
    fn irredundant(&self, goal: Goal) -> Option<Smallest<Answer>> {
        if self.reaches(&[], goal) {
            return Some(Smallest::irredundant(Vec::new(), self.limited().is_some()));
        }
        let engine = &self.inquiry.judge.engine;
        let found =
            self.inquiry
                .session
                .find(self.question, &self.inquiry.case.region, goal.wanted);
        let witness = self.noted(found)??;
        // A variable that is left out does not matter: any class that is possible will do.
        let class_of = |var: Var| {
            let decided = witness.iter().find(|(known, _)| *known == var);
            decided.map_or_else(
                || self.inquiry.case.region.first_class(var),
                |(_, class)| *class,
            )
        };
        let mut items: Vec<Answer> = (self.open.iter())
            .map(|&owner| match owner {
                Owner::Reading(asked) => {
                    let class = engine.encoding.reading(asked).map_or(0, class_of);
                    Answer::Reading(self.inquiry.judge.prerequisite(asked), ReadingId(class))
                }
                Owner::Term(term) => {
                    let known = &self.inquiry.case.knowledge[term.0];
                    let term_encoding = engine.encoding.of(term);
                    Answer::Cell(term, term_encoding.cell(known, class_of))
                }
            })
            .collect();
        for index in (0..items.len()).rev() {
            let dropped = items.remove(index);
            if !self.reaches(&items, goal) {
                items.insert(index, dropped);
            }
        }
        (self.reaches(&items, goal)).then(|| Smallest::irredundant(items, self.limited().is_some()))
    }

    /// Whether these answers reach the goal.
    pub fn reaches(&self, answers: &[Answer], goal: Goal) -> bool {
        self.reaches_in(&self.region_after(answers), goal)
    }

    /// Whether the goal is reached in the whole region.
    pub(super) fn reaches_in(&self, region: &Region, goal: Goal) -> bool {
        let outcomes = (self.inquiry.session).ask_until(self.question, region, goal.barred);
        self.noted(outcomes).is_some_and(|seen| goal.reached(seen))
    }

    fn region_after(&self, answers: &[Answer]) -> Region {
        let encoding = &self.inquiry.judge.engine.encoding;
        let mut region = self.inquiry.case.region.clone();
        for answer in answers {
            match *answer {
                Answer::Cell(term, cell) => {
                    let term_encoding = encoding.of(term);
                    region.restrict(
                        term_encoding.vars(),
                        &term_encoding.boxes(&Knowledge::cell(cell)),
                    );
                }
                Answer::Reading(prerequisite, reading) => {
                    if let Some(var) = self.inquiry.judge.reading_var(prerequisite) {
                        region.fix(var, reading.index());
                    }
                }
            }
        }
        region
    }
}

/// Whether an answer that leaves these classes does not allow a completion.
fn excludes((vars, classes): &(Range<Var>, Vec<Mask>), completion: &Assignment) -> bool {
    let own = completion.iter().filter(|(var, _)| vars.contains(var));
    let allows =
        |(var, class): &(Var, usize)| classes[(var - vars.start) as usize] >> class & 1 == 1;
    !own.clone().all(allows)
}
