//! What the members of a package say together, and on which terms they differ.

use serde::Serialize;

use super::evidence::Subject;
use crate::phrase;
use crate::policy::TermId;
use crate::proposal::{Accord, Options, Proposal, Together};
use crate::text::{Phrase, Place, Untrusted};

/// A term of which members of a package state values that cannot all be so: each stays possible.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Differing {
    /// The term.
    pub term: String,
    /// What each of these members states.
    pub from: Vec<MemberSays>,
}

/// What a member of a package says of a term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct MemberSays {
    /// What answers call the member.
    pub member: Untrusted,
    /// What it says.
    pub says: Phrase,
    /// Where it says so.
    pub place: Place,
}

impl Subject<'_> {
    /// The texts whose words count on a term, and whether they agree.
    pub(super) fn together(&self, id: TermId) -> Together<'_> {
        (self.proposal).together(id, &self.policy.vocabulary, self.options)
    }

    /// How what a text says of a term is taken. Members that differ with every provision counted differ
    /// by these provisions, whatever their sources.
    pub(super) fn taken(&self, id: TermId) -> Options {
        let differing = || self.together(id).accord == Accord::Differing;
        if self.proposal.is_package() && differing() {
            return Options {
                min_grade: None,
                ..self.options
            };
        }
        self.options
    }

    /// The terms on which the members of a package differ.
    pub(super) fn differing(&self) -> Vec<Differing> {
        let vocabulary = &self.policy.vocabulary;
        let each = self.proposal.differing(vocabulary).into_iter();
        each.map(|id| Differing {
            term: vocabulary.term(id).name.clone(),
            from: self.members_say(id, &self.together(id).by),
        })
        .collect()
    }

    /// What each of these members says of a term.
    pub(super) fn members_say(&self, id: TermId, by: &[&Proposal]) -> Vec<MemberSays> {
        let each = by.iter().map(|text| MemberSays {
            member: (&text.called).into(),
            says: self.said_by(text, id),
            place: text.place_of(id),
        });
        each.collect()
    }

    /// Of a package what is stated on a term together, each thing once; `None` if that is not
    /// established.
    pub(super) fn stated_together(&self, id: TermId) -> Option<Vec<Phrase>> {
        let together = self.together(id);
        if together.accord == Accord::NotEstablished {
            return None;
        }
        let each = together.by.iter();
        let each: Vec<_> = each.filter_map(|text| self.stated(text, id)).collect();
        let alike = each.iter().all(|stated| *stated == each[0]);
        if together.accord == Accord::Stated && !alike {
            return Some(vec![self.values_together(id)]);
        }
        let mut all: Vec<Phrase> = Vec::new();
        for phrase in each.into_iter().flatten() {
            if !all.contains(&phrase) {
                all.push(phrase);
            }
        }
        Some(all)
    }

    /// What the texts whose words count say of a term, each thing once, with the members that say so
    /// where not all do.
    pub(super) fn put_together(&self, id: TermId, said: impl Fn(&Proposal) -> Phrase) -> Phrase {
        if !self.proposal.is_package() {
            return said(self.proposal);
        }
        let together = self.together(id);
        let all = grouped(&together, said);
        let several = all.len() > 1;
        let each = all.into_iter().map(|(said, by)| {
            let names = by.iter().map(|text| Untrusted::from(&text.called));
            if several || by.len() < self.proposal.members.len() {
                phrase![said, " (", Phrase::list(names, "and"), ")"]
            } else {
                said
            }
        });
        let said = Phrase::joined(each, "; ");
        match together.accord {
            Accord::Differing => phrase![said, ": they differ"],
            Accord::Stated if several => {
                phrase![said, ": together ", self.values_together(id)]
            }
            Accord::Stated | Accord::Quiet | Accord::NotEstablished => said,
        }
    }

    /// The same in as few words as possible.
    pub(super) fn put_together_briefly(
        &self,
        id: TermId,
        said: impl Fn(&Proposal) -> Phrase,
    ) -> Phrase {
        if !self.proposal.is_package() {
            return said(self.proposal);
        }
        let together = self.together(id);
        let mut all = grouped(&together, said);
        if all.len() == 1 {
            // Members that differ never say the same.
            return all.remove(0).0;
        }
        match together.accord {
            Accord::Differing => phrase![self.values_together(id), " (they differ)"],
            Accord::Stated => self.values_together(id),
            Accord::Quiet | Accord::NotEstablished => {
                Phrase::list(all.into_iter().map(|(said, _)| said), "or")
            }
        }
    }

    /// The values that a package leaves possible of a term.
    fn values_together(&self, id: TermId) -> Phrase {
        let vocabulary = &self.policy.vocabulary;
        let known = (self.proposal).known_on(id, vocabulary, self.options);
        Phrase::value(known.show(&vocabulary.term(id).kind))
    }
}

/// What these texts say, each thing once with those that say it.
fn grouped<'a>(
    together: &Together<'a>,
    said: impl Fn(&Proposal) -> Phrase,
) -> Vec<(Phrase, Vec<&'a Proposal>)> {
    let mut all: Vec<(Phrase, Vec<&Proposal>)> = Vec::new();
    for text in &together.by {
        let said = said(text);
        match all.iter_mut().find(|(known, _)| *known == said) {
            Some((_, by)) => by.push(text),
            None => all.push((said, vec![text])),
        }
    }
    all
}
