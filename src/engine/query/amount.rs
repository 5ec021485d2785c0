//! Large numbers that may be known only within bounds.

use num_bigint::BigUint;

/// A number that is known exactly, or within bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// It is at least this.
    pub low: BigUint,
    /// It is at most this.
    pub high: BigUint,
}

impl Amount {
    /// Whether it is known exactly.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    pub(crate) fn exactly(number: impl Into<BigUint>) -> Self {
        let low = number.into();
        Self {
            high: low.clone(),
            low,
        }
    }

    pub(crate) fn times(self, other: &Self) -> Self {
        Self {
            low: self.low * &other.low,
            high: self.high * &other.high,
        }
    }

    pub(crate) fn plus(self, other: &Self) -> Self {
        Self {
            low: self.low + &other.low,
            high: self.high + &other.high,
        }
    }

    /// The difference, at least zero.
    pub(crate) fn minus(self, other: &Self) -> Self {
        let less = |a: BigUint, b: &BigUint| if a > *b { a - b } else { BigUint::ZERO };
        Self {
            low: less(self.low, &other.high),
            high: less(self.high, &other.low),
        }
    }
}
