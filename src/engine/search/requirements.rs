//! Requirements on a settlement, and what conflicts among them.

use servanda_solve::Cancel;
use servanda_solve::sat::{ConflictSets, smallest_conflicts};

use super::settlement::{Claim, SettlementSearch};
use crate::engine::types::{Background, Limit};

/// Requirements: what each one is about, and the claim that it is fulfilled.
#[derive(Clone, Debug)]
pub(crate) struct Requirements<T> {
    each: Vec<(T, Claim)>,
}

impl<T: Copy> Requirements<T> {
    pub fn new(each: Vec<(T, Claim)>) -> Self {
        Self { each }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.each.len()
    }

    /// What a requirement is about.
    pub fn about(&self, index: usize) -> T {
        self.each[index].0
    }

    /// That a requirement is fulfilled.
    pub fn claim(&self, index: usize) -> Claim {
        self.each[index].1
    }

    /// That all are fulfilled.
    pub fn all(&self) -> Vec<Claim> {
        self.each.iter().map(|(_, claim)| *claim).collect()
    }

    /// What they are about.
    pub fn items(&self) -> Vec<T> {
        self.each.iter().map(|(about, _)| *about).collect()
    }

    /// That some of them are fulfilled.
    pub fn some(&self, chosen: &[usize]) -> Vec<Claim> {
        chosen.iter().map(|&index| self.claim(index)).collect()
    }

    /// The smallest minimal sets of requirements that cannot be fulfilled together, at most so
    /// many. `fulfil` gets the claims of a set and those of all requirements; it says whether the
    /// set can be fulfilled, and if so which of all then are.
    pub fn conflicts(
        &self,
        most: usize,
        cancel: &Cancel,
        mut fulfil: impl FnMut(&[Claim], &[Claim]) -> Result<Option<Vec<usize>>, Limit>,
    ) -> ConflictSets<Limit> {
        let all = self.all();
        smallest_conflicts(self.len(), most, cancel, |chosen| {
            fulfil(&self.some(chosen), &all)
        })
    }

    /// The smallest set of pieces of background knowledge under which some requirements conflict;
    /// empty if they do without any. The search must be [loose](SettlementSearch::loose), and these
    /// be its requirements.
    pub fn background_of(
        &self,
        chosen: &[usize],
        settlement: &mut SettlementSearch<'_, '_>,
        pieces: &Requirements<Background>,
        cancel: &Cancel,
    ) -> Result<Vec<Background>, Limit> {
        let demanded = self.some(chosen);
        let found = pieces.conflicts(1, cancel, |wanted, all| {
            settlement.fulfil(&[&demanded, wanted].concat(), all)
        });
        match found.sets.first() {
            Some(fewest) => Ok(fewest.iter().map(|&index| pieces.about(index)).collect()),
            None => found.all.map(|_| Vec::new()),
        }
    }
}
