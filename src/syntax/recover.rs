//! Error messages for the stretches that the grammar could not read.

use super::error::Kind;
use super::keywords::{Context, home_of, is_keyword};
use super::lossless::{Node, NodeKind};
use super::operator;
use super::read::Reader;
use crate::text::{Span, nearest};

/// Signs that people write for comparisons, with the words that the language has for them.
const SIGNS: &[(&str, &str)] = &[
    (">=", "is at least"),
    ("=>", "is at least"),
    ("<=", "is at most"),
    ("=<", "is at most"),
    ("==", "is"),
    ("!=", "is not"),
    ("<>", "is not"),
    (">", "is above"),
    ("<", "is below"),
    ("=", "is"),
    (":", "is"),
];

/// Words that people write for comparisons, with the words that the language has for them.
const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "includes",
        &["contains", "contain", "include", "has", "have", "holds"],
    ),
    ("excludes", &["lacks", "omits", "without", "exclude"]),
    ("counts", &["count", "numbers", "size", "sizes"]),
    ("is", &["equals", "equal", "be", "are", "was", "eq"]),
    ("is one of", &["in", "among"]),
    ("is at least", &["reaches", "least", "min", "minimum"]),
    ("is at most", &["most", "max", "maximum"]),
    ("is above", &["exceeds", "over"]),
    ("is below", &["under"]),
    ("arises", &["applies", "exists", "occurs"]),
];

/// Words and signs that join conditions in other languages.
const INFIX: &[&str] = &["and", "or", "not", "&&", "||", "!", "but", "xor"];

/// Reports an unreadable stretch where one of the context's clauses should stand.
pub(super) fn report(reader: &mut Reader, error: Node<'_>, context: Context) {
    let text = error.text().trim_end();
    let place = error.span();
    let first = first_word(text);
    let word_place = Span::new(place.start, place.start + first.len().max(1));
    let kind = if first.is_empty() {
        match sign_at(text) {
            Some((sign, instead)) => Kind::Sign {
                sign: sign.to_owned(),
                instead,
            },
            None => unreadable(text, context),
        }
    } else if let Some((_, usage)) = context.usages.iter().find(|(word, _)| *word == first) {
        let (kind, offset) = malformed(text, first, usage);
        let start = place.start + offset;
        let length = text[offset..].split_whitespace().next().map_or(1, str::len);
        reader.fail(kind, Span::new(start, start + length));
        return;
    } else if let Some(group) = group_words(text) {
        Kind::GroupWithoutBraces { word: group }
    } else if INFIX.contains(&first) {
        Kind::Infix {
            word: first.to_owned(),
        }
    } else if first == "if" {
        Kind::If
    } else if let Some(home) = home_of(first) {
        Kind::Misplaced {
            word: first.to_owned(),
            place: context.name,
            home: Some(home),
        }
    } else if is_keyword(first) {
        Kind::Misplaced {
            word: first.to_owned(),
            place: context.name,
            home: None,
        }
    } else {
        unknown(first, context)
    };
    reader.fail(kind, word_place);
}

/// What is wrong with a clause whose first word is right, and at which offset.
fn malformed(text: &str, first: &str, usage: &'static str) -> (Kind, usize) {
    let rest = text[first.len()..].trim_start();
    let offset = text.len() - rest.len();
    let next = rest
        .split([' ', '\t', '\n', '{'])
        .next()
        .unwrap_or_default();
    let takes_condition = usage.ends_with("CONDITION");
    let takes_name = usage.contains(" NAME");
    let word = shortened(next);
    if takes_condition && INFIX.contains(&next) {
        (Kind::Infix { word }, offset)
    } else if let (true, Some(word)) = (takes_condition, group_words(rest)) {
        (Kind::GroupWithoutBraces { word }, offset)
    } else if takes_name && !next.is_empty() && !next.starts_with('"') && !is_name(next) {
        (Kind::BadName { word }, offset)
    } else {
        let word = first.to_owned();
        let usage = usage.into();
        (Kind::Malformed { word, usage }, 0)
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|char: char| char.is_ascii_alphabetic())
        && word
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_')
}

fn unreadable(text: &str, context: Context) -> Kind {
    if context.usages.is_empty() {
        return Kind::NotACondition;
    }
    let found = text.split_whitespace().next().unwrap_or_default();
    unknown(&shortened(found), context)
}

fn unknown(word: &str, context: Context) -> Kind {
    Kind::UnknownWord {
        word: word.to_owned(),
        place: context.name,
        near: nearest(word, context.near()),
        known: context.words(),
    }
}

