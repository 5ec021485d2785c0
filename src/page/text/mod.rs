//! Pages for a terminal: columns, colours, and excerpts of files.

mod excerpt;
mod lines;
mod listing;
mod matrix;
mod rows;

use std::fmt::{self, Write};

use anstyle::{AnsiColor, Style};

use super::block::{
    Bar, Block, Cell, Detail, Entry, Fact, Named, Page, Paragraph, PatchLine, Role, Section,
    Status, Table, Tone,
};
use super::{Label, Writer};
use crate::text::Phrase;
use excerpt::Drawing;
use lines::{Lead, Lines, columns, cut};

/// Where texts start beside their labels.
const COLUMN: usize = 12;
/// The column at which the name of a finding starts, after its verdict.
const NAME: usize = 8;
/// The blanks between the columns of a table.
const GAP: usize = 2;
/// The fewest columns of a cell of a table, so that short tables look alike.
const CELL: usize = 14;
/// The cells of the longest bar.
const BAR: usize = 30;
/// Where not even a bar of so many cells has room between names and values, it goes below them.
const SHORT: usize = 10;

/// The writer for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    width: usize,
    colour: bool,
}

impl Text {
    /// The columns that lines are wrapped at where nobody says otherwise.
    pub const WIDTH: usize = 80;
    /// The fewest columns that a page is laid out for.
    pub const NARROWEST: usize = 40;
    /// The most columns: longer lines are hard to read.
    pub const WIDEST: usize = 120;

    /// A writer of lines of so many columns (kept between [`Self::NARROWEST`] and
    /// [`Self::WIDEST`]), with or without colours. Without them it says the same.
    #[must_use]
    pub fn new(width: usize, colour: bool) -> Self {
        Self {
            width: width.clamp(Self::NARROWEST, Self::WIDEST),
            colour,
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new(Self::WIDTH, false)
    }
}

impl Writer for Text {
    fn write(&self, page: &Page, out: &mut dyn Write) -> fmt::Result {
        let mut layout = Layout {
            lines: Lines::new(self.width, self.colour),
            drawing: Drawing {
                width: self.width,
                colour: self.colour,
            },
        };
        layout.blocks(&page.blocks);
        out.write_str(&layout.lines.into_text())
    }
}

/// A text without markup: to a terminal nothing of it is a command.
fn show(phrase: &Phrase) -> String {
    phrase.escaped(String::push_str)
}

fn paint(tone: Tone) -> Style {
    let colour = match tone {
        Tone::Good => AnsiColor::Green,
        Tone::Bad => AnsiColor::Red,
        Tone::Open => AnsiColor::Yellow,
        Tone::Neutral => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

/// A page that is being laid out.
struct Layout {
    lines: Lines,
    drawing: Drawing,
}

impl Layout {
    fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Heading(heading) => self.title(&heading.text),
                Block::Status(status) => {
                    if !matches!(blocks[..at].last(), None | Some(Block::Heading(_))) {
                        self.lines.blank();
                    }
                    self.status(status);
                }
                Block::Facts(facts) => self.facts(facts),
                Block::Excerpt(marks) => self.lines.drawn(&self.drawing.excerpt(marks)),
                Block::Notice(notice) => self.lines.drawn(&self.drawing.notice(notice)),
                Block::Entries(entries) => self.entries(entries),
                Block::Rows(rows) => self.rows(rows),
                Block::Table(table) => self.table(table),
                Block::Matrix(matrix) => self.matrix(matrix),
                Block::Commands(commands) => self.commands(commands),
                Block::Bars(bars) => self.bars(bars),
                Block::Patch(lines) => lines.iter().for_each(|line| self.patch_line(line)),
                Block::Listing(listing) => self.listing(listing),
                Block::Section(section) => self.section(section),
                Block::Names(names) => self.names(names),
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Example(lines) => {
                    let shown = lines.iter().map(|line| line.escaped(String::push_str));
                    shown.for_each(|line| self.lines.line(&line));
                }
                // Nothing can be changed here.
                Block::WhatIf(_) | Block::ToWhatIf(_) => {}
            }
        }
    }

