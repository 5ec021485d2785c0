//! Conditions, values and provisions in words, from the same tree that is evaluated.

use serde::Serialize;

use crate::phrase;
use crate::policy::{
    Comparison, Condition, Definition, DefinitionId, Kind, Quantifier, Term, Vocabulary, Words,
};
use crate::proposal::{Entry, Grade, Knowledge, Provision, Stated};
use crate::syntax::operator::{CountOperator, MembersOperator, ValueOperator};
use crate::text::{Phrase, Untrusted};

/// What a minimum grade leaves: `without sources of grade C`.
pub(crate) fn counting_from(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "on sources of grade A alone",
        Grade::B => "without sources of grade C",
        Grade::C => "without values that name no source",
    }
}

/// A sentence of a condition. Those that belong to it come after it, one level deeper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Sentence {
    /// How many levels it lies below the first one.
    pub depth: usize,
    /// What it says.
    pub says: Phrase,
}

impl Sentence {
    pub(super) fn new(depth: usize, says: Phrase) -> Self {
        Self { depth, says }
    }
}

/// A condition as sentences.
pub(crate) fn sentences(condition: &Condition, vocabulary: &Vocabulary) -> Vec<Sentence> {
    let mut teller = Teller {
        vocabulary,
        told: Vec::new(),
        sentences: Vec::new(),
    };
    teller.add(condition, 0);
    teller.sentences
}

/// Sentences one after another as one string, for programs.
pub(crate) fn joined(sentences: &[Sentence]) -> Phrase {
    Phrase::joined(sentences.iter().map(|sentence| &sentence.says), " ")
}

/// Puts sentences together. A definition is spelled out the first time only: definitions that each
/// use the one before twice would otherwise take exponentially many sentences.
struct Teller<'a> {
    vocabulary: &'a Vocabulary,
    told: Vec<DefinitionId>,
    sentences: Vec<Sentence>,
}

impl Teller<'_> {
    fn add(&mut self, condition: &Condition, depth: usize) {
        match condition {
            Condition::Comparison(comparison) => {
                self.say(depth, sentence(comparison, self.vocabulary));
            }
            Condition::Defined { definition, .. } => {
                let new = !self.told.contains(&definition.id());
                self.say(depth, named(definition, new));
                if new {
                    self.told.push(definition.id());
                    self.add_all(&definition.lines, depth + 1);
                }
            }
            Condition::Group(group) => {
                let head = match group.quantifier {
                    Quantifier::All => "All of these:".into(),
                    Quantifier::Any => "Any one of these:".into(),
                    Quantifier::None => "None of these:".into(),
                    Quantifier::AtLeast(least) => {
                        phrase!["At least ", least, " of these ", group.lines.len(), ":"]
                    }
                };
                self.say(depth, head);
                self.add_all(&group.lines, depth + 1);
            }
        }
    }

    fn add_all(&mut self, conditions: &[Condition], depth: usize) {
        for condition in conditions {
            self.add(condition, depth);
        }
    }

    fn say(&mut self, depth: usize, says: Phrase) {
        self.sentences.push(Sentence::new(depth, says));
    }
}

/// A definition by its gloss and its name, and whether what it stands for follows.
fn named(definition: &Definition, follows: bool) -> Phrase {
    let end = if follows { ", which is to say:" } else { "." };
    let name = Phrase::code(&definition.name);
    let gloss = Untrusted::from(&definition.gloss).capitalised();
    if gloss.is_empty() {
        phrase![name, end]
    } else {
        phrase![gloss, " (", name, ")", end]
    }
}

/// ``The territory that the pledge covers (`guarantee_scope`): at least ukrainian_controlled (the
/// land that Ukraine controls).``
fn sentence(comparison: &Comparison, vocabulary: &Vocabulary) -> Phrase {
    let term = vocabulary.term(comparison.term);
    let needs = comparison.words().needs(&term.kind);
    let says = phrase![called(term), ": ", needs];
    match meaning(comparison, &term.kind) {
        Some(gloss) => phrase![says, " (", gloss, ")."],
        None => says.with("."),
    }
}

/// The gloss of the one label that a comparison names.
fn meaning(comparison: &Comparison, kind: &Kind) -> Option<Untrusted> {
    let index = usize::try_from(comparison.words().named_value()?).ok()?;
    let gloss = kind.labels().get(index)?.gloss.as_ref()?;
    Some(gloss.into())
}

/// A term by its gloss and its name.
fn called(term: &Term) -> Phrase {
    let name = Phrase::code(&term.name);
    if term.gloss.is_empty() {
        name
    } else {
        phrase![Untrusted::from(&term.gloss), " (", name, ")"]
    }
}

