//! What is probably wrong where a text is no YAML, from how its lines look: a parser often stops at
//! an innocent line below the guilty one, and knows no more than that it did not expect it.

use std::fmt;

use crate::text::Span;
use crate::text::source::lines;

/// What is wrong with the layout of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `pledge:assurance`.
    NoBlank { key: String, value: String },
    /// `pledge assurance`.
    NoColon { key: String, value: String },
    /// `[us, uk` and no `]`.
    Open { with: char, line: usize },
    /// A tab where blanks indent a line.
    Tab,
    /// A line deeper than the complete line above it, or one in no column of those above.
    Indentation { key: String },
    /// `title: Peace: a plan`.
    InnerColon { key: String },
    /// `note: @ home`.
    Reserved { sign: char },
    /// `note: .inf`.
    NoNumber { word: String },
    /// `title: "Peace" a plan`.
    AfterQuote,
    /// `? [a, b]`.
    NotAKey,
    /// `!!timestamp 2025-01-01`.
    Tag { tag: String },
    /// Anything else.
    Other,
}

/// As the message of an error.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBlank { key, .. } => write!(f, "there is no blank after the `:` of `{key}`"),
            Self::NoColon { key, .. } => write!(f, "there is no `:` after `{key}`"),
            Self::Open { with, line } => write!(f, "the `{with}` of line {line} is not closed"),
            Self::Tab => f.write_str("this line is indented with a tab"),
            Self::Indentation { key } => {
                write!(
                    f,
                    "`{key}` does not begin in the column of the keys it belongs to"
                )
            }
            Self::InnerColon { key } => write!(f, "the value of `{key}` holds a second `:`"),
            Self::Reserved { sign } => {
                write!(f, "a value without quotes cannot begin with `{sign}`")
            }
            Self::NoNumber { word } => write!(f, "`{word}` is no number here"),
            Self::AfterQuote => f.write_str("something follows after the quotes of this value"),
            Self::NotAKey => f.write_str("this key is not a text"),
            Self::Tag { tag } => write!(f, "`{tag}` is a tag, and tags mean nothing here"),
            Self::Other => f.write_str("this cannot be read as YAML"),
        }
    }
}

/// The most characters of a value that is written out in advice.
const LONG: usize = 60;

impl Fault {
    /// The way out.
    pub fn help(&self) -> String {
        match self {
            Self::NoBlank { key, value } | Self::NoColon { key, value } => {
                // A whole file may hang on a colon.
                if value.contains(['\n', '\r']) || value.chars().count() > LONG {
                    format!("write `{key}:`, a blank, and the value")
                } else {
                    format!("write `{key}: {value}`")
                }
            }
            Self::Open { with: '[', .. } => "close the list with `]`".into(),
            Self::Open { with: '{', .. } => "close it with `}`".into(),
            Self::Open { with, .. } => format!("close the text with another `{with}`"),
            Self::Tab => "indent with blanks: YAML allows no tabs there".into(),
            Self::Indentation { .. } => {
                "keys that belong together begin in the same column, and those of a provision two \
                 blanks deeper than its term"
                    .into()
            }
            Self::InnerColon { .. } => "put the whole value in double quotes".into(),
            Self::Reserved { .. } | Self::NoNumber { .. } => {
                "put the value in double quotes".into()
            }
            Self::AfterQuote => {
                "put all of it in one pair of double quotes, and write a quote inside it as `\\\"`"
                    .into()
            }
            Self::NotAKey => "write one word before the `:`".into(),
            Self::Tag { .. } => "write the value alone".into(),
            Self::Other => {
                "check indentation, and put texts with `:`, `#` or `'` inside in double quotes"
                    .into()
            }
        }
    }
}

