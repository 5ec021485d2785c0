//! Prerequisites and warnings of an answer: as rules, and by their places.

use super::{At, Level, Rule, Spot};
use crate::answer::words::joined;
use crate::answer::{CitationAnswer, Finding, PolicyRef, RoleName, WarningAnswer};
use crate::phrase;
use crate::questions::explain::Standing;
use crate::text::{Phrase, Untrusted};

/// The name of something of a policy, as a rule.
pub(super) fn rule_id(policy: &PolicyRef, name: &str) -> String {
    format!("{}.{name}", policy.shown())
}

/// A prerequisite as a rule.
pub(super) fn of_prerequisite(policy: &PolicyRef, finding: &Finding) -> Rule {
    let mut help = Vec::new();
    if let Some(full) = &finding.full {
        help.extend(full.lines.iter().map(|line| {
            let before: Phrase = match &line.role {
                RoleName::When => "Applies when: ".into(),
                RoleName::Must => "Must: ".into(),
                RoleName::Unless => "Unless: ".into(),
                RoleName::Reading(name) => phrase!["Read as ", Phrase::name(name), ": "],
            };
            before.with(joined(&line.sentences))
        }));
        help.extend(cited(&full.cites));
        let consequence = full.otherwise.iter();
        help.extend(consequence.map(|otherwise| phrase!["Otherwise: ", otherwise]));
        help.extend(full.notes.iter().map(|note| phrase!["Note: ", note]));
    }
    let (level, tags) = if finding.advisory {
        (Level::Warning, vec!["prerequisite", "advisory"])
    } else {
        (Level::Error, vec!["prerequisite"])
    };
    Rule {
        id: rule_id(policy, &finding.id),
        short: title(&finding.title, &finding.id),
        full: of_policy("Prerequisite ", policy, &finding.id, &finding.title),
        help,
        level,
        tags,
    }
}

/// A warning as a rule.
pub(super) fn of_warning(policy: &PolicyRef, warning: &WarningAnswer) -> Rule {
    let mut help = Vec::new();
    if let Some(full) = &warning.full {
        help.push(phrase!["Raised when: ", joined(&full.raised_when)]);
        help.extend(cited(&full.cites));
        help.extend(full.notes.iter().map(|note| phrase!["Note: ", note]));
    }
    Rule {
        id: rule_id(policy, &warning.id),
        short: title(&warning.title, &warning.id),
        full: of_policy("Warning ", policy, &warning.id, &warning.title),
        help,
        level: Level::Warning,
        tags: vec!["warning"],
    }
}

fn cited(cites: &[CitationAnswer]) -> impl Iterator<Item = Phrase> {
    cites.iter().map(|cite| phrase!["Cited: ", cite.in_words()])
}

/// A title, or the name where there is none.
pub(super) fn title(title: &Untrusted, name: &str) -> Phrase {
    if title.is_empty() {
        Phrase::name(name)
    } else {
        title.into()
    }
}

/// `Prerequisite pledge_scope of column: Title`.
fn of_policy(what: &'static str, policy: &PolicyRef, name: &str, title: &Untrusted) -> Phrase {
    let said = phrase![
        what,
        Phrase::name(name),
        " of the policy ",
        Phrase::name(policy.shown())
    ];
    if title.is_empty() {
        said
    } else {
        phrase![said, ": ", title]
    }
}

/// What the draft says, then what the policy asks: of what stands in the way, or else of what decides
/// and each line. The first is a place in the draft.
pub(super) fn spots(finding: &Finding) -> Vec<Spot> {
    let (mut draft, mut policy) = (Vec::new(), Vec::new());
    for each in finding.obstacles() {
        draft.push(Spot::place(&each.proposal, &each.proposal_says));
        let further = each.further.iter();
        draft.extend(further.map(|said| Spot::place(&said.place, &said.says)));
        policy.push(Spot::place(&each.policy, &each.policy_says));
    }
    if let Some(full) = finding.full.as_ref().filter(|_| draft.is_empty()) {
        draft.extend(full.decided_by.iter().map(|each| {
            let says = phrase![Phrase::name(&each.term), ": ", &each.says];
            Spot::place(&each.place, says)
        }));
        policy.extend(full.lines.iter().map(|line| {
            let standing = match line.standing {
                Standing::Holds => "holds",
                Standing::Fails => "does not hold",
                Standing::Open => "open",
            };
            Spot::place(&line.place, standing)
        }));
    }
    draft.extend(policy);
    each_once(draft)
}

/// What the draft says on each term of a warning, then when it is raised.
pub(super) fn spots_of_warning(warning: &WarningAnswer) -> Vec<Spot> {
    let Some(full) = &warning.full else {
        return Vec::new();
    };
    let said = full.evidence.iter().map(|evidence| {
        let says = phrase![Phrase::name(&evidence.term), ": ", &evidence.says];
        Spot::place(&evidence.place, says)
    });
    let raised = Spot::place(&full.place, "raised when this holds");
    each_once(said.chain([raised]).collect())
}

/// Places with what is said there, each once. What is said at one place of several terms is put
/// together: terms that a text does not list share the place where they would stand.
pub(super) fn each_once(all: Vec<Spot>) -> Vec<Spot> {
    let mut spots: Vec<(At, Vec<Phrase>)> = Vec::with_capacity(all.len());
    for Spot { at, says } in all {
        match spots.iter_mut().find(|(known, _)| *known == at) {
            Some((_, known)) if known.contains(&says) => {}
            Some((_, known)) => known.push(says),
            None => spots.push((at, vec![says])),
        }
    }
    let spots = spots.into_iter();
    spots
        .map(|(at, says)| Spot::new(at, Phrase::joined(says, "; ")))
        .collect()
}
