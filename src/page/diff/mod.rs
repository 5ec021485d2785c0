//! What changed from an old text to a new one, what becomes of the verdict, and because of what.

mod findings;
mod policies;
mod provisions;

pub use policies::policy_diff;

use super::block::{Block, Fact, Heading, Page, Paragraph, Section, Status};
use super::check::score_in_full;
use super::shared::not_done;
use super::{Advice, Label, Shell, facts};
use crate::answer::{ChangeCounts, DiffAnswer, DiffByPolicy};
use crate::phrase;
use crate::text::{Phrase, Untrusted};
use crate::verdict::Verdict;

/// How much is shown of what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffExtent {
    /// The main part.
    Brief,
    /// The main part, without what is still missing.
    Changes,
    /// Everything.
    Full,
}

/// What changed, and what becomes of the verdict.
#[must_use]
pub fn diff(answer: &DiffAnswer, extent: DiffExtent, shell: &dyn Shell) -> Page {
    let in_full = extent == DiffExtent::Full;
    let mut page = Page::default().with(Heading::new(title(answer)));
    let several = answer.policies.len() > 1;
    let mut cut = false;
    for by in &answer.policies {
        page.push(status(by, several));
        page.facts(about(answer, by, several, shell));
        let (sections, more) = findings::sections(by, in_full);
        cut |= more;
        page.blocks.extend(sections.into_iter().map(Block::from));
    }
    let (section, more) = provisions::section(answer, in_full);
    cut |= more;
    page.push(section);
    let missing = answer.policies.iter();
    for by in missing.filter(|_| extent != DiffExtent::Changes) {
        let (section, more) = findings::missing(answer, by, in_full);
        cut |= more;
        page.blocks.extend(section.map(Block::from));
    }
    let advice = shell.advice(Advice::ShowInFull).filter(|_| cut && !in_full);
    if let Some(advice) = advice {
        let more = Fact::new(Label::More, advice);
        page.push(Section::new("").with(Block::Facts(vec![more])));
    }
    page
}

/// `from first-draft to second-draft`.
fn title(answer: &DiffAnswer) -> Phrase {
    phrase!["From ", answer.old.shown(), " to ", answer.new.shown()]
}

/// `OPEN, as before; 2 findings became met, 1 became unmet`.
fn status(by: &DiffByPolicy, several: bool) -> Status {
    let (old, new) = (by.old.verdict, by.new.verdict);
    let was = if old == new {
        "as before; ".into()
    } else {
        phrase!["was ", old.word(), "; "]
    };
    let mut said = phrase![was, became(by)];
    if several {
        said = phrase!["by ", Phrase::name(by.policy.shown()), ", ", said];
    }
    Status::new(new.into(), new.word(), said)
}

/// `2 findings became met, 1 became unmet, 1 changed under a reading`.
fn became(by: &DiffByPolicy) -> Phrase {
    let order = [
        Verdict::Unmet,
        Verdict::Open,
        Verdict::NotApplicable,
        Verdict::Met,
    ];
    let mut parts: Vec<(usize, Phrase)> = Vec::new();
    for verdict in order {
        let of = by.findings.iter();
        let count = of
            .filter(|change| change.new == verdict && change.old != verdict)
            .count();
        parts.push((count, phrase![" became ", verdict.word()]));
    }
    let read = by.findings.iter();
    let read = read.filter(|change| change.old == change.new).count();
    parts.push((read, " changed under some reading only".into()));
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts = parts.enumerate().map(|(at, (count, what))| {
        let findings = match (at, count) {
            (0, 1) => " finding",
            (0, _) => " findings",
            _ => "",
        };
        phrase![count, findings, what]
    });
    let said = Phrase::joined(parts, ", ");
    if said.is_empty() {
        "no finding changed".into()
    } else {
        said
    }
}

fn about(answer: &DiffAnswer, by: &DiffByPolicy, several: bool, shell: &dyn Shell) -> Vec<Fact> {
    let mut told = Vec::new();
    if let Some(cause) = &by.because {
        told.push(Fact::new(Label::Because, &cause.short));
    }
    told.extend(weighed(by.counts).map(|said| Fact::new(Label::Findings, said)));
    told.push(Fact::new(Label::Score, scores(by)));
    if !several {
        told.push(Fact::new(Label::Policy, facts::policy(&by.policy)));
    }
    if let Some(taken) = answer.options.in_words(several) {
        told.push(Fact::new(Label::Taken, taken));
    }
    told.extend(not_done(&by.unfinished, shell));
    told
}

/// `1 got worse, 3 got better`.
fn weighed(counts: ChangeCounts) -> Option<Phrase> {
    let each = [
        (counts.worse, " got worse"),
        (counts.better, " got better"),
        (counts.by_reading, " got better or worse by the reading"),
        (counts.applies, " began to apply or ceased to"),
    ];
    let each = each.into_iter().filter(|(count, _)| *count > 0);
    let said = Phrase::joined(each.map(|(count, what)| phrase![count, what]), ", ");
    (!said.is_empty()).then_some(said)
}

fn scores(by: &DiffByPolicy) -> Phrase {
    let [old, new] = [&by.old, &by.new].map(|was| score_in_full(&was.score));
    if old == new {
        phrase![new, ", as before"]
    } else {
        phrase![new, "; was ", old]
    }
}

/// `a, b and 3 more`; everything where there is room.
fn listed(names: Vec<Phrase>, most: usize) -> (Phrase, bool) {
    if names.len() <= most {
        return (Phrase::list(names, "and"), false);
    }
    let more = names.len() - most;
    let shown = Phrase::joined(names.into_iter().take(most), ", ");
    (phrase![shown, " and ", more, " more"], true)
}

/// A paragraph with nothing before it.
fn paragraph(text: impl Into<Phrase>) -> Block {
    Paragraph::new(0, text).into()
}

/// The members of packages that came, went, or changed.
fn members(names: &[Untrusted], what: &'static str) -> Option<Phrase> {
    let each = names.iter().map(Phrase::from);
    (!names.is_empty()).then(|| phrase![Phrase::list(each, "and"), what])
}
