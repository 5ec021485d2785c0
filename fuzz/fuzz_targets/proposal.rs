//! Any text as a proposal over the built-in vocabulary, judged by the built-in policy.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use servanda::limit::Cancel;
use servanda::questions::judge::Judge;
use servanda::policy::{Policy, resolve_policy, resolve_vocabulary};
use servanda::proposal::{self, Options};
use servanda::text::Source;
use servanda::syntax::{parse, tree};

static COLUMN: LazyLock<Policy> = LazyLock::new(|| {
    let vocabulary = Source::new("v", include_str!("../../policies/settlement.servanda"));
    let policy = Source::new("p", include_str!("../../policies/column.servanda"));
    let (Some(tree::File::Vocabulary(v)), Some(tree::File::Policy(p))) =
        (parse(&vocabulary).file, parse(&policy).file)
    else {
        panic!("the built-in texts are what they are");
    };
    let v = Arc::new(resolve_vocabulary(&v, &vocabulary).expect("sound"));
    resolve_policy(&p, &policy, &v).expect("sound")
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
