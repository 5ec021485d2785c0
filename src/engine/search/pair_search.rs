//! The search for a text by two of its completions.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use servanda_solve::dd::Witness as Assignment;
use servanda_solve::sat::Lit;
use servanda_solve::{Cancel, Var};

use super::settlement::{Claim, SettlementSearch};
use crate::engine::encode::{Owner, Region};
use crate::engine::query::{Engine, Question, Session};
use crate::engine::types::Limit;
use crate::policy::{TermId, Vocabulary};
use crate::proposal::Knowledge;
use crate::verdict::Outcomes;

/// A search for two completions, and for a text that leaves both possible and no completion that
/// shows a barred outcome.
///
/// Of each term the text says nothing, or that it has the cell of the one or of the other. A text
/// that says more can only leave more possible, so no other has to be tried. Barred outcomes are
/// excluded one counterexample after another, as in [`RobustEdit`](super::RobustEdit).
pub(crate) struct PairSearch<'e, 'p> {
    /// The first completion; the other is its last, see [`SettlementSearch::last_leaves_unmet`].
    pub settlement: SettlementSearch<'e, 'p>,
    pub session: Session<'e, 'p>,
    second: Arc<Vec<Vec<Lit>>>,
    barred: (Question<'p>, Outcomes),
    /// For each term, that the text says nothing of it.
    left_out: Vec<Lit>,
    /// For classes of the variables of one term, that the text excludes them together.
    excluded: FxHashMap<Assignment, Lit>,
}

impl<'e, 'p> PairSearch<'e, 'p> {
    /// A search for a text no completion of which shows one of these outcomes. It is cheap if it
    /// says something of few terms, and among those if it says of few that they have one of two
    /// cells.
    pub fn new(
        engine: &'e Engine<'p>,
        question: Question<'p>,
        barred: Outcomes,
        cancel: &Cancel,
    ) -> Self {
        let mut settlement = SettlementSearch::new(engine, cancel);
        let second = settlement.another_completion();
        let left_out: Vec<Lit> = (engine.vocabulary.ids())
            .map(|_| settlement.cnf.fresh())
            .collect();
        for (term, &left_out) in engine.vocabulary.ids().zip(&left_out) {
            let either = settlement.cnf.fresh();
            for var in engine.encoding.of(term).vars() {
                let first = Arc::clone(&settlement.completion.classes);
                let classes = first[var as usize].iter().zip(&second[var as usize]);
                for (&first, &second) in classes {
                    settlement.cnf.add([left_out, either, !first, second]);
                }
            }
            settlement.avoid(0, Claim(!left_out), 1);
            settlement.avoid(1, Claim(either), 1);
        }
        Self {
            settlement,
            session: engine.session(cancel),
            second,
            barred: (question, barred),
            left_out,
            excluded: FxHashMap::default(),
        }
    }

    /// The vocabulary of the completions.
    pub fn vocabulary(&self) -> &'p Vocabulary {
        self.settlement.engine.vocabulary
    }

    /// The claims that the text says something of each term.
    pub fn says_everything(&self) -> Vec<Claim> {
        self.left_out.iter().map(|&lit| Claim(!lit)).collect()
    }

    /// Whether the text found says something of the term.
    pub fn says(&self, term: TermId) -> bool {
        !self.settlement.holds(Claim(self.left_out[term.0]))
    }

    /// The term's cells in the two completions found.
    pub fn cells(&self, term: TermId) -> [Option<u64>; 2] {
        let engine = self.settlement.engine;
        let anything = Knowledge::unknown(engine.vocabulary.term(term));
        let second = |var: Var| {
            let classes = &self.second[var as usize];
            let found = (classes.iter()).position(|&lit| self.settlement.cnf.holds(lit));
            found.unwrap_or(0)
        };
        let encoding = engine.encoding.of(term);
        [
            self.settlement.cell(term, &anything),
            encoding.nearest(&anything, second),
        ]
    }

    /// Looks for completions and a text that fulfil these claims besides what is demanded.
    pub fn fulfil(&mut self, wanted: &[Claim]) -> Result<bool, Limit> {
        while self.settlement.possible(wanted)? {
            if self.is_free()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether no completion of the text found shows a barred outcome. If one does, it is excluded
    /// from the next search.
    pub fn is_free(&mut self) -> Result<bool, Limit> {
        let mut region = self.everything();
        for term in self.settlement.engine.vocabulary.ids() {
            if self.says(term) {
                self.restrict(&mut region, term, self.cells(term));
            }
        }
        let shown = self.shows_barred(&region)?;
        if let Some(shown) = &shown {
            self.rule_out(shown);
        }
        Ok(shown.is_none())
    }

    /// Every completion.
    pub fn everything(&self) -> Region {
        Region::everything(&self.settlement.engine.encoding)
    }

    /// Leaves only these cells of a term possible.
    pub fn restrict(&self, region: &mut Region, term: TermId, cells: [Option<u64>; 2]) {
        let engine = self.settlement.engine;
        let known = Knowledge::either(cells, &engine.vocabulary.term(term).kind);
        let encoding = engine.encoding.of(term);
        region.restrict(encoding.vars(), &encoding.boxes(&known));
    }

    /// A completion in the region that shows a barred outcome.
    pub fn shows_barred(&self, region: &Region) -> Result<Option<Assignment>, Limit> {
        let (question, barred) = &self.barred;
        self.session.find(question, region, *barred)
    }

    /// Demands that the text excludes the counterexample by what it says of some term.
    fn rule_out(&mut self, shown: &Assignment) {
        let owners = &self.settlement.engine.encoding.owners;
        let mut of_terms: Vec<(TermId, Assignment)> = Vec::new();
        for &(var, class) in shown {
            let Owner::Term(term) = owners[var as usize] else {
                continue;
            };
            match of_terms.iter_mut().find(|(known, _)| *known == term) {
                Some((_, classes)) => classes.push((var, class)),
                None => of_terms.push((term, vec![(var, class)])),
            }
        }
        let clause: Vec<Lit> = (of_terms.into_iter())
            .map(|(term, classes)| self.excludes(term, classes))
            .collect();
        self.settlement.cnf.add(clause);
    }

    /// That the text excludes these classes of a term: it says something of it, and neither
    /// completion has them.
    fn excludes(&mut self, term: TermId, classes: Assignment) -> Lit {
        if let Some(&known) = self.excluded.get(&classes) {
            return known;
        }
        let cnf = &mut self.settlement.cnf;
        let excluded = cnf.fresh();
        cnf.add([!excluded, !self.left_out[term.0]]);
        for completion in [&self.settlement.completion.classes, &self.second] {
            let other = classes
                .iter()
                .map(|&(var, class)| !completion[var as usize][class]);
            cnf.add(other.chain([!excluded]));
        }
        self.excluded.insert(classes, excluded);
        excluded
    }
}
