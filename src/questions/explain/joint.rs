//! The account of the proposal's verdict, put together from the independent groups of
//! prerequisites: smallest sets of the groups make up smallest sets of the whole.

use super::account::barred;
use super::sufficient_answers::{Answers, Goal};
use super::{Account, Answer, Reasons, Smallest};
use crate::engine::{Contrasts, Question};
use crate::limit::Limit;
use crate::policy::TermId;
use crate::questions::check::Joint;
use crate::questions::judge::Inquiry;
use crate::questions::sufficient_provisions::Provisions;
use crate::verdict::Verdict;

impl<'p> Inquiry<'_, 'p> {
    pub(super) fn joint_account(&self, verdict: Verdict) -> Account {
        let mut account = Account::default();
        if self.session.cancel.is_stopped() {
            account.limited = Some(Limit::Stopped);
            return account;
        }
        match verdict {
            Verdict::Unmet => self.force_unmet(&mut account),
            Verdict::Met | Verdict::NotApplicable => self.force_all(verdict, &mut account),
            Verdict::Open => {
                self.turn(&mut account);
                self.settle_unmet(&mut account);
                self.settle_met(&mut account);
            }
        }
        account
    }

    /// The whole is forced to be unmet as soon as one group is.
    fn force_unmet(&self, account: &mut Account) {
        let barred = barred(Verdict::Unmet);
        let rank = |items: &[TermId]| -> Vec<Option<usize>> {
            (items.iter())
                .map(|term| self.case.provided.iter().position(|other| other == term))
                .collect()
        };
        let mut best: Option<Smallest<TermId>> = None;
        let mut fewest = true;
        let mut reasons: Option<Reasons> = Some(Reasons {
            sets: Vec::new(),
            exact: true,
        });
        for group in &self.judge.groups {
            match self.session.ask_until(group, &self.case.region, barred) {
                Ok(outcomes) if !outcomes.meets(barred) => {}
                Ok(_) => continue,
                Err(limit) => {
                    account.limited = Some(limit);
                    reasons = reasons.map(Reasons::at_least);
                    continue;
                }
            }
            let search = Provisions::new(*self, group);
            let found = search.proved(barred);
            account.limited = account.limited.or(search.limited());
            let Some(found) = found else {
                reasons = reasons.map(Reasons::at_least);
                continue;
            };
            fewest &= found.fewest;
            // Groups have no provision in common, so their reasons are independent of each other.
            let own = search.independent(&found.items, barred);
            reasons = reasons.zip(own).map(|(all, own)| all.and(own));
            let key = |set: &Smallest<TermId>| (set.items.len(), rank(&set.items));
            if best.as_ref().is_none_or(|best| key(&found) < key(best)) {
                account.by_way_of = search.by_way_of(&found.items, barred);
                best = Some(found);
            }
        }
        account.reasons = reasons.filter(|reasons| !reasons.sets.is_empty());
        account.forced_by = best.map(|best| best.proved(fewest, account.limited.is_some()));
    }

    /// Met and not applicable are forced when all groups force them.
    fn force_all(&self, verdict: Verdict, account: &mut Account) {
        let mut all = Smallest {
            items: Vec::new(),
            fewest: true,
        };
        for group in &self.judge.groups {
            let search = Provisions::new(*self, group);
            let found = search.proved(barred(verdict));
            account.limited = account.limited.or(search.limited());
            let Some(found) = found else { return };
            all.items.extend(found.items);
            all.fewest &= found.fewest;
        }
        all.items
            .sort_by_key(|term| self.case.provided.iter().position(|other| other == term));
        account.forced_by = Some(all);
    }

    fn turn(&self, account: &mut Account) {
        for (index, group) in self.judge.groups.iter().enumerate() {
            let mut others = Joint::default();
            let groups = self.judge.groups.iter();
            for (_, other) in groups.enumerate().filter(|(other, _)| *other != index) {
                match self.session.ask(other, &self.case.region) {
                    Ok(outcomes) => others.add(outcomes),
                    Err(limit) => account.limited = Some(limit),
                }
            }
            // The contrasts of this group that change the joint outcome.
            let telling = Contrasts {
                unmet_or_not: others.can_avoid_unmet(),
                met_or_none: others.can_be_none(),
            };
            for owner in self.judge.open_owners(&self.case.knowledge, group) {
                match self
                    .session
                    .contrasts(group, &self.case.region, owner, telling)
                {
                    Ok(contrasts) if contrasts.meet(telling) => self.judge.turns_on(account, owner),
                    Ok(_) => {}
                    Err(limit) => account.limited = Some(limit),
                }
            }
        }
        account.turns_on.sort_unstable();
        account.turns_on_readings.sort_unstable();
    }

    fn settle_unmet(&self, account: &mut Account) {
        let mut fewest = true;
        let mut best: Option<Smallest<Answer>> = None;
        for group in &self.judge.groups {
            let found = self.settle(group, Goal::unmet(), account);
            if let Some(found) = found {
                fewest &= found.fewest;
                if best
                    .as_ref()
                    .is_none_or(|best| found.items.len() < best.items.len())
                {
                    best = Some(found);
                }
            }
        }
        account.settles_unmet = best.map(|best| best.proved(fewest, account.limited.is_some()));
    }

    /// No group may be unmet, and one must be met.
    fn settle_met(&self, account: &mut Account) {
        let mut chosen = Vec::new();
        let mut any_met = false;
        for group in &self.judge.groups {
            let search = Answers::new(*self, group);
            let avoided = search.smallest(Goal::not_unmet());
            account.limited = account.limited.or(search.limited());
            let Some(found) = avoided else { return };
            any_met |= search.reaches(&found.items, Goal::met());
            chosen.push(found);
        }
        if !any_met {
            // So far every group may be not applicable. One has to be met: the one where that takes
            // the fewest further answers.
            let extra = (self.judge.groups.iter().enumerate())
                .filter_map(|(index, group)| {
                    let found = self.settle(group, Goal::met(), account)?;
                    Some((found.items.len() - chosen[index].items.len(), index, found))
                })
                .min_by_key(|(extra, index, _)| (*extra, *index));
            let Some((_, index, found)) = extra else {
                return;
            };
            chosen[index] = found;
        }
        let mut all = Smallest {
            items: Vec::new(),
            fewest: true,
        };
        for found in chosen {
            all.items.extend(found.items);
            all.fewest &= found.fewest;
        }
        all.items.sort_unstable();
        account.settles_met = Some(all);
    }

    fn settle(
        &self,
        group: &Question<'p>,
        goal: Goal,
        account: &mut Account,
    ) -> Option<Smallest<Answer>> {
        let search = Answers::new(*self, group);
        let found = search.smallest(goal);
        account.limited = account.limited.or(search.limited());
        found
    }
}
