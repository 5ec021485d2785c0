//! What somebody probably means who writes a value in another way than proposals do.

use rust_decimal::Decimal;

/// Words for not knowing. They belong nowhere: who does not know leaves the term out.
const UNKNOWN: &[&str] = &[
    "",
    "?",
    "??",
    "-",
    "--",
    "unknown",
    "unclear",
    "undetermined",
    "not known",
    "not established",
    "not_established",
    "not stated",
    "not_stated",
    "unspecified",
    "not specified",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "n.k.",
    "nk",
    "~",
    "null",
    "undefined",
];
/// Words for a term that does not arise.
const NOT_APPLICABLE: &[&str] = &[
    "n/a",
    "na",
    "n.a.",
    "n. a.",
    "not_applicable",
    "not-applicable",
    "notapplicable",
    "inapplicable",
    "does not apply",
    "does not arise",
    "does_not_arise",
];
/// Words for the empty set.
const NOBODY: &[&str] = &["none", "nothing", "nobody", "no one", "empty", "no"];
/// Keys of other formats, and ours for the same.
const KEYS: &[(&str, &[&str])] = &[
    (
        "at least",
        &[
            "min", "minimum", "from", "least", "lower", "low", "over", ">=", "gte", "ge",
        ],
    ),
    (
        "at most",
        &[
            "max", "maximum", "to", "most", "upper", "high", "under", "<=", "lte", "le", "up to",
        ],
    ),
    (
        "any of",
        &[
            "one of", "one_of", "oneof", "anyof", "any", "or", "options", "either", "values",
        ],
    ),
    ("between", &["range", "interval"]),
    ("value", &["is", "val", "stated", "states", "code"]),
    ("rival", &["alternative", "alternatives", "rivals"]),
    (
        "note",
        &["comment", "remark", "notes", "comments", "remarks"],
    ),
    (
        "at",
        &["where", "article", "paragraph", "place", "locator", "page"],
    ),
    ("source", &["sources", "src", "ref", "reference"]),
    ("coder", &["coded by", "coded_by", "by", "author"]),
    ("confidence", &["certainty", "sure"]),
];

/// Whether a text says that its coder does not know.
pub(super) fn is_unknown(text: &str) -> bool {
    UNKNOWN.contains(&text.trim().to_lowercase().as_str())
}

/// Whether a text says that a term does not arise, in other words than proposals do.
pub(super) fn is_not_applicable(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text == "not applicable" || NOT_APPLICABLE.contains(&text.as_str())
}

/// Whether a text says that a set is empty.
pub(super) fn is_nobody(text: &str) -> bool {
    NOBODY.contains(&text.trim().to_lowercase().as_str())
}

/// The key of a provision that another key stands for.
pub(super) fn key(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let known = KEYS
        .iter()
        .find(|(_, others)| others.contains(&text.as_str()));
    known.map(|(key, _)| *key)
}

/// Several values or a stretch of them, written as a provision takes them: `{at least: 30}`. `read`
/// gives a value as it has to be written. Labels without order have no stretches.
pub(super) fn form(
    text: &str,
    is_ordered: bool,
    read: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let bound = |words: &[&str], key: &str| {
        let rest = |word: &&str| {
            let rest = lower.strip_prefix(*word)?;
            Some(text[text.len() - rest.len()..].trim())
        };
        let value = read(words.iter().find_map(rest)?)?;
        Some(format!("{{{key}: {value}}}"))
    };
    let behind = |words: &[&str], key: &str| {
        let rest = |word: &&str| Some(text[..lower.strip_suffix(*word)?.len()].trim());
        let value = read(words.iter().find_map(rest)?)?;
        Some(format!("{{{key}: {value}}}"))
    };
    // Lower case may be longer or shorter than what it is of; then nothing is suggested.
    if lower.len() != text.len() {
        return None;
    }
    let stretch = || {
        bound(
            &[">=", "≥", "=>", "at least ", "min ", "minimum ", "from "],
            "at least",
        )
        .or_else(|| {
            bound(
                &["<=", "≤", "=<", "at most ", "max ", "maximum ", "up to "],
                "at most",
            )
        })
        .or_else(|| behind(&["+", " or more", " and more", " or above"], "at least"))
        .or_else(|| behind(&[" or less", " or fewer", " or below"], "at most"))
        .or_else(|| between(text, read))
    };
    let found = if is_ordered { stretch() } else { None };
    found.or_else(|| several(text, read))
}

