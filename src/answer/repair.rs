//! What can be done about a proposal.

use serde::{Serialize, Serializer};

use super::demand::{called, named_and_said};
use super::left::{AdvisoryUnmet, RaisedAnswer};
use super::{
    BackgroundAnswer, Cells, DemandRef, MemberSays, OptionsTaken, PatchLine, PolicyRef,
    ProposalRef, SomethingOf, UnfinishedPart, patch,
};
use crate::limit::{Part, Unfinished};
use crate::phrase;
use crate::proposal::{Accord, Edited, Knowledge, Options, Proposal};
use crate::questions::demands::{Demand, Demands};
use crate::questions::repair::{self, Cheaper, Mending, Repair};
use crate::text::{Diagnostic, Phrase, Place, Untrusted};
use crate::verdict::Verdict;

/// What `servanda repair` answers: what can be done about each proposal.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Repairs {
    /// One for each proposal.
    pub proposals: Vec<RepairAnswer>,
}

impl Repairs {
    /// Answers in the order they were found.
    #[must_use]
    pub fn new(proposals: Vec<RepairAnswer>) -> Self {
        Self { proposals }
    }
}

/// What can be done about one proposal.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct RepairAnswer {
    /// The proposal.
    #[serde(flatten)]
    pub proposal: ProposalRef,
    /// How it was taken, and how the policies were read.
    pub options: OptionsTaken,
    /// Its verdict as it stands, by policy.
    #[serde(serialize_with = "verdicts_only")]
    #[cfg_attr(test, schemars(with = "Vec<Verdict>"))]
    pub verdicts: Vec<VerdictBy>,
    /// Whether nothing has to change, some change helps, or none that is allowed does.
    pub answer: RepairOutcome,
    /// What each of the repairs costs; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<CostAnswer>,
    /// The cheapest repairs.
    pub repairs: Vec<RepairOption>,
    /// Whether there are more of the same cost; not known if that is unfinished.
    pub more: bool,
    /// The fewest things that stand in the way together; absent where there is a repair, empty if
    /// that is unfinished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collision: Option<CollisionAnswer>,
    /// The prerequisites that are demanded under several readings at once.
    pub demanded_readings: Vec<DemandedReadings>,
    /// The readings that would be cheaper if one alone were demanded of the prerequisites that have
    /// it.
    pub cheaper_readings: Vec<CheaperReading>,
    /// Whether that was asked of every reading. It is not once a limit was met, nor of more than the
    /// first eight names.
    pub readings_compared: bool,
    /// Whether the first repair was written to the file.
    pub written: bool,
    /// Parts of the answer that are not finished; all that it holds is proved.
    pub unfinished: Vec<UnfinishedPart>,
}

/// The verdict of a policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VerdictBy {
    /// The policy.
    pub policy: PolicyRef,
    /// Its verdict.
    pub verdict: Verdict,
}

impl VerdictBy {
    fn all(demands: &Demands<'_>, verdicts: &[Verdict]) -> Vec<Self> {
        let each = demands.policies.iter().zip(verdicts);
        each.map(|(policy, verdict)| Self {
            policy: PolicyRef::new(policy),
            verdict: *verdict,
        })
        .collect()
    }
}

fn verdicts_only<S: Serializer>(all: &[VerdictBy], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(all.iter().map(|by| by.verdict))
}

/// Whether something can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RepairOutcome {
    /// It is met as it stands.
    Met,
    /// It can be repaired.
    Repaired,
    /// No change that is allowed helps.
    Impossible,
}

/// What a repair costs: no number of answers outweighs a step.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Cost", deny_unknown_fields))]
#[non_exhaustive]
pub struct CostAnswer {
    /// Steps of changing what is stated, times their prices.
    pub steps: u64,
    /// Answers to what is open, times their prices.
    pub answers: u64,
    /// How many steps and answers the first repair has, with what they are priced at if that is
    /// another number.
    pub says: Phrase,
}

/// A prerequisite that is demanded under several readings at once.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct DemandedReadings {
    /// The prerequisite.
    #[serde(flatten)]
    pub demand: DemandRef,
    /// The names of its readings.
    pub readings: Vec<String>,
}

/// A reading that would be cheaper if it alone were demanded.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct CheaperReading {
    /// Its name.
    pub reading: String,
    /// How many prerequisites a repair then avoids.
    pub avoids: usize,
    /// Steps of changing what is stated, times their prices, that it then costs.
    pub steps: u64,
    /// Answers to what is open, times their prices, that it then costs.
    pub answers: u64,
    /// How much less that is, in words.
    pub says: Phrase,
}

