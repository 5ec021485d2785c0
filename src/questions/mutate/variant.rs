//! Mutants, read as any policy is: only what a mutation can change is read, everything else is as it was.

use std::collections::HashSet;
use std::ops::Range;

use super::operators::items;
use super::{Mutation, Owner};
use crate::policy::{Condition, DefinitionId, Policy, PrerequisiteId, WarningId, read_policy};
use crate::syntax::lossless::SyntaxTree;
use crate::text::{Diagnostic, Source};

/// A prerequisite or a warning whose meaning a mutation can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Changed {
    Prerequisite(PrerequisiteId),
    Warning(WarningId),
}

/// A mutant: what of it can differ from the policy.
#[derive(Debug)]
pub(crate) struct Variant {
    /// A policy that has these prerequisites and warnings, and perhaps others that are as they were.
    pub policy: Policy,
    /// What a mutation can change, in the policy's order, each with its index in the variant.
    pub changed: Vec<(Changed, usize)>,
}

/// What is needed to read mutants of a policy.
pub(crate) struct Plan<'p> {
    policy: &'p Policy,
    /// Where the definitions, prerequisites and warnings stand.
    items: Vec<(Owner, Range<usize>)>,
    /// For each definition, what uses it, be it by way of others.
    users: Vec<Vec<Changed>>,
}

impl<'p> Plan<'p> {
    pub fn new(policy: &'p Policy) -> Self {
        let tree = SyntaxTree::parse(&policy.source);
        let range = |(owner, node): (Owner, crate::syntax::lossless::Node<'_>)| {
            (owner, node.span().start..node.span().end)
        };
        let prerequisites = policy.prerequisite_ids().map(|id| {
            let lines = policy.prerequisite(id).lines().map(|(_, line)| line);
            (Changed::Prerequisite(id), used(lines))
        });
        let warnings = policy.warning_ids().map(|id| {
            let raised_when = &policy.warning(id).raised_when;
            (Changed::Warning(id), used([raised_when].into_iter()))
        });
        let all: Vec<(Changed, HashSet<DefinitionId>)> = prerequisites.chain(warnings).collect();
        let users = policy.definitions.iter().map(|definition| {
            let using = all
                .iter()
                .filter(|(_, used)| used.contains(&definition.id()));
            using.map(|(changed, _)| *changed).collect()
        });
        Self {
            policy,
            items: items(&tree).into_iter().map(range).collect(),
            users: users.collect(),
        }
    }

    /// What a mutation can change.
    pub fn changes(&self, mutation: &Mutation) -> Vec<Changed> {
        match mutation.owner {
            Owner::Prerequisite(id, _) => vec![Changed::Prerequisite(id)],
            Owner::Warning(id) => vec![Changed::Warning(id)],
            Owner::Definition(index) => self.users[index].clone(),
        }
    }

    /// Reads a mutant.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn read(&self, mutation: &Mutation) -> Result<Variant, Vec<Diagnostic>> {
        let changed = self.changes(mutation);
        let first = Changed::Prerequisite(PrerequisiteId(0));
        let needs_prerequisite = !changed
            .iter()
            .any(|each| matches!(each, Changed::Prerequisite(_)));
        let is_kept = |owner: Owner| match owner {
            Owner::Definition(_) => true,
            // A policy needs a prerequisite.
            Owner::Prerequisite(id, _) => {
                let own = Changed::Prerequisite(id);
                changed.contains(&own) || needs_prerequisite && own == first
            }
            Owner::Warning(id) => changed.contains(&Changed::Warning(id)),
        };
        let dropped = self.items.iter().filter(|(owner, _)| !is_kept(*owner));
        let dropped: Vec<Range<usize>> = dropped.map(|(_, range)| range.clone()).collect();
        let text = mutation.text_without(self.policy, &dropped);
        let source = Source::new(self.policy.source.name(), text);
        let policy = read_policy(&source, &self.policy.vocabulary)?;
        let (mut prerequisites, mut warnings) = (0.., 0..);
        let index = |changed: &Changed| {
            let index = match changed {
                Changed::Prerequisite(_) => prerequisites.next(),
                Changed::Warning(_) => warnings.next(),
            };
            (*changed, index.unwrap_or_default())
        };
        Ok(Variant {
            changed: changed.iter().map(index).collect(),
            policy,
        })
    }

    /// Reads a whole mutant.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn read_whole(&self, mutation: &Mutation) -> Result<Policy, Vec<Diagnostic>> {
        let text = mutation.text(self.policy);
        let source = Source::new(self.policy.source.name(), text);
        read_policy(&source, &self.policy.vocabulary)
    }
}

/// The definitions that lines use, be it by way of others.
fn used<'c>(lines: impl Iterator<Item = &'c Condition>) -> HashSet<DefinitionId> {
    let mut seen = HashSet::new();
    let mut open: Vec<&Condition> = lines.collect();
    while let Some(condition) = open.pop() {
        match condition {
            Condition::Comparison(_) => {}
            Condition::Group(group) => open.extend(&group.lines),
            Condition::Defined { definition, .. } => {
                if seen.insert(definition.id()) {
                    open.extend(&definition.lines);
                }
            }
        }
    }
    seen
}
