//! What fixtures exercise of policies.

use std::sync::Arc;

use serde::Serialize;

use super::line::RoleName;
use super::lint::file_name;
use super::policy::by_id;
use super::{FixtureAnswer, PolicyRef};
use crate::limit::Limit;
use crate::phrase;
use crate::policy::{Condition, Policy, Role};
use crate::proposal::{Knowledge, NewExpectation};
use crate::questions::coverage::{
    Coverage, Covered, Decisive, Leaf, Never, Ready, Seen, Subject, Within,
};
use crate::text::{Phrase, Place, Source, Untrusted};
use crate::verdict::{Alarm, Outcome, Verdict};

/// What `servanda test --coverage` answers: what the fixtures exercise of the policies that they name.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Coverages {
    /// The tests. Those that fail or could not be run exercise nothing.
    pub tests: CoverageTests,
    /// One for each policy, in the order in which the tests name them.
    pub coverage: Vec<CoverageAnswer>,
}

/// The tests that the coverage is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct CoverageTests {
    /// How many passed.
    pub passed: usize,
    /// How many failed.
    pub failed: usize,
    /// How many could not be run: what is wrong with them stands among the errors.
    pub not_run: usize,
}

/// What the fixtures exercise of one policy. Each condition has two cases: it holds, it fails. A case
/// is covered if the condition is decisive in it in some completion of a fixture: flipping it alone,
/// with everything else left as it is, flips an outcome that the expectation looks at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct CoverageAnswer {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// How many tests that passed name it and judge a text.
    pub tests: usize,
    /// How many cases there are of each kind.
    pub cases: CaseCounts,
    /// Each condition: those of prerequisites, of warnings, then of definitions, in file order.
    pub conditions: Vec<ConditionCovered>,
    /// Fixtures that would cover every case that is missing; one may do for several.
    pub fixtures: Vec<FixtureAnswer>,
    /// The text of the policy, for a listing.
    #[serde(skip)]
    pub source: Arc<Source>,
}

/// How many cases there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct CaseCounts {
    /// Those in which a fixture makes the condition decisive.
    pub covered: usize,
    /// Those in which none does, and one could.
    pub missing: usize,
    /// Those in which it is proved that none can. They do not count as missing.
    pub never: usize,
    /// Those of which it was not decided within the limits whether one does or could. They do not
    /// count as covered.
    pub not_decided: usize,
}

/// What fixtures exercise of a condition: of a comparison, or of a use of a definition.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct ConditionCovered {
    /// The name of the prerequisite, the warning or the definition that it belongs to.
    pub within: String,
    /// Which of these that is.
    pub kind: WithinKind,
    /// Of a prerequisite: `when`, `must`, `unless`, or `reading NAME`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub role: Option<RoleName>,
    /// Its number, from 1, among the conditions there; of a prerequisite in the order `when`, `must`,
    /// `unless`, readings.
    pub number: usize,
    /// What it asks.
    pub says: Phrase,
    /// Where it stands.
    pub place: Place,
    /// In how many fixtures that look at it it holds, fails, or is open.
    pub seen: SeenCounts,
    /// The case that it holds.
    pub holds: Case,
    /// The case that it fails.
    pub fails: Case,
}

/// What a condition belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WithinKind {
    /// A prerequisite.
    Prerequisite,
    /// A warning.
    Warning,
    /// A definition.
    Definition,
}

/// In how many fixtures a condition was seen so, over all of their completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct SeenCounts {
    /// It holds in every completion.
    pub holds: usize,
    /// It fails in every completion.
    pub fails: usize,
    /// It holds in some and fails in others.
    pub open: usize,
}

/// What became of a case of a condition.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Case {
    /// Whether it is covered.
    pub state: CaseState,
    /// The tests that cover it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Untrusted>,
    /// If it is missing: the name of one of the new fixtures, which covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixture: Option<String>,
    /// If the condition is never decisive in it, or that was not decided: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Phrase>,
}

/// Whether a case is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CaseState {
    /// In some completion of a fixture the condition is decisive in it.
    Covered,
    /// In none, and it can be.
    Missing,
    /// It is proved that it is decisive in it in no completion.
    Never,
    /// That was not decided within the limits.
    NotDecided,
}

