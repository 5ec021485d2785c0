//! Texts against prerequisites: a letter for each prerequisite, a line for each text, a key below.

use anstyle::Style;

use super::lines::{Lead, columns, cut};
use super::{Layout, paint, show};
use crate::page::block::{Matrix, MatrixRow, Sign, Tone};
use crate::text::Phrase;

/// The letters of prerequisites. Where there are more prerequisites, each part of the table begins
/// with the first letter, and has a key of its own.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
/// The columns after which a blank stands.
const GROUP: usize = 5;
/// The columns that the letters of warnings have in any case.
const WARNS: usize = 5;
/// The columns of the longest verdict that is written in a row.
const VERDICT: usize = 5;

/// A row, or some of its columns.
struct RowOf<'a> {
    title: &'a str,
    row: &'a MatrixRow,
    cells: &'a [Sign],
}

/// The widths of a table.
struct Widths {
    name: usize,
    score: usize,
    /// The verdict and the score, with what stands between; nothing where texts have no verdict.
    summary: usize,
}

impl Layout {
    pub(super) fn matrix(&mut self, matrix: &Matrix) {
        let widest = |texts: Vec<String>| texts.iter().map(|text| columns(text)).max().unwrap_or(0);
        let rows = matrix.rows.iter();
        let scores = rows.map(|row| brief_score(&row.score)).collect();
        let score = widest(scores).max(columns(matrix.score.word()));
        let has_verdicts = matrix.rows.iter().all(|row| row.sign.is_some());
        let widths = Widths {
            name: widest((0..matrix.rows.len()).map(|at| title(matrix, at)).collect()),
            score,
            summary: if has_verdicts {
                2 + VERDICT + 2 + score
            } else {
                0
            },
        };
        // As many as fit beside the verdict, the score, and some warnings.
        let room = (self.lines.width).saturating_sub(widths.summary + 2 + WARNS);
        let most = (room * GROUP / (GROUP + 1)).clamp(1, LETTERS.len());
        let parts = matrix.columns.chunks(most);
        let count = parts.len();
        for (at, part) in parts.enumerate() {
            let from = at * most;
            self.part(matrix, from..from + part.len(), &widths, at + 1 == count);
        }
    }

    /// Some of the columns. The warnings come with the `last` of them.
    fn part(&mut self, matrix: &Matrix, of: std::ops::Range<usize>, widths: &Widths, last: bool) {
        self.lines.blank();
        let heads: Vec<String> = LETTERS.chars().take(of.len()).map(String::from).collect();
        let cells = grouped(&heads);
        let fixed = widths.summary + columns(&cells) + 2;
        // The warnings need some room behind the verdicts.
        let name = widths
            .name
            .min(self.lines.width.saturating_sub(fixed + WARNS + 2));
        let width = name + widths.summary;
        let warns = match (last, matrix.numbered) {
            (true, true) if matrix.rows.iter().any(|row| row.layer.is_some()) => "  layer, under",
            (true, true) => "  under",
            (true, false) if !matrix.warnings.is_empty() => "  warns",
            _ => "",
        };
        let score = if widths.summary > 0 {
            matrix.score.word()
        } else {
            ""
        };
        let head = format!("{score:>width$}  {cells}{warns}");
        self.lines.line(&head);
        for (at, row) in matrix.rows.iter().enumerate() {
            if !row.group.is_empty() {
                let lead = Lead::default();
                (self.lines).wrapped(lead, &show(&row.group), Style::new().bold(), 2);
            }
            let row = RowOf {
                title: &title(matrix, at),
                row,
                cells: row.cells.get(of.clone()).unwrap_or_default(),
            };
            let raised = match (last, matrix.numbered) {
                (true, true) => {
                    let layer = row.row.layer.map(|layer| format!("{layer:<2} "));
                    let layer = layer.unwrap_or_default();
                    let used = width + columns(&cells) + 4 + layer.len();
                    let room = self.lines.width.saturating_sub(used);
                    layer + &under(&row.row.under, room)
                }
                (true, false) => raised(row.row),
                (false, _) => String::new(),
            };
            self.matrix_row(&row, name, widths.score, &raised);
        }
        self.lines.blank();
        self.key(matrix, of, last);
    }

