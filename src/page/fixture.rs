//! A test that is ready to be written, with its two texts.

use super::block::{Block, Section};
use crate::answer::FixtureAnswer;
use crate::text::{Phrase, Untrusted};

/// The texts of a test, each under the name of its file.
pub(super) fn texts(fixture: &FixtureAnswer) -> Vec<Section> {
    let each = [
        ("yaml", &fixture.proposal),
        ("expect.yaml", &fixture.expectation),
    ];
    let section = |(end, text): (&str, &String)| {
        let lines = text.lines().map(Untrusted::from).collect();
        Section::new(Phrase::code(format!("{}.{end}", fixture.name))).with(Block::Example(lines))
    };
    each.into_iter().map(section).collect()
}
