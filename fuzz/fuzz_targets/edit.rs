//! Any text as a proposal over the built-in vocabulary, changed on some terms: refused, or the new
//! text is one that can be read, and leaves the other terms as they were.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use servanda::policy::{Vocabulary, read_vocabulary};
use servanda::proposal::{self, Edit, Knowledge, Options};
use servanda::text::Source;

static SETTLEMENT: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| {
    let text = include_str!("../../policies/settlement.servanda");
    let source = Source::new("settlement.servanda", text);
    read_vocabulary(&source).expect("the built-in vocabulary is sound")
});

// The terms to change, one a bit, and the text.
fuzz_target!(|input: (u64, &str)| {
    let (chosen, text) = input;
    let Ok(before) = proposal::read(&Source::new("fuzz.yaml", text), &SETTLEMENT) else {
        return;
    };
    let edits: Vec<Edit> = (SETTLEMENT.ids())
        .filter(|term| chosen >> (term.index() % 64) & 1 == 1)
        .map(|term| {
            let last = SETTLEMENT.term(term).kind.last();
            (
                term,
                Knowledge::cell(Some(chosen.rotate_left(7) % (last + 1))),
            )
        })
        .collect();
    let Ok(edited) = proposal::edited(&before, &SETTLEMENT, &edits) else {
        return;
    };
    let after = proposal::read(&Source::new("fuzz.yaml", edited.text), &SETTLEMENT)
        .expect("what is written can be read");
    let [old, new] =
        [&before, &after].map(|given| {
        let known = given.knowledge(&SETTLEMENT, Options::default());
        known.expect("both are read over it")
    });
    for term in SETTLEMENT.ids() {
        let edit = edits.iter().find(|(edited, _)| *edited == term);
        assert_eq!(
            new[term.index()],
            *edit.map_or(&old[term.index()], |(_, wanted)| wanted)
        );
    }
});
