//! The texts that people write.

mod diagnostics;
mod edits;
mod lossless;
mod policy;
mod proposal;
mod syntax;
