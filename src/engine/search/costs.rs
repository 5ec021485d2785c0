//! What a settlement costs: its distance from a text, or from another completion.

use std::sync::Arc;

use servanda_solve::sat::Lit;
use servanda_solve::{Mask, Var};

use super::cardinality_cost;
use super::distance::distance;
use super::settlement::{Claim, SettlementSearch};
use crate::engine::encode::{TermEncoding, YES};
use crate::policy::TermId;
use crate::proposal::Knowledge;

/// How far the settlement is from what a text provides on one term.
pub(super) struct Distance {
    /// True if the cell is not possible under the text.
    pub outside: Lit,
    /// Literals whose steps add up to the distance.
    pub steps: Vec<(Lit, u64)>,
}

impl SettlementSearch<'_, '_> {
    /// Makes each step from the completion that was added last to the settlement cost 1, on a term.
    pub fn avoid_parting(&mut self, term: TermId) {
        let engine = self.engine;
        let declared = engine.vocabulary.term(term);
        let term_encoding = engine.encoding.of(term);
        let arises = term_encoding.arises().map(|(var, _)| var);
        let last = Arc::clone(&self.others.last().unwrap_or(&self.completion).classes);
        let own = Arc::clone(&self.completion.classes);
        let from_nothing = Knowledge::cell(None).counted_from(declared);
        // From *does not arise* to a value: free, or the longest way across.
        let arising = if from_nothing.values.is_empty() {
            declared.kind.across()
        } else {
            0
        };
        if !matches!(term_encoding, TermEncoding::Direct { .. }) {
            self.lies_as(term_encoding, &last, &from_nothing);
        }
        let counted = match term_encoding {
            TermEncoding::Membership { first, counts, .. } if !counts.is_empty() => *first,
            _ => term_encoding.vars().end,
        };
        if counted < term_encoding.vars().end {
            let inside = |classes: &[Vec<Lit>]| -> Vec<Lit> {
                let vars = counted..term_encoding.vars().end;
                vars.map(|var| classes[var as usize][1]).collect()
            };
            self.avoid_counted(term_encoding, &inside(&own), &inside(&last));
        }
        let together = self.claim();
        for var in term_encoding.vars().start..counted {
            let (own, last) = (&own[var as usize], &last[var as usize]);
            let apart = |a: usize, b: usize| match term_encoding {
                TermEncoding::Direct { .. } => {
                    let from = term_encoding.cells_of(b).counted_from(declared);
                    distance(engine, term, &from, term_encoding.nearest(&from, |_| a))
                }
                _ if arises == Some(var) => u64::from(a != b) * arising,
                _ => u64::from(a != b),
            };
            let mut costs: Vec<(u64, Lit, Lit)> = Vec::new();
            for (a, &here) in own.iter().enumerate() {
                for (b, &there) in last.iter().enumerate() {
                    costs.push((apart(a, b), here, there));
                }
            }
            let mut levels: Vec<u64> = costs.iter().map(|cost| cost.0).collect();
            levels.sort_unstable();
            levels.dedup();
            for pair in levels.windows(2) {
                // Two numbers differ by one step, however many interval starts lie between them.
                let reached = match term_encoding {
                    TermEncoding::Order { .. } if arises != Some(var) => together,
                    _ => self.claim(),
                };
                for (_, here, there) in costs.iter().filter(|cost| cost.0 >= pair[1]) {
                    self.cnf.add([!*here, !*there, reached.0]);
                }
                if reached != together {
                    self.avoid(0, reached, pair[1] - pair[0]);
                }
            }
        }
        self.avoid(0, together, 1);
    }

    /// Where a completion does not have the term, its other variables have no meaning: they may as
    /// well have classes of the cells from which a value is counted then, if these are known.
    fn lies_as(
        &mut self,
        term_encoding: &TermEncoding,
        classes: &[Vec<Lit>],
        from_nothing: &Knowledge,
    ) {
        let Some((arises, _)) = term_encoding.arises() else {
            return;
        };
        if let [within] = &term_encoding.boxes(from_nothing)[..] {
            let vars = term_encoding.vars().zip(within);
            for (var, mask) in vars.filter(|(var, _)| *var != arises) {
                for (class, &lit) in classes[var as usize].iter().enumerate() {
                    if mask >> class & 1 == 0 {
                        self.cnf.add([!classes[arises as usize][0], !lit]);
                    }
                }
            }
        }
    }

    /// Makes each member in which two sets differ cost 1, for a set whose members conditions count.
    fn avoid_counted(&mut self, term_encoding: &TermEncoding, here: &[Lit], there: &[Lit]) {
        let flips: Vec<Lit> = here.iter().map(|_| self.cnf.fresh()).collect();
        for ((&here, &there), &flip) in here.iter().zip(there).zip(&flips) {
            self.cnf.add([!here, there, flip]);
            self.cnf.add([here, !there, flip]);
        }
        cardinality_cost::count_differences(&mut self.cnf, term_encoding, (here, there), &flips);
        for (lit, steps) in cardinality_cost::steps(&mut self.cnf, term_encoding, &flips) {
            self.avoid(0, Claim(lit), steps);
        }
    }

