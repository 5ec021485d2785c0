//! How often each open term decides, and which single answer settles most.

use serde::Serialize;

use super::account::read_as;
use super::policy::by_id;
use super::share::Range;
use super::{PolicyRef, ProposalRef, UnfinishedPart, words};
use crate::limit::Part;
use crate::phrase;
use crate::policy::{Policy, PrerequisiteId};
use crate::proposal::{Knowledge, Proposal};
use crate::questions::explain::Answer;
use crate::questions::influence::{self, Influence, Open, Ratio};
use crate::text::{Phrase, Untrusted};
use crate::verdict::Verdict;

/// What `servanda influence` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Influences {
    /// One for each policy.
    pub answers: Vec<InfluenceAnswer>,
}

impl Influences {
    /// Answers in the order of the policies.
    #[must_use]
    pub fn new(answers: Vec<InfluenceAnswer>) -> Self {
        Self { answers }
    }
}

/// What the open terms of a text, or of any text, weigh by one policy.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Influence", deny_unknown_fields))]
#[non_exhaustive]
pub struct InfluenceAnswer {
    /// The policy.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub policy: PolicyRef,
    /// The name of the proposal; `null` for the policy alone.
    pub proposal: Option<Untrusted>,
    /// The proposal; absent for the policy alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<ProposalRef>,
    /// The verdict on what is known.
    pub verdict: Verdict,
    /// How many findings are open.
    pub open: usize,
    /// How many findings there are.
    pub findings: usize,
    /// What each open term and reading weighs, in the vocabulary's order.
    pub weights: Vec<WeightAnswer>,
    /// The single answer that settles most; `null` if none that was tried settles anything.
    pub best: Option<BestAnswer>,
    /// The question to ask first: the term or reading whose answers settle most; `null` if no
    /// answer that was tried settles anything.
    pub ask: Option<AskAnswer>,
    /// Whether every single answer was tried.
    pub tried_all: bool,
    /// Parts of the answer that are not finished; all that it holds is proved.
    pub unfinished: Vec<UnfinishedPart>,
}

/// What one open term or reading weighs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Weight", deny_unknown_fields))]
#[non_exhaustive]
pub struct WeightAnswer {
    /// What is open.
    #[serde(flatten)]
    pub of: OpenRef,
    /// In what share of completions another cell of it alone would change the verdict.
    pub verdict: Range,
    /// How many of the open findings it decides on average.
    pub findings: Range,
}

/// A term, or the reading of a prerequisite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct OpenRef {
    /// The term; absent for a reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// The prerequisite whose reading it is; absent for a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading_of: Option<String>,
}

/// What to ask first. Every possible value counts alike.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Ask", deny_unknown_fields))]
#[non_exhaustive]
pub struct AskAnswer {
    /// What to ask about.
    #[serde(flatten)]
    pub of: OpenRef,
    /// For what share of its values the answer alone settles the verdict; 0 if that is settled.
    pub verdict: Range,
    /// How many open findings the answer alone settles on average.
    pub findings: Range,
    /// The same in words.
    pub says: Phrase,
    /// The value whose answer settles most, and what it settles, in words.
    pub at_most: Phrase,
    /// Why the chart ranks something else first, in words; `null` where it does not.
    pub chart_differs: Option<Phrase>,
}

/// The single answer that settles most.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Best", deny_unknown_fields))]
#[non_exhaustive]
pub struct BestAnswer {
    /// What is answered.
    #[serde(flatten)]
    pub of: OpenRef,
    /// The answer, in the words of the language; `null` where the term does not arise.
    pub answer: Option<String>,
    /// What to ask and what comes of it, in words.
    pub says: Phrase,
    /// The verdict after it.
    pub verdict: Verdict,
    /// The findings that were open and no longer are.
    pub settles: Vec<SettledFinding>,
}

/// A finding that an answer settles.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Settled", deny_unknown_fields))]
#[non_exhaustive]
pub struct SettledFinding {
    /// The prerequisite.
    pub prerequisite: String,
    /// Its verdict then.
    pub verdict: Verdict,
}

impl OpenRef {
    fn new(policy: &Policy, open: Open) -> Self {
        match open {
            Open::Term(term) => Self {
                term: Some(policy.vocabulary.term(term).name.clone()),
                reading_of: None,
            },
            Open::Reading(id) => Self {
                term: None,
                reading_of: Some(policy.prerequisite(id).name.clone()),
            },
        }
    }
}

impl OpenRef {
    /// Its name: `reading of precautions` of a reading.
    #[must_use]
    pub fn called(&self) -> Phrase {
        match (&self.term, &self.reading_of) {
            (Some(term), _) => Phrase::name(term),
            (None, Some(prerequisite)) => phrase!["reading of ", Phrase::name(prerequisite)],
            (None, None) => Phrase::default(),
        }
    }
}

impl InfluenceAnswer {
    /// Whether anything that is open changes the verdict.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.weights
            .iter()
            .any(|weight| weight.verdict.may_be_some())
    }
}

