//! Proofs about what a policy asks: what cannot be met, cannot fail, follows from the rest, or
//! makes no difference. Where a text can show a proof, it is given as a witness.

use std::collections::HashSet;

use super::alone::Alone;
use super::removal::Removal;
use super::say::said;
use super::together::Together;
use super::whole::never_met;
use crate::engine::{AskedId, SettlementSearch};
use crate::limit::{Cancel, Limit, Part, Unfinished};
use crate::policy::{Policy, PrerequisiteId, ReadingId, TermId, WarningId};
use crate::proposal::Knowledge;
use crate::questions::demands::Demands;
use crate::text::Diagnostic;
use crate::text::Place;

/// Something proved of a policy.
#[derive(Debug)]
pub struct Proof {
    /// What was proved.
    pub proved: Proved,
    /// The warning about it.
    pub diagnostic: Diagnostic,
    /// A text that shows it; `None` where there is nothing to show.
    pub witness: Option<Witness>,
}

/// What was proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proved {
    /// No text makes the prerequisite apply.
    NeverApplies(PrerequisiteId),
    /// It can apply, and no text meets it under every reading.
    NeverMet(PrerequisiteId),
    /// It can apply, and no text leaves it unmet under any reading.
    NeverUnmet(PrerequisiteId),
    /// Every text leaves at least one of these unmet; no smaller set of them has this property.
    Contradiction {
        /// The prerequisites, in the policy's order.
        of: Vec<PrerequisiteId>,
        /// Whether there are contradictions besides those that are reported.
        more: bool,
    },
    /// No text is met by the policy, and nothing else that was proved says so: its prerequisites do
    /// not contradict one another, some that decides can be met, and none is always unmet.
    PolicyNeverMet {
        /// Prerequisites no text leaves none of which unmet and is met by the policy, in the
        /// policy's order; fewer would not show it.
        of: Vec<PrerequisiteId>,
        /// Whether there are texts that leave none of it unmet: those to which nothing of it
        /// applies.
        only_where_none_applies: bool,
    },
    /// A text that leaves none of certain other prerequisites unmet does not leave this one unmet.
    Implied {
        /// The one that follows.
        prerequisite: PrerequisiteId,
        /// Others from which it follows, in the policy's order: they can be had together, and from
        /// fewer of them it would not follow.
        by: Vec<PrerequisiteId>,
        /// What becomes of verdicts without it.
        removal: Removal,
    },
    /// A line, or a member of a group, that makes no difference: without it every text has the same
    /// outcome.
    Idle {
        /// The prerequisite it is in.
        prerequisite: PrerequisiteId,
        /// What messages call it.
        what: &'static str,
        /// Where it stands.
        place: Place,
        /// Whether it is the only one in the prerequisite.
        alone: bool,
    },
    /// Two readings under which every text has the same outcome.
    SameReadings {
        /// Whose readings they are.
        prerequisite: PrerequisiteId,
        /// The earlier reading.
        first: ReadingId,
        /// The later one.
        second: ReadingId,
    },
    /// A comparison on a term that does not arise in some text that leaves the prerequisite unmet.
    MayNotArise {
        /// The prerequisite it is in.
        prerequisite: PrerequisiteId,
        /// The term.
        term: TermId,
        /// Where the first comparison stands.
        place: Place,
    },
    /// A prerequisite that cites nothing.
    Uncited(PrerequisiteId),
    /// A warning that cites nothing.
    UncitedWarning(WarningId),
}

/// A text that shows what was proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// A name for it that says what it shows. Names are unique in a policy.
    pub name: String,
    /// What it shows.
    pub shows: String,
    /// What it provides: the cell of each term that its prerequisites look at (`None`: it does not
    /// arise), so that their outcomes are settled under each reading.
    pub cells: Vec<(TermId, Option<u64>)>,
}

/// What was proved, with a witness if there is one.
pub(super) type Found = (Proved, Option<Witness>);

