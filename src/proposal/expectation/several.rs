//! Several proposals in one file, each with what is expected of it.

use std::sync::Arc;

use super::error::Kind;
use super::read::{Entries, Reader};
use super::{Expectation, ExpectedBy};
use crate::policy::Vocabulary;
use crate::proposal::Proposal;
use crate::proposal::error::{Kind as TreeKind, ProposalError};
use crate::proposal::node::{self, Node, Value};
use crate::proposal::read::{is_empty, read_tree, take};
use crate::text::{Diagnostic, Place, Source, Span, Spanned};

const TOP: &[&str] = &["note", "base", "fixtures"];
/// The keys of a proposal under which there is one entry for each thing, so that a proposal can have
/// some of a base and others of its own.
const MERGED: [&str; 2] = ["provisions", "sources"];

/// A proposal that stands in the file which says what is expected of it.
#[derive(Clone, Debug)]
pub struct Inside {
    /// Its name.
    pub name: Spanned<String>,
    /// The terms of the base that it leaves out.
    pub(super) without: Vec<Spanned<String>>,
    /// The proposal with what it has of the base, as if it were a file of its own.
    root: Node,
}

impl Inside {
    /// Reads it over a vocabulary. Every place is one in this source.
    ///
    /// # Errors
    ///
    /// Every mistake, in file order.
    pub(crate) fn read(
        &self,
        source: &Arc<Source>,
        vocabulary: &Vocabulary,
    ) -> Result<Proposal, Vec<Diagnostic>> {
        read_tree(self.root.clone(), source, self.name.span, vocabulary)
    }

    /// Says of an error which fixture it is about.
    pub(crate) fn said_of(&self, source: &Arc<Source>, said: Diagnostic) -> Diagnostic {
        let here = said
            .place()
            .is_some_and(|place| place.span == self.name.span);
        if here {
            return said;
        }
        said.at(Place::new(source, self.name.span), "of this fixture")
    }
}

/// Reads the fixtures of a file that holds several.
///
/// # Errors
///
/// Every mistake, in file order; only the first if the text is not YAML.
pub(super) fn read(source: &Arc<Source>) -> Result<Vec<Expectation>, Vec<Diagnostic>> {
    let mut reader = Reader::new(source);
    let fixtures = match node::read(source) {
        Ok(root) => reader.fixtures(root),
        Err(ProposalError {
            kind: TreeKind::Empty,
            span,
        }) => {
            reader.nothing("here", span);
            Vec::new()
        }
        Err(error) => return Err(vec![error.diagnostic(source, source)]),
    };
    let fixtures = fixtures.into_iter().map(|(inside, policies)| Expectation {
        source: Arc::clone(source),
        inside: Some(inside),
        policies,
    });
    let fixtures = fixtures.collect();
    reader.done(fixtures)
}

impl Reader<'_> {
    fn fixtures(&mut self, root: Node) -> Vec<(Inside, Vec<ExpectedBy>)> {
        let span = root.span;
        let known = ("a file with fixtures", TOP);
        let mut top = self.mapping("fixtures", root, Some(known));
        let base = take(&mut top, "base").filter(|(_, node)| !is_empty(node));
        let base = base.map_or_else(Vec::new, |(_, node)| self.mapping("base", node, None));
        let Some((key, list)) = take(&mut top, "fixtures") else {
            if self.wrong.is_empty() {
                self.nothing("here", span);
            }
            return Vec::new();
        };
        let list = match list.value {
            Value::List(list) if !list.is_empty() => list,
            _ if is_empty(&list) => Vec::new(),
            Value::List(list) => list,
            _ => {
                self.shape("fixtures", "a list of proposals", list.span);
                return Vec::new();
            }
        };
        if list.is_empty() {
            self.nothing("here", key.span);
        }
        let mut all: Vec<(Inside, Vec<ExpectedBy>)> = Vec::new();
        for node in list {
            let Some((inside, policies)) = self.fixture(&base, node) else {
                continue;
            };
            let same = |known: &&(Inside, _)| known.0.name.value == inside.name.value;
            if let Some(first) = all.iter().find(same).map(|(known, _)| known.name.span) {
                let name = inside.name.value;
                self.fail(&Kind::SameName { name, first }, inside.name.span);
                continue;
            }
            all.push((inside, policies));
        }
        all
    }

    fn fixture(&mut self, base: &Entries, node: Node) -> Option<(Inside, Vec<ExpectedBy>)> {
        let span = node.span;
        let mut own = self.mapping("fixtures", node, None);
        let name = match own.iter().find(|(key, _)| key.value == "proposal") {
            Some((_, node)) => match &node.value {
                Value::Text(text) if !text.trim().is_empty() => {
                    Spanned::new(text.trim().to_owned(), node.span)
                }
                _ => {
                    self.shape("proposal", "the name of the fixture", node.span);
                    return None;
                }
            },
            None => {
                self.fail(&Kind::NoName, Span::new(span.start, span.start));
                return None;
            }
        };
        let without = take(&mut own, "without");
        let without = without.map_or_else(Vec::new, |(_, node)| {
            self.texts("without", "a list of terms", node)
        });
        let policies = match take(&mut own, "policies") {
            Some((key, node)) => self.policies(&key, node),
            None => {
                self.nothing(format!("of `{}`", name.value), name.span);
                return None;
            }
        };
        let root = self.over(base, own, &without, span);
        let inside = Inside {
            name,
            without,
            root,
        };
        Some((inside, policies))
    }

    /// What a fixture has of the base and of its own. Its own goes before the base, and is never left
    /// out.
    fn over(
        &mut self,
        base: &Entries,
        mut own: Entries,
        without: &[Spanned<String>],
        span: Span,
    ) -> Node {
        let stated = own.iter().find(|(key, _)| key.value == "provisions");
        let stated: Vec<String> = match stated.map(|(_, node)| &node.value) {
            Some(Value::Mapping(entries)) => {
                entries.iter().map(|(key, _)| key.value.clone()).collect()
            }
            _ => Vec::new(),
        };
        for (key, node) in base {
            let mine = own.iter_mut().find(|(known, _)| known.value == key.value);
            match mine {
                None => own.push((key.clone(), node.clone())),
                Some((_, mine)) if MERGED.contains(&key.value.as_str()) => {
                    merge(mine, node);
                }
                Some(_) => {}
            }
        }
        let provisions = own.iter_mut().find(|(key, _)| key.value == "provisions");
        let mut left = provisions.map(|(_, node)| &mut node.value);
        for term in without.iter().filter(|term| !stated.contains(&term.value)) {
            let found = match &mut left {
                Some(Value::Mapping(entries)) => take(entries, &term.value),
                _ => None,
            };
            if found.is_none() {
                let name = term.value.clone();
                self.fail(&Kind::NotInBase { name }, term.span);
            }
        }
        Spanned::new(Value::Mapping(own), span)
    }
}

/// Adds the entries of a base that a fixture does not have itself.
fn merge(own: &mut Node, base: &Node) {
    if is_empty(own) {
        *own = base.clone();
        return;
    }
    let (Value::Mapping(own), Value::Mapping(base)) = (&mut own.value, &base.value) else {
        return;
    };
    let new = |key: &Spanned<String>| own.iter().all(|(known, _)| known.value != key.value);
    let new: Entries = (base.iter().filter(|(key, _)| new(key)).cloned()).collect();
    own.extend(new);
}
