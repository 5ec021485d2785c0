//! Edits of proposals in random layouts: what is written says what was meant, and the rest of the
//! file stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use servanda::policy::{Kind, TermId, Vocabulary};
use servanda::proposal::{self, Basis, Edit, Edited, Grade, Knowledge, Options, Proposal};
use servanda::text::Code;
use servanda::text::source::{Source, lines};
use servanda_random::{Random, Size};

use super::layout::{self, Laid};
use crate::support::texts;

/// Layouts in which an edit may be refused, because an alias would lose its anchor.
const HOSTILE: &[&str] = &["alias"];

const SIZE: Size = Size {
    terms: 5,
    prerequisites: 0,
    width: 2,
    listed: 60,
};

const EVERY: &[Options] = &[
    Options {
        rivals: false,
        min_grade: None,
    },
    Options {
        rivals: true,
        min_grade: None,
    },
    Options {
        rivals: false,
        min_grade: Some(Grade::B),
    },
    Options {
        rivals: true,
        min_grade: Some(Grade::A),
    },
];

fn parsed(text: &str, vocabulary: &Arc<Vocabulary>) -> Proposal {
    let source = Source::new("random.yaml", text);
    proposal::read(&source, vocabulary).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

/// Some cells of a term.
fn some_cells(kind: &Kind, may_fail: bool, random: &mut Random) -> Knowledge {
    let last = kind.last() as usize;
    let mut values = Vec::new();
    if kind.is_set() {
        for _ in 0..=random.below(2) {
            let low = random.below(last + 1) as u64;
            values.push((low, low | random.below(last + 1) as u64));
        }
    } else {
        // Single cells side by side, as well as stretches.
        let mut at = random.below(2 * last + 1) / 2;
        while at <= last {
            let end = (at + random.below(3)).min(last);
            values.push((at as u64, end as u64));
            at = end + 1 + random.below(4);
        }
    }
    let not_arising = may_fail && random.chance(30);
    if not_arising && random.chance(50) {
        values.clear();
    }
    Knowledge {
        not_arising,
        values,
    }
}

fn some_edits(vocabulary: &Vocabulary, random: &mut Random) -> Vec<Edit> {
    let mut edits = Vec::new();
    for term in vocabulary.ids() {
        if random.chance(40) {
            let declared = vocabulary.term(term);
            let cells = some_cells(&declared.kind, declared.may_fail_to_arise(), random);
            edits.push((term, cells));
        }
    }
    if random.chance(50) {
        edits.reverse();
    }
    edits
}

fn cells(kind: &Kind, known: &Knowledge) -> BTreeSet<Option<u64>> {
    let values = (0..=kind.last()).map(Some).chain([None]);
    values.filter(|cell| known.allows(kind, *cell)).collect()
}

/// Makes random edits. Returns the kinds of layout, and whether the edits were allowed; if so,
/// everything that edits promise is checked.
fn check(seed: u64) -> (BTreeSet<&'static str>, bool) {
    let texts = servanda_random::texts(seed, SIZE);
    let vocabulary = texts::vocabulary(&texts.vocabulary);
    let mut random = Random::new(seed ^ 0xED17);
    let meant = parsed(&texts.proposal, &vocabulary);
    let laid = layout::laid_out(&meant, &vocabulary, &mut random);
    let before = parsed(&laid.text, &vocabulary);
    let known = |proposal: &Proposal| {
        EVERY
            .iter()
            .map(|o| proposal.knowledge(&vocabulary, *o).expect("one vocabulary"))
            .collect::<Vec<_>>()
    };
    assert_eq!(known(&before), known(&meant), "{}", laid.text);
    let edits = some_edits(&vocabulary, &mut random);
    let text = match proposal::edited(&before, &vocabulary, &edits) {
        Ok(edited) => {
            check_hunks(&laid.text, &edited);
            edited.text
        }
        Err(error) => {
            assert_eq!(error.code, Code::EditLayout);
            let hostile = HOSTILE.iter().any(|layout| laid.layouts.contains(layout));
            assert!(
                hostile,
                "refused: {edits:?}\n{:?}\n{}",
                laid.layouts, laid.text
            );
            return (laid.layouts, false);
        }
    };
    let shown = format!("{edits:?}\n{}\n--->\n{text}", laid.text);
    let after = parsed(&text, &vocabulary);
    check_meaning(&vocabulary, &before, &after, &edits, &shown);
    check_layout(&laid, &text, &edits, &shown);
    (laid.layouts, true)
}

/// The lines outside of the hunks are the same, in the same order.
fn check_hunks(before: &str, after: &Edited) {
    let text = |text: &str| -> Vec<String> {
        let lines = lines(text).into_iter();
        lines
            .map(|line| text[line.start..line.end].to_owned())
            .collect()
    };
    let (old, new) = (text(before), text(&after.text));
    let mut done = [0, 0];
    for hunk in &after.hunks {
        assert_eq!(old[done[0]..hunk.old.start], new[done[1]..hunk.new.start]);
        assert!(hunk.old.is_empty() || old[hunk.old.clone()] != new[hunk.new.clone()]);
        done = [hunk.old.end, hunk.new.end];
    }
    assert_eq!(old[done[0]..], new[done[1]..]);
}

fn check_meaning(
    vocabulary: &Vocabulary,
    before: &Proposal,
    after: &Proposal,
    edits: &[Edit],
    shown: &str,
) {
    for options in EVERY {
        let old = before
            .knowledge(vocabulary, *options)
            .expect("one vocabulary");
        let new = after
            .knowledge(vocabulary, *options)
            .expect("one vocabulary");
        for term in vocabulary.ids() {
            let kind = &vocabulary.term(term).kind;
            match edits.iter().find(|(edited, _)| *edited == term) {
                Some((_, wanted)) => {
                    // What is written names no source, so it counts under no minimum grade.
                    let anything = Knowledge::unknown(vocabulary.term(term));
                    let counts = options.min_grade.is_none();
                    let wanted = if counts { wanted } else { &anything };
                    assert_eq!(
                        cells(kind, &new[term.index()]),
                        cells(kind, wanted),
                        "{term:?} {shown}"
                    );
                }
                None => assert_eq!(new[term.index()], old[term.index()], "{term:?} {shown}"),
            }
        }
    }
    for provision in &before.provisions {
        let kept = after.provision(provision.term).unwrap();
        let texts = |given: &proposal::Provision| {
            [&given.at, &given.note]
                .map(|text| text.as_deref().map(|text| text.trim_end().to_owned()))
        };
        if edits.iter().any(|(term, _)| *term == provision.term) {
            // A remark or a source of the old value must not stay with the new one.
            assert_eq!(texts(kept), [None, None], "{shown}");
            assert!(kept.rival.is_empty() && kept.sources.is_empty(), "{shown}");
            assert_eq!(kept.basis, Basis::Text, "{shown}");
        } else {
            assert_eq!(texts(kept), texts(provision), "{shown}");
        }
    }
}

fn check_layout(laid: &Laid, text: &str, edits: &[Edit], shown: &str) {
    for number in 0..laid.comments {
        let comment = format!("#c{number}# \"[ {{ value: é '");
        assert_eq!(text.matches(&comment).count(), 1, "{comment} {shown}");
    }
    assert_eq!(
        text.starts_with('\u{feff}'),
        laid.text.starts_with('\u{feff}'),
        "{shown}"
    );
    let kind = |text: &str| {
        let (all, crlf) = (text.matches('\n').count(), text.matches("\r\n").count());
        (all > crlf, crlf > 0, text.matches('\r').count() > crlf)
    };
    assert_eq!(kind(text), kind(&laid.text), "{shown}");
    let ended = |text: &str| text.ends_with(['\n', '\r']);
    assert_eq!(ended(text), ended(&laid.text), "{shown}");
    // Lines outside of edited provisions are there, one after the other.
    let listed = |term: &TermId| laid.lines.contains_key(term);
    let added = edits.iter().any(|(term, _)| !listed(term));
    let touched = |line: usize| {
        let own = |(term, _): &Edit| {
            laid.lines
                .get(term)
                .is_some_and(|lines| lines.contains(&line))
        };
        let all = laid.layouts.contains("all in brackets")
            && (added || edits.iter().any(|(term, _)| listed(term)));
        edits.iter().any(own) || all && !outside(laid, line) || added && laid.bare == Some(line)
    };
    let split = |text: &str| {
        text.replace("\r\n", "\n")
            .replace('\r', "\n")
            .split('\n')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let new = split(text);
    let mut rest = new.iter();
    for (number, line) in split(&laid.text).iter().enumerate() {
        if !touched(number) {
            assert!(rest.any(|new| new == line), "{line:?} {shown}");
        }
    }
}

/// Of provisions in brackets: whether a line stands outside of them.
fn outside(laid: &Laid, line: usize) -> bool {
    let first = laid.lines.values().map(|lines| lines.start).min();
    let last = laid.lines.values().map(|lines| lines.end).max();
    first.is_none_or(|first| line < first) || last.is_none_or(|last| line >= last)
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(300)
    })]

    #[test]
    fn edits_say_what_is_meant_and_keep_the_rest(seed: u64) {
        check(seed);
    }
}

