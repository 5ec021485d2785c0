//! What was expected of proposals, and what came.

mod snapshot;

pub(crate) use snapshot::record;
pub use snapshot::{
    Recorded, SnapshotAnswer, SnapshotDecision, SnapshotDifference, SnapshotOf, SnapshotState,
    SnapshotSummary,
};

use serde::Serialize;

use super::policy::by_id;
use super::{Account, CheckAnswer, Finding, OptionsTaken, PolicyRef, WarningAnswer};
use crate::phrase;
use crate::proposal::{Expectation, Expected, ExpectedBy, ExpectedVerdicts};
use crate::text::{Code, Diagnostic, Phrase, Place, Severity, Spanned, Untrusted};
use crate::verdict::{Alarm, Verdict};

/// What `servanda test` answers: whether each proposal came to what was expected of it.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Tests {
    /// How many tests there are, and how they ended.
    pub summary: TestSummary,
    /// One for each expectation and policy, by the path of the expectation.
    pub tests: Vec<TestAnswer>,
    /// One for each text and policy of which a snapshot is kept, or is to be kept, by the path of the text.
    pub snapshots: Vec<SnapshotAnswer>,
}

/// How many tests there are, and how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct TestSummary {
    /// How many were run.
    pub run: usize,
    /// How many of them came out as expected.
    pub passed: usize,
    /// How many did not.
    pub failed: usize,
    /// How many expectations, or policies of them, could not be tested: what is wrong with them stands
    /// among the errors.
    pub not_run: usize,
    /// How many proposals beside them have no expectation and no snapshot.
    pub without_expectation: usize,
    /// How many snapshots there are, and how they compare.
    pub snapshots: SnapshotSummary,
}

/// A proposal, what was expected of it by a policy, and what came.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Test", deny_unknown_fields))]
#[non_exhaustive]
pub struct TestAnswer {
    /// Its name: the path of the expectation without its ending, and of a fixture among several `::` and
    /// its own name after that.
    pub name: Untrusted,
    /// The file that says what is expected.
    pub expectation: Untrusted,
    /// Its own name in a file that holds several; absent where the proposal is a file of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixture: Option<Untrusted>,
    /// The file of the proposal.
    pub file: Untrusted,
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// How the proposal was taken, and how the policy was read.
    pub options: OptionsTaken,
    /// Whether everything came as expected.
    pub passed: bool,
    /// What did not, in the order of the expectation's kinds: verdict, findings, warnings, what it turns
    /// on.
    pub failures: Vec<TestFailure>,
}

/// Something that did not come as expected.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct TestFailure {
    /// What it is about.
    pub of: Tested,
    /// The prerequisite or the warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What was expected.
    pub expected: Phrase,
    /// What came.
    pub came: Phrase,
    /// Where it was expected.
    pub place: Place,
    /// What the joint verdict comes of, or in what the terms differ that it turns on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Phrase>,
    /// The prerequisite in full; of a joint verdict those that keep it from being met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// The warning in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<WarningAnswer>,
    /// Why the text was refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Diagnostic>,
}

/// What an expectation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Tested {
    /// The joint verdict.
    Verdict,
    /// A prerequisite.
    Finding,
    /// A warning.
    Warning,
    /// What an open verdict turns on, of the text or of a prerequisite.
    TurnsOn,
    /// That the text is refused.
    Refusal,
}

impl TestAnswer {
    /// By which policy, and how it was read: `by column, rival readings of the text counted`.
    #[must_use]
    pub fn by_in_words(&self) -> Phrase {
        let by = phrase!["by ", Phrase::name(self.policy.shown())];
        match self.options.in_words(false) {
            Some(taken) => phrase![by, ", ", taken],
            None => by,
        }
    }
}

impl TestFailure {
    fn new(of: Tested, place: Place, expected: Phrase, came: Phrase) -> Self {
        Self {
            of,
            name: None,
            expected,
            came,
            place,
            because: None,
            findings: Vec::new(),
            warning: None,
            errors: Vec::new(),
        }
    }

    /// `Prerequisite pledge_scope: expected met, came unmet`.
    #[must_use]
    pub fn in_words(&self) -> Phrase {
        let name = self.name.as_ref().map(Phrase::name).unwrap_or_default();
        let about = match self.of {
            Tested::Verdict => "Verdict".into(),
            Tested::Finding => phrase!["Prerequisite ", name],
            Tested::Warning => phrase!["Warning ", name],
            // All of the terms would be too long, and how they differ is said beside it.
            Tested::TurnsOn if self.name.is_some() => {
                return phrase!["What ", name, " turns on is not as expected"];
            }
            Tested::TurnsOn => return "What it turns on is not as expected".into(),
            Tested::Refusal => "Refusal".into(),
        };
        let came = if self.of == Tested::Refusal {
            "; came "
        } else {
            ", came "
        };
        phrase![about, ": expected ", &self.expected, came, &self.came]
    }
}

