//! What must hold before the grammar is applied: the text is bounded, and strings and braces close.

use super::error::{Kind, SyntaxError};
use super::keywords::is_keyword;
use crate::text::Span;

/// The most bytes of a vocabulary or a policy.
pub(super) const MOST_BYTES: usize = 4 << 20;
/// The deepest nesting of braces. The parser and everything after it recurse by it.
pub(super) const MOST_DEPTH: usize = 64;

/// Finds the first thing that keeps the grammar from being applied.
pub(super) fn check(text: &str) -> Result<(), SyntaxError> {
    let fail = |kind, start, end| {
        Err(SyntaxError {
            kind,
            span: Span::new(start, end),
        })
    };
    if text.len() > MOST_BYTES {
        let (bytes, most) = (text.len(), MOST_BYTES);
        return fail(Kind::TooLarge { bytes, most }, 0, 0);
    }
    let mut open: Vec<usize> = Vec::new();
    // The first string that runs into what looks like the next clause: if quotes turn out odd, it
    // is the one that was not closed.
    let mut suspect = None;
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => match string_end(bytes, at) {
                Some(end) => {
                    if let Some(bad) = (at..end).find(|&at| is_control(bytes[at])) {
                        return fail(control(bytes[bad]), bad, bad + 1);
                    }
                    if suspect.is_none() && runs_into_a_clause(&text[at..end]) {
                        suspect = Some(at);
                    }
                    at = end;
                    continue;
                }
                None => {
                    let at = suspect.unwrap_or(at);
                    return fail(Kind::UnclosedString, at, at + 1);
                }
            },
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                while bytes.get(at).is_some_and(|&byte| byte != b'\n') {
                    at += 1;
                }
                continue;
            }
            b'{' => {
                open.push(at);
                if open.len() > MOST_DEPTH {
                    return fail(Kind::TooDeep { most: MOST_DEPTH }, at, at + 1);
                }
            }
            b'}' if open.pop().is_none() => {
                return fail(Kind::StrayBrace, at, at + 1);
            }
            byte if is_control(byte) => return fail(control(byte), at, at + 1),
            _ => {}
        }
        at += 1;
    }
    match open.pop() {
        Some(at) => fail(Kind::UnclosedBrace, at, at + 1),
        None => Ok(()),
    }
}

fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t')
}

fn control(byte: u8) -> Kind {
    Kind::ControlCharacter {
        code: u32::from(byte),
    }
}

/// The offset after the closing quote of the string that opens at `start`.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
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
        word == "}" || is_keyword(word) && line.trim_end().ends_with(['"', '{'])
    })
}
