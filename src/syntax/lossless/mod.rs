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
mod walk;

use std::fmt;
use std::sync::Arc;

pub(super) use builder::Builder;
pub use kind::{Kind, NodeKind, TokenKind};
pub use walk::{Children, Event, Walk};

use super::keywords::is_keyword;
use super::lexer::first_token;
use crate::text::{Source, Span};

const BYTE_ORDER_MARK: char = '\u{feff}';

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
        Node {
            tree: self,
            index: 0,
        }
    }

    /// Every token in order: together they are the text.
    pub fn tokens(&self) -> impl Iterator<Item = Token<'_>> {
        self.root().walk().tokens()
    }

    /// The tokens that overlap a stretch of the text, in order.
    pub fn tokens_in(&self, span: Span) -> impl Iterator<Item = Token<'_>> {
        let walk = self.root().walk().starting_at(span.start);
        walk.tokens()
            .skip_while(move |token| token.span.end <= span.start)
            .take_while(move |token| token.span.start < span.end)
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
                    writeln!(f, "{:depth$}{:?} {:?}", "", token.kind, token.text())?;
                }
                Event::Leave(_) => depth -= 2,
            }
        }
        Ok(())
    }
}

/// A node of a tree: a part of the language with everything in it.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t SyntaxTree,
    index: usize,
}

impl<'t> Node<'t> {
    fn entry(self) -> &'t Entry {
        &self.tree.entries[self.index]
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> NodeKind {
        match self.entry().kind {
            Kind::Node(kind) => kind,
            // INVARIANT: only entries of nodes are made into a `Node`.
            Kind::Token(_) => NodeKind::Error,
        }
    }

    /// From its first token to its last.
    #[must_use]
    pub fn span(self) -> Span {
        self.entry().span
    }

    /// Its text, with the comments and blanks inside it.
    #[must_use]
    pub fn text(self) -> &'t str {
        self.tree.text(self.span())
    }

    /// The node around it; `None` for the root.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let index = self.entry().parent;
        (index != self.index).then_some(Self { index, ..self })
    }

    /// Its children in order: nodes, and tokens that are in none of these.
    #[must_use]
    pub fn children(self) -> Children<'t> {
        Children::new(self)
    }

    /// Its children that are nodes, in order.
    pub fn nodes(self) -> impl Iterator<Item = Node<'t>> {
        self.parts().filter_map(|part| match part {
            Element::Node(node) => Some(node),
            Element::Token(_) => None,
        })
    }

    /// Its children without keywords, punctuation, blanks and comments.
    pub(super) fn parts(self) -> impl Iterator<Item = Element<'t>> {
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            if next == self.entry().after {
                return None;
            }
            let index = next;
            next = self.tree.entries[index].after;
            Some(self.tree.element(index))
        })
    }

    /// The name that it declares or refers to, where it has one.
    #[must_use]
    pub fn name(self) -> Option<Token<'t>> {
        self.parts().find_map(|part| match part {
            Element::Token(token) if token.kind == TokenKind::Name => Some(token),
            _ => None,
        })
    }

    /// The token that starts at an offset and is not stored. It is a child of this node and ends at
    /// `limit` at the latest.
    fn token_at(self, offset: usize, limit: usize) -> Token<'t> {
        let rest = self.tree.text(Span::new(offset, limit));
        let (kind, length) = match first_token(rest) {
            (TokenKind::Word, length) if is_keyword(&rest[..length]) => {
                (TokenKind::Keyword, length)
            }
            (TokenKind::Unknown, _) if offset == 0 && rest.starts_with(BYTE_ORDER_MARK) => {
                (TokenKind::ByteOrderMark, BYTE_ORDER_MARK.len_utf8())
            }
            token => token,
        };
        Token {
            tree: self.tree,
            kind,
            span: Span::new(offset, offset + length),
            parent: self.index,
        }
    }

    /// Itself and the nodes around it, from the inside out.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |node| node.parent())
    }

    /// Everything inside it, depth first.
    #[must_use]
    pub fn walk(self) -> Walk<'t> {
        Walk::new(self)
    }
}

/// Two nodes are equal if they stand for the same part of the same tree.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.index == other.index
    }
}

impl Eq for Node<'_> {}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?}", self.kind(), self.span())
    }
}

/// A token of a tree: a stretch of text that is not divided further.
#[derive(Clone, Copy)]
pub struct Token<'t> {
    tree: &'t SyntaxTree,
    kind: TokenKind,
    span: Span,
    /// Index of the node it is in.
    parent: usize,
}

impl<'t> Token<'t> {
    /// What it is.
    #[must_use]
    pub fn kind(self) -> TokenKind {
        self.kind
    }

    /// Where it stands; never empty.
    #[must_use]
    pub fn span(self) -> Span {
        self.span
    }

    /// Its text.
    #[must_use]
    pub fn text(self) -> &'t str {
        self.tree.text(self.span)
    }

    /// The node it is in.
    #[must_use]
    pub fn parent(self) -> Node<'t> {
        Node {
            tree: self.tree,
            index: self.parent,
        }
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?}", self.kind, self.text())
    }
}

/// A child of a node.
#[derive(Clone, Copy, Debug)]
pub enum Element<'t> {
    /// A node.
    Node(Node<'t>),
    /// A token.
    Token(Token<'t>),
}

impl Element<'_> {
    /// What it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Node(node) => Kind::Node(node.kind()),
            Self::Token(token) => Kind::Token(token.kind),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Self::Node(node) => node.span(),
            Self::Token(token) => token.span,
        }
    }
}

impl SyntaxTree {
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
            Kind::Node(_) => Element::Node(Node { tree: self, index }),
            Kind::Token(kind) => Element::Token(Token {
                tree: self,
                kind,
                span: entry.span,
                parent: entry.parent,
            }),
        }
    }
}
