//! A vocabulary, a policy and a proposal in one text, parted by lines of `---`, judged and shown.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use servanda::limit::Cancel;
use servanda::questions::judge::Judge;
use servanda::policy::{resolve_policy, resolve_vocabulary};
use servanda::proposal::{self, Options};
use servanda::text::Source;
use servanda::syntax::{parse, tree};

fuzz_target!(|text: &str| {
    let mut parts = text.split("\n---\n").map(|part| Source::new("fuzz", part));
    let (Some(v), Some(p), Some(y)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let (parsed_v, parsed_p) = (parse(&v), parse(&p));
    if !parsed_v.errors.is_empty() || !parsed_p.errors.is_empty() {
        return;
    }
    let (Some(tree::File::Vocabulary(vt)), Some(tree::File::Policy(pt))) =
        (parsed_v.file, parsed_p.file)
    else {
        return;
    };
    let Ok(vocabulary) = resolve_vocabulary(&vt, &v).map(Arc::new) else {
        return;
    };
    let (Ok(policy), Ok(proposal)) = (
        resolve_policy(&pt, &p, &vocabulary),
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
