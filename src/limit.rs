//! Where answers end: limits, and long work watched from outside.

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
    pub(crate) fn note_ranges(&mut self, ranges: bool, watch: &Watch) {
        if ranges && watch.is_stopped() {
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

/// A handle on long work. Clones watch the same work.
///
/// The library reads no clock: whoever wants a time limit calls [`Watch::stop`] when it is over.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<State>);

#[derive(Debug, Default)]
struct State {
    stopped: AtomicBool,
    patient: bool,
    /// How often it may still be looked at; without end if not said.
    looks: Option<AtomicU64>,
    bound: AtomicU64,
}

impl Watch {
    /// A handle on work that goes on until it is done or asked to stop: the solver may meet as many
    /// conflicts as it takes.
    #[must_use]
    pub fn patient() -> Self {
        Self(Arc::new(State {
            patient: true,
            ..State::default()
        }))
    }

    /// A handle on work that is asked to stop once it has looked so many times whether it should:
    /// the same on every machine, as no time is.
    #[must_use]
    pub fn after(looks: u64) -> Self {
        Self(Arc::new(State {
            patient: true,
            looks: Some(AtomicU64::new(looks)),
            ..State::default()
        }))
    }

    pub(crate) fn is_patient(&self) -> bool {
        self.0.patient
    }

    /// Asks the work to stop. What is then missing is said to be missing.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        let spent = |looks: &AtomicU64| {
            let one_less = |looks: u64| looks.checked_sub(1);
            (looks.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)).is_err()
        };
        self.0.stopped.load(Ordering::Relaxed) || self.0.looks.as_ref().is_some_and(spent)
    }

    /// How much is proved so far: no answer costs less than this.
    #[must_use]
    pub fn bound(&self) -> u64 {
        self.0.bound.load(Ordering::Relaxed)
    }

    pub(crate) fn prove(&self, bound: u64) {
        self.0.bound.store(bound, Ordering::Relaxed);
    }
}
