//! The tables of `test`: a row for each test that passed, and for each thing that did not come as expected.

use super::legend::{Legend, Listed};
use super::{Book, Cell, Room, Sheet, columns};
use crate::answer::{
    Recorded, SnapshotAnswer, SnapshotDecision, SnapshotState, TestAnswer, TestFailure, Tested,
    Tests,
};
use crate::text::Phrase;

/// The tables of what `test` answers.
#[must_use]
pub fn tests(all: &Tests) -> Book {
    let mut sheets = vec![expectations(&all.tests)];
    if !all.snapshots.is_empty() {
        sheets.push(snapshots(&all.snapshots));
    }
    // Where snapshots alone are kept, they are what was tested.
    let main = usize::from(all.tests.is_empty() && !all.snapshots.is_empty());
    let mut legend = Legend::default();
    for test in &all.tests {
        legend.policy(&test.policy);
    }
    sheets.push(legend.sheet(Listed::Verdicts, &sheets));
    Book {
        title: "Texts against what is expected of them".into(),
        sheets,
        main,
    }
}

fn expectations(all: &[TestAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Tests",
        columns([
            ("test", Room::Name, "the name of the test"),
            ("policy", Room::Word, "the policy"),
            (
                "options",
                Room::Name,
                "how the text was taken and the policy read; nothing where that is as it is",
            ),
            ("passed", Room::Word, "whether everything came as expected"),
            (
                "about",
                Room::Word,
                "what did not: verdict, finding, warning, turns_on or refusal",
            ),
            ("name", Room::Name, "the prerequisite or the warning"),
            ("expected", Room::Name, "what was expected"),
            ("came", Room::Name, "what came"),
            ("because", Room::Sentence, "what the verdict comes of"),
            ("file", Room::Name, "the file that says what is expected"),
            ("line", Room::Word, "the line in that file"),
            ("text_file", Room::Name, "the file of the text"),
        ]),
    );
    for test in all {
        if test.failures.is_empty() {
            sheet.rows.push(row(test, None));
        }
        let failures = test.failures.iter();
        sheet
            .rows
            .extend(failures.map(|failure| row(test, Some(failure))));
    }
    sheet
}

fn row(test: &TestAnswer, failure: Option<&TestFailure>) -> Vec<Cell> {
    let [file, line] = match failure {
        Some(failure) => Cell::place(Some(&failure.place)),
        None => [Cell::text(&test.expectation), Cell::Nothing],
    };
    let of = failure.map_or("", |failure| match failure.of {
        Tested::Verdict => "verdict",
        Tested::Finding => "finding",
        Tested::Warning => "warning",
        Tested::TurnsOn => "turns_on",
        Tested::Refusal => "refusal",
    });
    let said = |of: fn(&TestFailure) -> Option<Phrase>| {
        Cell::text(failure.and_then(of).unwrap_or_default())
    };
    vec![
        Cell::text(&test.name),
        Cell::name(test.policy.shown()),
        Cell::text(test.options.in_words(false).unwrap_or_default()),
        Cell::Flag(test.passed),
        Cell::text(of),
        said(|failure| failure.name.as_ref().map(Phrase::name)),
        said(|failure| Some(failure.expected.clone())),
        said(|failure| Some(failure.came.clone())),
        said(|failure| failure.because.clone()),
        file,
        line,
        Cell::text(&test.file),
    ]
}

fn snapshots(all: &[SnapshotAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Snapshots",
        columns([
            ("text", Room::Name, "the text"),
            ("policy", Room::Word, "the policy"),
            ("state", Room::Word, "same, changed or new"),
            (
                "decision",
                Room::Word,
                "what is done about it: accepted, rejected or skipped",
            ),
            ("about", Room::Word, "what differs"),
            ("name", Room::Name, "the prerequisite or the warning"),
            ("reading", Room::Word, "the reading of the prerequisite"),
            ("was", Room::Name, "what it was"),
            ("is", Room::Name, "what it is"),
            ("file", Room::Name, "the file of the text"),
            ("snapshot", Room::Name, "the file of the snapshot"),
        ]),
    );
    for snapshot in all {
        let begins = || {
            let decision = snapshot.decision.map_or("", decided);
            vec![
                Cell::text(&snapshot.name),
                Cell::text(&snapshot.policy),
                Cell::text(state(snapshot.state)),
                Cell::text(decision),
            ]
        };
        let ends = [Cell::text(&snapshot.file), Cell::text(&snapshot.snapshot)];
        let said = |said: Option<&Phrase>| said.map_or(Cell::Nothing, Cell::text);
        let name = |name: Option<&String>| Cell::text(name.map(Phrase::name).unwrap_or_default());
        for difference in &snapshot.differences {
            let mut row = begins();
            row.extend([
                Cell::text(recorded(difference.of)),
                name(difference.name.as_ref()),
                name(difference.reading.as_ref()),
                said(difference.was.as_ref()),
                said(difference.is.as_ref()),
            ]);
            row.extend(ends.clone());
            sheet.rows.push(row);
        }
        if snapshot.differences.is_empty() {
            let mut row = begins();
            row.extend([const { Cell::Nothing }; 5]);
            row.extend(ends);
            sheet.rows.push(row);
        }
    }
    sheet
}

fn state(state: SnapshotState) -> &'static str {
    match state {
        SnapshotState::Same => "same",
        SnapshotState::Changed => "changed",
        SnapshotState::New => "new",
    }
}

fn decided(decision: SnapshotDecision) -> &'static str {
    match decision {
        SnapshotDecision::Accepted => "accepted",
        SnapshotDecision::Rejected => "rejected",
        SnapshotDecision::Skipped => "skipped",
    }
}

fn recorded(of: Recorded) -> &'static str {
    match of {
        Recorded::Refusal => "refusal",
        Recorded::Verdict => "verdict",
        Recorded::Score => "score",
        Recorded::TurnsOn => "turns_on",
        Recorded::TurnsOnReadings => "turns_on_readings",
        Recorded::Finding => "finding",
        Recorded::Warning => "warning",
    }
}
