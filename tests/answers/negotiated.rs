//! What is said of collisions, of policies that decide nothing, and of answers that are not finished.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::Value;
use servanda::builtin;
use servanda::limit::{Cancel, Unfinished};
use servanda::policy::{Policy, Vocabulary, resolve_policy, resolve_vocabulary};
use servanda::proposal::Options;
use servanda::questions::demands::Demands;
use servanda::questions::zopa::Zopa;
use servanda::render::{Negotiated, Style, zopa_json};
use servanda::syntax::{parse, tree};
use servanda::text::Source;

use crate::{PLAN, TRIO, path, scratch, servanda, stdout};

/// Beside the other snapshots.
fn snapshot(name: &str, text: &str) {
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(format!("answers__{name}"), text);
    });
}

/// Small policies over a vocabulary with background knowledge, each with its path.
fn small(name: &str, policies: &[(&str, &str)]) -> Vec<String> {
    let folder = scratch(name);
    let vocabulary = "vocabulary v \"v\"
        term mission \"A mission\" yes or no
        term ceasefire \"A ceasefire\" yes or no
        term line \"The line\" scale low < mid < high
        term duration \"How long it lasts\" number of days from 0 to 100
          arises when ceasefire
        always \"a mission needs a ceasefire\" {
          when mission
          must ceasefire
        }
        always {
          when ceasefire
          must line is at least mid
        }\n";
    fs::write(folder.join("v.servanda"), vocabulary).unwrap();
    let write = |&(name, asks): &(&str, &str)| {
        let text = format!("policy {name} \"Policy {name}\"\nuses v\n{asks}\n");
        let file = path(&folder, &format!("{name}.servanda"));
        fs::write(&file, text).unwrap();
        file
    };
    policies.iter().map(write).collect()
}

const SMALL: [(&str, &str); 6] = [
    (
        "watchers",
        "prerequisite mission \"There is a mission\" {\nmust mission\n}",
    ),
    (
        "hardliners",
        "prerequisite low \"The line is low\" {\nmust line is low\n}",
    ),
    (
        "lasting",
        "prerequisite long \"It lasts\" {\nmust duration is at least 50 days\n}",
    ),
    (
        "hawks",
        "prerequisite none \"No ceasefire\" {\nmust ceasefire is no\n}",
    ),
    (
        "advisers",
        "prerequisite advice \"Advice\" {\nadvisory\nmust mission\n}",
    ),
    (
        "cautious",
        "prerequisite high \"High where it lasts\" {\nwhen ceasefire\nmust line is high\n}",
    ),
];

