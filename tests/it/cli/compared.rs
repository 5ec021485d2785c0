//! Texts that are compared: what is printed of the shipped ones, and what is asked for in vain.

use serde_json::Value;

use crate::support::assert_snapshot;
use crate::support::command::{exit, json, run, shown, stdout};
use crate::support::files::Scratch;

const PLAN: &str = "proposals/us-28-point-plan-2025.yaml";
const COMPACT: &str = "proposals/ukraine-compact-2024.yaml";
const OFFER: &str = "proposals/witkoff-final-offer-2025.yaml";
const POINTS: &str = "proposals/european-24-point-plan-2025.yaml";

fn told(arguments: &[&str], name: &str) {
    for format in ["text", "plain", "markdown"] {
        let said = stdout(&[&["compare"], arguments, &["--format", format]].concat());
        assert_snapshot!("compared", format!("{name}.{format}"), said);
    }
}

#[test]
fn all_shipped_texts() {
    told(&["proposals"], "proposals");
    let said = stdout(&["compare", "proposals", "--verbose"]);
    assert_snapshot!("compared", "verbose.text", said);
}

#[test]
fn two_texts_that_cannot_be_ordered() {
    told(&[PLAN, COMPACT], "pair");
}

#[test]
fn two_texts_of_which_one_dominates() {
    let said = stdout(&["compare", OFFER, POINTS, "--steps"]);
    assert_snapshot!("compared", "dominated.text", said);
    // Named in any order, or picked of a folder, they are the same pair.
    let picked = "european-24-point-plan-2025,witkoff-final-offer-2025";
    let picked = json(&["compare", "proposals", "--only", picked]);
    let named = json(&["compare", POINTS, OFFER]);
    assert_eq!(picked["comparison"]["pair"][0]["standing"], "dominates");
    assert_eq!(
        picked["comparison"]["pair"][0]["first"],
        "european-24-point-plan-2025"
    );
    assert_eq!(named["comparison"], picked["comparison"]);
}

#[test]
fn several_policies() {
    let policies = ["column", "kyiv-2022", "moscow-2024"];
    let by = policies.map(|name| ["--policy", name]).concat();
    told(&[&["proposals"], &by[..]].concat(), "policies");
    let said = stdout(&[&["compare", PLAN, COMPACT], &by[..4]].concat());
    assert_snapshot!("compared", "pair-policies.text", said);
    let found = json(&[&["compare", "proposals"], &by[..]].concat());
    let found = &found["comparison"];
    let texts = found["texts"].as_array().unwrap();
    let verdicts = |text: &Value| -> Vec<Value> {
        let each = text["verdicts"].as_array().unwrap().iter();
        each.map(|by| by["verdict"].clone()).collect()
    };
    // However they are completed: what is met stays met, what is unmet unmet.
    let is_sure = |text: &Value, other: &Value| {
        let pairs = verdicts(text).into_iter().zip(verdicts(other));
        let mut pairs = pairs.map(|(one, other)| one == "met" || other == "unmet");
        pairs.all(|at_least| at_least) && verdicts(text) != verdicts(other)
    };
    let all = || {
        texts
            .iter()
            .flat_map(|text| texts.iter().map(move |other| (text, other)))
    };
    let sure = all().filter(|(text, other)| is_sure(text, other)).count();
    assert!(sure > 0);
    assert_eq!(found["pairs"]["sure"], sure);
    // Each name of a reading is tried on the verdicts, too.
    let trials = found["trials"].as_array().unwrap();
    assert!(trials.iter().any(|trial| trial["reading"] == "strict"));
    let found = json(&[&["compare", "proposals", "--over", "findings"], &by[..]].concat());
    assert_eq!(found["comparison"]["over"], "findings");
    let on = found["comparison"]["prerequisites"].as_array().unwrap();
    assert!(on.iter().any(|on| on["policy"] == "moscow-2024"));
}

#[test]
fn other_orders_and_groups() {
    let some = [PLAN, COMPACT, OFFER, POINTS];
    for (name, options) in [
        ("date", &["--sort", "date"][..]),
        ("steps", &["--sort", "steps"]),
        ("year", &["--group-by", "year"]),
        (
            "only",
            &["--only", "precautions,pledge_scope,strong_ukraine"],
        ),
        (
            "strict",
            &["--reading", "strict", "--min-grade", "B", "--rivals"],
        ),
    ] {
        let said = stdout(&[&["compare"], &some[..], options].concat());
        assert_snapshot!("compared", format!("{name}.text"), said);
    }
}

