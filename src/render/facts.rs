//! Facts under headings.

use std::fmt::Write as _;

use super::words::{capitalised, harmless};
use crate::policy::{Citation, Locator, Policy};
use crate::proposal::Grade;

/// A heading and what stands under it.
pub(super) struct Fact {
    pub heading: &'static str,
    /// Paragraphs, each with its depth.
    pub body: Vec<(usize, String)>,
}

impl Fact {
    pub fn new(heading: &'static str, text: impl Into<String>) -> Self {
        Self {
            heading,
            body: vec![(0, text.into())],
        }
    }
}

/// Each paragraph a sentence after its heading.
pub(super) fn say(out: &mut String, facts: &[Fact]) {
    for fact in facts {
        for (_, text) in &fact.body {
            let end = if text.ends_with(['.', ':', '?', '!']) {
                ""
            } else {
                "."
            };
            let text = harmless(text);
            let _ = writeln!(out, "{}: {text}{end}", capitalised(fact.heading));
        }
    }
}

pub(super) fn grade_word(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "grade A",
        Grade::B => "grade B",
        Grade::C => "grade C",
    }
}

/// Where something comes from, in words.
pub(super) fn citation(policy: &Policy, citation: &Citation) -> String {
    let source = &policy.sources[citation.source];
    let mut text = match &citation.locator {
        Locator::Paragraph(number) => format!("paragraph {number} of "),
        Locator::At(at) => format!("{} of ", harmless(at)),
    };
    text += &format!("\"{}\"", harmless(&source.title));
    if let Some(words) = &citation.words {
        text += &format!(", at \"{}\"", harmless(words));
    }
    if citation.gloss {
        text += "; a gloss: the source does not itself say this";
    }
    text
}
