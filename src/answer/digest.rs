//! The digest of a text, for answers that name it.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::text::Source;

/// The SHA-256 of a text, 64 hexadecimal digits. It is computed when somebody reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Digest(Arc<Source>);

impl Digest {
    pub(super) fn of(source: &Arc<Source>) -> Self {
        Self(Arc::clone(source))
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.sha256()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_str().serialize(serializer)
    }
}
