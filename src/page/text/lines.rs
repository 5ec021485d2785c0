//! Lines of a limited width, put together one by one.

use anstyle::Style;
use textwrap::core::display_width;

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
        let word = columns(lead.word);
        let pad = lead.column.saturating_sub(lead.indent + word);
        let column = lead.indent + word + pad;
        for (at, line) in wrap(text, self.width, column, rest).into_iter().enumerate() {
            let start = self.out.len();
            if at == 0 {
                self.blanks(lead.indent);
                self.painted(lead.paint, lead.word);
                self.blanks(pad);
            } else {
                self.blanks(rest);
            }
            self.painted(paint, line);
            let kept = self.out[start..].trim_end().len();
            self.out.truncate(start + kept);
            self.out.push('\n');
        }
    }

    fn blanks(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
    }

    fn painted(&mut self, paint: Style, text: &str) {
        if self.colour {
            self.out.push_str(&self.paint(paint, text));
        } else {
            self.out.push_str(text);
        }
    }
}

/// The columns that a text takes on a terminal.
pub(super) fn columns(text: &str) -> usize {
    // Almost all texts are of characters of one byte and one column each.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        text.len()
    } else {
        display_width(text)
    }
}

/// The lines of a text, without their indents, each as long as the width allows. Words that are
/// wider than a line stay whole.
pub(super) fn wrap(text: &str, width: usize, first: usize, rest: usize) -> Vec<&str> {
    let (mut lines, mut start, mut end, mut used) = (Vec::new(), 0, 0, first);
    if first + columns(text) <= width {
        end = text.len();
    }
    while end < text.len() {
        let word = first_word(&text[end..]);
        if end > start && used + columns(word.trim_end_matches(' ')) > width {
            lines.push(text[start..end].trim_end());
            (start, used) = (end, rest);
        }
        used += columns(word);
        end += word.len();
    }
    lines.push(text[start..].trim_end());
    lines
}

/// The first part of a text that is not broken, with the blanks after it: texts are broken into lines
/// only at blanks, for names hold hyphens and must be found whole, and between wide letters, for their
/// scripts have no blanks.
fn first_word(text: &str) -> &str {
    let wide = |char: char| !char.is_ascii() && display_width(char.encode_utf8(&mut [0; 4])) == 2;
    let mut before = None;
    let end = text.char_indices().find_map(|(at, char)| {
        let starts = |before| before == ' ' && char != ' ' || wide(before) && wide(char);
        let found = before.is_some_and(starts).then_some(at);
        before = Some(char);
        found
    });
    &text[..end.unwrap_or(text.len())]
}

/// As much of a text as fits; letters of some scripts take two columns.
pub(super) fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use textwrap::core::Word;

    use super::*;

    fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
        let mut rest = line;
        Box::new(std::iter::from_fn(move || {
            let word = (!rest.is_empty()).then(|| first_word(rest))?;
            rest = &rest[word.len()..];
            Some(Word::from(word))
        }))
    }

    proptest! {
        #[test]
        fn lines_are_those_of_textwrap(
            text in "[ab .é\u{4e2d}\u{6587}-]{0,60}",
            width in 30_usize..50,
            first in 0_usize..30,
            rest in 0_usize..30,
        ) {
            let (before, indent) = (" ".repeat(first), " ".repeat(rest));
            let options = textwrap::Options::new(width)
                .break_words(false)
                .word_separator(textwrap::WordSeparator::Custom(words))
                .word_splitter(textwrap::WordSplitter::NoHyphenation)
                .initial_indent(&before)
                .subsequent_indent(&indent);
            let expected = textwrap::wrap(&text, options);
            let lines = wrap(&text, width, first, rest);
            prop_assert_eq!(expected.len(), lines.len());
            for (at, (expected, line)) in expected.iter().zip(lines).enumerate() {
                let indent = if at == 0 { &before } else { &indent };
                let bare = expected.strip_prefix(indent.as_str()).unwrap_or_default();
                prop_assert_eq!(bare.trim_end(), line);
            }
        }
    }
}
