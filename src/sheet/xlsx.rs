//! A workbook for a spreadsheet: each table on a sheet of its own, with heads that stay and filters.
//!
//! Every text is written as a text, so that none can be a formula or a link, and no clock is read: the
//! same answer is the same file.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Table, TableColumn,
    TableStyle, Workbook, Worksheet, XlsxError,
};

use super::{Book, Cell, Column, Room, Sheet, Writer};
use crate::page::block::{Sign, Tone};
use crate::text::phrase::capitalised;

/// The most characters of a cell, as spreadsheets count them: in UTF-16.
const LONGEST: usize = 32_767;
/// The most characters of the name of a sheet, and of the head of a column.
const LONGEST_NAME: usize = 31;
const LONGEST_HEAD: usize = 255;
/// The height of a line, and the most of them that a row shows: of what is longer the rest is seen in the
/// cell.
const LINE: f64 = 15.0;
const MOST_LINES: usize = 12;
/// The width of columns that can be read on one printed page.
const ONE_PAGE: u16 = 200;
/// The height of heads that stand upright.
const UPRIGHT: f64 = 150.0;

/// The writer of workbooks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Xlsx;

impl Writer for Xlsx {
    fn write(&self, book: &Book) -> Result<Vec<u8>, String> {
        workbook(book).map_err(|error| match error {
            XlsxError::RowColumnLimitError => {
                "a sheet of a workbook has room for 1,048,576 rows and 16,384 columns".to_owned()
            }
            error => error.to_string(),
        })
    }

    fn is_text(&self) -> bool {
        false
    }
}

fn workbook(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // One date for all, since a clock would make each file another one.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = book.title.escaped(String::push_str);
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    let mut names: Vec<String> = Vec::new();
    for (at, sheet) in book.sheets.iter().enumerate() {
        let name = named(&sheet.name.escaped(String::push_str), &names);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name)?;
        if at == 0 {
            worksheet.set_active(true);
        }
        names.push(name);
        fill(worksheet, sheet, at, &formats)?;
    }
    workbook.save_to_buffer()
}

/// A name that a sheet can have, and that none before it has.
fn named(name: &str, taken: &[String]) -> String {
    let allowed = |char: char| match char {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' => '-',
        other => other,
    };
    let name: String = name.chars().map(allowed).collect();
    let is_taken = |name: &str| taken.iter().any(|each| each.eq_ignore_ascii_case(name));
    let (mut number, mut unique) = (2, cut(&name, LONGEST_NAME, ""));
    while is_taken(&unique) {
        let end = format!(" {number}");
        unique = cut(&name, LONGEST_NAME - end.len(), "") + &end;
        number += 1;
    }
    unique
}

/// At most so many characters of a text, with a note where some are left out.
fn cut(text: &str, most: usize, note: &str) -> String {
    let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    if units(text) <= most {
        return text.to_owned();
    }
    let mut room = most - units(note);
    let kept = text.chars().take_while(|char| {
        let fits = char.len_utf16() <= room;
        room -= char.len_utf16().min(room);
        fits
    });
    kept.collect::<String>() + note
}

