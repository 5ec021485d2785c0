//! SARIF. (The document was held to the schema of OASIS by hand; these tests hold it to what GitHub's
//! code scanning takes, which is less.)

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{ASKED, FAIR, levels, list, text};
use crate::support::command::run;
use crate::support::files::{self, Scratch};

fn object<'a>(value: &'a Value, keys: &[&str]) -> &'a Map<String, Value> {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"));
    let unknown: Vec<&String> = (object.keys())
        .filter(|key| !keys.contains(&key.as_str()))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?} in {value}");
    object
}

fn words(value: &Value) -> &str {
    object(value, &["text"]);
    let text = value["text"].as_str().unwrap();
    assert!(!text.is_empty(), "GitHub wants a text");
    text
}

fn location(value: &Value) {
    object(value, &["id", "physicalLocation", "message"]);
    let physical = &value["physicalLocation"];
    object(physical, &["artifactLocation", "region"]);
    object(&physical["artifactLocation"], &["uri"]);
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
    assert!(!uri.is_empty());
    let is_reference = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
    // Another scheme than that of files makes GitHub refuse the whole document.
    let path = uri.strip_prefix("file://").unwrap_or(uri);
    assert!(path.bytes().all(is_reference), "{uri}");
    assert!(!path.contains("/../") && !path.contains("/./"), "{uri}");
    let region = object(
        &physical["region"],
        &["startLine", "startColumn", "endLine", "endColumn"],
    );
    let number = |key: &str| region[key].as_u64().unwrap();
    let [start, end] =
        [["startLine", "startColumn"], ["endLine", "endColumn"]].map(|keys| keys.map(number));
    assert!(start <= end && start[0] >= 1 && start[1] >= 1 && end[1] >= 1);
    if value.get("message").is_some() {
        words(&value["message"]);
    }
}

const LEVELS: [&str; 3] = ["error", "warning", "note"];

/// The names of the rules, each once.
fn held_rules(rules: &[Value]) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    for rule in rules {
        let keys = [
            "id",
            "shortDescription",
            "fullDescription",
            "help",
            "defaultConfiguration",
            "properties",
        ];
        object(rule, &keys);
        assert!(ids.insert(rule["id"].as_str().unwrap()), "{rule}");
        for key in ["shortDescription", "fullDescription"] {
            assert!(words(&rule[key]).chars().count() <= 1024);
        }
        words(&rule["help"]);
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(LEVELS.contains(&level));
        assert!((1..=20).contains(&list(&rule["properties"], "tags").len()));
    }
    ids
}

/// Holds a document to the part of the standard that it uses and to GitHub's limits. Nothing may be in
/// it that is not looked at here.
pub fn hold(printed: &str) -> Value {
    let log: Value = serde_json::from_str(printed).unwrap();
    object(&log, &["$schema", "version", "runs"]);
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(
        log["$schema"],
        "https://json.schemastore.org/sarif-2.1.0.json"
    );
    let [run] = &list(&log, "runs") else {
        panic!("one run: {log}");
    };
    object(
        run,
        &[
            "tool",
            "automationDetails",
            "columnKind",
            "invocations",
            "results",
        ],
    );
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let id = run["automationDetails"]["id"].as_str().unwrap();
    assert!(["servanda/check/", "servanda/lint/", "servanda/test/"].contains(&id));
    object(&run["tool"], &["driver"]);
    let driver = &run["tool"]["driver"];
    object(driver, &["name", "semanticVersion", "rules"]);
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    let rules = list(driver, "rules");
    let ids = held_rules(rules);
    let mut used = BTreeSet::new();
    let [invocation] = list(run, "invocations") else {
        panic!("one invocation: {run}");
    };
    object(
        invocation,
        &["executionSuccessful", "toolExecutionNotifications"],
    );
    for said in list(invocation, "toolExecutionNotifications") {
        object(said, &["descriptor", "level", "message"]);
        assert!(LEVELS.contains(&said["level"].as_str().unwrap()));
        words(&said["message"]);
    }
    let results = list(run, "results");
    assert!(results.len() <= 25_000);
    let mut fingerprints = BTreeSet::new();
    for result in results {
        let keys = [
            "ruleId",
            "ruleIndex",
            "level",
            "message",
            "locations",
            "relatedLocations",
            "partialFingerprints",
        ];
        object(result, &keys);
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        used.insert(result["ruleId"].as_str().unwrap());
        assert!(LEVELS.contains(&result["level"].as_str().unwrap()));
        let [main] = list(result, "locations") else {
            panic!("one location: {result}");
        };
        location(main);
        let related = list(result, "relatedLocations");
        assert!(related.len() < 1000);
        let mut known: Vec<u64> = Vec::new();
        for each in related {
            location(each);
            known.push(each["id"].as_u64().unwrap());
        }
        assert!(known.is_sorted_by(|a, b| a < b), "{known:?}");
        // What the message links to is there.
        for link in words(&result["message"]).split("](").skip(1) {
            let to: u64 = link.split(')').next().unwrap().parse().unwrap();
            assert!(known.contains(&to), "{result}");
        }
        let print = object(&result["partialFingerprints"], &["servanda/v1"]);
        assert!(
            fingerprints.insert(print["servanda/v1"].to_string()),
            "{result}"
        );
    }
    assert_eq!(ids, used, "every rule occurs");
    log
}

