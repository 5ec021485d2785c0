//! What fixtures exercise of the policies that they name.

use super::{OpenedPolicy, Test, TestedText, Tester};
use crate::answer::CoverageAnswer;
use crate::limit::Cancel;
use crate::policy::Policy;
use crate::proposal::{Expected, Options};
use crate::questions::coverage::{self, Fixture};
use crate::world::error::{Error, ErrorKind};
use crate::world::files::Files;

/// What one test exercises of its policy: its text, with what the expectation looks at. That is a
/// prerequisite or a warning that it names, each by itself, and the joint verdict if it says something of
/// that.
#[derive(Clone, Debug)]
pub struct Exercised {
    name: String,
    /// The policy, by its place among those that were opened.
    world: usize,
    fixture: Fixture,
}

impl<F: Files> Tester<'_, F> {
    /// What a test exercises of its policy, if it passed. Nothing, if its text is to be refused.
    ///
    /// # Errors
    ///
    /// As for [`Tester::run`].
    pub fn exercised(&self, test: &Test) -> Result<Option<Exercised>, Error> {
        let Expected::Judged(expected) = &test.by().outcome else {
            return Ok(None);
        };
        let policy = self.policy(test);
        let proposal = self.proposal(test)?;
        let knowledge = proposal.knowledge(&policy.vocabulary, expected.options)?;
        let names = expected.readings.iter().map(|reading| &reading.value);
        let readings = self.world(test).readings(names)?;
        let fixture = Fixture {
            knowledge,
            readings: (readings.iter())
                .flat_map(|choice| choice.by_prerequisite().to_vec())
                .collect(),
            prerequisites: (policy.prerequisite_ids())
                .filter(|id| {
                    let name = &policy.prerequisite(*id).name;
                    expected
                        .findings
                        .iter()
                        .any(|each| each.name.value == *name)
                })
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
        };
        Ok(Some(Exercised {
            name: test.expectation.name(),
            world: test.world,
            fixture,
        }))
    }

    /// What a text exercises of a policy whose snapshot of it is as it was kept: a snapshot looks at
    /// every prerequisite and every warning. Nothing, if the text is refused.
    ///
    /// # Errors
    ///
    /// If the text cannot be read any more.
    pub fn exercised_by_snapshot(
        &self,
        text: &TestedText,
        policy: OpenedPolicy,
    ) -> Result<Option<Exercised>, Error> {
        let opened = self.opened_policy(policy);
        let proposal = match text.read(&self.worlds[policy.0].1) {
            Ok(proposal) => proposal,
            Err(error) if error.kind() == ErrorKind::Input => return Ok(None),
            Err(error) => return Err(error),
        };
        let options = Options::default();
        Ok(Some(Exercised {
            name: text.name(),
            world: policy.0,
            fixture: Fixture {
                knowledge: proposal.knowledge(&opened.vocabulary, options)?,
                readings: vec![None; opened.prerequisites.len()],
                prerequisites: opened.prerequisite_ids().collect(),
                warnings: opened.warning_ids().collect(),
                joint: true,
            },
        }))
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
pub(super) fn is_same(a: &Policy, b: &Policy) -> bool {
    let texts = |policy: &Policy| {
        [&policy.source, &policy.vocabulary.source].map(|source| source.text().to_owned())
    };
    std::ptr::eq(a, b) || texts(a) == texts(b)
}
