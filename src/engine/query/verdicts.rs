//! Several diagrams walked side by side: what they say together, without building their product.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::diagram::{Diagrams, Node, TooLarge, classes};
use super::space::{Owner, Space};
use super::{Mask, Var};
use crate::limit::Cancel;
use crate::policy::{Arising, TermId, Vocabulary};
use crate::verdict::{Outcome, Outcomes};

/// What has been seen of some prerequisites in one completion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Tally {
    /// Weight met.
    pub met: u64,
    /// Weight that applies.
    pub of: u64,
    /// Whether any that is not advisory is met.
    pub any_met: bool,
    /// Whether any that is not advisory is unmet.
    pub any_unmet: bool,
}

impl Tally {
    /// Adds the outcome of one prerequisite.
    pub fn add(&mut self, outcome: Outcome, stake: Stake) {
        let counts = outcome != Outcome::NotApplicable;
        let met = outcome == Outcome::Met;
        self.met += u64::from(met) * stake.weight;
        self.of += u64::from(counts) * stake.weight;
        self.any_met |= met && !stake.advisory;
        self.any_unmet |= outcome == Outcome::Unmet && !stake.advisory;
    }

    /// What they make of the proposal together.
    pub fn outcome(self) -> Outcome {
        match (self.any_unmet, self.any_met) {
            (true, _) => Outcome::Unmet,
            (false, true) => Outcome::Met,
            (false, false) => Outcome::NotApplicable,
        }
    }
}

/// How a prerequisite counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stake {
    /// Its weight; zero where only verdicts are asked for.
    pub weight: u64,
    /// Whether the joint verdict passes over it.
    pub advisory: bool,
}

impl Stake {
    /// Counts for the verdict, not for the score.
    pub const VERDICT: Self = Self {
        weight: 0,
        advisory: false,
    };
}

/// The outcome that a terminal of a prerequisite's diagram stands for.
pub(crate) fn outcome(terminal: Node) -> Outcome {
    match terminal {
        Node::TRUE => Outcome::Met,
        Node::FALSE => Outcome::Unmet,
        _ => Outcome::NotApplicable,
    }
}

/// Variables with their classes; whatever the others, the outcome is the same.
pub(crate) type Witness = Vec<(Var, usize)>;

/// Diagrams to walk side by side.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    pub diagrams: &'a Diagrams,
    /// A walk that is cancelled counts as too long.
    pub cancel: &'a Cancel,
    /// Diagrams that must come out true.
    pub constraints: Vec<Node>,
    /// Diagrams of prerequisites, with how they count.
    pub subjects: Vec<(Node, Stake)>,
}

/// A node of each diagram. Most walks are over few.
type Nodes = SmallVec<[Node; 12]>;

/// Where a walk stands: a node of each diagram, and what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Standing {
    nodes: Nodes,
    pub tally: Tally,
}

