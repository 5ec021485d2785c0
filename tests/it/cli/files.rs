//! What is read of a folder and what is left alone, and that nothing waits for a file that never
//! answers.

use std::fs;
use std::process::Command;

use crate::support::command::{run, shown, unfolded};
use crate::support::files::Scratch;

const DRAFT: &str = "proposal: good\nprovisions:\n  us_role: guarantor\n";

/// A folder with one proposal and much else.
fn mixed() -> Scratch {
    let folder = Scratch::new();
    folder.write("good.yaml", DRAFT);
    for hidden in ["._good.yaml", ".good.yaml.swp"] {
        folder.write(hidden, "\0");
    }
    for quiet in ["README.md", "mine.servanda"] {
        folder.write(quiet, "");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path(".#good.yaml")).unwrap();
    folder
}

#[test]
fn hidden_names_are_passed_over_without_a_word() {
    let output = run(&["check", mixed().folder()]);
    assert!(output.stderr.is_empty(), "{}", shown(&output));
    assert_ne!(output.status.code(), Some(2));
}

#[test]
fn capital_endings_are_read_and_what_is_passed_over_is_told_in_one_line() {
    let folder = mixed();
    folder.write("LOUD.YAML", &DRAFT.replace("good", "LOUD"));
    folder.write("notes.txt", "");
    folder.write("draft.yaml.bak", "");
    fs::create_dir(folder.path("older")).unwrap();
    let output = run(&["check", folder.folder()]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("LOUD"));
    let said = unfolded(&output.stderr);
    let expected = "2 files that do not end in .yaml (`draft.yaml.bak` …), a folder (`older`)";
    assert!(said.contains(expected), "{said}");
    assert_eq!(said.matches("[input/passed-over]").count(), 1, "{said}");
}

#[cfg(unix)]
#[test]
fn pipes_and_links_to_nothing_are_refused_at_once() {
    let folder = mixed();
    let pipe = folder.path("pipe.yaml");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let output = run(&["check", folder.folder()]);
    assert!(unfolded(&output.stderr).contains("no plain file (`pipe.yaml`)"));
    let output = run(&["check", &pipe]);
    assert!(unfolded(&output.stderr).contains("is a pipe or a device, not a plain file"));

    let policy = folder.write("p.servanda", "policy p \"P\"\nuses settlement\n");
    let beside = folder.path("settlement.servanda");
    std::os::unix::fs::symlink("nowhere", &beside).unwrap();
    let output = run(&["check", "--policy", &policy, folder.folder()]);
    assert!(unfolded(&output.stderr).contains("is a link to `nowhere`, which is not there"));
    fs::remove_file(&beside).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(&beside)
            .status()
            .unwrap()
            .success()
    );
    let output = run(&["check", "--policy", &policy, folder.folder()]);
    assert!(unfolded(&output.stderr).contains("is a pipe or a device, not a plain file"));
}

#[test]
fn a_name_left_over_from_another_text_is_told_where_several_are_judged() {
    let folder = Scratch::new();
    folder.write("good-2024.yaml", DRAFT);
    let copied = folder.write("treaty.yaml", DRAFT);
    let said = unfolded(&run(&["check", folder.folder()]).stderr);
    assert_eq!(said.matches("[proposal/other-name]").count(), 1, "{said}");
    assert!(said.contains("treaty.yaml` is called `good`"), "{said}");
    assert!(run(&["check", &copied]).stderr.is_empty());
}

#[test]
fn a_dash_is_no_name_for_a_new_file() {
    let output = run(&["zopa", "column", "--write", "-"]);
    assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
    assert!(unfolded(&output.stderr).contains("name a file"));
}
