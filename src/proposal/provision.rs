//! A YAML tree to provisions, each checked against its term.

use super::error::{Kind, ProposalError};
use super::keys::{BASES, CONFIDENCES, FORMS, PROVISION};
use super::node::{Node, Value};
use super::read::{Reader, is_empty};
use super::{Basis, Confidence, Entry, Provision, SourceNote, Stated};
use crate::policy::{FormerName, TermId};
use crate::text::{Span, Spanned, nearest};

/// From how many unknown terms on, if they are most of a proposal's, it is taken to be about another
/// vocabulary.
const ANOTHER: usize = 3;

impl Reader<'_> {
    pub(super) fn provisions(&mut self, node: Node, sources: &[SourceNote]) -> Vec<Provision> {
        if is_empty(&node) {
            return Vec::new();
        }
        let entries = self.mapping(node, "provisions", "`provisions`", None);
        let all = entries.len();
        let mut read: Vec<Provision> = Vec::new();
        for (key, node) in entries {
            let Some(provision) = self.provision(&key, node, sources) else {
                continue;
            };
            let other = (read.iter()).find(|other| other.term == provision.term);
            match other.map(|other| other.span) {
                None => read.push(provision),
                Some(first) => self.twice(provision.term, &key, first),
            }
        }
        self.another_vocabulary(all);
        read
    }

    /// Says once that most terms are unknown, if they are: then not each of them is a mistake.
    fn another_vocabulary(&mut self, all: usize) {
        let is_unknown = |error: &&ProposalError| matches!(error.kind, Kind::UnknownTerm { .. });
        let unknown = self.errors.iter().filter(is_unknown).count();
        let first = self.errors.iter().find(is_unknown).map(|error| error.span);
        let Some(first) = first.filter(|_| unknown >= ANOTHER && unknown * 2 > all) else {
            return;
        };
        self.errors.retain(|error| !is_unknown(&error));
        let vocabulary = self.vocabulary.name.clone();
        let kind = Kind::OtherVocabulary {
            unknown,
            all,
            vocabulary,
        };
        self.fail(kind, first);
    }

    /// A term stands there by two names of its own, of which one at least is a former one.
    fn twice(&mut self, term: TermId, key: &Spanned<String>, first: Span) {
        let term = self.vocabulary.term(term).name.clone();
        let is_here = |former: &&FormerName| former.span == key.span || former.span == first;
        let former = self.outdated.former.iter().find(is_here);
        let former = former.map_or_else(|| key.value.clone(), |former| former.old.clone());
        let kind = Kind::DuplicateTerm {
            term,
            former,
            first,
        };
        self.fail(kind, key.span);
    }

    fn provision(
        &mut self,
        key: &Spanned<String>,
        node: Node,
        sources: &[SourceNote],
    ) -> Option<Provision> {
        let Some(term) = self.term(key) else {
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
            quote: None,
            sources: Vec::new(),
            basis: Basis::default(),
            coder: None,
            confidence: None,
            note: None,
            span: key.span,
        };
        if !matches!(node.value, Value::Mapping(_)) {
            provision.stated = Stated::Value(self.entry(term, &node)?);
            return Some(provision);
        }
        let wrong = self.errors.len();
        let mut forms: Vec<(Spanned<String>, Node)> = Vec::new();
        for (key, node) in self.mapping(node, &key.value, "a provision", Some(PROVISION)) {
            match key.value.as_str() {
                "rival" if is_empty(&node) => {}
                "rival" => provision.rival = self.entries(term, "rival", &node),
                "coder" => provision.coder = self.text((key, node)),
                "confidence" => provision.confidence = self.confidence(&node),
                "at" => provision.at = self.text((key, node)),
                "quote" => provision.quote = self.text((key, node)),
                "note" => provision.note = self.text((key, node)),
                "source" => provision.sources = self.cited(&node, sources),
                "basis" => provision.basis = self.basis(&node),
                _ => forms.push((key, node)),
            }
        }
        // A misspelt key is one mistake, and not that nothing is stated as well.
        if forms.is_empty() && self.errors.len() > wrong {
            return None;
        }
        provision.stated = self.stated(term, key, &forms)?;
        self.implied(&provision);
        Some(provision)
    }

    /// The term of that name, be it a former one, which is noted then.
    fn term(&mut self, key: &Spanned<String>) -> Option<TermId> {
        let id = self.vocabulary.find_as_ever(&key.value)?;
        let term = self.vocabulary.term(id);
        let outdated = &mut self.outdated;
        outdated.found(&key.value, key.span, &term.name, &term.history);
        Some(id)
    }

    /// Notes labels that a stretch of values holds without naming them.
    fn implied(&mut self, provision: &Provision) {
        let kind = &self.vocabulary.term(provision.term).kind;
        let labels = kind.labels();
        let (low, high) = match provision.stated {
            Stated::Between(low, high) => (Some(low), Some(high)),
            Stated::Bounds { at_least, at_most } => (at_least, at_most),
            Stated::Value(_) | Stated::AnyOf(_) => return,
        };
        if !kind.is_ordered() {
            return;
        }
        let is_inside =
            |value: u64| low.is_none_or(|low| value > low) && high.is_none_or(|high| value < high);
        for (label, _) in labels
            .iter()
            .zip(0..)
            .filter(|(_, value)| is_inside(*value))
        {
            let outdated = &mut self.outdated;
            outdated.meant(None, provision.span, &label.name, &label.history);
        }
    }

    fn basis(&mut self, node: &Node) -> Basis {
        match self.choice("basis", node, BASES) {
            Some("report") => Basis::Report,
            Some("coder") => Basis::Coder,
            _ => Basis::Text,
        }
    }

    fn confidence(&mut self, node: &Node) -> Option<Confidence> {
        match self.choice("confidence", node, CONFIDENCES)? {
            "low" => Some(Confidence::Low),
            "medium" => Some(Confidence::Medium),
            _ => Some(Confidence::High),
        }
    }

    fn cited(&mut self, node: &Node, sources: &[SourceNote]) -> Vec<usize> {
        if is_empty(node) {
            return Vec::new();
        }
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
            let name = name.trim();
            match sources.iter().position(|source| source.key == name) {
                Some(index) => cited.push(index),
                None => {
                    let keys = sources.iter().map(|source| source.key.as_str());
                    let near = nearest(name, keys).map(str::to_owned);
                    let name = name.to_owned();
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
}
