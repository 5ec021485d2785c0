//! The JSON report, format 1: what other programs rely on. `schema/report.schema.json` says the
//! same for machines.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::Judged;
use super::facts::grade_word;
use super::taken::TakenJson;
use super::words;
use crate::policy::{Citation, Locator, Policy, Role, TermId};
use crate::proposal::{Basis, Entry, Stated};
use crate::questions::check::Score;
use crate::questions::explain::{Account, Answer, Smallest, Standing};
use crate::text::Diagnostic;
use crate::text::Place;
use crate::verdict::{Alarm, Verdict};

/// All reports and errors of one run as one JSON document, with a line break at its end.
#[must_use]
pub fn json(policies: &[&Policy], all: &[Judged<'_>], errors: &[Diagnostic]) -> String {
    let document = Document {
        format: 1,
        policies: policies.iter().map(|policy| Named::from(*policy)).collect(),
        proposals: all.iter().map(proposal).collect(),
        errors: errors.iter().map(ErrorJson::from).collect(),
    };
    self::document(&document)
}

/// A document of its own, with a line break at its end.
pub(super) fn document(document: &impl Serialize) -> String {
    // Plain structs of texts and numbers: nothing in them can fail to be written.
    let mut out = serde_json::to_string_pretty(document).unwrap_or_default();
    out.push('\n');
    out
}

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    policies: Vec<Named<'a>>,
    proposals: Vec<Proposal<'a>>,
    errors: Vec<ErrorJson<'a>>,
}

/// A policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Named<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Proposal<'a> {
    id: &'a str,
    title: &'a str,
    policy: &'a str,
    file: &'a str,
    verdict: VerdictJson,
    score: Option<Bounds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score_note: Option<&'static str>,
    options: TakenJson<'a>,
    #[serde(flatten)]
    account: AccountJson,
    findings: Vec<Finding<'a>>,
    warnings: Vec<Warning<'a>>,
}

#[derive(Serialize)]
struct Bounds {
    low: f64,
    high: f64,
}

#[derive(Serialize)]
struct Finding<'a> {
    id: &'a str,
    title: &'a str,
    verdict: VerdictJson,
    weight: u64,
    advisory: bool,
    evidence: Vec<Evidence<'a>>,
    #[serde(flatten)]
    account: AccountJson,
    #[serde(skip_serializing_if = "Readings::is_empty")]
    readings: Readings<'a>,
    lines: Vec<LineJson>,
    cites: Vec<Cites<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    otherwise: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

/// What forces a verdict, or what an open one turns on.
#[derive(Serialize)]
struct AccountJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    forced_by: Option<Set>,
    turns_on: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    turns_on_readings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settles_met: Option<Set>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settles_unmet: Option<Set>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    limited: bool,
}

/// A smallest set: its items, and whether it is proved that none has fewer.
#[derive(Serialize)]
struct Set {
    items: Vec<String>,
    fewest: bool,
}

#[derive(Serialize)]
struct Evidence<'a> {
    term: &'a str,
    /// `None` if the term is not established.
    stated: Option<Vec<String>>,
    says: String,
    needs: String,
    place: PlaceJson,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rival: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<SourceJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<&'static str>,
}

/// A place in a file; lines and columns start at 1.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct PlaceJson {
    file: String,
    line: usize,
    column: usize,
}

/// A line of the prerequisite, and whether it holds.
#[derive(Serialize)]
struct LineJson {
    role: String,
    sentence: String,
    standing: &'static str,
    place: PlaceJson,
    /// What would have to come out otherwise, by the nearest way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nearest: Vec<StepJson>,
}

#[derive(Serialize)]
struct StepJson {
    term: String,
    needs: String,
}

/// A passage something comes from.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Cites<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gloss: bool,
}

#[derive(Serialize)]
struct Warning<'a> {
    id: &'a str,
    title: &'a str,
    verdict: &'static str,
    #[serde(flatten)]
    account: AccountJson,
    cites: Vec<Cites<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

/// Something said about an input.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct ErrorJson<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceJson>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    help: &'a [String],
}

/// The verdict under each reading, in the policy's order.
struct Readings<'a>(Vec<(&'a str, VerdictJson)>);

impl Readings<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Readings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, verdict) in &self.0 {
            map.serialize_entry(name, verdict)?;
        }
        map.end()
    }
}

/// A verdict.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(super) enum VerdictJson {
    Met,
    Unmet,
    Open,
    NotApplicable,
}

impl From<Verdict> for VerdictJson {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Met,
            Verdict::Unmet => Self::Unmet,
            Verdict::Open => Self::Open,
            Verdict::NotApplicable => Self::NotApplicable,
        }
    }
}

