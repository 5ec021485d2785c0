//! YAML as a tree with places, before it means anything. The only place that names `serde_yaml`.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::granit_parser::{ErrorKind, Event, Parser};
use serde_yaml::{
    DuplicateKeyPolicy, ExternalMessageSource, Location, MergeKeyPolicy, Options,
    Spanned as Located,
};

use super::error::{Kind, ProposalError};
use super::unreadable::{Fault, fault};
use crate::text::{Source, Span, Spanned};

/// The most bytes of a proposal.
pub(super) const MOST_BYTES: usize = 8 << 20;
/// The most nodes of a proposal.
pub(super) const MOST_NODES: usize = 100_000;
/// The deepest nesting of a proposal.
pub(super) const MOST_DEPTH: usize = 32;

/// A node and where it stands.
pub(super) type Node = Spanned<Value>;

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A scalar, as written if it is plain, without its quotes if it is quoted.
    Text(String),
    /// Nothing, `~` or `null`, as written.
    Null(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in file order. Keys are unique.
    Mapping(Vec<(Spanned<String>, Node)>),
}

/// Reads a text of one YAML document.
pub(super) fn read(source: &Arc<Source>) -> Result<Node, ProposalError> {
    let text = source.text();
    refuse(text)?;
    refuse_tags(text)?;
    let mut options = Options::default();
    options.strict_booleans = true;
    // Duplicates and `<<` reach us as they are written, so that each is reported with its place.
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    options.merge_keys = MergeKeyPolicy::AsOrdinary;
    options.with_snippet = false;
    options.alias_limits.max_total_replayed_events = MOST_NODES;
    if let Some(budget) = &mut options.budget {
        budget.max_nodes = MOST_NODES;
        budget.max_depth = MOST_DEPTH;
        budget.max_merge_keys = 100;
    }
    let raw: Located<Raw> = serde_yaml::from_str_with_options(document(text), options)
        .map_err(|error| translate(&error, text))?;
    placed(raw, text)
}

/// A text up to a `---` at its end, which begins a document that never comes.
fn document(text: &str) -> &str {
    let is_layout = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev() {
        end -= line.len();
        if line.trim_end() == "---" {
            let is_all = text[..end].lines().all(is_layout);
            return if is_all { text } else { &text[..end] };
        }
        if !is_layout(line) {
            break;
        }
    }
    text
}

/// Refuses tags, which would say how a value is to be taken.
fn refuse_tags(text: &str) -> Result<(), ProposalError> {
    // Hardly any text has one, and looking closer takes as long as reading it.
    let begins = |at: usize| text[..at].ends_with([' ', '\n', '\t', '[', '{', ',']);
    if !text.match_indices('!').any(|(at, _)| begins(at)) {
        return Ok(());
    }
    for (event, span) in Parser::new_from_str(document(text)).map_while(Result::ok) {
        let (Event::Scalar(.., tag) | Event::SequenceStart(.., tag) | Event::MappingStart(.., tag)) =
            event
        else {
            continue;
        };
        if tag.is_none() {
            continue;
        }
        let start = span.tag_start.unwrap_or(span.start);
        let start = start.byte_offset().unwrap_or_default().min(text.len());
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find([' ', '\n', '\r', '\t', ',', ']', '}']);
        let tag = rest[..end.unwrap_or(rest.len())].to_owned();
        let span = Span::new(start, start + tag.len());
        let kind = Kind::Yaml(Fault::Tag { tag });
        return Err(ProposalError { kind, span });
    }
    Ok(())
}

/// What is refused before it is parsed.
fn refuse(text: &str) -> Result<(), ProposalError> {
    let fail = |kind, at| {
        Err(ProposalError {
            kind,
            span: Span::new(at, at),
        })
    };
    if text.len() > MOST_BYTES {
        let (bytes, most) = (text.len(), MOST_BYTES);
        return fail(Kind::TooLarge { bytes, most }, 0);
    }
    let control = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t' | '\u{85}');
    if let Some((at, char)) = text.char_indices().find(|(_, char)| control(*char)) {
        let code = u32::from(char);
        return fail(Kind::ControlCharacter { code }, at);
    }
    let mut lines = (text.trim_start_matches('\u{feff}').lines())
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("//"));
    let Some(first) = lines.next() else {
        return fail(Kind::Empty, 0);
    };
    let word = first.split_whitespace().next().unwrap_or_default();
    if let Some(&word) = ["vocabulary", "policy"]
        .iter()
        .find(|&&known| known == word)
    {
        return fail(Kind::NotAProposal { word }, 0);
    }
    Ok(())
}

