//! Passages that something comes from.

use serde::Serialize;

use crate::phrase;
use crate::policy::{Citation, Locator, Policy};
use crate::text::{Phrase, Untrusted};

/// A passage that something comes from.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Citation", deny_unknown_fields))]
#[non_exhaustive]
pub struct CitationAnswer {
    /// The name of the source in the policy.
    pub source: String,
    /// The title of the source.
    pub title: Untrusted,
    /// The n-th line of the source that is not empty, from 1; absent where `at` says the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub paragraph: Option<usize>,
    /// A place in the source's own way of counting; absent where `paragraph` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Untrusted>,
    /// A few words found there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Untrusted>,
    /// Present and true if the source does not itself say this.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub gloss: bool,
}

impl CitationAnswer {
    pub(super) fn all(policy: &Policy, citations: &[Citation]) -> Vec<Self> {
        let each = |citation: &Citation| {
            let source = policy.cited(citation.source);
            let (paragraph, at) = place_of(&citation.locator);
            Self {
                source: source.name.clone(),
                title: (&source.title).into(),
                paragraph,
                at,
                words: citation.words.as_ref().map(Untrusted::from),
                gloss: citation.gloss,
            }
        };
        citations.iter().map(each).collect()
    }

    /// `paragraph 3 of "Title", at "words"`.
    #[must_use]
    pub fn in_words(&self) -> Phrase {
        let mut said = match (self.paragraph, &self.at) {
            (Some(number), _) => phrase!["paragraph ", number, " of "],
            (None, Some(at)) => phrase![at, " of "],
            (None, None) => Phrase::default(),
        };
        said = said.with("\"").with(&self.title).with("\"");
        if let Some(words) = &self.words {
            said = said.with(", at \"").with(words).with("\"");
        }
        if self.gloss {
            said = said.with("; a gloss: the source does not itself say this");
        }
        said
    }
}

/// The number of a paragraph, or else a place in the source's own way of counting.
pub(super) fn place_of(locator: &Locator) -> (Option<usize>, Option<Untrusted>) {
    match locator {
        Locator::Paragraph(number) => (Some(*number), None),
        Locator::At(at) => (None, Some(at.into())),
    }
}
