//! Tables. Each can be scrolled by itself, so that a narrow screen shows the rest of the page whole.

use maud::{Markup, html};

use super::{head, phrase, plain, seen, tone};
use crate::page::Label;
use crate::page::block::{Listing, Matrix, MatrixRow, Role, Row, Sign, Table};

/// A table that a keyboard can scroll.
fn wide(label: &str, table: &Markup) -> Markup {
    html! { div.wide tabindex="0" role="region" aria-label=(label) { (table) } }
}

/// A verdict in a word.
fn word(sign: Sign) -> Markup {
    html! { span class={ "word " (tone(sign.tone)) } { (sign.word) } }
}

/// What was judged, a line each.
pub(super) fn rows(rows: &[Row]) -> Markup {
    let row = |row: &Row| {
        html! {
            tr {
                td { (word(row.sign)) }
                th scope="row" { (phrase(&row.name)) }
                td { (phrase(&row.says)) }
                td.number {
                    @if let Some(line) = row.line { (line) }
                    @if let Some((_, member)) = &row.member { " of " (seen(member)) }
                }
            }
        }
    };
    let heads = ["Verdict", "Prerequisite", "Why", "Line"];
    let table = html! {
        table {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { @for each in rows { (row(each)) } }
        }
    };
    wide("Prerequisites", &table)
}

/// Rows of the same columns.
pub(super) fn table(table: &Table) -> Markup {
    let columns = || table.columns.iter();
    let shown = html! {
        table {
            thead { tr { @for column in columns() { th scope="col" { (head(column.label)) } } } }
            tbody {
                @for row in &table.rows {
                    tr {
                        @for (column, cell) in columns().zip(row) {
                            @match (column.role, cell.tone) {
                                (Role::Subject, _) => th scope="row" { (phrase(&cell.text)) },
                                (_, Some(of)) => td {
                                    span class={ "word " (tone(of)) } { (phrase(&cell.text)) }
                                },
                                (_, None) => td { (phrase(&cell.text)) },
                            }
                        }
                    }
                }
            }
        }
    };
    let label = columns().find(|column| column.role == Role::Subject);
    wide(
        &label.map_or_else(String::new, |column| head(column.label)),
        &shown,
    )
}

/// Texts against prerequisites: a letter for each prerequisite, with its name below and for whoever
/// does not see it in its head.
pub(super) fn matrix(matrix: &Matrix) -> Markup {
    let shown = Columns {
        verdicts: matrix.rows.iter().all(|row| row.sign.is_some()),
        layers: matrix.rows.iter().any(|row| row.layer.is_some()),
        warnings: !matrix.warnings.is_empty(),
    };
    let table = html! {
        table {
            thead { tr {
                @if matrix.numbered { th scope="col" { "No." } }
                th scope="col" { "Text" }
                @if shown.verdicts {
                    th scope="col" { "Verdict" }
                    th scope="col" { (head(matrix.score)) }
                }
                @for (at, name) in matrix.columns.iter().enumerate() {
                    th scope="col" { (Matrix::letters(at)) span.hidden { ": " (phrase(name)) } }
                }
                @if shown.layers { th scope="col" { "Layer" } }
                @if matrix.numbered { th scope="col" { "Under" } }
                @if shown.warnings { th scope="col" { "Warnings" } }
            } }
            tbody {
                @for (at, row) in matrix.rows.iter().enumerate() {
                    @if !row.group.is_empty() {
                        tr.group { th colspan=(shown.count(matrix)) { (phrase(&row.group)) } }
                    }
                    (matrix_row((at, row), matrix, &shown))
                }
            }
        }
    };
    html! {
        (wide("Texts and prerequisites", &table))
        (key(matrix))
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

fn matrix_row((at, row): (usize, &MatrixRow), matrix: &Matrix, shown: &Columns) -> Markup {
    let under: Vec<String> = row.under.iter().map(|at| (at + 1).to_string()).collect();
    html! {
        tr {
            @if matrix.numbered { td.number { (at + 1) } }
            th scope="row" { (phrase(&row.name)) }
            @if shown.verdicts {
                td { @if let Some(sign) = row.sign { (word(sign)) } }
                td.score { (phrase(&row.score)) }
            }
            @for cell in &row.cells {
                td class={ "sign " (tone(cell.tone)) } {
                    span aria-hidden="true" { (cell.glyph()) }
                    span.hidden { (cell.word) }
                }
            }
            @if shown.layers { td.number { @if let Some(layer) = row.layer { (layer) } } }
            @if matrix.numbered { td { (under.join(", ")) } }
            @if shown.warnings { td { (raised(row, matrix)) } }
        }
    }
}

/// The names of the warnings that are raised.
fn raised(row: &MatrixRow, matrix: &Matrix) -> String {
    let names = row.raised.iter().filter_map(|at| matrix.warnings.get(*at));
    names.map(plain).collect::<Vec<_>>().join(", ")
}

/// What the letters and the signs stand for.
fn key(matrix: &Matrix) -> Markup {
    let mut signs: Vec<Sign> = matrix
        .rows
        .iter()
        .flat_map(|row| row.cells.clone())
        .collect();
    signs.sort_by_key(|sign| (sign.order(), sign.word));
    signs.dedup_by_key(|sign| sign.word);
    html! {
        p {
            @for (at, sign) in signs.iter().enumerate() {
                @if at > 0 { ", " }
                span class={ "word " (tone(sign.tone)) } { (sign.glyph()) } " " (sign.word)
            }
        }
        dl {
            @for (at, name) in matrix.columns.iter().enumerate() {
                dt { (Matrix::letters(at)) }
                dd {
                    (phrase(name))
                    @if let Some(title) = matrix.titles.get(at) {
                        @if !title.is_empty() { ": " (phrase(title)) }
                    }
                    @if at >= matrix.deciding { " (" (Label::Advisory.word()) ")" }
                }
            }
        }
    }
}

/// The lines of a file, with a mark for each column before them.
pub(super) fn listing(listing: &Listing) -> Markup {
    let table = html! {
        table.listing {
            thead { tr {
                th scope="col" { "Line" }
                @for column in &listing.columns { th scope="col" { (column) } }
                th scope="col" { "Text" }
            } }
            tbody {
                @for line in &listing.lines {
                    tr {
                        td.number { (line.number) }
                        @for at in 0..listing.columns.len() {
                            @match line.marks.get(at) {
                                Some(mark) => td { span class={ "word " (tone(mark.tone)) } { (mark.word) } },
                                None => td {},
                            }
                        }
                        td { pre { code { (seen(&line.text)) } } }
                    }
                }
            }
        }
    };
    wide("Lines", &table)
}
