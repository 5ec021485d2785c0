//! What a report of a small text of one's own says in its first lines.

use serde_json::{Value, json};

use crate::support::command::{self, run, stdout};
use crate::support::files::Scratch;

const VOCABULARY: &str =
    "vocabulary v \"v\"\nterm pledge \"P\" yes or no\nterm halt \"H\" yes or no\n";

/// A folder with a policy of two prerequisites, one of which outweighs the other, and its path.
fn lab() -> (Scratch, String) {
    let folder = Scratch::new();
    folder.write("v.servanda", VOCABULARY);
    let policy = "policy p \"P\"\nuses v\nprerequisite a \"A\" { must halt\n weight 1000 }\n\
        prerequisite b \"B\" { must pledge }\n";
    let policy = folder.write("p.servanda", policy);
    (folder, policy)
}

fn report(more: &[&str], text: &str) -> String {
    let (folder, policy) = lab();
    let draft = folder.write("draft.yaml", text);
    stdout(&[&["check", "--policy", &policy], more, &[&draft]].concat())
}

#[test]
fn line_breaks_of_block_texts_are_blanks() {
    let text = "proposal: draft\ntitle: >\n  Protocol on steps\n  toward a settlement\n\
        authors: [\"Party A\\r\\nParty B\"]\nnote: |\n  First remark.\n\n  Second remark.\n\
        provisions:\n  pledge:\n    value: no\n    at: |\n      article 3\n      article 4\n";
    for format in ["text", "plain"] {
        let brief = report(&["--format", format], text);
        assert!(
            brief.contains("Protocol on steps toward a settlement"),
            "{brief}"
        );
        let full = report(&["-v", "--format", format], text);
        for said in [
            "Party A Party B",
            "First remark. Second remark.",
            "article 3 article 4",
        ] {
            assert!(full.contains(said), "{said}: {full}");
        }
        assert!(!(brief + &full).contains('\u{fffd}'));
    }
}

#[test]
fn no_score_is_rounded_to_all_or_nothing() {
    let unmet = report(
        &[],
        "proposal: draft\nprovisions: {halt: yes, pledge: no}\n",
    );
    assert!(
        unmet.contains("score     99.9 % (weight 1000 of 1001)"),
        "{unmet}"
    );
    let unmet = report(
        &[],
        "proposal: draft\nprovisions: {halt: no, pledge: yes}\n",
    );
    assert!(
        unmet.contains("score     0.1 % (weight 1 of 1001)"),
        "{unmet}"
    );
    let open = report(&[], "proposal: draft\nprovisions: {halt: yes}\n");
    assert!(open.contains("score     99.9 % to 100"), "{open}");
}

#[test]
fn a_version_and_what_it_replaces_are_told() {
    let text = "proposal: second\ntitle: A draft\nversion: 2\nsupersedes: first\ndate: 2025-04-02\n\
        provisions: {halt: yes, pledge: no}\n";
    let brief = report(&[], text);
    assert!(
        brief.contains("\nsecond, version 2, 2025-04-02\n"),
        "{brief}"
    );
    let full = report(&["-v"], text);
    assert!(full.contains("  version   2, supersedes first\n"), "{full}");
}

#[test]
fn the_table_tells_policies_of_one_name_apart() {
    let folder = Scratch::new();
    let [a, b] = [("a", "halt"), ("b", "halt is no")].map(|(name, line)| {
        std::fs::create_dir(folder.path(name)).unwrap();
        folder.write(&format!("{name}/v.servanda"), VOCABULARY);
        let policy = format!("policy p \"P\"\nuses v\nprerequisite q {{\n must {line}\n}}\n");
        folder.write(&format!("{name}/p.servanda"), &policy)
    });
    let texts = ["one", "two"].map(|name| {
        let text = format!("proposal: {name}\nprovisions:\n  halt: yes\n");
        folder.write(&format!("{name}.yaml"), &text)
    });
    let output = run(&[
        "check", "--policy", &a, "--policy", &b, &texts[0], &texts[1],
    ]);
    assert_eq!(output.status.code(), Some(1));
    let table = String::from_utf8(output.stdout).unwrap();
    for called in ["a/p", "b/p", "one", "two"] {
        assert!(table.contains(called), "{called}: {table}");
    }
}

#[test]
fn full_reports_of_several_texts_follow_each_other() {
    let (folder, policy) = lab();
    let texts = ["one", "two"].map(|name| {
        let text = format!("proposal: {name}\nprovisions: {{halt: yes, pledge: no}}\n");
        folder.write(&format!("{name}.yaml"), &text)
    });
    for (more, found) in [
        (&["-v"][..], ["b  B", "a  A"]),
        (&["--finding", "b"], ["b  B", "b  B"]),
    ] {
        let base = ["check", "--policy", &policy, &texts[0], &texts[1]];
        let told = stdout(&[&base[..], more].concat());
        assert_eq!(told.matches("\nUNMET   1 of 2").count(), 2, "{told}");
        let [one, two] = ["one.yaml:2", "two.yaml:2"].map(|place| told.find(place));
        assert!(one.is_some() && one < two, "{more:?}: {told}");
        for finding in found {
            assert_eq!(
                told.matches(finding).count(),
                2,
                "{more:?}, {finding}: {told}"
            );
        }
    }
}

