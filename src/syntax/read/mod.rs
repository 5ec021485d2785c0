//! The syntax tree to the typed [`tree`](super::tree). What could not be read is handed to
//! [`super::recover`], which says why.

mod condition;
mod policy;
mod vocabulary;

use super::error::{Kind, SyntaxError};
use super::keywords::{self, Context, is_keyword};
use super::lossless::{Element, Node, NodeKind, SyntaxTree, Token, TokenKind};
use super::recover;
use super::tree::{Condition, Definition, File, Text, Word};
use crate::text::{Span, Spanned};

/// Collects errors while it builds the typed tree.
#[derive(Default)]
pub(super) struct Reader {
    pub errors: Vec<SyntaxError>,
}

impl Reader {
    pub fn fail(&mut self, kind: Kind, span: Span) {
        self.errors.push(SyntaxError { kind, span });
    }

    /// The vocabulary or the policy; `None` where the text could not be parsed.
    pub fn file(&mut self, tree: &SyntaxTree) -> Option<File> {
        tree.root().nodes().find_map(|node| match node.kind() {
            NodeKind::Vocabulary => Some(File::Vocabulary(self.vocabulary(node))),
            NodeKind::Policy => Some(File::Policy(self.policy(node))),
            _ => None,
        })
    }

    /// The name of a file, which may be missing: then the place of its first word, `keyword`.
    fn file_name(&mut self, file: Node<'_>, keyword: &'static str) -> Word {
        if file.name().is_some() {
            return self.own_name(file);
        }
        let start = file.span().start;
        let span = Span::new(start, start + keyword.len());
        self.fail(Kind::MissingName { word: keyword }, span);
        Spanned::new(String::new(), span)
    }

    fn define(&mut self, whole: Node<'_>) -> Definition {
        let mut definition = Definition {
            name: self.own_name(whole),
            gloss: self.string(whole),
            lines: Vec::new(),
            notes: Vec::new(),
        };
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Note => definition.notes.extend(self.string(node)),
                NodeKind::Condition => definition.lines.push(self.condition(node)),
                _ => definition
                    .lines
                    .push(self.broken(node, keywords::IN_DEFINE)),
            }
        }
        if definition.lines.is_empty() {
            self.fail(Kind::EmptyBlock, definition.name.span);
        }
        definition
    }

    /// The condition of a clause.
    fn clause(&mut self, clause: Node<'_>) -> Option<Condition> {
        clause.nodes().next().map(|node| self.condition(node))
    }

    /// Something unreadable where a condition could stand, so that nothing is said of a missing one.
    fn broken(&mut self, error: Node<'_>, context: Context) -> Condition {
        recover::report(self, error, context);
        Condition::Broken(error.span())
    }

    /// The name of a file, a term or a definition, which no word of the language may be.
    fn own_name(&mut self, node: Node<'_>) -> Word {
        let name = name_of(node);
        if is_keyword(&name.value) {
            let word = name.value.clone();
            self.fail(Kind::KeywordAsName { word }, name.span);
        }
        name
    }

    /// The first string that stands directly in a node.
    fn string(&mut self, node: Node<'_>) -> Option<Text> {
        token(node, TokenKind::String).map(|string| self.text(string))
    }

    /// The contents of a string: escapes resolved, a line break with its indentation one blank.
    fn text(&mut self, string: Token<'_>) -> Text {
        let place = string.span();
        let raw = string.text();
        let raw = raw.get(1..raw.len() - 1).unwrap_or_default();
        // Most strings are on one line and escape nothing.
        let is_special = |byte: u8| matches!(byte, b'\\' | b'\n' | b'\r');
        if !raw.bytes().fold(false, |any, byte| any | is_special(byte)) {
            return Spanned::new(raw.to_owned(), place);
        }
        let next_special = |rest: &str| rest.bytes().position(is_special);
        let mut text = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(at) = next_special(rest) {
            let (before, special) = rest.split_at(at);
            text.push_str(before);
            let mut chars = special.chars();
            if chars.next() == Some('\\') {
                match chars.next() {
                    Some(escaped @ ('"' | '\\')) => text.push(escaped),
                    Some(found) => {
                        let start = place.start + 1 + raw.len() - special.len();
                        let end = start + 1 + found.len_utf8();
                        self.fail(Kind::Escape { found }, Span::new(start, end));
                    }
                    None => {}
                }
                rest = chars.as_str();
            } else {
                text.truncate(text.trim_end_matches([' ', '\t']).len());
                text.push(' ');
                rest = chars
                    .as_str()
                    .trim_start_matches(|char: char| char.is_ascii_whitespace());
            }
        }
        text.push_str(rest);
        Spanned::new(text, place)
    }
}

/// The first token of a kind that stands directly in a node.
fn token(node: Node<'_>, kind: TokenKind) -> Option<Token<'_>> {
    tokens(node).find(|token| token.kind() == kind)
}

/// The names, labels, strings and numbers that stand directly in a node.
fn tokens(node: Node<'_>) -> impl Iterator<Item = Token<'_>> {
    node.parts().filter_map(|part| match part {
        Element::Token(token) => Some(token),
        Element::Node(_) => None,
    })
}

/// The name in a node of which the grammar demands one.
fn name_of(node: Node<'_>) -> Word {
    word_or_nothing(node.name())
}

/// A word that the grammar demands.
fn word_or_nothing(token: Option<Token<'_>>) -> Word {
    token.map_or_else(|| Spanned::new(String::new(), Span::default()), word)
}

fn word(token: Token<'_>) -> Word {
    Spanned::new(token.text().to_owned(), token.span())
}
