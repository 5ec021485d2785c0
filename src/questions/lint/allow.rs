//! Findings that a policy's author has said are meant so.

use crate::policy::{Allow, Policy};
use crate::text::{Code, Diagnostic, Place, nearest};

/// What a policy allows: which finding each `allow` in it is about, and which of them were found.
pub struct Allowances<'p> {
    policy: &'p Policy,
    used: Vec<bool>,
}

impl<'p> Allowances<'p> {
    /// Those of a policy, none of which was found yet.
    #[must_use]
    pub fn of(policy: &'p Policy) -> Self {
        let used = vec![false; policy.allows.len()];
        Self { policy, used }
    }

    /// The `allow` that says that a finding is meant so. Every one that does counts as found.
    ///
    /// In a prerequisite or a warning it is about findings that point there in the first place, and
    /// about contradictions that point there at all.
    pub fn allow(&mut self, said: &Diagnostic) -> Option<&'p Allow> {
        let policy = self.policy;
        let mut first = None;
        for (allow, used) in policy.allows.iter().zip(&mut self.used) {
            if may_be_allowed(said.code) && is_about(policy, allow, said) {
                *used = true;
                first = first.or(Some(allow));
            }
        }
        first
    }

    /// Warnings about what is allowed, and was not found, of codes that there are.
    #[must_use]
    pub fn unused(&self) -> Vec<Diagnostic> {
        let each = self.policy.allows.iter().zip(&self.used);
        each.filter(|(allow, used)| !**used && is_known(allow))
            .map(|(allow, _)| {
                let message = format!("`allow {}` silences nothing here", allow.code);
                warning(self.policy, allow, message).help("remove it")
            })
            .collect()
    }
}

/// Warnings about what cannot be allowed.
pub(super) fn unknown(policy: &Policy) -> Vec<Diagnostic> {
    let each = policy.allows.iter().filter(|allow| !is_known(allow));
    each.map(|allow| {
        let code = &allow.code;
        if Code::named(code).is_some() {
            let message = format!("`{code}` cannot be allowed");
            return warning(policy, allow, message).help(
                "only findings whose code starts with `lint/` can be, but not this one's own",
            );
        }
        let message = format!("there is no finding `{code}`");
        let known = Code::ALL.iter().filter(|code| may_be_allowed(**code));
        let full = format!("lint/{code}");
        let wanted = if code.contains('/') { code } else { &full };
        let said = warning(policy, allow, message);
        match nearest(wanted, known.map(|code| code.name())) {
            Some(near) => said.help(format!("did you mean `{near}`?")),
            None => said.help("write the code that `lint` shows in brackets"),
        }
    })
    .collect()
}

/// Whether authors may say that a finding is meant so: never of an error.
fn may_be_allowed(code: Code) -> bool {
    code.family() == "lint" && code != Code::LintUnusedAllow
}

fn is_known(allow: &Allow) -> bool {
    Code::named(&allow.code).is_some_and(may_be_allowed)
}

fn is_about(policy: &Policy, allow: &Allow, said: &Diagnostic) -> bool {
    if said.code.name() != allow.code {
        return false;
    }
    let Some(within) = allow.within else {
        return true;
    };
    let is_inside = |place: &Place| {
        place.source == policy.source
            && within.start <= place.span.start
            && place.span.end <= within.end
    };
    let places = said.labels.iter().map(|label| &label.place);
    let looked_at = match said.code {
        Code::LintContradiction => usize::MAX,
        _ => 1,
    };
    places.take(looked_at).any(is_inside)
}

fn warning(policy: &Policy, allow: &Allow, message: String) -> Diagnostic {
    let place = Place::new(&policy.source, allow.span);
    Diagnostic::warning(Code::LintUnusedAllow, message).at(place, "")
}
