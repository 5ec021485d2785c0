//! What a proposal says of a term, and who says so.

use serde::Serialize;

use super::words;
use crate::phrase;
use crate::policy::{Condition, Policy, TermId};
use crate::proposal::{
    Basis, Confidence, Entry, Grade, Options, Proposal, SourceNote, Stated, Together,
};
use crate::questions::explain::Absence;
use crate::text::{Phrase, Place, Untrusted};

/// What the proposal says on one term that a prerequisite or a warning looks at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Evidence {
    /// The term.
    pub term: String,
    /// The member of the package that says so; absent where the proposal is no package, or where it
    /// is said of the package as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Untrusted>,
    /// Of a package, what each member says whose words count: those that state a value, or else those
    /// of which nothing is established, or else those that are silent. What stands beside it is of the
    /// first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Evidence>,
    /// The members of a package of which it is not established what they say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_established_in: Vec<Untrusted>,
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
        let Together { by, open, .. } = self.together(id);
        let first = self.evidence_of(by[0], id, conditions);
        if !self.proposal.is_package() {
            return first;
        }
        let each = by.iter().map(|text| Evidence {
            says: self.said_by(text, id),
            member: Some((&text.called).into()),
            ..self.evidence_of(text, id, conditions)
        });
        Evidence {
            member: None,
            stated: self.stated_together(id),
            from: each.collect(),
            not_established_in: open.iter().map(|text| (&text.called).into()).collect(),
            ..first
        }
    }

    /// What one text says, with what supports that.
    fn evidence_of(&self, text: &Proposal, id: TermId, conditions: &[&Condition]) -> Evidence {
        let given = text.provision(id);
        let free = |text: &Option<String>| text.as_ref().map(Untrusted::from);
        let sources = given.into_iter().flat_map(|given| &given.sources);
        Evidence {
            term: self.policy.vocabulary.term(id).name.clone(),
            member: None,
            from: Vec::new(),
            not_established_in: Vec::new(),
            stated: self.stated(text, id),
            says: self.says(id),
            needs: self.needs(id, conditions),
            place: text.place_of(id),
            rival: given.map_or_else(Vec::new, |given| self.entries(id, &given.rival)),
            at: given.and_then(|given| free(&given.at)),
            quote: given.and_then(|given| free(&given.quote)),
            sources: sources
                .map(|&source| SourceRef::new(&text.sources[source]))
                .collect(),
            basis: given.map(|given| given.basis),
            coder: given.and_then(|given| free(&given.coder)),
            confidence: given.and_then(|given| given.confidence),
            note: given.and_then(|given| free(&given.note)),
        }
    }

    /// What is stated on a term; `None` if that is not established.
    pub(super) fn stated(&self, text: &Proposal, id: TermId) -> Option<Vec<Phrase>> {
        if !text.speaks_of(id, self.taken(id)) {
            return None;
        }
        let term = self.policy.vocabulary.term(id);
        let given = text.provision(id);
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

    /// Where the proposal speaks of a term, or where it would; of a package, where its first text does
    /// whose words count.
    pub fn place_of(&self, term: TermId) -> Place {
        self.together(term).by[0].place_of(term)
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
            let absent = |text: &&Proposal| {
                let given = text.provision(term);
                given.is_some_and(|given| given.stated == Stated::Value(Entry::NotApplicable))
            };
            if self.together(term).by.iter().all(absent) {
                phrase![name, " does not arise"]
            } else {
                phrase![name, " is ", self.says_itself(term)]
            }
        });
        if absence.by.is_empty() {
            return "does not arise in any text".into();
        }
        phrase!["does not arise, because ", Phrase::list(by, "and")]
    }

    fn says_itself(&self, id: TermId) -> Phrase {
        self.put_together(id, |text| self.said_by(text, id))
    }

    /// What one text says on a term.
    pub(super) fn said_by(&self, proposal: &Proposal, id: TermId) -> Phrase {
        let (term, options) = (self.policy.vocabulary.term(id), self.taken(id));
        match proposal.provision(id) {
            Some(given) if !proposal.reaches(given, options.min_grade) => {
                "not established: no source of that grade".into()
            }
            Some(given) => words::says(given, term),
            None if proposal.is_silent_on_the_rest(options) => words::silence(term),
            None if proposal.unlisted_silent.is_some() => {
                "not established: no source of that grade".into()
            }
            None => "not established".into(),
        }
    }
}

impl SourceRef {
    fn new(source: &SourceNote) -> Self {
        Self {
            id: (&source.key).into(),
            title: source.title.as_ref().map(Untrusted::from),
            url: source.url.as_ref().map(Untrusted::from),
            grade: source.grade,
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
