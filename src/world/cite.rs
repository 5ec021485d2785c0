//! Citations of a policy against copies of its sources.

use super::World;
use super::error::Error;
use crate::answer::Cites;
use crate::policy::{Policy, SourceId};
use crate::questions::cite::{self, Checked};
use crate::text::{Code, Diagnostic};

/// Copies of the sources that a policy cites, with what was found in them.
#[derive(Debug)]
pub struct Cite<'w> {
    policy: &'w Policy,
    /// The source, the file, and what was found.
    copies: Vec<(SourceId, String, Checked)>,
}

impl<F> World<F> {
    /// Holds the citations of the first policy against copies of its sources.
    ///
    /// ```
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column"])?;
    /// let mut cite = world.cite();
    /// cite.copy("column", "column.txt", b"Another text.")?;
    /// assert!(!cite.answer().fit());
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn cite(&self) -> Cite<'_> {
        Cite {
            policy: &self.policies()[0],
            copies: Vec::new(),
        }
    }
}

impl Cite<'_> {
    /// Checks that the policy has a source of this name.
    ///
    /// # Errors
    ///
    /// `cite/no-such-source`.
    pub fn require(&self, source: &str) -> Result<(), Error> {
        self.source(source).map(|_| ())
    }

    /// Looks the citations of a source up in the bytes of a copy. `file` is what the answer calls
    /// the copy.
    ///
    /// # Errors
    ///
    /// `cite/no-such-source` if the policy has no source of this name.
    pub fn copy(&mut self, source: &str, file: &str, bytes: &[u8]) -> Result<(), Error> {
        let id = self.source(source)?;
        let found = cite::check(self.policy, id, bytes);
        self.copies.push((id, file.to_owned(), found));
        Ok(())
    }

    /// What was found so far; sources without a copy are named too.
    #[must_use]
    pub fn answer(&self) -> Cites {
        Cites::new(self.policy, &self.copies)
    }

    fn source(&self, source: &str) -> Result<SourceId, Error> {
        self.policy.find_source(source).ok_or_else(|| {
            let message = format!("the policy `{}` has no source `{source}`", self.policy.name);
            let names: Vec<String> = (self.policy.sources.iter())
                .map(|source| format!("`{}`", source.name))
                .collect();
            let error = Diagnostic::error(Code::CiteNoSuchSource, message);
            let help = if names.is_empty() {
                "it has no sources; a `source` block in the policy names one".to_owned()
            } else {
                format!("its sources: {}", names.join(", "))
            };
            vec![error.help(help)].into()
        })
    }
}
