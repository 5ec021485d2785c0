//! Builds an engine: each condition is translated into a diagram once.

use std::convert::Infallible;

use servanda_solve::dd::{DiagramBuilder, Diagrams, Node, TooLarge};
use servanda_solve::{BooleanBackend, Cancel, Mask, Var};

use super::engine::{Asked, Built, Component, DisjointSets, Engine, Reads};
use crate::engine::encode::{Encoding, Translator};
use crate::engine::types::{AskedId, Background, ReadingMode};
use crate::policy::{Arising, Condition, Policy, PolicyId, Prerequisite, Vocabulary};

/// Builds each piece of background knowledge, in an order that depends on the vocabulary alone.
pub(super) fn constraints<B: BooleanBackend>(
    vocabulary: &Vocabulary,
    encoding: &Encoding,
    translator: &mut Translator<'_, B>,
    mut each: impl FnMut(&mut Translator<'_, B>, Result<B::Formula, B::Error>),
) {
    for (id, term) in vocabulary.ids().zip(&vocabulary.terms) {
        let term_encoding = encoding.of(id);
        if let (Arising::When(condition), Some((var, mask))) =
            (&term.arising, term_encoding.arises())
        {
            let built = arises_when(translator, condition, var, mask);
            each(translator, built);
        }
        for (above, below) in term_encoding
            .order_axioms()
            .map(|(lower, higher)| (higher, lower))
        {
            let built = order_axiom(translator.backend, above, below);
            each(translator, built);
        }
    }
    for always in &vocabulary.always {
        let built = translator.implication(always.when.as_ref(), &always.must);
        each(translator, built);
    }
}

/// Where each piece comes from, in the same order; `None` for an axiom of an order encoding.
pub(super) fn backgrounds(vocabulary: &Vocabulary, encoding: &Encoding) -> Vec<Option<Background>> {
    let mut all = Vec::new();
    for (id, term) in vocabulary.ids().zip(&vocabulary.terms) {
        if matches!(term.arising, Arising::When(_)) {
            all.push(Some(Background::Arises(id)));
        }
        all.extend(encoding.of(id).order_axioms().map(|_| None));
    }
    all.extend((0..vocabulary.always.len()).map(|index| Some(Background::Always(index))));
    all
}

fn arises_when<B: BooleanBackend>(
    translator: &mut Translator<'_, B>,
    condition: &Condition,
    var: Var,
    mask: Mask,
) -> Result<B::Formula, B::Error> {
    let condition = translator.condition(condition)?;
    let arises = translator.backend.atom(var, mask)?;
    translator.backend.iff(arises, condition)
}

/// An axiom of an order encoding: a value at or above a start is at or above the start before it.
fn order_axiom<B: BooleanBackend>(
    backend: &mut B,
    above: Var,
    below: Var,
) -> Result<B::Formula, B::Error> {
    let not_above = backend.atom(above, 0b01)?;
    let below = backend.atom(below, 0b10)?;
    backend.or(not_above, below)
}

/// Builds two formulas: that a prerequisite applies, and that it is met if it applies. The formulas
/// of its lines, in the order of [`Prerequisite::lines`], are added to `built`.
pub(super) fn prerequisite<B: BooleanBackend>(
    translator: &mut Translator<'_, B>,
    asked: &Asked<'_>,
    built: &mut Vec<B::Formula>,
) -> Result<(B::Formula, B::Formula), B::Error> {
    let prerequisite: &Prerequisite = asked.prerequisite;
    for (_, line) in prerequisite.lines() {
        built.push(translator.condition(line)?);
    }
    let backend = &mut *translator.backend;
    let mut rest = &built[..];
    let mut take = |count: usize| {
        let (taken, left) = rest.split_at(count);
        rest = left;
        taken
    };
    let applies = backend.all(take(usize::from(prerequisite.when.is_some())))?;
    let mut met = backend.all(take(prerequisite.must.len()))?;
    let excepted = backend.any(take(usize::from(prerequisite.unless.is_some())))?;
    for (reading, each) in prerequisite.reading_ids().zip(&prerequisite.readings) {
        let mut needed = backend.all(take(each.must.len()))?;
        match asked.reads {
            Reads::Named(var) => {
                let other = backend.atom(var, !(1 << reading.0))?;
                needed = backend.or(other, needed)?;
            }
            Reads::Only(only) if only != reading => continue,
            Reads::Only(_) | Reads::Every => {}
        }
        met = backend.and(needed, met)?;
    }
    Ok((applies, backend.or(excepted, met)?))
}

impl<'p> Engine<'p> {
    /// Makes a vocabulary and policies over it ready. If this is cancelled diagrams are missing;
    /// questions that need them are answered by the solver, as exactly.
    pub fn new(
        vocabulary: &'p Vocabulary,
        policies: &[&'p Policy],
        taking: &ReadingMode,
        cancel: &Cancel,
    ) -> Self {
        let encoding = Encoding::new(vocabulary, policies, taking);
        let asked = asked(policies, &encoding, taking);
        let warnings = policies.iter().flat_map(|policy| &policy.warnings);
        let warned: Vec<&Condition> = warnings.map(|warning| &warning.raised_when).collect();
        let mut diagrams = Diagrams::new(&encoding.sizes);
        let mut builder = DiagramBuilder::new(&mut diagrams, cancel);
        let (mut background, mut prerequisites, mut warnings) = (vec![], vec![], vec![]);
        let mut lines_asked = Vec::new();
        let mut translator = Translator::new(&mut builder, &encoding);
        constraints(
            vocabulary,
            &encoding,
            &mut translator,
            |translator, built| {
                background.push(built.ok());
                translator.backend.next_condition();
            },
        );
        for each in &asked {
            translator.backend.next_condition();
            let mut lines = Vec::new();
            let root = prerequisite(&mut translator, each, &mut lines)
                .and_then(|(applies, met)| translator.backend.only_where(applies, met));
            prerequisites.push(root.ok());
            let nodes = lines.into_iter().map(Some).chain(std::iter::repeat(None));
            lines_asked.extend(each.prerequisite.lines().map(|(_, line)| line).zip(nodes));
        }
        for raised_when in &warned {
            translator.backend.next_condition();
            warnings.push(clear(&mut translator, raised_when).ok());
        }
        let supports = Supports {
            vocabulary,
            asked: &asked,
            warned: &warned,
            encoding: &encoding,
            diagrams: &diagrams,
        };
        let constraints = supports.constraints(background);
        let (components, component_of) = components(&constraints, vocabulary, &encoding);
        let prerequisites = supports.of(prerequisites, Supports::prerequisite);
        let warnings = supports.of(warnings, Supports::warning);
        let conditions = (lines_asked.into_iter())
            .map(|(line, node)| (line.id(), supports.condition(line, node)))
            .collect();
        Self {
            vocabulary,
            asked,
            warned,
            encoding,
            diagrams,
            constraints,
            components,
            component_of,
            prerequisites,
            warnings,
            conditions,
        }
    }
}

impl<'p> Engine<'p> {
    /// Makes a condition ready to be asked about.
    pub fn prepare(&mut self, condition: &'p Condition, cancel: &Cancel) {
        let mut builder = DiagramBuilder::new(&mut self.diagrams, cancel);
        let mut translator = Translator::new(&mut builder, &self.encoding);
        let node = translator.condition(condition).ok();
        let supports = Supports {
            vocabulary: self.vocabulary,
            asked: &self.asked,
            warned: &self.warned,
            encoding: &self.encoding,
            diagrams: &self.diagrams,
        };
        let built = supports.condition(condition, node);
        self.conditions.insert(condition.id(), built);
    }
}

/// The prerequisites of all policies, one after the other.
fn asked<'p>(policies: &[&'p Policy], encoding: &Encoding, taking: &ReadingMode) -> Vec<Asked<'p>> {
    let each = |(policy, all): (PolicyId, &&'p Policy)| {
        let prerequisites = all.prerequisite_ids().zip(&all.prerequisites);
        prerequisites.map(move |(id, prerequisite)| (policy, id, prerequisite))
    };
    let policies = PolicyId::all(policies.len()).zip(policies);
    let flat = policies.flat_map(each).enumerate();
    flat.map(|(at, (policy, id, prerequisite))| Asked {
        policy,
        id,
        prerequisite,
        reads: match (encoding.reading(AskedId(at)), taking) {
            (Some(var), _) => Reads::Named(var),
            (None, ReadingMode::MeetAll(fixed)) => fixed[at].map_or(Reads::Every, Reads::Only),
            (None, ReadingMode::PickOne) => Reads::Every,
        },
    })
    .collect()
}

