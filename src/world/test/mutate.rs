//! Whether the tests notice mistakes in the policies.

mod fixtures;

use super::coverage::is_same;
use super::recorded::recorded;
use super::{OpenedPolicy, Test, TestedText, Tester, judged};
use crate::answer::{MutantAnswer, MutantFate, MutatedAnswer};
use crate::engine::Session;
use crate::limit::{Cancel, Limit};
use crate::policy::{Policy, ReadingChoice};
use crate::proposal::{Expected, ExpectedVerdicts, Options, Proposal, Record};
use crate::questions::mutate::{
    Bench, Difference, Expects, Fate, Maker, Mutation, Operator, Owner, Plan, Trial, Variant,
    mutations,
};
use crate::text::Code;
use crate::world::error::Error;
use crate::world::files::Files;
use crate::world::{ErrorKind, NoFiles, World, options};

/// Something that can fail where the policy is changed: a test or a snapshot of a text that is judged.
struct Case<'t> {
    name: String,
    proposal: Proposal,
    looks_at: LooksAt<'t>,
}

/// What is looked at.
enum LooksAt<'t> {
    /// What a test expects.
    Expected(&'t Test, &'t ExpectedVerdicts),
    /// All that the policy says, as a snapshot keeps it.
    Everything,
}

impl Case<'_> {
    fn readings(&self) -> Vec<&str> {
        let LooksAt::Expected(_, expected) = self.looks_at else {
            return Vec::new();
        };
        let readings = expected.readings.iter();
        readings.map(|reading| reading.value.as_str()).collect()
    }

    fn options(&self) -> Options {
        match self.looks_at {
            LooksAt::Expected(_, expected) => expected.options,
            LooksAt::Everything => Options::default(),
        }
    }

    /// What it expects that can be told from verdicts alone.
    fn expects(
        &self,
        bench: &Bench<'_>,
        trial: &Trial,
        session: &Session<'_, '_>,
    ) -> Result<Expects, Limit> {
        match self.looks_at {
            LooksAt::Expected(_, expected) => Ok(expects(expected, bench.policy)),
            LooksAt::Everything => bench.comes_to(trial, session),
        }
    }

    /// Whether it fails by another policy in place of its own. An answer that cannot be had because the
    /// policy lacks what is asked for is a failure.
    fn fails(
        &self,
        now: &World<impl Files>,
        policy: Policy,
        cancel: &Cancel,
    ) -> Result<bool, Limit> {
        let then = alone(policy);
        let failed = match self.looks_at {
            LooksAt::Expected(test, _) => {
                let said = (test.expectation(), test.by());
                let failures = judged::failures(&then, &self.proposal, said, cancel);
                failures.map(|failures| !failures.is_empty())
            }
            LooksAt::Everything => self.recorded(now, cancel).and_then(|kept| {
                let came = self.recorded(&then, cancel)?;
                Ok(came != kept)
            }),
        };
        match failed {
            Err(error) if error.kind() == ErrorKind::Input => Ok(true),
            failed => failed.map_err(|_| Limit::Stopped),
        }
    }

    fn recorded<F: Files>(&self, world: &World<F>, cancel: &Cancel) -> Result<Record, Error> {
        recorded(world, &self.proposal, cancel)
    }
}

fn expects(expected: &ExpectedVerdicts, policy: &Policy) -> Expects {
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
    let mut of_findings = expected.findings.iter();
    Expects {
        verdict: expected.verdict.as_ref().map(|verdict| verdict.value),
        findings: findings.collect(),
        warnings: warnings.collect(),
        more: expected.turns_on.is_some() || of_findings.any(|each| each.turns_on.is_some()),
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
    /// Makes every mistake of [`mutations`] in a policy, one at a time, and looks whether a test fails then,
    /// or a snapshot of a text differs. As it is all have to pass, which [`Tester::run`] and
    /// [`Tester::record`] find out. Where work is cancelled, mutants are left undecided.
    ///
    /// # Errors
    ///
    /// If a proposal cannot be read.
    pub fn mutate(
        &self,
        policy: &Policy,
        tests: &[Test],
        snapshots: &[(TestedText, OpenedPolicy)],
        cancel: &Cancel,
    ) -> Result<MutatedAnswer, Error> {
        let mut cases = Vec::new();
        let own = |test: &&Test| is_same(self.policy(test), policy);
        for test in tests.iter().filter(own) {
            // Whether a text can be read does not turn on the policy.
            if let Expected::Judged(expected) = &test.by().outcome {
                cases.push(Case {
                    name: test.expectation().name(),
                    proposal: self.proposal(test)?,
                    looks_at: LooksAt::Expected(test, expected),
                });
            }
        }
        for (text, opened) in snapshots {
            if !is_same(self.opened_policy(*opened), policy) {
                continue;
            }
            match text.read(&self.worlds[opened.0].1) {
                Ok(proposal) => cases.push(Case {
                    name: text.name(),
                    proposal,
                    looks_at: LooksAt::Everything,
                }),
                Err(error) if error.kind() == ErrorKind::Input => {}
                Err(error) => return Err(error),
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
    let session = bench.session(cancel);
    let mut trials = Vec::with_capacity(cases.len());
    for case in cases {
        let trial = trial(&bench, policy, case)?;
        let expects = case.expects(&bench, &trial, &session);
        trials.push((trial, expects.map_err(Error::from)?));
    }
    let mut survivors = Vec::new();
    let mut mutants = Vec::with_capacity(mutations.len());
    for ((mutation, place), codes) in mutations.iter().zip(places).zip(refused) {
        let outcome = match place {
            None => Outcome::NotViable(codes),
            Some(variant) => {
                let noticed = Noticed {
                    world,
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
        .knowledge(&policy.vocabulary, case.options())?;
    Ok(bench.trial(&known, &choice))
}

/// The search for a test that fails with a mutant.
struct Noticed<'a, F> {
    /// The world of the policy.
    world: &'a World<F>,
    plan: &'a Plan<'a>,
    mutation: &'a Mutation,
    variant: usize,
    cases: &'a [Case<'a>],
    trials: &'a [(Trial, Expects)],
    cancel: &'a Cancel,
}

impl<F: Files> Noticed<'_, F> {
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
                    Ok(true) => return Ok(Some(case.name.clone())),
                    Ok(false) => {}
                    Err(limit) => unclear = Some(limit),
                }
            }
        }
        unclear.map_or(Ok(None), Err)
    }

    /// Whether a mutant lacks a reading that a test may settle.
    fn may_lack_reading(&self, case: &Case<'_>) -> bool {
        let settles = match case.looks_at {
            LooksAt::Expected(..) => !case.readings().is_empty(),
            // It names every reading.
            LooksAt::Everything => true,
        };
        self.mutation.operator == Operator::Reading && settles
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
            Ok(policy) => case.fails(self.world, policy, self.cancel),
            // What is refused as a whole is no kill; that it is read in part and not as a whole does not occur.
            Err(_) => Ok(false),
        }
    }
}
