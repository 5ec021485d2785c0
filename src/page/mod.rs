//! What a person reads: blocks over typed spans, and the writers that lay them out.
//!
//! A [`Page`] says what there is to read and what each part of it is, but nothing of how it looks.
//! A [`Writer`] is an output format: it walks the blocks, and only it opens
//! [`Untrusted`](crate::text::Untrusted) texts, which it has to escape. A further format is a
//! further file with a `Writer` in it.

pub mod block;
mod check;
mod diagnostic;
mod evidence;
pub mod explain;
mod facts;
pub mod label;
mod plain;
#[cfg(feature = "terminal")]
mod text;

use std::fmt;

pub use block::Page;
pub use check::{check, summary};
pub use diagnostic::diagnostic;
pub use label::Label;
pub use plain::Plain;
#[cfg(feature = "terminal")]
pub use text::Text;

use crate::answer::CheckAnswer;

/// An output format for people.
pub trait Writer {
    /// Writes a page, with a line break at its end.
    ///
    /// # Errors
    ///
    /// Only those of `out`.
    fn write(&self, page: &Page, out: &mut dyn fmt::Write) -> fmt::Result;

    /// The page as one text.
    fn show(&self, page: &Page) -> String {
        let mut out = String::new();
        // Writing to a `String` cannot fail.
        let _ = self.write(page, &mut out);
        out
    }
}

/// The page in sentences, without what is told in full only when asked for.
impl fmt::Display for CheckAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Plain.write(&check(self, false), f)
    }
}

#[cfg(all(test, feature = "terminal"))]
mod tests;
