//! A JSON Schema of the proposals over a vocabulary, with which editors complete and check them.
//!
//! It admits every proposal that can be read, and nearly nothing else: what one place of a text has to
//! do with another, such as a source that is cited and not listed, no schema can say.

use serde_json::{Map, Value, json};

use super::words;
use crate::policy::{Arising, Grid, Kind, Label, Term, Vocabulary};
use crate::proposal::keys;

/// The dialect that the schema is written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A day, a month, a year, or a range of them.
const DATES: &str = r"^\s*\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?\s*$";

/// The schema, as a document.
#[must_use]
pub fn proposal_schema(vocabulary: &Vocabulary) -> String {
    let (mut definitions, mut provisions) = (Map::new(), Map::new());
    for term in &vocabulary.terms {
        let reference = json!({ "$ref": format!("#/$defs/{}", term.name) });
        for former in &term.history.formerly {
            let said = format!("Called {} now.", term.name);
            let mut schema = described(&said, reference.clone());
            schema["deprecated"] = true.into();
            provisions.insert(former.clone(), schema);
        }
        provisions.insert(term.name.clone(), reference);
        definitions.insert(term.name.clone(), provision(term, vocabulary));
    }
    let forms = keys::FORMS.iter().map(|form| json!({ "required": [form] }));
    definitions.insert(
        format!(".{FORM}"),
        json!({ "anyOf": forms.collect::<Vec<_>>() }),
    );
    for key in REMARKS {
        definitions.insert(format!(".{key}"), remark(key));
    }
    let mut properties = head();
    let provisions = json!({
        "type": ["object", "null"],
        "properties": provisions,
        "additionalProperties": false,
    });
    let says = "What the text says, term by term. A term that is left out is not established.";
    properties.insert("provisions".to_owned(), described(says, provisions));
    let (name, edition) = (&vocabulary.name, vocabulary.edition);
    super::json::pretty(&json!({
        "$schema": DIALECT,
        "title": format!("A proposal over the vocabulary {name}, edition {edition}"),
        "description": vocabulary.title,
        "type": "object",
        "properties": properties,
        "required": ["proposal", "provisions"],
        "additionalProperties": false,
        "$defs": definitions,
    }))
}

/// The keys above the provisions.
fn head() -> Map<String, Value> {
    let mut head = Map::new();
    for key in keys::PROPOSAL {
        let schema = match *key {
            "proposal" => described(
                "Its name, by which answers call it.",
                json!({ "type": ["string", "number", "boolean"] }),
            ),
            "edition" => described(
                "The edition of the vocabulary that the text was coded for.",
                json!({ "type": ["integer", "string", "null"], "minimum": 1 }),
            ),
            "supersedes" => described("The proposals that it takes the place of.", texts()),
            "authors" => described("Who wrote the text.", texts()),
            "date" => described(
                "The date of the text: a day, a month, a year, or a range.",
                json!({ "type": ["string", "integer", "null"], "pattern": DATES }),
            ),
            "coverage" => described("How much of the text was seen.", words_of(keys::COVERAGE)),
            "unlisted" => described(
                "That every term left out is silent; with `coverage: full` only.",
                words_of(&["silent"]),
            ),
            "sources" => sources(),
            // Depends on the vocabulary.
            "provisions" => continue,
            _ => text(),
        };
        head.insert((*key).to_owned(), schema);
    }
    head
}

fn sources() -> Value {
    let properties = keys::SOURCE.iter().map(|key| {
        let schema = if *key == "grade" {
            described(
                "A official or specialist, B established press, C others.",
                words_of(keys::GRADES),
            )
        } else {
            text()
        };
        ((*key).to_owned(), schema)
    });
    let properties: Map<String, Value> = properties.collect();
    json!({
        "description": "What the provisions are taken from, by a short key.",
        "type": ["object", "null"],
        "additionalProperties": {
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        },
    })
}

/// What stands under a term: an entry, or a mapping.
fn provision(term: &Term, vocabulary: &Vocabulary) -> Value {
    let mut properties = Map::new();
    for key in keys::PROVISION {
        if let Some(schema) = property(key, term) {
            properties.insert((*key).to_owned(), schema);
        }
    }
    let mapping = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "allOf": [shared(FORM)],
    });
    let entry = entry(&term.kind, term.may_fail_to_arise());
    described(
        &about(term, vocabulary),
        json!({ "anyOf": [entry, mapping] }),
    )
}

/// The entry of a term, as `provision` has it.
fn entry_of(term: &Term) -> Value {
    json!({ "$ref": format!("#/$defs/{}/anyOf/0", term.name) })
}

