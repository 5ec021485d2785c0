//! Repairs: what to change, what to say, and the patch.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::background::{BackgroundJson, by_way_of};
use super::facts::Fact;
use super::json::{ErrorJson, Named, PlaceJson, VerdictJson, document, place};
use super::sheet::{Edited, Part, Sheet, Sign};
use super::unfinished::{UnfinishedJson, not_done};
use super::words::{self, counted, harmless, listed};
use super::{Style, cells::CellsJson};
use crate::demands::Demands;
use crate::diagnostic::Diagnostic;
use crate::limit::Unfinished;
use crate::policy::Policy;
use crate::proposal::Proposal;
use crate::repair::{Change, Collision, Mending, Repair};
use crate::source::Place;
use crate::verdict::Verdict;

/// What can be done about one proposal.
#[derive(Clone, Copy, Debug)]
pub struct Mended<'a> {
    /// The proposal as it stands.
    pub proposal: &'a Proposal,
    /// The policies.
    pub demands: &'a Demands<'a>,
    /// The verdict of each policy on it as it stands.
    pub verdicts: &'a [Verdict],
    /// What can be done.
    pub mending: &'a Mending,
    /// Its text with each repair carried out, where it could be.
    pub texts: &'a [Option<String>],
}

impl Mended<'_> {
    /// For a terminal.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        self.sheet().text(style)
    }

    /// In sentences.
    #[must_use]
    pub fn plain(&self) -> String {
        self.sheet().plain()
    }

    fn sheet(&self) -> Sheet {
        let proposal = self.proposal;
        let mut sheet = Sheet {
            title: format!("{}: {}", harmless(&proposal.id), harmless(&proposal.title)),
            ..Sheet::default()
        };
        for (policy, verdict) in self.demands.policies.iter().zip(self.verdicts) {
            let title = harmless(&policy.title);
            let judged = format!("{verdict} by {} ({title})", policy.name);
            sheet.about.push(Fact::new("now", judged));
        }
        match self.mending {
            Mending::Met => {
                let rest = "nothing has to change".to_owned();
                sheet.answer = Some(("MET", "met", rest));
            }
            Mending::Never { collision, .. } => {
                let rest = "no change that is allowed leads to met".to_owned();
                sheet.answer = Some(("NO REPAIR", "unmet", rest));
                sheet.facts = self.collision(collision);
            }
            Mending::Repairs { cheapest, more, .. } => {
                let cost = cost(&cheapest[0]);
                sheet.answer = Some(("REPAIR", "met", format!("{cost}; nothing cheaper will do")));
                if *more {
                    let ties = "there are more repairs of the same cost; --all N shows up to N";
                    sheet.facts.push(Fact::new("ties", ties));
                }
                let several = cheapest.len() > 1;
                for (at, repair) in cheapest.iter().enumerate() {
                    let mut part = self.part(repair, self.texts.get(at));
                    if several {
                        part.title = format!("Repair {} of {}", at + 1, cheapest.len());
                    }
                    sheet.parts.push(part);
                }
            }
        }
        sheet.facts.extend(not_done(self.unfinished()));
        sheet
    }

    fn unfinished(&self) -> &Unfinished {
        static ALL_DONE: Unfinished = Unfinished { parts: Vec::new() };
        match self.mending {
            Mending::Met => &ALL_DONE,
            Mending::Repairs { unfinished, .. } | Mending::Never { unfinished, .. } => unfinished,
        }
    }

    fn part(&self, repair: &Repair, text: Option<&Option<String>>) -> Part {
        let mut facts = Vec::new();
        for changing in [true, false] {
            for change in repair
                .changes
                .iter()
                .filter(|change| (change.steps > 0) == changing)
            {
                facts.push(self.change(change));
            }
        }
        let patch = match text {
            Some(Some(text)) => patch(self.proposal.source.text(), text),
            Some(None) => {
                let why = "the layout of the file cannot be kept; make the changes by hand";
                facts.push(Fact::new("no patch", why));
                Vec::new()
            }
            None => Vec::new(),
        };
        Part {
            facts,
            patch,
            ..Part::default()
        }
    }

    /// `change guarantee_scope from none to ukrainian_controlled`, with what forces it.
    fn change(&self, change: &Change) -> Fact {
        let term = self.demands.vocabulary().term(change.term);
        let to = words::cells(&change.to, &term.kind);
        let mut fact = if change.steps == 0 {
            Fact::new("say that", format!("{} is {to}", term.name))
        } else {
            let from = words::cells(&change.from, &term.kind);
            let steps = counted(change.steps, "step");
            Fact::new(
                "change",
                format!("{} from {from} to {to} ({steps})", term.name),
            )
        };
        fact.body.push((1, self.why(change)));
        fact
    }

    fn why(&self, change: &Change) -> String {
        let forced: Vec<String> = (change.forced_by.iter())
            .map(|demand| self.demands.called(*demand))
            .collect();
        match (&forced[..], &change.kept_true[..]) {
            ([], []) => "without it nothing would apply".to_owned(),
            ([], broken) => {
                let broken: Vec<String> = broken.iter().map(|text| harmless(text)).collect();
                format!("goes with the rest: {}", listed(&broken, "and"))
            }
            (forced, _) => format!("forced by {}", listed(forced, "and")),
        }
    }

    fn collision(&self, collision: &Collision) -> Vec<Fact> {
        if *collision == Collision::default() {
            return Vec::new();
        }
        let mut facts = Vec::new();
        for demand in &collision.prerequisites {
            let title = harmless(&self.demands.prerequisite(*demand).title);
            let called = self.demands.called(*demand);
            facts.push(Fact::new(
                "because",
                format!("{called} must not be unmet: {title}"),
            ));
        }
        for &policy in &collision.something_of {
            let something = words::something_of(self.demands, policy);
            facts.push(Fact::new("because", something));
        }
        for &term in &collision.frozen {
            let name = &self.demands.vocabulary().term(term).name;
            facts.push(Fact::new(
                "frozen",
                format!("{name} must stay as it stands"),
            ));
        }
        let several = facts.len() > 1;
        facts.extend(by_way_of(&collision.by_way_of, self.demands.vocabulary()));
        let these = if several {
            "these cannot be had together"
        } else {
            "this cannot be had"
        };
        let last = if collision.frozen.is_empty() {
            format!("{these}, whatever changes")
        } else {
            format!("{these}; give way on one of them")
        };
        facts.push(Fact::new("together", last));
        facts
    }
}

