//! Pages as Markdown (`CommonMark` with the tables of GitHub), to be pasted into a memo. It has no links,
//! no images and no HTML, whatever the texts hold.

mod escape;
mod table;

use std::fmt::{self, Write};

use super::Writer;
use super::block::{
    Bar, Block, Cell, Column, Command, Detail, Entry, Fact, Mark, Named, Notice, Page, Paragraph,
    PatchLine, Role, Row, Section, Status,
};
use super::label::Label;
use crate::text::phrase::capitalised;
use crate::text::{Phrase, Severity};
use escape::{fenced, line, quoted, show};

/// The deepest heading.
const DEEPEST: usize = 6;

/// The writer of Markdown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markdown;

impl Writer for Markdown {
    fn write(&self, page: &Page, out: &mut dyn Write) -> fmt::Result {
        let mut layout = Layout {
            out: String::new(),
            level: 2,
        };
        layout.blocks(&page.blocks);
        out.write_str(&layout.out)
    }
}

/// A page that is being written.
struct Layout {
    out: String,
    /// The level of the next heading.
    level: usize,
}

impl Layout {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.heading(&show(&heading.text)),
            Block::Status(status) => self.part(&self::status(status)),
            Block::Facts(facts) => self.part(&self::facts(facts)),
            Block::Excerpt(marks) => self.part(&list(marks.iter().map(mark))),
            Block::Notice(notice) => self.part(&self::notice(notice)),
            Block::Entries(entries) => {
                for entry in entries {
                    self.entry(entry);
                }
            }
            Block::Rows(rows) => self.part(&self::rows(rows)),
            Block::Table(table) => {
                let heads = table.columns.iter().copied().map(head);
                let rows = table.rows.iter().map(|row| cells(&table.columns, row));
                self.part(&table::table(&heads.collect::<Vec<_>>(), rows));
            }
            Block::Matrix(matrix) => self.parts(&table::matrix(matrix)),
            Block::Commands(commands) => {
                for command in commands {
                    self.command(command);
                }
            }
            Block::Bars(bars) => {
                let rows = bars.iter().map(bar);
                let heads = [String::new(), capitalised(Label::Share.word())];
                self.part(&table::table(&heads, rows));
            }
            Block::Patch(lines) => self.part(&fenced("diff", lines.iter().map(patch_line))),
            Block::Listing(listing) => {
                self.parts(&table::listing(listing));
            }
            Block::Section(section) => self.section(section),
            Block::Names(names) => self.part(&list(names.iter().map(named))),
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Example(lines) => {
                let lines = lines.iter().map(|line| line.escaped(String::push_str));
                self.part(&fenced("", lines));
            }
            // Nothing can be changed here.
            Block::WhatIf(_) | Block::ToWhatIf(_) => {}
        }
    }

    /// Lines that stand by themselves.
    fn part(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn parts(&mut self, texts: &[String]) {
        for text in texts {
            self.part(text);
        }
    }

    fn heading(&mut self, text: &str) {
        let level = "#".repeat(self.level.min(DEEPEST));
        self.part(&format!("{level} {text}"));
    }

    fn section(&mut self, section: &Section) {
        if section.title.is_empty() {
            return self.blocks(&section.blocks);
        }
        self.level += 1;
        self.heading(&show(&section.title));
        self.blocks(&section.blocks);
        self.level -= 1;
    }

    fn entry(&mut self, entry: &Entry) {
        let advisory = if entry.advisory { " (advisory)" } else { "" };
        let kind = if entry.kind == Label::Warning {
            "warning "
        } else {
            ""
        };
        let (word, name) = (capitalised(entry.word), show(&entry.name));
        self.level += 1;
        self.heading(&format!("{word}: {kind}{name}{advisory}"));
        self.part(&line(&quoted(&entry.title)));
        self.blocks(&entry.blocks);
        self.level -= 1;
    }

    /// What stands below the first is an item of a list.
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = line(&show(&paragraph.text));
        if paragraph.depth == 0 {
            self.part(&text);
            return;
        }
        // An item is at most one step deeper than the one before it, lest it be no item.
        let last = self.out.lines().next_back().unwrap_or_default();
        let before = last.trim_start();
        let depth = if before.starts_with("- ") {
            (last.len() - before.len()) / 2 + 1
        } else {
            0
        };
        let indent = 2 * (paragraph.depth.min(depth + 1) - 1);
        let item = format!("{:indent$}- {text}", "");
        if depth > 0 {
            self.out.push_str(&item);
            self.out.push('\n');
        } else {
            self.part(&item);
        }
    }

    fn command(&mut self, command: &Command) {
        let parts = command.parts.iter();
        let parts: Vec<String> = parts.map(|part| part.escaped(String::push_str)).collect();
        let label = capitalised(command.label.word());
        self.part(&format!("{label}:"));
        self.part(&fenced("console", std::iter::once(parts.join(" "))));
    }
}

