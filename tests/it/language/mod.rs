//! The texts that people write.

mod diagnostics;
mod edits;
mod policy;
mod proposal;
mod syntax;
