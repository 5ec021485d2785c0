//! Makes an engine: every condition becomes a diagram once.

use std::convert::Infallible;

use super::algebra::{Algebra, Translator};
use super::diagram::{Builder, Diagrams, Node, TooLarge};
use super::space::Space;
use super::{Asked, Background, Built, Component, Engine, Merger, Reads, Taking, Var};
use crate::limit::Cancel;
use crate::policy::{Arising, Condition, Policy, Prerequisite, Vocabulary};

/// Builds each piece of background knowledge, in an order that depends on the vocabulary alone.
pub(super) fn constraints<A: Algebra>(
    vocabulary: &Vocabulary,
    space: &Space,
    translator: &mut Translator<'_, A>,
    mut each: impl FnMut(&mut Translator<'_, A>, Result<A::Term, A::Error>),
) {
    for (id, term) in vocabulary.ids().zip(&vocabulary.terms) {
        let layout = space.layout(id);
        if let (Arising::When(condition), Some((var, mask))) = (&term.arising, layout.arises()) {
            let built = arises_when(translator, condition, var, mask);
            each(translator, built);
        }
        for (above, below) in layout.ladder().map(|(lower, higher)| (higher, lower)) {
            let built = rung(translator.algebra, above, below);
            each(translator, built);
        }
    }
    for always in &vocabulary.always {
        let built = translator.implication(always.when.as_ref(), &always.must);
        each(translator, built);
    }
}

/// Where each piece comes from, in the same order; `None` where it only says that a value is one
/// value.
pub(super) fn backgrounds(vocabulary: &Vocabulary, space: &Space) -> Vec<Option<Background>> {
    let mut all = Vec::new();
    for (id, term) in vocabulary.ids().zip(&vocabulary.terms) {
        if matches!(term.arising, Arising::When(_)) {
            all.push(Some(Background::Arises(id)));
        }
        all.extend(space.layout(id).ladder().map(|_| None));
    }
    all.extend((0..vocabulary.always.len()).map(|index| Some(Background::Always(index))));
    all
}

fn arises_when<A: Algebra>(
    translator: &mut Translator<'_, A>,
    condition: &Condition,
    var: Var,
    mask: super::Mask,
) -> Result<A::Term, A::Error> {
    let condition = translator.condition(condition)?;
    let arises = translator.algebra.atom(var, mask)?;
    translator.algebra.iff(arises, condition)
}

/// A value above a higher threshold is above a lower one.
fn rung<A: Algebra>(algebra: &mut A, above: Var, below: Var) -> Result<A::Term, A::Error> {
    let not_above = algebra.atom(above, 0b01)?;
    let below = algebra.atom(below, 0b10)?;
    algebra.or(not_above, below)
}

/// Builds a prerequisite: whether it applies, and whether it is then met. Its lines, in the order
/// of [`Prerequisite::lines`], are put into `built`.
pub(super) fn prerequisite<A: Algebra>(
    translator: &mut Translator<'_, A>,
    asked: &Asked<'_>,
    built: &mut Vec<A::Term>,
) -> Result<(A::Term, A::Term), A::Error> {
    let prerequisite: &Prerequisite = asked.prerequisite;
    for (_, line) in prerequisite.lines() {
        built.push(translator.condition(line)?);
    }
    let algebra = &mut *translator.algebra;
    let mut rest = &built[..];
    let mut take = |count: usize| {
        let (taken, left) = rest.split_at(count);
        rest = left;
        taken
    };
    let applies = algebra.all(take(usize::from(prerequisite.when.is_some())))?;
    let mut met = algebra.all(take(prerequisite.must.len()))?;
    let excepted = algebra.any(take(usize::from(prerequisite.unless.is_some())))?;
    for (index, each) in prerequisite.readings.iter().enumerate() {
        let mut needed = algebra.all(take(each.must.len()))?;
        match asked.reads {
            Reads::Named(var) => {
                let other = algebra.atom(var, !(1 << index))?;
                needed = algebra.or(other, needed)?;
            }
            Reads::Only(only) if only != index => continue,
            Reads::Only(_) | Reads::Every => {}
        }
        met = algebra.and(needed, met)?;
    }
    Ok((applies, algebra.or(excepted, met)?))
}

impl<'p> Engine<'p> {
    /// Makes a vocabulary and policies over it ready. Where this is cancelled diagrams are missing:
    /// questions that need them are answered by the solver, as exactly.
    pub fn new(
        vocabulary: &'p Vocabulary,
        policies: &[&'p Policy],
        taking: &Taking,
        cancel: &Cancel,
    ) -> Self {
        let space = Space::new(vocabulary, policies, taking);
        let asked = asked(policies, &space, taking);
        let warnings = policies.iter().flat_map(|policy| &policy.warnings);
        let warned: Vec<&Condition> = warnings.map(|warning| &warning.raised_when).collect();
        let mut diagrams = Diagrams::new(&space.sizes);
        let mut builder = Builder::new(&mut diagrams, cancel);
        let (mut background, mut prerequisites, mut warnings) = (vec![], vec![], vec![]);
        let mut lines_asked = Vec::new();
        let mut translator = Translator::new(&mut builder, &space);
        constraints(vocabulary, &space, &mut translator, |translator, built| {
            background.push(built.ok());
            translator.algebra.next_condition();
        });
        for each in &asked {
            translator.algebra.next_condition();
            let mut lines = Vec::new();
            let root = prerequisite(&mut translator, each, &mut lines)
                .and_then(|(applies, met)| translator.algebra.only_where(applies, met));
            prerequisites.push(root.ok());
            let nodes = lines.into_iter().map(Some).chain(std::iter::repeat(None));
            lines_asked.extend(each.prerequisite.lines().map(|(_, line)| line).zip(nodes));
        }
        for raised_when in &warned {
            translator.algebra.next_condition();
            warnings.push(clear(&mut translator, raised_when).ok());
        }
        let supports = Supports {
            vocabulary,
            asked: &asked,
            warned: &warned,
            space: &space,
            diagrams: &diagrams,
        };
        let constraints = supports.constraints(background);
        let (components, component_of) = components(&constraints, vocabulary, &space);
        let prerequisites = supports.of(prerequisites, Supports::prerequisite);
        let warnings = supports.of(warnings, Supports::warning);
        let conditions = (lines_asked.into_iter())
            .map(|(line, node)| (line.id(), supports.condition(line, node)))
            .collect();
        Self {
            vocabulary,
            asked,
            warned,
            space,
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
        let mut builder = Builder::new(&mut self.diagrams, cancel);
        let mut translator = Translator::new(&mut builder, &self.space);
        let node = translator.condition(condition).ok();
        let supports = Supports {
            vocabulary: self.vocabulary,
            asked: &self.asked,
            warned: &self.warned,
            space: &self.space,
            diagrams: &self.diagrams,
        };
        let built = supports.condition(condition, node);
        self.conditions.insert(condition.id(), built);
    }
}

/// The prerequisites of all policies, one after the other.
fn asked<'p>(policies: &[&'p Policy], space: &Space, taking: &Taking) -> Vec<Asked<'p>> {
    let each = |(policy, all): (usize, &&'p Policy)| {
        let prerequisites = all.prerequisites.iter().enumerate();
        prerequisites.map(move |(index, prerequisite)| (policy, index, prerequisite))
    };
    let flat = policies.iter().enumerate().flat_map(each).enumerate();
    flat.map(|(at, (policy, index, prerequisite))| Asked {
        policy,
        index,
        prerequisite,
        reads: match (space.reading(at), taking) {
            (Some(var), _) => Reads::Named(var),
            (None, Taking::EveryReading(fixed)) => fixed[at].map_or(Reads::Every, Reads::Only),
            (None, Taking::EachReading) => Reads::Every,
        },
    })
    .collect()
}

