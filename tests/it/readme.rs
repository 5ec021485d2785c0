//! What the README and the guide show is what happens.

use crate::support::command::stdout;
use crate::support::files::{root, text};

/// The commands of a page's console blocks, each with the lines shown below it.
fn shown(page: &str) -> Vec<(String, Vec<String>)> {
    let text = text(page);
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for block in text.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => all.push((command.to_owned(), Vec::new())),
                None => all.last_mut().unwrap().1.push(line.to_owned()),
            }
        }
    }
    all
}

#[test]
fn commands_print_what_the_pages_show() {
    for page in ["README.md", "docs/questions.md"] {
        let run = shown(page).into_iter().filter(run_as_shown).count();
        assert!(run >= 2, "{page} shows nothing that can be run");
    }
}

/// Runs a command of the tool's own; others are passed over.
fn run_as_shown((command, lines): &(String, Vec<String>)) -> bool {
    let arguments = command
        .strip_prefix("servanda ")
        .or_else(|| command.strip_prefix("cargo run --release -- "));
    let Some(arguments) = arguments else {
        return false;
    };
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let text = stdout(&arguments);
    let mut printed = text.lines();
    for line in lines.iter().filter(|line| *line != "…") {
        assert!(
            printed.any(|found| found == line),
            "`{command}` does not print: {line}"
        );
    }
    true
}

#[test]
fn excerpts_stand_in_the_shipped_files() {
    let readme = text("README.md");
    let column = text("policies/column.servanda");
    let policy = readme.split("## A policy\n\n```\n").nth(1).unwrap();
    for line in policy.split("```").next().unwrap().lines() {
        assert!(column.contains(line), "not in the policy: {line}");
    }
}

#[test]
fn links_lead_somewhere() {
    for name in [
        "README.md",
        "docs/language.md",
        "docs/json.md",
        "docs/questions.md",
        "policies/README.md",
        "proposals/README.md",
    ] {
        let folder = root().join(name);
        let folder = folder.parent().unwrap();
        for link in text(name).split("](").skip(1) {
            let link = link.split([')', '#']).next().unwrap();
            if !link.is_empty() && !link.contains("://") {
                assert!(folder.join(link).exists(), "{name}: {link}");
            }
        }
    }
}
