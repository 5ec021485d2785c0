//! What fixtures exercise of a policy: a count first, then what is missing, with the tests that
//! would do.

use super::block::{
    Block, LineMark, ListedLine, Listing, Named, Page, Paragraph, Section, Status, Tone,
};
use super::fixture;
use super::shared::advised;
use super::{Advice, Shell};
use crate::answer::{
    Case, CaseState, ConditionCovered, CoverageAnswer, CoverageTests, Coverages, RoleName,
    WithinKind,
};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// The most prerequisites, warnings and definitions that are listed in brief.
const FEW: usize = 12;

/// What the list of what is missing is called.
const MISSING: &str = "Lines whose condition decides in no test, where it holds or where it fails";

/// How much of an answer is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoverageExtent {
    /// Every condition, and the texts of the tests that would cover what is missing.
    pub full: bool,
    /// The text of the first of these tests.
    pub example: bool,
    /// The policy, with marks beside its lines.
    pub listing: bool,
}

/// What fixtures exercise of one policy.
#[must_use]
pub fn coverage(answer: &CoverageAnswer, extent: CoverageExtent, shell: &dyn Shell) -> Page {
    let mut page = Page::titled("What tests exercise").with(status(answer));
    let missing = grouped(answer, CaseState::Missing);
    if !missing.is_empty() {
        page.push(listed(answer, MISSING, (&missing, extent.full)));
    }
    let not_decided = grouped(answer, CaseState::NotDecided);
    if let Some((_, _, first)) = not_decided.first().and_then(|group| group.cases.first()) {
        let mut section = listed(answer, "Not decided", (&not_decided, extent.full));
        if let Some(because) = &first.because {
            let advice = shell.advice(Advice::AllowMoreTime);
            let text = advised(because.clone(), "; ", advice);
            section = section.with(Paragraph::new(1, text));
        }
        page.push(section);
    }
    let never = grouped(answer, CaseState::Never);
    if !never.is_empty() {
        let title = "Never decisive, whatever a text says: look at the policy";
        page.push(listed(answer, title, (&never, extent.full)));
    }
    if extent.full {
        in_full(answer, &mut page);
    }
    if extent.listing {
        page.push(Section::new("").with(listing(answer)));
    }
    tests(answer, extent, shell, &mut page);
    page
}

/// The tests that would cover what is missing: all, or the first one as an example.
fn tests(answer: &CoverageAnswer, extent: CoverageExtent, shell: &dyn Shell, page: &mut Page) {
    let new = answer.fixtures.len();
    let Some(first) = answer.fixtures.first() else {
        if answer.cases.missing > 0 {
            let text = "No new test was made within the limits";
            let text = advised(text, "; ", shell.advice(Advice::AllowMoreTime));
            page.push(Section::new("").with(Paragraph::new(0, text)));
        }
        return;
    };
    let tests = Phrase::counted(new as u64, "new test");
    let without = answer.without_test();
    let text = if without == 0 {
        phrase![tests, " would cover what is missing"]
    } else {
        let with = answer.cases.missing - without;
        let rest = phrase!["; for ", without, " no test was made within the limits"];
        phrase![tests, " would cover ", with, " of the missing cases", rest]
    };
    let (text, advice) = match new {
        _ if extent.full => (text.with(":"), None),
        1 => (text, shell.advice(Advice::WriteTests(1))),
        _ if extent.example => {
            let text = phrase![text, "; the first is shown"];
            (text, shell.advice(Advice::WriteTests(new)))
        }
        _ => (text, shell.advice(Advice::WriteTests(new))),
    };
    page.push(Section::new("").with(Paragraph::new(0, advised(text, "; ", advice))));
    let shown = match (extent.full, extent.example) {
        (true, _) => &answer.fixtures[..],
        (false, true) => std::slice::from_ref(first),
        (false, false) => &[],
    };
    for part in shown.iter().flat_map(fixture::texts) {
        page.push(part);
    }
}

/// `MISSING   column: 33 of 130 cases; 97 covered by 27 tests; 4 never decisive`.
fn status(answer: &CoverageAnswer) -> Status {
    let cases = &answer.cases;
    let name = Phrase::name(answer.policy.shown());
    let (tone, word, count) = match (cases.missing, cases.not_decided) {
        (0, 0) if cases.covered > 0 => (Tone::Good, "covered", cases.covered),
        (0, 0) => (Tone::Bad, "nothing", 0),
        (0, open) => (Tone::Open, "not decided", open),
        (missing, _) => (Tone::Bad, "missing", missing),
    };
    let tests = Phrase::counted(answer.tests as u64, "test");
    let mut parts = match word {
        "covered" => vec![phrase![name, ": all ", count, " cases, by ", tests]],
        "nothing" => vec![phrase![name, " has no case that a test could cover"]],
        _ => {
            let first = phrase![name, ": ", count, " of ", cases.of(), " cases"];
            vec![first, phrase![cases.covered, " covered by ", tests]]
        }
    };
    if cases.not_decided > 0 && word != "not decided" {
        parts.push(phrase![cases.not_decided, " not decided"]);
    }
    if cases.never > 0 {
        parts.push(phrase![cases.never, " never decisive"]);
    }
    Status::new(tone, word, Phrase::joined(parts, "; "))
}

