//! Diagrams and the solver are asked the same questions and must agree. (That the diagrams are
//! right is shown against enumeration, in `tests/it/laws`.)

use std::fmt::Write as _;
use std::sync::Arc;

use servanda_random::{self as random, Size};

use super::sat_fallback::{self, SatFallback};
use super::session::Weights;
use super::verdicts::outcomes;
use super::{Contrasts, Question, Stake, Tally};
use crate::engine::encode::Region;
use crate::engine::types::What;
use crate::limit::{Cancel, Limit};
use crate::policy::{Policy, resolve_policy, resolve_vocabulary};
use crate::proposal::{self, Options, Proposal};
use crate::questions::demands::Demands;
use crate::questions::explain::Depth;
use crate::questions::judge::Judge;
use crate::questions::repair::Prices;
use crate::syntax::{parse, tree};
use crate::text::Source;
use crate::verdict::Outcomes;

fn read(seed: u64, size: Size) -> (Policy, Proposal) {
    let texts = random::texts(seed, size);
    let source = Source::new("v", texts.vocabulary);
    let Some(tree::File::Vocabulary(tree)) = parse(&source).file else {
        panic!("no vocabulary");
    };
    let vocabulary = Arc::new(resolve_vocabulary(&tree, &source).unwrap());
    let source = Source::new("p", texts.policy);
    let Some(tree::File::Policy(tree)) = parse(&source).file else {
        panic!("no policy");
    };
    let policy = resolve_policy(&tree, &source, &vocabulary).unwrap();
    let source = Source::new("y", texts.proposal);
    let proposal = proposal::read(&source, &vocabulary).unwrap();
    (policy, proposal)
}