/// What the documentation says of the shipped texts, and what has to hold of any.
#[test]
fn what_is_said_in_the_documentation() {
    let found = json(&["compare", "proposals"]);
    let pairs = &found["comparison"]["pairs"];
    assert_eq!(
        (&pairs["all"], &pairs["ordered"]),
        (&741.into(), &155.into())
    );
    // However the texts are completed, no one of them is surely at least as good as another.
    assert_eq!(pairs["sure"], 0);
    assert_eq!(pairs["scores_apart"], 30);
    let texts = found["comparison"]["texts"].as_array().unwrap();
    let names = |value: &Value| -> Vec<String> {
        let each = value.as_array().unwrap().iter();
        each.map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let layer_of = |name: &str| {
        let mut texts = texts.iter();
        let text = texts.find(|text| text["id"] == name).unwrap();
        text["layer"].as_u64().unwrap()
    };
    // Each text has one place, and those on which nothing is settled come last.
    let summary = &found["comparison"]["summary"];
    let places = ["leading", "dominated", "unsettled"].map(|place| names(&summary[place]));
    assert_eq!(places.iter().map(Vec::len).sum::<usize>(), texts.len());
    let last = &texts[texts.len() - places[2].len()..];
    for text in texts {
        let findings = names(&text["findings"]);
        let settled = findings
            .iter()
            .any(|finding| finding == "met" || finding == "unmet");
        assert_eq!(text["unsettled"], !settled);
        assert_eq!(last.contains(text), !settled);
        let above = names(&text["dominated_by"]);
        let deepest = above.iter().map(|name| layer_of(name)).max().unwrap_or(0);
        assert_eq!(text["layer"], deepest + 1);
        let direct = names(&text["directly_under"]);
        assert!(direct.iter().all(|name| above.contains(name)));
        assert_eq!(direct.is_empty(), above.is_empty());
    }
}

#[test]
fn what_cannot_be_compared() {
    let unknown = run(&["compare", PLAN, COMPACT, "--only", "precaution"]);
    assert_eq!(unknown.status.code(), Some(2));
    let said = shown(&unknown);
    assert!(
        said.contains("input/no-such-finding") && said.contains("`precautions`"),
        "{said}"
    );
    assert_eq!(exit(&["compare", "nowhere.yaml"]), 2);
    // What cannot be read is left out, and said to be.
    let left_out = json(&["compare", PLAN, COMPACT, "nowhere.yaml"]);
    assert_eq!(left_out["refused"], 1);
    assert_eq!(left_out["comparison"]["pair"].as_array().unwrap().len(), 1);
    assert_eq!(exit(&["compare", PLAN, COMPACT, "nowhere.yaml"]), 2);
}

/// One text alone, a package beside a text, and two texts of one name.
#[test]
fn unusual_texts() {
    let alone = stdout(&["compare", PLAN]);
    assert!(!alone.contains("dominates the other"), "{alone}");
    let folder = Scratch::new();
    let text = "proposal: draft\nprovisions: {air_defence: included}\n";
    let one = folder.write("one.yaml", text);
    let other = folder.write("other.yaml", &text.replace("included", "limited"));
    let package = "package: both\nmembers: [one.yaml, other.yaml]\n";
    let package = folder.write("both.yaml", package);
    let found = json(&["compare", &one, &other, &package]);
    let texts = found["comparison"]["texts"].as_array().unwrap();
    let called: Vec<&Value> = texts.iter().map(|text| &text["called"]).collect();
    assert_eq!(texts.len(), 3);
    assert!(called.contains(&&Value::from("one.yaml")), "{called:?}");
    assert_eq!(exit(&["compare", &one, &other, &package]), 0);
    // What a member says is told with its file.
    let pair = run(&["compare", &package, &other]);
    let said = shown(&pair).replace('\n', " ");
    assert!(said.contains("one.yaml"), "{said}");
    // Where no time is left there is no answer.
    assert_eq!(exit(&["compare", PLAN, COMPACT, "--budget", "0s"]), 3);
}
