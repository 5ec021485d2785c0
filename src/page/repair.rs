//! What can be done about a proposal, as a page.

use super::block::{Block, Fact, Heading, Page, Section, Status, Tone};
use super::shared::{advised, by_way_of, not_done, patch};
use super::{Advice, Label, Shell, facts};
use crate::answer::{
    Action, ChangeAnswer, CollisionAnswer, RepairAnswer, RepairOption, RepairOutcome,
};
use crate::phrase;
use crate::text::{Diagnostic, Phrase, Untrusted};

/// The most lines of a patch that are shown beside everything else.
const FEW_LINES: usize = 16;

/// What to change, what to state and what to confirm, each with the prerequisite that it serves; or
/// what cannot be had together. The patch of each repair is told in brief unless it is short or
/// everything is to be told.
#[must_use]
pub fn repair(answer: &RepairAnswer, verbose: bool, shell: &dyn Shell) -> Page {
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
    if several || answer.repairs.is_empty() {
        facts.extend(readings(answer, verbose, shell));
    }
    page.facts(facts);
    for (at, option) in answer.repairs.iter().enumerate() {
        let title = if several {
            phrase!["Repair ", at + 1, " of ", answer.repairs.len()]
        } else {
            Phrase::default()
        };
        let readings = if several {
            Vec::new()
        } else {
            readings(answer, verbose, shell)
        };
        let policies = answer.verdicts.len() > 1;
        page.push(carried_out(
            title, option, readings, policies, verbose, shell,
        ));
    }
    page
}

/// Under which readings it is met, and whether fewer would be cheaper.
fn readings(answer: &RepairAnswer, verbose: bool, shell: &dyn Shell) -> Vec<Fact> {
    let demanded = &answer.demanded_readings;
    if demanded.is_empty() || answer.answer == RepairOutcome::Met {
        return Vec::new();
    }
    let several = answer.verdicts.len() > 1;
    let count = Phrase::counted(demanded.len() as u64, "prerequisite");
    let mut text = phrase!["every reading of ", count, " is demanded"];
    let cheaper = answer.cheaper_readings.iter();
    let cheaper =
        cheaper.map(|each| phrase!["under ", Phrase::code(&each.reading), " alone ", &each.says]);
    let cheaper = Phrase::joined(cheaper, ", ");
    if !answer.cheaper_readings.is_empty() {
        let advice = shell.advice(Advice::SettleReading);
        text = phrase![text, "; ", advised(cheaper, "; ", advice)];
    } else if answer.readings_compared {
        let none = match answer.answer {
            RepairOutcome::Impossible => "; none of them alone allows a repair",
            RepairOutcome::Met | RepairOutcome::Repaired => "; none of them alone would cost less",
        };
        text = text.with(none);
    }
    let mut fact = Fact::new(Label::Readings, text);
    for each in demanded.iter().filter(|_| verbose) {
        let names = each.readings.iter().map(Phrase::name);
        let called = each.demand.called(several);
        fact = fact.and(1, phrase![called, ": ", Phrase::list(names, "and")]);
    }
    vec![fact]
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
            let cost = cost.unwrap_or_default();
            let avoided = answer.repairs.iter().flat_map(|repair| &repair.avoids);
            let mut names: Vec<Phrase> = Vec::new();
            for name in avoided.map(|demand| demand.called(answer.verdicts.len() > 1)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            if names.is_empty() {
                let under = if answer.demanded_readings.is_empty() {
                    ""
                } else {
                    " to be met under every reading"
                };
                let rest = phrase![cost, under, "; nothing cheaper will do"];
                return Status::new(Tone::Good, "repair", rest);
            }
            let rest = phrase![
                Phrase::list(names, "and"),
                ", which it does not meet: ",
                cost,
                "; no repair that is allowed avoids less"
            ];
            Status::new(Tone::Open, "repair by avoiding", rest)
        }
    }
}

