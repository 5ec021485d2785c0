//! The texts that people write.

mod diagnostics;
mod editions;
mod edits;
mod layout;
mod lossless;
mod messages;
mod packages;
mod policy;
mod policy_messages;
mod proposal;
mod syntax;
