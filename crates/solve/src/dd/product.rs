//! The product of several diagrams, explored state by state and never built.

use std::collections::BTreeMap;
use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::diagram::{Diagrams, Node, TooLarge};
use crate::{Cancel, Mask, Var, values};

/// A summary of the terminals that the subjects of a product have reached.
pub trait Summary: Copy + Default + Eq + Hash + Ord {
    /// A property of a subject that its terminal is summarised with.
    type Weight: Copy;

    /// Adds the terminal that one subject has reached.
    fn add(&mut self, terminal: Node, weight: Self::Weight);
}

/// Values of some variables. They decide the summary: the other variables may have any value.
pub type Witness = Vec<(Var, usize)>;

/// Diagrams whose values are taken at the same assignment: constraints, which must be true there,
/// and subjects, whose terminals are summarised.
///
/// Masks are given by variable: the values that it may have.
#[derive(Debug)]
pub struct Product<'a, S: Summary> {
    /// The store.
    pub diagrams: &'a Diagrams,
    /// Once it is stopped the product counts as too large.
    pub cancel: &'a Cancel,
    /// Diagrams that must reach [`Node::TRUE`].
    pub constraints: Vec<Node>,
    /// The subjects, each with its weight.
    pub subjects: Vec<(Node, S::Weight)>,
}

/// A node of each diagram. Most products have few diagrams.
type Nodes = SmallVec<[Node; 12]>;

/// A state of the product: the node at which each diagram is, and the summary of the subjects that
/// have reached a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct State<S> {
    nodes: Nodes,
    /// The summary of the subjects that have reached a terminal.
    pub summary: S,
}

