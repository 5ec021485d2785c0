//! Texts in which nothing is markup of Typst.

use crate::text::phrase::Span;
use crate::text::{Phrase, Untrusted};

/// A phrase on one line. Names in a sentence are set apart.
pub(super) fn show(phrase: &Phrase) -> String {
    let mut line = Line::default();
    for span in phrase.spans() {
        match span {
            Span::Words(words) => line.words(words),
            Span::Name(text) | Span::Value(text) | Span::Share(text, _) => line.text(text),
            Span::Code(text) => line.out += &raw(&seen(&text.as_str().into())),
            Span::Quoted(text) => line.text(&seen(text)),
            Span::Link(link) => line.text(&seen(&link.1)),
        }
    }
    // Nothing of ours leaves a name open; if it did, it would not be lost.
    line.out += &line.code.take().map_or_else(String::new, |code| raw(&code));
    line.out
}

/// A text of a file on one line.
pub(super) fn quoted(text: &Untrusted) -> String {
    plain(&seen(text))
}

/// A text on one line.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    escape(&mut out, text);
    out
}

/// A text of a file in visible characters.
pub(super) fn seen(text: &Untrusted) -> String {
    text.escaped(String::push_str)
}

/// A line that is being written. In our own words backticks set something apart.
#[derive(Default)]
struct Line {
    out: String,
    /// What is being set apart.
    code: Option<String>,
}

impl Line {
    fn words(&mut self, words: &str) {
        for (at, part) in words.split('`').enumerate() {
            if at > 0 {
                match self.code.take() {
                    Some(code) => self.out += &raw(&code),
                    None => self.code = Some(String::new()),
                }
            }
            self.text(part);
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.push_str(text),
            None => escape(&mut self.out, text),
        }
    }
}

/// A text in the letters of code. (The semicolon ends the call, whatever follows it.)
fn raw(text: &str) -> String {
    format!("#raw({});", string(text))
}

/// Lines as they are.
pub(super) fn block(lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.collect();
    format!("#raw(block: true, {})", string(&lines.join("\n")))
}

/// A text as a string of the language.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out += "\\n",
            other => out.push(other),
        }
    }
    out + "\""
}

/// Adds a text with a backslash before everything that could be markup.
fn escape(out: &mut String, text: &str) {
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let (before, after) = (out.chars().next_back(), chars.peek().copied());
        let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        let is_letter = |char: Option<char>| char.is_some_and(char::is_alphabetic);
        let begins = before.is_none_or(char::is_whitespace);
        let acts = match char {
            '\\' | '#' | '*' | '`' | '$' | '<' | '>' | '@' | '~' | '[' | ']' => true,
            // Inside of a word it is no markup.
            '_' | '/' => !(is_word(before) && is_word(after)),
            // A dash, a minus, a hyphen that is not seen, an item of a list.
            '-' => !(is_letter(before) && is_letter(after)),
            '=' | '+' => begins,
            // Three dots, or the number of an item.
            '.' => after == Some('.') || before.is_some_and(|before| before.is_ascii_digit()),
            ':' => after == Some('/'),
            _ => false,
        };
        if acts {
            out.push('\\');
        }
        out.push(char);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let cases = [
            ("*a* _b_ c_d", "\\*a\\* \\_b\\_ c_d"),
            (
                "#eval(\"x\") $x$ @a <b>",
                "\\#eval(\"x\") \\$x\\$ \\@a \\<b\\>",
            ),
            ("http://y.z // no", "http\\:\\/\\/y.z \\/\\/ no"),
            ("= a", "\\= a"),
            ("- a-b 0-7 --", "\\- a-b 0\\-7 \\-\\-"),
            ("1. a ...", "1\\. a \\.\\.."),
        ];
        for (text, shown) in cases {
            assert_eq!(quoted(&text.into()), shown, "{text}");
        }
        assert_eq!(show(&Phrase::code("a\"`b\\")), "#raw(\"a\\\"`b\\\\\");");
        let told = phrase!["no `", Untrusted::from("a#b"), "`, `x < y` < z"];
        assert_eq!(show(&told), "no #raw(\"a#b\");, #raw(\"x < y\"); \\< z");
    }
}
