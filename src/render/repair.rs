//! Repairs: what to change, what to say, and the patch.

use serde::Serialize;

use super::background::{BackgroundJson, by_way_of};
use super::facts::Fact;
use super::json::{ErrorJson, Named, PlaceJson, VerdictJson, document, place};
use super::sheet::{Part, Sheet, Shown};
use super::taken::TakenJson;
use super::unfinished::{UnfinishedJson, not_done};
use super::words::{self, counted, harmless, listed};
use super::{Style, cells::CellsJson};
use crate::limit::Unfinished;
use crate::policy::Policy;
use crate::proposal::{Edited, Hunk, Options, Proposal};
use crate::questions::demands::Demands;
use crate::questions::repair::{Change, Collision, Mending, Repair};
use crate::text::Diagnostic;
use crate::text::source::{Place, lines};
use crate::verdict::Verdict;

/// What can be done about one proposal.
#[derive(Clone, Copy, Debug)]
pub struct Mended<'a> {
    /// The proposal as it stands.
    pub proposal: &'a Proposal,
    /// How it was taken.
    pub options: Options,
    /// The policies.
    pub demands: &'a Demands<'a>,
    /// The verdict of each policy on it as it stands.
    pub verdicts: &'a [Verdict],
    /// What can be done.
    pub mending: &'a Mending,
    /// Its text with each repair carried out, or why it could not be.
    pub texts: &'a [Result<Edited, Box<Diagnostic>>],
    /// Whether the first of them was written to its file.
    pub written: bool,
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
        let taken = self.taken().words();
        (sheet.about).extend(taken.map(|taken| Fact::new("taken", taken)));
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
                if self.written {
                    let first = if several { "the first, to " } else { "to " };
                    let file = harmless(proposal.source.name());
                    sheet
                        .facts
                        .push(Fact::new("written", format!("{first}{file}")));
                }
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

    fn part(&self, repair: &Repair, text: Option<&Result<Edited, Box<Diagnostic>>>) -> Part {
        let mut facts = Vec::new();
        for action in [Action::Change, Action::State, Action::Confirm] {
            let changes = repair.changes.iter();
            let changes = changes.filter(|change| self.action(change) == action);
            facts.extend(changes.map(|change| self.change(change, action)));
        }
        let patch = match text {
            Some(Ok(edited)) => patch(self.proposal.source.text(), edited),
            Some(Err(error)) => {
                let mut fact = Fact::new("no patch", harmless(&error.message));
                fact.body
                    .extend(error.help.iter().map(|help| (1, help.clone())));
                facts.push(fact);
                Vec::new()
            }
            None => Vec::new(),
        };
        if !patch.is_empty() {
            let how = "old line numbers, then new ones; what a changed term said before stays as a \
                       comment, `# was: …`";
            facts.push(Fact::new("patch", how));
        }
        Part {
            facts,
            patch,
            ..Part::default()
        }
    }

    fn action(&self, change: &Change) -> Action {
        if change.steps > 0 {
            Action::Change
        } else if change.wants_a_source(self.proposal, self.demands.vocabulary(), self.options) {
            Action::Confirm
        } else {
            Action::State
        }
    }

    /// `change guarantee_scope from none to ukrainian_controlled`, with what forces it.
    fn change(&self, change: &Change, action: Action) -> Fact {
        let term = self.demands.vocabulary().term(change.term);
        let (name, to) = (&term.name, words::cells(&change.to, &term.kind));
        let mut fact = match action {
            Action::Change => {
                let from = words::cells(&change.from, &term.kind);
                let steps = counted(change.steps, "step");
                Fact::new("change", format!("{name} from {from} to {to} ({steps})"))
            }
            Action::State => Fact::new("say that", format!("{name} is {to}")),
            Action::Confirm => Fact::new("confirm", format!("{name} is {to}")),
        };
        fact.body.push((1, self.why(change)));
        if action == Action::Confirm {
            let stays = "the file says so and stays as it is: a better source is wanted";
            fact.body.push((1, stays.to_owned()));
        }
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
fn patch(before: &str, after: &Edited) -> Vec<Shown> {
    let (old, new) = (lines(before), lines(&after.text));
    let show = |at: Option<usize>, now: Option<usize>| {
        let old = at.map(|at| &before[old[at].start..old[at].end]);
        let new = now.map(|now| &after.text[new[now].start..new[now].end]);
        let text = old.or(new).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}').replace('\t', "    ");
        Shown::Line {
            old: at.map(|at| at + 1),
            new: now.map(|now| now + 1),
            text: harmless(&text),
        }
    };
    let mut patch = Vec::new();
    let mut until = 0;
    for (
        index,
        Hunk {
            old: goes,
            new: comes,
        },
    ) in after.hunks.iter().enumerate()
    {
        let above = goes.start.saturating_sub(1).max(until);
        if index > 0 && above > until {
            patch.push(Shown::Gap);
        }
        let stays = above..goes.start;
        patch.extend(stays.map(|at| show(Some(at), Some(at + comes.start - goes.start))));
        patch.extend(goes.clone().map(|at| show(Some(at), None)));
        patch.extend(comes.clone().map(|now| show(None, Some(now))));
        let next = after.hunks.get(index + 1);
        until = next
            .map_or(old.len(), |next| next.old.start)
            .min(goes.end + 1);
        let stays = goes.end..until;
        patch.extend(stays.map(|at| show(Some(at), Some(at + comes.end - goes.end))));
    }
    patch
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
    /// How it was taken, and the policies read.
    options: TakenJson<'a>,
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
    /// The text of the proposal with the repair carried out; `null` if it cannot be.
    text: Option<&'a str>,
    /// Why not; absent where there is a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_text: Option<ErrorJson<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Action {
    Change,
    State,
    Confirm,
}

/// What is to be said on one term.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ChangeJson<'a> {
    term: &'a str,
    /// `change` what is stated, `state` what is open, or `confirm` by a better source what is
    /// stated already: the text stays as it is there.
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
    pub fn new(demands: &Demands<'a>, demand: crate::questions::demands::Demand) -> Self {
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
            options: self.taken().json(),
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
                    text: self.text_of(at).and_then(Result::ok),
                    no_text: self.text_of(at).and_then(Result::err).map(ErrorJson::from),
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

    fn text_of(&self, repair: usize) -> Option<Result<&'a str, &'a Diagnostic>> {
        let text = self.texts.get(repair)?.as_ref();
        Some(text.map(|edited| edited.text.as_str()).map_err(Box::as_ref))
    }

    fn change_json(&self, change: &'a Change) -> ChangeJson<'a> {
        let term = self.demands.vocabulary().term(change.term);
        let provision = self.proposal.provision(change.term);
        let span = provision.map_or(self.proposal.provisions_span, |given| given.span);
        ChangeJson {
            term: &term.name,
            action: self.action(change),
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
