//! What a policy says otherwise than its snapshot, in a few lines.

use crate::answer::{Recorded, SnapshotAnswer, SnapshotDifference, SnapshotState};
use crate::page::block::{Page, Paragraph, Section};
use crate::phrase;
use crate::text::Phrase;

/// The most differences of one snapshot that are shown where several are.
const FEW: usize = 6;

/// One change to be reviewed, with its number among so many: all of it.
#[must_use]
pub fn snapshot_review(answer: &SnapshotAnswer, number: usize, of: usize) -> Page {
    let counted = phrase![number, " of ", of, ": "];
    Page::default().with(section(counted, answer, usize::MAX))
}

/// What differs in each, not more than a few lines; then what is new, a line for each.
pub(super) fn in_brief(all: &[SnapshotAnswer]) -> Vec<Section> {
    let undecided = all.iter().filter(|each| each.decision.is_none());
    let (new, changed): (Vec<_>, Vec<_>) = undecided
        .filter(|each| each.state != SnapshotState::Same)
        .partition(|each| each.state == SnapshotState::New);
    let changed = changed.into_iter();
    let mut sections: Vec<Section> = changed
        .map(|each| section(Phrase::default(), each, FEW))
        .collect();
    let lines = new.iter().map(|each| {
        let first = each.differences.iter().filter_map(|kept| {
            let is = kept.is.as_ref()?;
            match kept.of {
                Recorded::Verdict => Some(is.clone()),
                Recorded::Score => Some(phrase!["score ", is]),
                Recorded::Refusal => Some(phrase!["refused with ", is]),
                _ => None,
            }
        });
        let first = Phrase::joined(first, ", ");
        Paragraph::new(0, phrase![&each.name, ", by ", &each.policy, ": ", first])
    });
    if !new.is_empty() {
        sections.push(lines.fold(Section::new("New snapshots"), Section::with));
    }
    sections
}

fn section(before: Phrase, answer: &SnapshotAnswer, most: usize) -> Section {
    let (is, lines) = match answer.state {
        SnapshotState::New => ("a new snapshot", new(answer)),
        SnapshotState::Changed | SnapshotState::Same => {
            let each = answer.differences.iter().map(SnapshotDifference::in_words);
            ("not as in its snapshot", each.collect())
        }
    };
    let title = phrase![before, &answer.name, ", by ", &answer.policy, ": ", is];
    let mut section = Section::new(title);
    let shown = lines.len().min(most);
    let more = lines.len() - shown;
    for line in lines.into_iter().take(shown) {
        section = section.with(Paragraph::new(1, line));
    }
    if more > 0 {
        section = section.with(Paragraph::new(1, phrase!["and ", more, " more"]));
    }
    section
}

/// What is kept of a new one, by verdicts.
fn new(answer: &SnapshotAnswer) -> Vec<Phrase> {
    let mut lines = Vec::new();
    let mut by_word: Vec<(Phrase, Vec<Phrase>)> = Vec::new();
    for kept in &answer.differences {
        let Some(is) = &kept.is else {
            continue;
        };
        let name = kept.name.as_ref().map(Phrase::name).unwrap_or_default();
        match kept.of {
            Recorded::Finding | Recorded::Warning if kept.reading.is_none() => {
                let word = if kept.of == Recorded::Warning {
                    phrase!["warnings ", is]
                } else {
                    is.clone()
                };
                match by_word.iter_mut().find(|(known, _)| *known == word) {
                    Some((_, names)) => names.push(name),
                    None => by_word.push((word, vec![name])),
                }
            }
            Recorded::TurnsOn | Recorded::Finding => {}
            _ => lines.push(phrase![kept.about(), " ", is]),
        }
    }
    let each = by_word.into_iter();
    lines.extend(each.map(|(word, names)| phrase![word, ": ", Phrase::joined(names, ", ")]));
    lines
}
