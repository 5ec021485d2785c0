//! Diagrams and the solver are asked the same questions and must agree. (That the diagrams are
//! right is shown against enumeration, in `tests/it/laws`.)

use std::fmt::Write as _;
use std::sync::Arc;

use servanda_random::{self as random, Size};

use super::solver::{self, Solver};
use super::{Contrasts, Limit, Question, Region, Stake, What};
use crate::limit::Watch;
use crate::policy::{Policy, resolve_policy, resolve_vocabulary};
use crate::proposal::{self, Options, Proposal};
use crate::questions::judge::Judge;
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
        let judge = Judge::new(&policy, &[]);
        let case = judge.case(&proposal, Options::default());
        if judge.check(&case).is_err() {
            // Incoherent: nothing more is asked of it.
            continue;
        }
        let (engine, watch) = (&judge.engine, Watch::default());
        let (mut solver, mut twin) = (Solver::new(engine, &watch), Solver::twin(engine, &watch));
        let together: Vec<(What<'_>, Stake)> = (0..policy.prerequisites.len())
            .map(|index| (What::Prerequisite(index), Stake::VERDICT))
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
                let walk = engine.walk(question, masks, false);
                let walked = walk.outcomes(masks, Outcomes::NONE).unwrap();
                let tallies = walk.tallies(masks).unwrap();
                let tallied = tallies.into_iter().map(super::Tally::outcome).collect();
                assert_eq!(walked, tallied, "seed {seed}");
                let solved = solver.outcomes(engine, question, masks).unwrap();
                assert_eq!(solved, walked, "seed {seed}");
                for outcome in walked.iter() {
                    let wanted = Outcomes::only(outcome);
                    let found = walk.find(masks, wanted).unwrap().unwrap();
                    let mut there = masks.to_vec();
                    for (var, class) in found {
                        there[var as usize] &= 1 << class;
                    }
                    assert_eq!(walk.outcomes(&there, Outcomes::NONE), Ok(wanted));
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
                let walked = engine
                    .contrast(question, pair, owner, Contrasts::default())
                    .unwrap();
                let solved = solver::contrasts(&mut twin, engine, question, pair, owner).unwrap();
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
        let judge = Judge::new(&policy, &[]);
        let engine = &judge.engine;
        assert!(engine.prerequisites[0].node.is_some());
        // A node a line, and one for each line and number.
        let nodes = engine.diagrams.len();
        assert!(nodes <= lines * (least + 1), "{nodes} nodes");
    }
}

#[test]
fn what_is_stopped_while_it_is_made_ready_is_not_answered() {
    let (policy, _) = read(
        7,
        Size {
            terms: 8,
            prerequisites: 6,
            width: 8,
            listed: 50,
        },
    );
    let watch = Watch::default();
    watch.stop();
    let judge = Judge::obeying(&policy, &[], &watch);
    let fresh = Judge::new(&policy, &[]);
    let everything = Region::everything(&judge.engine.space);
    let ask = |judge: &Judge<'_>| -> Vec<Result<Outcomes, Limit>> {
        let questions = judge.prerequisites.iter();
        questions
            .map(|question| judge.engine.ask(question, &everything))
            .collect()
    };
    let wanted = ask(&fresh);
    // What is plain may be answered, but nothing wrong.
    let pairs = || ask(&judge).into_iter().zip(&wanted);
    assert!(pairs().any(|(found, _)| found == Err(Limit::Stopped)));
    assert!(pairs().all(|(found, wanted)| found == *wanted || found == Err(Limit::Stopped)));
    // Whoever is waited for again is answered as if nothing had been.
    judge.obey(&Watch::default());
    assert_eq!(ask(&judge), wanted);
}
