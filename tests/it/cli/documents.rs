//! What the JSON of a check says of texts, places and lines fits the files.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::command::json;
use crate::support::files;

const PLAN: &str = "proposals/us-28-point-plan-2025.yaml";

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn number(value: &Value, key: &str) -> usize {
    usize::try_from(value[key].as_u64().unwrap()).unwrap()
}

/// The text of the file that is named here; of a built-in one that of the file it was made from.
fn text_of(named: &Value) -> String {
    let file = named["file"].as_str().unwrap();
    files::text(file.replace("built-in:", "policies/"))
}

/// What stands at a place on one line.
fn at(place: &Value) -> String {
    let text = text_of(place);
    assert_eq!(place["line"], place["end_line"], "{place}");
    let line = text.lines().nth(number(place, "line") - 1).unwrap();
    let (start, end) = (number(place, "column"), number(place, "end_column"));
    line.chars().skip(start - 1).take(end - start).collect()
}

#[test]
fn hashes_are_those_of_the_files() {
    let answer = json(&["check", PLAN]);
    let policy = &answer["policies"][0];
    for text in [policy, &policy["vocabulary"], &answer["proposals"][0]] {
        let bytes = text_of(text);
        let digest = Sha256::digest(bytes);
        let hex: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(text["sha256"], hex.concat(), "{text}");
    }
}

#[test]
fn places_have_a_start_and_an_end() {
    let answer = json(&["check", PLAN]);
    let mut provisions = 0;
    for finding in list(&answer["proposals"][0], "findings") {
        for evidence in list(finding, "evidence") {
            // Terms that the text does not list are at a key for all of them.
            if evidence.get("basis").is_some() {
                assert_eq!(at(&evidence["place"]), evidence["term"]);
                provisions += 1;
            }
        }
        for gap in list(finding, "in_the_way") {
            assert!(at(&gap["policy"]).contains(gap["term"].as_str().unwrap()));
        }
    }
    assert!(provisions > 0);
}

#[test]
fn what_stands_in_the_way_belongs_to_a_line_that_does_not_hold() {
    let answer = json(&["check", "proposals"]);
    let mut seen = 0;
    for proposal in list(&answer, "proposals") {
        for finding in list(proposal, "findings") {
            let in_the_way = list(finding, "in_the_way");
            let stands = ["unmet", "open"].contains(&finding["verdict"].as_str().unwrap());
            assert!(stands || in_the_way.is_empty(), "{finding}");
            for gap in in_the_way {
                let line = &finding["lines"][number(gap, "line")];
                assert_ne!(line["standing"], "holds", "{finding}");
                assert_ne!(line["role"], "unless", "{finding}");
                let same = |step: &Value| ["term", "needs"].iter().all(|key| step[key] == gap[key]);
                assert!(list(line, "nearest").iter().any(same), "{finding}");
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}
