//! What came instead of what was expected: a count first, then only what failed.

mod snapshot;

pub use snapshot::snapshot_review;

use super::block::{Block, Mark, Page, Paragraph, Section, Status, Tone};
use super::diagnostic::notice;
use crate::answer::{Finding, TestAnswer, TestFailure, TestSummary, Tested, Tests, WarningAnswer};
use crate::phrase;
use crate::questions::explain::Standing;
use crate::text::Phrase;

/// The most prerequisites that are shown for one joint verdict, and the most places of each.
const FEW: usize = 3;

/// How many tests passed, and what failed, with its reasons.
#[must_use]
pub fn tests(tests: &Tests) -> Page {
    let mut page = Page::titled("Tests").with(status(&tests.summary));
    page.blocks.extend(
        snapshots(&tests.summary)
            .into_iter()
            .map(|text| Paragraph::new(0, text).into()),
    );
    let beside = tests.summary.without_expectation;
    if beside > 0 {
        let proposals = Phrase::counted(beside as u64, "proposal");
        let have = if beside == 1 { " has" } else { " have" };
        let text = phrase![proposals, have, " no expectation and no snapshot"];
        page.push(Paragraph::new(0, text));
    }
    for test in tests.tests.iter().filter(|test| !test.passed) {
        page.push(failed(test));
    }
    for section in snapshot::in_brief(&tests.snapshots) {
        page.push(section);
    }
    page
}

/// `Snapshots: 3 as they were, 1 changed, 2 new`; nothing where all are as they were.
fn snapshots(summary: &TestSummary) -> Option<Phrase> {
    let counts = summary.snapshots;
    let parts = [
        (counts.same, "as they were"),
        (counts.changed, "changed"),
        (counts.new, "new"),
        (counts.accepted, "accepted"),
        (counts.rejected, "rejected"),
        (counts.skipped, "skipped"),
    ];
    if parts.iter().skip(1).all(|(count, _)| *count == 0) {
        return None;
    }
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, what)| phrase![count, " ", what]);
    let parts = Phrase::joined(parts, ", ");
    (!parts.is_empty()).then(|| phrase!["Snapshots: ", parts])
}

/// `FAILED   1 of 5 tests; 4 passed`.
fn status(summary: &TestSummary) -> Status {
    let tests = |count: usize| Phrase::counted(count as u64, "test");
    let mut parts = Vec::new();
    let pending = summary.snapshots.failed;
    let (tone, word) = match (summary.failed, summary.not_run) {
        (0, 0) if pending == 0 => (Tone::Good, "passed"),
        (0, _) if pending == 0 => (Tone::Open, "not done"),
        (failed, _) => {
            if failed > 0 {
                parts.push(phrase![failed, " of ", tests(summary.run)]);
            }
            if pending > 0 {
                let snapshots = Phrase::counted(summary.snapshots.all() as u64, "snapshot");
                parts.push(phrase![pending, " of ", snapshots]);
            }
            (Tone::Bad, "failed")
        }
    };
    let counts = summary.snapshots;
    let kept = counts.same + counts.accepted + counts.rejected;
    if word != "passed" {
        if summary.passed > 0 && summary.failed == 0 && pending > 0 {
            parts.push(phrase![tests(summary.passed), " passed"]);
        } else if summary.passed > 0 {
            parts.push(phrase![summary.passed, " passed"]);
        }
    } else if summary.run > 0 || kept == 0 {
        parts.push(tests(summary.passed));
    }
    if word == "passed" && kept > 0 {
        parts.push(Phrase::counted(kept as u64, "snapshot"));
    }
    if summary.not_run > 0 {
        parts.push(phrase![summary.not_run, " could not be run"]);
    }
    Status::new(tone, word, Phrase::joined(parts, "; "))
}

fn failed(test: &TestAnswer) -> Section {
    let mut section = Section::new(phrase![&test.name, ", ", test.by_in_words()]);
    let told: Vec<&str> = (test.failures.iter())
        .filter_map(|failure| failure.name.as_deref())
        .collect();
    for (at, failure) in test.failures.iter().enumerate() {
        if at > 0 {
            section = section.with(Section::new(""));
        }
        section
            .blocks
            .push(Paragraph::new(0, failure.in_words()).into());
        reasons(failure, &told, &mut section.blocks);
    }
    section
}

