//! Every answer in JSON keeps to its schema.

use serde_json::Value;

use crate::support::command::json;
use crate::support::files;

const PLAN: &str = "proposals/us-28-point-plan-2025.yaml";
const DRAFTS: &str = "proposals";
const STRICT: [&str; 5] = ["--rivals", "--min-grade", "A", "--reading", "strict"];

fn keeps_to_its_schema(schema: &str, runs: &[&[&str]]) {
    let text = files::text(format!("schema/{schema}.schema.json"));
    let schema: Value = serde_json::from_str(&text).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for run in runs {
        let answer = json(run);
        let errors = schema.iter_errors(&answer);
        let wrong: Vec<String> = errors.map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{run:?}: {wrong:#?}");
    }
}

#[test]
fn of_check() {
    let lints = "tests/data/lint/policy.servanda";
    let runs = [
        &["check", DRAFTS][..],
        &[&["check"], &STRICT[..], &[PLAN]].concat(),
        &["check", "tests/data/bad/proposal", "nowhere.yaml"],
        &["check", "--policy", "nobody", DRAFTS],
        &["check", "--policy", lints, DRAFTS],
    ];
    keeps_to_its_schema("report", &runs);
}

#[test]
fn of_repair() {
    let runs = [
        &["repair", DRAFTS][..],
        &["repair", "--freeze", "monitoring,guarantee_scope", PLAN],
        &["repair", "--all", "3", "nowhere.yaml", PLAN],
        &["repair", "--policy", "nobody", PLAN],
    ];
    keeps_to_its_schema("repair", &runs);
}

#[test]
fn of_zopa() {
    let runs = [
        &["zopa", "column", "moscow-2024", "kyiv-2022"][..],
        &["zopa", "column", "kyiv-2022", "--from", PLAN],
        &["zopa", "column", "nobody"],
    ];
    keeps_to_its_schema("zopa", &runs);
}

#[test]
fn of_influence() {
    let runs = [
        &["influence", "--policy", "kyiv-2022"][..],
        &["influence", PLAN],
        &["influence", "nowhere.yaml"],
    ];
    keeps_to_its_schema("influence", &runs);
}

#[test]
fn of_lint() {
    let runs = [
        &["lint", "column", "moscow-2024", "kyiv-2022"][..],
        &["lint", "tests/data/lint/proofs.servanda"],
        &["lint", "nobody"],
    ];
    keeps_to_its_schema("lint", &runs);
}

#[test]
fn of_diff() {
    let other = "proposals/e3-counterproposal-nov-2025.yaml";
    let runs = [
        &["diff", PLAN, other][..],
        &["diff", other, other],
        &[&["diff"], &STRICT[..], &[other, PLAN]].concat(),
        &[
            "diff",
            "--policy",
            "column",
            "--policy",
            "kyiv-2022",
            PLAN,
            other,
        ],
        &["diff", "column", "kyiv-2022", "--over", DRAFTS],
        &["diff", PLAN, "nowhere.yaml"],
        &["diff", "--policy", "nobody", PLAN, other],
    ];
    keeps_to_its_schema("diff", &runs);
}

#[test]
fn of_compare() {
    let other = "proposals/ukraine-compact-2024.yaml";
    let runs = [
        &["compare", DRAFTS][..],
        &["compare", PLAN, other, "--steps"],
        &[&["compare"], &STRICT[..], &[PLAN, other]].concat(),
        &[
            "compare",
            "--policy",
            "column",
            "--policy",
            "kyiv-2022",
            DRAFTS,
        ],
        &["compare", "--group-by", "year", "--sort", "date", DRAFTS],
        &[
            "compare",
            "--only",
            "precautions",
            PLAN,
            other,
            "nowhere.yaml",
        ],
        &["compare", "--only", "nothing", PLAN, other],
        &["compare", "--policy", "nobody", DRAFTS],
    ];
    keeps_to_its_schema("compare", &runs);
}

#[test]
fn of_coverage() {
    let runs = [
        &["test", "--coverage", "tests/data/coverage/some"][..],
        &["test", "--coverage", "policies/fixtures"],
        &["test", "--coverage", "policies/fixtures", "--budget", "0s"],
        &["test", "--coverage", "nowhere"],
    ];
    keeps_to_its_schema("coverage", &runs);
}

#[test]
fn of_test_mutate() {
    let runs = [
        &["test", "--mutate", "tests/data/mutate/tests"][..],
        &["test", "--mutate", "tests/data/coverage/some"],
        &["test", "--mutate", "nowhere"],
    ];
    keeps_to_its_schema("mutate", &runs);
}

#[test]
fn of_comparison() {
    let runs = [
        &["compare-policies", "column", "kyiv-2022"][..],
        &["compare-policies", "column", "column"],
        &["compare-policies", "column", "nobody"],
    ];
    keeps_to_its_schema("compare-policies", &runs);
}

#[test]
fn of_citations() {
    let runs = [
        &["cite", "column", "--source", "column=README.md"][..],
        &["cite", "column", "--source", "colum=README.md"],
        &["cite", "nobody", "--source", "column=README.md"],
    ];
    keeps_to_its_schema("cite", &runs);
}

#[test]
fn of_migrate() {
    let runs = [
        &["migrate", "--dry-run", DRAFTS, "policies/column.servanda"][..],
        &["migrate", "--dry-run", "nowhere.yaml"],
        &["migrate", "--dry-run", "--policy", "nobody", PLAN],
        &[
            "migrate",
            "--dry-run",
            "--policy",
            "tests/data/editions/guards.servanda",
            "tests/data/editions",
        ],
    ];
    keeps_to_its_schema("migrate", &runs);
}

#[test]
fn of_fmt() {
    let runs = [
        &["fmt", "--check", "policies", "tests/data/whole.servanda"][..],
        &["fmt", "--check", "nowhere.servanda"],
    ];
    keeps_to_its_schema("fmt", &runs);
}

#[test]
fn of_test() {
    let runs = [
        &["test", "policies/fixtures"][..],
        &["test", "tests/data/expected/failing"],
        &["test", "tests/data/expected/bad"],
        &["test", "schema"],
    ];
    keeps_to_its_schema("test", &runs);
}

#[test]
fn of_show() {
    let runs = [
        &["show"][..],
        &["show", "monitoring"],
        &["show", "kyiv-2022", "rearmament"],
        &["show", "settlement"],
        &["show", "tests/data/editions/sea.servanda"],
        &["show", "tests/data/fixtures/fair.servanda"],
        &["show", "nothing_of_the_kind"],
        &["show", "nobody", "monitoring"],
    ];
    keeps_to_its_schema("show", &runs);
}
