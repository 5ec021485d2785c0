//! Every kind of mistake is found, and said well. One text for each code, named after it.

use std::collections::BTreeSet;

use servanda::policy::{resolve_policy, resolve_vocabulary};
use servanda::syntax::tree;
use servanda::text::{Code, Diagnostic, Severity, Source};

use crate::support::assert_snapshot;
use crate::support::files::{self, stem};
use crate::support::texts::{lab, tree_of};

/// Codes that need texts too long to keep, or that the grammar finds first; see `limits`.
const ELSEWHERE: [Code; 4] = [
    Code::VocabularyTooManyLabels,
    Code::PolicyTooManyReadings,
    Code::ConditionTooDeep,
    Code::ConditionNoLines,
];

/// Whether resolving a vocabulary or a policy can give this code.
fn is_of_resolution(code: Code) -> bool {
    // That no text satisfies a vocabulary is proved by the linter; a policy of an earlier edition is read
    // all the same.
    let elsewhere = [
        Code::VocabularyUnsatisfiable,
        Code::PolicyChangedMeaning,
        Code::PolicyFormerName,
    ];
    !elsewhere.contains(&code)
        && ["vocabulary", "policy", "condition", "constant"].contains(&code.family())
}

/// The folder of the texts.
const BAD: &str = "tests/data/bad/policy";

fn mistakes(name: &str) -> Vec<Diagnostic> {
    let file = format!("{name}.servanda");
    let source = Source::new(&*file, files::text(format!("{BAD}/{file}")));
    match tree_of(&source) {
        tree::File::Vocabulary(tree) => resolve_vocabulary(&tree, &source).err(),
        tree::File::Policy(tree) => resolve_policy(&tree, &source, &lab()).err(),
    }
    .unwrap_or_default()
}

/// The names of the texts, without their extension.
fn names() -> BTreeSet<String> {
    let paths = files::files(BAD, "servanda");
    paths.iter().map(|path| stem(path).to_owned()).collect()
}

/// Errors in plain words, one after the other.
fn shown(errors: &[Diagnostic]) -> String {
    errors.iter().map(|error| shown_one(error) + "\n").collect()
}

fn shown_one(error: &Diagnostic) -> String {
    let (main, others) = error.labels.split_first().unwrap();
    let quoted = main.place.text().replace('\n', "\n    ");
    let mut lines = vec![
        format!("{}: {} [{}]", main.place, error.message, error.code),
        format!("    {quoted}"),
    ];
    if !main.text.is_empty() {
        lines.push(format!("    ^ {}", main.text));
    }
    let others = others
        .iter()
        .map(|label| format!("  {}: {}", label.place, label.text));
    let help = error.help.iter().map(|help| format!("  help: {help}"));
    lines.extend(others.chain(help));
    lines.join("\n")
}

#[test]
fn every_text_is_said_to_be_wrong_in_plain_words() {
    for name in names() {
        let said = shown(&mistakes(&name));
        assert_snapshot!("policy", name, said);
    }
}

#[test]
fn every_code_has_a_text_that_triggers_it() {
    let names = names();
    let own = |code: &&Code| is_of_resolution(**code) && !ELSEWHERE.contains(code);
    for code in Code::ALL.iter().filter(own) {
        let name = code.name().replace('/', "_");
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
        let code = name.replacen('_', "/", 1);
        for error in mistakes(name) {
            assert_eq!(error.code.name(), code, "{name}: {}", error.message);
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
            assert!(
                is_of_resolution(error.code),
                "{} is of another part",
                error.code
            );
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
