//! The vocabularies and policies inside the binary, so that it works anywhere.

use std::sync::Arc;

use crate::source::Source;

/// Name and text of each file.
const FILES: &[(&str, &str)] = &[
    (
        "settlement",
        include_str!("../policies/settlement.servanda"),
    ),
    ("column", include_str!("../policies/column.servanda")),
];

/// The policy that is meant if none is named.
pub const DEFAULT_POLICY: &str = "column";

/// The built-in vocabulary or policy of that name.
#[must_use]
pub fn find(name: &str) -> Option<Arc<Source>> {
    let (name, text) = FILES.iter().find(|(known, _)| *known == name)?;
    Some(Source::new(format!("policies/{name}.servanda"), *text))
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
