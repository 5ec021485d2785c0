//! The kinds of nodes and tokens.

use super::super::operator::Operator;

/// What a node of the syntax tree is. Each is described by the text it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// The whole text: the root of every tree.
    File,
    /// A stretch that the grammar cannot read, about which there is an error.
    Error,

    /// `vocabulary NAME "title"` and its items.
    Vocabulary,
    /// `edition N`.
    Edition,
    /// `section "title" { … }`.
    Section,
    /// `term NAME "gloss"`, its kind and its clauses.
    Term,
    /// `scale a < b < c`.
    Scale,
    /// `one of a, b, c`.
    OneOf,
    /// `set of a, b, c`.
    SetOf,
    /// `number of UNIT from A to B step S`.
    NumberOf,
    /// `yes or no`.
    YesOrNo,
    /// `a "gloss"`: a label or a member where it is declared.
    Label,
    /// `silence means VALUE`.
    Silence,
    /// `arises when CONDITION`.
    ArisesWhen,
    /// `may not arise`.
    MayNotArise,
    /// `formerly NAME, NAME`: of a term, or of a label inside a [`Self::LabelHistory`].
    Formerly,
    /// `changed in edition N "…"`, in the same places.
    Changed,
    /// `label NAME formerly …` and `label NAME changed …`.
    LabelHistory,
    /// `note "…"`.
    Note,
    /// `always "why" { … }`.
    Always,
    /// `define NAME "gloss" { … }`.
    Define,

    /// `policy NAME "title"` and its items.
    Policy,
    /// `allow CODE "reason"`.
    Allow,
    /// `uses NAME`.
    Uses,
    /// `source NAME { … }`.
    Source,
    /// `published 2024-09-30` in a source.
    Field,
    /// `prerequisite NAME "title" { … }`.
    Prerequisite,
    /// `cites SOURCE …`.
    Citation,
    /// `paragraph N` in a citation.
    Paragraph,
    /// `at "article 5"` in a citation.
    Passage,
    /// `as gloss` in a citation.
    AsGloss,
    /// `when CONDITION`.
    When,
    /// `must CONDITION`.
    Must,
    /// `unless CONDITION`.
    Unless,
    /// `reading NAME "gloss" { … }`.
    Reading,
    /// `otherwise "…"`.
    Otherwise,
    /// `weight N "reason"`.
    Weight,
    /// `advisory`.
    Advisory,
    /// `warning NAME "title" { … }`.
    Warning,
    /// `raised when CONDITION`.
    RaisedWhen,

    /// A [`Self::Comparison`], a [`Self::BareName`] or a [`Self::Group`], and an [`Self::Error`] where something
    /// follows on its line.
    Condition,
    /// `all of { … }` and its like: a quantifier and lines in braces.
    Group,
    /// `all of`.
    AllOf,
    /// `any of`.
    AnyOf,
    /// `none of`.
    NoneOf,
    /// `at least N of`.
    AtLeastOf,
    /// `NAME is VALUE` and its like: the name of a term and what it is compared with.
    Comparison(Operator),
    /// A definition or a `yes or no` term as a condition.
    BareName,
    /// `VALUE`, a label or a number with its unit.
    Constant,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Blanks and tabs.
    Whitespace,
    /// The end of a line: `\n`, `\r\n` or `\r`.
    LineBreak,
    /// `// …`, without the end of its line.
    Comment,
    /// The mark of UTF-8 at the start of a text.
    ByteOrderMark,
    /// A word of the language.
    Keyword,
    /// The name of a vocabulary, a policy, a source, a term, a definition, a prerequisite, a warning or
    /// a reading, where it is declared or referred to; the parent says which.
    Name,
    /// A label or a member, where it is declared or referred to; `yes`, `no` and `nothing` as values.
    Label,
    /// The unit of a number.
    Unit,
    /// The name of a source's field.
    Field,
    /// `"…"`.
    String,
    /// A number, without its unit.
    Number,
    /// The value of a source's field where it has no quotes: `2024-09-30`.
    Value,
    /// The code of a finding that is allowed: `lint/implied`.
    Code,
    /// `{`.
    OpenBrace,
    /// `}`.
    CloseBrace,
    /// `,`.
    Comma,
    /// `<` between the labels of a scale.
    LessThan,
    /// A word in a stretch that cannot be read, unless it is one of the language.
    Word,
    /// Anything else in a stretch that cannot be read; also a string without its end.
    Unknown,
}

impl TokenKind {
    /// Whether it means nothing to the language: blanks, line breaks and comments.
    #[must_use]
    pub fn is_trivia(self) -> bool {
        match self {
            Self::Whitespace | Self::LineBreak | Self::Comment | Self::ByteOrderMark => true,
            Self::Keyword
            | Self::Name
            | Self::Label
            | Self::Unit
            | Self::Field
            | Self::String
            | Self::Number
            | Self::Value
            | Self::Code
            | Self::OpenBrace
            | Self::CloseBrace
            | Self::Comma
            | Self::LessThan
            | Self::Word
            | Self::Unknown => false,
        }
    }
}

/// What an element of the tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An inner node.
    Node(NodeKind),
    /// A token.
    Token(TokenKind),
}
