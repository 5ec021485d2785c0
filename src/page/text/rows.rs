//! A line for each prerequisite, and the commands to go on with.

use anstyle::Style;

use super::lines::{columns, cut};
use super::{COLUMN, Layout, paint, show};
use crate::page::block::{Command, Row, Sign, Tone};

/// The most columns that names take beside one another; longer ones push what is said of them.
const NAME: usize = 24;
/// The fewest columns in which anything is said.
const LEAST: usize = 8;

/// The sign of a verdict.
pub(super) fn glyph(sign: Sign) -> &'static str {
    match sign.tone {
        Tone::Good => "✓",
        Tone::Bad => "x",
        Tone::Open => "?",
        Tone::Neutral => "-",
    }
}

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
        for row in rows {
            self.row_of(row, names);
        }
    }

    fn row_of(&mut self, row: &Row, names: usize) {
        let width = self.lines.width;
        let place = row.line.map_or(String::new(), |line| format!(" :{line}"));
        let name = cut(&show(&row.name), width - 2);
        let start = 2 + columns(&name).max(names) + 2;
        let sign = self.lines.paint(paint(row.sign.tone), glyph(row.sign));
        let room = width.saturating_sub(start + place.len());
        if room < LEAST {
            return self.lines.line(&format!("{sign} {name}"));
        }
        let says = row.says.iter().map(show);
        let fits = says.clone().find(|said| columns(said) <= room);
        let said = fits.or_else(|| says.last().map(|said| cut(&said, room)));
        let said = said.unwrap_or_default();
        let before = " ".repeat(start - 2 - columns(&name));
        let after = " ".repeat(room - columns(&said).min(room));
        let place = self.lines.paint(Style::new().dimmed(), &place);
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
