//! What policies say of texts now, against what they said when that was kept.

use serde::Serialize;

use super::super::{CheckAnswer, Score};
use crate::phrase;
use crate::proposal::{FindingRecord, JudgedRecord, Record};
use crate::text::{Phrase, Untrusted};
use crate::verdict::{Alarm, Verdict};

/// What a policy says of a text, against its snapshot.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Snapshot", deny_unknown_fields))]
#[non_exhaustive]
pub struct SnapshotAnswer {
    /// The path of the text without its ending, and of a fixture among several `::` and its own name after
    /// that.
    pub name: Untrusted,
    /// Its own name in a file that holds several; absent where the text is a file of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixture: Option<Untrusted>,
    /// The file of the text.
    pub file: Untrusted,
    /// The file of the snapshot.
    pub snapshot: Untrusted,
    /// The policy, as the snapshot names it.
    pub policy: Untrusted,
    /// How the two compare.
    pub state: SnapshotState,
    /// What is done about a difference; absent where there is none, or nothing is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<SnapshotDecision>,
    /// What differs; of what is new, all that is kept.
    pub differences: Vec<SnapshotDifference>,
}

/// How what a policy says compares with the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SnapshotState {
    /// It is the same.
    Same,
    /// It differs.
    Changed,
    /// There is no snapshot of it yet.
    New,
}

/// What is done about a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SnapshotDecision {
    /// The snapshot is what came now.
    Accepted,
    /// The snapshot stays.
    Rejected,
    /// It waits for a review.
    Skipped,
}

/// Something that a policy says otherwise than it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct SnapshotDifference {
    /// What it is about.
    pub of: Recorded,
    /// The prerequisite or the warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The reading of the prerequisite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What it was; absent where it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Phrase>,
    /// What it is; absent where it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Phrase>,
    /// Of a list, which names are not there any more, and which are new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<Phrase>,
}

/// What a snapshot keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Recorded {
    /// That the text is refused, and with which codes.
    Refusal,
    /// The joint verdict.
    Verdict,
    /// The score.
    Score,
    /// The terms that an open verdict turns on, of the text or of a prerequisite.
    TurnsOn,
    /// The prerequisites whose reading an open joint verdict turns on.
    TurnsOnReadings,
    /// The verdict on a prerequisite, or on it under one reading.
    Finding,
    /// A warning.
    Warning,
}

/// How many snapshots there are, and how they compare. A snapshot is of one text by one policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct SnapshotSummary {
    /// How many are as they were.
    pub same: usize,
    /// How many are not, and nothing was decided of them.
    pub changed: usize,
    /// How many are new, and nothing was decided of them.
    pub new: usize,
    /// How many were changed or new, and were accepted.
    pub accepted: usize,
    /// How many were, and were rejected.
    pub rejected: usize,
    /// How many were, and were skipped in a review.
    pub skipped: usize,
    /// How many of all are not as they should be: changed or new, and not settled.
    pub failed: usize,
}

impl SnapshotSummary {
    /// How many there are.
    #[must_use]
    pub fn all(self) -> usize {
        let decided = self.accepted + self.rejected + self.skipped;
        self.same + self.changed + self.new + decided
    }

    pub(crate) fn of(snapshots: &[SnapshotAnswer]) -> Self {
        let mut counts = Self::default();
        for snapshot in snapshots {
            counts.failed += usize::from(!snapshot.is_settled());
            *match (snapshot.decision, snapshot.state) {
                (Some(SnapshotDecision::Accepted), _) => &mut counts.accepted,
                (Some(SnapshotDecision::Rejected), _) => &mut counts.rejected,
                (Some(SnapshotDecision::Skipped), _) => &mut counts.skipped,
                (None, SnapshotState::Same) => &mut counts.same,
                (None, SnapshotState::Changed) => &mut counts.changed,
                (None, SnapshotState::New) => &mut counts.new,
            } += 1;
        }
        counts
    }
}

