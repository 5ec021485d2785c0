//! What repairs cost and write, on small texts made for it.

use serde_json::Value;

use crate::support::command::{json, run, stdout};
use crate::support::files::{self, Scratch};

/// The repair of a draft over a vocabulary by a policy that asks these lines.
fn repaired(vocabulary: &str, asks: &str, draft: &str) -> Value {
    let folder = Scratch::new();
    folder.write("v.servanda", &format!("vocabulary v \"v\"\n{vocabulary}"));
    let policy = format!("policy p \"p\"\nuses v\nprerequisite q \"q\" {{\n{asks}\n}}\n");
    let policy = folder.write("p.servanda", &policy);
    let draft = format!("proposal: t\nprovisions:\n{draft}");
    let draft = folder.write("t.yaml", &draft);
    let answer = json(&["repair", "--policy", &policy, &draft]);
    answer["proposals"][0].clone()
}

const SETS: &str = "term a \"a\" yes or no\n\
                    term s \"s\" set of x, y, z\n  silence means nothing\n  arises when a\n";
const MAY_NOT: &str = "term s \"s\" set of x, y, z\n  may not arise\n";

/// The cost in steps of the one change, its values, and the line that is written.
fn sets(vocabulary: &str, asks: &str, draft: &str) -> (u64, String, String) {
    let answer = repaired(vocabulary, asks, draft);
    let repair = &answer["repairs"][0];
    let changes = repair["changes"].as_array().unwrap();
    let own: Vec<&Value> = changes.iter().filter(|each| each["term"] == "s").collect();
    let text = repair["text"].as_str().unwrap();
    let written = text.lines().find(|line| line.starts_with("  s:"));
    assert_eq!(answer["cost"]["steps"], own[0]["steps"]);
    (
        own[0]["steps"].as_u64().unwrap(),
        own[0]["to"]["says"].as_str().unwrap().to_owned(),
        written
            .unwrap()
            .split('#')
            .next()
            .unwrap()
            .trim()
            .to_owned(),
    )
}

/// A set that may not arise as well is as far from the sets that are wanted as if it had to, and
/// what the draft closes stays closed.
#[test]
fn a_set_opens_no_member_that_the_draft_closes() {
    let one = |steps, says: &str, line: &str| (steps, says.to_owned(), line.to_owned());
    for (draft, found) in [
        ("  s: silent\n", one(1, "[x]", "s: [x]")),
        (
            "  s: {any of: [[], not applicable]}\n",
            one(1, "[x]", "s: [x]"),
        ),
        ("  a: yes\n  s: []\n", one(1, "[x]", "s: [x]")),
        (
            "  s: {any of: [[z], not applicable]}\n",
            one(1, "[x, z]", "s: [x, z]"),
        ),
        ("  a: yes\n  s: silent\n", one(1, "[x]", "s: [x]")),
        // What is said not to arise is silent on the members.
        ("  s: not applicable\n", one(1, "[x]", "s: [x]")),
    ] {
        assert_eq!(sets(SETS, "must s includes x", draft), found, "{draft}");
    }
    let draft = "  s: {any of: [[], not applicable]}\n";
    let both = sets(SETS, "must s includes all of x, y", draft);
    assert_eq!(both, one(2, "[x, y]", "s: [x, y]"));
    assert_eq!(sets(SETS, "must s counts at least 2", draft).0, 2);
}

/// What follows from no other term is as far from *does not arise* as its values are from one
/// another at most.
#[test]
fn entering_and_leaving_cost_the_way_across() {
    let from_none = sets(MAY_NOT, "must s includes x", "  s: not applicable\n");
    assert_eq!(from_none.0, 3);
    assert_eq!(from_none.1, "a set with x");
    let scale = "term s \"s\" scale a < b < c < d\n  may not arise\n";
    for (asks, draft, steps) in [
        ("must s arises", "  s: not applicable\n", 3),
        ("must s is b", "  s: not applicable\n", 3),
        ("must s is b", "  s: {any of: [d, not applicable]}\n", 2),
        ("must not s arises", "  s: b\n", 3),
    ] {
        let asks = asks.replace("must not s arises", "must none of {\n s arises\n}");
        assert_eq!(sets(scale, &asks, draft).0, steps, "{asks} of {draft}");
    }
    let one_of = "term s \"s\" one of a, b, c\n  may not arise\n";
    assert_eq!(sets(one_of, "must s is b", "  s: not applicable\n").0, 1);
}

const CEASEFIRE: &str = "\
term ceasefire \"c\" one of none, temporary, permanent
  may not arise
term watch \"w\" scale none < some < full
  silence means none
