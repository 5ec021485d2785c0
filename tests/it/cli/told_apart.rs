//! Policies of one name, proposals of one name, and findings that are meant so.

use serde_json::Value;

use crate::support::command::{exit, json, run, stdout};
use crate::support::files::Scratch;

const VOCABULARY: &str = "vocabulary v \"v\"\nterm x \"x\" yes or no\nterm y \"y\" yes or no
  arises when x\n";

/// A folder with two policies of one name, and their paths.
fn twins() -> (Scratch, [String; 2]) {
    let folder = Scratch::new();
    let paths = [("a", "x"), ("b", "x is no")].map(|(name, line)| {
        std::fs::create_dir(folder.path(name)).unwrap();
        folder.write(&format!("{name}/v.servanda"), VOCABULARY);
        let policy = format!("policy p \"{name}\"\nuses v\nprerequisite q {{\n must {line}\n}}\n");
        folder.write(&format!("{name}/p.servanda"), &policy)
    });
    (folder, paths)
}

#[test]
fn policies_of_one_name_are_told_apart() {
    let (folder, [a, b]) = twins();
    let draft = folder.write("draft.yaml", "proposal: draft\nprovisions:\n  x: no\n");
    let by = |command: &'static str| vec![command, "--policy", &a, "--policy", &b];
    for arguments in [
        vec!["zopa", &a, &b],
        vec!["lint", &a, &b],
        vec!["compare-policies", &a, &b],
        [by("check"), vec![&draft]].concat(),
        [by("repair"), vec![&draft]].concat(),
    ] {
        let page = stdout(&arguments);
        for called in ["a/p", "b/p"] {
            assert!(page.contains(called), "{arguments:?}: {called}: {page}");
        }
        let answer = json(&arguments);
        let policies = answer["policies"].as_array().unwrap().iter();
        let called: Vec<&Value> = policies.map(|policy| &policy["called"]).collect();
        assert_eq!(called, ["a/p", "b/p"]);
    }
    let zopa = json(&["zopa", &a, &b]);
    assert_eq!(zopa["parties"][0]["policy"], "a/p");
    assert_eq!(zopa["parties"][1]["policy"], "b/p");
    // So they are where it is said who gives way.
    for way in zopa["deadlock"]["shared"]["ways"].as_array().unwrap() {
        let says = way["says"].as_str().unwrap();
        assert!(says.contains("a/p") && says.contains("b/p"), "{says}");
        let shares = way["shares"].as_array().unwrap().iter();
        let who: Vec<&Value> = shares.map(|share| &share["policy"]).collect();
        assert_eq!(who, ["a/p", "b/p"]);
    }
    // One policy alone has its name.
    let alone = json(&["lint", &a]);
    assert_eq!(alone["found"][0]["policy"], "p");
    assert_eq!(alone["policies"][0].get("called"), None);
}

#[test]
fn texts_that_show_findings_of_twins_are_two_files() {
    let (folder, [a, b]) = twins();
    for path in [&a, &b] {
        let text = std::fs::read_to_string(path).unwrap();
        std::fs::write(path, text.replace("must x", "must y\n must x")).unwrap();
    }
    let shown = folder.path("shown");
    let page = stdout(&["lint", "--format", "plain", "--witness", &shown, &a, &b]);
    let files: Vec<&str> = (page.lines())
        .filter_map(|line| line.strip_prefix("shown by "))
        .collect();
    assert!(files.len() > 1, "{page}");
    for file in &files {
        let file = file.trim_end_matches('.');
        assert!(std::fs::exists(file).unwrap(), "{file}");
    }
    let mut distinct = files.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), files.len(), "{files:?}");
}

#[test]
fn proposals_of_one_name_are_warned_of() {
    let folder = Scratch::new();
    for name in ["one", "two"] {
        folder.write(&format!("{name}.yaml"), "proposal: draft\nprovisions: {}\n");
    }
    let answer = json(&["check", folder.folder()]);
    assert_eq!(answer["errors"][0]["code"], "input/same-name");
    let proposals = answer["proposals"].as_array().unwrap().iter();
    let called: Vec<&Value> = proposals.map(|proposal| &proposal["called"]).collect();
    assert_eq!(called, ["one.yaml", "two.yaml"]);
}

/// A proposal that no completion fits is told of once, by however many policies it is judged.
#[test]
fn an_incoherent_proposal_is_told_of_once() {
    let (folder, [a, b]) = twins();
    let text = "proposal: draft\nprovisions:\n  x: no\n  y: yes\n";
    let draft = folder.write("draft.yaml", text);
    let answer = json(&["check", "--policy", &a, "--policy", &b, &draft]);
    assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
    assert_eq!(answer["errors"][0]["code"], "proposal/incoherent");
}