/// What a snapshot is of, and where it is kept.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "as the fields of `SnapshotAnswer`")]
pub struct SnapshotOf<'a> {
    pub name: &'a str,
    pub fixture: Option<&'a str>,
    pub file: &'a str,
    pub snapshot: &'a str,
    pub policy: &'a str,
}

impl SnapshotAnswer {
    /// What is said now against what was kept.
    #[must_use]
    pub fn new(of: SnapshotOf<'_>, was: Option<&Record>, is: &Record) -> Self {
        let differences = differences(was, is);
        let state = match was {
            None => SnapshotState::New,
            Some(_) if differences.is_empty() => SnapshotState::Same,
            Some(_) => SnapshotState::Changed,
        };
        Self {
            name: of.name.into(),
            fixture: of.fixture.map(Into::into),
            file: of.file.into(),
            snapshot: of.snapshot.into(),
            policy: of.policy.into(),
            state,
            decision: None,
            differences,
        }
    }

    /// Whether it is as it was, was accepted, or is new and is not to be kept.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match (self.state, self.decision) {
            (SnapshotState::Same, _) | (_, Some(SnapshotDecision::Accepted)) => true,
            (SnapshotState::New, decision) => decision == Some(SnapshotDecision::Rejected),
            (SnapshotState::Changed, _) => false,
        }
    }
}

/// What is kept of an answer in which everything is explained; `None` if a limit cut that short.
pub(crate) fn record(came: &CheckAnswer) -> Option<Record> {
    let account = came.account.as_ref().filter(|account| !account.limited)?;
    let mut findings = Vec::with_capacity(came.findings.len());
    for finding in &came.findings {
        let explained = &finding.full.as_ref()?.account;
        if explained.limited {
            return None;
        }
        // Where all readings agree, the verdict says it.
        let differs = |reading: &super::super::ReadingVerdict| reading.verdict != finding.verdict;
        let readings = finding.readings.iter();
        let readings = readings.map(|each| (each.name.clone(), each.verdict));
        findings.push(FindingRecord {
            name: finding.id.clone(),
            verdict: finding.verdict,
            readings: if finding.verdict == Verdict::Open || finding.readings.iter().any(differs) {
                readings.collect()
            } else {
                Vec::new()
            },
            turns_on: explained.turns_on.clone(),
        });
    }
    let warnings = came.warnings.iter();
    Some(Record::Judged(JudgedRecord {
        verdict: came.verdict,
        score: score(&came.score),
        turns_on: account.turns_on.clone(),
        turns_on_readings: account.turns_on_readings.clone(),
        findings,
        warnings: warnings
            .map(|warning| (warning.id.clone(), warning.verdict))
            .collect(),
    }))
}

/// `3/21 to 9/21`: weights, which are exact.
fn score(score: &Score) -> String {
    match (score.weights, score.missing) {
        (Some(weights), _) if weights.low == weights.high => {
            format!("{}/{}", weights.low.met, weights.low.of)
        }
        (Some(weights), _) => {
            let (low, high) = (weights.low, weights.high);
            format!("{}/{} to {}/{}", low.met, low.of, high.met, high.of)
        }
        (None, Some(super::super::NoScore::NothingApplies)) => "nothing applies".to_owned(),
        (None, _) => "not bounded".to_owned(),
    }
}