/// Finds the fault because of which a parser stopped at a byte of a text.
pub(super) fn fault(text: &str, at: usize) -> (Fault, Span) {
    let lines: Vec<Line<'_>> = lines(text)
        .into_iter()
        .map(|span| Line::new(text, span))
        .collect();
    if let Some(found) = unclosed(text, at) {
        return found;
    }
    let last = lines.partition_point(|line| line.start <= at).max(1) - 1;
    let said: Vec<&Line<'_>> = (lines.iter().take(last + 1))
        .filter(|line| !line.said.is_empty())
        .collect();
    let (Some(&here), rest) = (said.last(), &said[..said.len().saturating_sub(1)]) else {
        return (Fault::Other, Span::new(at, at));
    };
    let below = lines.get(last + 1..).unwrap_or_default();
    let below = below.iter().find(|line| !line.said.is_empty());
    let above = rest.last().copied();
    let found = here.tab().or_else(|| above.and_then(Line::tab));
    let found = found
        .or_else(|| above.and_then(|above| above.spelling(here.depth)))
        .or_else(|| here.spelling(above.or(below).map_or(here.depth, |line| line.depth)))
        .or_else(|| here.content())
        .or_else(|| above.and_then(Line::content))
        // A parser may stop at the end of the line before the guilty one.
        .or_else(|| below.and_then(Line::tab))
        .or_else(|| here.indentation(rest));
    found.unwrap_or((Fault::Other, Span::new(at, at)))
}

/// What a value looks like that is a key and its value all the same: `pledge:assurance`.
pub(super) fn misspelt_entry(text: &str) -> Option<Fault> {
    let line = Line::new(text, Span::new(0, text.len()));
    line.spelling(line.depth).map(|(fault, _)| fault)
}

/// One line, apart from its comment.
struct Line<'a> {
    start: usize,
    /// What it begins with.
    blanks: &'a str,
    /// How many those are.
    depth: usize,
    said: &'a str,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, span: Span) -> Self {
        let line = text[span.start..span.end].trim_start_matches('\u{feff}');
        let start = span.end - line.len();
        let said = line.trim_start();
        let depth = line.len() - said.len();
        let end = if said.starts_with('#') {
            0
        } else {
            said.find(" #").unwrap_or(said.len())
        };
        Self {
            start,
            blanks: &line[..depth],
            depth,
            said: said[..end].trim_end(),
        }
    }

    fn span(&self, from: usize, length: usize) -> Span {
        let start = self.start + self.depth + from;
        Span::new(start, start + length)
    }

    /// The key and where its value begins, if there is a key with a `:` behind it.
    fn key(&self) -> Option<(&'a str, usize)> {
        let said = self.said.strip_prefix("- ").unwrap_or(self.said);
        let offset = self.said.len() - said.len();
        let colon = said
            .find(": ")
            .or_else(|| said.ends_with(':').then(|| said.len() - 1))?;
        is_words(&said[..colon]).then(|| {
            let rest = &said[colon + 1..];
            (
                &said[..colon],
                offset + said.len() - rest.trim_start().len(),
            )
        })
    }

    fn value(&self) -> Option<(&'a str, usize)> {
        let (_, from) = self.key()?;
        Some((&self.said[from..], from)).filter(|(value, _)| !value.is_empty())
    }

    fn tab(&self) -> Option<(Fault, Span)> {
        let at = self.start + self.blanks.find('\t')?;
        Some((Fault::Tab, Span::new(at, at + 1)))
    }

    /// A key without its `:` or the blank behind it, in a line that stands as deep as another.
    fn spelling(&self, depth: usize) -> Option<(Fault, Span)> {
        if depth != self.depth || self.key().is_some() {
            return None;
        }
        if let Some((key, value)) = self.said.split_once(':')
            && is_name(key)
            && !value.starts_with("//")
        {
            let (key, value) = (key.to_owned(), value.to_owned());
            let span = self.span(key.len(), 1);
            return Some((Fault::NoBlank { key, value }, span));
        }
        let (key, value) = self.said.split_once([' ', '\t'])?;
        (is_name(key) && !value.contains(':')).then(|| {
            let span = self.span(0, key.len());
            let (key, value) = (key.to_owned(), value.trim().to_owned());
            (Fault::NoColon { key, value }, span)
        })
    }

    /// What is wrong inside a value.
    fn content(&self) -> Option<(Fault, Span)> {
        let (value, from) = self.value()?;
        let first = value.chars().next()?;
        if matches!(first, '@' | '`' | '%') {
            return Some((Fault::Reserved { sign: first }, self.span(from, 1)));
        }
        if [".inf", "-.inf", "+.inf", ".nan"].contains(&value.to_lowercase().as_str()) {
            let (word, span) = (value.to_owned(), self.span(from, value.len()));
            return Some((Fault::NoNumber { word }, span));
        }
        if matches!(first, '"' | '\'') {
            let end = closing(value)?;
            let rest = value[end..].trim_start();
            let at = from + value.len() - rest.len();
            return (!rest.is_empty() && !rest.starts_with([',', ']', '}', ':']))
                .then(|| (Fault::AfterQuote, self.span(at, rest.len())));
        }
        if matches!(first, '[' | '{' | '|' | '>' | '&' | '*' | '!') {
            return None;
        }
        let colon = value
            .find(": ")
            .or_else(|| value.ends_with(':').then(|| value.len() - 1))?;
        let key = self.key()?.0.to_owned();
        Some((Fault::InnerColon { key }, self.span(from + colon, 1)))
    }

    /// Whether it stands in a column where no key may stand.
    fn indentation(&self, before: &[&Line<'_>]) -> Option<(Fault, Span)> {
        let (key, _) = self.key()?;
        let above = before.last()?;
        let deeper = self.depth > above.depth && above.value().is_some();
        let between =
            self.depth < above.depth && before.iter().all(|line| line.depth != self.depth);
        let key = key.to_owned();
        let span = self.span(0, key.len());
        (deeper || between).then_some((Fault::Indentation { key }, span))
    }
}

