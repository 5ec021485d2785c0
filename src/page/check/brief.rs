//! A report of one line for each prerequisite.

use crate::answer::{CheckAnswer, Decider, Finding, Need, ProposalRef};
use crate::page::block::{Command, Row};
use crate::page::{Label, Next, Shell};
use crate::phrase;
use crate::text::{Phrase, Place, Target, Untrusted};
use crate::verdict::Verdict;

/// The most prerequisites that have a line each. Of more, those that are met or do not apply share
/// lines.
const MOST: usize = 24;

/// Every prerequisite: those that decide before those that are advisory; in each what is unmet first,
/// then what is open, met, not applicable, in the policy's order.
pub(super) fn rows(answer: &CheckAnswer) -> Vec<Row> {
    let findings = &answer.findings;
    let order = [
        Verdict::Unmet,
        Verdict::Open,
        Verdict::Met,
        Verdict::NotApplicable,
    ];
    let mut rows = Vec::new();
    for (advisory, verdict) in [false, true]
        .into_iter()
        .flat_map(|advisory| order.map(|verdict| (advisory, verdict)))
    {
        let all = findings.iter();
        let all = all.filter(move |each| each.verdict == verdict && each.advisory == advisory);
        let settled = matches!(verdict, Verdict::Met | Verdict::NotApplicable);
        if settled && findings.len() > MOST {
            rows.extend(folded(verdict, advisory, all));
        } else {
            rows.extend(all.map(|finding| row(finding, &answer.proposal.members)));
        }
    }
    rows
}

/// All names of a verdict together.
fn folded<'a>(
    verdict: Verdict,
    advisory: bool,
    of: impl Iterator<Item = &'a Finding>,
) -> Option<Row> {
    let names: Vec<Phrase> = of.map(|finding| Phrase::name(&finding.id)).collect();
    (!names.is_empty()).then(|| Row {
        sign: verdict.into(),
        name: phrase![
            names.len(),
            if advisory { " advisory " } else { " " },
            verdict.word()
        ],
        title: Untrusted::default(),
        says: Phrase::joined(&names, ", "),
        short: vec![Phrase::joined(names, ", ")],
        line: None,
        member: None,
    })
}

/// A finding on a line.
pub(in crate::page) fn row(finding: &Finding, members: &[ProposalRef]) -> Row {
    let first = finding.deciders.first();
    let place = first.and_then(|decider| decider.place.as_ref());
    let marked = |said: Phrase| {
        if finding.advisory {
            phrase!["(advisory) ", said]
        } else {
            said
        }
    };
    Row {
        sign: finding.verdict.into(),
        name: Phrase::link(Target::Finding(finding.id.clone()), &finding.id),
        title: finding.title.clone(),
        says: marked(sentence(finding)),
        short: shorter(finding).into_iter().map(marked).collect(),
        line: place.map(|place| place.source.line_and_column(place.span.start).0),
        member: place.and_then(|place| member(place, members)),
    }
}

/// The member of a package in which a place is.
fn member(place: &Place, members: &[ProposalRef]) -> Option<(usize, Untrusted)> {
    let file = Untrusted::from(place.source.name());
    let at = members.iter().position(|member| member.file == file)?;
    Some((at + 1, members[at].shown().clone()))
}

/// What decides, and what is needed.
fn sentence(finding: &Finding) -> Phrase {
    let deciders = finding.deciders.iter().map(full);
    let parts: Vec<Phrase> = deciders.chain(by_reading(finding)).collect();
    if parts.is_empty() {
        return nothing(finding.verdict).into();
    }
    Phrase::joined(parts, "; ")
}