/// Items one under another; what belongs to one stands below it.
fn list(items: impl Iterator<Item = (String, Vec<String>)>) -> String {
    let mut out = String::new();
    for (item, more) in items {
        let _ = writeln!(out, "- {}", line(&item));
        for more in more {
            let _ = writeln!(out, "  - {}", line(&more));
        }
    }
    out
}

fn status(status: &Status) -> String {
    let details = status
        .details
        .iter()
        .map(|Detail { label, text }| match label {
            None | Some(Label::Findings) => show(text),
            Some(label) => format!("{} {}", label.word(), show(text)),
        });
    let details: Vec<String> = details.collect();
    let word = capitalised(status.word);
    format!("**{word}**: {}", details.join("; "))
}

fn facts(facts: &[Fact]) -> String {
    let mut out = String::new();
    for fact in facts {
        let label = capitalised(fact.label.word());
        match &fact.body[..] {
            [only] => {
                let _ = writeln!(out, "- **{label}**: {}", show(&only.text));
            }
            several => {
                let _ = writeln!(out, "- **{label}**:");
                let mut before = 0;
                for Paragraph { depth, text } in several {
                    before = (*depth).min(before + 1);
                    let indent = 2 * (before + 1);
                    let _ = writeln!(out, "{:indent$}- {}", "", line(&show(text)));
                }
            }
        }
    }
    out
}

/// `**name**: what it stands for`.
fn named(named: &Named) -> (String, Vec<String>) {
    let (name, text) = (show(&named.name), show(&named.text));
    let first = if text.is_empty() {
        format!("**{name}**")
    } else {
        format!("**{name}**: {text}")
    };
    (first, named.more.iter().map(show).collect())
}

fn mark(mark: &Mark) -> (String, Vec<String>) {
    let (file, line, column) = mark.position();
    let says = if mark.says.is_empty() {
        String::new()
    } else {
        format!(": {}", show(&mark.says))
    };
    let at = format!("{}, line {line}, column {column}{says}", quoted(&file));
    (at, Vec::new())
}

fn notice(notice: &Notice) -> String {
    let severity = match notice.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    let message = show(&notice.message);
    let help = notice
        .help
        .iter()
        .map(|help| (format!("help: {}", show(help)), Vec::new()));
    let below = list(notice.marks.iter().map(mark).chain(help));
    format!("**{severity}** ({}): {message}\n\n{below}", notice.code)
}

/// A table with a row for each thing that was judged.
fn rows(rows: &[Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let heads = ["Finding", "Prerequisite", "What the text says", "Line"].map(str::to_owned);
    let each = rows.iter().map(|row| {
        let sign = format!("{} {}", row.sign.glyph(), row.sign.word);
        let place = match (row.line, &row.member) {
            (None, _) => String::new(),
            (Some(line), None) => line.to_string(),
            (Some(line), Some((_, member))) => format!("{line} of {}", quoted(member)),
        };
        vec![sign, show(&row.name), show(&row.says), place]
    });
    table::table(&heads, each)
}

fn head(column: Column) -> String {
    capitalised(column.label.word())
}

fn cells(columns: &[Column], row: &[Cell]) -> Vec<String> {
    let cells = columns.iter().zip(row);
    cells
        .map(|(column, cell)| {
            let text = show(&cell.text);
            if column.role == Role::Verdict {
                capitalised(&text)
            } else {
                text
            }
        })
        .collect()
}

fn bar(bar: &Bar) -> Vec<String> {
    vec![show(&bar.name), show(&bar.value)]
}

fn patch_line(line: &PatchLine) -> String {
    let PatchLine::Line { old, new, text } = line else {
        return "@@".to_owned();
    };
    let sign = match (old, new) {
        (_, None) => '-',
        (None, _) => '+',
        _ => ' ',
    };
    format!("{sign}{}", text.escaped(String::push_str).trim_end())
}

/// A text that is set apart from what is around it.
fn strong(text: &Phrase) -> String {
    format!("**{}**", show(text))
}
