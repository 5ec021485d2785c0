//! Sentences for people as typed spans, and texts of files that only a writer of pages can show.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::{Serialize, Serializer};
use smallvec::{SmallVec, smallvec};

use super::Target;

/// Room for most sentences, in bytes.
const SENTENCE: usize = 128;

/// A text that comes from a file: a title, a note, a gloss, the path of a file.
///
/// Its content is private. Whoever shows it to a person has to go through [`Untrusted::escaped`],
/// so that nothing in a file can act on a terminal, break a line of a report, or become markup.
/// Programs get it unchanged: it serialises as the text in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Untrusted(String);

impl Untrusted {
    /// The text on one line, as the escape of an output format adds it to what it is given;
    /// `String::push_str` for a format without markup.
    ///
    /// What the escape gets has no line breaks, tabs or invisible characters any more: line breaks
    /// and tabs are blanks, those at either end are dropped, and every other character that would
    /// act on its surroundings instead of being seen is U+FFFD.
    pub fn escaped(&self, escape: impl Fn(&mut String, &str)) -> String {
        let mut out = String::new();
        escape(&mut out, &one_line(&self.0));
        out
    }

    /// The text unchanged, as the escape of a format for programs adds it to what it is given. That
    /// escape has to see to every character that could do harm, line breaks among them.
    pub fn exact(&self, escape: impl Fn(&mut String, &str)) -> String {
        let mut out = String::new();
        escape(&mut out, &self.0);
        out
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its lines, each moved in by so many blanks.
    pub fn lines(&self, indent: usize) -> impl Iterator<Item = Self> + '_ {
        let lines = self.0.lines();
        lines.map(move |line| Self(format!("{:indent$}{line}", "")))
    }

    /// The text with a capital first letter.
    #[must_use]
    pub fn capitalised(&self) -> Self {
        Self(capitalised(&self.0))
    }
}

impl From<String> for Untrusted {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&String> for Untrusted {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl Serialize for Untrusted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Our own words.
    Words(&'static str),
    /// A name of a policy or a vocabulary: its grammar allows only ASCII letters, digits, `_` and `-`.
    Name(String),
    /// A name or a piece of input that is set apart from the sentence: `` `like this` `` in text.
    Code(String),
    /// A number, or a value in the words of the language, such as `at_least_some` or `90 days`.
    Value(String),
    /// A text that comes from a file.
    Quoted(Untrusted),
    /// The same, where it refers to something that may have a page of its own.
    Link(Box<(Target, Untrusted)>),
    /// A share of a whole in words, with the least and the most that it can be, in thousandths.
    Share(String, [u16; 2]),
}

/// A sentence, or a part of one, as spans. An output format decides how it shows each.
///
/// It is put together with [`phrase!`](crate::phrase) and serialises as one plain string.
/// [`Phrase::escaped`] gives it as text to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(SmallVec<[Span; 1]>);

impl Phrase {
    /// A name of a policy or a vocabulary.
    pub fn name(name: impl Into<String>) -> Self {
        Span::Name(name.into()).into()
    }

    /// A name that is set apart from the sentence around it.
    pub fn code(name: impl Into<String>) -> Self {
        Span::Code(name.into()).into()
    }

    /// A number, or a value in the words of the language.
    pub fn value(value: impl fmt::Display) -> Self {
        Span::Value(value.to_string()).into()
    }

    /// A text that refers to something.
    pub fn link(to: Target, text: impl Into<Untrusted>) -> Self {
        Span::Link(Box::new((to, text.into()))).into()
    }

    /// `a`, `a and b`, `a, b and c`, with `last` (such as `and`) before the last item.
    pub fn list<T: Into<Phrase>>(items: impl IntoIterator<Item = T>, last: &'static str) -> Self {
        let mut items: Vec<Phrase> = items.into_iter().map(Into::into).collect();
        let end = items.pop();
        let mut list = Self::joined(items, ", ");
        if let Some(end) = end {
            if !list.is_empty() {
                list = list.with(" ").with(last).with(" ");
            }
            list = list.with(end);
        }
        list
    }

