//! What tests exercise of a policy: a case for each condition.

use super::{Case, Level, Notice, Outcome, Rule, Spot};
use crate::answer::{self, CaseState, ConditionCovered, CoverageAnswer};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// The cases of an answer.
#[must_use]
pub fn coverage(answer: &CoverageAnswer) -> Vec<Case> {
    let each = answer.conditions.iter();
    each.map(|condition| case(answer, condition)).collect()
}

fn case(answer: &CoverageAnswer, condition: &ConditionCovered) -> Case {
    let policy = answer.policy.shown();
    let states = condition.cases().map(|(_, case)| case.state);
    let outcome = if states.contains(&CaseState::Missing) {
        Outcome::Failed
    } else if states.contains(&CaseState::NotDecided) {
        Outcome::Neither("not decided")
    } else {
        Outcome::Passed
    };
    let name = format!("{} {}", condition.within, condition.number);
    Case {
        suite: policy.into(),
        of: policy.into(),
        name: Untrusted::from(name),
        file: answer.policy.file.clone(),
        outcome,
        says: Phrase::default(),
        notices: (condition.cases().into_iter())
            .filter_map(|(word, case)| notice(policy, condition, (word, case)))
            .collect(),
    }
}

/// What is said of a case that is not covered.
fn notice(
    policy: &str,
    condition: &ConditionCovered,
    (word, case): (&'static str, &answer::Case),
) -> Option<Notice> {
    let rule = rule(case.state)?;
    let name = phrase![Phrase::name(policy), ".", Phrase::name(&condition.within)];
    let says = phrase![&condition.says, " ", word];
    let message = phrase![name, ": where ", says, ", ", rule.short.clone()];
    let test = case.fixture.as_ref().map(|test| {
        let test = Phrase::name(test);
        phrase![
            "A test that would cover it, as the coverage in full has it: ",
            test
        ]
    });
    let (within, number) = (condition.within.clone(), condition.number.to_string());
    Some(Notice {
        level: rule.level,
        message,
        more: case.because.iter().cloned().chain(test).collect(),
        spots: vec![Spot::place(&condition.place, rule.short.clone())],
        identity: vec![policy.to_owned(), within, number, word.to_owned()],
        rule,
    })
}

fn rule(state: CaseState) -> Option<Rule> {
    let (id, level, short, full, help) = match state {
        CaseState::Covered => return None,
        CaseState::Missing => (
            "coverage/missing",
            Level::Error,
            "it decides in no test",
            "In no completion of a text that is tested this condition has this value and decides an \
             outcome that the test looks at, though it could.",
            "Write a test in which it decides: the coverage has one.",
        ),
        CaseState::NotDecided => (
            "coverage/not-decided",
            Level::Warning,
            "it was not decided whether a test covers it",
            "Whether this condition decides in a test, or could, was not found out within the limits.",
            "Allow more time.",
        ),
        CaseState::Never => (
            "coverage/never",
            Level::Note,
            "it never decides",
            "It is proved that in no completion of any text this condition has this value and decides an \
             outcome.",
            "Look at the policy: the condition may be superfluous, or not what was meant.",
        ),
    };
    Some(Rule {
        id: id.to_owned(),
        short: short.into(),
        full: full.into(),
        help: vec![help.into()],
        level,
        tags: vec!["coverage"],
    })
}
