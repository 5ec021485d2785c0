//! Exact answers over all completions: which outcomes can some prerequisites have, given what is
//! possible for each term? Everything the tool says is asked here.
//!
//! [`space`] gives each term variables with few classes, [`algebra`] builds conditions over them,
//! as [`diagram`]s and, where those grow too large, as clauses for a [`solver`]; [`walk`] reads
//! several diagrams side by side.

mod algebra;
mod among;
mod cells;
mod clauses;
mod collide;
mod compile;
mod count;
mod counted;
mod diagram;
mod draft;
mod effects;
mod literals;
mod optimise;
mod paths;
mod pins;
mod question;
mod region;
mod solver;
mod space;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use clauses::Clauses;
pub(crate) use collide::{by_way_of, collisions};
pub use count::Amount;
pub(crate) use count::{Counter, Swings};
use diagram::{Diagrams, Node};
pub(crate) use draft::{Claim, Draft, distance};
pub(crate) use effects::Effects;
pub(crate) use pins::Pins;
pub(crate) use question::Question;
use question::Subject;
pub(crate) use region::Region;
use solver::Solver;
pub(crate) use space::{Layout, Owner, Space};
pub(crate) use walk::{Contrasts, Stake, Tally, Witness};
use walk::{TwinWalk, Walk, outcome};

use rustc_hash::FxHashMap;

pub(crate) use crate::limit::Limit;
use crate::limit::Watch;
use crate::policy::{Condition, Prerequisite, TermId, Vocabulary};
use crate::verdict::Outcomes;

/// A variable's index.
pub(crate) type Var = u32;
/// A set of classes of one variable, the first lowest.
pub(crate) type Mask = u64;

/// A vocabulary and the policies over it, made ready to be asked.
#[derive(Debug)]
pub(crate) struct Engine<'p> {
    pub vocabulary: &'p Vocabulary,
    /// All prerequisites, one policy after the other.
    pub asked: Vec<Asked<'p>>,
    /// All warnings, likewise.
    warned: Vec<&'p Condition>,
    pub space: Space,
    diagrams: Diagrams,
    /// Background knowledge: `arises when`, `always`, and how variables of one term go together.
    constraints: Vec<Built>,
    /// Sets of variables and constraints that hang together by constraints.
    components: Vec<Component>,
    /// The component of each variable.
    component_of: Vec<usize>,
    prerequisites: Vec<Built>,
    warnings: Vec<Built>,
    /// Conditions that can be asked about on their own, by their address.
    conditions: FxHashMap<usize, Built>,
    /// Who waits for the answers.
    watch: Mutex<Watch>,
    solver: Mutex<Option<Solver>>,
    twin: Mutex<Option<Solver>>,
}

/// How readings are taken.
#[derive(Clone, Debug)]
pub(crate) enum Taking {
    /// A completion picks one for each prerequisite that has several.
    EachReading,
    /// A prerequisite is met where it is met under every reading, or under the one that is fixed,
    /// by prerequisite.
    EveryReading(Vec<Option<usize>>),
}

/// A prerequisite of one of the policies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'p> {
    /// The policy's index.
    pub policy: usize,
    /// The prerequisite's index in its policy.
    pub index: usize,
    pub prerequisite: &'p Prerequisite,
    reads: Reads,
}

/// Which readings of a prerequisite count.
#[derive(Clone, Copy, Debug)]
enum Reads {
    /// The one that this variable names.
    Named(Var),
    /// All of them.
    Every,
    /// The one with this index.
    Only(usize),
}

/// A condition made ready.
#[derive(Debug)]
struct Built {
    /// Its diagram; `None` if that would be too large.
    node: Option<Node>,
    /// The variables it looks at, ascending.
    support: Vec<Var>,
}

/// Variables that hang together by constraints.
#[derive(Debug, Default)]
struct Component {
    vars: Vec<Var>,
    constraints: Vec<usize>,
}

/// Something asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'p> {
    /// The prerequisite with this index.
    Prerequisite(usize),
    /// The warning with this index: raised counts as unmet, clear as met.
    Warning(usize),
    /// A line of a prerequisite, or a condition that was [prepared](Engine::prepare): holding
    /// counts as met, failing as unmet.
    Condition(&'p Condition),
}

/// A piece of background knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Background {
    /// When a term arises.
    Arises(TermId),
    /// The `always` with this index.
    Always(usize),
}

impl<'p> Engine<'p> {
    /// The most conflicts the solver may meet over one question.
    pub const CONFLICTS: u64 = Clauses::CONFLICTS;

