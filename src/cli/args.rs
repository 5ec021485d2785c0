//! What can be written after `servanda`.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Exact verdicts on draft agreements: judges coded settlement texts against a cited policy and
/// explains every failure.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 80,
    after_help = "\
Examples:
  servanda check proposals/us-28-point-plan-2025.yaml
  servanda check --format json proposals/ > report.json
  servanda explain proposal/unknown-term

Exit codes: 0 met, 1 unmet, 2 error, 3 open or not applicable."
)]
pub(crate) struct Args {
    /// When to use colour; `NO_COLOR` is honoured too
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    Text,
    /// Sentences, for a screen reader
    Plain,
    /// For programs; see docs/json.md
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge proposals against one policy or several
    Check(Check),
    /// Tell more about a diagnostic code; without one, list them all
    Explain {
        /// Such as `proposal/unknown-term`
        code: Option<String>,
    },
    /// Hold a policy's citations against copies of its sources
    Cite(Cite),
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Exit codes: 0 met, 1 unmet, 2 error, 3 open or not applicable; over several
files an error beats unmet beats open beats met.

Examples:
  servanda check draft.yaml
  servanda check --policy mine.servanda --reading strict drafts/
  cat draft.yaml | servanda check -")]
pub(crate) struct Check {
    /// A proposal, a folder of them (its own *.yaml and *.yml), or - for
    /// standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// A path that ends in .servanda or has a separator, else the name of a
    /// built-in policy; may be repeated [default: column]
    #[arg(long = "policy", value_name = "POLICY")]
    pub policies: Vec<String>,
    /// Settle a reading: PREREQUISITE=NAME, or NAME for all that have it
    #[arg(long = "reading", value_name = "READING")]
    pub readings: Vec<String>,
    /// Count rival readings of the text among the possible values
    #[arg(long)]
    pub rivals: bool,
    /// Take provisions as not established that only worse sources support
    #[arg(long, value_name = "A|B|C")]
    pub min_grade: Option<MinGrade>,
    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// Show in full what is met, not applicable or clear, too
    #[arg(long, short)]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MinGrade {
    #[value(name = "A", alias = "a")]
    A,
    #[value(name = "B", alias = "b")]
    B,
    #[value(name = "C", alias = "c")]
    C,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Exit codes: 0 all found, 1 a citation or a sum does not fit, 2 error.

Example:
  servanda cite policies/column.servanda --source column=column.txt")]
pub(crate) struct Cite {
    /// The policy: a path, or the name of a built-in one
    pub policy: String,
    /// A copy of a source: NAME=FILE; may be repeated
    #[arg(long = "source", value_name = "NAME=FILE", required = true)]
    pub sources: Vec<String>,
}
