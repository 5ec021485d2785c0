//! Proofs about several prerequisites of a policy together: contradictions and implications.

use super::prove::{Found, Proved, sole, witness};
use super::say::named;
use crate::engine::{Claim, Requirements, SettlementSearch};
use crate::limit::{Cancel, Limit};
use crate::policy::{Policy, PrerequisiteId};
use crate::questions::demands::Demands;

/// The most contradictions that are shown.
const MOST: usize = 20;

/// A search among the *sound* prerequisites: those that can be met and can fail.
pub(super) struct Together<'a, 'p> {
    demands: &'a Demands<'p>,
    policy: &'p Policy,
    sound: &'a [PrerequisiteId],
    cancel: &'a Cancel,
    settlement: SettlementSearch<'a, 'p>,
    /// For each sound prerequisite, the claim that no reading leaves it unmet.
    tolerated: Vec<Claim>,
    pub found: Vec<Found>,
}

impl<'a, 'p> Together<'a, 'p> {
    pub fn new(
        demands: &'a Demands<'p>,
        policy: &'p Policy,
        sound: &'a [PrerequisiteId],
        cancel: &'a Cancel,
    ) -> Self {
        let mut settlement = SettlementSearch::new(&demands.engine, cancel);
        let anything = settlement.all_of(&[]);
        let mut tolerated = vec![anything; policy.prerequisites.len()];
        for &id in sound {
            tolerated[id.index()] = settlement.tolerates(sole(id));
        }
        Self {
            demands,
            policy,
            sound,
            cancel,
            settlement,
            tolerated,
            found: Vec::new(),
        }
    }

    fn is_advisory(&self, id: PrerequisiteId) -> bool {
        self.policy.prerequisite(id).advisory
    }

    fn tolerated(&self, ids: &[PrerequisiteId]) -> Vec<Claim> {
        let all = ids.iter();
        all.map(|&id| self.tolerated[id.index()]).collect()
    }

    /// The smallest sets of these prerequisites that conflict under some claims, at most `most` of
    /// them.
    fn smallest(
        &mut self,
        of: &[PrerequisiteId],
        under: &[Claim],
        most: usize,
    ) -> (Vec<Vec<PrerequisiteId>>, Result<bool, Limit>) {
        let each = of.iter().map(|&id| (id, self.tolerated[id.index()]));
        let requirements = Requirements::new(each.collect());
        let settlement = &mut self.settlement;
        let found = requirements.conflicts(most, self.cancel, |wanted, all| {
            settlement.fulfil(&[wanted, under].concat(), all)
        });
        let sets = found.sets.into_iter();
        let sets = sets.map(|set| set.into_iter().map(|at| of[at]).collect());
        (sets.collect(), found.all)
    }

    /// Finds a settlement that meets all of these or, if there is none, leaves none of them unmet.
    /// Returns whether it meets them.
    fn settle(&mut self, ids: &[PrerequisiteId]) -> Result<bool, Limit> {
        let met: Vec<Claim> = (ids.iter())
            .map(|&id| self.settlement.meets(sole(id)))
            .collect();
        if self.settlement.possible(&met)? {
            return Ok(true);
        }
        let tolerated = self.tolerated(ids);
        self.settlement.possible(&tolerated)?;
        Ok(false)
    }

    /// Adds what was proved, and the settlement just found as a text that shows it.
    fn show(&mut self, proved: Proved, ids: &[PrerequisiteId], name: String, shows: String) {
        let witness = witness(self.demands, &self.settlement, ids, (name, shows));
        self.found.push((proved, Some(witness)));
    }

    /// Everything that can be proved of them together.
    pub fn search(&mut self) -> Result<(), Limit> {
        self.contradictions()?;
        self.implied()
    }

    /// Finds minimal sets of prerequisites that conflict.
    fn contradictions(&mut self) -> Result<(), Limit> {
        let mut deciding = self.sound.to_vec();
        deciding.retain(|&id| !self.is_advisory(id));
        let all = self.tolerated(&deciding);
        if self.settlement.possible(&all)? {
            return Ok(());
        }
        let (sets, all) = self.smallest(&deciding, &[], MOST);
        let count = sets.len();
        for (at, of) in sets.into_iter().enumerate() {
            let (last, others) = (of[of.len() - 1], &of[..of.len() - 1]);
            let met = self.settle(others)?;
            let last = &self.policy.prerequisite(last).name;
            let shows = format!("{}, so `{last}` is not", in_words(self.policy, others, met));
            let name = format!("{last}-contradicted");
            let more = all == Ok(false) && at + 1 == count;
            let ids = of.clone();
            self.show(Proved::Contradiction { of, more }, &ids, name, shows);
        }
        all.map(|_| ())
    }