    fn matrix_row(&mut self, of: &RowOf<'_>, name: usize, score: usize, raised: &str) {
        let RowOf { title, row, cells } = of;
        let title = if columns(title) > name {
            // A name that has no room stands above its row, whole.
            let room = self.lines.width;
            self.lines.line(&cut(title, room));
            ""
        } else {
            title
        };
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(columns(text)));
        let after_title = pad(title, name);
        let summary = row.sign.map(|sign| {
            let word = short(sign).to_uppercase();
            let after_word = pad(&word, VERDICT);
            let word = self.lines.paint(paint(sign.tone), &word);
            let shares = brief_score(&row.score);
            let before_score = pad(&shares, score);
            format!("  {word}{after_word}  {before_score}{shares}")
        });
        let summary = summary.unwrap_or_default();
        let signs = cells
            .iter()
            .map(|cell| self.lines.paint(paint(cell.tone), cell.glyph()));
        let signs = grouped(&signs.collect::<Vec<_>>());
        self.lines
            .line(&format!("{title}{after_title}{summary}  {signs}  {raised}"));
    }

    /// What the letters, the numbers and the signs stand for.
    fn key(&mut self, matrix: &Matrix, of: std::ops::Range<usize>, last: bool) {
        let from = of.start;
        let named = matrix.columns.get(of).unwrap_or_default();
        let prerequisites = LETTERS.chars().zip(named).enumerate();
        let prerequisites = prerequisites.map(|(at, (letter, name))| {
            let advisory = if from + at < matrix.deciding {
                ""
            } else {
                " (advisory)"
            };
            format!("{letter} {}{advisory}", show(name))
        });
        self.in_columns(&prerequisites.collect::<Vec<_>>());
        if !last {
            return;
        }
        let signs = [Tone::Bad, Tone::Open, Tone::Good, Tone::Neutral];
        let words = ["unmet", "open", "met", "not applicable"];
        let signs = signs.into_iter().zip(words);
        let signs = signs.map(|(tone, word)| format!("{} {word}", Sign { tone, word }.glyph()));
        let signs: Vec<String> = signs.collect();
        if !matrix.warnings.is_empty() {
            self.lines.blank();
            let warnings = capitals().zip(&matrix.warnings);
            let warnings = warnings.map(|(letter, name)| format!("{letter} {}", show(name)));
            self.in_columns(&warnings.collect::<Vec<_>>());
        }
        self.lines.blank();
        self.in_columns(&signs);
    }

    /// Items in as many columns as fit, from top to bottom.
    fn in_columns(&mut self, items: &[String]) {
        let widest = items.iter().map(|item| columns(item)).max().unwrap_or(0);
        let across = ((self.lines.width + 3) / (widest + 3)).clamp(1, items.len().max(1));
        let down = items.len().div_ceil(across);
        for line in 0..down {
            let mut text = String::new();
            for item in items.iter().skip(line).step_by(down) {
                let item = cut(item, self.lines.width);
                text += &item;
                text += &" ".repeat(widest.saturating_sub(columns(&item)) + 3);
            }
            self.lines.line(&text);
        }
    }
}

/// The name of a row, behind its number where rows have one.
fn title(matrix: &Matrix, at: usize) -> String {
    let name = matrix.rows.get(at).map(|row| show(&row.name));
    let name = name.unwrap_or_default();
    if matrix.numbered {
        let width = matrix.rows.len().to_string().len();
        format!("{number:>width$} {name}", number = at + 1)
    } else {
        name
    }
}

/// The numbers of rows, as many as there is room for, and how many more there are.
fn under(rows: &[usize], room: usize) -> String {
    let list = |count: usize| {
        let numbers = rows.iter().take(count).map(|at| (at + 1).to_string());
        let mut list = numbers.collect::<Vec<_>>();
        if count < rows.len() {
            list.push(format!("+{}", rows.len() - count));
        }
        list.join(" ")
    };
    let fitting = (1..=rows.len())
        .rev()
        .map(list)
        .find(|list| columns(list) <= room);
    fitting.unwrap_or_else(|| list(0))
}

/// The letters of warnings.
fn capitals() -> impl Iterator<Item = char> {
    LETTERS.chars().map(|letter| letter.to_ascii_uppercase())
}

/// The letters of the warnings that are raised; of those beyond the last letter how many there are.
fn raised(row: &MatrixRow) -> String {
    let letters = row.raised.iter().filter_map(|&at| capitals().nth(at));
    let mut text: String = letters.collect();
    let more = row.raised.iter().filter(|at| **at >= LETTERS.len()).count();
    if more > 0 {
        text += &format!("+{more}");
    }
    text
}

/// Items one beside another, with a blank after every fifth.
fn grouped(items: &[String]) -> String {
    let groups: Vec<String> = items.chunks(GROUP).map(<[String]>::concat).collect();
    groups.join(" ")
}

/// The verdict where there is little room.
fn short(sign: Sign) -> &'static str {
    if sign.tone == Tone::Neutral {
        "n/a"
    } else {
        sign.word
    }
}

/// `17-74 %`.
fn brief_score(score: &Phrase) -> String {
    show(score).replace(" % to ", "-")
}
