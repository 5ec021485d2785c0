//! Answers laid out once, and shown for a terminal or in sentences.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Paint};
use textwrap::core::display_width;

use super::Style;
use super::facts::{Fact, say};
use super::layout::{Page, verdict_paint};

/// One answer.
#[derive(Default)]
pub(super) struct Sheet {
    pub title: String,
    /// Facts about what was asked.
    pub about: Vec<Fact>,
    /// The answer in a word and a few more; the word is painted like a verdict.
    pub answer: Option<(&'static str, &'static str, String)>,
    pub facts: Vec<Fact>,
    pub parts: Vec<Part>,
}

/// A part of an answer.
#[derive(Default)]
pub(super) struct Part {
    pub title: String,
    pub facts: Vec<Fact>,
    pub patch: Vec<Shown>,
    pub bars: Vec<Bar>,
}

/// What a patch shows.
pub(super) enum Shown {
    /// A line, with its number in the text as it was, and as it will be.
    Line {
        old: Option<usize>,
        new: Option<usize>,
        text: String,
    },
    /// Lines between two stretches that change.
    Gap,
}

/// A bar of a chart.
pub(super) struct Bar {
    pub name: String,
    /// From 0 to 1: drawn in full up to the first, in outline up to the second.
    pub filled: f64,
    pub outlined: f64,
    pub value: String,
}

impl Sheet {
    pub fn text(&self, style: Style) -> String {
        let mut page = Page::new(style);
        page.heading(&self.title);
        page.facts(&self.about);
        if let Some((word, paint, rest)) = &self.answer {
            if !self.about.is_empty() {
                page.blank();
            }
            let painted = page.paint(verdict_paint(paint), word);
            let start = page.out.len();
            page.wrapped(&format!("{word}   {rest}"), "", "  ");
            page.out.replace_range(start..start + word.len(), &painted);
        }
        page.facts(&self.facts);
        for part in &self.parts {
            page.blank();
            if !part.title.is_empty() {
                page.heading(&part.title);
            }
            page.facts(&part.facts);
            part.patch.iter().for_each(|line| page.shown(line));
            part.draw(&mut page);
        }
        page.out
    }

    pub fn plain(&self) -> String {
        let mut out = format!("{}.\n", self.title);
        say(&mut out, &self.about);
        if let Some((word, _, rest)) = &self.answer {
            let _ = writeln!(out, "{word}: {rest}.");
        }
        say(&mut out, &self.facts);
        for part in &self.parts {
            out.push('\n');
            if !part.title.is_empty() {
                let _ = writeln!(out, "{}.", part.title);
            }
            say(&mut out, &part.facts);
            part.patch.iter().for_each(|line| line.say(&mut out));
            for bar in &part.bars {
                let _ = writeln!(out, "{}: {}.", bar.name, bar.value);
            }
        }
        out
    }
}

impl Page {
    fn heading(&mut self, text: &str) {
        let start = self.out.len();
        self.wrapped(text, "", "  ");
        if self.style.colour {
            let bold = self.paint(Paint::new().bold(), self.out[start..].trim_end());
            self.out.truncate(start);
            self.line(&bold);
        }
    }

    fn shown(&mut self, shown: &Shown) {
        let Shown::Line { old, new, text } = shown else {
            return self.line("   …    …");
        };
        let (sign, colour) = match (old, new) {
            (_, None) => ('-', Some(AnsiColor::Red)),
            (None, _) => ('+', Some(AnsiColor::Green)),
            _ => (' ', None),
        };
        let [old, new] = [old, new].map(|line| line.map_or(String::new(), |line| line.to_string()));
        // A patch is not wrapped, for its lines are those of the file; what is too long is cut.
        let text = format!("{old:>4} {new:>4} {sign} {}", text.trim_end());
        let text = cut(&text, self.style.width);
        let text = match colour {
            Some(colour) => self.paint(colour.on_default(), &text),
            None => text,
        };
        self.line(&text);
    }
}

/// As much of a text as fits; letters of some scripts take two columns.
fn cut(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = width - 1;
    for char in text.chars() {
        let columns = display_width(char.encode_utf8(&mut [0; 4]));
        let Some(rest) = left.checked_sub(columns) else {
            break;
        };
        left = rest;
        out.push(char);
    }
    out + "…"
}

impl Shown {
    /// In words.
    fn say(&self, out: &mut String) {
        let Shown::Line { old, new, text } = self else {
            return;
        };
        let text = match text.trim_end() {
            "" => "a blank line",
            text => text,
        };
        let _ = match (old, new) {
            (Some(old), Some(new)) => {
                writeln!(out, "Old line {old}, new line {new}, stays: {text}")
            }
            (Some(old), None) => writeln!(out, "Old line {old} goes: {text}"),
            (None, Some(new)) => writeln!(out, "New line {new} comes: {text}"),
            (None, None) => Ok(()),
        };
    }
}

impl Part {
    fn draw(&self, page: &mut Page) {
        const LENGTH: u8 = 30;
        let names = self
            .bars
            .iter()
            .map(|bar| bar.name.chars().count())
            .max()
            .unwrap_or(0);
        for bar in &self.bars {
            let cells = |share: f64| {
                (0..LENGTH)
                    .filter(|&cell| share * f64::from(LENGTH) >= f64::from(cell) + 0.5)
                    .count()
            };
            let (filled, outlined) = (cells(bar.filled), cells(bar.outlined));
            let drawn = "█".repeat(filled) + &"░".repeat(outlined.saturating_sub(filled));
            let line = format!("  {:<names$} {drawn:<30} {}", bar.name, bar.value);
            page.line(&line);
        }
    }
}
