//! `servanda test`: what passes, what fails and why, and what cannot be tested.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::assert_snapshot;
use crate::support::command::{command, exit, json, run, shown, stdout, unfolded};
use crate::support::files::{self, Scratch};

const FAILING: &str = "tests/data/expected/failing";
const BAD: &str = "tests/data/expected/bad";

#[test]
fn the_shipped_fixtures_pass() {
    let run = run(&["test", "policies/fixtures"]);
    assert_eq!(run.status.code(), Some(0), "{}", shown(&run));
    let answer = json(&["test", "policies/fixtures"]);
    // Every file and every entry ran, some of them in several ways.
    let names: BTreeSet<&str> = answer["tests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|test| test["name"].as_str().unwrap())
        .collect();
    let paths = files::files("policies/fixtures", "yaml");
    let count: usize = paths.iter().map(|path| fixtures_in(path)).sum();
    assert_eq!(names.len(), count);
    // Each proposal there has an expectation.
    assert_eq!(answer["summary"]["without_expectation"], 0);
}

#[test]
fn a_failure_shows_what_was_expected_what_came_and_why() {
    for format in ["text", "plain", "json"] {
        let run = run(&["test", FAILING, "--format", format]);
        assert_snapshot!("tested", format!("failing.{format}"), shown(&run));
    }
    // Lines fit the terminal.
    stdout(&["test", FAILING]);
}

/// How many fixtures a file of them holds.
fn fixtures_in(path: &Path) -> usize {
    let name = path.to_str().unwrap();
    if name.ends_with(".fixtures.yaml") {
        let text = files::text(path);
        let entries = text
            .lines()
            .filter(|line| line.starts_with("  - proposal: "));
        return entries.count();
    }
    usize::from(name.ends_with(".expect.yaml"))
}

/// Each kind of failure, and both places of a finding: the draft and the policy.
#[test]
fn each_way_to_fail_is_there() {
    let answer = json(&["test", FAILING]);
    let tests = answer["tests"].as_array().unwrap();
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for test in tests {
        for failure in test["failures"].as_array().unwrap() {
            kinds.insert(failure["of"].as_str().unwrap().to_owned());
            if failure["of"] != "finding" {
                continue;
            }
            let finding = &failure["findings"][0];
            assert_eq!(finding["id"], failure["name"]);
            assert_eq!(finding["evidence"][0]["place"]["file"], test["file"]);
            let policy = finding["lines"][0]["place"]["file"].as_str().unwrap();
            assert!(policy.contains("fair.servanda"), "{policy}");
        }
    }
    let all = ["verdict", "finding", "warning", "turns_on", "refusal"];
    assert_eq!(kinds, BTreeSet::from(all.map(str::to_owned)));
    // All ran, in the order of their paths, and the one by two policies twice.
    let names: Vec<&str> = tests
        .iter()
        .map(|test| test["name"].as_str().unwrap())
        .collect();
    let paths = tests.iter().map(|test| test["expectation"].as_str());
    assert!(paths.is_sorted());
    assert_eq!(
        names
            .iter()
            .filter(|name| name.ends_with("passing"))
            .count(),
        2
    );
}

#[test]
fn what_cannot_be_tested_is_an_error_with_a_place() {
    for format in ["text", "plain"] {
        let run = run(&["test", BAD, "--format", format]);
        assert_eq!(run.status.code(), Some(2));
        assert_snapshot!("tested", format!("bad.{format}"), shown(&run));
    }
    let answer = json(&["test", BAD]);
    let errors = answer["errors"].as_array().unwrap();
    for error in errors {
        assert!(error["place"]["line"].is_u64(), "{error}");
        assert!(!error["help"].as_array().unwrap().is_empty(), "{error}");
    }
    let wrong: BTreeSet<&str> = errors
        .iter()
        .map(|error| error["place"]["file"].as_str().unwrap())
        .collect();
    let expectations = files::files(BAD, "yaml").into_iter();
    let is_test = |path: &str| path.contains(".expect.") || path.contains(".fixtures.");
    let expectations = expectations.filter(|path| is_test(path.to_str().unwrap()));
    assert_eq!(wrong.len(), expectations.count(), "{wrong:?}");
}

#[test]
fn exit_codes_say_how_the_tests_ended() {
    assert_eq!(exit(&["test", "policies/fixtures"]), 0);
    assert_eq!(exit(&["test", FAILING]), 1);
    assert_eq!(exit(&["test", BAD]), 2);
    // An error beats a failure.
    assert_eq!(exit(&["test", BAD, FAILING]), 2);
    // Nothing tested is no success.
    assert_eq!(exit(&["test", "schema"]), 2);
    assert_eq!(exit(&["test", "nowhere"]), 2);
    assert_eq!(
        exit(&["test", "policies/fixtures", "--name", "no-such-test"]),
        2
    );
    // Where the budget ran out it is told for which test.
    let late = run(&["test", "policies/fixtures", "--budget", "0s"]);
    assert_eq!(late.status.code(), Some(3));
    let said = unfolded(&late.stderr);
    assert!(said.contains("ceiling.expect.yaml"), "{said}");
}

#[test]
fn some_can_be_picked() {
    let answer = json(&["test", FAILING, "--name", "passing", "--name", "turns-on"]);
    assert_eq!(answer["summary"]["run"], 3);
    let answer = json(&["test", "policies/fixtures/ceiling.yaml"]);
    assert_eq!(answer["tests"][0]["name"], "policies/fixtures/ceiling");
    let none = run(&["test", "policies/fixtures/ceiling.yaml", "--name", "trip"]);
    let said = unfolded(&none.stderr);
    assert!(said.contains("no test has `trip` in its name"), "{said}");
    // The ending, which all have, is no part of a name.
    assert_eq!(exit(&["test", "policies/fixtures", "--name", ".expect"]), 2);
    let missing = run(&["test", "policies/fixtures/ceilng.yaml"]);
    let said = unfolded(&missing.stderr);
    assert!(
        said.contains("did you mean `policies/fixtures/ceiling"),
        "{said}"
    );
}

/// What was taken otherwise, of which fixture of a file: a person and a program can tell.
#[test]
fn several_proposals_stand_in_one_file() {
    let answer = json(&["test", FAILING, "--name", "several::"]);
    let tests = answer["tests"].as_array().unwrap();
    let names: Vec<&str> = tests
        .iter()
        .map(|test| test["fixture"].as_str().unwrap())
        .collect();
    // In file order, and one that is taken in several ways so many times.
    let all = [
        "as-it-is",
        "as-it-is",
        "as-it-is",
        "dear",
        "unguarded",
        "misread",
    ];
    assert_eq!(names, all);
    assert_eq!(tests[1]["options"]["min_grade"], "A");
    assert_eq!(tests[2]["options"]["readings"][0]["reading"], "all_of_them");
    let file = "tests/data/expected/failing/several.fixtures.yaml";
    for test in tests {
        assert_eq!(test["file"], file);
        assert_eq!(test["expectation"], file);
        for failure in test["failures"].as_array().unwrap() {
            assert_eq!(failure["place"]["file"], file);
        }
    }
    let one = json(&["test", file, "--name", "several::dear"]);
    assert_eq!(one["summary"]["run"], 1);
    // It is no proposal for the other commands.
    let folder = Scratch::new();
    folder.copy(file, "several.fixtures.yaml");
    folder.write("draft.yaml", "proposal: draft\nprovisions: {}\n");
    let checked = json(&["check", folder.folder()]);
    assert_eq!(checked["summary"]["judged"], 1);
    assert!(checked["errors"].as_array().is_none_or(Vec::is_empty));
}

/// A fixture says the same as if base and its own were written out in a file.
#[test]
fn a_fixture_is_its_base_with_its_own() {
    let folder = Scratch::new();
    let provisions = "nato_path: affirmed, monitoring: none";
    let policies = "policies: {column: {findings: {precautions: met}}}";
    folder.write(
        "several.fixtures.yaml",
        &format!(
            "base:\n  title: Of all\n  provisions: {{{provisions}, us_role: guarantor}}\n\
             fixtures:\n  - proposal: own\n    without: [us_role]\n    \
             provisions: {{monitoring: third_party_led_verification}}\n    {policies}\n  \
             - proposal: all\n    {policies}\n"
        ),
    );
    let written = [
        (
            "own",
            "nato_path: affirmed, monitoring: third_party_led_verification",
        ),
        (
            "all",
            "nato_path: affirmed, monitoring: none, us_role: guarantor",
        ),
    ];
    for (name, provisions) in written {
        folder.write(
            &format!("{name}.yaml"),
            &format!("proposal: {name}\ntitle: Of all\nprovisions: {{{provisions}}}\n"),
        );
        folder.write(&format!("{name}.expect.yaml"), &format!("{policies}\n"));
    }
    let answer = json(&["test", folder.folder()]);
    let came = |wanted: &str| {
        let tests = answer["tests"].as_array().unwrap();
        let of = |test: &&Value| test["name"].as_str().unwrap().ends_with(wanted);
        let failures = &tests.iter().find(of).unwrap()["failures"];
        let failure = &failures[0];
        (
            failure["came"].clone(),
            failure["findings"][0]["turns_on"].clone(),
        )
    };
    for name in ["own", "all"] {
        let inside = came(&format!("::{name}"));
        assert!(inside.1.is_array(), "{answer}");
        assert_eq!(inside, came(&format!("/{name}")), "{name}");
    }
}

/// However many tests run at the same time, what is told is the same, in the same order.
#[test]
fn the_number_of_jobs_changes_nothing() {
    let told = |jobs: &str| shown(&run(&["test", FAILING, BAD, "--jobs", jobs]));
    let alone = told("1");
    assert_eq!(alone, told("2"));
    assert_eq!(alone, told("16"));
    assert_eq!(exit(&["test", FAILING, "--jobs", "0"]), 2);
}

/// A folder inside a folder is searched, one whose name starts with a dot is not; an expectation is
/// no proposal for the other commands.
#[test]
fn folders_inside_are_searched() {
    let folder = Scratch::new();
    let (draft, open) = (
        "proposal: draft\nprovisions: {}\n",
        "policies: {column: open}\n",
    );
    for inside in ["a", ".hidden"] {
        std::fs::create_dir(folder.path(inside)).unwrap();
        folder.write(&format!("{inside}/draft.yaml"), draft);
        folder.write(&format!("{inside}/draft.expect.yaml"), open);
    }
    let mut here = command(&["test", "--format", "json"]);
    let here = here.current_dir(folder.path(".")).output().unwrap();
    let answer: Value = serde_json::from_slice(&here.stdout).unwrap();
    assert_eq!(answer["summary"]["run"], 1);
    assert_eq!(answer["tests"][0]["name"], "a/draft");
    let checked = json(&["check", &folder.path("a")]);
    assert_eq!(checked["summary"]["judged"], 1);
    assert_eq!(checked["summary"]["refused"], 0);
}

/// Expectations made of what `check` says pass, and each with one verdict turned fails: the two
/// commands cannot differ.
#[test]
fn what_check_says_is_what_passes() {
    let policy = "tests/data/fixtures/fair.servanda";
    for name in [
        "met",
        "unmet",
        "open",
        "not-applicable",
        "readings",
        "warnings",
    ] {
        let source = files::text(format!("tests/data/fixtures/{name}.yaml"));
        let path = format!("tests/data/fixtures/{name}.yaml");
        let checked = json(&["check", "--policy", policy, &path]);
        let answer = &checked["proposals"][0];
        let folder = Scratch::new();
        folder.write("draft.yaml", &source);
        for file in ["fair.servanda", "harbour.servanda"] {
            folder.write(file, &files::text(format!("tests/data/fixtures/{file}")));
        }
        let list = |key: &str| answer[key].as_array().unwrap().clone();
        let verdicts = |key: &str, turned: Option<usize>| {
            let each = list(key).into_iter().enumerate().map(|(at, each)| {
                let verdict = each["verdict"].as_str().unwrap();
                let other = usize::from(verdict != "open");
                let turned_to = match key {
                    "findings" => ["met", "open"][other],
                    _ => ["clear", "open"][other],
                };
                let verdict = if turned == Some(at) {
                    turned_to
                } else {
                    verdict
                };
                format!("{}: {verdict}", each["id"].as_str().unwrap())
            });
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        };
        let terms = answer["turns_on"].as_array().unwrap();
        let terms: Vec<&str> = terms.iter().map(|term| term.as_str().unwrap()).collect();
        let test = |finding: Option<usize>, warning: Option<usize>| {
            let text = format!(
                "policies:\n  ./fair.servanda:\n    verdict: {}\n    turns_on: [{}]\n    \
                 findings: {}\n    warnings: {}\n",
                answer["verdict"].as_str().unwrap(),
                terms.join(", "),
                verdicts("findings", finding),
                verdicts("warnings", warning),
            );
            folder.write("draft.expect.yaml", &text);
            json(&["test", &folder.path(".")])
        };
        let passed = test(None, None);
        assert_eq!(passed["summary"]["passed"], 1, "{name}: {passed}");
        for at in 0..list("findings").len() {
            let failed = test(Some(at), None);
            let failures = failed["tests"][0]["failures"].as_array().unwrap();
            assert_eq!(failures.len(), 1, "{name}");
            assert_eq!(failures[0]["name"], list("findings")[at]["id"]);
        }
        for at in 0..list("warnings").len() {
            let failed = test(None, Some(at));
            assert_eq!(failed["tests"][0]["failures"][0]["of"], "warning", "{name}");
        }
    }
}
