//! What the settings of a question mean, once policies are loaded.

use std::sync::Arc;

use crate::policy::{Policy, Prerequisite, ReadingChoice, ReadingId, TermId, Vocabulary};
use crate::proposal::Proposal;
use crate::questions::repair::Prices;
use crate::text::{Code, Diagnostic, Hint, Setting, SettingKind, nearest};

/// Which terms a repair or a compromise may change, and at what price. By default every term, each
/// step at the price 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Prices of a step, as `TERM=N`, N from 1 to [`Prices::MOST`].
    pub prices: Vec<String>,
    /// Names of terms that stay as they stand.
    pub freeze: Vec<String>,
    /// Names of the only terms that may change. If this is empty, all may.
    pub only: Vec<String>,
}

impl Changes {
    /// The prices and the frozen terms.
    ///
    /// # Errors
    ///
    /// `input/no-such-term`, `input/bad-price`, and `input/contradiction` if two prices of a term
    /// differ, or a term is both frozen and among those that alone may change.
    pub(super) fn resolve(&self, vocabulary: &Vocabulary) -> Result<Prices, Vec<Diagnostic>> {
        let mut wrong = Vec::new();
        let mut prices = prices(&self.prices, vocabulary, &mut wrong);
        let freeze = terms(&self.freeze, vocabulary, &mut wrong);
        let only = terms(&self.only, vocabulary, &mut wrong);
        if wrong.is_empty() {
            wrong.extend(frozen_and_free(&freeze, &only, vocabulary));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        for term in vocabulary.ids() {
            let left_out = !only.is_empty() && !only.contains(&term);
            prices.frozen[term.0] = freeze.contains(&term) || left_out;
        }
        Ok(prices)
    }
}

/// A reading that is asked for: of one prerequisite, or of all that have it.
struct Wanted<'a> {
    text: &'a str,
    of: Option<&'a str>,
    name: &'a str,
}

impl<'a> Wanted<'a> {
    fn new(text: &'a str) -> Self {
        match text.split_once('=') {
            Some((of, name)) => Self {
                text,
                of: Some(of),
                name,
            },
            None => Self {
                text,
                of: None,
                name: text,
            },
        }
    }

    /// The reading that it settles of a prerequisite.
    fn settles(&self, prerequisite: &Prerequisite) -> Option<ReadingId> {
        let meant = self.of.is_none_or(|of| of == prerequisite.name);
        prerequisite.find_reading(self.name).filter(|_| meant)
    }
}

/// The policies with the readings settled that are asked for, in the same order.
///
/// Each of `wanted` is `PREREQUISITE=NAME`, or `NAME` for all prerequisites that have it; the first
/// goes before the second.
pub(super) fn readings<'p, S: AsRef<str>>(
    wanted: &[S],
    policies: &'p [Policy],
) -> Result<Vec<ReadingChoice<'p>>, Vec<Diagnostic>> {
    let wanted: Vec<Wanted<'_>> = (wanted.iter())
        .map(|text| Wanted::new(text.as_ref()))
        .collect();
    let all = || policies.iter().flat_map(|policy| &policy.prerequisites);
    let nowhere = |wanted: &&Wanted<'_>| all().all(|each| wanted.settles(each).is_none());
    let mut wrong: Vec<Diagnostic> = (wanted.iter().filter(nowhere))
        .map(|wanted| no_such_reading(wanted.text, all()))
        .collect();
    let mut choices = Vec::with_capacity(policies.len());
    for policy in policies {
        choices.push(policy.settled_by(|prerequisite| {
            settled_of(prerequisite, &wanted).unwrap_or_else(|error| {
                if !wrong.contains(&error) {
                    wrong.push(error);
                }
                None
            })
        }));
    }
    if wrong.is_empty() {
        Ok(choices)
    } else {
        Err(wrong)
    }
}

