//! A proposal's text with the places of everything in it.
//!
//! The parser says where every key and value stands. What lies between them is layout and
//! comments; so nothing has to be guessed from the look of a line.

use std::ops::Range;
use std::sync::Arc;

use super::node::{self, Node, Value};
use crate::text::{Source, Span, Spanned};

/// A key with what stands under it.
pub(super) type Entry = (Spanned<String>, Node);

/// A text with the places of everything in it.
pub(super) struct Page<'a> {
    pub text: &'a str,
    pub root: Node,
    /// From their `#` to the end of the line.
    comments: Vec<Range<usize>>,
    /// How its lines end.
    pub line_break: &'static str,
}

impl<'a> Page<'a> {
    pub fn new(source: &'a Arc<Source>) -> Option<Self> {
        let text = source.text();
        let breaks = text.find(['\n', '\r']).map_or("", |at| &text[at..]);
        let mut page = Page {
            text,
            root: node::read(source).ok()?,
            comments: Vec::new(),
            line_break: match breaks.as_bytes() {
                [b'\r', b'\n', ..] => "\r\n",
                [b'\r', ..] => "\r",
                _ => "\n",
            },
        };
        page.comments = page.find_comments()?;
        Some(page)
    }

    /// Finds the comments: what follows a `#` outside of keys and values.
    fn find_comments(&self) -> Option<Vec<Range<usize>>> {
        let mut words = Vec::new();
        collect_words(&self.root, &mut words);
        words.sort_unstable();
        words.push(Span::new(self.text.len(), self.text.len()));
        let (mut found, mut at) = (Vec::new(), 0);
        for span in words {
            self.text.get(span.start..span.end)?;
            while let Some(hash) = self.text.get(at..span.start).and_then(|gap| gap.find('#')) {
                let hash = at + hash;
                at = hash + 1;
                if !self.text[..hash].ends_with(|char: char| !is_layout(char)) {
                    at = self.line_end(hash).min(span.start);
                    found.push(hash..at);
                }
            }
            at = at.max(span.end);
        }
        Some(found)
    }

    /// Whether the text is a JSON document: everything in brackets, and every text in double quotes.
    pub fn is_json(&self) -> bool {
        let mut words = Vec::new();
        collect_words(&self.root, &mut words);
        let is_json = |word: &str| {
            let literal = ["true", "false", "null"].contains(&word);
            word.starts_with('"') || literal || word.parse::<f64>().is_ok()
        };
        let of = |span: &Span| {
            self.text
                .get(span.start..span.end)
                .unwrap_or_default()
                .trim()
        };
        self.in_brackets(&self.root)
            && self.comments.is_empty()
            && words.iter().all(|word| is_json(of(word)))
    }

    /// The first anchor outside of texts and comments.
    pub fn first_anchor(&self) -> Option<Span> {
        let mut words = Vec::new();
        collect_words(&self.root, &mut words);
        let inside = |at: usize| {
            let word = words.iter().any(|word| word.start < at && at < word.end);
            word || self.comments.iter().any(|each| each.contains(&at))
        };
        let starts = |at: usize| !self.text[..at].ends_with(|char: char| !before_anchor(char));
        let found = self.text.match_indices('&').map(|(at, _)| at);
        let mut found = found.filter(|&at| starts(at) && !inside(at));
        let at = found.next()?;
        let rest = &self.text[at..];
        let ends = |char: char| is_layout(char) || matches!(char, ',' | '[' | ']' | '{' | '}');
        let end = rest.find(ends).unwrap_or(rest.len());
        Some(Span::new(at, at + end))
    }

