//! `servanda test --mutate`: which mistakes are made, what is shown, what is written, and the exit codes.

use std::fs;

use crate::support::assert_snapshot;
use crate::support::command::{command, exit, json, run, shown, stdout, unfolded};
use crate::support::files::{self, Scratch};

const TESTS: &str = "tests/data/mutate/tests";

/// A folder with the small policy, its vocabulary and the tests.
fn folder() -> Scratch {
    let folder = Scratch::new();
    for name in ["rules.servanda", "port.servanda"] {
        folder.copy(&format!("tests/data/mutate/{name}"), name);
    }
    fs::create_dir(folder.path("tests")).unwrap();
    for path in files::files(TESTS, "yaml") {
        let name = path.file_name().unwrap().to_str().unwrap();
        folder.copy(path.to_str().unwrap(), &format!("tests/{name}"));
    }
    folder
}

/// Every mistake in the small policy, which has all that the language has, and what became of it.
#[test]
fn each_mistake_and_what_became_of_it() {
    let answer = json(&["test", TESTS, "--mutate"]);
    let policy = &answer["mutated"][0];
    let line = |mutant: &serde_json::Value| {
        let word = |key: &str| mutant[key].as_str().unwrap_or("").to_owned();
        let refused = mutant["refused"].as_array();
        let codes = refused.into_iter().flatten();
        let codes: Vec<&str> = codes.filter_map(serde_json::Value::as_str).collect();
        let after = match word("after") {
            after if after.is_empty() => "left out".to_owned(),
            after => after,
        };
        format!(
            "{:<11} {:<10} {} {}: {} → {after}{}{}\n",
            word("fate"),
            word("operator"),
            word("name"),
            mutant["place"]["line"],
            word("before"),
            if codes.is_empty() { "" } else { ": " },
            codes.join(", ")
        )
    };
    let mutants = policy["mutants"].as_array().unwrap();
    let lines: String = mutants.iter().map(line).collect();
    assert_snapshot!("mutate", "mistakes", lines);
    let counts = policy["summary"].as_object().unwrap();
    let parts = counts.iter().filter(|(key, _)| *key != "mutants");
    let sum: u64 = parts.map(|(_, count)| count.as_u64().unwrap()).sum();
    assert_eq!(sum, counts["mutants"].as_u64().unwrap());
    assert_eq!(sum, mutants.len() as u64);
}

#[test]
fn what_no_test_notices_is_shown_with_a_test_that_would() {
    for (name, more) in [
        ("brief", &[][..]),
        ("plain", &["--format", "plain"]),
        ("full", &["-v"]),
        ("github", &["--format", "github"]),
    ] {
        let run = run(&[&["test", TESTS, "--mutate"], more].concat());
        assert_snapshot!("mutate", name, shown(&run));
        // The texts of files are not wrapped.
        if more.is_empty() {
            stdout(&[&["test", TESTS, "--mutate"], more].concat());
        }
    }
}

/// With the tests that are written nothing survives any more, and nothing is written over.
#[test]
fn the_tests_that_are_written_kill_what_survived() {
    let folder = folder();
    let (tests, new) = (folder.path("tests"), folder.path("new"));
    fs::create_dir(&new).unwrap();
    let taken = "proposal: mine\nprovisions: {}\n";
    let mine = folder.write("new/rules-shared.yaml", taken);
    let write = ["test", &tests, "--mutate", "--write", &new];
    assert_eq!(exit(&write), 1);
    assert_eq!(fs::read_to_string(&mine).unwrap(), taken);
    fs::remove_file(&mine).unwrap();

    assert_eq!(exit(&["test", &new]), 0);
    let all = run(&["test", &tests, &new, "--mutate"]);
    assert_eq!(all.status.code(), Some(0), "{}", shown(&all));
    let said = unfolded(&all.stdout);
    assert!(said.starts_with("KILLED rules: "), "{said}");
}

#[test]
fn exit_codes_say_whether_anything_survives() {
    assert_eq!(exit(&["test", TESTS, "--mutate"]), 1);
    // No test at all, none of the wanted name, and none of the wanted policy.
    assert_eq!(exit(&["test", "docs", "--mutate"]), 2);
    assert_eq!(exit(&["test", TESTS, "--mutate", "--name", "nobody"]), 2);
    assert_eq!(exit(&["test", TESTS, "--mutate", "--policy", "column"]), 2);
    assert_eq!(exit(&["test", TESTS, "--mutate", "--policy", "rules"]), 1);
    assert_eq!(exit(&["test", TESTS, "--mutate", "--coverage"]), 2);
}

/// Nothing can be told from tests that fail anyway.
#[test]
fn tests_that_fail_are_told_first() {
    let folder = folder();
    let wrong = "policies: {../rules.servanda: {findings: {shared: unmet}}}\n";
    folder.write("tests/busy.expect.yaml", wrong);
    let asked = ["test", &folder.path("tests"), "--mutate"];
    let run = run(&asked);
    assert_eq!(run.status.code(), Some(1));
    let said = unfolded(&run.stdout);
    assert!(said.starts_with("FAILED 1 of 2 tests; 1 passed"), "{said}");
    let answer = json(&asked);
    assert_eq!(answer["summary"]["mutants"], 0);
    assert_eq!(answer["tests"]["summary"]["failed"], 1);
}

/// What time is too short for is neither killed nor equivalent.
#[test]
fn a_spent_budget_kills_nothing() {
    let folder = folder();
    let asked = ["test", &folder.path("tests"), "--mutate", "--budget", "0s"];
    let run = run(&asked);
    assert_eq!(run.status.code(), Some(3), "{}", shown(&run));
}

/// A snapshot looks at all that a policy says of a text.
#[test]
fn snapshots_kill_as_tests_do() {
    let folder = folder();
    for name in ["busy", "strict"] {
        fs::remove_file(folder.path(&format!("tests/{name}.expect.yaml"))).unwrap();
    }
    let (tests, policy) = (folder.path("tests"), folder.path("rules.servanda"));
    let keep = [
        "test",
        &tests,
        "--snapshot",
        "--accept",
        "--policy",
        &policy,
    ];
    let kept = command(&keep).env_remove("CI").output().unwrap();
    assert!(kept.status.success(), "{}", shown(&kept));
    let answer = json(&["test", &tests, "--mutate"]);
    let policy = &answer["mutated"][0];
    assert_eq!(policy["tests"], 2);
    let expected = json(&["test", TESTS, "--mutate"]);
    let killed = |answer: &serde_json::Value| {
        let mutants = answer["mutants"].as_array().unwrap();
        let fates = mutants.iter().map(|mutant| mutant["fate"] == "killed");
        fates.collect::<Vec<bool>>()
    };
    // What a reading that is settled tells, no snapshot does; all else it does.
    let (kept, expected) = (killed(policy), killed(&expected["mutated"][0]));
    let both = kept.iter().zip(&expected);
    let lost = both.filter(|(kept, expected)| **expected && !**kept);
    assert!(lost.count() <= 1, "{kept:?} {expected:?}");
    let count = |killed: &[bool]| killed.iter().filter(|killed| **killed).count();
    assert!(count(&kept) > count(&expected), "{kept:?} {expected:?}");
}
