//! The first page of a site: every text, with the verdict of every policy.

use super::Site;
use crate::answer::{CheckAnswer, PolicyRef};
use crate::page::block::{Block, Heading, Matrix, MatrixRow, Named, Page, Paragraph, Section};
use crate::page::check::total;
use crate::page::{Label, facts, show};
use crate::phrase;
use crate::text::{Phrase, Target};

/// All texts against all policies, then the policies.
pub(super) fn page(site: &Site<'_>, texts: &[Vec<CheckAnswer>]) -> Page {
    let policies = site.policies.len();
    let what = if policies == 1 {
        " policy"
    } else {
        " policies"
    };
    let count = Phrase::counted(texts.len() as u64, "text");
    let title = phrase![count, ", judged by ", policies, what];
    let means = "A policy is a list of prerequisites, each of which cites its source. A verdict is met or \
                 unmet only where it is so however the points that a text leaves open turn out; otherwise \
                 it is open. Each text has a page with every finding and its reasons.";
    Page::default()
        .about(Target::Everything)
        .with(Heading::new(title))
        .with(Paragraph::new(0, means))
        .with(matrix(texts))
        .with(Paragraph::new(
            0,
            phrase!["All verdicts together: ", total(site.checks)],
        ))
        .with(by(site))
}

/// Texts against policies, the oldest text first and those without a date last.
fn matrix(texts: &[Vec<CheckAnswer>]) -> Matrix {
    let mut policies: Vec<&PolicyRef> = Vec::new();
    for answer in texts.iter().flatten() {
        if !(policies.iter()).any(|known| known.shown() == answer.policy.shown()) {
            policies.push(&answer.policy);
        }
    }
    let date = |answers: &&Vec<CheckAnswer>| {
        let date = answers.first().and_then(|one| one.proposal.date.clone());
        (date.is_none(), date)
    };
    let mut texts: Vec<&Vec<CheckAnswer>> = texts.iter().collect();
    texts.sort_by_key(date);
    let rows = texts.into_iter().filter_map(|answers| {
        let proposal = &answers.first()?.proposal;
        let to = Target::Text(proposal.shown().exact(String::push_str));
        let title = Phrase::link(to, proposal.title.clone());
        let name = match &proposal.date {
            Some(date) => phrase![date, " ", title],
            None => title,
        };
        Some(MatrixRow {
            name,
            sign: None,
            score: Phrase::default(),
            cells: answers.iter().map(|each| each.verdict.into()).collect(),
            raised: Vec::new(),
            group: Phrase::default(),
            layer: None,
            under: Vec::new(),
        })
    });
    let rows = rows.collect();
    Matrix {
        deciding: policies.len(),
        titles: (policies.iter())
            .map(|policy| (&policy.title).into())
            .collect(),
        columns: policies.into_iter().map(facts::by).collect(),
        score: Label::Score,
        warnings: Vec::new(),
        numbered: false,
        rows,
    }
}

/// The policies, each with how the texts compare by it.
fn by(site: &Site<'_>) -> Section {
    let each = site.policies.iter().map(|(called, policy)| {
        let name = Phrase::link(Target::Policy(called.clone()), called);
        let compared = Phrase::link(Target::Compared(Some(called.clone())), "compared by it");
        Named {
            more: vec![
                phrase![show::asks(policy), "; ", policy.rests_on.clone()],
                phrase!["All texts ", compared],
            ],
            ..Named::new(name, &policy.title)
        }
    });
    let section = Section::new("Policies").with(Block::Names(each.collect()));
    let together = Target::Compared(None);
    if site.comparisons.iter().any(|(by, _)| by.is_none()) {
        let compared = Phrase::link(together, "compared by the verdicts of all policies");
        return section.with(Paragraph::new(0, phrase!["All texts ", compared]));
    }
    section
}
