//! What texts without mistakes mean.

use servanda::policy::{
    Arising, Condition, Kind, Locator, Policy, Quantifier, Term, Vocabulary, Words,
};
use servanda::syntax::operator::{CountOperator, MembersOperator, ValueOperator};

use super::{policy, vocabulary};
use crate::support::texts::lab;

fn term<'v>(vocabulary: &'v Vocabulary, name: &str) -> &'v Term {
    vocabulary.term(vocabulary.find(name).expect("it is declared"))
}

/// The comparisons of a policy over the lab whose one prerequisite has these lines.
fn comparisons(lines: &str) -> Vec<Words> {
    let lines: Vec<String> = lines.lines().map(|line| format!("  must {line}")).collect();
    let text = format!(
        "policy p\nuses lab\nprerequisite one {{\n{}\n}}\n",
        lines.join("\n")
    );
    let policy = policy(&text).expect("no mistakes");
    let mut words = Vec::new();
    for must in &policy.prerequisites[0].must {
        must.for_each_comparison(&mut |comparison| words.push(comparison.words().clone()));
    }
    words
}

#[test]
fn terms_have_their_values() {
    let lab = lab();
    let pledge = term(&lab, "pledge");
    assert_eq!(pledge.section.as_deref(), Some("Values"));
    assert_eq!(pledge.silence, Some(0));
    assert!(matches!(pledge.arising, Arising::Always));
    assert_eq!(pledge.kind.show(3), "defence");
    assert!(matches!(term(&lab, "halt").arising, Arising::MayNot));
    let length = term(&lab, "length");
    assert_eq!(length.kind.last(), 730);
    assert_eq!(length.kind.show(1), "5 days");
    assert_eq!(length.silence, None);
    let Arising::When(Condition::Comparison(when)) = &length.arising else {
        panic!("it arises on a condition");
    };
    assert_eq!(
        (when.term, when.words()),
        (
            lab.find("halt").unwrap(),
            &Words::Value(ValueOperator::Is, 1)
        )
    );
    assert_eq!(when.place.text(), "halt is temporary");
    let budget = term(&lab, "budget");
    assert_eq!(budget.kind.show(0), "-0.5 billions");
    assert_eq!(budget.kind.show(budget.kind.last()), "2.5 billions");
    assert_eq!(term(&lab, "void").kind.last(), 0b111);
    assert_eq!(term(&lab, "void").silence, Some(0));
}

#[test]
fn silence_can_mean_any_value() {
    let text = "vocabulary v
term a scale low < high
  silence means high
term b yes or no
  silence means no
term c number of days from 1 to 9
  silence means 4 days
term d one of nothing, something
  silence means nothing
always \"one follows from the other\" {
  note \"a remark\"
  must b
  when a is high
}
";
    let resolved = vocabulary(text).expect("no mistakes");
    let silences: Vec<_> = resolved.terms.iter().map(|term| term.silence).collect();
    assert_eq!(silences, [Some(1), Some(0), Some(3), Some(0)]);
    let always = &resolved.always[0];
    assert!(always.when.is_some());
    assert_eq!(always.must.len(), 1);
    assert_eq!(always.notes, ["a remark"]);
}

#[test]
fn comparisons_mean_what_they_say() {
    let lines = "pledge is assurance
pledge is not none
pledge is one of defence, none, defence
pledge is at least consultation
pledge is at most consultation
pledge is above none
pledge is below defence
pledge is between assurance and consultation
snapback
snapback is yes
snapback is no
snapback arises
length is between 30 and 60 days
length is between 30 days and 30.0 days
budget is at most -0.25 billions
void includes notice
void includes all of invasion, unprovoked_fire
void includes any of invasion, notice
void excludes unprovoked_fire
void counts at least 2
void counts at most 99999999999999999999";
    let expected = [
        Words::Value(ValueOperator::Is, 1),
        Words::Value(ValueOperator::IsNot, 0),
        Words::OneOf(vec![3, 0, 3]),
        Words::Value(ValueOperator::AtLeast, 2),
        Words::Value(ValueOperator::AtMost, 2),
        Words::Value(ValueOperator::Above, 0),
        Words::Value(ValueOperator::Below, 3),
        Words::Between(1, 2),
        Words::Value(ValueOperator::Is, 1),
        Words::Value(ValueOperator::Is, 1),
        Words::Value(ValueOperator::Is, 0),
        Words::Arises,
        Words::Between(6, 12),
        Words::Between(6, 6),
        Words::Value(ValueOperator::AtMost, 1),
        Words::Members(MembersOperator::Includes, 0b010),
        Words::Members(MembersOperator::IncludesAll, 0b101),
        Words::Members(MembersOperator::IncludesAny, 0b011),
        Words::Members(MembersOperator::Excludes, 0b100),
        Words::Count(CountOperator::AtLeast, 2),
        Words::Count(CountOperator::AtMost, u32::MAX),
    ];
    assert_eq!(comparisons(lines), expected);
}

