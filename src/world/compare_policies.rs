//! How two policies relate.

use super::World;
use super::error::Error;
use super::settings::settings;
use crate::answer::{self, ComparePoliciesAnswer};
use crate::limit::Cancel;
use crate::policy::ReadingChoice;
use crate::questions::demands::{Demands, NotTogether};

/// A question: how do two policies relate? Made by [`World::compare_policies`], answered by
/// [`ComparePolicies::run`].
#[derive(Debug)]
#[must_use = "a question is answered when it is run"]
pub struct ComparePolicies<'w, F> {
    world: &'w World<F>,
    readings: Vec<ReadingChoice<'w>>,
}

impl<F> World<F> {
    /// Asks how the first of two policies relates to the second: which texts one of them judges met
    /// and the other does not.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::questions::compare_policies::Relation;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column", "column"])?;
    /// let answer = world.compare_policies().run(&Cancel::default())?;
    /// assert_eq!(answer.relation, Some(Relation::Equivalent));
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn compare_policies(&self) -> ComparePolicies<'_, F> {
        ComparePolicies {
            world: self,
            readings: self.every_reading(),
        }
    }
}

impl<F> ComparePolicies<'_, F> {
    settings! { readings }

    /// The answer.
    ///
    /// # Errors
    ///
    /// `input/not-two-policies` if the world has another number of them; a limit, or that the work
    /// was cancelled, before it was found how they relate.
    pub fn run(&self, cancel: &Cancel) -> Result<ComparePoliciesAnswer, Error> {
        let count = self.readings.len();
        if count != 2 {
            return Err(NotTogether::NotTwo { count }.into());
        }
        let demands = Demands::prepare(self.readings.iter().cloned(), cancel)?;
        let compared = demands.compare(cancel)?;
        Ok(answer::compare_policies(&demands, &compared))
    }
}