/// What is printed of small policies, in their folder.
fn told(name: &str, command: &[&str], policies: &[usize]) -> String {
    let files = small(name, &SMALL);
    let names = policies
        .iter()
        .map(|&index| format!("./{}.servanda", SMALL[index].0));
    let output = Command::new(env!("CARGO_BIN_EXE_servanda"))
        .args(command)
        .args(names)
        .current_dir(Path::new(&files[0]).parent().unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("error"), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_collision_names_the_background_knowledge_it_goes_through() {
    let of = |command: &[&str], policies: &[usize]| told("by_way_of", command, policies);
    snapshot("by_way_of", &of(&["zopa"], &[0, 1, 2, 3]));
    snapshot(
        "by_way_of_plain",
        &of(&["zopa", "--format", "plain"], &[0, 1]),
    );
    let json: Value = serde_json::from_str(&of(&["zopa", "--format", "json"], &[2, 3])).unwrap();
    let through = &json["deadlock"]["collisions"][0]["by_way_of"];
    assert_eq!(through.as_array().unwrap().len(), 1);
    assert_eq!(through[0]["term"], "duration");
    assert_eq!(through[0]["place"]["line"], 5);
}

#[test]
fn what_is_frozen_collides_by_way_of_background_knowledge() {
    let files = small("by_way_of_repair", &SMALL);
    let draft = Path::new(&files[0]).with_file_name("draft.yaml");
    fs::write(&draft, "proposal: draft\nprovisions:\n  line: low\n").unwrap();
    let draft = draft.to_str().unwrap();
    let repair = ["repair", "--policy", &files[0], "--freeze", "line", draft];
    let text = String::from_utf8(servanda(&repair).stdout).unwrap();
    for said in ["a mission needs a ceasefire", "the `always` on line 11"] {
        assert!(text.contains(said), "{text}");
    }
    let json = stdout(&[&repair[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&json).unwrap();
    let through = &json["proposals"][0]["collision"]["by_way_of"];
    assert_eq!(through.as_array().unwrap().len(), 2);
    assert_eq!(through[0]["place"]["line"], 7);
}

#[test]
fn a_policy_that_decides_nothing_is_called_that() {
    let of = |command: &[&str], policies: &[usize]| told("undecided", command, policies);
    snapshot("undecided", &of(&["zopa"], &[0, 4, 5]));
    snapshot("undecided_compared", &of(&["compare-policies"], &[4, 0]));
    snapshot("silent_compared", &of(&["compare-policies"], &[5, 3]));
    let files = small("undecided_repair", &SMALL);
    let text = stdout(&["repair", "--policy", &files[4], PLAN]);
    assert_eq!(text, "", "another vocabulary");
    let draft = Path::new(&files[4]).with_file_name("draft.yaml");
    fs::write(&draft, "proposal: draft\nprovisions:\n  mission: no\n").unwrap();
    let draft = draft.to_str().unwrap();
    let repair = servanda(&["repair", "--policy", &files[4], draft]);
    let text = String::from_utf8(repair.stdout).unwrap();
    assert!(text.contains("asks nothing that decides"), "{text}");
    let lint = stdout(&["lint", "tests/lint/undecided.servanda"]);
    assert!(lint.contains("lint/nothing-decides"), "{lint}");
}

/// Wherever the work ends, what is told fits, says what is not done, and keeps to its schema.
#[test]
fn an_answer_that_is_not_finished_says_so() {
    let settlement = vocabulary();
    let policies = TRIO.map(|name| policy(name, &settlement));
    let all: Vec<&Policy> = policies.iter().collect();
    let draft = Source::new(PLAN, fs::read_to_string(PLAN).unwrap());
    let starts = [servanda::proposal::read(&draft, &settlement).unwrap()];
    let known = [starts[0].knowledge(&settlement, Options::default())];
    let prices = vec![1; settlement.terms.len()];
    let schema = fs::read_to_string("schema/zopa.schema.json").unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for (parties, zone) in [(&all[..], false), (&all[..2], true)] {
        let demands = Demands::new(parties, &[]);
        let mut looks = 1;
        loop {
            let cancel = Cancel::after_polls(looks);
            looks += 1 + looks / 20;
            let Ok(zopa) = demands.zopa(&known, &prices, 5, &cancel) else {
                continue;
            };
            assert_eq!(matches!(zopa, Zopa::Zone(_)), zone);
            let unfinished = match &zopa {
                Zopa::Zone(zone) => &zone.unfinished,
                Zopa::Deadlock(deadlock) => &deadlock.unfinished,
            };
            let answer = Negotiated {
                demands: &demands,
                starts: &starts,
                zopa: &zopa,
            };
            let text = answer.text(Style {
                colour: false,
                width: 80,
                verbose: false,
            });
            assert!(
                text.lines().all(|line| line.chars().count() <= 80),
                "{text}"
            );
            let json: Value =
                serde_json::from_str(&zopa_json(parties, Some(&answer), &[])).unwrap();
            assert!(schema.is_valid(&json), "{json:#}");
            let done = *unfinished == Unfinished::default();
            assert_eq!(text.contains("  not done  "), !done);
            assert_eq!(answer.plain().contains("\nNot done: "), !done);
            assert_eq!(json["unfinished"].as_array().unwrap().is_empty(), done);
            if done {
                break;
            }
            let start = text.find("  not done").unwrap();
            let end = text[start..]
                .find("\n\n")
                .map_or(text.len(), |end| start + end);
            shown.insert(text[start..end].trim_end().to_owned());
        }
    }
    let shown: Vec<String> = shown.into_iter().collect();
    snapshot("not_done", &shown.join("\n\n"));
}

fn vocabulary() -> Arc<Vocabulary> {
    let source = builtin::find("settlement").unwrap();
    let Some(tree::File::Vocabulary(tree)) = parse(&source).file else {
        panic!("not a vocabulary");
    };
    Arc::new(resolve_vocabulary(&tree, &source).unwrap())
}

fn policy(name: &str, vocabulary: &Arc<Vocabulary>) -> Policy {
    let source = builtin::find(name).unwrap();
    let Some(tree::File::Policy(tree)) = parse(&source).file else {
        panic!("not a policy");
    };
    resolve_policy(&tree, &source, vocabulary).unwrap()
}

#[test]
fn a_broken_vocabulary_is_reported_once() {
    let files = small("broken", &SMALL);
    let vocabulary = Path::new(&files[0]).with_file_name("v.servanda");
    fs::write(vocabulary, "vocabulary v \"v\"\nterm a \"a\" scale low <\n").unwrap();
    let files = [&files[0], &files[1], &files[0]].map(String::as_str);
    let output = servanda(&[&["zopa"], &files[..]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let mut errors: Vec<&str> = said.split("error[").skip(1).collect();
    let count = errors.len();
    errors.sort_unstable();
    errors.dedup();
    assert!(count > 0);
    assert_eq!(errors.len(), count, "{said}");
}
