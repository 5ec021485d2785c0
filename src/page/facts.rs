//! Facts that several pages have.

use super::Label;
use super::block::{Fact, Heading};
use super::shared::by_way_of;
use crate::answer::{Account, CheckAnswer, CitationAnswer, PolicyRef, ProposalRef, Set};
use crate::phrase;
use crate::proposal::Coverage;
use crate::text::Phrase;

/// A proposal by its name and its title.
pub(super) fn proposal_heading(proposal: &ProposalRef) -> Heading {
    Heading {
        of: Some(Label::Proposal),
        text: phrase![proposal.shown(), ": ", &proposal.title],
    }
}

/// What is known of a proposal that was judged, in a line or two.
pub(super) fn about(answer: &CheckAnswer) -> Vec<Fact> {
    let proposal = &answer.proposal;
    let by = (!proposal.authors.is_empty()).then(|| Phrase::list(&proposal.authors, "and"));
    let told = [
        (Label::By, by),
        (Label::Version, full_version(proposal)),
        (Label::Date, proposal.date.as_ref().map(Phrase::from)),
        (Label::Status, proposal.status.as_ref().map(Phrase::from)),
        (Label::Outcome, proposal.outcome.as_ref().map(Phrase::from)),
        (
            Label::Coverage,
            proposal.coverage.map(|seen| coverage(seen).into()),
        ),
        (Label::Note, proposal.note.as_ref().map(Phrase::from)),
        (Label::Policy, Some(policy(&answer.policy))),
        (Label::Taken, answer.options.in_words(false)),
    ];
    let facts = told.into_iter();
    facts
        .filter_map(|(label, text)| text.map(|text| Fact::new(label, text)))
        .collect()
}

/// `version 2`.
pub(super) fn version(proposal: &ProposalRef) -> Option<Phrase> {
    let version = proposal.version.as_ref()?;
    Some(phrase!["version ", version])
}

/// `2, supersedes first`.
fn full_version(proposal: &ProposalRef) -> Option<Phrase> {
    let version = proposal.version.as_ref().map(Phrase::from);
    let earlier = (!proposal.supersedes.is_empty())
        .then(|| phrase!["supersedes ", Phrase::list(&proposal.supersedes, "and")]);
    let told = Phrase::joined(version.into_iter().chain(earlier), ", ");
    (!told.is_empty()).then_some(told)
}

pub(super) fn coverage(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Full => "the coder saw the whole text",
        Coverage::NearFull => "the coder saw nearly the whole text",
        Coverage::Partial => "the coder saw part of the text: what is missing here may be in it",
        Coverage::ReportingOnly => {
            "the coder saw only reports about the text: what is missing here may be in it"
        }
    }
}

/// `column, "What Ukraine needs"`.
pub(super) fn policy(policy: &PolicyRef) -> Phrase {
    let name = Phrase::name(policy.shown());
    if policy.title.is_empty() {
        name
    } else {
        phrase![name, ", \"", &policy.title, "\""]
    }
}

/// Why a verdict is what it is, and what would settle one that is open; `settled` are the labels of
/// what settles it as met (or clear), and as unmet (or raised).
pub(super) fn account(account: &Account, is_open: bool, settled: [Label; 2]) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(forced_by(account));
    facts.extend(by_way_of(&account.by_way_of));
    if is_open {
        facts.push(Fact::new(Label::TurnsOn, turns_on(account)));
        let sets = [
            (&account.met_if, &account.settles_met),
            (&account.unmet_if, &account.settles_unmet),
        ];
        for (label, (all, one)) in settled.into_iter().zip(sets) {
            if let Some(all) = all {
                facts.push(Fact::new(label, &all.says));
            } else if let Some(set) = one {
                let answers = Phrase::list(&set.items, "and");
                facts.push(Fact::new(label, answers.with(size(set))));
            }
        }
    }
    if account.limited {
        let cut = "a limit cut this explanation short; the verdict is exact";
        facts.push(Fact::new(Label::Limits, cut));
    }
    facts
}

/// `pledge alone`, `3 independent reasons: pledge; halt; length and sites`.
fn forced_by(account: &Account) -> Option<Fact> {
    let forced = account.forced_by.as_ref()?;
    let names = |set: &[String]| Phrase::list(set.iter().map(Phrase::name), "and");
    let text = match &account.reasons {
        _ if forced.items.is_empty() => "nothing in the text: it is so whatever a text says".into(),
        Some(reasons) if reasons.count > 1 => {
            let least = if reasons.exact { "" } else { "at least " };
            let sets = reasons.sets.iter().map(|set| names(set));
            let sets = Phrase::joined(sets, "; ");
            phrase![least, reasons.count, " independent reasons: ", sets]
        }
        _ => phrase![names(&forced.items), " alone", size(forced)],
    };
    Some(Fact::new(Label::ForcedBy, text))
}

fn turns_on(account: &Account) -> Phrase {
    let terms = account.turns_on.iter().map(Phrase::name);
    let reading = |name: &String| phrase!["the reading of ", Phrase::code(name)];
    let readings = account.turns_on_readings.iter().map(reading);
    let things: Vec<Phrase> = terms.chain(readings).collect();
    if things.is_empty() {
        return "several things together, none of them alone".into();
    }
    Phrase::list(things, "and")
}

/// What is said of a set that is not proved to have the fewest items.
fn size<T>(set: &Set<T>) -> &'static str {
    if set.fewest {
        ""
    } else {
        " (none of these can be left out; a smaller set elsewhere is not ruled out)"
    }
}

/// Where something comes from.
pub(super) fn cited(cites: &[CitationAnswer]) -> impl Iterator<Item = Fact> {
    (cites.iter()).map(|citation| Fact::new(Label::Cited, citation.in_words()))
}
