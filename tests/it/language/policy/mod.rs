//! Vocabularies and policies with mistakes: which are found, and what is said about them.

#![allow(clippy::unwrap_used)]

#[path = "policy/found.rs"]
mod found;
#[path = "policy/limits.rs"]
mod limits;
#[path = "policy/meaning.rs"]
mod meaning;
#[path = "policy/read.rs"]
mod read;
