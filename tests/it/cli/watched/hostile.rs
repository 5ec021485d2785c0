//! Names and texts that mean something to XML, to a workflow or to a reader of SARIF.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use roxmltree::Document;

use super::{github, sarif};
use crate::support::command::run;
use crate::support::files::Scratch;

const PIECES: &[&str] = &[
    "]]>",
    "<b>",
    "&amp;",
    "&",
    "\"",
    "'",
    "%",
    "%0A",
    "::error::x",
    "::",
    ",",
    ":",
    "\n",
    "\r",
    "\t",
    "\u{1b}[31m",
    "\u{0}",
    "\u{fffe}",
    "\u{202e}",
    "](https://example.org)",
    "[a](1)",
    "\\",
    "é漢",
    "a",
    "]",
    "[",
    "-->",
    "##[error]",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = vec(select(PIECES), 1..6);
    pieces.prop_map(|pieces| format!("x{}", pieces.concat()))
}

/// A text in YAML, every character by its number.
fn yaml(text: &str) -> String {
    let chars = text
        .chars()
        .map(|char| format!("\\U{:08X}", u32::from(char)));
    format!("\"{}\"", chars.collect::<String>())
}

/// A text as a policy can hold it.
fn quoted(text: &str) -> String {
    let kept: String = text.chars().filter(|char| !char.is_control()).collect();
    format!("\"{}\"", kept.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A file's name that a file system takes. (A backslash parts folders elsewhere.)
fn file_name(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|char| !matches!(char, '/' | '\\' | '\0'));
    kept.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_in_a_file_is_taken_for_the_format(
        id in text(), title in text(), note in text(), file in text(),
    ) {
        let folder = Scratch::new();
        let policy = folder.write("p.servanda", &format!(
            "policy p {t}\nuses settlement\nprerequisite q {t} {{\n must us_role is guarantor\n note {n}\n\
             }}\nwarning w {n} {{\n raised when us_role is none\n}}\n",
            t = quoted(&title), n = quoted(&note),
        ));
        let name = file_name(&file);
        let proposal = format!(
            "proposal: {}\ntitle: {}\nprovisions:\n  us_role: {{value: none, note: {}}}\n",
            yaml(&id), yaml(&title), yaml(&note),
        );
        let draft = folder.write(&format!("{name}.yaml"), &proposal);
        folder.write(&format!("{name}.expect.yaml"), "policies: {./p.servanda: met}\n");
        for command in [
            &["check", "--policy", &policy, &draft][..],
            &["test", folder.folder()],
            &["lint", "--strict", &policy],
        ] {
            for format in ["junit", "github", "sarif"] {
                let output = run(&[command, &["--format", format]].concat());
                prop_assert_eq!(output.status.code(), Some(1), "{:?}", output);
                let printed = String::from_utf8(output.stdout).unwrap();
                let acts = |char: char| char != '\n' && (char.is_control() || char == '\u{202e}');
                let line_breaks = |char: char| char == '\t' && format == "junit";
                let found = printed.chars().find(|char| acts(*char) && !line_breaks(*char));
                prop_assert_eq!(found, None, "{}", printed);
                match format {
                    "junit" => {
                        let document = Document::parse(&printed);
                        prop_assert!(document.is_ok(), "{:?}: {}", document.err(), printed);
                        let document = document.unwrap();
                        let inside = |node: &roxmltree::Node<'_, '_>| node.is_element();
                        let known = ["testsuites", "testsuite", "testcase", "failure", "skipped",
                            "system-err"];
                        for node in document.descendants().filter(inside) {
                            prop_assert!(known.contains(&node.tag_name().name()), "{}", printed);
                        }
                    }
                    "github" => {
                        let commands = github::commands(&printed);
                        prop_assert!(!commands.is_empty());
                        let at = commands.iter().filter(|one| one.name == "error");
                        for command in at {
                            let path = &command.properties["file"];
                            prop_assert!(path.starts_with(folder.folder()), "{}", path);
                        }
                    }
                    _ => {
                        let log = sarif::hold(&printed);
                        let results = log["runs"][0]["results"].as_array().unwrap();
                        prop_assert!(!results.is_empty());
                    }
                }
            }
        }
    }
}
