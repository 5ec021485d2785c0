//! Values of a proposal, each checked against its term.

use rust_decimal::Decimal;

use super::error::Kind;
use super::keys::SPECIAL;
use super::node::{Node, Value};
use super::read::Reader;
use super::{Entry, meant};
use crate::policy::{Grid, Kind as TermKind, Term, TermId};
use crate::text::{Span, nearest};

impl Reader<'_> {
    /// The entries under `any of` or `rival`.
    pub(super) fn entries(&mut self, term: TermId, form: &'static str, node: &Node) -> Vec<Entry> {
        let items = match &node.value {
            Value::List(items) => items,
            Value::Text(text) => {
                let (key, text) = (form.to_owned(), text.trim().to_owned());
                self.fail(Kind::NoList { key, text }, node.span);
                return Vec::new();
            }
            Value::Null(_) | Value::Mapping(_) => {
                let (key, expected) = (form.to_owned(), "a list of values");
                self.fail(Kind::WrongShape { key, expected }, node.span);
                return Vec::new();
            }
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
    pub(super) fn entry(&mut self, term: TermId, node: &Node) -> Option<Entry> {
        match &node.value {
            Value::Text(text) if text.trim() == "silent" => Some(Entry::Silent),
            Value::Text(text) if text.trim() == "not applicable" => {
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

    pub(super) fn value(&mut self, id: TermId, node: &Node) -> Option<u64> {
        let term = self.vocabulary.term(id);
        let text = match &node.value {
            Value::Text(text) | Value::Null(text) => text.trim(),
            Value::List(items) if term.kind.is_set() => return self.members(id, items),
            Value::List(items) => return self.list_for_one(id, items, node.span),
            Value::Mapping(_) => {
                let key = term.name.clone();
                let expected = "one value; `any of`, `between`, `at least` and `at most` stand \
                                in the place of `value`";
                self.fail(Kind::WrongShape { key, expected }, node.span);
                return None;
            }
        };
        if SPECIAL.contains(&text) {
            return self.not_here(id, text, node.span);
        }
        match &term.kind {
            TermKind::Set(members) => {
                let list = if meant::is_nobody(text) {
                    String::new()
                } else {
                    text.to_owned()
                };
                if meant::is_unknown(text) && members.iter().all(|member| member.name != text) {
                    return self.no_value(id, text, node.span);
                }
                let (term, text) = (term.name.clone(), format!("[{list}]"));
                self.fail(Kind::NotAList { term, text }, node.span);
                None
            }
            TermKind::Number(grid) => self.number(id, grid, text, node.span),
            TermKind::YesOrNo => match text {
                "yes" | "true" => Some(1),
                "no" | "false" => Some(0),
                _ => self.not_a_value(id, text, node.span),
            },
            TermKind::Scale(_) | TermKind::OneOf(_) => self.label(id, text, node.span),
        }
    }

    /// A list where one value is needed.
    fn list_for_one(&mut self, id: TermId, items: &[Node], span: Span) -> Option<u64> {
        let text = |item: &Node| match &item.value {
            Value::Text(text) | Value::Null(text) => Some(text.trim().to_owned()),
            Value::List(_) | Value::Mapping(_) => None,
        };
        let texts: Option<Vec<String>> = items.iter().map(text).collect();
        let term = self.vocabulary.term(id);
        let kind = match texts.filter(|texts| !texts.is_empty()) {
            Some(texts) => Kind::ListForOne {
                term: term.name.clone(),
                list: format!("[{}]", texts.join(", ")),
                ordered: term.kind.is_ordered() && texts.len() == 2,
            },
            None => Kind::WrongShape {
                key: term.name.clone(),
                expected: "one value",
            },
        };
        self.fail(kind, span);
        None
    }

    fn members(&mut self, term: TermId, items: &[Node]) -> Option<u64> {
        let mut set = Some(0);
        for item in items {
            let (Value::Text(text) | Value::Null(text)) = &item.value else {
                let (key, expected) =
                    (self.vocabulary.term(term).name.clone(), "a list of members");
                self.fail(Kind::WrongShape { key, expected }, item.span);
                return None;
            };
            let text = text.trim();
            let member = if SPECIAL.contains(&text) {
                self.not_here(term, text, item.span)
            } else {
                self.label(term, text, item.span).map(|index| 1 << index)
            };
            if let (Some(all), Some(member)) = (set, member)
                && all & member != 0
            {
                let index = member.trailing_zeros() as usize;
                let members = self.vocabulary.term(term).kind.labels();
                let member = members[index].name.clone();
                self.fail(Kind::RepeatedMember { member }, item.span);
            }
            set = set
                .zip(member)
                .map(|(all, member): (u64, u64)| all | member);
        }
        set
    }

    fn label(&mut self, term: TermId, text: &str, span: Span) -> Option<u64> {
        let kind = &self.vocabulary.term(term).kind;
        let Some(index) = kind.label_as_ever(text) else {
            return self.not_a_value(term, text, span);
        };
        let label = &kind.labels()[index];
        let outdated = &mut self.outdated;
        outdated.found(text, span, &label.name, &label.history);
        Some(index as u64)
    }

    fn number(&mut self, id: TermId, grid: &Grid, text: &str, span: Span) -> Option<u64> {
        let parted = text.split_once(char::is_whitespace);
        let (digits, unit) = parted.map_or((text, ""), |(digits, unit)| (digits, unit.trim()));
        if unit.is_empty() || unit == grid.unit() {
            if let Some(index) = decimal(digits).and_then(|number| grid.index(number)) {
                return Some(index);
            }
        } else if decimal(digits).is_some()
            && unit.starts_with(char::is_alphabetic)
            && form_of(text, self.vocabulary.term(id)).is_none()
            && !is_singular(unit, grid.unit())
        {
            let kind = Kind::WrongUnit {
                term: self.vocabulary.term(id).name.clone(),
                unit: grid.unit().to_owned(),
                found: unit.to_owned(),
            };
            self.fail(kind, span);
            return None;
        }
        let term = self.vocabulary.term(id);
        if meant::is_unknown(text) || meant::is_not_applicable(text) {
            return self.not_a_value(id, text, span);
        }
        let kind = Kind::OffGrid {
            term: term.name.clone(),
            text: text.to_owned(),
            choices: choices(term),
            meant: respelt(text, grid).or_else(|| form_of(text, term)),
        };
        self.fail(kind, span);
        None
    }

    fn not_here(&mut self, id: TermId, text: &str, span: Span) -> Option<u64> {
        let term = self.vocabulary.term(id).name.clone();
        let text = text.to_owned();
        self.fail(Kind::NotHere { term, text }, span);
        None
    }

    fn no_value(&mut self, id: TermId, text: &str, span: Span) -> Option<u64> {
        let (term, text) = (self.vocabulary.term(id).name.clone(), text.to_owned());
        self.fail(Kind::NoValue { term, text }, span);
        None
    }

    fn not_a_value(&mut self, id: TermId, text: &str, span: Span) -> Option<u64> {
        if meant::is_unknown(text) {
            return self.no_value(id, text, span);
        }
        let term = self.vocabulary.term(id);
        let (near, meant) = if meant::is_not_applicable(text) {
            let arises = term.may_fail_to_arise();
            (None, arises.then(|| "not applicable".to_owned()))
        } else {
            let labels = term.kind.labels().iter().map(|label| label.name.as_str());
            let near = nearest(text, labels.chain(SPECIAL)).map(str::to_owned);
            (near, form_of(text, term))
        };
        let owner = (self.vocabulary.terms.iter())
            .find(|other| other.kind.labels().iter().any(|label| label.name == text))
            .map(|other| other.name.clone());
        let kind = Kind::NotAValue {
            term: term.name.clone(),
            text: text.to_owned(),
            near,
            owner,
            choices: choices(term),
            meant,
        };
        self.fail(kind, span);
        None
    }
}

/// What can stand for a value of a term.
fn choices(term: &Term) -> String {
    let mut choices = term.kind.choices();
    match &term.kind {
        // A list of members holds nothing else.
        TermKind::Set(_) => return choices,
        TermKind::Number(grid) if grid.step() != Decimal::ONE => {
            choices = format!("{choices} in steps of {}", grid.step());
        }
        TermKind::Number(_) | TermKind::Scale(_) | TermKind::OneOf(_) | TermKind::YesOrNo => {}
    }
    if term.may_fail_to_arise() {
        format!("{choices}, `not applicable`, or `silent`")
    } else {
        format!("{choices}, or `silent`")
    }
}

/// Several values of a term in one text, as a provision takes them.
fn form_of(text: &str, term: &Term) -> Option<String> {
    let read = |text: &str| match &term.kind {
        TermKind::Number(grid) => respelt(text, grid),
        TermKind::YesOrNo => ["yes", "no"].contains(&text).then(|| text.to_owned()),
        TermKind::Set(_) => None,
        TermKind::Scale(labels) | TermKind::OneOf(labels) => {
            let known = labels.iter().any(|label| label.name == text);
            (known || text == "silent").then(|| text.to_owned())
        }
    };
    meant::form(text, term.kind.is_ordered(), &read)
}

/// A number of a term's grid as a proposal writes it.
fn respelt(text: &str, grid: &Grid) -> Option<String> {
    let digits = meant::digits(text, grid.unit())?;
    let index = decimal(&digits).and_then(|number| grid.index(number));
    index.map(|_| digits)
}

fn is_singular(unit: &str, of: &str) -> bool {
    of.strip_suffix('s') == Some(unit) || unit.strip_suffix('s') == Some(of)
}

/// A decimal number. Noughts at its end do not count towards the digits that it may have.
fn decimal(digits: &str) -> Option<Decimal> {
    let plain = |char: char| char.is_ascii_digit() || matches!(char, '.' | '-' | '+');
    if !digits.chars().all(plain) {
        return None;
    }
    let short = match digits.split_once('.') {
        Some((_, fraction)) if !fraction.is_empty() => {
            digits.trim_end_matches('0').trim_end_matches('.')
        }
        _ => digits,
    };
    Decimal::from_str_exact(short).ok()
}