fn clear(
    translator: &mut Translator<'_, DiagramBuilder<'_>>,
    raised_when: &Condition,
) -> Result<Node, TooLarge> {
    let raised = translator.condition(raised_when)?;
    translator.backend.not(raised)
}

/// Finds the variables that each condition looks at.
struct Supports<'a> {
    vocabulary: &'a Vocabulary,
    asked: &'a [Asked<'a>],
    warned: &'a [&'a Condition],
    encoding: &'a Encoding,
    diagrams: &'a Diagrams,
}

impl Supports<'_> {
    /// The variables come from the diagram or, if it is missing, from the condition as written.
    fn of(
        &self,
        nodes: Vec<Option<Node>>,
        written: impl Fn(&Self, usize) -> Vec<Var>,
    ) -> Vec<Built> {
        (nodes.into_iter().enumerate())
            .map(|(index, node)| Built {
                node,
                support: match node {
                    Some(node) => self.diagrams.support(node),
                    None => written(self, index),
                },
            })
            .collect()
    }

    /// For background knowledge they always come from the condition as written, since its clauses
    /// are about all of them.
    fn constraints(&self, nodes: Vec<Option<Node>>) -> Vec<Built> {
        let mut nodes = nodes.into_iter();
        let mut all = Vec::new();
        let mut vars = Vars::default();
        let mut translator = Translator::new(&mut vars, self.encoding);
        constraints(
            self.vocabulary,
            self.encoding,
            &mut translator,
            |translator, _| {
                let support = translator.backend.take();
                translator.forget();
                let node = nodes.next().flatten();
                all.push(Built { node, support });
            },
        );
        all
    }

    fn prerequisite(&self, index: usize) -> Vec<Var> {
        Vars::of(self.encoding, |translator| {
            let Ok(_) = prerequisite(translator, &self.asked[index], &mut Vec::new());
        })
    }

    fn condition(&self, condition: &Condition, node: Option<Node>) -> Built {
        let support = match node {
            Some(node) => self.diagrams.support(node),
            None => Vars::of(self.encoding, |translator| {
                let Ok(()) = translator.condition(condition);
            }),
        };
        Built { node, support }
    }

    fn warning(&self, index: usize) -> Vec<Var> {
        Vars::of(self.encoding, |translator| {
            let Ok(()) = translator.condition(self.warned[index]);
        })
    }
}