fn fill(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    at: usize,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let upright = sheet.columns.iter().any(|column| column.room == Room::Sign);
    let heads = sheet.columns.iter().map(|column| {
        let format = if column.room == Room::Sign {
            &formats.upright
        } else {
            &formats.head
        };
        TableColumn::new()
            .set_header(cut(&head(column), LONGEST_HEAD, ""))
            .set_header_format(format)
    });
    let table = Table::new()
        .set_name(format!("Table{}", at + 1))
        .set_alt_text_title(sheet.name.escaped(String::push_str))
        .set_style(TableStyle::Light1)
        .set_banded_rows(!upright)
        .set_columns(&heads.collect::<Vec<_>>());
    // A table has a row at least.
    let last = u32::try_from(sheet.rows.len().max(1)).unwrap_or(u32::MAX);
    let width = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
    worksheet.add_table(0, 0, last, width.saturating_sub(1), &table)?;
    for (column, at) in sheet.columns.iter().zip(0..) {
        worksheet.set_column_width(at, f64::from(width_of(column)))?;
    }
    if upright {
        worksheet.set_row_height(0, UPRIGHT)?;
    }
    for (row, at) in sheet.rows.iter().zip(1..) {
        if !upright {
            worksheet.set_row_height(at, LINE * lines(row, sheet) as f64)?;
        }
        for ((cell, column), across) in row.iter().zip(&sheet.columns).zip(0..) {
            let text = if upright { &formats.top } else { &formats.text };
            write(worksheet, (at, across), (cell, text), column, formats)?;
        }
    }
    worksheet.set_freeze_panes(1, 1)?;
    // Every printed page has the heads and what each row is about.
    worksheet.set_landscape();
    worksheet.set_repeat_rows(0, 0)?;
    worksheet.set_repeat_columns(0, 0)?;
    let width: u16 = sheet.columns.iter().map(width_of).sum();
    worksheet.set_print_fit_to_pages(width.div_ceil(ONE_PAGE), 0);
    Ok(())
}

/// How many lines a row needs. Not every program finds that out when it opens a file.
fn lines(row: &[Cell], sheet: &Sheet) -> usize {
    let each = row.iter().zip(&sheet.columns).map(|(cell, column)| {
        let letters = cell.plain().chars().count();
        // Lines break between words, so that not all of their width is used.
        letters.div_ceil(usize::from(width_of(column)) * 9 / 10)
    });
    each.max().unwrap_or(1).clamp(1, MOST_LINES)
}

/// `Decided by`; the name of a prerequisite as it is.
fn head(column: &Column) -> String {
    if column.room == Room::Sign {
        column.name.clone()
    } else {
        capitalised(&column.name.replace('_', " "))
    }
}

fn width_of(column: &Column) -> u16 {
    match column.room {
        Room::Sign => 9,
        Room::Word => 12,
        Room::Name => 28,
        Room::Sentence => 60,
    }
}

fn write(
    worksheet: &mut Worksheet,
    (row, at): (u32, u16),
    (cell, of_text): (&Cell, &Format),
    column: &Column,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Nothing => {}
        Cell::Number(number) => {
            worksheet.write_number_with_format(row, at, *number as f64, &formats.top)?;
        }
        Cell::Amount(number) => {
            worksheet.write_number_with_format(row, at, *number, &formats.amount)?;
        }
        Cell::Share(number) => {
            worksheet.write_number_with_format(row, at, *number, &formats.share)?;
        }
        Cell::Text(_) => {
            let note = "… (cut here: a cell holds 32,767 characters)";
            let text = cut(&cell.plain(), LONGEST, note);
            worksheet.write_string_with_format(row, at, text, of_text)?;
        }
        Cell::Flag(flag) => {
            let word = if *flag { "yes" } else { "no" };
            worksheet.write_string_with_format(row, at, word, &formats.top)?;
        }
        Cell::Verdict(verdict) => {
            let sign = Sign::from(*verdict);
            // A narrow column has room for a short word.
            let word = match (column.room, sign.tone) {
                (Room::Sign, Tone::Neutral) => "n/a",
                _ => sign.word,
            };
            let shown = format!("{} {word}", sign.glyph());
            worksheet.write_string_with_format(row, at, shown, formats.of(sign.tone))?;
        }
        Cell::Alarm(alarm) => {
            let tone = Tone::from(*alarm);
            worksheet.write_string_with_format(row, at, alarm.word(), formats.of(tone))?;
        }
    }
    Ok(())
}

/// How cells look.
struct Formats {
    head: Format,
    upright: Format,
    top: Format,
    text: Format,
    share: Format,
    amount: Format,
    good: Format,
    bad: Format,
    open: Format,
    neutral: Format,
}

