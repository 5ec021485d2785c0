//! Mistakes in a proposal.

use std::sync::Arc;

use thiserror::Error;

use super::listing::PackageFault;
use super::unreadable::Fault;
use crate::text::{Code, Diagnostic, Hint, Place, Source, Span};

/// A mistake, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind}")]
pub(super) struct ProposalError {
    pub kind: Kind,
    pub span: Span,
}

/// What is wrong. Each is quoted with a text that triggers it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum Kind {
    /// A file of more than [`super::node::MOST_BYTES`].
    #[error("this text has {bytes} bytes; at most {most} are read")]
    TooLarge { bytes: usize, most: usize },
    /// A NUL byte, as in a binary file.
    #[error("this is not text: it holds the control character U+{code:04X}")]
    ControlCharacter { code: u32 },
    /// An empty file.
    #[error("there is nothing here: a proposal needs `proposal` and `provisions`")]
    Empty,
    /// A file that starts with `vocabulary` or `policy`.
    #[error("this is a {word}, not a proposal")]
    NotAProposal { word: &'static str },
    /// `a: [b`.
    #[error("{0}")]
    Yaml(Fault),
    /// `a: *b` without `&b`.
    #[error("this alias names an anchor that does not exist")]
    UnknownAnchor,
    /// Aliases of aliases of aliases, or lists nested without end.
    #[error("this has more than {nodes} values, or nests them deeper than {depth} levels")]
    TooMuch { nodes: usize, depth: usize },
    /// A second `---`.
    #[error("this holds more than one document")]
    SeveralDocuments,
    /// `nato_path` twice.
    #[error("the key `{key}` stands here twice")]
    DuplicateKey { key: String, first: Span },
    /// A term by its name and by a former one.
    #[error("the term `{term}` stands here twice: `{former}` is a former name of it")]
    DuplicateTerm {
        term: String,
        former: String,
        first: Span,
    },
    /// `<<: *common`.
    #[error("`<<` is not a key: there are no merge keys")]
    MergeKey,
    /// `provision: {}` at the top.
    #[error("`{key}` is not a key of {place}")]
    UnknownKey {
        key: String,
        place: &'static str,
        near: Option<String>,
        known: &'static [&'static str],
        /// It reads like a key of a provision that is written another way.
        meant: Option<&'static str>,
    },
    /// A file without `provisions`.
    #[error("the key `{key}` is missing")]
    MissingKey { key: &'static str },
    /// `title: [a, b]`.
    #[error("`{key}` must be {expected}")]
    WrongShape { key: String, expected: &'static str },
    /// `provisions: nato_path:left_open`.
    #[error("{fault}")]
    Misspelt { fault: Fault },
    /// `rival: assurance`.
    #[error("`{key}` must be a list, and this is one value")]
    NoList { key: String, text: String },
    /// `nato_path: [left_open, path]`.
    #[error("`{term}` has one value, and this is a list")]
    ListForOne {
        term: String,
        list: String,
        ordered: bool,
    },
    /// `nato_path: unknown`.
    #[error("{}", no_value(.term, .text))]
    NoValue { term: String, text: String },
    /// `date: 2025-02-30`.
    #[error("there is no date `{text}`")]
    NoSuchDate { text: String, meant: Vec<String> },
    /// `coverage: all`.
    #[error("`{text}` is not a value of `{key}`")]
    NotAChoice {
        key: &'static str,
        text: String,
        near: Option<String>,
        known: &'static [&'static str],
    },
    /// `unlisted: silent` without `coverage: full`.
    #[error("`unlisted: silent` needs `coverage: full`")]
    UnlistedWithoutFullCoverage,
    /// `nato_paht: left_open`.
    #[error("the vocabulary has no term `{name}`")]
    UnknownTerm { name: String, near: Option<String> },
    /// A proposal over another vocabulary than the policy's.
    #[error("{unknown} of these {all} keys are no terms of the vocabulary `{vocabulary}`")]
    OtherVocabulary {
        unknown: usize,
        all: usize,
        vocabulary: String,
    },
    /// `{at: point 3}`.
    #[error("`{term}` states nothing")]
    StatesNothing { term: String },
    /// `{value: a, any of: [a, b]}`.
    #[error("`{first}` and `{second}` cannot stand together")]
    TwoForms {
        first: &'static str,
        second: &'static str,
    },
    /// `nato_path: perhaps`.
    #[error("`{text}` is not a value of `{term}`")]
    NotAValue {
        term: String,
        text: String,
        near: Option<String>,
        owner: Option<String>,
        choices: String,
        /// What is probably meant, as it has to be written.
        meant: Option<String>,
    },
    /// `{at least: silent}`.
    #[error("`{text}` cannot stand here: it is no value of `{term}`")]
    NotHere { term: String, text: String },
    /// `guarantee_duration: 10.5`.
    #[error("`{term}` cannot be `{text}`")]
    OffGrid {
        term: String,
        text: String,
        choices: String,
        /// What is probably meant, as it has to be written.
        meant: Option<String>,
    },
    /// `ceasefire_length_days: 3 weeks`.
    #[error("`{term}` is counted in `{unit}`, not in `{found}`")]
    WrongUnit {
        term: String,
        unit: String,
        found: String,
    },
    /// `nato_path: not applicable`.
    #[error("`{term}` always arises: it cannot be `not applicable`")]
    AlwaysArises { term: String },
    /// `guarantee_voided_by: guarantor_notice`.
    #[error("`{term}` is a set: its value is a list")]
    NotAList { term: String, text: String },
    /// `guarantee_voided_by: [a, a]`.
    #[error("`{member}` stands in this list twice")]
    RepeatedMember { member: String },
    /// `support_condition: {at least: none}`.
    #[error("`{form}` says nothing of `{term}`, which is {kind}")]
    WrongForm {
        form: &'static str,
        term: String,
        kind: String,
    },
    /// `{at least: 10, at most: 5}`.
    #[error("the bounds of `{term}` leave nothing between them")]
    EmptyBounds { term: String },
    /// `any of: []`.
    #[error("`{form}` lists nothing")]
    EmptyList { form: &'static str },
    /// `source: s9` without it under `sources`.
    #[error("there is no source `{name}`")]
    UnknownSource { name: String, near: Option<String> },
    /// What is wrong with the list of a package's members.
    #[error("{0}")]
    Package(PackageFault),
}

impl Kind {
    /// The stable code.
    fn code(&self) -> Code {
        match self {
            Self::TooLarge { .. } => Code::InputTooLarge,
            Self::ControlCharacter { .. } => Code::InputControlCharacter,
            Self::Empty => Code::ProposalEmpty,
            Self::NotAProposal { .. } => Code::ProposalNotAProposal,
            Self::Yaml(_) | Self::Misspelt { .. } => Code::ProposalYaml,
            Self::MergeKey => Code::ProposalMergeKey,
            Self::UnknownAnchor => Code::ProposalUnknownAnchor,
            Self::TooMuch { .. } => Code::ProposalTooMuch,
            Self::SeveralDocuments => Code::ProposalSeveralDocuments,
            Self::DuplicateKey { .. } | Self::DuplicateTerm { .. } => Code::ProposalDuplicateKey,
            Self::UnknownKey { .. } => Code::ProposalUnknownKey,
            Self::MissingKey { .. } => Code::ProposalMissingKey,
            Self::WrongShape { .. } | Self::NoList { .. } => Code::ProposalWrongShape,
            Self::ListForOne { .. } => Code::ProposalListForOne,
            Self::NoValue { .. } => Code::ProposalNoValue,
            Self::NoSuchDate { .. } => Code::ProposalNoSuchDate,
            Self::NotAChoice { .. } => Code::ProposalNotAChoice,
            Self::UnlistedWithoutFullCoverage => Code::ProposalUnlistedWithoutFullCoverage,
            Self::UnknownTerm { .. } => Code::ProposalUnknownTerm,
            Self::OtherVocabulary { .. } => Code::ProposalOtherVocabulary,
            Self::StatesNothing { .. } => Code::ProposalStatesNothing,
            Self::TwoForms { .. } => Code::ProposalTwoForms,
            Self::NotAValue { .. } => Code::ProposalNotAValue,
            Self::NotHere { .. } => Code::ProposalNotHere,
            Self::OffGrid { .. } => Code::ProposalOffGrid,
            Self::WrongUnit { .. } => Code::ProposalWrongUnit,
            Self::AlwaysArises { .. } => Code::ProposalAlwaysArises,
            Self::NotAList { .. } => Code::ProposalNotAList,
            Self::RepeatedMember { .. } => Code::ProposalRepeatedMember,
            Self::WrongForm { .. } => Code::ProposalWrongForm,
            Self::EmptyBounds { .. } => Code::ProposalEmptyBounds,
            Self::EmptyList { .. } => Code::ProposalEmptyList,
            Self::UnknownSource { .. } => Code::ProposalUnknownSource,
            Self::Package(fault) => fault.code(),
        }
    }

    /// What a shell may say instead of the help.
    fn hint(&self, vocabulary: &Arc<Source>) -> Option<Hint> {
        match self {
            Self::NotAProposal { word: "policy" } => Some(Hint::UseAsPolicy),
            Self::OtherVocabulary { .. } => Some(Hint::UseItsPolicy),
            Self::UnknownTerm { near: None, .. } => Some(Hint::SeeText(Arc::clone(vocabulary))),
            Self::NotAValue {
                near: None,
                meant: None,
                term,
                ..
            } => Some(Hint::SeeName(Arc::clone(vocabulary), term.clone())),
            _ => None,
        }
    }

    /// The way out.
    fn help(&self) -> String {
        match self {
            Self::TooLarge { .. } => "pass the right file: a proposal has some kilobytes".into(),
            Self::ControlCharacter { .. } => "save it as plain UTF-8 text".into(),
            Self::Empty => "start with `proposal: some-name`, then `provisions:`".into(),
            Self::NotAProposal { word: "policy" } => "use it as a policy, not as a proposal".into(),
            Self::NotAProposal { .. } => {
                "a policy names it with `uses`; put it beside the policy".into()
            }
            Self::Yaml(fault) | Self::Misspelt { fault } => fault.help(),
            Self::MergeKey => "write the provisions out, one line for each term".into(),
            Self::UnknownAnchor => {
                "write the value itself, or define the anchor with `&name` above".into()
            }
            Self::TooMuch { .. } => "write the values out, without aliases of aliases".into(),
            Self::SeveralDocuments => "put each proposal in a file of its own".into(),
            Self::DuplicateKey { .. } | Self::DuplicateTerm { .. } => "keep one of the two".into(),
            Self::UnknownKey {
                meant: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::UnknownKey {
                near: Some(near), ..
            }
            | Self::UnknownTerm {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::UnknownKey { known, .. } => format!("the keys are {}", ticked(known)),
            Self::MissingKey { key: "proposal" } => {
                "name the proposal: `proposal: some-name`".into()
            }
            Self::MissingKey { .. } => {
                "add `provisions:`, and under it a line for each term".into()
            }
            Self::WrongShape { expected, .. } => format!("write {expected}"),
            Self::NoList { key, text } => format!("write `{key}: [{text}]`"),
            Self::ListForOne { list, ordered, .. } => list_help(list, *ordered),
            Self::NoValue { .. } => {
                "leave the key out: a term that is not listed is not established; `silent` says that \
                 the text was read and says nothing on it"
                    .into()
            }
            Self::NoSuchDate { meant, .. } => date_help(meant),
            Self::NotAChoice {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::NotAChoice { known, .. } => format!("choose one of {}", ticked(known)),
            Self::UnlistedWithoutFullCoverage => {
                "only who saw the whole text can say that it is silent on all else; \
                 write `coverage: full`, or list the silent terms"
                    .into()
            }
            Self::OtherVocabulary { .. } => {
                "it seems to be about the terms of another vocabulary: use a policy over that one"
                    .into()
            }
            Self::UnknownTerm { .. } => "see the vocabulary for its terms".into(),
            Self::StatesNothing { .. } => {
                "give one of `value`, `any of`, `between`, `at least`, `at most`".into()
            }
            Self::TwoForms { .. } => "keep one; only `at least` and `at most` go together".into(),
            Self::NotAValue {
                meant: Some(meant), ..
            }
            | Self::OffGrid {
                meant: Some(meant), ..
            } => format!("write `{meant}`"),
            Self::NotAValue {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::NotAValue {
                owner: Some(owner),
                choices,
                ..
            } => format!("it is a value of `{owner}`; here choose {choices}"),
            Self::NotHere { .. } => "it stands alone, or under `value`, `any of` or `rival`".into(),
            Self::NotAValue { choices, .. } | Self::OffGrid { choices, .. } => {
                format!("choose {choices}")
            }
            Self::WrongUnit { unit, .. } => {
                format!("convert it to `{unit}`; a number without a unit counts those")
            }
            Self::AlwaysArises { .. } => "write `silent` if the text says nothing".into(),
            Self::NotAList { text, .. } => format!("write `{text}`"),
            Self::RepeatedMember { .. } => "remove one of them".into(),
            Self::WrongForm { .. } => "use `value` or `any of`".into(),
            Self::EmptyBounds { .. } => "put the lower bound first".into(),
            Self::EmptyList { .. } => "list at least one value, or leave the term out".into(),
            Self::UnknownSource {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::UnknownSource { .. } => "add it under `sources`".into(),
            Self::Package(fault) => fault.help(),
        }
    }
}

fn ticked(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// What to write for a list where a term has one value.
fn list_help(list: &str, ordered: bool) -> String {
    let each = format!("if the text supports each of these, write `{{any of: {list}}}`");
    if !list.contains(',') {
        format!("write `{}`", list.trim_matches(['[', ']']))
    } else if ordered {
        format!("{each}; if all that lies between them, `{{between: {list}}}`")
    } else {
        each
    }
}

/// How to write a date, with those that are probably meant.
fn date_help(meant: &[String]) -> String {
    let order = "write year, month and day in this order";
    match meant {
        [] => "write a date that exists: 2025, 2025-11 or 2025-11-20, or a range of two: \
               2025-11-18/2025-11-20"
            .into(),
        [only] => format!("{order}: {only}"),
        [day, month, ..] => {
            format!("{order}: {day} if the day comes first here, {month} if the month does")
        }
    }
}

fn no_value(term: &str, text: &str) -> String {
    if text.is_empty() {
        format!("`{term}` has no value here")
    } else {
        format!("`{text}` is not a value of `{term}`")
    }
}

impl ProposalError {
    pub fn diagnostic(&self, source: &Arc<Source>, vocabulary: &Arc<Source>) -> Diagnostic {
        let error = Diagnostic::error(self.kind.code(), self.to_string())
            .at(Place::new(source, self.span), "");
        let error = match &self.kind {
            Kind::DuplicateKey { first, .. } | Kind::DuplicateTerm { first, .. } => {
                error.at(Place::new(source, *first), "first here")
            }
            _ => error,
        };
        error
            .help(self.kind.help())
            .hint(self.kind.hint(vocabulary))
    }
}
