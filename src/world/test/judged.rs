//! One test: what was expected, and what came.

use super::{Test, Tester, placed};
use crate::answer::{self, CheckAnswer, OptionsTaken, PolicyRef, TestAnswer, TestFailure};
use crate::limit::{Cancel, Limit};
use crate::policy::ReadingChoice;
use crate::proposal::{Expectation, Expected, ExpectedBy, ExpectedVerdicts, Options, Proposal};
use crate::questions::explain::Depth;
use crate::world::error::Error;
use crate::world::files::Files;
use crate::world::{ErrorKind, World};

/// Runs a test in the world of its policy.
pub(super) fn run<F: Files>(
    world: &World<&F>,
    tester: &Tester<'_, F>,
    test: &Test,
    cancel: &Cancel,
) -> Result<TestAnswer, Error> {
    let (expectation, by) = (&test.expectation, test.by());
    let taken = Taken::of(world, by, expectation)?;
    let failures = match (tester.proposal(test), &by.outcome) {
        (Ok(proposal), Expected::Judged(expected)) => {
            let question = Question {
                world,
                proposal: &proposal,
                taken: &taken,
                cancel,
            };
            question.judged(expectation, by, expected)?
        }
        (Ok(proposal), Expected::Refused(wanted)) => {
            let question = Question {
                world,
                proposal: &proposal,
                taken: &taken,
                cancel,
            };
            match question.check(Depth::Verdicts) {
                Ok(came) => {
                    let each = came.iter();
                    each.map(|came| answer::not_refused(wanted, expectation, came))
                        .collect()
                }
                Err(error) => refused(error, expectation, by)?,
            }
        }
        (Err(error), Expected::Judged(_) | Expected::Refused(_)) => {
            refused(error, expectation, by)?
        }
    };
    Ok(TestAnswer {
        name: expectation.name().into(),
        expectation: expectation.source.name().into(),
        fixture: (expectation.inside.as_ref()).map(|inside| (&inside.name.value).into()),
        file: test.text.file().into(),
        policy: PolicyRef::new(tester.policy(test)),
        options: OptionsTaken::new(taken.options, &taken.readings),
        passed: failures.is_empty(),
        failures,
    })
}

/// What of a proposal that should be judged is not as expected, by the policy of a world.
pub(super) fn failures<F: Files>(
    world: &World<F>,
    proposal: &Proposal,
    (expectation, by): (&Expectation, &ExpectedBy),
    cancel: &Cancel,
) -> Result<Vec<TestFailure>, Error> {
    let Expected::Judged(expected) = &by.outcome else {
        return Ok(Vec::new());
    };
    let taken = Taken::of(world, by, expectation)?;
    let question = Question {
        world,
        proposal,
        taken: &taken,
        cancel,
    };
    question.judged(expectation, by, expected)
}

/// How a text is taken, and how the policy is read.
struct Taken<'w> {
    options: Options,
    readings: Vec<ReadingChoice<'w>>,
}

impl<'w> Taken<'w> {
    /// Readings are looked up before anything is read: a wrong name is no refusal of the text.
    fn of<F: Files>(
        world: &'w World<F>,
        by: &ExpectedBy,
        expectation: &Expectation,
    ) -> Result<Self, Error> {
        let Expected::Judged(expected) = &by.outcome else {
            return Ok(Self {
                options: Options::default(),
                readings: world.every_reading(),
            });
        };
        for reading in &expected.readings {
            let looked_up = world.readings([&reading.value]);
            looked_up.map_err(|error| placed(error, &expectation.place(reading.span)))?;
        }
        let readings = expected.readings.iter().map(|reading| &*reading.value);
        Ok(Self {
            options: expected.options,
            readings: world.readings(readings)?,
        })
    }
}

/// A proposal that could be read, and how it is taken.
struct Question<'q, F> {
    world: &'q World<F>,
    proposal: &'q Proposal,
    taken: &'q Taken<'q>,
    cancel: &'q Cancel,
}

impl<F: Files> Question<'_, F> {
    /// What is not as expected. The verdicts come first; only what is not as expected is explained.
    fn judged(
        &self,
        expectation: &Expectation,
        by: &ExpectedBy,
        expected: &ExpectedVerdicts,
    ) -> Result<Vec<TestFailure>, Error> {
        let depth = depth(expected);
        let mut came = match self.check(depth.clone()) {
            Ok(came) => came,
            Err(error) => return refused(error, expectation, by),
        };
        if came.iter().any(|came| is_unexplained(came, &depth)) {
            return Err(Limit::Stopped.into());
        }
        let mut telling = Vec::new();
        for came in &came {
            telling.extend(answer::telling(expected, came));
        }
        if depth != Depth::All && !telling.is_empty() {
            if let Depth::Named(names) = depth {
                telling.extend(names);
            }
            // Where time runs out, what was expected and what came is told without reasons.
            if let Ok(explained) = self.check(Depth::Named(telling)) {
                came = explained;
            }
        }
        let each = came.iter();
        Ok(each
            .flat_map(|came| answer::failures(expectation, expected, came))
            .collect())
    }

    /// What the one policy of the world says.
    fn check(&self, depth: Depth) -> Result<Vec<CheckAnswer>, Error> {
        let (readings, options) = (self.taken.readings.clone(), self.taken.options);
        let checker = self.world.checker(readings, options, self.cancel);
        let checker = checker.explaining(depth);
        checker.check(self.proposal, self.cancel).collect()
    }
}

/// What has to be explained to see whether all is as expected.
fn depth(expected: &ExpectedVerdicts) -> Depth {
    if expected.turns_on.is_some() {
        return Depth::All;
    }
    let explained = expected.findings.iter();
    let explained = explained.filter(|finding| finding.turns_on.is_some());
    let names: Vec<String> = explained.map(|each| each.name.value.clone()).collect();
    if names.is_empty() {
        Depth::Verdicts
    } else {
        Depth::Named(names)
    }
}

/// Whether it is not known what a verdict turns on that is looked at.
fn is_unexplained(came: &CheckAnswer, depth: &Depth) -> bool {
    let joint = || {
        let account = came.account.as_ref();
        account.is_none_or(|account| account.limited)
    };
    let of_finding = |name: &String| {
        let finding = came.findings.iter().find(|each| each.id == *name);
        let full = finding.and_then(|finding| finding.full.as_ref());
        full.is_none_or(|full| full.account.limited)
    };
    match depth {
        Depth::Verdicts | Depth::Brief => false,
        Depth::Named(names) => names.iter().any(of_finding),
        Depth::All => joint(),
    }
}

/// The failure of a text that is refused, unless that was expected. A limit is no refusal.
fn refused(
    error: Error,
    expectation: &Expectation,
    by: &ExpectedBy,
) -> Result<Vec<TestFailure>, Error> {
    match error.kind() {
        ErrorKind::Input => {
            let failure = answer::refused(by, expectation, error.diagnostics());
            Ok(failure.into_iter().collect())
        }
        ErrorKind::Limit | ErrorKind::Cancelled => Err(error),
    }
}
