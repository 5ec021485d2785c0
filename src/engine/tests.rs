//! Diagrams and the solver are asked the same questions and must agree. (That the diagrams are
//! right is shown against enumeration, in `tests/laws.rs`.)

#[path = "../../tests/laws/random.rs"]
#[allow(dead_code)]
mod random;

use std::sync::Arc;

use random::Size;

use super::solver::{self, Solver};
use super::{Contrasts, Question, Stake, What};
use crate::judge::Judge;
use crate::policy::{Policy, resolve_policy, resolve_vocabulary};
use crate::proposal::{self, Options, Proposal};
use crate::source::Source;
use crate::syntax::{parse, tree};
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
        let engine = &judge.engine;
        let (mut solver, mut twin) = (Solver::new(engine), Solver::twin(engine));
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
