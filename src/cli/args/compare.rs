//! What can be written after `servanda compare`.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

use super::{By, Patience, PrintTables, Taking};
use crate::cli::complete;

#[derive(Debug, Parser)]
#[command(after_help = "\
A text dominates another if it does at least as well on every prerequisite and
better on one, under each reading of the policy alike, by what is found: met is
better than open, and open better than unmet. What applies to one of two texts
alone orders neither. Texts that nothing dominates are the first layer, those
that only the first layer dominates the second, and so on. A text on which every
finding is open stands apart: there is nothing to compare yet.

Of two texts it is shown where each leads, with both places; under which share
of all weightings each leads, exactly; and by which factor weights would have
to be wrong to reverse their order.

Exit codes: 0 answered, 2 error, 3 the budget ran out or a limit was met.

Examples:
  servanda compare proposals
  servanda compare proposals --format markdown
  servanda compare a.yaml b.yaml
  servanda compare drafts/ --only pledge_scope,precautions
  servanda compare drafts/ --policy column --policy kyiv-2022 --sort name")]
pub(crate) struct Compare {
    /// Proposals, folders of proposals, or - for standard input
    #[arg(required = true, value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub by: By,
    #[command(flatten)]
    pub taking: Taking,
    /// Compare only these: prerequisites, or texts as the answer calls them; may
    /// be repeated
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', help_heading = "What is compared", add = ArgValueCompleter::new(complete::prerequisites))]
    pub only: Vec<String>,
    /// Compare by the findings on prerequisites, or by the verdicts of policies
    /// [default: findings by one policy, verdicts by several]
    #[arg(long, value_name = "WHAT", help_heading = "What is compared")]
    pub over: Option<Over>,
    /// Count the steps to the nearest text that is met, as `repair` does
    #[arg(long, help_heading = "What is compared")]
    pub steps: bool,
    /// Show every text in the table, and what other assumptions change
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
    /// The order of the texts: layer, name, date, score or steps
    #[arg(
        long,
        value_name = "BY",
        default_value = "layer",
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub sort: Sort,
    /// Put the texts in groups: by year, author, status, outcome or coverage
    #[arg(
        long,
        value_name = "BY",
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub group_by: Option<GroupBy>,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: PrintTables,
}

/// What texts are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Over {
    /// The finding on each prerequisite, under each reading alike
    Findings,
    /// The verdict of each policy
    Verdicts,
}

/// In which order texts are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// By layer; then those met on most, unmet on fewest, by name
    Layer,
    /// By name
    Name,
    /// The oldest first
    Date,
    /// The highest of the lowest scores first
    Score,
    /// The fewest steps first
    Steps,
}

/// What texts are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GroupBy {
    /// The year of the date
    Year,
    /// Each of the authors
    Author,
    /// How far it got
    Status,
    /// What became of it
    Outcome,
    /// How much of the text its coder saw
    Coverage,
}
