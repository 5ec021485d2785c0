//! `servanda test --coverage`: what is shown, what is written, and the exit codes.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::support::assert_snapshot;
use crate::support::command::{command, exit, json, run, shown, stdout, unfolded};
use crate::support::files::{self, Scratch};

const SOME: &str = "tests/data/coverage/some";
const SAFE: &str = "tests/data/coverage/safe.servanda";
const ROAD: &str = "tests/data/coverage/road.servanda";
const TO_TRY: [&str; 5] = [
    "policies/fixtures/ceiling.yaml",
    "policies/fixtures/energy-truce.yaml",
    "policies/fixtures/ideal-draft.yaml",
    "policies/fixtures/surrender.yaml",
    "policies/fixtures/tripwire.yaml",
];

/// A folder with the small policy, its vocabulary and some tests.
fn folder() -> Scratch {
    let folder = Scratch::new();
    folder.copy(SAFE, "safe.servanda");
    folder.copy(ROAD, "road.servanda");
    fs::create_dir(folder.path("some")).unwrap();
    for path in files::files(SOME, "yaml") {
        let name = path.file_name().unwrap().to_str().unwrap();
        folder.copy(path.to_str().unwrap(), &format!("some/{name}"));
    }
    folder
}

#[test]
fn what_is_missing_is_shown_with_a_test_that_would_cover_it() {
    for (name, more) in [
        ("brief", &[][..]),
        ("plain", &["--format", "plain"]),
        ("full", &["-v"]),
        ("listing", &["--listing"]),
        ("listing.plain", &["--listing", "--format", "plain"]),
        ("json", &["--format", "json"]),
        ("github", &["--format", "github"]),
        ("junit", &["--format", "junit"]),
    ] {
        let run = run(&[&["test", SOME, "--coverage"], more].concat());
        assert_snapshot!("coverage", name, shown(&run));
        if !more.contains(&"--format") {
            stdout(&[&["test", SOME, "--coverage"], more].concat());
        }
    }
}

/// Of a large policy, of which much is missing.
#[test]
fn texts_made_to_try_the_column() {
    let page = stdout(&[&["test"][..], &TO_TRY, &["--coverage"]].concat());
    assert_snapshot!("coverage", "shipped", page);
    // It fits a screen, with the test that is shown as an example.
    let lines = page.lines().count();
    assert!(lines <= 40, "{lines}");
}

#[test]
fn colours_only_add() {
    let asked = ["test", SOME, "--coverage", "--listing"];
    let coloured = stdout(&[&asked[..], &["--color", "always"]].concat());
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(stripped, stdout(&asked));
    assert_ne!(coloured, stripped);
}

/// What is written covers everything, and is never written over.
#[test]
fn the_tests_that_are_written_cover_what_was_missing() {
    let folder = folder();
    let (some, new) = (folder.path("some"), folder.path("new"));
    let taken = "proposal: mine\nprovisions: {}\n";
    fs::create_dir(&new).unwrap();
    let mine = folder.write("new/safe-fair-1-holds.yaml", taken);
    let write = ["test", &some, "--coverage", "--write", &new];
    assert_eq!(exit(&write), 1);
    assert_eq!(fs::read_to_string(&mine).unwrap(), taken);
    let written = fs::read_dir(&new).unwrap().count();
    let answer = json(&["test", &some, "--coverage"]);
    let fixtures = answer["coverage"][0]["fixtures"].as_array().unwrap();
    assert_eq!(written, 2 * fixtures.len() + 1);
    fs::remove_file(&mine).unwrap();
    // A second run finds them there, and those of the first run do.
    exit(&write);
    assert_eq!(fs::read_dir(&new).unwrap().count(), written + 1);

    assert_eq!(exit(&["test", &new]), 0);
    fs::remove_file(folder.path("some/wrong.expect.yaml")).unwrap();
    let both = ["test", &some, &new, "--coverage"];
    let all = run(&both);
    assert_eq!(all.status.code(), Some(0), "{}", shown(&all));
    assert!(unfolded(&all.stdout).starts_with("COVERED safe: all 23 cases, by"));
}

#[test]
fn exit_codes_say_how_much_is_covered() {
    assert_eq!(exit(&["test", SOME, "--coverage"]), 1);
    // No test at all, none of the wanted name, and none of the wanted policy.
    assert_eq!(exit(&["test", "docs", "--coverage"]), 2);
    assert_eq!(exit(&["test", SOME, "--coverage", "--name", "nobody"]), 2);
    let other = run(&["test", SOME, "--coverage", "--policy", "column"]);
    assert_eq!(other.status.code(), Some(2));
    let said = unfolded(&other.stderr);
    assert!(said.contains("no test names the policy `column`"), "{said}");
    for named in ["safe", SAFE] {
        assert_eq!(exit(&["test", SOME, "--coverage", "--policy", named]), 1);
    }
    let both = ["test", SOME, TO_TRY[0], "--coverage"];
    let narrowed = json(&[&both[..], &["--policy", "safe"]].concat());
    assert_eq!(narrowed["policies"].as_array().unwrap().len(), 1);
    assert_eq!(narrowed["coverage"][0]["policy"], "safe");
    assert_eq!(json(&both)["coverage"].as_array().unwrap().len(), 2);
    // A limit is no proof that something is covered.
    let late = run(&["test", "policies/fixtures", "--coverage", "--budget", "0s"]);
    assert_eq!(late.status.code(), Some(3), "{}", shown(&late));
    // What goes with it means nothing without it.
    assert_eq!(exit(&["test", SOME, "--write", "nowhere"]), 2);
}

