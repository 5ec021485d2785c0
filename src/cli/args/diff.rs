//! What can be written after `servanda diff` and `servanda watch`.

use std::path::PathBuf;

use clap::Parser;
use clap_complete::engine::ArgValueCompleter;

use super::{By, PageFormat, Patience, Print, Taking};
use crate::cli::complete;

#[derive(Debug, Parser)]
#[command(after_help = "\
A finding changed because of some provisions if they are enough: with these
alone taken from the new text, the old one is judged like the new one. Where it
takes several together, or each of several would do, that is said. Layout,
comments and the order of provisions are no changes.

Two versions of a policy, whose names end in .servanda, are compared by their
prerequisites and, with --over, by what they say of texts. What each accepts in
general is asked by compare-policies.

Exit codes: 0 compared, whatever changed; 1 with --fail-on-worse if a finding or
a verdict got worse; 2 error; 3 the budget ran out or a limit was met.

Examples:
  servanda diff draft-1.yaml draft-2.yaml
  servanda diff --policy mine.servanda --fail-on-worse old.yaml new.yaml
  git show HEAD:draft.yaml | servanda diff - draft.yaml
  servanda diff old.servanda new.servanda --over drafts/")]
pub(crate) struct Diff {
    /// The old text: a proposal or a policy, or - for a proposal on standard
    /// input
    #[arg(value_name = "OLD", add = ArgValueCompleter::new(complete::proposals))]
    pub old: PathBuf,
    /// The new text
    #[arg(value_name = "NEW", add = ArgValueCompleter::new(complete::proposals))]
    pub new: PathBuf,
    #[command(flatten)]
    pub by: By,
    #[command(flatten)]
    pub taking: Taking,
    /// Proposals, or folders of them, that are judged by both policies; may be
    /// repeated
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["policies", "readings"], help_heading = "Two policies", add = ArgValueCompleter::new(complete::proposals))]
    pub over: Vec<PathBuf>,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: Print,
    /// Show everything that changed, and everything that is still missing
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
    /// Exit with 1 if a finding got worse under some reading, or a verdict did
    #[arg(long, help_heading = "Output")]
    pub fail_on_worse: bool,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Each time the draft, a member of a package, a policy or a vocabulary is saved,
it is told what changed since the last state that could be read, and how the
draft is judged now. An error in a file is shown, and watching goes on. On a
terminal each answer begins on a clear screen; otherwise a line of dashes comes
before it. Ctrl-C ends it.

Exit codes: 2 if watching could not begin; it ends only by a signal.

Examples:
  servanda watch draft.yaml
  servanda watch --policy mine.servanda draft.yaml
  servanda watch --since draft-1.yaml draft-2.yaml")]
pub(crate) struct Watch {
    /// A proposal or a package
    #[arg(value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub file: PathBuf,
    #[command(flatten)]
    pub by: By,
    #[command(flatten)]
    pub taking: Taking,
    /// Tell what changed since this text, each time, and not since the last save
    #[arg(long, value_name = "OLD", add = ArgValueCompleter::new(complete::proposals))]
    pub since: Option<PathBuf>,
    #[command(flatten)]
    pub patience: Patience,
    /// How to print the answers
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Output"
    )]
    pub format: PageFormat,
}