/// The same in ever fewer words.
fn shorter(finding: &Finding) -> Vec<Phrase> {
    let Some((first, more)) = finding.deciders.split_first() else {
        return Vec::new();
    };
    let others = (!more.is_empty()).then(|| phrase![more.len(), " more"]);
    let term = |said: &Phrase| phrase![Phrase::name(&first.term), ": ", said];
    let listed = first.values.filter(|count| *count > 2);
    let listed = listed.map(|count| phrase!["one of ", count, " values"]);
    let said: Vec<&Phrase> = [Some(&first.short), listed.as_ref()]
        .into_iter()
        .flatten()
        .collect();
    let mut all = Vec::new();
    if let Some(need) = &first.needs {
        let to = |said: Phrase, whole: bool| phrase![said, " → ", what_will_do(need, whole)];
        // The term goes before what is needed does.
        for whole in [true, false] {
            if let Some(reading) = &need.reading {
                let reading = phrase![" (", Phrase::name(reading), ")"];
                all.push(to(term(&first.short), whole).with(reading));
            }
            all.extend(said.iter().map(|said| to(term(said), whole)));
        }
        for whole in [true, false] {
            all.extend(said.iter().map(|said| to((*said).clone(), whole)));
        }
    }
    all.extend(said.iter().map(|said| term(said)));
    all.push(first.short.clone());
    let each = Phrase::joined(finding.deciders.iter().map(arrow), "; ");
    let ended = others.map(|others| phrase![&all[0], "; ", others]);
    [each].into_iter().chain(ended).chain(all).collect()
}

/// `guarantee_scope: silent (none) → ukrainian_controlled`.
fn arrow(decider: &Decider) -> Phrase {
    let said = phrase![Phrase::name(&decider.term), ": ", &decider.short];
    match &decider.needs {
        None => said,
        Some(need) => phrase![said, " → ", what_will_do(need, true)],
    }
}

/// What will do, and that something else has to change as well: what that is, or only that it is so.
fn what_will_do(need: &Need, whole: bool) -> Phrase {
    match &need.along {
        None => need.will_do.clone(),
        Some(along) if whole => phrase![&need.will_do, ", with a change of ", along],
        Some(_) => phrase![&need.will_do, " (not alone)"],
    }
}

/// `guarantee_scope is silent, which means none; must be at least ukrainian_controlled`.
fn full(decider: &Decider) -> Phrase {
    let says = &decider.says;
    match &decider.needs {
        None => says.clone(),
        Some(need) => {
            let with = |along| phrase![", with a change of ", along];
            let along = need.along.as_ref().map(with).unwrap_or_default();
            let reading = |name| phrase![" (", Phrase::name(name), ")"];
            let reading = need.reading.as_ref().map(reading).unwrap_or_default();
            phrase![says, "; ", &need.must, along, reading]
        }
    }
}

/// `met as_written, unmet strict`, where the readings differ.
fn by_reading(finding: &Finding) -> Option<Phrase> {
    let (first, more) = finding.readings.split_first()?;
    if more.iter().all(|each| each.verdict == first.verdict) {
        return None;
    }
    let each = finding.readings.iter();
    let each = each.map(|each| phrase![each.verdict.word(), " if read ", Phrase::name(&each.name)]);
    Some(Phrase::joined(each, ", "))
}

/// What there is to say where nothing of the text decides.
fn nothing(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unmet => "no text can meet it",
        Verdict::Open => "turns on several things together",
        Verdict::Met => "whatever a text says",
        Verdict::NotApplicable => "does not apply",
    }
}

/// What to do next: see the first finding in full that is not met, see everything, mend the text.
pub(super) fn next(answer: &CheckAnswer, shell: &dyn Shell) -> Vec<Command> {
    let first = |verdict: Verdict| {
        let mut all = answer.findings.iter();
        all.find(|each| each.verdict == verdict && !each.advisory)
    };
    let telling = first(Verdict::Unmet).or_else(|| first(Verdict::Open));
    let finding = telling.or_else(|| answer.findings.first());
    let mut next: Vec<(Label, Next<'_>)> = Vec::new();
    next.extend(finding.map(|finding| (Label::More, Next::Finding(&finding.id))));
    // Where nothing decides, no change leads to met.
    if answer.verdict != Verdict::Met && answer.counts_of(false).all() > 0 {
        next.push((Label::Mend, Next::Repair));
    }
    let each = next.into_iter();
    each.filter_map(|(label, next)| {
        let parts = shell.command(next)?;
        Some(Command { label, parts })
    })
    .collect()
}
