//! The settlement nearest to several texts together.
//!
//! The cell of a class that is nearest to one text need not be nearest to another, so cells that no
//! condition tells apart are distinguished by what they cost.

use servanda_solve::sat::Lit;
use servanda_solve::{Mask, Var};

use super::cardinality_cost;
use super::distance::distance;
use super::settlement::{Claim, SettlementSearch};
use crate::engine::encode::{Chosen, TermEncoding};
use crate::policy::{Kind, TermId};
use crate::proposal::Knowledge;

impl TermEncoding {
    /// Candidates for the cell nearest to several texts that has this class of each variable of the
    /// term: first the one nearest to each text, then, except for members that no condition looks
    /// at, one that is nearest to all together.
    fn between(&self, known: &[Knowledge], class_of: impl Fn(Var) -> usize) -> Vec<Option<u64>> {
        let each = known.iter().map(|known| self.nearest(known, &class_of));
        let mut cells: Vec<Option<u64>> = each.collect();
        match self.chosen(&class_of) {
            None => cells.push(None),
            Some(Chosen::Interval(low, high)) => {
                // The sum of the distances from several ranges is least at an end of one of them.
                let ends = known.iter().flat_map(|known| &known.values);
                let ends = ends.flat_map(|range| [range.0, range.1]);
                cells.extend(ends.chain([low]).map(|end| Some(end.clamp(low, high))));
            }
            Some(Chosen::Members { .. }) => {}
        }
        cells
    }
}

impl SettlementSearch<'_, '_> {
    /// Makes each step from what texts provide on a term cost its price.
    pub fn avoid_leaving(&mut self, term: TermId, known: &[&Knowledge], price: u64) {
        let known = &self.counted_from(term, known)[..];
        let steps = match self.engine.encoding.of(term) {
            TermEncoding::Membership { first, members, .. } => {
                self.members_away(term, known, *first, members)
            }
            term_encoding => {
                let ways = self.ways(term_encoding, term, known);
                self.levels(&ways)
            }
        };
        for (lit, steps) in steps {
            self.avoid(0, Claim(lit), steps * price);
        }
    }

    /// The term's cell in the settlement found, the nearest to several texts together; of those
    /// equally near, the one nearest to the first.
    pub fn cell_among(&self, term: TermId, known: &[&Knowledge]) -> Option<u64> {
        let term_encoding = self.engine.encoding.of(term);
        if known.is_empty() {
            return self.cell(term, &Knowledge::unknown(self.engine.vocabulary.term(term)));
        }
        let from = self.counted_from(term, known);
        let mut cells = term_encoding.between(&from, |var| self.class(var));
        let arises = cells.iter().all(Option::is_some);
        if let Some(members) = self.members.get(&term).filter(|_| arises) {
            let inside = members.iter().enumerate();
            let inside = inside.filter(|(_, lit)| self.cnf.holds(**lit));
            cells.push(Some(inside.fold(0, |set, (member, _)| set | 1 << member)));
        }
        let nearest = cells
            .into_iter()
            .min_by_key(|cell| self.steps(term, &from, *cell));
        nearest.flatten()
    }

    fn counted_from(&self, term: TermId, known: &[&Knowledge]) -> Vec<Knowledge> {
        let declared = self.engine.vocabulary.term(term);
        let each = known.iter();
        each.map(|known| known.counted_from(declared)).collect()
    }

    fn steps(&self, term: TermId, from: &[Knowledge], cell: Option<u64>) -> u64 {
        let each = from.iter();
        each.map(|from| distance(self.engine, term, from, cell))
            .sum()
    }

