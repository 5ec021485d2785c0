//! Pages as text for Typst, which makes a tagged PDF of it that a screen reader can follow. It loads
//! nothing: no package, no file, no picture.

mod escape;
mod table;

use std::fmt::{self, Write};

use super::Writer;
use super::block::{
    Bar, Block, Cell, Column, Command, Detail, Entry, Fact, Listing, Mark, Named, Notice, Page,
    Paragraph, PatchLine, Role, Row, Section, Status,
};
use super::label::Label;
use crate::text::phrase::capitalised;
use crate::text::{Severity, Untrusted};
use escape::{block, plain, quoted, seen, show, string};
use table::{cell, coloured, head};

/// How everything looks.
const STYLE: &str = include_str!("style.typ");
/// The deepest heading.
const DEEPEST: usize = 6;

/// The writer of text for Typst. Pages that are written between [`Writer::begin`] and [`Writer::end`] are
/// parts of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typst;

impl Writer for Typst {
    fn write(&self, page: &Page, out: &mut dyn Write) -> fmt::Result {
        let mut layout = Layout { out: String::new() };
        layout.blocks(&page.blocks, 1);
        out.write_str(&layout.out)
    }

    fn begin(&self, page: &Page) -> String {
        let first = page.blocks.iter().find_map(|block| match block {
            Block::Heading(heading) => Some(&heading.text),
            Block::Section(section) if !section.title.is_empty() => Some(&section.title),
            _ => None,
        });
        let title = first.map(|title| title.escaped(String::push_str));
        let title = title.unwrap_or_else(|| "servanda".to_owned());
        format!("#set document(title: {})\n{STYLE}\n", string(&title))
    }
}

/// A page that is being written.
struct Layout {
    out: String,
}

impl Layout {
    /// Blocks under a heading; `level` is that of the next heading.
    fn blocks(&mut self, blocks: &[Block], level: usize) {
        let mut below = level;
        for block in blocks {
            self.block(block, below);
            // What follows the title of a page stands below it.
            if matches!(block, Block::Heading(_)) {
                below = level + 1;
            }
        }
    }

