//! What cannot be read. It is taken up to where something can be read again, and leads to an error
//! message.

use super::super::lossless::{Kind, NodeKind};
use super::Parser;

impl Parser<'_> {
    /// Something unreadable among items, up to the next line that starts with an item's word.
    pub(super) fn broken_item(&mut self) -> bool {
        self.broken_until(|parser| parser.is_item_word())
    }

    /// Something unreadable among clauses, up to the next line that starts with a clause's word.
    pub(super) fn broken_clause(&mut self) -> bool {
        self.broken_until(|parser| parser.is_clause_word())
    }

    /// Something unreadable in a term.
    pub(super) fn broken_term(&mut self) -> bool {
        !self.is_item_word()
            && self.broken_until(|parser| parser.is_clause_word() || parser.sees("}"))
    }

    /// Something unreadable among lines, up to the end of the line.
    pub(super) fn broken_line(&mut self) -> bool {
        let end = self.line_pieces_end(self.at);
        end > self.at && self.error(end)
    }

    /// What follows a condition on its line.
    pub(super) fn trailing(&mut self) -> bool {
        self.attempt(|parser| {
            parser.blanks();
            parser.broken_line()
        })
    }

    /// What follows a clause of a term on its line, unless it is another clause that cannot be mistaken
    /// for labels whose comma is missing.
    pub(super) fn stray(&mut self) -> bool {
        self.part(NodeKind::Error, |parser| {
            parser.blanks();
            if parser.starts_clause_of_words() {
                return false;
            }
            let end = parser.line_pieces_end(parser.at);
            let is_read = end > parser.at;
            parser.strings_until(end);
            is_read
        })
    }

    /// The node of what cannot be read, up to an offset.
    fn error(&mut self, end: usize) -> bool {
        self.builder.start(Kind::Node(NodeKind::Error), self.at);
        self.at = end;
        self.builder.end(end);
        true
    }

    /// Something unreadable up to the next line at whose start something can be read again.
    fn broken_until(&mut self, can_be_read: impl Fn(&mut Self) -> bool) -> bool {
        let Some(mut end) = self.piece_end(self.at) else {
            return false;
        };
        let start = self.at;
        loop {
            self.at = end;
            if self.literal("\n") {
                self.blanks();
                if can_be_read(self) {
                    break;
                }
            }
            match self.piece_end(end) {
                Some(next) => end = next,
                None => break,
            }
        }
        self.at = start;
        self.error(end)
    }

    /// Where a string, a comment, a block in braces or a single byte ends that starts at an offset.
    fn piece_end(&self, at: usize) -> Option<usize> {
        match self.bytes_from(at) {
            [] | [b'}', ..] => None,
            [b'"', ..] => Some(self.string_end(at).unwrap_or(at + 1)),
            [b'/', b'/', ..] => Some(self.comment_end(at)),
            [b'{', ..] => Some(self.braces_end(at).unwrap_or(at + 1)),
            _ => Some(at + 1),
        }
    }

    /// Where braces with anything inside end.
    fn braces_end(&self, at: usize) -> Option<usize> {
        let mut end = at + 1;
        while let Some(next) = self.piece_end(end) {
            end = next;
        }
        self.bytes_from(end).starts_with(b"}").then_some(end + 1)
    }

    /// Where what stands on a line ends; a string or a block in braces may run over lines.
    fn line_pieces_end(&self, start: usize) -> usize {
        let mut end = start;
        while !self.is_line_end(end)
            && let Some(next) = self.piece_end(end)
        {
            end = next;
        }
        end
    }

    /// The strings up to an offset, in braces too, as tokens of their own.
    fn strings_until(&mut self, end: usize) {
        while self.at < end {
            match self.rest() {
                [b'"', ..] if self.string() => {}
                [b'/', b'/', ..] => self.at = self.comment_end(self.at),
                _ => self.at += 1,
            }
        }
        self.at = end;
    }

    /// Whether a clause of a term stands here that starts with two words.
    fn starts_clause_of_words(&mut self) -> bool {
        let start = self.at;
        let clauses = [
            &["silence", "means"][..],
            &["arises", "when"],
            &["may", "not", "arise"],
        ];
        let is_one = clauses.iter().any(|words| {
            self.at = start;
            self.words(words)
        });
        self.at = start;
        is_one
    }

    /// Words with gaps between them.
    pub(super) fn words(&mut self, words: &[&str]) -> bool {
        let all = words.iter().enumerate().all(|(index, word)| {
            if index > 0 {
                self.gap();
            }
            self.literal(word)
        });
        all && self.edge()
    }
}
