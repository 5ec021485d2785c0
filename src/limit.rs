//! Where answers end: limits, and long work watched from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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

/// A handle on long work. Clones watch the same work.
///
/// The library reads no clock: whoever wants a time limit calls [`Watch::stop`] when it is over.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<State>);

#[derive(Debug, Default)]
struct State {
    stopped: AtomicBool,
    patient: bool,
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
        self.0.stopped.load(Ordering::Relaxed)
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
