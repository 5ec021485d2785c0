//! The account of one finding or warning.

use super::Account;
use super::sufficient_answers::{Answers, Goal};
use crate::engine::{Contrasts, Owner, Question};
use crate::limit::Limit;
use crate::proposal::Knowledge;
use crate::questions::judge::{Inquiry, Judge};
use crate::questions::sufficient_provisions::Provisions;
use crate::verdict::{Outcome, Outcomes, Verdict};

/// The outcomes that no completion may show if this verdict is forced. For `Met`, completions to
/// which nothing applies are allowed. That some completion is met need not be checked: it stays
/// true however much else is unknown.
pub(super) fn barred(verdict: Verdict) -> Outcomes {
    match verdict {
        Verdict::Met => Outcomes::only(Outcome::Unmet),
        Verdict::Unmet => Outcomes::only(Outcome::Unmet).others(),
        Verdict::NotApplicable => Outcomes::only(Outcome::NotApplicable).others(),
        Verdict::Open => Outcomes::NONE,
    }
}

impl<'p> Inquiry<'_, 'p> {
    pub(super) fn account(&self, question: &Question<'p>, verdict: Verdict) -> Account {
        let case = self.case;
        let mut account = Account::default();
        if self.session.cancel.is_stopped() {
            account.limited = Some(Limit::Stopped);
            return account;
        }
        if verdict != Verdict::Open {
            let search = Provisions::new(*self, question);
            account.forced_by = search.proved(barred(verdict));
            account.limited = search.limited();
            if let Some(forced) = &account.forced_by {
                account.by_way_of = search.by_way_of(&forced.items, barred(verdict));
                account.reasons = search.independent(&forced.items, barred(verdict));
            }
            return account;
        }
        for owner in self.judge.open_owners(&case.knowledge, question) {
            let either = Contrasts::EITHER;
            match self
                .session
                .contrasts(question, &case.region, owner, either)
            {
                Ok(contrasts) if contrasts.meet(either) => self.judge.turns_on(&mut account, owner),
                Ok(_) => {}
                Err(limit) => account.limited = Some(limit),
            }
        }
        let search = Answers::new(*self, question);
        account.settles_met = search.smallest(Goal::met());
        account.settles_unmet = search.smallest(Goal::unmet());
        let ranges = |goal, found: &Option<_>| search.ranges(goal, found.as_ref()?);
        account.met_if = ranges(Goal::met(), &account.settles_met);
        account.unmet_if = ranges(Goal::unmet(), &account.settles_unmet);
        account.limited = account.limited.or(search.limited());
        account
    }
}

impl<'p> Judge<'p> {
    /// The terms and readings that bear on a question and are open.
    pub(crate) fn open_owners(&self, known: &[Knowledge], question: &Question<'p>) -> Vec<Owner> {
        let encoding = &self.engine.encoding;
        let terms = (question.terms(encoding).into_iter())
            .filter(|term| !known[term.0].is_settled())
            .map(Owner::Term);
        let readings = (question.readings(encoding).into_iter())
            .filter(|&asked| self.choice.of(self.prerequisite(asked)).is_none())
            .map(Owner::Reading);
        terms.chain(readings).collect()
    }

    /// Notes that a verdict turns on something open.
    pub(super) fn turns_on(&self, account: &mut Account, owner: Owner) {
        match owner {
            Owner::Term(term) => account.turns_on.push(term),
            Owner::Reading(asked) => account.turns_on_readings.push(self.prerequisite(asked)),
        }
    }
}
