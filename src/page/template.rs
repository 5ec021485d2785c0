//! A proposal to fill in: every term of a vocabulary, explained in comments.
//!
//! Lines that begin with `##` explain; a line that begins with `#` is to be filled in. So an editor's
//! key for comments takes the one mark away and leaves the explanations alone.

use super::block::{Fact, Heading, Page, Paragraph};
use super::{Text, Writer as _, show};
use crate::answer::{TermShown, VocabularyShown};
use crate::phrase;
use crate::proposal::scalar;
use crate::text::Phrase;

/// The columns of explanations, without their mark and the indentation.
const WIDTH: usize = 76;
/// Before each line of an explanation.
const MARK: &str = "##";

/// The text of a proposal that says nothing yet. `first` are policies whose terms come first, each with
/// what asks for it; if there are none, the terms stand in the vocabulary's order.
#[must_use]
pub fn template(name: &str, vocabulary: &VocabularyShown, first: &[&str]) -> String {
    let mut lines = explained(&introduction(vocabulary));
    lines.extend([String::new(), format!("proposal: {}", scalar(name))]);
    lines.push("title: A draft".to_owned());
    lines.extend(
        [
            "authors: [Name]",
            "date: YYYY-MM-DD",
            "status: working draft",
        ]
        .map(to_fill_in),
    );
    let seen = "How much of the text was seen: full, near_full, partial or reporting_only.";
    lines.extend(explained(&Page::default().with(Paragraph::new(0, seen))));
    lines.push(to_fill_in("coverage: full"));
    let unlisted =
        "Of a text that was seen whole: whatever is not stated below, it does not mention.";
    lines.extend(explained(
        &Page::default().with(Paragraph::new(0, unlisted)),
    ));
    lines.push(to_fill_in("unlisted: silent"));
    lines.push(format!("edition: {}", vocabulary.edition));
    let grades = "What the provisions are taken from. A source of grade A is official or specialist, of \
                  B established press, of C an aggregator or a partisan copy.";
    lines.extend(explained(&Page::default().with(Paragraph::new(0, grades))));
    lines.push(to_fill_in("sources:"));
    let source = "  s1: {title: The text, url: \"https://example.org\", grade: A}";
    lines.push(to_fill_in(source));
    lines.extend([String::new(), "provisions:".to_owned()]);
    let all: Vec<&TermShown> = vocabulary.terms.iter().collect();
    let indented = terms(&all, first).into_iter().map(|line| {
        let indent = if line.is_empty() { "" } else { "  " };
        format!("{indent}{line}")
    });
    lines.extend(indented);
    lines.join("\n") + "\n"
}

/// The lines for some terms, as comments.
#[must_use]
pub fn terms(terms: &[&TermShown], first: &[&str]) -> Vec<String> {
    let (asked, others): (Vec<&TermShown>, Vec<&TermShown>) =
        (terms.iter()).partition(|term| !first.is_empty() && !term.asked_by.is_empty());
    let mut lines = Vec::new();
    for (title, group) in [(asked_title(first), asked), (others_title(first), others)] {
        if !first.is_empty() && !group.is_empty() {
            lines.push(String::new());
            lines.extend(explained(&Page::default().with(Paragraph::new(0, title))));
        }
        for section in group.chunk_by(|one, other| one.section == other.section) {
            if let Some(title) = section.first().and_then(|term| term.section.as_ref()) {
                lines.push(String::new());
                let title = phrase!["== ", title, " =="];
                lines.extend(explained(&Page::default().with(Heading::new(title))));
            }
            for term in section {
                lines.push(String::new());
                lines.extend(explained(&explanation(term, !first.is_empty())));
                lines.push(to_fill_in(&format!("{}:", scalar(&term.id))));
            }
        }
    }
    lines
}

fn asked_title(first: &[&str]) -> Phrase {
    let names = Phrase::list(first.iter().map(|name| Phrase::name(*name)), "and");
    phrase!["Terms asked about in ", names, ":"]
}

fn others_title(first: &[&str]) -> Phrase {
    let names = Phrase::list(first.iter().map(|name| Phrase::name(*name)), "or");
    phrase!["Terms not asked about in ", names, ":"]
}

fn introduction(vocabulary: &VocabularyShown) -> Page {
    let vocabulary = phrase![
        "A proposal over the vocabulary ",
        Phrase::name(&vocabulary.id),
        ", edition ",
        vocabulary.edition,
        ". Lines with two marks explain. To state a term, take the one mark before it away and write what \
         the text says after the colon:"
    ];
    let forms = [
        "term: value",
        "term: silent",
        "term: {any of: [value, other]}",
        "term: {at least: value}",
        "term: {value: value, at: article 5, quote: the words, source: s1}",
    ];
    let end = "A term that stays a comment is not established: every value of it counts as possible. \
               `silent` says that the text was read and says nothing of the term.";
    let mut page = Page::default().with(Paragraph::new(0, vocabulary));
    for form in forms {
        page.push(Paragraph::new(1, form));
    }
    page.with(Paragraph::new(0, end))
}

/// What `servanda show` says of a term, as far as it helps to choose a value.
fn explanation(term: &TermShown, asked: bool) -> Page {
    let mut page = Page::default().with(show::term_heading(term));
    let mut facts: Vec<Fact> = show::meaning(term);
    if asked && !term.asked_by.is_empty() {
        facts.extend(show::asked_by_all(term));
    }
    facts.extend(show::notes(&term.notes));
    page.facts(facts);
    page
}

/// A line that counts once its mark is taken away.
fn to_fill_in(line: &str) -> String {
    format!("# {line}")
}

/// A page as lines of comments.
fn explained(page: &Page) -> Vec<String> {
    let text = Text::new(WIDTH, false).show(page);
    let lines = text.lines();
    lines
        .map(|line| format!("{MARK} {line}").trim_end().to_owned())
        .collect()
}
