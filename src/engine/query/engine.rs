//! A vocabulary and policies made ready to be asked about.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use servanda_solve::dd::{Diagrams, Node, Product};
use servanda_solve::sat::Cnf;
use servanda_solve::{Cancel, Var};

use super::build;
use super::question::{Question, Subject};
use super::session::Session;
use super::verdicts::{Stake, VerdictProduct};
use crate::engine::encode::Encoding;
use crate::engine::types::{AskedId, Background, What};
use crate::policy::{
    Condition, ConditionId, PolicyId, Prerequisite, PrerequisiteId, ReadingId, TermId, Vocabulary,
};

/// A vocabulary and policies over it, made ready for questions.
#[derive(Debug)]
pub(crate) struct Engine<'p> {
    pub vocabulary: &'p Vocabulary,
    /// The prerequisites of all policies, one policy after the other.
    pub(super) asked: Vec<Asked<'p>>,
    /// The conditions of all warnings, likewise.
    pub(super) warned: Vec<&'p Condition>,
    pub encoding: Encoding,
    pub(super) diagrams: Diagrams,
    /// Background knowledge (`arises when` and `always`) and the axioms of order encodings.
    pub(super) constraints: Vec<Built>,
    /// The connected components of variables and constraints.
    pub(super) components: Vec<Component>,
    /// The component of each variable.
    pub(super) component_of: Vec<usize>,
    pub(super) prerequisites: Vec<Built>,
    pub(super) warnings: Vec<Built>,
    /// Conditions that can be asked about on their own, by their id.
    pub(super) conditions: FxHashMap<ConditionId, Built>,
}

/// A prerequisite of one of the policies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'p> {
    /// Its policy.
    pub policy: PolicyId,
    /// Its id in its policy.
    pub id: PrerequisiteId,
    pub prerequisite: &'p Prerequisite,
    pub(super) reads: Reads,
}

impl Asked<'_> {
    /// The same prerequisite, to be met under just one reading.
    pub(super) fn read_as(self, reading: ReadingId) -> Self {
        Self {
            reads: Reads::Only(reading),
            ..self
        }
    }
}

/// Which readings a prerequisite has to be met under.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reads {
    /// The one that is the value of this variable.
    Named(Var),
    /// All of them.
    Every,
    /// Just this one.
    Only(ReadingId),
}

/// A condition made ready.
#[derive(Debug)]
pub(super) struct Built {
    /// Its diagram; `None` if that would be too large.
    pub(super) node: Option<Node>,
    /// The variables it looks at, ascending.
    pub(super) support: Vec<Var>,
}

/// A connected component of variables and constraints.
#[derive(Debug, Default)]
pub(super) struct Component {
    pub(super) vars: Vec<Var>,
    pub(super) constraints: Vec<usize>,
}

impl<'p> Engine<'p> {
    /// The most conflicts that one call of the solver may meet.
    pub const CONFLICTS: u64 = Cnf::CONFLICTS;