fn between(text: &str, read: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let text = text.strip_prefix("between ").unwrap_or(text);
    let parted = ["..", "–", "—", " to ", " - ", " and ", "-"];
    parted.into_iter().find_map(|by| {
        let (low, high) = text.split_once(by)?;
        let (low, high) = (read(low.trim())?, read(high.trim())?);
        Some(format!("{{between: [{low}, {high}]}}"))
    })
}

fn several(text: &str, read: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    [" or ", "/", "|", ",", ";"].into_iter().find_map(|by| {
        let values: Vec<String> = (text.split(by))
            .map(|value| read(value.trim()))
            .collect::<Option<_>>()?;
        (values.len() > 1).then(|| format!("{{any of: [{}]}}", values.join(", ")))
    })
}

/// A number as digits that is written in another way: `1,000`, `0x10`, `5%`, `1e3`, `90days`.
pub(super) fn digits(text: &str, unit: &str) -> Option<String> {
    let text = text.trim();
    let without_unit = text.strip_suffix(unit).or_else(|| text.strip_suffix('%'));
    let singular = unit
        .strip_suffix('s')
        .and_then(|unit| text.strip_suffix(unit));
    let text = without_unit.or(singular).unwrap_or(text).trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.trim_start_matches('+')),
    };
    if text.is_empty() {
        return None;
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return Some(format!("{sign}{}", u64::from_str_radix(hex, 16).ok()?));
    }
    let plain = |char: char| char.is_ascii_digit() || char == '.';
    let is_number = |text: &str| text.chars().all(plain) && Decimal::from_str_exact(text).is_ok();
    if is_number(text) {
        return Some(format!("{sign}{text}"));
    }
    if let Ok(number) = Decimal::from_scientific(text) {
        return Some(format!("{sign}{}", number.normalize()));
    }
    grouped(text)
        .or_else(|| Some(text.replace(',', ".")).filter(|text| is_number(text)))
        .map(|digits| format!("{sign}{digits}"))
}

