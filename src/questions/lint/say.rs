//! Warnings about what was proved.

use super::prove::Proved;
use super::removal::{Change, Removal};
use crate::policy::{Condition, Policy, Prerequisite, PrerequisiteId, ReadingId, Role};
use crate::text::diagnostic::{Diagnostic, listed};
use crate::text::{Code, Place, Span};

/// The warning about something proved.
pub(super) fn said(policy: &Policy, proved: &Proved) -> Diagnostic {
    let place = |span: Span| Place::new(&policy.source, span);
    let of = |id: PrerequisiteId| policy.prerequisite(id);
    match proved {
        Proved::NeverApplies(index) => never_applies(of(*index), place(of(*index).span)),
        Proved::NeverMet(index) => never_met(of(*index), place(of(*index).span)),
        Proved::NeverUnmet(index) => never_unmet(of(*index), place(of(*index).span)),
        Proved::Contradiction { of, more } => contradiction(policy, of, *more),
        Proved::PolicyNeverMet {
            of,
            only_where_none_applies,
        } => policy_never_met(policy, of, *only_where_none_applies),
        Proved::Implied {
            prerequisite,
            by,
            removal,
        } => implied(policy, *prerequisite, by, removal),
        Proved::Idle {
            prerequisite,
            what,
            place,
            alone,
        } => idle(of(*prerequisite), what, place.clone(), *alone),
        Proved::SameReadings {
            prerequisite,
            first,
            second,
        } => same_readings(policy, *prerequisite, *first, *second),
        Proved::MayNotArise {
            prerequisite,
            term,
            place,
        } => {
            let term = &policy.vocabulary.term(*term).name;
            may_not_arise(of(*prerequisite), term, place.clone())
        }
        Proved::Uncited(index) => uncited(&of(*index).name, place(of(*index).span)),
        Proved::UncitedWarning(id) => {
            let warning = policy.warning(*id);
            uncited(&warning.name, place(warning.span))
        }
    }
}

/// `a, b and c`, as the policy names them.
pub(super) fn named(policy: &Policy, indexes: &[PrerequisiteId]) -> String {
    let names = indexes.iter().map(|&id| policy.prerequisite(id));
    let names: Vec<String> = names.map(|each| format!("`{}`", each.name)).collect();
    listed(&names)
}

fn never_applies(prerequisite: &Prerequisite, place: Place) -> Diagnostic {
    let message = format!("`{}` never applies", prerequisite.name);
    Diagnostic::warning(Code::LintNeverApplies, message)
        .at(place, "no text makes it apply")
        .help("check its `when`: it excludes every text")
}

fn never_met(prerequisite: &Prerequisite, place: Place) -> Diagnostic {
    let message = format!("`{}` cannot be met", prerequisite.name);
    let (label, help) = if prerequisite.readings.is_empty() {
        (
            "no text meets it",
            "no text satisfies all that it asks at once: loosen a line, or make some alternatives",
        )
    } else {
        (
            "no text meets it under every reading",
            "no text satisfies its lines and all its readings at once: loosen a line of one",
        )
    };
    (Diagnostic::warning(Code::LintNeverMet, message).at(place, label)).help(help)
}

fn never_unmet(prerequisite: &Prerequisite, place: Place) -> Diagnostic {
    let message = format!("`{}` cannot fail", prerequisite.name);
    let help = if prerequisite.unless.is_some() {
        "check its values and directions, and whether its `unless` covers what is left"
    } else {
        "check its values and directions"
    };
    Diagnostic::warning(Code::LintNeverUnmet, message)
        .at(place, "every text to which it applies meets it")
        .help(help)
}

fn contradiction(policy: &Policy, of: &[PrerequisiteId], more: bool) -> Diagnostic {
    let message = format!("no text meets {} together", named(policy, of));
    let mut said = Diagnostic::warning(Code::LintContradiction, message);
    for &id in of {
        let place = Place::new(&policy.source, policy.prerequisite(id).span);
        said = said.at(place, "one of them");
    }
    said = said.help("loosen one, make one advisory, or say when each applies");
    if more {
        said = said.help("there are more contradictions than are shown: lint again after a change");
    }
    said
}

fn policy_never_met(
    policy: &Policy,
    of: &[PrerequisiteId],
    only_where_none_applies: bool,
) -> Diagnostic {
    let message = format!("no text is met by `{}`", policy.called);
    let mut said = Diagnostic::warning(Code::LintPolicyNeverMet, message).at(
        Place::new(&policy.source, policy.span),
        "nothing can meet it",
    );
    for &id in of {
        let place = Place::new(&policy.source, policy.prerequisite(id).span);
        let label = match of {
            [_] => "this one is in the way",
            _ => "these cannot be met together",
        };
        said = said.at(place, label);
    }
    said.help(match (of, only_where_none_applies) {
        (_, true) => {
            "a text to which nothing of it applies is not met: loosen one of these, or say when each applies"
        }
        ([_], false) => "loosen it, make it advisory, or say when it applies",
        (_, false) => "loosen one of these, make one advisory, or say when each applies",
    })
}

