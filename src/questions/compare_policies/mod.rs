//! How two policies relate: which texts one accepts, under every reading, and the other does not.
//!
//! A policy accepts a text if it judges it met: no completion is unmet, and some is met. So it may
//! accept a text that leaves settlements possible to which nothing of it applies. Policies that
//! accept the same settlements may therefore still differ on texts that leave something open.

mod settlements;
mod texts;

use serde::Serialize;

use crate::engine::{Claim, SettlementSearch};
use crate::limit::{Cancel, Limit, Part, Unfinished};
use crate::policy::{PolicyId, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};

/// The most texts that are tried in the search for one with the fewest provisions.
const TRIED: usize = 1_000;

/// How a policy relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Both accept the same.
    Equivalent,
    /// It accepts only what the other accepts, and not all of that.
    Stricter,
    /// It accepts all that the other accepts, and more.
    Looser,
    /// Each accepts something that the other does not.
    Incomparable,
}

impl Relation {
    /// How the first relates to the second if it alone accepts something, or the second does.
    fn new(first_only: bool, second_only: bool) -> Self {
        match (first_only, second_only) {
            (false, false) => Self::Equivalent,
            (false, true) => Self::Stricter,
            (true, false) => Self::Looser,
            (true, true) => Self::Incomparable,
        }
    }
}

/// Two policies compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// How the texts that the first accepts relate to those that the second accepts.
    pub relation: Relation,
    /// The same of settlements: texts that leave nothing open.
    pub of_settlements: Relation,
    /// Which of them accept no text at all. Of one that accepts none this may be missing, if it was
    /// not proved within a limit.
    pub accept_nothing: [bool; 2],
    /// A small text that the first accepts and the second does not.
    pub first_only: Option<Witness>,
    /// A small text that the second accepts and the first does not.
    pub second_only: Option<Witness>,
    /// What is not finished.
    pub unfinished: Unfinished,
}

/// A text that one policy accepts and the other does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What it provides: what it leaves possible of each term it names, one cell or one of two.
    pub provides: Vec<(TermId, Knowledge)>,
    /// How small it is.
    pub brevity: Brevity,
    /// What it shows.
    pub shows: Shows,
    /// Prerequisites of the policy that does not accept it which no completion of the text meets
    /// under every reading, or which [`Shows::Text`] leaves unmet. Empty if nothing of it applies,
    /// or if they are only never met together.
    pub unmet: Vec<Demand>,
    /// Whether nothing that decides for that policy applies to it, however it is filled in.
    pub nothing_applies: bool,
    /// Whether that depends on how it is filled in.
    pub may_not_apply: bool,
}

/// What a text shows of two policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// However it is filled in, the one accepts it, and the other does not.
    Settlements,
    /// The one accepts it as it stands, and the other does not, though there is no such settlement.
    Text {
        /// A way to fill it in that leaves the other unmet, and to which nothing of the one applies:
        /// the cells of terms on which that turns and which the text leaves open.
        otherwise: Vec<(TermId, Option<u64>)>,
    },
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
    /// It names every term: the search for a smaller text was not finished.
    Whole,
}

/// Evidence that one policy accepts a text that another does not accept.
enum Difference<'e, 'p> {
    Settlements(Box<settlements::Difference<'e, 'p>>),
    Texts(Box<texts::Difference<'e, 'p>>),
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
        let of_settlements =
            |found: &Option<Difference<'_, '_>>| matches!(found, Some(Difference::Settlements(_)));
        let of_settlements = Relation::new(of_settlements(&first), of_settlements(&second));
        let relation = Relation::new(first.is_some(), second.is_some());
        let accept_nothing = [(a, &first), (b, &second)]
            .map(|(policy, only)| only.is_none() && self.accepts_nothing(policy, cancel));
        let mut unfinished = Unfinished::default();
        let mut small = |found: Option<Difference<'_, '_>>| {
            let (small, whole) = match found? {
                Difference::Settlements(mut found) => (self.smaller(&mut found), found.whole),
                Difference::Texts(mut found) => (self.smaller_text(&mut found), found.whole),
            };
            Some(unfinished.note(Part::Smaller, small).unwrap_or(whole))
        };
        Ok(Compared {
            relation,
            of_settlements,
            accept_nothing,
            first_only: small(first),
            second_only: small(second),
            unfinished,
        })
    }

    /// Whether it is proved that a policy accepts no text.
    fn accepts_nothing(&self, policy: PolicyId, cancel: &Cancel) -> bool {
        let own = self.deciding_of(policy);
        let mut search = SettlementSearch::new(&self.engine, cancel);
        let met: Vec<Claim> = own.iter().map(|&id| search.meets(id)).collect();
        let mut wanted: Vec<Claim> = own.iter().map(|&id| search.tolerates(id)).collect();
        wanted.push(search.any_of(&met));
        search.possible(&wanted) == Ok(false)
    }

    /// What one policy accepts and the other does not: a settlement or, if there is none, a text.
    fn accepted_by_one(
        &self,
        by: PolicyId,
        not_by: PolicyId,
        cancel: &Cancel,
    ) -> Result<Option<Difference<'_, 'p>>, Limit> {
        if let Some(found) = self.settlement_of_one(by, not_by, cancel)? {
            return Ok(Some(Difference::Settlements(Box::new(found))));
        }
        // Only a policy of which nothing may apply accepts a text and not each of its settlements.
        if !self.may_not_apply().any(|policy| policy == by) {
            return Ok(None);
        }
        let found = self.text_of_one(by, not_by, cancel)?;
        Ok(found.map(|found| Difference::Texts(Box::new(found))))
    }
}