fn carried_out(
    title: Phrase,
    option: &RepairOption,
    readings: Vec<Fact>,
    several: bool,
    verbose: bool,
    shell: &dyn Shell,
) -> Section {
    let mut facts = Vec::new();
    for action in [Action::Change, Action::State, Action::Confirm] {
        let changes = option.changes.iter();
        let changes = changes.filter(|change| change.action == action);
        facts.extend(changes.map(|each| change(each, verbose)));
    }
    facts.extend(left(option, several));
    facts.extend(readings);
    facts.extend(option.no_text.iter().map(no_patch));
    let lines = option.patch.iter().flatten();
    let whole = verbose || lines.clone().count() <= FEW_LINES;
    if !option.patch.is_empty() {
        let how = "old line numbers, then new ones; what a changed term said before stays as a \
                   comment, `# was: …`";
        let comes = lines.clone().filter(|line| line.old.is_none()).count();
        let goes = lines.filter(|line| line.new.is_none()).count();
        let comes = Phrase::counted(comes as u64, "new line");
        let brief = match goes {
            0 => comes,
            goes => phrase![comes, " in place of ", goes],
        };
        let text = if whole {
            how.into()
        } else {
            advised(brief, "; ", shell.advice(Advice::ShowPatch))
        };
        facts.push(Fact::new(Label::Patch, text));
    }
    let mut section = Section::new(title).with(Block::Facts(facts));
    if whole && !option.patch.is_empty() {
        section.blocks.push(Block::Patch(patch(&option.patch)));
    }
    section
}

/// The warnings and the advisory prerequisites that the changed text leaves raised and unmet, of one or
/// `several` policies.
fn left(option: &RepairOption, several: bool) -> Vec<Fact> {
    let raised = option.raised.iter();
    let raised = raised.map(|raised| (raised.of.called(several), raised.before));
    let raised = still(
        raised,
        ["stays raised", "stay raised"],
        ["is raised by it", "are raised by it"],
    );
    let unmet = option.advisory_unmet.iter();
    let unmet = unmet.map(|unmet| (unmet.demand.called(several), unmet.before));
    let unmet = still(
        unmet,
        ["stays unmet", "stay unmet"],
        ["is unmet by it", "are unmet by it"],
    );
    let raised = raised.map(|text| Fact::new(Label::Warnings, text));
    let unmet = unmet.map(|text| Fact::new(Label::Advisory, text));
    raised.into_iter().chain(unmet).collect()
}

/// `a and b stay raised; c is raised by it`: what was so before, and what was not.
fn still(
    each: impl Iterator<Item = (Phrase, bool)>,
    stays: [&'static str; 2],
    becomes: [&'static str; 2],
) -> Option<Phrase> {
    let (old, new): (Vec<_>, Vec<_>) = each.partition(|(_, before)| *before);
    let says = |all: Vec<(Phrase, bool)>, [one, more]: [&'static str; 2]| {
        let verb = if all.len() == 1 { one } else { more };
        let some = !all.is_empty();
        let names = all.into_iter().map(|(name, _)| name);
        some.then(|| phrase![Phrase::list(names, "and"), " ", verb])
    };
    let both = [says(old, stays), says(new, becomes)];
    let text = Phrase::joined(both.into_iter().flatten(), "; ");
    (!text.is_empty()).then_some(text)
}

/// `guarantee_scope from none to ukrainian_controlled (1 step), for pledge_scope`.
fn change(change: &ChangeAnswer, verbose: bool) -> Fact {
    let (name, to, why) = (Phrase::name(&change.term), &change.to.says, &change.why);
    let mut fact = match change.action {
        Action::Change => {
            let steps = Phrase::counted(change.steps, "step");
            let from = &change.from.says;
            let from = if change.silent {
                phrase!["silence (which means ", from, ")"]
            } else {
                from.clone()
            };
            let text = phrase![name, " from ", from, " to ", to, " (", steps, "), ", why];
            Fact::new(Label::Change, text)
        }
        Action::State => Fact::new(Label::SayThat, phrase![name, " is ", to, ", ", why]),
        Action::Confirm => Fact::new(Label::Confirm, phrase![name, " is ", to, ", ", why]),
    };
    if let Some(written) = &change.written {
        let says = phrase![
            "the new text says only ",
            &written.says,
            "; the rest would do too"
        ];
        fact = fact.and(1, says);
    }
    if verbose && !change.kept_true.is_empty() {
        let kept = Phrase::list(&change.kept_true, "and");
        fact = fact.and(1, phrase!["goes with the rest: ", kept]);
    }
    for said in &change.members {
        let at = facts::line_of(&said.member, &said.place);
        fact = fact.and(1, phrase![at, ", says ", &said.says]);
    }
    match change.action {
        Action::Confirm => {
            let stays = "the file says so and stays as it is: a better source is wanted";
            fact.and(1, stays)
        }
        Action::Change | Action::State => fact,
    }
}

fn no_patch(error: &Diagnostic) -> Fact {
    let message = Untrusted::from(&error.message);
    let text = match error.place() {
        Some(place) => phrase![message, " (", Untrusted::from(place.to_string()), ")"],
        None => message.into(),
    };
    let fact = Fact::new(Label::NoPatch, text);
    let help = error.help.iter().map(Untrusted::from);
    help.fold(fact, |fact, help| fact.and(1, help))
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
