//! Diagrams with labels for terminals, in one list that stands by itself.
//!
//! A product is explored and never built where only its answer is asked for. Here it is built: what comes
//! of it can be written down and followed elsewhere, by a program that knows nothing of this crate.

use rustc_hash::FxHashMap;

use super::diagram::TooLarge;
use super::product::{Product, State, Summary};
use crate::{Cancel, Mask, Var, values};

/// A label, or a node of [`LabelledDiagrams`].
pub type Reference = u32;

/// Reduced ordered diagrams. Children stand before their parents, and equal diagrams are one node.
///
/// A reference below [`LabelledDiagrams::LABELS`] is a label; any other is that number of nodes further
/// on in the list. Label 0 stands for *nowhere*: some constraint is false there.
#[derive(Debug)]
pub struct LabelledDiagrams<'s> {
    sizes: &'s [u8],
    nodes: Vec<LabelledNode>,
    unique: FxHashMap<LabelledNode, Reference>,
    /// How many children all nodes have together.
    edges: usize,
    /// The most that they may have.
    most_edges: usize,
}

/// A node: the variable that it asks for, and what follows for each of its values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LabelledNode {
    /// The variable.
    pub var: Var,
    /// A label or a node for each value, in order.
    pub children: Box<[Reference]>,
}

impl<'s> LabelledDiagrams<'s> {
    /// How many labels there may be.
    pub const LABELS: Reference = 8;
    /// The most states of one product that are told apart.
    const STATES: usize = 20_000;
    /// The most pairs of nodes that are told apart while two diagrams are combined.
    const PAIRS: usize = 100_000;
    /// The most variables on a path: bounds recursion.
    const DEPTH: usize = 1_000;

    /// No diagrams yet, over variables of these sizes. All nodes may have up to `most_edges` children
    /// together.
    #[must_use]
    pub fn new(sizes: &'s [u8], most_edges: usize) -> Self {
        Self {
            sizes,
            nodes: Vec::new(),
            unique: FxHashMap::default(),
            edges: 0,
            most_edges,
        }
    }

    /// All nodes.
    #[must_use]
    pub fn nodes(&self) -> &[LabelledNode] {
        &self.nodes
    }

    /// The node of a reference; `None` for a label.
    #[must_use]
    pub fn node(&self, reference: Reference) -> Option<&LabelledNode> {
        let index = reference.checked_sub(Self::LABELS)?;
        self.nodes.get(index as usize)
    }

    /// Builds a product: a label for each summary, and 0 where a constraint is false.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] past a limit, or if the product is cancelled. Nothing is added then.
    pub fn build<S: Summary>(
        &mut self,
        product: &Product<'_, S>,
        label: impl Fn(S) -> Reference,
    ) -> Result<Reference, TooLarge> {
        let before = self.nodes.len();
        let mut building = Building {
            diagrams: self,
            product,
            done: FxHashMap::default(),
            label,
        };
        let built = building.state(product.start(), 0);
        if built.is_err() {
            self.take_back(before);
        }
        built
    }

    /// Removes all nodes but the first so many.
    fn take_back(&mut self, keep: usize) {
        for node in self.nodes.drain(keep..) {
            self.edges -= node.children.len();
            self.unique.remove(&node);
        }
    }

    /// Two diagrams as one: at each assignment what `join` makes of their labels.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] past a limit, or if this is cancelled.
    pub fn combine(
        &mut self,
        pair: [Reference; 2],
        join: &impl Fn(Reference, Reference) -> Reference,
        cancel: &Cancel,
    ) -> Result<Reference, TooLarge> {
        let mut combining = Combining {
            diagrams: self,
            done: FxHashMap::default(),
            join,
            cancel,
        };
        combining.pair(pair, 0)
    }

    /// Adds a diagram of another list over the same variables.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] past the limit. Nothing is added then.
    pub fn adopt(
        &mut self,
        other: &LabelledDiagrams<'_>,
        root: Reference,
    ) -> Result<Reference, TooLarge> {
        let before = self.nodes.len();
        let adopted = self.adopt_nodes(other, root);
        if adopted.is_err() {
            self.take_back(before);
        }
        adopted
    }

    fn adopt_nodes(
        &mut self,
        other: &LabelledDiagrams<'_>,
        root: Reference,
    ) -> Result<Reference, TooLarge> {
        let mut needed = Vec::new();
        other.visit(root, |at, node| {
            needed.push(at);
            node.map(|node| node.children.to_vec()).unwrap_or_default()
        });
        needed.sort_unstable();
        let mut adopted: FxHashMap<Reference, Reference> = FxHashMap::default();
        for at in needed {
            let new = match other.node(at) {
                None => at,
                // Children stand before their parents, so they are known.
                Some(node) => {
                    let children = node.children.iter().map(|child| adopted[child]).collect();
                    self.insert(node.var, children)?
                }
            };
            adopted.insert(at, new);
        }
        Ok(adopted[&root])
    }