    /// The items one after another, with the same words between each two.
    pub fn joined<T: Into<Phrase>>(
        items: impl IntoIterator<Item = T>,
        between: &'static str,
    ) -> Self {
        let mut all = Self::default();
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                all = all.with(between);
            }
            all = all.with(item);
        }
        all
    }

    /// `1 step`, `3 steps`.
    #[must_use]
    pub fn counted(count: u64, what: &'static str) -> Self {
        let s = if count == 1 { "" } else { "s" };
        Self::value(count).with(" ").with(what).with(s)
    }

    /// Nothing yet, with room for so many spans.
    #[must_use]
    pub fn with_capacity(spans: usize) -> Self {
        Self(SmallVec::with_capacity(spans))
    }

    /// The phrase with more at its end.
    #[must_use]
    pub fn with(mut self, more: impl Into<Phrase>) -> Self {
        match more.into().0.into_inner() {
            Ok([span]) => self.0.push(span),
            Err(spans) => self.0.extend(spans),
        }
        self
    }

    /// Its spans, in order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Whether nothing would be shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| match span {
            Span::Words(words) => words.is_empty(),
            Span::Name(text) | Span::Value(text) | Span::Share(text, _) => text.is_empty(),
            Span::Code(_) => false,
            Span::Quoted(text) => text.is_empty(),
            Span::Link(link) => link.1.is_empty(),
        })
    }

    /// The phrase on one line without markup. The escape of an output format adds what comes from a
    /// file, see [`Untrusted::escaped`].
    pub fn escaped(&self, escape: impl Fn(&mut String, &str)) -> String {
        let mut out = String::with_capacity(SENTENCE);
        for span in &self.0 {
            match span {
                Span::Words(words) => out.push_str(words),
                Span::Name(text)
                | Span::Value(text)
                | Span::Share(text, _)
                | Span::Quoted(Untrusted(text)) => escape(&mut out, &one_line(text)),
                Span::Link(link) => escape(&mut out, &one_line(&link.1.0)),
                Span::Code(text) => {
                    out.push('`');
                    escape(&mut out, &one_line(text));
                    out.push('`');
                }
            }
        }
        out
    }
}

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Unchanged(self))
    }
}

/// A phrase with every text of a file as it is there, for programs only.
struct Unchanged<'a>(&'a Phrase);

impl fmt::Display for Unchanged<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.spans().iter().try_for_each(|span| match span {
            Span::Words(words) => f.write_str(words),
            Span::Name(text)
            | Span::Value(text)
            | Span::Share(text, _)
            | Span::Quoted(Untrusted(text)) => f.write_str(text),
            Span::Link(link) => f.write_str(&link.1.0),
            Span::Code(text) => {
                f.write_char('`')?;
                f.write_str(text)?;
                f.write_char('`')
            }
        })
    }
}

#[cfg(test)]
mod schema {
    //! In schemas both are plain strings.

    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{Phrase, Untrusted};

    macro_rules! plain_string {
        ($type:ty) => {
            impl JsonSchema for $type {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    "String".into()
                }

                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    String::json_schema(generator)
                }
            }
        };
    }

    plain_string!(Untrusted);
    plain_string!(Phrase);
}

impl From<Span> for Phrase {
    fn from(span: Span) -> Self {
        Self(smallvec![span])
    }
}

impl From<&'static str> for Phrase {
    fn from(words: &'static str) -> Self {
        Span::Words(words).into()
    }
}

impl From<Untrusted> for Phrase {
    fn from(text: Untrusted) -> Self {
        Span::Quoted(text).into()
    }
}

impl From<&Untrusted> for Phrase {
    fn from(text: &Untrusted) -> Self {
        Span::Quoted(text.clone()).into()
    }
}

impl From<&Phrase> for Phrase {
    fn from(phrase: &Phrase) -> Self {
        phrase.clone()
    }
}

