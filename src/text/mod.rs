//! Texts, the places in them, and what is said about them.

pub mod date;
pub mod diagnostic;
mod list;
pub mod phrase;
pub mod source;

pub use diagnostic::{Diagnostic, Severity};
pub(crate) use list::listed;
pub use phrase::{Phrase, Untrusted};
pub use source::{Place, Source, Span, Spanned, TextId};
