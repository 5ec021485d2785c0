//! The tables of `repair`: a row for each change of each repair.

use super::legend::{Legend, Listed};
use super::{Book, Cell, Room, Sheet, columns};
use crate::answer::{Action, ChangeAnswer, RepairAnswer, RepairOutcome, Repairs};
use crate::phrase;
use crate::text::Phrase;

/// The tables of what `repair` answers.
#[must_use]
pub fn repairs(all: &Repairs) -> Book {
    let mut sheets = vec![changes(&all.proposals)];
    let mut legend = Legend::default();
    for answer in &all.proposals {
        let several = answer.verdicts.len() > 1;
        legend.options(std::iter::once(&answer.options), several);
        for by in &answer.verdicts {
            legend.policy(&by.policy);
        }
        legend.texts(std::iter::once(&answer.proposal));
    }
    sheets.push(legend.sheet(Listed::Verdicts, &sheets));
    Book {
        title: "The cheapest changes after which texts are met".into(),
        sheets,
        main: 0,
    }
}

fn changes(all: &[RepairAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Changes",
        columns([
            ("text", Room::Name, "the text"),
            (
                "verdict",
                Room::Name,
                "the verdict on it as it stands, by each policy",
            ),
            (
                "answer",
                Room::Word,
                "met: nothing has to change; repaired: changes help; impossible: none that is allowed does",
            ),
            (
                "repair",
                Room::Word,
                "the number of the repair: each of them is enough, and all cost the same",
            ),
            ("steps", Room::Word, "how many steps the repair costs"),
            ("answers", Room::Word, "how many answers it costs"),
            ("term", Room::Name, "what is to be said otherwise"),
            (
                "action",
                Room::Word,
                "change what is stated, state what is open, or confirm it by a better source",
            ),
            ("from", Room::Sentence, "what the text leaves possible"),
            ("to", Room::Sentence, "what it should: any of these will do"),
            (
                "term_steps",
                Room::Word,
                "how many steps that is on this term",
            ),
            ("why", Room::Sentence, "why it is needed"),
            (
                "avoids",
                Room::Name,
                "the prerequisites that the repair avoids",
            ),
            (
                "collision",
                Room::Sentence,
                "where no change helps: what collides",
            ),
            (
                "file",
                Room::Name,
                "the file where the term stands, or belongs",
            ),
            ("line", Room::Word, "the line in that file"),
        ]),
    );
    for answer in all {
        if answer.repairs.is_empty() {
            sheet.rows.push(row(answer, None, None));
        }
        for (at, option) in answer.repairs.iter().enumerate() {
            let each = option.changes.iter();
            sheet
                .rows
                .extend(each.map(|change| row(answer, Some(at), Some(change))));
        }
    }
    sheet
}

fn row(answer: &RepairAnswer, at: Option<usize>, change: Option<&ChangeAnswer>) -> Vec<Cell> {
    let several = answer.verdicts.len() > 1;
    let verdicts = answer.verdicts.iter().map(|by| {
        let name = Phrase::name(by.policy.shown());
        phrase![name, ": ", by.verdict.word()]
    });
    let outcome = match answer.answer {
        RepairOutcome::Met => "met",
        RepairOutcome::Repaired => "repaired",
        RepairOutcome::Impossible => "impossible",
    };
    let cost = answer.cost.as_ref();
    let number = |number: Option<u64>| number.map_or(Cell::Nothing, Cell::Number);
    let said = |said: Option<&Phrase>| said.map_or(Cell::Nothing, Cell::text);
    let avoided = at.and_then(|at| answer.repairs.get(at));
    let avoided = avoided.iter().flat_map(|option| &option.avoids);
    let collision = answer.collision.iter().flat_map(|found| {
        let demands = found
            .prerequisites
            .iter()
            .map(|demand| demand.called(several));
        demands.chain(
            found
                .frozen
                .iter()
                .map(|term| phrase![Phrase::name(term), " stays"]),
        )
    });
    let [file, line] = Cell::place(change.map(|change| &change.place));
    vec![
        Cell::text(answer.proposal.shown()),
        Cell::list(verdicts),
        Cell::text(outcome),
        at.map_or(Cell::Nothing, |at| Cell::count(at + 1)),
        number(cost.map(|cost| cost.steps)),
        number(cost.map(|cost| cost.answers)),
        change.map_or(Cell::Nothing, |change| Cell::name(&change.term)),
        change.map_or(Cell::Nothing, |change| Cell::text(done(change.action))),
        said(change.map(|change| &change.from.says)),
        said(change.map(|change| &change.to.says)),
        number(change.map(|change| change.steps)),
        said(change.map(|change| &change.why)),
        Cell::list(avoided.map(|demand| demand.called(several))),
        Cell::list(collision),
        file,
        line,
    ]
}

fn done(action: Action) -> &'static str {
    match action {
        Action::Change => "change",
        Action::State => "state",
        Action::Confirm => "confirm",
    }
}
