//! The smallest set of answers that settles an open verdict.

use std::cell::Cell;

use super::{Answer, Smallest};
use crate::engine::{Owner, Question, Region, Var};
use crate::proposal::Knowledge;
use crate::questions::judge::Inquiry;
use crate::verdict::{Outcome, Outcomes};

/// Up to so many sets of answers are tried, smallest first. Beyond, the set found is irredundant,
/// not proved fewest.
pub(crate) const MOST_TRIALS: usize = 20_000;

/// What answers are to lead to.
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
    pub fn harmless() -> Self {
        Self {
            barred: Outcomes::only(Outcome::Unmet),
            wanted: Outcomes::only(Outcome::Unmet).others(),
        }
    }

    fn reached(self, seen: Outcomes) -> bool {
        !seen.meets(self.barred) && seen.meets(self.wanted)
    }
}

/// A search among the answers to what is open and bears on one question.
pub(crate) struct Search<'a, 'p> {
    inquiry: Inquiry<'a, 'p>,
    question: &'a Question<'p>,
    open: Vec<Owner>,
    limited: Cell<bool>,
}

impl<'a, 'p> Search<'a, 'p> {
    pub fn new(inquiry: Inquiry<'a, 'p>, question: &'a Question<'p>) -> Self {
        let open = inquiry.judge.open_owners(&inquiry.case.knowledge, question);
        Self {
            inquiry,
            question,
            open,
            limited: Cell::new(false),
        }
    }

    /// Whether a limit of the engine was met on the way.
    pub fn limited(&self) -> bool {
        self.limited.get()
    }

    /// A smallest set of answers that reaches the goal. `None` if no answers do: then no completion
    /// shows a wanted outcome.
    pub fn smallest(&self, goal: Goal) -> Option<Smallest<Answer>> {
        let Some(answers) = self.choices() else {
            return self.irredundant(goal);
        };
        let mut trials = MOST_TRIALS;
        for size in 0..=answers.len() {
            let mut chosen = Vec::new();
            match self.try_size(&answers, size, &mut chosen, goal, &mut trials) {
                Some(true) => {
                    let fewest = !self.limited();
                    return Some(Smallest {
                        items: chosen,
                        fewest,
                    });
                }
                Some(false) => {}
                None => return self.irredundant(goal),
            }
        }
        None
    }

    /// The possible answers to each open thing; `None` if that is too many.
    fn choices(&self) -> Option<Vec<Vec<Answer>>> {
        let policy = self.inquiry.judge.policy;
        (self.open.iter())
            .map(|&owner| match owner {
                Owner::Reading(prerequisite) => {
                    let count = policy.prerequisites[prerequisite].readings.len();
                    Some(
                        (0..count)
                            .map(|reading| Answer::Reading(prerequisite, reading))
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

    /// Tries all sets of that size; `None` if the trials run out.
    fn try_size(
        &self,
        answers: &[Vec<Answer>],
        size: usize,
        chosen: &mut Vec<Answer>,
        goal: Goal,
        trials: &mut usize,
    ) -> Option<bool> {
        if size == 0 {
            *trials = trials.checked_sub(1)?;
            return Some(self.reaches(chosen, goal));
        }
        for first in 0..(answers.len() + 1).saturating_sub(size) {
            for &answer in &answers[first] {
                chosen.push(answer);
                if self.try_size(&answers[first + 1..], size - 1, chosen, goal, trials)? {
                    return Some(true);
                }
                chosen.pop();
            }
        }
        Some(false)
    }

    /// Answers everything as in one completion that shows a wanted outcome, then takes back what
    /// can be.
    fn irredundant(&self, goal: Goal) -> Option<Smallest<Answer>> {
        if self.reaches(&[], goal) {
            return Some(Smallest::irredundant(Vec::new(), self.limited()));
        }
        let engine = &self.inquiry.judge.engine;
        let found =
            self.inquiry
                .session
                .find(self.question, &self.inquiry.case.region, goal.wanted);
        self.limited.set(self.limited() || found.is_err());
        let witness = found.ok()??;
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
                Owner::Reading(prerequisite) => {
                    let var = engine.encoding.reading(prerequisite);
                    Answer::Reading(prerequisite, var.map_or(0, class_of))
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
        (self.reaches(&items, goal)).then(|| Smallest::irredundant(items, self.limited()))
    }

    /// Whether these answers reach the goal.
    pub fn reaches(&self, answers: &[Answer], goal: Goal) -> bool {
        let region = self.region_after(answers);
        let outcomes = (self.inquiry.session).ask_until(self.question, &region, goal.barred);
        self.limited.set(self.limited() || outcomes.is_err());
        outcomes.is_ok_and(|seen| goal.reached(seen))
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
                    if let Some(var) = encoding.reading(prerequisite) {
                        region.fix(var, reading);
                    }
                }
            }
        }
        region
    }
}
