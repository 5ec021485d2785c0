//! Writes what is expected of a proposal.

use std::fmt::Write as _;

use crate::proposal::statement::{quoted, word};
use crate::verdict::{Alarm, Verdict};

/// What a new test expects of its proposal, by one policy. At least one thing is expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewExpectation {
    /// Why it is expected.
    pub note: String,
    /// The readings that are settled: `PREREQUISITE=NAME`.
    pub readings: Vec<String>,
    /// The joint verdict.
    pub verdict: Option<Verdict>,
    /// The verdicts of prerequisites, by name.
    pub findings: Vec<(String, Verdict)>,
    /// Whether warnings are raised, by name.
    pub warnings: Vec<(String, Alarm)>,
}

impl NewExpectation {
    /// The text of NAME.expect.yaml. The policy is the name of one that is built in, or a path from the
    /// folder that the file will be in.
    #[must_use]
    pub fn text(&self, policy: &str) -> String {
        let mut text = String::new();
        if !self.note.is_empty() {
            let _ = writeln!(text, "note: {}", quoted(&self.note));
        }
        let _ = writeln!(text, "policies:\n  {}:", key(policy));
        if !self.readings.is_empty() {
            let _ = writeln!(text, "    reading: [{}]", self.readings.join(", "));
        }
        if let Some(verdict) = self.verdict {
            let _ = writeln!(text, "    verdict: {}", written(verdict.word()));
        }
        let findings = self.findings.iter();
        let findings = findings.map(|(name, verdict)| (name, verdict.word()));
        let warnings = self.warnings.iter();
        let warnings = warnings.map(|(name, alarm)| (name, alarm.word()));
        named(&mut text, "findings", findings);
        named(&mut text, "warnings", warnings);
        text
    }
}

fn named<'a>(
    text: &mut String,
    key: &str,
    each: impl ExactSizeIterator<Item = (&'a String, &'static str)>,
) {
    if each.len() > 0 {
        let _ = writeln!(text, "    {key}:");
    }
    for (name, said) in each {
        let _ = writeln!(text, "      {}: {}", word(name), written(said));
    }
}

/// A word of a verdict, as files have it: `not_applicable`.
pub(super) fn written(said: &str) -> String {
    said.replace(' ', "_")
}

/// A key of a mapping, in quotes unless it cannot be mistaken.
pub(super) fn key(text: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_-./".contains(char);
    let is_plain = text.chars().all(plain)
        && text.starts_with(|char: char| char == '.' || char.is_ascii_alphabetic());
    if is_plain { word(text) } else { quoted(text) }
}

#[cfg(test)]
mod tests {
    use super::super::{Expected, read_expectations};
    use super::*;
    use crate::text::Source;

    #[test]
    fn what_is_written_is_what_is_read() {
        let new = NewExpectation {
            note: "the \"limit\" is 3".to_owned(),
            readings: vec!["money=strict".to_owned(), "peace=mild".to_owned()],
            verdict: Some(Verdict::NotApplicable),
            findings: vec![("money".to_owned(), Verdict::Unmet)],
            warnings: vec![("null".to_owned(), Alarm::Raised)],
        };
        let path = "../odd folder: x/my.servanda";
        let read = read_expectations(&Source::new("a.expect.yaml", new.text(path))).unwrap();
        let by = &read[0].policies[0];
        assert_eq!(by.policy.value, path);
        let Expected::Judged(expected) = &by.outcome else {
            panic!("it is judged");
        };
        let readings = expected.readings.iter().map(|each| each.value.clone());
        assert_eq!(readings.collect::<Vec<_>>(), new.readings);
        assert_eq!(
            expected.verdict.as_ref().unwrap().value,
            Verdict::NotApplicable
        );
        let findings = expected.findings.iter();
        let findings = findings.map(|each| (each.name.value.clone(), each.verdict.unwrap()));
        assert_eq!(findings.collect::<Vec<_>>(), new.findings);
        let warnings = expected.warnings.iter();
        let warnings = warnings.map(|(name, alarm)| (name.value.clone(), *alarm));
        assert_eq!(warnings.collect::<Vec<_>>(), new.warnings);
        let plain = new.text("column");
        assert!(plain.contains("\n  column:\n"), "{plain}");
    }
}