fn is_name(word: &str) -> bool {
    let name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    word.starts_with(|char: char| char.is_ascii_alphabetic()) && word.chars().all(name)
}

/// Whether a text is a key: a name, or words such as `at least`.
fn is_words(text: &str) -> bool {
    !text.is_empty() && text.split(' ').all(is_name)
}

/// The offset behind the quote that closes a text that begins with one.
fn closing(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let (_, quote) = chars.next()?;
    while let Some((at, char)) = chars.next() {
        if quote == '"' && char == '\\' {
            chars.next();
        } else if char == quote {
            if quote == '\'' && text[at + 1..].starts_with('\'') {
                chars.next();
            } else {
                return Some(at + 1);
            }
        }
    }
    None
}

/// A bracket or a quote that is opened before a byte of a text and not closed where it should be: a
/// line of the same or a lower depth begins another entry.
fn unclosed(text: &str, at: usize) -> Option<(Fault, Span)> {
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut fresh = true;
    let mut from = 0;
    let fault = |(with, start, _): (char, usize, usize)| {
        let line = text[..start].matches('\n').count() + 1;
        (Fault::Open { with, line }, Span::new(start, start + 1))
    };
    while from < text.len() {
        let rest = &text[from..];
        let Some(char) = rest.chars().next() else {
            break;
        };
        let mut step = char.len_utf8();
        let depth = || {
            let line = &text[text[..from].rfind('\n').map_or(0, |end| end + 1)..];
            line.len() - line.trim_start_matches(' ').len()
        };
        match char {
            '#' if fresh || text[..from].ends_with([' ', '\t']) => {
                step = rest.find('\n').unwrap_or(rest.len());
            }
            '"' | '\'' if fresh => {
                let end = closing(rest);
                let quoted = &rest[..end.unwrap_or(rest.len())];
                if from <= at && (end.is_none() || runs_into_an_entry(quoted, depth())) {
                    return Some(fault((char, from, 0)));
                }
                step = quoted.len();
                fresh = false;
            }
            '[' | '{' if fresh => open.push((char, from, depth())),
            ']' | '}' => {
                open.pop();
            }
            '\n' => {
                let line = Line::new(text, Span::new(from + 1, line_end(text, from + 1)));
                if let Some(opened) = open.last()
                    && line.key().is_some()
                    && (line.depth <= opened.2)
                {
                    return Some(fault(*opened));
                }
            }
            _ => {}
        }
        let starts = matches!(char, '\n' | '\r' | '[' | '{' | ',' | '\u{feff}');
        let blank = matches!(char, ' ' | '\t');
        let introduces = matches!(char, ':' | '-' | '?');
        fresh = starts || blank && fresh || introduces && rest[1..].starts_with([' ', '\n', '\r']);
        from += step;
    }
    open.first()
        .copied()
        .filter(|opened| opened.1 <= at)
        .map(fault)
}

/// Whether a later line of a text in quotes looks like the next entry.
fn runs_into_an_entry(quoted: &str, depth: usize) -> bool {
    let later = quoted.split('\n').skip(1);
    later.into_iter().any(|line| {
        let line = Line::new(line, Span::new(0, line.len()));
        line.depth <= depth && line.key().is_some()
    })
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |end| from + end)
}