    /// For each class of the term: the literals that hold there together, and the cost of its
    /// nearest cell.
    fn ways(
        &self,
        term_encoding: &TermEncoding,
        term: TermId,
        known: &[Knowledge],
    ) -> Vec<(Vec<Lit>, u64)> {
        let first = term_encoding.vars().start;
        let way = |classes: Vec<usize>| {
            let class_of = |var: Var| classes[(var - first) as usize];
            let lit = |var: Var| self.completion.classes[var as usize][class_of(var)];
            // Where the term does not arise its other variables have no meaning.
            let fails = |(var, mask): &(Var, Mask)| mask >> class_of(*var) & 1 == 0;
            let here = match term_encoding.arises().filter(fails) {
                Some((var, _)) => vec![lit(var)],
                None => term_encoding.vars().map(lit).collect(),
            };
            let cells = term_encoding.between(known, class_of);
            let costs = cells.iter().map(|cell| self.steps(term, known, *cell));
            (here, costs.min().unwrap_or_default())
        };
        term_encoding.choices().into_iter().map(way).collect()
    }

    /// A literal for each level of cost, true where the class that holds costs as much or more.
    fn levels(&mut self, ways: &[(Vec<Lit>, u64)]) -> Vec<(Lit, u64)> {
        let mut levels: Vec<u64> = ways.iter().map(|(_, cost)| *cost).collect();
        levels.sort_unstable();
        levels.dedup();
        let mut steps: Vec<(Lit, u64)> = Vec::new();
        let mut below = 0;
        for level in levels.into_iter().filter(|level| *level > 0) {
            let reached = self.cnf.fresh();
            for (here, _) in ways.iter().filter(|(_, cost)| *cost >= level) {
                let not_here = here.iter().map(|&lit| !lit);
                self.cnf.add(not_here.chain([reached]));
            }
            if let Some((before, _)) = steps.last() {
                self.cnf.add([!reached, *before]);
            }
            steps.push((reached, level - below));
            below = level;
        }
        steps
    }

    /// A literal for each text and member, true where the member is in and the text has it out, or
    /// the reverse; and one for each text that is true where the term arises and the text says that
    /// it does not, or the reverse.
    fn members_away(
        &mut self,
        term: TermId,
        known: &[Knowledge],
        first: Var,
        watched: &[u32],
    ) -> Vec<(Lit, u64)> {
        let declared = self.engine.vocabulary.term(term);
        let Kind::Set(labels) = &declared.kind else {
            return Vec::new();
        };
        let term_encoding = self.engine.encoding.of(term);
        let arises = term_encoding.arises();
        let fails = arises.map(|(var, _)| self.completion.classes[var as usize][0]);
        // Members that no condition looks at have no variable of their own.
        let mut members: Vec<Lit> = labels.iter().map(|_| self.cnf.fresh()).collect();
        for (var, &member) in (first..).zip(watched) {
            members[member as usize] = self.completion.classes[var as usize][1];
        }
        let mut steps = Vec::new();
        for known in known {
            let parts = self.cnf.fresh();
            steps.push((parts, declared.kind.across()));
            if let Some(fails) = fails.filter(|_| !known.not_arising) {
                self.cnf.add([!fails, parts]);
            }
            let flips: Vec<Lit> = members.iter().map(|_| self.cnf.fresh()).collect();
            steps.extend(cardinality_cost::steps(
                &mut self.cnf,
                term_encoding,
                &flips,
            ));
            let mut picks: Vec<Lit> = Vec::new();
            for (low, high) in &known.values {
                let pick = self.cnf.fresh();
                for (index, (&member, &flip)) in members.iter().zip(&flips).enumerate() {
                    let unlike = match (low >> index & 1, high >> index & 1) {
                        (1, _) => member,
                        (_, 0) => !member,
                        _ => continue,
                    };
                    let clause = [!pick, flip, unlike].into_iter().chain(fails);
                    self.cnf.add(clause);
                }
                let bounds = (low.count_ones() as usize, high.count_ones() as usize);
                let unless: Vec<Lit> = fails.into_iter().chain([!pick]).collect();
                cardinality_cost::count_flips(
                    &mut self.cnf,
                    term_encoding,
                    &members,
                    &flips,
                    bounds,
                    &unless,
                );
                picks.push(pick);
            }
            if known.values.is_empty() {
                let pick = self.cnf.fresh();
                self.cnf.add([!pick, parts].into_iter().chain(fails));
                picks.push(pick);
            }
            self.cnf.add(picks);
        }
        self.members.insert(term, members);
        steps
    }
}