    /// Asks about one thing.
    pub fn question(&self, what: What<'p>) -> Question<'p> {
        self.questions_of(&[(what, Stake::VERDICT)])
    }

    /// The prerequisites, in groups that share no term even by way of constraints: what is so in
    /// one group says nothing about another.
    pub fn groups(&self) -> Vec<Question<'p>> {
        let components = |built: &Built| -> Vec<usize> {
            let support = built.support.iter();
            support
                .map(|&var| self.component_of[var as usize])
                .collect()
        };
        let mut merged = Merger::new(self.components.len());
        for built in &self.prerequisites {
            merged.join(components(built));
        }
        let mut group_of = vec![None; self.components.len()];
        let mut groups: Vec<Vec<(What<'p>, Stake)>> = Vec::new();
        for (index, asked) in self.asked.iter().enumerate() {
            let stake = Stake {
                weight: asked.prerequisite.weight,
                advisory: asked.prerequisite.advisory,
            };
            // A prerequisite that looks at nothing is a group of its own.
            let mut alone = None;
            let group = match components(&self.prerequisites[index]).first() {
                Some(&component) => &mut group_of[merged.find(component)],
                None => &mut alone,
            };
            let group = *group.get_or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push((What::Prerequisite(index), stake));
        }
        (groups.iter())
            .map(|subjects| self.questions_of(subjects))
            .collect()
    }

    /// Asks only whether there is a completion, in parts that share no term.
    pub fn coherence(&self) -> Vec<Question<'p>> {
        (self.components.iter())
            .filter(|component| !component.constraints.is_empty())
            .map(|component| self.over(Vec::new(), std::slice::from_ref(component)))
            .collect()
    }

    /// Where the background knowledge comes from that bears on a question, each once.
    pub fn backgrounds(&self, question: &Question<'p>) -> Vec<Background> {
        let all = compile::backgrounds(self.vocabulary, &self.space);
        let indexes = question.constraints.iter();
        indexes.filter_map(|&index| all[index]).collect()
    }

