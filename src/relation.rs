//! How two policies relate: which of them accepts, under every reading, what the other does not.

use crate::demands::{Demand, Demands};
use crate::engine::{Claim, Draft, Pins, Region, What};
use crate::limit::{Limit, Watch};
use crate::policy::TermId;
use crate::proposal::Knowledge;
use crate::verdict::{Outcome, Outcomes};

/// So many texts are tried in search of one with the fewest provisions.
const TRIED: usize = 1_000;

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
    /// A small text that the first accepts and the second does not.
    pub first_only: Option<Witness>,
    /// A small text that the second accepts and the first does not.
    pub second_only: Option<Witness>,
}

/// A text that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What it provides: the cell of each term it names (`None`: it does not arise).
    pub cells: Vec<(TermId, Option<u64>)>,
    /// Whether it is proved that no text of fewer provisions shows it; else none can be left out.
    pub fewest: bool,
    /// Prerequisites of the policy that does not accept it which no completion of the text meets
    /// under every reading. Empty if they are only never met together.
    pub unmet: Vec<Demand>,
}

impl Demands<'_> {
    /// Compares the first policy with the second.
    ///
    /// # Errors
    ///
    /// A limit, if there was no answer within it.
    pub fn compare(&self, watch: &Watch) -> Result<Compared, Limit> {
        self.engine.obey(watch);
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

    /// A text of few provisions that one policy meets and the other surely does not.
    fn accepted_by_one(
        &self,
        by: usize,
        not_by: usize,
        watch: &Watch,
    ) -> Result<Option<Witness>, Limit> {
        let vocabulary = self.engine.vocabulary;
        let unknown: Vec<Knowledge> = vocabulary.terms.iter().map(Knowledge::unknown).collect();
        let mut pins = Pins::new(&self.engine, watch, &unknown, &vec![1; unknown.len()]);
        self.accept(by, &mut pins);
        self.refuse(not_by, &mut pins);
        // Where it says everything, a text is one settlement.
        let everything: Vec<Claim> = vocabulary.ids().map(|term| pins.pinned(term)).collect();
        if !pins.draft.possible(&everything)? {
            return Ok(None);
        }
        let whole = Shown::new(&pins, &unknown);
        for _ in 0..TRIED {
            pins.draft.cheapest()?;
            if pins.holds_true()? {
                return self
                    .witness(Shown::new(&pins, &unknown), not_by, true)
                    .map(Some);
            }
        }
        let shorter = self.shortened(whole, by, not_by)?;
        self.witness(shorter, not_by, false).map(Some)
    }

    /// Demands that the text is met by a policy.
    fn accept(&self, by: usize, pins: &mut Pins<'_, '_>) {
        for index in self.deciding_of(by) {
            let claim = pins.harmless(index);
            pins.draft.demand(claim);
        }
        if self.may_not_apply().any(|policy| policy == by) {
            let own = self.deciding_of(by).into_iter();
            let met: Vec<Claim> = own.map(|index| pins.draft.meets(index)).collect();
            pins.draft.any(&met);
        }
    }

    /// Demands that no completion of the text is met by a policy.
    fn refuse(&self, not_by: usize, pins: &mut Pins<'_, '_>) {
        let other = self.deciding_of(not_by);
        let mut refused: Vec<Claim> = Vec::new();
        for &index in &other {
            let tolerated = pins.draft.tolerates(index);
            refused.push(Draft::not(tolerated));
        }
        if self.may_not_apply().any(|policy| policy == not_by) {
            let met: Vec<Claim> = other.iter().map(|&index| pins.draft.meets(index)).collect();
            let something = pins.draft.any_of(&met);
            refused.push(Draft::not(something));
        }
        pins.draft.any(&refused);
        let never = pins.never_met(&other);
        pins.draft.demand(never);
    }

    /// Leaves out provisions one by one, as long as the text still shows what it does.
    fn shortened(&self, mut shown: Shown, by: usize, not_by: usize) -> Result<Shown, Limit> {
        let joint = |policy| self.engine.jointly(&self.deciding_of(policy));
        let (accepting, refusing) = (joint(by), joint(not_by));
        let met = Outcomes::only(Outcome::Met);
        for (term, cell) in shown.cells.clone() {
            let layout = self.engine.space.layout(term);
            let mut wider = shown.region.clone();
            let anything = Knowledge::unknown(self.engine.vocabulary.term(term));
            wider.restrict(layout.vars(), &layout.boxes(&anything));
            if self.engine.ask_until(&accepting, &wider, met.others())? == met
                && !self.engine.ask_until(&refusing, &wider, met)?.meets(met)
            {
                shown.region = wider;
                shown.cells.retain(|given| *given != (term, cell));
            }
        }
        Ok(shown)
    }

    fn witness(&self, shown: Shown, not_by: usize, fewest: bool) -> Result<Witness, Limit> {
        let mut unmet = Vec::new();
        for index in self.deciding_of(not_by) {
            let question = self.engine.question(What::Prerequisite(index));
            if self.engine.ask(&question, &shown.region)? == Outcomes::only(Outcome::Unmet) {
                unmet.push(self.demand(index));
            }
        }
        Ok(Witness {
            cells: shown.cells,
            fewest,
            unmet,
        })
    }
}

/// A text and what is possible under it.
struct Shown {
    cells: Vec<(TermId, Option<u64>)>,
    region: Region,
}

impl Shown {
    fn new(pins: &Pins<'_, '_>, unknown: &[Knowledge]) -> Self {
        let named = (0..unknown.len()).map(TermId);
        let named = named.filter(|&term| pins.is_pinned(term));
        Self {
            cells: named
                .map(|term| (term, pins.draft.cell(term, &unknown[term.0])))
                .collect(),
            region: pins.found(),
        }
    }
}
