//! Texts in which nothing is markup.

use std::fmt::Write as _;

use crate::text::phrase::Span;
use crate::text::{Phrase, Untrusted};

/// A phrase on one line.
pub(super) fn show(phrase: &Phrase) -> String {
    let mut own = Own::default();
    for span in phrase.spans() {
        match span {
            Span::Words(words) => own.words(words),
            Span::Name(text) | Span::Value(text) | Span::Share(text, _) => {
                own.quoted(&text.as_str().into());
            }
            Span::Code(text) => code(&mut own.out, &text.as_str().into()),
            Span::Quoted(text) => own.quoted(text),
            Span::Link(link) => own.quoted(&link.1),
        }
    }
    own.out
}

/// A text of a file on one line.
pub(super) fn quoted(text: &Untrusted) -> String {
    text.escaped(escape)
}

/// A phrase that is being written. In our own words backticks set something apart.
#[derive(Default)]
struct Own {
    out: String,
    /// Whether something is being set apart.
    is_code: bool,
    /// Whether the next backtick was written already.
    is_closed: bool,
}

impl Own {
    fn words(&mut self, words: &str) {
        for char in words.chars() {
            if char == '`' && std::mem::take(&mut self.is_closed) {
                continue;
            }
            self.is_code ^= char == '`';
            if !self.is_code && matches!(char, '<' | '>' | '*' | '|' | '[' | ']') {
                self.out.push('\\');
            }
            self.out.push(char);
        }
    }

    fn quoted(&mut self, text: &Untrusted) {
        if self.is_code && self.out.ends_with('`') {
            self.out.pop();
            code(&mut self.out, text);
            self.is_code = false;
            self.is_closed = true;
        } else {
            self.out += &quoted(text);
        }
    }
}

/// Adds a text with a backslash before everything that could be markup, or a link: an address is not
/// to become one by itself.
fn escape(out: &mut String, text: &str) {
    let mut before = None;
    for (at, char) in text.char_indices() {
        let after = text[at + char.len_utf8()..].chars().next();
        let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        let acts = match char {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '$' | '@' => true,
            // Inside of a word it is no markup.
            '_' => !(is_word(before) && is_word(after)),
            ':' => after == Some('/'),
            '.' => out.to_ascii_lowercase().ends_with("www"),
            _ => false,
        };
        if acts {
            out.push('\\');
        }
        out.push(char);
        before = Some(char);
    }
}

/// A name that is set apart, which no backtick in it can end.
fn code(out: &mut String, text: &Untrusted) {
    let text = text.escaped(String::push_str);
    let fence = "`".repeat(longest_run(&text) + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    let pad = if touches { " " } else { "" };
    // A table takes even a bar in code for the end of its cell.
    let text = text.replace('|', "\\|");
    let _ = write!(out, "{fence}{pad}{text}{pad}{fence}");
}

/// Lines as they are, between fences that none of them can end.
pub(super) fn fenced(of: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.collect();
    let longest = lines
        .iter()
        .map(|line| longest_run(line))
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{of}\n{}\n{fence}", lines.join("\n"))
}

/// How many backticks stand together at the most.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|char| char != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// A text at the beginning of a line or of an item, where more can be markup.
pub(super) fn line(text: &str) -> String {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let acts = match text.as_bytes().get(digits) {
        Some(b'-' | b'+' | b'=') => digits == 0,
        Some(b'.' | b')') => digits > 0,
        _ => false,
    };
    if acts {
        let (before, after) = text.split_at(digits);
        format!("{before}\\{after}")
    } else {
        text.to_owned()
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
            ("[x](http://y.z)", "\\[x\\](http\\://y.z)"),
            ("www.example.org a|b", "www\\.example.org a\\|b"),
            ("<b>&amp;`", "\\<b\\>\\&amp;\\`"),
        ];
        for (text, shown) in cases {
            assert_eq!(quoted(&text.into()), shown);
        }
        assert_eq!(line("1. a"), "1\\. a");
        assert_eq!(line("- a"), "\\- a");
        assert_eq!(line("12 a"), "12 a");
        assert_eq!(show(&Phrase::code("a`b|")), "``a`b\\|``");
        let told = phrase!["no `", Untrusted::from("a`*b"), "`, `x < y` < z"];
        assert_eq!(show(&told), "no ``a`*b``, `x < y` \\< z");
        let text = fenced("", ["```".to_owned()].into_iter());
        assert_eq!(text, "````\n```\n````");
    }
}
