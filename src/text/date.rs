//! Dates as texts give them: a year, a month of a year, or a day.

/// Whether a text is `2024`, `2024-09` or `2024-09-30` and that year, month or day exists.
///
/// Years run from 0001 to 9999, counted as if today's calendar had always been used.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let Some(year) = number(parts.next(), 4) else {
        return false;
    };
    if year == 0 {
        return false;
    }
    let month = parts.next();
    let day = parts.next();
    if parts.next().is_some() {
        return false;
    }
    match (month, day) {
        (None, _) => true,
        (month, None) => number(month, 2).is_some_and(|month| days_in(year, month).is_some()),
        (month, day) => match (number(month, 2), number(day, 2)) {
            (Some(month), Some(day)) => {
                day >= 1 && days_in(year, month).is_some_and(|days| day <= days)
            }
            _ => false,
        },
    }
}

/// Whether a text is a date, or a range from one to a later one: `2014-09-05/2014-09-19`.
#[must_use]
pub fn is_date_or_range(text: &str) -> bool {
    match text.split_once('/') {
        // Dates of one length sort as their texts; a year comes before its months.
        Some((first, last)) => is_date(first) && is_date(last) && first < last,
        None => is_date(text),
    }
}

/// A number of exactly so many digits.
fn number(text: Option<&str>, digits: usize) -> Option<u32> {
    let text = text?;
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// How many days a month has; `None` if there is no such month.
fn days_in(year: u32, month: u32) -> Option<u32> {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => {
            let leap =
                year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            Some(if leap { 29 } else { 28 })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_date_or_range};

    #[test]
    fn a_range_goes_from_a_date_to_a_later_one() {
        assert!(is_date_or_range("2014-09-05/2014-09-19"));
        assert!(is_date_or_range("2014/2015-02"));
        assert!(is_date_or_range("2014-09-05"));
        for text in [
            "2014-09-19/2014-09-05",
            "2014/2014",
            "2014/",
            "2014/2015/2016",
            "01/09/2014",
        ] {
            assert!(!is_date_or_range(text), "{text}");
        }
    }

    #[test]
    fn knows_dates_that_exist() {
        for text in [
            "2024",
            "2024-09",
            "2024-09-30",
            "0001-01-01",
            "9999-12-31",
            "2024-02-29",
            "2000-02-29",
        ] {
            assert!(is_date(text), "{text}");
        }
    }

    #[test]
    fn knows_dates_that_do_not() {
        for text in [
            "",
            "-",
            "0000",
            "24",
            "02024",
            "2024-",
            "2024-9",
            "2024-13",
            "2024-00",
            "2024-09-31",
            "2024-09-00",
            "2023-02-29",
            "1900-02-29",
            "2024-02-30",
            "2024-09-30-",
            "2024-09-30-01",
            "2024-09-30T00:00",
            "+024",
            " 2024",
            "2024--1",
            "٢٠٢٤",
            "2024-0٩",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