fn alarm_word(alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::Raised => "raised",
        Alarm::Clear => "clear",
        Alarm::Open => "open",
    }
}

pub(super) fn place(place: &Place) -> PlaceJson {
    let (line, column) = place.source.line_and_column(place.span.start);
    PlaceJson {
        file: place.source.name().to_owned(),
        line,
        column,
    }
}

impl<'a> From<&'a Diagnostic> for ErrorJson<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        Self {
            code: diagnostic.code,
            message: &diagnostic.message,
            place: diagnostic.place().map(place),
            help: &diagnostic.help,
        }
    }
}

impl<'a> From<&'a Policy> for Named<'a> {
    fn from(policy: &'a Policy) -> Self {
        Self {
            id: &policy.name,
            title: &policy.title,
        }
    }
}

fn proposal<'a>(judged: &Judged<'a>) -> Proposal<'a> {
    let (given, report) = (judged.case.proposal, judged.report);
    let (score, score_note) = match report.score {
        Score::Between(low, high) => {
            let (low, high) = (low.value(), high.value());
            (Some(Bounds { low, high }), None)
        }
        Score::NothingApplies => (None, Some("nothing applies")),
        Score::TooLarge => (None, Some("too much is open to bound it")),
    };
    Proposal {
        id: &given.id,
        title: &given.title,
        policy: &judged.policy.name,
        file: given.source.name(),
        verdict: report.verdict.into(),
        score,
        score_note,
        options: judged.taken().json(),
        account: account(judged, &judged.explanation.joint),
        findings: (0..report.findings.len())
            .map(|index| finding(judged, index))
            .collect(),
        warnings: (0..report.alarms.len())
            .map(|index| warning(judged, index))
            .collect(),
    }
}

/// `B` of `grade B`.
fn letter(grade: &'static str) -> &'static str {
    grade.trim_start_matches("grade ")
}

fn finding<'a>(judged: &Judged<'a>, index: usize) -> Finding<'a> {
    let prerequisite = &judged.policy.prerequisites[index];
    let found = &judged.report.findings[index];
    let explained = &judged.explanation.findings[index];
    let names = prerequisite
        .readings
        .iter()
        .map(|reading| reading.name.as_str());
    let verdicts = found
        .readings
        .iter()
        .map(|verdict| VerdictJson::from(*verdict));
    Finding {
        id: &prerequisite.name,
        title: &prerequisite.title,
        verdict: found.verdict.into(),
        weight: prerequisite.weight,
        advisory: prerequisite.advisory,
        evidence: (judged.terms_of(index).into_iter())
            .map(|term| evidence(judged, index, term))
            .collect(),
        account: account(judged, &explained.account),
        readings: Readings(names.zip(verdicts).collect()),
        lines: explained
            .lines
            .iter()
            .map(|each| line(judged, index, each))
            .collect(),
        cites: cites(judged.policy, &prerequisite.cites),
        otherwise: prerequisite.otherwise.as_deref(),
        notes: &prerequisite.notes,
    }
}

fn line(judged: &Judged<'_>, index: usize, line: &crate::questions::explain::Line<'_>) -> LineJson {
    let vocabulary = &judged.policy.vocabulary;
    let prerequisite = &judged.policy.prerequisites[index];
    let sentences: Vec<String> = (words::sentences(line.condition, vocabulary).into_iter())
        .map(|(_, sentence)| sentence)
        .collect();
    LineJson {
        role: match line.role {
            Role::When => "when".to_owned(),
            Role::Must => "must".to_owned(),
            Role::Unless => "unless".to_owned(),
            Role::Reading(reading) => format!("reading {}", prerequisite.readings[reading].name),
        },
        sentence: sentences.join(" "),
        standing: match line.standing {
            Standing::Holds => "holds",
            Standing::Fails => "fails",
            Standing::Open => "open",
        },
        place: place(line.condition.place()),
        nearest: (line.nearest.iter())
            .map(|step| StepJson {
                term: vocabulary.term(step.comparison.term).name.clone(),
                needs: words::needed(step.comparison, step.wanted, vocabulary),
            })
            .collect(),
    }
}

