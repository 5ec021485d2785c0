//! The library as a program uses it that embeds it: questions that are stopped, several threads, and
//! what does not fit together.

use std::collections::BTreeMap;
use std::thread;

use servanda::limit::Cancel;
use servanda::open;
use servanda::policy::Policy;
use servanda::proposal::{Options, Proposal};
use servanda::questions::check::Report;
use servanda::questions::demands::{Demands, NotTogether};
use servanda::questions::judge::Judge;
use servanda::text::Code;
use servanda::world::{ErrorKind, NoFiles};

use crate::support::files;
use crate::support::texts::{self, settlement, shipped};

fn drafts(policy: &Policy) -> Vec<Proposal> {
    let names = files::proposals();
    let text = |name: &String| files::text(files::proposal(name));
    let read = |name| texts::proposal(&text(name), &policy.vocabulary);
    names.iter().map(read).collect()
}

fn report(judge: &Judge<'_>, draft: &Proposal) -> Report {
    let case = judge
        .case(draft, Options::default())
        .expect("one vocabulary");
    case.check(&Cancel::default()).unwrap()
}

/// A cancelled question leaves no state behind.
#[test]
fn a_question_is_answered_after_another_was_stopped() {
    let policy = shipped("column", &settlement());
    let judge = Judge::new(&policy);
    let drafts = drafts(&policy);
    let demands = Demands::new([&policy]).unwrap();
    let before = report(&judge, &drafts[0]);
    let mut stopped = 0;
    for polls in [0, 1, 10, 100, 1000] {
        let known = drafts[0]
            .knowledge(&policy.vocabulary, Options::default())
            .expect("one vocabulary");
        let cancel = Cancel::after_polls(polls);
        stopped += usize::from(judge.influence(&known, &cancel).is_err());
        stopped += usize::from(
            demands
                .zopa(&[], &[1], 1, &Cancel::after_polls(polls))
                .is_err(),
        );
        assert_eq!(report(&judge, &drafts[0]), before, "after {polls} polls");
    }
    assert!(stopped > 1, "{stopped}");
}

/// Ids of terms mean nothing in another vocabulary. Copies of one text are one vocabulary.
#[test]
fn a_proposal_is_judged_only_over_its_own_vocabulary() {
    let read = |yes_or_no| {
        let terms = [yes_or_no, "other"].map(|name| format!("term {name} \"\" yes or no\n"));
        let vocabulary = texts::vocabulary(&format!("vocabulary v\n{}", terms.concat()));
        let policy = format!("policy p\nuses v\nprerequisite a {{\nmust {yes_or_no} is yes\n}}\n");
        (texts::policy(&policy, &vocabulary), vocabulary)
    };
    let ((policy, _), (_, own_copy), (_, foreign)) = (read("a"), read("a"), read("b"));
    let text = "proposal: draft\nprovisions: {other: yes}\n";
    let judge = Judge::new(&policy);
    let copy = texts::proposal(text, &own_copy);
    assert!(judge.case(&copy, Options::default()).is_ok());
    let draft = texts::proposal(text, &foreign);
    let error = judge.case(&draft, Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`draft` was read over another vocabulary than `v`"
    );
}

/// Threads that share a judge get the same reports as a single thread, even if other threads are
/// cancelled.
#[test]
fn threads_share_a_judge() {
    let policy = shipped("column", &settlement());
    let judge = Judge::new(&policy);
    let drafts = drafts(&policy);
    let alone: Vec<Report> = drafts.iter().map(|draft| report(&judge, draft)).collect();
    thread::scope(|scope| {
        scope.spawn(|| {
            for draft in &drafts {
                let known = draft
                    .knowledge(&policy.vocabulary, Options::default())
                    .expect("one vocabulary");
                let _ = judge.influence(&known, &Cancel::after_polls(50));
            }
        });
        for start in [0, drafts.len() / 2] {
            let (judge, drafts, alone) = (&judge, &drafts, &alone);
            scope.spawn(move || {
                for at in (start..drafts.len()).chain(0..start) {
                    assert_eq!(report(judge, &drafts[at]), alone[at]);
                }
            });
        }
    });
}

#[test]
fn policies_that_do_not_fit_together_are_refused() {
    let none: [&Policy; 0] = [];
    assert_eq!(Demands::new(none).err(), Some(NotTogether::NoPolicy));
    let column = shipped("column", &settlement());
    let vocabulary = texts::vocabulary("vocabulary v \"V\"\nterm t \"T\" yes or no\n");
    let other = "policy other \"O\"\nuses v\nprerequisite one \"1\" {\n must t\n}\n";
    let other = texts::policy(other, &vocabulary);
    let refused = Demands::new([&column, &other]).err();
    assert!(matches!(refused, Some(NotTogether::TwoVocabularies { .. })));
}

/// A reading that does not exist is refused: a policy must not become looser by a slip of the pen.
#[test]
fn readings_that_do_not_exist_are_refused() {
    let column = shipped("column", &settlement());
    let strict = ("long_range", "strict");
    assert!(column.settled([strict]).is_ok());
    assert!(column.settled([strict, strict]).is_ok());
    for wrong in [
        &[("long_range", "nowhere")][..],
        &[("nowhere", "strict")],
        &[("arms_supply", "strict")],
        &[strict, ("long_range", "as_written")],
    ] {
        let refused = column.settled(wrong.iter().copied()).unwrap_err();
        let (prerequisite, reading) = wrong[wrong.len() - 1];
        assert_eq!(
            (&*refused.prerequisite, &*refused.reading),
            (prerequisite, reading)
        );
    }
}

#[test]
fn what_cannot_be_opened_is_told() {
    let files = BTreeMap::from([
        (
            "a/mine.servanda",
            "policy mine \"M\"\nuses v\nprerequisite p \"P\" {\n must t\n}\n",
        ),
        (
            "a/v.servanda",
            "vocabulary v \"V\"\nterm t \"T\" yes or no\n",
        ),
        (
            "bad.servanda",
            "policy bad\nuses nowhere\nprerequisite p { must t }\n",
        ),
        ("draft.yaml", "proposal: draft\nprovisions: {t: maybe}\n"),
    ]);
    for (policies, code) in [
        (&["nobody"][..], "input/no-such-policy"),
        (&["b/mine.servanda"], "input/not-found"),
        (&["bad.servanda"], "input/no-such-vocabulary"),
        (&["a/mine.servanda", "column"], "input/two-vocabularies"),
        (&["a/v.servanda"], "input/not-a-policy"),
    ] {
        let error = open(&files, policies).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
        assert!(error.to_string().contains(code), "{error}");
    }
    let world = open(&files, ["a/mine.servanda"]).unwrap();
    for path in ["nowhere.yaml", "draft.yaml"] {
        assert_eq!(world.proposal(path).unwrap_err().kind(), ErrorKind::Input);
    }
    assert_eq!(open(NoFiles, ["column"]).unwrap().policies().len(), 1);
}

#[test]
fn only_two_policies_are_compared() {
    let compared = |names: &[&str]| {
        let world = open(NoFiles, names.iter().copied()).unwrap();
        world.compare_policies().run(&Cancel::default())
    };
    for names in [&["column"][..], &["column", "kyiv-2022", "moscow-2024"]] {
        let error = compared(names).unwrap_err();
        assert_eq!(error.diagnostics()[0].code, Code::InputNotTwoPolicies);
    }
    assert!(compared(&["column", "kyiv-2022"]).is_ok());
}
