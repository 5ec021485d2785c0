//! How often each open term decides, and which answer settles most.

use super::World;
use super::error::Error;
use super::settings::settings;
use crate::answer::{self, InfluenceAnswer, Influences};
use crate::limit::Cancel;
use crate::policy::ReadingChoice;
use crate::proposal::{Knowledge, Options, Proposal};
use crate::questions::judge::Judge;

/// A question: how often does each open term decide what a policy says? Made by
/// [`World::influence`], answered by [`Influence::run`].
#[derive(Debug)]
#[must_use = "a question is answered when it is run"]
pub struct Influence<'w, F> {
    world: &'w World<F>,
    proposal: Option<&'w Proposal>,
    readings: Vec<ReadingChoice<'w>>,
    options: Options,
}

impl<F> World<F> {
    /// Asks how often each open term decides what each policy says: of a proposal, or of any text.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["kyiv-2022"])?;
    /// let answer = world.influence(None).run(&Cancel::default())?;
    /// assert_eq!(answer.answers.len(), 1);
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn influence<'w>(&'w self, proposal: Option<&'w Proposal>) -> Influence<'w, F> {
        Influence {
            world: self,
            proposal,
            readings: self.every_reading(),
            options: Options::default(),
        }
    }
}

impl<F> Influence<'_, F> {
    settings! { readings options }

    /// The answers, one for each policy.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent` if no completion of the proposal is possible; a limit, or that the work
    /// was cancelled.
    pub fn run(&self, cancel: &Cancel) -> Result<Influences, Error> {
        let answers: Result<Vec<InfluenceAnswer>, Error> = self.each(cancel).collect();
        Ok(Influences { answers: answers? })
    }

    /// The answer by each policy, of which some may be there although others are not.
    pub fn each(&self, cancel: &Cancel) -> impl Iterator<Item = Result<InfluenceAnswer, Error>> {
        let each = self.readings.iter();
        each.map(move |read| self.by(read, cancel))
    }

    fn by(&self, read: &ReadingChoice<'_>, cancel: &Cancel) -> Result<InfluenceAnswer, Error> {
        let (policy, judge) = (read.policy(), Judge::prepare(read.clone(), cancel));
        let known = match self.proposal {
            Some(proposal) => {
                let case = judge.case(proposal, self.options)?;
                case.check(cancel)?;
                case.knowledge
            }
            None => (policy.vocabulary.terms.iter())
                .map(Knowledge::unknown)
                .collect(),
        };
        let influence = judge.influence(&known, cancel)?;
        Ok(answer::influence(policy, self.proposal, &influence))
    }
}
