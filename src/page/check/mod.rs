//! What a policy says of a proposal: in brief, in full, the headline alone, or as a row of a table.

mod brief;
mod finding;
mod headline;
mod rests;
mod table;

pub(super) use brief::row as missing_row;
pub(super) use headline::{score, score_in_full};
pub use table::{counted, summary, table};

use super::block::{Block, Fact, Page, Section};
use super::shared::not_done;
use super::{Shell, facts};
use crate::answer::CheckAnswer;

/// How much of an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent<'a> {
    /// The headline alone: one line or two.
    Headline,
    /// The headline, and a line for each prerequisite.
    Brief,
    /// The headline, and the prerequisites and warnings of these names in full.
    Named(&'a [String]),
    /// Everything.
    Full,
    /// Everything for a document that can be unfolded: what is brief first, then each finding in full.
    Unfolding,
}

/// What a policy says of a proposal, with the verdict and the warnings first.
#[must_use]
pub fn check(answer: &CheckAnswer, extent: Extent<'_>, shell: &dyn Shell) -> Page {
    let mut page = Page::default();
    match extent {
        Extent::Headline => headline::alone(answer, &mut page),
        Extent::Brief => {
            headline::brief(answer, &mut page);
            page.push(Block::Rows(brief::rows(answer)));
            let end = end(answer, shell);
            if !end.is_empty() {
                page.push(Section::new("").with(Block::Facts(end)));
            }
            page.push(Block::Commands(brief::next(answer, shell)));
        }
        Extent::Named(names) => {
            headline::brief(answer, &mut page);
            page.facts(not_done(&answer.unfinished, shell).into_iter().collect());
            let named = |name: &str| names.iter().any(|each| each == name);
            page.push(Block::Entries(finding::findings(answer, named)));
            page.push(Block::Entries(finding::warnings(answer, named)));
        }
        Extent::Unfolding => {
            headline::brief(answer, &mut page);
            page.push(Block::Rows(brief::rows(answer)));
            page.facts(end(answer, shell));
            let mut full = Section::new("Findings in full");
            let findings = finding::findings(answer, |_| true);
            full.blocks.push(Block::Entries(findings));
            page.push(full);
            let warnings = finding::warnings(answer, |_| true);
            if !warnings.is_empty() {
                let mut full = Section::new("Warnings");
                full.blocks.push(Block::Entries(warnings));
                page.push(full);
            }
            let mut about = Section::new("About this text");
            about.add_facts(facts::about(answer));
            page.push(about);
        }
        Extent::Full => {
            page.push(facts::proposal_heading(&answer.proposal));
            page.facts(facts::about(answer));
            headline::full(answer, &mut page);
            page.facts(end(answer, shell));
            page.push(Block::Entries(finding::findings(answer, |_| true)));
            page.push(Block::Entries(finding::warnings(answer, |_| true)));
        }
    }
    page
}

/// What the verdict rests on, and what of the report is not finished.
fn end(answer: &CheckAnswer, shell: &dyn Shell) -> Vec<Fact> {
    let rests = rests::rests_on(answer);
    rests
        .into_iter()
        .chain(not_done(&answer.unfinished, shell))
        .collect()
}
