//! Replacing stretches of a text, and which lines differ then.

use std::ops::Range;

use super::source::{Span, lines};

/// Lines that took the place of others; both are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// In the text as it was.
    pub old: Range<usize>,
    /// In the text as it is now.
    pub new: Range<usize>,
}

/// A text as rewritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// All of it.
    pub text: String,
    /// The lines that differ, in file order.
    pub hunks: Vec<Hunk>,
}

/// A text in which stretches are replaced by others; `None` if two stretches overlap or one is none of
/// the text. Of stretches that begin and end together, the first comes first.
pub(crate) fn spliced(text: &str, mut stretches: Vec<(Range<usize>, String)>) -> Option<Rewritten> {
    stretches.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut new, mut from, mut replaced) = (String::new(), 0, Vec::new());
    for (range, with) in stretches {
        new.push_str(text.get(from..range.start)?);
        from = range.end;
        let start = new.len();
        new.push_str(&with);
        replaced.push([range, start..new.len()]);
    }
    new.push_str(text.get(from..)?);
    let hunks = hunks(text, &new, &replaced);
    Some(Rewritten { text: new, hunks })
}

/// The lines that differ, from the bytes that were replaced by others, in their order.
fn hunks(old: &str, new: &str, replaced: &[[Range<usize>; 2]]) -> Vec<Hunk> {
    let (old_lines, new_lines) = (lines(old), lines(new));
    let mut all: Vec<Hunk> = Vec::new();
    for [from, to] in replaced {
        let (old, new) = (touched(&old_lines, from), touched(&new_lines, to));
        match all.last_mut() {
            Some(last) if old.start < last.old.end => {
                last.old.end = last.old.end.max(old.end);
                last.new.end = last.new.end.max(new.end);
            }
            _ => all.push(Hunk { old, new }),
        }
    }
    for hunk in &mut all {
        let same = |at: usize, now: usize| {
            let (at, now) = (old_lines[at], new_lines[now]);
            old[at.start..at.end] == new[now.start..now.end]
        };
        let some = |hunk: &Hunk| !hunk.old.is_empty() && !hunk.new.is_empty();
        while some(hunk) && same(hunk.old.start, hunk.new.start) {
            hunk.old.start += 1;
            hunk.new.start += 1;
        }
        while some(hunk) && same(hunk.old.end - 1, hunk.new.end - 1) {
            hunk.old.end -= 1;
            hunk.new.end -= 1;
        }
    }
    all.retain(|hunk| !hunk.old.is_empty() || !hunk.new.is_empty());
    all
}

/// The lines in which bytes lie, those included where a stretch begins or ends.
fn touched(lines: &[Span], bytes: &Range<usize>) -> Range<usize> {
    let line_of = |at: usize| {
        lines
            .partition_point(|line| line.start <= at)
            .saturating_sub(1)
    };
    line_of(bytes.start)..line_of(bytes.end) + 1
}
