//! The smallest set of answers that settles an open verdict.

use std::cell::Cell;

use super::{Answer, Smallest};
use crate::engine::{Owner, Question, Region};
use crate::judge::{Case, Judge};
use crate::proposal::Knowledge;
use crate::verdict::{Outcome, Outcomes};

/// Up to so many sets of answers are tried, smallest first. Beyond, the set found is irredundant,
/// not proved fewest.
pub(crate) const MOST_TRIALS: usize = 20_000;

/// A search among the answers to what is open and bears on one question.
pub(crate) struct Search<'a, 'p> {
    judge: &'a Judge<'p>,
    case: &'a Case<'a>,
    question: &'a Question<'p>,
    open: Vec<Owner>,
    limited: Cell<bool>,
}

impl<'a, 'p> Search<'a, 'p> {
    pub fn new(judge: &'a Judge<'p>, case: &'a Case<'a>, question: &'a Question<'p>) -> Self {
        let open = judge.open_owners(case, question);
        Self {
            judge,
            case,
            question,
            open,
            limited: Cell::new(false),
        }
    }

    /// Whether a limit of the engine was met on the way.
    pub fn limited(&self) -> bool {
        self.limited.get()
    }

    /// A smallest set of answers after which `settled` holds. `None` if no answers lead there:
    /// then `aim` is not among the outcomes.
    pub fn smallest(
        &self,
        settled: impl Fn(Outcomes) -> bool,
        aim: Outcome,
    ) -> Option<Smallest<Answer>> {
        if let Some(answers) = self.choices() {
            let mut trials = MOST_TRIALS;
            for size in 0..=answers.len() {
                let mut chosen = Vec::new();
                match self.try_size(&answers, size, &mut chosen, &settled, &mut trials) {
                    Some(true) => {
                        let fewest = !self.limited();
                        return Some(Smallest {
                            items: chosen,
                            fewest,
                        });
                    }
                    Some(false) => {}
                    None => return self.irredundant(settled, aim),
                }
            }
            return None;
        }
        self.irredundant(settled, aim)
    }

    /// The possible answers to each open thing; `None` if that is too many.
    fn choices(&self) -> Option<Vec<Vec<Answer>>> {
        let policy = self.judge.policy;
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
                    let layout = self.judge.engine.space.layout(term);
                    let cells = layout.cells(&self.case.knowledge[term.0], 256)?;
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
        settled: &impl Fn(Outcomes) -> bool,
        trials: &mut usize,
    ) -> Option<bool> {
        if size == 0 {
            *trials = trials.checked_sub(1)?;
            return Some(settled(self.after(chosen)));
        }
        for first in 0..(answers.len() + 1).saturating_sub(size) {
            for &answer in &answers[first] {
                chosen.push(answer);
                if self.try_size(&answers[first + 1..], size - 1, chosen, settled, trials)? {
                    return Some(true);
                }
                chosen.pop();
            }
        }
        Some(false)
    }

    /// Answers everything as in one completion that shows `aim`, then takes back what can be.
    fn irredundant(
        &self,
        settled: impl Fn(Outcomes) -> bool,
        aim: Outcome,
    ) -> Option<Smallest<Answer>> {
        let engine = &self.judge.engine;
        let Ok(witness) = engine.witness(self.question, &self.case.region, aim) else {
            self.limited.set(true);
            return None;
        };
        let witness = witness?;
        let mut items: Vec<Answer> = (self.open.iter())
            .map(|&owner| match owner {
                Owner::Reading(prerequisite) => {
                    let var = engine.space.reading(prerequisite);
                    Answer::Reading(prerequisite, var.map_or(0, |var| witness[var as usize]))
                }
                Owner::Term(term) => {
                    let known = &self.case.knowledge[term.0];
                    let layout = engine.space.layout(term);
                    Answer::Cell(term, layout.cell(known, |var| witness[var as usize]))
                }
            })
            .collect();
        for index in (0..items.len()).rev() {
            let dropped = items.remove(index);
            if !settled(self.after(&items)) {
                items.insert(index, dropped);
            }
        }
        settled(self.after(&items)).then_some(Smallest {
            items,
            fewest: false,
        })
    }

    /// The outcomes still seen once these answers are given.
    pub fn after(&self, answers: &[Answer]) -> Outcomes {
        let region = self.region_after(answers);
        self.judge
            .engine
            .ask(self.question, &region)
            .unwrap_or_else(|_| {
                self.limited.set(true);
                Outcomes::NONE
            })
    }

    fn region_after(&self, answers: &[Answer]) -> Region {
        let cells: Vec<_> = (answers.iter())
            .filter_map(|answer| match answer {
                Answer::Cell(term, cell) => Some((*term, Knowledge::cell(*cell))),
                Answer::Reading(..) => None,
            })
            .collect();
        let mut region = self
            .judge
            .region(self.judge.policy.vocabulary.ids().map(|term| {
                let answered = cells.iter().find(|(answered, _)| *answered == term);
                (
                    term,
                    answered.map_or(&self.case.knowledge[term.0], |(_, cell)| cell),
                )
            }));
        for answer in answers {
            if let Answer::Reading(prerequisite, reading) = *answer
                && let Some(var) = self.judge.engine.space.reading(prerequisite)
            {
                region.fix(var, reading);
            }
        }
        region
    }
}
