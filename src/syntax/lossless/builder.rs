//! Makes a tree from the starts and ends of its parts.

use std::sync::Arc;

use super::{Entry, Kind, NodeKind, SyntaxTree};
use crate::text::{Source, Span};

/// A tree of which some nodes are still open.
pub(in crate::syntax) struct Builder {
    tree: SyntaxTree,
    /// Indices of the entries that are not ended yet, the innermost last.
    open: Vec<usize>,
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

    /// The kind of the innermost part that is open.
    pub fn innermost(&self) -> Kind {
        let index = self.open.last().copied().unwrap_or_default();
        self.tree.entries[index].kind
    }

    /// A part starts at a byte offset, inside those that are open.
    pub fn start(&mut self, kind: Kind, offset: usize) {
        let entries = &mut self.tree.entries;
        let parent = self.open.last().copied().unwrap_or_default();
        self.open.push(entries.len());
        entries.push(Entry {
            kind,
            span: Span::new(offset, offset),
            parent,
            after: entries.len() + 1,
        });
    }

    /// The innermost part that is open ends at a byte offset.
    pub fn end(&mut self, offset: usize) {
        let after = self.tree.entries.len();
        if let Some(index) = self.open.pop() {
            let entry = &mut self.tree.entries[index];
            entry.span.end = offset;
            entry.after = after;
        }
    }

    /// The tree; the root ends where the text ends.
    pub fn finish(mut self) -> SyntaxTree {
        let root = &mut self.tree.entries[0];
        root.span.end = self.tree.source.text().len();
        root.after = self.tree.entries.len();
        self.tree
    }

    /// The tree of a text that cannot be parsed: one error, unless it is empty.
    pub fn unparsed(source: &Arc<Source>) -> SyntaxTree {
        let mut builder = Self::new(source);
        let end = source.text().len();
        if end > 0 {
            builder.start(Kind::Node(NodeKind::Error), 0);
            builder.end(end);
        }
        builder.finish()
    }
}
