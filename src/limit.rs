//! Limits on answers, what an answer lacks where one was met, and the cancellation of long work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde::Serialize;

/// Why a question was not answered. There is never a wrong answer instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The sets of a proposal allow too many combinations of alternatives.
    Alternatives,
    /// The solver met too many conflicts.
    Conflicts,
    /// It was asked to stop.
    Stopped,
}

/// A part of an answer that may be missing although its main part is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Further collisions.
    Collisions,
    /// The background knowledge by way of which something collides.
    ByWayOf,
    /// The ways out of collisions.
    Ways,
    /// What each policy alone would have to give up.
    Alone,
    /// What each term can be.
    Terms,
    /// Whether nothing is nearer to the drafts.
    Nearest,
    /// Whether another single answer settles more.
    Answers,
    /// An exact count.
    Count,
    /// Further repairs of the same cost.
    Repairs,
    /// Whether a smaller text shows the same.
    Smaller,
    /// Further proofs.
    Proofs,
}

/// What an answer lacks because a limit was met. All that it holds is proved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unfinished {
    /// Each part once, with the limit.
    pub parts: Vec<(Part, Limit)>,
}

impl Unfinished {
    /// Whether this part is not finished.
    #[must_use]
    pub fn lacks(&self, part: Part) -> bool {
        self.parts.iter().any(|(lacking, _)| *lacking == part)
    }

    /// Notes that ranges were given instead of counts because the work was asked to stop.
    pub(crate) fn note_ranges(&mut self, ranges: bool, cancel: &Cancel) {
        if ranges && cancel.is_stopped() {
            self.note::<()>(Part::Count, Err(Limit::Stopped));
        }
    }

    /// What was found of a part; if a limit was met instead, that is noted.
    pub(crate) fn note<T>(&mut self, part: Part, found: Result<T, Limit>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(limit) => {
                if !self.lacks(part) {
                    self.parts.push((part, limit));
                }
                None
            }
        }
    }
}

/// A cancellation token for long work. Clones belong to the same work.
///
/// The library reads no clock: whoever wants a time limit calls [`Cancel::stop`] when it is over.
/// A token that was stopped stays stopped, so each piece of work gets a token of its own.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<State>);

#[derive(Debug, Default)]
struct State {
    stopped: AtomicBool,
    unlimited: bool,
    /// How many more polls are answered with *go on*; `None`: any number.
    polls: Option<AtomicU64>,
    bound: AtomicU64,
}

impl Cancel {
    /// A token for work that only [`Cancel::stop`] ends: the solver may meet any number of
    /// conflicts. (Under [`Cancel::default`] one call of the solver meets at most a million.)
    #[must_use]
    pub fn unlimited() -> Self {
        Self(Arc::new(State {
            unlimited: true,
            ..State::default()
        }))
    }

    /// A token that stops the work at the poll after so many: the same on every machine, which no
    /// time limit is. The solver may meet any number of conflicts before that.
    #[must_use]
    pub fn after_polls(polls: u64) -> Self {
        Self(Arc::new(State {
            unlimited: true,
            polls: Some(AtomicU64::new(polls)),
            ..State::default()
        }))
    }

    pub(crate) fn is_unlimited(&self) -> bool {
        self.0.unlimited
    }

    /// Asks the work to stop. An answer then says which of its parts are not finished.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the work was asked to stop. Each call is one poll.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        let is_spent = |polls: &AtomicU64| {
            let one_less = |polls: u64| polls.checked_sub(1);
            (polls.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)).is_err()
        };
        self.0.stopped.load(Ordering::Relaxed) || self.0.polls.as_ref().is_some_and(is_spent)
    }

    /// The lower bound proved so far in a search for a cheapest answer: no answer costs less.
    #[must_use]
    pub fn bound(&self) -> u64 {
        self.0.bound.load(Ordering::Relaxed)
    }

    pub(crate) fn set_bound(&self, bound: u64) {
        self.0.bound.store(bound, Ordering::Relaxed);
    }
}