/// What a comparison that should come out as `wanted` asks of a value: `at least assurance`.
pub(crate) fn needed(comparison: &Comparison, wanted: bool, vocabulary: &Vocabulary) -> Phrase {
    let needs = (comparison.words()).needs(&vocabulary.term(comparison.term).kind);
    if wanted {
        needs
    } else {
        phrase!["not ", needs]
    }
}

/// The same as a part of a sentence about the term: `must be at least assurance`, `must not include us`.
pub(crate) fn must(comparison: &Comparison, wanted: bool, vocabulary: &Vocabulary) -> Phrase {
    let kind = &vocabulary.term(comparison.term).kind;
    let list = |set: &u64, last| members(*set, kind, last);
    let not = if wanted { "" } else { "not " };
    match comparison.words() {
        Words::Value(ValueOperator::IsNot, value) => {
            let not = if wanted { "not " } else { "" };
            phrase!["must ", not, "be ", Phrase::value(kind.show(*value))]
        }
        Words::Members(operator, set) => match (operator, wanted) {
            (MembersOperator::Includes | MembersOperator::IncludesAll, true) => {
                phrase!["must include ", list(set, "and")]
            }
            (MembersOperator::Includes | MembersOperator::IncludesAll, false) => {
                phrase!["must not include all of ", list(set, "and")]
            }
            (MembersOperator::IncludesAny, true) => phrase!["must include ", list(set, "or")],
            (MembersOperator::IncludesAny, false) | (MembersOperator::Excludes, true) => {
                phrase!["must not include ", list(set, "or")]
            }
            (MembersOperator::Excludes, false) => phrase!["must include ", list(set, "or")],
        },
        Words::Count(operator, count) => {
            let bound = match operator {
                CountOperator::AtLeast => "have at least ",
                CountOperator::AtMost => "have at most ",
            };
            phrase![
                "must ",
                not,
                bound,
                Phrase::counted(u64::from(*count), "member")
            ]
        }
        Words::Arises => phrase!["must ", not, "arise"],
        Words::Value(..) | Words::OneOf(_) | Words::Between(..) => {
            phrase!["must ", not, "be ", comparison.words().needs(kind)]
        }
    }
}

/// What will do, in as few words as possible: of a bound the value that just meets it, and whether
/// others do, too.
pub(crate) fn will_do(comparison: &Comparison, wanted: bool, vocabulary: &Vocabulary) -> Phrase {
    let kind = &vocabulary.term(comparison.term).kind;
    let shown = |value: u64| Phrase::value(kind.show(value));
    let least = |value: u64| {
        let at_least = if value == kind.last() {
            ""
        } else {
            "at least "
        };
        phrase![at_least, shown(value)]
    };
    let most = |value: u64| {
        let at_most = if value == 0 { "" } else { "at most " };
        phrase![at_most, shown(value)]
    };
    let told = match (comparison.words(), wanted) {
        (Words::Value(operator, value), true) => match operator {
            ValueOperator::Is => Some(shown(*value)),
            ValueOperator::AtLeast => Some(least(*value)),
            ValueOperator::AtMost => Some(most(*value)),
            ValueOperator::Above => {
                let next = value.checked_add(1).filter(|next| *next <= kind.last());
                next.map(least)
            }
            ValueOperator::Below => value.checked_sub(1).map(most),
            ValueOperator::IsNot => None,
        },
        _ => None,
    };
    told.unwrap_or_else(|| needed(comparison, wanted, vocabulary))
}

/// `a, b and c`: the members of a set.
fn members(set: u64, kind: &Kind, last: &'static str) -> Phrase {
    Phrase::list(kind.members(set).into_iter().map(Phrase::value), last)
}

/// What is possible of a term: `at least maintained`, `none or some`, `not applicable`.
pub(crate) fn cells(known: &Knowledge, kind: &Kind) -> Phrase {
    let stretches = known.values.iter();
    let mut parts: Vec<Phrase> = stretches
        .flat_map(|&(low, high)| stretch(low, high, kind))
        .collect();
    if known.not_arising {
        parts.push("not applicable".into());
    }
    Phrase::list(parts, "or")
}

/// The values from one to another: each of them if they are few, else their bounds.
fn stretch(low: u64, high: u64, kind: &Kind) -> Vec<Phrase> {
    let show = |value: u64| Phrase::value(kind.show(value));
    let last = kind.last();
    match kind {
        _ if low == high => vec![show(low)],
        Kind::Set(_) => vec![sets_between(low, high, kind)],
        Kind::OneOf(_) | Kind::YesOrNo => (low..=high).map(show).collect(),
        Kind::Scale(_) | Kind::Number(_) => match (low, high) {
            _ if low == 0 && high == last => vec!["anything".into()],
            _ if high == last => vec![phrase!["at least ", show(low)]],
            _ if low == 0 => vec![phrase!["at most ", show(high)]],
            _ if matches!(kind, Kind::Scale(_)) && high - low < 3 => {
                (low..=high).map(show).collect()
            }
            _ => vec![phrase![show(low), " to ", show(high)]],
        },
    }
}