impl Walk<'_> {
    /// The most steps of one walk. Past it the solver takes over.
    const STEPS: usize = 200_000;

    /// Every tally that some completion shows. Empty if there is no completion.
    pub fn tallies(&self, masks: &[Mask]) -> Result<Vec<Tally>, TooLarge> {
        // Positions are visited in the order of their next variable: each only once, with all
        // tallies that lead to it.
        let mut ahead: BTreeMap<Var, FxHashMap<Nodes, FxHashSet<Tally>>> = BTreeMap::new();
        if let Some(start) = self.start() {
            let next = self.next_var(&start.nodes);
            let tallies = ahead.entry(next).or_default().entry(start.nodes);
            tallies.or_default().insert(start.tally);
        }
        let mut steps = 0;
        while let Some((var, positions)) = ahead.pop_first() {
            if var == Var::MAX {
                return Ok(positions.into_values().flatten().collect());
            }
            for (nodes, tallies) in positions {
                let mut tried: Vec<Nodes> = Vec::new();
                for class in classes(masks[var as usize]) {
                    let moved = self.moved(&nodes, var, class);
                    if tried.contains(&moved) {
                        continue;
                    }
                    for &tally in &tallies {
                        steps += 1;
                        let Some(standing) = self.settle(moved.clone(), tally) else {
                            break;
                        };
                        let next = self.next_var(&standing.nodes);
                        let known = ahead.entry(next).or_default().entry(standing.nodes);
                        known.or_default().insert(standing.tally);
                    }
                    tried.push(moved);
                }
                if self.is_too_long(steps) {
                    return Err(TooLarge);
                }
            }
        }
        Ok(Vec::new())
    }

    /// The outcomes that completions show, searched depth first. The search ends early once one of
    /// those in `enough` is seen, or all are.
    pub fn outcomes(&self, masks: &[Mask], enough: Outcomes) -> Result<Outcomes, TooLarge> {
        let mut found = Outcomes::NONE;
        let mut seen = FxHashSet::default();
        let mut stack: Vec<Standing> = self.start().into_iter().collect();
        while let Some(standing) = stack.pop() {
            let var = self.next_var(&standing.nodes);
            if var == Var::MAX {
                found = found.or(Outcomes::only(standing.tally.outcome()));
                if found.meets(enough) || found == Outcomes::ALL {
                    return Ok(found);
                }
                continue;
            }
            for class in classes(masks[var as usize]) {
                let moved = self.moved(&standing.nodes, var, class);
                if let Some(next) = self.settle(moved, standing.tally)
                    && seen.insert(next.clone())
                {
                    stack.push(next);
                }
            }
            if self.is_too_long(seen.len()) {
                return Err(TooLarge);
            }
        }
        Ok(found)
    }

    /// A completion that shows one of the wanted outcomes: the classes that decide it.
    pub fn find(&self, masks: &[Mask], wanted: Outcomes) -> Result<Option<Witness>, TooLarge> {
        // Each step that was taken, with the step before it.
        let mut steps: Vec<(usize, Var, usize)> = Vec::new();
        let mut seen = FxHashSet::default();
        let start = self.start().map(|start| (start, usize::MAX));
        let mut stack: Vec<(Standing, usize)> = start.into_iter().collect();
        while let Some((standing, last)) = stack.pop() {
            let var = self.next_var(&standing.nodes);
            if var == Var::MAX {
                if wanted.has(standing.tally.outcome()) {
                    let back = |at: &usize| steps.get(*at).map(|step| step.0);
                    let path = std::iter::successors(Some(last), back);
                    let taken = path.filter_map(|at| steps.get(at));
                    return Ok(Some(taken.map(|&(_, var, class)| (var, class)).collect()));
                }
                continue;
            }
            for class in classes(masks[var as usize]) {
                let moved = self.moved(&standing.nodes, var, class);
                if let Some(next) = self.settle(moved, standing.tally)
                    && seen.insert(next.clone())
                {
                    steps.push((last, var, class));
                    stack.push((next, steps.len() - 1));
                }
            }
            if self.is_too_long(seen.len()) {
                return Err(TooLarge);
            }
        }
        Ok(None)
    }

    fn is_too_long(&self, steps: usize) -> bool {
        steps > Self::STEPS || self.cancel.is_stopped()
    }

    pub fn start(&self) -> Option<Standing> {
        let subjects = self.subjects.iter().map(|&(node, _)| node);
        let nodes = self.constraints.iter().copied().chain(subjects).collect();
        self.settle(nodes, Tally::default())
    }

    fn next_var(&self, nodes: &[Node]) -> Var {
        (nodes.iter().map(|&node| self.diagrams.var(node)).min()).unwrap_or(Var::MAX)
    }

    /// The next variable to ask for; `None` at the end.
    pub fn ahead(&self, standing: &Standing) -> Option<Var> {
        Some(self.next_var(&standing.nodes)).filter(|&var| var != Var::MAX)
    }

    /// Where a class of the next variable leads; `None` if no completion goes there.
    pub fn onward(&self, standing: &Standing, var: Var, class: usize) -> Option<Standing> {
        self.settle(self.moved(&standing.nodes, var, class), standing.tally)
    }

    /// The same walk, where only outcomes count.
    pub fn unweighed(mut self) -> Self {
        for (_, stake) in &mut self.subjects {
            stake.weight = 0;
        }
        self
    }

    /// The same standing without what no longer counts for the joint outcome: once something is
    /// unmet, that is all of the rest.
    pub fn decided(&self, mut standing: Standing) -> Standing {
        if standing.tally.any_unmet {
            standing.tally.any_met = false;
            standing.nodes[self.constraints.len()..].fill(Node::DONE);
        }
        standing
    }

    /// Like [`Walk::start`], but `None` if a subject ends in an outcome that is not wanted of it.
    /// Nothing is tallied.
    pub fn start_as(&self, wanted: &[Outcomes]) -> Option<Standing> {
        let subjects = self.subjects.iter().map(|&(node, _)| node);
        let nodes = self.constraints.iter().copied().chain(subjects).collect();
        self.settle_as(nodes, wanted)
    }

    /// Like [`Walk::onward`], with the same restriction.
    pub fn onward_as(
        &self,
        standing: &Standing,
        var: Var,
        class: usize,
        wanted: &[Outcomes],
    ) -> Option<Standing> {
        self.settle_as(self.moved(&standing.nodes, var, class), wanted)
    }

    fn settle_as(&self, mut nodes: Nodes, wanted: &[Outcomes]) -> Option<Standing> {
        let (constraints, subjects) = nodes.split_at_mut(self.constraints.len());
        if constraints.contains(&Node::FALSE) {
            return None;
        }
        for (node, wanted) in subjects.iter_mut().zip(wanted) {
            if node.is_terminal() && *node != Node::DONE {
                if !wanted.has(outcome(*node)) {
                    return None;
                }
                *node = Node::DONE;
            }
        }
        let tally = Tally::default();
        Some(Standing { nodes, tally })
    }

    /// Whether every subject has come to its end.
    pub fn is_settled(&self, standing: &Standing) -> bool {
        let subjects = &standing.nodes[self.constraints.len()..];
        subjects.iter().all(|&node| node == Node::DONE)
    }

    fn moved(&self, nodes: &[Node], var: Var, class: usize) -> Nodes {
        (nodes.iter())
            .map(|&node| self.diagrams.step(node, var, class))
            .collect()
    }

    /// Counts the diagrams that came to an end. `None` if a constraint is broken.
    fn settle(&self, mut nodes: Nodes, mut tally: Tally) -> Option<Standing> {
        let (constraints, subjects) = nodes.split_at_mut(self.constraints.len());
        if constraints.contains(&Node::FALSE) {
            return None;
        }
        for (node, &(_, stake)) in subjects.iter_mut().zip(&self.subjects) {
            if node.is_terminal() && *node != Node::DONE {
                tally.add(outcome(*node), stake);
                *node = Node::DONE;
            }
        }
        Some(Standing { nodes, tally })
    }
}

