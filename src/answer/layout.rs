//! What a text is in the one layout of the language.

use serde::Serialize;

use super::{PatchLine, patch};
use crate::text::{Rewritten, Source, Untrusted};

/// What `servanda fmt` answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Layouts {
    /// One for each text, in the order in which they were named.
    pub texts: Vec<LayoutAnswer>,
}

impl Layouts {
    /// Answers in the order they were found.
    #[must_use]
    pub fn new(texts: Vec<LayoutAnswer>) -> Self {
        Self { texts }
    }
}

/// What one vocabulary or policy is in the one layout of the language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Layout", deny_unknown_fields))]
#[non_exhaustive]
pub struct LayoutAnswer {
    /// The file.
    pub file: Untrusted,
    /// The new text; absent if nothing changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The lines that differ, in stretches, with a line around each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patch: Vec<Vec<PatchLine>>,
    /// Whether the new text was written to the file.
    pub written: bool,
}

impl LayoutAnswer {
    /// A text, as it was and as [laid out](crate::syntax::layout::laid_out).
    #[must_use]
    pub fn new(source: &Source, new: Rewritten) -> Self {
        Self {
            file: source.name().into(),
            patch: patch::patch(source.text(), &new.text, &new.hunks),
            text: (new.text != source.text()).then_some(new.text),
            written: false,
        }
    }
}
