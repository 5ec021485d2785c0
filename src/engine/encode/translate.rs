//! From conditions to whatever can reason about them: diagrams, or clauses for a solver. One
//! translation serves both, so they cannot mean different things.

use rustc_hash::FxHashMap;

use super::space::Space;
use super::{Mask, Var};
use crate::policy::{Comparison, Condition, DefinitionId, Quantifier};

/// Something that conditions can be built in.
pub(crate) trait Algebra {
    /// What stands for a condition.
    type Term: Copy;
    /// Why one could not be built.
    type Error;

    fn constant(&mut self, value: bool) -> Self::Term;

    /// The variable's class is in the mask.
    fn atom(&mut self, var: Var, mask: Mask) -> Result<Self::Term, Self::Error>;

    fn and(&mut self, a: Self::Term, b: Self::Term) -> Result<Self::Term, Self::Error>;

    fn or(&mut self, a: Self::Term, b: Self::Term) -> Result<Self::Term, Self::Error>;

    fn iff(&mut self, a: Self::Term, b: Self::Term) -> Result<Self::Term, Self::Error>;

    fn not(&mut self, a: Self::Term) -> Result<Self::Term, Self::Error>;

    /// `as_many`, or `part` and `fewer`, where `as_many` implies `fewer`.
    fn one_more(
        &mut self,
        part: Self::Term,
        fewer: Self::Term,
        as_many: Self::Term,
    ) -> Result<Self::Term, Self::Error>;

    /// Parts of which the order says nothing, in that in which they are put together, from the last
    /// to the first.
    fn arranged(&self, parts: &[Self::Term]) -> Vec<Self::Term> {
        parts.to_vec()
    }

    /// All of them.
    fn all(&mut self, parts: &[Self::Term]) -> Result<Self::Term, Self::Error> {
        let mut whole = self.constant(true);
        for part in self.arranged(parts).into_iter().rev() {
            whole = self.and(part, whole)?;
        }
        Ok(whole)
    }

    /// One of them or more.
    fn any(&mut self, parts: &[Self::Term]) -> Result<Self::Term, Self::Error> {
        let mut whole = self.constant(false);
        for part in self.arranged(parts).into_iter().rev() {
            whole = self.or(part, whole)?;
        }
        Ok(whole)
    }

    /// So many of them or more: a counter (Sinz 2005) with a place for each part and number, but
    /// for numbers that are out of reach, or surely too low.
    fn at_least(&mut self, least: usize, parts: &[Self::Term]) -> Result<Self::Term, Self::Error> {
        if least > parts.len() {
            return Ok(self.constant(false));
        }
        // counts[n]: at least n of the parts seen so far hold.
        let mut counts = vec![self.constant(false); least + 1];
        counts[0] = self.constant(true);
        let mut ahead = parts.len();
        for part in self.arranged(parts).into_iter().rev() {
            ahead -= 1;
            let lowest = least.saturating_sub(ahead).max(1);
            let highest = least.min(parts.len() - ahead);
            for n in (lowest..=highest).rev() {
                counts[n] = self.one_more(part, counts[n - 1], counts[n])?;
            }
        }
        Ok(counts[least])
    }

    fn so_many_of(
        &mut self,
        quantifier: Quantifier,
        parts: &[Self::Term],
    ) -> Result<Self::Term, Self::Error> {
        match quantifier {
            Quantifier::All => self.all(parts),
            Quantifier::Any => self.any(parts),
            Quantifier::None => {
                let any = self.any(parts)?;
                self.not(any)
            }
            Quantifier::AtLeast(least) => self.at_least(least, parts),
        }
    }
}

/// Translates conditions, each definition once.
pub(crate) struct Translator<'a, A: Algebra> {
    pub algebra: &'a mut A,
    space: &'a Space,
    definitions: FxHashMap<DefinitionId, A::Term>,
}

impl<'a, A: Algebra> Translator<'a, A> {
    pub fn new(algebra: &'a mut A, space: &'a Space) -> Self {
        Self {
            algebra,
            space,
            definitions: FxHashMap::default(),
        }
    }

    /// Translates definitions anew from now on.
    pub fn forget(&mut self) {
        self.definitions.clear();
    }

    pub fn condition(&mut self, condition: &Condition) -> Result<A::Term, A::Error> {
        match condition {
            Condition::Comparison(comparison) => self.comparison(comparison),
            Condition::Defined { definition, .. } => {
                let key = definition.id();
                if let Some(&known) = self.definitions.get(&key) {
                    return Ok(known);
                }
                let whole = self.all(&definition.lines)?;
                self.definitions.insert(key, whole);
                Ok(whole)
            }
            Condition::Group(group) => {
                let lines = self.each(&group.lines)?;
                self.algebra.so_many_of(group.quantifier, &lines)
            }
        }
    }

    pub fn all(&mut self, lines: &[Condition]) -> Result<A::Term, A::Error> {
        let lines = self.each(lines)?;
        self.algebra.all(&lines)
    }

    fn each(&mut self, lines: &[Condition]) -> Result<Vec<A::Term>, A::Error> {
        lines.iter().map(|line| self.condition(line)).collect()
    }

    fn comparison(&mut self, comparison: &Comparison) -> Result<A::Term, A::Error> {
        self.space
            .layout(comparison.term)
            .predicate(comparison.predicate(), self.algebra)
    }

    /// `when` false, or all of `must`.
    pub fn implication(
        &mut self,
        when: Option<&Condition>,
        must: &[Condition],
    ) -> Result<A::Term, A::Error> {
        let must = self.all(must)?;
        let Some(when) = when else { return Ok(must) };
        let when = self.condition(when)?;
        let otherwise = self.algebra.not(when)?;
        self.algebra.or(otherwise, must)
    }
}
