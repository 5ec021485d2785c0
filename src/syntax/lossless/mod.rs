//! A vocabulary or a policy as a syntax tree that loses nothing: comments, blank lines, order, sections
//! and spelling are all in it. A formatter and an editor stand on it.
//!
//! The tree is made by the same parse as [`super::tree`]. Every byte of the text is in exactly one
//! [`Token`], and the tokens in order are the text. What the grammar cannot read is in nodes of the kind
//! [`NodeKind::Error`]; a text that cannot be parsed at all is one such node. Blanks and comments
//! around a node belong to its parent: no node starts or ends with them, but for the comments that an
//! error may end with.
//!
//! Only the parts that the grammar names are stored. Keywords, punctuation, blanks and comments are
//! found again in the text when they are asked for, so a reader who needs none of them does not pay.
//!
//! ```
//! use servanda::syntax::lossless::{Element, NodeKind, SyntaxTree, TokenKind};
//! use servanda::text::Source;
//!
//! let text = "vocabulary aid
//! // In euros.
//! term level \"How much aid\" number of euros from 0 to 9 // a year
//! always \"enough\" { must level is at least 2 euros }
//! ";
//! let tree = SyntaxTree::parse(&Source::new("aid.servanda", text));
//! let vocabulary = tree.root().nodes().next().unwrap();
//! let term = vocabulary.nodes().next().unwrap();
//! assert_eq!(term.kind(), NodeKind::Term);
//! assert_eq!(term.leading_comments()[0].text(), "// In euros.");
//! assert_eq!(term.trailing_comment().unwrap().text(), "// a year");
//!
//! // Rename the term: where it is declared and where it is compared.
//! let renamed: String = tree
//!     .tokens()
//!     .map(|token| match (token.kind(), token.parent().kind()) {
//!         (TokenKind::Name, NodeKind::Term | NodeKind::Comparison(_)) if token.text() == "level" => "sum",
//!         _ => token.text(),
//!     })
//!     .collect();
//! assert_eq!(renamed, text.replace("term level", "term sum").replace("must level", "must sum"));
//! ```

mod builder;
mod comments;
mod kind;
mod node;
mod walk;

use std::fmt;
use std::sync::Arc;

pub(super) use builder::Builder;
pub use kind::{Kind, NodeKind, TokenKind};
pub use node::{Element, Node, Token};
pub use walk::{Children, Event, Walk};

use crate::text::{Source, Span};

/// The syntax tree of one text.
#[derive(Clone, PartialEq, Eq)]
pub struct SyntaxTree {
    source: Arc<Source>,
    /// The root, then everything that is stored, each parent before its children and those in order.
    entries: Vec<Entry>,
}

/// A node, or a token that the grammar names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    kind: Kind,
    span: Span,
    /// Index of the parent; the root is its own.
    parent: usize,
    /// Index after the last entry inside this one.
    after: usize,
}

impl SyntaxTree {
    /// Parses a vocabulary or a policy. Mistakes are told by [`super::parse`], which makes the same
    /// tree.
    #[must_use]
    pub fn parse(source: &Arc<Source>) -> Self {
        super::parse(source).syntax
    }

    /// The text.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The node of the whole text, of the kind [`NodeKind::File`].
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node::new(self, 0)
    }

    /// Every token in order: together they are the text.
    pub fn tokens(&self) -> impl Iterator<Item = Token<'_>> {
        self.root().walk().tokens()
    }

    /// The tokens that overlap a stretch of the text, in order.
    pub fn tokens_in(&self, span: Span) -> impl Iterator<Item = Token<'_>> {
        let walk = self.root().walk().starting_at(span.start);
        walk.tokens()
            .skip_while(move |token| token.span().end <= span.start)
            .take_while(move |token| token.span().start < span.end)
    }

    /// The token at a byte offset; `None` past the end of the text.
    #[must_use]
    pub fn token_at(&self, offset: usize) -> Option<Token<'_>> {
        self.tokens_in(Span::new(offset, offset.saturating_add(1)))
            .next()
    }

    /// The innermost node around a byte offset.
    #[must_use]
    pub fn node_at(&self, offset: usize) -> Node<'_> {
        let around = |node: &Node<'_>| node.span().start <= offset && offset < node.span().end;
        let mut node = self.root();
        while let Some(inner) = node.nodes().find(around) {
            node = inner;
        }
        node
    }

    fn text(&self, span: Span) -> &str {
        // INVARIANT: spans come from this text, cut where the grammar or the lexer cuts.
        self.source
            .text()
            .get(span.start..span.end)
            .unwrap_or_default()
    }

    fn element(&self, index: usize) -> Element<'_> {
        let entry = &self.entries[index];
        match entry.kind {
            Kind::Node(_) => Element::Node(Node::new(self, index)),
            Kind::Token(kind) => {
                Element::Token(Token::new(Node::new(self, entry.parent), kind, entry.span))
            }
        }
    }
}

/// Shows the kinds, one to a line, indented as they are nested, tokens with their text.
impl fmt::Debug for SyntaxTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut depth = 0;
        for event in self.root().walk() {
            match event {
                Event::Enter(node) => {
                    writeln!(f, "{:depth$}{:?}", "", node.kind())?;
                    depth += 2;
                }
                Event::Token(token) => {
                    writeln!(f, "{:depth$}{:?} {:?}", "", token.kind(), token.text())?;
                }
                Event::Leave(_) => depth -= 2,
            }
        }
        Ok(())
    }
}