/// Reports what follows a condition on its line.
pub(super) fn after_condition(reader: &mut Reader, condition: Node<'_>, trailing: Node<'_>) {
    let (text, place) = trimmed(trailing);
    let bare = condition.kind() == NodeKind::BareName;
    let first = first_word(text);
    let kind = if let Some((sign, instead)) = sign_at(text) {
        Kind::Sign {
            sign: sign.to_owned(),
            instead,
        }
    } else if bare && first_word(condition.text().trim()) == "if" {
        Kind::If
    } else if let Some(words) = without_is(text).filter(|_| bare) {
        Kind::MissingIs {
            words: shortened(words),
        }
    } else if let Some(value) = unquoted(text).filter(|_| bare) {
        Kind::QuotedValue { value }
    } else if let Some(unit) = unit_of_two_words(condition.text(), text) {
        Kind::UnitOfTwoWords { unit }
    } else if INFIX.contains(&first) || text.starts_with(['&', '|']) {
        let word = text.split_whitespace().next().unwrap_or_default();
        Kind::Infix {
            word: shortened(word),
        }
    } else if text == "," {
        Kind::TrailingComma
    } else if bare && operator::is_unfinished(text) {
        Kind::MissingConstant {
            words: shortened(text),
        }
    } else if bare && !first.is_empty() {
        let known = operator::first_words();
        if known.contains(&first) {
            Kind::Malformed {
                word: first.to_owned(),
                usage: operator::usage_of(first).into(),
            }
        } else {
            Kind::NotAComparison {
                word: first.to_owned(),
                near: synonym(first).or_else(|| nearest(first, known)),
            }
        }
    } else if operator::has_list(condition.text()) && !first.is_empty() {
        Kind::MissingComma {
            word: first.to_owned(),
        }
    } else {
        Kind::AfterTheEnd {
            text: shortened(text),
        }
    };
    reader.fail(kind, place);
}

/// Reports what follows a clause of a term on its line.
pub(super) fn after_clause(reader: &mut Reader, stray: Node<'_>, clause: NodeKind) {
    let (text, place) = trimmed(stray);
    let first = first_word(text);
    let kind = match clause {
        NodeKind::Scale if first.is_empty() && text.starts_with(',') => Kind::Malformed {
            word: "scale".to_owned(),
            usage: "scale lowest < next < highest".into(),
        },
        NodeKind::OneOf | NodeKind::SetOf | NodeKind::Formerly if text == "," => {
            Kind::TrailingComma
        }
        NodeKind::OneOf | NodeKind::SetOf | NodeKind::Formerly
            if !first.is_empty() && home_of(first).is_none() =>
        {
            Kind::MissingComma {
                word: first.to_owned(),
            }
        }
        _ => Kind::AfterTheEnd {
            text: shortened(text),
        },
    };
    reader.fail(kind, place);
}

/// What a word that people write for a comparison is called here.
fn synonym(word: &str) -> Option<&'static str> {
    let known = SYNONYMS.iter().find(|(_, others)| others.contains(&word));
    known.map(|(word, _)| *word)
}

/// The words of a comparison that lacks its `is`: `at least assurance`.
fn without_is(text: &str) -> Option<&str> {
    let begins = |words: &str| {
        let rest = text.strip_prefix(words);
        rest.is_some_and(|rest| rest.starts_with([' ', '\t']) && !rest.trim().is_empty())
    };
    let words = [
        "at least", "at most", "above", "below", "between", "one of", "not",
    ];
    words.into_iter().any(begins).then_some(text)
}

/// A comparison with its value in quotes, as it has to be written.
fn unquoted(text: &str) -> Option<String> {
    let first = first_word(text);
    let plain = text.replace('"', "");
    let fits = operator::first_words().contains(&first) && text.contains('"');
    let value = plain.strip_prefix(first)?.trim();
    let words = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | ' ' | ',');
    (fits && !value.is_empty() && value.chars().all(words)).then_some(plain)
}

/// `calendar days`, where a condition ends in a number with its unit and one more word follows.
fn unit_of_two_words(condition: &str, following: &str) -> Option<String> {
    let mut words = condition.split_whitespace().rev();
    let (unit, number) = (words.next()?, words.next()?);
    let is_number = number.starts_with(|char: char| char.is_ascii_digit());
    let is_unit = first_word(following) == following && !INFIX.contains(&following);
    (is_number && is_unit && !following.is_empty()).then(|| format!("{unit} {following}"))
}

/// `all of` and its like at the start of a text.
fn group_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(4).collect();
    match words[..] {
        [first @ ("all" | "any" | "none"), "of", ..] => Some(format!("{first} of")),
        ["at", "least", number, "of"] => Some(format!("at least {} of", shortened(number))),
        _ => None,
    }
}

fn sign_at(text: &str) -> Option<(&'static str, &'static str)> {
    SIGNS
        .iter()
        .find(|(sign, _)| text.starts_with(sign))
        .copied()
}

/// The word a text starts with; empty if it starts otherwise.
fn first_word(text: &str) -> &str {
    let letters = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    let end = text.find(|char| !letters(char)).unwrap_or(text.len());
    if text.starts_with(|char: char| char.is_ascii_alphabetic()) {
        &text[..end]
    } else {
        ""
    }
}

/// The text of an error without the blanks around it, and its place.
fn trimmed(error: Node<'_>) -> (&str, Span) {
    let whole = error.text();
    let text = whole.trim();
    let start = error.span().start + (whole.len() - whole.trim_start().len());
    (text, Span::new(start, start + text.len()))
}

/// At most forty characters of one line.
fn shortened(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take_while(|char| *char != '\n')
        .take(40)
        .collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