/// Every result, and every notification, by its level.
fn levels_of(log: &Value) -> [usize; 3] {
    let run = &log["runs"][0];
    let said = list(&run["invocations"][0], "toolExecutionNotifications");
    let all: Vec<&Value> = list(run, "results").iter().chain(said).collect();
    ["error", "warning", "note"]
        .map(|level| all.iter().filter(|each| each["level"] == level).count())
}

#[test]
fn everything_that_was_found_is_a_result_or_a_notification() {
    for asked in ASKED.iter() {
        let log = hold(asked.answered("sarif"));
        let (answer, question) = (asked.document(), &asked.question);
        assert_eq!(levels_of(&log), levels(&answer), "{question:?}");
        let failed = |said: &Value| said["severity"] == "error";
        let successful = &log["runs"][0]["invocations"][0]["executionSuccessful"];
        let wrong = list(&answer, "errors").iter().any(failed);
        assert_eq!(*successful, Value::Bool(!wrong), "{question:?}");
    }
}

/// Each result of a prerequisite has the draft's line as its location, and each line of the policy that
/// stands in the way as a related one, with what is said there.
#[test]
fn a_finding_has_both_places() {
    let log = hold(ASKED[0].answered("sarif"));
    let answer = ASKED[0].document();
    let mut held = 0;
    for checked in list(&answer, "proposals") {
        for finding in list(checked, "findings") {
            let id = format!("fair.{}", finding["id"].as_str().unwrap());
            for obstacle in list(finding, "in_the_way") {
                let place = |result: &Value| {
                    let physical = &result["physicalLocation"];
                    let uri = physical["artifactLocation"]["uri"].clone();
                    (uri, physical["region"]["startLine"].clone())
                };
                let evidence = list(finding, "evidence");
                let said = evidence
                    .iter()
                    .find(|each| each["term"] == obstacle["term"]);
                let said = &said.unwrap()["place"];
                let asked = &obstacle["policy"];
                let has = |result: &&Value| {
                    let all = list(result, "locations").iter();
                    let all: Vec<(Value, Value)> = all
                        .chain(list(result, "relatedLocations"))
                        .map(place)
                        .collect();
                    result["ruleId"] == id.as_str()
                        && all.contains(&(said["file"].clone(), said["line"].clone()))
                        && all[1..].contains(&(asked["file"].clone(), asked["line"].clone()))
                };
                let results = list(&log["runs"][0], "results");
                let found = results.iter().find(has);
                let main = &found.unwrap_or_else(|| panic!("{id}: {obstacle}"))["locations"][0];
                // It stands in the draft, or in a member of the package.
                assert_ne!(place(main).0, FAIR);
                held += 1;
            }
        }
    }
    assert!(held > 5);
}

/// Fingerprints of the results, with the lines at which they stand.
fn prints(arguments: &[&str]) -> BTreeSet<(String, String)> {
    let output = run(&[arguments, &["--format", "sarif"]].concat());
    let log = hold(&String::from_utf8(output.stdout).unwrap());
    let results = list(&log["runs"][0], "results").iter();
    results
        .map(|result| {
            let rule = result["ruleId"].as_str().unwrap().to_owned();
            (
                rule,
                result["partialFingerprints"]["servanda/v1"].to_string(),
            )
        })
        .collect()
}

/// They stay the same where lines are moved and where other words say the same of a term, in the draft
/// and in the policy; they differ by text.
#[test]
fn fingerprints_do_not_move_with_lines() {
    let folder = Scratch::new();
    folder.copy("tests/data/fixtures/harbour.servanda", "harbour.servanda");
    let policy = folder.copy(FAIR, "fair.servanda");
    let draft = folder.copy(&text("unmet"), "unmet.yaml");
    let check = ["check", "--policy", &policy, &draft];
    let lint = ["lint", &policy];
    let before = (prints(&check), prints(&lint));
    assert!(!before.0.is_empty() && !before.1.is_empty());
    let moved = |file: &str, sign: &str| {
        let text = files::text(file);
        folder.write(
            file.rsplit('/').next().unwrap(),
            &format!("{sign} a\n{sign} b\n\n{text}"),
        );
    };
    moved(FAIR, "//");
    moved(&text("unmet"), "#");
    assert_eq!((prints(&check), prints(&lint)), before);
    let other = files::text(text("unmet")).replace("toll: 60 coins", "toll: 70 coins");
    folder.write("unmet.yaml", &other);
    assert_eq!(prints(&check), before.0);
    // Another text has others.
    let renamed = other.replacen("proposal: unmet", "proposal: other", 1);
    assert_ne!(other, renamed);
    folder.write("unmet.yaml", &renamed);
    assert!(prints(&check).is_disjoint(&before.0));
}
