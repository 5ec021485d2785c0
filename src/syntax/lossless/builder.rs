//! Makes a tree from the starts and ends of its parts.

use std::sync::Arc;

use super::{Entry, Kind, NodeKind, SyntaxTree};
use crate::text::{Source, Span};

/// What no node starts or ends with.
const BLANKS: [u8; 4] = *b" \t\r\n";

/// A tree of which some nodes are still open.
pub(in crate::syntax) struct Builder {
    tree: SyntaxTree,
    /// Indices of the entries that are not ended yet, the innermost last.
    open: Vec<usize>,
}

/// How much of a tree is made.
#[derive(Clone, Copy)]
pub(in crate::syntax) struct Mark {
    entries: usize,
    open: usize,
}

impl Builder {
    /// A tree with its root alone, which is open.
    pub fn new(source: &Arc<Source>) -> Self {
        let root = Entry {
            kind: Kind::Node(NodeKind::File),
            span: Span::new(0, source.text().len()),
            parent: 0,
            after: 1,
        };
        Self {
            tree: SyntaxTree {
                source: Arc::clone(source),
                entries: vec![root],
            },
            open: vec![0],
        }
    }

    /// The innermost part that is open turns out to be of another kind.
    pub fn change_kind(&mut self, kind: Kind) {
        let index = self.parent();
        self.tree.entries[index].kind = kind;
    }

    fn parent(&self) -> usize {
        self.open.last().copied().unwrap_or_default()
    }

    /// What [`Builder::back_to`] goes back to. Parts that are open now must be open then.
    pub fn mark(&self) -> Mark {
        Mark {
            entries: self.tree.entries.len(),
            open: self.open.len(),
        }
    }

    /// Forgets every part that was started since.
    pub fn back_to(&mut self, mark: Mark) {
        self.tree.entries.truncate(mark.entries);
        self.open.truncate(mark.open);
    }

    /// A part starts at a byte offset, inside those that are open; blanks there are left to its parent.
    pub fn start(&mut self, kind: Kind, offset: usize) {
        let parent = self.parent();
        let rest = self.tree.source.text().as_bytes().iter().skip(offset);
        let offset = offset + rest.take_while(|byte| BLANKS.contains(byte)).count();
        let entries = &mut self.tree.entries;
        self.open.push(entries.len());
        entries.push(Entry {
            kind,
            span: Span::new(offset, offset),
            parent,
            after: entries.len() + 1,
        });
    }

    /// The innermost part that is open ends at a byte offset; blanks before it are left to its parent.
    pub fn end(&mut self, offset: usize) {
        let after = self.tree.entries.len();
        if let Some(index) = self.open.pop() {
            let entry = &mut self.tree.entries[index];
            let inside = self.tree.source.text().as_bytes().get(..offset);
            let blanks =
                (inside.into_iter().flatten().rev()).take_while(|byte| BLANKS.contains(byte));
            entry.span.end = offset - blanks.count();
            entry.after = after;
        }
    }

    /// The tree; the root holds everything.
    pub fn finish(mut self) -> SyntaxTree {
        let after = self.tree.entries.len();
        self.tree.entries[0].after = after;
        self.tree
    }
}

impl SyntaxTree {
    /// The tree of a text that cannot be parsed: one error, unless there is nothing in it.
    pub(in crate::syntax) fn unparsed(source: &Arc<Source>) -> Self {
        let mut builder = Builder::new(source);
        let found = {
            let mut tokens = (builder.tree.tokens()).filter(|token| !token.kind().is_trivia());
            let first = tokens.next();
            first.map(|first| first.span().to(tokens.last().unwrap_or(first).span()))
        };
        if let Some(span) = found {
            builder.start(Kind::Node(NodeKind::Error), span.start);
            builder.end(span.end);
        }
        builder.finish()
    }
}
