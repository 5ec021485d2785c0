//! Settlements that one policy accepts and another does not, and the small texts that show them.

use super::{Brevity, Shows, TRIED, Witness};
use crate::engine::{AskedId, Claim, Region, RobustEdit, Session, SettlementSearch, What};
use crate::limit::{Cancel, Limit};
use crate::policy::{PolicyId, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};
use crate::verdict::{Outcome, Outcomes};

impl<'p> Demands<'p> {
    /// A settlement that one policy accepts and the other does not.
    pub(super) fn settlement_of_one(
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
                provides: Shown::new(&edit, &unknown).provides(),
                brevity: Brevity::Whole,
                shows: Shows::Settlements,
                nothing_applies: unmet.is_empty(),
                may_not_apply: false,
                unmet,
            },
            found: Shown::new(&edit, &unknown),
            unknown,
            edit,
            by,
            not_by,
        }))
    }

    /// A text of few provisions that shows the difference whatever its completion.
    pub(super) fn smaller(&self, difference: &mut Difference<'_, 'p>) -> Result<Witness, Limit> {
        let Difference { edit, unknown, .. } = difference;
        for _ in 0..TRIED {
            edit.settlement.cheapest()?;
            if edit.holds_true()? {
                let shown = Shown::new(edit, unknown);
                return self.witness(&shown, difference.not_by, Brevity::Fewest, &edit.session);
            }
        }
        let session = &edit.session;
        let shorter = self.shortened(
            difference.found.clone(),
            difference.by,
            difference.not_by,
            session,
        )?;
        self.witness(&shorter, difference.not_by, Brevity::Irredundant, session)
    }

    /// Demands that a policy judges every completion of the text met.
    fn accept(&self, by: PolicyId, edit: &mut RobustEdit<'_, '_>) {
        for index in self.deciding_of(by) {
            let claim = edit.never_unmet(index);
            edit.settlement.demand(claim);
        }
        if self.may_not_apply().any(|policy| policy == by) {
            let own = self.deciding_of(by).into_iter();
            let met: Vec<Claim> = own.map(|index| edit.settlement.meets(index)).collect();
            edit.settlement.any(&met);
            let applies = edit.always_applies(&self.deciding_of(by));
            edit.settlement.demand(applies);
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
        shown: &Shown,
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
        let nothing_applies = own.is_empty() || outcomes == Outcomes::only(Outcome::NotApplicable);
        Ok(Witness {
            provides: shown.provides(),
            brevity,
            shows: Shows::Settlements,
            unmet,
            nothing_applies,
            may_not_apply: !nothing_applies && outcomes.has(Outcome::NotApplicable),
        })
    }
}

/// Evidence that one policy accepts a settlement that another does not accept.
pub(super) struct Difference<'e, 'p> {
    by: PolicyId,
    not_by: PolicyId,
    /// A whole settlement that shows it.
    pub whole: Witness,
    found: Shown,
    /// Searches for texts that show it.
    edit: RobustEdit<'e, 'p>,
    unknown: Vec<Knowledge>,
}

/// A text and what is possible under it.
#[derive(Clone)]
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

    fn provides(&self) -> Vec<(TermId, Knowledge)> {
        let each = self.cells.iter();
        each.map(|&(term, cell)| (term, Knowledge::cell(cell)))
            .collect()
    }
}
