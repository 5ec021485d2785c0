//! The vocabularies and policies inside the binary, so that it works anywhere.

use std::sync::Arc;

use crate::text::Source;

/// Name and text of each of these files in the folder `policies`.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../policies/", $name, ".servanda")),
        )),*]
    };
}

const POLICIES: &[(&str, &str)] = files![
    "cfr-2025",
    "column",
    "defense-priorities-2025",
    "kyiv-2022",
    "moscow-2024",
    "quincy-2025",
];

const VOCABULARIES: &[(&str, &str)] = files!["settlement"];

/// The policy that is meant if none is named.
pub const DEFAULT_POLICY: &str = "column";

/// The built-in vocabulary or policy of that name.
#[must_use]
pub fn find(name: &str) -> Option<Arc<Source>> {
    let mut files = POLICIES.iter().chain(VOCABULARIES);
    let (name, text) = files.find(|(known, _)| *known == name)?;
    Some(Source::new(format!("built-in:{name}.servanda"), *text))
}

/// The name under which a text is built in, wherever it was read from.
#[must_use]
pub fn name(text: &Source) -> Option<&'static str> {
    let mut files = POLICIES.iter().chain(VOCABULARIES);
    let found = files.find(|(_, known)| *known == text.text())?;
    Some(found.0)
}

/// The names of the built-in vocabularies.
pub fn vocabularies() -> impl Iterator<Item = &'static str> {
    VOCABULARIES.iter().map(|(name, _)| *name)
}

/// The names of the built-in policies.
pub fn policies() -> impl Iterator<Item = &'static str> {
    POLICIES.iter().map(|(name, _)| *name)
}
