//! Tables. Each can be scrolled by itself, so that a narrow screen shows the rest of the page whole.

use maud::{Markup, html};

use super::{At, head, seen, tone};
use crate::page::block::{Listing, Role, Row, Sign, Table};

/// A table that a keyboard can scroll.
pub(super) fn wide(label: &str, table: &Markup, at: &At<'_>) -> Markup {
    let label = at.anchors.apart(label);
    html! { div.wide tabindex="0" role="region" aria-label=(label) { (table) } }
}

/// A verdict in a word.
pub(super) fn word(sign: Sign) -> Markup {
    html! { span class={ "word " (tone(sign.tone)) } { (sign.word) } }
}

/// What was judged, a line each.
pub(super) fn rows(rows: &[Row], at: &At<'_>) -> Markup {
    let row = |row: &Row| {
        html! {
            tr {
                td { (word(row.sign)) }
                th scope="row" {
                    span.name { (at.phrase(&row.name)) }
                    // Where findings are not told in full there are many texts, and little room.
                    @if at.is_link(&row.name) && !row.title.is_empty() {
                        " " span.title { (seen(&row.title)) }
                    }
                }
                td { (at.phrase(&row.says)) }
                td.number {
                    @if let Some(line) = row.line { (line) }
                    @if let Some((_, member)) = &row.member { " of " (seen(member)) }
                }
            }
        }
    };
    let heads = ["Verdict", "Prerequisite", "Why", "Line"];
    let table = html! {
        table.rows {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { @for each in rows { (row(each)) } }
        }
    };
    wide("Prerequisites", &table, at)
}

/// Rows of the same columns.
pub(super) fn table(table: &Table, at: &At<'_>) -> Markup {
    let columns = || table.columns.iter();
    let shown = html! {
        table {
            thead { tr { @for column in columns() { th scope="col" { (head(column.label)) } } } }
            tbody {
                @for row in &table.rows {
                    tr {
                        @for (column, cell) in columns().zip(row) {
                            @match (column.role, cell.tone) {
                                (Role::Subject, _) => th scope="row" { (at.phrase(&cell.text)) },
                                (_, Some(of)) => td {
                                    span class={ "word " (tone(of)) } { (at.phrase(&cell.text)) }
                                },
                                (_, None) => td { (at.phrase(&cell.text)) },
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
        at,
    )
}

/// The lines of a file, with a mark for each column before them.
pub(super) fn listing(listing: &Listing, at: &At<'_>) -> Markup {
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
    wide("Lines", &table, at)
}
