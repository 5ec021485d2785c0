//! Evenly spaced exact decimals.

use rust_decimal::Decimal;

/// The values `first`, `first + step`, … of a number term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    unit: String,
    first: Decimal,
    step: Decimal,
    count: u64,
}

impl Grid {
    /// The most values a number term can have.
    pub const MOST_VALUES: u64 = 1 << 53;

    /// All values from `first` to at most `last`; `None` if there are none or more than
    /// [`Grid::MOST_VALUES`], or if `step` is not above zero.
    #[must_use]
    pub fn new(unit: String, first: Decimal, last: Decimal, step: Decimal) -> Option<Self> {
        if first > last || step <= Decimal::ZERO {
            return None;
        }
        let steps = last.checked_sub(first)?.checked_div(step)?.floor();
        let steps = u64::try_from(steps).ok()?;
        (steps < Self::MOST_VALUES).then(|| Self {
            unit,
            first,
            step,
            count: steps + 1,
        })
    }

    /// The word after its numbers.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The index of the greatest value.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.count - 1
    }

    /// The number with this index.
    #[must_use]
    pub fn number(&self, value: u64) -> Decimal {
        (self.first + self.step * Decimal::from(value)).normalize()
    }

    /// The index of a number; `None` if it is out of bounds or between two steps.
    #[must_use]
    pub fn index(&self, number: Decimal) -> Option<u64> {
        let above = number.checked_sub(self.first)?;
        if !above.checked_rem(self.step)?.is_zero() {
            return None;
        }
        let index = u64::try_from(above.checked_div(self.step)?).ok()?;
        (index < self.count).then_some(index)
    }

    /// The number with this index, and the unit.
    #[must_use]
    pub fn show(&self, value: u64) -> String {
        format!("{} {}", self.number(value), self.unit)
    }
}
