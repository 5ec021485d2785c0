//! Which policy an answer is about, down to the bytes of its text.

use serde::{Serialize, Serializer};

use super::digest::Digest;
use crate::policy::Policy;
use crate::text::Untrusted;

/// A policy, and the texts that say what it asks.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Policy", deny_unknown_fields))]
#[non_exhaustive]
pub struct PolicyRef {
    /// Its name.
    pub id: String,
    /// What answers call it: the end of its file's path where another policy of its name is asked
    /// about as well; absent where that is its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// What it asks about; empty if not said.
    pub title: Untrusted,
    /// The file with its text; `built-in:NAME.servanda` if it is built in.
    pub file: Untrusted,
    /// The SHA-256 of its text, 64 hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub sha256: Digest,
    /// The vocabulary that says what its terms mean.
    pub vocabulary: VocabularyRef,
}

/// A vocabulary.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Vocabulary", deny_unknown_fields))]
#[non_exhaustive]
pub struct VocabularyRef {
    /// Its name.
    pub id: String,
    /// Its edition, from 1.
    pub edition: u64,
    /// The file with its text; `built-in:NAME.servanda` if it is built in.
    pub file: Untrusted,
    /// The SHA-256 of its text, 64 hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub sha256: Digest,
}

impl PolicyRef {
    /// Names a policy and its vocabulary.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        let vocabulary = &policy.vocabulary;
        Self {
            id: policy.name.clone(),
            called: (policy.called != policy.name).then(|| policy.called.clone()),
            title: (&policy.title).into(),
            file: policy.source.name().into(),
            sha256: Digest::of(&policy.source),
            vocabulary: VocabularyRef {
                id: vocabulary.name.clone(),
                edition: vocabulary.edition,
                file: vocabulary.source.name().into(),
                sha256: Digest::of(&vocabulary.source),
            },
        }
    }
}

impl PolicyRef {
    /// What answers call it.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.called.as_deref().unwrap_or(&self.id)
    }
}

/// Inside an answer a policy is named only; the envelope around it says the rest.
pub(super) fn by_id<S: Serializer>(policy: &PolicyRef, serializer: S) -> Result<S::Ok, S::Error> {
    policy.shown().serialize(serializer)
}