/// What differs between a snapshot and what came; of what is new, all of it.
fn differences(was: Option<&Record>, is: &Record) -> Vec<SnapshotDifference> {
    let (before, now) = (was.map(facts).unwrap_or_default(), facts(is));
    // What a verdict turns on, and what it is under each reading, is not kept of every verdict: if that
    // is another, this is not told as well.
    let told_by = |about: &About, other: &[Fact]| match about.verdict() {
        Some(verdict) => {
            let has = |facts: &[Fact]| find(facts, &verdict).map(Says::in_words);
            was.is_some() && has(other).is_some() && has(&before) != has(&now)
        }
        None => false,
    };
    let is_refused = |record: &Record| matches!(record, Record::Refused(_));
    if was.is_some_and(|was| is_refused(was) != is_refused(is)) {
        let first = |facts: &[Fact]| {
            facts
                .first()
                .map(|fact| (fact.about.clone(), fact.says.clone()))
        };
        let gone = first(&before).map(|(about, says)| about.differs(Some(&says), None));
        let comes = first(&now).map(|(about, says)| about.differs(None, Some(&says)));
        return gone.into_iter().chain(comes).collect();
    }
    let mut all = Vec::new();
    for fact in &now {
        match find(&before, &fact.about) {
            Some(was) if was.same(&fact.says) => {}
            None if told_by(&fact.about, &before) => {}
            was => all.push(fact.about.differs(was, Some(&fact.says))),
        }
    }
    for fact in &before {
        if find(&now, &fact.about).is_none() && !told_by(&fact.about, &now) {
            all.push(fact.about.differs(Some(&fact.says), None));
        }
    }
    all
}

fn find<'f>(facts: &'f [Fact], about: &About) -> Option<&'f Says> {
    let mut found = facts.iter().filter(|fact| fact.about == *about);
    found.next().map(|fact| &fact.says)
}

impl SnapshotDifference {
    /// `pledge_scope: was met, is open`.
    #[must_use]
    pub fn in_words(&self) -> Phrase {
        let about = self.about();
        if let Some(how) = &self.how {
            return phrase![about, " ", how];
        }
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => phrase![about, " was ", was, ", is ", is],
            (Some(was), None) => phrase![about, " was ", was, ", is not there any more"],
            (None, Some(is)) => phrase![about, " was not there, is ", is],
            (None, None) => about,
        }
    }

    /// What it is about, with a colon.
    #[must_use]
    pub fn about(&self) -> Phrase {
        let differs = self;
        let name = differs.name.as_ref().map(Phrase::name).unwrap_or_default();
        match (differs.of, &differs.reading) {
            (Recorded::Refusal, _) => "refusal:".into(),
            (Recorded::Verdict, _) => "verdict:".into(),
            (Recorded::Score, _) => "score:".into(),
            (Recorded::TurnsOn, _) if differs.name.is_some() => phrase![name, " turns on:"],
            (Recorded::TurnsOn, _) => "turns on:".into(),
            (Recorded::TurnsOnReadings, _) => "turns on the reading of:".into(),
            (Recorded::Finding, Some(reading)) => {
                phrase![name, " read as ", Phrase::code(reading), ":"]
            }
            (Recorded::Finding, None) => phrase![name, ":"],
            (Recorded::Warning, _) => phrase!["warning ", name, ":"],
        }
    }
}

/// One thing that a snapshot keeps.
struct Fact {
    about: About,
    says: Says,
}

#[derive(Clone, PartialEq, Eq)]
struct About {
    of: Recorded,
    name: Option<String>,
    reading: Option<String>,
}

#[derive(Clone, Debug)]
enum Says {
    Word(String),
    Names(Vec<String>),
}

impl Says {
    /// In which order names stand is no difference.
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word(one), Self::Word(other)) => one == other,
            (Self::Names(one), Self::Names(other)) => {
                one.len() == other.len() && one.iter().all(|name| other.contains(name))
            }
            _ => false,
        }
    }

    /// `no longer nato_path; now also us_role`, of lists.
    fn differs(&self, now: &Self) -> Option<Phrase> {
        let (Self::Names(was), Self::Names(now)) = (self, now) else {
            return None;
        };
        let less = |all: &[String], others: &[String]| {
            let names = all.iter().filter(|name| !others.contains(name));
            let names = Phrase::joined(names.map(Phrase::name), ", ");
            (!names.is_empty()).then_some(names)
        };
        match (less(was, now), less(now, was)) {
            (Some(gone), Some(new)) => Some(phrase!["no longer ", gone, "; now also ", new]),
            (Some(gone), None) => Some(phrase!["no longer ", gone]),
            (None, Some(new)) => Some(phrase!["now also ", new]),
            (None, None) => None,
        }
    }

    fn in_words(&self) -> Phrase {
        match self {
            Self::Word(word) => Phrase::value(word),
            Self::Names(names) if names.is_empty() => "nothing".into(),
            Self::Names(names) => Phrase::joined(names.iter().map(Phrase::name), ", "),
        }
    }
}

