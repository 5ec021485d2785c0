//! The parser: text to the lossless tree, rule by rule as `grammar/servanda.pest` has them. That file
//! says what the language is; a test holds this parser to it (`tests/it/language/grammar.rs`).
//!
//! Each rule is a method that tells whether it could be read. Where it could not, the parser is back
//! where it was, and the next rule is tried. What no rule of a block can read is [broken](self::broken).

mod broken;
mod condition;
mod policy;
mod vocabulary;
mod words;

use std::sync::Arc;

use super::lossless::{Builder, Kind, NodeKind, SyntaxTree, TokenKind};
use crate::text::Source;

/// The syntax tree of a text of which strings and braces are known to be closed; `None` if it does not
/// start like a vocabulary or a policy.
pub(super) fn syntax_tree(source: &Arc<Source>) -> Option<SyntaxTree> {
    let mut parser = Parser {
        text: source.text(),
        at: 0,
        builder: Builder::new(source),
    };
    parser.file().then(|| parser.builder.finish())
}

/// A text, how far it is read, and the tree of what was read.
struct Parser<'s> {
    text: &'s str,
    at: usize,
    builder: Builder,
}

/// A rule of the grammar.
type Rule<'s> = fn(&mut Parser<'s>) -> bool;

impl<'s> Parser<'s> {
    fn file(&mut self) -> bool {
        self.literal("\u{feff}");
        self.gap();
        if !self.vocabulary() && !self.policy() {
            return false;
        }
        self.gap();
        self.at == self.text.len()
    }

    /// Reads what a rule reads, or nothing.
    fn attempt(&mut self, rule: impl FnOnce(&mut Self) -> bool) -> bool {
        let (at, mark) = (self.at, self.builder.mark());
        let is_read = rule(self);
        if !is_read {
            self.at = at;
            self.builder.back_to(mark);
        }
        is_read
    }

    /// A node that starts with a word: only the rest is given as a rule.
    fn node(&mut self, kind: NodeKind, word: &str, rest: impl FnOnce(&mut Self) -> bool) -> bool {
        self.sees(word) && self.part(kind, |parser| parser.literal(word) && rest(parser))
    }

    /// A node that is read by a rule.
    fn part(&mut self, kind: NodeKind, rule: impl FnOnce(&mut Self) -> bool) -> bool {
        self.attempt(|parser| {
            parser.builder.start(Kind::Node(kind), parser.at);
            let is_read = rule(parser);
            if is_read {
                parser.builder.end(parser.at);
            }
            is_read
        })
    }

    /// A token up to its end, if one stands here.
    fn token(&mut self, kind: TokenKind, end: Option<usize>) -> bool {
        let Some(end) = end else {
            return false;
        };
        self.builder.start(Kind::Token(kind), self.at);
        self.at = end;
        self.builder.end(end);
        true
    }

    /// A gap and what a rule reads, or nothing. Returns whether it was read.
    fn after_gap(&mut self, rule: impl FnOnce(&mut Self) -> bool) -> bool {
        self.attempt(|parser| {
            parser.gap();
            rule(parser)
        })
    }

    /// The same, any number of times.
    fn each_after_gap(&mut self, rule: Rule<'s>) {
        while self.after_gap(rule) {}
    }

    /// A gap, then braces with clauses inside.
    fn block(&mut self, clause: Rule<'s>) -> bool {
        self.gap();
        if !self.literal("{") {
            return false;
        }
        self.each_after_gap(clause);
        self.gap();
        self.literal("}")
    }

    /// A title, a gloss or a reason that may stand here after a gap.
    fn optional_string(&mut self) {
        self.after_gap(Self::string);
    }
}
