//! The texts that people write.

mod diagnostics;
mod edits;
mod grammar;
mod lossless;
mod messages;
mod policy;
mod proposal;
mod syntax;
