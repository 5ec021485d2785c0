//! Proofs about several prerequisites of a policy together: contradictions and implications.

use super::prove::{Found, Proved, sole, witness};
use super::removal::{Change, Removal, Removals};
use super::say::named;
use crate::engine::{Claim, Requirements, SettlementSearch};
use crate::limit::{Cancel, Limit};
use crate::policy::{Policy, PrerequisiteId};
use crate::questions::demands::Demands;

/// The most contradictions that are shown.
const MOST: usize = 20;

/// The most sets of prerequisites that can be had together which are tried for one that implies
/// another prerequisite. There are several only if prerequisites contradict one another.
const TRIED: usize = 1_000;

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

    /// Finds prerequisites that are never unmet where certain others, which can be had together, are
    /// not. An advisory prerequisite is not taken to imply one that decides, because the verdict
    /// passes over it.
    fn implied(&mut self) -> Result<(), Limit> {
        let most = self.compatible()?;
        let (mut implied, mut gave_up) = (Vec::new(), Ok(()));
        for &id in self.sound {
            match self.implying(id, &most)? {
                Search::Found(by) => implied.push((id, by)),
                Search::Nothing => {}
                Search::GaveUp => gave_up = Err(Limit::Conflicts),
            }
        }
        let mut removals = Removals::new(self.policy, &mut self.settlement);
        // Of two that imply each other the later one is the one to remove.
        for (id, by) in implied.into_iter().rev() {
            let removal = removals.of(id, &mut self.settlement)?;
            self.show_implied(id, by, removal)?;
        }
        gave_up
    }

    /// Adds what was proved, with a text that shows what a removal changes or, if it changes
    /// nothing, the prerequisite and those that imply it.
    fn show_implied(
        &mut self,
        id: PrerequisiteId,
        by: Vec<PrerequisiteId>,
        removal: Removal,
    ) -> Result<(), Limit> {
        let name = &self.policy.prerequisite(id).name;
        let mut ids = by.clone();
        ids.push(id);
        let shows = match removal {
            Removal::Free | Removal::InsteadOf(_) => {
                let met = self.settle(&ids)?;
                in_words(self.policy, &ids, met)
            }
            Removal::Changes(change) => {
                let others = self.policy.prerequisite_ids();
                ids = others.filter(|&each| !self.is_advisory(each)).collect();
                match change {
                    Change::NothingElseApplies => {
                        format!("of what decides only `{name}` applies")
                    }
                    Change::AloneUnmet => {
                        format!("`{name}` is unmet, and readings decide whether another is")
                    }
                }
            }
        };
        let proved = Proved::Implied {
            prerequisite: id,
            by,
            removal,
        };
        self.show(proved, &ids, format!("{name}-implied"), shows);
        Ok(())
    }

    /// Others that can be had together and from which a prerequisite follows. `most` can be had
    /// together, and is looked at first.
    fn implying(&mut self, id: PrerequisiteId, most: &[PrerequisiteId]) -> Result<Search, Limit> {
        let may_imply = |&other: &PrerequisiteId| {
            other != id && (self.is_advisory(id) || !self.is_advisory(other))
        };
        let others: Vec<PrerequisiteId> = self.sound.iter().copied().filter(may_imply).collect();
        let mut had: Vec<PrerequisiteId> = most.iter().copied().filter(may_imply).collect();
        let tolerated = self.tolerated[id.index()];
        let unmet = SettlementSearch::not(tolerated);
        let beyond = self.settlement.claim();
        for _ in 0..TRIED {
            let mut wanted = self.tolerated(&had);
            wanted.push(unmet);
            if !self.settlement.possible(&wanted)? {
                return self.fewest(&had, unmet).map(Search::Found);
            }
            // What can be had with this one unmet implies nothing: some other has to be among those
            // from which it follows.
            let harmless = self.grown(&others, unmet)?;
            let rest = others.iter().copied();
            let rest: Vec<PrerequisiteId> = rest.filter(|id| !harmless.contains(id)).collect();
            let rest = self.tolerated(&rest);
            self.settlement.implies(beyond, &rest);
            // Where those are had, so is what follows from them.
            if !self.settlement.possible(&[beyond, tolerated])? {
                return Ok(Search::Nothing);
            }
            had = self.grown(&others, beyond)?;
        }
        Ok(Search::GaveUp)
    }

    /// The most of these that can be had with a claim, beginning with those of the settlement just
    /// found, which fulfils the claim.
    fn grown(&mut self, of: &[PrerequisiteId], under: Claim) -> Result<Vec<PrerequisiteId>, Limit> {
        let mut had = self.had(of);
        for &id in of {
            if had.contains(&id) {
                continue;
            }
            let mut wanted = self.tolerated(&had);
            wanted.extend([under, self.tolerated[id.index()]]);
            if self.settlement.possible(&wanted)? {
                had = self.had(of);
            }
        }
        Ok(had)
    }

    /// Which of these the settlement just found does not leave unmet.
    fn had(&self, of: &[PrerequisiteId]) -> Vec<PrerequisiteId> {
        let holds = |id: &PrerequisiteId| self.settlement.holds(self.tolerated[id.index()]);
        of.iter().copied().filter(holds).collect()
    }

    /// The fewest of these, which can be had together, that conflict with a claim.
    fn fewest(&mut self, of: &[PrerequisiteId], with: Claim) -> Result<Vec<PrerequisiteId>, Limit> {
        let claims = self.tolerated(of);
        let mut by = match self.needed(&claims, with)?[..] {
            // A single one is smallest, because nothing follows from the empty set: the
            // prerequisite can fail.
            [only] => vec![of[only]],
            _ => {
                let (mut sets, all) = self.smallest(of, &[with], 1);
                match sets.pop() {
                    Some(by) => by,
                    None => all.map(|_| Vec::new())?,
                }
            }
        };
        by.sort_unstable();
        Ok(by)
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

    /// Prerequisites that can be had together: of those that decide each that can be had with those
    /// taken before it, then of those that are advisory.
    fn compatible(&mut self) -> Result<Vec<PrerequisiteId>, Limit> {
        let (later, first): (Vec<PrerequisiteId>, Vec<PrerequisiteId>) =
            (self.sound.iter()).partition(|&&id| self.is_advisory(id));
        let mut had = Vec::new();
        let mut wanted: Vec<Claim> = Vec::new();
        self.settlement.possible(&[])?;
        for id in first.into_iter().chain(later) {
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
        Ok(had)
    }
}

/// What came of a search for others that imply a prerequisite.
enum Search {
    Found(Vec<PrerequisiteId>),
    /// It is proved that there are none.
    Nothing,
    /// The search took too long.
    GaveUp,
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
