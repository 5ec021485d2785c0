//! A YAML tree to a proposal: its head and its sources.

use std::sync::Arc;

use super::error::{Kind, ProposalError};
use super::keys::{COVERAGE, GRADES, PROPOSAL, SOURCE};
use super::node::{self, Node, Value};
use super::unreadable::misspelt_entry;
use super::{Coverage, Grade, Listing, Proposal, SourceNote, listing, meant};
use crate::policy::{FIRST_EDITION, Outdated, Vocabulary};
use crate::text::Diagnostic;
use crate::text::date::is_date_or_range;
use crate::text::{Source, Span, Spanned, nearest};

/// What a text turned out to be.
#[derive(Debug)]
pub enum Written {
    /// One text, coded.
    Proposal(Box<Proposal>),
    /// A list of such texts, which are judged as one.
    Package(Box<Listing>),
}

/// Reads a proposal over a vocabulary.
///
/// # Errors
///
/// Every mistake, in file order; only the first if the text is not YAML. `package/no-single-text` if
/// it is a package, of which [`read_written`] gives the list of members.
pub fn read(source: &Arc<Source>, vocabulary: &Vocabulary) -> Result<Proposal, Vec<Diagnostic>> {
    match read_written(source, vocabulary)? {
        Written::Proposal(proposal) => Ok(*proposal),
        Written::Package(listing) => Err(vec![listing.no_single_text()]),
    }
}

/// Reads a proposal that is a part of a larger text, as if it were alone. What it lacks is told of its name.
///
/// # Errors
///
/// Every mistake, in file order.
pub(super) fn read_tree(
    root: Node,
    source: &Arc<Source>,
    name: Span,
    vocabulary: &Vocabulary,
) -> Result<Proposal, Vec<Diagnostic>> {
    let mut reader = Reader::new(vocabulary);
    let proposal = reader.proposal(root, source);
    for error in &mut reader.errors {
        if error.span == Span::default() {
            error.span = name;
        }
    }
    reader.done(proposal, source)
}

/// Reads a proposal over a vocabulary, or the list of a package's members.
///
/// # Errors
///
/// Every mistake, in file order; only the first if the text is not YAML.
pub fn read_written(
    source: &Arc<Source>,
    vocabulary: &Vocabulary,
) -> Result<Written, Vec<Diagnostic>> {
    let mut reader = Reader::new(vocabulary);
    let written = match node::read(source) {
        Ok(root) if listing::is_package(&root) => {
            let listing = reader.package(root, source);
            listing.map(|listing| Written::Package(Box::new(listing)))
        }
        Ok(root) => {
            let proposal = reader.proposal(root, source);
            proposal.map(|proposal| Written::Proposal(Box::new(proposal)))
        }
        Err(error) => {
            reader.errors.push(error);
            None
        }
    };
    reader.done(written, source)
}

/// Collects errors while it reads.
pub(super) struct Reader<'v> {
    pub vocabulary: &'v Vocabulary,
    pub errors: Vec<ProposalError>,
    /// What was found of earlier editions.
    pub outdated: Outdated,
}

pub(super) type Entries = Vec<(Spanned<String>, Node)>;

/// Takes the entry of a key out of a mapping.
pub(super) fn take(entries: &mut Entries, key: &str) -> Option<(Spanned<String>, Node)> {
    let index = entries.iter().position(|(known, _)| known.value == key)?;
    Some(entries.swap_remove(index))
}

impl<'v> Reader<'v> {
    fn new(vocabulary: &'v Vocabulary) -> Self {
        Self {
            vocabulary,
            errors: Vec::new(),
            outdated: Outdated::new(vocabulary),
        }
    }

    /// What was read, unless something is wrong.
    fn done<T>(mut self, read: Option<T>, source: &Arc<Source>) -> Result<T, Vec<Diagnostic>> {
        match read {
            Some(read) if self.errors.is_empty() => Ok(read),
            _ => {
                self.errors.sort_by_key(|error| error.span);
                let errors = self.errors.iter();
                // That the text is for a newer edition may be why.
                let newer = self.outdated.newer(source).into_iter();
                let errors = errors.map(|error| error.diagnostic(source, &self.vocabulary.source));
                Err(newer.chain(errors).collect())
            }
        }
    }
}

