//! Evenly spaced exact decimals.

use rust_decimal::Decimal;

/// The values `first`, `first + step`, … of a number term.
///
/// They are kept as whole numbers of the smallest place any of them uses, so that nothing is ever
/// rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    unit: String,
    first: i128,
    step: i128,
    /// Decimal places of `first` and `step`.
    scale: u32,
    count: u64,
}

impl Grid {
    /// The most values a number term can have.
    pub const MOST_VALUES: u64 = 1 << 53;

    /// All values from `first` to at most `last`; `None` if there are none or more than
    /// [`Grid::MOST_VALUES`], if `step` is not above zero, or if one of the values would need more
    /// digits than a [`Decimal`] has.
    #[must_use]
    pub fn new(unit: String, first: Decimal, last: Decimal, step: Decimal) -> Option<Self> {
        let all = [first, last, step].map(|number| number.normalize());
        let scale = all.iter().map(Decimal::scale).max().unwrap_or_default();
        let [Some(first), Some(last), Some(step)] = all.map(|number| exact(number, scale)) else {
            return None;
        };
        if first > last || step <= 0 {
            return None;
        }
        let steps = u64::try_from((last - first) / step).ok()?;
        (steps < Self::MOST_VALUES).then(|| Self {
            unit,
            first,
            step,
            scale,
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

    /// The distance from one value to the next.
    #[must_use]
    pub fn step(&self) -> Decimal {
        // INVARIANT: as in `number`.
        Decimal::try_from_i128_with_scale(self.step, self.scale)
            .unwrap_or_default()
            .normalize()
    }

    /// The number with this index.
    #[must_use]
    pub fn number(&self, value: u64) -> Decimal {
        let above = self.step.saturating_mul(i128::from(value));
        // INVARIANT: `new` made sure that every value up to `last` fits.
        Decimal::try_from_i128_with_scale(self.first.saturating_add(above), self.scale)
            .unwrap_or_default()
            .normalize()
    }

    /// The index of a number; `None` if it is out of bounds or between two steps.
    #[must_use]
    pub fn index(&self, number: Decimal) -> Option<u64> {
        let number = number.normalize();
        if number.scale() > self.scale {
            return None;
        }
        let above = exact(number, self.scale)? - self.first;
        if above < 0 || above % self.step != 0 {
            return None;
        }
        let index = u64::try_from(above / self.step).ok()?;
        (index < self.count).then_some(index)
    }

    /// The values nearest to a number that lies between two steps: the one below and the one above.
    /// `None` for a number out of bounds.
    #[must_use]
    pub fn around(&self, number: Decimal) -> Option<(Decimal, Decimal)> {
        if number < self.number(0) || number > self.number(self.last()) {
            return None;
        }
        let floor = exact(number.trunc_with_scale(self.scale).normalize(), self.scale)?;
        // Cutting digits off a negative number rounds it up.
        let floor = if number.is_sign_negative() && number.normalize().scale() > self.scale {
            floor - 1
        } else {
            floor
        };
        let below = u64::try_from((floor - self.first).div_euclid(self.step)).ok()?;
        let above = below.saturating_add(1).min(self.last());
        Some((self.number(below), self.number(above)))
    }

    /// The number with this index, and the unit.
    #[must_use]
    pub fn show(&self, value: u64) -> String {
        format!("{} {}", self.number(value), self.unit)
    }
}

/// A number as a count of the last of `scale` decimal places; `None` if it has more places, or if a
/// [`Decimal`] could not hold it with that many.
fn exact(number: Decimal, scale: u32) -> Option<i128> {
    let factor = 10_i128.checked_pow(scale.checked_sub(number.scale())?)?;
    let exact = number.mantissa().checked_mul(factor)?;
    Decimal::try_from_i128_with_scale(exact, scale).ok()?;
    Some(exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    fn grid(first: &str, last: &str, step: &str) -> Option<Grid> {
        Grid::new("days".into(), decimal(first), decimal(last), decimal(step))
    }

    #[test]
    fn every_value_has_its_index() {
        let grid = grid("-0.3", "0.4", "0.1").unwrap();
        assert_eq!(grid.last(), 7);
        for value in 0..=grid.last() {
            assert_eq!(grid.index(grid.number(value)), Some(value));
        }
        assert_eq!(grid.show(3), "0 days");
        assert_eq!(grid.index(decimal("0.10")), Some(4));
        assert_eq!(grid.index(decimal("0.15")), None);
        assert_eq!(grid.index(decimal("0.5")), None);
        assert_eq!(grid.index(decimal("-0.4")), None);
    }

    #[test]
    fn a_last_value_between_two_steps_is_left_out() {
        let grid = grid("0", "10", "3").unwrap();
        assert_eq!(grid.number(grid.last()), decimal("9"));
    }

    #[test]
    fn nothing_is_rounded() {
        let grid = grid("-1000000000000000", "1000000000000000", "1").unwrap();
        assert_eq!(grid.index(decimal("0.0000000000000000000000000001")), None);
        assert_eq!(grid.index(Decimal::MAX), None);
        assert_eq!(grid.index(Decimal::MIN), None);
    }

    #[test]
    fn refuses_what_it_cannot_hold() {
        assert_eq!(grid("3", "2", "1"), None);
        assert_eq!(grid("0", "2", "0"), None);
        assert_eq!(grid("0", "2", "-1"), None);
        assert_eq!(grid("0", "9007199254740992", "1"), None);
        assert!(grid("0", "9007199254740991", "1").is_some());
        // The ninth step would need 30 digits.
        let step = "1.6000000000000000000000000001";
        assert_eq!(grid("0", "16.000000000000000000000000001", step), None);
    }

    #[test]
    fn knows_the_neighbours_of_a_number_between_two_steps() {
        let grid = grid("-10", "10", "4").unwrap();
        for (number, below, above) in [
            ("0.5", "-2", "2"),
            ("-2.5", "-6", "-2"),
            ("-1.5", "-2", "2"),
            ("3", "2", "6"),
        ] {
            let expected = Some((decimal(below), decimal(above)));
            assert_eq!(grid.around(decimal(number)), expected, "{number}");
        }
        assert_eq!(grid.around(decimal("11")), None);
        assert_eq!(grid.around(decimal("-10.1")), None);
    }
}
