//! What a policy says of a proposal: in brief, in full, the headline alone, or as a row of a table.

mod brief;
mod finding;
mod headline;
mod rests;
mod table;

pub(super) use brief::row as missing_row;
pub(super) use headline::{score, score_in_full};
pub(super) use table::total;
pub use table::{counted, summary, table};

use super::block::{Block, Fact, Page, Section};
use super::shared::not_done;
use super::{Shell, facts};
use crate::answer::CheckAnswer;
use crate::text::Target;

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
    let mut page = Page::default().about(facts::judged(answer));
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
            page.blocks.extend(unfolding(answer, shell));
            page.push(about(answer));
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

/// What a policy says of a text, policy by policy, for a document that can be unfolded. The answers are
/// about one text, and at least one.
#[must_use]
pub fn by_each(answers: &[CheckAnswer], shell: &dyn Shell) -> Page {
    let (first, answers) = match answers {
        [] => return Page::default(),
        [one] => return check(one, Extent::Unfolding, shell),
        [first, ..] => (first, answers),
    };
    let text = first.proposal.shown().exact(String::push_str);
    let mut page = Page::default().about(Target::Text(text));
    headline::title(first, &mut page);
    page.push(table::verdicts(answers));
    for answer in answers {
        let section = Section::new(facts::policy(&answer.policy)).about(facts::judged(answer));
        let section = section.with_all(headline::verdict_alone(answer));
        page.push(section.with_all(unfolding(answer, shell)));
    }
    page.with(about(first))
}

/// What is brief first, then each finding and each warning in full.
fn unfolding(answer: &CheckAnswer, shell: &dyn Shell) -> Vec<Block> {
    let mut page = Page::default();
    page.push(Block::Rows(brief::rows(answer)));
    page.facts(end(answer, shell));
    let findings = finding::findings(answer, |_| true);
    page.push(Section::new("Findings in full").with(Block::Entries(findings)));
    let warnings = finding::warnings(answer, |_| true);
    if !warnings.is_empty() {
        page.push(Section::new("Warnings").with(Block::Entries(warnings)));
    }
    page.blocks
}

fn about(answer: &CheckAnswer) -> Section {
    Section::new("About this text").with(Block::Facts(facts::about(answer)))
}

/// What the verdict rests on, and what of the report is not finished.
fn end(answer: &CheckAnswer, shell: &dyn Shell) -> Vec<Fact> {
    let rests = rests::rests_on(answer);
    rests
        .into_iter()
        .chain(not_done(&answer.unfinished, shell))
        .collect()
}