/// A text with some of its characters changed.
fn damaged(text: &str, random: &mut Random) -> String {
    const ODD: &[char] = &[
        '#', ':', '{', '}', '[', ']', ',', '-', '&', '*', '!', '|', '>', '\'', '"', ' ', '\n',
        '\r', '\t', '?', '%', '@', '~', 'é', '\u{feff}', '\u{85}', '\u{2028}',
    ];
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(2) {
        let at = random.below(chars.len());
        match random.below(3) {
            0 => chars[at] = ODD[random.below(ODD.len())],
            1 => chars.insert(at, ODD[random.below(ODD.len())]),
            _ => drop(chars.remove(at)),
        }
    }
    chars.into_iter().collect()
}

/// Even in layouts that nobody would write, an edit says what is meant or is refused.
fn check_damaged(seed: u64) -> Option<bool> {
    let texts = servanda_random::texts(seed, SIZE);
    let vocabulary = texts::vocabulary(&texts.vocabulary);
    let mut random = Random::new(seed ^ 0xDA_3A6E);
    let meant = parsed(&texts.proposal, &vocabulary);
    let laid = layout::laid_out(&meant, &vocabulary, &mut random);
    let source = Source::new("random.yaml", damaged(&laid.text, &mut random));
    let before = proposal::read(&source, &vocabulary).ok()?;
    let edits = some_edits(&vocabulary, &mut random);
    let Ok(edited) = proposal::edited(&before, &vocabulary, &edits) else {
        return Some(false);
    };
    check_hunks(source.text(), &edited);
    let text = edited.text;
    let shown = format!("{edits:?}\n{}\n--->\n{text}", source.text());
    check_meaning(
        &vocabulary,
        &before,
        &parsed(&text, &vocabulary),
        &edits,
        &shown,
    );
    Some(true)
}

#[test]
fn odd_layouts_do_no_harm() {
    let seen: Vec<bool> = (0..1_500).filter_map(check_damaged).collect();
    let carried_out = seen.iter().filter(|carried_out| **carried_out).count();
    println!("{} read, {carried_out} carried out", seen.len());
    assert!(carried_out > 150 && carried_out * 20 > seen.len() * 19);
}

#[test]
fn every_layout_is_met_and_allows_edits() {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for seed in 0..1_000 {
        // Rare layouts may need more texts than others.
        let covered = counts.len() == 33 && counts.values().all(|[_, done]| *done >= 5);
        if covered && seed >= 400 {
            break;
        }
        let (layouts, carried_out) = check(seed);
        for layout in layouts {
            counts.entry(layout).or_default()[usize::from(carried_out)] += 1;
        }
    }
    for (layout, [refused, carried_out]) in &counts {
        println!("{layout}: {carried_out} carried out, {refused} refused");
        assert!(*carried_out >= 5, "{layout}: {counts:?}");
    }
    assert_eq!(counts.len(), 33, "{counts:#?}");
}
