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
mod session;
mod solver;
mod space;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeSet;

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
pub(crate) use session::Session;
pub(crate) use space::{Layout, Owner, Space};
use walk::Walk;
pub(crate) use walk::{Contrasts, Stake, Tally, Witness};

use rustc_hash::FxHashMap;

use crate::limit::Cancel;
pub(crate) use crate::limit::Limit;
use crate::policy::{Condition, ConditionId, Prerequisite, TermId, Vocabulary};

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
    /// Conditions that can be asked about on their own, by their id.
    conditions: FxHashMap<ConditionId, Built>,
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

    /// Asks about several things jointly.
    pub fn questions_of(&self, whats: &[(What<'p>, Stake)]) -> Question<'p> {
        let mut components = BTreeSet::new();
        let mut subjects = Vec::with_capacity(whats.len());
        for &(what, stake) in whats {
            let built = match what {
                What::Prerequisite(index) => &self.prerequisites[index],
                What::Warning(index) => &self.warnings[index],
                What::Condition(condition) => &self.conditions[&condition.id()],
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

    /// Opens a session, in which questions can be asked until they are cancelled.
    pub fn session<'e>(&'e self, cancel: &Cancel) -> Session<'e, 'p> {
        Session::new(self, cancel)
    }

    /// The diagrams of a question, with all constraints whatever the region.
    fn full_walk<'w>(&'w self, question: &Question<'p>, cancel: &'w Cancel) -> Walk<'w> {
        let constraints = question.constraints.iter();
        Walk {
            diagrams: &self.diagrams,
            cancel,
            constraints: constraints
                .filter_map(|&index| self.constraints[index].node)
                .collect(),
            subjects: (question.subjects.iter())
                .filter_map(|subject| Some((subject.node?, subject.stake)))
                .collect(),
        }
    }
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
