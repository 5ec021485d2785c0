//! The next version of a proposal: its text to go on from, under another name.

use std::ops::Range;

use super::edit::{claims, refusal};
use super::page::{Entry, Page};
use super::statement::scalar;
use super::{Proposal, read};
use crate::policy::Vocabulary;
use crate::text::{Diagnostic, Source, spliced};

/// What a proposal says of itself, and not of the next version.
const OF_ITSELF: [&str; 4] = ["version", "date", "status", "outcome"];

/// The text of a proposal under another name, which supersedes the former one. What spoke of the former
/// text alone, such as its date, becomes a comment; everything else stays as it is, layout and comments
/// included. These lines, comments on further terms, stand below the provisions.
///
/// # Errors
///
/// `edit/layout` if the layout does not allow it, as where the provisions stand in brackets.
pub fn renewed(
    proposal: &Proposal,
    vocabulary: &Vocabulary,
    name: &str,
    comments: &[String],
) -> Result<String, Box<Diagnostic>> {
    let page = Page::new(&proposal.source);
    let text = (page.as_ref())
        .and_then(|page| spliced(page.text, changes(page, proposal, name, comments)?))
        .map(|rewritten| rewritten.text);
    // Reads the new text back: it has to say the same of every term.
    text.filter(|text| goes_on(text, proposal, vocabulary, name))
        .ok_or_else(|| Box::new(refusal(proposal, page.as_ref())))
}

fn goes_on(text: &str, before: &Proposal, vocabulary: &Vocabulary, name: &str) -> bool {
    let source = Source::new(before.source.name(), text);
    read(&source, vocabulary).is_ok_and(|after| {
        after.id == name
            && after.supersedes == [before.id.as_str()]
            && after.sources == before.sources
            && (vocabulary.ids())
                .all(|term| claims(before.provision(term)) == claims(after.provision(term)))
    })
}

type Changes = Vec<(Range<usize>, String)>;

fn changes(
    page: &Page<'_>,
    proposal: &Proposal,
    name: &str,
    comments: &[String],
) -> Option<Changes> {
    let top = page.entries(&page.root);
    let find = |wanted: &str| top.iter().find(|(key, _)| key.value == wanted);
    let after = |(key, node): &Entry| {
        let colon = page.after_colon(key)?;
        Some(colon..page.end(node).max(colon))
    };
    let mut changes = Changes::new();
    let called = find("proposal")?;
    changes.push((after(called)?, format!(" {}", scalar(name))));
    let former = scalar(&proposal.id);
    match find("supersedes") {
        Some(entry) => changes.push((after(entry)?, format!(" {former}"))),
        None => {
            let end = page.end_of_lines(called);
            let line = format!("{}supersedes: {former}", page.line_break);
            changes.push((end..end, line));
        }
    }
    for entry in OF_ITSELF.iter().filter_map(|key| find(key)) {
        let lines = page.line_start(entry.0.span.start)..page.end_of_lines(entry);
        changes.extend(line_starts(page.text, lines).map(|at| (at..at, "# ".to_owned())));
    }
    let provisions = find("provisions")?;
    let last = page.entries(&provisions.1).last();
    // In brackets a term could not be stated by taking the mark of its comment away.
    let has_lines = last.is_some() && !page.in_brackets(&provisions.1);
    if page.in_brackets(&page.root) || !has_lines && !comments.is_empty() {
        return None;
    }
    let indent = last.map_or("", |(key, _)| page.indent(key));
    let end = page.end_of_lines(last.unwrap_or(provisions));
    let lines = comments.iter().map(|line| {
        let indent = if line.is_empty() { "" } else { indent };
        [page.line_break, indent, line].concat()
    });
    changes.push((end..end, lines.collect()));
    Some(changes)
}

/// Where the lines of a stretch begin.
fn line_starts(text: &str, stretch: Range<usize>) -> impl Iterator<Item = usize> {
    let written = text.get(stretch.clone()).unwrap_or_default();
    let breaks = written.match_indices('\n');
    let later = breaks.map(move |(at, _)| stretch.start + at + 1);
    std::iter::once(stretch.start).chain(later)
}