/// What an author is told of a term.
fn about(term: &Term, vocabulary: &Vocabulary) -> String {
    let silence = match term.silence {
        Some(0) if term.kind.is_set() => "Silence means nothing.".to_owned(),
        Some(value) => format!("Silence means {}.", term.kind.show(value)),
        None => "Silence leaves it open.".to_owned(),
    };
    let arises = match &term.arising {
        Arising::Always => None,
        Arising::When(condition) => {
            let lines = words::sentences(condition, vocabulary).into_iter();
            let lines: Vec<String> = lines
                .map(|line| line.says.escaped(String::push_str))
                .collect();
            Some(format!("Arises only where this holds: {}", lines.join(" ")))
        }
        Arising::MayNot => Some("May not arise: then it is `not applicable`.".to_owned()),
    };
    let parts = [term.gloss.clone(), silence].into_iter();
    let parts = parts.chain(arises).chain(term.notes.clone());
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// What stands under a key of a provision; `None` if the kind of term does not have it.
fn property(key: &str, term: &Term) -> Option<Value> {
    let kind = &term.kind;
    let entries = || json!({ "type": "array", "items": entry_of(term), "minItems": 1 });
    let schema = match key {
        "value" => entry_of(term),
        "any of" => described("The text supports each of these.", entries()),
        "rival" => {
            let rivals = json!({ "anyOf": [entries(), { "type": "null" }] });
            described("Other defensible readings of the text.", rivals)
        }
        "between" if kind.is_ordered() => {
            let ends =
                json!({ "type": "array", "items": value(kind), "minItems": 2, "maxItems": 2 });
            described("From the first to the second, ends included.", ends)
        }
        "at least" if kind.is_set() => described("Members known to be in it.", value(kind)),
        "at most" if kind.is_set() => described("Nothing but these is in it.", value(kind)),
        "at least" | "at most" if kind.is_ordered() => value(kind),
        "between" | "at least" | "at most" => return None,
        key => shared(key),
    };
    Some(schema)
}

/// The keys that every provision has alike.
const REMARKS: [&str; 7] = [
    "at",
    "quote",
    "source",
    "basis",
    "coder",
    "confidence",
    "note",
];

fn remark(key: &str) -> Value {
    match key {
        "source" => described("Keys of `sources`.", texts()),
        "at" => described("Where in the text, such as `article 5`.", text()),
        "quote" => described("The words of the text.", text()),
        "basis" => described(
            "What it rests on: the text unless said otherwise.",
            words_of(keys::BASES),
        ),
        "coder" => described("Who coded it.", text()),
        "confidence" => described("How sure the coder is.", words_of(keys::CONFIDENCES)),
        _ => text(),
    }
}

/// A definition that is no term's: the grammar allows no dot in the name of a term.
fn shared(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/.{name}") })
}

/// A provision states something.
const FORM: &str = "form";

/// A value, `silent`, or `not applicable` where a term may fail to arise.
fn entry(kind: &Kind, may_not_arise: bool) -> Value {
    let mut special = vec![("silent", "the text was read and says nothing of it")];
    if may_not_arise {
        special.push(("not applicable", "the text leaves no room for it"));
    }
    match kind {
        Kind::Scale(labels) | Kind::OneOf(labels) => {
            let labels = labels.iter().flat_map(choices);
            choice(labels.chain(special.into_iter().map(named)))
        }
        Kind::YesOrNo => choice(yes_or_no().chain(special.into_iter().map(named))),
        Kind::Number(_) | Kind::Set(_) => {
            let special = choice(special.into_iter().map(named));
            json!({ "anyOf": [value(kind), special] })
        }
    }
}

/// A value alone.
fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Scale(labels) | Kind::OneOf(labels) => choice(labels.iter().flat_map(choices)),
        Kind::YesOrNo => choice(yes_or_no()),
        Kind::Number(grid) => number(grid),
        Kind::Set(members) => json!({
            "type": "array",
            "items": choice(members.iter().flat_map(choices)),
            "uniqueItems": true,
        }),
    }
}

/// A word that can be chosen, and what it stands for.
type Choice = (Value, String);

fn named((word, means): (&'static str, &'static str)) -> Choice {
    (word.into(), means.to_owned())
}

fn yes_or_no() -> impl Iterator<Item = Choice> {
    let words: [Value; 4] = ["yes".into(), "no".into(), true.into(), false.into()];
    words.into_iter().map(|word| (word, String::new()))
}

/// A label, and its former names. YAML takes some words for something else than a text.
fn choices(label: &Label) -> impl Iterator<Item = Choice> + '_ {
    let said = label.gloss.clone().unwrap_or_default();
    let former = label.history.formerly.iter();
    let former = former.map(|name| (name, format!("called {} now", label.name)));
    let all = std::iter::once((&label.name, said)).chain(former);
    all.map(|(name, said)| {
        let word = match name.as_str() {
            "true" => true.into(),
            "false" => false.into(),
            name => name.into(),
        };
        (word, said)
    })
}

fn choice(choices: impl Iterator<Item = Choice>) -> Value {
    let (words, said): (Vec<Value>, Vec<String>) = choices.unzip();
    json!({ "enum": words, "enumDescriptions": said })
}

/// A number with or without its unit.
fn number(grid: &Grid) -> Value {
    let end = |value| as_number(&grid.number(value).to_string());
    let unit = grid.unit();
    json!({ "anyOf": [
        { "type": "number", "minimum": end(0), "maximum": end(grid.last()) },
        { "type": "string", "pattern": format!(r"^\s*[-+]?[0-9.]+(\s+{unit})?\s*$") },
    ] })
}

/// A decimal as a document has it.
fn as_number(decimal: &str) -> Value {
    serde_json::from_str(decimal).unwrap_or_default()
}

/// One of a few words, or nothing.
fn words_of(words: &[&str]) -> Value {
    let words = words.iter().map(|word| Value::from(*word));
    let words: Vec<Value> = words.chain([Value::Null]).collect();
    json!({ "enum": words })
}

/// A text, or nothing; what looks like a number is one too.
fn text() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

/// A text or a list of texts.
fn texts() -> Value {
    json!({ "anyOf": [text(), { "type": "array", "items": text() }] })
}

fn described(says: &str, mut schema: Value) -> Value {
    schema["description"] = says.into();
    schema
}