impl<S: Summary> Product<'_, S> {
    /// The most states that a search for one path visits. Past that a solver is faster: paths to
    /// what cannot be reached are found missing only once all states are visited.
    const SEARCHED: usize = 1_000;
    /// The most steps of collecting every summary, for which there is no other way.
    const COLLECTED: usize = 200_000;

    /// Every summary that some assignment shows. Empty if none fulfils the constraints.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] past the limit, or if this is cancelled.
    pub fn summaries(&self, masks: &[Mask]) -> Result<Vec<S>, TooLarge> {
        // States are visited in the order of their next variable, and those that differ only in
        // the summary together.
        let mut ahead: BTreeMap<Var, FxHashMap<Nodes, FxHashSet<S>>> = BTreeMap::new();
        if let Some(start) = self.start() {
            let next = self.lowest_var(&start.nodes);
            let summaries = ahead.entry(next).or_default().entry(start.nodes);
            summaries.or_default().insert(start.summary);
        }
        let mut steps = 0;
        while let Some((var, states)) = ahead.pop_first() {
            if var == Var::MAX {
                return Ok(states.into_values().flatten().collect());
            }
            for (nodes, summaries) in states {
                let mut tried: Vec<Nodes> = Vec::new();
                for value in values(masks[var as usize]) {
                    let moved = self.moved(&nodes, var, value);
                    if tried.contains(&moved) {
                        continue;
                    }
                    for &summary in &summaries {
                        steps += 1;
                        let Some(state) = self.settle(moved.clone(), summary) else {
                            break;
                        };
                        let next = self.lowest_var(&state.nodes);
                        let known = ahead.entry(next).or_default().entry(state.nodes);
                        known.or_default().insert(state.summary);
                    }
                    tried.push(moved);
                }
                if steps > Self::COLLECTED || self.cancel.is_stopped() {
                    return Err(TooLarge);
                }
            }
        }
        Ok(Vec::new())
    }

    /// Searches depth first. Calls `visit` with the summary of each complete path, until it returns
    /// true.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] past the limit, or if this is cancelled.
    pub fn search(&self, masks: &[Mask], mut visit: impl FnMut(S) -> bool) -> Result<(), TooLarge> {
        let mut seen = FxHashSet::default();
        let mut stack: Vec<State<S>> = self.start().into_iter().collect();
        while let Some(state) = stack.pop() {
            let Some(var) = self.next_var(&state) else {
                if visit(state.summary) {
                    return Ok(());
                }
                continue;
            };
            for value in values(masks[var as usize]) {
                if let Some(next) = self.step(&state, var, value)
                    && seen.insert(next.clone())
                {
                    stack.push(next);
                }
            }
            if self.is_too_large(seen.len()) {
                return Err(TooLarge);
            }
        }
        Ok(())
    }

    /// An assignment with a wanted summary: the values that decide it.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] past the limit, or if this is cancelled.
    pub fn find(
        &self,
        masks: &[Mask],
        wanted: impl Fn(S) -> bool,
    ) -> Result<Option<Witness>, TooLarge> {
        // Each step that was taken, with the index of the step before it.
        let mut steps: Vec<(usize, Var, usize)> = Vec::new();
        let mut seen = FxHashSet::default();
        let start = self.start().map(|start| (start, usize::MAX));
        let mut stack: Vec<(State<S>, usize)> = start.into_iter().collect();
        while let Some((state, last)) = stack.pop() {
            let Some(var) = self.next_var(&state) else {
                if wanted(state.summary) {
                    let back = |at: &usize| steps.get(*at).map(|step| step.0);
                    let path = std::iter::successors(Some(last), back);
                    let taken = path.filter_map(|at| steps.get(at));
                    return Ok(Some(taken.map(|&(_, var, value)| (var, value)).collect()));
                }
                continue;
            };
            for value in values(masks[var as usize]) {
                if let Some(next) = self.step(&state, var, value)
                    && seen.insert(next.clone())
                {
                    steps.push((last, var, value));
                    stack.push((next, steps.len() - 1));
                }
            }
            if self.is_too_large(seen.len()) {
                return Err(TooLarge);
            }
        }
        Ok(None)
    }

    /// Whether a search has to be given up after this number of steps.
    pub fn is_too_large(&self, steps: usize) -> bool {
        steps > Self::SEARCHED || self.cancel.is_stopped()
    }

    /// The first state; `None` if a constraint is false.
    pub fn start(&self) -> Option<State<S>> {
        self.settle(self.roots(), S::default())
    }

    /// The next variable that some diagram asks for; `None` at the end.
    pub fn next_var(&self, state: &State<S>) -> Option<Var> {
        Some(self.lowest_var(&state.nodes)).filter(|&var| var != Var::MAX)
    }

    /// The state after a variable has got a value; `None` if a constraint is then false.
    pub fn step(&self, state: &State<S>, var: Var, value: usize) -> Option<State<S>> {
        self.settle(self.moved(&state.nodes, var, value), state.summary)
    }

    /// Drops the subjects that have not reached a terminal: they are not followed any further.
    pub fn drop_subjects(&self, state: &mut State<S>) {
        state.nodes[self.constraints.len()..].fill(Node::DONE);
    }

    /// Whether every subject has reached a terminal.
    pub fn is_settled(&self, state: &State<S>) -> bool {
        let subjects = &state.nodes[self.constraints.len()..];
        subjects.iter().all(|&node| node == Node::DONE)
    }

    /// Like [`Product::start`], but also `None` if a subject (given by its index) reaches a
    /// terminal that is not allowed. No summary is made.
    pub fn start_where(&self, allowed: impl Fn(usize, Node) -> bool) -> Option<State<S>> {
        self.settle_where(self.roots(), allowed)
    }

    /// Like [`Product::step`], with the restriction of [`Product::start_where`].
    pub fn step_where(
        &self,
        state: &State<S>,
        var: Var,
        value: usize,
        allowed: impl Fn(usize, Node) -> bool,
    ) -> Option<State<S>> {
        self.settle_where(self.moved(&state.nodes, var, value), allowed)
    }

    fn roots(&self) -> Nodes {
        let subjects = self.subjects.iter().map(|&(node, _)| node);
        self.constraints.iter().copied().chain(subjects).collect()
    }

    fn lowest_var(&self, nodes: &[Node]) -> Var {
        (nodes.iter().map(|&node| self.diagrams.var(node)).min()).unwrap_or(Var::MAX)
    }

    fn moved(&self, nodes: &[Node], var: Var, value: usize) -> Nodes {
        (nodes.iter())
            .map(|&node| self.diagrams.step(node, var, value))
            .collect()
    }

    /// Adds the subjects that have reached a terminal to the summary. `None` if a constraint is
    /// false.
    fn settle(&self, mut nodes: Nodes, mut summary: S) -> Option<State<S>> {
        let (constraints, subjects) = nodes.split_at_mut(self.constraints.len());
        if constraints.contains(&Node::FALSE) {
            return None;
        }
        for (node, &(_, weight)) in subjects.iter_mut().zip(&self.subjects) {
            if node.is_terminal() && *node != Node::DONE {
                summary.add(*node, weight);
                *node = Node::DONE;
            }
        }
        Some(State { nodes, summary })
    }

    fn settle_where(
        &self,
        mut nodes: Nodes,
        allowed: impl Fn(usize, Node) -> bool,
    ) -> Option<State<S>> {
        let (constraints, subjects) = nodes.split_at_mut(self.constraints.len());
        if constraints.contains(&Node::FALSE) {
            return None;
        }
        for (index, node) in subjects.iter_mut().enumerate() {
            if node.is_terminal() && *node != Node::DONE {
                if !allowed(index, *node) {
                    return None;
                }
                *node = Node::DONE;
            }
        }
        let summary = S::default();
        Some(State { nodes, summary })
    }
}
