//! Texts to meaning, through everything that a user's file goes through.

use std::fmt::Write as _;
use std::sync::Arc;

use servanda::policy::{Policy, Vocabulary, read_policy, read_vocabulary};
use servanda::proposal::{self, Proposal};
use servanda::syntax::{parse, tree};
use servanda::text::{Diagnostic, Source};
use servanda::world::builtin;
use servanda_random::Texts;

use super::files;

/// The tree of a text whose grammar is in order.
pub fn tree_of(source: &Arc<Source>) -> tree::File {
    let parsed = parse(source);
    assert_eq!(parsed.errors, [], "{}", source.text());
    parsed.file.unwrap()
}

/// The meaning of a vocabulary, or what is wrong with it.
pub fn resolved_vocabulary(source: &Arc<Source>) -> Result<Arc<Vocabulary>, Vec<Diagnostic>> {
    read_vocabulary(source)
}

/// The meaning of a policy, or what is wrong with it.
pub fn resolved_policy(
    source: &Arc<Source>,
    vocabulary: &Arc<Vocabulary>,
) -> Result<Policy, Vec<Diagnostic>> {
    read_policy(source, vocabulary)
}

/// What is read of a text without mistakes.
fn sound<T>(read: Result<T, Vec<Diagnostic>>, source: &Source) -> T {
    read.unwrap_or_else(|errors| panic!("{errors:#?}\n{}", source.text()))
}

pub fn vocabulary(text: &str) -> Arc<Vocabulary> {
    let source = Source::new("v.servanda", text);
    sound(resolved_vocabulary(&source), &source)
}

pub fn policy(text: &str, vocabulary: &Arc<Vocabulary>) -> Policy {
    let source = Source::new("p.servanda", text);
    sound(resolved_policy(&source, vocabulary), &source)
}

pub fn proposal(text: &str, vocabulary: &Vocabulary) -> Proposal {
    let source = Source::new("text.yaml", text);
    sound(proposal::read(&source, vocabulary), &source)
}

pub fn read(texts: &Texts) -> (Policy, Proposal) {
    let policy = policy(&texts.policy, &vocabulary(&texts.vocabulary));
    let proposal = proposal(&texts.proposal, &policy.vocabulary);
    (policy, proposal)
}

/// The vocabulary of the shipped policies.
pub fn settlement() -> Arc<Vocabulary> {
    let source = builtin::find("settlement").unwrap();
    sound(resolved_vocabulary(&source), &source)
}

/// A shipped policy.
pub fn shipped(name: &str, settlement: &Arc<Vocabulary>) -> Policy {
    let source = builtin::find(name).unwrap();
    sound(resolved_policy(&source, settlement), &source)
}

/// The vocabulary of the made policies with mistakes.
pub fn lab() -> Arc<Vocabulary> {
    let source = Source::new("lab.servanda", files::text("tests/data/lab.servanda"));
    sound(resolved_vocabulary(&source), &source)
}

/// Errors in plain words, a paragraph each.
pub fn said(errors: &[Diagnostic]) -> String {
    let mut out = String::new();
    for error in errors {
        let place = error.place().map(ToString::to_string).unwrap_or_default();
        writeln!(out, "{place} {}: {}", error.code, error.message).unwrap();
        for help in &error.help {
            writeln!(out, "  help: {help}").unwrap();
        }
    }
    out
}
