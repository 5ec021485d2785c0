//! Texts that are large or deep: read in time, or refused by a limit that has a name.

use std::fmt::Write;
use std::sync::Arc;

use servanda::limit::Cancel;
use servanda::policy::{Condition, Predicate, SetPredicate, resolve_policy};
use servanda::proposal::{self, Options};
use servanda::questions::judge::Judge;
use servanda::syntax::tree;
use servanda::text::{Source, Span, Spanned};

use super::{codes, policy, vocabulary};
use crate::support::texts::lab;

fn one_term(kind: &str, between: &str, labels: usize) -> String {
    let labels: Vec<String> = (0..labels).map(|index| format!("l{index}")).collect();
    format!("vocabulary v\nterm a {kind} {}\n", labels.join(between))
}

fn policy_of(definitions: &str) -> String {
    format!("policy p\nuses lab\n{definitions}\nprerequisite one {{\n  must firm\n}}\n")
}

#[test]
fn labels_are_limited() {
    for (kind, between, most) in [
        ("scale", " < ", 1000),
        ("one of", ", ", 1000),
        ("set of", ", ", 63),
    ] {
        let found = vocabulary(&one_term(kind, between, most));
        assert_eq!(codes(found), <[&str; 0]>::default(), "{kind}");
        let found = vocabulary(&one_term(kind, between, most + 1));
        assert_eq!(codes(found), ["vocabulary/too-many-labels"], "{kind}");
    }
}

#[test]
fn readings_are_limited() {
    for (count, wanted) in [(64, &[][..]), (65, &["policy/too-many-readings"])] {
        let one = |index: usize| format!("  reading r{index} {{ must firm }}\n");
        let readings: String = (0..count).map(one).collect();
        let found = policy(&policy_of("").replace("  must firm\n", &readings));
        if let Ok(policy) = &found {
            // As many as there can be are told apart.
            let judge = Judge::new(policy);
            let text = "proposal: x\nprovisions: {}\n";
            let proposal = proposal::read(&Source::new("x.yaml", text), &policy.vocabulary);
            let case = judge
                .case(proposal.as_ref().expect("it reads"), Options::default())
                .expect("one vocabulary");
            let report = case.check(&Cancel::default()).expect("it is coherent");
            assert_eq!(report.findings[0].readings.len(), count);
        }
        assert_eq!(codes(found), wanted, "{count}");
    }
}

#[test]
fn a_full_set_has_its_last_member() {
    let text = one_term("set of", ", ", 63) + "define d { a includes l62 }\n";
    let resolved = vocabulary(&text).expect("no mistakes");
    let mut found = Vec::new();
    resolved.definitions[0].lines[0]
        .for_each_comparison(&mut |one| found.push(one.predicate().clone()));
    let members = SetPredicate::All(1 << 62);
    assert_eq!(found, [Predicate::Members(members)]);
}

#[test]
fn chains_of_definitions_are_limited() {
    let length = 10_000;
    let mut forward = String::from("define d0 { snapback }\n");
    let mut backward = String::new();
    for index in 1..length {
        writeln!(forward, "define d{index} {{ d{} }}", index - 1).unwrap();
        writeln!(backward, "define d{index} {{ d{} }}", index + 1).unwrap();
    }
    writeln!(backward, "define d{length} {{ snapback }}").unwrap();
    for definitions in [forward, backward] {
        let found = policy(&policy_of(&definitions));
        assert_eq!(codes(found), ["condition/too-deep"]);
    }
}

#[test]
fn the_deepest_chain_is_read() {
    let mut chain = String::from("define d1 { snapback }\n");
    for depth in 2..=Condition::MOST_DEPTH {
        writeln!(chain, "define d{depth} {{ d{} }}", depth - 1).unwrap();
    }
    assert!(policy(&policy_of(&chain)).is_ok());
    writeln!(chain, "define over {{ d{} }}", Condition::MOST_DEPTH).unwrap();
    assert_eq!(codes(policy(&policy_of(&chain))), ["condition/too-deep"]);
}

#[test]
fn definitions_used_twice_are_not_written_out() {
    let mut text = String::from("define d0 { snapback }\n");
    for index in 1..60 {
        let before = index - 1;
        let lines = format!("d{before}\n    d{before}");
        writeln!(
            text,
            "define d{index} {{\n  any of {{\n    {lines}\n  }}\n}}"
        )
        .unwrap();
    }
    let resolved = policy(&policy_of(&text)).expect("no mistakes");
    let mut visited = 0;
    let last = resolved.definitions.last().expect("there are sixty");
    last.lines[0].for_each_comparison(&mut |_| visited += 1);
    assert_eq!(visited, 1);
}

#[test]
fn a_long_circle_is_named_in_full_once() {
    let length = 2_000;
    let mut text = String::new();
    for index in 0..length {
        writeln!(text, "define d{index} {{ d{} }}", (index + 1) % length).unwrap();
    }
    let found = policy(&policy_of(&text)).expect_err("a circle");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message.matches('→').count(), length);
    assert!(found[0].labels.len() < 20);
}

#[test]
fn many_unknown_names_are_all_found() {
    let mut text = String::from("policy p\nuses lab\n");
    for index in 0..3_000 {
        writeln!(
            text,
            "define some_long_name_{index} {{ another_long_name_{index} }}"
        )
        .unwrap();
    }
    let found = codes(policy(&(text + "prerequisite one {\n  must firm\n}\n")));
    assert_eq!(found, vec!["condition/unknown-name"; 3_000]);
}

/// A policy with one prerequisite that has one `must`.
fn tree_with(must: tree::Condition) -> tree::Policy {
    let word = |word: &str| Spanned::new(word.to_owned(), Span::default());
    tree::Policy {
        name: word("p"),
        title: None,
        uses: vec![word("lab")],
        notes: Vec::new(),
        sources: Vec::new(),
        definitions: Vec::new(),
        prerequisites: vec![tree::Prerequisite {
            name: word("one"),
            title: None,
            cites: Vec::new(),
            when: Vec::new(),
            must: vec![must],
            unless: Vec::new(),
            readings: Vec::new(),
            otherwise: Vec::new(),
            weight: Vec::new(),
            advisory: Vec::new(),
            notes: Vec::new(),
        }],
        warnings: Vec::new(),
        allows: Vec::new(),
    }
}

fn group(lines: Vec<tree::Condition>) -> tree::Condition {
    tree::Condition::Group {
        quantifier: tree::Quantifier::All,
        lines,
        span: Span::default(),
    }
}

fn codes_of(must: tree::Condition) -> Vec<&'static str> {
    let source: Arc<Source> = Source::new("p.servanda", "");
    codes(resolve_policy(&tree_with(must), &source, &lab()))
}

#[test]
fn a_group_needs_lines() {
    assert_eq!(codes_of(group(Vec::new())), ["condition/no-lines"]);
}

#[test]
fn groups_are_limited_without_a_grammar_too() {
    let word = Spanned::new("snapback".to_owned(), Span::default());
    let mut condition = tree::Condition::Bare(word);
    for _ in 0..500 {
        condition = group(vec![condition]);
    }
    assert_eq!(codes_of(condition), ["condition/too-deep"]);
}

#[test]
fn what_the_grammar_refused_is_passed_over() {
    let broken = || tree::Condition::Broken(Span::default());
    let source = Source::new("p.servanda", "");
    for must in [broken(), group(vec![broken(), broken()])] {
        let found = resolve_policy(&tree_with(must), &source, &lab());
        assert_eq!(found.err(), Some(Vec::new()));
    }
}
