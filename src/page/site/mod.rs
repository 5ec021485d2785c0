//! A site of texts and policies: the same pages as those of single answers, which refer to one another.

mod index;
mod places;
mod policy;

use places::{At, Files};

use super::block::{Block, Heading, Page};
use super::html::Document;
use super::{by_each, compare, facts};
use crate::answer::{CheckAnswer, Checks, Comparison, PolicyShown};
use crate::phrase;
use crate::text::{Phrase, Target};

/// What a site is made of.
#[derive(Debug)]
pub struct Site<'a> {
    /// What each policy says of each text.
    pub checks: &'a Checks,
    /// How the texts compare by each policy, as answers call it; by all of them if none is named.
    pub comparisons: &'a [(Option<String>, Comparison)],
    /// What each policy asks, with what answers call it.
    pub policies: &'a [(String, PolicyShown)],
}

/// A file of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Its path in the folder of the site, with `/` between its parts: ASCII letters in lower case,
    /// digits and `-_.` only, and no two alike.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl Site<'_> {
    /// All files, sorted by their paths. They refer to one another by relative paths and to nothing else.
    #[must_use]
    pub fn files(&self) -> Vec<SiteFile> {
        let texts = self.texts();
        let files = Files::of(&texts, self.policies, self.comparisons);
        let mut pages: Vec<(Target, Page)> = vec![(Target::Everything, index::page(self, &texts))];
        for answers in &texts {
            if let Some(first) = answers.first() {
                let text = first.proposal.shown().exact(String::push_str);
                pages.push((Target::Text(text), by_each(answers, &())));
            }
        }
        for (called, policy) in self.policies {
            let page = policy::page(called, policy);
            pages.push((Target::Policy(called.clone()), page));
        }
        for (by, comparison) in self.comparisons {
            pages.push((Target::Compared(by.clone()), compared(comparison)));
        }
        let mut written: Vec<SiteFile> = pages
            .iter()
            .filter_map(|(of, page)| self.file(of, page, &files))
            .collect();
        written.sort_by(|one, other| one.path.cmp(&other.path));
        written
    }

    fn file(&self, of: &Target, page: &Page, files: &Files) -> Option<SiteFile> {
        let path = files.path(of)?;
        let menu = self.menu();
        let document = Document {
            pages: std::slice::from_ref(page),
            menu: if *of == Target::Everything {
                &[]
            } else {
                &menu
            },
            places: &At { files, path },
        };
        Some(SiteFile {
            path: path.to_owned(),
            text: document.html(),
        })
    }

    /// What every page refers to.
    fn menu(&self) -> Vec<Phrase> {
        let mut menu = vec![Phrase::link(Target::Everything, "All texts")];
        let policies = self.policies.iter();
        menu.extend(
            policies.map(|(called, _)| Phrase::link(Target::Policy(called.clone()), called)),
        );
        menu
    }

    /// What all policies say of a text, text by text in their order.
    fn texts(&self) -> Vec<Vec<CheckAnswer>> {
        let mut texts: Vec<Vec<CheckAnswer>> = Vec::new();
        for answer in &self.checks.proposals {
            let is_it = |known: &&mut Vec<CheckAnswer>| {
                (known.first()).is_some_and(|one| one.proposal.shown() == answer.proposal.shown())
            };
            match texts.iter_mut().find(is_it) {
                Some(known) => known.push(answer.clone()),
                None => texts.push(vec![answer.clone()]),
            }
        }
        texts
    }
}

/// How texts compare, under a title that tells the page from others.
fn compared(comparison: &Comparison) -> Page {
    let mut page = compare(comparison, true, &());
    page.blocks
        .retain(|block| !matches!(block, Block::Heading(_)));
    let texts = Phrase::counted(comparison.texts.len() as u64, "text");
    let policies = Phrase::list(comparison.policies.iter().map(facts::by), "and");
    let title = Heading::new(phrase![texts, " compared by ", policies]);
    page.blocks.insert(0, title.into());
    page
}
