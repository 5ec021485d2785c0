//! What a repair would cost if one reading were enough.
//!
//! A repair meets a policy under every reading that is not settled. Of each reading by name it is
//! asked what a repair would cost if it alone were demanded of the prerequisites that have it.

use super::{Cost, Prices, Repair, Search};
use crate::limit::{Cancel, Limit};
use crate::policy::{Prerequisite, PrerequisiteId, ReadingChoice};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};

/// What the cheapest repair takes: how many prerequisites it avoids, which comes first, and its cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Least {
    /// How many prerequisites it avoids.
    pub avoids: usize,
    /// Its cost.
    pub cost: Cost,
}

/// A reading that would be cheaper if it alone were demanded of those that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cheaper {
    /// The reading's name.
    pub reading: String,
    /// What a repair then takes.
    pub least: Least,
}

impl Cheaper {
    /// The most names of readings of which that is asked.
    pub const MOST: usize = 8;
}

impl Repair {
    /// What it takes.
    #[must_use]
    pub fn least(&self) -> Least {
        Least {
            avoids: self.avoids.len(),
            cost: self.cost,
        }
    }
}

impl Demands<'_> {
    /// The prerequisites that decide and are demanded under several readings.
    #[must_use]
    pub fn under_several_readings(&self) -> Vec<Demand> {
        let several = |demand: &Demand| {
            let choice = &self.choices[demand.policy.index()];
            is_open(choice, demand.prerequisite)
        };
        let deciding = self.deciding.iter().map(|&id| self.demand(id));
        deciding.filter(several).collect()
    }

    /// The names of their readings, each once, in the order of the policies.
    #[must_use]
    pub fn names_of_readings(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for demand in self.under_several_readings() {
            for reading in &self.prerequisite(demand).readings {
                if !names.contains(&reading.name.as_str()) {
                    names.push(&reading.name);
                }
            }
        }
        names
    }

    /// What the cheapest repair takes; `None` if there is none.
    ///
    /// # Errors
    ///
    /// A limit, if it was met before that was proved.
    pub fn least_repair(
        &self,
        known: &[Knowledge],
        prices: &Prices,
        cancel: &Cancel,
    ) -> Result<Option<Least>, Limit> {
        let mut search = Search::new(self, known, prices, cancel);
        let Some(cost) = search.begin()? else {
            return Ok(None);
        };
        let settlement = &search.edit.settlement;
        let avoided = search
            .avoidable
            .iter()
            .filter(|(_, applies)| !settlement.holds(*applies));
        Ok(Some(Least {
            avoids: avoided.count(),
            cost,
        }))
    }
}

/// The same choice, with the reading of this name settled of every prerequisite that has it and is
/// demanded under several.
pub fn with_only<'p>(choice: &ReadingChoice<'p>, name: &str) -> ReadingChoice<'p> {
    let policy = choice.policy();
    let mut ids = policy.prerequisite_ids();
    policy.settled_by(|prerequisite: &Prerequisite| {
        let id = ids.next()?;
        let own = is_open(choice, id).then(|| prerequisite.find_reading(name));
        choice.of(id).or(own.flatten())
    })
}

fn is_open(choice: &ReadingChoice<'_>, id: PrerequisiteId) -> bool {
    let several = choice.policy().prerequisite(id).readings.len() > 1;
    several && choice.of(id).is_none()
}
