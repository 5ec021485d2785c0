//! Lines of a limited width, put together one by one.

use anstyle::Style;
use textwrap::core::{Word, display_width};

/// Lines that fit a width, as far as single words do.
pub(super) struct Lines {
    /// Columns.
    pub width: usize,
    colour: bool,
    out: String,
}

/// What stands before a text on its first line.
#[derive(Clone, Copy, Default)]
pub(super) struct Lead<'a> {
    /// Blanks before the word.
    pub indent: usize,
    /// A word; may be empty.
    pub word: &'a str,
    /// How the word is painted.
    pub paint: Style,
    /// The column at which the text begins.
    pub column: usize,
}

impl Lines {
    pub fn new(width: usize, colour: bool) -> Self {
        Self {
            width,
            colour,
            out: String::new(),
        }
    }

    pub fn into_text(self) -> String {
        self.out
    }

    /// A line as it is, without blanks at its end.
    pub fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Lines that are laid out already.
    pub fn drawn(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A text in a style, if colours are on.
    pub fn paint(&self, paint: Style, text: &str) -> String {
        if self.colour && paint != Style::new() && !text.is_empty() {
            format!("{paint}{text}{paint:#}")
        } else {
            text.to_owned()
        }
    }

    /// A text wrapped to the width and painted, its first line after a lead, the others moved in.
    pub fn wrapped(&mut self, lead: Lead<'_>, text: &str, paint: Style, rest: usize) {
        let word = display_width(lead.word);
        // A word that is too long for its column still ends before the text.
        let least = usize::from(word > 0);
        let pad = (lead.column.saturating_sub(lead.indent + word)).max(least);
        let column = lead.indent + word + pad;
        let before = " ".repeat(lead.indent) + &self.paint(lead.paint, lead.word);
        let before = before + &" ".repeat(pad);
        for (at, line) in wrap(text, self.width, column, rest).iter().enumerate() {
            let painted = self.paint(paint, line);
            if at == 0 {
                self.line(&format!("{before}{painted}"));
            } else {
                self.line(&format!("{}{painted}", " ".repeat(rest)));
            }
        }
    }
}

/// The lines of a text, without their indents.
pub(super) fn wrap(text: &str, width: usize, first: usize, rest: usize) -> Vec<String> {
    let (first, rest) = (" ".repeat(first), " ".repeat(rest));
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::Custom(words))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(&first)
        .subsequent_indent(&rest);
    let lines = textwrap::wrap(text, options);
    let bare = |(at, line): (usize, &std::borrow::Cow<'_, str>)| {
        let indent = if at == 0 { &first } else { &rest };
        let line = line.strip_prefix(indent.as_str()).unwrap_or_default();
        line.trim_end().to_owned()
    };
    lines.iter().enumerate().map(bare).collect()
}

/// Texts are broken into lines only at blanks, for names hold hyphens and must be found whole, and
/// between wide letters, for their scripts have no blanks.
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

/// As much of a text as fits; letters of some scripts take two columns.
pub(super) fn cut(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = width.saturating_sub(1);
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
