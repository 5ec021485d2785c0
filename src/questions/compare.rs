//! How two policies relate: which of them accepts, under every reading, what the other does not.

use serde::Serialize;

use crate::engine::{AskedId, Claim, Region, RobustEdit, Session, SettlementSearch, What};
use crate::limit::{Cancel, Limit, Part, Unfinished};
use crate::policy::{PolicyId, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};
use crate::verdict::{Outcome, Outcomes};

/// The most texts that are tried in the search for one with the fewest provisions.
const TRIED: usize = 1_000;

/// How a policy relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
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
    /// What is not finished.
    pub unfinished: Unfinished,
}

/// A text that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What it provides: the cell of each term it names (`None`: it does not arise).
    pub cells: Vec<(TermId, Option<u64>)>,
    /// How small it is.
    pub brevity: Brevity,
    /// Prerequisites of the policy that does not accept it which no completion of the text meets
    /// under every reading. Empty if nothing of it applies, or if they are only never met together.
    pub unmet: Vec<Demand>,
    /// Whether nothing that decides for that policy applies to it.
    pub nothing_applies: bool,
}

/// How small a text is that shows something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Brevity {
    /// It is proved that no text of fewer provisions shows it.
    Fewest,
    /// None of its provisions can be left out.
    Irredundant,
    /// It is a whole settlement: the search for a smaller text was not finished.
    Whole,
}

impl<'p> Demands<'p> {
    /// Compares the first policy with the second.
    ///
    /// # Errors
    ///
    /// A limit, if it was not found out within it how they relate. If that was, an answer says
    /// which of its other parts are not finished.
    pub fn compare(&self, cancel: &Cancel) -> Result<Compared, Limit> {
        let [a, b] = [PolicyId(0), PolicyId(1)];
        let first = self.accepted_by_one(a, b, cancel)?;
        let second = self.accepted_by_one(b, a, cancel)?;
        let relation = match (&first, &second) {
            (None, None) => Relation::Equivalent,
            (None, Some(_)) => Relation::Stricter,
            (Some(_), None) => Relation::Looser,
            (Some(_), Some(_)) => Relation::Incomparable,
        };
        let mut unfinished = Unfinished::default();
        let mut small = |difference: Option<Difference<'_, '_>>| {
            let mut difference = difference?;
            let small = unfinished.note(Part::Smaller, self.smaller(&mut difference));
            Some(small.unwrap_or(difference.whole))
        };
        Ok(Compared {
            relation,
            first_only: small(first),
            second_only: small(second),
            unfinished,
        })
    }

    /// A settlement that one policy accepts and the other does not.
    fn accepted_by_one(
        &self,
        by: PolicyId,
        not_by: PolicyId,
        cancel: &Cancel,
    ) -> Result<Option<Difference<'_, 'p>>, Limit> {
        let vocabulary = self.engine.vocabulary;
        let unknown: Vec<Knowledge> = vocabulary.terms.iter().map(Knowledge::unknown).collect();
        let mut edit = RobustEdit::new(&self.engine, cancel, &unknown, &vec![1; unknown.len()]);
        self.accept(by, &mut edit);
        let tolerated = self.refuse(not_by, &mut edit);
        // A text that settles every term is one settlement.
        let everything: Vec<Claim> = vocabulary.ids().map(|term| edit.pinned(term)).collect();
        if !edit.settlement.possible(&everything)? {
            return Ok(None);
        }
        let unmet = tolerated
            .iter()
            .filter(|(_, claim)| !edit.settlement.holds(*claim));
        let unmet: Vec<Demand> = unmet.map(|&(index, _)| self.demand(index)).collect();
        Ok(Some(Difference {
            whole: Witness {
                cells: Shown::new(&edit, &unknown).cells,
                brevity: Brevity::Whole,
                nothing_applies: unmet.is_empty(),
                unmet,
            },
            region: edit.found(),
            unknown,
            edit,
            by,
            not_by,
        }))
    }

    /// A text of few provisions that shows the difference whatever its completion.
    fn smaller(&self, difference: &mut Difference<'_, 'p>) -> Result<Witness, Limit> {
        let Difference { edit, unknown, .. } = difference;
        for _ in 0..TRIED {
            edit.settlement.cheapest()?;
            if edit.holds_true()? {
                let shown = Shown::new(edit, unknown);
                return self.witness(shown, difference.not_by, Brevity::Fewest, &edit.session);
            }
        }
        let whole = Shown {
            cells: difference.whole.cells.clone(),
            region: difference.region.clone(),
        };
        let session = &edit.session;
        let shorter = self.shortened(whole, difference.by, difference.not_by, session)?;
        self.witness(shorter, difference.not_by, Brevity::Irredundant, session)
    }

