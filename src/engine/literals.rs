//! One completion as literals.

use std::sync::Arc;

use super::algebra::Translator;
use super::clauses::{Clauses, Lit};
use super::space::Space;
use super::{Engine, What, compile};

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
        let classes = (engine.space.sizes.iter())
            .map(|&size| clauses.variable(usize::from(size)))
            .collect::<Vec<_>>();
        let classes = Arc::new(classes);
        clauses.bind(&classes);
        let space: &Space = &engine.space;
        let mut translator = Translator::new(clauses, space);
        compile::constraints(
            engine.vocabulary,
            space,
            &mut translator,
            |translator, built| {
                let Ok(holds) = built;
                translator.algebra.add([holds]);
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
