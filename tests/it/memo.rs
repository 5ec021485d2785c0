//! docs/memo.md is true, and was written with the tool alone: each table, sentence and number in it stands
//! between a comment that names a command and `<!-- end -->`, and the command prints it. Lines may be left out
//! where it says `<!-- … -->`.

use crate::readme::compare;
use serde_json::Value;

use crate::support::command::{json, stdout};
use crate::support::files::text;

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
    let mut blocks = 0;
    for part in parts(&text(PAGE)) {
        let Part::Printed(command, shown) = part else {
            continue;
        };
        blocks += 1;
        let lines = printed(&command);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        // A gap stands between empty lines, so that what is around it is laid out as it was.
        let shown = shown.join("\n");
        let shown = shown.replace(&format!("\n\n{GAP}"), &format!("\n{GAP}"));
        let shown = shown.replace(&format!("{GAP}\n\n"), &format!("{GAP}\n"));
        let shown = shown.replace(GAP, "…");
        let shown: Vec<&str> = shown.lines().collect();
        if let Err(run) = compare(&shown, &lines) {
            panic!("`servanda {command}` does not print, where it is shown:\n{run}");
        }
        // The page says how it was made.
        let said = text(PAGE).replace(" \\\n    ", " ");
        assert!(
            said.contains(&format!("\nservanda {command}\n")),
            "{command}"
        );
    }
    assert!(blocks >= 5, "{blocks} blocks");
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

/// What the sentences between say of what is printed.
#[test]
fn what_is_written_by_hand_holds() {
    let found = json(&["compare", "proposals"]);
    let names = |value: &Value| -> Vec<String> {
        let each = value.as_array().unwrap().iter();
        each.map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    // The texts to build on are those that the later commands name.
    let possible = names(&found["comparison"]["summary"]["still_possible"]);
    let only = format!("--only {}", possible.join(","));
    let files: Vec<String> = (possible.iter())
        .map(|name| format!("proposals/{name}.yaml"))
        .collect();
    let page = text(PAGE);
    let sensitivity = format!("<!-- servanda sensitivity {} -->", files.join(" "));
    assert!(
        page.contains(&only) && page.contains(&sensitivity),
        "{possible:?}"
    );
    assert!(page.contains(&format!("<!-- servanda repair {} -->", files[0])));
    // None of them is ahead of the others.
    let some = json(&["compare", "proposals", "--only", &possible.join(",")]);
    let pairs = &some["comparison"]["pairs"];
    assert_eq!((&pairs["ordered"], &pairs["alike"]), (&0.into(), &0.into()));
    // Strictly each is ruled out, as written most are; no assumption on sources changes a verdict.
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let trials = json(&[&["sensitivity"], &files[..]].concat());
    let policy = &trials["answers"][0];
    for (at, assumption) in policy["assumptions"].as_array().unwrap().iter().enumerate() {
        let reading = assumption["reading"].as_str();
        let tried = policy["texts"].as_array().unwrap().iter();
        let unmet = tried.filter(|text| text["verdicts"][at] == "unmet").count();
        match reading {
            Some("strict") => assert_eq!(unmet, files.len()),
            Some("lenient") => assert_eq!(unmet, 0),
            Some("as_written") => assert!(unmet * 2 > files.len() && unmet < files.len()),
            Some(_) => {}
            None => assert_eq!(unmet, 0),
        }
    }
}
