//! What tests notice of mistakes in a policy: a case for each mistake that was tried.

use super::{Case, Level, Notice, Outcome, Rule, Spot};
use crate::answer::{MutantAnswer, MutantFate, MutatedAnswer, Mutations};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// The cases of an answer.
#[must_use]
pub fn mutations(answer: &Mutations) -> Vec<Case> {
    let each = answer.mutated.iter();
    each.flat_map(|policy| {
        let tried = |mutant: &&MutantAnswer| mutant.fate != MutantFate::NotViable;
        let tried = policy.mutants.iter().filter(tried);
        tried.map(|mutant| case(policy, mutant))
    })
    .collect()
}

fn case(policy: &MutatedAnswer, mutant: &MutantAnswer) -> Case {
    let name = policy.policy.shown();
    Case {
        suite: name.into(),
        of: name.into(),
        name: Untrusted::from(format!("{} {}", mutant.name, mutant.number)),
        file: policy.policy.file.clone(),
        outcome: match mutant.fate {
            MutantFate::Survived => Outcome::Failed,
            MutantFate::NotDecided => Outcome::Neither("not decided"),
            MutantFate::Killed | MutantFate::Equivalent | MutantFate::NotViable => Outcome::Passed,
        },
        says: Phrase::default(),
        notices: notice(name, mutant).into_iter().collect(),
    }
}

/// What is said of a mistake that no test was seen to notice.
fn notice(policy: &str, mutant: &MutantAnswer) -> Option<Notice> {
    let rule = rule(mutant.fate)?;
    let name = phrase![Phrase::name(policy), ".", Phrase::name(&mutant.name)];
    let test = mutant
        .needs
        .iter()
        .map(|needs| phrase!["A test that would: ", needs]);
    Some(Notice {
        level: rule.level,
        message: phrase![name, ": ", &mutant.says, ": ", rule.short.clone()],
        more: test.collect(),
        spots: vec![Spot::place(&mutant.place, mutant.says.clone())],
        identity: vec![
            policy.to_owned(),
            mutant.name.clone(),
            mutant.number.to_string(),
        ],
        rule,
    })
}

fn rule(fate: MutantFate) -> Option<Rule> {
    let (id, level, short, full, help) = match fate {
        MutantFate::Killed | MutantFate::Equivalent | MutantFate::NotViable => return None,
        MutantFate::Survived => (
            "mutation/survives",
            Level::Error,
            "no test notices this",
            "Every test passes with this mistake in the policy as well, though some text has another \
             verdict by it.",
            "Write a test that fails with it: the answer has one.",
        ),
        MutantFate::NotDecided => (
            "mutation/not-decided",
            Level::Warning,
            "whether a test notices this was not decided",
            "Whether a test fails with this mistake in the policy, or could, was not found out within the \
             limits.",
            "Allow more time.",
        ),
    };
    Some(Rule {
        id: id.to_owned(),
        short: short.into(),
        full: full.into(),
        help: vec![help.into()],
        level,
        tags: vec!["mutation"],
    })
}
