//! What became of the layout of texts, as pages.

use super::block::{Block, Heading, Page, Paragraph};
use super::shared::patch;
use crate::answer::{LayoutAnswer, Layouts};
use crate::phrase;
use crate::text::Phrase;

/// The lines of one text that differ.
#[must_use]
pub fn layout_patch(answer: &LayoutAnswer) -> Page {
    let mut page = Page::default().with(Heading::new(phrase![&answer.file]));
    page.push(Block::Patch(patch(&answer.patch)));
    page
}

/// Which texts were rewritten or would be, and how many of all.
#[must_use]
pub fn layouts(all: &Layouts) -> Page {
    let mut page = Page::titled("The layout of files");
    for answer in all.texts.iter().filter(|answer| answer.text.is_some()) {
        let word = if answer.written {
            "rewritten: "
        } else {
            "to be rewritten: "
        };
        page.push(Paragraph::new(0, phrase![word, &answer.file]));
    }
    let written = all.texts.iter().filter(|answer| answer.written).count();
    let stay = all.texts.iter().filter(|answer| answer.text.is_none());
    let stay = stay.count();
    let counts = [
        (written, "rewritten"),
        (all.texts.len() - written - stay, "to be rewritten"),
        (stay, "with nothing to change"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, what)| phrase![count, " ", what]);
    let texts = Phrase::counted(all.texts.len() as u64, "text");
    let text = phrase![texts, ": ", Phrase::joined(counts, ", ")];
    page.push(Paragraph::new(0, text));
    page
}