impl CoverageAnswer {
    /// What tests of these names exercise.
    #[must_use]
    pub fn new(policy: &Policy, found: &Coverage<'_>, tests: &[&str]) -> Self {
        let names: Vec<String> = (found.ready.iter())
            .map(|ready| ready_name(policy, found, ready))
            .collect();
        let mut answer = Self {
            policy: PolicyRef::new(policy),
            tests: tests.len(),
            cases: CaseCounts::default(),
            conditions: Vec::with_capacity(found.conditions.len()),
            fixtures: (found.ready.iter().zip(&names))
                .map(|(ready, name)| fixture(policy, found, ready, name))
                .collect(),
            source: Arc::clone(&policy.source),
        };
        for covered in &found.conditions {
            let case = |decisive, value| case(policy, covered, (decisive, value), tests, &names);
            let condition = ConditionCovered {
                within: within(policy, covered.leaf.within).to_owned(),
                kind: kind(covered.leaf.within),
                role: role(policy, covered.leaf.within),
                number: covered.leaf.number,
                says: says(policy, &covered.leaf),
                place: covered.leaf.condition.place().clone(),
                seen: covered.seen.into(),
                holds: case(&covered.holds, true),
                fails: case(&covered.fails, false),
            };
            answer.cases.count(condition.holds.state);
            answer.cases.count(condition.fails.state);
            answer.conditions.push(condition);
        }
        answer
    }

    /// How many missing cases have no new test, because a limit was met before one was made.
    #[must_use]
    pub fn without_test(&self) -> usize {
        let cases = self
            .conditions
            .iter()
            .flat_map(|each| [&each.holds, &each.fails]);
        let missing = cases.filter(|case| case.state == CaseState::Missing);
        missing.filter(|case| case.fixture.is_none()).count()
    }

    /// Whether nothing is missing or undecided, and something can be covered at all.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let cases = &self.cases;
        cases.missing == 0 && cases.not_decided == 0 && cases.covered > 0
    }
}

impl CaseCounts {
    fn count(&mut self, state: CaseState) {
        let count = match state {
            CaseState::Covered => &mut self.covered,
            CaseState::Missing => &mut self.missing,
            CaseState::Never => &mut self.never,
            CaseState::NotDecided => &mut self.not_decided,
        };
        *count += 1;
    }

    /// Those that count: all but those that can never be covered.
    #[must_use]
    pub fn of(&self) -> usize {
        self.covered + self.missing + self.not_decided
    }
}

impl From<Seen> for SeenCounts {
    fn from(seen: Seen) -> Self {
        Self {
            holds: seen.holds,
            fails: seen.fails,
            open: seen.open,
        }
    }
}

