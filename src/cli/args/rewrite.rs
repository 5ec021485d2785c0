//! What can be written after the commands that rewrite files.

use std::path::PathBuf;

use clap::Parser;
use clap_complete::engine::ArgValueCompleter;

use super::super::complete;
use super::Print;

#[derive(Debug, Parser)]
#[command(after_help = "\
A clause stands on a line of its own, and what is in braces is indented by two
blanks; docs/language.md has all of the rules. Comments, strings and the meaning
stay as they are, and what is laid out already is not touched. A file that
cannot be parsed is an error, and is left as it is.

Exit codes: 0 written, shown, or nothing to change; 1 with --check if something
would change; 2 error.

Examples:
  servanda fmt mine.servanda
  servanda fmt --check policies
  servanda fmt --diff mine.servanda
  servanda fmt - < mine.servanda")]
pub(crate) struct Fmt {
    /// A policy or a vocabulary, a folder of them (its own *.servanda), or - to
    /// read standard input and print the new text
    #[arg(required = true, value_name = "FILE", add = ArgValueCompleter::new(complete::formattable))]
    pub files: Vec<PathBuf>,
    /// Write nothing, list the files that would change, and exit with 1 if there
    /// are any
    #[arg(long, help_heading = "Output")]
    pub check: bool,
    /// Write nothing, and show every line that would change
    #[arg(long, help_heading = "Output")]
    pub diff: bool,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Terms and labels that a vocabulary gives another name are still read by the
former one, with a warning. This writes the new names into the files and leaves
the rest of them as it is. A draft that names its edition names the new one
then, unless it says something that has come to mean something else: that is
shown, for somebody to look at, and is never rewritten.

Exit codes: 0 rewritten, or nothing to rewrite; 2 error.

Examples:
  servanda migrate --dry-run drafts/
  servanda migrate draft.yaml mine.servanda
  servanda migrate --policy mine.servanda drafts/")]
pub(crate) struct Migrate {
    /// A proposal, an expectation, a file of fixtures, a policy that ends in
    /// .servanda, a folder of these, or - for a proposal on standard input, with
    /// --dry-run
    #[arg(required = true, value_name = "FILE", add = ArgValueCompleter::new(complete::migratable))]
    pub files: Vec<PathBuf>,
    /// Read the proposals over the vocabulary of this policy: a path that ends
    /// in .servanda or has a separator, else the name of a built-in policy
    /// [default: column]
    #[arg(long = "policy", value_name = "POLICY", help_heading = "By which policies", add = ArgValueCompleter::new(complete::policies))]
    pub policies: Vec<String>,
    /// Show every line that would change, and write nothing
    #[arg(long, help_heading = "Output")]
    pub dry_run: bool,
    #[command(flatten)]
    pub print: Print,
}
