//! Rewriting the names of earlier editions in a proposal, and nothing else.

use std::ops::Range;

use super::edit::{refusal, says_the_same};
use super::page::Page;
use super::statement::word;
use super::{Proposal, read};
use crate::policy::Vocabulary;
use crate::text::{Diagnostic, Rewritten, Source, Span, spliced};

/// The text of a proposal with the names of this edition, and with its own edition if it names one
/// that it has nothing left of; `None` if there is nothing to replace.
///
/// # Errors
///
/// `edit/layout` if the layout does not allow it, as where one stretch of the text stands for several
/// provisions by an alias.
pub fn migrated(
    proposal: &Proposal,
    vocabulary: &Vocabulary,
) -> Result<Option<Rewritten>, Box<Diagnostic>> {
    let outdated = &proposal.outdated;
    let text = proposal.source.text();
    let mut stretches: Vec<(Range<usize>, String)> = (outdated.renames())
        .filter_map(|former| replacement(text, former.span, &former.old, &former.new))
        .collect();
    if let (Some(edition), Some(old)) = (outdated.next_edition(), &outdated.written_for) {
        let (old_digits, new) = (old.value.to_string(), edition.to_string());
        stretches.extend(replacement(text, old.span, &old_digits, &new));
    }
    // What stands under an anchor is met again at each of its aliases.
    stretches.sort_by(|one, other| (one.0.start, &one.1).cmp(&(other.0.start, &other.1)));
    stretches.dedup();
    if stretches.is_empty() {
        return Ok(None);
    }
    let rewritten = spliced(text, stretches);
    let is_as_meant = |rewritten: &Rewritten| {
        let source = Source::new(proposal.source.name(), rewritten.text.as_str());
        read(&source, vocabulary).is_ok_and(|after| {
            let is_done = after.outdated.renames().next().is_none();
            is_done && says_the_same(proposal, &after, vocabulary)
        })
    };
    // Reads the new text back: if it says anything else, nothing is rewritten.
    match rewritten.filter(is_as_meant) {
        Some(rewritten) => Ok(Some(rewritten)),
        None => Err(Box::new(refusal(
            proposal,
            Page::new(&proposal.source).as_ref(),
        ))),
    }
}

/// What to write for a word: inside its quotes if it has some. An alias stays; what it stands for is
/// replaced.
pub(super) fn replacement(
    text: &str,
    span: Span,
    old: &str,
    new: &str,
) -> Option<(Range<usize>, String)> {
    let written = text.get(span.start..span.end)?;
    if written.starts_with('*') {
        return None;
    }
    let new = if written.contains(['"', '\'']) {
        new.to_owned()
    } else {
        word(new)
    };
    let range = match written.find(old) {
        Some(at) => span.start + at..span.start + at + old.len(),
        None => span.start..span.start + written.trim_end().len(),
    };
    Some((range, new))
}
