//! What policies say of proposals: a case for each joint verdict, prerequisite and warning.

use super::finding::{of_prerequisite, of_warning, rule_id, spots, spots_of_warning, title};
use super::{At, Case, Level, Notice, Outcome, Rule, Spot};
use crate::answer::{CheckAnswer, Checks, Finding, WarningAnswer};
use crate::phrase;
use crate::text::{Phrase, Untrusted};
use crate::verdict::{Alarm, Verdict};

/// The most terms that a message tells of.
const FEW: usize = 3;

/// The cases of an answer. Prerequisites and warnings have to be explained in full.
#[must_use]
pub fn checks(checks: &Checks) -> Vec<Case> {
    checks.proposals.iter().flat_map(of_answer).collect()
}

fn of_answer(answer: &CheckAnswer) -> Vec<Case> {
    let case = |name: Untrusted, outcome, notice: Option<Notice>| Case {
        suite: answer.policy.shown().into(),
        of: answer.proposal.shown().clone(),
        name,
        file: answer.proposal.file.clone(),
        outcome,
        says: Phrase::default(),
        notices: notice.into_iter().collect(),
    };
    let mut cases = vec![Case {
        says: phrase![answer.verdict.word(), ": ", &answer.because],
        ..case("(verdict)".into(), outcome(answer.verdict), joint(answer))
    }];
    cases.extend(answer.findings.iter().map(|finding| {
        let name = Untrusted::from(&finding.id);
        case(name, outcome_of(finding), of_finding(answer, finding))
    }));
    cases.extend(answer.warnings.iter().map(|warning| {
        let outcome = match warning.verdict {
            Alarm::Clear => Outcome::Passed,
            Alarm::Raised => Outcome::Neither("raised"),
            Alarm::Open => Outcome::Neither("may be raised"),
        };
        let name = Untrusted::from(format!("warning {}", warning.id));
        case(name, outcome, of_raised(answer, warning))
    }));
    cases
}

fn outcome(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Met => Outcome::Passed,
        Verdict::Unmet => Outcome::Failed,
        Verdict::Open | Verdict::NotApplicable => Outcome::Neither(verdict.word()),
    }
}

/// What is advisory fails nothing.
fn outcome_of(finding: &Finding) -> Outcome {
    match finding.verdict {
        Verdict::Unmet if finding.advisory => Outcome::Neither("advisory, unmet"),
        verdict => outcome(verdict),
    }
}

/// The joint verdict, where no prerequisite shows it.
fn joint(answer: &CheckAnswer) -> Option<Notice> {
    let level = match answer.verdict {
        Verdict::Met => return None,
        Verdict::Unmet if answer.deciding.unmet == 0 => Level::Error,
        Verdict::Open if answer.deciding.open == 0 => Level::Note,
        Verdict::NotApplicable => Level::Note,
        Verdict::Unmet | Verdict::Open => return None,
    };
    let policy = Phrase::name(answer.policy.shown());
    let short = phrase!["The joint verdict of the policy ", policy];
    let rule = Rule {
        id: rule_id(&answer.policy, "(verdict)"),
        full: if answer.policy.title.is_empty() {
            short.clone()
        } else {
            phrase![&short, ": ", &answer.policy.title]
        },
        short,
        help: Vec::new(),
        level: Level::Error,
        tags: vec!["verdict"],
    };
    Some(Notice {
        message: phrase![&rule.short, ": ", answer.verdict.word()],
        rule,
        level,
        more: vec![answer.because.clone()],
        spots: vec![
            whole(&answer.proposal.file),
            Spot::new(At::File(answer.policy.file.clone()), "the policy"),
        ],
        identity: identity(answer),
    })
}

fn whole(file: &Untrusted) -> Spot {
    Spot::new(At::File(file.clone()), "")
}

/// The rule says of which policy it is; the rest is the name of the proposal.
fn identity(answer: &CheckAnswer) -> Vec<String> {
    vec![answer.proposal.shown().exact(String::push_str)]
}

fn of_finding(answer: &CheckAnswer, finding: &Finding) -> Option<Notice> {
    let level = match (finding.verdict, finding.advisory) {
        (Verdict::Met | Verdict::NotApplicable, _) => return None,
        (Verdict::Unmet, false) => Level::Error,
        (Verdict::Unmet, true) => Level::Warning,
        (Verdict::Open, _) => Level::Note,
    };
    let mut spots = spots(finding);
    if spots.is_empty() {
        spots.push(whole(&answer.proposal.file));
    }
    let advisory = if finding.advisory { " (advisory)" } else { "" };
    Some(Notice {
        rule: of_prerequisite(&answer.policy, finding),
        level,
        message: phrase![
            title(&finding.title, &finding.id),
            ": ",
            finding.verdict.word(),
            advisory,
            " by the policy ",
            Phrase::name(answer.policy.shown())
        ],
        more: deciding(finding),
        spots,
        identity: identity(answer),
    })
}

/// What decides, in a few words: `range is coast and must be at least strait`.
fn deciding(finding: &Finding) -> Vec<Phrase> {
    let deciders = finding.deciders.iter();
    let mut said: Vec<Phrase> = deciders
        .map(|decider| match &decider.needs {
            Some(need) => {
                let read = need.reading.iter();
                let read = read.map(|name| phrase![" (read as ", Phrase::name(name), ")"]);
                let mut said = phrase![&decider.says, " and ", &need.must];
                for each in read {
                    said = said.with(each);
                }
                said
            }
            None => decider.says.clone(),
        })
        .collect();
    if said.len() > FEW {
        let more = said.len() - FEW;
        said.truncate(FEW);
        said.push(phrase!["and ", more, " more"]);
    }
    said
}

fn of_raised(answer: &CheckAnswer, warning: &WarningAnswer) -> Option<Notice> {
    let (level, word) = match warning.verdict {
        Alarm::Clear => return None,
        Alarm::Raised => (Level::Warning, "raised"),
        Alarm::Open => (Level::Note, "may be raised"),
    };
    let mut spots = spots_of_warning(warning);
    if spots.is_empty() {
        spots.push(whole(&answer.proposal.file));
    }
    Some(Notice {
        rule: of_warning(&answer.policy, warning),
        level,
        message: phrase![
            title(&warning.title, &warning.id),
            ": warning ",
            word,
            " by the policy ",
            Phrase::name(answer.policy.shown())
        ],
        more: Vec::new(),
        spots,
        identity: identity(answer),
    })
}
