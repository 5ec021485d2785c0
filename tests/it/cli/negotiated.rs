//! What is said of collisions, of policies that decide nothing, and of answers that are not finished.

use std::collections::BTreeSet;

use serde_json::Value;
use servanda::answer::{self, Envelope};
use servanda::limit::{Cancel, Unfinished};
use servanda::page::{self, Text, Writer as _};
use servanda::policy::Policy;
use servanda::proposal::Options;
use servanda::questions::demands::Demands;
use servanda::questions::zopa::Zopa;

use super::answers::{PLAN, TRIO};
use crate::support::assert_snapshot;
use crate::support::command::{command, json, run, stdout};
use crate::support::files::{self, Scratch};
use crate::support::texts::{self, settlement, shipped};

/// Small policies over a vocabulary with background knowledge, in a folder.
fn small() -> Scratch {
    let folder = Scratch::new();
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
    folder.write("v.servanda", vocabulary);
    for (name, asks) in SMALL {
        let text = format!("policy {name} \"Policy {name}\"\nuses v\n{asks}\n");
        folder.write(&format!("{name}.servanda"), &text);
    }
    folder
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

/// What is printed in a folder, without an error.
fn told(folder: &Scratch, arguments: &[&str]) -> String {
    let output = command(arguments)
        .current_dir(folder.folder())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("error"), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// What is printed of small policies.
fn told_of(command: &[&str], policies: &[usize]) -> String {
    let file = |&index: &usize| format!("./{}.servanda", SMALL[index].0);
    let files: Vec<String> = policies.iter().map(file).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    told(&small(), &[command, &files].concat())
}

#[test]
fn a_collision_names_the_background_knowledge_it_goes_through() {
    let all = told_of(&["zopa"], &[0, 1, 2, 3]);
    assert_snapshot!("answers", "by_way_of", all);
    let plain = told_of(&["zopa", "--format", "plain"], &[0, 1]);
    assert_snapshot!("answers", "by_way_of_plain", plain);
    let json = told_of(&["zopa", "--format", "json"], &[2, 3]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let through = &json["deadlock"]["collisions"][0]["by_way_of"];
    assert_eq!(through.as_array().unwrap().len(), 1);
    assert_eq!(through[0]["term"], "duration");
    assert_eq!(through[0]["place"]["line"], 6);
}

#[test]
fn what_is_frozen_collides_by_way_of_background_knowledge() {
    let folder = small();
    let draft = "proposal: draft\nprovisions:\n  line: low\n";
    let draft = folder.write("draft.yaml", draft);
    let policy = folder.path("watchers.servanda");
    let repair = ["repair", "--policy", &policy, "--freeze", "line", &draft];
    let text = stdout(&repair);
    for said in ["a mission needs a ceasefire", "the `always` on line 11"] {
        assert!(text.contains(said), "{text}");
    }
    let json = json(&repair);
    let through = &json["proposals"][0]["collision"]["by_way_of"];
    assert_eq!(through.as_array().unwrap().len(), 2);
    assert_eq!(through[0]["place"]["line"], 7);
}

#[test]
fn a_policy_that_decides_nothing_is_called_that() {
    let zopa = told_of(&["zopa"], &[0, 4, 5]);
    assert_snapshot!("answers", "undecided", zopa);
    let compared = told_of(&["compare-policies"], &[4, 0]);
    assert_snapshot!("answers", "undecided_compared", compared);
    let compared = told_of(&["compare-policies"], &[5, 3]);
    assert_snapshot!("answers", "silent_compared", compared);
    let folder = small();
    let policy = &folder.path("advisers.servanda");
    let text = stdout(&["repair", "--policy", policy, PLAN]);
    assert_eq!(text, "", "another vocabulary");
    let draft = "proposal: draft\nprovisions:\n  mission: no\n";
    let draft = folder.write("draft.yaml", draft);
    let text = stdout(&["repair", "--policy", policy, &draft]);
    assert!(text.contains("asks nothing that decides"), "{text}");
    let lint = stdout(&["lint", "tests/data/lint/undecided.servanda"]);
    assert!(lint.contains("lint/nothing-decides"), "{lint}");
}

/// Wherever the work is cancelled, the page fits its width and says what is not done, and the JSON
/// keeps to its schema.
#[test]
fn an_answer_that_is_not_finished_says_so() {
    let settlement = settlement();
    let policies = TRIO.map(|name| shipped(name, &settlement));
    let all: Vec<&Policy> = policies.iter().collect();
    let starts = [texts::proposal(&files::text(PLAN), &settlement)];
    let known = [starts[0]
        .knowledge(&settlement, Options::default())
        .expect("one vocabulary")];
    let prices = vec![1; settlement.terms.len()];
    let schema = files::text("schema/zopa.schema.json");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut shown: BTreeSet<String> = BTreeSet::new();
    let with_zone = [all[0], all[2]];
    for (parties, zone) in [(&all[..], false), (&with_zone[..], true)] {
        let demands = Demands::new(parties.iter().copied()).unwrap();
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
            let owned = answer::zopa(&demands, &starts, &zopa);
            let text = Text::default().show(&page::zopa(&owned, true, &()));
            assert!(
                text.lines().all(|line| line.chars().count() <= 80),
                "{text}"
            );
            let plain = owned.to_string();
            let policies = parties.iter().copied();
            let json = Envelope::new(policies, owned, &[]).json();
            let json: Value = serde_json::from_str(&json).unwrap();
            assert!(schema.is_valid(&json), "{json:#}");
            let done = *unfinished == Unfinished::default();
            assert_eq!(text.contains("  not done  "), !done);
            assert_eq!(plain.contains("\nNot done: "), !done);
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
    assert_snapshot!("answers", "not_done", shown.join("\n\n"));
}

#[test]
fn a_broken_vocabulary_is_reported_once() {
    let folder = small();
    folder.write(
        "v.servanda",
        "vocabulary v \"v\"\nterm a \"a\" scale low <\n",
    );
    let files = ["watchers", "hardliners", "watchers"];
    let files = files.map(|name| folder.path(&format!("{name}.servanda")));
    let files = files.each_ref().map(String::as_str);
    let output = run(&[&["zopa"], &files[..]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let mut errors: Vec<&str> = said.split("error[").skip(1).collect();
    let count = errors.len();
    errors.sort_unstable();
    errors.dedup();
    assert!(count > 0);
    assert_eq!(errors.len(), count, "{said}");
}

/// What every acceptable settlement raises is told of the zone, and what does not decide is named.
#[test]
fn what_all_settlements_raise_is_told_and_what_is_set_aside() {
    let folder = small();
    let text = "policy lookout \"L\"\nuses v
        prerequisite quiet \"Quiet\" {\nmust mission\n}
        prerequisite wish \"A wish\" {\nmust line is high\nadvisory\n}
        warning truce \"A truce\" {\nraised when ceasefire\n}
        warning front \"A front\" {\nraised when line is high\n}\n";
    folder.write("lookout.servanda", text);
    let shown = told(
        &folder,
        &["zopa", "./watchers.servanda", "./lookout.servanda"],
    );
    let zone = "ZONE   agreement is possible: 2 terms are fixed, 2 open in part, 0 open\n  \
                warnings  raised by every settlement that all accept\n              \
                lookout.truce: A truce\n";
    assert!(shown.contains(zone), "{shown}");
    let aside = "set aside 1 advisory demand of lookout: wish\n";
    assert!(shown.contains(aside), "{shown}");
    let count = shown.find("  count ").unwrap();
    assert!(count > shown.find("  must be ").unwrap(), "{shown}");
}

/// A policy and its copy are one party.
#[test]
fn a_party_sits_at_the_table_once() {
    let folder = small();
    let text = std::fs::read_to_string(folder.path("hawks.servanda")).unwrap();
    folder.write("copy.servanda", &text);
    for other in ["./hawks.servanda", "./copy.servanda"] {
        let output = command(&["zopa", "./hawks.servanda", other])
            .current_dir(folder.folder())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("error[input/same-policy]: `hawks` is given twice"),
            "{said}"
        );
    }
}