    /// How far the settlement is from what is known of a term.
    pub(super) fn away(&mut self, term: TermId, known: &Knowledge) -> Distance {
        let engine = self.engine;
        let declared = engine.vocabulary.term(term);
        let term_encoding = engine.encoding.of(term);
        let from = known.counted_from(declared);
        let outside = self.cnf.fresh();
        let steps = if let TermEncoding::Direct { var, .. } = term_encoding {
            let classes = self.completion.classes[*var as usize].len();
            let nearest = |class: usize| term_encoding.nearest(&from, |_| class);
            let costs: Vec<u64> = (0..classes)
                .map(|class| distance(engine, term, known, nearest(class)))
                .collect();
            let within = &term_encoding.boxes(known)[0];
            self.leaves(*var, within[0], &[outside]);
            self.ladder(*var, &costs)
        } else {
            if let Some((arises, _)) = term_encoding.arises() {
                let within = term_encoding.boxes(known)[0][0];
                self.leaves(arises, within, &[outside]);
            }
            let across = declared.kind.across();
            self.flips(term_encoding, &term_encoding.boxes(&from), outside, across)
        };
        Distance { outside, steps }
    }

    /// Any class outside the mask makes one of these true.
    fn leaves(&mut self, var: Var, within: Mask, otherwise: &[Lit]) {
        for (class, &lit) in self.completion.classes[var as usize].iter().enumerate() {
            if within >> class & 1 == 0 {
                self.cnf.add(otherwise.iter().copied().chain([!lit]));
            }
        }
    }

    /// A literal for each level of cost, true where the class costs as much or more.
    fn ladder(&mut self, var: Var, costs: &[u64]) -> Vec<(Lit, u64)> {
        let mut levels: Vec<u64> = costs.iter().copied().filter(|&cost| cost > 0).collect();
        levels.sort_unstable();
        levels.dedup();
        let mut steps: Vec<(Lit, u64)> = Vec::new();
        let mut below = 0;
        for level in levels {
            let reached = self.cnf.fresh();
            let cheaper = (costs.iter().enumerate())
                .filter(|(_, cost)| **cost < level)
                .fold(0, |mask, (class, _)| mask | 1 << class);
            self.leaves(var, cheaper, &[reached]);
            if let Some((before, _)) = steps.last() {
                self.cnf.add([!reached, *before]);
            }
            steps.push((reached, level - below));
            below = level;
        }
        steps
    }

    /// A literal for each variable, true where it is outside the box that is picked; for a number
    /// one literal for all variables. Whether the term arises is worth `across` steps.
    fn flips(
        &mut self,
        term_encoding: &TermEncoding,
        boxes: &[Vec<Mask>],
        outside: Lit,
        across: u64,
    ) -> Vec<(Lit, u64)> {
        let one_for_all = matches!(term_encoding, TermEncoding::Order { .. });
        let together = self.cnf.fresh();
        let each = term_encoding.vars();
        let flips: Vec<Lit> = each
            .map(|_| {
                if one_for_all {
                    together
                } else {
                    self.cnf.fresh()
                }
            })
            .collect();
        let picks: Vec<Lit> = boxes.iter().map(|_| self.cnf.fresh()).collect();
        self.cnf.add(picks.iter().copied());
        for (&pick, within) in picks.iter().zip(boxes) {
            for ((var, &mask), &flip) in term_encoding.vars().zip(within).zip(&flips) {
                self.leaves(var, mask, &[!pick, flip]);
            }
        }
        for &flip in &flips {
            self.cnf.add([!flip, outside]);
        }
        let (arising, members) = flips.split_at(usize::from(term_encoding.arises().is_some()));
        if !term_encoding.counts().is_empty() {
            let inside = term_encoding.vars().skip(arising.len());
            let inside: Vec<Lit> = inside
                .map(|var| self.completion.classes[var as usize][1])
                .collect();
            for (&pick, within) in picks.iter().zip(boxes) {
                let each = within[arising.len()..].iter();
                let low = each.clone().filter(|mask| **mask == YES).count();
                let high = each.filter(|mask| **mask & YES != 0).count();
                cardinality_cost::count_flips(
                    &mut self.cnf,
                    term_encoding,
                    &inside,
                    members,
                    (low, high),
                    &[!pick],
                );
            }
        }
        let mut steps: Vec<(Lit, u64)> = arising.iter().map(|&flip| (flip, across)).collect();
        steps.extend(cardinality_cost::steps(
            &mut self.cnf,
            term_encoding,
            members,
        ));
        steps.dedup();
        steps
    }
}