    /// The same question where what only says that a value is one value is left out.
    fn without_ladders(&self, question: &Question<'p>) -> Question<'p> {
        let all = compile::backgrounds(self.vocabulary, &self.space);
        let mut without = question.clone();
        without.constraints.retain(|&index| all[index].is_some());
        without
    }

    /// A question without a completion, with just so much background knowledge left that it still
    /// has none.
    pub fn irreducible(&self, question: &Question<'p>, region: &Region) -> Question<'p> {
        let mut kept = question.clone();
        let mut index = 0;
        while index < kept.constraints.len() {
            let mut fewer = kept.clone();
            fewer.constraints.remove(index);
            match self.ask(&fewer, region) {
                Ok(outcomes) if outcomes.is_empty() => kept = fewer,
                _ => index += 1,
            }
        }
        kept
    }

    /// Asks about several things jointly.
    pub fn questions_of(&self, whats: &[(What<'p>, Stake)]) -> Question<'p> {
        let mut components = BTreeSet::new();
        let mut subjects = Vec::with_capacity(whats.len());
        for &(what, stake) in whats {
            let built = match what {
                What::Prerequisite(index) => &self.prerequisites[index],
                What::Warning(index) => &self.warnings[index],
                What::Condition(condition) => &self.conditions[&address(condition)],
            };
            let support = built.support.iter();
            components.extend(support.map(|&var| self.component_of[var as usize]));
            let node = built.node;
            subjects.push(Subject { what, node, stake });
        }
        let components = components.into_iter().map(|index| &self.components[index]);
        self.over(subjects, components)
    }

    /// What comes of these prerequisites together.
    pub fn jointly(&self, prerequisites: &[usize]) -> Question<'p> {
        let each = prerequisites.iter();
        let whats: Vec<_> = each
            .map(|&index| (What::Prerequisite(index), Stake::VERDICT))
            .collect();
        self.questions_of(&whats)
    }

    /// The background knowledge that touches these terms.
    pub fn around(&self, terms: &[TermId]) -> Question<'p> {
        let vars = terms
            .iter()
            .flat_map(|&term| self.space.layout(term).vars());
        let components: BTreeSet<usize> = vars.map(|var| self.component_of[var as usize]).collect();
        let components = components.into_iter().map(|index| &self.components[index]);
        self.over(Vec::new(), components)
    }

    fn over<'c>(
        &self,
        subjects: Vec<Subject<'p>>,
        components: impl IntoIterator<Item = &'c Component>,
    ) -> Question<'p> {
        let (mut vars, mut constraints) = (Vec::new(), Vec::new());
        for component in components {
            vars.extend_from_slice(&component.vars);
            constraints.extend_from_slice(&component.constraints);
        }
        vars.sort_unstable();
        let too_large = subjects.iter().any(|subject| subject.node.is_none())
            || (constraints.iter()).any(|&index| self.constraints[index].node.is_none());
        Question {
            subjects,
            constraints,
            vars,
            too_large,
        }
    }

    /// The outcomes that completions in the region show; of several subjects the joint one. None
    /// if there is no completion.
    pub fn ask(&self, question: &Question<'p>, region: &Region) -> Result<Outcomes, Limit> {
        self.ask_until(question, region, Outcomes::NONE)
    }

    /// The same, but once an outcome in `enough` is seen others may be left out.
    pub fn ask_until(
        &self,
        question: &Question<'p>,
        region: &Region,
        enough: Outcomes,
    ) -> Result<Outcomes, Limit> {
        let mut outcomes = Outcomes::NONE;
        for masks in region.boxes(&question.vars)? {
            outcomes = outcomes.or(self.ask_box(question, &masks, enough)?);
            if outcomes.meets(enough) {
                break;
            }
        }
        Ok(outcomes)
    }

    /// A completion in the region that shows one of the wanted outcomes, if there is one: the
    /// variables that decide it, with their classes. Whatever the others, they fit some completion,
    /// and every completion that has these classes shows the outcome.
    pub fn find(
        &self,
        question: &Question<'p>,
        region: &Region,
        wanted: Outcomes,
    ) -> Result<Option<Witness>, Limit> {
        for masks in region.boxes(&question.vars)? {
            if !question.too_large {
                // With all constraints: what was found has to hold in other regions, too.
                match self.full_walk(question).find(&masks, wanted) {
                    Ok(Some(witness)) => return Ok(Some(witness)),
                    Ok(None) => continue,
                    Err(_) => {}
                }
            }
            for outcome in wanted.iter() {
                let found = self.with(&self.solver, Solver::new, |solver| {
                    solver.witness(self, question, &masks, outcome)
                })?;
                if let Some(classes) = found {
                    let of = |&var: &Var| (var, classes[var as usize]);
                    return Ok(Some(question.vars.iter().map(of).collect()));
                }
            }
        }
        Ok(None)
    }

    /// What [`Engine::ask`] says, in a region that has a completion.
    pub fn ask_coherent(
        &self,
        question: &Question<'p>,
        region: &Region,
    ) -> Result<Outcomes, Limit> {
        if let ([subject], Some(masks)) = (&question.subjects[..], region.single_box())
            && let Some(node) = subject.node.filter(|_| !subject.stake.advisory)
        {
            let end = self.diagrams.follow(node, masks);
            if end.is_terminal() {
                return Ok(Outcomes::only(outcome(end)));
            }
            if question.constraints.is_empty() {
                return Ok(self.reach(end, masks, Outcomes::NONE));
            }
        }
        self.ask(question, region)
    }

    /// The outcomes of one condition in a region that has a completion.
    pub fn stands(&self, condition: &'p Condition, region: &Region) -> Result<Outcomes, Limit> {
        let node = self.conditions[&address(condition)].node;
        if let (Some(node), Some(masks)) = (node, region.single_box()) {
            let end = self.diagrams.follow(node, masks);
            if end.is_terminal() {
                return Ok(Outcomes::only(outcome(end)));
            }
        }
        self.ask(&self.question(What::Condition(condition)), region)
    }

    fn ask_box(
        &self,
        question: &Question<'p>,
        masks: &[Mask],
        enough: Outcomes,
    ) -> Result<Outcomes, Limit> {
        if question.too_large {
            return self.solve(question, masks);
        }
        if let ([subject], []) = (&question.subjects[..], &question.constraints[..])
            && let Some(node) = subject.node.filter(|_| !subject.stake.advisory)
        {
            return Ok(self.reach(node, masks, enough));
        }
        match self.walk(question, masks, false).outcomes(masks, enough) {
            Ok(outcomes) => Ok(outcomes),
            Err(_) => self.solve(question, masks),
        }
    }

    fn reach(&self, node: Node, masks: &[Mask], enough: Outcomes) -> Outcomes {
        let mut outcomes = Outcomes::NONE;
        self.diagrams.reach(node, masks, |terminal| {
            outcomes = outcomes.or(Outcomes::only(outcome(terminal)));
            outcomes.meets(enough) || outcomes == Outcomes::ALL
        });
        outcomes
    }

    /// Every tally that completions in the region show; `None` if that is too much.
    pub fn tallies(&self, question: &Question<'p>, region: &Region) -> Option<Vec<Tally>> {
        if question.too_large {
            return None;
        }
        let mut all = Vec::new();
        for masks in region.boxes(&question.vars).ok()? {
            all.extend(self.walk(question, &masks, true).tallies(&masks).ok()?);
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    /// Whether two completions in the region differ in outcome and in just this term or reading,
    /// and how. Once a contrast in `enough` is seen the other may be left out.
    pub fn contrasts(
        &self,
        question: &Question<'p>,
        region: &Region,
        differs: Owner,
        enough: Contrasts,
    ) -> Result<Contrasts, Limit> {
        let boxes = region.boxes(&question.vars)?;
        let mut found = Contrasts::default();
        for here in &boxes {
            for there in &boxes {
                found = found.or(self.contrast(question, (here, there), differs, enough)?);
                if found.meet(enough) {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    fn contrast(
        &self,
        question: &Question<'p>,
        (here, there): (&[Mask], &[Mask]),
        differs: Owner,
        enough: Contrasts,
    ) -> Result<Contrasts, Limit> {
        if !question.too_large {
            let twin = TwinWalk {
                walk: self.walk(question, &Self::either(here, there), false),
                space: &self.space,
                vocabulary: self.vocabulary,
                differs,
            };
            if let Ok(found) = twin.contrasts(here, there, enough) {
                return Ok(found);
            }
        }
        self.with(&self.twin, Solver::twin, |twin| {
            solver::contrasts(twin, self, question, (here, there), differs)
        })
    }

    /// What one box or the other allows.
    fn either(here: &[Mask], there: &[Mask]) -> Vec<Mask> {
        here.iter().zip(there).map(|(a, b)| a | b).collect()
    }

    /// The diagrams of a question, without the constraints that hold in the whole box anyway.
    fn walk(&self, question: &Question<'p>, masks: &[Mask], weighed: bool) -> Walk<'_> {
        let bites = |node: &Node| {
            let mut bites = false;
            self.diagrams.reach(*node, masks, |end| {
                bites |= end == Node::FALSE;
                bites
            });
            bites
        };
        let stake = |stake: Stake| Stake {
            weight: u64::from(weighed) * stake.weight,
            ..stake
        };
        Walk {
            diagrams: &self.diagrams,
            watch: self.watch(),
            constraints: (question.constraints.iter())
                .filter_map(|&index| self.constraints[index].node)
                .filter(bites)
                .collect(),
            subjects: (question.subjects.iter())
                .filter_map(|subject| Some((subject.node?, stake(subject.stake))))
                .collect(),
        }
    }

    /// The diagrams of a question with all constraints, whatever the box.
    fn full_walk(&self, question: &Question<'p>) -> Walk<'_> {
        let constraints = question.constraints.iter();
        Walk {
            diagrams: &self.diagrams,
            watch: self.watch(),
            constraints: constraints
                .filter_map(|&index| self.constraints[index].node)
                .collect(),
            subjects: (question.subjects.iter())
                .filter_map(|subject| Some((subject.node?, subject.stake)))
                .collect(),
        }
    }

    fn solve(&self, question: &Question<'p>, masks: &[Mask]) -> Result<Outcomes, Limit> {
        self.with(&self.solver, Solver::new, |solver| {
            solver.outcomes(self, question, masks)
        })
    }

    /// Whatever is asked from now on ends when this watch is stopped.
    pub fn obey(&self, watch: &Watch) {
        *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = watch.clone();
    }

    fn watch(&self) -> Watch {
        (self.watch.lock())
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Runs `job` on a solver, which is made on first use. One that was asked to stop may lack
    /// clauses, and is given up.
    fn with<T>(
        &self,
        slot: &Mutex<Option<Solver>>,
        make: impl FnOnce(&Self, &Watch) -> Solver,
        job: impl FnOnce(&mut Solver) -> T,
    ) -> T {
        let watch = self.watch();
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        let solver = slot.get_or_insert_with(|| make(self, &watch));
        solver.obey(&watch);
        let done = job(solver);
        if watch.is_stopped() {
            *slot = None;
        }
        done
    }
}

/// What a condition is known by: the policy it stands in does not move while it is asked about.
fn address(condition: &Condition) -> usize {
    std::ptr::from_ref(condition).addr()
}

/// Disjoint sets that can be merged.
struct Merger(Vec<usize>);

impl Merger {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn find(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    /// Merges the sets of all these.
    fn join(&mut self, indexes: impl IntoIterator<Item = usize>) {
        let mut first = None;
        for index in indexes {
            let root = self.find(index);
            let first = *first.get_or_insert(root);
            let first = self.find(first);
            self.0[root] = first;
        }
    }
}
