//! Packages on the command line: files that list members, and `--together`.

use std::fs;

use serde_json::Value;

use crate::support::command::{exit, fed, json, run, shown, stdout};
use crate::support::files::{self, Scratch};

const SHIPPED: &str = "packages/ukraine-compact.yaml";

/// A folder with a treaty, its protocol, and the package of both.
fn both() -> Scratch {
    let folder = Scratch::new();
    let text =
        |name: &str, provisions: &str| format!("proposal: {name}\nprovisions:\n{provisions}");
    let treaty = "  air_defence: silent\n  arms_supply: maintained\n  nato_path: affirmed\n";
    folder.write("treaty.yaml", &text("treaty", treaty));
    let protocol = "  air_defence: included\n  arms_supply: increased\n  nato_path: affirmed\n  \
                    funding_trajectory: increased\n";
    folder.write("protocol.yaml", &text("protocol", protocol));
    folder.write(
        "both.yaml",
        "package: both\nmembers: [treaty.yaml, protocol.yaml]\n",
    );
    folder
}

/// The first answer, without what tells a package in a file from one without.
fn answer(arguments: &[&str]) -> Value {
    let mut answer = json(arguments)["proposals"][0].clone();
    for key in ["id", "title", "file", "sha256"] {
        answer.as_object_mut().unwrap().remove(key);
    }
    answer
}

#[test]
fn a_file_and_the_option_judge_alike() {
    let folder = both();
    let [treaty, protocol, package] =
        ["treaty.yaml", "protocol.yaml", "both.yaml"].map(|name| folder.path(name));
    let listed = answer(&["check", &package]);
    assert_eq!(listed, answer(&["check", "--together", &treaty, &protocol]));
    let members = listed["members"].as_array().unwrap();
    let files: Vec<&Value> = members.iter().map(|member| &member["file"]).collect();
    assert_eq!(files, [&treaty, &protocol]);
    assert!(
        members
            .iter()
            .all(|member| member["sha256"].as_str().unwrap().len() == 64)
    );
    // On one term they differ; the place of each is told.
    let differing = listed["differing"].as_array().unwrap();
    assert_eq!(differing.len(), 1);
    assert_eq!(differing[0]["term"], "arms_supply");
    let from = differing[0]["from"].as_array().unwrap();
    let told = |at: usize| {
        (
            &from[at]["member"],
            &from[at]["says"],
            &from[at]["place"]["line"],
        )
    };
    assert_eq!(told(0), (&"treaty".into(), &"maintained".into(), &4.into()));
    assert_eq!(
        told(1),
        (&"protocol".into(), &"increased".into(), &4.into())
    );
    // What one member alone states is told of that.
    let findings = listed["findings"].as_array().unwrap().iter();
    let evidence = findings.flat_map(|finding| finding["evidence"].as_array().unwrap());
    let air = evidence
        .clone()
        .find(|each| each["term"] == "air_defence")
        .unwrap();
    assert_eq!(air["stated"], serde_json::json!(["included"]));
    assert_eq!(air["place"]["file"], protocol);
    assert_eq!(air["from"].as_array().unwrap().len(), 1);
    assert_eq!(air["from"][0]["member"], "protocol");
    let funding = (evidence.clone()).find(|each| each["term"] == "funding_trajectory");
    let open = &funding.unwrap()["not_established_in"];
    assert_eq!(*open, serde_json::json!(["treaty"]));
    // A text alone has none of this.
    let alone = answer(&["check", &treaty]);
    assert_eq!(
        (&alone["members"], &alone["differing"]),
        (&Value::Null, &Value::Null)
    );

    let page = stdout(&["check", &package]);
    assert!(
        page.contains("members   1 treaty\n            2 protocol\n"),
        "{page}"
    );
    assert!(page.contains("differ    on 1 term"), "{page}");
    assert!(page.contains("mend      servanda repair "), "{page}");
    let shipped = ["ukraine-compact-2024", "us-ukraine-bsa-2024"].map(files::proposal);
    let page = stdout(&["check", "--together", &shipped[0], &shipped[1]]);
    let command = page.lines().find(|line| line.contains("servanda check"));
    assert!(
        command
            .unwrap()
            .ends_with("check --together proposals/ukraine-compact-2024.yaml \\")
    );
    assert!(!page.contains("servanda repair"), "{page}");
    let plain = stdout(&["check", "--format", "plain", &package]);
    assert!(plain.contains("(line 3 of protocol)"), "{plain}");
}

#[test]
fn in_a_folder_a_package_is_a_row_beside_its_members() {
    let folder = both();
    let answer = json(&["check", folder.folder()]);
    let each = answer["proposals"].as_array().unwrap().iter();
    let names: Vec<&Value> = each.map(|answer| &answer["id"]).collect();
    assert_eq!(names, ["both", "protocol", "treaty"]);
    assert_eq!(answer["errors"], serde_json::json!([]));
    // What is doubtful in a member is told once.
    let doubtful = "proposal: treaty\nsources: {s: {grade: A}}\nprovisions: {us_role: none}\n";
    folder.write("treaty.yaml", doubtful);
    let output = shown(&run(&["check", folder.folder()]));
    assert_eq!(output.matches("proposal/unsourced").count(), 1, "{output}");
}

