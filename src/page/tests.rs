//! Every block in every writer, and what no writer lets through.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::block::{
    Bar, Block, Cell, Column, Command, Detail, Entry, Fact, Heading, LineMark, ListedLine, Listing,
    Mark, Matrix, MatrixRow, Notice, Page, Paragraph, PatchLine, Role, Row, Section, Sign, Status,
    Table, Tone,
};
use super::{Html, Label, Markdown, Plain, Text, Writer};
use crate::phrase;
use crate::text::phrase::visible;
use crate::text::source::Span;
use crate::text::{Code, Phrase, Place, Severity, Source, Untrusted};

/// A page with every block, in which a text of a file stands wherever one can.
fn page(told: &str) -> Page {
    let text = || Untrusted::from(told);
    let source = Source::new(
        format!("draft{told}.yaml"),
        format!("id: draft\nnote: {told}\n"),
    );
    let place = |start, end| Place::new(&source, Span::new(start, end));
    let title = Heading {
        of: Some(Label::Proposal),
        text: phrase![Phrase::name("draft"), ": ", text()],
    };
    Page::default()
        .with(title)
        .with(Block::Facts(facts(told)))
        .with(status(told))
        .with(Block::Entries(entries(told, &place(10, 14))))
        .with(notice(told, place(0, 2)))
        .with(Block::Rows(rows(told)))
        .with(matrix(told))
        .with(Block::Commands(vec![Command {
            label: Label::More,
            parts: vec![
                Untrusted::from("servanda check draft.yaml"),
                Untrusted::from("--policy mine.servanda"),
                // A part is never broken, so a long one would not fit.
                Untrusted::from(told.get(..8).unwrap_or("--rivals")),
            ],
        }]))
        .with(tail(told))
}

const SIGNS: [Sign; 4] = [
    Sign {
        tone: Tone::Bad,
        word: "unmet",
    },
    Sign {
        tone: Tone::Open,
        word: "open",
    },
    Sign {
        tone: Tone::Good,
        word: "met",
    },
    Sign {
        tone: Tone::Neutral,
        word: "not applicable",
    },
];

fn rows(told: &str) -> Vec<Row> {
    let text = || Untrusted::from(told);
    let row = |sign, name: &'static str, line| Row {
        member: None,
        sign,
        name: phrase![name],
        title: told.into(),
        says: phrase!["it is ", text(), "; it must be at least assurance"],
        short: vec![phrase!["it: ", text(), " → assurance"], phrase![text()]],
        line,
    };
    vec![
        row(SIGNS[0], "security_guarantee", Some(176)),
        row(SIGNS[1], "a_name_that_is_longer_than_others", None),
        row(SIGNS[2], "short", Some(7)),
    ]
}

fn matrix(told: &str) -> Matrix {
    let columns = ["first", "second", "third", "fourth", "fifth", "sixth"];
    let row = |name: Phrase, cells: Vec<Sign>, raised| MatrixRow {
        name,
        sign: Some(SIGNS[0]),
        score: phrase!["17 % to 74 %"],
        cells,
        raised,
        group: Phrase::default(),
        layer: None,
        under: Vec::new(),
    };
    let all = || SIGNS.into_iter().chain([SIGNS[0], SIGNS[1]]).collect();
    Matrix {
        columns: columns.into_iter().map(Phrase::from).collect(),
        titles: Vec::new(),
        deciding: 5,
        score: Label::Score,
        warnings: vec![phrase!["rearmament"], phrase!["cover"]],
        numbered: false,
        rows: vec![
            row(phrase!["draft"], all(), vec![0, 1]),
            row(Untrusted::from(told).into(), all(), Vec::new()),
        ],
    }
}

fn facts(told: &str) -> Vec<Fact> {
    let text = || Untrusted::from(told);
    vec![
        Fact::new(Label::By, text()),
        Fact::new(Label::Needs, phrase!["All of these:"])
            .and(
                1,
                phrase![
                    text(),
                    " (",
                    Phrase::code("guarantee_strength"),
                    "): at least assurance."
                ],
            )
            .and(9, "Deep below the first."),
        Fact::new(Label::Needs, phrase![2_u64, " of ", 3_usize, " members"]),
    ]
}

fn status(told: &str) -> Status {
    let detail = |label, text: Phrase| Detail { label, text };
    Status {
        of: Some(Label::Verdict),
        tone: Tone::Bad,
        word: "unmet",
        details: vec![
            detail(Some(Label::Score), phrase!["31 % to 63 %"]),
            detail(
                Some(Label::Findings),
                phrase!["3 met, 7 unmet, 5 open, 0 n/a"],
            ),
            detail(None, Untrusted::from(told).into()),
        ],
    }
}

fn entries(told: &str, place: &Place) -> Vec<Entry> {
    let text = || Untrusted::from(told);
    let entry = |kind, number, tone, word, short| Entry {
        kind,
        number,
        of: 3,
        name: Phrase::name("security_guarantee"),
        title: text(),
        advisory: number == 1,
        tone,
        word,
        short,
        spoken: Vec::new(),
        blocks: Vec::new(),
    };
    let unmet = Entry {
        spoken: vec![Block::Facts(vec![Fact::new(
            Label::RaisedIf,
            "spoken only",
        )])],
        blocks: vec![
            Block::Excerpt(vec![
                Mark::new(place.clone(), text()),
                Mark::new(place.clone(), "needed"),
            ]),
            Block::Facts(facts(told)),
        ],
        ..entry(Label::Finding, 2, Tone::Bad, "unmet", "unmet")
    };
    vec![
        unmet,
        entry(Label::Finding, 1, Tone::Neutral, "not applicable", "n/a"),
        entry(Label::Finding, 3, Tone::Neutral, "not applicable", "n/a"),
        entry(Label::Warning, 4, Tone::Open, "open", "open"),
    ]
}