impl Reader<'_> {
    pub fn fail(&mut self, kind: Kind, span: Span) {
        self.errors.push(ProposalError { kind, span });
    }

    /// The entries of a mapping whose keys are all known and stand there once.
    pub fn mapping(
        &mut self,
        node: Node,
        key: &str,
        place: &'static str,
        known: Option<&'static [&'static str]>,
    ) -> Entries {
        let entries = match node.value {
            Value::Mapping(entries) => entries,
            other => {
                let fault = match &other {
                    Value::Text(text) => misspelt_entry(text),
                    Value::Null(_) | Value::List(_) | Value::Mapping(_) => None,
                };
                let (key, expected) = (key.to_owned(), "a mapping of keys to values");
                let kind = match fault {
                    Some(fault) => Kind::Misspelt { fault },
                    None => Kind::WrongShape { key, expected },
                };
                self.fail(kind, node.span);
                return Vec::new();
            }
        };
        let mut kept: Entries = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            if let Some((first, _)) = kept.iter().find(|(before, _)| before.value == key.value) {
                let (key, span, first) = (key.value, key.span, first.span);
                self.fail(Kind::DuplicateKey { key, first }, span);
                continue;
            }
            if key.value == "<<" {
                self.fail(Kind::MergeKey, key.span);
                continue;
            }
            if let Some(known) = known.filter(|known| !known.contains(&key.value.as_str())) {
                let near = nearest(&key.value, known.iter().copied()).map(str::to_owned);
                let meant = meant::key(&key.value).filter(|meant| known.contains(meant));
                let kind = Kind::UnknownKey {
                    key: key.value,
                    place,
                    meant,
                    near,
                    known,
                };
                self.fail(kind, key.span);
                continue;
            }
            kept.push((key, value));
        }
        kept
    }

    fn proposal(&mut self, root: Node, source: &Arc<Source>) -> Option<Proposal> {
        let mut top = self.mapping(root, "proposal", "a proposal", Some(PROPOSAL));
        let head = self.head("proposal", &mut top, source);
        let provisions = take(&mut top, "provisions");
        if provisions.is_none() {
            let key = "provisions";
            self.fail(Kind::MissingKey { key }, Span::default());
        }
        // What was changed since is told of provisions.
        self.outdated.written_for = take(&mut top, "edition").and_then(|entry| self.edition(entry));
        let sources = take(&mut top, "sources");
        let sources = self.sources(sources);
        let coverage = take(&mut top, "coverage").and_then(|entry| self.coverage(&entry));
        let unlisted = take(&mut top, "unlisted").and_then(|entry| self.unlisted(&entry));
        if let Some(span) = unlisted.filter(|_| coverage != Some(Coverage::Full)) {
            self.fail(Kind::UnlistedWithoutFullCoverage, span);
        }
        let (key, provisions) = provisions?;
        let provisions = self.provisions(provisions, &sources);
        Some(Proposal {
            coverage,
            sources,
            unlisted_silent: unlisted,
            provisions,
            outdated: self.outdated.clone().sorted(),
            provisions_span: key.span,
            ..head?
        })
    }

    fn sources(&mut self, entry: Option<(Spanned<String>, Node)>) -> Vec<SourceNote> {
        let Some((key, node)) = entry.filter(|(_, node)| !is_empty(node)) else {
            return Vec::new();
        };
        (self
            .mapping(node, &key.value, "`sources`", None)
            .into_iter())
        .map(|(key, node)| self.source(key, node))
        .collect()
    }

    fn source(&mut self, key: Spanned<String>, node: Node) -> SourceNote {
        let mut note = SourceNote {
            key: key.value,
            title: None,
            url: None,
            date: None,
            grade: None,
            note: None,
        };
        for (field, node) in self.mapping(node, &note.key.clone(), "a source", Some(SOURCE)) {
            if field.value == "grade" {
                note.grade = self.grade(&node);
                continue;
            }
            let slot = match field.value.as_str() {
                "title" => &mut note.title,
                "url" => &mut note.url,
                "date" => &mut note.date,
                _ => &mut note.note,
            };
            *slot = self.text((field, node));
        }
        note
    }

    fn grade(&mut self, node: &Node) -> Option<Grade> {
        match self.choice("grade", node, GRADES)? {
            "A" => Some(Grade::A),
            "B" => Some(Grade::B),
            _ => Some(Grade::C),
        }
    }

    fn coverage(&mut self, (_, node): &(Spanned<String>, Node)) -> Option<Coverage> {
        match self.choice("coverage", node, COVERAGE)? {
            "full" => Some(Coverage::Full),
            "near_full" => Some(Coverage::NearFull),
            "partial" => Some(Coverage::Partial),
            _ => Some(Coverage::ReportingOnly),
        }
    }

    fn unlisted(&mut self, (key, node): &(Spanned<String>, Node)) -> Option<Span> {
        self.choice("unlisted", node, &["silent"]).map(|_| key.span)
    }

    /// One of a few words.
    pub fn choice(
        &mut self,
        key: &'static str,
        node: &Node,
        known: &'static [&'static str],
    ) -> Option<&'static str> {
        if is_empty(node) {
            return None;
        }
        let Value::Text(text) = &node.value else {
            let (key, expected) = (key.to_owned(), "one word");
            self.fail(Kind::WrongShape { key, expected }, node.span);
            return None;
        };
        let found = known.iter().find(|known| **known == text.trim());
        if found.is_none() {
            let kind = Kind::NotAChoice {
                key,
                text: text.clone(),
                near: nearest(text, known.iter().copied()).map(str::to_owned),
                known,
            };
            self.fail(kind, node.span);
        }
        found.copied()
    }

    /// The edition of the vocabulary that it was coded for.
    fn edition(&mut self, (key, node): (Spanned<String>, Node)) -> Option<Spanned<u64>> {
        let span = node.span;
        let text = self.text((key.clone(), node))?;
        let number = text.trim().parse().ok();
        let edition = number.filter(|edition| *edition >= FIRST_EDITION);
        if edition.is_none() {
            let (key, expected) = (
                key.value,
                "the number of an edition of the vocabulary, such as 2",
            );
            self.fail(Kind::WrongShape { key, expected }, span);
        }
        Some(Spanned::new(edition?, span))
    }

    pub fn date(&mut self, entry: (Spanned<String>, Node)) -> Option<String> {
        let span = entry.1.span;
        let text = self.text(entry)?.trim().to_owned();
        if is_date_or_range(&text) {
            return Some(text);
        }
        let meant = meant::dates(&text);
        self.fail(Kind::NoSuchDate { text, meant }, span);
        None
    }

    /// A value that has to be one text. An empty one is as good as none.
    pub fn text(&mut self, (key, node): (Spanned<String>, Node)) -> Option<String> {
        match node.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text),
            Value::Text(_) | Value::Null(_) => None,
            Value::List(_) | Value::Mapping(_) => {
                let (key, expected) = (key.value, "a text");
                self.fail(Kind::WrongShape { key, expected }, node.span);
                None
            }
        }
    }

    /// The name of the proposal, which it has to have.
    pub fn name(&mut self, (key, node): (Spanned<String>, Node)) -> Option<String> {
        if is_empty(&node) {
            let (key, expected) = (key.value, "a name");
            self.fail(Kind::WrongShape { key, expected }, node.span);
            return None;
        }
        self.text((key, node))
    }

    /// A text or a list of texts.
    pub fn texts(&mut self, (key, node): (Spanned<String>, Node)) -> Vec<String> {
        match node.value {
            Value::List(items) => (items.into_iter())
                .filter_map(|item| self.text((key.clone(), item)))
                .collect(),
            _ => self.text((key, node)).into_iter().collect(),
        }
    }
}

/// Whether there is nothing where a value is expected.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => text.trim().is_empty(),
        Value::Null(_) => true,
        Value::List(_) | Value::Mapping(_) => false,
    }
}
