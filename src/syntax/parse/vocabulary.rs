//! Vocabularies, and what stands in policies too: definitions and notes.

use super::super::lossless::{NodeKind, TokenKind};
use super::Parser;

impl Parser<'_> {
    /// `vocabulary NAME "title"`, then its items.
    pub(super) fn vocabulary(&mut self) -> bool {
        self.node(NodeKind::Vocabulary, "vocabulary", |parser| {
            parser.edge() && parser.file_of(Self::vocabulary_item)
        })
    }

    /// The name and the title of a file, which may be missing, and its items.
    pub(super) fn file_of(&mut self, item: fn(&mut Self) -> bool) -> bool {
        self.after_gap(|parser| !parser.is_reserved() && parser.dashed());
        self.optional_string();
        self.each_after_gap(item);
        true
    }

    fn vocabulary_item(&mut self) -> bool {
        self.term()
            || self.section()
            || self.always()
            || self.define()
            || self.note()
            || self.broken_item()
    }

    /// `section "title" { … }`: terms that belong together.
    fn section(&mut self) -> bool {
        self.node(NodeKind::Section, "section", |parser| {
            parser.edge() && {
                parser.gap();
                parser.string() && parser.block(Self::section_item)
            }
        })
    }

    fn section_item(&mut self) -> bool {
        self.term() || self.note() || self.broken_item()
    }

    /// `term NAME "gloss"`, then its kind and its clauses in any order.
    fn term(&mut self) -> bool {
        self.node(NodeKind::Term, "term", |parser| {
            let is_named = parser.edge() && {
                parser.gap();
                !parser.is_item_word() && parser.name(TokenKind::Name)
            };
            is_named && {
                parser.optional_string();
                parser.each_after_gap(Self::term_clause);
                true
            }
        })
    }

    fn term_clause(&mut self) -> bool {
        self.scale()
            || self.one_of()
            || self.set_of()
            || self.number_of()
            || self.yes_or_no()
            || self.silence()
            || self.arises_when()
            || self.may_not_arise()
            || self.note()
            || self.broken_term()
    }

    /// `scale a < b < c`: ordered labels, the lowest first.
    fn scale(&mut self) -> bool {
        self.node(NodeKind::Scale, "scale", |parser| {
            parser.edge() && parser.labels("<")
        })
    }

    /// `one of a, b, c`: labels without order.
    fn one_of(&mut self) -> bool {
        self.node(NodeKind::OneOf, "one", |parser| {
            parser.after_gap(|parser| parser.word("of")) && parser.labels(",")
        })
    }

    /// `set of a, b, c`: any subset of the members.
    fn set_of(&mut self) -> bool {
        self.node(NodeKind::SetOf, "set", |parser| {
            parser.after_gap(|parser| parser.word("of")) && parser.labels(",")
        })
    }

    /// Labels with a sign between them, and what follows on the line.
    fn labels(&mut self, sign: &str) -> bool {
        let more = |parser: &mut Self| {
            parser.gap();
            parser.literal(sign) && parser.after_gap(Self::label)
        };
        self.after_gap(Self::label) && {
            while self.attempt(more) {}
            self.stray();
            true
        }
    }

    /// `number of UNIT from A to B [step S]`: the values A, A+S, … B.
    fn number_of(&mut self) -> bool {
        self.node(NodeKind::NumberOf, "number", |parser| {
            let bounded = parser.after_gap(|parser| parser.word("of"))
                && parser.after_gap(|parser| parser.name(TokenKind::Unit))
                && parser.number_after("from")
                && parser.number_after("to");
            bounded && {
                parser.attempt(|parser| parser.number_after("step"));
                parser.stray();
                true
            }
        })
    }

    fn number_after(&mut self, word: &str) -> bool {
        self.after_gap(|parser| parser.word(word)) && self.after_gap(Self::number)
    }

    /// `yes or no`.
    fn yes_or_no(&mut self) -> bool {
        self.clause_of_words(NodeKind::YesOrNo, &["yes", "or", "no"])
    }

    /// A clause that is nothing but words, and what follows on its line.
    fn clause_of_words(&mut self, kind: NodeKind, words: &[&str]) -> bool {
        self.sees(words[0])
            && self.part(kind, |parser| {
                parser.words(words) && {
                    parser.stray();
                    true
                }
            })
    }

    /// A label or a member, with its gloss.
    fn label(&mut self) -> bool {
        self.part(NodeKind::Label, |parser| {
            parser.name(TokenKind::Label) && {
                parser.optional_string();
                true
            }
        })
    }

    /// `silence means VALUE`: what it means that a text says nothing.
    fn silence(&mut self) -> bool {
        self.node(NodeKind::Silence, "silence", |parser| {
            let is_read =
                parser.after_gap(|parser| parser.word("means")) && parser.after_gap(Self::constant);
            is_read && {
                parser.stray();
                true
            }
        })
    }

    /// `arises when CONDITION`: exactly then the term has a value.
    fn arises_when(&mut self) -> bool {
        self.node(NodeKind::ArisesWhen, "arises", |parser| {
            parser.after_gap(|parser| parser.word("when")) && parser.after_gap(Self::condition)
        })
    }

    /// `may not arise`: a text may say that the term does not arise.
    fn may_not_arise(&mut self) -> bool {
        self.clause_of_words(NodeKind::MayNotArise, &["may", "not", "arise"])
    }

    /// `note "…"`: a remark that reaches the report.
    pub(super) fn note(&mut self) -> bool {
        self.node(NodeKind::Note, "note", |parser| {
            parser.edge() && parser.after_gap(Self::string)
        })
    }

    /// `always "why" { when … must … }`: background knowledge.
    fn always(&mut self) -> bool {
        self.node(NodeKind::Always, "always", |parser| {
            parser.edge() && {
                parser.optional_string();
                parser.block(Self::always_clause)
            }
        })
    }

    fn always_clause(&mut self) -> bool {
        self.must() || self.when() || self.note() || self.broken_clause()
    }

    /// `define NAME "gloss" { … }`: a named condition.
    pub(super) fn define(&mut self) -> bool {
        self.named(NodeKind::Define, "define", Self::define_line)
    }

    fn define_line(&mut self) -> bool {
        self.note() || self.condition() || self.broken_clause()
    }

    /// `WORD NAME "title" { … }`.
    pub(super) fn named(
        &mut self,
        kind: NodeKind,
        word: &str,
        clause: fn(&mut Self) -> bool,
    ) -> bool {
        self.node(kind, word, |parser| {
            let is_named = parser.edge() && parser.after_gap(|parser| parser.name(TokenKind::Name));
            is_named && {
                parser.optional_string();
                parser.block(clause)
            }
        })
    }
}
