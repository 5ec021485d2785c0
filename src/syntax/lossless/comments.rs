//! Which comments belong to a node.

use super::{Node, Token, TokenKind};

impl<'t> Node<'t> {
    /// The comments directly above it, in order: on lines of their own, with no blank line after any of
    /// them.
    ///
    /// A node that starts where its parent starts has the same ones.
    #[must_use]
    pub fn leading_comments(self) -> Vec<Token<'t>> {
        let mut comments = Vec::new();
        let (parent, start) = self.stretch_before();
        // Whether there are only blanks on the line so far, and the line breaks since the last comment.
        let (mut blank, mut breaks) = (start == 0, 0);
        for token in parent.tokens_between(start, self.span().start) {
            match token.kind() {
                TokenKind::Whitespace | TokenKind::ByteOrderMark => {}
                TokenKind::LineBreak => {
                    blank = true;
                    breaks += 1;
                    if breaks > 1 {
                        comments.clear();
                    }
                }
                TokenKind::Comment => {
                    breaks = 0;
                    if blank {
                        comments.push(token);
                    }
                }
                _ => {
                    comments.clear();
                    blank = false;
                }
            }
        }
        comments
    }

    /// The comment after it on the line on which it ends; a comma may stand between.
    ///
    /// A node that ends where its parent ends has the same one.
    #[must_use]
    pub fn trailing_comment(self) -> Option<Token<'t>> {
        let end = self.span().end;
        let parent = self.ancestors().find(|node| node.span().end > end)?;
        parent
            .tokens_between(end, self.tree().source.text().len())
            .find(|token| !matches!(token.kind(), TokenKind::Whitespace | TokenKind::Comma))
            .filter(|token| token.kind() == TokenKind::Comment)
    }

    /// The node whose blanks and comments stand right before this one, and an offset from which on they
    /// can be read.
    fn stretch_before(self) -> (Self, usize) {
        let start = self.span().start;
        let outermost = self
            .ancestors()
            .take_while(|node| node.span().start == start)
            .last()
            .unwrap_or(self);
        let Some(parent) = outermost.parent() else {
            return (self, start);
        };
        // What is stored before a node is either around it or ends before it.
        let before = &self.tree().entries[outermost.index() - 1].span;
        let from = if before.end <= start {
            before.end
        } else {
            before.start
        };
        (parent, from)
    }

    /// The tokens of a stretch in which none is stored, as children of this node.
    fn tokens_between(self, start: usize, end: usize) -> impl Iterator<Item = Token<'t>> {
        let mut offset = start;
        std::iter::from_fn(move || {
            let token = (offset < end).then(|| self.token_at(offset, end))?;
            offset = token.span().end;
            Some(token)
        })
    }
}
