//! All integration tests, as one program.
//!
//! | module | what it tests |
//! |---|---|
//! | `language` | texts that people write: vocabularies, policies, proposals, their edits, and what is said of mistakes |
//! | `laws` | what the engine says of small random instances, against enumeration |
//! | `second_oracle` | the same of large ones, against decision diagrams of another library |
//! | `scale` | input as large as a text may be |
//! | `world` | the library as a program embeds it |
//! | `cli` | the program: its arguments, exit codes and files, and answers in full |
//! | `corpus` | what is found in the shipped texts, as tables |
//! | `fixtures` | made texts, one for each kind of answer, in every format |
//! | `library` | the library as another program uses it |
//! | `integration` | what docs/continuous-integration.md shows |
//! | `readme` | what README.md and docs/questions.md show |
//! | `practice` | what docs/policies-in-practice.md shows, step by step |
//! | `boundaries` | the rules of the architecture |
//!
//! `support` holds what they share. Files they read are in `tests/data`, what they compare with in
//! `tests/snapshots`.

#![allow(clippy::unwrap_used)]

mod boundaries;
mod cli;
mod corpus;
mod fixtures;
mod integration;
mod language;
mod laws;
mod library;
mod memo;
mod practice;
mod readme;
mod scale;
mod second_oracle;
mod support;
mod world;
