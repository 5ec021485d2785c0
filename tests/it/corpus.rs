//! What is found in the shipped texts, as tables: the verdicts, and the cheapest repairs.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::assert_snapshot;
use crate::support::command::{json, stdout};
use crate::support::files::{self, proposals};

const TEXTS: usize = 27;

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
        writeln!(out, "\n{name}: {}", forced_by(&proposal["forced_by"])).unwrap();
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
    assert_eq!(list(&report["proposals"]).len(), TEXTS);
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
    assert_eq!(texts.len(), TEXTS);
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
    assert!(table.lines().count() < 2 * TEXTS, "{table}");
}

/// The counts in the headline add up to the lines below it.
#[test]
fn counts_in_the_headline_add_up() {
    for text in proposals().iter().map(|name| files::proposal(name)) {
        let report = stdout(&["check", "--format", "plain", &text]);
        let headline = report
            .lines()
            .find(|line| line.starts_with("UNMET: "))
            .unwrap();
        let (deciding, advisory) = headline.split_once("; ").unwrap();
        let rows = |verdict: &str, of_advisory: bool| {
            let start = format!("{verdict}: ");
            let rows = report.lines().filter(|line| line.starts_with(&start));
            rows.filter(|line| line.contains("(advisory)") == of_advisory)
                .count()
        };
        let mut sum = 0;
        for (word, verdict) in [
            ("unmet", "Unmet"),
            ("open", "Open"),
            ("met", "Met"),
            ("not applicable", "Not applicable"),
        ] {
            let told = |part: &str| {
                let each = part.trim_end_matches('.').split(", ");
                let of = each.filter(|each| each.ends_with(&format!(" {word}")));
                of.map(|each| {
                    each.trim_start_matches("UNMET: ")
                        .split(' ')
                        .next()
                        .unwrap()
                        .parse::<usize>()
                        .unwrap()
                })
                .sum::<usize>()
            };
            assert_eq!(told(deciding), rows(verdict, false), "{text}: {headline}");
            assert_eq!(told(advisory), rows(verdict, true), "{text}: {headline}");
            sum += told(deciding);
        }
        assert!(
            deciding.contains(&format!(" of {sum} ")),
            "{text}: {headline}"
        );
    }
}