fn evidence<'a>(judged: &Judged<'a>, index: usize, id: TermId) -> Evidence<'a> {
    let vocabulary = &judged.policy.vocabulary;
    let term = vocabulary.term(id);
    let proposal = judged.case.proposal;
    let given = proposal.provision(id);
    let speaks = proposal.speaks_of(id, judged.case.options);
    let show = |entry: &Entry| match entry {
        Entry::Silent => "silent".to_owned(),
        Entry::NotApplicable => "not applicable".to_owned(),
        Entry::Value(value) => term.kind.show(*value),
    };
    let stated = given.map_or_else(
        || vec!["silent".to_owned()],
        |given| match &given.stated {
            Stated::Value(entry) => vec![show(entry)],
            Stated::AnyOf(entries) => entries.iter().map(show).collect(),
            Stated::Between(..) | Stated::Bounds { .. } => vec![bounds(&given.stated, term)],
        },
    );
    Evidence {
        term: &term.name,
        stated: speaks.then_some(stated),
        says: judged.says(id),
        needs: needs(judged, index, id),
        place: place(&judged.place_of(id)),
        rival: given
            .map(|given| given.rival.iter().map(show).collect())
            .unwrap_or_default(),
        at: given.and_then(|given| given.at.as_deref()),
        sources: (given.into_iter().flat_map(|given| &given.sources))
            .map(|&source| {
                let source = &proposal.sources[source];
                SourceJson {
                    id: &source.key,
                    title: source.title.as_deref(),
                    url: source.url.as_deref(),
                    grade: source.grade.map(|grade| letter(grade_word(grade))),
                }
            })
            .collect(),
        basis: given.map(|given| match given.basis {
            Basis::Text => "text",
            Basis::Report => "report",
            Basis::Coder => "coder",
        }),
        note: given.and_then(|given| given.note.as_deref()),
    }
}

fn bounds(stated: &Stated, term: &crate::policy::Term) -> String {
    let show = |value: u64| term.kind.show(value);
    match stated {
        Stated::Between(low, high) => format!("between {} and {}", show(*low), show(*high)),
        Stated::Bounds { at_least, at_most } => {
            let least = at_least.map(|low| format!("at least {}", show(low)));
            let most = at_most.map(|high| format!("at most {}", show(high)));
            least
                .into_iter()
                .chain(most)
                .collect::<Vec<_>>()
                .join(" and ")
        }
        Stated::Value(_) | Stated::AnyOf(_) => String::new(),
    }
}

/// Everything the prerequisite asks of one term.
fn needs(judged: &Judged<'_>, index: usize, term: TermId) -> String {
    let mut needs: Vec<String> = Vec::new();
    let kind = &judged.policy.vocabulary.term(term).kind;
    for (_, condition) in judged.policy.prerequisites[index].lines() {
        condition.for_each_comparison(&mut |comparison| {
            if comparison.term == term {
                let need = comparison.words().needs(kind);
                if !needs.contains(&need) {
                    needs.push(need);
                }
            }
        });
    }
    needs.join("; ")
}

fn account(judged: &Judged<'_>, account: &Account) -> AccountJson {
    let vocabulary = &judged.policy.vocabulary;
    let name = |term: &TermId| vocabulary.term(*term).name.clone();
    let answers = |set: &Smallest<Answer>| Set {
        items: set
            .items
            .iter()
            .map(|answer| judged.answer(*answer))
            .collect(),
        fewest: set.fewest,
    };
    AccountJson {
        forced_by: account.forced_by.as_ref().map(|set| Set {
            items: set.items.iter().map(name).collect(),
            fewest: set.fewest,
        }),
        turns_on: account.turns_on.iter().map(name).collect(),
        turns_on_readings: (account.turns_on_readings.iter())
            .map(|&index| judged.policy.prerequisites[index].name.clone())
            .collect(),
        settles_met: account.settles_met.as_ref().map(answers),
        settles_unmet: account.settles_unmet.as_ref().map(answers),
        limited: account.limited,
    }
}

fn warning<'a>(judged: &Judged<'a>, index: usize) -> Warning<'a> {
    let warning = &judged.policy.warnings[index];
    Warning {
        id: &warning.name,
        title: &warning.title,
        verdict: alarm_word(judged.report.alarms[index]),
        account: account(judged, &judged.explanation.warnings[index]),
        cites: cites(judged.policy, &warning.cites),
        notes: &warning.notes,
    }
}

pub(super) fn cites<'a>(policy: &'a Policy, citations: &'a [Citation]) -> Vec<Cites<'a>> {
    let each = |citation: &'a Citation| {
        let (paragraph, at) = match &citation.locator {
            Locator::Paragraph(number) => (Some(*number), None),
            Locator::At(at) => (None, Some(at.as_str())),
        };
        Cites {
            source: &policy.sources[citation.source].name,
            paragraph,
            at,
            words: citation.words.as_deref(),
            gloss: citation.gloss,
        }
    };
    citations.iter().map(each).collect()
}
