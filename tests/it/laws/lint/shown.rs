//! What a text that shows a proof has to show.

use std::collections::BTreeMap;

use servanda::policy::{Condition, TermId};
use servanda::questions::check::Report;
use servanda::questions::lint::{Change, Proved, Removal, Witness};
use servanda::text::Place;
use servanda::verdict::Verdict;

use super::super::oracle::{self, Cell};
use super::super::removal::removals;
use super::world::{Settlement, World, indexes};

pub struct Shown<'a> {
    pub world: &'a World,
    pub report: Report,
    pub witness: &'a Witness,
}

impl Shown<'_> {
    /// How a prerequisite comes out under each reading. The text leaves nothing of it open.
    pub fn under_each(&self, index: usize) -> Vec<Verdict> {
        let finding = &self.report.findings[index];
        let verdicts = match &finding.readings[..] {
            [] => vec![finding.verdict],
            several => several.to_vec(),
        };
        assert!(!verdicts.contains(&Verdict::Open), "{:?}", self.witness);
        verdicts
    }

    pub fn is_unmet(&self, index: usize) -> bool {
        self.under_each(index).contains(&Verdict::Unmet)
    }

    pub fn is_met(&self, index: usize) -> bool {
        self.under_each(index)
            .iter()
            .all(|seen| *seen == Verdict::Met)
    }

    /// None of these is unmet; all are met if it says so.
    pub fn tolerates(&self, indexes: &[usize]) {
        assert!(!indexes.iter().any(|&index| self.is_unmet(index)));
        let says_met = [" is met", " are met"].map(|words| self.witness.shows.contains(words));
        let met = indexes.iter().all(|&index| self.is_met(index));
        assert_eq!(says_met.contains(&true), met, "{:?}", self.witness);
    }

    /// The text gets another verdict without a prerequisite.
    pub fn changes(&self, index: usize, change: Change) {
        let policy = &self.world.policy;
        let mut others = (0..policy.prerequisites.len())
            .filter(|&other| other != index && !policy.prerequisites[other].advisory);
        match change {
            Change::NothingElseApplies => {
                let applies = |index: usize| self.under_each(index) != [Verdict::NotApplicable];
                let not_applicable = |index: usize| {
                    (self.under_each(index).iter()).all(|seen| *seen == Verdict::NotApplicable)
                };
                assert!(applies(index) && !not_applicable(index));
                assert!(others.all(not_applicable), "{:?}", self.witness);
            }
            Change::AloneUnmet => {
                assert!(self.is_unmet(index));
                let passes = |index: usize| {
                    let seen = self.under_each(index);
                    seen.iter().any(|seen| *seen != Verdict::Unmet)
                };
                assert!(others.all(passes), "{:?}", self.witness);
            }
        }
    }

    pub fn check(&self, proved: &Proved) {
        match proved {
            Proved::NeverMet(index) => assert!(self.is_unmet(index.index())),
            Proved::NeverUnmet(index) => assert!(self.is_met(index.index())),
            Proved::Contradiction { of, .. } => {
                let (last, others) = of.split_last().unwrap();
                self.tolerates(&indexes(others));
                assert!(self.is_unmet(last.index()));
            }
            Proved::Implied {
                prerequisite,
                by,
                removal: Removal::Free | Removal::InsteadOf(_),
            } => self.tolerates(&indexes(&[&by[..], &[*prerequisite]].concat())),
            Proved::Implied {
                prerequisite,
                removal: Removal::Changes(change),
                ..
            } => self.changes(prerequisite.index(), *change),
            Proved::PolicyNeverMet { .. } => {
                assert_eq!(self.report.verdict, Verdict::NotApplicable);
            }
            Proved::Idle {
                prerequisite,
                place,
                ..
            } => {
                let line = at(self.world, prerequisite.index(), place);
                self.under_each(prerequisite.index());
                let named: BTreeMap<TermId, Cell> = self.witness.cells.iter().copied().collect();
                let terms = self.world.policy.vocabulary.ids();
                let cells: Settlement = terms
                    .map(|term| named.get(&term).copied().flatten())
                    .collect();
                assert!(oracle::holds(&line, &cells));
            }
            Proved::SameReadings {
                prerequisite,
                first,
                second,
            } => {
                let seen = self.under_each(prerequisite.index());
                assert_eq!(
                    (seen[first.index()], seen[second.index()]),
                    (Verdict::Met, Verdict::Met)
                );
            }
            Proved::MayNotArise {
                prerequisite, term, ..
            } => {
                assert!(self.witness.cells.contains(&(*term, None)));
                assert!(self.is_unmet(prerequisite.index()));
            }
            proved => panic!("nothing shows {proved:?}"),
        }
    }
}

/// The condition at a place.
pub fn at(world: &World, prerequisite: usize, place: &Place) -> Condition {
    let removals = removals(&world.policy.prerequisites[prerequisite]);
    let mut removals = removals.into_iter();
    let found = removals.find(|removal| removal.condition.place() == place);
    found.unwrap().condition
}