/// One of the cheapest repairs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Repair", deny_unknown_fields))]
#[non_exhaustive]
pub struct RepairOption {
    /// What is to be said on each term, in the vocabulary's order.
    pub changes: Vec<ChangeAnswer>,
    /// The prerequisites that it avoids: they may apply as the proposal stands, and do not then. A
    /// repair that avoids something is offered only where none avoids nothing.
    pub avoids: Vec<DemandRef>,
    /// The warnings that the changed text raises.
    pub raised: Vec<RaisedAnswer>,
    /// The prerequisites that do not decide and that the changed text does not meet.
    pub advisory_unmet: Vec<AdvisoryUnmet>,
    /// The text of the proposal with the repair carried out; `null` if it cannot be.
    pub text: Option<String>,
    /// Why not; absent where there is a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_text: Option<Diagnostic>,
    /// The lines that differ, in stretches, with a line around each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patch: Vec<Vec<PatchLine>>,
}

/// What kind of thing is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Change what is stated.
    Change,
    /// State what is open.
    State,
    /// Confirm by a better source what is stated already: the text stays as it is there.
    Confirm,
}

/// What is to be said on one term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Change", deny_unknown_fields))]
#[non_exhaustive]
pub struct ChangeAnswer {
    /// The term.
    pub term: String,
    /// `change` what is stated, `state` what is open, or `confirm` by a better source what is
    /// stated already: the text stays as it is there.
    pub action: Action,
    /// What the proposal leaves possible.
    pub from: Cells,
    /// Whether the proposal is silent on it, and `from` is what that means.
    pub silent: bool,
    /// What it should leave possible; any of these cells will do.
    pub to: Cells,
    /// How many steps that is from what is stated.
    pub steps: u64,
    /// The prerequisites that would not be met without it.
    pub forced_by: Vec<DemandRef>,
    /// What always holds, in words, and would be broken without it.
    pub kept_true: Vec<Untrusted>,
    /// The terms of the changes from which it follows, where it keeps that true.
    pub follows: Vec<String>,
    /// The prerequisites that it serves: those that force it, or force it together with the changes
    /// from which it follows.
    pub serves: Vec<DemandRef>,
    /// The prerequisites that would not apply without it, though they may as the proposal stands.
    pub keeps: Vec<DemandRef>,
    /// The prerequisites that it avoids.
    pub avoids: Vec<DemandRef>,
    /// What the new text says of it where that is less than `to`; absent where it says all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<Cells>,
    /// Why it is needed, in words.
    pub why: Phrase,
    /// Where the provision stands, or where it belongs.
    pub place: Place,
    /// Of a package what its members say that would have to say otherwise; where none has to, one of
    /// them has to say so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberSays>,
}

/// What cannot be had together.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Collision", deny_unknown_fields))]
#[non_exhaustive]
pub struct CollisionAnswer {
    /// Prerequisites that must not be unmet.
    pub prerequisites: Vec<DemandRef>,
    /// Policies of which something must apply and be met.
    #[serde(flatten, serialize_with = "named_and_said")]
    #[cfg_attr(test, schemars(with = "super::demand::SomethingJson"))]
    pub something_of: Vec<SomethingOf>,
    /// Terms that must stay as they stand.
    pub frozen: Vec<String>,
    /// The fewest pieces of background knowledge by way of which these collide for every
    /// settlement.
    pub by_way_of: Vec<BackgroundAnswer>,
}

impl CollisionAnswer {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.things() == 0
    }

    /// How many things cannot be had together.
    #[must_use]
    pub fn things(&self) -> usize {
        self.prerequisites.len() + self.something_of.len() + self.frozen.len()
    }
}

/// What can be done about a proposal, taken with these options. `verdicts` are those of the
/// policies on it as it stands, `texts` its text with each repair carried out, `cheaper` the readings
/// that would be cheaper.
#[must_use]
pub fn repair(
    demands: &Demands<'_>,
    proposal: &Proposal,
    options: Options,
    verdicts: &[Verdict],
    mending: &Mending,
    texts: &[Result<Edited, Box<Diagnostic>>],
    cheaper: &[Cheaper],
) -> RepairAnswer {
    let asked = Asked {
        demands,
        proposal,
        options,
    };
    let (answer, repairs, more) = match mending {
        Mending::Met => (RepairOutcome::Met, &[][..], false),
        Mending::Repairs { cheapest, more, .. } => (RepairOutcome::Repaired, &cheapest[..], *more),
        Mending::Never { .. } => (RepairOutcome::Impossible, &[][..], false),
    };
    RepairAnswer {
        proposal: ProposalRef::new(proposal),
        options: OptionsTaken::new(options, &demands.choices),
        verdicts: VerdictBy::all(demands, verdicts),
        answer,
        cost: repairs.first().map(cost),
        repairs: (repairs.iter().enumerate())
            .map(|(at, repair)| asked.repair(repair, texts.get(at)))
            .collect(),
        more,
        collision: match mending {
            Mending::Met | Mending::Repairs { .. } => None,
            Mending::Never { collision, .. } => Some(asked.collision(collision)),
        },
        demanded_readings: asked.demanded_readings(),
        cheaper_readings: cheaper
            .iter()
            .map(|each| cheaper_reading(each, repairs.first()))
            .collect(),
        readings_compared: demands.names_of_readings().len() <= Cheaper::MOST
            && !unfinished(mending).lacks(Part::Readings),
        written: false,
        unfinished: UnfinishedPart::all(unfinished(mending)),
    }
}

