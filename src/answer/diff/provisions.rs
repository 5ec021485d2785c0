//! Which provisions changed, and how.

use serde::Serialize;

use crate::answer::evidence::Subject;
use crate::policy::{Policy, TermId};
use crate::proposal::{OfItself, Options, Proposal, Recorded};
use crate::text::{Phrase, Place, Untrusted};

/// A term of which the new text leaves something else possible than the old one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "ProvisionChange", deny_unknown_fields))]
#[non_exhaustive]
pub struct ProvisionChange {
    /// The term.
    pub term: String,
    /// Whether only one of the texts lists it.
    pub kind: ChangeKind,
    /// What the old text says.
    pub old: SaysAnswer,
    /// What the new text says.
    pub new: SaysAnswer,
    /// Whether a policy finds something otherwise because of it, alone or with other changes.
    pub matters: bool,
}

/// Which of two texts lists a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Both, or neither does.
    Changed,
    /// The new text alone.
    Added,
    /// The old text alone.
    Removed,
}

/// What a text says of a term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Says", deny_unknown_fields))]
#[non_exhaustive]
pub struct SaysAnswer {
    /// What it says, with what silence means.
    pub says: Phrase,
    /// Where; absent where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The same in as few words as possible.
    #[serde(skip)]
    pub short: Phrase,
}

/// A provision that is recorded otherwise, and leaves the same possible as before.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "RecordedChange", deny_unknown_fields))]
#[non_exhaustive]
pub struct RecordedChange {
    /// The term.
    pub term: String,
    /// The member of the package that has it; absent where the texts are no packages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Untrusted>,
    /// What of it is recorded otherwise.
    pub what: Vec<Recorded>,
}

/// What became of the members of a package. They are matched by their names.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "MembersChanged", deny_unknown_fields))]
#[non_exhaustive]
pub struct MembersChange {
    /// Those that only the new package has.
    pub added: Vec<Untrusted>,
    /// Those that only the old package has.
    pub removed: Vec<Untrusted>,
    /// Those that both have and that provide or record something otherwise.
    pub changed: Vec<Untrusted>,
}

/// The old text and the new one, over the vocabulary of a policy.
pub(crate) struct Both<'a> {
    pub policy: &'a Policy,
    pub texts: [&'a Proposal; 2],
    pub options: Options,
}

impl Both<'_> {
    pub fn changes(&self, changed: &[TermId], matters: &[String]) -> Vec<ProvisionChange> {
        let each = changed.iter().map(|&id| {
            let [old, new] = self.texts.map(|text| self.says(text, id));
            let lists = |text: &Proposal| {
                let mut texts = text.texts().iter();
                texts.any(|text| text.provision(id).is_some())
            };
            let term = &self.policy.vocabulary.term(id).name;
            ProvisionChange {
                term: term.clone(),
                kind: match self.texts.map(lists) {
                    [false, true] => ChangeKind::Added,
                    [true, false] => ChangeKind::Removed,
                    [true, true] | [false, false] => ChangeKind::Changed,
                },
                old,
                new,
                matters: matters.contains(term),
            }
        });
        each.collect()
    }

    fn says(&self, text: &Proposal, id: TermId) -> SaysAnswer {
        let subject = Subject {
            policy: self.policy,
            proposal: text,
            options: self.options,
            absences: &[],
        };
        SaysAnswer {
            says: subject.says(id),
            place: text
                .mentions(id, self.options)
                .then(|| subject.place_of(id)),
            short: subject.says_briefly(id),
        }
    }

    /// What is recorded otherwise of terms that are not among those that changed; in packages, by the
    /// members that both have.
    pub fn recorded(&self, changed: &[TermId]) -> Vec<RecordedChange> {
        let mut recorded = Vec::new();
        for (member, [old, new]) in self.matched() {
            for id in self.policy.vocabulary.ids() {
                let what = old.recorded_otherwise(new, id);
                if !what.is_empty() && !changed.contains(&id) {
                    recorded.push(RecordedChange {
                        term: self.policy.vocabulary.term(id).name.clone(),
                        member: member.clone(),
                        what,
                    });
                }
            }
        }
        recorded
    }

    /// The texts, or the members that both packages have.
    fn matched(&self) -> Vec<(Option<Untrusted>, [&Proposal; 2])> {
        let [old, new] = self.texts;
        match (old.is_package(), new.is_package()) {
            (false, false) => vec![(None, [old, new])],
            (true, true) => {
                let pairs = old.members.iter().filter_map(|member| {
                    let same = new.members.iter().find(|other| other.id == member.id)?;
                    Some((Some((&same.called).into()), [member, same]))
                });
                pairs.collect()
            }
            (true, false) | (false, true) => Vec::new(),
        }
    }

    /// What became of the members; `None` where neither text is a package.
    pub fn members(&self) -> Option<MembersChange> {
        let [old, new] = self.texts;
        if !old.is_package() && !new.is_package() {
            return None;
        }
        let only = |one: &Proposal, other: &Proposal| -> Vec<Untrusted> {
            let known = |member: &&Proposal| other.members.iter().all(|each| each.id != member.id);
            let each = one.members.iter().filter(known);
            each.map(|member| (&member.called).into()).collect()
        };
        let vocabulary = &self.policy.vocabulary;
        let differ = |[old, new]: [&Proposal; 2]| {
            !old.changed(new, vocabulary, self.options).is_empty()
                || (vocabulary.ids()).any(|id| !old.recorded_otherwise(new, id).is_empty())
        };
        let changed = self.matched().into_iter();
        let changed = changed.filter(|(_, pair)| differ(*pair));
        Some(MembersChange {
            added: only(new, old),
            removed: only(old, new),
            changed: changed.filter_map(|(member, _)| member).collect(),
        })
    }

    /// What the text says of itself otherwise. Of two texts of different names nothing is told: each is
    /// another text.
    pub fn of_itself(&self) -> Vec<OfItself> {
        let [old, new] = self.texts;
        if old.id == new.id {
            old.says_of_itself_otherwise(new)
        } else {
            Vec::new()
        }
    }
}
