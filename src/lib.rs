//! Exact verdicts on draft agreements: a policy states what somebody says a settlement needs, a
//! proposal records what one text provides, and the verdict is what every way to complete the text
//! would say.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use servanda::limit::Cancel;
//! use servanda::verdict::Verdict;
//!
//! // Texts by path; any type that implements `world::Files` will do.
//! let files: BTreeMap<_, _> = [
//!     (
//!         "aid.servanda",
//!         "vocabulary aid
//!             term level \"How much aid\" scale none_given < some < plenty
//!             term lasting \"Aid for several years\" yes or no",
//!     ),
//!     (
//!         "firm.servanda",
//!         "policy firm
//!             uses aid
//!             prerequisite enough \"Enough aid\" {
//!               must level is at least some
//!               must lasting
//!             }",
//!     ),
//!     // The text gives some aid or plenty, and does not say for how long.
//!     ("draft.yaml", "proposal: draft\nprovisions: {level: {at least: some}}"),
//! ]
//! .into();
//!
//! let world = servanda::open(&files, ["firm.servanda"])?;
//! let draft = world.proposal("draft.yaml")?;
//! let answer = world.check(&draft).run(&Cancel::default())?;
//! assert_eq!(answer.proposals[0].verdict, Verdict::Open);
//! # Ok::<(), servanda::Error>(())
//! ```
//!
//! # Questions
//!
//! | question | asked by | answer |
//! |---|---|---|
//! | What does each policy say of a proposal? | [`World::check`] | [`Checks`](answer::Checks) |
//! | Which changes are the cheapest after which it is met? | [`World::repair`] | [`RepairAnswer`](answer::RepairAnswer) |
//! | Is any settlement accepted by all policies? | [`World::zopa`] | [`ZopaAnswer`](answer::ZopaAnswer) |
//! | What changed from one text to another, and what becomes of the verdict? | [`World::differ`] | [`DiffAnswer`](answer::DiffAnswer) |
//! | How often does each open term decide? | [`World::influence`] | [`Influences`](answer::Influences) |
//! | What does a policy ask in vain: what cannot be met, cannot fail, makes no difference? | [`World::lint`] | [`Lints`](answer::Lints) |
//! | Do proposals come to what is expected of them? | [`world::Tester`] | [`TestAnswer`](answer::TestAnswer) |
//! | What do such tests exercise of a policy? | [`world::Tester::coverage`] | [`CoverageAnswer`](answer::CoverageAnswer) |
//! | How do two policies relate? | [`World::compare_policies`] | [`ComparePoliciesAnswer`](answer::ComparePoliciesAnswer) |
//! | Do the citations fit their sources? | [`World::cite`] | [`Cites`](answer::Cites) |
//! | What has a text of earlier editions of its vocabulary, and what is it without? | [`World::migrate`] | [`MigrationAnswer`](answer::MigrationAnswer) |
//! | What do policies and vocabularies hold? | [`world::Shelf`] | [`Shows`](answer::Shows) |
//!
//! A vocabulary or a policy is written in the one layout of the language by
//! [`laid_out`](syntax::layout::laid_out), which needs no world.
//!
//! Several texts that were agreed as one are put together by [`World::package`], or by a file that lists
//! them; the result is a proposal as any other.
//!
//! To ask about many proposals, prepare the policies once: [`World::checker`], [`World::repairer`].
//! Threads can share a world and what is prepared.
//!
//! The library reads no files, no clock and no environment: texts come from [`world::Files`], and a
//! time limit is a [`Cancel`](limit::Cancel) that the caller stops, from another thread or a signal
//! handler. The answer is then an [`Error`] of the kind [`Cancelled`](world::ErrorKind::Cancelled),
//! unless its main part was proved by then: see the field `unfinished` of the answer.
//!
//! # Showing answers
//!
//! An answer owns what it says. It can be
//!
//! - displayed in sentences: [`CheckAnswer`](answer::CheckAnswer) and the answers of the other
//!   questions implement [`Display`](std::fmt::Display);
//! - written as JSON by [`answer::Envelope`], the document that the schemas describe;
//! - written for continuous integration, as `JUnit` XML, workflow commands or SARIF, by a writer of
//!   [`report`];
//! - put into tables for a spreadsheet or a data frame, as comma-separated values or as a workbook, by a
//!   writer of [`sheet`];
//! - laid out as a [`page`] by a [`Writer`](page::Writer), of this crate or your own;
//! - read field by field. A sentence is a [`Phrase`](text::Phrase), a text from a file is
//!   [`Untrusted`](text::Untrusted). Neither is a string, lest a file act on a terminal or in HTML:
//!   [`Phrase::escaped`](text::Phrase::escaped) and [`Untrusted::escaped`](text::Untrusted::escaped)
//!   give one as your escape adds it to a string (`String::push_str` for plain text).
//!
//! # Features
//!
//! `cli` (default): the command `servanda`. Parts of it: `terminal`, answers laid out for a terminal;
//! `html`, answers for a browser; `xlsx`, answers as a workbook.

pub mod answer;
mod engine;
pub mod limit;
pub mod page;
pub mod policy;
pub mod proposal;
pub mod questions;
pub mod report;
pub mod sheet;
pub mod syntax;
pub mod text;
pub mod verdict;
pub mod world;

pub use world::{Error, World, open};

/// The Rust of the README is compiled and run like every other example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
