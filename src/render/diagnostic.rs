//! Diagnostics, and places in two files side by side, in the manner of a compiler.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Style;
use super::facts::Gap;
use super::words::harmless;
use crate::text::Place;

/// The most characters of a line that are shown around a place.
const ROOM: usize = 60;

/// Columns of a page, and those before a line of source.
const PAGE: usize = 80;
const MARGIN: usize = 7;

/// `File a.yaml, line 7, column 3`.
pub(super) fn spoken(place: &Place) -> String {
    let (line, column) = place.source.line_and_column(place.span.start);
    format!(
        "File {}, line {line}, column {column}",
        harmless(place.source.name())
    )
}

/// A provision and the line of the policy that it does not fit.
pub(super) fn gap(gap: &Gap, style: Style) -> String {
    let proposal = Excerpt::new(&gap.proposal, &gap.proposal_says);
    let policy = Excerpt::new(&gap.policy, &gap.policy_says);
    let group = Group::with_level(Level::NOTE)
        .element(proposal.snippet(AnnotationKind::Primary))
        .element(policy.snippet(AnnotationKind::Context));
    let mut out = renderer(style).render(&[group]);
    out.push('\n');
    out
}

fn renderer(style: Style) -> Renderer {
    let renderer = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.term_width(style.width)
}

/// One line of a source around a place.
struct Excerpt {
    name: String,
    line: String,
    number: usize,
    marked: Range<usize>,
    label: String,
}

impl Excerpt {
    fn new(place: &Place, label: &str) -> Self {
        let text = place.source.text();
        // The mark that some systems put before a text is none of it.
        let first = text.len() - text.trim_start_matches('\u{feff}').len();
        let start = floor(text, place.span.start).max(first);
        let from = text[..start].rfind('\n').map_or(first, |at| at + 1);
        let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = floor(text, place.span.end).clamp(start, to);
        let mut excerpt = Self {
            name: harmless(place.source.name()),
            line: String::new(),
            number: place.source.line_and_column(start).0,
            marked: 0..0,
            label: harmless(label),
        };
        excerpt.cut(&text[from..to], start - from..end - from);
        // A label that would run past the page is left to what is said below it.
        if excerpt.marked.end + excerpt.label.chars().count() + MARGIN > PAGE {
            excerpt.label.clear();
        }
        excerpt
    }

    /// Keeps the part of a long line around the mark.
    fn cut(&mut self, line: &str, mark: Range<usize>) {
        let from = floor(
            line,
            mark.start
                .saturating_sub(if line.len() > ROOM { 20 } else { ROOM }),
        );
        let to = floor(
            line,
            (from + ROOM)
                .max(mark.end.min(mark.start + ROOM))
                .min(line.len()),
        );
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < line.len() { "…" } else { "" };
        // The parts one by one, since what is shown may be longer than what was written.
        let end = mark.end.min(to);
        let shown = |part: &str| harmless(&part.replace('\r', "").replace('\t', " "));
        self.line = format!("{lead}{}", shown(&line[from..mark.start]));
        let start = self.line.len();
        self.line += &shown(&line[mark.start..end]);
        self.marked = start..self.line.len();
        self.line += &shown(&line[end..to]);
        self.line += tail;
    }

    fn snippet(&self, kind: AnnotationKind) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let annotation = kind.span(self.marked.clone());
        let annotation = if self.label.is_empty() {
            annotation
        } else {
            annotation.label(&self.label)
        };
        Snippet::source(&self.line)
            .path(&self.name)
            .line_start(self.number)
            .annotation(annotation)
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
