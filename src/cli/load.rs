//! Opening policies from the file system, within a budget.

use servanda::text::Diagnostic;
use servanda::world::{Linting, World};

use super::input::Disk;
use super::long::{Budget, watched};

/// Opens policies. What is to be said about their texts comes second, whether or not they can be
/// used.
pub(crate) fn open(
    budget: Budget,
    names: &[String],
    linting: Linting,
) -> (Option<World<Disk>>, Vec<Diagnostic>) {
    match watched(budget, |cancel| World::load(Disk, names, linting, cancel)) {
        Ok(world) => {
            let warnings = world.warnings().to_vec();
            (Some(world), warnings)
        }
        Err(error) => (None, error.into_diagnostics()),
    }
}
