//! docs/policies-in-practice.md can be followed: from its first block to its last, files are written
//! and changed as it says, and commands are run and print what it shows. What is there in the end is
//! what docs/practice holds; `UPDATE_DOCS=1 cargo test practice` writes that anew.
//!
//! The line before a block says what it is: "Write", "Add to", "Change in" or "See in", and the file.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::readme::{Shown, commands, compare};
use crate::support::command::command;
use crate::support::files::{Scratch, root, text};

const PAGE: &str = "docs/policies-in-practice.md";
const FILES: &str = "docs/practice";

/// A code block, its language, and the line before it.
struct Block<'a> {
    before: &'a str,
    language: &'a str,
    lines: Vec<&'a str>,
}

/// All code blocks of a page, in their order.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut all = Vec::new();
    let mut before = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        match line.strip_prefix("```") {
            Some(language) => {
                let lines = lines.by_ref().take_while(|line| *line != "```").collect();
                all.push(Block {
                    before,
                    language,
                    lines,
                });
                before = "";
            }
            None if line.is_empty() => {}
            None => before = line,
        }
    }
    all
}

/// The verb and the file of a line such as "Add to `mine.servanda`:".
fn told(before: &str) -> Option<(&str, &str)> {
    before.strip_suffix("`:")?.split_once(" `")
}

fn joined(lines: &[&str]) -> String {
    lines.iter().fold(String::new(), |mut all, line| {
        writeln!(all, "{line}").unwrap();
        all
    })
}

/// Makes the changes of a `diff` block. Each ends with the lines that it adds, and what it takes away
/// must be there once.
fn change(file: &str, lines: &[&str]) -> String {
    let mut file = file.to_owned();
    let is_added = |line: &str| line.starts_with('+');
    for hunk in lines.chunk_by(|line, next| !is_added(line) || is_added(next)) {
        let side = |other: char| {
            let kept = hunk.iter().filter(|line| !line.starts_with(other));
            joined(&kept.map(|line| &line[1..]).collect::<Vec<_>>())
        };
        let (old, new) = (side('+'), side('-'));
        assert_eq!(file.matches(&old).count(), 1, "{PAGE} changes:\n{old}");
        file = file.replace(&old, &new);
    }
    file
}

/// Does with a file what the page says.
fn edit(folder: &Path, block: &Block<'_>) {
    let Some((verb, name)) = told(block.before) else {
        panic!("{PAGE} does not say which file this is: {:?}", block.lines);
    };
    let path = folder.join(name);
    let read = || fs::read_to_string(&path).unwrap();
    let new = match verb {
        "Write" => {
            assert!(!path.exists(), "{PAGE} writes {name} twice");
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            joined(&block.lines)
        }
        "Add to" => read() + "\n" + &joined(&block.lines),
        "Change in" => change(&read(), &block.lines),
        "See in" => {
            let found = read();
            let found: Vec<&str> = found.lines().collect();
            return compare(&block.lines, &found).unwrap_or_else(|run| {
                panic!("not so in {name}:\n{run}");
            });
        }
        _ => panic!("{PAGE}: {verb}?"),
    };
    fs::write(path, new).unwrap();
}

/// Runs a command as a reader does, who presses `a` where something is asked.
fn run(folder: &Path, shown: &Shown) {
    let Some(arguments) = shown.command.strip_prefix("servanda ") else {
        panic!("{PAGE}: {} is not tested", shown.command);
    };
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let mut child = command(&arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads nothing may be done already.
    let _ = child.stdin.take().unwrap().write_all(b"a\n");
    let output = child.wait_with_output().unwrap();
    let printed = [output.stderr, output.stdout].concat();
    let printed = String::from_utf8(printed).unwrap();
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1)), "{}: {printed}", shown.command);
    let printed: Vec<&str> = printed.trim().lines().map(str::trim_end).collect();
    let lines: Vec<&str> = shown.lines.iter().map(String::as_str).collect();
    if let Err(run) = compare(&lines, &printed) {
        panic!(
            "`{}` does not print, where it is shown:\n{run}\n\nIt prints:\n{}",
            shown.command,
            printed.join("\n")
        );
    }
}

/// All files in a folder, and their texts, by their paths in it.
fn contents(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(folder).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_page_can_be_followed() {
    let page = text(PAGE);
    let scratch = Scratch::new();
    let folder = root().join(scratch.folder());
    for block in blocks(&page) {
        match block.language {
            "console" => {
                for shown in commands(&joined(&block.lines)) {
                    run(&folder, &shown);
                }
            }
            _ => edit(&folder, &block),
        }
    }
    let built = contents(&folder);
    let kept = root().join(FILES);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let _ = fs::remove_dir_all(&kept);
        for (path, text) in &built {
            let path = kept.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    assert_eq!(
        built,
        contents(&kept),
        "{FILES} is not what {PAGE} comes to: run `UPDATE_DOCS=1 cargo test practice`"
    );
}

#[test]
fn what_cannot_be_followed_is_noticed() {
    let page = "Add to `a.yaml`:\n\n```yaml\nb: 1\n\n```\n```console\n$ servanda\n```\n";
    let found = blocks(page);
    assert_eq!(told(found[0].before), Some(("Add to", "a.yaml")));
    assert_eq!(found[0].lines, ["b: 1", ""]);
    assert_eq!((found[1].before, found[1].language), ("", "console"));
    assert_eq!(told("In `a.yaml` there is more."), None);
    let lines = ["-a", "+b", " c", "+d", "+e", "-f"];
    assert_eq!(change("a\nc\nf\n", &lines), "b\nc\nd\ne\n");
    for file in ["c\nf\n", "a\na\nc\nf\n"] {
        assert!(std::panic::catch_unwind(|| change(file, &lines)).is_err());
    }
}
