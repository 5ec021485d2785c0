//! Because of which changes something is found otherwise.

use serde::Serialize;

use crate::phrase;
use crate::policy::{TermId, Vocabulary};
use crate::questions::diff::Cause;
use crate::text::Phrase;

/// The most terms of one set, and the most sets, that are named in brief.
const FEW: usize = 4;

/// Because of which changes something is found otherwise on the new text than on the old one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Cause", deny_unknown_fields))]
#[non_exhaustive]
pub struct CauseAnswer {
    /// Sets of changed terms. Each is enough: if the old text said what the new one says on these terms
    /// alone, the same would be found as on the new text.
    pub enough: Vec<Vec<String>>,
    /// Whether these are all the minimal sets: of none a part is enough, and every set that is enough
    /// has one of them in it. Otherwise there may be others, and of the one set that is given it may be
    /// proved only that no single term can be left out.
    pub complete: bool,
    /// The terms whose change is needed: if the new text said on that term alone what the old one says,
    /// something else would be found.
    pub needed: Vec<String>,
    /// The same in a few words: `a and b together, or c alone`.
    pub says: Phrase,
    /// In fewer words where many terms are named.
    #[serde(skip)]
    pub short: Phrase,
}

impl CauseAnswer {
    pub(super) fn new(cause: &Cause<TermId>, vocabulary: &Vocabulary) -> Self {
        let name = |term: &TermId| vocabulary.term(*term).name.clone();
        let names = |terms: &Vec<TermId>| terms.iter().map(name).collect::<Vec<_>>();
        let enough: Vec<Vec<String>> = cause.enough.iter().map(names).collect();
        let needed: Vec<String> = cause.needed.iter().map(name).collect();
        Self {
            says: said(&enough, &needed, cause.complete, usize::MAX),
            short: said(&enough, &needed, cause.complete, FEW),
            enough,
            complete: cause.complete,
            needed,
        }
    }

    /// Every term that is named.
    pub fn terms(&self) -> impl Iterator<Item = &String> {
        self.enough.iter().flatten().chain(&self.needed)
    }
}

/// `a`, `a and b together`, `a or b, each of which is enough`.
fn said(enough: &[Vec<String>], needed: &[String], complete: bool, most: usize) -> Phrase {
    let mut said = match enough {
        [only] => set(only, false, most),
        several if several.iter().all(|set| set.len() == 1) && several.len() <= most => {
            let names = several.iter().flatten().map(Phrase::name);
            phrase![Phrase::list(names, "or"), ", each of which is enough"]
        }
        several => {
            let mut each: Vec<Phrase> = several
                .iter()
                .take(most)
                .map(|names| set(names, true, most))
                .collect();
            if several.len() > most {
                let more = several.len() - most;
                let ways = Phrase::counted(more as u64, "other way");
                each.push(phrase!["in ", ways]);
            }
            let last = each.pop().unwrap_or_default();
            phrase![Phrase::joined(each, ", or "), ", or ", last]
        }
    };
    let named = |term: &&String| enough.iter().any(|set| set.contains(term));
    let undone: Vec<&String> = needed.iter().filter(|term| !named(term)).collect();
    if !undone.is_empty() {
        let names = listed(&undone, most);
        said = phrase![said, "; without ", names, " other changes would undo it"];
    }
    match (complete, enough) {
        (true, _) => said,
        (false, [only]) if only.len() > 1 => {
            phrase![
                said,
                " (none of these can be left out; other sets are not ruled out)"
            ]
        }
        (false, _) => phrase![said, " (other sets are not ruled out)"],
    }
}

/// `a and b together`; `a alone` where it stands among other sets.
fn set(names: &[String], among: bool, most: usize) -> Phrase {
    let names: Vec<&String> = names.iter().collect();
    let all = listed(&names, most);
    match (names.len(), among) {
        (1, false) => all,
        (1, true) => phrase![all, " alone"],
        _ => phrase![all, " together"],
    }
}

fn listed(names: &[&String], most: usize) -> Phrase {
    let shown = names.iter().take(most).map(|name| Phrase::name(*name));
    if names.len() <= most {
        return Phrase::list(shown, "and");
    }
    let more = names.len() - most;
    phrase![Phrase::joined(shown, ", "), " and ", more, " more"]
}
