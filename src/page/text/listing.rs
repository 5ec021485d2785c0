//! Lines of a file with marks beside them.

use anstyle::Style;

use super::lines::{Lead, columns, cut};
use super::{Layout, paint};
use crate::page::block::{LineMark, ListedLine, Listing};

impl Layout {
    /// The key, then the lines of the file as they are. They are not wrapped; what is too long is cut.
    pub(super) fn listing(&mut self, listing: &Listing) {
        let key: Vec<String> = (listing.key.iter())
            .map(|mark| format!("{} {}", mark.sign, mark.word))
            .collect();
        let of = listing.columns.join(", then ");
        let key = format!("{}; {of}", key.join(", "));
        (self.lines).wrapped(Lead::default(), &key, Style::new(), 2);
        let widest = listing.lines.last().map_or(0, |line| line.number);
        let digits = widest.to_string().len();
        for line in &listing.lines {
            self.listed(line, (digits, listing.columns.len()));
        }
    }

    fn listed(&mut self, line: &ListedLine, (digits, marks): (usize, usize)) {
        let number = format!("{:>digits$} ", line.number);
        let text = line.text.escaped(String::push_str);
        let used = columns(&number) + marks + 1;
        let text = cut(&text, self.lines.width.saturating_sub(used));
        let signs: String = if line.marks.is_empty() {
            " ".repeat(marks)
        } else {
            let sign = |mark: &LineMark| self.lines.paint(paint(mark.tone), &mark.sign.to_string());
            line.marks.iter().map(sign).collect()
        };
        let style = if line.marks.is_empty() {
            Style::new().dimmed()
        } else {
            Style::new()
        };
        let text = self.lines.paint(style, text.trim_end());
        self.lines.line(&format!("{number}{signs} {text}"));
    }
}