/// A condition, an exception and a choice are no demands: the text need not follow them.
#[test]
fn what_is_not_asked_is_not_called_needed() {
    let folder = Scratch::new();
    folder.write("v.servanda", VOCABULARY);
    let prerequisites = [
        "when halt\nmust pledge",
        "must pledge\nunless halt",
        "must any of {\npledge\nhalt\n}",
    ];
    let each = prerequisites.iter().enumerate();
    let each = each.map(|(at, lines)| format!("prerequisite p{at} \"P\" {{\n{lines}\n}}\n"));
    let text = format!("policy p \"P\"\nuses v\n{}", each.collect::<String>());
    let policy = folder.write("p.servanda", &text);
    let draft = folder.write("draft.yaml", "proposal: draft\nprovisions: {pledge: no}\n");
    let brief = stdout(&["check", "--policy", &policy, &draft]);
    for row in [
        "? p0  pledge is no; must be yes; halt is not established (applies if: yes)",
        "? p1  pledge is no; must be yes; halt is not established (an exception)",
        "? p2  halt is not established; must be yes, or another way",
    ] {
        assert!(brief.contains(row), "{row}\n{brief}");
    }
    let full = stdout(&["check", "--policy", &policy, "--finding", "p0", &draft]);
    assert!(full.contains("applies if this holds"), "{full}");
    // Nothing is said of rivals where none are coded, and nothing leaves no gap.
    assert!(!brief.contains("rival"), "{brief}");
    assert!(!brief.contains("\n\n\n"), "{brief}");
}

#[test]
fn nothing_is_to_be_mended_where_nothing_decides() {
    let folder = Scratch::new();
    folder.write("v.servanda", VOCABULARY);
    let text = "policy p \"P\"\nuses v\nprerequisite a \"A\" { must halt\n advisory }\n";
    let policy = folder.write("p.servanda", text);
    let draft = folder.write("draft.yaml", "proposal: draft\nprovisions: {halt: no}\n");
    let brief = stdout(&["check", "--policy", &policy, &draft]);
    assert!(!brief.contains("servanda repair"), "{brief}");
}

const BOUND: &str = "vocabulary v \"v\"
term detail \"D\" scale none < some < full
  silence means none
term strength \"S\" scale none < some < full
  silence means none
term scope \"C\" set of north, south
term other \"O\" scale low < high
always \"no strength without detail\" {
  when strength is at least some
  must detail is at least some
}
always \"no scope without strength and detail\" {
  when scope includes north
  must strength is full
  must detail is full
}
";

const STEPS: &str = "policy p \"P\"
uses v
prerequisite strong \"S\" { must strength is full }
prerequisite wide \"W\" { must scope includes north }
prerequisite detailed \"D\" { must detail is at least some }
prerequisite both \"B\" {
  must strength is at least some
  must detail is at least some
}
prerequisite elsewhere \"E\" { must other is high }
";

/// Where the next step alone would contradict what always holds, what has to change with it is named;
/// and indeed the text contradicts itself where that step alone is taken.
#[test]
fn a_next_step_says_what_has_to_change_with_it() {
    let folder = Scratch::new();
    folder.write("v.servanda", BOUND);
    let policy = folder.write("p.servanda", STEPS);
    let text =
        "proposal: t\nprovisions:\n  detail: none\n  strength: silent\n  scope: []\n  other: low\n";
    let draft = folder.write("t.yaml", text);
    let command = ["check", "--policy", &policy, &draft];
    let brief = stdout(&command);
    for row in [
        "strength: silent (none) → full, with a change of detail",
        "scope: [] → with north, with a change of detail and strength ",
        "both       strength: silent (none) → at least some; 1 more ",
        "detail: none → at least some ",
        "other: low → high ",
    ] {
        assert!(brief.contains(row), "{row}: {brief}");
    }
    let answer = command::json(&command)["proposals"][0].clone();
    let along = |finding: usize, line: usize| {
        answer["findings"][finding]["lines"][line]["nearest"][0]["along"].clone()
    };
    assert_eq!(along(0, 0), json!([["detail"]]));
    assert_eq!(along(1, 0), json!([["detail"], ["strength"]]));
    // What the same prerequisite asks anyway is not said again.
    for (finding, line) in [(2, 0), (3, 0), (3, 1), (4, 0)] {
        assert_eq!(along(finding, line), Value::Null);
    }

    for (told, alone, code) in [
        ("strength: silent", "strength: full", 2),
        ("scope: []", "scope: [north]", 2),
        ("detail: none", "detail: some", 1),
        ("other: low", "other: high", 1),
    ] {
        let alone = folder.write("alone.yaml", &text.replace(told, alone));
        let status = run(&["check", "--policy", &policy, &alone]).status.code();
        assert_eq!(status, Some(code), "{told}");
    }
}
