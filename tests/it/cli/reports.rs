//! What users see: the report of every shipped proposal, in all formats.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn servanda(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_servanda"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    String::from_utf8(servanda(arguments).stdout).unwrap()
}

fn proposals() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("proposals");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_shipped_proposal_has_its_report() {
    for path in proposals() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = stdout(&["check", &format!("proposals/{name}.yaml")]);
        for line in text.lines() {
            assert!(
                line.chars().count() <= 80,
                "{name}: a line is too long: {line}"
            );
            assert_eq!(line, line.trim_end(), "{name}: blanks at the end of a line");
        }
        insta::with_settings!({snapshot_path => "snapshots/reports", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn one_report_in_full_in_each_format() {
    let file = "proposals/us-28-point-plan-2025.yaml";
    insta::assert_snapshot!("verbose", stdout(&["check", "--verbose", file]));
    insta::assert_snapshot!("plain", stdout(&["check", "--format", "plain", file]));
    insta::assert_snapshot!("json", stdout(&["check", "--format", "json", file]));
    let options = [
        "check",
        "--rivals",
        "--min-grade",
        "B",
        "--reading",
        "strict",
        file,
    ];
    insta::assert_snapshot!("options", stdout(&options));
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout(arguments)).unwrap()
}

#[test]
fn json_keeps_to_its_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/report.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for arguments in [
        &["check", "--format", "json", "proposals"][..],
        &[
            "check",
            "--format",
            "json",
            "--rivals",
            "--min-grade",
            "A",
            "--reading",
            "strict",
            "proposals",
        ],
        &[
            "check",
            "--format",
            "json",
            "tests/proposal/bad",
            "nowhere.yaml",
        ],
        &[
            "check",
            "--format",
            "json",
            "--policy",
            "nobody",
            "proposals",
        ],
        &[
            "check",
            "--format",
            "json",
            "--policy",
            "tests/lint/policy.servanda",
            "proposals",
        ],
    ] {
        let report = json(arguments);
        let wrong: Vec<String> = schema
            .iter_errors(&report)
            .map(|error| error.to_string())
            .collect();
        assert!(wrong.is_empty(), "{arguments:?}: {wrong:#?}");
    }
}

/// Whoever is handed an answer can tell how to get it again.
#[test]
fn an_answer_says_how_it_was_asked_for() {
    let file = "proposals/us-28-point-plan-2025.yaml";
    let (one, other) = ("long_range=strict", "pledge_to_defend=strict");
    let asked = [
        "--reading",
        one,
        "--reading",
        other,
        "--min-grade",
        "B",
        file,
    ];
    let told =
        "sources of grade B or better only; `long_range` and `pledge_to_defend` read as `strict`";
    let unfolded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for command in ["check", "repair"] {
        for format in ["text", "plain"] {
            let text = unfolded(stdout(
                &[&[command, "--format", format], &asked[..]].concat(),
            ));
            assert!(text.contains(told), "{command}, {format}: {text}");
        }
        let report = json(&[&[command, "--format", "json"], &asked[..]].concat());
        let options = &report["proposals"][0]["options"];
        assert_eq!(options["rivals"], false);
        assert_eq!(options["min_grade"], "B");
        let settled = |name: &str| serde_json::json!({"policy": "column", "prerequisite": name, "reading": "strict"});
        let wanted = [settled("long_range"), settled("pledge_to_defend")];
        assert_eq!(options["readings"], serde_json::json!(wanted));
    }
}

/// Below a single item there is only the empty set, so a set of one has the fewest, even where too
/// much is provided or open to try all sets.
#[test]
fn a_single_item_is_proved_fewest() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("single_item");
    fs::create_dir_all(&folder).unwrap();
    let terms: Vec<String> = (0..14).map(|at| format!("t{at}")).collect();
    let declared: Vec<String> = (terms.iter())
        .map(|term| format!("term {term} \"T\" yes or no\n"))
        .collect();
    let members: Vec<String> = (0..9).map(|at| format!("a{at}")).collect();
    let written = [
        (
            "many.servanda",
            format!(
                "vocabulary many \"V\"\nterm s \"S\" set of {}\n{}",
                members.join(", "),
                declared.concat()
            ),
        ),
        (
            "open.servanda",
            "policy open \"P\"\nuses many\nprerequisite p \"P\" {\n must s counts at least 2\n}\n"
                .to_owned(),
        ),
        (
            "shut.servanda",
            format!(
                "policy shut \"P\"\nuses many\nprerequisite p \"P\" {{\n must all of {{\n{}\n}}\n}}\n",
                terms.join("\n")
            ),
        ),
        (
            "draft.yaml",
            format!(
                "proposal: x\nprovisions: {{{}: no}}\n",
                terms.join(": yes, ")
            ),
        ),
    ];
    for (name, text) in &written {
        fs::write(folder.join(name), text).unwrap();
    }
    let draft = folder.join("draft.yaml");
    for (policy, sets) in [
        ("open", &["settles_met", "settles_unmet"][..]),
        ("shut", &["forced_by"]),
    ] {
        let policy = folder.join(format!("{policy}.servanda"));
        let (policy, draft) = (policy.to_str().unwrap(), draft.to_str().unwrap());
        let report = json(&["check", "--format", "json", "--policy", policy, draft]);
        let proposal = &report["proposals"][0];
        for account in [proposal, &proposal["findings"][0]] {
            for set in sets {
                let set = &account[set];
                assert_eq!(set["items"].as_array().unwrap().len(), 1, "{report:#}");
                assert_eq!(set["fewest"], true, "{set:#}");
            }
        }
    }
}

/// Verdicts as a report in words gives them, by the name of the prerequisite.
fn verdicts(lines: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    lines.collect()
}

#[test]
fn text_plain_and_json_agree() {
    for path in proposals() {
        let file = path.to_str().unwrap();
        let report = json(&["check", "--format", "json", file]);
        let proposal = &report["proposals"][0];
        let findings = proposal["findings"].as_array().unwrap();
        let wanted = verdicts(findings.iter().map(|finding| {
            let verdict = finding["verdict"].as_str().unwrap().replace('_', " ");
            (finding["id"].as_str().unwrap().to_owned(), verdict)
        }));
        let plain = stdout(&["check", "--format", "plain", file]);
        let from_plain = verdicts(plain.lines().filter_map(|line| {
            let rest = line.strip_prefix("Finding ")?.split_once(": ")?.1;
            let (id, rest) = rest.split_once(", ")?;
            Some((id.to_owned(), rest.split_once('.')?.0.to_owned()))
        }));
        assert_eq!(from_plain, wanted, "{file}");
        let text = stdout(&["check", "--color", "always", file]);
        let text = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(text, stdout(&["check", file]), "colour only decorates");
        let from_text = verdicts(text.lines().filter_map(|line| {
            let (word, rest) = line.split_at_checked(8)?;
            let verdict = match word.trim() {
                "MET" => "met",
                "UNMET" => "unmet",
                "OPEN" => "open",
                "N/A" => "not applicable",
                _ => return None,
            };
            let id = rest.split_whitespace().next()?.to_owned();
            wanted.contains_key(&id).then(|| (id, verdict.to_owned()))
        }));
        assert_eq!(from_text, wanted, "{file}");
        // What is said of each term is the same everywhere.
        for finding in findings {
            if finding["verdict"] == "unmet" {
                let forced = finding["forced_by"]["items"].as_array().unwrap();
                for term in forced {
                    assert!(plain.contains(term.as_str().unwrap()));
                    assert!(text.contains(term.as_str().unwrap()));
                }
            }
        }
    }
}
