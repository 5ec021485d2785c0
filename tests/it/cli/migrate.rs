//! `servanda migrate`: what is written, and what is said.

use std::fs;

use crate::support::assert_snapshot;
use crate::support::command::{exit, fed, json, run, shown, stdout, unfolded};
use crate::support::files::{self, Scratch, text};

/// A folder with the texts of several editions, and the path of its policy.
fn folder() -> (Scratch, String) {
    let folder = Scratch::new();
    for ending in ["servanda", "yaml"] {
        for path in files::files("tests/data/editions", ending) {
            let name = format!("{}.{ending}", files::stem(&path));
            folder.write(&name, &text(&path));
        }
    }
    let policy = folder.path("guards.servanda");
    (folder, policy)
}

#[test]
fn a_dry_run_shows_what_would_change_and_writes_nothing() {
    let policy = "tests/data/editions/guards.servanda";
    let pages = ["text", "plain"].map(|format| {
        let dry = [
            "migrate",
            "--dry-run",
            "--format",
            format,
            "--policy",
            policy,
        ];
        stdout(&[&dry[..], &["tests/data/editions"]].concat())
    });
    assert_snapshot!("cli", "migrate_dry", pages.join("\n----\n\n"));
}

#[test]
fn files_are_rewritten_once() {
    let (folder, policy) = folder();
    let before = fs::read_to_string(folder.path("undated.yaml")).unwrap();
    let answer = json(&["migrate", "--policy", &policy, folder.folder()]);
    let texts = answer["texts"].as_array().unwrap();
    let written = |name: &str| {
        let path = folder.path(name);
        let answer = texts
            .iter()
            .find(|answer| answer["file"] == path.as_str())
            .unwrap();
        let new = fs::read_to_string(&path).unwrap();
        let written = answer["written"] == true;
        assert_eq!(written, answer["text"].is_string(), "{name}");
        assert!(!written || answer["text"] == new.as_str(), "{name}");
        written
    };
    assert!(written("guards.servanda") && written("undated.yaml") && written("first.yaml"));
    assert!(!written("current.yaml") && !written("stretch.yaml"));
    // Vocabularies of a folder are passed over.
    assert_eq!(texts.len(), 5);
    let after = fs::read_to_string(folder.path("undated.yaml")).unwrap();
    assert_eq!(before.lines().count(), after.lines().count());
    let again = stdout(&["migrate", "--policy", &policy, folder.folder()]);
    assert!(!again.contains("REWRITTEN"), "{again}");
    assert!(
        again.ends_with("5 texts: 5 with nothing to rewrite; 2 to look at\n"),
        "{again}"
    );
}

