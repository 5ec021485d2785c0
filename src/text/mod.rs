//! Texts, the places in them, and what is said about them.

mod code;
pub mod date;
pub mod diagnostic;
pub mod hint;
pub mod phrase;
pub mod source;
mod splice;
mod suggest;
pub mod target;

pub use code::Code;
pub use diagnostic::{Diagnostic, Severity};
pub use hint::{Hint, Setting, SettingKind};
pub use phrase::{Phrase, Untrusted};
pub use source::{Place, Source, Span, Spanned, TextId};
pub(crate) use splice::spliced;
pub use splice::{Hunk, Rewritten};
pub(crate) use suggest::Suggester;
pub use suggest::nearest;
pub use target::Target;
