//! Text to raw tokens, without regard to where they stand.
//!
//! The grammar says what a text means; this only says where its words, strings and comments begin and
//! end: for the parser, for the check before it, for what stands between the parts that the grammar names,
//! and for what the grammar cannot read.

use super::lossless::TokenKind;

/// The kind and the length in bytes of the first token of a text that is not empty.
///
/// Words are [`TokenKind::Word`], whatever they mean. A string that does not end is
/// [`TokenKind::Unknown`] and takes the rest of the text.
pub(super) fn first_token(text: &str) -> (TokenKind, usize) {
    let bytes = text.as_bytes();
    match bytes {
        [b' ' | b'\t', ..] => (
            TokenKind::Whitespace,
            run_length(bytes, |byte| matches!(byte, b' ' | b'\t')),
        ),
        [b'\r', b'\n', ..] => (TokenKind::LineBreak, 2),
        [b'\r' | b'\n', ..] => (TokenKind::LineBreak, 1),
        [b'/', b'/', ..] => (TokenKind::Comment, comment_length(bytes)),
        [b'{', ..] => (TokenKind::OpenBrace, 1),
        [b'}', ..] => (TokenKind::CloseBrace, 1),
        [b',', ..] => (TokenKind::Comma, 1),
        [b'<', ..] => (TokenKind::LessThan, 1),
        [b'"', ..] => match string_length(bytes) {
            Some(length) => (TokenKind::String, length),
            None => (TokenKind::Unknown, bytes.len()),
        },
        [b'a'..=b'z' | b'A'..=b'Z' | b'_', ..] => {
            (TokenKind::Word, run_length(bytes, is_word_byte))
        }
        [b'0'..=b'9', ..] => (TokenKind::Number, number_length(bytes)),
        [b'-' | b'+', b'0'..=b'9', ..] => (TokenKind::Number, 1 + number_length(&bytes[1..])),
        _ => (TokenKind::Unknown, unknown_length(bytes)),
    }
}

/// How many bytes at the start belong together.
pub(super) fn run_length(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    let end = bytes.iter().position(|&byte| !belongs(byte));
    end.unwrap_or(bytes.len())
}

pub(super) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Up to the end of the line; a carriage return belongs to the end of the line only before a line
/// feed.
pub(super) fn comment_length(bytes: &[u8]) -> usize {
    let end = run_length(bytes, |byte| byte != b'\n');
    match bytes.get(end) {
        Some(_) if bytes[end - 1] == b'\r' => end - 1,
        _ => end,
    }
}

/// Up to and with the closing quote.
pub(super) fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += run_length(bytes.get(at..)?, |byte| !matches!(byte, b'"' | b'\\'));
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

/// Digits, and a fraction where digits follow the point.
pub(super) fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
        digits.count()
    };
    let whole = digits(0);
    match (bytes.get(whole), digits(whole + 1)) {
        (Some(b'.'), fraction @ 1..) => whole + 1 + fraction,
        _ => whole,
    }
}

/// Up to where another token may start. Only ASCII starts another, so this is never inside a
/// character.
fn unknown_length(bytes: &[u8]) -> usize {
    let starts_another = |at: usize| match bytes[at] {
        b' ' | b'\t' | b'\r' | b'\n' | b'{' | b'}' | b',' | b'<' | b'"' => true,
        b'/' => bytes.get(at + 1) == Some(&b'/'),
        byte => is_word_byte(byte),
    };
    let end = (1..bytes.len()).find(|&at| starts_another(at));
    end.unwrap_or(bytes.len())
}
