//! What is found in the shipped texts, as tables: the verdicts, and the cheapest repairs.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::assert_snapshot;
use crate::support::command::{exit, json, run, stdout};
use crate::support::files::{self, proposals};

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The names in a list, joined.
fn joined(names: &Value) -> String {
    let names: Vec<&str> = list(names).iter().map(text).collect();
    names.join(", ")
}

/// What forces a verdict, and whether nothing smaller does.
fn forced_by(forced: &Value) -> String {
    let fewest = if forced["fewest"] == true {
        ""
    } else {
        " (perhaps more than needed)"
    };
    joined(&forced["items"]) + fewest
}

fn mark(verdict: &Value) -> char {
    match text(verdict) {
        "met" => 'M',
        "unmet" => 'U',
        "open" => 'o',
        "not_applicable" => '-',
        other => panic!("no verdict: {other}"),
    }
}

/// Verdicts as a table of texts and prerequisites.
fn verdicts(report: &Value) -> String {
    let texts = list(&report["proposals"]);
    let mut out = String::from("M met, U unmet, o open, - not applicable\n\n");
    let prerequisites = list(&texts[0]["findings"]);
    for (index, prerequisite) in prerequisites.iter().enumerate() {
        let advisory = if prerequisite["advisory"] == true {
            " (advisory)"
        } else {
            ""
        };
        let (number, name) = (index + 1, text(&prerequisite["id"]));
        writeln!(out, "{number:2} {name}{advisory}").unwrap();
    }
    write!(out, "\n{:36}", "").unwrap();
    for number in 1..=prerequisites.len() {
        write!(out, "{number:3}").unwrap();
    }
    out += "  joint  score\n";
    for proposal in texts {
        write!(out, "{:36}", text(&proposal["id"])).unwrap();
        for finding in list(&proposal["findings"]) {
            write!(out, "  {}", mark(&finding["verdict"])).unwrap();
        }
        let score = ["low", "high"].map(|end| 100.0 * proposal["score"][end].as_f64().unwrap());
        let joint = mark(&proposal["verdict"]);
        writeln!(out, "  {joint:>5}  {:.1} to {:.1} %", score[0], score[1]).unwrap();
    }
    out
}

/// What forces each verdict that is unmet, and each warning that is raised.
fn reasons(report: &Value) -> String {
    let mut out = String::new();
    for proposal in list(&report["proposals"]) {
        let name = text(&proposal["id"]);
        let joint = match text(&proposal["verdict"]) {
            "open" => "open".to_owned(),
            _ => forced_by(&proposal["forced_by"]),
        };
        writeln!(out, "\n{name}: {joint}").unwrap();
        for finding in list(&proposal["findings"]) {
            if finding["verdict"] == "unmet" {
                let (name, forced) = (text(&finding["id"]), forced_by(&finding["forced_by"]));
                writeln!(out, "  {name}: {forced}").unwrap();
            }
        }
        for warning in list(&proposal["warnings"]) {
            if warning["verdict"] == "raised" {
                let (name, forced) = (text(&warning["id"]), forced_by(&warning["forced_by"]));
                writeln!(out, "  raised {name}: {forced}").unwrap();
            }
        }
    }
    out
}

#[test]
fn verdicts_of_the_shipped_texts() {
    let report = json(&["check", "proposals"]);
    assert_eq!(list(&report["proposals"]).len(), proposals().len());
    let table = verdicts(&report) + "\nWhat forces what is unmet or raised\n" + &reasons(&report);
    assert_snapshot!("corpus", "verdicts", table);
}

/// What a term is to be.
fn values(to: &Value) -> String {
    let end = |value: &Value| match value {
        Value::String(word) => word.clone(),
        other => other.to_string(),
    };
    let value = |range: &Value| match (end(&range["from"]), end(&range["to"])) {
        (from, to) if from == to => from,
        (from, to) => format!("{from}..{to}"),
    };
    let mut values: Vec<String> = list(&to["values"]).iter().map(value).collect();
    if to["not_applicable"] == true {
        values.push("not applicable".to_owned());
    }
    values.join(" or ")
}

fn repair(proposal: &Value) -> String {
    let (name, cost) = (text(&proposal["id"]), &proposal["cost"]);
    let (steps, answers) = (&cost["steps"], &cost["answers"]);
    let mut out = format!("\n{name}: steps {steps}, answers {answers}\n");
    let changes = list(&proposal["repairs"][0]["changes"]);
    for action in ["change", "state", "confirm"] {
        let of_action = changes.iter().filter(|change| change["action"] == action);
        let each: Vec<String> = of_action
            .map(|change| {
                let (term, to) = (text(&change["term"]), values(&change["to"]));
                match &change["steps"] {
                    steps if *steps == 0 => format!("{term} {to}"),
                    steps => format!("{term} {to} [{steps}]"),
                }
            })
            .collect();
        if !each.is_empty() {
            writeln!(out, "  {action}: {}", each.join(", ")).unwrap();
        }
    }
    out
}