impl Formats {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let head = Format::new()
            .set_bold()
            .set_align(FormatAlign::Bottom)
            .set_text_wrap();
        let coloured = |ink: u32, paper: u32| {
            top.clone()
                .set_font_color(Color::RGB(ink))
                .set_background_color(Color::RGB(paper))
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::White)
        };
        Self {
            upright: Format::new().set_bold().set_rotation(90),
            text: top.clone().set_text_wrap(),
            share: top.clone().set_num_format("0.0%"),
            amount: top.clone().set_num_format("0.00"),
            good: coloured(0x00_4D_1A, 0xC6_EF_CE),
            bad: coloured(0x8A_00_05, 0xFF_D5_D9),
            open: coloured(0x66_40_00, 0xFF_F0_B3),
            neutral: coloured(0x40_40_40, 0xE8_E8_E8),
            head,
            top,
        }
    }

    fn of(&self, tone: Tone) -> &Format {
        match tone {
            Tone::Good => &self.good,
            Tone::Bad => &self.bad,
            Tone::Open => &self.open,
            Tone::Neutral => &self.neutral,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx as Workbook};
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Phrase, Untrusted};

    fn book(names: &[&str], texts: &[String]) -> Book {
        let sheet = |name: &&str| {
            let columns = (0..texts.len()).map(|at| Column::new(format!("c{at}"), Room::Name, ""));
            let name = Phrase::value(name);
            let mut sheet = Sheet::new(name, columns.collect());
            let cell = |text: &String| Cell::text(Untrusted::from(text));
            sheet.rows.push(texts.iter().map(cell).collect());
            sheet
        };
        Book {
            title: "Title".into(),
            sheets: names.iter().map(sheet).collect(),
            main: 0,
        }
    }

    fn opened(book: &Book) -> Workbook<Cursor<Vec<u8>>> {
        let written = super::Xlsx.write(book).unwrap();
        assert!(written == super::Xlsx.write(book).unwrap(), "another file");
        Workbook::new(Cursor::new(written)).unwrap()
    }

    /// The texts of a sheet below its heads.
    fn texts(workbook: &mut Workbook<Cursor<Vec<u8>>>, name: &str) -> Vec<String> {
        let formulas = workbook.worksheet_formula(name).unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
        let range = workbook.worksheet_range(name).unwrap();
        let row = range.rows().nth(1).unwrap_or_default();
        row.iter().map(Data::to_string).collect()
    }

    #[test]
    fn names_of_sheets_are_legal_and_differ() {
        let long = "a name that is far too long for the name of a sheet";
        let names = ["a/b:c", "A-B-C", long, long, "'"];
        let workbook = opened(&book(&names, &["x".to_owned()]));
        let wanted = [
            "a-b-c",
            "A-B-C 2",
            "a name that is far too long for",
            "a name that is far too long f 2",
            "-",
        ];
        assert_eq!(workbook.sheet_names(), wanted);
    }

    #[test]
    fn long_texts_are_cut_and_that_is_said() {
        let text = "😀".repeat(20_000);
        let mut workbook = opened(&book(&["S"], &[text]));
        let found = texts(&mut workbook, "S").remove(0);
        assert!(found.encode_utf16().count() <= LONGEST);
        assert!(found.ends_with("(cut here: a cell holds 32,767 characters)"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Another reader has the same texts, and no formula.
        #[test]
        fn another_reader_reads_the_same(
            texts in prop::collection::vec("[=+@\\-'_x0-9A-F&<>\"\u{1}\u{ffff}é😀 ]{1,14}", 1..5)
        ) {
            let mut workbook = opened(&book(&["S"], &texts));
            let found = super::tests::texts(&mut workbook, "S");
            let mut wanted: Vec<String> = texts
                .iter()
                .map(|text| Untrusted::from(text).escaped(String::push_str))
                .collect();
            while wanted.last().is_some_and(String::is_empty) {
                wanted.pop();
            }
            prop_assert_eq!(&found[..wanted.len().min(found.len())], &wanted[..]);
        }
    }
}
