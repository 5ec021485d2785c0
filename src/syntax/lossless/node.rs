//! The parts of a tree.

use std::fmt;

use super::super::keywords::is_keyword;
use super::super::lexer::first_token;
use super::{Children, Entry, Kind, NodeKind, SyntaxTree, TokenKind, Walk};
use crate::text::Span;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A node of a tree: a part of the language with everything in it.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t SyntaxTree,
    index: usize,
}

impl<'t> Node<'t> {
    pub(super) fn new(tree: &'t SyntaxTree, index: usize) -> Self {
        Self { tree, index }
    }

    pub(super) fn tree(self) -> &'t SyntaxTree {
        self.tree
    }

    /// Where it is among the entries of the tree.
    pub(super) fn index(self) -> usize {
        self.index
    }

    pub(super) fn entry(self) -> &'t Entry {
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
    pub(in crate::syntax) fn parts(self) -> impl Iterator<Item = Element<'t>> {
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
    pub(super) fn token_at(self, offset: usize, limit: usize) -> Token<'t> {
        let rest = self.tree.text(Span::new(offset, limit));
        let (kind, length) = match first_token(rest) {
            // The grammar names all other words outside errors.
            (TokenKind::Word, length)
                if self.kind() != NodeKind::Error || is_keyword(&rest[..length]) =>
            {
                (TokenKind::Keyword, length)
            }
            (TokenKind::Unknown, _) if offset == 0 && rest.starts_with(BYTE_ORDER_MARK) => {
                (TokenKind::ByteOrderMark, BYTE_ORDER_MARK.len_utf8())
            }
            token => token,
        };
        Token::new(self, kind, Span::new(offset, offset + length))
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
    parent: Node<'t>,
    kind: TokenKind,
    span: Span,
}

impl<'t> Token<'t> {
    pub(super) fn new(parent: Node<'t>, kind: TokenKind, span: Span) -> Self {
        Self { parent, kind, span }
    }

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
        self.parent.tree.text(self.span)
    }

    /// The node it is in.
    #[must_use]
    pub fn parent(self) -> Node<'t> {
        self.parent
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
