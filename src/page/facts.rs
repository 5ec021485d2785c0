//! Facts that several pages have.

use super::Label;
use super::block::{Fact, Heading, Paragraph};
use super::shared::by_way_of;
use crate::answer::{Account, CheckAnswer, CitationAnswer, Counts, PolicyRef, ProposalRef, Set};
use crate::phrase;
use crate::proposal::Coverage;
use crate::text::{Phrase, Place, Target, Untrusted};

/// The most members of a package that have a line each.
const FEW_MEMBERS: usize = 5;
/// The most terms that are named where members of a package differ.
const FEW_TERMS: usize = 3;

/// The name of a proposal, which refers to it.
pub(super) fn named(proposal: &ProposalRef) -> Phrase {
    let to = proposal.shown().exact(String::push_str);
    Phrase::link(Target::Text(to), proposal.shown().clone())
}

/// The name of a prerequisite, which refers to it.
pub(super) fn asked(policy: &PolicyRef, name: &str) -> Phrase {
    let to = Target::Asked {
        policy: policy.shown().to_owned(),
        name: name.to_owned(),
    };
    Phrase::link(to, name)
}

/// A proposal as a policy judges it.
pub(super) fn judged(answer: &CheckAnswer) -> Target {
    Target::Judged {
        text: answer.proposal.shown().exact(String::push_str),
        policy: answer.policy.shown().to_owned(),
    }
}

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
    let facts = facts.filter_map(|(label, text)| text.map(|text| Fact::new(label, text)));
    facts.chain(members(proposal)).collect()
}

/// The members of a package, with the numbers by which lines refer to them.
pub(super) fn members(proposal: &ProposalRef) -> Option<Fact> {
    let each = proposal.members.iter().enumerate();
    let each = each.map(|(at, member)| phrase![at + 1, " ", member.shown()]);
    let each: Vec<Phrase> = each.collect();
    let (label, count) = (Label::Members, each.len());
    match count {
        0 => None,
        1..=FEW_MEMBERS => {
            let body = each.into_iter().map(|said| Paragraph::new(0, said));
            let body = body.collect();
            Some(Fact { label, body })
        }
        _ => Some(Fact::new(label, Phrase::joined(each, ", "))),
    }
}

/// On how many terms the members of a package differ.
pub(super) fn differing(answer: &CheckAnswer) -> Option<Fact> {
    if answer.proposal.members.is_empty() {
        return None;
    }
    let names: Vec<Phrase> = (answer.differing.iter())
        .map(|each| Phrase::name(&each.term))
        .collect();
    let more = names.len().saturating_sub(FEW_TERMS);
    let terms = Phrase::counted(names.len() as u64, "term");
    let told = Phrase::joined(names.into_iter().take(FEW_TERMS), ", ");
    let meaning = ", where what any member says counts as possible: ";
    let text = match (told.is_empty(), more) {
        (true, _) => "on no term".into(),
        (false, 0) => phrase!["on ", terms, meaning, told],
        (false, _) => phrase!["on ", terms, meaning, told, " and ", more, " more"],
    };
    Some(Fact::new(Label::Differ, text))
}

/// The terms on which the members of a package differ, with what each states and where.
pub(super) fn differing_in_full(answer: &CheckAnswer) -> Option<Fact> {
    let mut fact = differing(answer)?;
    for each in &answer.differing {
        fact = fact.and(1, Phrase::name(&each.term));
        for said in &each.from {
            fact = fact.and(
                2,
                phrase![line_of(&said.member, &said.place), ": ", &said.says],
            );
        }
    }
    Some(fact)
}

/// `uk-ukraine-agreement-2024, line 54`.
pub(super) fn line_of(member: &Untrusted, place: &Place) -> Phrase {
    let (line, _) = place.source.line_and_column(place.span.start);
    phrase![member, ", line ", line]
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

/// The name of a policy, which refers to it.
pub(super) fn by(policy: &PolicyRef) -> Phrase {
    let called = policy.shown();
    Phrase::link(Target::Policy(called.to_owned()), called)
}

/// `column, "What Ukraine needs"`.
pub(super) fn policy(policy: &PolicyRef) -> Phrase {
    let name = by(policy);
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

/// The counts that are not 0, the worst verdict first.
pub(super) fn counts(counts: Counts) -> impl Iterator<Item = (usize, &'static str)> {
    let all = [
        (counts.unmet, "unmet"),
        (counts.open, "open"),
        (counts.met, "met"),
        (counts.not_applicable, "not applicable"),
    ];
    all.into_iter().filter(|(count, _)| *count > 0)
}

/// `4 unmet, 9 open`.
pub(super) fn counted(of: Counts) -> Phrase {
    let each = counts(of).map(|(count, word)| phrase![count, " ", word]);
    Phrase::joined(each, ", ")
}
