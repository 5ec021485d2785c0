//! Conditions: what a completion must look like.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::comparison::Comparison;
use super::id::TermId;
use super::id::{ConditionId, DefinitionId};
use crate::text::Place;

/// Something that is true or false in each completion.
#[derive(Clone, Debug)]
pub enum Condition {
    /// A comparison on one term.
    Comparison(Comparison),
    /// A definition, by name.
    Defined {
        /// What it stands for.
        definition: Arc<Definition>,
        /// Where it is used.
        place: Place,
    },
    /// A group of conditions.
    Group(Group),
}

/// A named condition.
#[derive(Debug)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// What it stands for; empty if not said.
    pub gloss: String,
    /// All of these hold.
    pub lines: Vec<Condition>,
    /// Remarks of its author.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub place: Place,
    /// How many conditions lie inside one another in its lines, definitions followed.
    pub(crate) depth: usize,
}

/// A group of conditions, of which all, some, none or a number must hold.
#[derive(Clone, Debug)]
pub struct Group {
    /// How many.
    pub quantifier: Quantifier,
    /// The conditions, in file order; a repeated one counts again.
    pub lines: Vec<Condition>,
    /// Where its first words stand.
    pub place: Place,
}

/// How many conditions of a group must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Every one.
    All,
    /// One or more.
    Any,
    /// Not a single one.
    None,
    /// So many or more.
    AtLeast(usize),
}

impl Definition {
    /// What tells it from other definitions.
    #[must_use]
    pub fn id(&self) -> DefinitionId {
        DefinitionId::of(&self.place)
    }
}

impl Condition {
    /// The most conditions that lie inside one another, definitions followed: walking down a
    /// condition takes no more steps than this.
    pub const MOST_DEPTH: usize = 128;

    /// What tells it from other conditions.
    #[must_use]
    pub fn id(&self) -> ConditionId {
        ConditionId::of(self.place())
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        match self {
            Self::Comparison(comparison) => &comparison.place,
            Self::Defined { place, .. } => place,
            Self::Group(group) => &group.place,
        }
    }

    /// Whether it holds where the terms have these cells (`None`: the term does not arise).
    #[must_use]
    pub fn holds(&self, cell: &dyn Fn(TermId) -> Option<u64>) -> bool {
        self.holds_given(cell, &mut HashMap::new())
    }

    /// `known` says of definitions already looked up whether they hold, see [`Condition::walk`].
    fn holds_given(
        &self,
        cell: &dyn Fn(TermId) -> Option<u64>,
        known: &mut HashMap<DefinitionId, bool>,
    ) -> bool {
        let mut count = |lines: &[Self]| {
            let holds = |line: &&Self| line.holds_given(cell, known);
            lines.iter().filter(holds).count()
        };
        match self {
            Self::Comparison(comparison) => comparison.predicate().holds(cell(comparison.term)),
            Self::Group(group) => match group.quantifier {
                Quantifier::All => count(&group.lines) == group.lines.len(),
                Quantifier::Any => count(&group.lines) > 0,
                Quantifier::None => count(&group.lines) == 0,
                Quantifier::AtLeast(least) => count(&group.lines) >= least,
            },
            Self::Defined { definition, .. } => {
                let key = definition.id();
                if let Some(&holds) = known.get(&key) {
                    return holds;
                }
                let lines = &definition.lines;
                let holds = lines.iter().all(|line| line.holds_given(cell, known));
                known.insert(key, holds);
                holds
            }
        }
    }

    /// Calls `visit` for each comparison in it, in file order, definitions followed; those of a
    /// definition once, however often it is used.
    pub fn for_each_comparison<'a>(&'a self, visit: &mut impl FnMut(&'a Comparison)) {
        self.walk(&mut HashSet::new(), visit);
    }

    /// Without `seen`, definitions that each use the one before twice would take forever.
    fn walk<'a>(
        &'a self,
        seen: &mut HashSet<DefinitionId>,
        visit: &mut impl FnMut(&'a Comparison),
    ) {
        match self {
            Self::Comparison(comparison) => visit(comparison),
            Self::Defined { definition, .. } => {
                if seen.insert(definition.id()) {
                    for line in &definition.lines {
                        line.walk(seen, visit);
                    }
                }
            }
            Self::Group(group) => {
                for line in &group.lines {
                    line.walk(seen, visit);
                }
            }
        }
    }
}
