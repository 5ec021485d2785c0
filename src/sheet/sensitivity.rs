//! The tables of `sensitivity`: a row for each text and assumption.

use super::legend::{Legend, Listed};
use super::{Book, Cell, Room, Sheet, columns};
use crate::answer::{Counts, Sensitivities, SensitivityAnswer};
use crate::text::Phrase;

/// The tables of what `sensitivity` answers.
#[must_use]
pub fn sensitivities(all: &Sensitivities) -> Book {
    let mut sheets = vec![
        verdicts(&all.answers),
        assumptions(&all.answers),
        prerequisites(&all.answers),
    ];
    let mut legend = Legend::default();
    for answer in &all.answers {
        legend.policy(&answer.policy);
        legend.texts(answer.texts.iter().map(|text| &text.proposal));
    }
    sheets.push(legend.sheet(Listed::Verdicts, &sheets));
    Book {
        title: "How verdicts depend on what is taken for granted".into(),
        sheets,
        main: 0,
    }
}

fn verdicts(all: &[SensitivityAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Verdicts",
        columns([
            ("text", Room::Name, "the text"),
            ("policy", Room::Word, "the policy by which it is judged"),
            ("assumption", Room::Sentence, "what is assumed"),
            ("verdict", Room::Word, "the verdict on the text then"),
            ("as_coded", Room::Word, "the verdict with nothing assumed"),
            ("changes", Room::Word, "whether the two differ"),
        ]),
    );
    for answer in all {
        for text in &answer.texts {
            let Some(first) = text.verdicts.first() else {
                continue;
            };
            for (assumption, verdict) in answer.assumptions.iter().zip(&text.verdicts) {
                sheet.rows.push(vec![
                    Cell::text(text.proposal.shown()),
                    Cell::name(answer.policy.shown()),
                    Cell::text(&assumption.says),
                    Cell::Verdict(*verdict),
                    Cell::Verdict(*first),
                    Cell::Flag(first != verdict),
                ]);
            }
        }
    }
    sheet
}

const COUNTS: [(&str, Room, &str); 4] = [
    ("met", Room::Word, "how many texts are met"),
    ("unmet", Room::Word, "how many are unmet"),
    ("open", Room::Word, "how many are open"),
    (
        "not_applicable",
        Room::Word,
        "to how many it does not apply",
    ),
];

fn counts(counts: Counts) -> [Cell; 4] {
    let all = [counts.met, counts.unmet, counts.open, counts.not_applicable];
    all.map(Cell::count)
}

fn assumptions(all: &[SensitivityAnswer]) -> Sheet {
    let mut named = columns([
        ("policy", Room::Word, "the policy"),
        ("assumption", Room::Sentence, "what is assumed"),
    ]);
    named.extend(columns(COUNTS));
    let mut sheet = Sheet::new("Assumptions", named);
    for answer in all {
        for assumption in &answer.assumptions {
            let mut row = vec![
                Cell::name(answer.policy.shown()),
                Cell::text(&assumption.says),
            ];
            row.extend(counts(assumption.texts));
            sheet.rows.push(row);
        }
    }
    sheet
}

fn prerequisites(all: &[SensitivityAnswer]) -> Sheet {
    let mut named = columns([
        ("policy", Room::Word, "the policy"),
        ("prerequisite", Room::Name, "what it needs, by name"),
        (
            "advisory",
            Room::Word,
            "whether the verdict on a text passes over it",
        ),
        (
            "discriminates",
            Room::Word,
            "whether it tells any two of the texts apart",
        ),
    ]);
    named.extend(columns(COUNTS));
    let mut sheet = Sheet::new("Prerequisites", named);
    for answer in all {
        for each in &answer.prerequisites {
            let mut row = vec![
                Cell::name(answer.policy.shown()),
                Cell::text(Phrase::name(&each.prerequisite)),
                Cell::Flag(each.advisory),
                Cell::Flag(each.discriminates),
            ];
            row.extend(counts(each.texts));
            sheet.rows.push(row);
        }
    }
    sheet
}
