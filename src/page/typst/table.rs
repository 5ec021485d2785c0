//! Tables.

use super::escape::{plain, show};
use super::strong;
use crate::page::block::{Matrix, MatrixRow, Sign, Tone};
use crate::page::label::Label;
use crate::text::phrase::capitalised;

/// A table: its heads, which every page repeats, and rows of as many cells. Cells are written in code.
pub(super) fn table(heads: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = format!(
        "#table(\n  columns: {},\n  table.header({}),\n",
        heads.len(),
        heads.join(", ")
    );
    for cells in rows {
        out += &format!("  {},\n", cells.join(", "));
    }
    out + ")"
}

/// A cell in the code of a table.
pub(super) fn cell(content: &str) -> String {
    format!("[{content}]")
}

/// A head of a table in words of ours.
pub(super) fn head(words: &str) -> String {
    cell(&plain(&capitalised(words)))
}

/// A cell with a colour behind it.
pub(super) fn coloured(tone: Tone, content: &str) -> String {
    let name = match tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Open => "open",
        Tone::Neutral => "neutral",
    };
    format!("{name}[{content}]")
}

/// Texts against prerequisites, with a letter for each prerequisite, and what the letters and signs
/// stand for below.
pub(super) fn matrix(matrix: &Matrix) -> Vec<String> {
    let has_verdicts = matrix.rows.iter().all(|row| row.sign.is_some());
    let mut heads: Vec<String> = Vec::new();
    heads.extend(matrix.numbered.then(|| head("No.")));
    heads.push(head("text"));
    if has_verdicts {
        heads.extend([head("verdict"), head(matrix.score.word())]);
    }
    heads.extend((0..matrix.columns.len()).map(|at| cell(&Matrix::letters(at))));
    let layered = matrix.rows.iter().any(|row| row.layer.is_some());
    heads.extend(layered.then(|| head("layer")));
    heads.extend(matrix.numbered.then(|| head("under")));
    let warned = !matrix.warnings.is_empty();
    heads.extend(warned.then(|| head("warnings raised")));
    let mut rows = Vec::new();
    for (at, each) in matrix.rows.iter().enumerate() {
        if !each.group.is_empty() {
            let title = strong(&show(&each.group));
            rows.push(vec![format!(
                "table.cell(colspan: {})[{title}]",
                heads.len()
            )]);
        }
        rows.push(row(matrix, each, at));
    }
    vec![table(&heads, rows.into_iter()), key(matrix), signs(matrix)]
}

fn row(matrix: &Matrix, row: &MatrixRow, at: usize) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    cells.extend(matrix.numbered.then(|| cell(&(at + 1).to_string())));
    cells.push(cell(&show(&row.name)));
    if let Some(sign) = row.sign {
        cells.push(coloured(sign.tone, &capitalised(sign.word)));
        cells.push(cell(&show(&row.score)));
    }
    let signs = row.cells.iter();
    cells.extend(signs.map(|sign| coloured(sign.tone, &plain(sign.glyph()))));
    cells.extend(row.layer.map(|layer| cell(&layer.to_string())));
    let under: Vec<String> = row.under.iter().map(|at| (at + 1).to_string()).collect();
    cells.extend(matrix.numbered.then(|| cell(&under.join(", "))));
    if !matrix.warnings.is_empty() {
        let raised = row.raised.iter().filter_map(|&at| matrix.warnings.get(at));
        let raised: Vec<String> = raised.map(show).collect();
        cells.push(cell(&raised.join(", ")));
    }
    cells
}

/// `a air_defence, b precautions (advisory)`.
fn key(matrix: &Matrix) -> String {
    let each = matrix.columns.iter().enumerate().map(|(at, name)| {
        let advisory = if at < matrix.deciding {
            String::new()
        } else {
            format!(" ({})", Label::Advisory.word())
        };
        let title = matrix.titles.get(at).filter(|title| !title.is_empty());
        let title = title.map(|title| format!(": {}", show(title)));
        let title = title.unwrap_or_default();
        format!(
            "{} {}{title}{advisory}",
            strong(&Matrix::letters(at)),
            show(name)
        )
    });
    let between = if matrix.titles.is_empty() { ", " } else { "; " };
    each.collect::<Vec<_>>().join(between)
}

fn signs(matrix: &Matrix) -> String {
    let mut signs: Vec<Sign> = matrix
        .rows
        .iter()
        .flat_map(|row| row.cells.clone())
        .collect();
    signs.sort_by_key(|sign| (sign.order(), sign.word));
    signs.dedup_by_key(|sign| sign.word);
    let each = signs.into_iter();
    let each = each.map(|sign| format!("{} {}", plain(sign.glyph()), sign.word));
    each.collect::<Vec<_>>().join(", ")
}