#[test]
fn what_cannot_be_rewritten_is_said() {
    let (folder, policy) = folder();
    let at = |name: &str| folder.path(name);
    let told = |arguments: &[&str]| {
        let output = run(&[&["migrate", "--policy", &policy], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
        unfolded(&output.stderr)
    };
    let vocabulary = told(&[&at("sea.servanda")]);
    assert!(
        vocabulary.contains("is a vocabulary: there is nothing to rewrite"),
        "{vocabulary}"
    );
    let missing = told(&[&at("nowhere.yaml")]);
    assert!(missing.contains("input/not-found"), "{missing}");
    let wrong = folder.write("wrong.yaml", "proposal: w\nprovisions: {depth: yes}\n");
    assert!(told(&[&wrong]).contains("proposal/unknown-term"));
    let stdin = fed(&["migrate", "--policy", &policy, "-"], b"");
    assert!(
        unfolded(&stdin.stderr).contains("it is standard input"),
        "{}",
        shown(&stdin)
    );
    let draft = text("tests/data/editions/first.yaml");
    let dry = ["migrate", "--dry-run", "--policy", &policy, "-"];
    let dry = fed(&dry, draft.as_bytes());
    assert_eq!(dry.status.code(), Some(0), "{}", shown(&dry));
    assert!(
        unfolded(&dry.stdout).contains("way to passage"),
        "{}",
        shown(&dry)
    );
}

/// The command that a warning offers does what it says.
#[test]
fn the_warning_offers_the_command() {
    let (folder, policy) = folder();
    let draft = folder.path("first.yaml");
    let check = ["check", "--summary", "--policy", &policy, &draft];
    let told = unfolded(&run(&check).stderr);
    let command = format!("`servanda migrate --policy {policy} {draft}` writes the new names");
    assert!(told.contains(&command), "{told}");
    assert!(
        told.contains(&format!("`servanda migrate {policy}` writes")),
        "{told}"
    );
    is_current_once_migrated(&["--policy", &policy, &draft, &policy], &check);
}

/// Once these are migrated, a check finds no former name.
fn is_current_once_migrated(migrated: &[&str], check: &[&str]) {
    assert_eq!(exit(&[&["migrate"], migrated].concat()), 0);
    let told = unfolded(&run(check).stderr);
    assert!(!told.contains("former-name"), "{told}");
}

/// A folder of old drafts does not bury the table under warnings; programs get each.
#[test]
fn what_many_drafts_have_is_told_once() {
    let (folder, policy) = folder();
    let check = ["check", "--policy", &policy, folder.folder()];
    let output = run(&check);
    let told = String::from_utf8(output.stderr).unwrap();
    let count = |code: &str| told.matches(&format!("warning[{code}]")).count();
    assert_eq!(
        (
            count("proposal/former-name"),
            count("proposal/changed-meaning")
        ),
        (1, 1),
        "{told}"
    );
    let told = unfolded(told.as_bytes());
    for expected in [
        "2 proposals have names from an earlier edition of the vocabulary",
        "2 proposals have names that have come to mean something else since they were coded",
        &format!("`servanda migrate --policy {policy} FILE…` writes the new names"),
        &format!("`servanda migrate --dry-run --policy {policy} FILE…` shows all of them"),
    ] {
        assert!(told.contains(expected), "{told}\n{expected}");
    }
    let document = json(&check);
    let errors = document["errors"].as_array().unwrap();
    let of = |code: &str| errors.iter().filter(|said| said["code"] == code).count();
    assert_eq!(
        (of("proposal/former-name"), of("proposal/changed-meaning")),
        (2, 2)
    );
}

/// Whatever is found, something is said.
#[test]
fn what_is_of_no_earlier_edition_is_said_to_be() {
    let (folder, policy) = folder();
    let told = |file: &str| {
        let page = stdout(&["migrate", "--policy", &policy, file]);
        unfolded(page.as_bytes())
    };
    let current = told(&folder.path("current.yaml"));
    assert!(
        current.contains("no former names of edition 3 of sea"),
        "{current}"
    );
    let later = folder.write(
        "later.yaml",
        "proposal: l\nedition: 4\nprovisions: {toll: no}\n",
    );
    let later = told(&later);
    assert!(later.contains("edition 4, later than this"), "{later}");
    let dated = folder.write(
        "dated.yaml",
        "proposal: d\nedition: 1\nprovisions: {fees: no}\n",
    );
    let dated = told(&dated);
    assert!(dated.contains("REWRITTEN no former names"), "{dated}");
    assert!(dated.contains("edition 1 to 3"), "{dated}");
    let other = Scratch::new();
    other.write("sea.servanda", &text("tests/data/editions/sea.servanda"));
    let vocabularies = told(other.folder());
    assert!(
        vocabularies.contains("only vocabularies were found"),
        "{vocabularies}"
    );
}

/// The members of a package are rewritten where they stand, by their own names.
#[test]
fn a_package_has_no_names_of_its_own() {
    let (folder, policy) = folder();
    let package = folder.write(
        "both.yaml",
        "package: both\nmembers: [first.yaml, undated.yaml]\n",
    );
    let page = stdout(&["migrate", "--policy", &policy, &package]);
    let page = unfolded(page.as_bytes());
    assert!(
        page.contains("its members are files of their own"),
        "{page}"
    );
    let check = ["check", "--summary", "--policy", &policy, &package];
    let told = unfolded(&run(&check).stderr);
    assert!(
        told.contains("2 proposals have names from an earlier edition"),
        "{told}"
    );
    is_current_once_migrated(&["--policy", &policy, folder.folder()], &check);
}

/// Nobody meets a name of an earlier edition in what is shipped.
#[test]
fn the_shipped_texts_are_current() {
    let answer = json(&[
        "migrate",
        "--dry-run",
        "policies",
        "policies/fixtures",
        "proposals",
    ]);
    for text in answer["texts"].as_array().unwrap() {
        assert!(text["renamed"].as_array().unwrap().is_empty(), "{text}");
    }
}

#[test]
fn a_former_name_is_found_by_show() {
    let by_former = stdout(&["show", "tests/data/editions/sea.servanda", "transit"]);
    let by_name = stdout(&["show", "tests/data/editions/sea.servanda", "passage"]);
    assert_eq!(by_former, by_name);
    assert!(by_name.contains("formerly  transit and way\n"), "{by_name}");
    assert!(by_name.contains("merchants, now unarmed\n"), "{by_name}");
    assert!(
        by_name.contains("changed   all in edition 3: warships"),
        "{by_name}"
    );
    let by_label = stdout(&["show", "tests/data/editions/sea.servanda", "merchants"]);
    assert_eq!(by_label, by_name);
    let vocabulary = stdout(&["show", "tests/data/editions/sea.servanda"]);
    assert!(vocabulary.contains("edition   3\n"), "{vocabulary}");
}

/// Names of terms in expectations, and all names in fixtures; comments and layout stay. A test that asks
/// for a former name says how the term is called now, and a snapshot that has one is as it was.
#[test]
fn what_is_expected_is_rewritten_as_well() {
    let (folder, policy) = folder();
    folder.write("lit.yaml", "proposal: lit\nprovisions: {passage: all}\n");
    let expected = "# As long as nobody says who watches.\npolicies:\n  guards.servanda:\n    \
                    turns_on: [ watch ]  # all of it\n    findings:\n      watched: {verdict: open, \
                    turns_on: ['watch']}\n";
    folder.write("lit.expect.yaml", expected);
    let several = "base:\n  provisions: {transit: all, watch: [alliance]} # kept\nfixtures:\n- proposal: \
                   dark\n  without: [watch]\n  policies: {guards.servanda: {verdict: open, turns_on: \
                   [watch]}}\n- proposal: bright\n  policies: {guards.servanda: met}\n";
    folder.write("few.fixtures.yaml", several);
    let lit = folder.path("lit.expect.yaml");
    let old = run(&["test", &lit]);
    assert_eq!(old.status.code(), Some(2));
    assert!(unfolded(&old.stderr).contains("did you mean `guards`?"));
    let dry = json(&["migrate", "--dry-run", "--policy", &policy, &lit]);
    assert_eq!(dry["texts"][0]["what"], "tests");
    assert_eq!(dry["texts"][0]["renamed"][0]["new"], "guards");
    assert_eq!(text(&lit), expected);

    assert_eq!(exit(&["migrate", "--policy", &policy, folder.folder()]), 0);
    let new = expected
        .replace("[ watch ]", "[ guards ]")
        .replace("'watch'", "'guards'");
    assert_eq!(text(&lit), new);
    let new = several
        .replace("transit", "passage")
        .replace("watch", "guards")
        .replace("alliance", "league");
    assert_eq!(text(folder.path("few.fixtures.yaml")), new);
    let tested = run(&["test", folder.folder()]);
    assert_eq!(tested.status.code(), Some(0), "{}", shown(&tested));
    let again = json(&["migrate", "--policy", &policy, &lit]);
    assert!(again["texts"][0]["renamed"].as_array().unwrap().is_empty());

    // What is kept by the former name is the same.
    assert_eq!(
        exit(&["test", "--snapshot", "--accept", folder.folder()]),
        0
    );
    let kept = folder.path("lit.snapshot.yaml");
    let written = text(&kept);
    assert!(written.contains("[guards]"), "{written}");
    fs::write(&kept, written.replace("[guards]", "[watch]")).unwrap();
    assert_eq!(exit(&["test", "--frozen", folder.folder()]), 0);
}
