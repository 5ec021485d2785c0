//! What can be done about a proposal, as a page.

use super::block::{Block, Fact, Heading, Page, PatchLine, Section, Status, Tone};
use super::shared::{advised, by_way_of, not_done};
use super::{Advice, Label, Shell};
use crate::answer::{
    self, Action, ChangeAnswer, CollisionAnswer, RepairAnswer, RepairOption, RepairOutcome,
};
use crate::phrase;
use crate::text::{Diagnostic, Phrase, Untrusted};

/// What to change, what to state and what to confirm, with a patch for each repair; or what cannot
/// be had together.
#[must_use]
pub fn repair(answer: &RepairAnswer, shell: &dyn Shell) -> Page {
    let proposal = &answer.proposal;
    let title = phrase![proposal.shown(), ": ", &proposal.title];
    let mut page = Page::default().with(Heading::new(title));
    page.facts(now(answer));
    page.push(status(answer));
    let mut facts = Vec::new();
    let several = answer.repairs.len() > 1;
    if let Some(collision) = &answer.collision {
        facts.extend(cannot_be_had(collision, answer.verdicts.len() > 1));
    }
    if answer.more {
        let more = "there are more repairs of the same cost";
        let text = advised(more, "; ", shell.advice(Advice::ShowMore));
        facts.push(Fact::new(Label::Ties, text));
    }
    if answer.written {
        let first = if several { "the first, to " } else { "to " };
        facts.push(Fact::new(Label::Written, phrase![first, &proposal.file]));
    }
    facts.extend(not_done(&answer.unfinished, shell));
    page.facts(facts);
    for (at, option) in answer.repairs.iter().enumerate() {
        let title = if several {
            phrase!["Repair ", at + 1, " of ", answer.repairs.len()]
        } else {
            Phrase::default()
        };
        page.push(carried_out(title, option));
    }
    page
}

/// The verdict of each policy as it stands, and how the proposal was taken.
fn now(answer: &RepairAnswer) -> Vec<Fact> {
    let each = answer.verdicts.iter().map(|by| {
        let name = Phrase::name(by.policy.shown());
        let word = by.verdict.word();
        let text = phrase![word, " by ", name, " (", &by.policy.title, ")"];
        Fact::new(Label::Now, text)
    });
    let taken = answer.options.in_words(answer.verdicts.len() > 1);
    let taken = taken.map(|taken| Fact::new(Label::Taken, taken));
    each.chain(taken).collect()
}

fn status(answer: &RepairAnswer) -> Status {
    match answer.answer {
        RepairOutcome::Met => Status::new(Tone::Good, "met", "nothing has to change"),
        RepairOutcome::Impossible => {
            let rest = "no change that is allowed leads to met";
            Status::new(Tone::Bad, "no repair", rest)
        }
        RepairOutcome::Repaired => {
            let cost = answer.cost.as_ref().map(|cost| cost.says.clone());
            let rest = phrase![cost.unwrap_or_default(), "; nothing cheaper will do"];
            Status::new(Tone::Good, "repair", rest)
        }
    }
}

fn carried_out(title: Phrase, option: &RepairOption) -> Section {
    let mut facts = Vec::new();
    for action in [Action::Change, Action::State, Action::Confirm] {
        let changes = option.changes.iter();
        let changes = changes.filter(|change| change.action == action);
        facts.extend(changes.map(change));
    }
    facts.extend(option.no_text.iter().map(no_patch));
    if !option.patch.is_empty() {
        let how = "old line numbers, then new ones; what a changed term said before stays as a \
                   comment, `# was: …`";
        facts.push(Fact::new(Label::Patch, how));
    }
    let mut section = Section::new(title).with(Block::Facts(facts));
    if !option.patch.is_empty() {
        section.blocks.push(Block::Patch(patch(&option.patch)));
    }
    section
}

/// `guarantee_scope from none to ukrainian_controlled (1 step)`, with what forces it.
fn change(change: &ChangeAnswer) -> Fact {
    let (name, to) = (Phrase::name(&change.term), &change.to.says);
    let fact = match change.action {
        Action::Change => {
            let steps = Phrase::counted(change.steps, "step");
            let from = &change.from.says;
            let text = phrase![name, " from ", from, " to ", to, " (", steps, ")"];
            Fact::new(Label::Change, text)
        }
        Action::State => Fact::new(Label::SayThat, phrase![name, " is ", to]),
        Action::Confirm => Fact::new(Label::Confirm, phrase![name, " is ", to]),
    };
    let fact = fact.and(1, &change.why);
    match change.action {
        Action::Confirm => {
            let stays = "the file says so and stays as it is: a better source is wanted";
            fact.and(1, stays)
        }
        Action::Change | Action::State => fact,
    }
}

fn no_patch(error: &Diagnostic) -> Fact {
    let fact = Fact::new(Label::NoPatch, Untrusted::from(&error.message));
    let help = error.help.iter().map(Untrusted::from);
    help.fold(fact, |fact, help| fact.and(1, help))
}

fn patch(stretches: &[Vec<answer::PatchLine>]) -> Vec<PatchLine> {
    let mut lines = Vec::new();
    for (at, stretch) in stretches.iter().enumerate() {
        if at > 0 {
            lines.push(PatchLine::Gap);
        }
        lines.extend(stretch.iter().map(|line| PatchLine::Line {
            old: line.old,
            new: line.new,
            text: line.text.clone(),
        }));
    }
    lines
}

/// What cannot be had together, of one or `several` policies.
fn cannot_be_had(collision: &CollisionAnswer, several: bool) -> Vec<Fact> {
    if collision.is_empty() {
        return Vec::new();
    }
    let demands = collision.prerequisites.iter().map(|demand| {
        let called = demand.called(several);
        let text = phrase![called, " must not be unmet: ", &demand.title];
        Fact::new(Label::Because, text)
    });
    let something = collision.something_of.iter();
    let something = something.map(|each| Fact::new(Label::Because, &each.says));
    let frozen = collision.frozen.iter().map(|term| {
        let text = phrase![Phrase::name(term), " must stay as it stands"];
        Fact::new(Label::Frozen, text)
    });
    let mut facts: Vec<Fact> = demands.chain(something).chain(frozen).collect();
    facts.extend(by_way_of(&collision.by_way_of));
    let these = if collision.things() > 1 {
        "these cannot be had together"
    } else {
        "this cannot be had"
    };
    let rest = if collision.frozen.is_empty() {
        ", whatever changes"
    } else {
        "; give way on one of them"
    };
    facts.push(Fact::new(Label::Together, phrase![these, rest]));
    facts
}