/// The outcomes that two completions show together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contrasts {
    /// One is unmet, the other is not.
    pub unmet_or_not: bool,
    /// One is met, the other is not applicable.
    pub met_or_none: bool,
}

impl Contrasts {
    fn of(a: Outcome, b: Outcome) -> Self {
        let unmet = (a == Outcome::Unmet, b == Outcome::Unmet);
        Self {
            unmet_or_not: unmet.0 != unmet.1,
            met_or_none: unmet == (false, false) && a != b,
        }
    }

    pub fn or(self, other: Self) -> Self {
        Self {
            unmet_or_not: self.unmet_or_not || other.unmet_or_not,
            met_or_none: self.met_or_none || other.met_or_none,
        }
    }

    /// Either.
    pub const EITHER: Self = Self {
        unmet_or_not: true,
        met_or_none: true,
    };

    /// Whether one of those is among them.
    pub fn meet(self, wanted: Self) -> bool {
        self.unmet_or_not && wanted.unmet_or_not || self.met_or_none && wanted.met_or_none
    }
}

/// Two completions walked at once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Twin {
    here: Standing,
    there: Standing,
    /// The term, declared `arises when`, that arises in only one of them, while its variables are
    /// passed.
    loose: Option<TermId>,
}

/// Looks for two completions that differ in one thing and in outcome.
#[derive(Debug)]
pub(crate) struct TwinWalk<'a> {
    pub walk: Walk<'a>,
    pub space: &'a Space,
    pub vocabulary: &'a Vocabulary,
    /// The term or the reading that differs.
    pub differs: Owner,
}

