//! Whether proposals come to what is expected of them.

mod coverage;

use std::sync::Arc;

pub use coverage::Exercised;

use super::error::Error;
use super::files::{self, Files};
use super::load::Linting;
use super::{ErrorKind, World};
use crate::answer::{self, CheckAnswer, PolicyRef, TestAnswer, TestFailure};
use crate::limit::{Cancel, Limit};
use crate::policy::Policy;
use crate::proposal::{
    Expectation, Expected, ExpectedBy, ExpectedVerdicts, Options, Proposal, read_expectation,
    test_name, tested_paths,
};
use crate::questions::explain::Depth;
use crate::text::{Code, Diagnostic, Place, Source};

/// Tests proposals against what is expected of them. Each policy is opened once.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use servanda::limit::Cancel;
/// use servanda::world::Tester;
///
/// let files = BTreeMap::from([
///     ("draft.yaml", "proposal: draft\nprovisions: {}"),
///     ("draft.expect.yaml", "policies: {column: {verdict: open, findings: {pledge_scope: met}}}"),
/// ]);
/// let mut tester = Tester::new(&files);
/// let tests = tester.test("draft.expect.yaml", &Cancel::default())?;
/// let test = tests[0].as_ref().unwrap();
/// assert_eq!(test.failures[0].name.as_deref(), Some("pledge_scope"));
/// # Ok::<(), servanda::Error>(())
/// ```
#[derive(Debug)]
pub struct Tester<'f, F> {
    files: &'f F,
    worlds: Vec<(String, World<&'f F>)>,
}

impl<'f, F: Files> Tester<'f, F> {
    /// Proposals, expectations and policies come from these files.
    pub fn new(files: &'f F) -> Self {
        Self {
            files,
            worlds: Vec::new(),
        }
    }

    /// Tests the proposal beside a file that says what is expected of it: an answer for each policy,
    /// or why there is none.
    ///
    /// # Errors
    ///
    /// If the file is not there or cannot be read, or there is no such proposal.
    pub fn test(
        &mut self,
        path: &str,
        cancel: &Cancel,
    ) -> Result<Vec<Result<TestAnswer, Error>>, Error> {
        let source = Source::new(path, files::text(self.files, path)?);
        let expectation = read_expectation(&source)?;
        let tested = self.tested(&expectation)?;
        let each = expectation.policies.iter();
        let each = each.map(|by| {
            let place = expectation.place(by.policy.span);
            let tested = self.test_by(by, &expectation, &tested, cancel);
            tested.map_err(|error| placed(error, &place))
        });
        Ok(each.collect())
    }

    /// The policies that were opened, in that order.
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.worlds.iter().flat_map(|(_, world)| world.policies())
    }

    /// The text of the proposal of an expectation.
    fn tested(&self, expectation: &Expectation) -> Result<Arc<Source>, Error> {
        let path = expectation.source.name();
        let paths = tested_paths(test_name(path).unwrap_or(path));
        for path in &paths {
            if let Some(text) = self.files.read(path)? {
                return Ok(Source::new(path, text));
            }
        }
        let [path, _] = paths;
        let message = format!("there is no proposal `{path}` for this expectation");
        let mut said = Diagnostic::error(Code::ExpectationWithoutProposal, message)
            .at(expectation.place(expectation.policies[0].policy.span), "");
        if let Some(near) = self.files.near(&path) {
            said = said.help(format!("did you mean `{near}`?"));
        }
        let help = "NAME.expect.yaml is about NAME.yaml beside it: rename one of the two, or \
                    remove the expectation";
        Err(said.help(help).into())
    }

    fn test_by(
        &mut self,
        by: &ExpectedBy,
        expectation: &Expectation,
        tested: &Arc<Source>,
        cancel: &Cancel,
    ) -> Result<TestAnswer, Error> {
        let world = self.world(&expectation.path_of(by), cancel)?;
        let policy = &world.policies()[0];
        let wrong = expectation.wrong_names(by, policy);
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let failures = match (world.read(tested), &by.outcome) {
            (Ok(proposal), Expected::Judged(expected)) => {
                judged(world, &proposal, expectation, by, expected, cancel)?
            }
            (Ok(proposal), Expected::Refused(wanted)) => {
                match check(world, &proposal, &[], Depth::Verdicts, cancel) {
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
        let path = expectation.source.name();
        Ok(TestAnswer {
            name: test_name(path).unwrap_or(path).into(),
            expectation: path.into(),
            file: tested.name().into(),
            policy: PolicyRef::new(policy),
            passed: failures.is_empty(),
            failures,
        })
    }

    /// The world of one policy.
    fn world(&mut self, path: &str, cancel: &Cancel) -> Result<&World<&'f F>, Error> {
        let known = self.worlds.iter().position(|(known, _)| known == path);
        let at = match known {
            Some(at) => at,
            None => {
                let world = World::load(self.files, [path], Linting::Off, cancel)?;
                self.worlds.push((path.to_owned(), world));
                self.worlds.len() - 1
            }
        };
        Ok(&self.worlds[at].1)
    }
}

/// What of a proposal that can be read is not what was expected. The verdicts come first; only what is
/// not as expected is explained.
fn judged<F: Files>(
    world: &World<F>,
    proposal: &Proposal,
    expectation: &Expectation,
    by: &ExpectedBy,
    expected: &ExpectedVerdicts,
    cancel: &Cancel,
) -> Result<Vec<TestFailure>, Error> {
    // Readings are looked up first: a wrong name is no refusal of the text.
    for reading in &expected.readings {
        let looked_up = world.readings([&reading.value]);
        looked_up.map_err(|error| placed(error, &expectation.place(reading.span)))?;
    }
    let readings: Vec<&str> = (expected.readings.iter())
        .map(|reading| &*reading.value)
        .collect();
    let depth = match expected.turns_on {
        Some(_) => Depth::All,
        None => Depth::Verdicts,
    };
    let mut came = match check(world, proposal, &readings, depth, cancel) {
        Ok(came) => came,
        Err(error) => return refused(error, expectation, by),
    };
    if expected.turns_on.is_some() && came.iter().any(is_unexplained) {
        return Err(Limit::Stopped.into());
    }
    let mut telling = Vec::new();
    for came in &came {
        telling.extend(answer::telling(expected, came));
    }
    if expected.turns_on.is_none() && !telling.is_empty() {
        // Where time runs out, what was expected and what came is told without reasons.
        let depth = Depth::Named(telling);
        if let Ok(explained) = check(world, proposal, &readings, depth, cancel) {
            came = explained;
        }
    }
    let each = came.iter();
    Ok(each
        .flat_map(|came| answer::failures(expectation, expected, came))
        .collect())
}

/// Whether it is not known what a verdict turns on.
fn is_unexplained(came: &CheckAnswer) -> bool {
    came.account.as_ref().is_none_or(|account| account.limited)
}

/// What the one policy of a world says.
fn check<F: Files>(
    world: &World<F>,
    proposal: &Proposal,
    readings: &[&str],
    depth: Depth,
    cancel: &Cancel,
) -> Result<Vec<CheckAnswer>, Error> {
    let readings = world.readings(readings)?;
    let checker = world.checker(readings, Options::default(), cancel);
    checker.explaining(depth).check(proposal, cancel).collect()
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

/// An error that says where in the expectation the name or the policy stands that it is about.
fn placed(error: Error, place: &Place) -> Error {
    let each = error.into_diagnostics().into_iter();
    let each = each.map(|said| match said.place() {
        Some(_) => said,
        None => said.at(place.clone(), ""),
    });
    each.collect::<Vec<Diagnostic>>().into()
}
