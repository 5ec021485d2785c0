//! Several proposals that were judged, as tables.

use super::headline::score;
use crate::answer::{CheckAnswer, Checks, Finding, PolicyRef};
use crate::page::block::{
    Block, Cell, Column, Command, Matrix, MatrixRow, Page, Paragraph, Role, Section, Table,
};
use crate::page::{Label, Next, Shell, facts};
use crate::phrase;
use crate::text::Phrase;
use crate::verdict::Alarm;

/// For each policy a table of proposals against prerequisites, and a line that counts the verdicts.
#[must_use]
pub fn table(checks: &Checks, shell: &dyn Shell) -> Page {
    let mut page = Page::titled("Verdicts on these texts");
    let mut policies: Vec<&PolicyRef> = Vec::new();
    for answer in &checks.proposals {
        if !policies.iter().any(|known| is_same(known, &answer.policy)) {
            policies.push(&answer.policy);
        }
    }
    let several = policies.len() > 1;
    for policy in policies {
        let all = checks.proposals.iter();
        let answers: Vec<&CheckAnswer> = all
            .filter(|answer| is_same(policy, &answer.policy))
            .collect();
        let mut title = facts::policy(policy);
        if several {
            title = phrase![title, " (", &policy.file, ")"];
        }
        let mut section = Section::new(title);
        section.blocks.extend(matrix(&answers).map(Block::from));
        page.push(section);
    }
    let mut end = end(checks);
    if let Some(parts) = shell.command(Next::Text) {
        let label = Label::More;
        end.blocks
            .push(Block::Commands(vec![Command { label, parts }]));
    }
    page.with(end)
}

fn is_same(one: &PolicyRef, other: &PolicyRef) -> bool {
    one.id == other.id && one.file == other.file
}

fn matrix(answers: &[&CheckAnswer]) -> Option<Matrix> {
    let first = answers.first()?;
    let order = order(&first.findings);
    let rows = answers.iter().map(|answer| MatrixRow {
        name: Phrase::link(facts::judged(answer), answer.proposal.shown().clone()),
        sign: Some(answer.verdict.into()),
        score: score(&answer.score),
        cells: (order.iter())
            .filter_map(|&at| answer.findings.get(at))
            .map(|finding| finding.verdict.into())
            .collect(),
        raised: raised(answer),
        group: Phrase::default(),
        layer: None,
        under: Vec::new(),
    });
    Some(Matrix {
        score: Label::Score,
        columns: (order.iter())
            .map(|&at| facts::asked(&first.policy, &first.findings[at].id))
            .collect(),
        titles: (order.iter())
            .map(|&at| (&first.findings[at].title).into())
            .collect(),
        deciding: first.findings.iter().filter(|each| !each.advisory).count(),
        warnings: first
            .warnings
            .iter()
            .map(|each| Phrase::name(&each.id))
            .collect(),
        numbered: false,
        rows: rows.collect(),
    })
}

/// What decides before what is advisory, as indexes.
fn order(findings: &[Finding]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&at| findings[at].advisory);
    order
}

fn raised(answer: &CheckAnswer) -> Vec<usize> {
    let all = answer.warnings.iter().enumerate();
    let raised = all.filter(|(_, warning)| warning.verdict == Alarm::Raised);
    raised.map(|(at, _)| at).collect()
}

/// A row for each policy by which one proposal was judged, and a line that counts the verdicts.
#[must_use]
pub fn summary(checks: &Checks) -> Page {
    let section = Section::new("").with(verdicts(&checks.proposals));
    Page::titled("Verdicts on this text")
        .with(section)
        .with(end(checks))
}

/// A row for each policy by which one proposal was judged.
pub(super) fn verdicts(answers: &[CheckAnswer]) -> Table {
    let column = |label, role| Column { label, role };
    let cell = |text| Cell { tone: None, text };
    let rows = answers.iter().map(|answer| {
        let verdict = Cell {
            tone: Some(answer.verdict.into()),
            text: answer.verdict.word().into(),
        };
        let by = Phrase::link(facts::judged(answer), answer.policy.shown());
        vec![verdict, cell(score(&answer.score)), cell(by)]
    });
    Table {
        columns: vec![
            column(Label::Verdict, Role::Verdict),
            column(Label::Score, Role::Value),
            column(Label::Policy, Role::Subject),
        ],
        rows: rows.collect(),
    }
}

/// A line that counts the verdicts.
#[must_use]
pub fn counted(checks: &Checks) -> Page {
    Page::titled("Verdicts on these texts").with(Paragraph::new(0, total(checks)))
}

fn end(checks: &Checks) -> Section {
    let mut section = Section::new("");
    section.blocks.push(Paragraph::new(0, total(checks)).into());
    section
}

/// `27 judged: 27 unmet; 1 file could not be judged`.
pub(in crate::page) fn total(checks: &Checks) -> Phrase {
    let summary = &checks.summary;
    let mut text = phrase![summary.judged, " judged"];
    if summary.judged > 0 {
        text = phrase![text, ": ", facts::counted(summary.verdicts)];
    }
    if summary.refused > 0 {
        let files = Phrase::counted(summary.refused as u64, "file");
        text = phrase![text, "; ", files, " could not be judged"];
    }
    text
}
