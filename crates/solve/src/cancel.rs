//! Cancellation of long work.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A cancellation token for long work. Clones belong to the same work.
///
/// The token reads no clock: a caller that wants a time limit calls [`Cancel::stop`] when the time
/// is over, from another thread or where [`Cancel::watched`] lets it look. A stopped token stays
/// stopped, so each piece of work needs a token of its own.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<State>);

#[derive(Debug, Default)]
struct State {
    stopped: AtomicBool,
    unlimited: bool,
    /// How many more polls are answered with *go on*; `None`: any number.
    polls: Option<AtomicU64>,
    bound: AtomicU64,
    watch: Option<Watch>,
}

/// What a caller does while the work goes on.
struct Watch {
    look: Box<dyn Fn(&Cancel) + Send + Sync>,
    /// How many polls there were.
    polls: AtomicU64,
}

impl Watch {
    /// Work polls more often than a clock need be read: one of so many polls is enough.
    const EVERY: u64 = 16;
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
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

    /// A token that stops the work after this many polls: unlike a time limit, at the same point on
    /// every machine. The solver may meet any number of conflicts before that.
    #[must_use]
    pub fn after_polls(polls: u64) -> Self {
        Self(Arc::new(State {
            unlimited: true,
            polls: Some(AtomicU64::new(polls)),
            ..State::default()
        }))
    }

    /// The same kind of token, for other work, that calls `look` again and again while the work polls
    /// it: there a caller can read a clock, stop the work, or show that it goes on. Short work does
    /// not pay for a thread that watches it.
    #[must_use]
    pub fn watched(&self, look: impl Fn(&Self) + Send + Sync + 'static) -> Self {
        Self(Arc::new(State {
            unlimited: self.0.unlimited,
            watch: Some(Watch {
                look: Box::new(look),
                polls: AtomicU64::new(0),
            }),
            ..State::default()
        }))
    }

    /// Whether the solver may meet any number of conflicts.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        self.0.unlimited
    }

    /// Asks the work to stop. An answer then says which of its parts are not finished.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the work was asked to stop. Each call is one poll.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        if let Some(watch) = &self.0.watch {
            let before = watch.polls.fetch_add(1, Ordering::Relaxed);
            if before.is_multiple_of(Watch::EVERY) {
                (watch.look)(self);
            }
        }
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

    /// Reports a lower bound that was proved.
    pub(crate) fn set_bound(&self, bound: u64) {
        self.0.bound.store(bound, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_with_polls_stops_after_them_and_stays_stopped() {
        let cancel = Cancel::after_polls(2);
        let clone = cancel.clone();
        assert_eq!(
            [
                cancel.is_stopped(),
                clone.is_stopped(),
                cancel.is_stopped(),
                clone.is_stopped()
            ],
            [false, false, true, true]
        );
    }

    #[test]
    fn who_watches_can_stop_the_work() {
        let looks = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&looks);
        let cancel = Cancel::unlimited().watched(move |cancel| {
            if counted.fetch_add(1, Ordering::Relaxed) == 1 {
                cancel.stop();
            }
        });
        assert!(cancel.is_unlimited());
        let polls = std::iter::repeat_with(|| cancel.is_stopped());
        let before = polls.take_while(|stopped| !stopped).count() as u64;
        assert_eq!(before, Watch::EVERY);
        assert_eq!(looks.load(Ordering::Relaxed), 2);
    }
}
