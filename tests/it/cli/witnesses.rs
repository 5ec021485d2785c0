//! Texts that are written to show a finding: never over a file, and told of only if they are there.

use std::fs;

use crate::support::command::{exit, json, run, stdout};
use crate::support::files::Scratch;

const VOCABULARY: &str = "vocabulary v \"v\"
term y \"y\" yes or no
term q \"q\" one of p1, p2
  may not arise
";

/// A folder with a policy of which a text shows something, and the paths of the policy, of a folder
/// for that text, and of the text.
fn with_a_finding() -> (Scratch, [String; 3]) {
    let folder = Scratch::new();
    folder.write("v.servanda", VOCABULARY);
    let policy = "policy p \"p\"\nuses v\nprerequisite a { must q is p1 }\n";
    let policy = folder.write("p.servanda", policy);
    let shown = folder.path("shown");
    let file = format!("{shown}/p-a-q-does-not-arise.yaml");
    (folder, [policy, shown, file])
}

fn lint(policy: &str, shown: &str) -> (i32, String, String) {
    let output = run(&["lint", "--format", "plain", "--witness", shown, policy]);
    let [out, errors] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    (output.status.code().unwrap(), out, errors)
}

#[test]
fn a_text_that_shows_a_finding_is_written_and_stays() {
    let (_folder, [policy, shown, file]) = with_a_finding();
    let first = lint(&policy, &shown);
    assert_eq!(first.0, 0);
    assert!(first.1.contains(&format!("shown by {file}")), "{}", first.1);
    assert_eq!(exit(&["check", "--policy", &policy, &file]), 1);
    // The same again: the file shows the same, and is told of.
    assert_eq!(lint(&policy, &shown), first);
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let (_folder, [policy, shown, file]) = with_a_finding();
    fs::create_dir(&shown).unwrap();
    fs::write(&file, "MY NOTES").unwrap();
    let (exit, out, errors) = lint(&policy, &shown);
    assert_eq!(exit, 2);
    assert!(!out.contains("shown by"), "{out}");
    assert!(errors.contains("it is there already"), "{errors}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "MY NOTES");
}

#[test]
#[cfg(unix)]
fn no_link_is_followed() {
    use std::os::unix::fs::symlink;
    let (folder, [policy, shown, file]) = with_a_finding();
    fs::create_dir(&shown).unwrap();
    let outside = folder.write("outside.txt", "MY NOTES");
    let nowhere = folder.path("nowhere.txt");
    for target in [&outside, &nowhere] {
        symlink(target, &file).unwrap();
        let (exit, out, _) = lint(&policy, &shown);
        assert_eq!(exit, 2);
        assert!(!out.contains("shown by"), "{out}");
        fs::remove_file(&file).unwrap();
    }
    assert_eq!(fs::read_to_string(&outside).unwrap(), "MY NOTES");
    assert!(!fs::exists(&nowhere).unwrap());
}

#[test]
fn a_text_that_cannot_be_written_shows_nothing() {
    let (_folder, [policy, shown, file]) = with_a_finding();
    fs::create_dir_all(&file).unwrap();
    let (exit, out, errors) = lint(&policy, &shown);
    assert_eq!(exit, 2);
    assert!(!out.contains("shown by"), "{out}");
    assert!(errors.contains(&file), "{errors}");
}

/// Policies that accept the same settlements, and of which one accepts more texts.
#[test]
fn a_text_that_only_one_accepts_as_it_stands_is_judged_so() {
    let folder = Scratch::new();
    let terms = ["x", "y"].map(|term| format!("term {term} \"{term}\" yes or no\n"));
    folder.write(
        "v.servanda",
        &format!("vocabulary v \"v\"\n{}", terms.concat()),
    );
    let [a, b] = [("a", "when x"), ("b", "must x")].map(|(name, line)| {
        let text = format!(
            "policy {name} \"{name}\"\nuses v\nprerequisite p \"p\" {{\n {line}\n must y\n}}\n"
        );
        folder.write(&format!("{name}.servanda"), &text)
    });
    let shown = folder.path("shown");
    let compare = ["compare-policies", "--witness", &shown, &a, &b];
    let page = stdout(&compare);
    for says in [
        "LOOSER   a accepts all that b accepts, and more",
        "of texts that leave nothing open, both accept the same",
        "a accepts this as it stands, b leaves it open",
        "unmet if  x: no",
    ] {
        assert!(page.contains(says), "{says}: {page}");
    }
    let text = format!("{shown}/only-a.yaml");
    for (policy, verdict) in [(&a, "met"), (&b, "open")] {
        let judged = json(&["check", "--policy", policy, &text]);
        assert_eq!(judged["proposals"][0]["verdict"], verdict);
    }
    assert_eq!(json(&compare)["first_only"]["shows"], "text");
}

#[test]
fn what_shows_a_difference_is_not_written_over_either() {
    let folder = Scratch::new();
    folder.write("v.servanda", VOCABULARY);
    let [a, b] = [("a", "must y"), ("b", "must y is no")].map(|(name, line)| {
        let text = format!("policy {name} \"{name}\"\nuses v\nprerequisite p {{ {line} }}\n");
        folder.write(&format!("{name}.servanda"), &text)
    });
    let shown = folder.path("shown");
    let compare = [
        "compare-policies",
        "--format",
        "plain",
        "--witness",
        &shown,
        &a,
        &b,
    ];
    let first = stdout(&compare);
    for name in ["a", "b"] {
        let file = format!("{shown}/only-{name}.yaml");
        assert!(first.contains(&file), "{first}");
    }
    let mine = format!("{shown}/only-b.yaml");
    fs::write(&mine, "MY NOTES").unwrap();
    let output = run(&compare);
    assert_eq!(output.status.code(), Some(2));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(
        out.contains("only-a.yaml") && !out.contains("only-b.yaml"),
        "{out}"
    );
    assert_eq!(fs::read_to_string(&mine).unwrap(), "MY NOTES");
}
