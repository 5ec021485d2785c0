//! Answers for the machinery of continuous integration: a list of test cases, a comment on a line, an
//! alert that is tracked from run to run.
//!
//! Answers and diagnostics become a [`Report`]: cases, each with how it ended, and notices, each with
//! its places. A [`Writer`] for each format lays that out. Nothing is decided here but which of a
//! format's own words stands for which verdict.

mod check;
mod coverage;
mod finding;
mod github;
mod junit;
mod lint;
mod mutate;
mod sarif;
mod snapshot;
mod test;
mod uri;
mod xml;

pub use check::checks;
pub use coverage::coverage;
pub use github::Github;
pub use junit::Junit;
pub use lint::lints;
pub use mutate::mutations;
pub use sarif::Sarif;
pub use test::tests;

use crate::phrase;
use crate::text::{Code, Diagnostic, Phrase, Place, Severity, Untrusted};

/// What is told of an answer.
#[derive(Debug)]
pub struct Report<'a> {
    /// What was asked: `check`, `lint`, `test` or `coverage`.
    pub question: &'static str,
    /// Everything that was judged, proved or tested, in the order of the answer.
    pub cases: &'a [Case],
    /// What was said of the inputs: errors, limits, warnings.
    pub said: &'a [Diagnostic],
    /// What is known of codes.
    pub codes: &'a dyn Codes,
}

/// What a program knows of the codes of errors and warnings.
pub trait Codes: std::fmt::Debug {
    /// What is told of a code; nothing where nothing is known but its name.
    fn about(&self, code: Code) -> Option<AboutCode> {
        let _ = code;
        None
    }
}

/// Nothing is known of any code but its name.
#[derive(Clone, Copy, Debug)]
pub struct NoCodes;

impl Codes for NoCodes {}

/// What is told of a code.
#[derive(Clone, Copy, Debug)]
pub struct AboutCode {
    /// What has happened.
    pub means: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How it is mended.
    pub mend: &'static str,
}

/// An output format for programs that watch over a repository.
pub trait Writer {
    /// What of a report the format has no room for.
    fn left_out(&self, report: &Report<'_>) -> Option<Diagnostic> {
        let _ = report;
        None
    }

    /// The report as one document, with a line break at its end.
    fn write(&self, report: &Report<'_>) -> String;
}

/// Something that was judged, proved or tested on its own.
#[derive(Clone, Debug)]
pub struct Case {
    /// The group that it belongs to: a policy, or a folder.
    pub suite: Untrusted,
    /// What it is about: a proposal, or a policy.
    pub of: Untrusted,
    /// Its name there.
    pub name: Untrusted,
    /// The file of what it is about.
    pub file: Untrusted,
    /// How it ended.
    pub outcome: Outcome,
    /// What it came to, where that is not said by what was found.
    pub says: Phrase,
    /// What was found.
    pub notices: Vec<Notice>,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As wanted.
    Passed,
    /// Not as wanted, so that the exit code is 1.
    Failed,
    /// Neither, in a word or two: `open`.
    Neither(&'static str),
}

/// How much weighs what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It has to be mended.
    Error,
    /// It should be looked at.
    Warning,
    /// It is good to know.
    Note,
}

/// Something that was found, with its places.
#[derive(Clone, Debug)]
pub struct Notice {
    /// By which rule.
    pub rule: Rule,
    /// How much it weighs.
    pub level: Level,
    /// What was found, in a sentence without a full stop.
    pub message: Phrase,
    /// What more there is to say, in sentences without a full stop.
    pub more: Vec<Phrase>,
    /// The places that it concerns, the main one first. None only where there is no file to point at.
    pub spots: Vec<Spot>,
    /// What it stays the same by from run to run: names, never lines.
    pub identity: Vec<String>,
}

/// What a notice is found by: a prerequisite, a warning, a code.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name: `column.pledge_scope`, `lint/idle-line`.
    pub id: String,
    /// What it asks, or what has happened, in a few words.
    pub short: Phrase,
    /// The same in a sentence or two.
    pub full: Phrase,
    /// What else there is to say, a paragraph each.
    pub help: Vec<Phrase>,
    /// How much weighs what is found by it.
    pub level: Level,
    /// What it is, to find others like it by.
    pub tags: Vec<&'static str>,
}

/// A place, and what is said there.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Where.
    pub at: At,
    /// What is said there; may be empty.
    pub says: Phrase,
}