fn unfinished(mending: &Mending) -> &Unfinished {
    static ALL_DONE: Unfinished = Unfinished { parts: Vec::new() };
    match mending {
        Mending::Met => &ALL_DONE,
        Mending::Repairs { unfinished, .. } | Mending::Never { unfinished, .. } => unfinished,
    }
}

/// `3 steps of change and 1 answer`, with what they are priced at if that is another number.
fn cost(repair: &Repair) -> CostAnswer {
    let steps: u64 = repair.changes.iter().map(|change| change.steps).sum();
    let answers = repair.changes.iter().filter(|change| change.steps == 0);
    let priced = |count: u64, what: &'static str, of: &'static str, cost: u64| {
        let counted = Phrase::counted(count, what).with(of);
        let priced = if cost == count {
            counted
        } else {
            phrase![counted, " priced at ", cost]
        };
        (count > 0).then_some(priced)
    };
    let steps = priced(steps, "step", " of change", repair.cost.steps);
    let answers = priced(answers.count() as u64, "answer", "", repair.cost.answers);
    CostAnswer {
        steps: repair.cost.steps,
        answers: repair.cost.answers,
        says: Phrase::list(steps.into_iter().chain(answers), "and"),
    }
}

/// `2 steps less`, or what else a repair gains if this reading alone is demanded.
fn cheaper_reading(cheaper: &Cheaper, now: Option<&Repair>) -> CheaperReading {
    let least = cheaper.least;
    // Where steps have prices it is these that are less.
    let steps: u64 = now
        .iter()
        .flat_map(|now| &now.changes)
        .map(|change| change.steps)
        .sum();
    let priced = now.is_some_and(|now| now.cost.steps != steps);
    let saved = |count: u64, what: &'static str, of: &'static str| {
        if priced {
            return phrase!["its price is ", count, " lower"];
        }
        phrase!["it costs ", Phrase::counted(count, what), of, " less"]
    };
    let says = match now.map(Repair::least) {
        None => "there is a repair".into(),
        Some(now) if least.avoids == 0 && now.avoids > 0 => {
            "there is one that avoids nothing".into()
        }
        Some(now) if least.avoids < now.avoids => "there is one that avoids fewer".into(),
        Some(now) if least.cost.steps < now.cost.steps => {
            saved(now.cost.steps - least.cost.steps, "step", " of change")
        }
        Some(now) => {
            let fewer = now.cost.answers.saturating_sub(least.cost.answers);
            saved(fewer, "answer", "")
        }
    };
    CheaperReading {
        reading: cheaper.reading.clone(),
        avoids: least.avoids,
        steps: least.cost.steps,
        answers: least.cost.answers,
        says,
    }
}

/// What is asked about.
struct Asked<'a> {
    demands: &'a Demands<'a>,
    proposal: &'a Proposal,
    options: Options,
}

