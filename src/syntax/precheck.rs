//! What must hold before the grammar is applied: the text is bounded, strings and braces close, and
//! the first word is right.

use super::error::{Kind, SyntaxError};
use super::keywords::is_keyword;
use super::lexer::{comment_length, run_length, string_length};
use crate::text::Span;

/// The most bytes of a vocabulary or a policy.
pub(super) const MOST_BYTES: usize = 4 << 20;
/// The deepest nesting of braces: the parser, and all code that walks conditions, recurses once for each
/// level.
pub(super) const MOST_DEPTH: usize = 64;

/// Finds the first thing that keeps the grammar from being applied.
pub(super) fn check(text: &str) -> Result<(), SyntaxError> {
    if text.len() > MOST_BYTES {
        let (bytes, most) = (text.len(), MOST_BYTES);
        return Err(mistake(Kind::TooLarge { bytes, most }, 0, 0));
    }
    require_closed_blocks(text)?;
    require_first_word(text)
}

fn mistake(kind: Kind, start: usize, end: usize) -> SyntaxError {
    SyntaxError {
        kind,
        span: Span::new(start, end),
    }
}

/// Strings and braces must close, and nothing but comments may hold control characters.
fn require_closed_blocks(text: &str) -> Result<(), SyntaxError> {
    let mut open: Vec<usize> = Vec::new();
    // The first string with a line that looks like the next clause. If the last string of the text is
    // not closed, this is probably the one whose closing quote is missing.
    let mut suspect = None;
    let mut at = 0;
    loop {
        at += run_length(&text.as_bytes()[at..], |byte| !is_sign(byte));
        match &text.as_bytes()[at..] {
            [] => break,
            [b'/', b'/', ..] => {
                at += comment_length(&text.as_bytes()[at..]);
                continue;
            }
            quoted @ [b'"', ..] => {
                let Some(length) = string_length(quoted) else {
                    let at = suspect.unwrap_or(at);
                    return Err(mistake(Kind::UnclosedString, at, at + 1));
                };
                let string = &text[at..at + length];
                require_no_control(string, at)?;
                if suspect.is_none() && runs_into_a_clause(string) {
                    suspect = Some(at);
                }
                at += length;
                continue;
            }
            [b'{', ..] => {
                open.push(at);
                if open.len() > MOST_DEPTH {
                    return Err(mistake(Kind::TooDeep { most: MOST_DEPTH }, at, at + 1));
                }
            }
            [b'}', ..] => {
                if open.pop().is_none() {
                    return Err(mistake(Kind::StrayBrace, at, at + 1));
                }
            }
            _ => require_no_control(&text[at..=at], at)?,
        }
        at += 1;
    }
    match open.pop() {
        Some(at) => Err(mistake(Kind::UnclosedBrace, at, at + 1)),
        None => Ok(()),
    }
}

/// Whether a byte may begin a string, a comment or a block, end a block, or be none of a text.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'"' | b'/' | b'{' | b'}') || is_control(byte)
}

/// Of control characters only line breaks and tabs are text.
fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t')
}

fn require_no_control(token: &str, start: usize) -> Result<(), SyntaxError> {
    match token.bytes().position(is_control) {
        Some(offset) => {
            let code = u32::from(token.as_bytes()[offset]);
            let at = start + offset;
            Err(mistake(Kind::ControlCharacter { code }, at, at + 1))
        }
        None => Ok(()),
    }
}

/// Whether a later line of a string starts like a clause or ends a block.
fn runs_into_a_clause(string: &str) -> bool {
    string.lines().skip(1).any(|line| {
        let word: &str = line
            .trim_start()
            .split([' ', '"', '{'])
            .next()
            .unwrap_or_default();
        word == "}" || line.trim_end().ends_with(['"', '{']) && is_keyword(word)
    })
}

/// The first word must be `vocabulary` or `policy`.
fn require_first_word(text: &str) -> Result<(), SyntaxError> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while rest.starts_with("//") {
        rest = rest.find('\n').map_or("", |end| &rest[end..]).trim_start();
    }
    let start = text.len() - rest.len();
    let word = |char: char| !char.is_ascii_alphanumeric() && char != '_';
    match rest.split(word).next() {
        _ if rest.is_empty() => Err(mistake(Kind::Empty, 0, 0)),
        Some("vocabulary" | "policy") => Ok(()),
        _ => Err(not_a_policy(text, start)),
    }
}

/// The text does not start like a vocabulary or a policy at a byte offset.
pub(super) fn not_a_policy(text: &str, start: usize) -> SyntaxError {
    let rest = &text[start..];
    let found: String = rest
        .chars()
        .take_while(|char| !char.is_whitespace())
        .take(30)
        .collect();
    let yaml = rest.starts_with("---") || rest.lines().any(|line| line.starts_with("proposal:"));
    let end = start + found.len();
    mistake(Kind::NotAPolicy { found, yaml }, start, end)
}
