//! Syntax errors.

use std::borrow::Cow;

use thiserror::Error;

use crate::text::{Code, Hint, Span};

/// A syntax error and its place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind}")]
pub(super) struct SyntaxError {
    pub kind: Kind,
    pub span: Span,
}

/// What is wrong. Each variant quotes a text that triggers it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum Kind {
    /// A file of more than [`super::precheck::MOST_BYTES`].
    #[error("this text has {bytes} bytes; at most {most} are read")]
    TooLarge { bytes: usize, most: usize },
    /// A NUL byte, as in a binary file.
    #[error("this is not text: it holds the control character U+{code:04X}")]
    ControlCharacter { code: u32 },
    /// An empty file.
    #[error("there is nothing here: a file starts with `vocabulary` or `policy`")]
    Empty,
    /// `proposal: draft`.
    #[error("a vocabulary or a policy starts with `vocabulary` or `policy`, not with `{found}`")]
    NotAPolicy { found: String, yaml: bool },
    /// `note "without an end`.
    #[error("this string is not closed")]
    UnclosedString,
    /// `define a {` and no more.
    #[error("this brace is not closed")]
    UnclosedBrace,
    /// `}` alone.
    #[error("this brace closes nothing")]
    StrayBrace,
    /// More than [`super::precheck::MOST_DEPTH`] times `any of {`.
    #[error("braces are nested deeper than {most} levels")]
    TooDeep { most: usize },
    /// `policy "A title"`.
    #[error("`{word}` needs a name")]
    MissingName { word: &'static str },
    /// `requires a` in a prerequisite.
    #[error("`{word}` does not start anything in {place}")]
    UnknownWord {
        word: String,
        place: &'static str,
        near: Option<&'static str>,
        known: Vec<&'static str>,
    },
    /// `weight 3` in a definition.
    #[error("`{word}` does not belong in {place}")]
    Misplaced {
        word: String,
        place: &'static str,
        home: Option<&'static str>,
    },
    /// `weight heavy`.
    #[error("this `{word}` cannot be read")]
    Malformed {
        word: String,
        usage: Cow<'static, str>,
    },
    /// `must a exceeds b`.
    #[error("`{word}` cannot follow a term")]
    NotAComparison {
        word: String,
        near: Option<&'static str>,
    },
    /// `must pledge at least assurance`.
    #[error("`{words}` lacks the `is` before it")]
    MissingIs { words: String },
    /// `must pledge is "assurance"`.
    #[error("a value stands here without quotes")]
    QuotedValue { value: String },
    /// `must if pledge is assurance`.
    #[error("there is no `if`")]
    If,
    /// `must length is at least 90 calendar days`.
    #[error("a unit is one word, and `{unit}` are two")]
    UnitOfTwoWords { unit: String },
    /// `term my-term "gloss"`.
    #[error("`{word}` is not a name")]
    BadName { word: String },
    /// A term with both `yes or no` and `scale`.
    #[error("a term has one kind, and this is a second")]
    TwoKinds,
    /// `any of a, b` without braces.
    #[error("`{word}` needs its conditions in braces")]
    GroupWithoutBraces { word: String },
    /// A line `90 days` in a group.
    #[error("this is not a condition")]
    NotACondition,
    /// `must any of { }`.
    #[error("this block holds no condition")]
    EmptyBlock,
    /// `must a and b`.
    #[error("conditions are not joined with `{word}`")]
    Infix { word: String },
    /// `must a >= b`.
    #[error("`{sign}` is not a comparison")]
    Sign { sign: String, instead: &'static str },
    /// `must a is at least`.
    #[error("the comparison `{words}` lacks its value")]
    MissingConstant { words: String },
    /// `must a is one of b c`.
    #[error("there is no comma before `{word}`")]
    MissingComma { word: String },
    /// `must a is one of b, c,`.
    #[error("a list does not end with a comma")]
    TrailingComma,
    /// `must a is b c is d`.
    #[error("`{text}` follows where the line should end")]
    AfterTheEnd { text: String },
    /// `term weight "…"`.
    #[error("`{word}` is a word of the language and cannot be a name")]
    KeywordAsName { word: String },
    /// `scale not < yes`.
    #[error("`{word}` cannot be a label: a comparison would be misread")]
    KeywordAsLabel { word: String },
    /// `note "a \n b"` with a backslash and an n.
    #[error("`\\{found}` means nothing in a string")]
    Escape { found: char },
}

impl Kind {
    /// The stable code.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLarge { .. } => Code::InputTooLarge,
            Self::ControlCharacter { .. } => Code::InputControlCharacter,
            Self::Empty => Code::SyntaxEmpty,
            Self::NotAPolicy { .. } => Code::SyntaxNotAPolicy,
            Self::UnclosedString => Code::SyntaxUnclosedString,
            Self::UnclosedBrace => Code::SyntaxUnclosedBrace,
            Self::StrayBrace => Code::SyntaxStrayBrace,
            Self::TooDeep { .. } => Code::SyntaxTooDeep,
            Self::MissingName { .. } => Code::SyntaxMissingName,
            Self::UnknownWord { .. } => Code::SyntaxUnknownWord,
            Self::Misplaced { .. } => Code::SyntaxMisplaced,
            Self::Malformed { .. } => Code::SyntaxMalformed,
            Self::NotAComparison { .. } => Code::SyntaxNotAComparison,
            Self::MissingIs { .. } => Code::SyntaxNotAComparison,
            Self::QuotedValue { .. } => Code::SyntaxMalformed,
            Self::If => Code::SyntaxUnknownWord,
            Self::UnitOfTwoWords { .. } => Code::SyntaxAfterTheEnd,
            Self::BadName { .. } => Code::SyntaxBadName,
            Self::TwoKinds => Code::SyntaxSecondKind,
            Self::GroupWithoutBraces { .. } => Code::SyntaxGroupWithoutBraces,
            Self::NotACondition => Code::SyntaxNotACondition,
            Self::EmptyBlock => Code::SyntaxEmptyBlock,
            Self::Infix { .. } => Code::SyntaxInfix,
            Self::Sign { .. } => Code::SyntaxSign,
            Self::MissingConstant { .. } => Code::SyntaxMissingValue,
            Self::MissingComma { .. } => Code::SyntaxMissingComma,
            Self::TrailingComma => Code::SyntaxTrailingComma,
            Self::AfterTheEnd { .. } => Code::SyntaxAfterTheEnd,
            Self::KeywordAsName { .. } => Code::SyntaxKeywordAsName,
            Self::KeywordAsLabel { .. } => Code::SyntaxKeywordAsLabel,
            Self::Escape { .. } => Code::SyntaxEscape,
        }
    }

    /// What a shell may say instead of the help.
    pub fn hint(&self) -> Option<Hint> {
        matches!(self, Self::NotAPolicy { yaml: true, .. }).then_some(Hint::UseAsProposal)
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::TooLarge { .. } => "split it, or pass the right file".into(),
            Self::ControlCharacter { .. } => "save it as plain UTF-8 text".into(),
            Self::Empty => {
                "start with `vocabulary NAME \"title\"` or `policy NAME \"title\"`".into()
            }
            Self::NotAPolicy { yaml: true, .. } => {
                "this looks like a proposal: use it as one, not as a policy".into()
            }
            Self::NotAPolicy { .. } => {
                "pass a file that ends in `.servanda`, or start it with `policy NAME`".into()
            }
            Self::UnclosedString => "close it with `\"`; write a quote inside it as `\\\"`".into(),
            Self::UnclosedBrace => "close it with `}`".into(),
            Self::StrayBrace => "remove it, or open its block with `{`".into(),
            Self::TooDeep { .. } => "give the inner conditions a name with `define`".into(),
            Self::MissingName { word } => format!(
                "write `{word} NAME \"title\"`; a name is an ASCII letter, then letters, digits, `_`"
            ),
            Self::UnknownWord {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::UnknownWord { known, .. } if known.is_empty() => {
                "only conditions stand here, one on each line".into()
            }
            Self::UnknownWord { known, .. } => {
                let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
                format!("here stand {}", known.join(", "))
            }
            Self::Misplaced {
                home: Some(home), ..
            } => format!("it belongs in {home}"),
            Self::Misplaced { .. } => "remove it, or close the block before it".into(),
            Self::Malformed { usage, .. } => format!("write `{usage}`"),
            Self::NotAComparison {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::NotAComparison { .. } => {
                "after a term stand `is`, `includes`, `excludes`, `counts` or `arises`".into()
            }
            Self::MissingIs { words } => format!("write `is {words}`"),
            Self::QuotedValue { value } => format!("write `{value}`"),
            Self::If => {
                "put the condition behind `when`, and what is then needed behind `must`, each on a \
                 line of its own"
                    .into()
            }
            Self::UnitOfTwoWords { unit } => format!(
                "write the unit as the vocabulary has it, such as `{}`",
                unit.split_whitespace().last().unwrap_or_default()
            ),
            Self::BadName { .. } => {
                "a name is an ASCII letter, then letters, digits and `_`; only vocabularies, \
                 policies and sources may have `-` inside theirs"
                    .into()
            }
            Self::TwoKinds => "keep one of them".into(),
            Self::GroupWithoutBraces { word } => {
                format!("write `{word} {{`, then one condition on each line, then `}}`")
            }
            Self::NotACondition => {
                "a condition is `TERM is VALUE` and its like, a definition's name, or a group"
                    .into()
            }
            Self::EmptyBlock => "put at least one condition on a line of its own".into(),
            Self::Infix { word } if word == "not" => {
                "of a yes-or-no term write `TERM is no`, of anything else `none of { … }` with one \
                 condition on each line"
                    .into()
            }
            Self::Infix { word } => {
                let group = match word.as_str() {
                    "or" | "||" => "any of",
                    "!" => "none of",
                    _ => "all of",
                };
                format!("write `{group} {{ … }}` with one condition on each line")
            }
            Self::Sign { instead, .. } => format!("write `{instead}`"),
            Self::MissingConstant { words } => format!("write a value after `{words}`"),
            Self::MissingComma { .. } => {
                "part values with commas; if this is another condition, give it its own line".into()
            }
            Self::TrailingComma => "remove the comma, or write the next value after it".into(),
            Self::AfterTheEnd { .. } => "put it on a line of its own, or remove it".into(),
            Self::KeywordAsName { .. } => "choose another name".into(),
            Self::KeywordAsLabel { .. } => "choose another label".into(),
            Self::Escape { .. } => {
                "in a string write `\\\"` for a quote and `\\\\` for a backslash".into()
            }
        }
    }
}