impl TwinWalk<'_> {
    /// The contrasts between pairs of completions, one from each box, that differ in `differs`
    /// and agree on all readings and on every other term, except that a term declared `arises
    /// when` may arise in only one of them.
    ///
    /// The search ends early once one of those in `enough` is seen.
    pub fn contrasts(
        &self,
        here: &[Mask],
        there: &[Mask],
        enough: Contrasts,
    ) -> Result<Contrasts, TooLarge> {
        let mut found = Contrasts::default();
        let Some(start) = self.walk.start() else {
            return Ok(found);
        };
        let start = Twin {
            here: start.clone(),
            there: start,
            loose: None,
        };
        let mut seen = FxHashSet::default();
        let mut stack = vec![start];
        while let Some(mut twin) = stack.pop() {
            let var =
                (self.walk.next_var(&twin.here.nodes)).min(self.walk.next_var(&twin.there.nodes));
            if var == Var::MAX {
                let outcomes = (twin.here.tally.outcome(), twin.there.tally.outcome());
                found = found.or(Contrasts::of(outcomes.0, outcomes.1));
                if found.meet(enough) {
                    return Ok(found);
                }
                continue;
            }
            let owner = self.space.owners[var as usize];
            twin.loose = twin.loose.filter(|&term| owner == Owner::Term(term));
            if !seen.insert(twin.clone()) {
                continue;
            }
            if self.walk.is_too_long(seen.len()) {
                return Err(TooLarge);
            }
            for a in classes(here[var as usize]) {
                for b in classes(there[var as usize]) {
                    if self.may_part(&twin, owner, var, (a, b)) {
                        stack.extend(self.moved(&twin, owner, var, (a, b)));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Whether the two completions may have these classes of a variable.
    fn may_part(&self, twin: &Twin, owner: Owner, var: Var, (a, b): (usize, usize)) -> bool {
        if owner == self.differs || a == b {
            return true;
        }
        match owner {
            Owner::Term(term) => twin.loose == Some(term) || self.comes_loose(term, var, (a, b)),
            Owner::Reading(_) => false,
        }
    }

    /// Whether these classes say that the term, declared `arises when`, arises in only one of the
    /// two completions.
    fn comes_loose(&self, term: TermId, var: Var, (a, b): (usize, usize)) -> bool {
        if !matches!(self.vocabulary.term(term).arising, Arising::When(_)) {
            return false;
        }
        let Some((arises_var, mask)) = self.space.layout(term).arises() else {
            return false;
        };
        let arises = |class: usize| mask >> class & 1 == 1;
        var == arises_var && arises(a) != arises(b)
    }

    fn moved(&self, twin: &Twin, owner: Owner, var: Var, (a, b): (usize, usize)) -> Option<Twin> {
        let walk = &self.walk;
        let here = walk.settle(walk.moved(&twin.here.nodes, var, a), twin.here.tally)?;
        let there = walk.settle(walk.moved(&twin.there.nodes, var, b), twin.there.tally)?;
        let loose = match owner {
            Owner::Term(term) if self.comes_loose(term, var, (a, b)) => Some(term),
            _ => twin.loose,
        };
        Some(Twin { here, there, loose })
    }
}
