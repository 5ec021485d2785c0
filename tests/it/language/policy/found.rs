//! Every kind of mistake is found, and said well. One text for each code, named after it.

use std::collections::BTreeSet;

use servanda::policy::{CODES, resolve_policy, resolve_vocabulary};
use servanda::syntax::tree;
use servanda::text::Source;
use servanda::text::{Diagnostic, Severity};

use crate::read::{lab, path, shown, tree_of};

/// Codes that need texts too long to keep, or that the grammar finds first; see `limits`.
const ELSEWHERE: [&str; 4] = [
    "vocabulary/too-many-labels",
    "policy/too-many-readings",
    "condition/too-deep",
    "condition/no-lines",
];

fn mistakes(name: &str) -> Vec<Diagnostic> {
    let text = std::fs::read_to_string(path("bad").join(name)).expect("the file exists");
    let source = Source::new(name, text);
    match tree_of(&source) {
        tree::File::Vocabulary(tree) => resolve_vocabulary(&tree, &source).err(),
        tree::File::Policy(tree) => resolve_policy(&tree, &source, &lab()).err(),
    }
    .unwrap_or_default()
}

fn names() -> BTreeSet<String> {
    (std::fs::read_dir(path("bad")).expect("the folder exists"))
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.into_string().expect("names are plain"))
        .filter(|name| name.ends_with(".servanda"))
        .collect()
}

#[test]
fn every_text_is_said_to_be_wrong_in_plain_words() {
    for name in names() {
        let said = shown(&mistakes(&name));
        insta::with_settings!({
            snapshot_path => "bad",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name.trim_end_matches(".servanda"), said);
        });
    }
}

#[test]
fn every_code_has_a_text_that_triggers_it() {
    let names = names();
    for code in CODES.iter().filter(|code| !ELSEWHERE.contains(code)) {
        let name = format!("{}.servanda", code.replace('/', "_"));
        assert!(names.contains(&name), "no text for {code}");
        let found = mistakes(&name);
        assert!(
            found.iter().any(|error| error.code == *code),
            "{name} does not trigger {code}"
        );
    }
}

#[test]
fn a_text_for_one_code_triggers_no_other() {
    for name in names().iter().filter(|name| !name.starts_with("many")) {
        let code = name.trim_end_matches(".servanda").replacen('_', "/", 1);
        for error in mistakes(name) {
            assert_eq!(error.code, code, "{name}: {}", error.message);
        }
    }
}

#[test]
fn errors_keep_to_their_form() {
    for name in names() {
        let found = mistakes(&name);
        let starts: Vec<usize> = (found.iter())
            .map(|error| error.place().expect("every error has a place").span.start)
            .collect();
        assert!(starts.is_sorted(), "{name} is not in file order");
        for error in found {
            assert!(CODES.contains(&error.code), "{} is not listed", error.code);
            assert_eq!(error.severity, Severity::Error);
            assert!(!error.help.is_empty(), "{}: no way out", error.message);
            for line in error.help.iter().chain([&error.message]) {
                assert!(!line.contains('\n'), "{line}");
                assert!(!line.ends_with('.'), "{line}");
                assert!(
                    !line.starts_with(|first: char| first.is_uppercase()),
                    "{line}"
                );
            }
        }
    }
}
