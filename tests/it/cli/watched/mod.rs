//! The formats for continuous integration: each is read by another reader, nothing is lost in any, and
//! all say what the JSON document says.

mod github;
mod hostile;
mod junit;
mod sarif;

use std::collections::BTreeMap;
use std::process::Output;
use std::sync::LazyLock;

pub use sarif::hold as hold_sarif;
use serde_json::Value;

use crate::support::assert_snapshot;
use crate::support::command::{run, unfolded};

const FORMATS: [&str; 3] = ["junit", "github", "sarif"];
const FAIR: &str = "tests/data/fixtures/fair.servanda";
const TORN: &str = "tests/data/fixtures/torn.servanda";

/// The path of a made text.
fn text(name: &str) -> String {
    format!("tests/data/fixtures/{name}.yaml")
}

/// Questions of which each outcome is among the answers: met, unmet, open and not applicable, raised and
/// warned of in vain, unmet although each prerequisite could be met, refused, missing.
fn questions() -> Vec<Vec<String>> {
    let check = |policy: &str, names: &[&str]| {
        let mut arguments = vec!["check".to_owned(), "--policy".to_owned(), policy.to_owned()];
        arguments.extend(names.iter().map(|name| text(name)));
        arguments
    };
    let words = |line: &str| line.split(' ').map(str::to_owned).collect();
    vec![
        check(
            FAIR,
            &[
                "met",
                "unmet",
                "open",
                "not-applicable",
                "warnings",
                "readings",
                "package",
            ],
        ),
        check(FAIR, &["met", "incoherent", "nowhere"]),
        check(TORN, &["open"]),
        check("nowhere.servanda", &["met"]),
        words("test tests/data/expected/failing"),
        words("test tests/data/expected/bad"),
        words("test schema"),
        words(&format!("lint {FAIR} {TORN}")),
        words(&format!("lint --strict {FAIR}")),
    ]
}

/// Exit code and document. (Standard error may have that the program is still at work.)
fn printed(output: &Output) -> String {
    let printed = String::from_utf8_lossy(&output.stdout);
    format!("exit {}\n{printed}", output.status.code().unwrap())
}

/// A question, with its answer in every format: exit code and document. Each is asked once.
struct Asked {
    question: Vec<String>,
    answers: BTreeMap<&'static str, (i32, String)>,
}

static ASKED: LazyLock<Vec<Asked>> = LazyLock::new(|| {
    let each = questions().into_iter().map(|question| {
        let arguments: Vec<&str> = question.iter().map(String::as_str).collect();
        let answers = ["plain", "json", "junit", "github", "sarif"].map(|format| {
            let output = run(&[&arguments[..], &["--format", format]].concat());
            let printed = String::from_utf8(output.stdout).unwrap();
            (format, (output.status.code().unwrap(), printed))
        });
        Asked {
            answers: BTreeMap::from(answers),
            question,
        }
    });
    each.collect()
});

impl Asked {
    /// The answer in a format.
    fn answered(&self, format: &str) -> &str {
        &self.answers[format].1
    }

    fn exit(&self, format: &str) -> i32 {
        self.answers[format].0
    }

