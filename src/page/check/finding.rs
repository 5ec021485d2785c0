//! Prerequisites and warnings in full.

use crate::answer::{
    CheckAnswer, Finding, FindingInFull, InTheWay, Line, ReadingVerdict, RoleName, WarningInFull,
};
use crate::page::block::{Block, Entry, Fact, Mark, Paragraph};
use crate::page::evidence::{provided, sentences, supported};
use crate::page::{Label, facts};
use crate::phrase;
use crate::questions::explain::Standing;
use crate::text::{Phrase, Untrusted};
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

/// Its lines, each with whether it holds; the places that do not fit; who says so; the rest.
fn finding_blocks(finding: &Finding) -> Vec<Block> {
    let Some(full) = &finding.full else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Facts(lines(finding, full))];
    blocks.extend(excerpts(finding.obstacles()));
    let facts = finding_facts(finding, full);
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks
}

/// What the proposal says on each term, and the lines of the policy that it does not fit.
fn excerpts(obstacles: &[InTheWay]) -> Vec<Block> {
    let mut all: Vec<(&str, Vec<Mark>)> = Vec::new();
    for each in obstacles {
        let policy = Mark::new(each.policy.clone(), &each.policy_says);
        match all.iter_mut().find(|(term, _)| *term == each.term) {
            Some((_, marks)) => marks.push(policy),
            None => {
                let mut marks = vec![Mark::new(each.proposal.clone(), &each.proposal_says)];
                let further = each.further.iter();
                marks.extend(further.map(|said| Mark::new(said.place.clone(), &said.says)));
                marks.push(policy);
                all.push((&each.term, marks));
            }
        }
    }
    let each = all.into_iter();
    each.map(|(_, marks)| Block::Excerpt(marks)).collect()
}

fn finding_facts(finding: &Finding, full: &FindingInFull) -> Vec<Fact> {
    let mut all = Vec::new();
    for evidence in finding.telling() {
        // What is excerpted was said there.
        if finding
            .obstacles()
            .iter()
            .any(|each| each.term == evidence.term)
        {
            all.extend(supported(evidence));
        } else {
            all.push(provided(evidence));
        }
    }
    // What decides though no line looks at it.
    for each in finding.from_afar() {
        let place = Untrusted::from(each.place.to_string());
        let said = phrase![Phrase::name(&each.term), ": ", &each.says, " (", place, ")"];
        all.push(Fact::new(Label::Decides, said));
    }
    if !is_told(finding, full) {
        let settled = [Label::MetIf, Label::UnmetIf];
        let is_open = finding.verdict == Verdict::Open;
        all.extend(facts::account(&full.account, is_open, settled));
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

/// Whether the places that do not fit say already what forces the verdict.
fn is_told(finding: &Finding, full: &FindingInFull) -> bool {
    let account = &full.account;
    let Some(forced) = &account.forced_by else {
        return false;
    };
    let obstacles = finding.obstacles();
    let shown = |term: &String| obstacles.iter().any(|each| each.term == *term);
    let all_are_needed = obstacles
        .iter()
        .all(|each| forced.items.contains(&each.term));
    forced.fewest
        && !account.limited
        && account.by_way_of.is_empty()
        && !forced.items.is_empty()
        && forced.items.iter().all(shown)
        && all_are_needed
}

/// Every line as sentences, under whether it holds.
fn lines(finding: &Finding, full: &FindingInFull) -> Vec<Fact> {
    let mut told: Vec<&RoleName> = Vec::new();
    let each = full.lines.iter().map(|line| {
        let first = !told.contains(&&line.role);
        told.push(&line.role);
        Fact {
            label: match line.standing {
                Standing::Holds => Label::Held,
                Standing::Fails => Label::Fails,
                Standing::Open => Label::Open,
            },
            body: sentences_of(line, finding, first),
        }
    });
    each.collect()
}

/// A line as sentences, the first with the part that the line plays. How a reading understands the
/// source, and what it comes to, is said at its first line.
fn sentences_of(line: &Line, finding: &Finding, first: bool) -> Vec<Paragraph> {
    let before = match &line.role {
        RoleName::Must => Phrase::default(),
        RoleName::When => "Applies when: ".into(),
        RoleName::Unless => "Unless: ".into(),
        RoleName::Reading(name) => {
            let reading = finding.readings.iter().find(|each| each.name == *name);
            match reading.filter(|_| first) {
                Some(reading) => phrase![read(reading, finding), ": "],
                None => phrase!["Reading ", Phrase::name(name), ": "],
            }
        }
    };
    let mut sentences = sentences(&line.sentences);
    if let Some(first) = sentences.first_mut() {
        first.text = before.with(&first.text);
    }
    sentences
}

/// `Reading strict (all guarantors are Western; unmet)`, with the verdict where the readings differ.
fn read(reading: &ReadingVerdict, finding: &Finding) -> Phrase {
    let name = phrase!["Reading ", Phrase::name(&reading.name)];
    let differ = finding
        .readings
        .iter()
        .any(|each| each.verdict != reading.verdict);
    let gloss = Some(Phrase::from(&reading.gloss)).filter(|gloss| !gloss.is_empty());
    let verdict = differ.then(|| phrase!["so read: ", reading.verdict.word()]);
    let parts: Vec<Phrase> = gloss.into_iter().chain(verdict).collect();
    if parts.is_empty() {
        return name;
    }
    phrase![name, " (", Phrase::joined(parts, "; "), ")"]
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
        let notes = full.into_iter().flat_map(|full| &full.notes);
        let notes: Vec<Fact> = notes.map(|note| Fact::new(Label::Note, note)).collect();
        blocks.extend((!notes.is_empty()).then_some(Block::Facts(notes)));
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
    all
}