/// Cases of what is in one prerequisite, warning or definition.
struct Group<'a> {
    first: &'a ConditionCovered,
    cases: Vec<(&'a ConditionCovered, &'static str, &'a Case)>,
}

/// The cases of a kind, by what they belong to.
fn grouped(answer: &CoverageAnswer, state: CaseState) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for condition in &answer.conditions {
        for (word, case) in condition.cases() {
            if case.state != state {
                continue;
            }
            let same = |group: &&mut Group<'_>| {
                group.first.kind == condition.kind && group.first.within == condition.within
            };
            match groups.last_mut().filter(same) {
                Some(group) => group.cases.push((condition, word, case)),
                None => groups.push(Group {
                    first: condition,
                    cases: vec![(condition, word, case)],
                }),
            }
        }
    }
    groups
}

/// A definition of the vocabulary stands in another file, and so do its lines.
fn called(condition: &ConditionCovered, answer: &CoverageAnswer) -> Phrase {
    let name = Phrase::name(&condition.within);
    match condition.kind {
        WithinKind::Prerequisite => name,
        WithinKind::Warning => phrase!["warning ", name],
        WithinKind::Definition if condition.place.source == answer.source => {
            phrase!["define ", name]
        }
        WithinKind::Definition => {
            let vocabulary = Phrase::name(&answer.policy.vocabulary.id);
            phrase!["define ", name, " in ", vocabulary]
        }
    }
}

fn line(condition: &ConditionCovered) -> usize {
    let place = &condition.place;
    place.source.line_and_column(place.span.start).0
}

/// Cases by what they belong to: in full each with the test that would cover it, or the reason why it
/// is as it is; in brief the lines alone, of the first few groups.
fn listed(
    answer: &CoverageAnswer,
    title: &'static str,
    (groups, full): (&[Group<'_>], bool),
) -> Section {
    let few = if full {
        groups.len()
    } else {
        FEW.min(groups.len())
    };
    let names = groups[..few].iter().map(|group| Named {
        name: called(group.first, answer),
        ..if full { each(group) } else { in_brief(group) }
    });
    let mut section = Section::new(title).with(Block::Names(names.collect()));
    if few < groups.len() {
        let cases: usize = groups[few..].iter().map(|group| group.cases.len()).sum();
        let cases = Phrase::counted(cases as u64, "case");
        let left = groups.len() - few;
        let names = groups[few..].iter();
        let within = if left > FEW {
            phrase![left, " more"]
        } else {
            Phrase::joined(names.map(|group| called(group.first, answer)), ", ")
        };
        let text = phrase!["And ", cases, " in ", within];
        section = section.with(Paragraph::new(1, text));
    }
    section
}

/// `holds: line 41; fails: lines 41, 43`.
fn in_brief(group: &Group<'_>) -> Named {
    let of_word = |word: &'static str| {
        let own = group.cases.iter().filter(|(_, its, _)| *its == word);
        let mut lines: Vec<usize> = own.map(|(condition, ..)| line(condition)).collect();
        lines.sort_unstable();
        lines.dedup();
        let what = if lines.len() == 1 {
            ": line "
        } else {
            ": lines "
        };
        let numbers = Phrase::joined(lines.iter().map(Phrase::value), ", ");
        (!lines.is_empty()).then(|| phrase![word, what, numbers])
    };
    let each = ["holds", "fails"].into_iter().filter_map(of_word);
    Named::new("", Phrase::joined(each, "; "))
}

/// `line 41 fails, line 43 holds: column-pledge-1-fails`, for each test that would do or each reason.
fn each(group: &Group<'_>) -> Named {
    let mut by_reason: Vec<(Phrase, Vec<Phrase>)> = Vec::new();
    for (condition, word, case) in &group.cases {
        let reason = match (&case.fixture, &case.because) {
            (Some(test), _) => Phrase::name(test),
            (None, Some(because)) => because.clone(),
            (None, None) => "no test was found for it within the limits".into(),
        };
        let text = phrase!["line ", line(condition), " ", *word];
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, texts)) => texts.push(text),
            None => by_reason.push((reason, vec![text])),
        }
    }
    let texts = by_reason.into_iter();
    let mut texts = texts.map(|(reason, texts)| phrase![Phrase::joined(texts, ", "), ": ", reason]);
    Named {
        name: Phrase::default(),
        text: texts.next().unwrap_or_default(),
        more: texts.collect(),
    }
}

