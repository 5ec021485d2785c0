//! What a text has of earlier editions of its vocabulary, and the text without it.

use std::sync::Arc;

use serde::Serialize;

use super::{PatchLine, patch};
use crate::policy::{Change, Outdated, Policy};
use crate::proposal::{Proposal, test_file};
use crate::text::{Place, Rewritten, Source, Untrusted};

/// What `servanda migrate` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Migrations {
    /// One for each text, in the order in which they were named.
    pub texts: Vec<MigrationAnswer>,
}

impl Migrations {
    /// Answers in the order they were found.
    #[must_use]
    pub fn new(texts: Vec<MigrationAnswer>) -> Self {
        Self { texts }
    }
}

/// What one text has of earlier editions.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Migration", deny_unknown_fields))]
#[non_exhaustive]
pub struct MigrationAnswer {
    /// The file.
    pub file: Untrusted,
    /// Whether it is a proposal, a policy, a package or a file of tests.
    pub what: TextKind,
    /// Its name.
    pub id: Untrusted,
    /// The name of its vocabulary.
    pub vocabulary: String,
    /// The edition of that.
    pub edition: u64,
    /// The edition for which it says that it was coded; absent if it does not say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coded_for: Option<u64>,
    /// The edition that the new text names instead; absent if it names the same as before, or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now_for: Option<u64>,
    /// The names that are replaced.
    pub renamed: Vec<RenamedAnswer>,
    /// The names that came to mean something else since the text was written: what it says with them
    /// has to be looked at.
    pub changed: Vec<ChangedAnswer>,
    /// The new text; absent if there is nothing to replace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The lines that differ, in stretches, with a line around each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patch: Vec<Vec<PatchLine>>,
    /// Whether the new text was written to the file.
    pub written: bool,
}

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// A proposal.
    Proposal,
    /// A policy.
    Policy,
    /// A package: it states nothing itself, and its members are files of their own.
    Package,
    /// What is expected of a proposal, or of several that stand in the same file.
    Tests,
}

/// A name of an earlier edition.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Renamed", deny_unknown_fields))]
#[non_exhaustive]
pub struct RenamedAnswer {
    /// As it is written.
    pub old: String,
    /// What it is called now.
    pub new: String,
    /// Where it stands, in file order.
    pub places: Vec<Place>,
}

/// A name that came to mean something else.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Changed", deny_unknown_fields))]
#[non_exhaustive]
pub struct ChangedAnswer {
    /// The name as it is now.
    pub name: String,
    /// The former name that stands there still, since it alone shows that the text is older; absent if
    /// none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
    /// What is different, edition by edition.
    pub changes: Vec<EditionChange>,
    /// Where it stands; of a label that a stretch of values holds, its term.
    pub place: Place,
}

/// What is different from some edition on.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct EditionChange {
    /// The edition.
    pub edition: u64,
    /// What is different.
    pub says: Untrusted,
}

impl EditionChange {
    pub(crate) fn all(changes: &[Change]) -> Vec<Self> {
        let each = changes.iter().map(|change| Self {
            edition: change.edition,
            says: (&change.says).into(),
        });
        each.collect()
    }
}

impl MigrationAnswer {
    pub(crate) fn of_proposal(proposal: &Proposal, rewritten: Option<Rewritten>) -> Self {
        let id = (&proposal.id).into();
        let (source, outdated) = (&proposal.source, &proposal.outdated);
        Self::new(TextKind::Proposal, id, source, outdated, rewritten)
    }

    /// A package, of which this is said without its members.
    pub(crate) fn of_package(head: &Proposal) -> Self {
        let (id, outdated) = ((&head.id).into(), &head.outdated);
        Self::new(TextKind::Package, id, &head.source, outdated, None)
    }

    pub(crate) fn of_policy(policy: &Policy, rewritten: Option<Rewritten>) -> Self {
        let id = (&policy.name).into();
        let (source, outdated) = (&policy.source, &policy.outdated);
        Self::new(TextKind::Policy, id, source, outdated, rewritten)
    }

    pub(crate) fn of_tests(
        source: &Arc<Source>,
        outdated: &Outdated,
        rewritten: Option<Rewritten>,
    ) -> Self {
        let name = test_file(source.name()).map_or(source.name(), |(name, _)| name);
        Self::new(TextKind::Tests, name.into(), source, outdated, rewritten)
    }

    fn new(
        what: TextKind,
        id: Untrusted,
        source: &Arc<Source>,
        outdated: &Outdated,
        rewritten: Option<Rewritten>,
    ) -> Self {
        let patch = rewritten.as_ref().map(|new| {
            let hunks = &new.hunks;
            patch::patch(source.text(), &new.text, hunks)
        });
        Self {
            file: source.name().into(),
            what,
            id,
            vocabulary: outdated.vocabulary.clone(),
            edition: outdated.current,
            coded_for: outdated.written_for.as_ref().map(|edition| edition.value),
            now_for: outdated.next_edition(),
            renamed: RenamedAnswer::all(source, outdated),
            changed: ChangedAnswer::all(source, outdated),
            text: rewritten.map(|new| new.text),
            patch: patch.unwrap_or_default(),
            written: false,
        }
    }
}

impl RenamedAnswer {
    /// Each name once.
    fn all(source: &Arc<Source>, outdated: &Outdated) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for former in outdated.renames() {
            let place = Place::new(source, former.span);
            let same = |known: &&mut Self| (&known.old, &known.new) == (&former.old, &former.new);
            match all.iter_mut().find(same) {
                Some(known) => known.places.push(place),
                None => all.push(Self {
                    old: former.old.clone(),
                    new: former.new.clone(),
                    places: vec![place],
                }),
            }
        }
        all
    }
}

impl ChangedAnswer {
    fn all(source: &Arc<Source>, outdated: &Outdated) -> Vec<Self> {
        let each = outdated.other.iter().map(|other| {
            let kept = (other.former.clone()).filter(|_| outdated.written_for.is_none());
            Self {
                name: other.name.clone(),
                kept,
                changes: EditionChange::all(&other.changes),
                place: Place::new(source, other.span),
            }
        });
        each.collect()
    }
}
