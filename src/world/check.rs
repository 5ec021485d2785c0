//! What each policy says of a proposal.

use super::World;
use super::error::Error;
use super::settings::settings;
use crate::answer::{self, CheckAnswer, Checks, WhatIf};
use crate::limit::Cancel;
use crate::policy::ReadingChoice;
use crate::proposal::{Options, Proposal};
use crate::questions::explain::Depth;
use crate::questions::judge::Judge;

/// A question: what does each policy say of a proposal? Made by [`World::check`], answered by
/// [`Check::run`].
#[derive(Debug)]
#[must_use = "a question is answered when it is run"]
pub struct Check<'w, F> {
    world: &'w World<F>,
    proposal: &'w Proposal,
    readings: Vec<ReadingChoice<'w>>,
    options: Options,
    depth: Depth,
}

/// Policies prepared to check any number of proposals. Threads can share it.
#[derive(Debug)]
pub struct Checker<'w> {
    judges: Vec<Judge<'w>>,
    options: Options,
    depth: Depth,
}

impl<F> World<F> {
    /// Asks what each policy says of a proposal.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::text::Source;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column"])?;
    /// let draft = Source::new("draft.yaml", "proposal: draft\nprovisions: {}");
    /// let draft = world.read(&draft)?;
    /// let answer = world.check(&draft).run(&Cancel::default())?;
    /// for finding in &answer.proposals[0].findings {
    ///     println!("{}: {:?}", finding.id, finding.verdict);
    /// }
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn check<'w>(&'w self, proposal: &'w Proposal) -> Check<'w, F> {
        Check {
            world: self,
            proposal,
            readings: self.every_reading(),
            options: Options::default(),
            depth: Depth::All,
        }
    }

    /// Prepares the policies to check many proposals. If preparation is cancelled, checks are as
    /// exact, and slower.
    pub fn checker<'w>(
        &'w self,
        readings: Vec<ReadingChoice<'w>>,
        options: Options,
        cancel: &Cancel,
    ) -> Checker<'w> {
        let each = readings.into_iter();
        Checker {
            judges: each.map(|read| Judge::prepare(read, cancel)).collect(),
            options,
            depth: Depth::All,
        }
    }
}

impl<F> Check<'_, F> {
    settings! { readings options }

    /// How much is explained: everything, unless this says otherwise. What is not asked for is not
    /// computed.
    pub fn explaining(mut self, depth: Depth) -> Self {
        self.depth = depth;
        self
    }

    /// The answers, one for each policy.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent` if no completion of the proposal is possible; a limit, or that the work
    /// was cancelled.
    pub fn run(&self, cancel: &Cancel) -> Result<Checks, Error> {
        let checker = self
            .world
            .checker(self.readings.clone(), self.options, cancel)
            .explaining(self.depth.clone());
        let answers: Result<Vec<CheckAnswer>, Error> =
            checker.check(self.proposal, cancel).collect();
        Ok(Checks::new(answers?, 0))
    }
}

impl Checker<'_> {
    /// How much is explained, as in [`Check::explaining`].
    #[must_use]
    pub fn explaining(mut self, depth: Depth) -> Self {
        self.depth = depth;
        self
    }

    /// What each policy says of a proposal, policy by policy, as [`Check::run`] would answer it.
    pub fn check(
        &self,
        proposal: &Proposal,
        cancel: &Cancel,
    ) -> impl Iterator<Item = Result<CheckAnswer, Error>> {
        self.judges.iter().map(move |judge| {
            let case = judge.case(proposal, self.options)?;
            let report = case.check(cancel)?;
            let explanation = case.explain(&report, &self.depth, cancel);
            Ok(answer::check(&case, &report, &explanation))
        })
    }

    /// All that is needed to judge any change of a proposal elsewhere, policy by policy. `None` where the
    /// background knowledge is too large for that, or if it is cancelled.
    pub fn what_if(&self, proposal: &Proposal, cancel: &Cancel) -> Vec<Option<WhatIf>> {
        let each = self.judges.iter().map(|judge| {
            let case = judge.case(proposal, self.options).ok()?;
            let walk = judge.walk(cancel)?;
            Some(answer::what_if(&case, &walk))
        });
        each.collect()
    }
}
