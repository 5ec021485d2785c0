//! Places in files with their lines, in the manner of a compiler.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};

use super::lines::{Lead, Lines, columns, wrap};
use crate::page::block::{Mark, Notice};
use crate::text::phrase::visible;
use crate::text::{Phrase, Severity};

/// Columns before a line of source.
const MARGIN: usize = 7;
/// Columns that the part of a long line leaves free for the margin and a label.
const FREE: usize = 20;
/// The fewest columns in which a message stands beside its code.
const BESIDE: usize = 24;

/// How excerpts are drawn.
#[derive(Clone, Copy)]
pub(super) struct Drawing {
    pub width: usize,
    pub colour: bool,
}

impl Drawing {
    /// Something said about an input, with its lines of source and a line break at its end.
    pub fn notice(self, notice: &Notice) -> String {
        let level = match notice.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        // `warning[lint/implied]: ` comes before.
        let before = "warning[]: ".len() + notice.code.name().len();
        let beside = self.width >= before + BESIDE;
        let mut head = String::new();
        let group = if beside {
            let message = self.wrapped(&notice.message, before);
            Group::with_title(level.primary_title(message).id(notice.code.name()))
        } else {
            head = self.head(notice);
            Group::with_level(level)
        };
        let excerpts = self.excerpts(&notice.marks);
        let mut group = group.elements(snippets(&excerpts));
        for label in self.left_over(&excerpts) {
            group = group.element(Level::NOTE.message(label));
        }
        for help in &notice.help {
            let help = self.wrapped(help, MARGIN + "= help: ".len());
            group = group.element(Level::HELP.message(help));
        }
        let nothing_else = !beside && excerpts.is_empty() && notice.help.is_empty();
        if nothing_else {
            head
        } else {
            head + &self.render(group)
        }
    }

    /// The code, and the message below it, where they have too little room beside each other.
    fn head(self, notice: &Notice) -> String {
        let (word, colour) = match notice.severity {
            Severity::Error => ("error", AnsiColor::BrightRed),
            Severity::Warning => ("warning", AnsiColor::Yellow),
        };
        let mut lines = Lines::new(self.width, self.colour);
        let code = format!("{word}[{}]:", notice.code);
        let code = lines.paint(colour.on_default().bold(), &code);
        lines.line(&code);
        let lead = Lead {
            indent: 2,
            column: 2,
            ..Lead::default()
        };
        let message = notice.message.escaped(String::push_str);
        lines.wrapped(lead, &message, Style::new().bold(), 2);
        lines.into_text()
    }

    /// Places that do not fit together, the main one first.
    pub fn excerpt(self, marks: &[Mark]) -> String {
        let excerpts = self.excerpts(marks);
        let mut group = Group::with_level(Level::NOTE).elements(snippets(&excerpts));
        for label in self.left_over(&excerpts) {
            group = group.element(Level::NOTE.message(label));
        }
        self.render(group)
    }

    /// Labels that have no room beside their marks.
    fn left_over(self, excerpts: &[Excerpt]) -> impl Iterator<Item = String> {
        let over = excerpts.iter().filter(|excerpt| !excerpt.fits);
        over.map(move |excerpt| self.wrapped_text(&excerpt.label, MARGIN + "= note: ".len()))
    }

    fn excerpts(self, marks: &[Mark]) -> Vec<Excerpt> {
        let each = |mark: &Mark| Excerpt::new(mark, self.width);
        marks.iter().map(each).collect()
    }

    fn render(self, group: Group<'_>) -> String {
        let renderer = if self.colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut out = renderer.term_width(self.width).render(&[group]);
        out.push('\n');
        out
    }

    /// A text broken into lines that fit beside what comes before it.
    fn wrapped(self, text: &Phrase, before: usize) -> String {
        self.wrapped_text(&text.escaped(String::push_str), before)
    }

    fn wrapped_text(self, text: &str, before: usize) -> String {
        wrap(text, self.width.saturating_sub(before), 0, 0).join("\n")
    }
}

fn snippets(
    excerpts: &[Excerpt],
) -> impl Iterator<Item = Snippet<'_, annotate_snippets::Annotation<'_>>> {
    excerpts.iter().enumerate().map(|(index, excerpt)| {
        excerpt.snippet(if index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        })
    })
}

/// One line of a source around a place.
struct Excerpt {
    name: String,
    line: String,
    number: usize,
    marked: Range<usize>,
    label: String,
    /// Whether the label fits beside the mark.
    fits: bool,
}

impl Excerpt {
    fn new(mark: &Mark, width: usize) -> Self {
        let place = &mark.place;
        let text = place.source.text();
        // The mark that some systems put before a text is none of it.
        let first = text.len() - text.trim_start_matches('\u{feff}').len();
        let start = floor(text, place.span.start).max(first);
        let from = text[..start].rfind('\n').map_or(first, |at| at + 1);
        let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = floor(text, place.span.end).clamp(start, to);
        let mut excerpt = Self {
            name: mark.position().0.escaped(String::push_str),
            line: String::new(),
            number: place.source.line_and_column(start).0,
            marked: 0..0,
            label: mark.says.escaped(String::push_str),
            fits: true,
        };
        let room = width.saturating_sub(FREE);
        excerpt.cut(&text[from..to], start - from..end - from, room);
        let end = excerpt.marked.end + columns(&excerpt.label);
        excerpt.fits = excerpt.label.is_empty() || end + MARGIN <= width;
        excerpt
    }

    /// Keeps the part of a long line around the mark.
    fn cut(&mut self, line: &str, mark: Range<usize>, room: usize) {
        let before = if line.len() > room { room / 3 } else { room };
        let from = floor(line, mark.start.saturating_sub(before));
        let last = mark.end.min(mark.start + room);
        let to = floor(line, (from + room).max(last).min(line.len()));
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < line.len() { "…" } else { "" };
        // The parts one by one, since what is shown may be longer than what was written.
        let end = mark.end.min(to);
        self.line = format!("{lead}{}", seen(&line[from..mark.start]));
        let start = self.line.len();
        self.line += &seen(&line[mark.start..end]);
        self.marked = start..self.line.len();
        self.line += &seen(&line[end..to]);
        self.line += tail;
    }

    fn snippet(&self, kind: AnnotationKind) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let annotation = kind.span(self.marked.clone());
        // A label that would run past the page is left to what is said below it.
        let annotation = if self.fits && !self.label.is_empty() {
            annotation.label(&self.label)
        } else {
            annotation
        };
        Snippet::source(&self.line)
            .path(&self.name)
            .line_start(self.number)
            .annotation(annotation)
    }
}

/// A part of a line of source as it is shown.
fn seen(part: &str) -> String {
    let chars = part.chars().filter(|char| *char != '\r');
    chars
        .map(|char| if char == '\t' { ' ' } else { visible(char) })
        .collect()
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