    /// The answer as the JSON document has it.
    fn document(&self) -> Value {
        serde_json::from_str(self.answered("json")).unwrap()
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// How many prerequisites and warnings of an answer of `check` are to be told of: errors, warnings,
/// notes. A verdict that no prerequisite shows is one more.
fn levels_of_check(document: &Value) -> [usize; 3] {
    let mut levels = [0; 3];
    for answer in list(document, "proposals") {
        for finding in list(answer, "findings") {
            match (finding["verdict"].as_str().unwrap(), &finding["advisory"]) {
                ("unmet", Value::Bool(false)) => levels[0] += 1,
                ("unmet", _) => levels[1] += 1,
                ("open", _) => levels[2] += 1,
                _ => {}
            }
        }
        for warning in list(answer, "warnings") {
            match warning["verdict"].as_str().unwrap() {
                "raised" => levels[1] += 1,
                "open" => levels[2] += 1,
                _ => {}
            }
        }
        let deciding = &answer["deciding"];
        match answer["verdict"].as_str().unwrap() {
            "unmet" if deciding["unmet"] == 0 => levels[0] += 1,
            "open" if deciding["open"] == 0 => levels[2] += 1,
            "not_applicable" => levels[2] += 1,
            _ => {}
        }
    }
    levels
}

/// The same of every question, with what was said of the inputs.
fn levels(document: &Value) -> [usize; 3] {
    let mut levels = levels_of_check(document);
    for test in list(document, "tests") {
        levels[0] += list(test, "failures").len();
    }
    levels[1] += list(document, "found").len();
    for said in list(document, "errors") {
        levels[usize::from(said["severity"] != "error")] += 1;
    }
    levels
}

#[test]
fn what_is_printed_of_small_texts() {
    let [unmet, open] = ["unmet", "open"].map(text);
    let missing = text("nowhere");
    let failing = "tests/data/expected/failing";
    for (name, arguments) in [
        ("check", &["check", "--policy", FAIR, &unmet][..]),
        (
            "refused",
            &["check", "--policy", FAIR, &text("incoherent"), &missing],
        ),
        ("joint", &["check", "--policy", TORN, &open]),
        (
            "test",
            &[
                "test",
                failing,
                "--name",
                "finding",
                "--name",
                "refused-otherwise",
            ],
        ),
        ("lint", &["lint", TORN]),
    ] {
        for format in FORMATS {
            let output = run(&[arguments, &["--format", format]].concat());
            assert_snapshot!("watched", format!("{name}.{format}"), printed(&output));
        }
    }
}

/// A shipped text by the shipped policy, which is built in and so has no file.
#[test]
fn what_is_printed_of_a_shipped_text() {
    let tripwire = "policies/fixtures/tripwire.yaml";
    let output = run(&["check", tripwire, "--format", "github"]);
    assert_snapshot!("watched", "shipped.github", printed(&output));
}

#[test]
fn the_exit_code_does_not_depend_on_the_format() {
    for asked in ASKED.iter() {
        for format in FORMATS {
            let code = asked.exit(format);
            assert_eq!(
                code,
                asked.exit("plain"),
                "{:?} as {format}",
                asked.question
            );
        }
    }
}

/// `JUnit` XML and SARIF go to a file: what is wrong with an input is told in the log as well. Workflow
/// commands are in the log.
#[test]
fn errors_are_told_on_standard_error_but_once() {
    let missing = text("nowhere");
    for (format, aside) in [("junit", true), ("sarif", true), ("github", false)] {
        let output = run(&["check", "--policy", FAIR, &missing, "--format", format]);
        assert_eq!(output.status.code(), Some(2));
        let said = unfolded(&output.stderr);
        assert_eq!(said.contains("there is no file"), aside, "{said}");
        assert!(unfolded(&output.stdout).contains("there is no file"));
    }
}

#[test]
fn other_commands_refuse_these_formats() {
    for command in [
        &["repair", "draft.yaml"][..],
        &["influence"],
        &["sensitivity", "proposals"],
        &["zopa", "column"],
        &["show"],
        &["compare-policies", "column", "kyiv-2022"],
        &["cite", "column", "--source", "a=b"],
        &["fmt", "policies"],
        &["migrate", "policies"],
    ] {
        for format in FORMATS {
            let output = run(&[command, &["--format", format]].concat());
            assert_eq!(output.status.code(), Some(2), "{command:?}");
            assert!(output.stdout.is_empty());
            let said = unfolded(&output.stderr);
            let tip = "`check`, `lint` and `test` print this format, other commands do not";
            assert!(said.contains(tip), "{said}");
        }
        let said = unfolded(&run(&[command, &["--format", "sarf"]].concat()).stderr);
        assert!(
            said.contains("[possible values: text, plain, html, markdown, typst, json"),
            "{said}"
        );
    }
}
