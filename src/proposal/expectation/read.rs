//! A YAML tree to an expectation.

use std::sync::Arc;

use super::error::Kind;
use super::{Expectation, Expected, ExpectedBy, ExpectedFinding, ExpectedVerdicts};
use crate::proposal::Grade;
use crate::proposal::error::{Kind as TreeKind, ProposalError};
use crate::proposal::node::{self, Node, Value};
use crate::proposal::read::is_empty;
use crate::text::{Code, Diagnostic, Source, Span, Spanned};
use crate::verdict::{Alarm, Verdict};

const TOP: &[&str] = &["policies", "note"];
const BY: &[&str] = &[
    "verdict",
    "reading",
    "rivals",
    "min_grade",
    "findings",
    "warnings",
    "turns_on",
    "error",
];
const FINDING: &[&str] = &["verdict", "turns_on"];
const VERDICTS: [Verdict; 4] = [
    Verdict::Met,
    Verdict::Unmet,
    Verdict::Open,
    Verdict::NotApplicable,
];
const ALARMS: [Alarm; 3] = [Alarm::Raised, Alarm::Clear, Alarm::Open];

/// Reads what is expected of the proposal beside the file.
///
/// # Errors
///
/// Every mistake, in file order; only the first if the text is not YAML.
pub(super) fn read(source: &Arc<Source>) -> Result<Expectation, Vec<Diagnostic>> {
    let mut reader = Reader::new(source);
    let policies = match node::read(source) {
        Ok(root) => reader.top(root),
        Err(ProposalError {
            kind: TreeKind::Empty,
            span,
        }) => {
            reader.nothing("here", span);
            Vec::new()
        }
        Err(error) => return Err(vec![error.diagnostic(source, source)]),
    };
    reader.done(Expectation {
        source: Arc::clone(source),
        inside: None,
        policies,
    })
}

/// Collects errors while it reads.
pub(super) struct Reader<'s> {
    pub source: &'s Arc<Source>,
    pub wrong: Vec<(Span, Diagnostic)>,
}

pub(super) type Entries = Vec<(Spanned<String>, Node)>;

/// What a mapping is called, and its keys.
type Keys = (&'static str, &'static [&'static str]);

impl<'s> Reader<'s> {
    pub fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            wrong: Vec::new(),
        }
    }

    /// What was read, unless something is wrong.
    pub fn done<T>(mut self, read: T) -> Result<T, Vec<Diagnostic>> {
        if self.wrong.is_empty() {
            return Ok(read);
        }
        self.wrong.sort_by_key(|(span, _)| *span);
        Err(self.wrong.into_iter().map(|(_, said)| said).collect())
    }
}

