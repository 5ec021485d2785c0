//! Exact quotients of whole numbers of any size.
//!
//! A share of completions can be smaller than any positive floating-point number, and is not
//! nothing for that. So shares stay exact, and are rounded once, when they are shown.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigUint;

/// A quotient of two whole numbers, exactly.
#[derive(Clone, Debug)]
pub struct Ratio {
    part: BigUint,
    /// Never 0.
    whole: BigUint,
}

/// To which side a quotient is rounded that no floating-point number equals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    Nearest,
    Above,
}

/// The bits of the significand of a floating-point number.
const PRECISION: i64 = 53;
/// The exponent of the smallest normal number.
const LEAST_EXPONENT: i64 = -1022;

impl Ratio {
    /// The quotient; 1 if the divisor is 0.
    #[must_use]
    pub fn new(part: BigUint, whole: BigUint) -> Self {
        if whole == BigUint::ZERO {
            return Self::whole_number(1);
        }
        Self { part, whole }
    }

    /// The quotient, at most 1.
    pub(super) fn at_most_one(part: BigUint, whole: BigUint) -> Self {
        if part > whole {
            return Self::whole_number(1);
        }
        Self::new(part, whole)
    }

    /// A whole number.
    #[must_use]
    pub fn whole_number(number: u64) -> Self {
        Self {
            part: number.into(),
            whole: 1_u8.into(),
        }
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.part == BigUint::ZERO
    }

    /// The floating-point number that is nearest, of two that are equally near the one with an even
    /// significand.
    #[must_use]
    pub fn nearest(&self) -> f64 {
        self.rounded(Side::Nearest)
    }

    /// The greatest floating-point number that is no greater.
    #[must_use]
    pub fn below(&self) -> f64 {
        self.rounded(Side::Below)
    }

    /// The least floating-point number that is no less.
    #[must_use]
    pub fn above(&self) -> f64 {
        self.rounded(Side::Above)
    }

    /// What one over this is, rounded to a whole number; `None` for 0.
    #[must_use]
    pub fn one_in(&self) -> Option<BigUint> {
        if self.is_zero() {
            return None;
        }
        Some((&self.whole * 2_u8 + &self.part) / (&self.part * 2_u8))
    }

    /// The nearest whole number.
    #[must_use]
    pub fn round(&self) -> BigUint {
        (&self.part * 2_u8 + &self.whole) / (&self.whole * 2_u8)
    }

    /// The greatest whole number that is no greater.
    #[must_use]
    pub fn floor(&self) -> BigUint {
        &self.part / &self.whole
    }

    /// This divided by another quotient; 1 if that is 0.
    #[must_use]
    pub fn over(&self, other: &Self) -> Self {
        Self::new(&self.part * &other.whole, &self.whole * &other.part)
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        if self.whole == other.whole {
            return Self {
                part: &self.part + &other.part,
                whole: self.whole.clone(),
            };
        }
        Self {
            part: &self.part * &other.whole + &other.part * &self.whole,
            whole: &self.whole * &other.whole,
        }
    }

    fn rounded(&self, side: Side) -> f64 {
        if self.is_zero() {
            return 0.0;
        }
        // Shifted so that the quotient has at least two bits more than a significand.
        let bits = |number: &BigUint| i64::try_from(number.bits()).unwrap_or(i64::MAX);
        let shift = PRECISION + 2 + bits(&self.whole) - bits(&self.part);
        let (mut part, mut whole) = (self.part.clone(), self.whole.clone());
        if shift > 0 {
            part <<= shift;
        } else {
            whole <<= -shift;
        }
        let quotient = &part / &whole;
        let exponent = bits(&quotient) - 1 - shift;
        // The smallest numbers have fewer bits, down to none.
        let precision = PRECISION.min(PRECISION + exponent - LEAST_EXPONENT);
        let dropped = bits(&quotient) - precision.max(0);
        // Of a quotient below half the smallest number all bits are dropped, and more than these.
        let far_below = precision < 0;
        let significand: BigUint = &quotient >> dropped;
        let rest = part - (&significand << dropped) * &whole;
        let half = whole << (dropped - 1);
        let odd = significand.bit(0);
        let up = match side {
            Side::Below => false,
            Side::Above => rest > BigUint::ZERO,
            Side::Nearest if far_below => false,
            Side::Nearest => match rest.cmp(&half) {
                Ordering::Less => false,
                Ordering::Equal => odd,
                Ordering::Greater => true,
            },
        };
        let significand = significand.iter_u64_digits().next().unwrap_or(0) + u64::from(up);
        if exponent < LEAST_EXPONENT {
            return f64::from_bits(significand);
        }
        // The leading bit of the significand adds 1 to the exponent, and more if it was carried over.
        let exponent = u64::try_from(exponent - LEAST_EXPONENT).unwrap_or(0);
        f64::from_bits((exponent << (PRECISION - 1)) + significand)
    }
}