/// What the open terms of a proposal, or of any text, weigh by a policy.
#[must_use]
pub fn influence(
    policy: &Policy,
    proposal: Option<&Proposal>,
    influence: &Influence,
) -> InfluenceAnswer {
    let weights = influence.weights.iter();
    InfluenceAnswer {
        policy: PolicyRef::new(policy),
        proposal: proposal.map(|proposal| Untrusted::from(&proposal.called)),
        text: proposal.map(ProposalRef::new),
        verdict: influence.verdict,
        open: influence.open,
        findings: policy.prerequisites.len(),
        weights: weights
            .map(|weight| WeightAnswer {
                of: OpenRef::new(policy, weight.of),
                verdict: Range::share(weight.verdict.clone()),
                findings: Range::mean(weight.findings.clone()),
            })
            .collect(),
        best: (influence.best.as_ref()).map(|found| best(policy, influence.verdict, found)),
        ask: (influence.ask.as_ref()).map(|found| ask(policy, influence, found)),
        tried_all: !influence.unfinished.lacks(Part::Answers),
        unfinished: UnfinishedPart::all(&influence.unfinished),
    }
}

fn ask(policy: &Policy, influence: &Influence, ask: &influence::Ask) -> AskAnswer {
    let (_, _, asked) = asked(policy, ask.best.answer);
    let settles = settled(policy, &ask.best);
    let then = consequences(influence.verdict, ask.best.verdict, &settles);
    let of = OpenRef::new(policy, ask.of);
    let verdict = Range::share(ask.verdict.clone());
    let findings = Range::mean(ask.findings.clone());
    AskAnswer {
        says: phrase![
            of.called(),
            ": ",
            settling(ask, &verdict, &findings, influence.open)
        ],
        at_most: phrase!["most is settled if ", asked, ": ", then],
        chart_differs: chart_differs(influence, ask.of),
        of,
        verdict,
        findings,
    }
}

/// How much the answers to a question settle: `for 40.0 % of its values the answer settles the
/// verdict, and 1.50 of 9 open findings on average`.
fn settling(ask: &influence::Ask, verdict: &Range, findings: &Range, open: usize) -> Phrase {
    let values = match ask.of {
        Open::Term(_) => " of its values",
        Open::Reading(_) => " of its readings",
    };
    let findings = phrase![&findings.says, " of ", open, " open findings on average"];
    if ask.verdict.high.is_zero() {
        return phrase!["its answer settles ", findings];
    }
    if ask.verdict.low == Ratio::whole_number(1) {
        return phrase!["any answer settles the verdict, and ", findings];
    }
    let share = phrase!["for ", &verdict.says, values];
    phrase![share, " the answer settles the verdict, and ", findings]
}

/// Why the chart that is shown first ranks something above what is to be asked first.
fn chart_differs(influence: &Influence, ask: Open) -> Option<Phrase> {
    let some_decide = (influence.weights.iter()).any(|weight| !weight.verdict.high.is_zero());
    let of = |weight: &influence::Weight| {
        let bounds = if some_decide {
            &weight.verdict
        } else {
            &weight.findings
        };
        bounds.high.clone()
    };
    let own = influence.weights.iter().find(|weight| weight.of == ask);
    let most = influence.weights.iter().map(of).max();
    (own.map(of) < most).then(|| {
        "to ask first is what settles most while nothing else is known; the chart counts how often \
         a term decides once all else is known"
            .into()
    })
}

fn best(policy: &Policy, now: Verdict, best: &influence::Best) -> BestAnswer {
    let (of, answer, asked) = asked(policy, best.answer);
    let settles = settled(policy, best);
    let then = consequences(now, best.verdict, &settles);
    BestAnswer {
        of: OpenRef::new(policy, of),
        answer,
        says: phrase!["whether ", asked, "; if so, ", then],
        verdict: best.verdict,
        settles,
    }
}

/// What an answer is about, the answer in the words of the language, and both in words.
fn asked(policy: &Policy, answer: Answer) -> (Open, Option<String>, Phrase) {
    match answer {
        Answer::Cell(id, cell) => {
            let term = policy.vocabulary.term(id);
            let cells = words::cells(&Knowledge::cell(cell), &term.kind);
            let asked = phrase![Phrase::name(&term.name), " is ", cells];
            (Open::Term(id), cell.map(|cell| term.kind.show(cell)), asked)
        }
        Answer::Reading(id, reading) => {
            let name = policy.prerequisite(id).reading(reading).name.clone();
            (Open::Reading(id), Some(name), read_as(policy, id, reading))
        }
    }
}

/// The findings that an answer settles.
fn settled(policy: &Policy, best: &influence::Best) -> Vec<SettledFinding> {
    let settled = |&(id, verdict): &(PrerequisiteId, Verdict)| SettledFinding {
        prerequisite: policy.prerequisite(id).name.clone(),
        verdict,
    };
    best.settles.iter().map(settled).collect()
}

/// What an answer settles: `the verdict is unmet; a and b are unmet`.
fn consequences(now: Verdict, then: Verdict, settles: &[SettledFinding]) -> Phrase {
    let mut parts = Vec::new();
    if then != now {
        parts.push(phrase!["the verdict is ", in_words(then)]);
    }
    for verdict in [Verdict::Met, Verdict::Unmet, Verdict::NotApplicable] {
        let alike = settles.iter().filter(|each| each.verdict == verdict);
        let names: Vec<Phrase> = alike.map(|each| Phrase::name(&each.prerequisite)).collect();
        if !names.is_empty() {
            let are = if names.len() == 1 { " is " } else { " are " };
            parts.push(phrase![Phrase::list(names, "and"), are, in_words(verdict)]);
        }
    }
    Phrase::joined(parts, "; ")
}

fn in_words(verdict: Verdict) -> Phrase {
    Phrase::value(verdict)
}
