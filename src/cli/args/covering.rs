//! What `servanda test --coverage` can be told.

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use crate::cli::complete;

/// What the tests exercise of policies.
#[derive(Debug, clap::Args)]
pub(crate) struct Covering {
    /// Show what the tests exercise of the policies that they name, and tests
    /// for what they miss
    #[arg(long, group = "of_policies", help_heading = "Coverage")]
    pub coverage: bool,
    /// Only of this policy: its name or its path; may be repeated. With
    /// --snapshot keep what it says of each text
    #[arg(long = "policy", value_name = "POLICY", requires = "of_policies", help_heading = "Coverage", add = ArgValueCompleter::new(complete::policies))]
    pub policies: Vec<String>,
    /// Write tests for what is missing into this folder, never over other files
    #[arg(
        long,
        value_name = "FOLDER",
        requires = "coverage",
        help_heading = "Coverage"
    )]
    pub write: Option<PathBuf>,
    /// Show the policy with marks beside its lines
    #[arg(long, requires = "coverage", help_heading = "Coverage")]
    pub listing: bool,
    /// Show every condition, and the texts of tests for what is missing
    #[arg(long, short, requires = "coverage", help_heading = "Coverage")]
    pub verbose: bool,
}