#[test]
fn a_package_is_all_or_nothing() {
    let folder = both();
    let [treaty, package] = ["treaty.yaml", "both.yaml"].map(|name| folder.path(name));
    for (arguments, code) in [
        (
            vec!["check", "--together", &treaty, &treaty],
            "package/same-member",
        ),
        (
            vec!["check", "--together", &treaty, &package],
            "package/no-single-text",
        ),
        (
            vec!["check", "--together", &treaty, "nowhere.yaml"],
            "input/not-found",
        ),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(
            shown(&output).contains(code),
            "{arguments:?}: {}",
            shown(&output)
        );
    }
    fs::remove_file(&treaty).unwrap();
    let output = run(&["check", &package]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        shown(&output).contains("package/missing-member"),
        "{}",
        shown(&output)
    );
}

#[test]
fn a_package_can_be_handed_over() {
    let text = format!(
        "package: both\nmembers: [{}, {}]\n",
        files::proposal("ukraine-compact-2024"),
        files::proposal("us-ukraine-bsa-2024")
    );
    let output = fed(&["check", "--summary", "-"], text.as_bytes());
    assert!(shown(&output).contains("both: "), "{}", shown(&output));
}

#[test]
fn a_repair_names_the_members_and_writes_nothing() {
    let folder = both();
    let [treaty, package] = ["treaty.yaml", "both.yaml"].map(|name| folder.path(name));
    let before =
        ["treaty.yaml", "both.yaml"].map(|name| fs::read_to_string(folder.path(name)).unwrap());
    let arguments = ["repair", "--only", "arms_supply,long_range_use", &package];
    let repaired = |policy: &str| json(&[&arguments[..], &["--policy", policy]].concat());
    let vocabulary = files::text("policies/settlement.servanda");
    folder.write("settlement.servanda", &vocabulary);
    let policy = "policy arms\nuses settlement\nprerequisite more { must arms_supply is increased }\n\
                  prerequisite far { must long_range_use is unrestricted }\n";
    let policy = folder.write("arms.servanda", policy);
    let answer = repaired(&policy);
    let repair = &answer["proposals"][0]["repairs"][0];
    assert_eq!(repair["text"], Value::Null);
    assert_eq!(repair["no_text"]["code"], "edit/package");
    let changes = repair["changes"].as_array().unwrap();
    let of = |term: &str| {
        changes
            .iter()
            .find(|change| change["term"] == term)
            .unwrap()
    };
    // The protocol says so already.
    let members = of("arms_supply")["members"].as_array().unwrap();
    assert_eq!(members.len(), 1);
    assert_eq!(members[0]["member"], "treaty");
    assert_eq!(members[0]["says"], "maintained");
    assert_eq!(members[0]["place"]["file"], treaty);
    assert_eq!(of("long_range_use").get("members"), None);
    let output = run(&[&arguments[..], &["--policy", &policy, "--write"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(
        shown(&output).contains("edit/package"),
        "{}",
        shown(&output)
    );
    for (name, before) in ["treaty.yaml", "both.yaml"].into_iter().zip(before) {
        assert_eq!(fs::read_to_string(folder.path(name)).unwrap(), before);
    }
    // Carried out in the member that it names, and said by any of them, it does.
    let text = fs::read_to_string(&treaty).unwrap();
    let text = text.replace("arms_supply: maintained", "arms_supply: increased");
    fs::write(&treaty, text + "  long_range_use: unrestricted\n").unwrap();
    assert_eq!(exit(&["check", "--policy", &policy, &package]), 0);
}

#[test]
fn other_questions_take_a_package() {
    let influence = json(&["influence", SHIPPED]);
    let members = influence["answers"][0]["text"]["members"]
        .as_array()
        .unwrap();
    assert_eq!(members.len(), 3);
    let zopa = json(&["zopa", "kyiv-2022", "--from", SHIPPED]);
    assert_eq!(zopa["starts"][0]["id"], "ukraine-compact");
}

/// A package holds no names of the vocabulary, and its members are files of their own.
#[test]
fn there_is_nothing_to_migrate_in_a_package() {
    let folder = both();
    let answer = json(&["migrate", &folder.path("both.yaml")]);
    assert_eq!(answer["errors"], serde_json::json!([]));
    assert_eq!(exit(&["migrate", folder.folder()]), 0);
}

/// The shipped package is judged, and what its members say is found in them.
#[test]
fn the_shipped_package_is_sound() {
    let answer = json(&["check", SHIPPED]);
    assert_eq!(answer["errors"], serde_json::json!([]));
    let package = &answer["proposals"][0];
    assert_eq!(package["id"], "ukraine-compact");
    let files: Vec<&str> = (package["members"].as_array().unwrap().iter())
        .map(|member| member["file"].as_str().unwrap())
        .collect();
    for finding in package["findings"].as_array().unwrap() {
        for evidence in finding["evidence"].as_array().unwrap() {
            let from = evidence["from"].as_array().unwrap();
            assert_eq!(evidence["place"], from[0]["place"]);
            for each in from {
                let file = each["place"]["file"].as_str().unwrap();
                assert!(files.contains(&file), "{file}");
            }
        }
    }
    let page = stdout(&["check", SHIPPED]);
    assert!(page.lines().count() < 40, "{page}");
}
