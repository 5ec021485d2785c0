//! The typed syntax tree of a vocabulary or a policy: names are not resolved yet, and every part has the
//! span where it stands.
//!
//! Clauses are sorted by what they are, comments and layout are left out; [`super::lossless`] keeps them.

use super::operator::Operator;
use crate::text::{Span, Spanned};

/// A name or a label as written.
pub type Word = Spanned<String>;
/// The contents of a string, escapes and line breaks resolved.
pub type Text = Spanned<String>;

/// One `.servanda` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// It starts with `vocabulary`.
    Vocabulary(Vocabulary),
    /// It starts with `policy`.
    Policy(Policy),
}

/// A whole vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// `settlement` in `vocabulary settlement "…"`.
    pub name: Word,
    /// The title after it.
    pub title: Option<Text>,
    /// `edition N`, every one that is written, digits as written.
    pub edition: Vec<Word>,
    /// `note "…"` at the top level.
    pub notes: Vec<Text>,
    /// Its terms, in file order.
    pub terms: Vec<Term>,
    /// Its definitions.
    pub definitions: Vec<Definition>,
    /// Its background knowledge.
    pub always: Vec<Always>,
}

/// `term NAME "gloss" KIND …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name.
    pub name: Word,
    /// What it stands for.
    pub gloss: Option<Text>,
    /// The title of the section it stands in.
    pub section: Option<Text>,
    /// Its kind; `None` only if that could not be read.
    pub kind: Option<Spanned<Kind>>,
    /// `silence means VALUE`, every one that is written.
    pub silence: Vec<Spanned<Constant>>,
    /// `arises when CONDITION`, every one that is written.
    pub arises_when: Vec<Condition>,
    /// The places of `may not arise`.
    pub may_not_arise: Vec<Span>,
    /// What it was in earlier editions.
    pub history: History,
    /// What its labels were: `label NAME …`, in file order, a label as often as it is written.
    pub label_histories: Vec<(Word, History)>,
    /// `note "…"`.
    pub notes: Vec<Text>,
}

/// What a term or a label was in earlier editions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// `formerly NAME, NAME`, of every clause.
    pub formerly: Vec<Word>,
    /// `changed in edition N "…"`, every one that is written: the edition, and what is different.
    pub changed: Vec<(Word, Text)>,
}

/// The values a term can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `scale a < b < c`.
    Scale(Vec<Label>),
    /// `one of a, b, c`.
    OneOf(Vec<Label>),
    /// `yes or no`.
    YesOrNo,
    /// `number of UNIT from A to B [step S]`.
    Number {
        /// The unit, one word.
        unit: Word,
        /// The first value, digits as written.
        from: Word,
        /// The last value.
        to: Word,
        /// The step, where one is written.
        step: Option<Word>,
    },
    /// `set of a, b, c`.
    Set(Vec<Label>),
}

/// A label with its optional gloss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The label.
    pub name: Word,
    /// What it stands for.
    pub gloss: Option<Text>,
}

/// A value, a member or a number as written in a comparison or after `silence means`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A label, `yes`, `no` or `nothing`.
    Word(String),
    /// A number, digits as written, with its unit where one is written.
    Number {
        /// Optional sign, digits, optional fraction.
        digits: String,
        /// The unit.
        unit: Option<Word>,
    },
}

/// `always "why" { [when …] must … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Always {
    /// Why it holds.
    pub title: Option<Text>,
    /// The word `always`; messages about the block point at it.
    pub span: Span,
    /// `when`, every one that is written.
    pub when: Vec<Condition>,
    /// `must` lines.
    pub must: Vec<Condition>,
    /// `note "…"`.
    pub notes: Vec<Text>,
}

/// `define NAME "gloss" { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its name.
    pub name: Word,
    /// What it stands for.
    pub gloss: Option<Text>,
    /// Its lines, all required.
    pub lines: Vec<Condition>,
    /// `note "…"`.
    pub notes: Vec<Text>,
}

