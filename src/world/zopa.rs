//! Whether any settlement is accepted by all policies.

use super::World;
use super::error::Error;
use super::options::Changes;
use super::settings::settings;
use crate::answer::{self, ZopaAnswer};
use crate::limit::Cancel;
use crate::policy::ReadingChoice;
use crate::proposal::{Options, Proposal};
use crate::questions::demands::{Demands, NotTogether};
use crate::questions::judge::Judge;
use crate::questions::repair::Prices;
use crate::questions::zopa::Start;

/// A question: is any settlement accepted by all policies? Made by [`World::zopa`], answered by
/// [`Zopa::run`].
#[derive(Debug)]
#[must_use = "a question is answered when it is run"]
pub struct Zopa<'w, F> {
    world: &'w World<F>,
    starts: &'w [Proposal],
    readings: Vec<ReadingChoice<'w>>,
    prices: Prices,
    most: usize,
}

impl<F> World<F> {
    /// Asks whether any settlement is accepted by all policies, under every reading that is not
    /// settled.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column", "kyiv-2022"])?;
    /// let answer = world.zopa().run(&Cancel::default())?;
    /// if let Some(text) = answer.compromise("compromise") {
    ///     println!("{text}");
    /// }
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn zopa(&self) -> Zopa<'_, F> {
        Zopa {
            world: self,
            starts: &[],
            readings: self.every_reading(),
            prices: Prices::even(self.vocabulary()),
            most: 10,
        }
    }
}

impl<'w, F> Zopa<'w, F> {
    /// Drafts to start from: the compromise is the acceptable settlement nearest to all of them.
    pub fn starts(mut self, starts: &'w [Proposal]) -> Self {
        self.starts = starts;
        self
    }

    settings! { readings }

    /// What a step of changing a term costs. No term is frozen here: only the prices count.
    ///
    /// # Errors
    ///
    /// `input/no-such-term`, `input/bad-price` or `input/contradiction`.
    pub fn changes(mut self, changes: &Changes) -> Result<Self, Error> {
        self.prices = self.world.prices(changes)?;
        Ok(self)
    }

    /// How many collisions, and how many concessions for each, to look for; 10 if this is not said.
    pub fn most(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// The answer.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent` if no completion of a draft to start from is possible; a limit, or that
    /// the work was cancelled, before it was found whether there is such a settlement.
    pub fn run(&self, cancel: &Cancel) -> Result<ZopaAnswer, Error> {
        self.require_different()?;
        let starts = self.known(cancel)?;
        let demands = Demands::prepare(self.readings.clone(), cancel)?;
        let zopa = demands.zopa(&starts, &self.prices.of, self.most, cancel)?;
        Ok(answer::zopa(&demands, self.starts, &zopa))
    }

    /// An error if one policy is given twice. Copies are one policy.
    fn require_different(&self) -> Result<(), NotTogether> {
        let policies = self.world.policies();
        let mut twice = policies.iter().enumerate().filter(|(at, policy)| {
            let mut earlier = policies[..*at].iter();
            earlier.any(|other| other.source.text() == policy.source.text())
        });
        match twice.next() {
            None => Ok(()),
            Some((_, policy)) => Err(NotTogether::Twice {
                name: policy.name.clone(),
            }),
        }
    }

    /// What the drafts to start from leave possible; each must be coherent.
    fn known(&self, cancel: &Cancel) -> Result<Vec<Start>, Error> {
        let Some(policy) = self
            .world
            .policies()
            .first()
            .filter(|_| !self.starts.is_empty())
        else {
            return Ok(Vec::new());
        };
        let judge = Judge::prepare(policy, cancel);
        let known = |start: &Proposal| {
            let case = judge.case(start, Options::default())?;
            case.check(cancel)?;
            Ok(start.knowledge(self.world.vocabulary(), Options::default())?)
        };
        self.starts.iter().map(known).collect()
    }
}
