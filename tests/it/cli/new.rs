//! `servanda new` and `servanda schema`: a proposal to fill in, and what editors check it with.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use servanda_random::{Size, texts};

use crate::support::assert_snapshot;
use crate::support::command::{exit, run, shown, stdout};
use crate::support::files::{self, Scratch};

const DEMO: &str = "tests/data/new/demo.servanda";
/// A few terms of each kind.
const SIZE: Size = Size {
    terms: 5,
    prerequisites: 1,
    width: 1,
    listed: 90,
};

/// What a run printed, whole.
fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_term_is_explained() {
    assert_snapshot!("cli", "new", stdout(&["new", "--policy", DEMO]));
}

/// The names of the terms that stand in a text as comments.
fn commented(text: &str) -> BTreeSet<&str> {
    let lines = text.lines();
    let comments = lines.filter_map(|line| line.strip_prefix("  # ")?.strip_suffix(':'));
    comments.collect()
}

fn all_terms() -> Vec<(String, String)> {
    let show: Value =
        serde_json::from_str(&printed(&["show", "settlement", "--format", "json"])).unwrap();
    let terms = show["shown"][0]["terms"].as_array().unwrap().clone();
    let text = |term: &Value, key: &str| term[key].as_str().unwrap().to_owned();
    terms
        .iter()
        .map(|term| (text(term, "id"), text(term, "example")))
        .collect()
}

