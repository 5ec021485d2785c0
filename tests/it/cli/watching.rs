//! A draft that is watched: saved in place, replaced, broken and mended, with its policy.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::support::command::{command, exit};
use crate::support::files::Scratch;

/// Long enough for a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(30);

struct Watched {
    child: Child,
    lines: Receiver<String>,
    /// What was printed or said since the last time that it was looked at.
    said: String,
}

fn pass_on(from: impl Read + Send + 'static, to: Sender<String>) {
    std::thread::spawn(move || {
        let mut lines = BufReader::new(from).lines();
        while let Some(Ok(line)) = lines.next() {
            if to.send(line).is_err() {
                return;
            }
        }
    });
}

impl Watched {
    fn new(arguments: &[&str]) -> Self {
        let mut child = command(&[&["watch"], arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, lines) = channel();
        pass_on(child.stdout.take().unwrap(), to.clone());
        pass_on(child.stderr.take().unwrap(), to);
        Self {
            child,
            lines,
            said: String::new(),
        }
    }

    /// Waits until all of this was said; what was said up to then.
    fn says(&mut self, wanted: &[&str]) -> String {
        let begin = Instant::now();
        while !wanted.iter().all(|wanted| self.said.contains(wanted)) {
            let left = PATIENCE.saturating_sub(begin.elapsed());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.said += &(line + "\n"),
                Err(error) => panic!("{wanted:?} was not said ({error}): {}", self.said),
            }
        }
        std::mem::take(&mut self.said)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn draft(value: &str) -> String {
    format!("proposal: draft\nprovisions:\n  air_defence: {value}\n")
}

#[test]
fn a_draft_that_is_saved_again_and_again() {
    let scratch = Scratch::new();
    let file = scratch.write("draft.yaml", &draft("strengthened"));
    let mut watched = Watched::new(&["--format", "plain", &file]);
    watched.says(&["OPEN:", "Ctrl-C ends it"]);
    // In place.
    scratch.write("draft.yaml", &draft("silent"));
    watched.says(&[
        "---",
        "Changed:",
        "air_defence: open, was met: because of air_defence.",
        "Score:",
    ]);
    // By another file that takes its place, after it was gone for a moment.
    let other = scratch.write("other.yaml", &draft("strengthened"));
    fs::remove_file(&file).unwrap();
    std::thread::sleep(Duration::from_millis(40));
    fs::rename(&other, &file).unwrap();
    watched.says(&[
        "air_defence: met, was open: because of air_defence.",
        "Score:",
    ]);
    // Broken, and mended: told is what changed since the last state that could be read.
    scratch.write(
        "draft.yaml",
        "proposal: draft\nprovisions:\n  air_defence: nonsense\n",
    );
    watched.says(&["nonsense", "watching goes on"]);
    scratch.write("draft.yaml", &draft("included"));
    watched.says(&["from strengthened to included"]);
    // Twice within a few milliseconds: the last one counts.
    scratch.write("draft.yaml", &draft("silent"));
    scratch.write("draft.yaml", &draft("strengthened"));
    watched.says(&["to strengthened"]);
    // Gone for long, then there again.
    fs::remove_file(&file).unwrap();
    watched.says(&["there is no file", "watching goes on"]);
    scratch.write("draft.yaml", &draft("silent"));
    watched.says(&["air_defence: open, was met"]);
}

#[test]
fn a_policy_that_is_saved() {
    let scratch = Scratch::new();
    let file = scratch.write("draft.yaml", &draft("strengthened"));
    let mine =
        "policy mine\nuses settlement\nprerequisite sky \"The sky\" {\n  must air_defence is ";
    let policy = scratch.write("mine.servanda", &format!("{mine}strengthened\n}}\n"));
    let arguments = ["--format", "plain", "--policy", &policy, &file];
    let mut watched = Watched::new(&arguments);
    watched.says(&["MET:", "Ctrl-C ends it"]);
    scratch.write("mine.servanda", &format!("{mine}at most included\n}}\n"));
    watched.says(&["sky: asks otherwise", "unmet, was met in 1 text", "UNMET:"]);
    scratch.write("mine.servanda", &format!("{mine}nonsense\n}}\n"));
    watched.says(&["nonsense", "watching goes on"]);
}

#[test]
fn since_a_text_that_stays() {
    let scratch = Scratch::new();
    let old = scratch.write("old.yaml", &draft("silent"));
    let file = scratch.write("draft.yaml", &draft("strengthened"));
    let mut watched = Watched::new(&["--format", "plain", "--since", &old, &file]);
    watched.says(&["air_defence: met, was open", "Ctrl-C ends it"]);
    scratch.write(
        "draft.yaml",
        &(draft("strengthened") + "  nato_path: affirmed\n"),
    );
    watched.says(&["Changed:", "air_defence: met, was open"]);
}

#[test]
fn what_cannot_be_watched() {
    assert_eq!(exit(&["watch", "nowhere.yaml"]), 2);
    let draft = "proposals/us-28-point-plan-2025.yaml";
    assert_eq!(exit(&["watch", "--policy", "nobody", draft]), 2);
    assert_eq!(exit(&["watch", "--reading", "nobody", draft]), 2);
}
