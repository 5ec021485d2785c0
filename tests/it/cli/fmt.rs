//! `servanda fmt`: what is written, what is said, and the exit codes.

use std::fs;

use crate::support::assert_snapshot;
use crate::support::command::{exit, fed, json, run, shown, stdout, unfolded};
use crate::support::files::Scratch;

const LOOSE: &str =
    "policy loose\nuses settlement\n\n\nprerequisite a { must us_role is some // why\n}\n";
const NEAT: &str =
    "policy loose\nuses settlement\n\nprerequisite a {\n  must us_role is some // why\n}\n";

/// A folder with a text that is to be rewritten, one that is not, and others that are no concern.
fn folder() -> Scratch {
    let folder = Scratch::new();
    folder.write("loose.servanda", LOOSE);
    folder.write("neat.servanda", NEAT);
    folder.write("draft.yaml", "proposal:   draft\n");
    folder.write("notes.txt", "notes");
    folder
}

#[test]
fn what_would_change_is_listed_and_shown_and_nothing_is_written() {
    let file = "tests/data/editions/sea.servanda";
    let pages = ["text", "plain"].map(|format| {
        let diff = ["fmt", "--check", "--diff", "--format", format];
        stdout(&[&diff[..], &[file, "policies/column.servanda"]].concat())
    });
    assert_snapshot!("cli", "fmt_diff", pages.join("\n----\n\n"));
    let folder = folder();
    let at = folder.path("loose.servanda");
    let check = run(&["fmt", "--check", folder.folder()]);
    assert_eq!(check.status.code(), Some(1), "{}", shown(&check));
    assert_eq!(
        unfolded(&check.stdout),
        format!("to be rewritten: {at} 2 texts: 1 to be rewritten, 1 with nothing to change")
    );
    assert!(check.stderr.is_empty(), "{}", shown(&check));
    assert_eq!(exit(&["fmt", "--diff", folder.folder()]), 0);
    assert_eq!(exit(&["fmt", "--diff", "--check", folder.folder()]), 1);
    assert_eq!(fs::read_to_string(&at).unwrap(), LOOSE);
}

#[test]
fn the_shipped_texts_pass() {
    let check = run(&["fmt", "--check", "policies"]);
    assert_eq!(check.status.code(), Some(0), "{}", shown(&check));
    assert!(unfolded(&check.stdout).ends_with("with nothing to change"));
    assert!(check.stderr.is_empty(), "{}", shown(&check));
    // Folders inside a folder are not searched; one is only named if it holds policies.
    let other = run(&["fmt", "--check", "tests/data"]);
    let told = unfolded(&other.stderr);
    assert!(told.contains("passed over in `tests/data`"), "{told}");
}

#[test]
fn files_are_rewritten_once() {
    let folder = folder();
    let at = folder.path("loose.servanda");
    let draft = folder.path("draft.yaml");
    let before = fs::metadata(folder.path("neat.servanda")).unwrap();
    let answer = json(&["fmt", folder.folder()]);
    assert_eq!(answer["texts"][0]["written"], true);
    assert_eq!(answer["texts"][0]["text"], NEAT);
    assert_eq!(answer["texts"][1]["written"], false);
    assert!(answer["texts"][1]["text"].is_null());
    assert_eq!(fs::read_to_string(&at).unwrap(), NEAT);
    assert_eq!(fs::read_to_string(&draft).unwrap(), "proposal:   draft\n");
    let after = fs::metadata(folder.path("neat.servanda")).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    let again = run(&["fmt", &at]);
    assert_eq!(again.status.code(), Some(0), "{}", shown(&again));
    assert_eq!(unfolded(&again.stdout), "1 text: 1 with nothing to change");
}

#[test]
fn a_file_that_cannot_be_parsed_is_left_and_the_others_are_written() {
    let folder = folder();
    let broken = "policy broken\nuses settlement\nprerequisite a {\n    must us_role >= some }\n";
    let at = folder.write("broken.servanda", broken);
    let output = run(&["fmt", folder.folder()]);
    assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
    let told = unfolded(&output.stderr);
    assert!(told.contains("broken.servanda:4:18"), "{told}");
    assert_eq!(fs::read_to_string(&at).unwrap(), broken);
    let loose = fs::read_to_string(folder.path("loose.servanda")).unwrap();
    assert_eq!(loose, NEAT);
    // An error beats what would change.
    folder.write("loose.servanda", LOOSE);
    assert_eq!(exit(&["fmt", "--check", folder.folder()]), 2);
    for wrong in [
        "nowhere.servanda",
        "docs",
        "proposals/us-28-point-plan-2025.yaml",
    ] {
        let output = run(&["fmt", wrong]);
        assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
        assert!(output.stdout.is_empty(), "{}", shown(&output));
    }
}

#[test]
fn standard_input_goes_to_standard_output() {
    for input in [LOOSE, NEAT] {
        let output = fed(&["fmt", "-"], input.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
        assert_eq!(String::from_utf8(output.stdout).unwrap(), NEAT);
    }
    let windows = fed(&["fmt", "-"], LOOSE.replace('\n', "\r\n").as_bytes());
    assert_eq!(
        String::from_utf8(windows.stdout).unwrap(),
        NEAT.replace('\n', "\r\n")
    );
    let broken = fed(&["fmt", "-"], b"policy p {");
    assert_eq!(broken.status.code(), Some(2), "{}", shown(&broken));
    assert!(broken.stdout.is_empty(), "{}", shown(&broken));
    assert!(unfolded(&broken.stderr).contains("<stdin>:1:10"));
    let check = fed(&["fmt", "--check", "-"], LOOSE.as_bytes());
    assert_eq!(check.status.code(), Some(1), "{}", shown(&check));
    assert!(unfolded(&check.stdout).starts_with("to be rewritten: <stdin>"));
    let check = fed(&["fmt", "--check", "-"], NEAT.as_bytes());
    assert_eq!(check.status.code(), Some(0), "{}", shown(&check));
    let document = fed(&["fmt", "--format", "json", "-"], LOOSE.as_bytes());
    let document: serde_json::Value = serde_json::from_slice(&document.stdout).unwrap();
    assert_eq!(document["texts"][0]["text"], NEAT);
    assert_eq!(document["texts"][0]["written"], false);
    let twice = fed(&["fmt", "-", "-"], LOOSE.as_bytes());
    assert_eq!(twice.status.code(), Some(2), "{}", shown(&twice));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_said_and_left() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let at = folder.path("loose.servanda");
    fs::set_permissions(&at, fs::Permissions::from_mode(0o444)).unwrap();
    let output = run(&["fmt", &at]);
    assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
    assert!(unfolded(&output.stderr).contains("it is read-only"));
    assert_eq!(fs::read_to_string(&at).unwrap(), LOOSE);
}
