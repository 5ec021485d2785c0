//! Texts against prerequisites. A column is as narrow as its signs: its name stands upright above it.

use maud::{Markup, html};

use super::table::{wide, word};
use super::{At, head, plain, tone};
use crate::page::Label;
use crate::page::block::{Matrix, MatrixRow, Sign};

/// The most columns that fit where there is much room, so that the head of the table can stay in sight.
const FIT: usize = 18;

/// The table, and above it what its signs stand for.
pub(super) fn matrix(matrix: &Matrix, at: &At<'_>) -> Markup {
    let shown = Columns {
        verdicts: matrix.rows.iter().all(|row| row.sign.is_some()),
        layers: matrix.rows.iter().any(|row| row.layer.is_some()),
        warnings: !matrix.warnings.is_empty(),
    };
    let fits = matrix.columns.len() <= FIT;
    let table = html! {
        table.matrix.fits[fits] {
            (columns(matrix, &shown, at))
            tbody {
                @for (place, row) in matrix.rows.iter().enumerate() {
                    @if !row.group.is_empty() {
                        tr.group {
                            th scope="rowgroup" colspan=(shown.count(matrix)) { (at.phrase(&row.group)) }
                        }
                    }
                    (matrix_row((place, row), matrix, &shown, at))
                }
            }
        }
    };
    html! {
        (key(matrix))
        (wide("Texts and prerequisites", &table, at))
    }
}

fn columns(matrix: &Matrix, shown: &Columns, at: &At<'_>) -> Markup {
    html! {
        thead { tr {
            @if matrix.numbered { th scope="col" { "No." } }
            th scope="col" { "Text" }
            @if shown.verdicts {
                th scope="col" { "Verdict" }
                th scope="col" { (head(matrix.score)) }
            }
            @for (place, name) in matrix.columns.iter().enumerate() {
                th.upright scope="col" {
                    span {
                        (at.phrase(name))
                        @if place >= matrix.deciding { " (" (Label::Advisory.word()) ")" }
                    }
                }
            }
            @if shown.layers { th scope="col" { "Layer" } }
            @if matrix.numbered { th scope="col" { "Dominated by" } }
            @if shown.warnings { th scope="col" { "Warnings" } }
        } }
    }
}

/// Which columns a matrix has beside the texts and the prerequisites.
struct Columns {
    verdicts: bool,
    layers: bool,
    warnings: bool,
}

impl Columns {
    /// How many there are in all.
    fn count(&self, matrix: &Matrix) -> usize {
        let pairs = [self.verdicts, matrix.numbered];
        let single = [self.layers, self.warnings];
        let count = |all: [bool; 2]| all.into_iter().filter(|is_there| *is_there).count();
        1 + matrix.columns.len() + 2 * count(pairs) + count(single)
    }
}

fn matrix_row(
    (place, row): (usize, &MatrixRow),
    matrix: &Matrix,
    shown: &Columns,
    at: &At<'_>,
) -> Markup {
    let id = |place: usize| format!("row-{}", place + 1);
    let own = (matrix.numbered.then(|| id(place))).and_then(|id| at.anchors.once(id));
    html! {
        tr id=[own] {
            @if matrix.numbered { td.number { (place + 1) } }
            th scope="row" { (at.phrase(&row.name)) }
            @if shown.verdicts {
                td { @if let Some(sign) = row.sign { (word(sign)) } }
                td.score { (at.phrase(&row.score)) }
            }
            @for cell in &row.cells {
                td class={ "sign " (tone(cell.tone)) } {
                    span aria-hidden="true" { (cell.glyph()) }
                    span.hidden { (cell.word) }
                }
            }
            @if shown.layers { td.number { @if let Some(layer) = row.layer { (layer) } } }
            @if matrix.numbered {
                td {
                    @for (count, above) in row.under.iter().enumerate() {
                        @if count > 0 { ", " }
                        a href={ "#" (id(*above)) } { (above + 1) }
                    }
                }
            }
            @if shown.warnings { td.warnings { (raised(row, matrix)) } }
        }
    }
}

/// The names of the warnings that are raised.
fn raised(row: &MatrixRow, matrix: &Matrix) -> String {
    let names = row.raised.iter().filter_map(|at| matrix.warnings.get(*at));
    names.map(plain).collect::<Vec<_>>().join(", ")
}

/// What the signs stand for.
fn key(matrix: &Matrix) -> Markup {
    let mut signs: Vec<Sign> = matrix
        .rows
        .iter()
        .flat_map(|row| row.cells.clone())
        .collect();
    signs.sort_by_key(|sign| (sign.order(), sign.word));
    signs.dedup_by_key(|sign| sign.word);
    html! {
        p.key {
            @for (at, sign) in signs.iter().enumerate() {
                @if at > 0 { ", " }
                span class={ "word " (tone(sign.tone)) } { (sign.glyph()) } " " (sign.word)
            }
        }
        @if matrix.titles.iter().any(|title| !title.is_empty()) {
            dl {
                @for (name, title) in matrix.columns.iter().zip(&matrix.titles) {
                    dt { (plain(name)) }
                    dd { (plain(title)) }
                }
            }
        }
    }
}