    /// The union of the labels that can be reached under these masks (by variable), as bits.
    #[must_use]
    pub fn reach(&self, root: Reference, masks: &[Mask]) -> Reference {
        let mut found = 0;
        self.visit(root, |at, node| match node {
            Some(node) => {
                let mask = masks[node.var as usize];
                values(mask).map(|value| node.children[value]).collect()
            }
            None => {
                found |= at;
                Vec::new()
            }
        });
        found
    }

    /// All variables that some path from a root asks for, ascending.
    #[must_use]
    pub fn support(&self, root: Reference) -> Vec<Var> {
        let mut vars = Vec::new();
        self.visit(root, |_, node| match node {
            Some(node) => {
                vars.push(node.var);
                node.children.to_vec()
            }
            None => Vec::new(),
        });
        vars.sort_unstable();
        vars.dedup();
        vars
    }

    /// Calls `visit` once with each node or label that is come to; it returns where to go from there.
    fn visit(
        &self,
        root: Reference,
        mut visit: impl FnMut(Reference, Option<&LabelledNode>) -> Vec<Reference>,
    ) {
        let mut seen = vec![false; self.nodes.len() + Self::LABELS as usize];
        let mut stack = vec![root];
        while let Some(reference) = stack.pop() {
            if !std::mem::replace(&mut seen[reference as usize], true) {
                stack.extend(visit(reference, self.node(reference)));
            }
        }
    }

    fn insert(&mut self, var: Var, children: Vec<Reference>) -> Result<Reference, TooLarge> {
        if children.iter().all(|child| *child == children[0]) {
            return Ok(children[0]);
        }
        let node = LabelledNode {
            var,
            children: children.into_boxed_slice(),
        };
        if let Some(&known) = self.unique.get(&node) {
            return Ok(known);
        }
        if self.edges + node.children.len() > self.most_edges {
            return Err(TooLarge);
        }
        self.edges += node.children.len();
        let reference = self.nodes.len() as Reference + Self::LABELS;
        self.nodes.push(node.clone());
        self.unique.insert(node, reference);
        Ok(reference)
    }
}

/// A product that is being built.
struct Building<'b, 's, 'p, S: Summary, L> {
    diagrams: &'b mut LabelledDiagrams<'s>,
    product: &'b Product<'p, S>,
    done: FxHashMap<State<S>, Reference>,
    label: L,
}

impl<S: Summary, L: Fn(S) -> Reference> Building<'_, '_, '_, S, L> {
    fn state(&mut self, state: Option<State<S>>, depth: usize) -> Result<Reference, TooLarge> {
        let Some(state) = state else { return Ok(0) };
        let Some(var) = self.product.next_var(&state) else {
            return Ok((self.label)(state.summary));
        };
        if let Some(&known) = self.done.get(&state) {
            return Ok(known);
        }
        let full = self.done.len() >= LabelledDiagrams::STATES;
        if full || depth == LabelledDiagrams::DEPTH || self.product.cancel.is_stopped() {
            return Err(TooLarge);
        }
        let size = usize::from(self.diagrams.sizes[var as usize]);
        let mut children = Vec::with_capacity(size);
        for value in 0..size {
            let next = self.product.step(&state, var, value);
            children.push(self.state(next, depth + 1)?);
        }
        let reference = self.diagrams.insert(var, children)?;
        self.done.insert(state, reference);
        Ok(reference)
    }
}

/// Two diagrams that are being combined.
struct Combining<'b, 's, J> {
    diagrams: &'b mut LabelledDiagrams<'s>,
    done: FxHashMap<[Reference; 2], Reference>,
    join: &'b J,
    cancel: &'b Cancel,
}

impl<J: Fn(Reference, Reference) -> Reference> Combining<'_, '_, J> {
    fn pair(&mut self, pair: [Reference; 2], depth: usize) -> Result<Reference, TooLarge> {
        let var_of = |at: Reference| self.diagrams.node(at).map(|node| node.var);
        let Some(var) = pair.into_iter().filter_map(var_of).min() else {
            return Ok((self.join)(pair[0], pair[1]));
        };
        if let Some(&known) = self.done.get(&pair) {
            return Ok(known);
        }
        let full = self.done.len() >= LabelledDiagrams::PAIRS;
        if full || depth == LabelledDiagrams::DEPTH || self.cancel.is_stopped() {
            return Err(TooLarge);
        }
        let size = usize::from(self.diagrams.sizes[var as usize]);
        let mut children = Vec::with_capacity(size);
        for value in 0..size {
            let next = pair.map(|at| match self.diagrams.node(at) {
                Some(node) if node.var == var => node.children[value],
                _ => at,
            });
            children.push(self.pair(next, depth + 1)?);
        }
        let reference = self.diagrams.insert(var, children)?;
        self.done.insert(pair, reference);
        Ok(reference)
    }
}
