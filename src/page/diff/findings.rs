//! Which findings and warnings changed and because of what, and what is still missing.

use super::{listed, paragraph};
use crate::answer::{
    CauseAnswer, DiffAnswer, DiffByPolicy, FindingChange, MissingAnswer, OffsetAnswer,
    WarningChange,
};
use crate::page::block::{Block, Named, Section};
use crate::page::check::missing_row;
use crate::phrase;
use crate::text::Phrase;

/// The most findings that have a line each where not everything is shown.
const MOST: usize = 12;
/// The most prerequisites that are still missing and have a line each.
const MISSING: usize = 5;

/// The findings and warnings that changed, and whether something was left out.
pub(super) fn sections(by: &DiffByPolicy, in_full: bool) -> (Vec<Section>, bool) {
    let most = if in_full { usize::MAX } else { MOST };
    let mut sections = Vec::new();
    let mut cut = false;
    let named: Vec<Named> = by
        .findings
        .iter()
        .map(|each| finding(each, in_full))
        .collect();
    cut |= named.len() > most;
    add(&mut sections, "Findings that changed", named, most);
    let named: Vec<Named> = by
        .warnings
        .iter()
        .map(|each| warning(each, in_full))
        .collect();
    cut |= named.len() > most;
    add(&mut sections, "Warnings that changed", named, most);
    let title = "Changes that make up for one another";
    let named: Vec<Named> = by
        .offsets
        .iter()
        .map(|each| offset(each, in_full))
        .collect();
    let few = if in_full { usize::MAX } else { 3 };
    cut |= named.len() > few;
    add(&mut sections, title, named, few);
    (sections, cut)
}

fn add(sections: &mut Vec<Section>, title: &'static str, mut named: Vec<Named>, most: usize) {
    if named.is_empty() {
        return;
    }
    let more = named.len().saturating_sub(most);
    named.truncate(most);
    let mut section = Section::new(title).with(Block::Names(named));
    if more > 0 {
        section = section.with(paragraph(phrase!["And ", more, " more."]));
    }
    sections.push(section);
}

/// `met, was open: because of effort_coordination`.
fn finding(change: &FindingChange, in_full: bool) -> Named {
    let name = if change.advisory {
        phrase![Phrase::name(&change.prerequisite), " (advisory)"]
    } else {
        Phrase::name(&change.prerequisite)
    };
    let mut said = if change.old == change.new {
        let each = change.readings.iter().map(|read| {
            let name = Phrase::name(&read.reading);
            phrase![
                read.new.word(),
                " instead of ",
                read.old.word(),
                " if read ",
                name
            ]
        });
        let each = Phrase::joined(each, ", ");
        phrase![change.new.word(), " as before, but ", each]
    } else {
        phrase![change.new.word(), ", was ", change.old.word()]
    };
    said = because(said, change.because.as_ref(), in_full);
    Named::new(name, said)
}

/// `raised, was open: because of nato_path`.
fn warning(change: &WarningChange, in_full: bool) -> Named {
    let said = phrase![change.new.word(), ", was ", change.old.word()];
    let said = because(said, change.because.as_ref(), in_full);
    Named::new(Phrase::name(&change.warning), said)
}

fn because(said: Phrase, cause: Option<&CauseAnswer>, in_full: bool) -> Phrase {
    match cause {
        Some(cause) => phrase![said, ": because of ", of(cause, in_full)],
        None => said,
    }
}

fn of(cause: &CauseAnswer, in_full: bool) -> &Phrase {
    if in_full { &cause.says } else { &cause.short }
}

/// `open as before: arms_supply alone would have made it unmet; long_range_use makes up for that`.
fn offset(each: &OffsetAnswer, in_full: bool) -> Named {
    let said = phrase![
        each.verdict.word(),
        " as before: ",
        Phrase::name(&each.term),
        " alone would have made it ",
        each.would_be.word(),
        "; made up for by ",
        of(&each.made_up_by, in_full)
    ];
    Named::new(Phrase::name(&each.prerequisite), said)
}

/// What is still unmet or open, and whether something was left out.
pub(super) fn missing(
    answer: &DiffAnswer,
    by: &DiffByPolicy,
    in_full: bool,
) -> (Option<Section>, bool) {
    let Some(first) = by.missing.first() else {
        return (None, false);
    };
    let most = if in_full { usize::MAX } else { MISSING };
    let members = &answer.new.members;
    let rows = by.missing.iter().take(most);
    let rows = rows
        .map(|each| missing_row(&each.finding, members))
        .collect();
    let mut title = phrase!["Still missing"];
    if answer.policies.len() > 1 {
        title = phrase![title, " by ", Phrase::name(by.policy.shown())];
    }
    if first.worse {
        title = phrase![title, ", what got worse first"];
    }
    let mut section = Section::new(title).with(Block::Rows(rows));
    let rest: Vec<&MissingAnswer> = by.missing.iter().skip(most).collect();
    if !rest.is_empty() {
        let names = rest.iter().map(|each| Phrase::name(&each.prerequisite));
        let (names, _) = listed(names.collect(), usize::MAX);
        section = section.with(paragraph(phrase!["Also missing: ", names]));
    }
    (Some(section), !rest.is_empty())
}
