//! Running the program.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::files::root;

/// The folder in which tests write their files.
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

/// The program with these arguments, in the folder of the project.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_servanda"));
    command
        .args(arguments)
        .current_dir(root())
        .env_remove("CI")
        .env_remove("TF_BUILD")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR");
    command
}

pub fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// Runs the program with this on its standard input.
pub fn fed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads nothing may be done already.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

pub fn exit(arguments: &[&str]) -> i32 {
    run(arguments).status.code().unwrap()
}

/// What is printed. No line ends in blanks, and the lines of a page for the terminal fit it.
pub fn stdout(arguments: &[&str]) -> String {
    let text = String::from_utf8(run(arguments).stdout).unwrap();
    let other = ["plain", "html", "markdown", "json", "always"];
    let is_page = !arguments.iter().any(|argument| other.contains(argument));
    for line in text.lines() {
        // A path is not broken, so that it can be copied; how long those of tests are is no matter.
        let fits = line.chars().count() <= 80 || !is_page || line.contains(FOLDER);
        assert!(fits, "{arguments:?}: too long: {line}");
        assert_eq!(line, line.trim_end(), "{arguments:?}: blanks at the end");
    }
    text
}

/// The answer as JSON.
pub fn json(arguments: &[&str]) -> Value {
    let format = ["--format", "json"];
    serde_json::from_str(&stdout(&[arguments, &format].concat())).unwrap()
}

/// Exit code, output and errors.
pub fn shown(output: &Output) -> String {
    format!(
        "exit {}\n--- stdout\n{}--- stderr\n{}",
        output.status.code().unwrap(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A text as one line: where its lines break depends, for example, on how long a path is.
pub fn unfolded(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