/// The reading of a prerequisite that is settled. What is said of it alone goes before what is said
/// of all.
fn settled_of(
    prerequisite: &Prerequisite,
    wanted: &[Wanted<'_>],
) -> Result<Option<ReadingId>, Diagnostic> {
    let (own, shared): (Vec<_>, Vec<_>) = (wanted.iter())
        .filter_map(|each| Some((each, each.settles(prerequisite)?)))
        .partition(|(each, _)| each.of.is_some());
    let (asked, help) = if own.is_empty() {
        let help = "leave out one of them, or write PREREQUISITE=NAME, which goes before what is \
                    said of all";
        (shared, help)
    } else {
        (own, "leave out one of them")
    };
    let Some(&(first, reading)) = asked.first() else {
        return Ok(None);
    };
    match asked.iter().find(|(_, other)| *other != reading) {
        Some((other, _)) => {
            let kind = SettingKind::Reading;
            Err(contradiction((kind, first.text), (kind, other.text)).help(help))
        }
        None => Ok(Some(reading)),
    }
}

/// An error about two settings, each with the value as it was given.
fn contradiction(first: (SettingKind, &str), second: (SettingKind, &str)) -> Diagnostic {
    let [first, second] = [first, second].map(|(kind, value)| Setting {
        kind,
        value: value.to_owned(),
    });
    let message = format!("`{first}` and `{second}` contradict each other");
    Diagnostic::error(Code::InputContradiction, message).hint(Hint::Contradiction(first, second))
}

fn no_such_reading<'a>(text: &str, all: impl Iterator<Item = &'a Prerequisite>) -> Diagnostic {
    let mut known = Vec::new();
    for prerequisite in all {
        for reading in &prerequisite.readings {
            known.push(format!("{}={}", prerequisite.name, reading.name));
            known.push(reading.name.clone());
        }
    }
    let near = nearest(text, known.iter().map(String::as_str));
    let error = Diagnostic::error(
        Code::InputNoSuchReading,
        format!("no prerequisite has the reading `{text}`"),
    );
    match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("write PREREQUISITE=NAME, or NAME for all that have it"),
    }
}

/// Whether these are names of prerequisites or warnings of some policy.
pub(super) fn require_named(names: &[String], policies: &[Policy]) -> Result<(), Vec<Diagnostic>> {
    let known = || {
        policies.iter().flat_map(|policy| {
            let prerequisites = policy.prerequisites.iter().map(|each| each.name.as_str());
            prerequisites.chain(policy.warnings.iter().map(|each| each.name.as_str()))
        })
    };
    let unknown = names
        .iter()
        .filter(|name| known().all(|each| each != *name));
    let wrong: Vec<Diagnostic> = unknown
        .map(|name| {
            let of: Vec<String> = policies
                .iter()
                .map(|each| format!("`{}`", each.name))
                .collect();
            let message = match &of[..] {
                [one] => format!("{one} has no prerequisite and no warning `{name}`"),
                several => {
                    let of = several.join(", ");
                    format!("none of {of} has a prerequisite or a warning `{name}`")
                }
            };
            let error = Diagnostic::error(Code::InputNoSuchFinding, message);
            match nearest(name, known()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error
                    .help("prerequisites and warnings are listed in the policy's file")
                    .hint(Hint::SeeText(Arc::clone(&policies[0].source))),
            }
        })
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Whether some policy has a prerequisite of this name.
pub(super) fn asks<'a>(policies: impl IntoIterator<Item = &'a Policy>, name: &str) -> bool {
    let mut all = policies
        .into_iter()
        .flat_map(|policy| &policy.prerequisites);
    all.any(|each| each.name == name)
}

/// What alone is looked at of several texts.
pub(super) struct Only {
    /// The texts, by their places; every one if none is named.
    pub texts: Vec<usize>,
    /// The names of prerequisites; every one if none is named.
    pub prerequisites: Vec<String>,
}

