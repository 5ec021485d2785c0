//! What the README and the guide show is what happens.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The commands of a page's console blocks, each with the lines shown below it.
fn shown(page: &str) -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(root().join(page)).unwrap();
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
    let output = Command::new(env!("CARGO_BIN_EXE_servanda"))
        .args(arguments.split(' '))
        .current_dir(root())
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
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
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let column = fs::read_to_string(root().join("policies/column.servanda")).unwrap();
    let policy = text.split("## A policy\n\n```\n").nth(1).unwrap();
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
        let path = root().join(name);
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1) {
            let link = link.split([')', '#']).next().unwrap();
            if !link.is_empty() && !link.contains("://") {
                assert!(path.parent().unwrap().join(link).exists(), "{name}: {link}");
            }
        }
    }
}