impl From<u64> for Phrase {
    fn from(number: u64) -> Self {
        Self::value(number)
    }
}

impl From<usize> for Phrase {
    fn from(number: usize) -> Self {
        Self::value(number)
    }
}

/// Puts a [`Phrase`] together: `phrase!["drop ", name, " and ", 2_u64]`.
#[macro_export]
macro_rules! phrase {
    ($($part:expr),* $(,)?) => {
        $crate::text::Phrase::with_capacity([$(stringify!($part)),*].len())$(.with($part))*
    };
}

/// A text with a capital first letter.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A text on one line, in which every character is seen: line breaks (with the blanks around them)
/// and tabs are one blank, those at either end are dropped, and what is not seen is U+FFFD.
fn one_line(text: &str) -> Cow<'_, str> {
    // Almost all texts are so already.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let is_break = |char: char| matches!(char, '\n' | '\r');
    let is_blank = |char: char| matches!(char, ' ' | '\t');
    let text = text.trim_matches(|char| is_break(char) || char == '\t');
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split(is_break).enumerate() {
        let line = if at == 0 {
            line
        } else {
            line.trim_start_matches(is_blank)
        };
        if at > 0 && !line.is_empty() {
            let kept = out.trim_end_matches(' ').len();
            out.truncate(kept);
            out.push(' ');
        }
        out.extend(line.chars().map(|char| match char {
            '\t' => ' ',
            char => visible(char),
        }));
    }
    Cow::Owned(out)
}

/// A character as it is shown: U+FFFD in place of one that nobody would see.
pub(crate) fn visible(char: char) -> char {
    if is_seen(char) { char } else { '\u{fffd}' }
}

/// Whether a character is seen, and does nothing else to what is around it. Not seen are control
/// characters, separators of lines, everything that changes the direction of writing, tags, and what
/// takes no room. Joiners and selectors of variants are let through: some scripts cannot be written
/// without them.
pub(crate) fn is_seen(char: char) -> bool {
    let unseen = matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}');
    !unseen && !char.is_control()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(phrase: &Phrase) -> String {
        phrase.escaped(String::push_str)
    }

    #[test]
    fn phrases_are_put_together() {
        let name = Phrase::code("a");
        let phrase = phrase![
            "drop ",
            &name,
            ", in ",
            Phrase::counted(2, "step"),
            Untrusted::from("\n")
        ];
        assert_eq!(shown(&phrase), "drop `a`, in 2 steps");
        let list = |items: &[&'static str]| shown(&Phrase::list(items.iter().copied(), "and"));
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(
            serde_json::to_string(&phrase).unwrap(),
            r#""drop `a`, in 2 steps\n""#
        );
    }

    #[test]
    fn texts_of_files_come_out_on_one_line() {
        let cases = [
            ("First.\n\nSecond.\n", "First. Second."),
            ("one\r\ntwo\rthree", "one two three"),
            ("\n  moved in \n\t again\t\n", "  moved in again"),
            ("a\tb", "a b"),
            ("two  blanks", "two  blanks"),
            ("\u{1b}[31m\u{202e}", "\u{fffd}[31m\u{fffd}"),
            (
                "\u{200f}\u{61c}\u{ad}\u{e0041}",
                "\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("", ""),
        ];
        for (text, line) in cases {
            assert_eq!(
                Untrusted::from(text).escaped(String::push_str),
                line,
                "{text:?}"
            );
        }
    }

    #[test]
    fn the_escape_of_a_format_sees_every_piece_of_a_file() {
        let text = phrase!["<", Untrusted::from("<b>"), Phrase::name("n"), ">"];
        assert_eq!(
            text.escaped(|out, text| *out += &text.replace('<', "&lt;")),
            "<&lt;b>n>"
        );
    }

    proptest! {
        #[test]
        fn nothing_unseen_is_shown(text in any::<String>()) {
            let shown = Untrusted::from(text).escaped(String::push_str);
            prop_assert!(shown.chars().all(|char| visible(char) == char));
        }
    }
}
