//! Whether the tests notice mistakes in the policies.

mod fixtures;

use super::coverage::is_same;
use super::{Test, Tester, judged};
use crate::answer::{MutantAnswer, MutantFate, MutatedAnswer};
use crate::engine::Session;
use crate::limit::{Cancel, Limit};
use crate::policy::{Policy, ReadingChoice};
use crate::proposal::{Expected, ExpectedVerdicts, Proposal};
use crate::questions::mutate::{
    Bench, Difference, Expects, Fate, Maker, Mutation, Operator, Owner, Plan, Trial, Variant,
    mutations,
};
use crate::text::Code;
use crate::world::error::Error;
use crate::world::files::Files;
use crate::world::{ErrorKind, NoFiles, World, options};

/// A test that can fail where the policy is changed: its text is judged.
struct Case<'t> {
    test: &'t Test,
    expected: &'t ExpectedVerdicts,
    proposal: Proposal,
}

impl Case<'_> {
    fn readings(&self) -> Vec<&str> {
        let readings = self.expected.readings.iter();
        readings.map(|reading| reading.value.as_str()).collect()
    }

    /// What it expects that can be told from verdicts alone.
    fn expects(&self, policy: &Policy) -> Expects {
        let expected = self.expected;
        let findings = policy.prerequisite_ids().filter_map(|id| {
            let name = &policy.prerequisite(id).name;
            let mut all = expected.findings.iter();
            let found = all.find(|finding| finding.name.value == *name)?;
            Some((id, found.verdict?))
        });
        let warnings = policy.warning_ids().filter_map(|id| {
            let name = &policy.warning(id).name;
            let mut all = expected.warnings.iter();
            let (_, alarm) = all.find(|(known, _)| known.value == *name)?;
            Some((id, *alarm))
        });
        let of_finding = |turns_on: bool, finding: &crate::proposal::ExpectedFinding| {
            turns_on || finding.turns_on.is_some()
        };
        let turns_on = expected.turns_on.is_some();
        Expects {
            verdict: expected.verdict.as_ref().map(|verdict| verdict.value),
            findings: findings.collect(),
            warnings: warnings.collect(),
            more: expected.findings.iter().fold(turns_on, of_finding),
        }
    }

    /// Whether it fails by another policy in place of its own. An answer that cannot be had because the
    /// policy lacks what is asked for is a failure.
    fn fails(&self, policy: Policy, cancel: &Cancel) -> Result<bool, Limit> {
        let said = (self.test.expectation(), self.test.by());
        match judged::failures(&alone(policy), &self.proposal, said, cancel) {
            Ok(failures) => Ok(!failures.is_empty()),
            Err(error) if error.kind() == ErrorKind::Input => Ok(true),
            Err(_) => Err(Limit::Stopped),
        }
    }
}

/// A world of one policy that reads no files.
fn alone(policy: Policy) -> World<NoFiles> {
    World {
        files: NoFiles,
        policies: vec![policy],
        warnings: Vec::new(),
    }
}

/// What became of a mutant.
enum Outcome {
    Killed(String),
    Equivalent,
    NotViable(Vec<Code>),
    NotDecided,
    Survived,
}

impl<F: Files> Tester<'_, F> {
    /// Makes every mistake of [`mutations`] in a policy of these tests, one at a time, and looks whether
    /// a test fails then. The tests have to pass, which [`Tester::run`] finds out. Where work is cancelled,
    /// mutants are left undecided.
    ///
    /// # Errors
    ///
    /// If a proposal cannot be read.
    pub fn mutate(
        &self,
        policy: &Policy,
        tests: &[Test],
        cancel: &Cancel,
    ) -> Result<MutatedAnswer, Error> {
        let mut cases = Vec::new();
        for test in tests
            .iter()
            .filter(|test| is_same(self.policy(test), policy))
        {
            // Whether a text can be read does not turn on the policy.
            if let Expected::Judged(expected) = &test.by().outcome {
                let proposal = self.proposal(test)?;
                cases.push(Case {
                    test,
                    expected,
                    proposal,
                });
            }
        }
        let own = self.worlds.iter().map(|(_, world)| world);
        let mut own = own.filter(|world| is_same(&world.policies()[0], policy));
        match own.next() {
            Some(world) => mutated(world, &cases, cancel),
            None => Ok(MutatedAnswer::new(policy, 0, Vec::new(), Vec::new())),
        }
    }
}

