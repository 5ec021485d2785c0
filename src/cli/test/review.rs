//! One change of a snapshot after another, shown to a person who says what becomes of it.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use console::{Key, Term};
use servanda::answer::{SnapshotAnswer, SnapshotDecision};
use servanda::page;

use crate::cli::session::Session;

/// What is asked of each.
const QUESTION: &str = "a accept, r reject, s skip, q skip the rest? ";

/// Asks of each that is changed or new what becomes of it, on standard error: on a terminal a key
/// answers, elsewhere a line. What is not answered waits.
pub(super) fn review(answers: &mut [SnapshotAnswer], session: &mut Session<'_>) {
    let mut pending: Vec<&mut SnapshotAnswer> = answers
        .iter_mut()
        .filter(|answer| !answer.is_settled())
        .collect();
    let (all, mut is_over) = (pending.len(), false);
    for (at, answer) in pending.iter_mut().enumerate() {
        let decision = if is_over {
            None
        } else {
            session.ask(&page::snapshot_review(answer, at + 1, all));
            asked()
        };
        is_over |= decision.is_none();
        answer.decision = Some(decision.unwrap_or(SnapshotDecision::Skipped));
    }
}

/// What is answered; `None` if nothing more will be.
fn asked() -> Option<SnapshotDecision> {
    loop {
        let _ = write!(io::stderr(), "{QUESTION}");
        let _ = io::stderr().flush();
        let answer = answer();
        // What is typed on a terminal is seen there as a line; a key is not.
        let seen = match answer {
            Answer::Key(key) => key.to_string(),
            Answer::Line(_) | Answer::Over => String::new(),
        };
        let _ = writeln!(io::stderr(), "{seen}");
        let (Answer::Key(key) | Answer::Line(Some(key))) = answer else {
            match answer {
                Answer::Over => return None,
                _ => continue,
            }
        };
        match key.to_ascii_lowercase() {
            'a' => return Some(SnapshotDecision::Accepted),
            'r' => return Some(SnapshotDecision::Rejected),
            's' => return Some(SnapshotDecision::Skipped),
            'q' => return None,
            _ => {}
        }
    }
}

#[derive(Clone, Copy)]
enum Answer {
    /// On a terminal.
    Key(char),
    /// The first letter of a line.
    Line(Option<char>),
    /// The end of the input, or Ctrl-C.
    Over,
}

fn answer() -> Answer {
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        return match Term::stderr().read_key_raw() {
            Ok(Key::Char(key)) => Answer::Key(key),
            Ok(Key::CtrlC | Key::Escape) | Err(_) => Answer::Over,
            Ok(_) => Answer::Line(None),
        };
    }
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => Answer::Over,
        Ok(_) => Answer::Line(line.trim().chars().next()),
    }
}
