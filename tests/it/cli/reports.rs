//! Reports on the shipped proposals.

use std::collections::BTreeMap;

use crate::support::assert_snapshot;
use crate::support::command::{json, stdout, unfolded};
use crate::support::files::{self, Scratch, proposals};

#[test]
fn one_report_in_full_in_each_format() {
    let file = "proposals/us-28-point-plan-2025.yaml";
    assert_snapshot!("reports", "text", stdout(&["check", file]));
    assert_snapshot!("reports", "verbose", stdout(&["check", "--verbose", file]));
    let one = ["check", "--finding", "pledge_scope", file];
    assert_snapshot!("reports", "finding", stdout(&one));
    let plain = [&one[..], &["--format", "plain"]].concat();
    assert_snapshot!("reports", "finding_plain", stdout(&plain));
    assert_snapshot!(
        "reports",
        "plain",
        stdout(&["check", "--format", "plain", file])
    );
    assert_snapshot!(
        "reports",
        "json",
        stdout(&["check", "--format", "json", file])
    );
    let options = [
        "check",
        "--rivals",
        "--min-grade",
        "B",
        "--reading",
        "strict",
        file,
    ];
    assert_snapshot!("reports", "options", stdout(&options));
}

/// A report says with which options it was made, so that it can be made again.
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
    for command in ["check", "repair"] {
        for format in ["text", "plain"] {
            let text = stdout(&[&[command, "--format", format], &asked[..]].concat());
            let text = unfolded(text.as_bytes());
            assert!(text.contains(told), "{command}, {format}: {text}");
        }
        let report = json(&[&[command], &asked[..]].concat());
        let options = &report["proposals"][0]["options"];
        assert_eq!(options["rivals"], false);
        assert_eq!(options["min_grade"], "B");
        let settled = |name: &str| serde_json::json!({"policy": "column", "prerequisite": name, "reading": "strict"});
        let wanted = [settled("long_range"), settled("pledge_to_defend")];
        assert_eq!(options["readings"], serde_json::json!(wanted));
    }
}

/// A set of one item is proved smallest if the empty set does not suffice, even if there are too
/// many provisions or open terms to try all sets.
#[test]
fn a_single_item_is_proved_fewest() {
    let folder = Scratch::new();
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
        folder.write(name, text);
    }
    let draft = &folder.path("draft.yaml");
    for (policy, sets) in [
        ("open", &["settles_met", "settles_unmet"][..]),
        ("shut", &["forced_by"]),
    ] {
        let policy = &folder.path(&format!("{policy}.servanda"));
        let report = json(&["check", "--policy", policy, draft]);
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
    for name in proposals() {
        let file = &files::proposal(&name);
        let report = json(&["check", file]);
        let proposal = &report["proposals"][0];
        let findings = proposal["findings"].as_array().unwrap();
        let wanted = verdicts(findings.iter().map(|finding| {
            let verdict = finding["verdict"].as_str().unwrap().replace('_', " ");
            (finding["id"].as_str().unwrap().to_owned(), verdict)
        }));
        let plain = stdout(&["check", "-v", "--format", "plain", file]);
        let from_plain = verdicts(plain.lines().filter_map(|line| {
            let rest = line.strip_prefix("Finding ")?.split_once(": ")?.1;
            let (id, rest) = rest.split_once(", ")?;
            Some((id.to_owned(), rest.split_once('.')?.0.to_owned()))
        }));
        assert_eq!(from_plain, wanted, "{file}");
        let text = stdout(&["check", "-v", "--color", "always", file]);
        let text = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(
            text,
            stdout(&["check", "-v", file]),
            "colour only decorates"
        );
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
        let brief = stdout(&["check", "--format", "plain", file]);
        let from_brief = verdicts(brief.lines().filter_map(|line| {
            let (word, rest) = line.split_once(": ")?;
            let id = rest.split_once(". ")?.0.to_owned();
            wanted.contains_key(&id).then(|| (id, word.to_lowercase()))
        }));
        assert_eq!(from_brief, wanted, "{file}");
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
