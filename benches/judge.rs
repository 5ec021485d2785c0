//! What a judgement takes, step by step. `cargo bench` prints medians; compare them within one run.

#![allow(clippy::unwrap_used)]

mod shipped;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use divan::{Bencher, black_box};
use servanda::limit::Cancel;
use servanda::policy::{Policy, Vocabulary, read_policy, read_vocabulary};
use servanda::proposal::{self, Options, Proposal};
use servanda::questions::explain::Depth;
use servanda::questions::judge::Judge;
use servanda::syntax::parse;
use servanda::text::Source;
use servanda::world::NoFiles;

fn main() {
    divan::main();
}

fn file(path: &str) -> Arc<Source> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    Source::new(path, fs::read_to_string(full).unwrap())
}

fn vocabulary(source: &Arc<Source>) -> Arc<Vocabulary> {
    read_vocabulary(source).unwrap()
}

fn policy(source: &Arc<Source>, vocabulary: &Arc<Vocabulary>) -> Policy {
    read_policy(source, vocabulary).unwrap()
}

fn column() -> Policy {
    let vocabulary = vocabulary(&file("policies/settlement.servanda"));
    policy(&file("policies/column.servanda"), &vocabulary)
}

/// A proposal with one known value for every term.
fn known(policy: &Policy) -> Proposal {
    use std::fmt::Write as _;
    let mut text = String::from("proposal: known\nprovisions:\n");
    for term in &policy.vocabulary.terms {
        let value = match term.name.as_str() {
            // Nothing arises from a temporary ceasefire that is none.
            "ceasefire_length_days" => "not applicable".to_owned(),
            "ceasefire_type" => "permanent".to_owned(),
            _ if term.kind.is_set() => "[]".to_owned(),
            "guarantors_western" => "some".to_owned(),
            _ => term
                .kind
                .show(term.kind.last())
                .replace(" years", "")
                .replace(" personnel", ""),
        };
        writeln!(text, "  {}: {value}", term.name).unwrap();
    }
    proposal::read(&Source::new("known.yaml", text), &policy.vocabulary).unwrap()
}

const TEXT: &str = "proposals/us-28-point-plan-2025.yaml";

mod load {
    use super::{
        Bencher, Judge, TEXT, black_box, column, file, parse, policy, proposal, vocabulary,
    };

    #[divan::bench]
    fn parse_vocabulary_and_policy(bencher: Bencher) {
        let texts = [
            file("policies/settlement.servanda"),
            file("policies/column.servanda"),
        ];
        bencher.bench(|| (parse(black_box(&texts[0])), parse(black_box(&texts[1]))));
    }

    #[divan::bench]
    fn read_vocabulary_and_policy(bencher: Bencher) {
        let texts = [
            file("policies/settlement.servanda"),
            file("policies/column.servanda"),
        ];
        bencher.bench(|| policy(&texts[1], &vocabulary(&texts[0])));
    }

    #[divan::bench]
    fn make_ready(bencher: Bencher) {
        let policy = column();
        bencher.bench(|| Judge::new(black_box(&policy)));
    }

    #[divan::bench]
    fn read_one_proposal(bencher: Bencher) {
        let policy = column();
        let text = file(TEXT);
        bencher.bench(|| proposal::read(black_box(&text), &policy.vocabulary));
    }
}

/// From the texts to the brief report, as `servanda check` of one text goes.
#[divan::bench]
fn cold_start(bencher: Bencher) {
    let text = file(TEXT);
    bencher.bench(|| {
        let world = servanda::open(NoFiles, ["column"]).unwrap();
        let proposal = world.read(&text).unwrap();
        let question = world.check(&proposal).explaining(Depth::Brief);
        let answer = question.run(&Cancel::default()).unwrap();
        black_box(answer.proposals[0].to_string())
    });
}

mod judge {
    use super::{
        Bencher, Cancel, Depth, Judge, Options, TEXT, black_box, column, file, known, proposal,
        shipped,
    };

    #[divan::bench]
    fn known_proposal(bencher: Bencher) {
        let policy = column();
        let judge = Judge::new(&policy);
        let proposal = known(&policy);
        let case = judge
            .case(&proposal, Options::default())
            .expect("one vocabulary");
        bencher.bench(|| black_box(&case).check(&Cancel::default()).unwrap());
    }

    #[divan::bench]
    fn known_proposal_explained(bencher: Bencher) {
        let policy = column();
        let judge = Judge::new(&policy);
        let proposal = known(&policy);
        let case = judge
            .case(&proposal, Options::default())
            .expect("one vocabulary");
        bencher.bench(|| {
            let report = black_box(&case).check(&Cancel::default()).unwrap();
            case.explain(&report, &Depth::All, &Cancel::default())
        });
    }

    #[divan::bench]
    fn real_text(bencher: Bencher) {
        let policy = column();
        let judge = Judge::new(&policy);
        let proposal = proposal::read(&file(TEXT), &policy.vocabulary).unwrap();
        let case = judge
            .case(&proposal, Options::default())
            .expect("one vocabulary");
        bencher.bench(|| black_box(&case).check(&Cancel::default()).unwrap());
    }

    #[divan::bench]
    fn real_text_explained(bencher: Bencher) {
        let policy = column();
        let judge = Judge::new(&policy);
        let proposal = proposal::read(&file(TEXT), &policy.vocabulary).unwrap();
        let case = judge
            .case(&proposal, Options::default())
            .expect("one vocabulary");
        bencher.bench(|| {
            let report = black_box(&case).check(&Cancel::default()).unwrap();
            case.explain(&report, &Depth::All, &Cancel::default())
        });
    }

    #[divan::bench]
    fn shipped_texts_from_yaml_explained(bencher: Bencher) {
        let policy = column();
        let judge = Judge::new(&policy);
        let texts = shipped::proposals();
        assert!(!texts.is_empty());
        bencher.bench(|| {
            for text in &texts {
                let proposal = proposal::read(text, &policy.vocabulary).unwrap();
                let case = judge
                    .case(&proposal, Options::default())
                    .expect("one vocabulary");
                let report = case.check(&Cancel::default()).unwrap();
                black_box(case.explain(&report, &Depth::All, &Cancel::default()));
            }
        });
    }
}
