//! Facts of answers about several policies.

use super::block::{Fact, Paragraph, PatchLine};
use super::{Advice, Label, Shell};
use crate::answer::{self, BackgroundAnswer, DemandRef, Party, ProvidedAnswer, UnfinishedPart};
use crate::limit::Limit;
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// A policy, with how much it asks.
pub(super) fn party(label: Label, party: &Party) -> Fact {
    let name = Phrase::name(&party.policy);
    let text = phrase![name, ": ", &party.title, " (", &party.asks, ")"];
    Fact::new(label, text)
}

/// A prerequisite of one of `several` policies, with what it asks.
pub(super) fn demand(label: Label, demand: &DemandRef, several: bool) -> Fact {
    let text = phrase![demand.called(several), ": ", &demand.title];
    Fact::new(label, text)
}

/// What a text provides, term by term.
pub(super) fn provides(label: Label, all: &[ProvidedAnswer]) -> Fact {
    let each = all.iter().map(|provided| {
        let name = Phrase::name(&provided.term);
        Paragraph::new(0, phrase![name, ": ", &provided.says])
    });
    Fact {
        label,
        body: each.collect(),
    }
}

/// Each piece of background knowledge with its place. A piece without a title is written out in
/// full.
pub(super) fn by_way_of(all: &[BackgroundAnswer]) -> Option<Fact> {
    let mut body = Vec::new();
    for background in all {
        let place = Untrusted::from(background.place.to_string());
        for (at, sentence) in background.in_full.iter().enumerate() {
            let text = if at == 0 {
                phrase![&sentence.says, " (", &place, ")"]
            } else {
                sentence.says.clone()
            };
            body.push(Paragraph::new(sentence.depth, text));
        }
    }
    let label = Label::ByWayOf;
    (!body.is_empty()).then_some(Fact { label, body })
}

/// What an answer lacks, and why.
pub(super) fn not_done(unfinished: &[UnfinishedPart], shell: &dyn Shell) -> Option<Fact> {
    let said = UnfinishedPart::in_words(unfinished)?;
    let advice = match unfinished.first()?.limit {
        Limit::Stopped => shell.advice(Advice::AllowMoreTime),
        Limit::Conflicts => shell.advice(Advice::SetAnotherLimit),
        Limit::Alternatives => None,
    };
    Some(Fact::new(Label::NotDone, advised(said, "; ", advice)))
}

/// A text, followed by advice if the shell has any.
pub(super) fn advised(
    text: impl Into<Phrase>,
    between: &'static str,
    advice: Option<&'static str>,
) -> Phrase {
    match advice {
        Some(advice) => phrase![text, between, advice],
        None => text.into(),
    }
}

/// The lines of a file that change, with a gap between stretches.
pub(super) fn patch(stretches: &[Vec<answer::PatchLine>]) -> Vec<PatchLine> {
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