fn notice(told: &str, place: Place) -> Notice {
    let text = || Untrusted::from(told);
    Notice {
        severity: Severity::Warning,
        code: Code::ProposalUnknownTerm,
        message: phrase![
            "the vocabulary has no term `",
            text(),
            "`, and the message is long"
        ],
        marks: vec![Mark::new(place, phrase!["here is ", text()])],
        help: vec![phrase!["did you mean `", text(), "`?"], text().into()],
    }
}

fn tail(told: &str) -> Section {
    let text = || Untrusted::from(told);
    let cell = |tone, text: Phrase| Cell { tone, text };
    let column = |label, role| Column { label, role };
    let row = |by: Phrase| {
        vec![
            cell(Some(Tone::Good), phrase!["met"]),
            cell(None, phrase!["100 %"]),
            cell(None, text().into()),
            cell(None, by),
        ]
    };
    let bar = |name: &'static str, least, most, value: &'static str| Bar {
        name: phrase![name],
        least,
        most,
        value: phrase![value],
    };
    let line = |old, new| PatchLine::Line {
        old,
        new,
        text: text(),
    };
    let mut section = Section::new(phrase!["A part, ", text()]);
    section.blocks = vec![
        Block::Table(Table {
            columns: vec![
                column(Label::Verdict, Role::Verdict),
                column(Label::Score, Role::Value),
                column(Label::Proposal, Role::Subject),
                column(Label::By, Role::Apart),
            ],
            rows: vec![row(Phrase::default()), row(Phrase::name("column"))],
        }),
        Block::Bars(vec![
            bar("guarantee_strength", 0.5, 1.0, "40.0 % to 80.0 %"),
            bar("nato_path", 0.25, 0.25, "20.0 %"),
        ]),
        Block::Patch(vec![
            line(Some(1), Some(1)),
            line(Some(2), None),
            PatchLine::Gap,
            line(None, Some(120)),
        ]),
        listing(told).into(),
        Paragraph::new(2, text()).into(),
        Block::Example(vec!["    an example that is not wrapped".into()]),
    ];
    section
}

fn listing(told: &str) -> Listing {
    let mark = |tone, sign, word| LineMark { tone, sign, word };
    let (good, bad) = (
        mark(Tone::Good, '✓', "covered"),
        mark(Tone::Bad, 'x', "missing"),
    );
    let line = |number, marks| ListedLine {
        number,
        text: told.into(),
        marks,
    };
    Listing {
        columns: vec!["where it holds", "where it fails"],
        key: vec![good, bad],
        lines: vec![line(9, Vec::new()), line(10, vec![good, bad])],
    }
}

const LONG: &str = "First remark, which is long enough to need several lines.\n\nSecond\tremark.\n";

#[test]
fn every_block_at_every_width() {
    for width in [40, 80, 120] {
        let shown = Text::new(width, false).show(&page(LONG));
        assert_snapshot!(format!("text_{width}"), shown);
    }
    assert_snapshot!("coloured", Text::new(80, true).show(&page("title")));
    assert_snapshot!("plain", Plain.show(&page(LONG)));
    assert_snapshot!("markdown", Markdown.show(&page(LONG)));
}

proptest! {
    #[test]
    fn colours_are_decoration(told in any::<String>(), width in 0..200_usize) {
        let coloured = Text::new(width, true).show(&page(&told));
        let stripped = anstream::adapter::strip_str(&coloured).to_string();
        prop_assert_eq!(stripped, Text::new(width, false).show(&page(&told)));
    }

    #[test]
    fn no_text_of_a_file_is_a_command(told in any::<String>(), width in 0..200_usize) {
        let page = page(&told);
        let text = Text::new(width, false).show(&page);
        let html = Html.show(&page);
        for shown in [text, Plain.show(&page), Markdown.show(&page), html] {
            prop_assert!(shown.chars().all(|char| char == '\n' || visible(char) == char));
        }
    }

    #[test]
    fn no_text_of_a_file_begins_a_line(told in r"[a-z\n\r\t\x1b\x{202e}\x{2028}]{1,30}") {
        let plain = |told: &str| Plain.show(&page(told)).lines().count();
        prop_assert_eq!(plain(&told), plain("told"));
        // A paragraph of nothing is none there.
        let markdown = |told: &str| Markdown.show(&page(&format!("x{told}"))).lines().count();
        prop_assert_eq!(markdown(&told), markdown("told"));
    }

    #[test]
    fn what_can_be_wrapped_fits(
        told in prop::collection::vec("[a-z]{1,9}|[語文]{1,9}", 1..40),
        width in 40..=120_usize,
    ) {
        let shown = Text::new(width, false).show(&page(&told.join(" ")));
        // Paths are never broken.
        for line in shown.lines().filter(|line| !line.contains(".yaml")) {
            let columns = line.chars().map(|char| if "語文".contains(char) { 2 } else { 1 });
            prop_assert!(columns.sum::<usize>() <= width, "{line:?} is wider than {width}");
        }
    }
}
