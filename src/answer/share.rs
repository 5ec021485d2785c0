//! Shares and means, as numbers and in words.

use num_bigint::BigUint;
use serde::Serialize;

use crate::phrase;
use crate::questions::influence::{Bounds, Ratio};
use crate::text::Phrase;

/// At least and at most. Both are the same where it was counted exactly, unless that would be 0 or 1
/// and it is not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Bounds", deny_unknown_fields))]
#[non_exhaustive]
pub struct Range {
    /// At least. Of a range it is rounded down.
    pub low: f64,
    /// At most. Of a range it is rounded up.
    pub high: f64,
    /// Whether it was counted exactly.
    pub exact: bool,
    /// The same in words: `12.5 %`, `1 in 1.3 million`.
    pub says: Phrase,
    /// The same, not rounded; not in documents.
    #[serde(skip)]
    pub(crate) bounds: Bounds,
}

impl Range {
    /// A share of all ways to fill in what is open.
    pub(super) fn share(bounds: Bounds) -> Self {
        Self::new(bounds, percent)
    }

    /// A number of findings on average.
    pub(super) fn mean(bounds: Bounds) -> Self {
        Self::new(bounds, mean)
    }

    fn new(bounds: Bounds, show: impl Fn(&Ratio) -> Phrase) -> Self {
        let exact = !bounds.is_range();
        let nearest = bounds.high.nearest();
        let one = Ratio::whole_number(1);
        let is_extreme = [0.0_f64, 1.0]
            .map(f64::to_bits)
            .contains(&nearest.to_bits());
        let is_that = bounds.high.is_zero() || bounds.high == one;
        let (low, high) = if exact && (!is_extreme || is_that) {
            (nearest, nearest)
        } else {
            (bounds.low.below(), bounds.high.above())
        };
        let says = if exact {
            show(&bounds.high)
        } else {
            phrase![show(&bounds.low), " to ", show(&bounds.high)]
        };
        Self {
            low,
            high,
            exact,
            says,
            bounds,
        }
    }

    /// Whether it may be more than nothing.
    pub(crate) fn may_be_some(&self) -> bool {
        !self.bounds.high.is_zero()
    }
}

/// A share in percent; a very small one as `1 in 1.3 million`.
pub(super) fn percent(share: &Ratio) -> Phrase {
    let percent = 100.0 * share.nearest();
    if percent >= 0.05 || share.is_zero() {
        let shown = format!("{percent:.1}");
        return match shown.as_str() {
            "100.0" if *share != Ratio::whole_number(1) => {
                phrase!["over ", Phrase::value("99.9 %")]
            }
            _ => Phrase::value(shown + " %"),
        };
    }
    let one_in = share.one_in().unwrap_or_default();
    phrase!["1 in ", large(&one_in)]
}

/// `999999`, `1.3 million`, `2.5 billion`, `4.0e15`.
fn large(number: &BigUint) -> Phrase {
    let digits = number.to_string();
    let (behind, name) = match digits.len() {
        ..=6 => return Phrase::value(digits),
        7..=9 => (6, " million"),
        10..=12 => (9, " billion"),
        more => {
            let [first, second, more] = two_digits(number, more - 1);
            return Phrase::value(format_args!("{first}.{second}e{more}"));
        }
    };
    let tenths = rounded(number, behind - 1);
    let (whole, tenth) = (&tenths / 10_u8, &tenths % 10_u8);
    phrase![Phrase::value(format_args!("{whole}.{tenth}")), name]
}

/// The first two digits of a number whose first digit stands for this power of ten, rounded; and the
/// power, which rounding may raise.
fn two_digits(number: &BigUint, power: usize) -> [usize; 3] {
    let two = rounded(number, power - 1).iter_u64_digits().next();
    let two = usize::try_from(two.unwrap_or(0)).unwrap_or(0);
    if two == 100 {
        return [1, 0, power + 1];
    }
    [two / 10, two % 10, power]
}

/// The number without so many digits at its end, rounded.
fn rounded(number: &BigUint, digits: usize) -> BigUint {
    let unit = BigUint::from(10_u8).pow(u32::try_from(digits).unwrap_or(u32::MAX));
    (number * 2_u8 + &unit) / (unit * 2_u8)
}

/// A mean with two decimals, which is not rounded to nothing, nor up to a whole number.
fn mean(mean: &Ratio) -> Phrase {
    let number = mean.nearest();
    let shown = format!("{number:.2}");
    if shown == "0.00" && !mean.is_zero() {
        return phrase!["under ", Phrase::value("0.01")];
    }
    let whole = Ratio::new(mean.round(), 1_u8.into());
    if shown.ends_with(".00") && *mean < whole {
        let below = number.round() - 0.01;
        return phrase!["over ", Phrase::value(format_args!("{below:.2}"))];
    }
    Phrase::value(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(phrase: &Phrase) -> String {
        phrase.escaped(String::push_str)
    }

    fn said(part: u64, whole: u64, show: fn(&Ratio) -> Phrase) -> String {
        text(&show(&Ratio::new(part.into(), whole.into())))
    }

    #[test]
    fn shares_are_never_nothing_or_all_where_they_are_not() {
        let shown = |part, whole| said(part, whole, percent);
        assert_eq!(shown(0, 7), "0.0 %");
        assert_eq!(shown(1, 1), "100.0 %");
        assert_eq!(shown(999_999, 1_000_000), "over 99.9 %");
        assert_eq!(shown(1, 8), "12.5 %");
        assert_eq!(shown(1, 1_300_000), "1 in 1.3 million");
        assert_eq!(shown(1, 999_999), "1 in 999999");
        assert_eq!(shown(1, 999_960_000), "1 in 1000.0 million");
        assert_eq!(shown(1, 2_549_999_999), "1 in 2.5 billion");
        assert_eq!(shown(1, 9_960_000_000_000), "1 in 1.0e13");
        let tiny = Ratio::new(1_u8.into(), BigUint::from(1_u8) << 5_000_u32);
        assert_eq!(text(&percent(&tiny)), "1 in 1.4e1505");
    }

    #[test]
    fn means_are_not_rounded_to_whole_numbers() {
        let shown = |part, whole| said(part, whole, mean);
        assert_eq!(shown(0, 7), "0.00");
        assert_eq!(shown(1, 7_000), "under 0.01");
        assert_eq!(shown(3, 2), "1.50");
        assert_eq!(shown(2, 1), "2.00");
        assert_eq!(shown(1_999, 1_000), "over 1.99");
        assert_eq!(shown(2_001, 1_000), "2.00");
    }

    #[test]
    fn a_number_that_no_float_holds_is_a_range() {
        let tiny = Ratio::new(1_u8.into(), BigUint::from(1_u8) << 5_000_u32);
        let bounds = Bounds {
            low: tiny.clone(),
            high: tiny,
        };
        let range = Range::share(bounds);
        assert!(range.exact && range.may_be_some());
        assert_eq!([range.low, range.high].map(f64::to_bits), [0, 1]);
    }
}
