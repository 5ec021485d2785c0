//! Work that may take long: a time limit, and a sign of life.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use servanda::limit::Cancel;

/// How often what moves on a terminal is drawn.
const GLANCE: Duration = Duration::from_millis(50);
/// How long work may take before something moves on a terminal.
const SHORT: Duration = Duration::from_millis(500);
/// How long nothing may be printed before one line says that the work goes on, where there is no
/// terminal.
const LONG: Duration = Duration::from_secs(3);

/// How long an answer may take, as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TimeLimit {
    Of(Duration),
    None,
}

impl FromStr for TimeLimit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self::None);
        }
        let wrong = |_| "write a time such as 10s or 2m, or `none`".to_owned();
        humantime::parse_duration(text).map(Self::Of).map_err(wrong)
    }
}

/// The time for one answer, from when it was asked for: all that is done for it counts.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    start: Instant,
    length: Option<Duration>,
}

impl Budget {
    /// It begins now.
    pub fn new(limit: TimeLimit) -> Self {
        let length = match limit {
            TimeLimit::Of(length) => Some(length),
            TimeLimit::None => None,
        };
        let start = Instant::now();
        Self { start, length }
    }

    /// A quarter of it, for what comes before the answer and is not needed for it.
    pub fn quarter(self) -> Self {
        let length = self.length.map(|length| length / 4);
        Self { length, ..self }
    }

    fn is_spent(self) -> bool {
        self.length
            .is_some_and(|length| self.start.elapsed() >= length)
    }
}

/// What is seen of long work: on a terminal something that moves, elsewhere one line.
pub(crate) struct Sign {
    limit: TimeLimit,
    terminal: bool,
    seen: Mutex<Seen>,
}

struct Seen {
    /// When something was printed last, or the command began.
    last: Instant,
    shown: Shown,
}

enum Shown {
    Nothing,
    /// What moves, and when it was drawn.
    Bar(ProgressBar, Instant),
    Line,
}

impl Sign {
    /// The command begins now.
    pub fn new(limit: TimeLimit) -> Arc<Self> {
        Arc::new(Self {
            limit,
            terminal: stderr().is_terminal(),
            seen: Mutex::new(Seen {
                last: Instant::now(),
                shown: Shown::Nothing,
            }),
        })
    }

    /// Shows that work goes on which began at `start`. No answer costs less than `bound`.
    fn show(&self, start: Instant, bound: u64) {
        // Where another thread is just showing it, that is enough.
        let Ok(mut seen) = self.seen.try_lock() else {
            return;
        };
        let short = if self.terminal {
            start.elapsed() < SHORT
        } else {
            seen.last.elapsed() < LONG
        };
        if short {
            return;
        }
        match &mut seen.shown {
            Shown::Line => {}
            Shown::Nothing if self.terminal => {
                let bar = spinner();
                draw(&bar, bound);
                seen.shown = Shown::Bar(bar, Instant::now());
            }
            Shown::Nothing => {
                let _ = writeln!(stderr(), "{}", self.line());
                seen.shown = Shown::Line;
            }
            Shown::Bar(bar, drawn) => {
                if drawn.elapsed() >= GLANCE {
                    draw(bar, bound);
                    *drawn = Instant::now();
                }
            }
        }
    }

    fn line(&self) -> String {
        match self.limit {
            TimeLimit::Of(length) => format!(
                "servanda is still working: an answer may take {} (`--budget TIME` sets another \
                 limit)",
                humantime::format_duration(length)
            ),
            TimeLimit::None => "servanda is still working: an answer may take any time (`--budget \
                                TIME` sets a limit)"
                .to_owned(),
        }
    }

    /// Clears what moves.
    fn clear(&self) {
        if let Ok(mut seen) = self.seen.lock()
            && let Shown::Bar(bar, _) = &seen.shown
        {
            bar.finish_and_clear();
            seen.shown = Shown::Nothing;
        }
    }

    /// Something was printed.
    pub fn printed(&self) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.last = Instant::now();
        }
    }
}

/// Does the work, and stops it once the budget is spent.
pub(crate) fn watched<T>(budget: Budget, sign: &Arc<Sign>, work: impl FnOnce(&Cancel) -> T) -> T {
    let (start, seen) = (Instant::now(), Arc::clone(sign));
    let cancel = Cancel::unlimited().watched(move |cancel| {
        if budget.is_spent() {
            cancel.stop();
        }
        seen.show(start, cancel.bound());
    });
    if budget.is_spent() {
        cancel.stop();
    }
    let result = work(&cancel);
    sign.clear();
    result
}

fn draw(bar: &ProgressBar, bound: u64) {
    bar.set_message(match bound {
        0 => "searching".to_owned(),
        bound => format!("searching: no answer costs less than {bound}"),
    });
    bar.tick();
}

fn spinner() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
    ProgressBar::new_spinner()
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
