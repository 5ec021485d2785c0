//! Pairs of completions that differ in one term and in their outcome.

use rustc_hash::FxHashSet;
use servanda_solve::dd::TooLarge;
use servanda_solve::{Mask, Var, values};

use super::verdicts::{State, VerdictProduct};
use crate::engine::encode::{Encoding, Owner};
use crate::policy::{Arising, TermId, Vocabulary};
use crate::verdict::Outcome;

/// How the outcomes of two completions differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contrasts {
    /// One is unmet, the other is not.
    pub unmet_or_not: bool,
    /// One is met, the other is not applicable.
    pub met_or_none: bool,
}

impl Contrasts {
    fn of(a: Outcome, b: Outcome) -> Self {
        let unmet = (a == Outcome::Unmet, b == Outcome::Unmet);
        Self {
            unmet_or_not: unmet.0 != unmet.1,
            met_or_none: unmet == (false, false) && a != b,
        }
    }

    pub fn or(self, other: Self) -> Self {
        Self {
            unmet_or_not: self.unmet_or_not || other.unmet_or_not,
            met_or_none: self.met_or_none || other.met_or_none,
        }
    }

    /// Both contrasts.
    pub const EITHER: Self = Self {
        unmet_or_not: true,
        met_or_none: true,
    };

    /// Whether some contrast is in both.
    pub fn meet(self, wanted: Self) -> bool {
        self.unmet_or_not && wanted.unmet_or_not || self.met_or_none && wanted.met_or_none
    }
}

/// The states of two completions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Pair {
    here: State,
    there: State,
    /// While the variables of a term declared `arises when` are passed that arises in only one of
    /// the two completions: that term.
    loose: Option<TermId>,
}

/// A search for two completions that differ in one term or reading and in their outcome.
#[derive(Debug)]
pub(crate) struct PairSearch<'a> {
    pub product: VerdictProduct<'a>,
    pub encoding: &'a Encoding,
    pub vocabulary: &'a Vocabulary,
    /// The term or the reading that differs.
    pub differs: Owner,
}

impl PairSearch<'_> {
    /// The contrasts between pairs of completions, one from each box, that may differ in `differs`
    /// and agree on all other readings and terms, except that a term declared `arises when` may
    /// arise in only one of them.
    ///
    /// Some may be missing if there is one in `enough`.
    pub fn contrasts(
        &self,
        here: &[Mask],
        there: &[Mask],
        enough: Contrasts,
    ) -> Result<Contrasts, TooLarge> {
        let mut found = Contrasts::default();
        let Some(start) = self.product.start() else {
            return Ok(found);
        };
        let start = Pair {
            here: start.clone(),
            there: start,
            loose: None,
        };
        let mut seen = FxHashSet::default();
        let mut stack = vec![start];
        while let Some(mut pair) = stack.pop() {
            let ahead = [&pair.here, &pair.there].map(|state| self.product.next_var(state));
            let Some(var) = ahead.into_iter().flatten().min() else {
                let outcomes = (pair.here.summary.outcome(), pair.there.summary.outcome());
                found = found.or(Contrasts::of(outcomes.0, outcomes.1));
                if found.meet(enough) {
                    return Ok(found);
                }
                continue;
            };
            let owner = self.encoding.owners[var as usize];
            pair.loose = pair.loose.filter(|&term| owner == Owner::Term(term));
            if !seen.insert(pair.clone()) {
                continue;
            }
            if self.product.is_too_large(seen.len()) {
                return Err(TooLarge);
            }
            for a in values(here[var as usize]) {
                for b in values(there[var as usize]) {
                    if self.may_part(&pair, owner, var, (a, b)) {
                        stack.extend(self.moved(&pair, owner, var, (a, b)));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Whether the two completions may have these classes of a variable.
    fn may_part(&self, pair: &Pair, owner: Owner, var: Var, (a, b): (usize, usize)) -> bool {
        if owner == self.differs || a == b {
            return true;
        }
        match owner {
            Owner::Term(term) => pair.loose == Some(term) || self.comes_loose(term, var, (a, b)),
            Owner::Reading(_) => false,
        }
    }

    /// Whether these classes say that the term, declared `arises when`, arises in only one of the
    /// two completions.
    fn comes_loose(&self, term: TermId, var: Var, (a, b): (usize, usize)) -> bool {
        if !matches!(self.vocabulary.term(term).arising, Arising::When(_)) {
            return false;
        }
        let Some((arises_var, mask)) = self.encoding.of(term).arises() else {
            return false;
        };
        let arises = |class: usize| mask >> class & 1 == 1;
        var == arises_var && arises(a) != arises(b)
    }

    fn moved(&self, pair: &Pair, owner: Owner, var: Var, (a, b): (usize, usize)) -> Option<Pair> {
        let here = self.product.step(&pair.here, var, a)?;
        let there = self.product.step(&pair.there, var, b)?;
        let loose = match owner {
            Owner::Term(term) if self.comes_loose(term, var, (a, b)) => Some(term),
            _ => pair.loose,
        };
        Some(Pair { here, there, loose })
    }
}
