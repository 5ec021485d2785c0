//! Reduced ordered multi-valued decision diagrams in one store.
//!
//! A node asks for the value of one variable and has a child for each value; variables are asked
//! in ascending order. The construction is that of reduced ordered binary decision diagrams
//! (Bryant 1986), with more than two children a node (Srinivasan, Kam, Malik, Brayton 1990).

use rustc_hash::FxHashMap;

use crate::{BooleanBackend, Cancel, Mask, Var, values};

/// A node: a function of the variables. The first few are terminals: constant functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node(u32);

impl Node {
    /// False.
    pub const FALSE: Self = Self(0);
    /// True.
    pub const TRUE: Self = Self(1);
    /// Outside the domain of a partial function, see [`DiagramBuilder::only_where`].
    pub const UNDEFINED: Self = Self(2);
    /// Part of no diagram. In a [`Product`](super::Product) it marks a diagram that has reached a
    /// terminal.
    pub const DONE: Self = Self(3);
    /// The index of the first node that is not a terminal.
    const FIRST: usize = 4;

    /// Whether it asks for no variable.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        self.index() < Self::FIRST
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A diagram or a product outgrew its limit, or was cancelled. The question needs another method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// A store of diagrams. Equal diagrams are one node, so comparing nodes compares functions.
#[derive(Debug, Default)]
pub struct Diagrams {
    /// How many values each variable has.
    sizes: Vec<u8>,
    /// For each node that is not a terminal: its variable, and where its children start.
    nodes: Vec<(Var, u32)>,
    children: Vec<Node>,
    unique: FxHashMap<Box<[u32]>, Node>,
}

/// Adds diagrams to a store.
#[derive(Debug)]
pub struct DiagramBuilder<'d> {
    diagrams: &'d mut Diagrams,
    /// Once it is stopped, every construction fails with [`TooLarge`].
    cancel: &'d Cancel,
    /// Results of `choose` for the condition that is being built.
    done: FxHashMap<[Node; 3], Node>,
    /// The store may grow up to this number of nodes.
    limit: usize,
}

impl Diagrams {
    /// An empty store for diagrams over variables of these sizes.
    #[must_use]
    pub fn new(sizes: &[u8]) -> Self {
        Self {
            sizes: sizes.to_vec(),
            ..Self::default()
        }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are only terminals.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The variable a node asks for; for a terminal, one after all others.
    #[inline]
    #[must_use]
    pub fn var(&self, node: Node) -> Var {
        match node.index().checked_sub(Node::FIRST) {
            Some(index) => self.nodes[index].0,
            None => Var::MAX,
        }
    }

    /// The children of a node, one for each value of its variable.
    #[inline]
    #[must_use]
    pub fn children(&self, node: Node) -> &[Node] {
        match node.index().checked_sub(Node::FIRST) {
            Some(index) => {
                let (var, start) = self.nodes[index];
                let start = start as usize;
                &self.children[start..start + usize::from(self.sizes[var as usize])]
            }
            None => &[],
        }
    }

    /// All variables that some path from the node asks for, ascending.
    #[must_use]
    pub fn support(&self, node: Node) -> Vec<Var> {
        let mut seen = Seen::up_to(node);
        let mut stack = vec![node];
        let mut vars = Vec::new();
        while let Some(node) = stack.pop() {
            if !node.is_terminal() && seen.first_time(node) {
                vars.push(self.var(node));
                stack.extend(self.children(node));
            }
        }
        vars.sort_unstable();
        vars.dedup();
        vars
    }

    /// The child of a node for a value of this variable; the node itself if it does not ask for it.
    #[inline]
    #[must_use]
    pub fn step(&self, node: Node, var: Var, value: usize) -> Node {
        if self.var(node) == var {
            self.children(node)[value]
        } else {
            node
        }
    }

    /// Follows a diagram while each variable it asks for has just one value in these masks (by
    /// variable): to a terminal, or to the first node that asks for another variable.
    #[must_use]
    pub fn follow(&self, mut node: Node, masks: &[Mask]) -> Node {
        while !node.is_terminal() {
            let mask = masks[self.var(node) as usize];
            if !mask.is_power_of_two() {
                break;
            }
            node = self.children(node)[mask.trailing_zeros() as usize];
        }
        node
    }

    /// Calls `visit` once for each terminal that can be reached under these masks (by variable),
    /// until it returns true.
    pub fn reach(&self, node: Node, masks: &[Mask], mut visit: impl FnMut(Node) -> bool) {
        let mut seen = Seen::up_to(node);
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            if !seen.first_time(node) {
                continue;
            }
            if node.is_terminal() {
                if visit(node) {
                    return;
                }
                continue;
            }
            let mask = masks[self.var(node) as usize];
            let children = self.children(node);
            stack.extend(values(mask).map(|value| children[value]));
        }
    }
}

impl<'d> DiagramBuilder<'d> {
    /// The most nodes one condition may add. A condition that needs more is left to another method.
    const NODES_A_CONDITION: usize = 20_000;
    /// The most nodes of one store.
    const NODES: usize = 1_000_000;
    /// The most variables on a path: bounds recursion.
    const DEPTH: usize = 1_000;

