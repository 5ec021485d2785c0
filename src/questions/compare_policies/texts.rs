//! Texts that one policy accepts and another does not, where both accept the same settlements.
//!
//! Such a text has a completion that is met by both, and one that is unmet by the other, to which
//! nothing of the one applies. Whatever else it leaves possible, the one does not leave it unmet.

use super::{Brevity, Shows, TRIED, Witness};
use crate::engine::{AskedId, Claim, PairSearch, Region};
use crate::limit::{Cancel, Limit};
use crate::policy::{PolicyId, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};
use crate::verdict::{Outcome, Outcomes};

/// Evidence that one policy accepts a text that another does not accept.
pub(super) struct Difference<'e, 'p> {
    /// A text that says something of every term.
    pub whole: Witness,
    found: Found,
    pair: PairSearch<'e, 'p>,
    by: PolicyId,
    /// Prerequisites of the other, each with the claim that it is unmet in the second completion.
    unmet: Vec<(AskedId, Claim)>,
}

/// What was found: of each term whether the text says something of it, and its cells in the two
/// completions.
#[derive(Clone)]
struct Found {
    terms: Vec<(bool, [Option<u64>; 2])>,
    /// Prerequisites of the other that are unmet in the second completion.
    unmet: Vec<AskedId>,
}

impl<'p> Demands<'p> {
    /// A text that one policy accepts and the other does not. Both accept the same settlements, or
    /// the other accepts more.
    pub(super) fn text_of_one(
        &self,
        by: PolicyId,
        not_by: PolicyId,
        cancel: &Cancel,
    ) -> Result<Option<Difference<'_, 'p>>, Limit> {
        let own = self.deciding_of(by);
        let barred = (self.joint(by), Outcomes::only(Outcome::Unmet));
        let mut pair = PairSearch::new(&self.engine, barred.0, barred.1, cancel);
        let mut met = Vec::new();
        for &id in &own {
            let tolerated = pair.settlement.tolerates(id);
            pair.settlement.demand(tolerated);
            let tolerated = pair.settlement.last_tolerates(id);
            pair.settlement.demand(tolerated);
            met.push(pair.settlement.meets(id));
        }
        pair.settlement.any(&met);
        let unmet: Vec<(AskedId, Claim)> = (self.deciding_of(not_by).into_iter())
            .map(|id| (id, pair.settlement.last_leaves_unmet(id)))
            .collect();
        let claims: Vec<Claim> = unmet.iter().map(|(_, claim)| *claim).collect();
        pair.settlement.any(&claims);
        if !pair.fulfil(&pair.says_everything())? {
            return Ok(None);
        }
        let found = Found::new(&pair, &unmet);
        Ok(Some(Difference {
            whole: self.text_witness(&found, by, Brevity::Whole),
            found,
            pair,
            by,
            unmet,
        }))
    }

    /// A text of few provisions that shows the same.
    pub(super) fn smaller_text(
        &self,
        difference: &mut Difference<'_, 'p>,
    ) -> Result<Witness, Limit> {
        let pair = &mut difference.pair;
        for _ in 0..TRIED {
            if pair.settlement.cheapest()?.is_none() {
                break;
            }
            if pair.is_free()? {
                let found = Found::new(pair, &difference.unmet);
                return Ok(self.text_witness(&found, difference.by, Brevity::Fewest));
            }
        }
        let mut shorter = difference.found.clone();
        for at in 0..shorter.terms.len() {
            shorter.terms[at].0 = false;
            if pair.shows_barred(&shorter.region(pair))?.is_some() {
                shorter.terms[at].0 = true;
            }
        }
        Ok(self.text_witness(&shorter, difference.by, Brevity::Irredundant))
    }

    fn text_witness(&self, found: &Found, by: PolicyId, brevity: Brevity) -> Witness {
        let vocabulary = self.engine.vocabulary;
        let mut turns_on: Vec<TermId> = (self.deciding_of(by).iter().chain(&found.unmet))
            .flat_map(|&id| self.looks_at(id))
            .collect();
        turns_on.sort_unstable();
        turns_on.dedup();
        let (mut provides, mut otherwise) = (Vec::new(), Vec::new());
        for (term, &(says, cells)) in vocabulary.ids().zip(&found.terms) {
            if says {
                let kind = &vocabulary.term(term).kind;
                provides.push((term, Knowledge::either(cells, kind)));
            }
            let is_open = !says || cells[0] != cells[1];
            if is_open && turns_on.binary_search(&term).is_ok() {
                otherwise.push((term, cells[1]));
            }
        }
        let unmet: Vec<Demand> = found.unmet.iter().map(|&id| self.demand(id)).collect();
        Witness {
            provides,
            brevity,
            shows: Shows::Text { otherwise },
            unmet,
            nothing_applies: false,
            may_not_apply: false,
        }
    }
}

impl Found {
    fn new(pair: &PairSearch<'_, '_>, unmet: &[(AskedId, Claim)]) -> Self {
        let terms = pair.vocabulary().ids();
        let unmet = unmet
            .iter()
            .filter(|(_, claim)| pair.settlement.holds(*claim));
        Self {
            terms: terms
                .map(|term| (pair.says(term), pair.cells(term)))
                .collect(),
            unmet: unmet.map(|(id, _)| *id).collect(),
        }
    }

    /// What the text leaves possible.
    fn region(&self, pair: &PairSearch<'_, '_>) -> Region {
        let mut region = pair.everything();
        for (term, &(says, cells)) in TermId::first(self.terms.len()).zip(&self.terms) {
            if says {
                pair.restrict(&mut region, term, cells);
            }
        }
        region
    }
}
