//! Cells of a term with the same effect on a question.
//!
//! The effect of a cell is the node it leads to from each node at which diagrams begin to ask for
//! the term. Equivalent cells are found together, by following all these nodes at once.

use rustc_hash::{FxHashMap, FxHashSet};

use servanda_solve::dd::Node;

use super::engine::Engine;
use super::question::Question;
use crate::engine::encode::Owner;
use crate::engine::types::Limit;
use crate::policy::TermId;
use crate::proposal::Knowledge;

/// For each term, the nodes at which the diagrams of a question begin to ask for it.
pub(crate) struct EquivalentCells<'e, 'p> {
    engine: &'e Engine<'p>,
    entries: FxHashMap<TermId, Vec<Node>>,
    /// Whether a diagram is missing. Every cell then counts as having an effect of its own.
    too_large: bool,
}

/// A choice of classes for the first variables of a term, and the nodes it leads to.
struct Reached {
    nodes: Vec<Node>,
    state: usize,
    classes: Vec<u8>,
    /// How many cells lead there.
    cells: u64,
}

/// Cells of a term that are equivalent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellKind {
    /// The least of them (`None`: the term does not arise).
    pub cell: Option<u64>,
    /// How many they are.
    pub count: u64,
}

/// The most classes of equivalent cells of one term.
const KINDS: usize = 1_000;

impl<'p> Engine<'p> {
    /// Finds the nodes at which a question begins to ask for each term.
    pub fn effects(&self, question: &Question<'p>) -> EquivalentCells<'_, 'p> {
        let question = self.without_order_axioms(question);
        let owner = |node: Node| {
            let owner = self.encoding.owners.get(self.diagrams.var(node) as usize);
            match owner? {
                Owner::Term(term) => Some(*term),
                Owner::Reading(_) => None,
            }
        };
        let subjects = question.subjects.iter().filter_map(|subject| subject.node);
        let constraints = question.constraints.iter();
        let constraints = constraints.filter_map(|&index| self.constraints[index].node);
        let roots = constraints.chain(subjects);
        let mut stack: Vec<(Option<TermId>, Node)> = roots.map(|root| (None, root)).collect();
        let mut seen = FxHashSet::default();
        let mut entries: FxHashMap<TermId, Vec<Node>> = FxHashMap::default();
        while let Some((from, node)) = stack.pop() {
            let own = owner(node);
            if let Some(term) = own.filter(|_| own != from) {
                entries.entry(term).or_default().push(node);
            }
            if seen.insert(node) {
                let children = self.diagrams.children(node).iter();
                stack.extend(children.map(|&child| (own, child)));
            }
        }
        for nodes in entries.values_mut() {
            nodes.sort_unstable();
            nodes.dedup();
        }
        EquivalentCells {
            engine: self,
            entries,
            too_large: question.too_large,
        }
    }
}

impl EquivalentCells<'_, '_> {
    /// The classes of equivalent possible cells of a term. With a limit beside them these are not
    /// all.
    pub fn cells(&self, term: TermId, known: &Knowledge) -> (Vec<CellKind>, Result<(), Limit>) {
        let term_encoding = self.engine.encoding.of(term);
        let Ok(paths) = term_encoding.automaton(known, &self.engine.encoding.sizes) else {
            return (Vec::new(), Err(Limit::Alternatives));
        };
        let mut all = Ok(());
        let mut here = vec![Reached {
            nodes: self.entries.get(&term).cloned().unwrap_or_default(),
            state: 0,
            classes: Vec::new(),
            cells: 1,
        }];
        for (var, steps) in paths.by_var() {
            let mut next = Kinds::default();
            for from in &here {
                for step in &steps[from.state] {
                    let onward = |&node: &Node| self.engine.diagrams.step(node, var, step.class);
                    let mut classes = from.classes.clone();
                    classes.push(step.class as u8);
                    let reached = Reached {
                        nodes: from.nodes.iter().map(onward).collect(),
                        state: step.to,
                        classes,
                        cells: from.cells.saturating_mul(step.cells),
                    };
                    if !next.add(reached, self.too_large) {
                        all = Err(Limit::Alternatives);
                    }
                }
            }
            here = next.each;
        }
        let first = term_encoding.vars().start;
        let cell = |reached: Reached| {
            let class_of = |var: u32| usize::from(reached.classes[(var - first) as usize]);
            CellKind {
                cell: term_encoding.cell(known, class_of),
                count: reached.cells,
            }
        };
        let mut cells: Vec<CellKind> = here.into_iter().map(cell).collect();
        cells.sort_unstable_by_key(|kind| (kind.cell.is_none(), kind.cell));
        (cells, all)
    }
}

/// Choices of classes that lead to different nodes, or to different states of the automaton of
/// cells.
#[derive(Default)]
struct Kinds {
    each: Vec<Reached>,
    index_of: FxHashMap<(Vec<Node>, usize), usize>,
}

impl Kinds {
    /// Adds a choice. Of two that lead to the same it keeps the lesser, unless `apart`. Says
    /// whether there was room.
    fn add(&mut self, reached: Reached, apart: bool) -> bool {
        let key = (reached.nodes.clone(), reached.state);
        match self.index_of.get(&key).filter(|_| !apart) {
            Some(&index) => {
                // Later variables of a term are more significant.
                let known = &mut self.each[index];
                let cells = known.cells.saturating_add(reached.cells);
                if reached.classes.iter().rev().lt(known.classes.iter().rev()) {
                    *known = reached;
                }
                known.cells = cells;
                true
            }
            None if self.each.len() == KINDS => false,
            None => {
                self.index_of.insert(key, self.each.len());
                self.each.push(reached);
                true
            }
        }
    }
}
