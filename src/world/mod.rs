//! The front door: policies opened once, from files or built in, and questions about proposals.

pub mod builtin;
mod called;
mod check;
mod cite;
mod compare;
mod compare_policies;
mod diff;
mod error;
mod files;
mod influence;
mod lint;
mod load;
mod migrate;
pub mod options;
mod package;
mod repair;
mod sensitivity;
mod settings;
mod show;
mod test;
mod zopa;

use std::sync::Arc;

use crate::answer::VocabularyShown;
use crate::limit::Cancel;
use crate::policy::{Policy, ReadingChoice, Vocabulary};
use crate::proposal::{self, Proposal, Written};
use crate::questions::repair::Prices;
use crate::text::{Diagnostic, Source};

pub use called::tell_apart;
pub use check::{Check, Checker};
pub use cite::Cite;
pub use compare::{Comparer, Comparing, LookedAt};
pub use compare_policies::ComparePolicies;
pub use diff::Differ;
pub use error::{Error, ErrorKind};
pub use files::{Files, NoFiles};
pub use influence::Influence;
pub use load::Linting;
pub use options::Changes;
pub use repair::{Repair, Repairer};
pub use sensitivity::Sensitivity;
pub use show::Shelf;
pub use test::{Exercised, OpenedPolicy, Test, TestedText, Tester};
pub use zopa::Zopa;

/// Policies over one vocabulary, ready to be asked about proposals.
#[derive(Debug)]
pub struct World<F> {
    files: F,
    policies: Vec<Policy>,
    warnings: Vec<Diagnostic>,
}

/// Opens policies: each name is a path that ends in `.servanda` or has a separator, else that of a
/// built-in policy. The vocabulary that a policy uses is looked for beside it, then among those
/// built in.
///
/// # Errors
///
/// Everything that is wrong with any of the texts.
pub fn open<F: Files, S: AsRef<str>>(
    files: F,
    policies: impl IntoIterator<Item = S>,
) -> Result<World<F>, Error> {
    World::load(files, policies, Linting::On, &Cancel::default())
}

impl<F: Files> World<F> {
    /// Opens policies as [`open`] does. If none is named, the default policy
    /// [`builtin::DEFAULT_POLICY`] is opened. If linting is cancelled, some of its findings may be
    /// missing, and a warning says so.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of the texts.
    pub fn load<S: AsRef<str>>(
        files: F,
        policies: impl IntoIterator<Item = S>,
        linting: Linting,
        cancel: &Cancel,
    ) -> Result<Self, Error> {
        let names: Vec<String> = policies
            .into_iter()
            .map(|name| name.as_ref().to_owned())
            .collect();
        let mut loader = load::Loader::new(&files, linting, cancel);
        let policies = loader.policies(&names);
        let said = loader.said;
        match policies {
            Some(policies) => Ok(Self {
                files,
                policies,
                warnings: said,
            }),
            None => Err(said.into()),
        }
    }

    /// Reads a proposal, or a package with its members, from a file.
    ///
    /// # Errors
    ///
    /// If there is no such file, or everything that is wrong with its text; of a package, with the
    /// texts of its members as well.
    pub fn proposal(&self, path: &str) -> Result<Proposal, Error> {
        let text = files::text(&self.files, path)?;
        self.read(&Source::new(path, text))
    }

    /// Reads a proposal from its text, or a package, whose members are files: their paths start at
    /// the folder of the source's name.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text; of a package, with the texts of its members as well.
    pub fn read(&self, source: &Arc<Source>) -> Result<Proposal, Error> {
        match proposal::read_written(source, self.vocabulary())? {
            Written::Proposal(proposal) => Ok(*proposal),
            Written::Package(listing) => package::opened(&self.files, *listing, self.vocabulary()),
        }
    }
}

impl<F> World<F> {
    /// The vocabulary of the policies, with what they look at.
    pub fn terms(&self) -> VocabularyShown {
        VocabularyShown::of(self.vocabulary(), &self.policies)
    }

    /// Puts texts together, which are then judged as one: for each term a package takes what any of
    /// them states, silence yields to a statement, and where they differ each of their values stays
    /// possible.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::text::Source;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column"])?;
    /// let read = |name: &str, text: &str| world.read(&Source::new(name, text));
    /// let first = "proposal: first\nprovisions: {nato_path: silent, us_role: guarantor}";
    /// let second = "proposal: second\nprovisions: {nato_path: affirmed, us_role: supporting}";
    /// let members = vec![read("first.yaml", first)?, read("second.yaml", second)?];
    /// let package = world.package(members)?;
    /// let answer = world.check(&package).run(&Cancel::default())?;
    /// assert_eq!(answer.proposals[0].differing[0].term, "us_role");
    /// # Ok::<(), servanda::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `package/no-members`, `package/no-single-text`, `package/same-member`,
    /// `package/too-many-members`; `input/two-vocabularies` if one of them was read over another
    /// vocabulary.
    pub fn package(&self, members: Vec<Proposal>) -> Result<Proposal, Error> {
        package::of(members, self.vocabulary())
    }

    /// Settles readings for questions about this world: each is `PREREQUISITE=NAME`, or `NAME` for
    /// all prerequisites that have it; the first goes before the second.
    ///
    /// # Errors
    ///
    /// `input/no-such-reading`, or `input/contradiction` if a prerequisite would be read in two ways.
    pub fn readings<S: AsRef<str>>(
        &self,
        wanted: impl IntoIterator<Item = S>,
    ) -> Result<Vec<ReadingChoice<'_>>, Error> {
        let wanted: Vec<S> = wanted.into_iter().collect();
        Ok(options::readings(&wanted, &self.policies)?)
    }

    /// Requires that each of these names is that of a prerequisite or a warning of some policy.
    ///
    /// # Errors
    ///
    /// `input/no-such-finding`.
    pub fn require_named(&self, names: &[String]) -> Result<(), Error> {
        Ok(options::require_named(names, &self.policies)?)
    }

    /// The policies without any reading settled.
    #[must_use]
    pub fn every_reading(&self) -> Vec<ReadingChoice<'_>> {
        self.policies.iter().map(ReadingChoice::from).collect()
    }

    /// What changes cost, and which terms may not change.
    fn prices(&self, changes: &Changes) -> Result<Prices, Error> {
        Ok(changes.resolve(self.vocabulary())?)
    }

    /// The policies, in the order in which they were named. At least one.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The vocabulary that the policies share.
    #[must_use]
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.policies[0].vocabulary
    }

    /// Warnings about the texts, which can be used all the same.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}