    fn title(&mut self, text: &Phrase) {
        let bold = Style::new().bold();
        (self.lines).wrapped(Lead::default(), &show(text), bold, 2);
    }

    fn section(&mut self, section: &Section) {
        self.lines.blank();
        if !section.title.is_empty() {
            self.title(&section.title);
        }
        self.blocks(&section.blocks);
    }

    /// `UNMET   score 31 %   3 met, 7 unmet`.
    fn status(&mut self, status: &Status) {
        let word = status.word.to_uppercase();
        let details: Vec<String> = status.details.iter().map(detail).collect();
        let lead = Lead {
            word: &word,
            paint: paint(status.tone),
            column: columns(&word) + 3,
            ..Lead::default()
        };
        (self.lines).wrapped(lead, &details.join("   "), Style::new(), 2);
    }

    /// Facts under one another, a label only where it changes.
    fn facts(&mut self, facts: &[Fact]) {
        let mut before = None;
        for fact in facts {
            let mut word = fact.label.word();
            if before.replace(fact.label) == Some(fact.label) {
                word = "";
            }
            for Paragraph { depth, text } in &fact.body {
                // However deep it stands, half of the width is left for the text.
                let column = (COLUMN + 2 * depth).min(self.lines.width / 2);
                let lead = Lead {
                    indent: 2,
                    word,
                    paint: Style::new().bold(),
                    column,
                };
                (self.lines).wrapped(lead, &show(text), Style::new(), column);
                word = "";
            }
        }
    }

    /// What is told in brief of one verdict stands together.
    fn entries(&mut self, entries: &[Entry]) {
        let mut before: Option<&Entry> = None;
        for entry in entries {
            let alike = before.replace(entry).map(|before| before.word) == Some(entry.word);
            if !entry.blocks.is_empty() || !alike {
                self.lines.blank();
            }
            self.entry(entry);
        }
    }

    /// `UNMET   name  Title (advisory)`.
    fn entry(&mut self, entry: &Entry) {
        let mut text = show(&entry.name);
        if !entry.title.is_empty() {
            text += &format!("  {}", entry.title.escaped(String::push_str));
        }
        if entry.advisory {
            text += " (advisory)";
        }
        if entry.kind == Label::Warning {
            text += &format!("  [warning {}]", entry.word);
        }
        let lead = Lead {
            word: &entry.short.to_uppercase(),
            paint: paint(entry.tone),
            column: NAME,
            ..Lead::default()
        };
        (self.lines).wrapped(lead, &text, Style::new(), NAME + 2);
        self.blocks(&entry.blocks);
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let indent = (2 * paragraph.depth).min(self.lines.width / 2);
        let lead = Lead {
            indent,
            column: indent,
            ..Lead::default()
        };
        (self.lines).wrapped(lead, &show(&paragraph.text), Style::new(), indent);
    }

    /// Names under one another, and beside them what they stand for.
    fn names(&mut self, names: &[Named]) {
        let widest = names.iter().map(|named| columns(&show(&named.name))).max();
        let column = (widest.unwrap_or(0) + 4).min(self.lines.width / 2);
        for named in names {
            let name = show(&named.name);
            let texts = [&named.text].into_iter().chain(&named.more);
            let texts = texts.filter(|text| !text.is_empty()).map(show);
            let mut word = name.as_str();
            for text in texts.chain(named.text.is_empty().then(String::new)) {
                let lead = Lead {
                    indent: 2,
                    word,
                    paint: Style::new().bold(),
                    column,
                };
                (self.lines).wrapped(lead, &text, Style::new(), column);
                word = "";
            }
        }
    }

