//! docs/memo.md is true, and was written with the tool alone: each table, sentence and number in it stands
//! between a comment that names a command and `<!-- end -->`, and the command prints it. Lines may be left out
//! where it says `<!-- … -->`; blocks without such a gap `UPDATE_DOCS=1 cargo test memo` writes anew.

use std::fs;

use crate::readme::compare;
use crate::support::command::stdout;
use crate::support::files::{root, text};

const PAGE: &str = "docs/memo.md";
const GAP: &str = "<!-- … -->";
const END: &str = "<!-- end -->";

/// A part of the page.
enum Part {
    /// What was written by hand.
    Prose(String),
    /// What a command prints.
    Printed(String, Vec<String>),
}

fn parts(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let command = line
            .strip_prefix("<!-- servanda ")
            .and_then(|line| line.strip_suffix(" -->"));
        parts.push(match command {
            Some(command) => {
                let printed = lines.by_ref().take_while(|line| *line != END);
                Part::Printed(command.to_owned(), printed.map(str::to_owned).collect())
            }
            None => Part::Prose(line.to_owned()),
        });
    }
    parts
}

/// What a command prints, in the format of the page.
fn printed(command: &str) -> Vec<String> {
    let arguments: Vec<&str> = command.split(' ').chain(["--format", "markdown"]).collect();
    let printed = stdout(&arguments);
    printed.trim().lines().map(str::to_owned).collect()
}

#[test]
fn each_block_is_what_its_command_prints() {
    let mut page = String::new();
    let mut blocks = 0;
    for part in parts(&text(PAGE)) {
        match part {
            Part::Prose(line) => page += &(line + "\n"),
            Part::Printed(command, mut shown) => {
                blocks += 1;
                let lines = printed(&command);
                if std::env::var_os("UPDATE_DOCS").is_some()
                    && !shown.iter().any(|line| line == GAP)
                {
                    shown.clone_from(&lines);
                }
                let told = |line: &String| {
                    if line == GAP {
                        "…".to_owned()
                    } else {
                        line.clone()
                    }
                };
                let told: Vec<String> = shown.iter().map(told).collect();
                let told: Vec<&str> = told.iter().map(String::as_str).collect();
                let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                if let Err(run) = compare(&told, &lines) {
                    panic!("`servanda {command}` does not print, where it is shown:\n{run}");
                }
                page += &format!("<!-- servanda {command} -->\n{}\n{END}\n", shown.join("\n"));
            }
        }
    }
    assert!(blocks >= 5, "{blocks} blocks");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(root().join(PAGE), page).unwrap();
    }
}

/// What was written by hand has no number and names no text: both could be false one day, and no test
/// would tell.
#[test]
fn no_number_is_written_by_hand() {
    let mut in_code = false;
    for part in parts(&text(PAGE)) {
        let Part::Prose(line) = part else { continue };
        if line.starts_with("```") {
            in_code = !in_code;
        }
        // Names of files, of commands and of policies are no claims.
        let told: String = line.split('`').step_by(2).collect();
        let told: String = told
            .split("](")
            .map(|part| part.split_once(')').map_or(part, |(_, rest)| rest))
            .collect();
        assert!(
            in_code || !told.contains(|each: char| each.is_ascii_digit()),
            "{line}"
        );
    }
}