#[test]
fn what_is_filled_in_can_be_read() {
    let folder = Scratch::new();
    let empty = printed(&["new"]);
    let terms = all_terms();
    assert_eq!(commented(&empty).len(), terms.len());
    let one = folder.write("one.yaml", &empty);
    assert_eq!(exit(&["check", &one]), 3, "nothing is stated");
    // Each term alone: all of them at once may contradict each other.
    for (name, example) in &terms {
        let filled = empty.replace(&format!("  # {name}:\n"), &format!("  {example}\n"));
        assert_ne!(filled, empty, "{name}");
        folder.write(&format!("{name}.yaml"), &filled);
    }
    // Reads them all, and judges none.
    let output = run(&["migrate", "--dry-run", folder.folder()]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
}

#[test]
fn a_file_is_written_once_and_named_after_itself() {
    let folder = Scratch::new();
    let file = folder.path("first-offer.yaml");
    let told = printed(&["new", &file]);
    assert!(told.contains("servanda check"), "{told}");
    assert!(files::text(&file).contains("\nproposal: first-offer\n"));
    fs::write(&file, "mine").unwrap();
    assert_eq!(exit(&["new", &file]), 2);
    assert_eq!(files::text(&file), "mine");
}

/// The next version of every shipped text comes to the same, and leaves no term out.
#[test]
fn the_next_version_says_the_same() {
    let folder = Scratch::new();
    let names: Vec<String> = all_terms().into_iter().map(|(name, _)| name).collect();
    for name in files::proposals() {
        let (old, next) = (files::proposal(&name), folder.path(&format!("{name}.yaml")));
        assert_eq!(exit(&["new", "--from", &old, &next]), 0, "{name}");
        let (old, next) = (files::text(&old), files::text(&next));
        let comments = commented(&next);
        for term in &names {
            let stated = old.contains(&format!("\n  {term}:"));
            assert_ne!(stated, comments.contains(term.as_str()), "{name}: {term}");
        }
    }
    let table = |folder: &str| {
        let table = run(&["check", folder]).stdout;
        let table = String::from_utf8(table).unwrap();
        let lines = table.lines().filter(|line| !line.contains("servanda"));
        lines.map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(table(folder.folder()), table("proposals"));
}

#[test]
fn what_cannot_be_gone_on_from_is_an_error() {
    let folder = Scratch::new();
    let brackets = "proposal: a\nprovisions: {monitoring: none}\n";
    let brackets = folder.write("brackets.yaml", brackets);
    let output = run(&["new", "--from", &brackets]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("edit/layout"),
        "{output:?}"
    );
    assert_eq!(exit(&["new", "--from", "nowhere.yaml"]), 2);
    assert_eq!(exit(&["new", "--policy", "nobody"]), 2);
    assert_eq!(exit(&["schema", "nobody"]), 2);
}

/// Nothing in a vocabulary can become more than a comment.
#[test]
fn texts_of_a_vocabulary_stay_comments() {
    let vocabulary = "vocabulary hostile \"a\u{2028}b\"\n\
        section \"s\u{85}provisions: {x: y}\" {\n  term t \"g\u{2029}t: a\"\n    \
        scale a \"x\u{2028}- y\" < b\n    note \"n\u{85}t: a\"\n}\n";
    let folder = Scratch::new();
    folder.write("hostile.servanda", vocabulary);
    let policy = "policy mine\nuses hostile\nprerequisite p \"p\" {\n  must t is b\n}\n";
    let policy = folder.write("mine.servanda", policy);
    let output = run(&["new", "--policy", &policy]);
    let text = String::from_utf8(output.stdout).unwrap();
    let file = folder.write("draft.yaml", &text);
    assert_eq!(exit(&["check", "--policy", &policy, &file]), 3, "{text}");
}

/// A proposal as a program reads it.
fn as_json(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

fn schema_of(text: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&printed(&["schema", text])).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn every_shipped_text_keeps_to_the_schema() {
    let schema = schema_of("settlement");
    for file in files::proposals().iter().map(|name| files::proposal(name)) {
        let text = as_json(&files::text(&file));
        let wrong: Vec<String> = schema
            .iter_errors(&text)
            .map(|error| error.to_string())
            .collect();
        assert!(wrong.is_empty(), "{file}: {wrong:#?}");
    }
    assert!(schema.is_valid(&as_json(&printed(&["new"]))));
}

#[test]
fn every_random_text_keeps_to_the_schema() {
    let folder = Scratch::new();
    for seed in 0..60 {
        let random = texts(seed, SIZE);
        let vocabulary = folder.write("random.servanda", &random.vocabulary);
        let schema = schema_of(&vocabulary);
        let text = as_json(&random.proposal);
        let wrong: Vec<String> = schema
            .iter_errors(&text)
            .map(|error| error.to_string())
            .collect();
        assert!(wrong.is_empty(), "{seed}: {wrong:#?}\n{}", random.proposal);
    }
}

/// What `check` refuses, the schema refuses too.
#[test]
fn mistakes_break_the_schema() {
    let schema = schema_of(DEMO);
    let cases = [
        ("proposal: a\nprovisions: {halt: soon}", "a value"),
        ("proposal: a\nprovisions: {halts: full}", "a term"),
        ("proposal: a\nprovisions: {halt: {valu: full}}", "a key"),
        (
            "proposal: a\nprovisions: {halt: {note: full}}",
            "nothing stated",
        ),
        (
            "proposal: a\nprovisions: {watched: not applicable}",
            "always arises",
        ),
        ("proposal: a\nprovisions: {guarantors: us}", "no list"),
        ("proposal: a\nprovisions: {length: -1}", "off the grid"),
        ("proposal: a\nprovisions: {length: 5 weeks}", "a unit"),
        ("proposal: a\ntitel: b\nprovisions: {}", "a key of the head"),
        ("proposal: a", "no provisions"),
        ("provisions: {}", "no name"),
        ("proposal: a\ncoverage: whole\nprovisions: {}", "a word"),
        ("proposal: a\ndate: soon\nprovisions: {}", "a date"),
    ];
    let folder = Scratch::new();
    for (text, what) in cases {
        assert!(!schema.is_valid(&as_json(text)), "{what}");
        let file = folder.write("draft.yaml", text);
        assert_eq!(exit(&["check", "--policy", DEMO, &file]), 2, "{what}");
    }
    let good = "proposal: a\ndate: 2025\nprovisions: {halt: {any of: [full, silent]}, \
                guarantors: {at least: [us]}, length: 5 days, watched: yes}";
    assert!(schema.is_valid(&as_json(good)));
    let file = folder.write("draft.yaml", good);
    assert_ne!(exit(&["check", "--policy", DEMO, &file]), 2);
}
