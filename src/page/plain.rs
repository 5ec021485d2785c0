//! Pages as sentences, for a screen reader: no drawing, no columns, no colour.

use std::fmt::{self, Write};

use super::block::{
    Block, Cell, Column, Command, Entry, Fact, ListedLine, Mark, Matrix, MatrixRow, Named, Notice,
    Page, Paragraph, PatchLine, Role, Row, Sign, Status, Table,
};
use super::{Writer, block};
use crate::text::phrase::capitalised;
use crate::text::{Phrase, Severity};

/// The writer of sentences.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Writer for Plain {
    fn write(&self, page: &Page, out: &mut dyn Write) -> fmt::Result {
        blocks(&page.blocks, out)
    }
}

type Out<'a> = &'a mut dyn Write;

fn blocks(blocks: &[Block], out: Out<'_>) -> fmt::Result {
    blocks.iter().try_for_each(|block| one(block, out))
}

fn one(block: &Block, out: Out<'_>) -> fmt::Result {
    match block {
        Block::Heading(heading) => {
            if let Some(of) = heading.of {
                write!(out, "{} ", capitalised(of.word()))?;
            }
            sentence(&show(&heading.text), out)
        }
        Block::Status(status) => self::status(status, out),
        Block::Facts(facts) => facts.iter().try_for_each(|fact| self::fact(fact, out)),
        Block::Excerpt(marks) => marks.iter().try_for_each(|mark| self::mark(mark, out)),
        Block::Notice(notice) => self::notice(notice, out),
        Block::Entries(entries) => {
            let mut entries: Vec<&Entry> = entries.iter().collect();
            entries.sort_by_key(|entry| entry.number);
            (entries.into_iter()).try_for_each(|entry| self::entry(entry, out))
        }
        Block::Rows(rows) => {
            writeln!(out)?;
            rows.iter().try_for_each(|row| self::row(row, out))
        }
        Block::Table(table) => self::table(table, out),
        Block::Matrix(matrix) => {
            let rows = &matrix.rows;
            (rows.iter()).try_for_each(|row| matrix_row(row, matrix, out))?;
            let titles = matrix.columns.iter().zip(&matrix.titles);
            let mut titles = titles.filter(|(_, title)| !title.is_empty());
            titles.try_for_each(|(name, title)| {
                sentence(&format!("{}: {}", show(name), show(title)), out)
            })
        }
        Block::Commands(commands) => self::commands(commands, out),
        Block::Bars(bars) => bars.iter().try_for_each(|bar| self::bar(bar, out)),
        Block::Patch(lines) => lines.iter().try_for_each(|line| patch_line(line, out)),
        Block::Listing(listing) => {
            (listing.lines.iter()).try_for_each(|line| listed(line, &listing.columns, out))
        }
        Block::Section(section) => {
            writeln!(out)?;
            if !section.title.is_empty() {
                sentence(&show(&section.title), out)?;
            }
            blocks(&section.blocks, out)
        }
        Block::Names(names) => names.iter().try_for_each(|named| self::named(named, out)),
        Block::Paragraph(paragraph) => sentence(&show(&paragraph.text), out),
        Block::Example(lines) => {
            let mut shown = lines.iter().map(|line| line.escaped(String::push_str));
            shown.try_for_each(|line| writeln!(out, "{line}"))
        }
        // Nothing can be changed here.
        Block::WhatIf(_) | Block::ToWhatIf(_) => Ok(()),
    }
}

/// `Line 7, must a is b: holds covered, fails missing.` Of the lines of a file those with marks.
fn listed(line: &ListedLine, columns: &[&str], out: Out<'_>) -> fmt::Result {
    if line.marks.is_empty() {
        return Ok(());
    }
    let text = line.text.escaped(String::push_str);
    let text = text.trim();
    let marks = columns.iter().zip(&line.marks);
    let marks: Vec<String> = marks
        .map(|(column, mark)| format!("{column} {}", mark.word))
        .collect();
    let says = format!("Line {}, {text}: {}", line.number, marks.join(", "));
    sentence(&says, out)
}

/// A phrase as text. Nothing has to be escaped, because sentences have no markup.
fn show(phrase: &Phrase) -> String {
    phrase.escaped(String::push_str)
}