/// Digits in groups of three.
fn grouped(text: &str) -> Option<String> {
    let (whole, fraction) = match text.rsplit_once('.') {
        Some((whole, fraction)) if !whole.contains('.') => (whole, Some(fraction)),
        _ => (text, None),
    };
    let parting = [',', '_', ' ', '\'', '’', '.', '\u{a0}', '\u{202f}'];
    let parting = parting.into_iter().find(|sign| whole.contains(*sign))?;
    let mut groups = whole.split(parting);
    let is_digits =
        |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups
        .next()
        .filter(|group| group.len() <= 3 && is_digits(group))?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    if let Some(fraction) = fraction.filter(|fraction| is_digits(fraction)) {
        digits = format!("{digits}.{fraction}");
    }
    Some(digits)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date in another order or in words, as proposals write it; two where the order of day and month
/// can be either.
pub(super) fn dates(text: &str) -> Vec<String> {
    let text = text
        .split(['T', 't'])
        .next()
        .filter(|day| day.len() == 10)
        .unwrap_or(text);
    let lower = text.trim().to_lowercase().replace(',', " ");
    let parts: Vec<&str> = lower
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let month = |part: &str| {
        let named = |name: &&str| part.len() >= 3 && name.starts_with(part);
        Some(MONTHS.iter().position(named)? + 1)
    };
    let number = |part: &str| {
        part.trim_end_matches(|char: char| char.is_ascii_alphabetic())
            .parse::<usize>()
            .ok()
    };
    let year = |part: &&str| part.len() == 4 && part.parse::<u16>().is_ok();
    let day = |year: &str, month: usize, day: usize| format!("{year}-{month:02}-{day:02}");
    let found = match &parts[..] {
        [word, years] if year(years) => {
            let month = month(word).or_else(|| number(word));
            month.map(|month| vec![format!("{years}-{month:02}")])
        }
        [years, word] if year(years) => {
            let month = month(word).or_else(|| number(word));
            month.map(|month| vec![format!("{years}-{month:02}")])
        }
        [first, second, years] if year(years) => match (month(first), month(second)) {
            (Some(named), _) => number(second).map(|date| vec![day(years, named, date)]),
            (_, Some(named)) => number(first).map(|date| vec![day(years, named, date)]),
            _ => number(first)
                .zip(number(second))
                .map(|(first, second)| vec![day(years, second, first), day(years, first, second)]),
        },
        [years, first, second] if year(years) => {
            let first = month(first).or_else(|| number(first));
            first
                .zip(number(second))
                .map(|(first, second)| vec![day(years, first, second)])
        }
        _ => None,
    };
    let mut found = found.unwrap_or_default();
    found.dedup();
    found.retain(|date| crate::text::date::is_date(date));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_other_spellings_are_recognised() {
        for (text, meant) in [
            ("1,000", "1000"),
            ("1_000", "1000"),
            ("1 000.5", "1000.5"),
            ("0x10", "16"),
            ("5%", "5"),
            ("1e3", "1000"),
            ("90days", "90"),
            ("1 day", "1"),
            ("2,5", "2.5"),
            ("1.000.000", "1000000"),
            ("-3", "-3"),
            ("1.5e2", "150"),
        ] {
            assert_eq!(digits(text, "days").as_deref(), Some(meant), "{text}");
        }
        for text in ["", "ten", "%", "1,00,0", "0xZ", "1-2"] {
            assert_eq!(digits(text, "days"), None, "{text}");
        }
    }

    #[test]
    fn several_values_are_recognised() {
        let read = |text: &str| {
            let known = ["a", "b", "c", "1", "5"].contains(&text);
            known.then(|| text.to_owned())
        };
        for (text, meant) in [
            ("a or b", "{any of: [a, b]}"),
            ("a, b, c", "{any of: [a, b, c]}"),
            ("a/b", "{any of: [a, b]}"),
            (">= 5", "{at least: 5}"),
            ("5+", "{at least: 5}"),
            ("up to 5", "{at most: 5}"),
            ("5 or less", "{at most: 5}"),
            ("1-5", "{between: [1, 5]}"),
            ("1 to 5", "{between: [1, 5]}"),
            ("between 1 and 5", "{between: [1, 5]}"),
            ("At least b", "{at least: b}"),
        ] {
            assert_eq!(form(text, true, &read).as_deref(), Some(meant), "{text}");
        }
        assert_eq!(form("at least b", false, &read), None);
        assert_eq!(form("a or x", true, &read), None);
        assert_eq!(form("İ", true, &read), None);
    }

    #[test]
    fn dates_in_other_orders_are_recognised() {
        let both = ["2014-09-01", "2014-01-09"];
        assert_eq!(dates("01/09/2014"), both);
        assert_eq!(dates("1.9.2014"), both);
        for (text, meant) in [
            ("21/11/2025", "2025-11-21"),
            ("11/21/2025", "2025-11-21"),
            ("5 September 2014", "2014-09-05"),
            ("Sept 5th, 2014", "2014-09-05"),
            ("September 2014", "2014-09"),
            ("2014/9/5", "2014-09-05"),
            ("2014-09-05T10:00:00Z", "2014-09-05"),
            ("9/2014", "2014-09"),
        ] {
            assert_eq!(dates(text), [meant], "{text}");
        }
        assert_eq!(dates("soon"), Vec::<String>::new());
    }
}
