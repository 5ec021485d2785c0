//! Exact verdicts on draft agreements: a policy states what somebody says a settlement needs, a
//! proposal records what one text provides, and the verdict is what every way to complete the text
//! would say.
//!
//! ```
//! use std::sync::Arc;
//!
//! use servanda::questions::judge::Judge;
//! use servanda::limit::Cancel;
//! use servanda::policy::{resolve_policy, resolve_vocabulary};
//! use servanda::proposal::{self, Options};
//! use servanda::text::Source;
//! use servanda::syntax::{parse, tree};
//! use servanda::verdict::Verdict;
//!
//! let text = "vocabulary aid
//!     term level \"How much aid\" scale none < some < plenty
//!     term lasting \"Aid for several years\" yes or no";
//! let source = Source::new("aid.servanda", text);
//! let Some(tree::File::Vocabulary(tree)) = parse(&source).file else { panic!() };
//! let vocabulary = Arc::new(resolve_vocabulary(&tree, &source).unwrap());
//!
//! let text = "policy firm
//!     uses aid
//!     prerequisite enough \"Enough aid\" {
//!       must level is at least some
//!       must lasting
//!     }";
//! let source = Source::new("firm.servanda", text);
//! let Some(tree::File::Policy(tree)) = parse(&source).file else { panic!() };
//! let policy = resolve_policy(&tree, &source, &vocabulary).unwrap();
//!
//! // The text gives some aid or plenty, and does not say for how long.
//! let text = "proposal: draft\nprovisions: {level: {at least: some}}";
//! let proposal = proposal::read(&Source::new("draft.yaml", text), &vocabulary).unwrap();
//!
//! let judge = Judge::new(&policy);
//! let case = judge.case(&proposal, Options::default());
//! let report = case.check(&Cancel::default()).unwrap();
//! assert_eq!(report.verdict, Verdict::Open);
//! let explanation = case.explain(&report, &Cancel::default());
//! let turns_on = &explanation.joint.turns_on;
//! assert_eq!(vocabulary.term(turns_on[0]).name, "lasting");
//! ```

pub mod answer;
mod engine;
pub mod limit;
pub mod page;
pub mod policy;
pub mod proposal;
pub mod questions;
#[cfg(feature = "terminal")]
pub mod render;
pub mod syntax;
pub mod text;
pub mod verdict;
pub mod world;

pub use world::open;
