//! Tables. Each can be scrolled by itself, so that a narrow screen shows the rest of the page whole.

use maud::{Markup, html};

use super::{head, phrase, plain, seen, tone};
use crate::page::Label;
use crate::page::block::{Matrix, MatrixRow, Role, Row, Sign, Table};

/// The letters of prerequisites; after them come two letters.
const LETTERS: usize = 26;

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

/// A letter for a column: a to z, then aa, ab, …
fn letter(at: usize) -> String {
    let one = |at: usize| char::from(b'a' + (at % LETTERS) as u8);
    match at / LETTERS {
        0 => one(at).to_string(),
        more => [one(more - 1), one(at)].iter().collect(),
    }
}

/// Texts against prerequisites: a letter for each prerequisite, with its name below and for whoever
/// does not see it in its head.
pub(super) fn matrix(matrix: &Matrix) -> Markup {
    let has_verdicts = true;
    let has_warnings = !matrix.warnings.is_empty();
    let table = html! {
        table {
            thead { tr {
                th scope="col" { "Text" }
                @if has_verdicts {
                    th scope="col" { "Verdict" }
                    th scope="col" { (head(matrix.score)) }
                }
                @for (at, name) in matrix.columns.iter().enumerate() {
                    th scope="col" { (letter(at)) span.hidden { ": " (phrase(name)) } }
                }
                @if has_warnings { th scope="col" { "Warnings" } }
            } }
            tbody { @for row in &matrix.rows { (matrix_row(row, matrix, has_verdicts)) } }
        }
    };
    html! {
        (wide("Texts and prerequisites", &table))
        (key(matrix))
    }
}

fn matrix_row(row: &MatrixRow, matrix: &Matrix, has_verdict: bool) -> Markup {
    html! {
        tr {
            th scope="row" { (phrase(&row.name)) }
            @if has_verdict {
                td { (word(row.sign)) }
                td { (phrase(&row.score)) }
            }
            @for cell in &row.cells {
                td class={ "sign " (tone(cell.tone)) } {
                    span aria-hidden="true" { (glyph(*cell)) }
                    span.hidden { (cell.word) }
                }
            }
            @if !matrix.warnings.is_empty() { td { (raised(row, matrix)) } }
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
    signs.sort_by_key(|sign| sign.word);
    signs.dedup_by_key(|sign| sign.word);
    html! {
        p {
            @for (at, sign) in signs.iter().enumerate() {
                @if at > 0 { ", " }
                span class={ "word " (tone(sign.tone)) } { (glyph(*sign)) } " " (sign.word)
            }
        }
        dl {
            @for (at, name) in matrix.columns.iter().enumerate() {
                dt { (letter(at)) }
                dd {
                    (phrase(name))
                    @if at >= matrix.deciding { " (" (Label::Advisory.word()) ")" }
                }
            }
        }
    }
}

fn glyph(sign: Sign) -> &'static str {
    match sign.tone {
        crate::page::block::Tone::Good => "✓",
        crate::page::block::Tone::Bad => "x",
        crate::page::block::Tone::Open => "?",
        crate::page::block::Tone::Neutral => "-",
    }
}
