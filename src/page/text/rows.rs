//! A line for each prerequisite, and the commands to go on with.

use anstyle::Style;

use super::lines::{columns, cut};
use super::{COLUMN, Layout, paint, show};
use crate::page::block::{Command, Row};

/// The most columns that names take beside one another; longer ones push what is said of them.
const NAME: usize = 18;
/// The fewest columns in which anything is said.
const LEAST: usize = 8;

impl Layout {
    /// `x agreed_by_allies  instrument_stage is leaked_draft; adopted_political needed  :176`, never
    /// broken.
    pub(super) fn rows(&mut self, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        self.lines.blank();
        let names = rows.iter().map(|row| columns(&show(&row.name)));
        let names = names.filter(|name| *name <= NAME).max().unwrap_or(0);
        // All in sentences, or none: what is written in two ways cannot be compared.
        let sentences = (rows.iter()).all(|row| columns(&show(&row.says)) <= self.room(row, names));
        if !sentences {
            let head = format!("    {:names$}the text says → next step", "");
            let head = cut(&head, self.lines.width);
            self.lines
                .line(&self.lines.paint(Style::new().dimmed(), &head));
        }
        for row in rows {
            self.row_of(row, names, sentences);
        }
    }

    /// The column at which it is told what is said of a row.
    fn start(row: &Row, names: usize) -> usize {
        2 + (columns(&show(&row.name)) + 1).max(names + 2)
    }

    /// The columns for what is said of a row.
    fn room(&self, row: &Row, names: usize) -> usize {
        let used = Self::start(row, names) + columns(&place(row));
        self.lines.width.saturating_sub(used)
    }

    fn row_of(&mut self, row: &Row, names: usize, sentences: bool) {
        let name = cut(&show(&row.name), self.lines.width - 2);
        let sign = self.lines.paint(paint(row.sign.tone), row.sign.glyph());
        let room = self.room(row, names);
        if room < LEAST {
            return self.lines.line(&format!("{sign} {name}"));
        }
        let short = if sentences { &[] } else { &row.short[..] };
        let said = short.iter().map(show).find(|said| columns(said) <= room);
        let said = said.unwrap_or_else(|| cut(&show(short.last().unwrap_or(&row.says)), room));
        let before = " ".repeat(Self::start(row, names) - 2 - columns(&name));
        let after = " ".repeat(room - columns(&said).min(room));
        let place = self.lines.paint(Style::new().dimmed(), &place(row));
        self.lines
            .line(&format!("{sign} {name}{before}{said}{after}{place}"));
    }

    /// `more      servanda check draft.yaml --finding pledge_scope`. Where it is too long for a line,
    /// a backslash says that it goes on, as shells have it.
    pub(super) fn commands(&mut self, commands: &[Command]) {
        if commands.is_empty() {
            return;
        }
        self.lines.blank();
        for command in commands {
            let word = command.label.word();
            let label = self.lines.paint(Style::new().bold(), word);
            let pad = " ".repeat(COLUMN - 2 - columns(word));
            let mut line = format!("  {label}{pad}");
            let mut used = COLUMN;
            for (at, part) in command.parts.iter().enumerate() {
                let part = part.escaped(String::push_str);
                let last = at + 1 == command.parts.len();
                let end = if last { 0 } else { 2 };
                if at > 0 && used + 1 + columns(&part) + end > self.lines.width {
                    self.lines.line(&format!("{line} \\"));
                    line = " ".repeat(COLUMN + 2);
                    used = COLUMN + 2;
                } else if at > 0 {
                    line.push(' ');
                    used += 1;
                }
                line += &part;
                used += columns(&part);
            }
            self.lines.line(&line);
        }
    }
}

/// ` :176`, and ` 2:176` in the second member of a package.
fn place(row: &Row) -> String {
    match (row.line, &row.member) {
        (None, _) => String::new(),
        (Some(line), None) => format!(" :{line}"),
        (Some(line), Some((number, _))) => format!(" {number}:{line}"),
    }
}