impl About {
    fn the(of: Recorded) -> Self {
        Self {
            of,
            name: None,
            reading: None,
        }
    }

    fn named(of: Recorded, name: &str) -> Self {
        Self {
            name: Some(name.to_owned()),
            ..Self::the(of)
        }
    }

    /// The verdict that this belongs to.
    fn verdict(&self) -> Option<Self> {
        match (self.of, &self.name) {
            (Recorded::TurnsOn, Some(name)) => Some(Self::named(Recorded::Finding, name)),
            (Recorded::TurnsOn | Recorded::TurnsOnReadings, None) => {
                Some(Self::the(Recorded::Verdict))
            }
            (Recorded::Finding, Some(name)) if self.reading.is_some() => {
                Some(Self::named(Recorded::Finding, name))
            }
            _ => None,
        }
    }

    fn differs(&self, was: Option<&Says>, is: Option<&Says>) -> SnapshotDifference {
        SnapshotDifference {
            of: self.of,
            name: self.name.clone(),
            reading: self.reading.clone(),
            was: was.map(Says::in_words),
            is: is.map(Says::in_words),
            how: (was.zip(is)).and_then(|(was, is)| was.differs(is)),
        }
    }
}

/// Everything that a record keeps. A list of terms is there where it could hold any.
fn facts(record: &Record) -> Vec<Fact> {
    let judged = match record {
        Record::Judged(judged) => judged,
        Record::Refused(codes) => {
            let about = About::the(Recorded::Refusal);
            let says = Says::Names(codes.clone());
            return vec![Fact { about, says }];
        }
    };
    let mut all = Vec::new();
    let mut keep = |about: About, says: Says| all.push(Fact { about, says });
    let word = |verdict: Verdict| Says::Word(verdict.word().to_owned());
    keep(About::the(Recorded::Verdict), word(judged.verdict));
    keep(
        About::the(Recorded::Score),
        Says::Word(judged.score.clone()),
    );
    for finding in &judged.findings {
        let about = About::named(Recorded::Finding, &finding.name);
        keep(about.clone(), word(finding.verdict));
        for (reading, verdict) in &finding.readings {
            let about = About {
                reading: Some(reading.clone()),
                ..about.clone()
            };
            keep(about, word(*verdict));
        }
        if finding.verdict == Verdict::Open {
            let about = About::named(Recorded::TurnsOn, &finding.name);
            keep(about, Says::Names(finding.turns_on.clone()));
        }
    }
    for (name, alarm) in &judged.warnings {
        let word = Alarm::word(*alarm).to_owned();
        keep(About::named(Recorded::Warning, name), Says::Word(word));
    }
    if judged.verdict == Verdict::Open {
        let names = |of, names: &[String]| (About::the(of), Says::Names(names.to_vec()));
        let (about, says) = names(Recorded::TurnsOn, &judged.turns_on);
        keep(about, says);
        let (about, says) = names(Recorded::TurnsOnReadings, &judged.turns_on_readings);
        keep(about, says);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> JudgedRecord {
        let finding = |name: &str, verdict| FindingRecord {
            name: name.to_owned(),
            verdict,
            readings: Vec::new(),
            turns_on: Vec::new(),
        };
        let names = |names: [&str; 2]| names.map(str::to_owned).to_vec();
        JudgedRecord {
            verdict: Verdict::Open,
            score: "1/2 to 2/2".to_owned(),
            turns_on: names(["a", "b"]),
            turns_on_readings: names(["x", "y"]),
            findings: vec![
                finding("x", Verdict::Met),
                FindingRecord {
                    readings: vec![
                        ("strict".to_owned(), Verdict::Unmet),
                        ("mild".to_owned(), Verdict::Open),
                    ],
                    turns_on: names(["a", "b"]),
                    ..finding("y", Verdict::Open)
                },
            ],
            warnings: vec![
                ("w".to_owned(), Alarm::Clear),
                ("v".to_owned(), Alarm::Open),
            ],
        }
    }

    fn differ(change: impl Fn(&mut JudgedRecord)) -> Vec<(Recorded, Option<String>)> {
        let (was, mut is) = (record(), record());
        change(&mut is);
        let (was, is) = (Record::Judged(was), Record::Judged(is));
        // What differs one way differs the other way, too.
        let told = |was: &Record, is: &Record| {
            let all = differences(Some(was), is).into_iter();
            let mut all: Vec<_> = all.map(|each| (each.of, each.name)).collect();
            all.sort_by_key(|(of, name)| (*of as usize, name.clone()));
            all
        };
        assert_eq!(told(&was, &is), told(&is, &was));
        told(&was, &is)
    }

    #[test]
    fn the_order_of_names_is_no_difference() {
        let none = differ(|record| {
            record.turns_on.reverse();
            record.turns_on_readings.reverse();
            record.findings.reverse();
            record.findings[0].readings.reverse();
            record.findings[0].turns_on.reverse();
            record.warnings.reverse();
        });
        assert_eq!(none, []);
    }

    #[test]
    fn each_change_is_told_once() {
        let y = || Some("y".to_owned());
        let score = differ(|record| record.score = "2/2".to_owned());
        assert_eq!(score, [(Recorded::Score, None)]);
        let terms = differ(|record| record.turns_on.truncate(1));
        assert_eq!(terms, [(Recorded::TurnsOn, None)]);
        let readings = differ(|record| record.turns_on_readings.truncate(1));
        assert_eq!(readings, [(Recorded::TurnsOnReadings, None)]);
        let of_finding = differ(|record| record.findings[1].turns_on.truncate(1));
        assert_eq!(of_finding, [(Recorded::TurnsOn, y())]);
        let read = differ(|record| record.findings[1].readings[0].1 = Verdict::Met);
        assert_eq!(read, [(Recorded::Finding, y())]);
        let warning = differ(|record| record.warnings[0].1 = Alarm::Raised);
        assert_eq!(warning, [(Recorded::Warning, Some("w".to_owned()))]);
        let gone = differ(|record| record.warnings.truncate(1));
        assert_eq!(gone, [(Recorded::Warning, Some("v".to_owned()))]);
    }

    /// What an open verdict turns on goes with it, and is not told besides.
    #[test]
    fn what_follows_from_a_verdict_is_not_told_as_well() {
        let met = differ(|record| {
            record.findings[1].verdict = Verdict::Met;
            record.findings[1].readings.clear();
            record.findings[1].turns_on.clear();
        });
        assert_eq!(met, [(Recorded::Finding, Some("y".to_owned()))]);
        let joint = differ(|record| {
            record.verdict = Verdict::Unmet;
            record.turns_on.clear();
            record.turns_on_readings.clear();
        });
        assert_eq!(joint, [(Recorded::Verdict, None)]);
        let refused = Record::Refused(vec!["proposal/incoherent".to_owned()]);
        let all = differences(Some(&Record::Judged(record())), &refused);
        let all: Vec<Recorded> = all.iter().map(|each| each.of).collect();
        assert_eq!(all, [Recorded::Verdict, Recorded::Refusal]);
        assert_eq!(differences(Some(&refused), &refused), []);
    }
}
