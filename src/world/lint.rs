//! What can be proved about policies that their authors should see.

use super::World;
use crate::answer::Lints;
use crate::limit::{Cancel, Limit};
use crate::questions::lint;
use crate::text::Diagnostic;

impl<F> World<F> {
    /// Proves what the policies ask in vain: what cannot be met, cannot fail, or makes no
    /// difference. Returns the findings and the limits that were met; a limit takes nothing from
    /// what was found. Warnings that loading found are among the findings.
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
        // Warnings that linting finds again are left out.
        let mut warned: Vec<Diagnostic> = self.warnings().to_vec();
        for policy in self.policies() {
            let proofs = lint::prove(policy, cancel);
            let seen = lint::policy(policy, cancel);
            warned.retain(|said| !seen.contains(said));
            limits.extend(proofs.unfinished.parts.iter().map(|(_, limit)| *limit));
            each.push((policy, proofs.found, seen));
        }
        let finished = limits.is_empty() && !cancel.is_stopped();
        (Lints::new(each, warned, finished), limits)
    }
}
