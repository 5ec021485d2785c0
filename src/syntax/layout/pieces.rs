//! Where each token and each comment of a text goes.

use super::super::keywords::is_keyword;
use super::super::lossless::{Element, Event, Node, NodeKind, SyntaxTree, Token, TokenKind};
use crate::text::Span;

/// How far what is inside something is indented.
const STEP: usize = 2;
/// How far the labels of a scale are indented below their clause.
const SCALE: usize = 4;
/// The columns of `one of ` and of `set of `, after which labels begin.
const LIST: usize = 7;

/// Where a piece goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Right after the piece before it.
    Glued,
    /// After a blank.
    Spaced,
    /// After a blank where it fits on the line, else on the next line at this column.
    Filled(usize),
    /// On a line of its own at this column.
    Line(usize),
}

/// A token or a comment.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where it stands in the text.
    pub span: Span,
    /// Where it goes.
    pub place: Place,
    /// Whether there is a blank line before it.
    pub blank: bool,
    /// Whether it goes before comments that stood before it.
    pub moved: bool,
    kind: TokenKind,
}

impl Piece {
    pub fn is_comment(&self) -> bool {
        self.kind == TokenKind::Comment
    }
}

/// Every token and comment of a text without mistakes, in their new order.
pub(super) fn of(tree: &SyntaxTree) -> Vec<Piece> {
    let mut pieces = Pieces {
        all: Vec::new(),
        next: None,
        comments: Vec::new(),
        breaks: 0,
    };
    pieces.node(tree.root(), 0);
    pieces.comments_at(0);
    pieces.all
}

struct Pieces<'t> {
    all: Vec<Piece>,
    /// Where the next token goes, if that is not for its parent to say.
    next: Option<Place>,
    /// The comments since the last token, each with the line breaks before it.
    comments: Vec<(Token<'t>, usize)>,
    /// The line breaks since the last token or comment.
    breaks: usize,
}

impl<'t> Pieces<'t> {
    /// A node in a clause whose line is indented up to a column.
    fn node(&mut self, node: Node<'t>, column: usize) {
        match node.kind() {
            NodeKind::Scale => return self.labels(node, column, column + SCALE),
            NodeKind::OneOf | NodeKind::SetOf => return self.labels(node, column, column + LIST),
            _ => {}
        }
        let is_flat = is_flat(node);
        let inside = match node.kind() {
            NodeKind::File | NodeKind::Vocabulary | NodeKind::Policy => column,
            _ => column + STEP,
        };
        for child in node.children() {
            match child {
                Element::Token(token) => {
                    if is_flat {
                        self.next = Some(Place::Spaced);
                    }
                    self.token(token, column, column + STEP);
                    if token.kind() == TokenKind::Comma {
                        self.next = Some(Place::Filled(column + STEP));
                    }
                }
                Element::Node(child) if !is_flat && is_clause(node.kind(), child.kind()) => {
                    self.next = Some(Place::Line(inside));
                    self.node(child, inside);
                }
                Element::Node(child) => self.node(child, column),
            }
        }
    }

    /// The labels of a term, all but the first at a column if they are not on one line.
    fn labels(&mut self, node: Node<'t>, column: usize, at: usize) {
        let labels = node.nodes().filter(|child| child.kind() == NodeKind::Label);
        let is_string = |child: Element<'_>| matches!(child, Element::Token(token) if token.kind() == TokenKind::String);
        let mut glosses = labels.filter(|label| label.children().any(is_string));
        let place = match glosses.next() {
            Some(_) => Place::Line(at),
            None => Place::Filled(at),
        };
        for child in node.children() {
            match child {
                Element::Token(token) => {
                    if token.kind() == TokenKind::LessThan {
                        self.next = Some(place);
                    }
                    self.token(token, column, at);
                    if token.kind() == TokenKind::Comma {
                        self.next = Some(place);
                    }
                }
                Element::Node(label) => self.node(label, at),
            }
        }
    }

