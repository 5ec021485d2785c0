//! The text of a part of a file, as it is written.

use std::sync::Arc;

use crate::syntax::lossless::{NodeKind, SyntaxTree};
use crate::text::{Source, Span, Untrusted};

/// A text whose parts can be cut out.
pub(super) struct Written(SyntaxTree);

impl Written {
    pub fn new(source: &Arc<Source>) -> Self {
        Self(SyntaxTree::parse(source))
    }

    /// The declaration whose name stands here.
    pub fn declaration(&self, name: Span) -> Untrusted {
        self.around(name.start, |kind| {
            matches!(
                kind,
                NodeKind::Term | NodeKind::Define | NodeKind::Prerequisite | NodeKind::Warning
            )
        })
    }

    /// The line whose condition begins here: with its `must`, where it has one.
    pub fn line(&self, start: usize) -> Untrusted {
        let node = self.0.node_at(start);
        let mut around = node.ancestors();
        let condition = around.find(|node| node.kind() == NodeKind::Condition);
        let line = condition.and_then(|condition| {
            let parent = condition.parent()?;
            let is_line = matches!(
                parent.kind(),
                NodeKind::When | NodeKind::Must | NodeKind::Unless | NodeKind::RaisedWhen
            );
            Some(if is_line { parent } else { condition })
        });
        self.cut(line.unwrap_or(node).span())
    }

    /// The innermost node of these kinds around an offset.
    fn around(&self, at: usize, wanted: impl Fn(NodeKind) -> bool) -> Untrusted {
        let node = self.0.node_at(at);
        let found = node.ancestors().find(|node| wanted(node.kind()));
        self.cut(found.unwrap_or(node).span())
    }

    /// A stretch of the text. Its later lines lose as many blanks as stand before its first line.
    fn cut(&self, span: Span) -> Untrusted {
        let text = self.0.source().text();
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let blanks = blanks(&text[start..span.start]);
        let mut moved = String::with_capacity(span.end - span.start);
        for (at, line) in text[span.start..span.end].lines().enumerate() {
            if at > 0 {
                moved.push('\n');
            }
            let surplus = if at == 0 {
                0
            } else {
                blanks.min(self::blanks(line))
            };
            moved.push_str(line[surplus..].trim_end());
        }
        moved.into()
    }
}

/// How many blanks a line starts with.
fn blanks(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