/// What these names are: of prerequisites of some policy, or of texts. A name of both is that of the
/// prerequisite.
pub(super) fn only(
    names: &[String],
    policies: &[&Policy],
    texts: &[&Proposal],
) -> Result<Only, Vec<Diagnostic>> {
    let mut only = Only {
        texts: Vec::new(),
        prerequisites: Vec::new(),
    };
    let known: Vec<&str> = (policies.iter().flat_map(|policy| &policy.prerequisites))
        .map(|each| each.name.as_str())
        .collect();
    let called: Vec<&str> = texts.iter().map(|text| text.called.as_str()).collect();
    let mut wrong = Vec::new();
    for name in names {
        let mut each = texts.iter();
        let text = each.position(|text| text.called == *name || text.source.name() == name);
        if asks(policies.iter().copied(), name) {
            only.prerequisites.push(name.clone());
        } else if let Some(text) = text {
            only.texts.push(text);
        } else {
            let message = format!("`{name}` is neither a prerequisite nor one of these texts");
            let error = Diagnostic::error(Code::InputNoSuchFinding, message);
            let near = nearest(name, known.iter().chain(&called).copied());
            wrong.push(match near {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("name a prerequisite, or a text as the answer calls it"),
            });
        }
    }
    if wrong.is_empty() {
        Ok(only)
    } else {
        Err(wrong)
    }
}

/// The price of a step for each term. A wrong price adds an error to `wrong`.
fn prices(given: &[String], vocabulary: &Vocabulary, wrong: &mut Vec<Diagnostic>) -> Prices {
    let mut prices = Prices::even(vocabulary);
    let mut known: Vec<Option<&str>> = vec![None; vocabulary.terms.len()];
    for text in given {
        let (name, price) = text.split_once('=').unwrap_or((text, ""));
        let price = (price.parse().ok()).filter(|price| (1..=Prices::MOST).contains(price));
        match (term(name, vocabulary), price) {
            (Ok(term), Some(price)) => {
                let before = known[term.0].replace(text);
                if let Some(before) = before.filter(|_| prices.of[term.0] != price) {
                    let kind = SettingKind::Price;
                    let error = contradiction((kind, before), (kind, text));
                    wrong.push(error.help("leave out one of them"));
                }
                prices.of[term.0] = price;
            }
            (Err(error), _) => wrong.push(error),
            (Ok(_), None) => {
                let message = format!("`{text}` is no price");
                let error = Diagnostic::error(Code::InputBadPrice, message);
                let most = Prices::MOST;
                wrong.push(error.help(format!("write TERM=N, N a whole number from 1 to {most}")));
            }
        }
    }
    prices
}

/// The terms of these names. An unknown name adds an error to `wrong`.
fn terms(names: &[String], vocabulary: &Vocabulary, wrong: &mut Vec<Diagnostic>) -> Vec<TermId> {
    let mut found = Vec::new();
    for name in names {
        match term(name, vocabulary) {
            Ok(term) => found.push(term),
            Err(error) => wrong.push(error),
        }
    }
    found
}

/// An error for each term that is both frozen and among those that alone may change.
fn frozen_and_free<'a>(
    freeze: &'a [TermId],
    only: &'a [TermId],
    vocabulary: &'a Vocabulary,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let both = (vocabulary.ids()).filter(|term| freeze.contains(term) && only.contains(term));
    both.map(|term| {
        let name = vocabulary.term(term).name.as_str();
        let error = contradiction((SettingKind::Freeze, name), (SettingKind::Only, name));
        error.help("leave the term out of one of them")
    })
}

fn term(name: &str, vocabulary: &Vocabulary) -> Result<TermId, Diagnostic> {
    vocabulary.find_as_ever(name.trim()).ok_or_else(|| {
        let message = format!("`{}` has no term `{}`", vocabulary.name, name.trim());
        let error = Diagnostic::error(Code::InputNoSuchTerm, message);
        let names = vocabulary.terms.iter().map(|term| term.name.as_str());
        match nearest(name.trim(), names) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error
                .help("terms are listed in the vocabulary's file")
                .hint(Hint::SeeText(Arc::clone(&vocabulary.source))),
        }
    })
}
