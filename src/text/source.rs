//! Texts and the places in them.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

/// Tells one loaded text from every other of this process, even from another load of the same file.
///
/// It is for look-ups only: its number depends on the order in which texts were loaded, so it is
/// neither ordered nor shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextId(u64);

impl TextId {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A text, with the name it is shown by.
#[derive(Debug)]
pub struct Source {
    id: TextId,
    name: String,
    text: String,
    /// Where each line begins, once somebody asked for it.
    lines: OnceLock<Vec<usize>>,
    /// The SHA-256 of the text, once somebody asked for it.
    sha256: OnceLock<String>,
}

impl Source {
    /// Keeps `text` under `name`, a path or a word such as `<stdin>`.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            id: TextId::new(),
            name: name.into(),
            text: text.into(),
            lines: OnceLock::new(),
            sha256: OnceLock::new(),
        })
    }

    /// What tells it from other texts.
    #[must_use]
    pub fn id(&self) -> TextId {
        self.id
    }

    /// The name it is shown by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SHA-256 of the text, 64 hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| sha256(self.text.as_bytes()))
    }

    /// Line and column of a byte offset, both from 1; columns count characters. A byte order mark at
    /// the start counts as none.
    ///
    /// An offset past the end, or inside a character, counts as the nearest character before it.
    #[must_use]
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let lines = self.lines.get_or_init(|| starts_of_lines(&self.text));
        let line = lines.partition_point(|&start| start <= end);
        let before = &self.text[lines[line - 1]..end];
        let before = match line {
            1 => before.trim_start_matches('\u{feff}'),
            _ => before,
        };
        (line, before.chars().count() + 1)
    }
}

fn starts_of_lines(text: &str) -> Vec<usize> {
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(breaks.map(|(at, _)| at + 1))
        .collect()
}

/// The SHA-256 of some bytes, 64 hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// Texts of one name that say the same are equal, however often they were loaded.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }
}

impl Eq for Source {}

/// A stretch of bytes of one source, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// From `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// The lines of a text, whichever way they end, without their ends.
#[must_use]
pub fn lines(text: &str) -> Vec<Span> {
    let (mut all, mut start) = (Vec::new(), 0);
    while start < text.len() {
        let rest = &text[start..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        all.push(Span::new(start, start + length));
        let crlf = rest[length..].starts_with("\r\n");
        start += length + if crlf { 2 } else { 1 };
    }
    all
}

/// A value as written, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What is written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value at its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A span together with the source it is in.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub source: Arc<Source>,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// A span of a source.
    #[must_use]
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Self {
            source: Arc::clone(source),
            span,
        }
    }

    /// The text that stands there.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source
            .text()
            .get(self.span.start..self.span.end)
            .unwrap_or_default()
    }
}

/// Shown as `file:line:column`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.source.line_and_column(self.span.start);
        write!(f, "{}:{line}:{column}", self.source.name())
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
