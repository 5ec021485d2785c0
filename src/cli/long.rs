//! Work that may take long: a time limit, and a sign of life on a terminal.

use std::io::{IsTerminal as _, stderr};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use servanda::limit::Cancel;

/// How often the work is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// How long it may take before anything is shown.
const SHORT: Duration = Duration::from_millis(500);

/// How long an answer may take, from when it was asked for: all that is done for it counts.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    start: Instant,
    length: Option<Duration>,
}

impl Budget {
    /// It begins now.
    pub fn new(length: Option<Duration>) -> Self {
        let start = Instant::now();
        Self { start, length }
    }

    /// What is left of it, if there is one.
    fn left(self) -> Option<Duration> {
        let spent = self.start.elapsed();
        self.length.map(|length| length.saturating_sub(spent))
    }
}

/// Does the work, and stops it once the budget is spent.
pub(crate) fn watched<T>(budget: Budget, work: impl FnOnce(&Cancel) -> T) -> T {
    let cancel = match budget.length {
        Some(_) => Cancel::unlimited(),
        None => Cancel::default(),
    };
    let is_spent = move || budget.left().is_some_and(|left| left.is_zero());
    thread::scope(|scope| {
        let (done, is_done) = channel::<()>();
        let watched = cancel.clone();
        scope.spawn(move || {
            let start = Instant::now();
            let mut bar: Option<ProgressBar> = None;
            let left = || budget.left().filter(|left| !left.is_zero());
            let glance = || left().unwrap_or(GLANCE).min(GLANCE);
            while is_done.recv_timeout(glance()) == Err(RecvTimeoutError::Timeout) {
                if is_spent() {
                    watched.stop();
                }
                if start.elapsed() >= SHORT && stderr().is_terminal() {
                    let bar = bar.get_or_insert_with(spinner);
                    bar.set_message(match watched.bound() {
                        0 => "searching".to_owned(),
                        bound => format!("searching: no answer costs less than {bound}"),
                    });
                    bar.tick();
                }
            }
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
        });
        if is_spent() {
            cancel.stop();
        }
        let result = work(&cancel);
        drop(done);
        result
    })
}

fn spinner() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
    ProgressBar::new_spinner()
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
