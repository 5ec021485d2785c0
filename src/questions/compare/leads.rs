//! How much each of two texts leads on, at the least and at the most.

use num_bigint::BigUint;

use super::share::share_of_weightings;
use crate::questions::influence::Ratio;

/// What each of two texts leads on: a number of prerequisites, or their weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lead {
    /// What the first leads on.
    pub first: u64,
    /// What the second leads on.
    pub second: u64,
}

impl Lead {
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            first: self.first + other.first,
            second: self.second + other.second,
        }
    }

    /// Seen from the second text.
    #[must_use]
    pub fn turned(self) -> Self {
        Self {
            first: self.second,
            second: self.first,
        }
    }

    /// Whether the first text leads on no more, and the second on no less.
    fn is_worse(self, other: Self) -> bool {
        self.first <= other.first && self.second >= other.second
    }
}

/// The leads that are possible, as far as they are extreme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leads {
    /// Those than which none is worse for the first text.
    pub least: Vec<Lead>,
    /// Those than which none is better for the first text.
    pub most: Vec<Lead>,
}

impl Default for Leads {
    /// Neither leads on anything.
    fn default() -> Self {
        Self {
            least: vec![Lead::default()],
            most: vec![Lead::default()],
        }
    }
}

impl Leads {
    /// Adds a part that is independent of the others: one of these leads, whatever the others are.
    /// There must be one.
    pub(super) fn add(&mut self, part: &[Lead]) {
        let sums = |of: &[Lead]| {
            let each = of.iter();
            each.flat_map(|one| part.iter().map(|other| one.plus(*other)))
                .collect::<Vec<_>>()
        };
        self.least = extreme(sums(&self.least), Lead::is_worse);
        self.most = extreme(sums(&self.most), |one, other| other.is_worse(one));
    }

    /// The least and the greatest share of all weightings under which the first text leads.
    #[must_use]
    pub fn share(&self) -> [Ratio; 2] {
        let least = self.least.iter().map(|lead| share_of_weightings(*lead));
        let most = self.most.iter().map(|lead| share_of_weightings(*lead));
        [
            least.min().unwrap_or_default(),
            most.max().unwrap_or_default(),
        ]
    }

    /// Seen from the second text.
    #[must_use]
    pub fn turned(&self) -> Self {
        let turned = |of: &[Lead]| of.iter().map(|lead| lead.turned()).collect();
        Self {
            least: turned(&self.most),
            most: turned(&self.least),
        }
    }

    /// Which text leads, with the least and the greatest square of the factor by which weights would
    /// have to be wrong to reverse that.
    #[must_use]
    pub fn ahead(&self) -> Ahead {
        let second = |ends: &[Lead]| ends.iter().all(|lead| lead.first < lead.second);
        let first = |ends: &[Lead]| ends.iter().all(|lead| lead.first > lead.second);
        let even = |ends: &[Lead]| ends.iter().all(|lead| lead.first == lead.second);
        if first(&self.least) {
            Ahead::First(self.factors())
        } else if second(&self.most) {
            Ahead::Second(self.turned().factors())
        } else if even(&self.least) && even(&self.most) {
            Ahead::Neither
        } else {
            Ahead::Either
        }
    }

    /// The squares of the factors, where the first text leads in any case.
    fn factors(&self) -> Factors {
        let square = |lead: &Lead| {
            (lead.second > 0).then(|| Ratio::new(lead.first.into(), lead.second.into()))
        };
        // Without a number no factor reverses it: that is more than any.
        let least = self.least.iter().filter_map(square).min();
        let most = self.most.iter().map(square);
        let most: Option<Vec<Ratio>> = most.collect();
        Factors {
            least: least.map(Factor),
            most: most.and_then(|all| all.into_iter().max()).map(Factor),
        }
    }
}

/// Which of two texts leads by the weights as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// The first, in any case.
    First(Factors),
    /// The second, in any case.
    Second(Factors),
    /// Neither, in any case.
    Neither,
    /// That turns on how they are completed and read.
    Either,
}

/// The smallest factors that reverse an order, at the least and at the most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factors {
    /// The least of them; `None` if no factor reverses the order.
    pub least: Option<Factor>,
    /// The greatest; `None` if no factor may reverse the order.
    pub most: Option<Factor>,
}

/// A factor by which weights would have to be wrong, exactly: the root of a quotient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor(Ratio);

impl Factor {
    /// Its square.
    #[must_use]
    pub fn squared(&self) -> &Ratio {
        &self.0
    }

    /// A hundred times the factor, rounded down.
    #[must_use]
    pub fn hundredths(&self) -> BigUint {
        let ten_thousand = Ratio::whole_number(10_000);
        let one = Ratio::whole_number(1);
        // The root of a whole part is the whole part of the root.
        self.0.over(&one.over(&ten_thousand)).floor().sqrt()
    }
}

/// Those of several leads to which no other is preferred.
fn extreme(mut all: Vec<Lead>, is_preferred: impl Fn(Lead, Lead) -> bool) -> Vec<Lead> {
    all.sort_unstable();
    all.dedup();
    let is_extreme = |lead: &Lead| {
        let mut others = all.iter().filter(|other| *other != lead);
        !others.any(|other| is_preferred(*other, *lead))
    };
    all.iter().copied().filter(is_extreme).collect()
}
