//! What docs/continuous-integration.md shows: the workflow is YAML of the form that GitHub takes, and
//! its commands and those of the hook do in a small repository what the page says.

use std::process::{Command, Output};

use serde_json::Value;

use crate::cli::hold_sarif;
use crate::support::command::shown;
use crate::support::files::{self, Scratch, root};

const PAGE: &str = "docs/continuous-integration.md";

/// The one block of the page in this language.
fn block(language: &str) -> String {
    let page = files::text(PAGE);
    let fence = format!("```{language}\n");
    let mut blocks = page.split(&fence).skip(1);
    let block = blocks
        .next()
        .unwrap()
        .split("```")
        .next()
        .unwrap()
        .to_owned();
    assert!(blocks.next().is_none(), "one {language} block");
    block
}

/// A repository as the page has it: laid out, with a test that passes and drafts of every verdict.
fn repository() -> Scratch {
    let folder = Scratch::new();
    for inside in ["policies", "fixtures", "drafts"] {
        std::fs::create_dir(folder.path(inside)).unwrap();
    }
    let made = |name: &str| format!("tests/data/fixtures/{name}");
    folder.copy(&made("fair.servanda"), "policies/ours.servanda");
    folder.copy(&made("harbour.servanda"), "policies/harbour.servanda");
    for name in ["met", "unmet", "open"] {
        folder.copy(
            &made(&format!("{name}.yaml")),
            &format!("drafts/{name}.yaml"),
        );
    }
    folder.copy(&made("unmet.yaml"), "fixtures/unmet.yaml");
    expect(&folder, "unmet");
    let laid_out = script(&folder, "servanda fmt policies");
    assert!(laid_out.status.success(), "{}", shown(&laid_out));
    folder
}

fn expect(folder: &Scratch, verdict: &str) {
    let text = format!("policies: {{../policies/ours.servanda: {verdict}}}\n");
    folder.write("fixtures/unmet.expect.yaml", &text);
}

/// Runs a script in a folder as GitHub runs that of a step.
fn script(folder: &Scratch, script: &str) -> Output {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_servanda"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let run = Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .env("PATH", path)
        .current_dir(root().join(folder.folder()))
        .output();
    run.unwrap()
}

/// The scripts of the workflow's steps that call the program, in their order.
fn steps(workflow: &Value) -> Vec<String> {
    let steps = workflow["jobs"]["policies"]["steps"].as_array().unwrap();
    let scripts = steps.iter().filter_map(|step| step["run"].as_str());
    let own = scripts.filter(|script| !script.starts_with("cargo install "));
    own.map(str::to_owned).collect()
}

fn workflow() -> Value {
    serde_yaml::from_str(&block("yaml")).unwrap()
}

#[test]
fn the_workflow_has_the_form_that_github_takes() {
    let workflow = workflow();
    for key in ["name", "on", "permissions", "jobs"] {
        assert!(!workflow[key].is_null(), "{key}");
    }
    // Without it no SARIF can be uploaded.
    assert_eq!(workflow["permissions"]["security-events"], "write");
    let job = &workflow["jobs"]["policies"];
    assert!(job["runs-on"].is_string());
    let steps = job["steps"].as_array().unwrap();
    for step in steps {
        assert!(
            step["uses"].is_string() != step["run"].is_string(),
            "{step}"
        );
    }
    // What is uploaded is what a step writes.
    let upload = steps.last().unwrap();
    let file = upload["with"]["sarif_file"].as_str().unwrap();
    let written = format!("> {file} ");
    assert!(steps.iter().any(|step| {
        step["run"]
            .as_str()
            .is_some_and(|run| run.contains(&written))
    }));
}

#[cfg(unix)]
#[test]
fn the_commands_of_the_workflow_do_what_the_page_says() {
    let (workflow, folder) = (workflow(), repository());
    let steps = steps(&workflow);
    assert_eq!(steps.len(), 4);
    for step in &steps {
        assert!(step.starts_with("servanda "), "{step}");
        let run = script(&folder, step);
        assert!(run.status.success(), "{step}: {}", shown(&run));
    }
    let log = hold_sarif(&files::text(folder.path("drafts.sarif")));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let uri = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        place["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(
        results
            .iter()
            .any(|result| uri(result) == "drafts/unmet.yaml")
    );
    let related = results[0]["relatedLocations"].as_array().unwrap();
    let policy = &related[0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(policy, "policies/ours.servanda");

    // A draft that cannot be read fails the step, and is in the document.
    folder.write(
        "drafts/bad.yaml",
        "proposal: bad\nprovisions: {nothing: yes}\n",
    );
    let check = &steps[3];
    let run = script(&folder, check);
    assert!(!run.status.success(), "{}", shown(&run));
    let log = hold_sarif(&files::text(folder.path("drafts.sarif")));
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(
        results
            .iter()
            .any(|result| uri(result) == "drafts/bad.yaml")
    );

    // So does a program that is not there.
    let run = script(&folder, &check.replacen("servanda ", "no-such-program ", 1));
    assert!(!run.status.success(), "{}", shown(&run));

    // A test that fails fails its step, at the line of the expectation.
    expect(&folder, "met");
    let run = script(&folder, &steps[2]);
    assert_eq!(run.status.code(), Some(1));
    let printed = String::from_utf8(run.stdout).unwrap();
    assert!(
        printed.starts_with("::error file=fixtures/unmet.expect.yaml,line=1,"),
        "{printed}"
    );
}

#[cfg(unix)]
#[test]
fn the_hook_refuses_what_the_page_says() {
    let (hook, folder) = (block("sh"), repository());
    let run = script(&folder, &hook);
    assert!(run.status.success(), "{}", shown(&run));

    let policy = files::text(folder.path("policies/ours.servanda"));
    folder.write(
        "policies/ours.servanda",
        &policy.replace("  must", "    must"),
    );
    assert_eq!(script(&folder, &hook).status.code(), Some(1));
    folder.write("policies/ours.servanda", &policy);
    assert!(script(&folder, &hook).status.success());

    expect(&folder, "met");
    assert_eq!(script(&folder, &hook).status.code(), Some(1));
}

/// The codes of the page's first table, as the commands exit.
#[cfg(unix)]
#[test]
fn exit_codes_are_as_the_page_says() {
    let folder = repository();
    folder.write("drafts/bad.yaml", "nothing");
    let check = "servanda check --policy policies/ours.servanda";
    let lint = "servanda lint --format junit";
    for (command, code) in [
        (format!("{check} drafts/met.yaml"), 0),
        (format!("{check} drafts/unmet.yaml drafts/open.yaml"), 1),
        (format!("{check} drafts"), 2),
        (format!("{check} drafts/open.yaml"), 3),
        ("servanda test fixtures".to_owned(), 0),
        ("servanda test drafts".to_owned(), 2),
        ("servanda test --budget 0s fixtures".to_owned(), 3),
        (format!("{lint} policies/ours.servanda"), 0),
        (format!("{lint} --strict policies/ours.servanda"), 1),
        (format!("{lint} drafts/bad.yaml"), 2),
        ("servanda fmt --check policies".to_owned(), 0),
        ("servanda fmt --check drafts".to_owned(), 2),
    ] {
        let run = script(&folder, &command);
        assert_eq!(run.status.code(), Some(code), "{command}: {}", shown(&run));
    }
}