#[test]
fn diagrams_and_solver_agree() {
    let size = Size {
        terms: 8,
        prerequisites: 6,
        width: 8,
        listed: 50,
    };
    let mut compared = 0;
    for seed in 0..150 {
        let (policy, proposal) = read(seed, size);
        let judge = Judge::new(&policy);
        let case = judge
            .case(&proposal, Options::default())
            .expect("one vocabulary");
        if case.check(&Cancel::default()).is_err() {
            // Incoherent: nothing more is asked of it.
            continue;
        }
        let (engine, cancel) = (&judge.engine, Cancel::default());
        let session = engine.session(&cancel);
        let (mut solver, mut twin) = (
            SatFallback::new(engine, &cancel),
            SatFallback::twin(engine, &cancel),
        );
        let together: Vec<(What<'_>, Stake)> = (engine.asked_ids())
            .map(|id| (What::Prerequisite(id), Stake::VERDICT))
            .collect();
        let all = engine.questions_of(&together);
        let questions: Vec<&Question<'_>> = (judge.prerequisites.iter())
            .chain(&judge.warnings)
            .chain(&judge.groups)
            .chain([&all])
            .collect();
        for question in questions {
            let boxes = case.region.boxes(&question.vars).unwrap();
            for masks in &boxes {
                let product = session.product(question, masks, Weights::Ignored);
                let walked = outcomes(&product, masks, Outcomes::NONE).unwrap();
                let tallies = product.summaries(masks).unwrap();
                let tallied = tallies.into_iter().map(Tally::outcome).collect();
                assert_eq!(walked, tallied, "seed {seed}");
                let solved = solver.outcomes(engine, question, masks).unwrap();
                assert_eq!(solved, walked, "seed {seed}");
                for outcome in walked.iter() {
                    let wanted = Outcomes::only(outcome);
                    let found = product.find(masks, |tally| wanted.has(tally.outcome()));
                    let found = found.unwrap().unwrap();
                    let mut there = masks.to_vec();
                    for (var, class) in found {
                        there[var as usize] &= 1 << class;
                    }
                    assert_eq!(outcomes(&product, &there, Outcomes::NONE), Ok(wanted));
                    assert!(
                        solver
                            .witness(engine, question, masks, outcome)
                            .unwrap()
                            .is_some()
                    );
                }
                compared += 1;
            }
            let pair = (&boxes[0][..], &boxes[0][..]);
            for owner in judge
                .open_owners(&case.knowledge, question)
                .into_iter()
                .take(4)
            {
                let walked = session
                    .contrast(question, pair, owner, Contrasts::default())
                    .unwrap();
                let solved =
                    sat_fallback::contrasts(&mut twin, engine, question, pair, owner).unwrap();
                assert_eq!(solved, walked, "seed {seed}, {owner:?}");
            }
        }
    }
    assert!(compared > 1_000);
}

/// A policy that asks for at least `least` of so many terms, in this order.
fn threshold(least: usize, order: &[usize]) -> Policy {
    let mut vocabulary = String::from("vocabulary v\n");
    for index in 0..order.len() {
        writeln!(vocabulary, "term t{index} yes or no").unwrap();
    }
    let lines: Vec<String> = order.iter().map(|at| format!("t{at}")).collect();
    let lines = lines.join("\n");
    let policy = format!(
        "policy p\nuses v\nprerequisite one {{\nmust at least {least} of {{\n{lines}\n}}\n}}\n"
    );
    let (vocabulary, policy) = (Source::new("v", vocabulary), Source::new("p", policy));
    let Some(tree::File::Vocabulary(tree)) = parse(&vocabulary).file else {
        panic!("no vocabulary");
    };
    let resolved = Arc::new(resolve_vocabulary(&tree, &vocabulary).unwrap());
    let Some(tree::File::Policy(tree)) = parse(&policy).file else {
        panic!("no policy");
    };
    resolve_policy(&tree, &policy, &resolved).unwrap()
}

#[test]
fn thresholds_take_no_more_nodes_than_places() {
    let (lines, least) = (1_000, 10);
    let forward: Vec<usize> = (0..lines).collect();
    let mut mixed: Vec<usize> = (0..lines).map(|at| at * 7 % lines).collect();
    mixed.dedup();
    let backward: Vec<usize> = forward.iter().rev().copied().collect();
    for order in [forward, backward, mixed] {
        let policy = threshold(least, &order);
        let judge = Judge::new(&policy);
        let engine = &judge.engine;
        assert!(engine.prerequisites[0].node.is_some());
        // A node a line, and one for each line and number.
        let nodes = engine.diagrams.len();
        assert!(nodes <= lines * (least + 1), "{nodes} nodes");
    }
}

/// A policy and a coherent proposal, large enough that some questions need search.
fn large() -> (Policy, Proposal) {
    let size = Size {
        terms: 8,
        prerequisites: 6,
        width: 8,
        listed: 50,
    };
    let is_coherent = |(policy, proposal): &(Policy, Proposal)| {
        let judge = Judge::new(policy);
        let case = judge
            .case(proposal, Options::default())
            .expect("one vocabulary");
        case.check(&Cancel::default()).is_ok()
    };
    let mut all = (7..50).map(|seed| read(seed, size));
    all.find(is_coherent).expect("one is coherent")
}

/// What a judge says of each prerequisite when nothing is known.
fn ask_all(judge: &Judge<'_>, cancel: &Cancel) -> Vec<Result<Outcomes, Limit>> {
    let everything = Region::everything(&judge.engine.encoding);
    let session = judge.engine.session(cancel);
    let questions = judge.prerequisites.iter();
    questions
        .map(|question| session.ask(question, &everything))
        .collect()
}

#[test]
fn a_judge_whose_preparation_was_cancelled_is_as_exact() {
    let (policy, _) = large();
    let cancel = Cancel::default();
    cancel.stop();
    let judge = Judge::prepare(&policy, &cancel);
    let wanted = ask_all(&Judge::new(&policy), &Cancel::default());
    // Under the cancelled token an easy question may be answered, but nothing wrong.
    let pairs = || ask_all(&judge, &cancel).into_iter().zip(&wanted);
    assert!(pairs().any(|(found, _)| found == Err(Limit::Stopped)));
    assert!(pairs().all(|(found, wanted)| found == *wanted || found == Err(Limit::Stopped)));
    // Under another token all are answered, by the solver where a diagram is missing.
    assert_eq!(ask_all(&judge, &Cancel::default()), wanted);
}

#[test]
fn a_question_that_was_cancelled_leaves_no_trace() {
    let (policy, proposal) = large();
    let judge = Judge::new(&policy);
    let case = judge
        .case(&proposal, Options::default())
        .expect("one vocabulary");
    let wanted = case.check(&Cancel::default()).unwrap();
    for polls in 0..20 {
        let cancel = Cancel::after_polls(polls);
        judge.influence(&case.knowledge, &cancel).ok();
        cancel.stop();
        assert_eq!(case.check(&Cancel::default()).unwrap(), wanted);
    }
}

#[test]
fn two_threads_use_one_judge() {
    let (policy, proposal) = large();
    let unprepared = Cancel::default();
    unprepared.stop();
    // Both with diagrams and, where preparation was cancelled, with solvers.
    for preparation in [Cancel::default(), unprepared] {
        let judge = Judge::prepare(&policy, &preparation);
        let demands = Demands::prepare([&policy], &preparation).unwrap();
        let case = judge
            .case(&proposal, Options::default())
            .expect("one vocabulary");
        let known = &case.knowledge;
        let prices = Prices::even(&policy.vocabulary);
        let answers = |cancel: &Cancel| {
            let report = case.check(cancel);
            let explanation = report.as_ref().ok().map(|report| {
                let explanation = case.explain(report, &Depth::All, cancel);
                format!("{:?}", explanation.joint)
            });
            let repair = demands.repair(known, &prices, 3, cancel);
            (report, explanation, repair)
        };
        let wanted = answers(&Cancel::default());
        std::thread::scope(|scope| {
            let (answers, wanted) = (&answers, &wanted);
            for _ in 0..2 {
                scope.spawn(move || {
                    for _ in 0..5 {
                        assert_eq!(answers(&Cancel::default()), *wanted);
                    }
                });
                // Somebody else, whose work is cancelled all the time.
                scope.spawn(move || {
                    for polls in 0..10 {
                        let _ = answers(&Cancel::after_polls(polls));
                    }
                });
            }
        });
    }
}
