//! A YAML tree to a snapshot.

use std::sync::Arc;

use super::super::read::{Entries, Reader};
use super::{FindingRecord, JudgedRecord, Record, Snapshot, SnapshotPart};
use crate::proposal::node::{self, Node, Value};
use crate::proposal::read::{is_empty, take};
use crate::text::{Diagnostic, Source, Spanned};
use crate::verdict::Verdict;

const TOP: &[&str] = &["policies", "fixtures"];
const FIXTURE: &[&str] = &["policies"];
const BY: &[&str] = &[
    "verdict",
    "score",
    "turns_on",
    "turns_on_readings",
    "findings",
    "warnings",
    "error",
];
const FINDING: &[&str] = &["verdict", "readings", "turns_on"];

/// Reads a snapshot.
///
/// # Errors
///
/// Every mistake, in file order; only the first if the text is not YAML.
pub fn read(source: &Arc<Source>) -> Result<Snapshot, Vec<Diagnostic>> {
    let mut reader = Reader::new(source);
    let parts = match node::read(source) {
        Ok(root) => reader.snapshot(root),
        Err(error) => return Err(vec![error.diagnostic(source, source)]),
    };
    reader.done(Snapshot {
        source: Arc::clone(source),
        parts,
    })
}

impl Reader<'_> {
    fn snapshot(&mut self, root: Node) -> Vec<SnapshotPart> {
        let mut top = self.mapping("policies", root, Some(("a snapshot", TOP)));
        let mut parts = self.parts(None, &mut top);
        if let Some((_, node)) = take(&mut top, "fixtures") {
            for (name, node) in self.mapping("fixtures", node, None) {
                let known = Some(("a fixture of a snapshot", FIXTURE));
                let mut entries = self.mapping(&name.value, node, known);
                parts.extend(self.parts(Some(&name.value), &mut entries));
            }
        }
        parts
    }

    fn parts(&mut self, fixture: Option<&String>, entries: &mut Entries) -> Vec<SnapshotPart> {
        let Some((_, node)) = take(entries, "policies") else {
            return Vec::new();
        };
        let each = self.mapping("policies", node, None).into_iter();
        let each = each.filter_map(|(policy, node)| {
            let known = Some(("a snapshot", BY));
            let entries = self.mapping(&policy.value, node, known);
            Some(SnapshotPart {
                fixture: fixture.cloned(),
                span: policy.span,
                record: self.record(&policy, entries)?,
                policy: policy.value,
            })
        });
        each.collect()
    }

    fn record(&mut self, policy: &Spanned<String>, mut entries: Entries) -> Option<Record> {
        if let Some((_, node)) = take(&mut entries, "error") {
            return Some(Record::Refused(self.listed("error", node)));
        }
        let Some((_, verdict)) = take(&mut entries, "verdict") else {
            self.nothing(format!("of `{}`", policy.value), policy.span);
            return None;
        };
        let mut record = JudgedRecord {
            verdict: self.verdict("verdict", &verdict)?.value,
            score: String::new(),
            turns_on: Vec::new(),
            turns_on_readings: Vec::new(),
            findings: Vec::new(),
            warnings: Vec::new(),
        };
        for (key, node) in entries {
            match key.value.as_str() {
                "score" => record.score = self.listed("score", node).join(" "),
                "turns_on" => record.turns_on = self.listed("turns_on", node),
                "turns_on_readings" => record.turns_on_readings = self.listed(&key.value, node),
                "findings" => {
                    for (name, node) in self.named("findings", node) {
                        record.findings.extend(self.finding_record(name, node));
                    }
                }
                _ => {
                    for (name, node) in self.named("warnings", node) {
                        let alarm = self.alarm(&name.value, &node);
                        record
                            .warnings
                            .extend(alarm.map(|alarm| (name.value, alarm)));
                    }
                }
            }
        }
        Some(Record::Judged(record))
    }

    fn finding_record(&mut self, name: Spanned<String>, node: Node) -> Option<FindingRecord> {
        let (mut readings, mut turns_on) = (Vec::new(), Vec::new());
        let verdict = if let Value::Mapping(_) = node.value {
            let known = Some(("a finding of a snapshot", FINDING));
            let mut entries = self.mapping(&name.value, node, known);
            if let Some((_, node)) = take(&mut entries, "readings") {
                for (reading, node) in self.named("readings", node) {
                    let verdict = self.verdict(&reading.value, &node);
                    let verdict: Option<Verdict> = verdict.map(|verdict| verdict.value);
                    readings.extend(verdict.map(|verdict| (reading.value, verdict)));
                }
            }
            if let Some((_, node)) = take(&mut entries, "turns_on") {
                turns_on = self.listed("turns_on", node);
            }
            let Some((_, node)) = take(&mut entries, "verdict") else {
                self.nothing(format!("of `{}`", name.value), name.span);
                return None;
            };
            self.verdict("verdict", &node)?.value
        } else {
            self.verdict(&name.value, &node)?.value
        };
        Some(FindingRecord {
            name: name.value,
            verdict,
            readings,
            turns_on,
        })
    }

    fn named(&mut self, key: &str, node: Node) -> Entries {
        if is_empty(&node) {
            return Vec::new();
        }
        self.mapping(key, node, None)
    }

    fn listed(&mut self, key: &str, node: Node) -> Vec<String> {
        let texts = self.texts(key, "a text, or a list of texts", node);
        texts.into_iter().map(|text| text.value).collect()
    }
}
