//! What a person reads: blocks over typed spans, and the writers that lay them out.
//!
//! A [`Page`] says what there is to read and what each part of it is, but nothing of how it looks.
//! A [`Writer`] is an output format: it walks the blocks, and only it opens
//! [`Untrusted`](crate::text::Untrusted) texts, which it has to escape. A further format is a
//! further file with a `Writer` in it.

pub mod block;
mod diagnostic;
pub mod explain;
pub mod label;
mod plain;
mod text;

use std::fmt;

pub use block::Page;
pub use diagnostic::diagnostic;
pub use label::Label;
pub use plain::Plain;
pub use text::Text;

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

#[cfg(test)]
mod tests;