    /// A prerequisite of one of the policies.
    pub fn asked(&self, id: AskedId) -> &Asked<'p> {
        &self.asked[id.0]
    }

    /// The ids of the prerequisites of all policies, one policy after the other.
    pub fn asked_ids(&self) -> impl Iterator<Item = AskedId> + use<> {
        (0..self.asked.len()).map(AskedId)
    }

    /// The question about one subject.
    pub fn question(&self, what: What<'p>) -> Question<'p> {
        self.questions_of(&[(what, Stake::VERDICT)])
    }

    /// The prerequisites in independent groups: no two groups share a component of variables, so
    /// what holds in one says nothing about another.
    pub fn groups(&self) -> Vec<Question<'p>> {
        let all: Vec<AskedId> = self.asked_ids().collect();
        self.groups_of(&all)
    }

    /// The same of some prerequisites alone.
    pub fn groups_of(&self, ids: &[AskedId]) -> Vec<Question<'p>> {
        let components = |built: &Built| -> Vec<usize> {
            let support = built.support.iter();
            support
                .map(|&var| self.component_of[var as usize])
                .collect()
        };
        let mut merged = DisjointSets::new(self.components.len());
        for id in ids {
            merged.join(components(&self.prerequisites[id.0]));
        }
        let mut group_of = vec![None; self.components.len()];
        let mut groups: Vec<Vec<(What<'p>, Stake)>> = Vec::new();
        for &id in ids {
            let asked = self.asked(id);
            let stake = Stake {
                weight: asked.prerequisite.weight,
                advisory: asked.prerequisite.advisory,
            };
            // A prerequisite that looks at nothing is a group of its own.
            let mut alone = None;
            let group = match components(&self.prerequisites[id.0]).first() {
                Some(&component) => &mut group_of[merged.find(component)],
                None => &mut alone,
            };
            let group = *group.get_or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push((What::Prerequisite(id), stake));
        }
        (groups.iter())
            .map(|subjects| self.questions_of(subjects))
            .collect()
    }

    /// Questions without a subject, one for each component that has constraints: whether there is a
    /// completion.
    pub fn coherence(&self) -> Vec<Question<'p>> {
        (self.components.iter())
            .filter(|component| !component.constraints.is_empty())
            .map(|component| self.over(Vec::new(), std::slice::from_ref(component)))
            .collect()
    }

    /// The background knowledge that bears on a question.
    pub fn backgrounds(&self, question: &Question<'p>) -> Vec<Background> {
        let all = build::backgrounds(self.vocabulary, &self.encoding);
        let indexes = question.constraints.iter();
        indexes.filter_map(|&index| all[index]).collect()
    }

    /// The same question without the axioms of order encodings, which every cell fulfils.
    pub(super) fn without_order_axioms(&self, question: &Question<'p>) -> Question<'p> {
        let all = build::backgrounds(self.vocabulary, &self.encoding);
        let mut without = question.clone();
        without.constraints.retain(|&index| all[index].is_some());
        without
    }

    /// The question about several subjects jointly.
    pub fn questions_of(&self, whats: &[(What<'p>, Stake)]) -> Question<'p> {
        let mut components = BTreeSet::new();
        let mut subjects = Vec::with_capacity(whats.len());
        for &(what, stake) in whats {
            let written;
            let built = match what {
                What::Prerequisite(id) => &self.prerequisites[id.0],
                What::Warning(id) => &self.warnings[id.0],
                What::Condition(condition) => match self.conditions.get(&condition.id()) {
                    Some(built) => built,
                    None => {
                        written = self.as_written(condition);
                        &written
                    }
                },
            };
            let support = built.support.iter();
            components.extend(support.map(|&var| self.component_of[var as usize]));
            let node = built.node;
            subjects.push(Subject { what, node, stake });
        }
        let components = components.into_iter().map(|index| &self.components[index]);
        self.over(subjects, components)
    }

    /// A condition that was not prepared: the solver answers questions about it.
    fn as_written(&self, condition: &Condition) -> Built {
        let support = build::Vars::of(&self.encoding, |translator| {
            let Ok(()) = translator.condition(condition);
        });
        Built {
            node: None,
            support,
        }
    }

    /// The question about some prerequisites jointly.
    pub fn jointly(&self, prerequisites: &[AskedId]) -> Question<'p> {
        let each = prerequisites.iter();
        let whats: Vec<_> = each
            .map(|&id| (What::Prerequisite(id), Stake::VERDICT))
            .collect();
        self.questions_of(&whats)
    }

    /// The question without a subject about the components of these terms.
    pub fn around(&self, terms: &[TermId]) -> Question<'p> {
        let vars = terms.iter().flat_map(|&term| self.encoding.of(term).vars());
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
    pub fn product<'w>(
        &'w self,
        question: &Question<'p>,
        cancel: &'w Cancel,
    ) -> VerdictProduct<'w> {
        let constraints = question.constraints.iter();
        Product {
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
pub(super) struct DisjointSets(Vec<usize>);

impl DisjointSets {
    pub fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    pub fn find(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    /// Merges the sets of all these.
    pub fn join(&mut self, indexes: impl IntoIterator<Item = usize>) {
        let mut first = None;
        for index in indexes {
            let root = self.find(index);
            let first = *first.get_or_insert(root);
            let first = self.find(first);
            self.0[root] = first;
        }
    }
}