term trust \"t\" scale low < mid < high
term days \"d\" number of days from 0 to 2000
";

const PRECAUTIONS: &str = "\
uses v
prerequisite precautions \"A ceasefire is watched\" {
  when ceasefire is one of temporary, permanent
  must watch is full
}
prerequisite trusted \"Trust is not low\" {
  must trust is at least mid
}
";

/// A folder with a policy on precautions, and a draft: their paths.
fn precautions(draft: &str) -> (Scratch, String, String) {
    let folder = Scratch::new();
    folder.write("v.servanda", &format!("vocabulary v \"v\"\n{CEASEFIRE}"));
    let policy = folder.write("p.servanda", &format!("policy p \"p\"\n{PRECAUTIONS}"));
    let draft = folder.write("t.yaml", draft);
    (folder, policy, draft)
}

const WATCHED: &str = "proposal: t\nprovisions:\n  ceasefire: temporary\n  watch: none\n  \
                       trust: mid\n";

/// To delete the ceasefire is a step, to watch it two. The first avoids, and is offered only where
/// nothing else is allowed.
#[test]
fn a_ceasefire_is_not_deleted_to_be_rid_of_its_precautions() {
    let (_folder, policy, draft) = precautions(WATCHED);
    let repair = ["repair", "--policy", &policy, &draft];
    let answer = json(&repair);
    let answer = &answer["proposals"][0];
    assert_eq!(answer["cost"]["steps"], 2);
    let first = &answer["repairs"][0];
    assert_eq!(first["avoids"].as_array().unwrap().len(), 0);
    assert_eq!(first["changes"][0]["term"], "watch");
    assert_eq!(first["changes"][0]["why"], "for precautions");
    let only = [&repair[..], &["--freeze", "watch"]].concat();
    let answer = json(&only);
    let first = &answer["proposals"][0]["repairs"][0];
    assert_eq!(first["avoids"][0]["prerequisite"], "precautions");
    assert_eq!(
        first["changes"][0]["avoids"][0]["prerequisite"],
        "precautions"
    );
    let text = stdout(&only);
    let headline = "REPAIR BY AVOIDING   precautions, which it does not meet: 1 step of change";
    assert!(text.contains(headline), "{text}");
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "so that precautions does not apply: avoids it, does not meet it";
    assert!(flat.contains(told), "{text}");
    // What is left open may apply, too.
    let (_folder, policy, draft) = precautions("proposal: t\nprovisions:\n  trust: mid\n");
    let answer = json(&["repair", "--policy", &policy, &draft]);
    let change = &answer["proposals"][0]["repairs"][0]["changes"][0];
    assert_eq!(change["term"], "watch");
}

/// Of the shipped texts none is repaired by avoiding, and every change says what it serves. What is
/// said of a reading alone is what a repair under it costs.
#[test]
fn shipped_texts_are_repaired_without_avoiding() {
    let mut cheaper = 0;
    for name in files::proposals() {
        let file = files::proposal(&name);
        let answer = json(&["repair", &file]);
        let answer = &answer["proposals"][0];
        assert_eq!(answer["answer"], "repaired", "{name}");
        assert_eq!(answer["readings_compared"], true);
        let repair = &answer["repairs"][0];
        assert!(repair["avoids"].as_array().unwrap().is_empty(), "{name}");
        for change in repair["changes"].as_array().unwrap() {
            assert!(!change["serves"].as_array().unwrap().is_empty(), "{name}");
        }
        let alone = answer["cheaper_readings"].as_array().unwrap();
        // Each reading of a few texts is asked by itself.
        let asked = ["as_written", "strict", "lenient"].into_iter();
        for reading in asked.filter(|_| name.starts_with('u')) {
            let told = alone.iter().find(|each| each["reading"] == reading);
            let under = json(&["repair", "--reading", reading, &file]);
            let cost = &under["proposals"][0]["cost"];
            let told = told.unwrap_or(&answer["cost"]);
            assert_eq!(told["steps"], cost["steps"], "{name} {reading}");
            assert_eq!(told["answers"], cost["answers"], "{name} {reading}");
        }
        cheaper += alone.len();
    }
    assert!(cheaper > 5, "{cheaper}");
}