impl ConditionCovered {
    /// Its two cases, each with the word for the condition in it.
    pub fn cases(&self) -> [(&'static str, &Case); 2] {
        [("holds", &self.holds), ("fails", &self.fails)]
    }
}

/// The name of what a condition belongs to.
fn within<'p>(policy: &'p Policy, within: Within<'p>) -> &'p str {
    match within {
        Within::Prerequisite(id, _) => &policy.prerequisite(id).name,
        Within::Warning(id) => &policy.warning(id).name,
        Within::Definition(definition) => &definition.name,
    }
}

fn kind(within: Within<'_>) -> WithinKind {
    match within {
        Within::Prerequisite(..) => WithinKind::Prerequisite,
        Within::Warning(_) => WithinKind::Warning,
        Within::Definition(_) => WithinKind::Definition,
    }
}

fn role(policy: &Policy, within: Within<'_>) -> Option<RoleName> {
    let Within::Prerequisite(id, role) = within else {
        return None;
    };
    Some(match role {
        Role::When => RoleName::When,
        Role::Must => RoleName::Must,
        Role::Unless => RoleName::Unless,
        Role::Reading(reading) => {
            RoleName::Reading(policy.prerequisite(id).reading(reading).name.clone())
        }
    })
}

/// `funding_horizon at most annual`, whatever the layout of the policy.
fn says(policy: &Policy, leaf: &Leaf<'_>) -> Phrase {
    match leaf.condition {
        Condition::Comparison(comparison) => {
            let term = policy.vocabulary.term(comparison.term);
            let needs = comparison.words().needs(&term.kind);
            phrase![Phrase::name(&term.name), " ", needs]
        }
        Condition::Defined { definition, .. } => Phrase::name(&definition.name),
        // A group has no value of its own here: its members have.
        Condition::Group(_) => Phrase::default(),
    }
}

fn case(
    policy: &Policy,
    covered: &Covered<'_>,
    (decisive, value): (&Decisive, bool),
    tests: &[&str],
    names: &[String],
) -> Case {
    let mut case = Case {
        state: CaseState::Covered,
        by: Vec::new(),
        fixture: None,
        because: None,
    };
    match decisive {
        Decisive::Covered(by) => {
            let by = by.iter().filter_map(|&at| tests.get(at));
            case.by = by.map(|&name| name.into()).collect();
            // One text may be taken in several ways.
            case.by.dedup();
        }
        Decisive::Missing(ready) => {
            case.state = CaseState::Missing;
            case.fixture = ready.and_then(|at| names.get(at)).cloned();
        }
        Decisive::Never(why) => {
            case.state = CaseState::Never;
            case.because = Some(never(policy, covered, *why, value));
        }
        Decisive::NotDecided(limit) => {
            case.state = CaseState::NotDecided;
            case.because = Some(match limit {
                Limit::Stopped => "the budget ran out before that was known".into(),
                Limit::Conflicts | Limit::Alternatives => {
                    "that was not found out within the limits of the solver".into()
                }
            });
        }
    }
    case
}

fn never(policy: &Policy, covered: &Covered<'_>, why: Never, value: bool) -> Phrase {
    match why {
        Never::Unused => {
            let name = Phrase::code(within(policy, covered.leaf.within));
            phrase!["no prerequisite and no warning uses ", name]
        }
        Never::NotSo if value => "it never holds, whatever a text says".into(),
        Never::NotSo => "it always holds, whatever a text says".into(),
        Never::Masked if value => "wherever it holds, the rest decides without it".into(),
        Never::Masked => "wherever it fails, the rest decides without it".into(),
    }
}

/// `column-pledge_scope-2-fails`: nothing of it depends on the layout of the policy.
fn ready_name(policy: &Policy, found: &Coverage<'_>, ready: &Ready) -> String {
    let (leaf, value) = ready.made_for;
    let leaf = &found.conditions[leaf].leaf;
    let word = if value { "holds" } else { "fails" };
    let within = within(policy, leaf.within);
    let called = file_name(&policy.called);
    format!("{called}-{within}-{}-{word}", leaf.number)
}

fn fixture(policy: &Policy, found: &Coverage<'_>, ready: &Ready, name: &str) -> FixtureAnswer {
    let (leaf, value) = ready.made_for;
    let leaf = &found.conditions[leaf].leaf;
    let mut expects = NewExpectation::default();
    match ready.subject {
        Subject::Prerequisite(id) => {
            let prerequisite = policy.prerequisite(id);
            let verdict = match ready.outcome {
                Outcome::Met => Verdict::Met,
                Outcome::Unmet => Verdict::Unmet,
                Outcome::NotApplicable => Verdict::NotApplicable,
            };
            expects.findings.push((prerequisite.name.clone(), verdict));
            let reading = ready.reading.map(|id| &prerequisite.reading(id).name);
            let reading = reading.map(|name| format!("{}={name}", prerequisite.name));
            expects.readings.extend(reading);
        }
        Subject::Warning(id) => {
            let name = &policy.warning(id).name;
            let alarm = match ready.outcome {
                Outcome::Unmet => Alarm::Raised,
                Outcome::Met | Outcome::NotApplicable => Alarm::Clear,
            };
            expects.warnings.push((name.clone(), alarm));
        }
    }
    let cells = ready.cells.iter();
    let cells = cells.map(|&(term, cell)| (term, Knowledge::cell(cell)));
    let word = if value { "holds" } else { "fails" };
    let says = says(policy, leaf).escaped(String::push_str);
    let title = format!("{says} {word}, and decides");
    FixtureAnswer::new(name, &title, policy, cells.collect(), expects)
}
