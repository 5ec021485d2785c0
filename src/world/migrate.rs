//! Texts of earlier editions of a vocabulary, rewritten with the names of this one.

use std::sync::Arc;

use super::World;
use super::error::Error;
use super::files::Files;
use super::load::{Linting, Loader};
use crate::answer::MigrationAnswer;
use crate::limit::Cancel;
use crate::policy;
use crate::proposal::{self, Written};
use crate::text::Source;

impl<F> World<F> {
    /// The names of an earlier edition in a proposal, and its text with those of this edition. Nothing
    /// else of the text changes. A package has none of these names; its members are texts of their own.
    ///
    /// ```
    /// use servanda::text::Source;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column"])?;
    /// let draft = Source::new("draft.yaml", "proposal: draft\nprovisions: {us_role: none}");
    /// let answer = world.migrate(&draft)?;
    /// assert!(answer.renamed.is_empty() && answer.text.is_none());
    /// # Ok::<(), servanda::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text; `edit/layout` if its layout does not allow it.
    pub fn migrate(&self, source: &Arc<Source>) -> Result<MigrationAnswer, Error> {
        match proposal::read_written(source, self.vocabulary())? {
            Written::Proposal(proposal) => {
                let rewritten = proposal::migrated(&proposal, self.vocabulary())?;
                Ok(MigrationAnswer::of_proposal(&proposal, rewritten))
            }
            Written::Package(listing) => Ok(MigrationAnswer::of_package(listing.head())),
        }
    }
}

impl<F: Files> World<F> {
    /// The same of a policy in a file, over the vocabulary that it uses itself; `None` if the file holds
    /// a vocabulary, in which there is nothing to rewrite.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the policy or its vocabulary; `edit/layout` if the new names cannot
    /// stand where the old ones do.
    pub fn migrate_policy(&self, path: &str) -> Result<Option<MigrationAnswer>, Error> {
        let cancel = Cancel::default();
        let mut loader = Loader::new(&self.files, Linting::Off, &cancel);
        let Some(text) = loader.text(path) else {
            return Err(loader.said.into());
        };
        let Some(policy) = text.into_policy() else {
            return Ok(None);
        };
        let rewritten = policy::migrated(&policy)?;
        Ok(Some(MigrationAnswer::of_policy(&policy, rewritten)))
    }
}