    /// Cells beside one another; what tells the last apart stands behind it in brackets.
    fn table(&mut self, table: &Table) {
        let in_a_column = |role: Role| matches!(role, Role::Verdict | Role::Value);
        let kinds = || table.columns.iter().enumerate();
        let widest = |at: usize| {
            let cells = table.rows.iter().filter_map(|row| row.get(at));
            let widths = cells.map(|cell| columns(&show(&cell.text)));
            widths.max().unwrap_or(0).max(CELL)
        };
        for row in &table.rows {
            let (mut before, mut column, mut last) = (String::new(), 0, String::new());
            for (at, kind) in kinds() {
                let Some(Cell { tone, text }) = row.get(at) else {
                    continue;
                };
                let text = show(text);
                if in_a_column(kind.role) {
                    let pad = " ".repeat(widest(at) - columns(&text) + GAP);
                    let painted = tone.map(|tone| self.lines.paint(paint(tone), &text));
                    before += &(painted.unwrap_or(text) + &pad);
                    column += widest(at) + GAP;
                } else if kind.role == Role::Apart && !text.is_empty() {
                    last += &format!(" ({text})");
                } else {
                    last += &text;
                }
            }
            self.row(&before, column, &last);
        }
    }

    /// The last cell goes below the others where it has too little room beside them.
    fn row(&mut self, before: &str, column: usize, last: &str) {
        if column + columns(last) <= self.lines.width {
            return self.lines.line(&format!("{before}{last}"));
        }
        self.lines.line(before);
        self.indented(last);
    }

    fn bars(&mut self, bars: &[Bar]) {
        let widest = |of: fn(&Bar) -> &Phrase| {
            let widths = bars.iter().map(|bar| columns(&show(of(bar))));
            widths.max().unwrap_or(0)
        };
        let (names, values) = (widest(|bar| &bar.name), widest(|bar| &bar.value));
        let room = self.lines.width.saturating_sub(names + values + 4);
        let length = if room < SHORT {
            BAR.min(self.lines.width - 4)
        } else {
            BAR.min(room)
        };
        for bar in bars {
            let cells = |share: f64| {
                let full = |cell: &usize| share * length as f64 >= *cell as f64 + 0.5;
                (0..length).filter(full).count()
            };
            let (least, most) = (cells(bar.least), cells(bar.most));
            let drawn = "█".repeat(least) + &"░".repeat(most.saturating_sub(least));
            let (name, value) = (show(&bar.name), show(&bar.value));
            if room < SHORT {
                self.indented(&format!("{name}: {value}"));
                self.lines.line(&format!("    {drawn}"));
            } else {
                let pad = " ".repeat(names - columns(&name));
                self.lines
                    .line(&format!("  {name}{pad} {drawn:<length$} {value}"));
            }
        }
    }

    /// A text that is moved in a little.
    fn indented(&mut self, text: &str) {
        let lead = Lead {
            indent: 2,
            column: 2,
            ..Lead::default()
        };
        (self.lines).wrapped(lead, text, Style::new(), 2);
    }

    fn patch_line(&mut self, line: &PatchLine) {
        let PatchLine::Line { old, new, text } = line else {
            return self.lines.line("   …    …");
        };
        let (sign, paint) = match (old, new) {
            (_, None) => ('-', AnsiColor::Red.on_default()),
            (None, _) => ('+', AnsiColor::Green.on_default()),
            _ => (' ', Style::new()),
        };
        let [old, new] = [old, new].map(|line| line.map_or(String::new(), |line| line.to_string()));
        // A patch is not wrapped, for its lines are those of the file; what is too long is cut.
        let text = text.escaped(String::push_str);
        let text = format!("{old:>4} {new:>4} {sign} {}", text.trim_end());
        let text = cut(&text, self.lines.width);
        let text = self.lines.paint(paint, text.trim_end());
        self.lines.line(&text);
    }
}

/// Counts say themselves what they count.
fn detail(detail: &Detail) -> String {
    let text = show(&detail.text);
    match detail.label {
        None | Some(Label::Findings) => text,
        Some(label) => format!("{} {text}", label.word()),
    }
}
