//! Tables.

use super::escape::{fenced, show};
use super::strong;
use crate::page::block::{Listing, Matrix, MatrixRow, Sign, Tone};
use crate::text::phrase::capitalised;

/// A table: its heads, and rows of as many cells.
pub(super) fn table(heads: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = row(heads);
    out += &row(&vec!["---".to_owned(); heads.len()]);
    for cells in rows {
        out += &row(&cells);
    }
    out
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Texts against prerequisites, with a letter for each prerequisite, and what the letters and signs
/// stand for below.
pub(super) fn matrix(matrix: &Matrix) -> Vec<String> {
    let named = |word: &str| capitalised(word);
    let mut heads: Vec<String> = Vec::new();
    heads.extend(matrix.numbered.then(|| "No.".to_owned()));
    heads.push("Text".to_owned());
    if has_verdicts(matrix) {
        heads.extend(["Verdict".to_owned(), named(matrix.score.word())]);
    }
    heads.extend((0..matrix.columns.len()).map(Matrix::letters));
    let layered = matrix.rows.iter().any(|row| row.layer.is_some());
    heads.extend(layered.then(|| "Layer".to_owned()));
    heads.extend(matrix.numbered.then(|| "Under".to_owned()));
    let warned = !matrix.warnings.is_empty();
    heads.extend(warned.then(|| "Warnings raised".to_owned()));
    let mut rows = Vec::new();
    for (at, each) in matrix.rows.iter().enumerate() {
        if !each.group.is_empty() {
            let mut cells = vec![String::new(); heads.len()];
            cells[usize::from(matrix.numbered)] = strong(&each.group);
            rows.push(cells);
        }
        rows.push(matrix_row(matrix, each, at));
    }
    let table = table(&heads, rows.into_iter());
    vec![table, key(matrix), signs()]
}

/// Whether each text has a verdict of its own.
fn has_verdicts(matrix: &Matrix) -> bool {
    matrix.rows.iter().all(|row| row.sign.is_some())
}

/// The lines of a file with a mark for each column before them, and what the marks mean below.
pub(super) fn listing(listing: &Listing) -> Vec<String> {
    let lines = listing.lines.iter().map(|line| {
        let mark = |at: usize| line.marks.get(at).map_or(' ', |mark| mark.sign);
        let marks: String = (0..listing.columns.len()).map(mark).collect();
        let text = line.text.escaped(String::push_str);
        format!("{:>4} {marks} {}", line.number, text.trim_end())
    });
    let key = listing.key.iter();
    let key: Vec<String> = key
        .map(|mark| format!("`{}` {}", mark.sign, mark.word))
        .collect();
    let columns = listing.columns.join(", ");
    vec![
        fenced("", lines),
        format!("{}: {}", capitalised(&columns), key.join(", ")),
    ]
}

fn matrix_row(matrix: &Matrix, row: &MatrixRow, at: usize) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    cells.extend(matrix.numbered.then(|| (at + 1).to_string()));
    cells.push(show(&row.name));
    if let Some(sign) = row.sign {
        cells.extend([capitalised(sign.word), show(&row.score)]);
    }
    cells.extend(row.cells.iter().map(|sign| sign.glyph().to_owned()));
    cells.extend(row.layer.map(|layer| layer.to_string()));
    let under = row.under.iter().map(|at| (at + 1).to_string());
    let under: Vec<String> = under.collect();
    cells.extend(matrix.numbered.then(|| under.join(", ")));
    if !matrix.warnings.is_empty() {
        let raised = row.raised.iter().filter_map(|&at| matrix.warnings.get(at));
        let raised: Vec<String> = raised.map(show).collect();
        cells.push(raised.join(", "));
    }
    cells
}

/// `**a** air_defence, **b** precautions (advisory)`; a table where it is said what they ask.
fn key(matrix: &Matrix) -> String {
    let each = matrix.columns.iter().enumerate();
    if matrix.titles.iter().any(|title| !title.is_empty()) {
        let heads = ["", "Name", "Title"].map(str::to_owned);
        let rows = each.zip(&matrix.titles).map(|((at, name), title)| {
            let advisory = if at < matrix.deciding {
                ""
            } else {
                " (advisory)"
            };
            let letters = format!("**{}**", Matrix::letters(at));
            vec![letters, show(name), show(title) + advisory]
        });
        return table(&heads, rows);
    }
    let each = each.map(|(at, name)| {
        let advisory = if at < matrix.deciding {
            ""
        } else {
            " (advisory)"
        };
        format!("**{}** {}{advisory}", Matrix::letters(at), show(name))
    });
    each.collect::<Vec<_>>().join(", ")
}

fn signs() -> String {
    let signs = [Tone::Bad, Tone::Open, Tone::Good, Tone::Neutral];
    let words = ["unmet", "open", "met", "not applicable"];
    let each = signs.into_iter().zip(words).map(|(tone, word)| {
        let sign = Sign { tone, word };
        format!("{} {word}", sign.glyph())
    });
    each.collect::<Vec<_>>().join(", ")
}
