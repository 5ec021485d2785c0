//! Whether proposals come to what is expected of them.

mod coverage;
mod judged;
mod mutate;
mod recorded;

pub use recorded::{OpenedPolicy, TestedText};

use std::sync::Arc;

pub use coverage::Exercised;

use super::World;
use super::error::Error;
use super::files::{self, Files};
use super::load::Linting;
use crate::answer::TestAnswer;
use crate::limit::Cancel;
use crate::policy::Policy;
use crate::proposal::{Expectation, ExpectedBy, Proposal, read_expectations, tested_paths};
use crate::text::{Code, Diagnostic, Place, Severity, Source};

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

/// A proposal and what is expected of it by one policy, which is open. Threads can share it.
#[derive(Clone, Debug)]
pub struct Test {
    expectation: Arc<Expectation>,
    /// The place in the expectation's list of policies.
    by: usize,
    text: TestedText,
    /// The place of the policy among the worlds of the tester.
    world: usize,
}

impl Test {
    /// What is expected.
    #[must_use]
    pub fn expectation(&self) -> &Expectation {
        &self.expectation
    }

    /// The text that is tested.
    #[must_use]
    pub fn text(&self) -> &TestedText {
        &self.text
    }

    /// What is expected by the policy.
    #[must_use]
    pub fn by(&self) -> &ExpectedBy {
        &self.expectation.policies[self.by]
    }
}

impl<'f, F: Files> Tester<'f, F> {
    /// Proposals, expectations and policies come from these files.
    pub fn new(files: &'f F) -> Self {
        Self {
            files,
            worlds: Vec::new(),
        }
    }

    /// Tests the proposals of a file that says what is expected of them: an answer for each policy, or
    /// why there is none.
    ///
    /// # Errors
    ///
    /// If the file is not there or cannot be read, or there is no such proposal.
    pub fn test(
        &mut self,
        path: &str,
        cancel: &Cancel,
    ) -> Result<Vec<Result<TestAnswer, Error>>, Error> {
        let tests = self.open(path, |_| true, cancel)?;
        let tests = tests.into_iter();
        let tests = tests.map(|test| self.run(&test?, cancel));
        Ok(tests.collect())
    }

    /// Reads a file that says what is expected of proposals, and opens the policies. Only tests of wanted
    /// names are given.
    ///
    /// # Errors
    ///
    /// As for [`Tester::test`].
    pub fn open(
        &mut self,
        path: &str,
        wanted: impl Fn(&str) -> bool,
        cancel: &Cancel,
    ) -> Result<Vec<Result<Test, Error>>, Error> {
        let source = Source::new(path, files::text(self.files, path)?);
        let mut tests = Vec::new();
        for expectation in read_expectations(&source)? {
            if !wanted(&expectation.name()) {
                continue;
            }
            let text = self.tested(&expectation)?;
            let text = TestedText::new(text, expectation.inside.clone());
            let expectation = Arc::new(expectation);
            for at in 0..expectation.policies.len() {
                let world = self.opened(&expectation, at, cancel);
                tests.push(world.map(|world| Test {
                    expectation: Arc::clone(&expectation),
                    by: at,
                    text: text.clone(),
                    world,
                }));
            }
        }
        Ok(tests)
    }

    /// Runs one test that this tester has opened.
    ///
    /// # Errors
    ///
    /// What keeps it from being run: a reading that the policy does not have; a limit, or that the work
    /// was cancelled.
    pub fn run(&self, test: &Test, cancel: &Cancel) -> Result<TestAnswer, Error> {
        let answer = judged::run(self.world(test), self, test, cancel);
        answer.map_err(|error| of_test(error, &test.expectation, test.by))
    }

    /// The proposal of a test.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn proposal(&self, test: &Test) -> Result<Proposal, Error> {
        test.text.read(self.world(test))
    }

    /// The policy of a test.
    #[must_use]
    pub fn policy(&self, test: &Test) -> &Policy {
        &self.world(test).policies()[0]
    }

    /// The policies that were opened, in that order.
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.worlds.iter().flat_map(|(_, world)| world.policies())
    }

    /// The world of a test's policy alone.
    fn world(&self, test: &Test) -> &World<&'f F> {
        &self.worlds[test.world].1
    }

    /// Opens a policy of an expectation, which has to name only what the policy has. Returns its place.
    fn opened(
        &mut self,
        expectation: &Expectation,
        at: usize,
        cancel: &Cancel,
    ) -> Result<usize, Error> {
        let by = &expectation.policies[at];
        let world = self.loaded(&expectation.path_of(by), cancel);
        let named = world.and_then(|world| {
            let policy = &self.worlds[world].1.policies()[0];
            match expectation.wrong_names(by, policy) {
                wrong if wrong.is_empty() => Ok(world),
                wrong => Err(wrong.into()),
            }
        });
        named.map_err(|error| of_test(error, expectation, at))
    }

    /// The text of the proposal of an expectation, or its own file, if it stands there.
    fn tested(&self, expectation: &Expectation) -> Result<Arc<Source>, Error> {
        if expectation.inside.is_some() {
            return Ok(Arc::clone(&expectation.source));
        }
        let paths = tested_paths(&expectation.name());
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

    /// The place of one policy's world.
    fn loaded(&mut self, path: &str, cancel: &Cancel) -> Result<usize, Error> {
        if let Some(known) = self.worlds.iter().position(|(known, _)| known == path) {
            return Ok(known);
        }
        let world = World::load(self.files, [path], Linting::Off, cancel)?;
        self.worlds.push((path.to_owned(), world));
        Ok(self.worlds.len() - 1)
    }
}

/// An error that says where in the expectation the policy or the fixture stands that it is about.
fn of_test(error: Error, expectation: &Expectation, by: usize) -> Error {
    let place = expectation.place(expectation.policies[by].policy.span);
    let error = placed(error, &place);
    let Some(inside) = &expectation.inside else {
        return error;
    };
    let each = error.into_diagnostics().into_iter();
    let each = each.map(|said| inside.said_of(&expectation.source, said));
    each.collect::<Vec<Diagnostic>>().into()
}

/// The codes of the errors, each once.
fn codes_of(error: &Error) -> Vec<String> {
    let errors = error.diagnostics().iter();
    let errors = errors.filter(|said| said.severity == Severity::Error);
    let mut codes: Vec<String> = errors.map(|said| said.code.name().to_owned()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// An error that has a place.
fn placed(error: Error, place: &Place) -> Error {
    let each = error.into_diagnostics().into_iter();
    let each = each.map(|said| match said.place() {
        Some(_) => said,
        None => said.at(place.clone(), ""),
    });
    each.collect::<Vec<Diagnostic>>().into()
}