/// The mutants of a policy, and what its tests notice of them.
fn mutated<F: Files>(
    world: &World<F>,
    cases: &[Case<'_>],
    cancel: &Cancel,
) -> Result<MutatedAnswer, Error> {
    let policy = &world.policies()[0];
    let mutations = mutations(policy);
    let plan = Plan::new(policy);
    let (mut variants, mut differences, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let mut maker = Maker::new();
    // By mutation, its place among the variants.
    let mut places: Vec<Option<usize>> = Vec::with_capacity(mutations.len());
    for mutation in &mutations {
        match plan.read(mutation) {
            Ok(variant) => {
                places.push(Some(variants.len()));
                differences.push(differences_of(policy, mutation, &variant, &mut maker));
                variants.push(variant);
                refused.push(Vec::new());
            }
            Err(said) => {
                places.push(None);
                let mut codes: Vec<Code> = said.iter().map(|said| said.code).collect();
                codes.dedup();
                refused.push(codes);
            }
        }
    }
    let bench = Bench::new(policy, &variants, &differences, cancel);
    let mut trials = Vec::with_capacity(cases.len());
    for case in cases {
        trials.push((trial(&bench, policy, case)?, case.expects(policy)));
    }
    let session = bench.session(cancel);
    let mut survivors = Vec::new();
    let mut mutants = Vec::with_capacity(mutations.len());
    for ((mutation, place), codes) in mutations.iter().zip(places).zip(refused) {
        let outcome = match place {
            None => Outcome::NotViable(codes),
            Some(variant) => {
                let noticed = Noticed {
                    plan: &plan,
                    mutation,
                    variant,
                    cases,
                    trials: &trials,
                    cancel,
                };
                match noticed.by(&bench, &session) {
                    Ok(Some(name)) => Outcome::Killed(name),
                    Ok(None) => match bench.found(variant, &session) {
                        Ok(Some(found)) => {
                            survivors.push(fixtures::Survivor {
                                mutant: mutants.len(),
                                mutation,
                                variant,
                                found,
                            });
                            Outcome::Survived
                        }
                        Ok(None) => Outcome::Equivalent,
                        Err(_) => Outcome::NotDecided,
                    },
                    Err(_) => Outcome::NotDecided,
                }
            }
        };
        mutants.push(answer(policy, mutation, outcome));
    }
    let writer = fixtures::Writer {
        world,
        policy,
        plan: &plan,
        bench: &bench,
        session: &session,
        cancel,
    };
    let written = writer.write(&survivors, &mut mutants);
    Ok(MutatedAnswer::new(policy, cases.len(), mutants, written))
}

fn answer(policy: &Policy, mutation: &Mutation, outcome: Outcome) -> MutantAnswer {
    let fate = match &outcome {
        Outcome::Killed(_) => MutantFate::Killed,
        Outcome::Equivalent => MutantFate::Equivalent,
        Outcome::NotViable(_) => MutantFate::NotViable,
        Outcome::NotDecided => MutantFate::NotDecided,
        Outcome::Survived => MutantFate::Survived,
    };
    let mut answer = MutantAnswer::new(policy, mutation, fate);
    match outcome {
        Outcome::Killed(name) => answer.killed_by = Some(name.into()),
        Outcome::NotViable(codes) => answer.refused = codes,
        Outcome::Equivalent | Outcome::NotDecided | Outcome::Survived => {}
    }
    answer
}

/// What can differ in a mutant: the joint verdict if only that can.
fn differences_of(
    policy: &Policy,
    mutation: &Mutation,
    variant: &Variant,
    maker: &mut Maker,
) -> Vec<Difference> {
    match (mutation.operator, mutation.owner) {
        (Operator::Advisory, Owner::Prerequisite(id, _)) => vec![maker.joint(policy, id)],
        _ => maker.parts(policy, variant),
    }
}

fn trial(bench: &Bench<'_>, policy: &Policy, case: &Case<'_>) -> Result<Trial, Error> {
    let policies = std::slice::from_ref(policy);
    let readings = options::readings(&case.readings(), policies)?;
    let choice = readings.into_iter().next();
    let choice = choice.unwrap_or_else(|| ReadingChoice::from(policy));
    let known = case
        .proposal
        .knowledge(&policy.vocabulary, case.expected.options)?;
    Ok(bench.trial(&known, &choice))
}

/// The search for a test that fails with a mutant.
struct Noticed<'a> {
    plan: &'a Plan<'a>,
    mutation: &'a Mutation,
    variant: usize,
    cases: &'a [Case<'a>],
    trials: &'a [(Trial, Expects)],
    cancel: &'a Cancel,
}

impl Noticed<'_> {
    /// The name of the first test that fails. A limit that is met is an error only if none is seen to fail.
    fn by<'p>(
        &self,
        bench: &Bench<'p>,
        session: &Session<'_, 'p>,
    ) -> Result<Option<String>, Limit> {
        let mut unclear = None;
        let steps = [Self::fails_in_part, Self::fails_otherwise];
        // What is told by one prerequisite alone is told soonest.
        for step in steps {
            for (case, trial) in self.cases.iter().zip(self.trials) {
                match step(self, case, trial, bench, session) {
                    Ok(true) => return Ok(Some(case.test.expectation().name())),
                    Ok(false) => {}
                    Err(limit) => unclear = Some(limit),
                }
            }
        }
        unclear.map_or(Ok(None), Err)
    }

    /// Whether a mutant lacks a reading that a test may settle.
    fn may_lack_reading(&self, case: &Case<'_>) -> bool {
        self.mutation.operator == Operator::Reading && !case.readings().is_empty()
    }

    fn fails_in_part<'p>(
        &self,
        case: &Case<'_>,
        (trial, expects): &(Trial, Expects),
        bench: &Bench<'p>,
        session: &Session<'_, 'p>,
    ) -> Result<bool, Limit> {
        if self.may_lack_reading(case) {
            return Ok(false);
        }
        bench.fails_in_part(self.variant, (trial, expects), session)
    }

    fn fails_otherwise<'p>(
        &self,
        case: &Case<'_>,
        (trial, expects): &(Trial, Expects),
        bench: &Bench<'p>,
        session: &Session<'_, 'p>,
    ) -> Result<bool, Limit> {
        if self.may_lack_reading(case) {
            return self.fails_in_full(case);
        }
        match bench.fate(self.variant, (trial, expects), session)? {
            Fate::Fails => Ok(true),
            Fate::Passes => Ok(false),
            Fate::Unclear => self.fails_in_full(case),
        }
    }

    /// Runs the test as it is run by itself.
    fn fails_in_full(&self, case: &Case<'_>) -> Result<bool, Limit> {
        match self.plan.read_whole(self.mutation) {
            Ok(policy) => case.fails(policy, self.cancel),
            // What is refused as a whole is no kill; that it is read in part and not as a whole does not occur.
            Err(_) => Ok(false),
        }
    }
}
