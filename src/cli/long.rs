//! Work that may take long: a time limit, and a sign of life on a terminal.

use std::io::{IsTerminal as _, stderr};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use servanda::limit::Watch;

/// How often the work is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// How long it may take before anything is shown.
const SHORT: Duration = Duration::from_millis(500);

/// Does the work, and stops it once the budget is spent.
pub(crate) fn watched<T>(budget: Option<Duration>, work: impl FnOnce(&Watch) -> T) -> T {
    let watch = match budget {
        Some(_) => Watch::patient(),
        None => Watch::default(),
    };
    thread::scope(|scope| {
        let (done, is_done) = channel::<()>();
        let watched = watch.clone();
        scope.spawn(move || {
            let start = Instant::now();
            let mut bar: Option<ProgressBar> = None;
            let mut next = GLANCE.min(budget.unwrap_or(GLANCE));
            while is_done.recv_timeout(next) == Err(RecvTimeoutError::Timeout) {
                let spent = start.elapsed();
                let left = budget.map(|budget| budget.saturating_sub(spent));
                next = left
                    .filter(|left| !left.is_zero())
                    .unwrap_or(GLANCE)
                    .min(GLANCE);
                if budget.is_some_and(|budget| spent >= budget) {
                    watched.stop();
                }
                if spent >= SHORT && stderr().is_terminal() {
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
        if budget.is_some_and(|budget| budget.is_zero()) {
            watch.stop();
        }
        let result = work(&watch);
        drop(done);
        result
    })
}

fn spinner() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
    ProgressBar::new_spinner()
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
