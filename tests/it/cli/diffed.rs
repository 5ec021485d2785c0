//! What changed between two texts, or between two policies: what is printed, and what it exits with.

use serde_json::Value;

use crate::support::assert_snapshot;
use crate::support::command::{exit, fed, json, run, shown, stdout};
use crate::support::files::{Scratch, text};

const PLAN: &str = "proposals/us-28-point-plan-2025.yaml";
const COUNTER: &str = "proposals/e3-counterproposal-nov-2025.yaml";
const POINTS: &str = "proposals/twenty-point-framework-2025.yaml";
const EUROPE: &str = "proposals/european-24-point-plan-2025.yaml";

fn told(arguments: &[&str], name: &str) {
    for format in ["text", "plain", "markdown"] {
        let said = stdout(&[&["diff"], arguments, &["--format", format]].concat());
        assert_snapshot!("diffed", format!("{name}.{format}"), said);
    }
}

#[test]
fn a_plan_and_what_followed_it() {
    told(&[PLAN, COUNTER], "counter");
    told(&[COUNTER, POINTS], "points");
    let said = stdout(&["diff", "-v", PLAN, POINTS]);
    assert_snapshot!("diffed", "full.text", said);
}

#[test]
fn two_plans_by_several_policies() {
    let by = ["--policy", "column", "--policy", "kyiv-2022"];
    told(&[&[EUROPE, PLAN], &by[..]].concat(), "policies");
}

/// What is at the place of the first finding on this prerequisite that changed.
fn change<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let all = answer["diff"]["policies"][0]["findings"]
        .as_array()
        .unwrap();
    let found = all.iter().find(|change| change["prerequisite"] == name);
    found.unwrap_or(&Value::Null)
}

#[test]
fn what_does_not_change_the_meaning() {
    let scratch = Scratch::new();
    let head = "proposal: draft\nsources: {one: {title: One}}\nprovisions:\n";
    let old = scratch.write(
        "old.yaml",
        &format!("{head}  nato_path: {{value: affirmed, source: one}}\n  us_role: guarantor\n"),
    );
    let same = scratch.write(
        "same.yaml",
        &format!("# Another layout.\n{head}  us_role:   guarantor\n  nato_path: {{value: affirmed, source: one}}\n"),
    );
    let noted = scratch.write(
        "noted.yaml",
        &format!(
            "{head}  nato_path: {{any of: [affirmed], source: one, note: Seen anew}}\n  us_role: {{value: guarantor, source: one}}\n"
        ),
    );
    let quiet = json(&["diff", &old, &same]);
    assert_eq!(quiet["diff"]["provisions"], Value::Array(Vec::new()));
    assert_eq!(quiet["diff"]["recorded"], Value::Array(Vec::new()));
    let said = stdout(&["diff", &old, &same]);
    assert!(said.contains("No provision changed in meaning"), "{said}");
    assert!(said.contains("What differs is layout"), "{said}");
    let itself = stdout(&["diff", &old, &old]);
    assert!(itself.contains("to the last character"), "{itself}");
    let recorded = json(&["diff", &old, &noted]);
    assert_eq!(recorded["diff"]["provisions"], Value::Array(Vec::new()));
    let recorded = &recorded["diff"]["recorded"];
    assert_eq!(recorded[0]["what"][0], "sources");
    assert_eq!(recorded[1]["what"][0], "value");
    assert_eq!(recorded[1]["what"][1], "note");
}

#[test]
fn findings_that_got_worse() {
    let scratch = Scratch::new();
    let draft = |value: &str| format!("proposal: draft\nprovisions: {{air_defence: {value}}}\n");
    let old = scratch.write("old.yaml", &draft("strengthened"));
    let new = scratch.write("new.yaml", &draft("silent"));
    let answer = json(&["diff", &old, &new]);
    let found = change(&answer, "air_defence");
    assert_eq!(found["direction"], "worse");
    assert_eq!(found["because"]["enough"][0][0], "air_defence");
    assert_eq!(exit(&["diff", &old, &new]), 0);
    assert_eq!(exit(&["diff", "--fail-on-worse", &old, &new]), 1);
    assert_eq!(exit(&["diff", "--fail-on-worse", &new, &old]), 0);
    let piped = fed(&["diff", "-", &new], draft("strengthened").as_bytes());
    assert_eq!(piped.status.code(), Some(0));
    assert_eq!(exit(&["diff", &old, "nowhere.yaml"]), 2);
    assert_eq!(exit(&["diff", &old, &new, "--budget", "0s"]), 3);
}

#[test]
fn packages_by_their_members() {
    let scratch = Scratch::new();
    let member = |name: &str, says: &str| format!("proposal: {name}\nprovisions: {{{says}}}\n");
    scratch.write("a.yaml", &member("a", "nato_path: affirmed"));
    scratch.write("b.yaml", &member("b", "us_role: guarantor"));
    scratch.write("c.yaml", &member("c", "air_defence: strengthened"));
    let old = scratch.write("old.yaml", "package: deal\nmembers: [a.yaml, b.yaml]\n");
    let new = scratch.write("new.yaml", "package: deal\nmembers: [b.yaml, c.yaml]\n");
    let answer = json(&["diff", &old, &new]);
    let members = &answer["diff"]["members"];
    assert_eq!(members["added"][0], "c");
    assert_eq!(members["removed"][0], "a");
    assert_eq!(change(&answer, "air_defence")["new"], "met");
}

#[test]
fn two_versions_of_a_policy() {
    let (before, after) = (Scratch::new(), Scratch::new());
    let policy = text("policies/column.servanda");
    let old = before.write("column.servanda", &policy);
    let asks = "must air_defence is strengthened";
    let looser = policy.replacen(asks, "must air_defence is at least included", 1);
    let new = after.write("column.servanda", &looser);
    let same = json(&["diff", &old, &old, "--over", "proposals"]);
    let none = Value::Array(Vec::new());
    assert_eq!(same["policy_diff"]["prerequisites"], none);
    assert_eq!(same["policy_diff"]["texts"], none);
    let answer = json(&["diff", &old, &new, "--over", "proposals"]);
    let answer = &answer["policy_diff"];
    let changed = answer["prerequisites"].as_array().unwrap();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0]["prerequisite"], "air_defence");
    assert_eq!(changed[0]["what"][0], "lines");
    for text in answer["texts"].as_array().unwrap() {
        let findings = text["findings"].as_array().unwrap();
        let all = findings.iter().map(|finding| &finding["prerequisite"]);
        assert!(all.into_iter().all(|name| name == "air_defence"), "{text}");
    }
    let whole = shown(&run(&[
        "diff",
        "kyiv-2022",
        "column",
        "--over",
        PLAN,
        EUROPE,
    ]));
    assert_snapshot!("diffed", "policy-diff.text", whole);
    assert_eq!(exit(&["diff", &old, PLAN]), 2);
}
