//! Vocabularies: terms, and what always holds.

use super::super::error::Kind;
use super::super::keywords::{self, may_be_label, may_be_member};
use super::super::lossless::{Node, NodeKind, TokenKind};
use super::super::recover;
use super::super::tree::{Always, History, Kind as TermKind, Label, Term, Text, Vocabulary};
use super::{Reader, token, tokens, word, word_or_nothing};
use crate::text::{Span, Spanned};

impl Reader {
    pub(super) fn vocabulary(&mut self, whole: Node<'_>) -> Vocabulary {
        let mut vocabulary = Vocabulary {
            name: self.file_name(whole, "vocabulary"),
            title: self.string(whole),
            edition: Vec::new(),
            notes: Vec::new(),
            terms: Vec::new(),
            definitions: Vec::new(),
            always: Vec::new(),
        };
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Note => vocabulary.notes.extend(self.string(node)),
                NodeKind::Edition => {
                    (vocabulary.edition).push(word_or_nothing(token(node, TokenKind::Number)));
                }
                NodeKind::Term => vocabulary.terms.push(self.term(node, None)),
                NodeKind::Section => self.section(node, &mut vocabulary),
                NodeKind::Always => vocabulary.always.push(self.always(node)),
                NodeKind::Define => vocabulary.definitions.push(self.define(node)),
                _ => recover::report(self, node, keywords::VOCABULARY),
            }
        }
        vocabulary
    }

    fn section(&mut self, section: Node<'_>, vocabulary: &mut Vocabulary) {
        let title = self.string(section);
        for node in section.nodes() {
            match node.kind() {
                NodeKind::Note => vocabulary.notes.extend(self.string(node)),
                NodeKind::Term => vocabulary.terms.push(self.term(node, title.clone())),
                _ => recover::report(self, node, keywords::SECTION),
            }
        }
    }

    fn term(&mut self, whole: Node<'_>, section: Option<Text>) -> Term {
        let mut term = Term {
            name: self.own_name(whole),
            gloss: self.string(whole),
            section,
            kind: None,
            silence: Vec::new(),
            arises_when: Vec::new(),
            may_not_arise: Vec::new(),
            history: History::default(),
            label_histories: Vec::new(),
            notes: Vec::new(),
        };
        let mut kinds: Vec<Span> = Vec::new();
        for node in whole.nodes() {
            let place = node.span();
            match node.kind() {
                NodeKind::Silence => {
                    self.report_stray(node);
                    let constant = node.parts().next();
                    term.silence.extend(constant.map(Self::constant));
                }
                NodeKind::ArisesWhen => term.arises_when.extend(self.clause(node)),
                NodeKind::MayNotArise => {
                    self.report_stray(node);
                    term.may_not_arise.push(place);
                }
                NodeKind::Formerly | NodeKind::Changed => self.history(node, &mut term.history),
                NodeKind::LabelHistory => {
                    let label = word_or_nothing(token(node, TokenKind::Label));
                    let mut history = History::default();
                    (node.nodes()).for_each(|node| self.history(node, &mut history));
                    term.label_histories.push((label, history));
                }
                NodeKind::Note => term.notes.extend(self.string(node)),
                NodeKind::Error => recover::report(self, node, keywords::IN_TERM),
                _ => {
                    kinds.push(place);
                    let kind = self.kind(node);
                    term.kind.get_or_insert(Spanned::new(kind, place));
                }
            }
        }
        if let [_, second, ..] = kinds[..] {
            self.fail(Kind::TwoKinds, second);
        }
        term
    }

    /// Adds what one clause says of earlier editions.
    fn history(&mut self, clause: Node<'_>, history: &mut History) {
        if clause.kind() == NodeKind::Formerly {
            self.report_stray(clause);
            let names = tokens(clause).filter(|token| token.kind() == TokenKind::Name);
            history.formerly.extend(names.map(word));
        } else if let Some(says) = self.string(clause) {
            let edition = word_or_nothing(token(clause, TokenKind::Number));
            history.changed.push((edition, says));
        }
    }

    fn kind(&mut self, kind: Node<'_>) -> TermKind {
        self.report_stray(kind);
        match kind.kind() {
            NodeKind::YesOrNo => TermKind::YesOrNo,
            NodeKind::NumberOf => {
                let mut numbers = tokens(kind).filter(|token| token.kind() == TokenKind::Number);
                TermKind::Number {
                    unit: word_or_nothing(token(kind, TokenKind::Unit)),
                    from: word_or_nothing(numbers.next()),
                    to: word_or_nothing(numbers.next()),
                    step: numbers.next().map(word),
                }
            }
            NodeKind::Scale => TermKind::Scale(self.labels(kind, may_be_label)),
            NodeKind::SetOf => TermKind::Set(self.labels(kind, may_be_member)),
            _ => TermKind::OneOf(self.labels(kind, may_be_label)),
        }
    }

    fn labels(&mut self, kind: Node<'_>, may_be: fn(&str) -> bool) -> Vec<Label> {
        kind.nodes()
            .filter(|node| node.kind() == NodeKind::Label)
            .map(|node| {
                let name = word_or_nothing(token(node, TokenKind::Label));
                if !may_be(&name.value) {
                    let word = name.value.clone();
                    self.fail(Kind::KeywordAsLabel { word }, name.span);
                }
                let gloss = self.string(node);
                Label { name, gloss }
            })
            .collect()
    }

    /// Reports what follows a clause of a term on its line.
    fn report_stray(&mut self, clause: Node<'_>) {
        for node in clause.nodes() {
            if node.kind() == NodeKind::Error {
                recover::after_clause(self, node, clause.kind());
            }
        }
    }

    fn always(&mut self, whole: Node<'_>) -> Always {
        let start = whole.span().start;
        let mut always = Always {
            title: self.string(whole),
            span: Span::new(start, start + "always".len()),
            when: Vec::new(),
            must: Vec::new(),
            notes: Vec::new(),
        };
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Note => always.notes.extend(self.string(node)),
                NodeKind::When => always.when.extend(self.clause(node)),
                NodeKind::Must => always.must.extend(self.clause(node)),
                _ => always.must.push(self.broken(node, keywords::ALWAYS)),
            }
        }
        always
    }
}
