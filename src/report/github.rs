//! Workflow commands of GitHub Actions: each makes a comment on a line of a change.

use std::fmt::Write as _;

use super::{At, Level, Notice, Region, Report, Spot, Writer, plain};
use crate::text::phrase::visible;

/// Workflow commands, one a line: `::error file=…,line=…::…`.
#[derive(Clone, Copy, Debug)]
pub struct Github;

/// The most comments of one level that GitHub shows for a step.
const MOST_SHOWN: usize = 10;

impl Writer for Github {
    fn write(&self, report: &Report<'_>) -> String {
        let mut out = String::new();
        let mut counts = [0; 3];
        for notice in report.notices() {
            counts[notice.level as usize] += 1;
            command(&mut out, &notice);
        }
        let [errors, warnings, notes] = counts;
        let _ = writeln!(
            out,
            "servanda {}: {} in {}",
            report.question,
            [
                counted(errors, "error"),
                counted(warnings, "warning"),
                counted(notes, "notice"),
            ]
            .join(", "),
            counted(report.cases.len(), "case"),
        );
        if counts.iter().any(|count| *count > MOST_SHOWN) {
            let _ = writeln!(
                out,
                "GitHub shows the first {MOST_SHOWN} of each kind beside the change; all of them \
                 are in this log."
            );
        }
        out
    }
}

fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

fn command(out: &mut String, notice: &Notice) {
    out.push_str(match notice.level {
        Level::Error => "::error ",
        Level::Warning => "::warning ",
        Level::Note => "::notice ",
    });
    if let Some(spot) = notice.spots.first() {
        place(out, spot);
    }
    out.push_str("title=");
    escape(out, &notice.rule.id, true);
    out.push_str("::");
    escape(out, &message(notice), false);
    out.push('\n');
}

/// `file=draft.yaml,line=5,endLine=5,col=3,endColumn=8,`. Columns count within one line only.
fn place(out: &mut String, spot: &Spot) {
    out.push_str("file=");
    escape(out, &spot.at.path(), true);
    let Region {
        line,
        column,
        end_line,
        end_column,
    } = spot.at.region();
    let _ = write!(out, ",line={line},endLine={end_line},");
    if line == end_line && matches!(spot.at, At::Place(_)) {
        let _ = write!(out, "col={column},endColumn={end_column},");
    }
}

/// What was found, and what is said at each place.
fn message(notice: &Notice) -> String {
    let mut lines = vec![plain(&notice.message)];
    lines.extend(notice.more.iter().map(plain));
    for (at, spot) in notice.spots.iter().enumerate() {
        // The comment stands at the first one.
        if at > 0 || !spot.says.is_empty() {
            lines.push(spot.in_words());
        }
    }
    lines.join("\n")
}

/// Escapes what would end the command, and in a property also what would end that.
fn escape(out: &mut String, text: &str, is_property: bool) {
    for char in text.chars() {
        match char {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            ':' if is_property => out.push_str("%3A"),
            ',' if is_property => out.push_str("%2C"),
            char => out.push(visible(char)),
        }
    }
}
