//! What names mean in a file: terms with their labels, and definitions.

use std::collections::HashMap;
use std::sync::Arc;

use super::graph::Edge;
use crate::policy::error::Error;
use crate::policy::{Condition, Definition, Kind, Outdated, Vocabulary};
use crate::syntax::tree::{self, Word};
use crate::text::{Place, Source, Span, Spanned, Suggester};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// The term with this index.
    Term(usize),
    /// The definition with this index in [`Scope::defined`].
    Definition(usize),
}

/// A term as conditions see it.
#[derive(Debug)]
pub(super) struct TermView<'a> {
    pub(super) name: &'a str,
    /// `None` if its declaration has a mistake: then no more is said about its values.
    pub(super) kind: Option<&'a Kind>,
    pub(super) span: Span,
}

/// A definition as conditions see it.
#[derive(Debug)]
pub(super) struct DefinitionView<'a> {
    pub(super) name: &'a str,
    pub(super) source: &'a Arc<Source>,
    pub(super) span: Span,
    /// `None` until it is resolved, and after that if it has a mistake.
    pub(super) meaning: Option<Arc<Definition>>,
}

/// Everything that names in one file can mean, and the mistakes found in it so far.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    /// The file.
    pub(super) source: &'a Arc<Source>,
    /// The file of the terms.
    home: &'a Arc<Source>,
    pub(super) terms: Vec<TermView<'a>>,
    pub(super) defined: Vec<DefinitionView<'a>>,
    names: HashMap<&'a str, Name>,
    /// Every label with its term and its index there, in that order.
    labels: Vec<(&'a str, usize, usize)>,
    pub(super) suggester: Suggester,
    pub(super) errors: Vec<Spanned<Error>>,
    /// The vocabulary of a policy, whose former names are read as well. In a vocabulary itself they mean
    /// nothing.
    vocabulary: Option<&'a Vocabulary>,
    /// What was found of earlier editions of it.
    outdated: Option<Outdated>,
}

impl<'a> Scope<'a> {
    /// A scope of terms alone.
    pub(super) fn new(
        source: &'a Arc<Source>,
        home: &'a Arc<Source>,
        terms: Vec<TermView<'a>>,
    ) -> Self {
        let mut labels: Vec<_> = (terms.iter().enumerate())
            .filter_map(|(term, view)| Some((term, view.kind?)))
            .flat_map(|(term, kind)| {
                (kind.labels().iter().enumerate())
                    .map(move |(index, label)| (label.name.as_str(), term, index))
            })
            .collect();
        labels.sort_unstable();
        Self {
            source,
            home,
            terms,
            defined: Vec::new(),
            names: HashMap::new(),
            labels,
            suggester: Suggester::new(),
            errors: Vec::new(),
            vocabulary: None,
            outdated: None,
        }
    }

    /// What a policy starts from: all names of its vocabulary.
    pub(super) fn of_policy(source: &'a Arc<Source>, vocabulary: &'a Vocabulary) -> Self {
        let terms = (vocabulary.terms.iter())
            .map(|term| TermView {
                name: &term.name,
                kind: Some(&term.kind),
                span: term.span,
            })
            .collect();
        let mut scope = Self::new(source, &vocabulary.source, terms);
        scope.vocabulary = Some(vocabulary);
        scope.outdated = Some(Outdated::new(vocabulary));
        for (index, term) in vocabulary.terms.iter().enumerate() {
            scope.names.insert(&term.name, Name::Term(index));
        }
        for definition in &vocabulary.definitions {
            let index = scope.define(&definition.name, definition.place.span);
            scope.defined[index].source = &vocabulary.source;
            scope.defined[index].meaning = Some(Arc::clone(definition));
            scope
                .names
                .insert(&definition.name, Name::Definition(index));
        }
        scope
    }

    /// Adds a definition of this file, to be resolved later; its name is not yet taken.
    pub(super) fn define(&mut self, name: &'a str, span: Span) -> usize {
        self.defined.push(DefinitionView {
            name,
            source: self.source,
            span,
            meaning: None,
        });
        self.defined.len() - 1
    }

    /// Gives a name its meaning.
    ///
    /// # Errors
    ///
    /// Where the name is already taken.
    pub(super) fn take(&mut self, name: &'a str, meaning: Name) -> Result<(), Place> {
        if let Some(first) = self.find(name) {
            return Err(self.place_of(first));
        }
        self.names.insert(name, meaning);
        Ok(())
    }

    /// What a name stands for.
    pub(super) fn find(&self, name: &str) -> Option<Name> {
        self.names.get(name).copied()
    }

    /// What a name in a condition stands for, be it a former one, which is noted then.
    pub(super) fn find_as_ever(&mut self, word: &Word) -> Option<Name> {
        let found = self.find(&word.value);
        let former = || Some(Name::Term(self.vocabulary?.find_as_ever(&word.value)?.0));
        let found = found.or_else(former)?;
        if let (Name::Term(term), Some(vocabulary)) = (found, self.vocabulary) {
            let term = &vocabulary.terms[term];
            let outdated = self.outdated.as_mut()?;
            outdated.found(&word.value, word.span, &term.name, &term.history);
        }
        Some(found)
    }

