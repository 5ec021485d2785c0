//! Citations held against copies of their sources.

use serde::Serialize;

use super::citation::place_of;
use crate::policy::{Policy, SourceId};
use crate::questions::cite::{Checked, Located, Near, State};
use crate::text::Untrusted;

/// What `servanda cite` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Cites {
    /// The sources of the policy: those of which there is a copy, in the order they were named, then
    /// the others in the policy's order.
    pub sources: Vec<CiteAnswer>,
}

/// A source of a policy, held against a copy of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Source", deny_unknown_fields))]
#[non_exhaustive]
pub struct CiteAnswer {
    /// Its name in the policy.
    pub source: String,
    /// Its title.
    pub title: Untrusted,
    /// What was found in the copy; `null` where none was given.
    pub copy: Option<CopyAnswer>,
}

/// What was found in a copy of a source.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Copy", deny_unknown_fields))]
#[non_exhaustive]
pub struct CopyAnswer {
    /// The file.
    pub file: Untrusted,
    /// Whether nothing is wrong: the sum fits if the policy gives one, and so does every citation.
    pub fits: bool,
    /// Whether its SHA-256 is the one that the policy gives; `null` if the policy gives none.
    pub same_text: Option<bool>,
    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// How many paragraphs it has: lines that are not empty.
    pub paragraphs: usize,
    /// Each citation of the source, in the policy's order.
    pub citations: Vec<LocatedAnswer>,
    /// The paragraphs that no prerequisite and no warning cites, ascending, from 1.
    pub uncited: Vec<usize>,
}

/// A citation, looked up in a copy of its source.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Located", deny_unknown_fields))]
#[non_exhaustive]
pub struct LocatedAnswer {
    /// The prerequisite or warning that cites.
    pub by: String,
    /// The n-th paragraph, from 1; absent where `at` says the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<usize>,
    /// A place in the source's own way of counting; absent where `paragraph` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Untrusted>,
    /// A few words that should be found there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Untrusted>,
    /// Present and true if the source does not itself say this.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub gloss: bool,
    /// Whether the words stand there.
    pub found: LocatedState,
    /// The paragraphs in which they stand instead; absent where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<usize>,
    /// The nearest passage of the copy, where the words stand nowhere; absent where none is near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<NearAnswer>,
}

/// A passage that is nearly what is cited.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Near", deny_unknown_fields))]
#[non_exhaustive]
pub struct NearAnswer {
    /// The paragraph, from 1.
    pub paragraph: usize,
    /// The passage as the copy has it.
    pub passage: Untrusted,
    /// The first stretch of the cited words that differs; empty if the copy has words more.
    pub cited: Untrusted,
    /// What the copy has there; empty if it lacks these words.
    pub copy: Untrusted,
}

impl From<&Near> for NearAnswer {
    fn from(near: &Near) -> Self {
        Self {
            paragraph: near.paragraph,
            passage: (&near.passage).into(),
            cited: (&near.cited).into(),
            copy: (&near.copy).into(),
        }
    }
}

/// Whether the words of a citation stand where it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Found"))]
#[serde(rename_all = "snake_case")]
pub enum LocatedState {
    /// They do; or it gives no words, and the place exists.
    Found,
    /// It gives no words, and its place is in the source's own way of counting: nothing to check.
    Unchecked,
    /// The copy has fewer paragraphs.
    NoSuchParagraph,
    /// They stand in other paragraphs.
    Elsewhere,
    /// They stand nowhere.
    NotFound,
}

impl Cites {
    /// `copies`: for each copy its source in the policy, the file, and what was found.
    #[must_use]
    pub fn new(policy: &Policy, copies: &[(SourceId, String, Checked)]) -> Self {
        let source = |id: SourceId, copy: Option<CopyAnswer>| {
            let source = policy.cited(id);
            CiteAnswer {
                source: source.name.clone(),
                title: (&source.title).into(),
                copy,
            }
        };
        let checked = (copies.iter())
            .map(|(id, file, found)| source(*id, Some(CopyAnswer::new(file, found))));
        let unchecked = (policy.source_ids())
            .filter(|id| copies.iter().all(|(checked, ..)| checked != id))
            .map(|id| source(id, None));
        Self {
            sources: checked.chain(unchecked).collect(),
        }
    }

    /// Whether nothing is wrong with any copy.
    #[must_use]
    pub fn fit(&self) -> bool {
        let fits = |source: &CiteAnswer| source.copy.as_ref().is_none_or(|copy| copy.fits);
        self.sources.iter().all(fits)
    }
}

impl CopyAnswer {
    fn new(file: &str, checked: &Checked) -> Self {
        let found = |located: &Located| matches!(located.state, State::Found | State::Unchecked);
        Self {
            file: file.into(),
            fits: checked.same_text != Some(false) && checked.citations.iter().all(found),
            same_text: checked.same_text,
            sha256: checked.sha256.clone(),
            paragraphs: checked.paragraphs,
            citations: checked.citations.iter().map(LocatedAnswer::from).collect(),
            uncited: checked.uncited.clone(),
        }
    }
}

impl From<&Located> for LocatedAnswer {
    fn from(located: &Located) -> Self {
        let (paragraph, at) = place_of(&located.locator);
        let (found, elsewhere) = match &located.state {
            State::Found => (LocatedState::Found, Vec::new()),
            State::Unchecked => (LocatedState::Unchecked, Vec::new()),
            State::NoSuchParagraph => (LocatedState::NoSuchParagraph, Vec::new()),
            State::Elsewhere(holding) if holding.is_empty() => (LocatedState::NotFound, Vec::new()),
            State::Elsewhere(holding) => (LocatedState::Elsewhere, holding.clone()),
        };
        Self {
            by: located.by.clone(),
            paragraph,
            at,
            words: located.words.as_ref().map(Untrusted::from),
            gloss: located.gloss,
            found,
            elsewhere,
            near: located.near.as_ref().map(NearAnswer::from),
        }
    }
}