impl Tests {
    /// Tests in the order in which they were run.
    #[must_use]
    pub fn new(tests: Vec<TestAnswer>, not_run: usize, without_expectation: usize) -> Self {
        let passed = tests.iter().filter(|test| test.passed).count();
        let summary = TestSummary {
            run: tests.len(),
            passed,
            failed: tests.len() - passed,
            not_run,
            without_expectation,
            snapshots: SnapshotSummary::default(),
        };
        Self {
            summary,
            tests,
            snapshots: Vec::new(),
        }
    }

    /// The same with snapshots, in the order in which they were compared.
    #[must_use]
    pub fn with_snapshots(mut self, snapshots: Vec<SnapshotAnswer>) -> Self {
        self.summary.snapshots = SnapshotSummary::of(&snapshots);
        self.snapshots = snapshots;
        self
    }
}

/// The names of the prerequisites and warnings that show why an answer is not what was expected.
pub(crate) fn telling(expected: &ExpectedVerdicts, came: &CheckAnswer) -> Vec<String> {
    let mut names: Vec<String> = other_findings(expected, came)
        .map(|(_, _, finding)| finding.id.clone())
        .collect();
    let warnings = other_warnings(expected, came);
    names.extend(warnings.map(|(_, _, warning)| warning.id.clone()));
    if is_other_verdict(expected, came).is_some() {
        names.extend(keep_from_met(came).map(|finding| finding.id.clone()));
    }
    names
}

/// What of an answer is not what was expected.
pub(crate) fn failures(
    expectation: &Expectation,
    expected: &ExpectedVerdicts,
    came: &CheckAnswer,
) -> Vec<TestFailure> {
    let failure = |of, span, expected: Phrase, came: Phrase| {
        TestFailure::new(of, expectation.place(span), expected, came)
    };
    let mut all = Vec::new();
    if let Some(wanted) = is_other_verdict(expected, came) {
        let (word, came_word) = (wanted.value.word(), came.verdict.word());
        all.push(TestFailure {
            because: Some(came.because.clone()),
            findings: keep_from_met(came).cloned().collect(),
            ..failure(Tested::Verdict, wanted.span, word.into(), came_word.into())
        });
    }
    for (name, wanted, finding) in other_findings(expected, came) {
        let (word, came_word) = (wanted.word(), finding.verdict.word());
        all.push(TestFailure {
            name: Some(name.value.clone()),
            findings: vec![finding.clone()],
            ..failure(Tested::Finding, name.span, word.into(), came_word.into())
        });
    }
    for (name, wanted, warning) in other_warnings(expected, came) {
        let (word, came_word) = (wanted.word(), warning.verdict.word());
        all.push(TestFailure {
            name: Some(name.value.clone()),
            warning: Some(warning.clone()),
            ..failure(Tested::Warning, name.span, word.into(), came_word.into())
        });
    }
    let joint = (None, expected.turns_on.as_ref(), came.account.as_ref());
    let each = expected.findings.iter().filter_map(|wanted| {
        let name = &wanted.name.value;
        let finding = came.findings.iter().find(|each| each.id == *name)?;
        let account = finding.full.as_ref().map(|full| &full.account);
        Some((Some(name), wanted.turns_on.as_ref(), account))
    });
    for (name, wanted, account) in [joint].into_iter().chain(each) {
        let (Some(wanted), Some(account)) = (wanted, account) else {
            continue;
        };
        let Some(differ) = Differ::of(wanted, account) else {
            continue;
        };
        all.push(TestFailure {
            name: name.cloned(),
            because: Some(differ.how),
            ..failure(Tested::TurnsOn, wanted.span, differ.expected, differ.came)
        });
    }
    all
}

/// Terms that a verdict turns on, and others than those that were expected.
struct Differ {
    expected: Phrase,
    came: Phrase,
    how: Phrase,
}

impl Differ {
    fn of(wanted: &Spanned<Vec<Spanned<String>>>, account: &Account) -> Option<Self> {
        let terms: Vec<&str> = wanted.value.iter().map(|term| &*term.value).collect();
        let all_of = |terms: &mut dyn Iterator<Item = &str>| {
            let listed = listed(terms);
            listed.unwrap_or("nothing".into())
        };
        let came = &account.turns_on;
        Some(Self {
            how: other_terms(&terms, came)?,
            expected: all_of(&mut terms.iter().copied()),
            came: all_of(&mut came.iter().map(String::as_str)),
        })
    }
}

