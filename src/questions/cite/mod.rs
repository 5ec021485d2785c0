//! Citations compared with a copy of their source.

mod fold;
mod near;

use fold::folded;
pub use near::Near;

use crate::policy::{Citation, Locator, Policy, SourceId};
use crate::text::source::sha256;

/// What was found of one source of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether the copy's SHA-256 is the one the policy gives; `None` if it gives none.
    pub same_text: Option<bool>,
    /// The copy's SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// Each citation of this source, in the policy's order.
    pub citations: Vec<Located>,
    /// How many paragraphs the copy has.
    pub paragraphs: usize,
    /// The paragraphs that no prerequisite and no warning cites, ascending.
    pub uncited: Vec<usize>,
}

/// One citation, looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The prerequisite or warning that cites.
    pub by: String,
    /// Where it points.
    pub locator: Locator,
    /// The words it gives.
    pub words: Option<String>,
    /// Whether it is marked as a gloss.
    pub gloss: bool,
    /// What was found.
    pub state: State,
    /// The nearest passage, of words that stand nowhere.
    pub near: Option<Near>,
}

/// Whether a citation's words stand where it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// They do; or it gives no words and the place exists.
    Found,
    /// The copy has fewer paragraphs.
    NoSuchParagraph,
    /// They do not; they stand in these paragraphs instead.
    Elsewhere(Vec<usize>),
    /// A place in the source's own way of counting, and no words to look for: nothing to check.
    Unchecked,
}

/// Compares the citations of a policy's source with the bytes of a copy. Quotation marks, dashes and
/// blanks of other kinds, and letters put together in another way, are no difference.
#[must_use]
pub fn check(policy: &Policy, source: SourceId, bytes: &[u8]) -> Checked {
    let text = String::from_utf8_lossy(bytes);
    let paragraphs: Vec<String> = (text.trim_start_matches('\u{feff}').lines())
        .filter(|line| !line.trim().is_empty())
        .map(one_blank)
        .collect();
    let folded: Vec<String> = paragraphs.iter().map(|text| folded(text)).collect();
    let sha256 = sha256(bytes);
    let cites = (policy.prerequisites.iter())
        .map(|each| (&each.name, &each.cites))
        .chain(policy.warnings.iter().map(|each| (&each.name, &each.cites)));
    let mut cited = vec![false; paragraphs.len() + 1];
    let mut citations = Vec::new();
    for (by, cites) in cites {
        for citation in cites.iter().filter(|citation| citation.source == source) {
            if let Locator::Paragraph(number) = citation.locator
                && let Some(seen) = cited.get_mut(number)
            {
                *seen = true;
            }
            let state = locate(citation, &folded);
            let words = citation.words.as_deref();
            let near = words
                .filter(|_| state == State::Elsewhere(Vec::new()))
                .and_then(|words| near::nearest(words, &paragraphs));
            citations.push(Located {
                by: by.clone(),
                locator: citation.locator.clone(),
                words: citation.words.clone(),
                gloss: citation.gloss,
                state,
                near,
            });
        }
    }
    Checked {
        same_text: (policy.cited(source).sha256.as_ref()).map(|known| *known == sha256),
        sha256,
        citations,
        uncited: (1..=paragraphs.len())
            .filter(|&number| !cited[number])
            .collect(),
        paragraphs: paragraphs.len(),
    }
}

fn locate(citation: &Citation, paragraphs: &[String]) -> State {
    let words = citation.words.as_deref().map(folded);
    let holding = |words: &str| -> Vec<usize> {
        (1..=paragraphs.len())
            .filter(|&number| paragraphs[number - 1].contains(words))
            .collect()
    };
    match (&citation.locator, words) {
        (Locator::Paragraph(number), _) if *number > paragraphs.len() => State::NoSuchParagraph,
        (Locator::Paragraph(_), None) => State::Found,
        (Locator::Paragraph(number), Some(words)) => {
            let holding = holding(&words);
            if holding.contains(number) {
                State::Found
            } else {
                State::Elsewhere(holding)
            }
        }
        (Locator::At(_), None) => State::Unchecked,
        (Locator::At(_), Some(words)) => {
            if holding(&words).is_empty() {
                State::Elsewhere(Vec::new())
            } else {
                State::Found
            }
        }
    }
}

/// The text with each run of blanks replaced by one blank.
fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
