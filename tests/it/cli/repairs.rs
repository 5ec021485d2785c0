//! What repairs cost and write, on small texts made for it.

use serde_json::Value;

use crate::support::command::json;
use crate::support::files::Scratch;

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