/// A text with a full stop, unless it ends like a sentence.
fn sentence(text: &str, out: Out<'_>) -> fmt::Result {
    let end = if text.ends_with(['.', ':', '?', '!']) {
        ""
    } else {
        "."
    };
    writeln!(out, "{text}{end}")
}

fn labelled(label: &str, text: &Phrase, out: Out<'_>) -> fmt::Result {
    write!(out, "{}: ", capitalised(label))?;
    sentence(&show(text), out)
}

fn status(status: &Status, out: Out<'_>) -> fmt::Result {
    match (status.of, &status.details[..]) {
        (None, [only]) => labelled(&status.word.to_uppercase(), &only.text, out),
        (of, details) => {
            match of {
                Some(of) => labelled(of.word(), &status.word.into(), out)?,
                None => sentence(&status.word.to_uppercase(), out)?,
            }
            details.iter().try_for_each(|detail| match detail.label {
                Some(label) => labelled(label.word(), &detail.text, out),
                None => sentence(&show(&detail.text), out),
            })
        }
    }
}

fn fact(fact: &Fact, out: Out<'_>) -> fmt::Result {
    let each = |Paragraph { text, .. }: &Paragraph| labelled(fact.label.word(), text, out);
    fact.body.iter().try_for_each(each)
}

/// `name: what it stands for.`
fn named(named: &Named, out: Out<'_>) -> fmt::Result {
    let text = show(&named.text);
    let between = if text.is_empty() { "" } else { ": " };
    sentence(&format!("{}{between}{text}", show(&named.name)), out)?;
    (named.more.iter()).try_for_each(|more| sentence(&show(more), out))
}

/// `File a.yaml, line 7, column 3: silent.`
fn mark(mark: &Mark, out: Out<'_>) -> fmt::Result {
    let (file, line, column) = mark.position();
    let name = file.escaped(String::push_str);
    write!(out, "File {name}, line {line}, column {column}")?;
    if mark.says.is_empty() {
        return writeln!(out, ".");
    }
    write!(out, ": ")?;
    sentence(&show(&mark.says), out)
}

fn notice(notice: &Notice, out: Out<'_>) -> fmt::Result {
    let severity = match notice.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    write!(out, "{severity} {}: ", notice.code)?;
    sentence(&show(&notice.message), out)?;
    (notice.marks.iter()).try_for_each(|mark| self::mark(mark, out))?;
    (notice.help.iter()).try_for_each(|help| labelled("help", help, out))
}

/// `Finding 1 of 15: name, unmet. Title, advisory.`
fn entry(entry: &Entry, out: Out<'_>) -> fmt::Result {
    let kind = capitalised(entry.kind.word());
    let (number, of, word) = (entry.number, entry.of, entry.word);
    let name = show(&entry.name);
    write!(out, "\n{kind} {number} of {of}: {name}, {word}. ")?;
    let advisory = if entry.advisory { ", advisory" } else { "" };
    let title = entry.title.escaped(String::push_str);
    writeln!(out, "{title}{advisory}.")?;
    blocks(&entry.spoken, out)?;
    blocks(&entry.blocks, out)
}

/// `Unmet: pledge_scope. guarantee_scope is silent, which means none (line 91).`
fn row(row: &Row, out: Out<'_>) -> fmt::Result {
    let word = capitalised(row.sign.word);
    let name = show(&row.name);
    let says = show(&row.says);
    write!(out, "{word}: {name}. {}", capitalised_after(&says))?;
    match (row.line, &row.member) {
        (None, _) => writeln!(out, "."),
        (Some(line), None) => writeln!(out, " (line {line})."),
        (Some(line), Some((_, member))) => {
            let member = member.escaped(String::push_str);
            writeln!(out, " (line {line} of {member}).")
        }
    }
}

/// Names of terms stay as they are written, since they are looked for.
fn capitalised_after(says: &str) -> String {
    match says.split_once(' ') {
        Some((first, _)) if first.contains('_') => says.to_owned(),
        _ => capitalised(says),
    }
}

