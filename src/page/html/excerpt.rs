//! Places in files: the line that each stands in, with the words that are meant.

use std::ops::Range;

use maud::{Markup, html};

use super::{At, seen};
use crate::page::block::Mark;
use crate::text::Untrusted;

/// The places, each with its line.
pub(super) fn excerpt(marks: &[Mark], at: &At<'_>) -> Markup {
    html! { @if !marks.is_empty() { div.places { @for mark in marks { (figure(mark, at)) } } } }
}

fn figure(mark: &Mark, at: &At<'_>) -> Markup {
    let (file, line, _) = mark.position();
    let text = mark.place.source.text();
    let [before, words, after] = parts(text, mark.place.span.start..mark.place.span.end);
    html! {
        figure {
            figcaption {
                (seen(&file)) ", line " (line)
                @if !mark.says.is_empty() { ": " (at.phrase(&mark.says)) }
            }
            pre { code { (before) mark { (words) } (after) } }
        }
    }
}

/// The line in which a stretch begins: what stands before it, the stretch as far as the line goes, and
/// what stands behind it.
fn parts(text: &str, stretch: Range<usize>) -> [String; 3] {
    let is_break = |char: char| matches!(char, '\n' | '\r');
    let start = stretch.start.min(text.len());
    let from = text[..start].rfind(is_break).map_or(0, |at| at + 1);
    let to = text[start..]
        .find(is_break)
        .map_or(text.len(), |at| start + at);
    let end = stretch.end.clamp(start, to);
    let part = |range: Range<usize>| seen(&Untrusted::from(text.get(range).unwrap_or_default()));
    [part(from..start), part(start..end), part(end..to)]
}