    /// A token in a clause that begins at a column; after a comment inside the clause it goes to another.
    fn token(&mut self, token: Token<'t>, column: usize, continued: usize) {
        match token.kind() {
            TokenKind::Whitespace | TokenKind::ByteOrderMark => {}
            TokenKind::LineBreak => self.breaks += 1,
            TokenKind::Comment => {
                let breaks = std::mem::take(&mut self.breaks);
                self.comments.push((token, breaks));
            }
            kind => {
                let place = self.next.take().unwrap_or(match kind {
                    TokenKind::Comma => Place::Glued,
                    TokenKind::CloseBrace => self.closing(column),
                    _ => Place::Spaced,
                });
                self.put(token, place, column, continued);
            }
        }
    }

    /// Where `}` goes; nothing stands between empty braces.
    fn closing(&self, column: usize) -> Place {
        if self.is_after_brace() && self.comments.is_empty() {
            Place::Glued
        } else {
            Place::Line(column)
        }
    }

    fn is_after_brace(&self) -> bool {
        (self.all.last()).is_some_and(|piece| piece.kind == TokenKind::OpenBrace)
    }

    fn put(&mut self, token: Token<'t>, place: Place, column: usize, continued: usize) {
        let kind = token.kind();
        let moved =
            !self.comments.is_empty() && matches!(kind, TokenKind::Comma | TokenKind::OpenBrace);
        if moved {
            // A comment ends its line: what follows it would stand there alone.
            self.breaks = 0;
            return self.push(token, token.span(), place, false, true);
        }
        let place = match place {
            // A list of a condition would be read as ended before such a word on a new line.
            Place::Filled(_) if is_keyword(token.text()) => Place::Spaced,
            place => place,
        };
        let column = match place {
            _ if kind == TokenKind::CloseBrace => column + STEP,
            Place::Line(column) | Place::Filled(column) => column,
            Place::Glued | Place::Spaced => continued,
        };
        let commented = self.comments_at(column);
        let place = match place {
            Place::Line(_) => place,
            _ if commented => Place::Line(column),
            _ => place,
        };
        let blank = std::mem::take(&mut self.breaks) > 1
            && kind != TokenKind::CloseBrace
            && !self.is_after_brace();
        self.push(token, token.span(), place, blank, false);
    }

    /// The comments since the last token, those on lines of their own at a column. Whether there are any.
    fn comments_at(&mut self, column: usize) -> bool {
        let comments = std::mem::take(&mut self.comments);
        for (index, (comment, breaks)) in comments.iter().enumerate() {
            let trails = index == 0 && *breaks == 0 && !self.all.is_empty();
            let place = if trails {
                Place::Spaced
            } else {
                Place::Line(column)
            };
            let blank = *breaks > 1 && !self.is_after_brace();
            let mut span = comment.span();
            span.end = span.start + comment.text().trim_end().len();
            self.push(*comment, span, place, blank, false);
        }
        !comments.is_empty()
    }

    fn push(&mut self, token: Token<'t>, span: Span, place: Place, blank: bool, moved: bool) {
        self.all.push(Piece {
            span,
            place,
            blank: blank && matches!(place, Place::Line(_)) && !self.all.is_empty(),
            moved,
            kind: token.kind(),
        });
    }
}

/// Whether a node is a group that stands on one line: of one comparison or name, without a list and
/// without comments.
fn is_flat(node: Node<'_>) -> bool {
    let conditions = || {
        let children = node.nodes();
        children.filter(|child| child.kind() == NodeKind::Condition)
    };
    let is_more = |event: Event<'_>| match event {
        Event::Token(token) => matches!(token.kind(), TokenKind::Comment | TokenKind::Comma),
        Event::Enter(inner) => inner != node && inner.kind() == NodeKind::Group,
        Event::Leave(_) => false,
    };
    node.kind() == NodeKind::Group && conditions().count() == 1 && !node.walk().any(is_more)
}

/// Whether a node inside another is a clause of it, on a line of its own.
fn is_clause(parent: NodeKind, child: NodeKind) -> bool {
    match parent {
        NodeKind::File
        | NodeKind::Vocabulary
        | NodeKind::Policy
        | NodeKind::Section
        | NodeKind::Term
        | NodeKind::Always
        | NodeKind::Define
        | NodeKind::Source
        | NodeKind::Prerequisite
        | NodeKind::Reading
        | NodeKind::Warning => true,
        NodeKind::Group => child == NodeKind::Condition,
        _ => false,
    }
}