fn is_other_verdict<'e>(
    expected: &'e ExpectedVerdicts,
    came: &CheckAnswer,
) -> Option<&'e Spanned<Verdict>> {
    let wanted = expected.verdict.as_ref();
    wanted.filter(|wanted| wanted.value != came.verdict)
}

fn other_findings<'e>(
    expected: &'e ExpectedVerdicts,
    came: &'e CheckAnswer,
) -> impl Iterator<Item = (&'e Spanned<String>, Verdict, &'e Finding)> {
    let each = expected.findings.iter().filter_map(|wanted| {
        let name = &wanted.name;
        let finding = came.findings.iter().find(|each| each.id == name.value)?;
        Some((name, wanted.verdict?, finding))
    });
    each.filter(|(_, wanted, finding)| finding.verdict != *wanted)
}

fn other_warnings<'e>(
    expected: &'e ExpectedVerdicts,
    came: &'e CheckAnswer,
) -> impl Iterator<Item = (&'e Spanned<String>, Alarm, &'e WarningAnswer)> {
    let each = expected.warnings.iter().filter_map(|(name, wanted)| {
        let warning = came.warnings.iter().find(|each| each.id == name.value)?;
        Some((name, *wanted, warning))
    });
    each.filter(|(_, wanted, warning)| warning.verdict != *wanted)
}

/// The prerequisites that keep a text from being met; none where each could be met, but not all at
/// once.
fn keep_from_met(came: &CheckAnswer) -> impl Iterator<Item = &Finding> {
    let verdict = match came.verdict {
        Verdict::Unmet => Some(Verdict::Unmet),
        Verdict::Open => Some(Verdict::Open),
        Verdict::Met | Verdict::NotApplicable => None,
    };
    let deciding = came.findings.iter().filter(|finding| !finding.advisory);
    deciding.filter(move |finding| Some(finding.verdict) == verdict)
}

/// How the terms that a verdict turns on differ from those that were expected; `None` if they do not.
fn other_terms(wanted: &[&str], came: &[String]) -> Option<Phrase> {
    let missing = wanted.iter().copied();
    let missing = missing.filter(|term| !came.iter().any(|each| each == term));
    let surplus = came.iter().map(String::as_str);
    let surplus = surplus.filter(|term| !wanted.contains(term));
    let told = match (listed(missing), listed(surplus)) {
        (Some(missing), Some(surplus)) => {
            phrase!["Missing: ", missing, "; not expected: ", surplus]
        }
        (Some(missing), None) => phrase!["Missing: ", missing],
        (None, Some(surplus)) => phrase!["Not expected: ", surplus],
        (None, None) => return None,
    };
    Some(told)
}

fn listed<'a>(terms: impl Iterator<Item = &'a str>) -> Option<Phrase> {
    let terms = Phrase::joined(terms.map(Phrase::name), ", ");
    (!terms.is_empty()).then_some(terms)
}

/// What is told of a text that is refused and should not be, or not so; `None` if it should.
pub(crate) fn refused(
    wanted: &ExpectedBy,
    expectation: &Expectation,
    errors: &[Diagnostic],
) -> Option<TestFailure> {
    let of_errors = errors
        .iter()
        .filter(|said| said.severity == Severity::Error);
    let mut codes: Vec<Code> = of_errors.clone().map(|said| said.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let (of, expected, span) = match &wanted.outcome {
        Expected::Refused(wanted) => {
            let mut all = wanted.value.clone();
            all.sort_unstable();
            all.dedup();
            if all == codes {
                return None;
            }
            (Tested::Refusal, with_codes(&all), wanted.span)
        }
        Expected::Judged(expected) => match &expected.verdict {
            Some(verdict) => (Tested::Verdict, verdict.value.word().into(), verdict.span),
            None => {
                let span = wanted.policy.span;
                (Tested::Verdict, "a text that can be judged".into(), span)
            }
        },
    };
    let place = expectation.place(span);
    Some(TestFailure {
        errors: of_errors.cloned().collect(),
        ..TestFailure::new(of, place, expected, with_codes(&codes))
    })
}

/// What is told of a text that should be refused and was judged.
pub(crate) fn not_refused(
    wanted: &Spanned<Vec<Code>>,
    expectation: &Expectation,
    came: &CheckAnswer,
) -> TestFailure {
    let (place, expected) = (expectation.place(wanted.span), with_codes(&wanted.value));
    let word = came.verdict.word().into();
    TestFailure {
        because: Some(came.because.clone()),
        ..TestFailure::new(Tested::Refusal, place, expected, word)
    }
}

fn with_codes(codes: &[Code]) -> Phrase {
    let each = codes.iter().map(|code| Phrase::code(code.name()));
    phrase!["refused with ", Phrase::joined(each, ", ")]
}
