//! Several policies made ready for questions about what they accept together, under every reading.

use thiserror::Error;

use crate::engine::{AskedId, Engine, Question, ReadingMode};
use crate::limit::Cancel;
use crate::policy::{
    Policy, PolicyId, Prerequisite, PrerequisiteId, ReadingChoice, TermId, Vocabulary,
};

/// Policies over one vocabulary, made ready for questions about what they accept.
///
/// A policy accepts a text whose verdict is met, so a prerequisite with several readings has to be
/// met under each of them, unless one is fixed.
#[derive(Debug)]
pub struct Demands<'p> {
    /// The policies. They share one vocabulary.
    pub policies: Vec<&'p Policy>,
    /// The policies as they are read, in the same order.
    pub choices: Vec<ReadingChoice<'p>>,
    pub(crate) engine: Engine<'p>,
    /// The prerequisites that decide.
    pub(crate) deciding: Vec<AskedId>,
}

/// A prerequisite of one of several policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Demand {
    /// The policy.
    pub policy: PolicyId,
    /// Its prerequisite.
    pub prerequisite: PrerequisiteId,
}

/// Why policies cannot be asked about together.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotTogether {
    /// No policy was given.
    #[error("there is no policy to ask about")]
    NoPolicy,
    /// Two policies are compared, and another number was given.
    #[error("two policies are compared, and {count} were given")]
    NotTwo {
        /// How many policies were given.
        count: usize,
    },
    /// One policy was given twice as a party of its own.
    #[error("`{name}` is given twice")]
    Twice {
        /// Its name.
        name: String,
    },
    /// Two policies use different vocabularies.
    #[error("`{first}` and `{other}` use different vocabularies")]
    TwoVocabularies {
        /// The first policy's name.
        first: String,
        /// The name of one with another vocabulary.
        other: String,
    },
}

