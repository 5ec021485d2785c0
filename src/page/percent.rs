//! Shares in percent, which are never rounded to what they are not.

use crate::phrase;
use crate::text::Phrase;
use crate::text::phrase::Span;

/// The most decimals that are shown.
const MOST: usize = 3;

/// A share from 0 to 1 as whole percents, or with as many decimals as it takes not to be shown as
/// 0 % or 100 % where it is neither.
#[must_use]
pub fn share(share: f64) -> Phrase {
    match (0..=MOST)
        .map(|decimals| shown(share, decimals))
        .find(|text| is_true(share, text))
    {
        Some(text) => phrase![Phrase::value(text), " %"],
        None if share < 0.5 => phrase!["under ", Phrase::value(least()), " %"],
        None => phrase!["over ", Phrase::value(most()), " %"],
    }
}

/// Two shares of one whole: `17 % to 74 %`; one alone where they are equal, and as many decimals as
/// it takes to tell them apart where they are not.
#[must_use]
pub fn between(low: f64, high: f64) -> Phrase {
    if low >= high {
        return share(low);
    }
    let both = |decimals| [low, high].map(|share| shown(share, decimals));
    let told_apart = |[first, second]: &[String; 2]| {
        first != second && is_true(low, first) && is_true(high, second)
    };
    match (0..=MOST).map(both).find(told_apart) {
        Some([first, second]) => {
            phrase![Phrase::value(first), " % to ", Phrase::value(second), " %"]
        }
        None => phrase![share(low), " to ", share(high)],
    }
}

/// The same as one piece of a sentence, which a layout may draw as well.
#[must_use]
pub fn drawn(low: f64, high: f64) -> Phrase {
    let says = between(low, high).escaped(String::push_str);
    Span::Share(says, [thousandths(low), thousandths(high)]).into()
}

/// A share from 0 to 1 in whole thousandths.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn thousandths(share: f64) -> u16 {
    (1000.0 * share.clamp(0.0, 1.0)).round() as u16
}

fn shown(share: f64, decimals: usize) -> String {
    format!("{:.decimals$}", 100.0 * share)
}

/// Whether a text says neither 0 nor 100 of what is neither.
fn is_true(share: f64, text: &str) -> bool {
    let whole = |text: &str| text.parse::<f64>().ok();
    let said = whole(text);
    (said != Some(0.0) || share <= 0.0) && (said != Some(100.0) || share >= 1.0)
}

fn least() -> String {
    format!("{:.MOST$}", 0.1_f64.powi(3))
}

fn most() -> String {
    format!("{:.MOST$}", 100.0 - 0.1_f64.powi(3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(phrase: &Phrase) -> String {
        phrase.escaped(String::push_str)
    }

    #[test]
    fn whole_percents_are_enough_where_they_are_true() {
        for (low, high, expected) in [
            (0.0, 1.0, "0 % to 100 %"),
            (4.0 / 23.0, 17.0 / 23.0, "17 % to 74 %"),
            (1000.0 / 1001.0, 1.0, "99.9 % to 100.0 %"),
            (0.421, 0.424, "42.1 % to 42.4 %"),
            (0.5, 0.5, "50 %"),
            (1e-9, 1e-9, "under 0.001 %"),
            (1.0 - 1e-9, 1.0, "over 99.999 % to 100 %"),
        ] {
            assert_eq!(said(&between(low, high)), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_rounded_to_all_or_nothing(met in 0_u64..2_000_000, more in 0_u64..2_000_000) {
            let of = met + more;
            prop_assume!(of > 0);
            let text = said(&share(met as f64 / of as f64));
            let number: f64 = text.trim_end_matches(" %").parse().unwrap_or(50.0);
            prop_assert_eq!(number <= 0.0, met == 0, "{}", text);
            prop_assert_eq!(number >= 100.0, more == 0, "{}", text);
        }
    }
}
