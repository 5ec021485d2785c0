//! Words, strings, numbers, blanks and comments.

use super::super::lexer::{comment_length, is_word_byte, number_length, run_length, string_length};
use super::super::lossless::TokenKind;
use super::Parser;

impl<'s> Parser<'s> {
    pub(super) fn rest(&self) -> &'s [u8] {
        self.bytes_from(self.at)
    }

    pub(super) fn bytes_from(&self, at: usize) -> &'s [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    /// Whether this text stands here.
    pub(super) fn sees(&self, literal: &str) -> bool {
        self.rest().starts_with(literal.as_bytes())
    }

    pub(super) fn literal(&mut self, literal: &str) -> bool {
        let is_here = self.sees(literal);
        if is_here {
            self.at += literal.len();
        }
        is_here
    }

    /// Where a word ends.
    pub(super) fn edge(&self) -> bool {
        !self.rest().first().is_some_and(|byte| is_word_byte(*byte))
    }

    /// A whole word.
    pub(super) fn word(&mut self, word: &str) -> bool {
        self.literal(word) && self.edge()
    }

    /// The letters, digits and `_` that stand here.
    pub(super) fn word_here(&self) -> &'s str {
        let length = run_length(self.rest(), is_word_byte);
        self.text.get(self.at..self.at + length).unwrap_or_default()
    }

    /// Blanks inside a line. Returns whether there are any.
    pub(super) fn blanks(&mut self) -> bool {
        let length = run_length(self.rest(), |byte| matches!(byte, b' ' | b'\t'));
        self.at += length;
        length > 0
    }

    /// Blanks, line breaks and comments between parts.
    pub(super) fn gap(&mut self) {
        loop {
            self.at += run_length(self.rest(), |byte| {
                matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
            });
            if !self.sees("//") {
                return;
            }
            self.at = self.comment_end(self.at);
        }
    }

    /// Where the comment that starts at an offset ends.
    pub(super) fn comment_end(&self, at: usize) -> usize {
        at + comment_length(self.bytes_from(at))
    }

    /// Whether the line ends here.
    pub(super) fn is_line_end(&self, at: usize) -> bool {
        matches!(
            self.bytes_from(at),
            [] | [b'\n' | b'\r' | b'}', ..] | [b'/', b'/', ..]
        )
    }

    pub(super) fn string(&mut self) -> bool {
        self.token(TokenKind::String, self.string_end(self.at))
    }

    /// Where the string that starts at an offset ends.
    pub(super) fn string_end(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes_from(at);
        let length = bytes.starts_with(b"\"").then(|| string_length(bytes))?;
        Some(at + length?)
    }

    /// A name of this kind.
    pub(super) fn name(&mut self, kind: TokenKind) -> bool {
        self.token(kind, self.name_end())
    }

    pub(super) fn name_end(&self) -> Option<usize> {
        let rest = self.rest();
        if !rest.first()?.is_ascii_alphabetic() {
            return None;
        }
        let length = run_length(rest, is_word_byte);
        match rest.get(length..)? {
            [b'-', next, ..] if next.is_ascii_alphanumeric() => None,
            _ => Some(self.at + length),
        }
    }

    /// The name of a vocabulary, a policy or a source: `-` may stand inside.
    pub(super) fn dashed(&mut self) -> bool {
        self.token(TokenKind::Name, self.dashed_end())
    }

    fn dashed_end(&self) -> Option<usize> {
        let rest = self.rest();
        if !rest.first()?.is_ascii_alphabetic() {
            return None;
        }
        let length = run_length(rest, |byte| is_word_byte(byte) || byte == b'-');
        // A dash that nothing follows is no part of it.
        let last = usize::from(rest[..length].ends_with(b"-"));
        Some(self.at + length - last)
    }

    pub(super) fn number(&mut self) -> bool {
        self.token(TokenKind::Number, self.number_end())
    }

    fn number_end(&self) -> Option<usize> {
        let rest = self.rest();
        let sign = usize::from(matches!(rest.first(), Some(b'-' | b'+')));
        if !rest.get(sign)?.is_ascii_digit() {
            return None;
        }
        let end = sign + number_length(&rest[sign..]);
        match rest.get(end) {
            Some(byte) if is_word_byte(*byte) || *byte == b'.' => None,
            _ => Some(self.at + end),
        }
    }

    /// The value of a field without quotes.
    pub(super) fn bare(&mut self) -> bool {
        let length = run_length(self.rest(), |byte| {
            !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'}' | b'"' | b'{')
        });
        self.token(TokenKind::Value, (length > 0).then(|| self.at + length))
    }

    /// The code of a finding.
    pub(super) fn code(&mut self) -> bool {
        let rest = self.rest();
        let belongs = |at: usize| match rest[at] {
            b'/' => rest.get(at + 1) != Some(&b'/'),
            byte => is_word_byte(byte) || byte == b'-',
        };
        let length = (0..rest.len()).take_while(|&at| belongs(at)).count();
        self.token(TokenKind::Code, (length > 0).then(|| self.at + length))
    }

    /// Whether a word that starts an item of a file stands here.
    pub(super) fn is_item_word(&self) -> bool {
        matches!(
            self.word_here(),
            "section"
                | "term"
                | "always"
                | "define"
                | "note"
                | "uses"
                | "source"
                | "prerequisite"
                | "warning"
                | "allow"
        )
    }

    /// Whether a word that starts a clause of a block or of a term stands here.
    pub(super) fn is_clause_word(&self) -> bool {
        self.is_item_word()
            || matches!(
                self.word_here(),
                "scale"
                    | "one"
                    | "set"
                    | "yes"
                    | "number"
                    | "silence"
                    | "arises"
                    | "may"
                    | "when"
                    | "must"
                    | "unless"
                    | "reading"
                    | "otherwise"
                    | "weight"
                    | "advisory"
                    | "cites"
                    | "raised"
            )
    }

    /// Whether a word stands here that no condition starts with.
    pub(super) fn is_reserved(&self) -> bool {
        self.is_clause_word()
            || matches!(
                self.word_here(),
                "all"
                    | "any"
                    | "none"
                    | "at"
                    | "is"
                    | "of"
                    | "not"
                    | "and"
                    | "or"
                    | "policy"
                    | "vocabulary"
                    | "includes"
                    | "excludes"
                    | "counts"
                    | "above"
                    | "below"
                    | "between"
            )
    }
}
