//! What a policy says of a proposal, as a page, and several of them as a table.

use super::block::{
    Block, Cell, Column, Detail, Entry, Fact, Mark, Page, Paragraph, Role, Section, Status, Table,
};
use super::evidence::{provided, sentences};
use super::{Label, facts};
use crate::answer::{
    CheckAnswer, Checks, Counts, Finding, FindingInFull, InTheWay, Line, NoScore, RoleName, Score,
    WarningInFull,
};
use crate::phrase;
use crate::text::Phrase;
use crate::verdict::{Alarm, Verdict};

/// The verdict first, then what is unmet, open, not applicable and met, in the policy's order within
/// each, since what decides is read first. What is met, not applicable or clear is told in brief,
/// unless everything is to be told in full.
#[must_use]
pub fn check(answer: &CheckAnswer, verbose: bool) -> Page {
    let mut page = Page::default().with(facts::proposal_heading(&answer.proposal));
    page.facts(facts::about(answer));
    page.push(status(answer));
    page.facts(because(answer));
    page.push(Block::Entries(findings(answer, verbose)));
    page.push(Block::Entries(warnings(answer, verbose)));
    page
}

fn status(answer: &CheckAnswer) -> Status {
    let detail = |label, text| Detail {
        label: Some(label),
        text,
    };
    Status {
        of: Some(Label::Verdict),
        tone: answer.verdict.into(),
        word: answer.verdict.word(),
        details: vec![
            detail(Label::Score, score(&answer.score)),
            detail(Label::Findings, counts(&answer.counts)),
        ],
    }
}

/// `31 % to 63 %`, rounded to whole percents.
fn score(score: &Score) -> Phrase {
    let rounded = |share: f64| Phrase::value(format_args!("{:.0} %", 100.0 * share));
    match (&score.bounds, score.missing) {
        (Some(shares), _) if shares.low >= shares.high => rounded(shares.low),
        (Some(shares), _) => phrase![rounded(shares.low), " to ", rounded(shares.high)],
        (None, Some(NoScore::TooLarge)) => "not bounded: too much is open".into(),
        (None, Some(NoScore::NothingApplies) | None) => "none: nothing applies".into(),
    }
}

fn counts(counts: &Counts) -> Phrase {
    phrase![
        counts.met,
        " met, ",
        counts.unmet,
        " unmet, ",
        counts.open,
        " open, ",
        counts.not_applicable,
        " n/a"
    ]
}

fn because(answer: &CheckAnswer) -> Vec<Fact> {
    let mut because = vec![Fact::new(Label::Because, &answer.because)];
    let settled = [Label::MetIf, Label::UnmetIf];
    let is_open = answer.verdict == Verdict::Open;
    if let Some(account) = &answer.account {
        because.extend(facts::account(account, is_open, settled));
    }
    because
}

fn findings(answer: &CheckAnswer, verbose: bool) -> Vec<Entry> {
    let order = [
        Verdict::Unmet,
        Verdict::Open,
        Verdict::NotApplicable,
        Verdict::Met,
    ];
    let each = order.into_iter().flat_map(|verdict| {
        let all = answer.findings.iter().enumerate();
        all.filter(move |(_, finding)| finding.verdict == verdict)
    });
    each.map(|(at, finding)| Entry {
        kind: Label::Finding,
        number: at + 1,
        of: answer.findings.len(),
        name: Phrase::name(&finding.id),
        title: finding.title.clone(),
        advisory: finding.advisory,
        tone: finding.verdict.into(),
        word: finding.verdict.word(),
        short: match finding.verdict {
            Verdict::NotApplicable => "n/a",
            Verdict::Met | Verdict::Unmet | Verdict::Open => finding.verdict.word(),
        },
        spoken: Vec::new(),
        blocks: match finding.verdict {
            Verdict::Met | Verdict::NotApplicable if !verbose => Vec::new(),
            _ => finding_blocks(finding),
        },
    })
    .collect()
}

fn finding_blocks(finding: &Finding) -> Vec<Block> {
    let mut blocks: Vec<Block> = finding.obstacles().iter().map(excerpt).collect();
    let full = finding.full.as_ref();
    blocks.extend(full.map(|full| Block::Facts(finding_facts(finding, full))));
    blocks
}

/// What the proposal says, and the line of the policy that it does not fit.
fn excerpt(gap: &InTheWay) -> Block {
    Block::Excerpt(vec![
        Mark::new(gap.proposal.clone(), &gap.proposal_says),
        Mark::new(gap.policy.clone(), &gap.policy_says),
    ])
}

