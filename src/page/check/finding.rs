//! Prerequisites and warnings in full.

use crate::answer::{CheckAnswer, Finding, FindingInFull, InTheWay, Line, RoleName, WarningInFull};
use crate::page::block::{Block, Entry, Fact, Mark, Paragraph};
use crate::page::evidence::{provided, sentences};
use crate::page::{Label, facts};
use crate::phrase;
use crate::text::Phrase;
use crate::verdict::{Alarm, Verdict};

/// The prerequisites that are `shown`: what is unmet first, then what is open, met, not applicable.
pub(super) fn findings(answer: &CheckAnswer, shown: impl Fn(&str) -> bool) -> Vec<Entry> {
    let order = [
        Verdict::Unmet,
        Verdict::Open,
        Verdict::Met,
        Verdict::NotApplicable,
    ];
    let each = order.into_iter().flat_map(|verdict| {
        let all = answer.findings.iter().enumerate();
        all.filter(move |(_, finding)| finding.verdict == verdict)
    });
    let each = each.filter(|(_, finding)| shown(&finding.id));
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
        blocks: finding_blocks(finding),
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

/// The warnings that are `shown`, in the policy's order.
pub(super) fn warnings(answer: &CheckAnswer, shown: impl Fn(&str) -> bool) -> Vec<Entry> {
    let all = answer.warnings.iter().enumerate();
    let told = all.filter(|(_, warning)| shown(&warning.id));
    told.map(|(at, warning)| {
        let full = warning.full.as_ref();
        let mut blocks: Vec<Block> = (full.into_iter())
            .map(|full| Block::Facts(warning_facts(full)))
            .collect();
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
            spoken: Vec::new(),
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
