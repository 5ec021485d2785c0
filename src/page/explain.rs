//! The pages of diagnostic codes.

use super::block::{Block, Heading, Page, Paragraph, Section};
use crate::text::Phrase;

/// Every code with the first line of its page.
pub fn list<'a>(pages: impl Iterator<Item = (&'a str, &'static str)>) -> Page {
    let mut list = Page::default();
    for (code, text) in pages {
        let first = text.lines().next().unwrap_or_default();
        list.push(Paragraph::new(0, Phrase::name(code)));
        list.push(Paragraph::new(2, first));
    }
    list
}

/// The page of one code: paragraphs of a line each, and examples that are moved in.
#[must_use]
pub fn code(code: &str, text: &'static str) -> Page {
    let mut sections = vec![Section::new("")];
    for line in text.lines() {
        let block = match line {
            "" => {
                sections.push(Section::new(""));
                continue;
            }
            line if line.starts_with("    ") => Block::Example(vec![line.into()]),
            line => Paragraph::new(0, line).into(),
        };
        if let Some(section) = sections.last_mut() {
            section.blocks.push(block);
        }
    }
    let mut page = Page::default().with(Heading::new(Phrase::name(code)));
    page.blocks.extend(sections.into_iter().map(Block::Section));
    page
}