    /// Lets a first condition add its share of nodes.
    pub fn new(diagrams: &'d mut Diagrams, cancel: &'d Cancel) -> Self {
        let mut builder = Self {
            diagrams,
            cancel,
            done: FxHashMap::default(),
            limit: 0,
        };
        builder.next_condition();
        builder
    }

    /// Lets the next condition add its share of nodes, and forgets the results of operations on
    /// the last one.
    pub fn next_condition(&mut self) {
        self.limit = (self.diagrams.nodes.len() + Self::NODES_A_CONDITION).min(Self::NODES);
        self.done.clear();
    }

    /// A partial function: `outcome` where `condition` holds, elsewhere [`Node::UNDEFINED`].
    ///
    /// # Errors
    ///
    /// [`TooLarge`] past a limit.
    pub fn only_where(&mut self, condition: Node, outcome: Node) -> Result<Node, TooLarge> {
        self.choose([condition, outcome, Node::UNDEFINED], 0)
    }

    /// The if-then-else operator, to which all operations come down (Brace, Rudell, Bryant 1990).
    fn choose(&mut self, of: [Node; 3], depth: usize) -> Result<Node, TooLarge> {
        let [condition, then, otherwise] = of;
        match of {
            [Node::TRUE, ..] => return Ok(then),
            [Node::FALSE, ..] => return Ok(otherwise),
            [_, Node::TRUE, Node::FALSE] => return Ok(condition),
            _ if then == otherwise => return Ok(then),
            _ => {}
        }
        if let Some(&node) = self.done.get(&of) {
            return Ok(node);
        }
        if depth == Self::DEPTH || self.cancel.is_stopped() {
            return Err(TooLarge);
        }
        let var = of.map(|node| self.diagrams.var(node)).into_iter().min();
        let var = var.unwrap_or(Var::MAX);
        let size = usize::from(self.diagrams.sizes[var as usize]);
        let mut children = Vec::with_capacity(size);
        for value in 0..size {
            let next = of.map(|node| self.diagrams.step(node, var, value));
            children.push(self.choose(next, depth + 1)?);
        }
        let node = self.node(var, &children)?;
        self.done.insert(of, node);
        Ok(node)
    }

    fn node(&mut self, var: Var, children: &[Node]) -> Result<Node, TooLarge> {
        if children.iter().all(|&child| child == children[0]) {
            return Ok(children[0]);
        }
        let key: Box<[u32]> = std::iter::once(var)
            .chain(children.iter().map(|child| child.0))
            .collect();
        let store = &mut *self.diagrams;
        if let Some(&node) = store.unique.get(&key) {
            return Ok(node);
        }
        if store.nodes.len() >= self.limit {
            return Err(TooLarge);
        }
        let node = Node((store.nodes.len() + Node::FIRST) as u32);
        store.nodes.push((var, store.children.len() as u32));
        store.children.extend_from_slice(children);
        store.unique.insert(key, node);
        Ok(node)
    }
}

impl BooleanBackend for DiagramBuilder<'_> {
    type Formula = Node;
    type Error = TooLarge;

    fn constant(&mut self, value: bool) -> Node {
        if value { Node::TRUE } else { Node::FALSE }
    }

    fn atom(&mut self, var: Var, mask: Mask) -> Result<Node, TooLarge> {
        let children: Vec<Node> = (0..self.diagrams.sizes[var as usize])
            .map(|value| {
                if mask >> value & 1 == 1 {
                    Node::TRUE
                } else {
                    Node::FALSE
                }
            })
            .collect();
        self.node(var, &children)
    }

    fn and(&mut self, a: Node, b: Node) -> Result<Node, TooLarge> {
        self.choose([a, b, Node::FALSE], 0)
    }

    fn or(&mut self, a: Node, b: Node) -> Result<Node, TooLarge> {
        self.choose([a, Node::TRUE, b], 0)
    }

    fn iff(&mut self, a: Node, b: Node) -> Result<Node, TooLarge> {
        let not_b = self.not(b)?;
        self.choose([a, b, not_b], 0)
    }

    fn not(&mut self, a: Node) -> Result<Node, TooLarge> {
        self.choose([a, Node::FALSE, Node::TRUE], 0)
    }

    fn count_one(&mut self, part: Node, fewer: Node, as_many: Node) -> Result<Node, TooLarge> {
        self.choose([part, fewer, as_many], 0)
    }

    /// Sorted by the first variable of each part. The parts are combined from the last to the
    /// first, so each step adds nodes above those that exist and rebuilds none of them.
    fn arranged(&self, parts: &[Node]) -> Vec<Node> {
        let mut parts = parts.to_vec();
        parts.sort_by_key(|&part| self.diagrams.var(part));
        parts
    }
}

/// Nodes already visited. Children are made before their parents, so none has a higher index than
/// the root.
struct Seen(Vec<u64>);

impl Seen {
    fn up_to(root: Node) -> Self {
        // Room for every terminal, even if the root is one.
        let last = root.index().max(Node::FIRST);
        Self(vec![0; last / 64 + 1])
    }

    fn first_time(&mut self, node: Node) -> bool {
        let (word, bit) = (node.index() / 64, 1 << (node.index() % 64));
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }
}
