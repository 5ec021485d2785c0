//! A YAML tree to provisions, each checked against its term.

use rust_decimal::Decimal;

use super::error::Kind;
use super::node::{Node, Value};
use super::read::Reader;
use super::{Basis, Entry, Provision, SourceNote, Stated};
use crate::policy::{Kind as TermKind, TermId};
use crate::text::{Span, Spanned, nearest};

const KEYS: &[&str] = &[
    "value", "any of", "between", "at least", "at most", "rival", "at", "source", "basis", "note",
];
/// The keys that state what is possible of the term.
const FORMS: &[&str] = &["value", "any of", "between", "at least", "at most"];
/// Words that may be written instead of a value.
const SPECIAL: [&str; 2] = ["silent", "not applicable"];
const BASES: &[&str] = &["text", "report", "coder"];

impl Reader<'_> {
    pub(super) fn provisions(&mut self, node: Node, sources: &[SourceNote]) -> Vec<Provision> {
        if node.value == Value::Null {
            return Vec::new();
        }
        let entries = self.mapping(node, "provisions", "`provisions`", None);
        (entries.into_iter())
            .filter_map(|(key, node)| self.provision(&key, node, sources))
            .collect()
    }

    fn provision(
        &mut self,
        key: &Spanned<String>,
        node: Node,
        sources: &[SourceNote],
    ) -> Option<Provision> {
        let Some(term) = self.vocabulary.find(&key.value) else {
            let names = self.vocabulary.terms.iter().map(|term| term.name.as_str());
            let near = nearest(&key.value, names).map(str::to_owned);
            let name = key.value.clone();
            self.fail(Kind::UnknownTerm { name, near }, key.span);
            return None;
        };
        let mut provision = Provision {
            term,
            stated: Stated::Value(Entry::Silent),
            rival: Vec::new(),
            at: None,
            sources: Vec::new(),
            basis: Basis::default(),
            note: None,
            span: key.span,
        };
        if !matches!(node.value, Value::Mapping(_)) {
            provision.stated = Stated::Value(self.entry(term, &node)?);
            return Some(provision);
        }
        let mut forms: Vec<(Spanned<String>, Node)> = Vec::new();
        for (key, node) in self.mapping(node, &key.value, "a provision", Some(KEYS)) {
            match key.value.as_str() {
                "rival" => provision.rival = self.entries(term, "rival", &node),
                "at" => provision.at = self.text((key, node)),
                "note" => provision.note = self.text((key, node)),
                "source" => provision.sources = self.cited(&node, sources),
                "basis" => provision.basis = self.basis(&node),
                _ => forms.push((key, node)),
            }
        }
        provision.stated = self.stated(term, key, &forms)?;
        Some(provision)
    }

    fn basis(&mut self, node: &Node) -> Basis {
        match self.choice("basis", node, BASES) {
            Some("report") => Basis::Report,
            Some("coder") => Basis::Coder,
            _ => Basis::Text,
        }
    }

    fn cited(&mut self, node: &Node, sources: &[SourceNote]) -> Vec<usize> {
        let names: Vec<&Node> = match &node.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![node],
        };
        let mut cited = Vec::new();
        for node in names {
            let Value::Text(name) = &node.value else {
                let (key, expected) =
                    ("source".to_owned(), "a key of `sources`, or a list of them");
                self.fail(Kind::WrongShape { key, expected }, node.span);
                continue;
            };
            match sources.iter().position(|source| source.key == *name) {
                Some(index) => cited.push(index),
                None => {
                    let keys = sources.iter().map(|source| source.key.as_str());
                    let near = nearest(name, keys).map(str::to_owned);
                    let name = name.clone();
                    self.fail(Kind::UnknownSource { name, near }, node.span);
                }
            }
        }
        cited
    }

    fn stated(
        &mut self,
        term: TermId,
        key: &Spanned<String>,
        forms: &[(Spanned<String>, Node)],
    ) -> Option<Stated> {
        let form = |name: &str| {
            FORMS
                .iter()
                .find(|form| **form == name)
                .copied()
                .unwrap_or("")
        };
        let names: Vec<&'static str> = forms.iter().map(|(key, _)| form(&key.value)).collect();
        match (&names[..], forms) {
            ([], _) => {
                let term = key.value.clone();
                self.fail(Kind::StatesNothing { term }, key.span);
                None
            }
            (["value"], [(_, node)]) => Some(Stated::Value(self.entry(term, node)?)),
            (["any of"], [(_, node)]) => {
                let entries = self.entries(term, "any of", node);
                (!entries.is_empty()).then_some(Stated::AnyOf(entries))
            }
            (["between"], [(form, node)]) => self.between(term, form, node),
            (["at least" | "at most"] | ["at least", "at most"] | ["at most", "at least"], _) => {
                self.bounds(term, forms)
            }
            ([first, rest @ ..], _) => {
                let bound = |name: &&str| ["at least", "at most"].contains(name);
                let second = if bound(first) {
                    rest.iter().find(|name| !bound(name))
                } else {
                    rest.first()
                };
                let span = forms.last().map_or(key.span, |(key, _)| key.span);
                let (first, second) = (*first, second.copied().unwrap_or_default());
                self.fail(Kind::TwoForms { first, second }, span);
                None
            }
        }
    }

    fn between(&mut self, term: TermId, form: &Spanned<String>, node: &Node) -> Option<Stated> {
        let kind = &self.vocabulary.term(term).kind;
        if !kind.is_ordered() {
            self.wrong_form(term, "between", form.span);
            return None;
        }
        let Value::List(ends) = &node.value else {
            self.two_values(node.span);
            return None;
        };
        let [low, high] = &ends[..] else {
            self.two_values(node.span);
            return None;
        };
        let (low, high) = (self.value(term, low), self.value(term, high));
        let (low, high) = (low?, high?);
        if low > high {
            let term = self.vocabulary.term(term).name.clone();
            self.fail(Kind::EmptyBounds { term }, node.span);
            return None;
        }
        Some(Stated::Between(low, high))
    }

    fn two_values(&mut self, span: Span) {
        let (key, expected) = (
            "between".to_owned(),
            "a list of two values, the lower first",
        );
        self.fail(Kind::WrongShape { key, expected }, span);
    }

    fn bounds(&mut self, term: TermId, forms: &[(Spanned<String>, Node)]) -> Option<Stated> {
        let kind = &self.vocabulary.term(term).kind;
        let (mut at_least, mut at_most) = (None, None);
        for (form, node) in forms {
            let lower = form.value == "at least";
            if !kind.is_ordered() && !kind.is_set() {
                self.wrong_form(term, if lower { "at least" } else { "at most" }, form.span);
                return None;
            }
            let slot = if lower { &mut at_least } else { &mut at_most };
            *slot = Some(self.value(term, node)?);
        }
        let empty = match (at_least, at_most) {
            (Some(low), Some(high)) if kind.is_set() => low & !high != 0,
            (Some(low), Some(high)) => low > high,
            _ => false,
        };
        if empty {
            let name = self.vocabulary.term(term).name.clone();
            let span = forms.last().map(|(form, _)| form.span).unwrap_or_default();
            self.fail(Kind::EmptyBounds { term: name }, span);
            return None;
        }
        Some(Stated::Bounds { at_least, at_most })
    }

    fn wrong_form(&mut self, term: TermId, form: &'static str, span: Span) {
        let term = self.vocabulary.term(term);
        let (term, kind) = (term.name.clone(), term.kind.described());
        self.fail(Kind::WrongForm { form, term, kind }, span);
    }

    /// The entries under `any of` or `rival`.
    fn entries(&mut self, term: TermId, form: &'static str, node: &Node) -> Vec<Entry> {
        let Value::List(items) = &node.value else {
            let (key, expected) = (form.to_owned(), "a list of values");
            self.fail(Kind::WrongShape { key, expected }, node.span);
            return Vec::new();
        };
        if items.is_empty() {
            self.fail(Kind::EmptyList { form }, node.span);
        }
        items
            .iter()
            .filter_map(|item| self.entry(term, item))
            .collect()
    }

    /// A value, `silent` or `not applicable`.
    fn entry(&mut self, term: TermId, node: &Node) -> Option<Entry> {
        match &node.value {
            Value::Text(text) if text == "silent" => Some(Entry::Silent),
            Value::Text(text) if text == "not applicable" => {
                if self.vocabulary.term(term).may_fail_to_arise() {
                    return Some(Entry::NotApplicable);
                }
                let term = self.vocabulary.term(term).name.clone();
                self.fail(Kind::AlwaysArises { term }, node.span);
                None
            }
            _ => self.value(term, node).map(Entry::Value),
        }
    }

    fn value(&mut self, id: TermId, node: &Node) -> Option<u64> {
        let term = self.vocabulary.term(id);
        match (&term.kind, &node.value) {
            (_, Value::Text(text)) if SPECIAL.contains(&text.as_str()) => {
                self.not_here(id, text, node.span)
            }
            (TermKind::Set(_), Value::List(items)) => self.members(id, items),
            (TermKind::Set(_), Value::Text(text)) => {
                let (term, text) = (term.name.clone(), text.clone());
                self.fail(Kind::NotAList { term, text }, node.span);
                None
            }
            (TermKind::Number(_), Value::Text(text)) => self.number(id, text, node.span),
            (TermKind::YesOrNo, Value::Text(text)) => match text.as_str() {
                "yes" | "true" => Some(1),
                "no" | "false" => Some(0),
                _ => self.not_a_value(id, text, node.span),
            },
            (_, Value::Text(text)) => self.label(id, text, node.span),
            (_, Value::Null) => {
                let (key, expected) = (
                    term.name.clone(),
                    "a value; `silent` if the text says nothing",
                );
                self.fail(Kind::WrongShape { key, expected }, node.span);
                None
            }
            _ => {
                let (key, expected) = (term.name.clone(), "one value, or a mapping with `value`");
                self.fail(Kind::WrongShape { key, expected }, node.span);
                None
            }
        }
    }

    fn members(&mut self, term: TermId, items: &[Node]) -> Option<u64> {
        let mut set = Some(0);
        for item in items {
            let Value::Text(text) = &item.value else {
                let (key, expected) =
                    (self.vocabulary.term(term).name.clone(), "a list of members");
                self.fail(Kind::WrongShape { key, expected }, item.span);
                return None;
            };
            let member = if SPECIAL.contains(&text.as_str()) {
                self.not_here(term, text, item.span)
            } else {
                self.label(term, text, item.span).map(|index| 1 << index)
            };
            if let (Some(all), Some(member)) = (set, member)
                && all & member != 0
            {
                let member = text.clone();
                self.fail(Kind::RepeatedMember { member }, item.span);
            }
            set = set
                .zip(member)
                .map(|(all, member): (u64, u64)| all | member);
        }
        set
    }

    fn label(&mut self, term: TermId, text: &str, span: Span) -> Option<u64> {
        let labels = self.vocabulary.term(term).kind.labels();
        match labels.iter().position(|label| label.name == text) {
            Some(index) => Some(index as u64),
            None => self.not_a_value(term, text, span),
        }
    }

    fn number(&mut self, id: TermId, text: &str, span: Span) -> Option<u64> {
        let term = self.vocabulary.term(id);
        let TermKind::Number(grid) = &term.kind else {
            return None;
        };
        let mut words = text.split_whitespace();
        let digits = words.next().unwrap_or_default();
        let unit = words.collect::<Vec<_>>().join(" ");
        if !unit.is_empty() && unit != grid.unit() {
            let kind = Kind::WrongUnit {
                term: term.name.clone(),
                unit: grid.unit().to_owned(),
                found: unit,
            };
            self.fail(kind, span);
            return None;
        }
        let plain = |char: char| char.is_ascii_digit() || matches!(char, '.' | '-' | '+');
        let number = Some(digits).filter(|digits| digits.chars().all(plain));
        let index = number
            .and_then(|digits| Decimal::from_str_exact(digits).ok())
            .and_then(|number| grid.index(number));
        if index.is_none() {
            let mut choices = term.kind.choices();
            if grid.step() != Decimal::ONE {
                choices = format!("{choices} in steps of {}", grid.step());
            }
            let (term, text) = (term.name.clone(), text.to_owned());
            self.fail(
                Kind::OffGrid {
                    term,
                    text,
                    choices,
                },
                span,
            );
        }
        index
    }

    fn not_here(&mut self, id: TermId, text: &str, span: Span) -> Option<u64> {
        let term = self.vocabulary.term(id).name.clone();
        let text = text.to_owned();
        self.fail(Kind::NotHere { term, text }, span);
        None
    }

    fn not_a_value(&mut self, id: TermId, text: &str, span: Span) -> Option<u64> {
        let term = self.vocabulary.term(id);
        let labels = term.kind.labels().iter().map(|label| label.name.as_str());
        let near = nearest(text, labels.chain(SPECIAL)).map(str::to_owned);
        let owner = (self.vocabulary.terms.iter())
            .find(|other| other.kind.labels().iter().any(|label| label.name == text))
            .map(|other| other.name.clone());
        let kind = Kind::NotAValue {
            term: term.name.clone(),
            text: text.to_owned(),
            near,
            owner,
            choices: term.kind.choices(),
        };
        self.fail(kind, span);
        None
    }
}