/// `a set with a and b and without c`.
fn sets_between(low: u64, high: u64, kind: &Kind) -> Phrase {
    let out = kind.last() & !high;
    let with = (low != 0).then(|| phrase!["with ", members(low, kind, "and")]);
    let without = (out != 0).then(|| phrase!["without ", members(out, kind, "or")]);
    let parts: Vec<Phrase> = with.into_iter().chain(without).collect();
    if parts.is_empty() {
        "any set".into()
    } else {
        phrase!["a set ", Phrase::list(parts, "and")]
    }
}

/// What a provision says, with what silence means.
pub(crate) fn says(provision: &Provision, term: &Term) -> Phrase {
    let said = match &provision.stated {
        Stated::Value(entry) => one(*entry, term),
        Stated::AnyOf(entries) => {
            let entries = entries.iter().map(|entry| briefly(*entry, term));
            phrase!["either ", Phrase::list(entries, "or")]
        }
        Stated::Between(low, high) => between(*low, *high, term),
        Stated::Bounds { at_least, at_most } => bounds(*at_least, *at_most, term),
    };
    if provision.rival.is_empty() {
        return said;
    }
    let rivals = provision.rival.iter().map(|entry| one(*entry, term));
    phrase![said, "; also defensible: ", Phrase::list(rivals, "or")]
}

/// What a provision says, without what silence means. Rival codings are told where they count.
pub(crate) fn listed_briefly(provision: &Provision, term: &Term, rivals: bool) -> Phrase {
    let said = match &provision.stated {
        Stated::Value(entry) => briefly(*entry, term),
        Stated::AnyOf(entries) => {
            Phrase::list(entries.iter().map(|each| listed(*each, term)), "or")
        }
        Stated::Between(low, high) => between(*low, *high, term),
        Stated::Bounds { at_least, at_most } => bounds(*at_least, *at_most, term),
    };
    if !rivals || provision.rival.is_empty() {
        return said;
    }
    let rival = provision.rival.iter().map(|each| listed(*each, term));
    phrase![said, ", or by a rival coding ", Phrase::list(rival, "or")]
}

/// An entry among others.
fn listed(entry: Entry, term: &Term) -> Phrase {
    match entry {
        Entry::NotApplicable => "not applicable".into(),
        Entry::Silent | Entry::Value(_) => briefly(entry, term),
    }
}

/// `between 30 days and 90 days`.
pub(crate) fn between(low: u64, high: u64, term: &Term) -> Phrase {
    let show = |value: u64| Phrase::value(term.kind.show(value));
    phrase!["between ", show(low), " and ", show(high)]
}

/// `at least 30 days and at most 90 days`.
pub(crate) fn bounds(at_least: Option<u64>, at_most: Option<u64>, term: &Term) -> Phrase {
    let show = |value: u64| Phrase::value(term.kind.show(value));
    let least = at_least.map(|low| phrase!["at least ", show(low)]);
    let most = at_most.map(|high| phrase!["at most ", show(high)]);
    Phrase::list(least.into_iter().chain(most), "and")
}

fn one(entry: Entry, term: &Term) -> Phrase {
    match entry {
        Entry::Silent => silence(term),
        Entry::NotApplicable | Entry::Value(_) => briefly(entry, term),
    }
}

fn briefly(entry: Entry, term: &Term) -> Phrase {
    match entry {
        Entry::Silent => "silent".into(),
        Entry::NotApplicable => "does not arise".into(),
        Entry::Value(value) => Phrase::value(term.kind.show(value)),
    }
}

/// What a text's silence means, in a word: `none`, `open`.
pub(crate) fn silence_in_a_word(term: &Term) -> Phrase {
    match term.silence {
        Some(0) if term.kind.is_set() => "nothing".into(),
        Some(value) => Phrase::value(term.kind.show(value)),
        None => "open".into(),
    }
}

/// What a text's silence means.
pub(crate) fn silence(term: &Term) -> Phrase {
    match term.silence {
        Some(0) if term.kind.is_set() => "silent, which means nothing".into(),
        Some(value) => {
            phrase!["silent, which means ", Phrase::value(term.kind.show(value))]
        }
        None => "silent, which leaves it open".into(),
    }
}
