//! What a proposal says of a term, and who says so.

use serde::Serialize;

use super::words;
use crate::phrase;
use crate::policy::{Condition, Policy, TermId};
use crate::proposal::{Basis, Confidence, Entry, Grade, Options, Proposal, Provision, Stated};
use crate::questions::explain::Absence;
use crate::text::{Phrase, Place, Untrusted};

/// What the proposal says on one term that a prerequisite or a warning looks at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Evidence {
    /// The term.
    pub term: String,
    /// What is stated, in the words of the language; `null` if the term is not established.
    pub stated: Option<Vec<Phrase>>,
    /// The same in a few words for people, with what silence means.
    pub says: Phrase,
    /// What is asked of this term.
    pub needs: Phrase,
    /// Where the provision stands; where it is missing, where it belongs.
    pub place: Place,
    /// Other defensible readings of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rival: Vec<Phrase>,
    /// Where in the text, in its own way of counting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Untrusted>,
    /// The words of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Untrusted>,
    /// Where its coder read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceRef>,
    /// How it is known; absent where there is no provision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Who coded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coder: Option<Untrusted>,
    /// How sure the coder is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// A remark of the coder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Untrusted>,
}

/// Something the coder read.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Source", deny_unknown_fields))]
#[non_exhaustive]
pub struct SourceRef {
    /// Its key in the proposal.
    pub id: Untrusted,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Untrusted>,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Untrusted>,
    /// How good it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

/// A proposal as it was taken, over the vocabulary of a policy.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub policy: &'a Policy,
    pub proposal: &'a Proposal,
    pub options: Options,
    /// Terms that do not arise because of what is said on others.
    pub absences: &'a [Absence],
}

impl Subject<'_> {
    /// What the proposal says on each of these terms, of which some conditions ask something.
    pub fn evidence(&self, terms: &[TermId], conditions: &[&Condition]) -> Vec<Evidence> {
        let each = terms.iter().map(|&term| self.evidence_on(term, conditions));
        each.collect()
    }

    fn evidence_on(&self, id: TermId, conditions: &[&Condition]) -> Evidence {
        let proposal = self.proposal;
        let given = proposal.provision(id);
        let text = |text: &Option<String>| text.as_ref().map(Untrusted::from);
        let sources = given.into_iter().flat_map(|given| &given.sources);
        Evidence {
            term: self.policy.vocabulary.term(id).name.clone(),
            stated: self.stated(id, given),
            says: self.says(id),
            needs: self.needs(id, conditions),
            place: self.place_of(id),
            rival: given.map_or_else(Vec::new, |given| self.entries(id, &given.rival)),
            at: given.and_then(|given| text(&given.at)),
            quote: given.and_then(|given| text(&given.quote)),
            sources: sources.map(|&source| self.source(source)).collect(),
            basis: given.map(|given| given.basis),
            coder: given.and_then(|given| text(&given.coder)),
            confidence: given.and_then(|given| given.confidence),
            note: given.and_then(|given| text(&given.note)),
        }
    }

    /// What is stated on a term; `None` if that is not established.
    fn stated(&self, id: TermId, given: Option<&Provision>) -> Option<Vec<Phrase>> {
        if !self.proposal.speaks_of(id, self.options) {
            return None;
        }
        let term = self.policy.vocabulary.term(id);
        let stated = given.map_or(&Stated::Value(Entry::Silent), |given| &given.stated);
        Some(match stated {
            Stated::Value(entry) => self.entries(id, &[*entry]),
            Stated::AnyOf(entries) => self.entries(id, entries),
            Stated::Between(low, high) => vec![words::between(*low, *high, term)],
            Stated::Bounds { at_least, at_most } => {
                vec![words::bounds(*at_least, *at_most, term)]
            }
        })
    }

    fn entries(&self, id: TermId, entries: &[Entry]) -> Vec<Phrase> {
        let kind = &self.policy.vocabulary.term(id).kind;
        let show = |entry: &Entry| match entry {
            Entry::Silent => "silent".into(),
            Entry::NotApplicable => "not applicable".into(),
            Entry::Value(value) => Phrase::value(kind.show(*value)),
        };
        entries.iter().map(show).collect()
    }

    fn source(&self, index: usize) -> SourceRef {
        let source = &self.proposal.sources[index];
        SourceRef {
            id: (&source.key).into(),
            title: source.title.as_ref().map(Untrusted::from),
            url: source.url.as_ref().map(Untrusted::from),
            grade: source.grade,
        }
    }

    /// Everything that conditions ask of one term.
    fn needs(&self, term: TermId, conditions: &[&Condition]) -> Phrase {
        let kind = &self.policy.vocabulary.term(term).kind;
        let mut needs: Vec<Phrase> = Vec::new();
        for condition in conditions {
            condition.for_each_comparison(&mut |comparison| {
                if comparison.term == term {
                    let need = comparison.words().needs(kind);
                    if !needs.contains(&need) {
                        needs.push(need);
                    }
                }
            });
        }
        Phrase::joined(needs, "; ")
    }

    /// Where the proposal speaks of a term, or where it would.
    pub fn place_of(&self, term: TermId) -> Place {
        let proposal = self.proposal;
        let span = (proposal.provision(term).map(|given| given.span))
            .or(proposal.unlisted_silent)
            .unwrap_or(proposal.provisions_span);
        Place::new(&proposal.source, span)
    }

    /// What the proposal says on a term, in a few words. Of a term that cannot arise it is said
    /// because of what, rather than that it is not established.
    pub fn says(&self, id: TermId) -> Phrase {
        let said = self.says_itself(id);
        match self.absences.iter().find(|absence| absence.term == id) {
            None => said,
            Some(absence) if self.proposal.speaks_of(id, self.options) => {
                phrase![said, "; it ", self.absent(absence)]
            }
            Some(absence) => self.absent(absence),
        }
    }

    /// `does not arise, because halt is permanent`.
    pub(super) fn absent(&self, absence: &Absence) -> Phrase {
        let by = absence.by.iter().map(|&term| {
            let name = Phrase::name(&self.policy.vocabulary.term(term).name);
            let absent = Stated::Value(Entry::NotApplicable);
            match self.proposal.provision(term) {
                Some(given) if given.stated == absent => phrase![name, " does not arise"],
                _ => phrase![name, " is ", self.says_itself(term)],
            }
        });
        if absence.by.is_empty() {
            return "does not arise in any text".into();
        }
        phrase!["does not arise, because ", Phrase::list(by, "and")]
    }

    fn says_itself(&self, id: TermId) -> Phrase {
        let term = self.policy.vocabulary.term(id);
        let proposal = self.proposal;
        match proposal.provision(id) {
            Some(given) if !proposal.reaches(given, self.options.min_grade) => {
                "not established: no source of that grade".into()
            }
            Some(given) => words::says(given, term),
            None if proposal.is_silent_on_the_rest(self.options) => words::silence(term),
            None if proposal.unlisted_silent.is_some() => {
                "not established: no source of that grade".into()
            }
            None => "not established".into(),
        }
    }
}

/// The terms that conditions look at, in the vocabulary's order.
pub(super) fn terms_of(conditions: &[&Condition]) -> Vec<TermId> {
    let mut terms = Vec::new();
    for condition in conditions {
        condition.for_each_comparison(&mut |comparison| terms.push(comparison.term));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}