    /// The index of a label of a term, be it a former one, which is noted then.
    pub(super) fn label_as_ever(&mut self, term: usize, word: &Word) -> Option<usize> {
        let current = self.label(term, &word.value);
        let Some(vocabulary) = self.vocabulary else {
            return current;
        };
        let kind = &vocabulary.terms[term].kind;
        let index = current.or_else(|| kind.label_as_ever(&word.value))?;
        let label = &kind.labels()[index];
        let outdated = self.outdated.as_mut()?;
        outdated.found(&word.value, word.span, &label.name, &label.history);
        Some(index)
    }

    /// What was found of earlier editions.
    pub(super) fn take_outdated(&mut self) -> Option<Outdated> {
        self.outdated.take().map(Outdated::sorted)
    }

    /// The index of a label among those of a term.
    pub(super) fn label(&self, term: usize, name: &str) -> Option<usize> {
        let at = self
            .labels
            .partition_point(|label| (label.0, label.1) < (name, term));
        let &(found, owner, index) = self.labels.get(at)?;
        (found == name && owner == term).then_some(index)
    }

    /// The first term that has a label.
    pub(super) fn owner(&self, label: &str) -> Option<usize> {
        let at = self.labels.partition_point(|&(name, ..)| name < label);
        let &(found, owner, _) = self.labels.get(at)?;
        (found == label).then_some(owner)
    }

    /// The term or definition whose name is nearest to an unknown one.
    pub(super) fn nearest_name(&mut self, name: &str) -> Option<String> {
        let names = (self.terms.iter().map(|term| term.name))
            .chain(self.defined.iter().map(|definition| definition.name));
        self.suggester.nearest(name, names).map(str::to_owned)
    }

    /// What a value of a term is called: `label`, or `member` of a set.
    pub(super) fn what(&self, term: usize) -> &'static str {
        match self.terms[term].kind {
            Some(Kind::Set(_)) => "member",
            _ => "label",
        }
    }

    /// Where a term is declared.
    pub(super) fn place_of_term(&self, term: usize) -> Place {
        Place::new(self.home, self.terms[term].span)
    }

    pub(super) fn place_of(&self, name: Name) -> Place {
        match name {
            Name::Term(term) => self.place_of_term(term),
            Name::Definition(index) => {
                let definition = &self.defined[index];
                Place::new(definition.source, definition.span)
            }
        }
    }

    /// Where a definition is made.
    pub(super) fn place_of_definition(&self, index: usize) -> Place {
        self.place_of(Name::Definition(index))
    }

    /// A place in this file.
    pub(super) fn here(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    /// Notes a mistake.
    pub(super) fn note(&mut self, span: Span, error: impl Into<Error>) {
        self.errors.push(Spanned::new(error.into(), span));
    }

    /// Notes a mistake. Returns `None`, which stands for the part that has it.
    pub(super) fn wrong<T>(&mut self, span: Span, error: impl Into<Error>) -> Option<T> {
        self.note(span, error);
        None
    }

    /// Notes every clause of one kind but the first; `error` is told where that one stands.
    pub(super) fn once(
        &mut self,
        spans: impl IntoIterator<Item = Span>,
        error: impl Fn(Place) -> Error,
    ) {
        let mut spans = spans.into_iter();
        let Some(first) = spans.next() else { return };
        for span in spans {
            let error = error(self.here(first));
            self.note(span, error);
        }
    }

    /// Adds what a condition names to `edges`; `node` says which node a name is, if any.
    pub(super) fn references(
        &self,
        condition: &tree::Condition,
        node: &impl Fn(Name) -> Option<usize>,
        edges: &mut Vec<Edge>,
    ) {
        let mut waiting = vec![condition];
        while let Some(condition) = waiting.pop() {
            match condition {
                tree::Condition::Bare(word) | tree::Condition::Comparison { term: word, .. } => {
                    if let Some(to) = self.find(&word.value).and_then(node) {
                        edges.push(Edge {
                            to,
                            span: word.span,
                        });
                    }
                }
                tree::Condition::Group { lines, .. } => waiting.extend(lines.iter().rev()),
                tree::Condition::Broken(_) => {}
            }
        }
    }
}

/// A resolved condition, and how many lie inside one another in it.
#[derive(Debug)]
pub(super) struct Nested {
    pub(super) condition: Condition,
    pub(super) depth: usize,
}

/// All items, or `None` if one is missing. Every item is evaluated even then, so that every mistake
/// is found.
pub(super) fn all<T>(items: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let mut whole = true;
    let mut kept = Vec::with_capacity(items.size_hint().0);
    for item in items {
        match item {
            Some(item) => kept.push(item),
            None => whole = false,
        }
    }
    whole.then_some(kept)
}

/// Every word that repeats an earlier one, as pairs of the first such word and its repetition.
pub(super) fn repeated(words: Vec<&Word>) -> Vec<(&Word, &Word)> {
    let mut words = words;
    words.sort_unstable_by_key(|word| (&word.value, word.span));
    (words.chunk_by(|one, next| one.value == next.value))
        .filter_map(<[&Word]>::split_first)
        .flat_map(|(first, others)| others.iter().map(|other| (*first, *other)))
        .collect()
}

/// A text, empty if none is written.
pub(super) fn text(text: Option<&tree::Text>) -> String {
    text.map(|text| text.value.clone()).unwrap_or_default()
}

/// The texts of remarks.
pub(super) fn notes(notes: &[tree::Text]) -> Vec<String> {
    notes.iter().map(|note| note.value.clone()).collect()
}
