//! Words of answers as plain texts.

use crate::answer::words;
use crate::policy::{Condition, Kind, Vocabulary};
use crate::proposal::Knowledge;
use crate::questions::demands::Demands;
use crate::text::Phrase;

fn plain(phrase: &Phrase) -> String {
    phrase.escaped(str::to_owned)
}

/// What is possible of a term: `at least maintained`, `none or some`, `not applicable`.
pub(super) fn cells(known: &Knowledge, kind: &Kind) -> String {
    plain(&words::cells(known, kind))
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A condition as sentences, one a line, each with its depth below the first.
pub(super) fn sentences(condition: &Condition, vocabulary: &Vocabulary) -> Vec<(usize, String)> {
    let sentences = words::sentences(condition, vocabulary).into_iter();
    sentences
        .map(|each| (each.depth, plain(&each.says)))
        .collect()
}

/// `3 steps`.
pub(super) fn counted(count: u64, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

/// How much a policy asks: `15 prerequisites`.
pub(super) fn asks(demands: &Demands<'_>, policy: usize) -> String {
    let all = &demands.policies[policy].prerequisites;
    let advisory = all.iter().filter(|each| each.advisory).count();
    if demands.decides_nothing(policy) {
        let advisory = counted(advisory as u64, "advisory prerequisite");
        return format!("{advisory}, nothing that decides");
    }
    counted((all.len() - advisory) as u64, "prerequisite")
}

/// That a policy accepts no text to which nothing of it applies, with what could apply.
pub(super) fn something_of(demands: &Demands<'_>, policy: usize) -> String {
    let name = &demands.policies[policy].name;
    if demands.decides_nothing(policy) {
        format!("{name} asks nothing that decides, so no text is met by it")
    } else {
        let deciding = demands.policies[policy].prerequisites.iter();
        let names = deciding.filter(|each| !each.advisory);
        let names: Vec<String> = names.map(|each| each.name.clone()).collect();
        let any = match names.len() {
            ..=4 => listed(&names, "or"),
            more => format!("any of its {more} prerequisites"),
        };
        format!("something of {name} ({any}) has to apply and be met")
    }
}

/// With a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A text of a file without characters that would do something to the terminal, or to the text
/// around them, instead of being seen: nothing of a file is a command, or makes a line read
/// otherwise than it is. They become U+FFFD.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.chars()
        .map(|char| if is_seen(char) { char } else { '\u{fffd}' })
        .collect()
}

/// Not control characters, line ends, orders to write backwards, and what takes no room. Joiners and
/// marks of direction stay: some scripts cannot be written without them.
fn is_seen(char: char) -> bool {
    let unseen = matches!(char,
        '\u{200b}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !unseen && !char.is_control()
}