    pub fn all_comments(&self) -> impl Iterator<Item = &'a str> {
        (self.comments.iter()).map(|range| self.text[range.clone()].trim_end())
    }

    pub fn comments_in(&self, stretch: &Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let (start, end) = (stretch.start, stretch.end);
        (self.comments.iter()).filter(move |each| each.start >= start && each.end <= end)
    }

    /// Whether a stretch holds nothing, or a comment comes first.
    pub fn starts_with_comment(&self, stretch: Range<usize>) -> bool {
        let said = self.text[stretch.clone()].trim_start_matches(is_layout);
        let start = stretch.end - said.len();
        said.is_empty() || self.comments.iter().any(|each| each.start == start)
    }

    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    pub fn line_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        rest.find(['\n', '\r'])
            .map_or(self.text.len(), |end| at + end)
    }

    /// The blanks that the line of a key begins with.
    pub fn indent(&self, key: &Spanned<String>) -> &'a str {
        let line = &self.text[self.line_start(key.span.start)..];
        &line[..line.len() - line.trim_start_matches(' ').len()]
    }

    pub fn starts_line(&self, key: &Spanned<String>) -> bool {
        self.line_start(key.span.start) + self.indent(key).len() == key.span.start
    }

    /// After the `:` that follows a key.
    pub fn after_colon(&self, key: &Spanned<String>) -> Option<usize> {
        let rest = self.text[key.span.end..].trim_start_matches([' ', '\t']);
        Some(self.text.len() - rest.strip_prefix(':')?.len())
    }

    fn written(&self, node: &Node) -> &'a str {
        let span = node.span.start..node.span.end;
        self.text.get(span).unwrap_or_default()
    }

    /// Whether a collection stands in brackets. One that is laid out in lines has an empty span,
    /// and the span of an alias is the alias.
    pub fn in_brackets(&self, node: &Node) -> bool {
        let collection = matches!(node.value, Value::List(_) | Value::Mapping(_));
        let written = self.written(node);
        collection && written.starts_with(['[', '{'])
    }

    /// Whether a value is a pair of brackets on one line with nothing between them.
    pub fn is_empty_pair(&self, node: &Node) -> bool {
        let lines = self.text[node.span.start..self.end(node)].contains(['\n', '\r']);
        self.entries(node).is_empty() && !lines
    }

    /// The entries of a mapping that is written here, and not elsewhere under an anchor.
    pub fn entries<'n>(&self, node: &'n Node) -> &'n [Entry] {
        match &node.value {
            Value::Mapping(entries) if self.in_brackets(node) || is_in_lines(node) => entries,
            _ => &[],
        }
    }

    /// Where a value ends: after its last character, or its closing bracket.
    pub fn end(&self, node: &Node) -> usize {
        let written = self.written(node);
        let own = node.span.start + written.trim_end_matches(is_layout).len();
        let (last, bracket) = match &node.value {
            Value::List(items) => (items.last(), ']'),
            Value::Mapping(entries) => (entries.last().map(|(_, last)| last), '}'),
            _ => return own,
        };
        let inside = last.map_or(own, |last| self.end(last));
        if !self.in_brackets(node) {
            return own.max(inside);
        }
        let mut closing = self.text[inside..]
            .match_indices(bracket)
            .map(|(at, _)| inside + at);
        let closing = closing.find(|at| !self.comments.iter().any(|each| each.contains(at)));
        closing.map_or(inside, |at| at + 1)
    }

    /// Where the lines of an entry end, comments below it that are indented deeper included.
    pub fn end_of_lines(&self, (key, node): &Entry) -> usize {
        let indent = self.indent(key).len();
        let mut end = self.line_end(self.end(node).max(key.span.end));
        for comment in &self.comments {
            let Some(gap) = self.text.get(end..comment.start) else {
                continue;
            };
            let depth = comment.start - self.line_start(comment.start);
            if !gap.chars().all(is_layout) || depth <= indent {
                break;
            }
            end = comment.end;
        }
        end
    }
}

fn before_anchor(char: char) -> bool {
    is_layout(char) || matches!(char, ',' | '[' | '{')
}

fn is_layout(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r' | '\u{feff}')
}

fn is_in_lines(node: &Node) -> bool {
    let collection = matches!(node.value, Value::List(_) | Value::Mapping(_));
    collection && node.span.start == node.span.end
}

/// The places of everything that holds text.
fn collect_words(node: &Node, words: &mut Vec<Span>) {
    match &node.value {
        Value::Text(_) | Value::Null(_) => words.push(node.span),
        Value::List(items) => items.iter().for_each(|item| collect_words(item, words)),
        Value::Mapping(entries) => {
            for (key, value) in entries {
                words.push(key.span);
                collect_words(value, words);
            }
        }
    }
}
