//! Vocabularies.

use std::collections::HashMap;
use std::sync::Arc;

use super::condition::written;
use super::edition::Histories;
use super::graph;
use super::kind::Kinds;
use super::scope::{Name, Scope, TermView, all, notes, text};
use crate::policy::error::{Circle, ConditionError, Error, VocabularyError, diagnostics};
use crate::policy::{Always, Arising, Definition, Kind, Term, TermId, Vocabulary};
use crate::syntax::tree::{self, Constant};
use crate::text::Diagnostic;
use crate::text::{Source, Span, Spanned};

/// Gives a vocabulary its meaning.
///
/// # Errors
///
/// Every mistake that is not one of grammar, in file order: none if the grammar's own mistakes
/// alone keep it from having a meaning.
pub fn resolve_vocabulary(
    tree: &tree::Vocabulary,
    source: &Arc<Source>,
) -> Result<Vocabulary, Vec<Diagnostic>> {
    let mut kinds = Kinds {
        source,
        errors: Vec::new(),
    };
    let known: Vec<Option<Kind>> = tree.terms.iter().map(|term| kinds.kind(term)).collect();
    let terms = (tree.terms.iter().zip(&known))
        .map(|(term, kind)| TermView {
            name: &term.name.value,
            kind: kind.as_ref(),
            span: term.name.span,
        })
        .collect();
    let mut scope = Scope::new(source, source, terms);
    scope.errors = kinds.errors;
    let resolved = scope.vocabulary(tree);
    let errors = diagnostics(scope.errors, source);
    let kinds: Option<Vec<Kind>> = known.into_iter().collect();
    match (kinds, resolved) {
        (Some(kinds), Some(resolved)) if errors.is_empty() => {
            Ok(assemble(tree, source, kinds, resolved))
        }
        _ => Err(errors),
    }
}

/// What conditions and values in a vocabulary mean.
struct Resolved {
    edition: u64,
    /// What each term was in earlier editions.
    histories: Vec<Histories>,
    /// What silence means and when it arises, for each term.
    terms: Vec<(Option<u64>, Arising)>,
    definitions: Vec<Arc<Definition>>,
    always: Vec<Always>,
}

fn assemble(
    tree: &tree::Vocabulary,
    source: &Arc<Source>,
    kinds: Vec<Kind>,
    resolved: Resolved,
) -> Vocabulary {
    let terms: Vec<Term> = (tree.terms.iter().zip(kinds))
        .zip(resolved.terms.into_iter().zip(resolved.histories))
        .map(
            |((term, mut kind), ((silence, arising), (history, labels)))| {
                for (index, history) in labels {
                    kind.labels_mut()[index].history = history;
                }
                Term {
                    name: term.name.value.clone(),
                    gloss: text(term.gloss.as_ref()),
                    section: (term.section.as_ref()).map(|section| section.value.clone()),
                    kind,
                    silence,
                    arising,
                    history,
                    notes: notes(&term.notes),
                    span: term.name.span,
                }
            },
        )
        .collect();
    let by_name: HashMap<String, TermId> = (terms.iter().enumerate())
        .map(|(index, term)| (term.name.clone(), TermId(index)))
        .collect();
    Vocabulary {
        name: tree.name.value.clone(),
        title: text(tree.title.as_ref()),
        edition: resolved.edition,
        notes: notes(&tree.notes),
        terms,
        definitions: resolved.definitions,
        always: resolved.always,
        source: Arc::clone(source),
        by_name,
    }
}

impl<'a> Scope<'a> {
    fn vocabulary(&mut self, tree: &'a tree::Vocabulary) -> Option<Resolved> {
        if tree.terms.is_empty() {
            let name = tree.name.value.clone();
            self.note(tree.name.span, VocabularyError::NoTerms { name });
        }
        self.names_of_vocabulary(tree);
        for index in self.order_of_vocabulary(tree) {
            self.definition(index, &tree.definitions[index]);
        }
        let definitions: Option<_> = (self.defined.iter())
            .map(|view| view.meaning.clone())
            .collect();
        let terms = all((tree.terms.iter().enumerate()).map(|(term, tree)| self.term(term, tree)));
        let always = all(tree.always.iter().map(|always| self.always(always)));
        let edition = self.edition(tree);
        let histories = self.histories(tree, edition);
        Some(Resolved {
            edition: edition?,
            histories: histories?,
            terms: terms?,
            definitions: definitions?,
            always: always?,
        })
    }

