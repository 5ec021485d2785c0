//! Texts to trees: what is said of bad ones, and that good ones are read whole.

use proptest::prelude::*;
use servanda::syntax::{self, tree};
use servanda::text::{Code, Source};

use crate::support::assert_snapshot;
use crate::support::files::{self, stem};
use crate::support::texts;

/// The folder of texts with mistakes.
const BAD: &str = "tests/data/bad/syntax";

/// Every diagnostic of a text, one paragraph each.
fn said(name: &str, text: &str) -> String {
    texts::said(&syntax::parse(&Source::new(name, text)).errors)
}

#[test]
fn bad_texts() {
    for path in files::files(BAD, "servanda") {
        let name = stem(&path);
        let said = said(&format!("{name}.servanda"), &files::text(&path));
        assert!(!said.is_empty(), "{name} is read without an error");
        assert_snapshot!("syntax", name, said);
    }
}

#[test]
fn every_code_has_a_text_that_triggers_it() {
    let mut all = String::new();
    for path in files::files(BAD, "servanda") {
        all += &said("text", &files::text(path));
    }
    all += &said("large", &"// ".repeat(3 << 20));
    for code in Code::ALL.iter().filter(|code| code.family() == "syntax") {
        assert!(
            all.contains(&format!(" {code}: ")),
            "no text triggers {code}"
        );
    }
}

#[test]
fn shipped_texts_are_read_whole() {
    for (name, terms, prerequisites, warnings) in [("settlement", 51, 0, 0), ("column", 0, 14, 8)] {
        let text = files::text(format!("policies/{name}.servanda"));
        assert_eq!(said(name, &text), "");
        let counts = match syntax::parse(&Source::new(name, text)).file.unwrap() {
            tree::File::Vocabulary(tree) => (tree.terms.len(), 0, 0),
            tree::File::Policy(tree) => (0, tree.prerequisites.len(), tree.warnings.len()),
        };
        assert_eq!(counts, (terms, prerequisites, warnings), "{name}");
    }
}

#[test]
fn hostile_texts_are_refused_quickly() {
    let deep = format!("policy p\ndefine d {}", "{ any of ".repeat(10_000));
    for text in [
        deep,
        "policy p ".to_owned() + &"{".repeat(1 << 20),
        "policy p ".to_owned() + &"}".repeat(1 << 20),
        "policy p ".to_owned() + &"\"".repeat((1 << 20) + 1),
        "policy p\ndefine d {\n".to_owned() + &"a ".repeat(200_000) + "\n}",
        "policy p\n".to_owned() + &"define ".repeat(100_000),
        "vocabulary v\nterm t ".to_owned() + &"scale a < ".repeat(50_000),
    ] {
        assert_ne!(said("hostile", &text), "");
    }
}

/// A policy that uses every part of the language.
const WHOLE: &str = include_str!("../../data/whole.servanda");

#[test]
fn a_text_with_everything_is_read_whole() {
    assert_eq!(said("whole", WHOLE), "");
}

/// What cannot be mistaken for labels without their comma needs no line of its own; only a condition
/// ends with its line.
#[test]
fn clauses_of_a_term_may_share_a_line() {
    let kinds = [
        "scale a < b",
        "one of a, b \"gloss\"",
        "set of a, b",
        "yes or no",
        "number of days from 0 to 9 step 3",
    ];
    for kind in kinds {
        for clauses in [
            "silence means a arises when c is d",
            "may not arise silence means a",
            "silence means a may not arise",
        ] {
            let text = format!("vocabulary v\nterm t \"T\" {kind} {clauses}\n");
            assert_eq!(said("v", &text), "", "{text}");
            let source = Source::new("v", text.as_str());
            let Some(tree::File::Vocabulary(tree)) = syntax::parse(&source).file else {
                panic!("no vocabulary: {text}");
            };
            let term = &tree.terms[0];
            let ways = term.arises_when.len() + term.may_not_arise.len();
            assert_eq!((tree.terms.len(), term.silence.len(), ways), (1, 1, 1));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// A text with something cut out or put in gives a tree without errors, or an error.
    #[test]
    fn edits_never_panic(at in 0..WHOLE.len(), cut in 0..60_usize, word in 0..12_usize) {
        let words = ["", "{", "}", "\"", "must", "is", ",", "<", "//", "é", "90 days", "any of {"];
        let floor = |mut at: usize| {
            while !WHOLE.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (from, to) = (floor(at), floor((at + cut).min(WHOLE.len())));
        let text = format!("{}{}{}", &WHOLE[..from], words[word], &WHOLE[to..]);
        let parsed = syntax::parse(&Source::new("edited", text));
        prop_assert!(parsed.file.is_some() || !parsed.errors.is_empty());
    }
}
