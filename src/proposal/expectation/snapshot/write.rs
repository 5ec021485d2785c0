//! Writes a snapshot so that people can read it, and that a change of one thing changes few lines.

use std::fmt::Write as _;

use super::super::write::{key, written};
use super::{FindingRecord, JudgedRecord, Record, SnapshotPart};
use crate::proposal::statement::word;

/// What stands at the top of each.
const HEAD: &str = "# What policies say of this text. Written by servanda.\n";
/// How many columns a list may take before each of its items gets a line.
const WIDTH: usize = 80;

/// The text of a file with these parts, in this order. Parts of one fixture stand together.
#[must_use]
pub fn text(parts: &[SnapshotPart]) -> String {
    let mut out = HEAD.to_owned();
    let mut names: Vec<Option<&String>> = Vec::new();
    for part in parts {
        if !names.contains(&part.fixture.as_ref()) {
            names.push(part.fixture.as_ref());
        }
    }
    // The text of the file itself comes first.
    names.sort_by_key(Option::is_some);
    let mut is_first = true;
    for name in names {
        let mut depth = 0;
        if let Some(name) = name {
            if std::mem::take(&mut is_first) {
                out.push_str("fixtures:\n");
            }
            let _ = writeln!(out, "  {}:", key(name));
            depth = 2;
        }
        line(&mut out, depth, "policies:");
        for part in parts.iter().filter(|part| part.fixture.as_ref() == name) {
            line(&mut out, depth + 1, &format!("{}:", key(&part.policy)));
            record(&mut out, depth + 2, &part.record);
        }
    }
    out
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{:blanks$}{text}", "", blanks = 2 * depth);
}

fn record(out: &mut String, depth: usize, record: &Record) {
    match record {
        Record::Refused(codes) => list(out, depth, "error", codes),
        Record::Judged(judged) => self::judged(out, depth, judged),
    }
}

fn judged(out: &mut String, depth: usize, judged: &JudgedRecord) {
    let verdict = written(judged.verdict.word());
    line(out, depth, &format!("verdict: {verdict}"));
    line(out, depth, &format!("score: {}", judged.score));
    list(out, depth, "turns_on", &judged.turns_on);
    list(out, depth, "turns_on_readings", &judged.turns_on_readings);
    if !judged.findings.is_empty() {
        line(out, depth, "findings:");
    }
    for finding in &judged.findings {
        self::finding(out, depth + 1, finding);
    }
    if !judged.warnings.is_empty() {
        line(out, depth, "warnings:");
    }
    for (name, alarm) in &judged.warnings {
        line(out, depth + 1, &format!("{}: {}", word(name), alarm.word()));
    }
}

fn finding(out: &mut String, depth: usize, finding: &FindingRecord) {
    let (name, verdict) = (word(&finding.name), written(finding.verdict.word()));
    if finding.readings.is_empty() && finding.turns_on.is_empty() {
        line(out, depth, &format!("{name}: {verdict}"));
        return;
    }
    line(out, depth, &format!("{name}:"));
    line(out, depth + 1, &format!("verdict: {verdict}"));
    if !finding.readings.is_empty() {
        line(out, depth + 1, "readings:");
        for (reading, verdict) in &finding.readings {
            let verdict = written(verdict.word());
            line(out, depth + 2, &format!("{}: {verdict}", word(reading)));
        }
    }
    list(out, depth + 1, "turns_on", &finding.turns_on);
}

/// A list on one line if it fits, else an item a line. None if it is empty.
fn list(out: &mut String, depth: usize, key: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    let items: Vec<String> = items.iter().map(|item| item_of(item)).collect();
    let short = format!("{key}: [{}]", items.join(", "));
    if 2 * depth + short.len() <= WIDTH {
        line(out, depth, &short);
        return;
    }
    line(out, depth, &format!("{key}:"));
    for item in items {
        line(out, depth + 1, &format!("- {item}"));
    }
}

/// Codes have a slash, which `word` would put into quotes.
fn item_of(item: &str) -> String {
    if item.contains('/') {
        item.to_owned()
    } else {
        word(item)
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_snapshot;
    use super::*;
    use crate::text::{Source, Span};
    use crate::verdict::{Alarm, Verdict};

    fn part(fixture: Option<&str>, policy: &str, record: Record) -> SnapshotPart {
        SnapshotPart {
            fixture: fixture.map(str::to_owned),
            policy: policy.to_owned(),
            span: Span::default(),
            record,
        }
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let names = |count: usize| (0..count).map(|at| format!("a_long_name_{at}")).collect();
        let judged = JudgedRecord {
            verdict: Verdict::NotApplicable,
            score: "3/21 to 9/21".to_owned(),
            turns_on: names(9),
            turns_on_readings: names(1),
            findings: vec![
                FindingRecord {
                    name: "null".to_owned(),
                    verdict: Verdict::Met,
                    readings: Vec::new(),
                    turns_on: Vec::new(),
                },
                FindingRecord {
                    name: "b".to_owned(),
                    verdict: Verdict::Open,
                    readings: vec![
                        ("yes".to_owned(), Verdict::Met),
                        ("strict".to_owned(), Verdict::NotApplicable),
                    ],
                    turns_on: names(2),
                },
            ],
            warnings: vec![("off".to_owned(), Alarm::Raised)],
        };
        let refused = Record::Refused(vec!["proposal/incoherent".to_owned()]);
        let parts = [
            part(None, "column", Record::Judged(judged.clone())),
            part(None, "../odd folder: x/my.servanda", refused.clone()),
            part(Some("a: b"), "column", refused),
            part(Some("no"), "column", Record::Judged(judged)),
        ];
        let text = text(&parts);
        let read = read_snapshot(&Source::new("a.snapshot.yaml", text.as_str())).unwrap();
        assert_eq!(read.parts.len(), parts.len(), "{text}");
        for (read, part) in read.parts.iter().zip(&parts) {
            assert_eq!(
                (&read.fixture, &read.policy, &read.record),
                (&part.fixture, &part.policy, &part.record),
                "{text}"
            );
        }
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }
}
