//! Small made texts, one for each kind of answer: what users see of them in every format.

use crate::support::assert_snapshot;
use crate::support::command::{run, shown};

const FORMATS: [&str; 5] = ["text", "plain", "markdown", "typst", "json"];

/// The path of a made file.
fn path(name: &str) -> String {
    format!("tests/data/fixtures/{name}")
}

/// What is printed and said.
fn told(arguments: &[&str], format: &str) -> String {
    shown(&run(&[arguments, &["--format", format]].concat()))
}

/// Compares the report on a proposal with its snapshots.
fn check(policy: &str, proposal: &str, name: &str) {
    let (policy, proposal) = (path(policy), path(proposal));
    for format in FORMATS {
        let report = told(&["check", "--policy", &policy, &proposal], format);
        assert_snapshot!("fixtures", format!("{name}.{format}"), report);
    }
    for format in ["text", "plain"] {
        let report = told(
            &["check", "--verbose", "--policy", &policy, &proposal],
            format,
        );
        assert_snapshot!("fixtures", format!("{name}.full.{format}"), report);
    }
}

#[test]
fn what_is_met() {
    check("fair.servanda", "met.yaml", "met");
}

#[test]
fn what_is_unmet() {
    check("fair.servanda", "unmet.yaml", "unmet");
}

/// What it turns on, and what would settle it either way.
#[test]
fn what_is_open() {
    check("fair.servanda", "open.yaml", "open");
}

/// Each prerequisite can be met, but not all at once.
#[test]
fn what_cannot_be_met_at_once() {
    check("torn.servanda", "open.yaml", "torn");
}

#[test]
fn what_nothing_applies_to() {
    check("fair.servanda", "not-applicable.yaml", "not-applicable");
}

#[test]
fn what_contradicts_itself() {
    check("fair.servanda", "incoherent.yaml", "incoherent");
}

#[test]
fn what_readings_decide() {
    check("fair.servanda", "readings.yaml", "readings");
}

#[test]
fn what_is_warned_of() {
    check("fair.servanda", "warnings.yaml", "warnings");
}

/// Texts with characters that mean something to a terminal, to HTML or to markdown.
/// Members agree, differ, yield, or leave open what they say together.
#[test]
fn what_is_judged_as_one() {
    check("fair.servanda", "package.yaml", "package");
    let [fair, package] = ["fair.servanda", "package.yaml"].map(path);
    for format in FORMATS {
        let repair = told(&["repair", "--policy", &fair, &package], format);
        assert_snapshot!("fixtures", format!("repair-package.{format}"), repair);
    }
}

#[test]
fn what_is_hostile() {
    check("hostile/tame.servanda", "hostile/text.yaml", "hostile");
}

/// The other questions, of the same texts.
#[test]
fn what_else_is_asked() {
    let [fair, torn] = ["fair.servanda", "torn.servanda"].map(path);
    let [open, unmet] = ["open.yaml", "unmet.yaml"].map(path);
    for (name, arguments) in [
        ("repair-unmet", &["repair", "--policy", &fair, &unmet][..]),
        ("repair-never", &["repair", "--policy", &torn, &open]),
        ("influence-open", &["influence", "--policy", &fair, &open]),
        ("zopa-none", &["zopa", &fair, &torn]),
        ("zopa-one", &["zopa", &fair, "--from", &open]),
        ("compare", &["compare-policies", &fair, &torn]),
        ("lint", &["lint", &fair, &torn]),
        ("show", &["show", &fair]),
    ] {
        for format in FORMATS {
            let answer = told(arguments, format);
            assert_snapshot!("fixtures", format!("{name}.{format}"), answer);
        }
    }
}
