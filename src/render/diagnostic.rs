//! Diagnostics, and places in two files side by side, in the manner of a compiler.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Style;
use super::facts::Gap;
use super::layout::options;
use super::words::harmless;
use crate::text::Place;
use crate::text::{Diagnostic, Severity};

/// The most characters of a line that are shown around a place.
const ROOM: usize = 60;

/// Columns of a page, and those before a line of source.
const PAGE: usize = 80;
const MARGIN: usize = 7;

/// A diagnostic with its lines of source, for a terminal.
#[must_use]
pub fn diagnostic(diagnostic: &Diagnostic, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    // `warning[lint/implied]: ` comes before.
    let before = "warning[]: ".len() + diagnostic.code.len();
    let title = level
        .primary_title(wrapped(&diagnostic.message, before))
        .id(diagnostic.code);
    let labels: Vec<Excerpt> = diagnostic
        .labels
        .iter()
        .map(|label| Excerpt::new(&label.place, &label.text))
        .collect();
    let mut group = title.elements(labels.iter().enumerate().map(|(index, excerpt)| {
        excerpt.snippet(if index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        })
    }));
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(wrapped(help, MARGIN + "= help: ".len())));
    }
    let mut out = renderer(style).render(&[group]);
    out.push('\n');
    out
}

/// A message broken into lines that fit the page beside what comes before it.
fn wrapped(message: &str, before: usize) -> String {
    textwrap::wrap(&harmless(message), options(PAGE - before)).join("\n")
}

/// The same in sentences, for a screen reader.
#[must_use]
pub fn plain_diagnostic(diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    let mut out = format!(
        "{severity} {}: {}.\n",
        diagnostic.code,
        harmless(&diagnostic.message)
    );
    for label in &diagnostic.labels {
        let said = if label.text.is_empty() {
            String::new()
        } else {
            format!(": {}", harmless(&label.text))
        };
        let _ = writeln!(out, "{}{said}.", spoken(&label.place));
    }
    for help in &diagnostic.help {
        let end = if help.ends_with('?') { "" } else { "." };
        let _ = writeln!(out, "Help: {}{end}", harmless(help));
    }
    out
}

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
