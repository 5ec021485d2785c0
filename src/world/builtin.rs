//! The vocabularies and policies inside the binary, so that it works anywhere.

use std::sync::Arc;

use crate::text::Source;

/// Name and text of each file; those of policies first.
const FILES: &[(&str, &str)] = &[
    ("column", include_str!("../../policies/column.servanda")),
    (
        "kyiv-2022",
        include_str!("../../policies/kyiv-2022.servanda"),
    ),
    (
        "moscow-2024",
        include_str!("../../policies/moscow-2024.servanda"),
    ),
    (
        "settlement",
        include_str!("../../policies/settlement.servanda"),
    ),
];

/// The policy that is meant if none is named.
pub const DEFAULT_POLICY: &str = "column";

/// The built-in vocabulary or policy of that name.
#[must_use]
pub fn find(name: &str) -> Option<Arc<Source>> {
    let (name, text) = FILES.iter().find(|(known, _)| *known == name)?;
    Some(Source::new(format!("policies/{name}.servanda"), *text))
}

/// The names of the built-in policies.
pub fn policies() -> impl Iterator<Item = &'static str> {
    let policy = |(_, text): &&(&str, &str)| text.contains("\nuses ");
    FILES.iter().filter(policy).map(|(name, _)| *name)
}
