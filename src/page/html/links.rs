//! What has an address: parts of the document, by their ids, and what others know of.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::plain;
use crate::page::Label;
use crate::page::block::{Block, Entry, Page};
use crate::text::{Phrase, Target};

/// The addresses of other documents.
pub trait Places {
    /// Where something is told, as a link there is written; `None` if nobody knows of such a place.
    fn address(&self, of: &Target) -> Option<String>;
}

/// Nothing is known but the document itself.
impl Places for () {
    fn address(&self, _of: &Target) -> Option<String> {
        None
    }
}

/// The parts of a document that can be referred to, each within the part that it belongs to.
pub(super) struct Anchors<'a> {
    /// The names of parts, then what is told there: its id.
    ids: BTreeMap<(String, Target), String>,
    /// The ids that were written. None is written twice.
    written: RefCell<BTreeSet<String>>,
    /// How many parts have a name so far.
    named: RefCell<BTreeMap<String, usize>>,
    /// What other documents tell.
    elsewhere: &'a dyn Places,
}

impl<'a> Anchors<'a> {
    /// What pages tell that are one document.
    pub fn of(pages: &[Page], elsewhere: &'a dyn Places) -> Self {
        let mut anchors = Self {
            ids: BTreeMap::new(),
            written: RefCell::default(),
            named: RefCell::default(),
            elsewhere,
        };
        for page in pages {
            let part = part(page, pages.len());
            if let Some(about) = &page.about {
                let id = called(about);
                anchors.ids.insert((String::new(), about.clone()), id);
            }
            anchors.collect(&page.blocks, &part);
        }
        anchors
    }

    fn collect(&mut self, blocks: &[Block], part: &str) {
        for block in blocks {
            match block {
                Block::Entries(entries) => {
                    for entry in entries {
                        let target = target(entry);
                        let id = within(part, &called(&target));
                        self.ids.insert((part.to_owned(), target), id);
                    }
                }
                Block::Section(section) => match &section.about {
                    Some(about) => {
                        let id = within(part, &called(about));
                        self.ids.insert((String::new(), about.clone()), id.clone());
                        self.collect(&section.blocks, &id);
                    }
                    None => self.collect(&section.blocks, part),
                },
                _ => {}
            }
        }
    }

    /// The address of something for a link in a part of the document.
    pub fn address(&self, of: &Target, part: &str) -> Option<String> {
        let here = |part: &str, of: &Target| self.ids.get(&(part.to_owned(), of.clone()));
        let own = match of {
            Target::Finding(_) | Target::Warning(_) => here(part, of),
            _ => here("", of),
        };
        match own {
            Some(id) => Some(format!("#{id}")),
            None => self.elsewhere.address(of),
        }
    }

    /// The id of something that is told in a part of the document, the first time that it is asked for.
    pub fn id(&self, of: &Target, part: &str) -> Option<String> {
        let own = |part: &str| self.ids.get(&(part.to_owned(), of.clone()));
        let id = own(part).or_else(|| own(""))?;
        self.once(id.clone())
    }

    /// A name for a part of the page, with a number unless it is the first of that name.
    pub fn apart(&self, name: &str) -> String {
        let mut counts = self.named.borrow_mut();
        let count = counts.entry(name.to_owned()).or_insert(0_usize);
        *count += 1;
        match *count {
            1 => name.to_owned(),
            more => format!("{name}, {more}"),
        }
    }

    /// An id, the first time that it is asked for.
    pub fn once(&self, id: String) -> Option<String> {
        let is_new = self.written.borrow_mut().insert(id.clone());
        is_new.then_some(id)
    }
}

/// The name of the part that a page is among so many; nothing for the only one.
pub(super) fn part(page: &Page, of: usize) -> String {
    match &page.about {
        Some(about) if of > 1 => called(about),
        _ => String::new(),
    }
}

/// An id within a part.
pub(super) fn within(part: &str, id: &str) -> String {
    if part.is_empty() {
        id.to_owned()
    } else {
        format!("{part}.{id}")
    }
}

/// What an entry is about.
pub(super) fn target(entry: &Entry) -> Target {
    let name = plain(&entry.name);
    match entry.kind {
        Label::Warning => Target::Warning(name),
        _ => Target::Finding(name),
    }
}

/// The id of something. Two things never have the same.
pub fn called(target: &Target) -> String {
    match target {
        Target::Text(text) => format!("text-{}", safe(text)),
        Target::Judged { text, policy } => format!("text-{}-by-{}", safe(text), safe(policy)),
        Target::Policy(policy) => format!("policy-{}", safe(policy)),
        Target::Compared(Some(policy)) => format!("compared-by-{}", safe(policy)),
        Target::Compared(None) => "compared".to_owned(),
        Target::Everything => "everything".to_owned(),
        Target::Asked { name, .. } => format!("asked-{}", safe(name)),
        Target::Finding(name) => format!("finding-{}", safe(name)),
        Target::Warning(name) => format!("warning-{}", safe(name)),
    }
}

/// The id of a part with a title, in a part of the document.
pub(super) fn titled(title: &Phrase, part: &str) -> String {
    let title = plain(title).to_lowercase();
    let words = title.split(|char: char| !char.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    within(part, &format!("part-{}", words.join("-")))
}

/// A name in characters that need no escape in an id or a file, and stay different where names are.
pub fn safe(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(out, ".{byte:02x}");
        }
    }
    out
}
