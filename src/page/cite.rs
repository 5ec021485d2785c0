//! Citations held against copies of their sources, as a page.

use super::block::{Page, Paragraph};
use crate::answer::{CiteAnswer, Cites, LocatedAnswer, LocatedState, NearAnswer};
use crate::phrase;
use crate::text::Phrase;

/// Each source of a policy, with what was found in its copy.
#[must_use]
pub fn cite(cites: &Cites) -> Page {
    let mut page = Page::default();
    for source in &cites.sources {
        add(source, &mut page);
    }
    page
}

fn add(source: &CiteAnswer, page: &mut Page) {
    let name = Phrase::name(&source.source);
    let mut say = |depth: usize, text: Phrase| page.push(Paragraph::new(depth, text));
    let Some(copy) = &source.copy else {
        return say(0, phrase![name, ": not checked, no copy given"]);
    };
    say(0, phrase![name, ": ", copy.paragraphs, " paragraphs"]);
    match copy.same_text {
        Some(true) => say(0, "sha256 fits: this is the text that was coded".into()),
        Some(false) => say(0, "sha256 DOES NOT FIT: this copy has".into()),
        None => say(0, "the policy gives no sha256; this copy has".into()),
    }
    if copy.same_text != Some(true) {
        say(1, Phrase::value(&copy.sha256));
    }
    for located in &copy.citations {
        say(1, citation(located));
        say(2, state(located));
        if let Some(near) = &located.near {
            let place = phrase!["nearest, in paragraph ", near.paragraph];
            say(2, phrase![place, ": \"", &near.passage, "\""]);
            say(2, difference(near));
        }
    }
    if copy.paragraphs == 0 {
        say(0, "the copy is empty".into());
    } else if copy.uncited.is_empty() {
        say(0, "every paragraph is cited".into());
    } else {
        let none = "cited by no prerequisite or warning: paragraph ";
        say(0, phrase![none, numbers(&copy.uncited)]);
    }
}

/// `name: paragraph 3 "words" (as gloss)`.
fn citation(located: &LocatedAnswer) -> Phrase {
    let mut text = phrase![Phrase::name(&located.by), ": "];
    text = match (located.paragraph, &located.at) {
        (Some(number), _) => phrase![text, "paragraph ", number],
        (None, Some(at)) => text.with(at),
        (None, None) => text,
    };
    if let Some(words) = &located.words {
        text = phrase![text, " \"", words, "\""];
    }
    text.with(if located.gloss { " (as gloss)" } else { "" })
}

/// Where a near passage first differs from what is cited.
fn difference(near: &NearAnswer) -> Phrase {
    if near.copy.is_empty() && near.cited.is_empty() {
        "it has other signs between its words".into()
    } else if near.copy.is_empty() {
        phrase!["it lacks \"", &near.cited, "\""]
    } else if near.cited.is_empty() {
        phrase!["it has also \"", &near.copy, "\""]
    } else {
        phrase!["it has \"", &near.copy, "\" for \"", &near.cited, "\""]
    }
}

fn state(located: &LocatedAnswer) -> Phrase {
    match located.found {
        LocatedState::Found => "found".into(),
        LocatedState::Unchecked => "no words to look for".into(),
        LocatedState::NoSuchParagraph => "NO SUCH PARAGRAPH".into(),
        LocatedState::NotFound => "NOT FOUND".into(),
        LocatedState::Elsewhere => {
            let there = "NOT THERE, but in paragraph ";
            phrase![there, numbers(&located.elsewhere)]
        }
    }
}

fn numbers(numbers: &[usize]) -> Phrase {
    Phrase::joined(numbers.iter().copied(), ", ")
}