#[test]
fn repairs_of_the_shipped_texts() {
    let answer = json(&["repair", "proposals"]);
    let texts = list(&answer["proposals"]);
    assert_eq!(texts.len(), proposals().len());
    let table: String = texts.iter().map(repair).collect();
    let head =
        "Cheapest repairs: what changes, with its steps, and what is to be stated or confirmed\n";
    assert_snapshot!("corpus", "repairs", head.to_owned() + &table);
}

/// The report on a text fits a screen: fewer than 40 lines, none of which is wider than 80 columns.
#[test]
fn reports_on_the_shipped_texts_fit_a_screen() {
    for text in proposals().iter().map(|name| files::proposal(name)) {
        let report = stdout(&["check", &text]);
        let lines = report.lines().count();
        assert!((20..40).contains(&lines), "{text} takes {lines} lines");
        for line in report.lines() {
            assert!(line.chars().count() <= 80, "{text}: {line}");
        }
        assert!(!report.contains('\u{fffd}'), "{text}");
    }
    let table = stdout(&["check", "proposals"]);
    assert!(table.lines().all(|line| line.chars().count() <= 80));
    assert!(table.lines().count() < 2 * proposals().len(), "{table}");
}

/// The counts in the headline add up to the lines below it.
#[test]
fn counts_in_the_headline_add_up() {
    for text in proposals().iter().map(|name| files::proposal(name)) {
        let report = stdout(&["check", "--format", "plain", &text]);
        let verdicts = ["UNMET: ", "OPEN: ", "MET: "];
        let counts = (report.lines()).find_map(|line| {
            let verdict = verdicts
                .iter()
                .find(|verdict| line.starts_with(**verdict))?;
            line.strip_prefix(verdict)
        });
        let counts = counts.unwrap_or_else(|| panic!("no headline: {report}"));
        let (deciding, advisory) = counts.split_once("; ").unwrap_or((counts, ""));
        for (part, of_advisory) in [(deciding, false), (advisory, true)] {
            let rows = rows(&report, of_advisory);
            assert_eq!(told(part), rows, "{text}: {counts}");
            let sum: usize = rows.iter().sum();
            let of_all = [format!(" of {sum} "), format!("all {sum} ")];
            let is_whole = of_all.iter().any(|whole| part.contains(whole.as_str()));
            assert!(is_whole || of_advisory, "{text}: {counts}");
        }
    }
}

const VERDICTS: [(&str, &str); 4] = [
    ("unmet", "Unmet: "),
    ("open", "Open: "),
    ("met", "Met: "),
    ("not applicable", "Not applicable: "),
];

/// How many lines of a report have each verdict.
fn rows(report: &str, of_advisory: bool) -> [usize; 4] {
    VERDICTS.map(|(_, start)| {
        let rows = report.lines().filter(|line| line.starts_with(start));
        rows.filter(|line| line.contains("(advisory)") == of_advisory)
            .count()
    })
}

/// How many of each verdict a part of the headline tells: `4 of 15 prerequisites unmet, 9 open`.
fn told(part: &str) -> [usize; 4] {
    VERDICTS.map(|(word, _)| {
        let each = part.trim_end_matches('.').split(", ");
        let of = each.filter(|each| each.ends_with(&format!(" {word}")));
        let number = |each: &str| each.split(' ').find_map(|word| word.parse::<usize>().ok());
        of.filter_map(number).sum()
    })
}

/// Texts that were made to try the column: one that pays the whole price, and is one that nobody can
/// mean; the same without the contradiction; what the column asks for, as a draft; a pledge that is
/// only implied; a partial ceasefire.
#[test]
fn texts_made_to_try_the_column() {
    let made = |name: &str| format!("policies/fixtures/{name}.yaml");
    let surrender = run(&["check", &made("surrender")]);
    assert_eq!(surrender.status.code(), Some(2));
    let said = String::from_utf8_lossy(&surrender.stderr).into_owned();
    assert!(said.contains("proposal/incoherent"), "{said}");
    assert!(
        said.contains("a demilitarised state is not armed"),
        "{said}"
    );
    for name in ["ceiling", "ideal-draft", "tripwire", "energy-truce"] {
        assert_snapshot!("corpus", name, stdout(&["check", &made(name)]));
    }
    // A draft is met where the column is read as written; no better paper is asked for.
    let as_written = ["check", "--reading", "as_written", &made("ideal-draft")];
    assert_eq!(exit(&as_written), 0);
    // No reading of the column but the mildest passes a text that cuts Ukraine's forces.
    let as_written = ["check", "--reading", "as_written", &made("ceiling")];
    assert_eq!(exit(&as_written), 1);
}
