//! What was expected of proposals and what came: a case for each expectation and policy.

use super::finding::{each_once, spots, spots_of_warning};
use super::snapshot::snapshots;
use super::{Case, Codes, Level, Notice, Outcome, Rule, Spot, plain};
use crate::answer::{TestAnswer, TestFailure, Tested, Tests};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// The cases of an answer: the tests, then the snapshots.
#[must_use]
pub fn tests(tests: &Tests, codes: &dyn Codes) -> Vec<Case> {
    let each = tests.tests.iter();
    let each = each.map(|test| case(test, codes));
    each.chain(snapshots(tests)).collect()
}

fn case(test: &TestAnswer, codes: &dyn Codes) -> Case {
    let [name, expectation] =
        [&test.name, &test.expectation].map(|text| text.exact(String::push_str));
    let folder = expectation
        .rsplit_once('/')
        .map_or(".", |(folder, _)| folder);
    let name = name.strip_prefix(&format!("{folder}/")).unwrap_or(&name);
    Case {
        suite: folder.into(),
        of: folder.into(),
        name: Untrusted::from(format!("{name} {}", plain(&test.by_in_words()))),
        file: test.expectation.clone(),
        outcome: if test.passed {
            Outcome::Passed
        } else {
            Outcome::Failed
        },
        says: Phrase::default(),
        notices: (test.failures.iter())
            .map(|failure| notice(test, failure, codes))
            .collect(),
    }
}

fn notice(test: &TestAnswer, failure: &TestFailure, codes: &dyn Codes) -> Notice {
    let expected = phrase!["expected ", &failure.expected];
    let mut all = vec![Spot::place(&failure.place, expected)];
    all.extend(failure.findings.iter().flat_map(spots));
    all.extend(failure.warning.iter().flat_map(spots_of_warning));
    let mut more: Vec<Phrase> = failure.because.iter().cloned().collect();
    // Of a text that was refused, why: in full, as if it were not part of a test.
    for error in &failure.errors {
        let said = Notice::said(error, codes);
        more.push(said.message);
        more.extend(said.more);
        all.extend(said.spots);
    }
    let name = failure.name.clone().unwrap_or_default();
    Notice {
        rule: rule(failure.of),
        level: Level::Error,
        message: phrase![
            &test.name,
            " ",
            test.by_in_words(),
            ": ",
            failure.in_words()
        ],
        more,
        spots: each_once(all),
        identity: vec![
            plain(&test.by_in_words()),
            test.name.exact(String::push_str),
            name,
        ],
    }
}

/// What kind of expectation failed, as a rule.
fn rule(of: Tested) -> Rule {
    let (id, short, full) = match of {
        Tested::Verdict => (
            "test/verdict",
            "Another verdict than expected",
            "The joint verdict of a policy on a draft is not the one that its expectation names.",
        ),
        Tested::Finding => (
            "test/finding",
            "Another verdict on a prerequisite than expected",
            "The verdict on a prerequisite is not the one that the draft's expectation names.",
        ),
        Tested::Warning => (
            "test/warning",
            "Another state of a warning than expected",
            "A warning is raised, clear or open where the draft's expectation says otherwise.",
        ),
        Tested::TurnsOn => (
            "test/turns-on",
            "An open verdict turns on other terms than expected",
            "The terms that an open verdict turns on are not those that the draft's expectation \
             lists.",
        ),
        Tested::Refusal => (
            "test/refusal",
            "A text is not refused as expected",
            "A text that was to be refused with certain codes is judged, or is refused with others.",
        ),
    };
    let help = "Look at both places: either the draft's line or the policy's line is not what was \
                meant, or the expectation has to follow a change that was.";
    Rule {
        id: id.to_owned(),
        short: short.into(),
        full: full.into(),
        help: vec![help.into()],
        level: Level::Error,
        tags: vec!["test"],
    }
}
