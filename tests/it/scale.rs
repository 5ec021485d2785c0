//! Large input. Nothing is timed: if the work grew too fast with the size of the input, these tests
//! would run for hours.

use std::fmt::Write as _;

use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::proposal::Knowledge;
use servanda::questions::demands::Demands;
use servanda::questions::repair::{Mending, Prices};
use servanda::questions::zopa::Zopa;

use crate::support::command::run;
use crate::support::files::Scratch;
use crate::support::texts;

/// A set of as many members as there can be, and a policy for each of these lines about it.
fn counting(lines: &[&str]) -> Vec<Policy> {
    let members: Vec<String> = (0..63).map(|member| format!("m{member}")).collect();
    let text = format!(
        "vocabulary v\nterm s \"A set\" set of {}\n",
        members.join(", ")
    );
    let vocabulary = texts::vocabulary(&text);
    let policy = |line: &&str| {
        let text = format!("policy p\nuses v\nprerequisite one {{\n  must {line}\n}}\n");
        texts::policy(&text, &vocabulary)
    };
    lines.iter().map(policy).collect()
}

/// No members, a few, all.
fn starts() -> [Knowledge; 3] {
    [0, 0b1011, u64::MAX >> 1].map(|set| Knowledge::cell(Some(set)))
}

#[test]
fn counted_members_are_changed_at_least_cost() {
    let policies = counting(&["s counts at least 30", "s counts at most 40"]);
    let all: Vec<&Policy> = policies.iter().collect();
    let demands = Demands::new(all.iter().copied()).unwrap();
    for (start, steps) in starts().into_iter().zip([30, 27, 23]) {
        let prices = Prices::even(demands.vocabulary());
        let known = [start];
        let Ok(Mending::Repairs { cheapest, .. }) =
            demands.repair(&known, &prices, 1, &Cancel::default())
        else {
            panic!("there is a repair");
        };
        assert_eq!(cheapest[0].cost.steps, steps);
        let starts = [known.to_vec()];
        let Ok(Zopa::Zone(zone)) = demands.zopa(&starts, &prices.of, 1, &Cancel::default()) else {
            panic!("there is a zone");
        };
        assert_eq!(zone.compromise.steps, [steps]);
    }
}

#[test]
fn counted_members_collide_by_their_number() {
    let policies = counting(&["s counts at least 40", "s counts at most 30"]);
    let all: Vec<&Policy> = policies.iter().collect();
    let demands = Demands::new(all.iter().copied()).unwrap();
    let Ok(Zopa::Deadlock(deadlock)) = demands.zopa(&[], &[1], 1, &Cancel::default()) else {
        panic!("they collide");
    };
    assert_eq!(deadlock.collisions.len(), 1);
    assert_eq!(deadlock.choices[0].ways[0].steps(), Some(10));
}

/// Prerequisites each of which no text meets, which is hard to prove (pigeons and holes).
fn pigeons(count: usize, holes: usize) -> (String, String) {
    let (mut vocabulary, mut policy) = (
        String::from("vocabulary birds\n"),
        String::from("policy pigeons\nuses birds\n"),
    );
    for one in 0..count {
        writeln!(policy, "prerequisite p{one} {{").unwrap();
        for pigeon in 0..=holes {
            let name = |hole: usize| format!("in_{one}_{pigeon}_{hole}");
            for hole in 0..holes {
                writeln!(vocabulary, "term {} yes or no", name(hole)).unwrap();
            }
            let lines: String = (0..holes).map(|hole| name(hole) + "\n").collect();
            writeln!(policy, "must any of {{\n{lines}}}").unwrap();
        }
        for hole in 0..holes {
            let name = |pigeon: usize| format!("in_{one}_{pigeon}_{hole}\n");
            let lines: String = (0..=holes).map(name).collect();
            writeln!(policy, "must none of {{\nat least 2 of {{\n{lines}}}\n}}").unwrap();
        }
        writeln!(policy, "}}").unwrap();
    }
    (vocabulary, policy)
}

#[test]
fn a_budget_holds_while_policies_are_made_ready() {
    let folder = Scratch::new();
    let (vocabulary, policy) = pigeons(100, 12);
    folder.write("birds.servanda", &vocabulary);
    let policy_file = folder.write("pigeons.servanda", &policy);
    let text = folder.write("x.yaml", "proposal: x\nprovisions: {}\n");
    for arguments in [
        &["check", "--policy", &policy_file, &text][..],
        &["repair", "--policy", &policy_file, &text],
        &["zopa", &policy_file],
        &["influence", "--policy", &policy_file],
        &["lint", &policy_file],
        &["compare-policies", &policy_file, &policy_file],
    ] {
        let output = run(&[arguments, &["--budget", "50ms"]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {said}");
        assert!(said.contains("limit/budget"), "{arguments:?}: {said}");
    }
}

#[test]
fn where_nobody_sees_what_moves_one_line_says_that_work_goes_on() {
    let folder = Scratch::new();
    let (vocabulary, policy) = pigeons(2, 14);
    folder.write("birds.servanda", &vocabulary);
    let policy_file = folder.write("pigeons.servanda", &policy);
    let output = run(&[
        "compare-policies",
        &policy_file,
        "--budget",
        "3500ms",
        &policy_file,
    ]);
    let said = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = (said.lines())
        .filter(|line| line.contains("still working"))
        .collect();
    let line = "servanda is still working: an answer may take 3s 500ms (`--budget TIME` sets another \
                limit)";
    assert_eq!(lines, [line], "{said}");
    assert_eq!(output.status.code(), Some(3), "{said}");
}