/// A sentence for each text: `draft: unmet, score 17 % to 74 %. Unmet: a, b. Warnings raised: c.`
fn matrix_row(row: &MatrixRow, matrix: &Matrix, out: Out<'_>) -> fmt::Result {
    if !row.group.is_empty() {
        writeln!(out)?;
        sentence(&show(&row.group), out)?;
    }
    let (name, score) = (show(&row.name), show(&row.score));
    match row.sign {
        Some(sign) => write!(
            out,
            "{name}: {}, {} {score}.",
            sign.word,
            matrix.score.word()
        )?,
        None => write!(out, "{name}:")?,
    }
    let mut told: Vec<Sign> = Vec::new();
    for sign in &row.cells {
        if !told.contains(sign) {
            told.push(*sign);
        }
    }
    told.sort_by_key(|sign| sign.order());
    for sign in told {
        let of = row.cells.iter().zip(&matrix.columns).enumerate();
        let names: Vec<String> = of
            .filter(|(_, (cell, _))| **cell == sign)
            .map(|(at, (_, name))| {
                if at < matrix.deciding {
                    show(name)
                } else {
                    format!("{} (advisory)", show(name))
                }
            })
            .collect();
        write!(out, " {}: {}.", capitalised(sign.word), names.join(", "))?;
    }
    let raised = row.raised.iter().filter_map(|&at| matrix.warnings.get(at));
    let raised: Vec<String> = raised.map(show).collect();
    if !raised.is_empty() {
        write!(out, " Warnings raised: {}.", raised.join(", "))?;
    }
    if let Some(layer) = row.layer {
        write!(out, " Layer {layer}.")?;
    }
    let under = row.under.iter().filter_map(|&at| matrix.rows.get(at));
    let under: Vec<String> = under.map(|row| show(&row.name)).collect();
    if !under.is_empty() {
        write!(out, " Dominated by: {}.", under.join(", "))?;
    }
    writeln!(out)
}

/// A command on a line of its own, so that it can be copied.
fn commands(commands: &[Command], out: Out<'_>) -> fmt::Result {
    for command in commands {
        let label = capitalised(command.label.word());
        let parts = command.parts.iter();
        let parts: Vec<String> = parts.map(|part| part.escaped(String::push_str)).collect();
        writeln!(out, "{label}: {}", parts.join(" "))?;
    }
    Ok(())
}

/// A sentence for each row: `draft by column: met, score 100 %.`
fn table(table: &Table, out: Out<'_>) -> fmt::Result {
    for row in &table.rows {
        let cells = || table.columns.iter().zip(row);
        let of = |role: Role| cells().filter(move |(column, _)| column.role == role);
        for (_, cell) in of(Role::Subject) {
            write!(out, "{}", show(&cell.text))?;
        }
        for (column, cell) in of(Role::Apart).filter(|(_, cell)| !cell.text.is_empty()) {
            write!(out, " {} {}", column.label.word(), show(&cell.text))?;
        }
        let said = of(Role::Verdict).chain(of(Role::Value));
        let said: Vec<String> = said.map(|(column, cell)| said_of(*column, cell)).collect();
        sentence(&format!(": {}", said.join(", ")), out)?;
    }
    Ok(())
}

fn said_of(column: Column, cell: &Cell) -> String {
    let text = show(&cell.text);
    match column.role {
        Role::Value => format!("{} {text}", column.label.word()),
        Role::Subject | Role::Apart | Role::Verdict => text,
    }
}

fn bar(bar: &block::Bar, out: Out<'_>) -> fmt::Result {
    sentence(&format!("{}: {}", show(&bar.name), show(&bar.value)), out)
}

fn patch_line(line: &PatchLine, out: Out<'_>) -> fmt::Result {
    let PatchLine::Line { old, new, text } = line else {
        return Ok(());
    };
    let text = text.escaped(String::push_str);
    let text = match text.trim_end() {
        "" => "a blank line",
        text => text,
    };
    match (old, new) {
        (Some(old), Some(new)) => writeln!(out, "Old line {old}, new line {new}, stays: {text}"),
        (Some(old), None) => writeln!(out, "Old line {old} goes: {text}"),
        (None, Some(new)) => writeln!(out, "New line {new} comes: {text}"),
        (None, None) => Ok(()),
    }
}
