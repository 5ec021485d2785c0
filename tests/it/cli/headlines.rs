//! What a report of a small text of one's own says in its first lines.

use crate::support::command::{run, stdout};
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
