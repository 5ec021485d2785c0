//! README.md and docs/questions.md are true: the commands that they show are run and must print
//! what is shown, and excerpts of files must be as shown. Lines may be left out where it says `…`.

use crate::support::command::stdout;
use crate::support::files::{root, text};

/// A command of a page's console blocks, and the lines shown below it.
pub struct Shown {
    pub command: String,
    pub lines: Vec<String>,
}

/// The contents of a page's code blocks of this kind.
fn blocks<'a>(page: &'a str, fence: &str) -> Vec<&'a str> {
    let start = format!("```{fence}\n");
    let starts = page.split(&start).skip(1);
    starts
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

fn shown(page: &str) -> Vec<Shown> {
    let page = text(page);
    let blocks = blocks(&page, "console");
    blocks.iter().flat_map(|block| commands(block)).collect()
}

/// The commands of a console block.
pub fn commands(block: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    for line in block.lines() {
        match line.strip_prefix("$ ") {
            Some(command) => all.push(Shown {
                command: command.to_owned(),
                lines: Vec::new(),
            }),
            None => all.last_mut().unwrap().lines.push(line.to_owned()),
        }
    }
    all
}

/// Whether a line says that others are left out.
fn is_gap(line: &str) -> bool {
    ["…", "# …", "// …"].contains(&line.trim())
}

/// Holds lines against those shown: all of them in their order, but for one or more left out at each
/// gap. Gives the first run of shown lines that does not stand where it should.
pub fn compare(shown: &[&str], lines: &[&str]) -> Result<(), String> {
    let runs: Vec<&[&str]> = shown.split(|line| is_gap(line)).collect();
    let mut rest = lines;
    for (index, run) in runs.iter().enumerate() {
        let missing = || run.join("\n");
        if index > 0 {
            rest = rest.get(1..).ok_or_else(missing)?;
        }
        let is_here = |start: &usize| rest[*start..].starts_with(run);
        let start = if index == 0 {
            Some(0)
        } else if index + 1 == runs.len() {
            rest.len().checked_sub(run.len())
        } else {
            (0..rest.len()).find(is_here)
        };
        let start = start.filter(is_here).ok_or_else(missing)?;
        rest = &rest[start + run.len()..];
    }
    match rest {
        [] => Ok(()),
        [more, ..] => Err(format!("(the end, before) {more}")),
    }
}

#[test]
fn commands_print_what_the_pages_show() {
    for (page, least) in [
        ("README.md", 2),
        ("docs/questions.md", 2),
        ("docs/validity.md", 1),
        ("policies/README.md", 1),
    ] {
        let run = shown(page)
            .iter()
            .filter(|shown| run_as_shown(shown))
            .count();
        assert!(run >= least, "{page} shows nothing that can be run");
    }
}

/// Runs a command if it is `servanda`; other commands are passed over.
fn run_as_shown(shown: &Shown) -> bool {
    let own = ["servanda ", "cargo run --release -- "];
    let arguments = own.iter().find_map(|own| shown.command.strip_prefix(own));
    let Some(arguments) = arguments else {
        return false;
    };
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let printed = stdout(&arguments);
    let printed: Vec<&str> = printed.trim_end().lines().collect();
    let lines: Vec<&str> = shown.lines.iter().map(String::as_str).collect();
    if let Err(run) = compare(&lines, &printed) {
        panic!(
            "`{}` does not print, where it is shown:\n{run}",
            shown.command
        );
    }
    true
}

#[test]
fn excerpts_stand_in_the_shipped_files() {
    for (page, heading, fence, file) in [
        (
            "README.md",
            "## A policy\n",
            "text",
            "policies/column.servanda",
        ),
        (
            "README.md",
            "## A draft\n",
            "yaml",
            "proposals/us-28-point-plan-2025.yaml",
        ),
        (
            "docs/questions.md",
            "`test`\n\n",
            "yaml",
            "policies/fixtures/ceiling.expect.yaml",
        ),
        (
            "docs/questions.md",
            "Small fixtures need no file each.",
            "yaml",
            "tests/data/expected/failing/several.fixtures.yaml",
        ),
    ] {
        let page = text(page);
        let (_, section) = page.split_once(heading).unwrap();
        let excerpt: Vec<&str> = blocks(section, fence)[0].lines().collect();
        let text = text(file);
        let lines: Vec<&str> = text.lines().collect();
        // An excerpt starts anywhere in its file, and may end before it.
        let start = lines.iter().position(|line| *line == excerpt[0]).unwrap();
        let open = is_gap(excerpt[excerpt.len() - 1]);
        let end = if open { &[][..] } else { &["…"] };
        if let Err(run) = compare(&[&excerpt, end].concat(), &lines[start..]) {
            panic!("not so in {file}:\n{run}");
        }
    }
}

#[test]
fn a_line_that_is_gone_is_noticed() {
    let lines = ["a", "b", "c", "b", "d"];
    for shown in [
        &["a", "b", "c", "b", "d"][..],
        &["…", "c", "b", "d"],
        &["a", "…", "d"],
        &["a", "b", "…"],
        &["…", "b", "…", "d"],
        &["a", "b", "# …", "b", "d"],
        &["…", "c", "// …", "d"],
    ] {
        assert_eq!(compare(shown, &lines), Ok(()), "{shown:?}");
    }
    for (shown, wrong) in [
        (&["a", "b", "c", "d"][..], "a\nb\nc\nd"),
        (&["a", "b", "c", "b"], "(the end, before) d"),
        (&["b", "…"], "b"),
        (&["…", "a", "…"], "a"),
        (&["a", "…", "b", "c", "…"], "b\nc"),
        (&["a", "…", "d", "…"], ""),
        (&["…", "d", "…", "a"], "a"),
        (&["…", "c", "…", "a"], "a"),
        (&["a", "b", "…", "b"], "b"),
    ] {
        assert_eq!(compare(shown, &lines), Err(wrong.to_owned()), "{shown:?}");
    }
}

#[test]
fn links_lead_somewhere() {
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/continuous-integration.md",
        "docs/glossary.md",
        "docs/language.md",
        "docs/json.md",
        "docs/memo.md",
        "docs/policies-in-practice.md",
        "docs/questions.md",
        "policies/README.md",
        "proposals/README.md",
    ] {
        let folder = root().join(name);
        let folder = folder.parent().unwrap();
        for link in text(name).split("](").skip(1) {
            let link = link.split([')', '#']).next().unwrap();
            if !link.is_empty() && !link.contains("://") {
                assert!(folder.join(link).exists(), "{name}: {link}");
            }
        }
    }
}
