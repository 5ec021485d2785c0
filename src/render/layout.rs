//! Headings in a column, texts wrapped beside them.

use anstyle::{AnsiColor, Style as Paint};

use textwrap::core::{Word, display_width};

use super::Style;
use super::facts::Fact;
use super::words::harmless;

/// Where texts start beside their headings.
const COLUMN: usize = 12;

/// How texts are broken into lines: only at blanks, for names hold hyphens and must be found whole,
/// and between wide letters, for their scripts have no blanks.
pub(super) fn options<'a>(width: usize) -> textwrap::Options<'a> {
    textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::Custom(words))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let wide = |char: char| display_width(char.encode_utf8(&mut [0; 4])) == 2;
    let starts = line.char_indices().zip(line.chars().skip(1));
    let starts = starts.filter(move |&((_, before), char)| {
        before == ' ' && char != ' ' || wide(before) && wide(char)
    });
    let starts = starts.map(|((at, before), _)| at + before.len_utf8());
    let mut start = 0;
    Box::new(starts.chain([line.len()]).map(move |end| {
        let word = Word::from(&line[start..end]);
        start = end;
        word
    }))
}

/// Lines that are put together one by one.
pub(super) struct Page {
    pub style: Style,
    pub out: String,
}

impl Page {
    pub fn new(style: Style) -> Self {
        Self {
            style,
            out: String::new(),
        }
    }

    pub fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Paints a text if colours are on.
    pub fn paint(&self, paint: Paint, text: &str) -> String {
        if self.style.colour {
            format!("{paint}{text}{paint:#}")
        } else {
            text.to_owned()
        }
    }

    /// A text wrapped to the width, every line after the first moved in.
    pub fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        let options = options(self.style.width)
            .initial_indent(first)
            .subsequent_indent(rest);
        for line in textwrap::wrap(&harmless(text), options) {
            self.line(&line);
        }
    }

    /// Facts under one another, a heading only where it changes.
    pub fn facts(&mut self, facts: &[Fact]) {
        let mut before = "";
        for fact in facts {
            let mut heading = if fact.heading == before {
                ""
            } else {
                fact.heading
            };
            before = fact.heading;
            for (depth, text) in &fact.body {
                let indent = " ".repeat(COLUMN + 2 * depth);
                let first =
                    format!("  {heading:<width$}", width = COLUMN - 2) + &" ".repeat(2 * depth);
                let start = self.out.len();
                self.wrapped(text, &first, &indent);
                self.paint_heading(start, heading);
                heading = "";
            }
        }
    }

    /// Paints a heading that was just written at the start of a line.
    fn paint_heading(&mut self, start: usize, heading: &str) {
        if self.style.colour && !heading.is_empty() {
            let painted = self.paint(Paint::new().bold(), heading);
            let at = start + 2;
            self.out.replace_range(at..at + heading.len(), &painted);
        }
    }
}

/// The colour of a verdict's word.
pub(super) fn verdict_paint(word: &str) -> Paint {
    let colour = match word {
        "met" | "clear" => AnsiColor::Green,
        "unmet" | "raised" => AnsiColor::Red,
        "open" => AnsiColor::Yellow,
        _ => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