impl Asked<'_> {
    fn repair(
        &self,
        repair: &Repair,
        text: Option<&Result<Edited, Box<Diagnostic>>>,
    ) -> RepairOption {
        let changes = repair.changes.iter();
        let edited = text.and_then(|text| text.as_ref().ok());
        let before = self.proposal.source.text();
        RepairOption {
            changes: changes.map(|change| self.change(change, edited)).collect(),
            avoids: DemandRef::all(self.demands, &repair.avoids),
            raised: RaisedAnswer::all(self.demands, &repair.left.raised),
            advisory_unmet: AdvisoryUnmet::all(self.demands, &repair.left.unmet),
            text: edited.map(|edited| edited.text.clone()),
            no_text: text.and_then(|text| text.as_ref().err().map(|error| (**error).clone())),
            patch: edited.map_or_else(Vec::new, |edited| {
                patch::patch(before, &edited.text, &edited.hunks)
            }),
        }
    }

    /// Whether silence is all that is known of the term of a change.
    fn was_silent(&self, change: &repair::Change) -> bool {
        let vocabulary = self.demands.vocabulary();
        let silent = self.proposal.silences(vocabulary, self.options);
        let meant = Knowledge::silent(vocabulary.term(change.term));
        silent.contains(&change.term) && change.from == meant
    }

    fn change(&self, change: &repair::Change, edited: Option<&Edited>) -> ChangeAnswer {
        let vocabulary = self.demands.vocabulary();
        let mut in_part = edited.into_iter().flat_map(|edited| &edited.in_part);
        let written = in_part.find(|(term, _)| *term == change.term);
        let term = self.demands.vocabulary().term(change.term);
        let by = self
            .proposal
            .together(change.term, vocabulary, self.options)
            .by;
        let provision = by[0].provision(change.term);
        let span = provision.map_or(by[0].provisions_span, |given| given.span);
        ChangeAnswer {
            term: term.name.clone(),
            action: self.action(change),
            from: Cells::new(&change.from, &term.kind),
            silent: self.was_silent(change),
            to: Cells::new(&change.to, &term.kind),
            steps: change.steps,
            forced_by: DemandRef::all(self.demands, &change.forced_by),
            kept_true: change.kept_true.iter().map(Untrusted::from).collect(),
            follows: (change.follows.iter())
                .map(|&term| vocabulary.term(term).name.clone())
                .collect(),
            serves: DemandRef::all(self.demands, &change.serves),
            keeps: DemandRef::all(self.demands, &change.keeps),
            avoids: DemandRef::all(self.demands, &change.avoids),
            written: written.map(|(_, cells)| Cells::new(cells, &term.kind)),
            why: self.why(change),
            place: Place::new(&by[0].source, span),
            members: self.members(change),
        }
    }

    /// The members of a package that state something else.
    fn members(&self, change: &repair::Change) -> Vec<MemberSays> {
        let vocabulary = self.demands.vocabulary();
        let together = self
            .proposal
            .together(change.term, vocabulary, self.options);
        let states = matches!(together.accord, Accord::Stated | Accord::Differing);
        if !self.proposal.is_package() || !states {
            return Vec::new();
        }
        let kind = &vocabulary.term(change.term).kind;
        let known =
            |text: &Proposal| text.known(vocabulary, self.options)[change.term.index()].clone();
        let each = together.by.into_iter().map(|text| (text, known(text)));
        let other = each.filter(|(_, known)| !known.is_within(kind, &change.to));
        other
            .map(|(text, known)| MemberSays {
                member: (&text.called).into(),
                says: Phrase::value(known.show(kind)),
                place: text.place_of(change.term),
            })
            .collect()
    }

    fn action(&self, change: &repair::Change) -> Action {
        if change.steps > 0 {
            Action::Change
        } else if change.wants_a_source(self.proposal, self.demands.vocabulary(), self.options) {
            Action::Confirm
        } else {
            Action::State
        }
    }

    /// `for precautions`, `with ceasefire_type, for precautions`, and what is avoided.
    fn why(&self, change: &repair::Change) -> Phrase {
        let vocabulary = self.demands.vocabulary();
        let names = |all: &mut dyn Iterator<Item = &Demand>| {
            let all: Vec<Phrase> = all.map(|each| called(self.demands, *each)).collect();
            (!all.is_empty()).then(|| Phrase::list(all, "and"))
        };
        let served = |each: &&Demand| !change.avoids.contains(each) && !change.keeps.contains(each);
        let with = change.follows.iter();
        let with = with.map(|&term| Phrase::name(&vocabulary.term(term).name));
        let with =
            (!change.follows.is_empty()).then(|| phrase!["with ", Phrase::list(with, "and")]);
        let served = names(&mut change.serves.iter().filter(served));
        let served = served.map(|names| phrase!["for ", names]);
        let kept = names(&mut change.keeps.iter());
        let kept = kept.map(|names| phrase!["so that ", names, " can apply"]);
        let avoided = names(&mut change.avoids.iter()).map(|names| {
            let does = if change.avoids.len() == 1 {
                " does not apply: avoids it, does not meet it"
            } else {
                " do not apply: avoids them, does not meet them"
            };
            phrase!["so that ", names, does]
        });
        let parts = [with, served, kept, avoided];
        Phrase::joined(parts.into_iter().flatten(), ", ")
    }

    fn demanded_readings(&self) -> Vec<DemandedReadings> {
        let several = self.demands.under_several_readings().into_iter();
        several
            .map(|demand| DemandedReadings {
                demand: DemandRef::new(self.demands, demand),
                readings: (self.demands.prerequisite(demand).readings.iter())
                    .map(|reading| reading.name.clone())
                    .collect(),
            })
            .collect()
    }

    fn collision(&self, collision: &repair::Collision) -> CollisionAnswer {
        let vocabulary = self.demands.vocabulary();
        let frozen = collision.frozen.iter();
        CollisionAnswer {
            prerequisites: DemandRef::all(self.demands, &collision.prerequisites),
            something_of: SomethingOf::all(self.demands, &collision.something_of),
            frozen: frozen
                .map(|&term| vocabulary.term(term).name.clone())
                .collect(),
            by_way_of: BackgroundAnswer::all(&collision.by_way_of, vocabulary),
        }
    }
}
