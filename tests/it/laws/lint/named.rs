//! Cases that random policies seldom hold.

use std::fmt::Write as _;

use servanda::limit::Cancel;
use servanda::questions::lint::{self, Change, Proved, Removal};

use super::world::World;
use super::{FEW, check, check_in};
use crate::support::{ids, texts};

/// Background knowledge that looks at a term but does not depend on it.
#[test]
fn a_contradiction_hides_in_the_background() {
    let vocabulary = texts::vocabulary(
        "vocabulary v\nterm x \"x\" yes or no\n\
         term c \"c\" yes or no\n arises when all of {\n x\n x is no\n }\n\
         term b \"b\" yes or no\n may not arise\n\
         always \"a\" {\n must any of {\n b arises\n all of {\n x\n x is no\n }\n }\n }\n",
    );
    let mut text = String::from("policy p \"p\"\nuses v\n");
    for (at, line) in ["c arises", "c", "b arises", "b", "b is no"]
        .iter()
        .enumerate()
    {
        let _ = writeln!(text, "prerequisite p{at} {{\n must {line}\n}}");
    }
    let policy = texts::policy(&text, &vocabulary);
    let world = World::of(policy);
    let proved = check_in(&world);
    let [a, b, c] = [0, 1, 2].map(|index| world.id(index));
    assert!(proved.contains(&Proved::NeverMet(a)) && proved.contains(&Proved::NeverMet(b)));
    assert!(proved.contains(&Proved::NeverUnmet(c)));
}

/// Background knowledge that contradicts itself over a term that its diagram then does not ask for.
#[test]
fn what_is_beside_the_point_of_background_knowledge_is_settled_too() {
    check(5_027_407_208_878_503_213, FEW);
}

/// Where there are too many contradictions to show, the last one shown says so.
#[test]
fn more_contradictions_than_are_shown() {
    let vocabulary = texts::vocabulary("vocabulary v\nterm t \"t\" number of days from 0 to 7\n");
    let needs = |day: usize| format!("prerequisite p{day} {{\n must t is {day} days\n}}\n");
    let text: String = (0..8).map(needs).collect();
    let policy = texts::policy(&format!("policy p \"p\"\nuses v\n{text}"), &vocabulary);
    let proofs = lint::prove(&policy, &Cancel::default()).found;
    let shown = proofs.iter().filter_map(|proof| match &proof.proved {
        Proved::Contradiction { of, more } => Some((of.len(), *more, &proof.diagnostic)),
        _ => None,
    });
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown.len(), 20);
    assert!(shown.iter().all(|(count, ..)| *count == 2));
    let says_more: Vec<_> = shown.iter().filter(|(_, more, _)| *more).collect();
    assert_eq!(says_more.len(), 1);
    assert_eq!(says_more[0].2.help.len(), 2);
}

/// Background knowledge that names another term, and does not turn on it, still counts.
#[test]
fn background_knowledge_that_names_more_than_it_turns_on() {
    let vocabulary = texts::vocabulary(
        "vocabulary v\nterm a \"a\" one of x, y\nterm b \"b\" yes or no\n may not arise
        always \"never y\" {\nwhen a is y\nmust at least 2 of {\nb\nb is no\n}\n}\n",
    );
    let text = "policy p \"p\"\nuses v\nprerequisite q {\nmust a is x\n}\n";
    let policy = texts::policy(text, &vocabulary);
    let found = lint::prove(&policy, &Cancel::default()).found;
    let proved: Vec<&Proved> = found.iter().map(|proof| &proof.proved).collect();
    assert!(
        proved.contains(&&Proved::NeverUnmet(ids::prerequisite(&policy, 0))),
        "{proved:?}"
    );
}

/// Prerequisites of a policy over `x`, `y` and `z`.
fn small(prerequisites: &[&str]) -> World {
    let terms = ["x", "y", "z"].map(|term| format!("term {term} \"{term}\" yes or no\n"));
    let vocabulary = texts::vocabulary(&format!("vocabulary v \"v\"\n{}", terms.concat()));
    let each = prerequisites.iter().enumerate();
    let each = each.map(|(at, lines)| format!("prerequisite p{at} {{\n{lines}\n}}\n"));
    let text = format!("policy p \"p\"\nuses v\n{}", each.collect::<String>());
    World::of(texts::policy(&text, &vocabulary))
}

fn removals_in(world: &World) -> Vec<(usize, Removal)> {
    let proved = check_in(world).into_iter();
    let removals = proved.filter_map(|proved| match proved {
        Proved::Implied {
            prerequisite,
            removal,
            ..
        } => Some((prerequisite.index(), removal)),
        _ => None,
    });
    removals.collect()
}

/// Contradictions elsewhere hide no implication, in whatever order the prerequisites stand.
#[test]
fn implications_are_found_in_every_order() {
    let (a, not_a, not_both) = (
        "must x",
        "must x is no",
        "must any of {\nx is no\ny is no\n}",
    );
    let orders = [
        [a, not_a, not_both],
        [a, not_both, not_a],
        [not_a, a, not_both],
        [not_a, not_both, a],
        [not_both, a, not_a],
        [not_both, not_a, a],
    ];
    for order in orders {
        let found = removals_in(&small(&order));
        let at = order.iter().position(|lines| *lines == not_both).unwrap();
        assert_eq!(found, [(at, Removal::Free)], "{order:?}");
    }
}

/// What implies it may not apply where it does, so it cannot go.
#[test]
fn a_prerequisite_that_alone_applies_is_not_removed() {
    let world = small(&["when x\nmust y", "must any of {\nx is no\ny\n}"]);
    let found = removals_in(&world);
    let change = Removal::Changes(Change::NothingElseApplies);
    assert_eq!(found, [(0, Removal::Free), (1, change)]);
}

/// Of two that ask the same only one can go.
#[test]
fn not_both_of_two_are_removed() {
    let world = small(&["must x", "must y", "must x"]);
    let instead = Removal::InsteadOf(vec![world.id(2)]);
    assert_eq!(removals_in(&world), [(0, instead), (2, Removal::Free)]);
}

#[test]
fn a_policy_that_nothing_meets_is_found() {
    let world = small(&["when x\nmust y", "when x\nmust y is no", "when x\nmust z"]);
    let never = Proved::PolicyNeverMet {
        of: vec![world.id(0), world.id(1)],
        only_where_none_applies: true,
    };
    assert!(check_in(&world).contains(&never));
}
