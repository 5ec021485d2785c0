//! The lines of a prerequisite, whether each holds, and which stand in the way of its being met.

use serde::{Serialize, Serializer};

use super::MemberSays;
use super::evidence::Subject;
use super::words::{self, Sentence};
use crate::phrase;
use crate::policy::{Prerequisite, Role, TermId};
use crate::questions::explain::{self, Standing, Step};
use crate::text::{Phrase, Place};
use crate::verdict::Verdict;

/// A line of a prerequisite, and whether it holds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Line {
    /// `when`, `must`, `unless`, or `reading NAME`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub role: RoleName,
    /// The line as sentences.
    #[serde(flatten, serialize_with = "in_one_and_each")]
    #[cfg_attr(test, schemars(with = "SentencesJson"))]
    pub sentences: Vec<Sentence>,
    /// Whether it holds: in every completion, in none, in some.
    pub standing: Standing,
    /// Where it stands.
    pub place: Place,
    /// What would have to come out otherwise, by the nearest way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<NearestStep>,
}

/// The part a line plays in its prerequisite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleName {
    /// When it applies.
    When,
    /// What is needed.
    Must,
    /// The exception.
    Unless,
    /// What is needed under the reading of this name.
    Reading(String),
}

/// A comparison that should come out otherwise.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Step", deny_unknown_fields))]
#[non_exhaustive]
pub struct NearestStep {
    /// The term.
    pub term: String,
    /// What it needs.
    pub needs: Phrase,
    /// Sets of terms. Of each set one has to be said otherwise as well, for what always holds to stay true;
    /// absent where none has to.
    #[serde(skip_serializing_if = "<[Vec<String>]>::is_empty")]
    pub along: Vec<Vec<String>>,
}

/// Something that stands in the way: a comparison in the policy, and what the proposal says instead.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct InTheWay {
    /// The line that it belongs to: its index in `lines`, from 0.
    pub line: usize,
    /// The term.
    pub term: String,
    /// What it needs.
    pub needs: Phrase,
    /// Where the comparison stands in the policy.
    pub policy: Place,
    /// What is to be said there, such as `needed`. Programs see it by `needs` and the line's role.
    #[serde(skip)]
    pub policy_says: Phrase,
    /// Where the proposal speaks of the term, or would. Programs see it in the evidence on the term.
    #[serde(skip)]
    pub proposal: Place,
    /// What the proposal says, with the name of the term where it lists no such term.
    /// Programs see it in the evidence on the term.
    #[serde(skip)]
    pub proposal_says: Phrase,
    /// What further members of a package say of the term, and where. Programs see it in the evidence
    /// on the term.
    #[serde(skip)]
    pub further: Vec<MemberSays>,
}

impl Serialize for RoleName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::When => serializer.serialize_str("when"),
            Self::Must => serializer.serialize_str("must"),
            Self::Unless => serializer.serialize_str("unless"),
            Self::Reading(name) => serializer.collect_str(&format_args!("reading {name}")),
        }
    }
}

/// The sentences of a line as they are serialised.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct SentencesJson<'a> {
    /// The line as sentences, one after another.
    sentence: Phrase,
    /// Each of these sentences, with how deep it lies below the first one; absent where there is one
    /// alone.
    #[serde(skip_serializing_if = "is_one")]
    sentences: &'a [Sentence],
}

fn is_one(sentences: &[Sentence]) -> bool {
    sentences.len() == 1
}

pub(super) fn in_one_and_each<S: Serializer>(
    sentences: &[Sentence],
    to: S,
) -> Result<S::Ok, S::Error> {
    let sentence = words::joined(sentences);
    SentencesJson {
        sentence,
        sentences,
    }
    .serialize(to)
}

