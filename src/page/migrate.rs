//! What was rewritten of texts of earlier editions, as pages.

use super::Label;
use super::block::{Block, Fact, Heading, Page, Paragraph, Status, Tone};
use super::shared::patch;
use crate::answer::{ChangedAnswer, MigrationAnswer, Migrations, RenamedAnswer, TextKind};
use crate::phrase;
use crate::text::{Phrase, Place};

/// What one text has of earlier editions. If it was not written, every line that would change is shown.
#[must_use]
pub fn migrate(answer: &MigrationAnswer) -> Page {
    let mut page = Page::default().with(Heading::new(phrase![&answer.file]));
    page.push(status(answer));
    let mut facts: Vec<Fact> = answer.renamed.iter().map(renamed).collect();
    facts.extend(edition(answer).map(|text| Fact::new(Label::Edition, text)));
    facts.extend(answer.changed.iter().map(changed));
    page.facts(facts);
    if !answer.written && !answer.patch.is_empty() {
        page.push(Block::Patch(patch(&answer.patch)));
    }
    page
}

fn status(answer: &MigrationAnswer) -> Status {
    let of = phrase![
        "edition ",
        answer.edition,
        " of ",
        Phrase::name(&answer.vocabulary)
    ];
    let places = answer
        .renamed
        .iter()
        .map(|each| each.places.len())
        .sum::<usize>();
    let names = Phrase::counted(answer.renamed.len() as u64, "former name");
    let names = phrase![names, " in ", Phrase::counted(places as u64, "place")];
    let what = if answer.renamed.is_empty() {
        phrase!["no former names, for ", of.clone()]
    } else {
        phrase![names, ", for ", of.clone()]
    };
    match (&answer.text, answer.changed.is_empty()) {
        (Some(_), _) if answer.written => Status::new(Tone::Good, "rewritten", what),
        (Some(_), _) => Status::new(Tone::Neutral, "to be rewritten", what),
        (None, _) if answer.what == TextKind::Package => {
            let rest = "a package states nothing itself; its members are files of their own";
            Status::new(Tone::Neutral, "nothing to rewrite", rest)
        }
        (None, true) => {
            let nothing = phrase!["nothing to rewrite: no former names of ", of];
            Status::new(Tone::Good, "current", nothing)
        }
        (None, false) => {
            let look = phrase!["nothing can be rewritten without reading the text again"];
            Status::new(Tone::Open, "to look at", look)
        }
    }
}

/// `pledge to guarantee_strength, line 3`.
fn renamed(renamed: &RenamedAnswer) -> Fact {
    let (old, new) = (Phrase::name(&renamed.old), Phrase::name(&renamed.new));
    let lines = lines(&renamed.places);
    Fact::new(Label::Change, phrase![old, " to ", new, ", ", lines])
}

fn lines(places: &[Place]) -> Phrase {
    let mut lines: Vec<usize> = places.iter().map(line).collect();
    lines.dedup();
    let word = if lines.len() == 1 { "line " } else { "lines " };
    phrase![
        word,
        Phrase::list(lines.iter().map(|line| phrase![*line]), "and")
    ]
}

fn line(place: &Place) -> usize {
    place.source.line_and_column(place.span.start).0
}

/// What becomes of the edition that a proposal names.
fn edition(answer: &MigrationAnswer) -> Option<Phrase> {
    let coded = answer.coded_for?;
    match answer.now_for {
        Some(now) => Some(phrase![coded, " to ", now]),
        None if coded < answer.edition => Some(phrase![
            "stays ",
            coded,
            " until what came to mean something else is looked at"
        ]),
        None if coded > answer.edition => Some(phrase![
            coded,
            ", later than this: use the vocabulary of that edition"
        ]),
        None => None,
    }
}

fn changed(changed: &ChangedAnswer) -> Fact {
    let name = Phrase::name(&changed.name);
    let at = phrase!["line ", line(&changed.place)];
    let what = match &changed.kept {
        Some(old) => phrase![
            Phrase::name(old),
            " stays, ",
            at,
            ": ",
            name,
            " means something else"
        ],
        None => phrase![name, ", ", at, ", means something else"],
    };
    let each = changed.changes.iter();
    each.fold(Fact::new(Label::LookAt, what), |fact, change| {
        fact.and(
            1,
            phrase!["since edition ", change.edition, ": ", &change.says],
        )
    })
}

/// How many of several texts were rewritten; what there is to do is said of each before.
#[must_use]
pub fn migrations(all: &Migrations) -> Page {
    let texts = all.texts.iter();
    let written = texts.clone().filter(|answer| answer.written).count();
    let stay = texts.clone().filter(|answer| answer.text.is_none()).count();
    let look = texts.filter(|answer| !answer.changed.is_empty()).count();
    let counts = [
        (written, "rewritten"),
        (all.texts.len() - written - stay, "to be rewritten"),
        (stay, "with nothing to rewrite"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, what)| phrase![count, " ", what]);
    if all.texts.is_empty() {
        let nothing = "nothing to rewrite: only vocabularies were found";
        return Page::titled("Names of earlier editions").with(Paragraph::new(0, phrase![nothing]));
    }
    let texts = Phrase::counted(all.texts.len() as u64, "text");
    let mut text = phrase![texts, ": ", Phrase::joined(counts, ", ")];
    if look > 0 {
        text = phrase![text, "; ", look, " to look at"];
    }
    Page::titled("Names of earlier editions").with(Paragraph::new(0, text))
}

/// Whether a text has anything of other editions.
#[must_use]
pub fn is_of_note(answer: &MigrationAnswer) -> bool {
    let is_later = answer
        .coded_for
        .is_some_and(|edition| edition > answer.edition);
    answer.text.is_some() || !answer.changed.is_empty() || is_later
}
