//! Any text as a vocabulary or a policy: read, resolved, linted, judged on an empty proposal.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use servanda::limit::Cancel;
use servanda::policy::{Vocabulary, resolve_policy, resolve_vocabulary};
use servanda::text::Source;
use servanda::syntax::{parse, tree};
use servanda::proposal;
use servanda::questions::lint;

static SETTLEMENT: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| {
    let text = include_str!("../../policies/settlement.servanda");
    let source = Source::new("settlement.servanda", text);
    let Some(tree::File::Vocabulary(tree)) = parse(&source).file else {
        panic!("the built-in vocabulary is one");
    };
    Arc::new(resolve_vocabulary(&tree, &source).expect("the built-in vocabulary is sound"))
});

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz.servanda", text);
    let parsed = parse(&source);
    let sound = parsed.errors.is_empty();
    match parsed.file {
        Some(tree::File::Vocabulary(tree)) => {
            if let Ok(vocabulary) = resolve_vocabulary(&tree, &source)
                && sound
            {
                let _ = lint::vocabulary(&vocabulary, &Cancel::default());
            }
        }
        Some(tree::File::Policy(tree)) => {
            if let Ok(policy) = resolve_policy(&tree, &source, &SETTLEMENT)
                && sound
            {
                let _ = lint::policy(&policy, &Cancel::default());
                let judge = servanda::questions::judge::Judge::new(&policy);
                let empty = Source::new("empty.yaml", "proposal: empty\nprovisions: {}\n");
                let empty = proposal::read(&empty, &SETTLEMENT).expect("an empty proposal is one");
                let case = judge
                    .case(&empty, proposal::Options::default())
                    .expect("it is read over the vocabulary");
                if let Ok(report) = case.check(&Cancel::default()) {
                    let _ = case.explain(&report, &Cancel::default());
                }
            }
        }
        None => assert!(!sound, "what is not read has an error"),
    }
});