/// What was proved of a policy.
#[derive(Debug)]
pub struct Proofs {
    /// Everything that was, in the policy's order.
    pub found: Vec<Proof>,
    /// Whether there may be more.
    pub unfinished: Unfinished,
}

/// Everything that can be proved of a policy.
///
/// Where prerequisites contradict one another they would imply everything. So implications are
/// sought only from prerequisites that can be had together.
#[must_use]
pub fn prove(policy: &Policy, cancel: &Cancel) -> Proofs {
    let demands = Demands::of_one(policy, cancel);
    let mut found = Vec::new();
    let mut unfinished = Unfinished::default();
    unfinished.note(Part::Proofs, search(&demands, policy, cancel, &mut found));
    found.extend(uncited(policy).map(|proved| (proved, None)));
    let mut found: Vec<Proof> = (found.into_iter())
        .map(|(proved, witness)| Proof {
            diagnostic: said(policy, &proved),
            proved,
            witness,
        })
        .collect();
    found.sort_by_key(|proof| proof.diagnostic.place().map(|place| place.span));
    tell_apart(&mut found);
    Proofs { found, unfinished }
}

/// Adds what can be proved by a search, as it is found.
fn search(
    demands: &Demands<'_>,
    policy: &Policy,
    cancel: &Cancel,
    found: &mut Vec<Found>,
) -> Result<(), Limit> {
    // If no text satisfies the vocabulary everything would be provable, so nothing is proved.
    if !SettlementSearch::new(&demands.engine, cancel).possible(&[])? {
        return Ok(());
    }
    let mut sound = Vec::new();
    for id in policy.prerequisite_ids() {
        let mut alone = Alone::new(demands, policy, id, cancel);
        let is_sound = alone.search();
        found.append(&mut alone.found);
        if is_sound? {
            sound.push(id);
        }
    }
    let mut together = Together::new(demands, policy, &sound, cancel);
    let done = together.search();
    found.append(&mut together.found);
    done?;
    // A contradiction says it already.
    let contradicts = |(proved, _): &Found| matches!(proved, Proved::Contradiction { .. });
    if !found.iter().any(contradicts) {
        found.extend(never_met(demands, policy, cancel)?);
    }
    Ok(())
}

/// Numbers witnesses that would have the same name.
fn tell_apart(proofs: &mut [Proof]) {
    let mut names: HashSet<String> = HashSet::new();
    for witness in proofs.iter_mut().filter_map(|proof| proof.witness.as_mut()) {
        let first = witness.name.clone();
        let mut number = 1;
        while !names.insert(witness.name.clone()) {
            number += 1;
            witness.name = format!("{first}-{number}");
        }
    }
}

/// A prerequisite of the policy, which is asked about alone, as the engine knows it.
pub(super) fn sole(id: PrerequisiteId) -> AskedId {
    AskedId(id.index())
}

/// The settlement that the search found, restricted to the terms that these prerequisites look at.
pub(super) fn witness(
    demands: &Demands<'_>,
    settlement: &SettlementSearch<'_, '_>,
    prerequisites: &[PrerequisiteId],
    (name, shows): (String, String),
) -> Witness {
    let looked_at = prerequisites.iter().map(|&id| demands.looks_at(sole(id)));
    let mut terms: Vec<TermId> = looked_at.flatten().collect();
    terms.sort_unstable();
    terms.dedup();
    let cell = |term: TermId| {
        let anything = Knowledge::unknown(demands.vocabulary().term(term));
        (term, settlement.cell(term, &anything))
    };
    Witness {
        name,
        shows,
        cells: terms.into_iter().map(cell).collect(),
    }
}

fn uncited(policy: &Policy) -> impl Iterator<Item = Proved> {
    let prerequisites = (policy.prerequisite_ids())
        .filter(|id| policy.prerequisite(*id).cites.is_empty())
        .map(Proved::Uncited);
    let warnings = (policy.warning_ids())
        .filter(|id| policy.warning(*id).cites.is_empty())
        .map(Proved::UncitedWarning);
    prerequisites.chain(warnings)
}