impl Reader<'_> {
    pub fn fail(&mut self, kind: &Kind, span: Span) {
        self.wrong.push((span, kind.diagnostic(self.source, span)));
    }

    pub fn nothing(&mut self, of: impl Into<String>, span: Span) {
        self.fail(&Kind::Nothing { of: of.into() }, span);
    }

    pub fn shape(&mut self, key: &str, wanted: &'static str, span: Span) {
        let key = key.to_owned();
        self.fail(&Kind::WrongShape { key, wanted }, span);
    }

    /// The entries of a mapping, each key once; those under unknown keys are left out.
    pub fn mapping(&mut self, key: &str, node: Node, known: Option<Keys>) -> Entries {
        let span = node.span;
        let Value::Mapping(entries) = node.value else {
            self.shape(key, "a mapping of names to what is expected", span);
            return Vec::new();
        };
        let mut kept: Entries = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let first = kept.iter().find(|(before, _)| before.value == key.value);
            if let Some(first) = first.map(|(before, _)| before.span) {
                let name = key.value;
                self.fail(&Kind::DuplicateKey { key: name, first }, key.span);
                continue;
            }
            if let Some((of, known)) = known
                && !known.contains(&key.value.as_str())
            {
                let name = key.value;
                let kind = Kind::UnknownKey {
                    key: name,
                    of,
                    known,
                };
                self.fail(&kind, key.span);
                continue;
            }
            kept.push((key, value));
        }
        kept
    }

    fn top(&mut self, root: Node) -> Vec<ExpectedBy> {
        let span = root.span;
        let entries = self.mapping("policies", root, Some(("an expectation", TOP)));
        let found = entries.into_iter().find(|(key, _)| key.value == "policies");
        let Some((key, node)) = found else {
            if self.wrong.is_empty() {
                self.nothing("here", span);
            }
            return Vec::new();
        };
        self.policies(&key, node)
    }

    /// What is expected by each policy.
    pub fn policies(&mut self, key: &Spanned<String>, node: Node) -> Vec<ExpectedBy> {
        let before = self.wrong.len();
        let policies = if is_empty(&node) {
            Vec::new()
        } else {
            self.mapping("policies", node, None)
        };
        if policies.is_empty() && self.wrong.len() == before {
            self.nothing("of any policy", key.span);
        }
        let mut all = Vec::new();
        for (policy, node) in policies {
            let Spanned { value, span } = node;
            match value {
                // By one policy a text may be taken in several ways.
                Value::List(each) if !each.is_empty() => {
                    let each = each.into_iter();
                    all.extend(each.filter_map(|node| self.by(policy.clone(), node)));
                }
                value => all.extend(self.by(policy, Spanned::new(value, span))),
            }
        }
        all
    }

    /// What is expected by a policy. A verdict may stand alone.
    fn by(&mut self, policy: Spanned<String>, node: Node) -> Option<ExpectedBy> {
        if is_empty(&node) {
            self.nothing(format!("by `{}`", policy.value), policy.span);
            return None;
        }
        let node = match node.value {
            Value::Text(_) => {
                let outcome = Expected::Judged(ExpectedVerdicts {
                    verdict: Some(self.verdict("verdict", &node)?),
                    ..ExpectedVerdicts::default()
                });
                return Some(ExpectedBy { policy, outcome });
            }
            value => Spanned::new(value, node.span),
        };
        let before = self.wrong.len();
        let entries = self.mapping(&policy.value, node, Some(("a policy's expectation", BY)));
        let error = entries.iter().position(|(key, _)| key.value == "error");
        let outcome = match error {
            Some(at) => self.refused(entries, at),
            None => Some(Expected::Judged(self.judged(entries))),
        };
        let is_nothing = matches!(&outcome, Some(Expected::Judged(judged)) if !judged.says());
        if is_nothing && self.wrong.len() == before {
            self.nothing(format!("by `{}`", policy.value), policy.span);
        }
        outcome.map(|outcome| ExpectedBy { policy, outcome })
    }

    fn refused(&mut self, mut entries: Entries, at: usize) -> Option<Expected> {
        let (key, node) = entries.swap_remove(at);
        for (other, _) in entries {
            let name = other.value;
            self.fail(&Kind::TwoOutcomes { key: name }, other.span);
        }
        let names = self.texts("error", "the code of an error, or a list of codes", node);
        let mut codes = Vec::new();
        for name in &names {
            let known = || Code::ALL.iter().map(|code| code.name()).collect();
            match Code::named(name.value.trim()) {
                Some(code) => codes.push(code),
                None => self.wrong_value(name, "the code of an error", known()),
            }
        }
        (!codes.is_empty()).then(|| Expected::Refused(Spanned::new(codes, key.span)))
    }

    fn judged(&mut self, entries: Entries) -> ExpectedVerdicts {
        let mut expected = ExpectedVerdicts::default();
        for (key, node) in entries {
            match key.value.as_str() {
                "verdict" => expected.verdict = self.verdict("verdict", &node),
                "reading" => {
                    let wanted = "the name of a reading, or a list of them";
                    expected.readings = self.texts("reading", wanted, node);
                }
                "rivals" => expected.options.rivals = self.rivals(&node),
                "min_grade" => expected.options.min_grade = self.grade(&node),
                "findings" => {
                    for (name, node) in self.mapping("findings", node, None) {
                        expected.findings.extend(self.finding(name, node));
                    }
                }
                "warnings" => {
                    for (name, node) in self.mapping("warnings", node, None) {
                        let alarm = self.alarm(&name.value.clone(), &node);
                        expected.warnings.extend(alarm.map(|alarm| (name, alarm)));
                    }
                }
                _ => expected.turns_on = Some(self.turns_on(&key, node)),
            }
        }
        expected
    }

    /// What is expected of a prerequisite. Its verdict may stand alone.
    fn finding(&mut self, name: Spanned<String>, node: Node) -> Option<ExpectedFinding> {
        let Value::Mapping(_) = node.value else {
            let verdict = self.verdict(&name.value.clone(), &node)?.value;
            return Some(ExpectedFinding {
                name,
                verdict: Some(verdict),
                turns_on: None,
            });
        };
        let before = self.wrong.len();
        let (mut verdict, mut turns_on) = (None, None);
        let known = ("the expectation of a prerequisite", FINDING);
        for (key, node) in self.mapping(&name.value, node, Some(known)) {
            if key.value == "verdict" {
                verdict = self.verdict("verdict", &node).map(|verdict| verdict.value);
            } else {
                turns_on = Some(self.turns_on(&key, node));
            }
        }
        if verdict.is_none() && turns_on.is_none() && self.wrong.len() == before {
            self.nothing(format!("of `{}`", name.value), name.span);
        }
        Some(ExpectedFinding {
            name,
            verdict,
            turns_on,
        })
    }

    fn turns_on(&mut self, key: &Spanned<String>, node: Node) -> Spanned<Vec<Spanned<String>>> {
        Spanned::new(self.texts("turns_on", "a list of terms", node), key.span)
    }

    fn rivals(&mut self, node: &Node) -> bool {
        let words = [(true, "true"), (false, "false")];
        let word = self.word("rivals", node, "`true` or `false`", &words);
        word.unwrap_or_default()
    }

    fn grade(&mut self, node: &Node) -> Option<Grade> {
        let words = [(Grade::A, "A"), (Grade::B, "B"), (Grade::C, "C")];
        self.word("min_grade", node, "the grade of a source", &words)
    }

    pub fn verdict(&mut self, key: &str, node: &Node) -> Option<Spanned<Verdict>> {
        let words = VERDICTS.map(|verdict| (verdict, verdict.word()));
        self.word(key, node, "a verdict", &words)
            .map(|verdict| Spanned::new(verdict, node.span))
    }

    pub fn alarm(&mut self, key: &str, node: &Node) -> Option<Alarm> {
        let words = ALARMS.map(|alarm| (alarm, alarm.word()));
        self.word(key, node, "what a warning can be", &words)
    }

    /// One of a few words; `_` is as good as a blank.
    fn word<T: Copy>(
        &mut self,
        key: &str,
        node: &Node,
        wanted: &'static str,
        words: &[(T, &'static str)],
    ) -> Option<T> {
        let Value::Text(text) = &node.value else {
            self.shape(key, wanted, node.span);
            return None;
        };
        let written = text.trim().replace('_', " ");
        let found = words.iter().find(|(_, word)| *word == written);
        if found.is_none() {
            let known = words.iter().map(|(_, word)| *word).collect();
            self.wrong_value(&Spanned::new(text.clone(), node.span), wanted, known);
        }
        found.map(|(value, _)| *value)
    }

    fn wrong_value(
        &mut self,
        text: &Spanned<String>,
        wanted: &'static str,
        known: Vec<&'static str>,
    ) {
        let kind = Kind::WrongValue {
            text: text.value.clone(),
            wanted,
            known,
        };
        self.fail(&kind, text.span);
    }

    /// A text or a list of texts.
    pub fn texts(&mut self, key: &str, wanted: &'static str, node: Node) -> Vec<Spanned<String>> {
        let span = node.span;
        let items = match node.value {
            Value::List(items) => items,
            value => vec![Spanned::new(value, span)],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.value {
                Value::Text(text) => texts.push(Spanned::new(text, item.span)),
                Value::Null(_) | Value::List(_) | Value::Mapping(_) => {
                    self.shape(key, wanted, item.span);
                }
            }
        }
        texts
    }
}

impl ExpectedVerdicts {
    /// Whether anything is looked at.
    fn says(&self) -> bool {
        self.verdict.is_some()
            || !self.findings.is_empty()
            || !self.warnings.is_empty()
            || self.turns_on.is_some()
    }
}
