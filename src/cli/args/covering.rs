//! What `servanda test --coverage` and `servanda test --mutate` can be told.

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use crate::cli::complete;

/// What the tests exercise of policies, and what they notice.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Covering {
    /// Show what the tests exercise of the policies that they name, and tests
    /// for what they miss
    #[arg(long, group = "of_policies", help_heading = "Coverage and mutation")]
    pub coverage: bool,
    /// Make mistakes in the policies, one at a time, and show those that no test
    /// notices, and tests that do
    #[arg(long, group = "of_policies", help_heading = "Coverage and mutation")]
    pub mutate: bool,
    /// Only of this policy: its name or its path; may be repeated. With
    /// --snapshot keep what it says of each text
    #[arg(long = "policy", value_name = "POLICY", requires = "of_policies", help_heading = "Coverage and mutation", add = ArgValueCompleter::new(complete::policies))]
    pub policies: Vec<String>,
    /// Write tests for what is missing into this folder, never over other files
    #[arg(
        long,
        value_name = "FOLDER",
        requires = "of_policies",
        help_heading = "Coverage and mutation"
    )]
    pub write: Option<PathBuf>,
    /// Show the policy with marks beside its lines
    #[arg(long, requires = "coverage", help_heading = "Coverage and mutation")]
    pub listing: bool,
    /// Show every condition or mistake, and the texts of tests for what is missing
    #[arg(
        long,
        short,
        requires = "of_policies",
        help_heading = "Coverage and mutation"
    )]
    pub verbose: bool,
}
