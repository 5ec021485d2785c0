//! Conditions, values and provisions in words, from the same tree that is evaluated.

use crate::policy::{
    Comparison, Condition, DefinitionId, Kind, Quantifier, Term, Vocabulary, Words,
};
use crate::proposal::{Entry, Knowledge, Provision, Stated};
use crate::questions::demands::Demands;
pub(super) use crate::text::listed;

/// What is possible of a term: `at least maintained`, `none or some`, `does not arise`.
pub(super) fn cells(known: &Knowledge, kind: &Kind) -> String {
    let show = |value: u64| kind.show(value);
    let stretch = |&(low, high): &(u64, u64)| match kind {
        _ if low == high => vec![show(low)],
        Kind::Set(_) => vec![set_between(low, high, kind)],
        Kind::Scale(_) | Kind::Number(_) if low == 0 && high == kind.last() => {
            vec!["anything".to_owned()]
        }
        Kind::Scale(_) | Kind::Number(_) if high == kind.last() => {
            vec![format!("at least {}", show(low))]
        }
        Kind::Scale(_) | Kind::Number(_) if low == 0 => vec![format!("at most {}", show(high))],
        Kind::Scale(_) if high - low < 3 => (low..=high).map(show).collect(),
        Kind::Scale(_) | Kind::Number(_) => vec![format!("{} to {}", show(low), show(high))],
        Kind::OneOf(_) | Kind::YesOrNo => (low..=high).map(show).collect(),
    };
    let mut parts: Vec<String> = known.values.iter().flat_map(stretch).collect();
    if known.not_arising {
        parts.push("not applicable".to_owned());
    }
    listed(&parts, "or")
}

/// `anything with a and b, without c`.
fn set_between(low: u64, high: u64, kind: &Kind) -> String {
    let members = |set: u64, last: &str| listed(&kind.members(set), last);
    let out = kind.last() & !high;
    let with = (low != 0).then(|| format!("with {}", members(low, "and")));
    let without = (out != 0).then(|| format!("without {}", members(out, "or")));
    let parts: Vec<String> = with.into_iter().chain(without).collect();
    match &parts[..] {
        [] => "any set".to_owned(),
        parts => format!("a set {}", listed(parts, "and")),
    }
}

/// What a comparison that should come out as `wanted` asks of a value: `at least assurance`.
pub(super) fn needed(comparison: &Comparison, wanted: bool, vocabulary: &Vocabulary) -> String {
    let needs = (comparison.words()).needs(&vocabulary.term(comparison.term).kind);
    if wanted {
        needs
    } else {
        format!("not {needs}")
    }
}

/// A condition as sentences, one a line, each with its depth below the first.
pub(super) fn sentences(condition: &Condition, vocabulary: &Vocabulary) -> Vec<(usize, String)> {
    let mut teller = Teller {
        vocabulary,
        told: Vec::new(),
        lines: Vec::new(),
    };
    teller.add(condition, 0);
    teller.lines
}

/// Puts sentences together. A definition is spelled out the first time only: spelled out each
/// time, definitions that each use the one before twice would fill the world.
struct Teller<'a> {
    vocabulary: &'a Vocabulary,
    told: Vec<DefinitionId>,
    lines: Vec<(usize, String)>,
}

impl Teller<'_> {
    fn add(&mut self, condition: &Condition, depth: usize) {
        match condition {
            Condition::Comparison(comparison) => {
                self.lines
                    .push((depth, sentence(comparison, self.vocabulary)));
            }
            Condition::Defined { definition, .. } => {
                let new = !self.told.contains(&definition.id());
                let colon = if new { ", which is to say:" } else { "." };
                let gloss = capitalised(&definition.gloss);
                let name = &definition.name;
                self.lines.push((
                    depth,
                    match gloss.as_str() {
                        "" => format!("`{name}`{colon}"),
                        gloss => format!("{gloss} (`{name}`){colon}"),
                    },
                ));
                if new {
                    self.told.push(definition.id());
                    self.add_all(&definition.lines, depth + 1);
                }
            }
            Condition::Group(group) => {
                let head = match group.quantifier {
                    Quantifier::All => "All of these:".to_owned(),
                    Quantifier::Any => "Any one of these:".to_owned(),
                    Quantifier::None => "None of these:".to_owned(),
                    Quantifier::AtLeast(least) => {
                        format!("At least {least} of these {}:", group.lines.len())
                    }
                };
                self.lines.push((depth, head));
                self.add_all(&group.lines, depth + 1);
            }
        }
    }

    fn add_all(&mut self, conditions: &[Condition], depth: usize) {
        for condition in conditions {
            self.add(condition, depth);
        }
    }
}

