//! What arguments mean, once policies are loaded.

use std::path::PathBuf;

use servanda::policy::{Policy, Prerequisite, TermId, Vocabulary};
use servanda::proposal::{self, Grade, Options, Proposal};
use servanda::questions::repair::Prices;
use servanda::text::Diagnostic;

use super::args::{Format, MinGrade, Priced, Readings, Taking};
use super::input;
use super::output::Output;

/// Every code of this module.
#[cfg(test)]
pub(crate) const CODES: &[&str] = &[
    "input/no-such-reading",
    "input/stdin-twice",
    "input/no-such-term",
    "input/bad-price",
    "input/contradiction",
];

/// How proposals are taken.
pub(crate) fn options(args: &Taking) -> Options {
    Options {
        rivals: args.rivals,
        min_grade: args.min_grade.map(|grade| match grade {
            MinGrade::A => Grade::A,
            MinGrade::B => Grade::B,
            MinGrade::C => Grade::C,
        }),
    }
}

/// The files to read, each with what already speaks against it.
pub(crate) fn files(paths: &[PathBuf]) -> Vec<(PathBuf, Option<Diagnostic>)> {
    let mut files = Vec::new();
    let mut stdin = false;
    for path in paths {
        if path.as_os_str() == "-" && std::mem::replace(&mut stdin, true) {
            let twice =
                Diagnostic::error("input/stdin-twice", "standard input can be read only once")
                    .help("name `-` once");
            files.push((path.clone(), Some(twice)));
            continue;
        }
        match input::proposals(path) {
            Ok(found) => files.extend(found.into_iter().map(|file| (file, None))),
            Err(error) => files.push((path.clone(), Some(*error))),
        }
    }
    files
}

/// Reads a proposal over the policy's vocabulary.
pub(crate) fn read(file: &std::path::Path, policy: &Policy) -> Result<Proposal, Vec<Diagnostic>> {
    let source = input::source(file).map_err(|error| vec![*error])?;
    proposal::read(&source, &policy.vocabulary)
}

/// A reading that is asked for: of one prerequisite, or of all that have it.
struct Wanted<'a> {
    text: &'a str,
    of: Option<&'a str>,
    name: &'a str,
}

impl<'a> Wanted<'a> {
    fn new(text: &'a str) -> Self {
        match text.split_once('=') {
            Some((of, name)) => Self {
                text,
                of: Some(of),
                name,
            },
            None => Self {
                text,
                of: None,
                name: text,
            },
        }
    }

    /// The index of the reading that it settles.
    fn settles(&self, prerequisite: &Prerequisite) -> Option<usize> {
        let mut readings = prerequisite.readings.iter();
        let meant = self.of.is_none_or(|of| of == prerequisite.name);
        readings
            .position(|reading| reading.name == self.name)
            .filter(|_| meant)
    }
}

/// For each policy the readings that are settled, as pairs of indexes, in the policy's order.
pub(crate) fn readings(
    wanted: &Readings,
    policies: &[Policy],
) -> Result<Vec<Vec<(usize, usize)>>, Vec<Diagnostic>> {
    let wanted: Vec<Wanted<'_>> = (wanted.readings.iter())
        .map(|text| Wanted::new(text))
        .collect();
    let all = || policies.iter().flat_map(|policy| &policy.prerequisites);
    let nowhere = |wanted: &&Wanted<'_>| all().all(|each| wanted.settles(each).is_none());
    let mut wrong: Vec<Diagnostic> = (wanted.iter().filter(nowhere))
        .map(|wanted| no_such_reading(wanted.text, all()))
        .collect();
    let mut settled = Vec::new();
    for policy in policies {
        let mut fixed = Vec::new();
        for (index, prerequisite) in policy.prerequisites.iter().enumerate() {
            match settled_of(prerequisite, &wanted) {
                Ok(reading) => fixed.extend(reading.map(|reading| (index, reading))),
                Err(error) if wrong.contains(&error) => {}
                Err(error) => wrong.push(error),
            }
        }
        settled.push(fixed);
    }
    if wrong.is_empty() {
        Ok(settled)
    } else {
        Err(wrong)
    }
}