impl<'p> Demands<'p> {
    /// Makes policies ready, each as it is or with [readings settled](Policy::settled).
    ///
    /// # Errors
    ///
    /// If there is no policy, or if two have different vocabularies.
    pub fn new<C: Into<ReadingChoice<'p>>>(
        policies: impl IntoIterator<Item = C>,
    ) -> Result<Self, NotTogether> {
        Self::prepare(policies, &Cancel::default())
    }

    /// Like [`Demands::new`], but preparation can be cancelled. What was prepared is then as exact,
    /// and slower.
    ///
    /// # Errors
    ///
    /// As those of [`Demands::new`].
    pub fn prepare<C: Into<ReadingChoice<'p>>>(
        policies: impl IntoIterator<Item = C>,
        cancel: &Cancel,
    ) -> Result<Self, NotTogether> {
        let choices: Vec<ReadingChoice<'p>> = policies.into_iter().map(Into::into).collect();
        let vocabulary = shared_vocabulary(&choices)?;
        Ok(Self::over(vocabulary, choices, cancel))
    }

    /// Makes one policy ready.
    pub fn of_one(policy: impl Into<ReadingChoice<'p>>, cancel: &Cancel) -> Self {
        let choice = policy.into();
        Self::over(&choice.policy().vocabulary, vec![choice], cancel)
    }

    fn over(vocabulary: &'p Vocabulary, choices: Vec<ReadingChoice<'p>>, cancel: &Cancel) -> Self {
        let policies: Vec<&Policy> = choices.iter().map(ReadingChoice::policy).collect();
        let settled = choices.iter().flat_map(ReadingChoice::by_prerequisite);
        let taking = ReadingMode::MeetAll(settled.copied().collect());
        let engine = Engine::new(vocabulary, &policies, &taking, cancel);
        let decides = |id: &AskedId| !engine.asked(*id).prerequisite.advisory;
        Self {
            deciding: engine.asked_ids().filter(decides).collect(),
            policies,
            choices,
            engine,
        }
    }

    /// The same policies, read otherwise: a choice for each, in their order.
    pub(crate) fn read_as(&self, choices: Vec<ReadingChoice<'p>>) -> Self {
        Self::over(self.engine.vocabulary, choices, &Cancel::default())
    }

    /// The vocabulary that the policies share.
    #[must_use]
    pub fn vocabulary(&self) -> &'p Vocabulary {
        self.engine.vocabulary
    }

    /// The policy of that id, which must be one of these.
    #[must_use]
    pub fn policy(&self, id: PolicyId) -> &'p Policy {
        self.policies[id.index()]
    }

    /// The ids of the policies, in their order.
    pub fn policy_ids(&self) -> impl ExactSizeIterator<Item = PolicyId> + Clone + use<> {
        PolicyId::all(self.policies.len())
    }

    /// The prerequisite.
    #[must_use]
    pub fn prerequisite(&self, demand: Demand) -> &'p Prerequisite {
        self.policy(demand.policy).prerequisite(demand.prerequisite)
    }

    /// Whether a policy has only advisory prerequisites. It then judges no text met.
    #[must_use]
    pub fn decides_nothing(&self, policy: PolicyId) -> bool {
        self.deciding_of(policy).is_empty()
    }

    /// Whether a prerequisite has several readings and none of them is settled, so that it has to be
    /// met under each.
    #[must_use]
    pub fn every_reading(&self, demand: Demand) -> bool {
        let choice = &self.choices[demand.policy.index()];
        let several = self.prerequisite(demand).readings.len() > 1;
        several && choice.of(demand.prerequisite).is_none()
    }

    /// How many prerequisites of a policy decide and have to be met under each of several readings.
    #[must_use]
    pub fn count_every_reading(&self, policy: PolicyId) -> usize {
        let own = self.deciding_of(policy).into_iter();
        own.filter(|id| self.every_reading(self.demand(*id)))
            .count()
    }

    /// Whether any reading is settled.
    #[must_use]
    pub fn settles_readings(&self) -> bool {
        let mut policies = self.policies.iter().zip(&self.choices);
        policies.any(|(policy, choice)| {
            let mut ids = policy.prerequisite_ids();
            ids.any(|id| choice.of(id).is_some())
        })
    }

    /// The prerequisites that do not decide, policy by policy.
    #[must_use]
    pub fn advisory(&self) -> Vec<Demand> {
        let advisory = |id: &AskedId| self.engine.asked(*id).prerequisite.advisory;
        let each = self.engine.asked_ids().filter(advisory);
        each.map(|id| self.demand(id)).collect()
    }

    pub(crate) fn demand(&self, id: AskedId) -> Demand {
        let asked = self.engine.asked(id);
        Demand {
            policy: asked.policy,
            prerequisite: asked.id,
        }
    }

    /// The prerequisites of a policy that decide.
    pub(crate) fn deciding_of(&self, policy: PolicyId) -> Vec<AskedId> {
        let own = |id: &&AskedId| self.engine.asked(**id).policy == policy;
        self.deciding.iter().filter(own).copied().collect()
    }

    /// The question about the prerequisites of a policy that decide, jointly.
    pub(crate) fn joint(&self, policy: PolicyId) -> Question<'p> {
        self.engine.jointly(&self.deciding_of(policy))
    }

    /// Policies without a prerequisite that always applies. A text that leaves none of their
    /// prerequisites unmet may still not be met.
    pub(crate) fn may_not_apply(&self) -> impl Iterator<Item = PolicyId> {
        let always = |id: &AskedId| self.engine.asked(*id).prerequisite.when.is_none();
        (self.policy_ids()).filter(move |&policy| !self.deciding_of(policy).iter().any(always))
    }

    /// Policies with a prerequisite that decides and may not apply, and policies without any that
    /// decides. Once some of their prerequisites are dropped, the rest may leave a text neither met
    /// nor unmet.
    pub(crate) fn may_have_nothing_met(&self) -> impl Iterator<Item = PolicyId> {
        let always = |id: &AskedId| self.engine.asked(*id).prerequisite.when.is_none();
        (self.policy_ids()).filter(move |&policy| {
            let own = self.deciding_of(policy);
            own.is_empty() || !own.iter().all(always)
        })
    }

    /// The terms that a prerequisite looks at, in the vocabulary's order.
    pub(crate) fn looks_at(&self, id: AskedId) -> Vec<TermId> {
        let mut terms = Vec::new();
        for (_, line) in self.engine.asked(id).prerequisite.lines() {
            line.for_each_comparison(&mut |comparison| terms.push(comparison.term));
        }
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}

/// The vocabulary of all policies. Copies of one text are one vocabulary.
fn shared_vocabulary<'p>(choices: &[ReadingChoice<'p>]) -> Result<&'p Vocabulary, NotTogether> {
    let (first, others) = choices.split_first().ok_or(NotTogether::NoPolicy)?;
    let first = first.policy();
    let vocabulary = &first.vocabulary;
    let differs = |other: &&Policy| !other.vocabulary.is_written_in(&vocabulary.source);
    match others.iter().map(ReadingChoice::policy).find(differs) {
        None => Ok(vocabulary),
        Some(other) => Err(NotTogether::TwoVocabularies {
            first: first.name.clone(),
            other: other.name.clone(),
        }),
    }
}