impl Subject<'_> {
    pub(super) fn line(&self, of: &Prerequisite, line: &explain::Line<'_>) -> Line {
        let vocabulary = &self.policy.vocabulary;
        let names = |terms: &[TermId]| {
            let each = terms.iter().map(|&term| &vocabulary.term(term).name);
            each.cloned().collect()
        };
        let step = |step: &Step<'_>| NearestStep {
            term: vocabulary.term(step.comparison.term).name.clone(),
            needs: words::needed(step.comparison, step.wanted, vocabulary),
            along: step.along.iter().map(|terms| names(terms)).collect(),
        };
        Line {
            role: match line.role {
                Role::When => RoleName::When,
                Role::Must => RoleName::Must,
                Role::Unless => RoleName::Unless,
                Role::Reading(reading) => RoleName::Reading(of.reading(reading).name.clone()),
            },
            sentences: words::sentences(line.condition, vocabulary),
            standing: line.standing,
            place: line.condition.place().clone(),
            nearest: line.nearest.iter().map(step).collect(),
        }
    }

    /// What stands in the way of a finding's being met, each comparison once, with the terms.
    pub(super) fn in_the_way(
        &self,
        lines: &[explain::Line<'_>],
        steps: &[(usize, &Step<'_>)],
    ) -> Vec<InTheWay> {
        let each = steps.iter();
        each.map(|&(line, step)| self.one_in_the_way(line, lines[line].role, step))
            .collect()
    }

    fn one_in_the_way(&self, line: usize, role: Role, step: &Step<'_>) -> InTheWay {
        let term = step.comparison.term;
        let name = &self.policy.vocabulary.term(term).name;
        InTheWay {
            line,
            term: name.clone(),
            needs: words::needed(step.comparison, step.wanted, &self.policy.vocabulary),
            policy: step.comparison.place.clone(),
            // A condition asks nothing: the prerequisite applies only where it holds.
            policy_says: match (role, step.wanted) {
                (Role::When, true) => "applies if this holds",
                (Role::When, false) => "applies if this does not hold",
                (_, true) => "needed",
                (_, false) => "must not hold",
            }
            .into(),
            proposal: self.place_of(term),
            proposal_says: self.says_there(term, name),
            further: self.further(term),
        }
    }

    /// What is said of a term where the first text speaks of it.
    fn says_there(&self, term: TermId, name: &str) -> Phrase {
        let by = self.together(term).by;
        let said = if by.len() == 1 {
            self.says(term)
        } else {
            self.said_by(by[0], term)
        };
        match by[0].provision(term) {
            Some(_) => said,
            None => phrase![Phrase::name(name), ": ", said],
        }
    }

    fn further(&self, term: TermId) -> Vec<MemberSays> {
        if !self.proposal.is_package() {
            return Vec::new();
        }
        let by = self.together(term).by;
        self.members_say(term, &by[1..])
    }
}

/// The steps of the lines that keep a finding from being met, each comparison once, with the indexes
/// of the lines.
pub(super) fn steps_in_the_way<'l, 'p>(
    lines: &'l [explain::Line<'p>],
    verdict: Verdict,
) -> Vec<(usize, &'l Step<'p>)> {
    let mut steps: Vec<(usize, &Step<'p>)> = Vec::new();
    for index in lines_in_the_way(lines, verdict) {
        for step in &lines[index].nearest {
            let alike =
                |known: &(usize, &Step<'p>)| std::ptr::eq(known.1.comparison, step.comparison);
            if !steps.iter().any(alike) {
                steps.push((index, step));
            }
        }
    }
    steps
}

/// The lines that keep a finding from being met, as indexes. An exception never does.
fn lines_in_the_way(lines: &[explain::Line<'_>], verdict: Verdict) -> Vec<usize> {
    let in_the_way = |line: &explain::Line<'_>| match (verdict, line.role) {
        (Verdict::Met | Verdict::NotApplicable, _) | (_, Role::Unless) => false,
        (Verdict::Unmet, _) => line.standing == Standing::Fails,
        (Verdict::Open, _) => line.standing != Standing::Holds,
    };
    // Where a line fails that every reading shares, what the readings add does not matter.
    let shared = |line: &explain::Line<'_>| line.role == Role::Must && in_the_way(line);
    let only_shared = verdict == Verdict::Unmet && lines.iter().any(shared);
    let decides =
        |line: &explain::Line<'_>| in_the_way(line) && !(only_shared && line.role != Role::Must);
    (0..lines.len())
        .filter(|&index| decides(&lines[index]))
        .collect()
}