const WHOLE: &str = "policy p \"Title\"
uses lab
note \"of the policy\"
source column {
  title \"A column\"
  published 2024-09
  sha256 \"6279195D942A6EFD6D2F5B760E6B571A06FC78247A8E1129E17A099D87F792CE\"
  note \"one\"
  note \"two\"
}
source treaty { title \"A treaty\" }
define later { earlier }
define earlier { firm }
prerequisite one \"First\" {
  cites treaty at \"article 5\" \"few words\" as gloss
  cites column paragraph 3
  weight 5 \"reason\"
  advisory
  when snapback
  must at least 2 of {
    snapback
    snapback
    later
  }
  unless halt is permanent
  otherwise \"trouble\"
  reading loose \"gloss\" { must firm }
  reading strict { must pledge is defence }
}
warning two { raised when later }
prerequisite three { must later }
";

fn whole() -> Policy {
    policy(WHOLE).expect("no mistakes")
}

#[test]
fn clauses_reach_the_policy() {
    let policy = whole();
    let one = &policy.prerequisites[0];
    assert_eq!(
        (one.weight, one.weight_reason.as_deref()),
        (5, Some("reason"))
    );
    assert!(one.advisory && one.when.is_some() && one.unless.is_some());
    assert_eq!(one.otherwise.as_deref(), Some("trouble"));
    assert_eq!(one.readings.len(), 2);
    let Condition::Group(group) = &one.must[0] else {
        panic!("it is a group");
    };
    assert_eq!(
        (group.quantifier, group.lines.len()),
        (Quantifier::AtLeast(2), 3)
    );
    let three = &policy.prerequisites[1];
    assert_eq!(
        (three.weight, three.advisory, three.when.is_some()),
        (1, false, false)
    );
    assert_eq!(policy.warnings[0].name, "two");
}

#[test]
fn citations_find_their_source() {
    let policy = whole();
    let cites = &policy.prerequisites[0].cites;
    let cited = [0, 1].map(|at| cites[at].source.index());
    assert_eq!(cited, [1, 0]);
    assert_eq!(cites[0].locator, Locator::At("article 5".into()));
    assert_eq!(cites[0].words.as_deref(), Some("few words"));
    assert!(cites[0].gloss && !cites[1].gloss);
    assert_eq!(cites[1].locator, Locator::Paragraph(3));
    let column = &policy.sources[0];
    assert_eq!(column.published.as_deref(), Some("2024-09"));
    assert!(
        column
            .sha256
            .as_deref()
            .unwrap()
            .starts_with("6279195d942a6efd")
    );
    assert_eq!(column.notes, ["one", "two"]);
}

#[test]
fn definitions_come_in_any_order_and_are_shared() {
    let policy = whole();
    let names: Vec<&str> = (policy.definitions.iter())
        .map(|definition| definition.name.as_str())
        .collect();
    assert_eq!(names, ["later", "earlier"]);
    let Condition::Defined { definition, place } = &policy.definitions[0].lines[0] else {
        panic!("it is a definition");
    };
    assert!(std::sync::Arc::ptr_eq(definition, &policy.definitions[1]));
    assert_eq!(place.source.name(), "p.servanda");
    let Condition::Defined { definition, .. } = &definition.lines[0] else {
        panic!("it is a definition");
    };
    assert_eq!(definition.place.source.name(), "lab.servanda");
    assert!(matches!(
        term(&policy.vocabulary, "pledge").kind,
        Kind::Scale(_)
    ));
}
