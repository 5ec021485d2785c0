//! Answers as tables, for spreadsheets and data frames: one value in each cell, and columns with names.
//!
//! A [`Book`] is made of a typed answer, never of what a page shows, and decides nothing. A writer of
//! text takes its main table, one of workbooks all of them.

mod check;
mod compare;
mod csv;
mod influence;
mod legend;
mod pair;
mod repair;
mod reversal;
mod sensitivity;
mod source;
mod test;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use check::checks;
pub use compare::comparison;
pub use csv::Csv;
pub use influence::influences;
pub use repair::repairs;
pub use sensitivity::sensitivities;
pub use test::tests;
#[cfg(feature = "xlsx")]
pub use xlsx::Xlsx;

use crate::text::{Phrase, Place, Untrusted};
use crate::verdict::{Alarm, Verdict};

/// The tables of one answer.
#[derive(Clone, Debug)]
pub struct Book {
    /// What they are about.
    pub title: Phrase,
    /// From first to last.
    pub sheets: Vec<Sheet>,
    /// Which of them is the main one, where there is room for one alone.
    pub main: usize,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name, which no other table of the book has.
    pub name: Phrase,
    /// Its columns; no two have one name.
    pub columns: Vec<Column>,
    /// A cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name: small letters, with `_` between words.
    pub name: String,
    /// What its cells say.
    pub about: Phrase,
    /// How much room its cells need.
    pub room: Room,
}

/// How much room the cells of a column need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// That of a verdict, under a name that may be long.
    Sign,
    /// That of a number or a word.
    Word,
    /// That of a name.
    Name,
    /// That of a sentence.
    Sentence,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// There is nothing to say.
    Nothing,
    /// A text.
    Text(Phrase),
    /// A whole number.
    Number(u64),
    /// A share, from 0 to 1.
    Share(f64),
    /// A number that is no share.
    Amount(f64),
    /// Yes or no.
    Flag(bool),
    /// A verdict.
    Verdict(Verdict),
    /// Whether a warning is raised.
    Alarm(Alarm),
}

/// A format for tables.
pub trait Writer {
    /// The tables as a file, or why they cannot be one.
    ///
    /// # Errors
    ///
    /// Where a table is larger than the format allows.
    fn write(&self, book: &Book) -> Result<Vec<u8>, String>;

    /// Whether what is written is text.
    fn is_text(&self) -> bool;
}

impl Book {
    /// The table for which alone there may be room.
    #[must_use]
    pub fn main(&self) -> Option<&Sheet> {
        self.sheets.get(self.main)
    }

    /// Whether the main table has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.main().is_none_or(|sheet| sheet.rows.is_empty())
    }
}

impl Sheet {
    /// A table without rows. Of columns of one name, in whatever letters, the later ones get a number.
    fn new(name: impl Into<Phrase>, mut columns: Vec<Column>) -> Self {
        let mut taken: Vec<String> = Vec::new();
        for column in &mut columns {
            let (name, mut number) = (column.name.clone(), 2);
            while taken.contains(&column.name.to_lowercase()) {
                column.name = format!("{name}_{number}");
                number += 1;
            }
            taken.push(column.name.to_lowercase());
        }
        Self {
            name: name.into(),
            columns,
            rows: Vec::new(),
        }
    }
}

impl Column {
    fn new(name: impl Into<String>, room: Room, about: impl Into<Phrase>) -> Self {
        Self {
            name: name.into(),
            about: about.into(),
            room,
        }
    }
}

/// Columns whose names are known beforehand.
fn columns<const N: usize>(all: [(&'static str, Room, &'static str); N]) -> Vec<Column> {
    let each = all.into_iter();
    each.map(|(name, room, about)| Column::new(name, room, about))
        .collect()
}

impl Cell {
    /// A text; nothing if it is empty.
    fn text(text: impl Into<Phrase>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(text)
        }
    }

    /// A text, if there is one.
    fn some(text: Option<&Untrusted>) -> Self {
        text.map_or(Self::Nothing, Self::text)
    }

    /// A name of a policy or a vocabulary.
    fn name(name: &str) -> Self {
        Self::text(Phrase::name(name))
    }

    /// Texts, one after another.
    fn list<T: Into<Phrase>>(all: impl IntoIterator<Item = T>) -> Self {
        Self::text(Phrase::joined(all, "; "))
    }

    fn count(number: usize) -> Self {
        Self::Number(number as u64)
    }

    /// The file and the line of a place; nothing twice where there is none.
    fn place(place: Option<&Place>) -> [Self; 2] {
        let Some(place) = place else {
            return [Self::Nothing, Self::Nothing];
        };
        let (line, _) = place.source.line_and_column(place.span.start);
        let file = Untrusted::from(place.source.name());
        [Self::text(&file), Self::count(line)]
    }

    /// The cell as a program reads it: verdicts as in JSON, shares unrounded.
    fn plain(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.escaped(String::push_str),
            Self::Number(number) => number.to_string(),
            Self::Share(number) | Self::Amount(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Verdict(verdict) => verdict.word().replace(' ', "_"),
            Self::Alarm(alarm) => alarm.word().to_owned(),
        }
    }
}
