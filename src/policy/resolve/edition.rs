//! Editions of a vocabulary: which one it is, and what its terms and labels were in earlier ones.

use std::collections::BTreeMap;

use super::condition::whole;
use super::scope::{Scope, all};
use crate::policy::error::VocabularyError;
use crate::policy::{Change, FIRST_EDITION, History};
use crate::syntax::tree::{self, Word};
use crate::text::{Place, Span, Spanned};

/// What a term was, and of its labels, by their index, those that were something else.
pub(super) type Histories = (History, Vec<(usize, History)>);

impl<'a> Scope<'a> {
    /// The edition of a vocabulary; the first if it does not say so.
    pub(super) fn edition(&mut self, tree: &tree::Vocabulary) -> Option<u64> {
        let clauses = tree.edition.iter().map(|edition| edition.span);
        self.once_in_vocabulary(&|| "the vocabulary".to_owned(), "edition", clauses);
        match tree.edition.first() {
            Some(edition) => self.number_of_edition(edition),
            None => Some(FIRST_EDITION),
        }
    }

    fn number_of_edition(&mut self, written: &Word) -> Option<u64> {
        if let Some(edition) = whole(&written.value).filter(|edition| *edition >= FIRST_EDITION) {
            return Some(edition);
        }
        let digits = written.value.clone();
        self.wrong(written.span, VocabularyError::BadEdition { digits })
    }

    /// What each term and its labels were before this edition. The names of the vocabulary are known.
    pub(super) fn histories(
        &mut self,
        tree: &'a tree::Vocabulary,
        current: Option<u64>,
    ) -> Option<Vec<Histories>> {
        let mut former = BTreeMap::new();
        all((tree.terms.iter().enumerate()).map(|(index, term)| {
            for name in &term.history.formerly {
                self.former_name(name, &mut former);
            }
            let own = self.history(&term.history, current);
            let labels = self.labels_before(index, term, current);
            Some((own?, labels?))
        }))
    }

    /// Notes a former name of a term that means something already.
    fn former_name(&mut self, name: &'a Word, former: &mut BTreeMap<&'a str, Span>) {
        if let Some(found) = self.find(&name.value) {
            let place = self.place_of(found);
            self.former_name_taken(name, "in use as a name", place);
        } else if let Some(owner) = self.owner(&name.value) {
            let place = self.place_of_term(owner);
            self.former_name_taken(name, "in use as a label", place);
        } else if let Some(first) = former.get(name.value.as_str()) {
            let place = self.here(*first);
            self.former_name_taken(name, "given as a former name already", place);
        } else {
            former.insert(&name.value, name.span);
        }
    }

    fn former_name_taken(&mut self, name: &Word, what: &'static str, place: Place) {
        let Spanned { value, span } = name.clone();
        let error = VocabularyError::FormerNameTaken {
            name: value,
            what,
            place,
        };
        self.note(span, error);
    }

    fn history(&mut self, tree: &tree::History, current: Option<u64>) -> Option<History> {
        let changed = all((tree.changed.iter()).map(|(edition, says)| {
            let number = self.number_of_edition(edition)?;
            let is_known = current.is_none_or(|current| number <= current);
            if number > FIRST_EDITION && is_known {
                let says = says.value.clone();
                return Some(Change {
                    edition: number,
                    says,
                });
            }
            let error = VocabularyError::NoSuchEdition {
                edition: number,
                current: current.filter(|_| number > FIRST_EDITION),
            };
            self.wrong(edition.span, error)
        }));
        let formerly = tree.formerly.iter();
        Some(History {
            formerly: formerly.map(|name| name.value.clone()).collect(),
            changed: changed?,
        })
    }

    /// The labels of a term that were something else, each once.
    fn labels_before(
        &mut self,
        term: usize,
        tree: &'a tree::Term,
        current: Option<u64>,
    ) -> Option<Vec<(usize, History)>> {
        let mut former: BTreeMap<&'a str, Span> = BTreeMap::new();
        let each = all((tree.label_histories.iter()).map(|(label, history)| {
            let index = self.label_of(term, label);
            for name in &history.formerly {
                if self.label(term, &name.value).is_some() {
                    let place = self.place_of_term(term);
                    self.former_name_taken(name, "in use as a label of this term", place);
                } else if let Some(first) = former.insert(&name.value, name.span) {
                    let place = self.here(first);
                    self.former_name_taken(name, "given as a former label already", place);
                }
            }
            let history = self.history(history, current);
            Some((index?, history?))
        }));
        let mut labels: Vec<(usize, History)> = Vec::new();
        for (index, history) in each? {
            match labels.iter_mut().find(|(known, _)| *known == index) {
                Some((_, known)) => {
                    known.formerly.extend(history.formerly);
                    known.changed.extend(history.changed);
                }
                None => labels.push((index, history)),
            }
        }
        Some(labels)
    }

    fn label_of(&mut self, term: usize, label: &Word) -> Option<usize> {
        let kind = self.terms[term].kind?;
        if kind.labels().is_empty() {
            let error = VocabularyError::NoLabels {
                term: self.terms[term].name.to_owned(),
                described: kind.described(),
            };
            return self.wrong(label.span, error);
        }
        self.index(term, kind, &Spanned::new(label.value.clone(), label.span))
    }
}