/// Every condition, with how it was seen and its two cases.
fn in_full(answer: &CoverageAnswer, page: &mut Page) {
    let same =
        |a: &ConditionCovered, b: &ConditionCovered| a.kind == b.kind && a.within == b.within;
    for conditions in answer.conditions.chunk_by(same) {
        // Where they stand in the file, readers look for them.
        let mut sorted: Vec<&ConditionCovered> = conditions.iter().collect();
        sorted.sort_by_key(|each| line(each));
        let names = sorted.into_iter().map(condition).collect();
        page.push(Section::new(called(&conditions[0], answer)).with(Block::Names(names)));
    }
}

fn condition(condition: &ConditionCovered) -> Named {
    let seen = &condition.seen;
    let counts = [
        (seen.holds, " hold"),
        (seen.fails, " fail"),
        (seen.open, " open"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let seen = Phrase::joined(counts.map(|(count, word)| phrase![count, word]), ", ");
    let seen = if seen.is_empty() {
        "seen by no test".into()
    } else {
        phrase!["seen: ", seen]
    };
    let role = condition.role.as_ref().map(|role| match role {
        RoleName::When => "when ".into(),
        RoleName::Must => "must ".into(),
        RoleName::Unless => "unless ".into(),
        RoleName::Reading(name) => phrase!["reading ", Phrase::name(name), ": "],
    });
    let mut more = vec![seen];
    more.extend(condition.cases().map(|(word, case)| {
        let by = case.by.first().map(|first| match case.by.len() {
            1 => phrase![" by ", first],
            all => phrase![" by ", first, " and ", all - 1, " more"],
        });
        phrase![word, ": ", mark(case.state).word, by.unwrap_or_default()]
    }));
    Named {
        name: phrase!["line ", line(condition)],
        text: phrase![role.unwrap_or_default(), &condition.says],
        more,
    }
}

fn mark(state: CaseState) -> LineMark {
    let (tone, sign, word) = match state {
        CaseState::Covered => (Tone::Good, '✓', "covered"),
        CaseState::Missing => (Tone::Bad, 'x', "missing"),
        CaseState::NotDecided => (Tone::Open, '?', "not decided"),
        CaseState::Never => (Tone::Neutral, '-', "never decisive"),
    };
    LineMark { tone, sign, word }
}

/// The policy, and beside each line with a condition what became of its cases; of several conditions
/// on one line what is worst.
fn listing(answer: &CoverageAnswer) -> Listing {
    let worst = [
        CaseState::Missing,
        CaseState::NotDecided,
        CaseState::Covered,
        CaseState::Never,
    ];
    let marks = |number: usize| -> Vec<LineMark> {
        let own = |condition: &&ConditionCovered| {
            condition.place.source == answer.source && line(condition) == number
        };
        let own: Vec<&ConditionCovered> = answer.conditions.iter().filter(own).collect();
        let column = |of: fn(&ConditionCovered) -> &Case| {
            let states: Vec<CaseState> = own.iter().map(|each| of(each).state).collect();
            worst
                .into_iter()
                .find(|state| states.contains(state))
                .map(mark)
        };
        [column(|each| &each.holds), column(|each| &each.fails)]
            .into_iter()
            .flatten()
            .collect()
    };
    let lines = answer.source.text().lines().enumerate();
    let lines = lines.map(|(at, text)| ListedLine {
        number: at + 1,
        text: text.into(),
        marks: marks(at + 1),
    });
    Listing {
        columns: vec!["where it holds", "where it fails"],
        key: worst.map(mark).to_vec(),
        lines: lines.collect(),
    }
}

/// What is said of all policies together: that tests cover nothing, and where `written` tests went.
#[must_use]
pub fn coverage_summary(all: &Coverages, written: Option<(usize, Untrusted)>) -> Page {
    let CoverageTests {
        failed, not_run, ..
    } = all.tests;
    let mut blocks: Vec<Block> = Vec::new();
    for (count, what) in [(failed, "failed"), (not_run, "could not be run")] {
        if count > 0 {
            let tests = Phrase::counted(count as u64, "test");
            let does = if count == 1 { " covers" } else { " cover" };
            let text = phrase![tests, " ", what, " and", does, " nothing"];
            blocks.push(Paragraph::new(0, text).into());
        }
    }
    if let Some((count, folder)) = written {
        let tests = Phrase::counted(count as u64, "test");
        let text = phrase![tests, " written into ", folder];
        blocks.push(Paragraph::new(0, text).into());
    }
    let mut page = Page::default();
    if !blocks.is_empty() {
        let title = Phrase::default();
        page.push(Section::new(title).with_all(blocks));
    }
    page
}