/// A policy in which nothing can be decisive is not called covered.
#[test]
fn nothing_to_cover_is_no_success() {
    let folder = Scratch::new();
    folder.copy(ROAD, "road.servanda");
    // Whichever condition is flipped, two others exclude one another.
    let text = "policy empty\nuses road\nprerequisite a {\n  must passage is nobody\n  must passage is \
                everybody\n  must paid\n  must paid is no\n}\n";
    folder.write("empty.servanda", text);
    folder.write("a.yaml", "proposal: a\nprovisions: {}\n");
    folder.write("a.expect.yaml", "policies: {./empty.servanda: unmet}\n");
    let run = run(&["test", folder.folder(), "--coverage"]);
    assert_eq!(run.status.code(), Some(1), "{}", shown(&run));
    assert!(unfolded(&run.stdout).starts_with("NOTHING empty"));
}

/// Of everything but places and lines.
fn without_places(mut answer: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(object) => {
                for key in ["place", "policies", "expectation"] {
                    object.remove(key);
                }
                object.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut answer);
    answer
}

#[test]
fn the_layout_of_the_policy_does_not_matter() {
    let folder = folder();
    let some = folder.path("some");
    let asked = ["test", &some, "--coverage"];
    let before = without_places(json(&asked));
    let policy = files::text(SAFE);
    // Comments, blank lines and line breaks, and none of them.
    let spread = policy
        .replace('{', "{ // as it is\n\n")
        .replace("must ", "\n\n  must\n");
    let comments = |line: &str| line.split("//").next().unwrap().trim().to_owned();
    let packed: Vec<String> = policy
        .lines()
        .map(comments)
        .filter(|line| !line.is_empty())
        .collect();
    for text in [spread, packed.join("\n")] {
        folder.write("safe.servanda", &text);
        assert_eq!(without_places(json(&asked)), before, "{text}");
    }
}

/// A snapshot looks at everything, as long as it is as it was kept.
#[test]
fn snapshots_count() {
    let folder = Scratch::new();
    let safe = folder.copy(SAFE, "safe.servanda");
    folder.copy(ROAD, "road.servanda");
    let dear = "{passage: checked, toll: 20, guards: [east, west], paid: no}";
    folder.write(
        "dear.yaml",
        &format!("proposal: dear\nprovisions: {dear}\n"),
    );
    let keep = [
        "test",
        folder.folder(),
        "--snapshot",
        "--policy",
        &safe,
        "--accept",
    ];
    let kept = command(&keep).env_remove("CI").output().unwrap();
    assert_eq!(kept.status.code(), Some(0), "{}", shown(&kept));
    let covered = || {
        let answer = json(&["test", folder.folder(), "--coverage"]);
        answer["coverage"][0]["cases"]["covered"].as_u64().unwrap()
    };
    // The two ways to use the road, the condition of one of them, both towns, each reading, and pay.
    assert!(covered() >= 6, "{}", covered());
    let changed = dear.replace("paid: no", "paid: yes");
    folder.write(
        "dear.yaml",
        &format!("proposal: dear\nprovisions: {changed}\n"),
    );
    assert_eq!(covered(), 0);
}

/// A test counts for what its expectation looks at, if it passes.
#[test]
fn only_what_is_looked_at_is_covered() {
    let folder = folder();
    let covered = |expected: &str, provisions: &str| -> BTreeSet<String> {
        let at = folder.path("one");
        fs::create_dir_all(&at).unwrap();
        let text = format!("proposal: one\nprovisions: {provisions}\n");
        folder.write("one/one.yaml", &text);
        let expected = format!("policies: {{../safe.servanda: {expected}}}\n");
        folder.write("one/one.expect.yaml", &expected);
        let answer = json(&["test", &at, "--coverage"]);
        let conditions = answer["coverage"][0]["conditions"].as_array().unwrap();
        let covered = conditions.iter().filter(|each| {
            ["holds", "fails"]
                .into_iter()
                .any(|side| each[side]["state"] == "covered")
        });
        covered
            .map(|each| each["within"].as_str().unwrap().to_owned())
            .collect()
    };
    let names = |all: &[&str]| {
        all.iter()
            .map(|&name| name.to_owned())
            .collect::<BTreeSet<_>>()
    };
    let dear = "{passage: checked, toll: 20, guards: [east, west], paid: no}";
    // Only `usable` keeps it from being met, and `fair` is advisory.
    assert_eq!(covered("unmet", dear), names(&["cheap", "usable"]));
    assert_eq!(covered("{findings: {fair: unmet}}", dear), names(&["fair"]));
    // Both of its conditions would have to be another.
    assert_eq!(covered("{warnings: {costly: clear}}", dear), names(&[]));
    // A test that fails covers nothing, and nor does a text that is refused.
    assert_eq!(covered("{findings: {fair: met}}", dear), names(&[]));
    let incoherent = "{passage: nobody, toll: 3}";
    assert_eq!(
        covered("{error: proposal/incoherent}", incoherent),
        names(&[])
    );
    // Where several keep it from being met, the joint verdict shows none of them alone.
    let both = "{passage: checked, toll: 20, guards: [], paid: no}";
    assert_eq!(
        covered("{reading: lenient, verdict: unmet}", both),
        names(&[])
    );
}