/// The reading of a prerequisite that is settled. What is said of it alone goes before what is said
/// of all.
fn settled_of(
    prerequisite: &Prerequisite,
    wanted: &[Wanted<'_>],
) -> Result<Option<usize>, Diagnostic> {
    let (own, shared): (Vec<_>, Vec<_>) = (wanted.iter())
        .filter_map(|each| Some((each, each.settles(prerequisite)?)))
        .partition(|(each, _)| each.of.is_some());
    let (asked, help) = if own.is_empty() {
        let help = "leave out one of them, or write PREREQUISITE=NAME, which goes before what is \
                    said of all";
        (shared, help)
    } else {
        (own, "leave out one of them")
    };
    let Some(&(first, reading)) = asked.first() else {
        return Ok(None);
    };
    match asked.iter().find(|(_, other)| *other != reading) {
        Some((other, _)) => {
            let options = ["--reading", first.text, "--reading", other.text];
            Err(contradiction(options).help(help))
        }
        None => Ok(Some(reading)),
    }
}

fn contradiction([a, of_a, b, of_b]: [&str; 4]) -> Diagnostic {
    let message = format!("`{a} {of_a}` and `{b} {of_b}` contradict each other");
    Diagnostic::error("input/contradiction", message)
}

fn no_such_reading<'a>(text: &str, all: impl Iterator<Item = &'a Prerequisite>) -> Diagnostic {
    let mut known = Vec::new();
    for prerequisite in all {
        for reading in &prerequisite.readings {
            known.push(format!("{}={}", prerequisite.name, reading.name));
            known.push(reading.name.clone());
        }
    }
    let near = nearest(text, &known);
    let error = Diagnostic::error(
        "input/no-such-reading",
        format!("no prerequisite has the reading `{text}`"),
    );
    match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("write PREREQUISITE=NAME, or NAME for all that have it"),
    }
}

/// Says everything on standard error, unless it goes into the JSON report; keeps the errors.
pub(crate) fn tell(said: Vec<Diagnostic>, format: Format, output: &mut Output) -> Vec<Diagnostic> {
    if format != Format::Json {
        for diagnostic in &said {
            output.diagnostic(diagnostic, format);
        }
    }
    said
}

/// What a step of changing each term costs.
pub(crate) fn prices(args: &Priced, vocabulary: &Vocabulary) -> Result<Prices, Vec<Diagnostic>> {
    let mut prices = Prices::even(vocabulary);
    let mut given: Vec<Option<&str>> = vec![None; vocabulary.terms.len()];
    let mut wrong = Vec::new();
    for text in &args.prices {
        let (name, price) = text.split_once('=').unwrap_or((text, ""));
        let price = price
            .parse()
            .ok()
            .filter(|price| (1..=Prices::MOST).contains(price));
        match (term(name, vocabulary), price) {
            (Ok(term), Some(price)) => {
                let before = given[term.0].replace(text);
                if let Some(before) = before.filter(|_| prices.of[term.0] != price) {
                    let options = ["--price", before, "--price", text];
                    wrong.push(contradiction(options).help("leave out one of them"));
                }
                prices.of[term.0] = price;
            }
            (Err(error), _) => wrong.push(error),
            (Ok(_), None) => {
                let message = format!("`{text}` is no price");
                let error = Diagnostic::error("input/bad-price", message);
                let most = Prices::MOST;
                wrong.push(error.help(format!("write TERM=N, N a whole number from 1 to {most}")));
            }
        }
    }
    if wrong.is_empty() {
        Ok(prices)
    } else {
        Err(wrong)
    }
}

/// The terms of these names.
pub(crate) fn terms(
    names: &[String],
    vocabulary: &Vocabulary,
) -> Result<Vec<TermId>, Vec<Diagnostic>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for name in names {
        match term(name, vocabulary) {
            Ok(term) => found.push(term),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() {
        Ok(found)
    } else {
        Err(wrong)
    }
}

/// What speaks against these terms as those that stay, and those that alone may change.
pub(crate) fn at_odds(
    freeze: &[TermId],
    only: &[TermId],
    vocabulary: &Vocabulary,
) -> Result<(), Vec<Diagnostic>> {
    let both = (vocabulary.ids()).filter(|term| freeze.contains(term) && only.contains(term));
    let wrong: Vec<Diagnostic> = both
        .map(|term| {
            let name = vocabulary.term(term).name.as_str();
            let error = contradiction(["--freeze", name, "--only", name]);
            error.help("leave the term out of one of them")
        })
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// All three, or everything that is wrong with any of them.
pub(crate) fn all<A, B, C>(
    a: Result<A, Vec<Diagnostic>>,
    b: Result<B, Vec<Diagnostic>>,
    c: Result<C, Vec<Diagnostic>>,
) -> Result<(A, B, C), Vec<Diagnostic>> {
    match (a, b, c) {
        (Ok(a), Ok(b), Ok(c)) => Ok((a, b, c)),
        (a, b, c) => {
            let wrong = [a.err(), b.err(), c.err()];
            Err(wrong.into_iter().flatten().flatten().collect())
        }
    }
}

fn term(name: &str, vocabulary: &Vocabulary) -> Result<TermId, Diagnostic> {
    vocabulary.find(name.trim()).ok_or_else(|| {
        let message = format!("`{}` has no term `{}`", vocabulary.name, name.trim());
        let error = Diagnostic::error("input/no-such-term", message);
        let names = vocabulary.terms.iter().map(|term| term.name.clone());
        match nearest(name.trim(), &names.collect::<Vec<_>>()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("terms are listed in the vocabulary's file"),
        }
    })
}

fn nearest<'a>(text: &str, known: &'a [String]) -> Option<&'a String> {
    (known.iter())
        .map(|known| (strsim::jaro_winkler(text, known), known))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}
