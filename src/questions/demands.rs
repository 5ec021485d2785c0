//! Several policies made ready for questions about what they accept together, under every reading.

use crate::engine::{Engine, Question, ReadingMode, SettlementSearch};
use crate::limit::Cancel;
use crate::policy::{Policy, Prerequisite, TermId, Vocabulary};
use crate::proposal::Knowledge;

/// Policies over one vocabulary, made ready for questions about what they accept.
///
/// A policy accepts a text whose verdict is met, so a prerequisite with several readings has to be
/// met under each of them, unless one is fixed.
#[derive(Debug)]
pub struct Demands<'p> {
    /// The policies. They share one vocabulary.
    pub policies: Vec<&'p Policy>,
    /// For each policy the readings that are fixed: pairs of a prerequisite's index and that of its
    /// reading.
    pub readings: Vec<Vec<(usize, usize)>>,
    pub(crate) engine: Engine<'p>,
    /// The prerequisites that decide, as indexes into [`Engine::asked`].
    pub(crate) deciding: Vec<usize>,
}

/// A prerequisite of one of several policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Demand {
    /// The policy's index.
    pub policy: usize,
    /// The prerequisite's index in it.
    pub prerequisite: usize,
}

impl<'p> Demands<'p> {
    /// Makes policies ready. `readings` fixes readings: for each policy, pairs of a prerequisite's
    /// index and the index of one of its readings. There must be a policy, and all must share one
    /// vocabulary.
    #[must_use]
    pub fn new(policies: &[&'p Policy], readings: &[Vec<(usize, usize)>]) -> Self {
        Self::prepare(policies, readings, &Cancel::default())
    }

    /// Like [`Demands::new`], but preparation can be cancelled. What was prepared is then as exact,
    /// and slower.
    #[must_use]
    pub fn prepare(
        policies: &[&'p Policy],
        readings: &[Vec<(usize, usize)>],
        cancel: &Cancel,
    ) -> Self {
        let mut fixed = Vec::new();
        for (index, policy) in policies.iter().enumerate() {
            let start = fixed.len();
            fixed.resize(start + policy.prerequisites.len(), None);
            for &(prerequisite, reading) in readings.get(index).into_iter().flatten() {
                fixed[start + prerequisite] = Some(reading);
            }
        }
        let vocabulary = &policies[0].vocabulary;
        let engine = Engine::new(vocabulary, policies, &ReadingMode::MeetAll(fixed), cancel);
        let decides = |&index: &usize| !engine.asked[index].prerequisite.advisory;
        Self {
            policies: policies.to_vec(),
            readings: readings.to_vec(),
            deciding: (0..engine.asked.len()).filter(decides).collect(),
            engine,
        }
    }

    /// The vocabulary that the policies share.
    #[must_use]
    pub fn vocabulary(&self) -> &'p Vocabulary {
        self.engine.vocabulary
    }

    /// The name of a prerequisite, with that of its policy where there are several.
    #[must_use]
    pub fn called(&self, demand: Demand) -> String {
        let name = &self.prerequisite(demand).name;
        match &self.policies[..] {
            [_] => name.clone(),
            several => format!("{}.{name}", several[demand.policy].name),
        }
    }

    /// The prerequisite.
    #[must_use]
    pub fn prerequisite(&self, demand: Demand) -> &'p Prerequisite {
        &self.policies[demand.policy].prerequisites[demand.prerequisite]
    }

    /// Whether a policy has only advisory prerequisites. It then judges no text met.
    #[must_use]
    pub fn decides_nothing(&self, policy: usize) -> bool {
        self.deciding_of(policy).is_empty()
    }

    pub(crate) fn demand(&self, index: usize) -> Demand {
        let asked = &self.engine.asked[index];
        Demand {
            policy: asked.policy,
            prerequisite: asked.index,
        }
    }

    /// The prerequisites of a policy that decide, as indexes into [`Engine::asked`].
    pub(crate) fn deciding_of(&self, policy: usize) -> Vec<usize> {
        let own = |&&index: &&usize| self.engine.asked[index].policy == policy;
        self.deciding.iter().filter(own).copied().collect()
    }

    /// The question about the prerequisites of a policy that decide, jointly.
    pub(crate) fn joint(&self, policy: usize) -> Question<'p> {
        self.engine.jointly(&self.deciding_of(policy))
    }

    /// Policies without a prerequisite that always applies. A text that leaves none of their
    /// prerequisites unmet may still not be met.
    pub(crate) fn may_not_apply(&self) -> impl Iterator<Item = usize> {
        let always = |&index: &usize| self.engine.asked[index].prerequisite.when.is_none();
        (0..self.policies.len()).filter(move |&policy| !self.deciding_of(policy).iter().any(always))
    }

    /// Policies of which some prerequisite may not apply, so that, once others of theirs are
    /// dropped, what is left may leave a text neither unmet nor met; and those that decide nothing.
    pub(crate) fn may_have_nothing_met(&self) -> impl Iterator<Item = usize> {
        let always = |&index: &usize| self.engine.asked[index].prerequisite.when.is_none();
        (0..self.policies.len()).filter(move |&policy| {
            let own = self.deciding_of(policy);
            own.is_empty() || !own.iter().all(always)
        })
    }

    /// The terms that a prerequisite looks at, in the vocabulary's order.
    pub(crate) fn looks_at(&self, index: usize) -> Vec<TermId> {
        let mut terms = Vec::new();
        for (_, line) in self.engine.asked[index].prerequisite.lines() {
            line.for_each_comparison(&mut |comparison| terms.push(comparison.term));
        }
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Whether the settlement that a search found meets a prerequisite under one of its readings.
    pub(crate) fn holds_if_read(
        &self,
        settlement: &SettlementSearch<'_, '_>,
        index: usize,
        reading: usize,
    ) -> bool {
        let vocabulary = self.engine.vocabulary;
        let cell = |term: TermId| {
            let anything = Knowledge::unknown(vocabulary.term(term));
            settlement.cell(term, &anything)
        };
        let asked = self.engine.asked[index].prerequisite;
        let reads = asked.readings[reading].must.iter();
        asked.must.iter().chain(reads).all(|line| line.holds(&cell))
    }
}
