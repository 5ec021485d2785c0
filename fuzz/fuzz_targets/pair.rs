//! A vocabulary, a policy and a proposal in one text, parted by lines of `---`, judged and shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::limit::Cancel;
use servanda::questions::judge::Judge;
use servanda::policy::{read_policy, read_vocabulary};
use servanda::proposal::{self, Options};
use servanda::text::Source;

fuzz_target!(|text: &str| {
    let mut parts = text.split("\n---\n").map(|part| Source::new("fuzz", part));
    let (Some(v), Some(p), Some(y)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let Ok(vocabulary) = read_vocabulary(&v) else {
        return;
    };
    let (Ok(policy), Ok(proposal)) = (
        read_policy(&p, &vocabulary),
        proposal::read(&y, &vocabulary),
    ) else {
        return;
    };
    let judge = Judge::new(&policy);
    let case = judge.case(&proposal, Options::default()).expect("it is read over the vocabulary");
    if let Ok(report) = case.check(&Cancel::default()) {
        let _ = case.explain(&report, &Cancel::default());
    }
});
