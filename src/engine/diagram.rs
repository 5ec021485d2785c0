//! Decision diagrams over finite domains, reduced and shared. They do not know what a policy is.
//!
//! A node asks for the class of one variable and has a child for each class; variables are asked
//! in ascending order. The construction is that of reduced ordered binary decision diagrams
//! (Bryant 1986), with more than two children a node (Srinivasan et al. 1990).

use rustc_hash::FxHashMap;

use super::algebra::Algebra;
use super::{Mask, Var};
use crate::limit::Cancel;

/// A node, or one of the terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Node(u32);

impl Node {
    /// False; of a prerequisite: unmet.
    pub const FALSE: Self = Self(0);
    /// True; of a prerequisite: met.
    pub const TRUE: Self = Self(1);
    /// Of a prerequisite: not applicable.
    pub const NOT_APPLICABLE: Self = Self(2);
    /// Never in a diagram: marks one that is walked through and counted.
    pub const DONE: Self = Self(3);
    /// The index of the first node that asks for a variable.
    const FIRST: usize = 4;

    pub fn is_terminal(self) -> bool {
        self.index() < Self::FIRST
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A diagram outgrew the limits, or nobody waits for it; the question needs another method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// All diagrams of one policy, in one store: equal ones are one.
#[derive(Debug, Default)]
pub(crate) struct Diagrams {
    /// How many classes each variable has.
    sizes: Vec<u8>,
    /// By node, terminals left out: its variable, and where its children start.
    nodes: Vec<(Var, u32)>,
    children: Vec<Node>,
    unique: FxHashMap<Box<[u32]>, Node>,
}

/// Adds diagrams to a store.
#[derive(Debug)]
pub(crate) struct Builder<'d> {
    pub diagrams: &'d mut Diagrams,
    /// Once the work is cancelled no diagram is finished.
    cancel: &'d Cancel,
    /// Results of [`Builder::choose`] for the condition that is being built.
    done: FxHashMap<[Node; 3], Node>,
    /// The store may grow up to this number of nodes.
    limit: usize,
}

impl Diagrams {
    /// An empty store for diagrams over variables of these sizes.
    pub fn new(sizes: &[u8]) -> Self {
        Self {
            sizes: sizes.to_vec(),
            ..Self::default()
        }
    }

    /// How many nodes there are.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The variable a node asks for; of a terminal, one after all others.
    pub fn var(&self, node: Node) -> Var {
        match node.index().checked_sub(Node::FIRST) {
            Some(index) => self.nodes[index].0,
            None => Var::MAX,
        }
    }

    /// The children of a node, one for each class of its variable.
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

    /// Where a node leads for a class of this variable; itself if it does not ask for it.
    pub fn step(&self, node: Node, var: Var, class: usize) -> Node {
        if self.var(node) == var {
            self.children(node)[class]
        } else {
            node
        }
    }

    /// The terminal reached where all that is asked on the way is known; else the first node that
    /// asks for something open.
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

    /// Calls `visit` for each terminal that can be reached, once each, until it says that this is
    /// enough.
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
            stack.extend(classes(mask).map(|class| children[class]));
        }
    }
}

impl<'d> Builder<'d> {
    /// The most nodes one condition may add. A condition that needs more is left to the solver.
    const NODES_A_CONDITION: usize = 20_000;
    /// The most nodes of one policy.
    const NODES: usize = 1_000_000;
    /// The most variables on a path: bounds recursion.
    const DEPTH: usize = 1_000;

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

    /// Prerequisites are not applicable where `condition` is false.
    pub fn only_where(&mut self, condition: Node, outcome: Node) -> Result<Node, TooLarge> {
        self.choose([condition, outcome, Node::NOT_APPLICABLE], 0)
    }

    /// The second where the first holds, elsewhere the third: all operations come down to this
    /// (Brace, Rudell, Bryant 1990).
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
        for class in 0..size {
            let next = of.map(|node| self.diagrams.step(node, var, class));
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

impl Algebra for Builder<'_> {
    type Term = Node;
    type Error = TooLarge;

    fn constant(&mut self, value: bool) -> Node {
        if value { Node::TRUE } else { Node::FALSE }
    }

    fn atom(&mut self, var: Var, mask: Mask) -> Result<Node, TooLarge> {
        let children: Vec<Node> = (0..self.diagrams.sizes[var as usize])
            .map(|class| {
                if mask >> class & 1 == 1 {
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

    fn one_more(&mut self, part: Node, fewer: Node, as_many: Node) -> Result<Node, TooLarge> {
        self.choose([part, fewer, as_many], 0)
    }

    /// By the variable that each asks first: put together from the last, nothing that is built
    /// already is built anew.
    fn arranged(&self, parts: &[Node]) -> Vec<Node> {
        let mut parts = parts.to_vec();
        parts.sort_by_key(|&part| self.diagrams.var(part));
        parts
    }
}

/// The classes in a mask, ascending.
pub(crate) fn classes(mask: Mask) -> impl Iterator<Item = usize> {
    let mut rest = mask;
    std::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let class = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        Some(class)
    })
}

/// Nodes already visited. Children are made before their parents, so none is above the root.
struct Seen(Vec<u64>);

impl Seen {
    fn up_to(root: Node) -> Self {
        // A terminal below a node may have a higher index than the node's own children.
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
