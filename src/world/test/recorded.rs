//! What a policy says of a text, to be kept.

use std::sync::Arc;

use super::super::World;
use super::super::error::{Error, ErrorKind};
use super::super::files::{self, Files};
use super::{Tester, codes_of};
use crate::answer::{self, CheckAnswer, MigrationAnswer};
use crate::limit::{Cancel, Limit};
use crate::policy::Policy;
use crate::proposal::{
    Inside, Options, OutdatedTests, Proposal, Record, TestFile, read_expectations, test_file,
};
use crate::questions::explain::Depth;
use crate::text::Source;

/// A text that can be judged: a file, or one of several in a file. Threads can share it.
#[derive(Clone, Debug)]
pub struct TestedText {
    source: Arc<Source>,
    inside: Option<Inside>,
}

/// A policy that a tester has opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedPolicy(pub(super) usize);

impl TestedText {
    pub(super) fn new(source: Arc<Source>, inside: Option<Inside>) -> Self {
        Self { source, inside }
    }

    /// What it is called: the path of its file without the ending; of one among several in a file with its
    /// own name after it.
    #[must_use]
    pub fn name(&self) -> String {
        let path = self.file();
        match (&self.inside, test_file(path)) {
            (Some(inside), Some((name, _))) => format!("{name}::{}", inside.name.value),
            _ => {
                let ends = [".yaml", ".yml"];
                let name = ends.iter().find_map(|end| path.strip_suffix(end));
                name.unwrap_or(path).to_owned()
            }
        }
    }

    /// Its file.
    #[must_use]
    pub fn file(&self) -> &str {
        self.source.name()
    }

    /// Its name among several in its file.
    #[must_use]
    pub fn fixture(&self) -> Option<&str> {
        self.inside.as_ref().map(|inside| &*inside.name.value)
    }

    pub(super) fn read<F: Files>(&self, world: &World<F>) -> Result<Proposal, Error> {
        match &self.inside {
            Some(inside) => Ok(inside.read(&self.source, world.vocabulary())?),
            None => world.read(&self.source),
        }
    }
}

impl<F: Files> Tester<'_, F> {
    /// The text of a file, or all that stand in one with several fixtures.
    ///
    /// # Errors
    ///
    /// If the file is not there or cannot be read.
    pub fn texts(&self, path: &str) -> Result<Vec<TestedText>, Error> {
        let source = Source::new(path, files::text(self.files, path)?);
        if !matches!(test_file(path), Some((_, TestFile::Fixtures))) {
            return Ok(vec![TestedText::new(source, None)]);
        }
        let fixtures = read_expectations(&source)?.into_iter();
        let texts = fixtures.map(|fixture| TestedText::new(Arc::clone(&source), fixture.inside));
        Ok(texts.collect())
    }

    /// Opens a policy, unless it is open.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn policy_at(&mut self, path: &str, cancel: &Cancel) -> Result<OpenedPolicy, Error> {
        self.loaded(path, cancel).map(OpenedPolicy)
    }

    /// A policy that was opened.
    #[must_use]
    pub fn opened_policy(&self, policy: OpenedPolicy) -> &Policy {
        &self.worlds[policy.0].1.policies()[0]
    }

    /// What was kept, with the names that terms have now.
    #[must_use]
    pub fn as_called_now(&self, record: &Record, policy: OpenedPolicy) -> Record {
        let vocabulary = &self.opened_policy(policy).vocabulary;
        let mut record = record.clone();
        if let Record::Judged(judged) = &mut record {
            let of_findings = judged.findings.iter_mut();
            let of_findings = of_findings.flat_map(|finding| &mut finding.turns_on);
            for name in judged.turns_on.iter_mut().chain(of_findings) {
                if let Some(term) = vocabulary.find_as_ever(name) {
                    name.clone_from(&vocabulary.term(term).name);
                }
            }
        }
        record
    }

    /// The names of an earlier edition in a file that says what is expected of texts, and its text with
    /// those of this edition: names of terms in expectations, and all in fixtures that stand there.
    /// Nothing else of the text changes.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file or a policy of it; `edit/layout` if its layout does not
    /// allow it.
    pub fn migrate(&mut self, path: &str, cancel: &Cancel) -> Result<MigrationAnswer, Error> {
        let source = Source::new(path, files::text(self.files, path)?);
        let mut found: Option<OutdatedTests> = None;
        for expectation in read_expectations(&source)? {
            for by in &expectation.policies {
                let world = self.loaded(&expectation.path_of(by), cancel)?;
                let vocabulary = self.worlds[world].1.vocabulary();
                let found = found.get_or_insert_with(|| OutdatedTests::new(&source, vocabulary));
                found.look_at(&expectation, &by.outcome, vocabulary);
            }
        }
        // Every file of tests names a policy.
        let found = found.ok_or(Limit::Stopped)?;
        let (outdated, rewritten) = found.rewritten()?;
        Ok(MigrationAnswer::of_tests(&source, &outdated, rewritten))
    }

    /// What a policy says of a text, to be kept: as it is coded, under every reading.
    ///
    /// # Errors
    ///
    /// A limit, or that the work was cancelled.
    pub fn record(
        &self,
        text: &TestedText,
        policy: OpenedPolicy,
        cancel: &Cancel,
    ) -> Result<Record, Error> {
        let world = &self.worlds[policy.0].1;
        let proposal = text.read(world);
        kept(proposal.and_then(|proposal| checked(world, &proposal, cancel)))
    }
}

/// What the policy of a world says of a proposal.
pub(super) fn recorded<F: Files>(
    world: &World<F>,
    proposal: &Proposal,
    cancel: &Cancel,
) -> Result<Record, Error> {
    kept(checked(world, proposal, cancel))
}

fn checked<F: Files>(
    world: &World<F>,
    proposal: &Proposal,
    cancel: &Cancel,
) -> Result<Vec<CheckAnswer>, Error> {
    let checker = world.checker(world.every_reading(), Options::default(), cancel);
    let checker = checker.explaining(Depth::All);
    checker.check(proposal, cancel).collect()
}

fn kept(came: Result<Vec<CheckAnswer>, Error>) -> Result<Record, Error> {
    match came {
        Ok(came) => {
            let mut records = came.iter().filter_map(answer::record);
            records.next().ok_or_else(|| Limit::Stopped.into())
        }
        Err(error) if error.kind() == ErrorKind::Input => Ok(Record::Refused(codes_of(&error))),
        Err(error) => Err(error),
    }
}