/// A policy in which something is found, with these `allow` lines at its top and in its
/// prerequisite.
fn allowing(top: &str, inside: &str) -> (Scratch, String) {
    let folder = Scratch::new();
    let vocabulary = "vocabulary v \"v\"\nterm x \"x\" yes or no\nterm z \"z\" yes or no\n";
    folder.write("v.servanda", vocabulary);
    let text = format!(
        "policy p \"p\"\nuses v\n{top}\n\
         prerequisite a {{\n must x\n must z\n must any of {{\n x\n z\n }}\n {inside}\n}}\n\
         prerequisite b {{\n must x\n}}\n"
    );
    let file = folder.write("p.servanda", &text);
    (folder, file)
}

fn codes(found: &Value) -> Vec<&str> {
    let found = found.as_array().unwrap().iter();
    found
        .map(|found| found["said"]["code"].as_str().unwrap())
        .collect()
}

#[test]
fn what_is_meant_so_is_not_found() {
    let (_folder, bare) = allowing("", "");
    let found = json(&["lint", &bare]);
    let before = codes(&found["found"]);
    assert_eq!(
        before,
        [
            "lint/no-citation",
            "lint/idle-line",
            "lint/implied",
            "lint/no-citation"
        ]
    );
    let top = "allow lint/no-citation \"a sketch\"";
    let (_folder, some) = allowing(top, "allow lint/idle-line \"for the reader\"");
    let found = json(&["lint", &some]);
    assert_eq!(codes(&found["found"]), ["lint/implied"]);
    let allowed = found["allowed"].as_array().unwrap().iter();
    let reasons: Vec<&str> = allowed
        .map(|allowed| allowed["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["a sketch", "for the reader", "a sketch"]);
    let page = stdout(&["lint", &some]);
    assert!(page.contains("p: 1 finding, 3 allowed"), "{page}");
    let top = format!("{top}\nallow lint/implied \"kept\"");
    let (_folder, all) = allowing(&top, "allow lint/idle-line \"for the reader\"");
    assert_eq!(exit(&["lint", "--strict", &all]), 0);
    assert_eq!(exit(&["lint", "--strict", &some]), 1);
}

#[test]
fn an_allow_that_silences_nothing_is_found() {
    for (line, says) in [
        ("lint/never-met", "silences nothing here"),
        ("lint/idle-lime", "there is no finding"),
        ("input/other-name", "cannot be allowed"),
        ("lint/unused-allow", "cannot be allowed"),
    ] {
        let (_folder, policy) = allowing(&format!("allow {line} \"why\""), "");
        let found = json(&["lint", &policy]);
        let unused = found["found"].as_array().unwrap().iter();
        let unused: Vec<&Value> = unused
            .filter(|found| found["said"]["code"] == "lint/unused-allow")
            .collect();
        assert_eq!(unused.len(), 1, "{line}");
        let message = unused[0]["said"]["message"].as_str().unwrap();
        assert!(message.contains(says), "{message}");
    }
    // In the other prerequisite it is about nothing.
    let (folder, policy) = allowing("", "");
    let text = std::fs::read_to_string(&policy).unwrap();
    let text = text.replace("b {", "b {\n allow lint/idle-line \"elsewhere\"");
    let policy = folder.write("p.servanda", &text);
    let found = json(&["lint", &policy]);
    let found = codes(&found["found"]);
    assert!(found.contains(&"lint/idle-line") && found.contains(&"lint/unused-allow"));
}

/// Warnings that come with other commands are silenced as well, and errors never.
#[test]
fn only_warnings_are_silenced() {
    let folder = Scratch::new();
    folder.write("v.servanda", VOCABULARY);
    let policy = |allow: &str, line: &str| {
        let text = format!(
            "policy p \"p\"\nuses v\n{allow}\nprerequisite a {{\n must x\n must {line}\n}}\n"
        );
        folder.write("p.servanda", &text)
    };
    let draft = folder.write("draft.yaml", "proposal: draft\nprovisions:\n  x: yes\n");
    let errors = |policy: &str| {
        let output = run(&["check", "--policy", policy, &draft]);
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(errors(&policy("", "x")).contains("lint/repeated-line"));
    let allow = "allow lint/repeated-line \"for emphasis\"";
    assert_eq!(errors(&policy(allow, "x")), "");
    let allow = "allow condition/unknown-name \"later\"";
    assert!(errors(&policy(allow, "z")).contains("error[condition/unknown-name]"));
}

/// Tables call policies of one name as reports do.
#[test]
fn tables_and_reports_call_a_policy_the_same() {
    let (folder, [a, b]) = twins();
    let draft = folder.write("t.yaml", "proposal: t\nprovisions: {}\n");
    let shown = stdout(&["check", "--policy", &a, "--policy", &b, &draft]);
    for name in ["a/p", "b/p"] {
        let report = format!("  policy    {name}, ");
        assert!(shown.contains(&report), "{name}: {shown}");
        let row = |line: &str| line.ends_with(&format!("  {name}"));
        assert!(shown.lines().any(row), "{name}: {shown}");
    }
}
