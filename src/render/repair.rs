//! Repairs: what to change, what to say, and the patch.

use super::Style;
use super::background::by_way_of;
use super::facts::Fact;
use super::sheet::{Part, Sheet, Shown};
use super::unfinished::not_done;
use super::words::{self, counted, harmless, listed};
use crate::limit::Unfinished;
use crate::proposal::{Edited, Hunk, Options, Proposal};
use crate::questions::demands::Demands;
use crate::questions::repair::{Change, Collision, Mending, Repair};
use crate::text::Diagnostic;
use crate::text::source::lines;
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Change,
    State,
    Confirm,
}
