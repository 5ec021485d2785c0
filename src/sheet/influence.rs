//! The tables of `influence`: a row for each open term or reading.

use super::legend::{Legend, Listed};
use super::{Book, Cell, Room, Sheet, columns};
use crate::answer::{InfluenceAnswer, Influences, OpenRef};
use crate::text::Phrase;

/// The tables of what `influence` answers.
#[must_use]
pub fn influences(all: &Influences) -> Book {
    let mut sheets = vec![weights(&all.answers), questions(&all.answers)];
    let mut legend = Legend::default();
    for answer in &all.answers {
        legend.policy(&answer.policy);
        legend.texts(answer.text.iter());
    }
    sheets.push(legend.sheet(Listed::Nothing, &sheets));
    Book {
        title: "What each open term weighs".into(),
        sheets,
        main: 0,
    }
}

fn weights(all: &[InfluenceAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Influence",
        columns([
            ("policy", Room::Word, "the policy"),
            ("text", Room::Name, "the text; nothing for the policy alone"),
            ("term", Room::Name, "the open term; nothing for a reading"),
            (
                "reading_of",
                Room::Name,
                "the prerequisite whose reading is open; nothing for a term",
            ),
            (
                "verdict_share_low",
                Room::Word,
                "in what share of all ways to fill in what is open another value of it alone changes \
                 the verdict, at the least",
            ),
            ("verdict_share_high", Room::Word, "the same at the most"),
            (
                "findings_low",
                Room::Word,
                "how many of the open findings it decides on average, at the least",
            ),
            ("findings_high", Room::Word, "the same at the most"),
            ("exact", Room::Word, "whether both were counted exactly"),
            ("verdict_share", Room::Name, "the share in words"),
        ]),
    );
    for answer in all {
        for weight in &answer.weights {
            let mut row = subject(answer);
            row.extend(open(&weight.of));
            row.extend([
                Cell::Share(weight.verdict.low),
                Cell::Share(weight.verdict.high),
                Cell::Amount(weight.findings.low),
                Cell::Amount(weight.findings.high),
                Cell::Flag(weight.verdict.exact && weight.findings.exact),
                Cell::text(&weight.verdict.says),
            ]);
            sheet.rows.push(row);
        }
    }
    sheet
}

/// What to ask first, and the single answer that settles most.
fn questions(all: &[InfluenceAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Ask",
        columns([
            ("policy", Room::Word, "the policy"),
            ("text", Room::Name, "the text; nothing for the policy alone"),
            ("verdict", Room::Word, "the verdict on what is known"),
            ("open", Room::Word, "how many findings are open"),
            ("findings", Room::Word, "how many findings there are"),
            ("ask_first", Room::Sentence, "what to ask first, and why"),
            (
                "settles_most",
                Room::Sentence,
                "the single answer that settles most, and what comes of it",
            ),
        ]),
    );
    for answer in all {
        let mut row = subject(answer);
        let ask = answer.ask.as_ref().map(|ask| &ask.says);
        let best = answer.best.as_ref().map(|best| &best.says);
        row.extend([
            Cell::Verdict(answer.verdict),
            Cell::count(answer.open),
            Cell::count(answer.findings),
            ask.map_or(Cell::Nothing, Cell::text),
            best.map_or(Cell::Nothing, Cell::text),
        ]);
        sheet.rows.push(row);
    }
    sheet
}

fn subject(answer: &InfluenceAnswer) -> Vec<Cell> {
    vec![
        Cell::name(answer.policy.shown()),
        Cell::some(answer.proposal.as_ref()),
    ]
}

fn open(of: &OpenRef) -> [Cell; 2] {
    let name =
        |name: &Option<String>| Cell::text(name.as_ref().map(Phrase::name).unwrap_or_default());
    [name(&of.term), name(&of.reading_of)]
}
