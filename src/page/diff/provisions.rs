//! Which provisions changed.

use super::{listed, members, paragraph};
use crate::answer::{ChangeKind, DiffAnswer, ProvisionChange, RecordedChange, SaysAnswer};
use crate::page::block::{Block, Named, Section};
use crate::phrase;
use crate::proposal::{OfItself, Recorded};
use crate::text::Phrase;

/// The most provisions that have a line each where not everything is shown.
const MOST: usize = 6;
/// The most that are named in a list.
const NAMED: usize = 8;

/// The provisions that changed, and whether something was left out.
pub(super) fn section(answer: &DiffAnswer, in_full: bool) -> (Section, bool) {
    let all = &answer.provisions;
    let (telling, other): (Vec<_>, Vec<_>) = all.iter().partition(|change| change.matters);
    let mut section = Section::new(title(all.len(), telling.len()));
    let (shown, named) = if in_full {
        (telling.into_iter().chain(other).collect(), Vec::new())
    } else if telling.is_empty() {
        split(other, MOST)
    } else {
        let (shown, mut rest) = split(telling, MOST);
        rest.extend(other);
        (shown, rest)
    };
    if !shown.is_empty() {
        section = section.with(Block::Names(shown.into_iter().map(provision).collect()));
    }
    let mut cut = false;
    if !named.is_empty() {
        let names = named.iter().map(|change| Phrase::name(&change.term));
        let (names, _) = listed(names.collect(), NAMED);
        section = section.with(paragraph(phrase!["Also changed: ", names]));
        cut = true;
    }
    let (recorded, left_out) = recorded(&answer.recorded, in_full);
    cut |= left_out;
    for said in package(answer)
        .into_iter()
        .chain(recorded)
        .chain(others(answer))
    {
        section = section.with(paragraph(said));
    }
    (section, cut)
}

fn split(
    all: Vec<&ProvisionChange>,
    most: usize,
) -> (Vec<&ProvisionChange>, Vec<&ProvisionChange>) {
    let mut shown = all;
    let rest = shown.split_off(shown.len().min(most));
    (shown, rest)
}

/// `23 provisions changed in meaning, 4 of them with an effect`.
fn title(all: usize, telling: usize) -> Phrase {
    let provisions = Phrase::counted(all as u64, "provision");
    match (all, telling) {
        (0, _) => "No provision changed in meaning".into(),
        (1, 1) => "One provision changed in meaning, with an effect".into(),
        (_, 0) => phrase![provisions, " changed in meaning, without an effect"],
        (_, _) if all == telling => phrase![provisions, " changed in meaning, all with an effect"],
        (_, _) => phrase![
            provisions,
            " changed in meaning, ",
            telling,
            " with an effect"
        ],
    }
}

/// `from silent (open) to coalition (line 132, now 135)`.
fn provision(change: &ProvisionChange) -> Named {
    let (old, new) = (&change.old.short, &change.new.short);
    let unknown = |says: &SaysAnswer| says.place.is_none();
    let said = match change.kind {
        ChangeKind::Added if unknown(&change.old) => phrase!["new: ", new],
        ChangeKind::Removed if unknown(&change.new) => phrase!["gone: was ", old],
        _ => phrase!["from ", old, " to ", new],
    };
    let said = match (line(&change.old), line(&change.new)) {
        (None, None) => said,
        (None, Some(new)) => phrase![said, " (line ", new, ")"],
        (Some(old), None) => phrase![said, " (old line ", old, ")"],
        (Some(old), Some(new)) if old == new => phrase![said, " (line ", new, ")"],
        (Some(old), Some(new)) => phrase![said, " (line ", old, ", now ", new, ")"],
    };
    Named::new(Phrase::name(&change.term), said)
}

fn line(says: &SaysAnswer) -> Option<usize> {
    let place = says.place.as_ref()?;
    Some(place.source.line_and_column(place.span.start).0)
}

/// What became of the members of packages.
fn package(answer: &DiffAnswer) -> Option<Phrase> {
    let changed = answer.members.as_ref()?;
    let told = [
        members(&changed.added, " came in"),
        members(&changed.removed, " went out"),
        members(&changed.changed, " changed"),
    ];
    let told = Phrase::joined(told.into_iter().flatten(), "; ");
    Some(if told.is_empty() {
        "Members: all as before".into()
    } else {
        phrase!["Members: ", told]
    })
}

/// `21 provisions have the same meaning, and are recorded otherwise: sources, notes`; in full by their
/// names.
fn recorded(all: &[RecordedChange], in_full: bool) -> (Option<Phrase>, bool) {
    if all.is_empty() {
        return (None, false);
    }
    let provisions = Phrase::counted(all.len() as u64, "provision");
    let head = phrase![provisions, " recorded otherwise, with the same meaning: "];
    if !in_full {
        let mut kinds: Vec<Recorded> = all
            .iter()
            .flat_map(|change| &change.what)
            .copied()
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let kinds = kinds.into_iter().map(recorded_as);
        return (Some(phrase![head, Phrase::list(kinds, "or")]), true);
    }
    let each = all.iter().map(|change| {
        let name = match &change.member {
            Some(member) => phrase![Phrase::name(&change.term), " of ", member],
            None => Phrase::name(&change.term),
        };
        let what = change.what.iter().map(|what| recorded_as(*what));
        phrase![name, " (", Phrase::joined(what, ", "), ")"]
    });
    (Some(phrase![head, Phrase::list(each, "and")]), false)
}

fn recorded_as(what: Recorded) -> &'static str {
    match what {
        Recorded::Value => "wording of the value",
        Recorded::Rivals => "rival codings",
        Recorded::At => "place in the text",
        Recorded::Quote => "quotation",
        Recorded::Sources => "sources",
        Recorded::Grades => "grades of the sources",
        Recorded::Basis => "basis",
        Recorded::Coder => "coder",
        Recorded::Confidence => "confidence",
        Recorded::Note => "note",
    }
}

/// What the text says of itself otherwise; and where nothing differs, that it does not.
fn others(answer: &DiffAnswer) -> Vec<Phrase> {
    let mut told = Vec::new();
    if !answer.of_itself.is_empty() {
        let each = answer.of_itself.iter().map(|what| said_of_itself(*what));
        told.push(phrase![
            "the text's own ",
            Phrase::list(each, "and"),
            " changed"
        ]);
    }
    let members = answer.members.as_ref();
    let members_same = members.is_none_or(|changed| {
        changed.added.is_empty() && changed.removed.is_empty() && changed.changed.is_empty()
    });
    let nothing = answer.provisions.is_empty()
        && answer.recorded.is_empty()
        && answer.of_itself.is_empty()
        && members_same;
    if answer.identical {
        told.push("The two files are the same, to the last character".into());
    } else if nothing {
        told.push("What differs is layout, comments or the order of lines at most".into());
    }
    told
}

fn said_of_itself(what: OfItself) -> &'static str {
    match what {
        OfItself::Title => "title",
        OfItself::Version => "version",
        OfItself::Supersedes => "list of what it supersedes",
        OfItself::Date => "date",
        OfItself::Authors => "authors",
        OfItself::Status => "status",
        OfItself::Coverage => "coverage",
        OfItself::Outcome => "outcome",
        OfItself::Note => "note",
    }
}
