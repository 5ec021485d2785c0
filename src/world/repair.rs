//! The cheapest changes after which a proposal is met.

use std::sync::OnceLock;

use super::World;
use super::error::Error;
use super::options::Changes;
use super::settings::settings;
use crate::answer::{self, RepairAnswer};
use crate::limit::{Cancel, Limit, Part};
use crate::policy::ReadingChoice;
use crate::proposal::{Knowledge, Options, Proposal};
use crate::questions::demands::Demands;
use crate::questions::judge::Judge;
use crate::questions::repair::{self, Cheaper, Mending, Prices, with_only};
use crate::verdict::Verdict;

/// A question: which changes are the cheapest after which a proposal is met by every policy? Made
/// by [`World::repair`], answered by [`Repair::run`].
#[derive(Debug)]
#[must_use = "a question is answered when it is run"]
pub struct Repair<'w, F> {
    world: &'w World<F>,
    proposal: &'w Proposal,
    readings: Vec<ReadingChoice<'w>>,
    options: Options,
    prices: Prices,
    most: usize,
}

/// Policies prepared to repair any number of proposals. Threads can share it.
#[derive(Debug)]
pub struct Repairer<'w> {
    judges: Vec<Judge<'w>>,
    demands: Demands<'w>,
    /// For each reading by name: the policies with it alone demanded, once they are needed.
    alone: Vec<(String, OnceLock<Demands<'w>>)>,
    prices: Prices,
    options: Options,
}

impl<F> World<F> {
    /// Asks for the cheapest changes after which a proposal is met by every policy, under every
    /// reading that is not settled.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::text::Source;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column"])?;
    /// let draft = Source::new("draft.yaml", "proposal: draft\nprovisions: {}\n");
    /// let draft = world.read(&draft)?;
    /// let answer = world.repair(&draft).run(&Cancel::default())?;
    /// println!("{}", answer.repairs[0].text.as_deref().unwrap_or_default());
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn repair<'w>(&'w self, proposal: &'w Proposal) -> Repair<'w, F> {
        Repair {
            world: self,
            proposal,
            readings: self.every_reading(),
            options: Options::default(),
            prices: Prices::even(self.vocabulary()),
            most: 1,
        }
    }

    /// Prepares the policies to repair many proposals.
    ///
    /// # Errors
    ///
    /// If a term or a price is none, or two settings contradict each other; or the work was cancelled.
    pub fn repairer<'w>(
        &'w self,
        readings: Vec<ReadingChoice<'w>>,
        options: Options,
        changes: &Changes,
        cancel: &Cancel,
    ) -> Result<Repairer<'w>, Error> {
        // Readings of another world bring another vocabulary.
        let vocabulary = match readings.first() {
            Some(first) => &first.policy().vocabulary,
            None => self.vocabulary(),
        };
        Repairer::new(readings, options, changes.resolve(vocabulary)?, cancel)
    }
}

impl<F> Repair<'_, F> {
    settings! { readings options }

    /// Which terms may change, and at what price.
    ///
    /// # Errors
    ///
    /// `input/no-such-term`, `input/bad-price` or `input/contradiction`.
    pub fn changes(mut self, changes: &Changes) -> Result<Self, Error> {
        self.prices = self.world.prices(changes)?;
        Ok(self)
    }

    /// How many repairs of the least cost to look for; 1 if this is not said.
    pub fn most(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// The answer.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent` if no completion of the proposal is possible; a limit, or that the work
    /// was cancelled.
    pub fn run(&self, cancel: &Cancel) -> Result<RepairAnswer, Error> {
        let (readings, prices) = (self.readings.clone(), self.prices.clone());
        let repairer = Repairer::new(readings, self.options, prices, cancel)?;
        repairer.repair(self.proposal, self.most, cancel)
    }
}

impl<'w> Repairer<'w> {
    fn new(
        readings: Vec<ReadingChoice<'w>>,
        options: Options,
        prices: Prices,
        cancel: &Cancel,
    ) -> Result<Self, Error> {
        let each = readings.iter();
        let judges = each
            .map(|read| Judge::prepare(read.clone(), cancel))
            .collect();
        let demands = Demands::prepare(readings, cancel)?;
        let names = demands.names_of_readings().into_iter();
        let repairer = Self {
            judges,
            alone: names
                .take(Cheaper::MOST)
                .map(|name| (name.to_owned(), OnceLock::new()))
                .collect(),
            demands,
            prices,
            options,
        };
        if cancel.is_stopped() {
            return Err(Limit::Stopped.into());
        }
        Ok(repairer)
    }

    /// The cheapest changes after which a proposal is met, as [`Repair::run`] would answer it; up to
    /// `most` of the same cost.
    ///
    /// # Errors
    ///
    /// As those of [`Repair::run`].
    pub fn repair(
        &self,
        proposal: &Proposal,
        most: usize,
        cancel: &Cancel,
    ) -> Result<RepairAnswer, Error> {
        let verdicts = self.verdicts(proposal, cancel)?;
        let known = proposal.knowledge(self.demands.vocabulary(), self.options)?;
        let mut mending = (self.demands).repair(&known, &self.prices, most, cancel)?;
        let cheaper = self.cheaper(&known, &mending, cancel);
        let cheaper = match &mut mending {
            Mending::Met => Vec::new(),
            Mending::Repairs { unfinished, .. } | Mending::Never { unfinished, .. } => {
                let found = unfinished.note(Part::Readings, cheaper);
                found.unwrap_or_default()
            }
        };
        let repairs = match &mending {
            Mending::Repairs { cheapest, .. } => &cheapest[..],
            Mending::Met | Mending::Never { .. } => &[],
        };
        let judge = &self.judges[0];
        let texts: Vec<_> = (repairs.iter())
            .map(|repair| repair.carried_out(proposal, judge, self.options, cancel))
            .collect();
        Ok(answer::repair(
            &self.demands,
            proposal,
            self.options,
            &verdicts,
            &mending,
            &texts,
            &cheaper,
        ))
    }

    /// The readings that would be cheaper if they alone were demanded.
    fn cheaper(
        &self,
        known: &[Knowledge],
        mending: &Mending,
        cancel: &Cancel,
    ) -> Result<Vec<Cheaper>, Limit> {
        let now = match mending {
            Mending::Met => return Ok(Vec::new()),
            Mending::Repairs { cheapest, .. } => cheapest.first().map(repair::Repair::least),
            Mending::Never { .. } => None,
        };
        let mut found = Vec::new();
        for (name, ready) in &self.alone {
            let demands = ready.get_or_init(|| {
                let choices = self.demands.choices.iter();
                let choices = choices.map(|choice| with_only(choice, name)).collect();
                self.demands.read_as(choices)
            });
            let least = demands.least_repair(known, &self.prices, cancel)?;
            if let Some(least) = least.filter(|least| now.is_none_or(|now| *least < now)) {
                found.push(Cheaper {
                    reading: name.clone(),
                    least,
                });
            }
        }
        Ok(found)
    }

    /// What each policy makes of the proposal as it stands, which must be coherent.
    fn verdicts(&self, proposal: &Proposal, cancel: &Cancel) -> Result<Vec<Verdict>, Error> {
        let verdict = |judge: &Judge<'_>| {
            let case = judge.case(proposal, self.options)?;
            Ok(case.check(cancel)?.verdict)
        };
        self.judges.iter().map(verdict).collect()
    }
}
