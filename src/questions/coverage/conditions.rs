//! The conditions of a policy, each with the place in the tree where it stands.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::policy::{
    Condition, ConditionId, Definition, DefinitionId, Policy, PrerequisiteId, ReadingId, Role,
    WarningId,
};

/// A comparison, or a use of a definition: what is true or false by itself.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'p> {
    /// The condition.
    pub condition: &'p Condition,
    /// What it belongs to.
    pub within: Within<'p>,
    /// Its number, from 1, among the conditions of what it belongs to; of a prerequisite in the order
    /// `when`, `must`, `unless`, readings.
    pub number: usize,
}

/// What a condition belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Within<'p> {
    /// A line of a prerequisite that plays this part.
    Prerequisite(PrerequisiteId, Role),
    /// A warning.
    Warning(WarningId),
    /// A definition of the policy, or one of the vocabulary that the policy uses.
    Definition(&'p Definition),
}

/// What has an outcome that a condition can decide: a prerequisite or a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A prerequisite.
    Prerequisite(PrerequisiteId),
    /// A warning. A raised warning counts as unmet, a clear one as met.
    Warning(WarningId),
}

/// All conditions of a policy: those of prerequisites, of warnings, of its definitions, and of the
/// vocabulary's definitions that it uses, each in file order.
#[derive(Debug)]
pub(super) struct Leaves<'p> {
    pub policy: &'p Policy,
    pub all: Vec<Leaf<'p>>,
    indexes: FxHashMap<ConditionId, usize>,
    /// For each prerequisite, then for each warning: which conditions bear on it.
    bearing: Vec<Vec<bool>>,
}

impl<'p> Leaves<'p> {
    pub fn of(policy: &'p Policy) -> Self {
        let mut leaves = Self {
            policy,
            all: Vec::new(),
            indexes: FxHashMap::default(),
            bearing: Vec::new(),
        };
        for id in policy.prerequisite_ids() {
            let mut number = 0;
            for (role, line) in policy.prerequisite(id).lines() {
                leaves.add(line, Within::Prerequisite(id, role), &mut number);
            }
        }
        for id in policy.warning_ids() {
            let raised_when = &policy.warning(id).raised_when;
            leaves.add(raised_when, Within::Warning(id), &mut 0);
        }
        let own = policy.definitions.iter().map(|each| &**each);
        let shared = leaves.shared();
        for definition in own.chain(shared) {
            let mut number = 0;
            for line in &definition.lines {
                leaves.add(line, Within::Definition(definition), &mut number);
            }
        }
        leaves.bearing = (leaves.subjects())
            .map(|subject| {
                let mut marked = vec![false; leaves.all.len()];
                leaves.mark(subject, None, &mut marked);
                marked
            })
            .collect();
        leaves
    }

    /// Whether a condition, given by its index, bears on a prerequisite or a warning.
    pub fn bears_on(&self, leaf: usize, subject: Subject) -> bool {
        let at = match subject {
            Subject::Prerequisite(id) => id.index(),
            Subject::Warning(id) => self.policy.prerequisites.len() + id.index(),
        };
        self.bearing[at][leaf]
    }

    fn add(&mut self, condition: &'p Condition, within: Within<'p>, number: &mut usize) {
        if let Condition::Group(group) = condition {
            for line in &group.lines {
                self.add(line, within, number);
            }
            return;
        }
        *number += 1;
        self.indexes.insert(condition.id(), self.all.len());
        self.all.push(Leaf {
            condition,
            within,
            number: *number,
        });
    }

    /// The definitions of the vocabulary that the policy uses, in file order.
    fn shared(&self) -> Vec<&'p Definition> {
        let mut used = FxHashSet::default();
        for subject in self.subjects() {
            for (_, line) in self.lines(subject) {
                note_used(line, &mut used);
            }
        }
        let definitions = self.policy.definitions.iter();
        for line in definitions.flat_map(|definition| &definition.lines) {
            note_used(line, &mut used);
        }
        let all = self.policy.vocabulary.definitions.iter();
        all.map(|each| &**each)
            .filter(|each| used.contains(&each.id()))
            .collect()
    }

    /// The index of a condition, if it is one of these.
    pub fn index(&self, condition: &Condition) -> Option<usize> {
        self.indexes.get(&condition.id()).copied()
    }

    /// The prerequisites, then the warnings, in file order.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> + use<'p> {
        let prerequisites = self.policy.prerequisite_ids().map(Subject::Prerequisite);
        prerequisites.chain(self.policy.warning_ids().map(Subject::Warning))
    }

    /// The lines of a prerequisite with the parts they play, or that of a warning.
    pub fn lines(&self, subject: Subject) -> Vec<(Option<Role>, &'p Condition)> {
        match subject {
            Subject::Prerequisite(id) => {
                let lines = self.policy.prerequisite(id).lines();
                lines.map(|(role, line)| (Some(role), line)).collect()
            }
            Subject::Warning(id) => vec![(None, &self.policy.warning(id).raised_when)],
        }
    }

    /// Notes which conditions bear on a prerequisite or a warning, definitions followed. Where a
    /// reading is settled, those of the others do not.
    pub fn mark(&self, subject: Subject, reading: Option<ReadingId>, marked: &mut [bool]) {
        let mut followed = FxHashSet::default();
        for (role, line) in self.lines(subject) {
            let other =
                matches!((role, reading), (Some(Role::Reading(own)), Some(only)) if own != only);
            if !other {
                self.mark_within(line, &mut followed, marked);
            }
        }
    }

    fn mark_within(
        &self,
        condition: &Condition,
        followed: &mut FxHashSet<DefinitionId>,
        marked: &mut [bool],
    ) {
        if let Some(index) = self.index(condition) {
            marked[index] = true;
        }
        let inside = match condition {
            Condition::Comparison(_) => return,
            Condition::Defined { definition, .. } if !followed.insert(definition.id()) => return,
            Condition::Defined { definition, .. } => &definition.lines,
            Condition::Group(group) => &group.lines,
        };
        for line in inside {
            self.mark_within(line, followed, marked);
        }
    }
}

fn note_used(condition: &Condition, used: &mut FxHashSet<DefinitionId>) {
    let inside = match condition {
        Condition::Comparison(_) => return,
        Condition::Defined { definition, .. } if !used.insert(definition.id()) => return,
        Condition::Defined { definition, .. } => &definition.lines,
        Condition::Group(group) => &group.lines,
    };
    for line in inside {
        note_used(line, used);
    }
}