    /// Finds prerequisites that are never unmet where certain others are not. An advisory
    /// prerequisite is not taken to imply one that decides, because the verdict passes over it.
    fn implied(&mut self) -> Result<(), Limit> {
        let (deciding, advisory) = self.compatible()?;
        for &id in self.sound {
            let mut others = deciding.clone();
            if self.is_advisory(id) {
                others.extend(&advisory);
            }
            others.retain(|&other| other != id);
            let unmet = SettlementSearch::not(self.tolerated[id.index()]);
            let claims = self.tolerated(&others);
            let mut wanted = claims.clone();
            wanted.push(unmet);
            if self.settlement.possible(&wanted)? {
                continue;
            }
            let mut by = match self.needed(&claims, unmet)?[..] {
                // A single one is smallest, because nothing follows from the empty set: the
                // prerequisite can fail.
                [only] => vec![others[only]],
                _ => {
                    let (mut sets, all) = self.smallest(&others, &[unmet], 1);
                    let Some(by) = sets.pop() else {
                        all?;
                        continue;
                    };
                    by
                }
            };
            by.sort_unstable();
            let name = &self.policy.prerequisite(id).name;
            let mut ids = by.clone();
            ids.push(id);
            let met = self.settle(&ids)?;
            let shows = in_words(self.policy, &ids, met);
            let proved = Proved::Implied {
                prerequisite: id,
                by,
            };
            self.show(proved, &ids, format!("{name}-implied"), shows);
        }
        Ok(())
    }

    /// After a search found that these claims conflict with the claim `with`: an irredundant set of
    /// them that does, as indexes.
    fn needed(&mut self, claims: &[Claim], with: Claim) -> Result<Vec<usize>, Limit> {
        let mut needed = self.settlement.core(claims);
        for at in (0..needed.len()).rev() {
            let mut fewer = needed.clone();
            if at < fewer.len() {
                fewer.remove(at);
                let mut wanted: Vec<Claim> = fewer.iter().map(|&at| claims[at]).collect();
                wanted.push(with);
                if !self.settlement.possible(&wanted)? {
                    let core = self.settlement.core(claims);
                    needed.retain(|at| core.contains(at));
                }
            }
        }
        Ok(needed)
    }

    /// Prerequisites that can be had together, in two lists: those that decide, then those that are
    /// advisory. Each is taken if it can be had with those taken before it.
    fn compatible(&mut self) -> Result<(Vec<PrerequisiteId>, Vec<PrerequisiteId>), Limit> {
        let (mut later, mut first) = (self.sound.to_vec(), self.sound.to_vec());
        first.retain(|&id| !self.is_advisory(id));
        later.retain(|&id| self.is_advisory(id));
        let mut wanted: Vec<Claim> = Vec::new();
        self.settlement.possible(&[])?;
        for some in [&mut first, &mut later] {
            let mut had = Vec::new();
            for &id in &*some {
                let claim = self.tolerated[id.index()];
                wanted.push(claim);
                // The settlement that was found last may fulfil the claim already.
                if self.settlement.holds(claim) || self.settlement.possible(&wanted)? {
                    had.push(id);
                    continue;
                }
                wanted.pop();
                self.settlement.possible(&wanted)?;
            }
            *some = had;
        }
        Ok((first, later))
    }
}

/// A clause that says that these are met or, unless `met`, that none of them is unmet.
fn in_words(policy: &Policy, ids: &[PrerequisiteId], met: bool) -> String {
    let names = named(policy, ids);
    match (met, ids) {
        (true, [_]) => format!("{names} is met"),
        (true, _) => format!("{names} are met"),
        (false, [_]) => format!("{names} is not unmet"),
        (false, _) => format!("none of {names} is unmet"),
    }
}
