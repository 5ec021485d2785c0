//! Building formulas, whatever they are represented by.

use crate::{Mask, Var};

/// A representation in which formulas over finite-domain variables can be built.
///
/// A language that is translated through this trait is translated once for all representations, so
/// they cannot differ in meaning.
pub trait BooleanBackend {
    /// What stands for a formula.
    type Formula: Copy;
    /// Why a formula could not be built.
    type Error;

    /// True or false.
    fn constant(&mut self, value: bool) -> Self::Formula;

    /// The variable's value is in the mask.
    ///
    /// # Errors
    ///
    /// Those of the representation, as for every operation of this trait.
    fn atom(&mut self, var: Var, mask: Mask) -> Result<Self::Formula, Self::Error>;

    /// Both.
    ///
    /// # Errors
    ///
    /// See [`BooleanBackend::atom`].
    fn and(&mut self, a: Self::Formula, b: Self::Formula) -> Result<Self::Formula, Self::Error>;

    /// One of them or both.
    ///
    /// # Errors
    ///
    /// See [`BooleanBackend::atom`].
    fn or(&mut self, a: Self::Formula, b: Self::Formula) -> Result<Self::Formula, Self::Error>;

    /// Both or neither.
    ///
    /// # Errors
    ///
    /// See [`BooleanBackend::atom`].
    fn iff(&mut self, a: Self::Formula, b: Self::Formula) -> Result<Self::Formula, Self::Error>;

    /// The negation.
    ///
    /// # Errors
    ///
    /// See [`BooleanBackend::atom`].
    fn not(&mut self, a: Self::Formula) -> Result<Self::Formula, Self::Error>;

    /// One step of a counter: `as_many`, or `part` and `fewer`, where `as_many` implies `fewer`.
    ///
    /// # Errors
    ///
    /// See [`BooleanBackend::atom`].
    fn count_one(
        &mut self,
        part: Self::Formula,
        fewer: Self::Formula,
        as_many: Self::Formula,
    ) -> Result<Self::Formula, Self::Error>;

    /// The parts of a conjunction, disjunction or count in the order that suits the representation;
    /// they are combined from the last to the first.
    fn arranged(&self, parts: &[Self::Formula]) -> Vec<Self::Formula> {
        parts.to_vec()
    }

    /// All of them.
    ///
    /// # Errors
    ///
    /// See [`BooleanBackend::atom`].
    fn all(&mut self, parts: &[Self::Formula]) -> Result<Self::Formula, Self::Error> {
        let mut whole = self.constant(true);
        for part in self.arranged(parts).into_iter().rev() {
            whole = self.and(part, whole)?;
        }
        Ok(whole)
    }

    /// One of them or more.
    ///
    /// # Errors
    ///
    /// See [`BooleanBackend::atom`].
    fn any(&mut self, parts: &[Self::Formula]) -> Result<Self::Formula, Self::Error> {
        let mut whole = self.constant(false);
        for part in self.arranged(parts).into_iter().rev() {
            whole = self.or(part, whole)?;
        }
        Ok(whole)
    }

    /// At least so many of them, by a sequential counter (Sinz 2005): one formula for each part and
    /// number, except for numbers that cannot be reached, or that cannot be too low any more.
    ///
    /// # Errors
    ///
    /// See [`BooleanBackend::atom`].
    fn at_least(
        &mut self,
        least: usize,
        parts: &[Self::Formula],
    ) -> Result<Self::Formula, Self::Error> {
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
                counts[n] = self.count_one(part, counts[n - 1], counts[n])?;
            }
        }
        Ok(counts[least])
    }
}
