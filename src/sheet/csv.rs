//! Comma-separated values, as RFC 4180 has them: a line of names, then a line for each row, each ended by
//! CR and LF. No cell has a line break in it.

use super::{Book, Cell, Writer};

/// The writer of comma-separated values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Csv;

impl Writer for Csv {
    fn write(&self, book: &Book) -> Result<Vec<u8>, String> {
        let Some(sheet) = book.main() else {
            return Ok(Vec::new());
        };
        let mut out = String::new();
        record(
            &mut out,
            sheet.columns.iter().map(|column| column.name.clone()),
        );
        for row in &sheet.rows {
            record(&mut out, row.iter().map(shown));
        }
        Ok(out.into_bytes())
    }

    fn is_text(&self) -> bool {
        true
    }
}

fn record(out: &mut String, fields: impl Iterator<Item = String>) {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push_str("\r\n");
}

/// Numbers are written as they are. A text that a spreadsheet could take for a formula gets an apostrophe
/// before it.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(_) => guarded(&cell.plain()),
        other => other.plain(),
    }
}

/// A formula begins a cell, or what follows a semicolon, which ends a cell where a comma is the decimal
/// point.
fn guarded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut begins = true;
    for char in text.chars() {
        if begins && starts_formula(char) {
            out.push('\'');
        }
        begins = char == ';' || begins && char.is_whitespace();
        out.push(char);
    }
    out
}

fn starts_formula(char: char) -> bool {
    // The wide forms are taken for the others where such letters are used.
    matches!(
        char,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Column, Room, Sheet};
    use super::*;
    use crate::text::{Phrase, Untrusted};

    fn book(texts: &[String]) -> Book {
        let columns = (0..texts.len()).map(|at| Column::new(format!("c{at}"), Room::Word, ""));
        let mut sheet = Sheet::new("Texts", columns.collect());
        let cell = |text: &String| Cell::text(Untrusted::from(text));
        sheet.rows.push(texts.iter().map(cell).collect());
        Book {
            title: Phrase::default(),
            sheets: vec![sheet],
            main: 0,
        }
    }

    #[test]
    fn no_text_begins_a_formula() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("-5 and more", "'-5 and more"),
            ("  @SUM(A1)", "  '@SUM(A1)"),
            ("a-b = c", "a-b = c"),
            ("a;=1+1", "a;'=1+1"),
            ("a; -b", "a; '-b"),
            ("＝1", "'＝1"),
        ];
        for (text, wanted) in cases {
            assert_eq!(shown(&Cell::text(Untrusted::from(text))), wanted);
        }
        assert_eq!(shown(&Cell::Amount(-0.5)), "-0.5");
    }

    proptest! {
        /// Another reader has the same texts, but for the apostrophes and what nobody sees. (Of a single
        /// cell that is empty a line without anything would be left, but tables have more columns.)
        #[test]
        fn another_reader_reads_the_same(texts in prop::collection::vec(any::<String>(), 2..5)) {
            let written = Csv.write(&book(&texts)).unwrap();
            prop_assert_eq!(std::str::from_utf8(&written).unwrap().lines().count(), 2);
            let mut reader = ::csv::Reader::from_reader(&written[..]);
            let records: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(records.len(), 1);
            for (field, text) in records[0].iter().zip(&texts) {
                let text = Untrusted::from(text).escaped(String::push_str);
                prop_assert_eq!(field, guarded(&text));
                prop_assert!(!field.trim_start().starts_with(['=', '+', '-', '@']));
            }
        }
    }
}