/// Collects the variables that conditions look at.
#[derive(Default)]
pub(super) struct Vars(Vec<Var>);

impl Vars {
    /// The variables, ascending, that `build` looks at.
    pub fn of(encoding: &Encoding, build: impl FnOnce(&mut Translator<'_, Self>)) -> Vec<Var> {
        let mut vars = Self::default();
        build(&mut Translator::new(&mut vars, encoding));
        vars.take()
    }

    fn take(&mut self) -> Vec<Var> {
        let mut vars = std::mem::take(&mut self.0);
        vars.sort_unstable();
        vars.dedup();
        vars
    }
}

impl BooleanBackend for Vars {
    type Formula = ();
    type Error = Infallible;

    fn constant(&mut self, _: bool) {}

    fn atom(&mut self, var: Var, _: Mask) -> Result<(), Infallible> {
        self.0.push(var);
        Ok(())
    }

    fn and(&mut self, (): (), (): ()) -> Result<(), Infallible> {
        Ok(())
    }

    fn or(&mut self, (): (), (): ()) -> Result<(), Infallible> {
        Ok(())
    }

    fn iff(&mut self, (): (), (): ()) -> Result<(), Infallible> {
        Ok(())
    }

    fn not(&mut self, (): ()) -> Result<(), Infallible> {
        Ok(())
    }

    fn count_one(&mut self, (): (), (): (), (): ()) -> Result<(), Infallible> {
        Ok(())
    }

    fn at_least(&mut self, _: usize, _: &[()]) -> Result<(), Infallible> {
        Ok(())
    }
}

/// The connected components of the variables, and the component of each variable. Variables are
/// connected by a constraint, or because they encode one term, which is stated and answered as a
/// whole.
fn components(
    constraints: &[Built],
    vocabulary: &Vocabulary,
    encoding: &Encoding,
) -> (Vec<Component>, Vec<usize>) {
    let vars = encoding.sizes.len();
    let mut merged = DisjointSets::new(vars);
    for term in vocabulary.ids() {
        merged.join(encoding.of(term).vars().map(|var| var as usize));
    }
    for constraint in constraints {
        merged.join(constraint.support.iter().map(|&var| var as usize));
    }
    let mut components: Vec<Component> = Vec::new();
    let mut of_root = vec![None; vars];
    let mut component_of = Vec::with_capacity(vars);
    for var in 0..vars {
        let root = merged.find(var);
        let index = *of_root[root].get_or_insert_with(|| {
            components.push(Component::default());
            components.len() - 1
        });
        components[index].vars.push(var as Var);
        component_of.push(index);
    }
    for (index, constraint) in constraints.iter().enumerate() {
        match constraint.support.first() {
            Some(&var) => components[component_of[var as usize]]
                .constraints
                .push(index),
            // A constraint that looks at no variable.
            None => components.push(Component {
                vars: Vec::new(),
                constraints: vec![index],
            }),
        }
    }
    (components, component_of)
}
