//! Cases that random policies seldom hold.

use servanda::limit::Cancel;
use servanda::policy::{Policy, TermId};
use servanda::proposal::Options;
use servanda::questions::demands::Demands;
use servanda::questions::zopa::{Concession, Zopa};

use crate::support::texts;

const TWO_TERMS: &str = r#"vocabulary v "v"
term a "A" one of lo, hi
term b "B" one of x, y
"#;

fn zopa(vocabulary: &str, policies: &[&str]) -> (Vec<Policy>, Zopa) {
    let vocabulary = texts::vocabulary(vocabulary);
    let read = |text: &&str| texts::policy(text, &vocabulary);
    let policies: Vec<Policy> = policies.iter().map(read).collect();
    let all: Vec<&Policy> = policies.iter().collect();
    let found =
        Demands::new(all.iter().copied())
            .unwrap()
            .zopa(&[], &[1; 8], 10, &Cancel::default());
    (policies, found.unwrap())
}

/// What each party would have to give up alone: how many prerequisites, and whether what nothing of
/// it applies to as well.
fn alone(policies: &[&str]) -> Vec<Option<(usize, usize)>> {
    let (_, Zopa::Deadlock(deadlock)) = zopa(TWO_TERMS, policies) else {
        panic!("no deadlock");
    };
    let given = |each: &Concession| (each.drop.len(), each.something_of.len());
    let alone = deadlock.alone.iter();
    alone.map(|each| each.as_ref().map(given)).collect()
}

#[test]
fn dropping_what_always_applies_may_leave_nothing_that_applies() {
    let other = "policy o \"o\" uses v\nprerequisite r0 \"r\" { must a is lo }\n\
                 prerequisite r1 \"r\" { must b is y }\n";
    let policy = "policy p \"p\" uses v\nprerequisite q0 \"q\" { must a is hi }\n\
                  prerequisite q1 \"q\" { when b is x\n must a is hi }\n";
    assert_eq!(alone(&[policy, other]), [Some((1, 1)), Some((1, 0))]);
}

/// What the settlement nearest to a text provides, and how far it is, in each term that it departs
/// in.
fn nearest(vocabulary: &str, policy: &str, start: &str) -> (Vec<String>, Vec<(String, u64)>) {
    let vocabulary = texts::vocabulary(vocabulary);
    let policy = texts::policy(policy, &vocabulary);
    let start = texts::proposal(start, &vocabulary);
    let known = start.knowledge(&vocabulary, Options::default()).unwrap();
    let demands = Demands::new([&policy]).unwrap();
    let prices = [1; 8];
    let Ok(Zopa::Zone(zone)) = demands.zopa(&[known], &prices, 10, &Cancel::default()) else {
        panic!("no zone");
    };
    let name = |term: TermId| vocabulary.term(term).name.clone();
    let provides = zone.compromise.cells.iter().map(|&(term, cell)| {
        let kind = &vocabulary.term(term).kind;
        let cell = cell.map_or("not applicable".to_owned(), |cell| kind.show(cell));
        format!("{} {cell}", name(term))
    });
    let left = zone.compromise.departures[0].iter();
    (
        provides.collect(),
        left.map(|left| (name(left.term), left.steps)).collect(),
    )
}

#[test]
fn a_compromise_has_what_a_draft_leaves_in_part() {
    let vocabulary = "vocabulary v \"v\"\nterm a \"a\" yes or no\nterm b \"b\" yes or no\n\
                      term c \"c\" scale c0 < c1 < c2\n silence means c0\n arises when b\n";
    let policy = "policy p \"p\" uses v\nprerequisite q \"q\" { must a }\n";
    for (draft, wanted) in [
        (
            "a: no\n  b: yes\n  c: silent",
            vec!["a yes", "b yes", "c c0"],
        ),
        (
            "a: no\n  b: yes\n  c: {any of: [c1, c2]}",
            vec!["a yes", "b yes", "c c1"],
        ),
        ("a: no", vec!["a yes"]),
    ] {
        let draft = format!("proposal: d\nprovisions:\n  {draft}\n");
        let (provides, left) = nearest(vocabulary, policy, &draft);
        assert_eq!(provides, wanted);
        assert_eq!(left, [("a".to_owned(), 1)]);
    }
}

#[test]
fn a_departure_that_follows_from_other_terms_is_told() {
    let vocabulary = "vocabulary v \"v\"\nterm x \"x\" yes or no\nterm t \"t\" yes or no\n arises when x is no\n\
                      term u \"u\" yes or no\n arises when x\n";
    let policy = "policy p \"p\" uses v\nprerequisite q \"q\" { must u }\n";
    for said in ["{any of: [yes, no]}", "yes"] {
        let draft = format!("proposal: d\nprovisions:\n  t: {said}\n");
        let (provides, left) = nearest(vocabulary, policy, &draft);
        assert_eq!(provides, ["t not applicable", "u yes"]);
        assert_eq!(left, [("t".to_owned(), 0)]);
    }
}

/// The readings, by name, under which what is dropped first need not be dropped.
fn or_read(vocabulary: &str, policies: &[&str]) -> Vec<String> {
    let (policies, Zopa::Deadlock(deadlock)) = zopa(vocabulary, policies) else {
        panic!("no deadlock");
    };
    let ways = deadlock.choices.iter().flat_map(|choice| &choice.ways);
    let readings = ways.flat_map(|way| way.or_read.clone());
    readings
        .map(|(demand, reading)| {
            let asked = policies[demand.policy.index()].prerequisite(demand.prerequisite);
            format!("{} as {}", asked.name, asked.reading(reading).name)
        })
        .collect()
}

#[test]
fn a_reading_that_resolves_a_collision_is_named_where_readings_exclude_each_other() {
    let vocabulary = "vocabulary v \"v\"\nterm a \"a\" yes or no\n";
    let policy = "policy p \"p\" uses v\nprerequisite q \"q\" {\n\
                  reading yes_way \"yes\" { must a }\nreading no_way \"no\" { must a is no }\n}\n";
    let other = "policy r \"r\" uses v\nprerequisite r0 \"r\" { must a }\n";
    assert_eq!(or_read(vocabulary, &[policy, other]), ["q as yes_way"]);
}

#[test]
fn a_reading_that_resolves_a_collision_is_named_though_its_settlement_is_not_the_nearest() {
    let vocabulary = "vocabulary v \"v\"\nterm s \"s\" scale s0 < s1 < s2 < s3\n";
    let policy = "policy p \"p\" uses v\nprerequisite q \"q\" {\n\
                  reading strict \"top\" { must s is s3 }\n\
                  reading loose \"top or bottom\" { must s is one of s0, s3 }\n}\n";
    let other = "policy r \"r\" uses v\nprerequisite r0 \"r\" { must s is below s3 }\n";
    assert_eq!(or_read(vocabulary, &[policy, other]), ["q as loose"]);
}

/// A `when` that is always true changes nothing.
#[test]
fn policies_that_mean_the_same_concede_the_same() {
    let other = "policy o \"o\" uses v\nprerequisite r0 \"r\" { must a is lo }\n";
    for when in ["", "when a is one of lo, hi\n"] {
        let policy =
            format!("policy p \"p\" uses v\nprerequisite q0 \"q\" {{ {when} must a is hi }}\n");
        assert_eq!(alone(&[&policy, other]), [Some((1, 0)), Some((1, 0))]);
    }
}