    /// Gives the terms and definitions their names, in file order.
    fn names_of_vocabulary(&mut self, tree: &'a tree::Vocabulary) {
        let mut names: Vec<(&'a tree::Word, Name)> = (tree.terms.iter().enumerate())
            .map(|(index, term)| (&term.name, Name::Term(index)))
            .collect();
        for definition in &tree.definitions {
            let word = &definition.name;
            names.push((word, Name::Definition(self.define(&word.value, word.span))));
        }
        names.sort_by_key(|(word, _)| word.span.start);
        for (word, meaning) in names {
            if let Err(first) = self.take(&word.value, meaning) {
                let name = word.value.clone();
                let error = VocabularyError::DuplicateName { name, first };
                self.note(word.span, error);
            } else if let Some(owner) = self.owner(&word.value) {
                let error = VocabularyError::NameIsLabel {
                    name: word.value.clone(),
                    term: self.terms[owner].name.to_owned(),
                    place: self.place_of_term(owner),
                };
                self.note(word.span, error);
            }
        }
    }

    /// The definitions, each after those it uses. Circles are noted, those of `arises when` too.
    fn order_of_vocabulary(&mut self, tree: &tree::Vocabulary) -> Vec<usize> {
        let terms = tree.terms.len();
        let node = |name| {
            Some(match name {
                Name::Term(term) => term,
                Name::Definition(definition) => terms + definition,
            })
        };
        let mut edges = vec![Vec::new(); terms + tree.definitions.len()];
        for (term, edges) in tree.terms.iter().zip(&mut edges) {
            for condition in term.arises_when.iter().take(1) {
                self.references(condition, &node, edges);
            }
        }
        for (definition, edges) in tree.definitions.iter().zip(&mut edges[terms..]) {
            for line in &definition.lines {
                self.references(line, &node, edges);
            }
        }
        let sorted = graph::sort(&edges);
        for circle in sorted.circles {
            self.note_circle(circle, terms, 0);
        }
        (sorted.order.into_iter())
            .filter_map(|node| node.checked_sub(terms))
            .collect()
    }

    /// Notes a circle. Nodes are `terms` terms, and then definitions from the `first` one on.
    pub(super) fn note_circle(
        &mut self,
        mut circle: Vec<(usize, Span)>,
        terms: usize,
        first: usize,
    ) {
        let term = circle.iter().position(|&(node, _)| node < terms);
        circle.rotate_left(term.unwrap_or_default());
        let Some(&(_, span)) = circle.first() else {
            return;
        };
        let members = (circle.into_iter())
            .map(|(node, span)| {
                let name = match node.checked_sub(terms) {
                    None => self.terms[node].name,
                    Some(definition) => self.defined[first + definition].name,
                };
                (name.to_owned(), self.here(span))
            })
            .collect();
        let circle = Circle { members };
        match term {
            Some(_) => self.note(span, VocabularyError::CircularArising(circle)),
            None => self.note(span, ConditionError::CircularDefinition(circle)),
        }
    }

    fn term(&mut self, index: usize, tree: &tree::Term) -> Option<(Option<u64>, Arising)> {
        let owner = || format!("`{}`", tree.name.value);
        let silences = tree.silence.iter().map(|silence| silence.span);
        self.once_in_vocabulary(&owner, "silence means", silences);
        let conditions = tree.arises_when.iter().map(tree::Condition::span);
        self.once_in_vocabulary(&owner, "arises when", conditions);
        self.once_in_vocabulary(&owner, "may not arise", tree.may_not_arise.iter().copied());
        let silence = match tree.silence.first() {
            None => Some(None),
            Some(constant) => self.silence(index, constant).map(Some),
        };
        let arising = match (tree.arises_when.first(), tree.may_not_arise.first()) {
            (None, None) => Some(Arising::Always),
            (None, Some(_)) => Some(Arising::MayNot),
            (Some(condition), may_not) => {
                if let Some(&may_not) = may_not {
                    self.two_ways(tree, condition.span(), may_not);
                }
                let conditions = self.conditions(&tree.arises_when)?;
                conditions.into_iter().next().map(Arising::When)
            }
        };
        Some((silence?, arising?))
    }

    fn two_ways(&mut self, tree: &tree::Term, when: Span, may_not: Span) {
        let error = VocabularyError::TwoWaysToArise {
            term: tree.name.value.clone(),
            other: self.here(when.min(may_not)),
        };
        self.note(when.max(may_not), error);
    }

    fn silence(&mut self, index: usize, constant: &Spanned<Constant>) -> Option<u64> {
        let kind = self.terms[index].kind?;
        let term = || self.terms[index].name.to_owned();
        let nothing = matches!(&constant.value, Constant::Word(word) if word == "nothing");
        match (kind, nothing) {
            (Kind::Set(_), true) => Some(0),
            (Kind::Set(_), false) => {
                let error = VocabularyError::SilenceOfSet {
                    term: term(),
                    written: written(&constant.value),
                };
                self.wrong(constant.span, error)
            }
            (_, true) if self.label(index, "nothing").is_none() => {
                let error = VocabularyError::NothingWithoutSet {
                    term: term(),
                    described: kind.described(),
                    choices: kind.choices(),
                };
                self.wrong(constant.span, error)
            }
            _ => self.value(index, kind, constant),
        }
    }

    fn always(&mut self, tree: &tree::Always) -> Option<Always> {
        let whens = tree.when.iter().map(tree::Condition::span);
        self.once_in_vocabulary(&|| "this `always`".to_owned(), "when", whens);
        if tree.must.is_empty() {
            self.note(tree.span, VocabularyError::AlwaysWithoutMust);
        }
        let when = self.conditions(&tree.when);
        let must = self.conditions(&tree.must);
        Some(Always {
            title: text(tree.title.as_ref()),
            when: when?.into_iter().next(),
            must: must?,
            notes: notes(&tree.notes),
            span: tree.span,
        })
    }

    pub(super) fn once_in_vocabulary(
        &mut self,
        owner: &impl Fn() -> String,
        clause: &'static str,
        spans: impl IntoIterator<Item = Span>,
    ) {
        self.once(spans, |first| {
            Error::Vocabulary(VocabularyError::RepeatedClause {
                owner: owner(),
                clause,
                first,
            })
        });
    }
}
