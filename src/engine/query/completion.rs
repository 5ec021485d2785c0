//! The literals that describe one completion.

use std::sync::Arc;

use servanda_solve::sat::{Cnf, Lit};

use super::build;
use super::engine::Engine;
use super::question::Question;
use crate::engine::encode::{Encoding, Translator};
use crate::engine::types::{AskedId, Background, What};
use crate::policy::ReadingId;

/// The literals of a completion that the solver is to find. Prerequisites and warnings are
/// translated when they are first asked about.
pub(crate) struct CompletionVars {
    /// For each variable, the literal of each class.
    pub classes: Arc<Vec<Vec<Lit>>>,
    /// For each prerequisite, whether it applies and whether it is then met.
    prerequisites: Vec<Option<(Lit, Lit)>>,
    /// For each warning, whether it is raised.
    warnings: Vec<Option<Lit>>,
}

impl CompletionVars {
    /// A completion that fulfils all background knowledge.
    pub fn new(engine: &Engine<'_>, cnf: &mut Cnf) -> Self {
        let classes = Self::classes(engine, cnf);
        Self::heeding(engine, cnf, classes, |cnf, _, holds| {
            cnf.add([holds]);
        })
    }

    /// A completion that need not fulfil background knowledge, with a literal for each piece that
    /// says whether it does.
    pub fn loose(engine: &Engine<'_>, cnf: &mut Cnf) -> (Self, Vec<(Background, Lit)>) {
        let backgrounds = build::backgrounds(engine.vocabulary, &engine.encoding);
        let mut pieces = Vec::new();
        let classes = Self::classes(engine, cnf);
        let loose = Self::heeding(engine, cnf, classes, |cnf, index, holds| {
            if let Some(background) = backgrounds[index] {
                pieces.push((background, holds));
            } else {
                cnf.add([holds]);
            }
        });
        (loose, pieces)
    }

    fn classes(engine: &Engine<'_>, cnf: &mut Cnf) -> Arc<Vec<Vec<Lit>>> {
        let sizes = engine.encoding.sizes.iter();
        let classes = sizes.map(|&size| cnf.variable(usize::from(size)));
        Arc::new(classes.collect())
    }

    /// The part of a completion that a question is about, which fulfils the question's constraints.
    /// It may not be asked about anything else.
    pub fn part(engine: &Engine<'_>, cnf: &mut Cnf, question: &Question<'_>) -> Self {
        let sizes = engine.encoding.sizes.iter().map(|&size| usize::from(size));
        let classes = sizes
            .zip(0..)
            .map(|(size, var)| match question.vars.binary_search(&var) {
                Ok(_) => cnf.variable(size),
                // A condition may name the variable and not depend on it: it gets an arbitrary
                // class.
                Err(_) => {
                    let one = |class: usize| match class {
                        0 => cnf.truth,
                        _ => !cnf.truth,
                    };
                    (0..size).map(one).collect()
                }
            });
        let classes = Arc::new(classes.collect());
        let mut wanted = vec![false; engine.constraints.len()];
        for &index in &question.constraints {
            wanted[index] = true;
        }
        Self::heeding(engine, cnf, classes, |cnf, index, holds| {
            if wanted[index] {
                cnf.add([holds]);
            }
        })
    }

    /// Calls `heed` with the index of each piece of background knowledge and the literal that says
    /// whether it holds.
    fn heeding(
        engine: &Engine<'_>,
        cnf: &mut Cnf,
        classes: Arc<Vec<Vec<Lit>>>,
        mut heed: impl FnMut(&mut Cnf, usize, Lit),
    ) -> Self {
        cnf.bind(&classes);
        let encoding: &Encoding = &engine.encoding;
        let mut translator = Translator::new(cnf, encoding);
        let mut index = 0;
        build::constraints(
            engine.vocabulary,
            encoding,
            &mut translator,
            |translator, built| {
                let Ok(holds) = built;
                heed(translator.backend, index, holds);
                index += 1;
            },
        );
        Self {
            classes,
            prerequisites: vec![None; engine.asked.len()],
            warnings: vec![None; engine.warned.len()],
        }
    }

    /// Literals that say whether a subject applies, and whether it is then met.
    pub fn outcome_of(&mut self, engine: &Engine<'_>, cnf: &mut Cnf, what: What<'_>) -> (Lit, Lit) {
        let truth = cnf.truth;
        match what {
            What::Prerequisite(id) => *self.prerequisites[id.0].get_or_insert_with(|| {
                cnf.bind(&self.classes);
                let mut translator = Translator::new(cnf, &engine.encoding);
                let asked = engine.asked(id);
                let Ok(built) = build::prerequisite(&mut translator, asked, &mut Vec::new());
                built
            }),
            What::Warning(id) => {
                let raised = *self.warnings[id.0].get_or_insert_with(|| {
                    cnf.bind(&self.classes);
                    let mut translator = Translator::new(cnf, &engine.encoding);
                    let Ok(raised) = translator.condition(engine.warned[id.0]);
                    raised
                });
                (truth, !raised)
            }
            What::Condition(condition) => {
                cnf.bind(&self.classes);
                let mut translator = Translator::new(cnf, &engine.encoding);
                let Ok(holds) = translator.condition(condition);
                (truth, holds)
            }
        }
    }

    /// Literals that say whether a prerequisite applies, and whether it is met if it is read in just
    /// one way.
    pub fn outcome_if_read(
        &mut self,
        engine: &Engine<'_>,
        cnf: &mut Cnf,
        (id, reading): (AskedId, ReadingId),
    ) -> (Lit, Lit) {
        cnf.bind(&self.classes);
        let mut translator = Translator::new(cnf, &engine.encoding);
        let asked = engine.asked(id).read_as(reading);
        let Ok(built) = build::prerequisite(&mut translator, &asked, &mut Vec::new());
        built
    }
}
