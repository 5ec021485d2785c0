//! Policies: sources, prerequisites and warnings.

use super::super::lossless::{NodeKind, TokenKind};
use super::Parser;

impl Parser<'_> {
    /// `policy NAME "title"`, then its items.
    pub(super) fn policy(&mut self) -> bool {
        self.node(NodeKind::Policy, "policy", |parser| {
            parser.edge() && parser.file_of(Self::policy_item)
        })
    }

    fn policy_item(&mut self) -> bool {
        self.prerequisite()
            || self.warning()
            || self.uses()
            || self.source()
            || self.define()
            || self.note()
            || self.allow()
            || self.broken_item()
    }

    /// `allow CODE "reason"`: a finding that is meant so.
    fn allow(&mut self) -> bool {
        self.node(NodeKind::Allow, "allow", |parser| {
            parser.edge() && parser.after_gap(Self::code) && parser.after_gap(Self::string)
        })
    }

    /// `uses NAME`: the vocabulary.
    fn uses(&mut self) -> bool {
        self.node(NodeKind::Uses, "uses", |parser| {
            parser.edge() && parser.after_gap(Self::dashed)
        })
    }

    /// `source NAME { field "…" }`: a text that is cited.
    fn source(&mut self) -> bool {
        self.node(NodeKind::Source, "source", |parser| {
            parser.edge() && parser.after_gap(Self::dashed) && parser.block(Self::source_clause)
        })
    }

    fn source_clause(&mut self) -> bool {
        self.field() || self.broken_clause()
    }

    /// A field of a source; dates and the like need no quotes.
    fn field(&mut self) -> bool {
        self.part(NodeKind::Field, |parser| {
            let is_named = parser.name(TokenKind::Field) && parser.blanks();
            is_named && (parser.string() || parser.bare())
        })
    }

    /// `prerequisite NAME "title" { … }`: something a settlement needs.
    fn prerequisite(&mut self) -> bool {
        self.named(
            NodeKind::Prerequisite,
            "prerequisite",
            Self::prerequisite_clause,
        )
    }

    fn prerequisite_clause(&mut self) -> bool {
        self.must()
            || self.cites()
            || self.when()
            || self.unless()
            || self.reading()
            || self.otherwise()
            || self.weight()
            || self.advisory()
            || self.note()
            || self.allow()
            || self.broken_clause()
    }

    /// `cites SOURCE (paragraph N | at "…") ["words"] [as gloss]`: the passage it comes from.
    fn cites(&mut self) -> bool {
        self.node(NodeKind::Citation, "cites", |parser| {
            let is_read = parser.edge()
                && parser.after_gap(Self::dashed)
                && parser.after_gap(|parser| parser.paragraph() || parser.passage());
            is_read && {
                parser.optional_string();
                parser.after_gap(Self::as_gloss);
                true
            }
        })
    }

    fn paragraph(&mut self) -> bool {
        self.node(NodeKind::Paragraph, "paragraph", |parser| {
            parser.edge() && parser.after_gap(Self::number)
        })
    }

    fn passage(&mut self) -> bool {
        self.node(NodeKind::Passage, "at", |parser| {
            parser.edge() && parser.after_gap(Self::string)
        })
    }

    fn as_gloss(&mut self) -> bool {
        self.node(NodeKind::AsGloss, "as", |parser| {
            parser.after_gap(|parser| parser.word("gloss"))
        })
    }

    /// `when CONDITION`: it applies only then.
    pub(super) fn when(&mut self) -> bool {
        self.with_condition(NodeKind::When, "when")
    }

    /// `must CONDITION`: what is needed.
    pub(super) fn must(&mut self) -> bool {
        self.with_condition(NodeKind::Must, "must")
    }

    /// `unless CONDITION`: an exception that meets it.
    fn unless(&mut self) -> bool {
        self.with_condition(NodeKind::Unless, "unless")
    }

    fn with_condition(&mut self, kind: NodeKind, word: &str) -> bool {
        self.node(kind, word, |parser| {
            parser.edge() && parser.after_gap(Self::condition)
        })
    }

    /// `reading NAME "gloss" { must … }`: one way to understand the source.
    fn reading(&mut self) -> bool {
        self.named(NodeKind::Reading, "reading", Self::reading_clause)
    }

    fn reading_clause(&mut self) -> bool {
        self.must() || self.note() || self.broken_clause()
    }

    /// `otherwise "…"`: what follows if it is not met.
    fn otherwise(&mut self) -> bool {
        self.node(NodeKind::Otherwise, "otherwise", |parser| {
            parser.edge() && parser.after_gap(Self::string)
        })
    }

    /// `weight N ["reason"]`: how much it counts.
    fn weight(&mut self) -> bool {
        self.node(NodeKind::Weight, "weight", |parser| {
            let is_read = parser.edge() && parser.after_gap(Self::number);
            is_read && {
                parser.optional_string();
                true
            }
        })
    }

    /// `advisory`: the proposal's verdict passes over it.
    fn advisory(&mut self) -> bool {
        self.node(NodeKind::Advisory, "advisory", |parser| parser.edge())
    }

    /// `warning NAME "title" { raised when … }`: something to watch for.
    fn warning(&mut self) -> bool {
        self.named(NodeKind::Warning, "warning", Self::warning_clause)
    }

    fn warning_clause(&mut self) -> bool {
        self.raised_when() || self.cites() || self.note() || self.allow() || self.broken_clause()
    }

    /// `raised when CONDITION`.
    fn raised_when(&mut self) -> bool {
        self.node(NodeKind::RaisedWhen, "raised", |parser| {
            parser.after_gap(|parser| parser.word("when")) && parser.after_gap(Self::condition)
        })
    }
}