/// Where it was expected, then what the draft says and what the policy asks. What is shown as a
/// failure of its own is not shown again as a reason of the joint verdict.
fn reasons(failure: &TestFailure, told: &[&str], blocks: &mut Vec<Block>) {
    if let Some(because) = &failure.because {
        let text = match failure.of {
            Tested::TurnsOn => because.clone(),
            Tested::Verdict | Tested::Finding | Tested::Warning | Tested::Refusal => {
                phrase!["Because ", because]
            }
        };
        blocks.push(Paragraph::new(1, text).into());
    }
    let says = phrase!["expected ", &failure.expected];
    let mut marks = vec![Mark::new(failure.place.clone(), says)];
    if failure.of == Tested::Finding {
        marks.extend(failure.findings.iter().flat_map(of_finding));
    }
    marks.extend(failure.warning.iter().flat_map(of_warning));
    blocks.push(excerpt(marks));
    if failure.of == Tested::Verdict {
        let new = |finding: &&Finding| !told.contains(&finding.id.as_str());
        let all: Vec<&Finding> = failure.findings.iter().filter(new).collect();
        of_verdict(&all, blocks);
    }
    for said in &failure.errors {
        blocks.push(Section::new("").with(notice(said)).into());
    }
}

/// The first prerequisites that keep a text from being met, and how many more there are.
fn of_verdict(findings: &[&Finding], blocks: &mut Vec<Block>) {
    for finding in findings.iter().take(FEW) {
        let name = Phrase::name(&finding.id);
        let text = phrase![name, " is ", finding.verdict.word()];
        let section = Section::new("").with(Paragraph::new(1, text));
        blocks.push(section.with(excerpt(of_finding(finding))).into());
    }
    if let Some(more) = findings.get(FEW..).filter(|more| !more.is_empty()) {
        let names = more.iter().map(|finding| Phrase::name(&finding.id));
        let text = phrase!["And ", more.len(), " more: ", Phrase::joined(names, ", ")];
        let section = Section::new("").with(Paragraph::new(1, text));
        blocks.push(section.into());
    }
}

/// Places with what is said there, each once.
fn excerpt(all: Vec<Mark>) -> Block {
    let mut marks: Vec<Mark> = Vec::with_capacity(all.len());
    for mark in all {
        if marks.iter().all(|known| known.place != mark.place) {
            marks.push(mark);
        }
    }
    Block::Excerpt(marks)
}

/// What the draft says and what the policy asks: what stands in the way, or else what decides and how
/// each line stands.
fn of_finding(finding: &Finding) -> Vec<Mark> {
    let obstacles = finding.obstacles();
    if !obstacles.is_empty() {
        let both = obstacles.iter().take(FEW).flat_map(|each| {
            [
                Mark::new(each.proposal.clone(), &each.proposal_says),
                Mark::new(each.policy.clone(), &each.policy_says),
            ]
        });
        return both.collect();
    }
    let Some(full) = &finding.full else {
        return Vec::new();
    };
    let decided = full.decided_by.iter().take(FEW).map(|each| {
        let says = phrase![Phrase::name(&each.term), ": ", &each.says];
        Mark::new(each.place.clone(), says)
    });
    let lines = full.lines.iter().take(FEW).map(|line| {
        let standing = match line.standing {
            Standing::Holds => "holds",
            Standing::Fails => "does not hold",
            Standing::Open => "open",
        };
        Mark::new(line.place.clone(), standing)
    });
    decided.chain(lines).collect()
}

fn of_warning(warning: &WarningAnswer) -> Vec<Mark> {
    let Some(full) = &warning.full else {
        return Vec::new();
    };
    let said = full.evidence.iter().take(FEW).map(|evidence| {
        let says = phrase![Phrase::name(&evidence.term), ": ", &evidence.says];
        Mark::new(evidence.place.clone(), says)
    });
    let raised = Mark::new(full.place.clone(), "raised when this holds");
    said.chain([raised]).collect()
}
