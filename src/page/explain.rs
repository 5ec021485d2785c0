//! The pages of diagnostic codes.

use super::Label;
use super::block::{Block, Fact, Heading, Named, Page, Paragraph, Section};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// What there is to tell of a code.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The code.
    pub code: &'static str,
    /// What has happened.
    pub means: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How it is mended.
    pub mend: &'static str,
    /// Lines that yield it, and the same lines mended; nothing where no small text can.
    pub example: Option<[Vec<&'static str>; 2]>,
}

/// Codes about one thing.
#[derive(Clone, Debug)]
pub struct Group {
    /// The first part of their names.
    pub name: &'static str,
    /// What they are about.
    pub about: &'static str,
    /// The codes.
    pub codes: Vec<Explained>,
}

/// The names of all codes, in groups; `more` is said at the end.
#[must_use]
pub fn list(groups: &[Group], more: &'static str) -> Page {
    let mut page = Page::default().with(Heading::new("The codes of errors and warnings"));
    for group in groups {
        let title = phrase![Phrase::name(group.name), ": ", group.about];
        let names = group.codes.iter();
        let names = Phrase::joined(names.map(|code| Phrase::name(last(code.code))), ", ");
        page.push(Section::new(title).with(Paragraph::new(1, names)));
    }
    page.push(Section::new("").with(Paragraph::new(0, more)));
    page
}

/// The codes of one group, each with the first sentence of its page.
#[must_use]
pub fn group(group: &Group) -> Page {
    let title = phrase![Phrase::name(group.name), ": ", group.about];
    let names = group.codes.iter().map(|code| {
        let first = code.means.split_inclusive(". ").next().unwrap_or_default();
        Named::new(Phrase::name(code.code), first.trim_end())
    });
    Page::default()
        .with(Heading::new(title))
        .with(Block::Names(names.collect()))
}

/// The part of a code after its `/`.
fn last(code: &'static str) -> &'static str {
    code.split_once('/').map_or(code, |(_, last)| last)
}

/// The pages of some codes, one after another.
#[must_use]
pub fn codes(codes: &[Explained]) -> Page {
    let mut page = Page::default();
    for (at, code) in codes.iter().enumerate() {
        if at == 0 {
            page.blocks.extend(one(code));
        } else {
            let mut section = Section::new("");
            section.blocks = one(code);
            page.push(section);
        }
    }
    page
}

fn one(code: &Explained) -> Vec<Block> {
    let facts = [
        (Label::Means, code.means),
        (Label::Why, code.why),
        (Label::Mend, code.mend),
    ];
    let facts = facts.map(|(label, text)| Fact::new(label, text));
    let mut blocks = vec![
        Heading::new(Phrase::name(code.code)).into(),
        Block::Facts(facts.into()),
    ];
    let parts = code.example.iter().flatten();
    for (title, lines) in ["Before", "After"].into_iter().zip(parts) {
        let lines = lines.iter().map(|line| format!("    {line}"));
        let lines = lines.map(Untrusted::from).collect();
        blocks.push(Section::new(title).with(Block::Example(lines)).into());
    }
    blocks
}