/// In lowest terms: `11/16`, and a whole number as such.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut divisor, mut rest) = (self.whole.clone(), self.part.clone());
        while rest != BigUint::ZERO {
            (divisor, rest) = (rest.clone(), divisor % rest);
        }
        let (part, whole) = (&self.part / &divisor, &self.whole / &divisor);
        if whole == BigUint::from(1_u8) {
            return part.fmt(f);
        }
        write!(f, "{part}/{whole}")
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.whole == other.whole {
            return self.part.cmp(&other.part);
        }
        (&self.part * &other.whole).cmp(&(&other.part * &self.whole))
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::whole_number(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(part: u64, whole: u64) -> Ratio {
        Ratio::new(part.into(), whole.into())
    }

    /// The least number above a positive one.
    fn next(number: f64) -> f64 {
        f64::from_bits(number.to_bits() + 1)
    }

    fn same(a: f64, b: f64) -> bool {
        a.to_bits() == b.to_bits()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// The processor divides two numbers that it holds exactly with one correct rounding.
        #[test]
        fn rounded_as_the_processor_divides(part in 0_u64..1 << 53, whole in 1_u64..1 << 53) {
            let wanted = part as f64 / whole as f64;
            let found = ratio(part, whole);
            prop_assert!(same(found.nearest(), wanted));
            prop_assert!(found.below() <= wanted && wanted <= found.above());
            let exact = wanted_exactly(&found, wanted);
            prop_assert_eq!(exact, same(found.below(), found.above()));
            prop_assert!(exact || same(next(found.below()), found.above()));
        }

        /// Halving is exact until the bits of the smallest numbers run out; then the processor rounds.
        #[test]
        fn the_smallest_are_rounded_as_the_processor_halves(part in 1_u64..1 << 53, halved in 1000_u32..1140) {
            let whole = BigUint::from(1_u8) << halved;
            let found = Ratio::new(part.into(), whole);
            // Divided by a power of two in one step that rounds.
            let scaled = part as f64 * f64::exp2(-1000.0);
            let wanted = scaled * f64::exp2(-f64::from(halved - 1000));
            prop_assert!(same(found.nearest(), wanted));
            prop_assert!(found.below() <= wanted && wanted <= found.above());
            prop_assert!(found.above() > 0.0);
        }
    }

    /// Whether a floating-point number is just this quotient.
    fn wanted_exactly(ratio: &Ratio, number: f64) -> bool {
        let bits = number.to_bits();
        if bits == 0 {
            return ratio.is_zero();
        }
        let significand = BigUint::from((bits & ((1 << 52) - 1)) | 1 << 52);
        let exponent = (bits >> 52).cast_signed() - 1075;
        let (up, down) = (exponent.max(0), (-exponent).max(0));
        &ratio.part << down == (significand << up) * &ratio.whole
    }

    #[test]
    fn halfway_goes_to_the_even_one() {
        let half_and = |more: u8| {
            let power = BigUint::from(1_u8) << 53_u8;
            Ratio::new(&power + more, power * 2_u8)
        };
        assert!(same(half_and(1).nearest(), 0.5));
        assert!(same(half_and(3).nearest(), 0.5 + f64::exp2(-52.0)));
        // A share of 0.5 less 5.2e-17.
        let almost = Ratio::new(
            BigUint::from(9_615_384_615_384_615_u64 - 1),
            BigUint::from(2 * 9_615_384_615_384_615_u64),
        );
        assert!(same(almost.nearest(), 0.499_999_999_999_999_94));
    }

    #[test]
    fn what_is_smaller_than_any_number_is_not_nothing() {
        let tiny = Ratio::new(1_u8.into(), BigUint::from(1_u8) << 5_000_u32);
        assert!(same(tiny.nearest(), 0.0));
        assert!(same(tiny.below(), 0.0) && same(tiny.above(), f64::from_bits(1)));
        assert_eq!(tiny.one_in(), Some(BigUint::from(1_u8) << 5_000_u32));
        assert!(!tiny.is_zero());
        let almost = Ratio::new(
            (BigUint::from(1_u8) << 5_000_u32) - 1_u8,
            BigUint::from(1_u8) << 5_000_u32,
        );
        assert!(same(almost.below(), 1.0 - f64::EPSILON / 2.0));
        assert!(same(almost.above(), 1.0));
    }
}