/// A whole policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// `column` in `policy column "…"`.
    pub name: Word,
    /// The title after it.
    pub title: Option<Text>,
    /// `uses NAME`, every one that is written.
    pub uses: Vec<Word>,
    /// `note "…"` at the top level.
    pub notes: Vec<Text>,
    /// What it cites.
    pub sources: Vec<Cited>,
    /// Its definitions.
    pub definitions: Vec<Definition>,
    /// Its prerequisites.
    pub prerequisites: Vec<Prerequisite>,
    /// Its warnings.
    pub warnings: Vec<Warning>,
    /// `allow …`, everywhere in it.
    pub allows: Vec<Allow>,
}

/// `allow CODE "reason"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The code of a finding, as written.
    pub code: Word,
    /// Why the finding is meant so.
    pub reason: Text,
    /// The prerequisite or the warning it stands in; `None` for the whole policy.
    pub within: Option<Span>,
}

/// `source NAME { field "…" … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Its name.
    pub name: Word,
    /// Its fields in file order: the field's word, and its text.
    pub fields: Vec<(Word, Text)>,
}

/// `prerequisite NAME "title" { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prerequisite {
    /// Its name.
    pub name: Word,
    /// Its title.
    pub title: Option<Text>,
    /// `cites …`.
    pub cites: Vec<Citation>,
    /// `when`, every one that is written.
    pub when: Vec<Condition>,
    /// `must` lines.
    pub must: Vec<Condition>,
    /// `unless`, every one that is written.
    pub unless: Vec<Condition>,
    /// `reading …`.
    pub readings: Vec<Reading>,
    /// `otherwise "…"`, every one that is written.
    pub otherwise: Vec<Text>,
    /// `weight N ["reason"]`, every one that is written.
    pub weight: Vec<(Word, Option<Text>)>,
    /// The places of `advisory`.
    pub advisory: Vec<Span>,
    /// `note "…"`.
    pub notes: Vec<Text>,
}

/// `reading NAME "gloss" { must … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its name.
    pub name: Word,
    /// How it understands the source.
    pub gloss: Option<Text>,
    /// Its `must` lines.
    pub must: Vec<Condition>,
    /// `note "…"`.
    pub notes: Vec<Text>,
}

/// `warning NAME "title" { … raised when … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Its name.
    pub name: Word,
    /// Its title.
    pub title: Option<Text>,
    /// `cites …`.
    pub cites: Vec<Citation>,
    /// `raised when`, every one that is written.
    pub raised_when: Vec<Condition>,
    /// `note "…"`.
    pub notes: Vec<Text>,
}

/// `cites SOURCE (paragraph N | at "…") ["words"] [as gloss]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The source's name.
    pub source: Word,
    /// Where in it.
    pub locator: Locator,
    /// A few words found there.
    pub words: Option<Text>,
    /// Whether it is marked `as gloss`.
    pub gloss: bool,
    /// The whole citation.
    pub span: Span,
}

/// Where in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// `paragraph N`, digits as written.
    Paragraph(Word),
    /// `at "article 5"`.
    At(Text),
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A bare word: a definition, or a `yes or no` term.
    Bare(Word),
    /// A comparison on a term.
    Comparison {
        /// The term's name.
        term: Word,
        /// How it is compared.
        operator: Operator,
        /// What it is compared with, in file order: as many as the operator takes.
        operands: Vec<Spanned<Constant>>,
        /// From the term to the last constant.
        span: Span,
    },
    /// Lines in braces after `all of` and its like.
    Group {
        /// How many of them must hold.
        quantifier: Quantifier,
        /// The lines.
        lines: Vec<Condition>,
        /// The words of the quantifier; messages about the group point at them.
        span: Span,
    },
    /// A line that could not be read; there is an error about it.
    Broken(Span),
}

impl Condition {
    /// Where it stands (of a group: its quantifier).
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Bare(word) => word.span,
            Self::Comparison { span, .. } | Self::Group { span, .. } | Self::Broken(span) => *span,
        }
    }
}

/// How many lines of a group must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `all of`.
    All,
    /// `any of`.
    Any,
    /// `none of`.
    None,
    /// `at least N of`, digits as written.
    AtLeast(Word),
}