/// A provision states one stretch of a number; that the repair allows another one is said.
#[test]
fn a_text_that_says_only_a_part_is_said_to() {
    let folder = Scratch::new();
    folder.write("v.servanda", &format!("vocabulary v \"v\"\n{CEASEFIRE}"));
    let asks = "policy p \"p\"\nuses v\nprerequisite other \"o\" { must days is not 355 days }\n";
    let policy = folder.write("p.servanda", asks);
    let draft = folder.write("t.yaml", "proposal: t\nprovisions: {}\n");
    let repair = ["repair", "--policy", &policy, &draft];
    let answer = json(&repair);
    let change = &answer["proposals"][0]["repairs"][0]["changes"][0];
    assert_eq!(change["to"]["values"].as_array().unwrap().len(), 2);
    assert_eq!(change["written"]["values"].as_array().unwrap().len(), 1);
    let text = stdout(&repair);
    assert!(text.contains("the new text says only"), "{text}");
}

/// A JSON document stays as it is, and an edit that an anchor forbids points at the anchor.
#[test]
fn what_cannot_be_edited_is_refused_where_it_is() {
    let document = "{\"proposal\": \"t\", \"provisions\": {\"trust\": \"low\"}}\n";
    let (_folder, policy, draft) = precautions(document);
    let written = run(&["repair", "--write", "--policy", &policy, &draft]);
    assert_eq!(written.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&draft).unwrap(), document);
    let said = String::from_utf8(written.stderr).unwrap();
    assert!(said.contains("a JSON document cannot be changed"), "{said}");
    let anchored = "proposal: t\nprovisions:\n  trust: {value: low, note: &n \"a & b\"}\n  \
                    ceasefire: {value: none, note: *n}\n";
    let (_folder, policy, draft) = precautions(anchored);
    let answer = json(&["repair", "--policy", &policy, &draft]);
    let refused = &answer["proposals"][0]["repairs"][0]["no_text"];
    assert_eq!(refused["code"], "edit/layout");
    let place = &refused["labels"][0]["place"];
    let place = if place.is_null() {
        &refused["place"]
    } else {
        place
    };
    assert_eq!(
        (place["line"].as_u64(), place["column"].as_u64()),
        (Some(3), Some(29))
    );
}

const LEFT: &str = "\
term watch \"w\" scale none < some < full
  silence means none
term arms \"a\" scale few < many
term trust \"t\" scale low < mid < high
";

const LEAVES: &str = "\
uses v
prerequisite watched \"It is watched\" {
  must watch is full
}
prerequisite trusted \"Trust is high\" {
  must trust is high
  advisory
}
prerequisite armed \"Few arms\" {
  must arms is few
  advisory
}
warning arms_race \"Arms\" {
  raised when arms is many
}
warning spied_on \"Watched\" {
  raised when watch is full
}
warning doubt \"Doubt\" {
  raised when trust is low
}
";

/// A repair is sought for what decides: what it leaves raised and unmet is told, and is what a check
/// of the new text says.
#[test]
fn what_a_repair_leaves_raised_and_unmet_is_told() {
    let folder = Scratch::new();
    folder.write("v.servanda", &format!("vocabulary v \"v\"\n{LEFT}"));
    let policy = folder.write("p.servanda", &format!("policy p \"p\"\n{LEAVES}"));
    let draft = "proposal: t\nprovisions:\n  watch: silent\n  arms: many\n  trust: mid\n";
    let draft = folder.write("t.yaml", draft);
    let command = ["repair", "--policy", &policy, &draft];
    let answer = json(&command)["proposals"][0].clone();
    let repair = &answer["repairs"][0];
    let told = |list: &str, name: &str| -> Vec<(String, bool)> {
        let each = repair[list].as_array().unwrap().iter();
        each.map(|each| {
            let name = each[name].as_str().unwrap().to_owned();
            (name, each["before"].as_bool().unwrap())
        })
        .collect()
    };
    let so = |name: &str, before| (name.to_owned(), before);
    let raised = told("raised", "warning");
    assert_eq!(raised, [so("arms_race", true), so("spied_on", false)]);
    let unmet = told("advisory_unmet", "prerequisite");
    assert_eq!(unmet, [so("trusted", true), so("armed", true)]);
    let shown = stdout(&command);
    assert!(shown.contains("arms_race stays raised; spied_on is raised by it\n"));
    assert!(shown.contains("trusted and armed stay unmet\n"));
    assert!(shown.contains("watch from silence (which means none) to full"));

    let repaired = folder.write("r.yaml", repair["text"].as_str().unwrap());
    let check = json(&["check", "--policy", &policy, &repaired])["proposals"][0].clone();
    let found = |list: &str, name: &str, verdict: &str| -> Vec<String> {
        let each = check[list].as_array().unwrap().iter();
        let each = each.filter(|each| each["verdict"] == verdict);
        each.map(|each| each[name].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(found("warnings", "id", "raised"), ["arms_race", "spied_on"]);
    assert_eq!(found("findings", "id", "unmet"), ["trusted", "armed"]);
}
