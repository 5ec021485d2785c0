//! The little of XML that is needed: elements, attributes, texts.

use std::fmt::Write as _;

use crate::text::phrase::is_seen;

/// An XML document in lines.
pub(super) struct Xml {
    out: String,
    /// The names of the elements that are open.
    open: Vec<&'static str>,
}

/// The value of an attribute.
pub(super) type Attribute<'a> = (&'static str, &'a str);

impl Xml {
    pub(super) fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            open: Vec::new(),
        }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            let _ = writeln!(self.out, "</{name}>");
        }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.out.push_str("/>\n");
    }

    /// An element with a text alone.
    pub(super) fn text(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.tag(name, attributes);
        self.out.push('>');
        escape(&mut self.out, text, false);
        let _ = writeln!(self.out, "</{name}>");
    }

    /// The whole document.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn tag(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.indent();
        let _ = write!(self.out, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.out, " {attribute}=\"");
            escape(&mut self.out, value, true);
            self.out.push('"');
        }
    }

    fn indent(&mut self) {
        for _ in &self.open {
            self.out.push_str("  ");
        }
    }
}

/// Adds a text that a reader gets back as it is, but for characters that are not seen, some of which
/// XML cannot hold: these are U+FFFD. A reader makes a blank of a line break in an attribute, so it
/// stands there by its number.
fn escape(out: &mut String, text: &str, is_attribute: bool) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' if !is_attribute => out.push(char),
            '\n' | '\t' => {
                let _ = write!(out, "&#{};", u32::from(char));
            }
            char if is_seen(char) && !matches!(char, '\u{fffe}' | '\u{ffff}') => out.push(char),
            _ => out.push('\u{fffd}'),
        }
    }
}
