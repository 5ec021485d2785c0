//! Reading texts as a program would: grammar first, then meaning.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use servanda::policy::{Policy, Vocabulary, resolve_policy, resolve_vocabulary};
use servanda::syntax::{parse, tree};
use servanda::text::Diagnostic;
use servanda::text::Source;

/// A file beside the tests.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/policy")
        .join(name)
}

/// The tree of a text whose grammar is in order.
pub fn tree_of(source: &Arc<Source>) -> tree::File {
    let parsed = parse(source);
    assert_eq!(
        parsed.errors,
        [],
        "the grammar of {} must be right",
        source.name()
    );
    parsed.file.expect("a text without mistakes has a tree")
}

/// The meaning of a vocabulary.
pub fn vocabulary(text: &str) -> Result<Vocabulary, Vec<Diagnostic>> {
    let source = Source::new("v.servanda", text);
    match tree_of(&source) {
        tree::File::Vocabulary(tree) => resolve_vocabulary(&tree, &source),
        tree::File::Policy(_) => panic!("a policy where a vocabulary was wanted"),
    }
}

/// The vocabulary that the policies of the tests use.
pub fn lab() -> Arc<Vocabulary> {
    let text = std::fs::read_to_string(path("lab.servanda")).expect("the file exists");
    let source = Source::new("lab.servanda", text);
    let tree::File::Vocabulary(tree) = tree_of(&source) else {
        panic!("a policy where a vocabulary was wanted");
    };
    Arc::new(resolve_vocabulary(&tree, &source).expect("it has no mistakes"))
}

/// The meaning of a policy over [`lab`].
pub fn policy(text: &str) -> Result<Policy, Vec<Diagnostic>> {
    let source = Source::new("p.servanda", text);
    match tree_of(&source) {
        tree::File::Policy(tree) => resolve_policy(&tree, &source, &lab()),
        tree::File::Vocabulary(_) => panic!("a vocabulary where a policy was wanted"),
    }
}

/// The codes of what is wrong with a text.
pub fn codes<T>(result: Result<T, Vec<Diagnostic>>) -> Vec<&'static str> {
    let errors = result.err().unwrap_or_default();
    errors.iter().map(|error| error.code).collect()
}

/// Errors in plain words, one after the other.
pub fn shown(errors: &[Diagnostic]) -> String {
    errors.iter().map(|error| shown_one(error) + "\n").collect()
}

fn shown_one(error: &Diagnostic) -> String {
    let (main, others) = error.labels.split_first().expect("every error has a place");
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