fn implied(
    policy: &Policy,
    id: PrerequisiteId,
    by: &[PrerequisiteId],
    removal: &Removal,
) -> Diagnostic {
    let place = |id: PrerequisiteId| Place::new(&policy.source, policy.prerequisite(id).span);
    let (those, part, fails) = match by {
        [_] => ("never unmet where that is not", "asks as much", "is unmet"),
        _ => (
            "never unmet where those are not",
            "asks as much with the others",
            "is unmet too",
        ),
    };
    let name = &policy.prerequisite(id).name;
    let others = named(policy, by);
    let message = match (removal, by) {
        (Removal::Free | Removal::InsteadOf(_), _) => {
            format!("`{name}` asks nothing beyond {others}")
        }
        (Removal::Changes(_), [_]) => format!("`{name}` is unmet only where {others} {fails}"),
        (Removal::Changes(_), _) => format!("`{name}` is unmet only where one of {others} {fails}"),
    };
    let mut said = Diagnostic::warning(Code::LintImplied, message).at(place(id), those);
    for &other in by {
        said = said.at(place(other), part);
    }
    said.help(match removal {
        Removal::Free => {
            "remove it, which changes no verdict, or keep it for its citation and its weight"
                .to_owned()
        }
        Removal::InsteadOf(others) => format!(
            "remove it or {}, not both: either changes no verdict",
            named(policy, others)
        ),
        Removal::Changes(Change::NothingElseApplies) => {
            "keep it: where only it applies, a text would be not applicable without it".to_owned()
        }
        Removal::Changes(Change::AloneUnmet) => {
            "keep it: under some readings of the others it alone is unmet".to_owned()
        }
    })
}

fn idle(prerequisite: &Prerequisite, what: &str, place: Place, alone: bool) -> Diagnostic {
    let message = format!("this {what} of `{}` never matters", prerequisite.name);
    let help = if alone {
        "remove it, or check its value: the rest already decides"
    } else {
        "check its value, or remove it and lint again: the others may matter then"
    };
    Diagnostic::warning(Code::LintIdleLine, message)
        .at(place, "every text comes out the same without it")
        .help(help)
}

fn same_readings(
    policy: &Policy,
    id: PrerequisiteId,
    first: ReadingId,
    second: ReadingId,
) -> Diagnostic {
    let prerequisite = policy.prerequisite(id);
    let (first, second) = (prerequisite.reading(first), prerequisite.reading(second));
    let message = format!(
        "the readings `{}` and `{}` of `{}` come to the same",
        first.name, second.name, prerequisite.name
    );
    let help = match prerequisite.readings.len() {
        2 => "make one ask for more, or write `must` lines without readings",
        _ => "make one ask for more, or remove one",
    };
    Diagnostic::warning(Code::LintSameReadings, message)
        .at(Place::new(&policy.source, second.span), "asks the same")
        .at(Place::new(&policy.source, first.span), "as this one")
        .help(help)
}

fn may_not_arise(prerequisite: &Prerequisite, term: &str, place: Place) -> Diagnostic {
    let name = &prerequisite.name;
    let message = format!("`{name}` compares `{term}` where it may not arise");
    let not_then = match prerequisite.when {
        None => format!("add `when {term} arises` if it should then not apply"),
        Some(_) => format!("ask in its `when` that `{term} arises` if it should then not apply"),
    };
    let is_needed = |(role, line): (Role, &Condition)| {
        matches!(role, Role::Must | Role::Reading(_)) && *line.place() == place
    };
    let or_else = match (prerequisite.lines().any(is_needed), &prerequisite.when) {
        (true, None) => format!("`must {term} arises` if it should then be unmet"),
        (true, Some(_)) => format!("add `must {term} arises` if it should then be unmet"),
        (false, _) => format!("ask beside it that `{term} arises` if it is meant so"),
    };
    Diagnostic::warning(Code::LintMayNotArise, message)
        .at(place, "false where the term does not arise")
        .help(format!("{not_then}, or {or_else}"))
}

fn uncited(name: &str, place: Place) -> Diagnostic {
    Diagnostic::warning(Code::LintNoCitation, format!("`{name}` cites nothing"))
        .at(place, "")
        .help("say where it comes from: `cites SOURCE paragraph N \"few words\"`")
}
