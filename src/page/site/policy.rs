//! A policy in full: everything that it asks, and from where.

use crate::answer::{PolicyShown, SourceShown};
use crate::page::Label;
use crate::page::block::{Block, Fact, Heading, Named, Page, Section};
use crate::page::show;
use crate::phrase;
use crate::text::{Phrase, Target};

/// A policy with its sources, and each prerequisite and warning with its passages.
pub(super) fn page(called: &str, policy: &PolicyShown) -> Page {
    let name = Phrase::name(called);
    let title = if policy.title.is_empty() {
        name
    } else {
        phrase![name, ": ", &policy.title]
    };
    let compared = Phrase::link(
        Target::Compared(Some(called.to_owned())),
        "all texts compared",
    );
    let mut facts = vec![
        Fact::new(Label::Asks, show::asks(policy)),
        Fact::new(Label::RestsOn, policy.rests_on.clone()),
        Fact::new(Label::Uses, Phrase::name(&policy.vocabulary)),
        Fact::new(Label::More, compared),
    ];
    facts.extend(show::notes(&policy.notes));
    let mut page = Page::default()
        .about(Target::Policy(called.to_owned()))
        .with(Heading::new(title));
    page.facts(facts);
    if !policy.sources.is_empty() {
        let sources = policy.sources.iter().map(source).collect();
        page.push(Section::new("Sources").with(Block::Names(sources)));
    }
    let asked = |name: &str| Target::Asked {
        policy: called.to_owned(),
        name: name.to_owned(),
    };
    for each in &policy.prerequisites {
        page.push(part(show::prerequisite(each), asked(&each.id)));
    }
    for each in &policy.warnings {
        page.push(part(show::warning(each), asked(&each.id)));
    }
    for each in &policy.definitions {
        page.push(part(show::definition(each), asked(&each.id)));
    }
    page
}

/// A page as a part of another.
fn part(page: Page, about: Target) -> Section {
    let mut blocks = page.blocks;
    let title = match blocks
        .iter()
        .position(|block| matches!(block, Block::Heading(_)))
    {
        Some(at) => match blocks.remove(at) {
            Block::Heading(heading) => heading.text,
            _ => Phrase::default(),
        },
        None => Phrase::default(),
    };
    Section::new(title).about(about).with_all(blocks)
}

/// `titled by author, 2025; where it can be read`.
fn source(source: &SourceShown) -> Named {
    let mut told = phrase![&source.title];
    if let Some(author) = &source.author {
        told = phrase![told, ", ", author];
    }
    if let Some(published) = &source.published {
        told = phrase![told, ", ", published];
    }
    Named::new(Phrase::name(&source.id), told)
}
