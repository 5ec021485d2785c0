//! How two policies relate.

use super::World;
use super::error::Error;
use super::settings::settings;
use crate::answer::{self, CompareAnswer};
use crate::limit::Cancel;
use crate::policy::ReadingChoice;
use crate::questions::demands::{Demands, NotTogether};

/// A question: how do two policies relate? Made by [`World::compare`], answered by
/// [`Compare::run`].
#[derive(Debug)]
#[must_use = "a question is answered when it is run"]
pub struct Compare<'w, F> {
    world: &'w World<F>,
    readings: Vec<ReadingChoice<'w>>,
}

impl<F> World<F> {
    /// Asks how the first of two policies relates to the second: which texts one of them judges met
    /// and the other does not.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::questions::compare::Relation;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column", "column"])?;
    /// let answer = world.compare().run(&Cancel::default())?;
    /// assert_eq!(answer.relation, Some(Relation::Equivalent));
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn compare(&self) -> Compare<'_, F> {
        Compare {
            world: self,
            readings: self.every_reading(),
        }
    }
}

impl<F> Compare<'_, F> {
    settings! { readings }

    /// The answer.
    ///
    /// # Errors
    ///
    /// `input/not-two-policies` if the world has another number of them; a limit, or that the work
    /// was cancelled, before it was found how they relate.
    pub fn run(&self, cancel: &Cancel) -> Result<CompareAnswer, Error> {
        let count = self.readings.len();
        if count != 2 {
            return Err(NotTogether::NotTwo { count }.into());
        }
        let demands = Demands::prepare(self.readings.iter().cloned(), cancel)?;
        let compared = demands.compare(cancel)?;
        Ok(answer::compare(&demands, &compared))
    }
}