fn clear(
    translator: &mut Translator<'_, Builder<'_>>,
    raised_when: &Condition,
) -> Result<Node, TooLarge> {
    let raised = translator.condition(raised_when)?;
    translator.algebra.not(raised)
}

/// Gives each diagram the variables it looks at.
struct Supports<'a> {
    vocabulary: &'a Vocabulary,
    asked: &'a [Asked<'a>],
    warned: &'a [&'a Condition],
    space: &'a Space,
    diagrams: &'a Diagrams,
}

impl Supports<'_> {
    /// The variables come from the diagram, or if it is missing from the text of the condition.
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

    /// Of background knowledge always from its text: as clauses it says something of all of them.
    fn constraints(&self, nodes: Vec<Option<Node>>) -> Vec<Built> {
        let mut nodes = nodes.into_iter();
        let mut all = Vec::new();
        let mut vars = Vars::default();
        let mut translator = Translator::new(&mut vars, self.space);
        constraints(
            self.vocabulary,
            self.space,
            &mut translator,
            |translator, _| {
                let support = translator.algebra.take();
                translator.forget();
                let node = nodes.next().flatten();
                all.push(Built { node, support });
            },
        );
        all
    }

    fn prerequisite(&self, index: usize) -> Vec<Var> {
        Vars::of(self.space, |translator| {
            let Ok(_) = prerequisite(translator, &self.asked[index], &mut Vec::new());
        })
    }

    fn condition(&self, condition: &Condition, node: Option<Node>) -> Built {
        let support = match node {
            Some(node) => self.diagrams.support(node),
            None => Vars::of(self.space, |translator| {
                let Ok(()) = translator.condition(condition);
            }),
        };
        Built { node, support }
    }

    fn warning(&self, index: usize) -> Vec<Var> {
        Vars::of(self.space, |translator| {
            let Ok(()) = translator.condition(self.warned[index]);
        })
    }
}

/// Collects the variables that conditions look at.
#[derive(Default)]
pub(super) struct Vars(Vec<Var>);

impl Vars {
    /// The variables, ascending, that `build` looks at.
    pub fn of(space: &Space, build: impl FnOnce(&mut Translator<'_, Self>)) -> Vec<Var> {
        let mut vars = Self::default();
        build(&mut Translator::new(&mut vars, space));
        vars.take()
    }

    fn take(&mut self) -> Vec<Var> {
        let mut vars = std::mem::take(&mut self.0);
        vars.sort_unstable();
        vars.dedup();
        vars
    }
}

impl Algebra for Vars {
    type Term = ();
    type Error = Infallible;

    fn constant(&mut self, _: bool) {}

    fn atom(&mut self, var: Var, _: super::Mask) -> Result<(), Infallible> {
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

    fn one_more(&mut self, (): (), (): (), (): ()) -> Result<(), Infallible> {
        Ok(())
    }

    fn at_least(&mut self, _: usize, _: &[()]) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Variables that hang together by constraints, or because they are of one term, which is stated
/// and answered as a whole; and the component of each variable.
fn components(
    constraints: &[Built],
    vocabulary: &Vocabulary,
    space: &Space,
) -> (Vec<Component>, Vec<usize>) {
    let vars = space.sizes.len();
    let mut merged = Merger::new(vars);
    for term in vocabulary.ids() {
        merged.join(space.layout(term).vars().map(|var| var as usize));
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
            // Background knowledge that is true or false whatever the terms.
            None => components.push(Component {
                vars: Vec::new(),
                constraints: vec![index],
            }),
        }
    }
    (components, component_of)
}
