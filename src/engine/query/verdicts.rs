//! The joint outcome of several subjects.

use servanda_solve::Mask;
use servanda_solve::dd::{self, Node, Product, Summary, TooLarge};

use crate::verdict::{Outcome, Outcomes};

/// The product of the diagrams of subjects and of background knowledge.
pub(crate) type VerdictProduct<'a> = Product<'a, Tally>;
/// A state of a [`VerdictProduct`].
pub(crate) type State = dd::State<Tally>;

/// The outcomes of some prerequisites in one completion, summarised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Tally {
    /// Weight met.
    pub met: u64,
    /// Weight that applies.
    pub of: u64,
    /// Whether any that is not advisory is met.
    pub any_met: bool,
    /// Whether any that is not advisory is unmet.
    pub any_unmet: bool,
}

impl Tally {
    /// Adds the outcome of one prerequisite.
    pub fn count(&mut self, outcome: Outcome, stake: Stake) {
        let counts = outcome != Outcome::NotApplicable;
        let met = outcome == Outcome::Met;
        self.met += u64::from(met) * stake.weight;
        self.of += u64::from(counts) * stake.weight;
        self.any_met |= met && !stake.advisory;
        self.any_unmet |= outcome == Outcome::Unmet && !stake.advisory;
    }

    /// The joint outcome.
    pub fn outcome(self) -> Outcome {
        match (self.any_unmet, self.any_met) {
            (true, _) => Outcome::Unmet,
            (false, true) => Outcome::Met,
            (false, false) => Outcome::NotApplicable,
        }
    }
}

/// How a prerequisite counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stake {
    /// Its weight; zero where only verdicts are asked for.
    pub weight: u64,
    /// Whether the joint verdict ignores it.
    pub advisory: bool,
}

impl Stake {
    /// It counts for the verdict, not for the score.
    pub const VERDICT: Self = Self {
        weight: 0,
        advisory: false,
    };
}

/// The outcome that a terminal of a subject's diagram stands for.
pub(crate) fn outcome(terminal: Node) -> Outcome {
    match terminal {
        Node::TRUE => Outcome::Met,
        Node::FALSE => Outcome::Unmet,
        _ => Outcome::NotApplicable,
    }
}

impl Summary for Tally {
    type Weight = Stake;

    fn add(&mut self, terminal: Node, stake: Stake) {
        self.count(outcome(terminal), stake);
    }
}

/// The joint outcomes that completions in a box show. Some may be missing if there is one in `enough`.
pub(super) fn outcomes(
    product: &VerdictProduct<'_>,
    masks: &[Mask],
    enough: Outcomes,
) -> Result<Outcomes, TooLarge> {
    let mut found = Outcomes::NONE;
    product.search(masks, |tally| {
        found = found.or(Outcomes::only(tally.outcome()));
        found.meets(enough) || found == Outcomes::ALL
    })?;
    Ok(found)
}
