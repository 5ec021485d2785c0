//! What can be proved about policies that their authors should see.

use super::World;
use crate::answer::Lints;
use crate::limit::{Cancel, Limit};
use crate::questions::lint;
use crate::text::Diagnostic;

impl<F> World<F> {
    /// Proves what the policies ask in vain. Besides what was found there are the limits that were
    /// met; what was found stands all the same. Warnings that loading found are part of it.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["kyiv-2022"])?;
    /// let (answer, limits) = world.lint(&Cancel::default());
    /// assert!(limits.is_empty());
    /// for found in &answer.found {
    ///     println!("{}", found.said);
    /// }
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn lint(&self, cancel: &Cancel) -> (Lints, Vec<Limit>) {
        let (mut each, mut limits) = (Vec::new(), Vec::new());
        // What linting would find again is not told twice.
        let mut warned: Vec<Diagnostic> = self.warnings().to_vec();
        for policy in self.policies() {
            let proofs = lint::prove(policy, cancel);
            let seen = lint::policy(policy, cancel);
            warned.retain(|said| !seen.contains(said));
            limits.extend(proofs.unfinished.parts.iter().map(|(_, limit)| *limit));
            each.push((policy, proofs.found, seen));
        }
        (Lints::new(each, warned), limits)
    }
}