/// `The territory that the pledge covers (guarantee_scope): at least ukrainian_controlled, that is
/// the land Ukraine controls.`
fn sentence(comparison: &Comparison, vocabulary: &Vocabulary) -> String {
    let term = vocabulary.term(comparison.term);
    let needs = comparison.words().needs(&term.kind);
    let meaning = meaning(comparison.words(), &term.kind);
    format!("{}: {needs}{meaning}.", called(term))
}

/// The gloss of the one label that a comparison names.
fn meaning(words: &Words, kind: &Kind) -> String {
    let label = (words.named_value())
        .and_then(|value| usize::try_from(value).ok())
        .and_then(|index| kind.labels().get(index));
    match label.and_then(|label| label.gloss.as_ref()) {
        Some(gloss) => format!(" ({gloss})"),
        None => String::new(),
    }
}

/// A term by its gloss and its name.
pub(super) fn called(term: &Term) -> String {
    if term.gloss.is_empty() {
        format!("`{}`", term.name)
    } else {
        format!("{} (`{}`)", term.gloss, term.name)
    }
}

/// What a provision says, with what silence means.
pub(super) fn says(provision: &Provision, term: &Term) -> String {
    let show = |value: u64| term.kind.show(value);
    let said = match &provision.stated {
        Stated::Value(entry) => one(*entry, term),
        Stated::AnyOf(entries) => {
            let entries: Vec<String> = entries.iter().map(|entry| briefly(*entry, term)).collect();
            format!("either {}", listed(&entries, "or"))
        }
        Stated::Between(low, high) => format!("between {} and {}", show(*low), show(*high)),
        Stated::Bounds { at_least, at_most } => {
            let least = at_least.map(|low| format!("at least {}", show(low)));
            let most = at_most.map(|high| format!("at most {}", show(high)));
            let bounds: Vec<String> = least.into_iter().chain(most).collect();
            listed(&bounds, "and")
        }
    };
    if provision.rival.is_empty() {
        return said;
    }
    let rivals: Vec<String> = (provision.rival.iter())
        .map(|entry| one(*entry, term))
        .collect();
    format!("{said}; also defensible: {}", listed(&rivals, "or"))
}

fn one(entry: Entry, term: &Term) -> String {
    match entry {
        Entry::Silent => silence(term),
        entry => briefly(entry, term),
    }
}

fn briefly(entry: Entry, term: &Term) -> String {
    match entry {
        Entry::Silent => "silent".to_owned(),
        Entry::NotApplicable => "does not arise".to_owned(),
        Entry::Value(value) => term.kind.show(value),
    }
}

/// What it comes to that a text says nothing.
pub(super) fn silence(term: &Term) -> String {
    match term.silence {
        Some(0) if term.kind.is_set() => "silent, which means nothing".to_owned(),
        Some(value) => format!("silent, which means {}", term.kind.show(value)),
        None => "silent, which leaves it open".to_owned(),
    }
}

/// `3 steps`.
pub(super) fn counted(count: u64, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

/// How much a policy asks: `15 prerequisites`.
pub(super) fn asks(demands: &Demands<'_>, policy: usize) -> String {
    let all = &demands.policies[policy].prerequisites;
    let advisory = all.iter().filter(|each| each.advisory).count();
    if demands.decides_nothing(policy) {
        let advisory = counted(advisory as u64, "advisory prerequisite");
        return format!("{advisory}, nothing that decides");
    }
    counted((all.len() - advisory) as u64, "prerequisite")
}

/// That a policy accepts no text to which nothing of it applies, with what could apply.
pub(super) fn something_of(demands: &Demands<'_>, policy: usize) -> String {
    let name = &demands.policies[policy].name;
    if demands.decides_nothing(policy) {
        format!("{name} asks nothing that decides, so no text is met by it")
    } else {
        let deciding = demands.policies[policy].prerequisites.iter();
        let names = deciding.filter(|each| !each.advisory);
        let names: Vec<String> = names.map(|each| each.name.clone()).collect();
        let any = match names.len() {
            ..=4 => listed(&names, "or"),
            more => format!("any of its {more} prerequisites"),
        };
        format!("something of {name} ({any}) has to apply and be met")
    }
}

/// With a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A text of a file without characters that would do something to the terminal, or to the text
/// around them, instead of being seen: nothing of a file is a command, or makes a line read
/// otherwise than it is. They become U+FFFD.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.chars()
        .map(|char| if is_seen(char) { char } else { '\u{fffd}' })
        .collect()
}

/// Not control characters, line ends, orders to write backwards, and what takes no room. Joiners and
/// marks of direction stay: some scripts cannot be written without them.
fn is_seen(char: char) -> bool {
    let unseen = matches!(char,
        '\u{200b}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !unseen && !char.is_control()
}