/// `3 steps of change and 1 answer`, with what they are priced at if that is another number.
fn cost(repair: &Repair) -> String {
    let steps: u64 = repair.changes.iter().map(|change| change.steps).sum();
    let answers = repair.changes.iter().filter(|change| change.steps == 0);
    let priced = |count: u64, what: &str, cost: u64| {
        let price = if cost == count {
            String::new()
        } else {
            format!(" priced at {cost}")
        };
        (count > 0).then(|| format!("{}{price}", counted(count, what)))
    };
    let steps = priced(steps, "step", repair.cost.steps);
    let steps = steps.map(|steps| format!("{steps} of change"));
    let answers = priced(answers.count() as u64, "answer", repair.cost.answers);
    listed(&steps.into_iter().chain(answers).collect::<Vec<_>>(), "and")
}

/// The lines that differ, with one line around each stretch.
fn patch(before: &str, after: &str) -> Vec<Edited> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for (at, group) in diff.grouped_ops(1).iter().enumerate() {
        if at > 0 {
            lines.push(Edited {
                line: 0,
                sign: Sign::Gap,
                text: String::new(),
            });
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Equal => Sign::Stays,
                ChangeTag::Delete => Sign::Goes,
                ChangeTag::Insert => Sign::Comes,
            };
            let index = change.old_index().or(change.new_index()).unwrap_or(0);
            lines.push(Edited {
                line: index + 1,
                sign,
                text: harmless(change.value().trim_end_matches(['\n', '\r'])),
            });
        }
    }
    lines
}

/// All repairs and errors of one run as one JSON document, with a line break at its end.
#[must_use]
pub fn repairs_json(policies: &[&Policy], all: &[Mended<'_>], errors: &[Diagnostic]) -> String {
    document(&Document {
        format: 1,
        policies: policies.iter().map(|policy| Named::from(*policy)).collect(),
        proposals: all.iter().map(Mended::json).collect(),
        errors: errors.iter().map(ErrorJson::from).collect(),
    })
}

/// What `servanda repair --format json` prints.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this format.
    format: u32,
    /// The policies that all have to be met.
    policies: Vec<Named<'a>>,
    /// One for each proposal.
    proposals: Vec<MendedJson<'a>>,
    /// Inputs that could not be read, and limits that were met.
    errors: Vec<ErrorJson<'a>>,
}

/// What can be done about one proposal.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct MendedJson<'a> {
    id: &'a str,
    title: &'a str,
    file: &'a str,
    /// Its verdict as it stands, by policy.
    verdicts: Vec<VerdictJson>,
    /// Whether nothing has to change, some change helps, or none that is allowed does.
    answer: Answer,
    /// What each of the repairs costs; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<CostJson>,
    /// The cheapest repairs.
    repairs: Vec<RepairJson<'a>>,
    /// Whether there are more of the same cost; not known if that is unfinished.
    more: bool,
    /// The fewest things that stand in the way together; absent where there is a repair, empty if
    /// that is unfinished.
    #[serde(skip_serializing_if = "Option::is_none")]
    collision: Option<CollisionJson<'a>>,
    /// Parts of the answer that are not finished; all that it holds is proved.
    unfinished: Vec<UnfinishedJson>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Answer {
    Met,
    Repaired,
    Impossible,
}