/// Where in the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// A stretch of a file.
    Place(Place),
    /// A file as a whole.
    File(Untrusted),
}

/// A stretch of a file in lines and columns, from 1. The last column is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Spot {
    fn new(at: At, says: impl Into<Phrase>) -> Self {
        Self {
            at,
            says: says.into(),
        }
    }

    fn place(place: &Place, says: impl Into<Phrase>) -> Self {
        Self::new(At::Place(place.clone()), says)
    }

    /// `draft.yaml:5:3: coast`, on one line.
    fn in_words(&self) -> String {
        let place = self.at.shown();
        if self.says.is_empty() {
            return place;
        }
        format!("{place}: {}", plain(&self.says))
    }
}

impl At {
    /// The path of the file as it was named, without the steps that lead back.
    fn path(&self) -> String {
        let path = match self {
            Self::Place(place) => place.source.name().to_owned(),
            Self::File(file) => file.exact(String::push_str),
        };
        uri::simplified(&path)
    }

    /// The lines and columns; the first column of the first line where it is a file as a whole.
    fn region(&self) -> Region {
        let Self::Place(place) = self else {
            return Region {
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 1,
            };
        };
        let (line, column) = place.source.line_and_column(place.span.start);
        let (end_line, end_column) = place.source.line_and_column(place.span.end);
        Region {
            line,
            column,
            end_line,
            end_column,
        }
    }

    /// `draft.yaml:5:3`, or `draft.yaml`.
    fn shown(&self) -> String {
        let path = Untrusted::from(self.path()).escaped(String::push_str);
        match self {
            Self::Place(_) => {
                let Region { line, column, .. } = self.region();
                format!("{path}:{line}:{column}")
            }
            Self::File(_) => path,
        }
    }
}

impl Report<'_> {
    /// Everything that was found, case by case, then what was said of the inputs.
    fn notices(&self) -> impl Iterator<Item = Notice> + '_ {
        let found = self.cases.iter().flat_map(|case| case.notices.clone());
        found.chain(self.said.iter().map(|said| Notice::said(said, self.codes)))
    }
}

impl Notice {
    /// What was said of an input.
    fn said(said: &Diagnostic, codes: &dyn Codes) -> Self {
        let untrusted = |text: &str| Phrase::from(Untrusted::from(text));
        let level = match said.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
        };
        let spots: Vec<Spot> = (said.labels.iter())
            .map(|label| Spot::place(&label.place, untrusted(&label.text)))
            .collect();
        // A stretch of the text tells one finding from another; its line does not stay the same.
        let files = said.labels.iter().take(1);
        let files = files.map(|label| uri::simplified(label.place.source.name()));
        let stretches = said
            .labels
            .iter()
            .map(|label| label.place.text().to_owned());
        let mut identity = vec![said.code.name().to_owned()];
        identity.extend(files.chain(stretches));
        if spots.is_empty() {
            identity.push(said.message.clone());
        }
        Self {
            rule: Rule::of_code(said.code, level, codes),
            level,
            message: untrusted(&said.message),
            more: said.help.iter().map(|help| untrusted(help)).collect(),
            spots,
            identity,
        }
    }

    /// What is said in full: the message, what more there is to say, and the places, a line each.
    fn lines(&self) -> Vec<String> {
        let said = std::iter::once(&self.message).chain(&self.more).map(plain);
        said.chain(self.spots.iter().map(Spot::in_words)).collect()
    }
}

impl Rule {
    fn of_code(code: Code, level: Level, codes: &dyn Codes) -> Self {
        let name = code.name();
        let (short, full, help) = match codes.about(code) {
            Some(about) => (
                Phrase::from(about.first_sentence()),
                Phrase::from(about.means),
                vec![phrase!["Why: ", about.why], phrase!["Mend: ", about.mend]],
            ),
            None => (Phrase::value(name), Phrase::value(name), Vec::new()),
        };
        Self {
            id: name.to_owned(),
            short,
            full,
            help,
            level,
            tags: vec![code.family()],
        }
    }
}

impl AboutCode {
    fn first_sentence(&self) -> &'static str {
        let sentence = self.means.split_inclusive(". ").next();
        sentence.unwrap_or_default().trim_end()
    }
}

/// A phrase on one line, in characters that are seen.
fn plain(phrase: &Phrase) -> String {
    phrase.escaped(String::push_str)
}

/// A text of a file likewise.
fn seen(text: &Untrusted) -> String {
    text.escaped(String::push_str)
}