fn finding_facts(finding: &Finding, full: &FindingInFull) -> Vec<Fact> {
    let mut all = vec![Fact {
        label: Label::Needs,
        body: full.lines.iter().flat_map(line).collect(),
    }];
    all.extend(finding.telling().map(provided));
    let settled = [Label::MetIf, Label::UnmetIf];
    let is_open = finding.verdict == Verdict::Open;
    all.extend(facts::account(&full.account, is_open, settled));
    if !finding.readings.is_empty() {
        all.push(readings(finding));
    }
    all.extend(facts::cited(&full.cites));
    if let (Some(consequence), true) = (&full.otherwise, finding.verdict != Verdict::Met) {
        all.push(Fact::new(Label::Otherwise, consequence));
    }
    if let Some(reason) = &finding.weight_reason {
        all.push(Fact::new(
            Label::Weight,
            phrase![finding.weight, ": ", reason],
        ));
    }
    all.extend((full.notes.iter()).map(|note| Fact::new(Label::Note, note)));
    all
}

/// A line as sentences, the first with the part that the line plays.
fn line(line: &Line) -> Vec<Paragraph> {
    let before = match &line.role {
        RoleName::Must => Phrase::default(),
        RoleName::When => "Applies when: ".into(),
        RoleName::Unless => "Unless: ".into(),
        RoleName::Reading(name) => phrase!["Reading ", Phrase::name(name), ": "],
    };
    let mut sentences = sentences(&line.sentences);
    if let Some(first) = sentences.first_mut() {
        first.text = before.with(&first.text);
    }
    sentences
}

fn readings(finding: &Finding) -> Fact {
    let each = finding.readings.iter().map(|reading| {
        let mut text = Phrase::name(&reading.name);
        if !reading.gloss.is_empty() {
            text = phrase![text, " (", &reading.gloss, ")"];
        }
        Paragraph::new(0, phrase![text, ": ", reading.verdict.word()])
    });
    Fact {
        label: Label::Readings,
        body: each.collect(),
    }
}

fn warnings(answer: &CheckAnswer, verbose: bool) -> Vec<Entry> {
    let all = answer.warnings.iter().enumerate();
    let told = all.filter(|(_, warning)| verbose || warning.verdict != Alarm::Clear);
    told.map(|(at, warning)| {
        let full = warning.full.as_ref();
        let mut spoken: Vec<Block> = (full.into_iter())
            .map(|full| Block::Facts(warning_facts(full)))
            .collect();
        let mut blocks = Vec::new();
        // A reader who sees the policy beside it needs only what the finding turns on.
        if verbose || warning.verdict != Alarm::Open {
            std::mem::swap(&mut spoken, &mut blocks);
        }
        let is_open = warning.verdict == Alarm::Open;
        let settled = [Label::ClearIf, Label::RaisedIf];
        let account = full.map(|full| facts::account(&full.account, is_open, settled));
        blocks.extend(account.map(Block::Facts));
        Entry {
            kind: Label::Warning,
            number: at + 1,
            of: answer.warnings.len(),
            name: Phrase::name(&warning.id),
            title: warning.title.clone(),
            advisory: false,
            tone: warning.verdict.into(),
            word: warning.verdict.word(),
            short: warning.verdict.word(),
            spoken,
            blocks,
        }
    })
    .collect()
}

fn warning_facts(warning: &WarningInFull) -> Vec<Fact> {
    let mut all = vec![Fact {
        label: Label::RaisedIf,
        body: sentences(&warning.raised_when),
    }];
    all.extend(warning.evidence.iter().map(provided));
    all.extend(facts::cited(&warning.cites));
    all.extend(
        warning
            .notes
            .iter()
            .map(|note| Fact::new(Label::Note, note)),
    );
    all
}

/// A row for each of several judged proposals, with its policy where there are `several`, and a line
/// that counts them.
#[must_use]
pub fn summary(checks: &Checks, several: bool) -> Page {
    let column = |label, role| Column { label, role };
    let cell = |text| Cell { tone: None, text };
    let rows = checks.proposals.iter().map(|answer| {
        let by = several.then(|| Phrase::name(answer.policy.shown()));
        vec![
            Cell {
                tone: Some(answer.verdict.into()),
                text: answer.verdict.word().into(),
            },
            cell(score(&answer.score)),
            cell(answer.proposal.shown().into()),
            cell(by.unwrap_or_default()),
        ]
    });
    let table = Table {
        columns: vec![
            column(Label::Verdict, Role::Verdict),
            column(Label::Score, Role::Value),
            column(Label::Proposal, Role::Subject),
            column(Label::By, Role::Apart),
        ],
        rows: rows.collect(),
    };
    let mut section = Section::new("");
    section.blocks.push(table.into());
    section.blocks.push(Paragraph::new(0, total(checks)).into());
    Page::default().with(section)
}

/// `27 judged: 0 met, 27 unmet, 0 open, 0 not applicable; 1 file could not be judged`.
fn total(checks: &Checks) -> Phrase {
    let (summary, verdicts) = (&checks.summary, &checks.summary.verdicts);
    let judged = phrase![
        summary.judged,
        " judged: ",
        verdicts.met,
        " met, ",
        verdicts.unmet,
        " unmet, ",
        verdicts.open,
        " open, ",
        verdicts.not_applicable,
        " not applicable"
    ];
    if summary.refused == 0 {
        return judged;
    }
    let files = Phrase::counted(summary.refused as u64, "file");
    phrase![judged, "; ", files, " could not be judged"]
}
