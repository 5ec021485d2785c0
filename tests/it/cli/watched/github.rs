//! Workflow commands of GitHub Actions.

use std::collections::BTreeMap;

use super::{ASKED, levels};
use crate::support::command::run;

/// A command, read as GitHub's runner reads it.
#[derive(Debug)]
pub struct Command {
    pub name: String,
    pub properties: BTreeMap<String, String>,
    pub message: String,
}

/// Reads a line: a command where it starts with two colons, else `None`.
pub fn read(line: &str) -> Option<Command> {
    let rest = line.strip_prefix("::")?;
    let (head, message) = rest.split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties
        .split(',')
        .filter(|property| !property.is_empty());
    let unescaped = |text: &str, also: &[(&str, &str)]| {
        let known = [("%0D", "\r"), ("%0A", "\n")];
        let all = known.iter().chain(also);
        let text = all.fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        text.replace("%25", "%")
    };
    let property = |property: &str| {
        let (name, value) = property.split_once('=').unwrap();
        let also = [("%3A", ":"), ("%2C", ",")];
        (name.to_owned(), unescaped(value, &also))
    };
    Some(Command {
        name: name.to_owned(),
        properties: properties.map(property).collect(),
        message: unescaped(message, &[]),
    })
}

/// Every line but the last is a command, of a kind and with properties that GitHub knows.
pub fn commands(printed: &str) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut said = Vec::new();
    for line in printed.lines() {
        match read(line) {
            Some(command) => {
                assert!(said.is_empty(), "a command after the last word: {printed}");
                commands.push(command);
            }
            None => said.push(line),
        }
    }
    assert!(said[0].starts_with("servanda "), "{printed}");
    for command in &commands {
        assert!(["error", "warning", "notice"].contains(&&*command.name));
        assert!(!command.message.is_empty());
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        let mut names = command.properties.keys();
        assert!(names.all(|name| known.contains(&&**name)), "{command:?}");
        let number = |name: &str| {
            let value = command.properties.get(name)?;
            Some(value.parse::<usize>().unwrap())
        };
        assert_eq!(
            number("line").is_some(),
            command.properties.contains_key("file")
        );
        assert!(number("line") <= number("endLine"));
        // GitHub wants columns only within one line.
        if number("col").is_some() {
            assert_eq!(number("line"), number("endLine"));
            assert!(number("col") <= number("endColumn"));
        }
    }
    commands
}

#[test]
fn everything_that_was_found_has_a_command() {
    for asked in ASKED.iter() {
        let (printed, question) = (asked.answered("github"), &asked.question);
        let commands = commands(printed);
        let count = |name: &str| commands.iter().filter(|one| one.name == name).count();
        let counts = ["error", "warning", "notice"].map(count);
        assert_eq!(counts, levels(&asked.document()), "{question:?}");
        let said = printed.contains("GitHub shows the first 10");
        assert_eq!(said, counts.iter().any(|count| *count > 10), "{printed}");
        // The last word counts them.
        let counted = counts.iter().zip(["error", "warning", "notice"]);
        for (count, what) in counted {
            let s = if *count == 1 { "" } else { "s" };
            assert!(printed.contains(&format!("{count} {what}{s}")), "{printed}");
        }
    }
}

/// Both places: the command stands at the draft's line, its message names the policy's.
#[test]
fn a_finding_has_both_places() {
    let arguments = [
        "check",
        "--policy",
        super::FAIR,
        &super::text("unmet"),
        "--format",
        "github",
    ];
    let printed = String::from_utf8(run(&arguments).stdout).unwrap();
    let commands = commands(&printed);
    let passage = &commands[0];
    assert_eq!(passage.name, "error");
    assert_eq!(passage.properties["title"], "fair.passage");
    assert_eq!(passage.properties["file"], super::text("unmet"));
    assert_eq!(passage.properties["line"], "5");
    let policy = format!("{}:17:8: needed", super::FAIR);
    assert!(passage.message.contains(&policy), "{passage:?}");
    assert!(
        passage
            .message
            .contains("range is coast and must be at least strait")
    );
}
