//! Any text as a proposal over the built-in vocabulary, judged by the built-in policy.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use servanda::limit::Cancel;
use servanda::questions::judge::Judge;
use servanda::policy::{Policy, read_policy, read_vocabulary};
use servanda::proposal::{self, Options};
use servanda::text::Source;

static COLUMN: LazyLock<Policy> = LazyLock::new(|| {
    let vocabulary = Source::new("v", include_str!("../../policies/settlement.servanda"));
    let policy = Source::new("p", include_str!("../../policies/column.servanda"));
    let vocabulary = read_vocabulary(&vocabulary).expect("sound");
    read_policy(&policy, &vocabulary).expect("sound")
});
static JUDGE: LazyLock<Judge<'static>> = LazyLock::new(|| Judge::new(&*COLUMN));

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz.yaml", text);
    match proposal::read(&source, &COLUMN.vocabulary) {
        Err(errors) => assert!(!errors.is_empty(), "a refusal has a reason"),
        Ok(proposal) => {
            let options = Options {
                rivals: text.len() % 2 == 0,
                min_grade: None,
            };
            let case = JUDGE.case(&proposal, options).expect("it is read over the vocabulary");
            if let Ok(report) = case.check(&Cancel::default()) {
                let _ = case.explain(&report, &Cancel::default());
            }
        }
    }
});
