//! One completion as literals.

use std::sync::Arc;

use super::algebra::Translator;
use super::clauses::{Clauses, Lit};
use super::space::Space;
use super::{Background, Engine, Question, What, compile};

/// A completion that the solver is to find. What is asked about it becomes clauses when it is
/// first asked.
pub(super) struct Literals {
    /// For each variable, the literal of each class.
    pub classes: Arc<Vec<Vec<Lit>>>,
    /// For each prerequisite, whether it applies and whether it is then met.
    prerequisites: Vec<Option<(Lit, Lit)>>,
    /// For each warning, whether it is raised.
    warnings: Vec<Option<Lit>>,
}

impl Literals {
    /// A completion, with all background knowledge.
    pub fn new(engine: &Engine<'_>, clauses: &mut Clauses) -> Self {
        let classes = Self::classes(engine, clauses);
        Self::heeding(engine, clauses, classes, |clauses, _, holds| {
            clauses.add([holds]);
        })
    }

    /// A completion that need not obey background knowledge, with literals that say of each piece
    /// whether it holds.
    pub fn loose(engine: &Engine<'_>, clauses: &mut Clauses) -> (Self, Vec<(Background, Lit)>) {
        let backgrounds = compile::backgrounds(engine.vocabulary, &engine.space);
        let mut pieces = Vec::new();
        let classes = Self::classes(engine, clauses);
        let loose = Self::heeding(engine, clauses, classes, |clauses, index, holds| {
            if let Some(background) = backgrounds[index] {
                pieces.push((background, holds));
            } else {
                clauses.add([holds]);
            }
        });
        (loose, pieces)
    }

    fn classes(engine: &Engine<'_>, clauses: &mut Clauses) -> Arc<Vec<Vec<Lit>>> {
        let sizes = engine.space.sizes.iter();
        let classes = sizes.map(|&size| clauses.variable(usize::from(size)));
        Arc::new(classes.collect())
    }

    /// The part of a completion that a question is about, with the background knowledge of that.
    /// Nothing else may be asked of it.
    pub fn part(engine: &Engine<'_>, clauses: &mut Clauses, question: &Question<'_>) -> Self {
        let sizes = engine.space.sizes.iter().map(|&size| usize::from(size));
        let classes = sizes
            .zip(0..)
            .map(|(size, var)| match question.vars.binary_search(&var) {
                Ok(_) => clauses.variable(size),
                // A condition may name it and not turn on it: any class will do, but just one.
                Err(_) => {
                    let one = |class: usize| match class {
                        0 => clauses.truth,
                        _ => !clauses.truth,
                    };
                    (0..size).map(one).collect()
                }
            });
        let classes = Arc::new(classes.collect());
        let mut wanted = vec![false; engine.constraints.len()];
        for &index in &question.constraints {
            wanted[index] = true;
        }
        Self::heeding(engine, clauses, classes, |clauses, index, holds| {
            if wanted[index] {
                clauses.add([holds]);
            }
        })
    }

    /// Gives each piece of background knowledge to `heed`, by its index and with the literal that
    /// says whether it holds.
    fn heeding(
        engine: &Engine<'_>,
        clauses: &mut Clauses,
        classes: Arc<Vec<Vec<Lit>>>,
        mut heed: impl FnMut(&mut Clauses, usize, Lit),
    ) -> Self {
        clauses.bind(&classes);
        let space: &Space = &engine.space;
        let mut translator = Translator::new(clauses, space);
        let mut index = 0;
        compile::constraints(
            engine.vocabulary,
            space,
            &mut translator,
            |translator, built| {
                let Ok(holds) = built;
                heed(translator.algebra, index, holds);
                index += 1;
            },
        );
        Self {
            classes,
            prerequisites: vec![None; engine.asked.len()],
            warnings: vec![None; engine.warned.len()],
        }
    }

    /// Whether something applies, and whether it is then met.
    pub fn outcome_of(
        &mut self,
        engine: &Engine<'_>,
        clauses: &mut Clauses,
        what: What<'_>,
    ) -> (Lit, Lit) {
        let truth = clauses.truth;
        match what {
            What::Prerequisite(index) => *self.prerequisites[index].get_or_insert_with(|| {
                clauses.bind(&self.classes);
                let mut translator = Translator::new(clauses, &engine.space);
                let asked = &engine.asked[index];
                let Ok(built) = compile::prerequisite(&mut translator, asked, &mut Vec::new());
                built
            }),
            What::Warning(index) => {
                let raised = *self.warnings[index].get_or_insert_with(|| {
                    clauses.bind(&self.classes);
                    let mut translator = Translator::new(clauses, &engine.space);
                    let Ok(raised) = translator.condition(engine.warned[index]);
                    raised
                });
                (truth, !raised)
            }
            What::Condition(condition) => {
                clauses.bind(&self.classes);
                let mut translator = Translator::new(clauses, &engine.space);
                let Ok(holds) = translator.condition(condition);
                (truth, holds)
            }
        }
    }
}
