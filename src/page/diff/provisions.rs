//! Which provisions changed.

use super::{listed, members, paragraph};
use crate::answer::{ChangeKind, DiffAnswer, ProvisionChange, RecordedChange, SaysAnswer};
use crate::page::block::{Block, Named, Section};
use crate::phrase;
use crate::proposal::{OfItself, Recorded};
use crate::text::Phrase;

/// The most provisions that have a line each where not everything is shown.
const MOST: usize = 8;
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
        section = section.with(paragraph(phrase!["also: ", names]));
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
    let said = match change.kind {
        ChangeKind::Added => phrase!["new: ", new, ", was ", old],
        ChangeKind::Removed => phrase!["gone: was ", old, ", now ", new],
        ChangeKind::Changed => phrase!["from ", old, " to ", new],
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
        "members: all as before".into()
    } else {
        phrase!["members: ", told]
    })
}

/// `recorded otherwise, with the same meaning: the sources of nato_path and us_role; the note of eu_path`.
fn recorded(all: &[RecordedChange], in_full: bool) -> (Option<Phrase>, bool) {
    let mut groups: Vec<(&[Recorded], Vec<Phrase>)> = Vec::new();
    for change in all {
        let name = match &change.member {
            Some(member) => phrase![Phrase::name(&change.term), " (", member, ")"],
            None => Phrase::name(&change.term),
        };
        match groups.iter_mut().find(|(what, _)| *what == change.what) {
            Some((_, names)) => names.push(name),
            None => groups.push((&change.what, vec![name])),
        }
    }
    if groups.is_empty() {
        return (None, false);
    }
    let mut cut = false;
    let most = if in_full { usize::MAX } else { 3 };
    let each = groups.into_iter().map(|(what, names)| {
        let (names, more) = listed(names, most);
        cut |= more;
        let what = what.iter().map(|what| recorded_as(*what));
        phrase!["the ", Phrase::list(what, "and"), " of ", names]
    });
    let told: Vec<Phrase> = each.collect();
    let few = if in_full { usize::MAX } else { 2 };
    let more = told.len().saturating_sub(few);
    let shown = Phrase::joined(told.into_iter().take(few), "; ");
    let provisions = Phrase::counted(all.len() as u64, "provision");
    let mut said = phrase![
        provisions,
        " recorded otherwise, with the same meaning: ",
        shown
    ];
    if more > 0 {
        cut = true;
        said = phrase![said, "; and more"];
    }
    (Some(said), cut)
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
        told.push("the two files are the same, to the last character".into());
    } else if nothing {
        told.push("what differs is layout, comments or the order of lines at most".into());
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