    fn block(&mut self, block: &Block, level: usize) {
        match block {
            Block::Heading(heading) => self.heading(&show(&heading.text), level),
            Block::Status(status) => self.part(&self::status(status)),
            Block::Facts(facts) => self.part(&self::facts(facts)),
            Block::Excerpt(marks) => self.part(&list(marks.iter().map(mark))),
            Block::Notice(notice) => self.part(&self::notice(notice)),
            Block::Entries(entries) => {
                for entry in entries {
                    self.entry(entry, level);
                }
            }
            Block::Rows(rows) => self.part(&self::rows(rows)),
            Block::Table(table) => {
                let heads = table.columns.iter().map(|column| head(column.label.word()));
                let rows = table.rows.iter().map(|row| cells(&table.columns, row));
                self.part(&table::table(&heads.collect::<Vec<_>>(), rows));
            }
            Block::Matrix(matrix) => {
                for part in table::matrix(matrix) {
                    self.part(&part);
                }
            }
            Block::Commands(commands) => {
                for command in commands {
                    self.command(command);
                }
            }
            Block::Bars(bars) => self.part(&self::bars(bars)),
            Block::Patch(lines) => self.part(&self::block(lines.iter().map(patch_line))),
            Block::Listing(listing) => self.listing(listing),
            Block::Section(section) => self.section(section, level),
            Block::Names(names) => self.part(&list(names.iter().map(named))),
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Example(lines) => self.part(&self::block(lines.iter().map(seen))),
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

    fn heading(&mut self, text: &str, level: usize) {
        let level = "=".repeat(level.min(DEEPEST));
        self.part(&format!("{level} {text}"));
    }

    fn section(&mut self, section: &Section, level: usize) {
        if section.title.is_empty() {
            return self.blocks(&section.blocks, level);
        }
        self.heading(&show(&section.title), level);
        self.blocks(&section.blocks, level + 1);
    }

    fn entry(&mut self, entry: &Entry, level: usize) {
        let advisory = if entry.advisory { " (advisory)" } else { "" };
        let kind = if entry.kind == Label::Warning {
            "warning "
        } else {
            ""
        };
        let (word, name) = (capitalised(entry.word), show(&entry.name));
        self.heading(&format!("{word}: {kind}{name}{advisory}"), level);
        self.part(&quoted(&entry.title));
        self.blocks(&entry.blocks, level + 1);
    }

    /// What stands below the first is an item of a list.
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = show(&paragraph.text);
        let Some(depth) = paragraph.depth.checked_sub(1) else {
            return self.part(&text);
        };
        let before = self.out.lines().next_back().unwrap_or_default();
        let follows = before.trim_start().starts_with("- ");
        let item = format!("{:indent$}- {text}", "", indent = 2 * depth);
        if follows {
            self.out.push_str(&item);
            self.out.push('\n');
        } else {
            self.part(&item);
        }
    }

    fn command(&mut self, command: &Command) {
        let parts: Vec<String> = command.parts.iter().map(seen).collect();
        self.part(&format!("{}:", plain(&capitalised(command.label.word()))));
        self.part(&block(std::iter::once(parts.join(" "))));
    }

    /// The lines of a file with a mark for each column before them, and what the marks mean below.
    fn listing(&mut self, listing: &Listing) {
        let lines = listing.lines.iter().map(|line| {
            let mark = |at: usize| line.marks.get(at).map_or(' ', |mark| mark.sign);
            let marks: String = (0..listing.columns.len()).map(mark).collect();
            let text = seen(&line.text);
            format!("{:>4} {marks} {}", line.number, text.trim_end())
        });
        self.part(&block(lines));
        let key = listing.key.iter();
        let key: Vec<String> = key
            .map(|mark| format!("{} {}", plain(&mark.sign.to_string()), mark.word))
            .collect();
        let columns = plain(&capitalised(&listing.columns.join(", ")));
        self.part(&format!("{columns}: {}", key.join(", ")));
    }
}

/// A text that is set apart from what is around it. (The semicolon ends the call.)
fn strong(content: &str) -> String {
    format!("#strong[{content}];")
}

/// Items one under another; what belongs to one stands below it.
fn list(items: impl Iterator<Item = (String, Vec<String>)>) -> String {
    let mut out = String::new();
    for (item, more) in items {
        out += &format!("- {item}\n");
        for more in more {
            out += &format!("  - {more}\n");
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
            Some(label) => format!("{} {}", plain(label.word()), show(text)),
        });
    let details: Vec<String> = details.collect();
    let word = strong(&plain(&capitalised(status.word)));
    format!("{word}: {}", details.join("; "))
}

fn facts(facts: &[Fact]) -> String {
    let mut out = String::new();
    for fact in facts {
        let label = strong(&plain(&capitalised(fact.label.word())));
        match &fact.body[..] {
            [only] => out += &format!("- {label}: {}\n", show(&only.text)),
            several => {
                out += &format!("- {label}:\n");
                let mut before = 0;
                for Paragraph { depth, text } in several {
                    before = (*depth).min(before + 1);
                    let indent = 2 * (before + 1);
                    out += &format!("{:indent$}- {}\n", "", show(text));
                }
            }
        }
    }
    out
}

fn named(named: &Named) -> (String, Vec<String>) {
    let (name, text) = (strong(&show(&named.name)), show(&named.text));
    let first = if text.is_empty() {
        name
    } else {
        format!("{name}: {text}")
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
    let help = notice
        .help
        .iter()
        .map(|help| (format!("help: {}", show(help)), Vec::new()));
    let below = list(notice.marks.iter().map(mark).chain(help));
    let code = plain(notice.code.name());
    let message = show(&notice.message);
    format!("{} ({code}): {message}\n\n{below}", strong(severity))
}

/// A table with a row for each thing that was judged.
fn rows(rows: &[Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let heads = ["Finding", "Prerequisite", "What the text says", "Line"].map(head);
    let each = rows.iter().map(|row| {
        let sign = format!("{} {}", plain(row.sign.glyph()), row.sign.word);
        let place = match (row.line, &row.member) {
            (None, _) => String::new(),
            (Some(line), None) => line.to_string(),
            (Some(line), Some((_, member))) => format!("{line} of {}", quoted(member)),
        };
        vec![
            coloured(row.sign.tone, &sign),
            cell(&show(&row.name)),
            cell(&show(&row.says)),
            cell(&place),
        ]
    });
    table::table(&heads, each)
}

fn cells(columns: &[Column], row: &[Cell]) -> Vec<String> {
    let cells = columns.iter().zip(row);
    cells
        .map(|(column, each)| {
            let text = show(&each.text);
            let text = if column.role == Role::Verdict {
                capitalised(&text)
            } else {
                text
            };
            match each.tone {
                Some(tone) => coloured(tone, &text),
                None => cell(&text),
            }
        })
        .collect()
}

/// A table in which each number has its bar beside it: what is certain in full, what is possible in
/// outline. The bar says nothing that the number does not.
fn bars(bars: &[Bar]) -> String {
    let heads = [head("name"), head(Label::Share.word()), cell("")];
    let each = bars.iter().map(|bar| {
        let percent = |share: f64| format!("{:.1}%", 100.0 * share.clamp(0.0, 1.0));
        vec![
            cell(&show(&bar.name)),
            cell(&show(&bar.value)),
            format!("bar({}, {})", percent(bar.least), percent(bar.most)),
        ]
    });
    table::table(&heads, each)
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
    format!("{sign}{}", text_of(text))
}

fn text_of(text: &Untrusted) -> String {
    seen(text).trim_end().to_owned()
}
