//! How two policies relate: which of them accepts what the other does not.

use crate::demands::{Demand, Demands};
use crate::engine::{Claim, Draft, Pins};
use crate::limit::{Limit, Watch};
use crate::policy::TermId;
use crate::proposal::Knowledge;

/// How a policy relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Both accept the same settlements.
    Equivalent,
    /// It accepts only what the other accepts, and not all of that.
    Stricter,
    /// It accepts all that the other accepts, and more.
    Looser,
    /// Each accepts something that the other does not.
    Incomparable,
}

/// Two policies compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// How the first relates to the second.
    pub relation: Relation,
    /// A smallest text that the first accepts and the second does not.
    pub first_only: Option<Witness>,
    /// A smallest text that the second accepts and the first does not.
    pub second_only: Option<Witness>,
}

/// A text that shows something, with as few provisions as can show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What it provides: the cell of each term it names (`None`: it does not arise).
    pub cells: Vec<(TermId, Option<u64>)>,
    /// Prerequisites of the policy that does not accept it which are unmet.
    pub unmet: Vec<Demand>,
}

impl Demands<'_> {
    /// Compares the first policy with the second.
    ///
    /// # Errors
    ///
    /// A limit, if there was no answer within it.
    pub fn compare(&self, watch: &Watch) -> Result<Compared, Limit> {
        let first_only = self.accepted_by_one(0, 1, watch)?;
        let second_only = self.accepted_by_one(1, 0, watch)?;
        let relation = match (&first_only, &second_only) {
            (None, None) => Relation::Equivalent,
            (None, Some(_)) => Relation::Stricter,
            (Some(_), None) => Relation::Looser,
            (Some(_), Some(_)) => Relation::Incomparable,
        };
        Ok(Compared {
            relation,
            first_only,
            second_only,
        })
    }

    /// A text of fewest provisions that one policy meets and the other surely does not.
    fn accepted_by_one(
        &self,
        by: usize,
        not_by: usize,
        watch: &Watch,
    ) -> Result<Option<Witness>, Limit> {
        let vocabulary = self.engine.vocabulary;
        let unknown: Vec<Knowledge> = vocabulary.terms.iter().map(Knowledge::unknown).collect();
        let prices = vec![1; unknown.len()];
        let mut pins = Pins::new(&self.engine, watch, &unknown, &prices);
        for index in self.deciding_of(by) {
            let claim = pins.harmless(index);
            pins.draft.demand(claim);
        }
        let may_not_apply: Vec<usize> = self.may_not_apply().collect();
        if may_not_apply.contains(&by) {
            let own = self.deciding_of(by).into_iter();
            let met: Vec<Claim> = own.map(|index| pins.draft.meets(index)).collect();
            pins.draft.any(&met);
        }
        let other = self.deciding_of(not_by);
        let mut refused: Vec<Claim> = Vec::new();
        for &index in &other {
            let tolerated = pins.draft.tolerates(index);
            refused.push(Draft::not(tolerated));
        }
        let unmet: Vec<(usize, Claim)> = other.iter().copied().zip(refused.clone()).collect();
        if may_not_apply.contains(&not_by) {
            let met: Vec<Claim> = other.iter().map(|&index| pins.draft.meets(index)).collect();
            let something = pins.draft.any_of(&met);
            refused.push(Draft::not(something));
        }
        pins.draft.any(&refused);
        let never = pins.never_met(&other);
        pins.draft.demand(never);
        while pins.draft.cheapest()?.is_some() {
            if pins.holds_true()? {
                let named = vocabulary.ids().filter(|&term| pins.is_pinned(term));
                let cell = |term: TermId| (term, pins.draft.cell(term, &unknown[term.0]));
                let fails = unmet.iter().filter(|(_, claim)| pins.draft.holds(*claim));
                return Ok(Some(Witness {
                    cells: named.map(cell).collect(),
                    unmet: fails.map(|(index, _)| self.demand(*index)).collect(),
                }));
            }
        }
        Ok(None)
    }
}
