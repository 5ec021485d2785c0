//! The script of a page judges drafts, and every change of them, as the engine does; and the changed draft
//! that it saves says what the page shows.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use serde_json::Value;
use servanda::answer::{Score, what_if};
use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::proposal::{Grade, Options, Proposal};
use servanda::questions::judge::Judge;
use servanda::text::Code;
use servanda_random::Size;

use crate::support::files::{self, proposals, root, text};
use crate::support::texts::{proposal, read, settlement, shipped};

/// A draft by a policy, and how it is taken.
struct Draft<'a> {
    policy: &'a Policy,
    text: Proposal,
    options: Options,
}

/// What the script says of these data, a line each; `None` where there is no node.
fn by_script(data: &[String]) -> Option<Vec<Value>> {
    let started = Command::new("node")
        .arg("tests/it/support/what_if.mjs")
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut node) = started else {
        eprintln!("there is no node: the script of the pages is not tested");
        return None;
    };
    let mut input = node.stdin.take().unwrap();
    let lines = data.join("\n");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let mut told = String::new();
    (node.stdout.take().unwrap())
        .read_to_string(&mut told)
        .unwrap();
    writer.join().unwrap();
    assert!(node.wait().unwrap().success());
    Some(
        told.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

/// Holds what the script says of a text against the engine.
fn compare(judge: &Judge<'_>, text: &Proposal, options: Options, said: &Value) {
    let case = judge.case(text, options).expect("one vocabulary");
    let shown = || format!("{said:#}\n{}", text.source.text());
    let report = match case.check(&Cancel::default()) {
        Ok(report) => report,
        Err(error) => {
            assert_eq!(error.code, Code::ProposalIncoherent);
            assert!(said["contradiction"].is_array(), "{}", shown());
            return;
        }
    };
    assert_eq!(said["verdict"], report.verdict.word(), "{}", shown());
    for (found, each) in report
        .findings
        .iter()
        .zip(said["findings"].as_array().unwrap())
    {
        assert_eq!(each["verdict"], found.verdict.word(), "{}", shown());
        let readings: Vec<&str> = found.readings.iter().map(|each| each.word()).collect();
        assert_eq!(each["readings"], serde_json::json!(readings), "{}", shown());
    }
    let alarms: Vec<&str> = report.alarms.iter().map(|alarm| alarm.word()).collect();
    assert_eq!(said["warnings"], serde_json::json!(alarms), "{}", shown());
    match Score::from(report.score).bounds {
        Some(shares) => {
            let both = said["score"].as_array().expect("there is a share");
            let both: Vec<Option<f64>> = both.iter().map(Value::as_f64).collect();
            assert_eq!(both, [Some(shares.low), Some(shares.high)], "{}", shown());
        }
        None => assert!(said["score"].is_string(), "{}", shown()),
    }
}

fn check(drafts: &[Draft<'_>]) {
    let judges: Vec<Judge<'_>> = drafts
        .iter()
        .map(|draft| Judge::new(draft.policy))
        .collect();
    let data: Vec<String> = (drafts.iter().zip(&judges))
        .map(|(draft, judge)| {
            let case = judge
                .case(&draft.text, draft.options)
                .expect("one vocabulary");
            what_if(&case, &judge.walk(&Cancel::default()).expect("it is small")).json()
        })
        .collect();
    let Some(told) = by_script(&data) else { return };
    assert_eq!(told.len(), drafts.len());
    let (mut changed, mut missing) = (0, 0);
    for ((draft, judge), told) in drafts.iter().zip(&judges).zip(&told) {
        compare(judge, &draft.text, draft.options, &told["judged"]);
        for each in told["changed"].as_array().unwrap() {
            let Some(text) = each["text"].as_str() else {
                missing += 1;
                continue;
            };
            changed += 1;
            let text = proposal(text, &draft.policy.vocabulary);
            // A minimum grade is already taken into account.
            let rivals = draft.options.rivals && draft.options.min_grade.is_none();
            let options = Options {
                rivals,
                min_grade: None,
            };
            compare(judge, &text, options, &each["judged"]);
        }
    }
    assert!(
        missing * 10 < changed,
        "{missing} of {changed} cannot be written"
    );
}

#[test]
fn the_script_judges_random_drafts_as_the_engine_does() {
    let size = Size {
        terms: 6,
        prerequisites: 4,
        width: 4,
        listed: 60,
    };
    let policies: Vec<(Policy, Proposal)> = (0..400)
        .map(|seed| read(&servanda_random::texts(seed, size)))
        .collect();
    let drafts: Vec<Draft<'_>> = (policies.iter().enumerate())
        .map(|(seed, (policy, text))| Draft {
            policy,
            text: proposal(text.source.text(), &policy.vocabulary),
            options: Options {
                // Rivals of what is taken anew cannot always be said in one provision.
                rivals: seed % 3 == 1,
                min_grade: (seed % 3 == 2).then_some(Grade::B),
            },
        })
        .collect();
    check(&drafts);
}

#[test]
fn the_script_judges_shipped_drafts_as_the_engine_does() {
    let settlement = settlement();
    let policies = ["column", "kyiv-2022", "moscow-2024"].map(|name| shipped(name, &settlement));
    let drafts: Vec<Draft<'_>> = (policies.iter())
        .flat_map(|policy| {
            proposals().into_iter().map(|name| Draft {
                policy,
                text: proposal(&text(files::proposal(&name)), &policy.vocabulary),
                options: Options::default(),
            })
        })
        .collect();
    check(&drafts);
}
