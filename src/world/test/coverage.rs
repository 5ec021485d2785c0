//! What fixtures exercise of the policies that they name.

use super::Tester;
use crate::answer::{CoverageAnswer, TestAnswer};
use crate::limit::Cancel;
use crate::policy::{Policy, ReadingChoice};
use crate::proposal::{Expected, ExpectedVerdicts, Options, read_expectation, test_name};
use crate::questions::coverage::{self, Fixture};
use crate::text::{Source, Spanned};
use crate::world::error::Error;
use crate::world::files::{self, Files};

/// What one fixture exercises of one policy.
#[derive(Clone, Debug)]
pub struct Exercised {
    name: String,
    /// The policy, by its place among those that were opened.
    world: usize,
    fixture: Fixture,
}

impl<F: Files> Tester<'_, F> {
    /// What a fixture exercises of each policy by which it passed; `tests` is what [`Tester::test`]
    /// answered. A test that fails exercises nothing, and nor does a text that is refused.
    ///
    /// # Errors
    ///
    /// If the files cannot be read any more.
    pub fn exercised(
        &mut self,
        path: &str,
        tests: &[Result<TestAnswer, Error>],
        cancel: &Cancel,
    ) -> Result<Vec<Exercised>, Error> {
        let source = Source::new(path, files::text(self.files, path)?);
        let expectation = read_expectation(&source)?;
        let tested = self.tested(&expectation)?;
        let mut all = Vec::new();
        for (by, test) in expectation.policies.iter().zip(tests) {
            let Expected::Judged(expected) = &by.outcome else {
                continue;
            };
            if !test.as_ref().is_ok_and(|test| test.passed) {
                continue;
            }
            let policy_path = expectation.path_of(by);
            let world = self.world(&policy_path, cancel)?;
            let proposal = world.read(&tested)?;
            let policy = &world.policies()[0];
            let known = proposal.knowledge(&policy.vocabulary, Options::default());
            let names = expected.readings.iter().map(|reading| &reading.value);
            let readings = world.readings(names)?;
            let fixture = Fixture {
                knowledge: known?,
                readings: readings[0].by_prerequisite().to_vec(),
                ..looked_at(expected, policy)
            };
            let mut worlds = self.worlds.iter();
            let Some(world) = worlds.position(|(known, _)| *known == policy_path) else {
                continue;
            };
            all.push(Exercised {
                name: test_name(path).unwrap_or(path).to_owned(),
                world,
                fixture,
            });
        }
        Ok(all)
    }

    /// The policies that were opened, each once: two paths may lead to one, and copies of a text are
    /// one policy.
    #[must_use]
    pub fn different_policies(&self) -> Vec<&Policy> {
        let mut all: Vec<&Policy> = Vec::new();
        for policy in self.policies() {
            if !all.iter().any(|known| is_same(known, policy)) {
                all.push(policy);
            }
        }
        all
    }

    /// What these fixtures exercise of a policy.
    #[must_use]
    pub fn coverage(&self, policy: &Policy, all: &[Exercised], cancel: &Cancel) -> CoverageAnswer {
        let of_policy = |each: &&Exercised| {
            let (_, world) = &self.worlds[each.world];
            is_same(&world.policies()[0], policy)
        };
        let own: Vec<&Exercised> = all.iter().filter(of_policy).collect();
        let fixtures: Vec<Fixture> = own.iter().map(|each| each.fixture.clone()).collect();
        let names: Vec<&str> = own.iter().map(|each| each.name.as_str()).collect();
        let found = coverage::coverage(policy, &fixtures, cancel);
        CoverageAnswer::new(policy, &found, &names)
    }
}

/// Whether two policies are one, opened twice.
fn is_same(a: &Policy, b: &Policy) -> bool {
    let texts = |policy: &Policy| {
        [&policy.source, &policy.vocabulary.source].map(|source| source.text().to_owned())
    };
    std::ptr::eq(a, b) || texts(a) == texts(b)
}

/// What an expectation looks at: a prerequisite or a warning that it names, each by itself, and the
/// joint verdict if it says something of that.
fn looked_at(expected: &ExpectedVerdicts, policy: &Policy) -> Fixture {
    let names =
        |all: &[(Spanned<String>, _)], name: &str| all.iter().any(|(known, _)| known.value == name);
    Fixture {
        knowledge: Vec::new(),
        readings: ReadingChoice::from(policy).by_prerequisite().to_vec(),
        prerequisites: (policy.prerequisite_ids())
            .filter(|id| names(&expected.findings, &policy.prerequisite(*id).name))
            .collect(),
        warnings: (policy.warning_ids())
            .filter(|id| {
                let name = &policy.warning(*id).name;
                expected
                    .warnings
                    .iter()
                    .any(|(known, _)| known.value == *name)
            })
            .collect(),
        joint: expected.verdict.is_some() || expected.turns_on.is_some(),
    }
}