    /// Demands that a policy judges the text met.
    fn accept(&self, by: PolicyId, edit: &mut RobustEdit<'_, '_>) {
        for index in self.deciding_of(by) {
            let claim = edit.never_unmet(index);
            edit.settlement.demand(claim);
        }
        if self.may_not_apply().any(|policy| policy == by) {
            let own = self.deciding_of(by).into_iter();
            let met: Vec<Claim> = own.map(|index| edit.settlement.meets(index)).collect();
            edit.settlement.any(&met);
        }
    }

    /// Demands that a policy judges no completion of the text met. Returns its prerequisites, each
    /// with the claim that the settlement does not leave it unmet.
    fn refuse(&self, not_by: PolicyId, edit: &mut RobustEdit<'_, '_>) -> Vec<(AskedId, Claim)> {
        let other = self.deciding_of(not_by);
        let tolerated: Vec<(AskedId, Claim)> = (other.iter())
            .map(|&index| (index, edit.settlement.tolerates(index)))
            .collect();
        let unmet = tolerated
            .iter()
            .map(|(_, claim)| SettlementSearch::not(*claim));
        let mut refused: Vec<Claim> = unmet.collect();
        if self.may_not_apply().any(|policy| policy == not_by) {
            let met: Vec<Claim> = other
                .iter()
                .map(|&index| edit.settlement.meets(index))
                .collect();
            let something = edit.settlement.any_of(&met);
            refused.push(SettlementSearch::not(something));
        }
        edit.settlement.any(&refused);
        let never = edit.never_met(&other);
        edit.settlement.demand(never);
        tolerated
    }

    /// Leaves out provisions one by one, as long as the text still shows what it does.
    fn shortened(
        &self,
        mut shown: Shown,
        by: PolicyId,
        not_by: PolicyId,
        session: &Session<'_, 'p>,
    ) -> Result<Shown, Limit> {
        let (accepting, refusing) = (self.joint(by), self.joint(not_by));
        let met = Outcomes::only(Outcome::Met);
        for (term, cell) in shown.cells.clone() {
            let term_encoding = self.engine.encoding.of(term);
            let mut wider = shown.region.clone();
            let anything = Knowledge::unknown(self.engine.vocabulary.term(term));
            wider.restrict(term_encoding.vars(), &term_encoding.boxes(&anything));
            if session.ask_until(&accepting, &wider, met.others())? == met
                && !session.ask_until(&refusing, &wider, met)?.meets(met)
            {
                shown.region = wider;
                shown.cells.retain(|given| *given != (term, cell));
            }
        }
        Ok(shown)
    }

    fn witness(
        &self,
        shown: Shown,
        not_by: PolicyId,
        brevity: Brevity,
        session: &Session<'_, 'p>,
    ) -> Result<Witness, Limit> {
        let own = self.deciding_of(not_by);
        let mut unmet = Vec::new();
        for &index in &own {
            let question = self.engine.question(What::Prerequisite(index));
            if session.ask(&question, &shown.region)? == Outcomes::only(Outcome::Unmet) {
                unmet.push(self.demand(index));
            }
        }
        let outcomes = session.ask(&self.joint(not_by), &shown.region)?;
        Ok(Witness {
            cells: shown.cells,
            brevity,
            unmet,
            nothing_applies: own.is_empty() || outcomes == Outcomes::only(Outcome::NotApplicable),
        })
    }
}

/// Evidence that one policy accepts a text that another does not accept.
struct Difference<'e, 'p> {
    by: PolicyId,
    not_by: PolicyId,
    /// A whole settlement that shows it, and what is possible under that.
    whole: Witness,
    region: Region,
    /// Searches for texts that show it.
    edit: RobustEdit<'e, 'p>,
    unknown: Vec<Knowledge>,
}

/// A text and what is possible under it.
struct Shown {
    cells: Vec<(TermId, Option<u64>)>,
    region: Region,
}

impl Shown {
    fn new(edit: &RobustEdit<'_, '_>, unknown: &[Knowledge]) -> Self {
        let named = TermId::first(unknown.len());
        let named = named.filter(|&term| edit.is_pinned(term));
        Self {
            cells: named
                .map(|term| (term, edit.settlement.cell(term, &unknown[term.0])))
                .collect(),
            region: edit.found(),
        }
    }
}
