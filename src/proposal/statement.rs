//! Writes what is to be possible in the words of a proposal, and writes new proposals.

use std::fmt::Write as _;

use super::Knowledge;
use crate::policy::{Kind, TermId, Vocabulary};

/// The most cells that are listed under `any of`. Of more, only the first stretch is stated.
const MOST_LISTED: u64 = 12;

/// How a provision says something.
pub(super) enum Statement {
    /// A bare value.
    Bare(String),
    /// Keys with what stands under them.
    Keys(Vec<(&'static str, String)>),
}

impl Statement {
    /// What follows the colon of its term, and the lines below.
    pub fn in_lines(&self) -> (String, Vec<String>) {
        match self {
            Self::Bare(value) => (format!(" {value}"), Vec::new()),
            Self::Keys(keys) => (String::new(), entries(keys)),
        }
    }

    /// On one line.
    pub fn inline(&self) -> String {
        match self {
            Self::Bare(value) => value.clone(),
            Self::Keys(keys) => format!("{{{}}}", entries(keys).join(", ")),
        }
    }
}

fn entries(keys: &[(&'static str, String)]) -> Vec<String> {
    let entry = |(key, value): &(&str, String)| format!("{key}: {value}");
    keys.iter().map(entry).collect()
}

/// How to state what is to be possible, and the cells that are then stated: as many as can be
/// stated briefly. The last says whether these are all.
pub(super) fn statement(wanted: &Knowledge, kind: &Kind) -> (Knowledge, Statement, bool) {
    let wanted = wanted.tidied(kind);
    let Some(&(low, high)) = wanted.values.first() else {
        return (wanted, Statement::Bare("not applicable".to_owned()), true);
    };
    let single = wanted.values.len() == 1 && !wanted.not_arising;
    if !single && let Some((listed, statement)) = any_of(&wanted, kind) {
        return (listed, statement, true);
    }
    let first = Knowledge {
        not_arising: false,
        values: vec![(low, high)],
    };
    if low == high {
        return (first, Statement::Bare(written(kind, low)), single);
    }
    if kind.is_set() || kind.is_ordered() {
        return (first, bounds(low, high, kind), single);
    }
    if let Some((listed, statement)) = any_of(&first, kind) {
        return (listed, statement, single);
    }
    let lowest = Statement::Bare(written(kind, low));
    (Knowledge::cell(Some(low)), lowest, false)
}

/// All cells listed, if they are few.
fn any_of(wanted: &Knowledge, kind: &Kind) -> Option<(Knowledge, Statement)> {
    if wanted.count(kind) > MOST_LISTED.into() {
        return None;
    }
    let mut said = wanted.clone();
    if kind.is_set() {
        let ranges = wanted.values.iter();
        let each = ranges.flat_map(|&(low, high)| sets(low, high));
        said.values = each.map(|set| (set, set)).collect();
        said.tidy(kind);
    }
    let values = said.values.iter().flat_map(|&(low, high)| low..=high);
    let mut listed: Vec<String> = values.map(|value| written(kind, value)).collect();
    listed.extend(said.not_arising.then(|| "not applicable".to_owned()));
    let listed = format!("[{}]", listed.join(", "));
    Some((said, Statement::Keys(vec![("any of", listed)])))
}

/// All sets between two.
fn sets(low: u64, high: u64) -> impl Iterator<Item = u64> {
    let open: Vec<u64> = (0..u64::BITS)
        .map(|member| 1 << member)
        .filter(|member| high & !low & member != 0)
        .collect();
    (0..1_u64 << open.len()).map(move |choice| {
        let chosen = open.iter().enumerate();
        let chosen = chosen.filter(|(at, _)| choice >> at & 1 == 1);
        chosen.fold(low, |set, (_, member)| set | member)
    })
}

/// One stretch of values; a bound that excludes nothing is left out if the other one is there.
fn bounds(low: u64, high: u64, kind: &Kind) -> Statement {
    let least = ("at least", written(kind, low));
    let most = ("at most", written(kind, high));
    Statement::Keys(match (low > 0, high < kind.last()) {
        (true, true) => vec![least, most],
        (false, true) => vec![most],
        (_, false) => vec![least],
    })
}

/// A value as a proposal gives it: numbers without their unit.
fn written(kind: &Kind, value: u64) -> String {
    match kind {
        Kind::Number(grid) => grid.number(value).to_string(),
        Kind::Set(members) => {
            let inside = (members.iter().enumerate())
                .filter(|(index, _)| value >> index & 1 == 1)
                .map(|(_, member)| word(&member.name));
            format!("[{}]", inside.collect::<Vec<_>>().join(", "))
        }
        Kind::Scale(_) | Kind::OneOf(_) | Kind::YesOrNo => word(&kind.show(value)),
    }
}

/// A name, in quotes if YAML would take it for nothing at all.
pub(crate) fn word(name: &str) -> String {
    if ["null", "Null", "NULL"].contains(&name) {
        quoted(name)
    } else {
        name.to_owned()
    }
}

/// A text as YAML reads it: in quotes unless it is one plain word.
pub(crate) fn scalar(text: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    let is_plain = text.starts_with(|char: char| char.is_ascii_alphabetic());
    if is_plain && text.chars().all(plain) && word(text) == text {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A text in quotes, as YAML and JSON both read it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            char if char.is_control() => out.push(' '),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// The text of a package that puts these files together.
pub(super) fn package_text(id: &str, title: &str, files: &[&str]) -> String {
    let mut text = format!(
        "package: {}\ntitle: {}\nmembers:\n",
        quoted(id),
        quoted(title)
    );
    for file in files {
        let _ = writeln!(text, "  - {}", quoted(file));
    }
    text
}

/// The text of a new proposal that provides these cells (`None`: the term does not arise).
#[must_use]
pub fn new_text(
    id: &str,
    title: &str,
    vocabulary: &Vocabulary,
    cells: &[(TermId, Option<u64>)],
) -> String {
    let each = cells.iter();
    let provides: Vec<(TermId, Knowledge)> = each
        .map(|&(term, cell)| (term, Knowledge::cell(cell)))
        .collect();
    new_text_of(id, title, vocabulary, &provides)
}

/// The text of a new proposal that leaves just this possible of some terms, as far as it can be
/// stated briefly.
#[must_use]
pub fn new_text_of(
    id: &str,
    title: &str,
    vocabulary: &Vocabulary,
    provides: &[(TermId, Knowledge)],
) -> String {
    let mut text = format!("proposal: {}\ntitle: {}\n", quoted(id), quoted(title));
    if provides.is_empty() {
        text.push_str("provisions: {}\n");
        return text;
    }
    text.push_str("provisions:\n");
    for (term, known) in provides {
        let term = vocabulary.term(*term);
        let (_, said, _) = statement(known, &term.kind);
        let _ = writeln!(text, "  {}: {}", word(&term.name), said.inline());
    }
    text
}