/// A node as the library gives it.
enum Raw {
    Text(String),
    /// A boolean, a number or nothing: what is written counts, not what it was taken for.
    AsWritten,
    List(Vec<Located<Raw>>),
    Mapping(Vec<(Located<Raw>, Located<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar, a list or a mapping")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::AsWritten)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::AsWritten)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::AsWritten)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::AsWritten)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::AsWritten)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::AsWritten)
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::AsWritten)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::AsWritten)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = mapping.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Mapping(entries))
    }
}

fn placed(raw: Located<Raw>, text: &str) -> Result<Node, ProposalError> {
    let span = span_of(raw.referenced, text);
    let value = match raw.value {
        Raw::Text(text) => Value::Text(text),
        Raw::AsWritten => {
            let span = span_of(raw.defined, text);
            let written = text.get(span.start..span.end).unwrap_or_default().trim();
            match written {
                "" | "~" | "null" | "Null" | "NULL" => Value::Null(written.to_owned()),
                written => Value::Text(written.to_owned()),
            }
        }
        Raw::List(items) => {
            let items = items.into_iter().map(|item| placed(item, text));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        Raw::Mapping(entries) => {
            let entries = entries.into_iter();
            let entries =
                entries.map(|(key, value)| Ok((key_of(key, text)?, placed(value, text)?)));
            Value::Mapping(entries.collect::<Result<_, _>>()?)
        }
    };
    Ok(Spanned::new(value, span))
}

/// A key as it is written: `null` is a name as any other.
fn key_of(raw: Located<Raw>, text: &str) -> Result<Spanned<String>, ProposalError> {
    let Spanned { value, span } = placed(raw, text)?;
    match value {
        Value::Text(key) | Value::Null(key) => Ok(Spanned::new(key, span)),
        Value::List(_) | Value::Mapping(_) => {
            let kind = Kind::Yaml(Fault::NotAKey);
            Err(ProposalError { kind, span })
        }
    }
}

fn span_of(location: Location, text: &str) -> Span {
    let span = location.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(length)) => {
            let start = usize::try_from(start).unwrap_or(0).min(text.len());
            let length = usize::try_from(length).unwrap_or(0);
            Span::new(start, (start + length).min(text.len()))
        }
        _ => {
            let at = offset(text, location.line(), location.column());
            Span::new(at, at)
        }
    }
}

/// The offset of a line and a column, both from 1, columns in characters.
fn offset(text: &str, line: u64, column: u64) -> usize {
    let line = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    let inside = rest
        .char_indices()
        .nth(column)
        .map_or(rest.len(), |(at, _)| at);
    start + inside
}

/// The library's errors in our words.
fn translate(error: &serde_yaml::Error, text: &str) -> ProposalError {
    use serde_yaml::Error as Yaml;
    let error = error.without_snippet();
    let span = (error.location()).map_or(Span::default(), |location| span_of(location, text));
    let kind = match innermost(error) {
        Yaml::MultipleDocuments { .. } => Kind::SeveralDocuments,
        Yaml::UnknownAnchor { .. } => Kind::UnknownAnchor,
        Yaml::Budget { .. }
        | Yaml::AliasReplayLimitExceeded { .. }
        | Yaml::AliasExpansionLimitExceeded { .. }
        | Yaml::AliasReplayStackDepthExceeded { .. }
        | Yaml::AliasReplayCounterOverflow { .. }
        | Yaml::RecursiveReferencesRequireWeakTypes { .. } => too_much(),
        Yaml::ExternalMessage { source, .. } if is_too_deep(source) => too_much(),
        _ => {
            let (fault, span) = fault(text, span.start);
            let kind = Kind::Yaml(fault);
            return ProposalError { kind, span };
        }
    };
    ProposalError { kind, span }
}

/// Whether the parser met its own limit of nesting.
fn is_too_deep(source: &ExternalMessageSource) -> bool {
    matches!(source, ExternalMessageSource::Parser(error)
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded))
}

/// An error inside an alias is wrapped.
fn innermost(error: &serde_yaml::Error) -> &serde_yaml::Error {
    match error {
        serde_yaml::Error::AliasError { error, .. } => innermost(error),
        error => error,
    }
}

fn too_much() -> Kind {
    Kind::TooMuch {
        nodes: MOST_NODES,
        depth: MOST_DEPTH,
    }
}