/// What a repair costs: no number of answers outweighs a step.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct CostJson {
    /// Steps of changing what is stated, times their prices.
    steps: u64,
    /// Answers to what is open, times their prices.
    answers: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct RepairJson<'a> {
    changes: Vec<ChangeJson<'a>>,
    /// The text of the proposal with the repair carried out; `null` if its layout cannot be kept.
    text: Option<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Action {
    Change,
    State,
}

/// What is to be said on one term.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ChangeJson<'a> {
    term: &'a str,
    /// `change` what is stated, or `state` what is open.
    action: Action,
    /// What the proposal leaves possible.
    from: CellsJson,
    /// What it should leave possible; any of these cells will do.
    to: CellsJson,
    /// How many steps that is from what is stated.
    steps: u64,
    /// The prerequisites that would not be met without it.
    forced_by: Vec<DemandJson<'a>>,
    /// What always holds, in words, and would be broken without it.
    kept_true: &'a [String],
    /// Where the provision stands, or where it belongs.
    place: PlaceJson,
}

/// A prerequisite of one of the policies.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct DemandJson<'a> {
    policy: &'a str,
    prerequisite: &'a str,
}

/// What cannot be had together.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct CollisionJson<'a> {
    /// Prerequisites that must not be unmet.
    prerequisites: Vec<DemandJson<'a>>,
    /// Policies of which something must apply and be met.
    something_of: Vec<&'a str>,
    /// Terms that must stay as they stand.
    frozen: Vec<&'a str>,
    /// The fewest pieces of background knowledge by way of which these collide for every
    /// settlement.
    by_way_of: Vec<BackgroundJson<'a>>,
}

impl<'a> DemandJson<'a> {
    pub fn new(demands: &Demands<'a>, demand: crate::demands::Demand) -> Self {
        Self {
            policy: &demands.policies[demand.policy].name,
            prerequisite: &demands.prerequisite(demand).name,
        }
    }
}

impl<'a> Mended<'a> {
    fn json(&self) -> MendedJson<'a> {
        let proposal = self.proposal;
        let demands = self.demands;
        let (answer, repairs, more, collision) = match self.mending {
            Mending::Met => (Answer::Met, &[][..], false, None),
            Mending::Repairs { cheapest, more, .. } => {
                (Answer::Repaired, &cheapest[..], *more, None)
            }
            Mending::Never { collision, .. } => {
                (Answer::Impossible, &[][..], false, Some(collision))
            }
        };
        let term = |term: &crate::policy::TermId| demands.vocabulary().term(*term).name.as_str();
        MendedJson {
            id: &proposal.id,
            title: &proposal.title,
            file: proposal.source.name(),
            verdicts: self
                .verdicts
                .iter()
                .map(|verdict| VerdictJson::from(*verdict))
                .collect(),
            answer,
            cost: repairs.first().map(|repair| CostJson {
                steps: repair.cost.steps,
                answers: repair.cost.answers,
            }),
            repairs: (repairs.iter().enumerate())
                .map(|(at, repair)| RepairJson {
                    changes: repair
                        .changes
                        .iter()
                        .map(|change| self.change_json(change))
                        .collect(),
                    text: self.texts.get(at).and_then(Option::as_deref),
                })
                .collect(),
            more,
            collision: collision.map(|collision| CollisionJson {
                prerequisites: (collision.prerequisites.iter())
                    .map(|demand| DemandJson::new(demands, *demand))
                    .collect(),
                something_of: (collision.something_of.iter())
                    .map(|&policy| demands.policies[policy].name.as_str())
                    .collect(),
                frozen: collision.frozen.iter().map(term).collect(),
                by_way_of: BackgroundJson::all(&collision.by_way_of, demands.vocabulary()),
            }),
            unfinished: UnfinishedJson::all(self.unfinished()),
        }
    }

    fn change_json(&self, change: &'a Change) -> ChangeJson<'a> {
        let term = self.demands.vocabulary().term(change.term);
        let provision = self.proposal.provision(change.term);
        let span = provision.map_or(self.proposal.provisions_span, |given| given.span);
        ChangeJson {
            term: &term.name,
            action: if change.steps == 0 {
                Action::State
            } else {
                Action::Change
            },
            from: CellsJson::new(&change.from, &term.kind),
            to: CellsJson::new(&change.to, &term.kind),
            steps: change.steps,
            forced_by: (change.forced_by.iter())
                .map(|demand| DemandJson::new(self.demands, *demand))
                .collect(),
            kept_true: &change.kept_true,
            place: place(&Place::new(&self.proposal.source, span)),
        }
    }
}
