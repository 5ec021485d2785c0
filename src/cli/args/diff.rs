//! What can be written after `servanda diff`.

use std::path::PathBuf;

use clap::Parser;
use clap_complete::engine::ArgValueCompleter;

use super::{By, Patience, Print, Taking};
use crate::cli::complete;

#[derive(Debug, Parser)]
#[command(after_help = "\
A finding changed because of certain provisions if the old text, with these
provisions alone taken from the new one, is judged like the new one. Where
several provisions are needed together, or each of several would do, that is
said. Nothing else of the two texts is looked at: layout, comments and order
do not count as changes.

Exit codes: 0 compared, whatever changed; 1 with --fail-on-worse if a finding
got worse; 2 error, 3 the budget ran out or a limit was met.

Examples:
  servanda diff draft-1.yaml draft-2.yaml
  servanda diff --policy mine.servanda --fail-on-worse old.yaml new.yaml
  git show HEAD:draft.yaml | servanda diff - draft.yaml")]
pub(crate) struct Diff {
    /// The old text: a proposal, or - for standard input
    #[arg(value_name = "OLD", add = ArgValueCompleter::new(complete::proposals))]
    pub old: PathBuf,
    /// The new text
    #[arg(value_name = "NEW", add = ArgValueCompleter::new(complete::proposals))]
    pub new: PathBuf,
    #[command(flatten)]
    pub by: By,
    #[command(flatten)]
    pub taking: Taking,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: Print,
    /// Show every provision that changed, and everything that is still missing
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
    /// Exit with 1 if a finding got worse under some reading, or the verdict did
    #[arg(long, help_heading = "Output")]
    pub fail_on_worse: bool,
}
