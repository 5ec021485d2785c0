//! Ways through a tree.

use super::{Element, Node, Token};

/// The children of a node in order, from [`Node::children`].
#[derive(Clone, Debug)]
pub struct Children<'t> {
    node: Node<'t>,
    /// The offset of what comes next.
    offset: usize,
    /// The index of the next child that is stored.
    next: usize,
}

impl<'t> Children<'t> {
    pub(super) fn new(node: Node<'t>) -> Self {
        Self {
            node,
            offset: node.span().start,
            next: node.index() + 1,
        }
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        let own = self.node.entry();
        let stored = (self.next < own.after).then_some(self.next);
        let entries = &self.node.tree().entries;
        let limit = stored.map_or(own.span.end, |index| entries[index].span.start);
        if self.offset < limit {
            let token = self.node.token_at(self.offset, limit);
            self.offset = token.span().end;
            return Some(Element::Token(token));
        }
        let index = stored?;
        self.offset = entries[index].span.end;
        self.next = entries[index].after;
        Some(self.node.tree().element(index))
    }
}

/// A step on the way through a tree.
#[derive(Clone, Copy, Debug)]
pub enum Event<'t> {
    /// A node starts.
    Enter(Node<'t>),
    /// A token of the innermost node that was entered and not left.
    Token(Token<'t>),
    /// That node ends.
    Leave(Node<'t>),
}

/// Everything inside a node and the node itself, depth first, from [`Node::walk`].
#[derive(Clone, Debug)]
pub struct Walk<'t> {
    /// The node to start with, until it is entered.
    root: Option<Node<'t>>,
    /// What is left of the nodes that were entered and not left.
    open: Vec<Children<'t>>,
    /// Nodes that end before this offset are left out.
    from: usize,
}

impl<'t> Walk<'t> {
    pub(super) fn new(root: Node<'t>) -> Self {
        Self {
            root: Some(root),
            open: Vec::new(),
            from: 0,
        }
    }

    /// Leaves out nodes that end at or before a byte offset.
    pub(super) fn starting_at(self, from: usize) -> Self {
        Self { from, ..self }
    }

    /// The tokens alone.
    pub fn tokens(self) -> impl Iterator<Item = Token<'t>> {
        self.filter_map(|event| match event {
            Event::Token(token) => Some(token),
            Event::Enter(_) | Event::Leave(_) => None,
        })
    }

    fn enter(&mut self, node: Node<'t>) -> Event<'t> {
        self.open.push(node.children());
        Event::Enter(node)
    }
}

impl<'t> Iterator for Walk<'t> {
    type Item = Event<'t>;

    fn next(&mut self) -> Option<Event<'t>> {
        if let Some(root) = self.root.take() {
            return Some(self.enter(root));
        }
        let from = self.from;
        let left_out = |element: &Element<'t>| match element {
            Element::Node(node) => node.span().end <= from,
            Element::Token(_) => false,
        };
        let innermost = self.open.last_mut()?;
        Some(match innermost.find(|element| !left_out(element)) {
            Some(Element::Node(node)) => self.enter(node),
            Some(Element::Token(token)) => Event::Token(token),
            None => Event::Leave(self.open.pop()?.node),
        })
    }
}
