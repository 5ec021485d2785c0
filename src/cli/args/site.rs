//! What can be written after `servanda site`.

use std::path::PathBuf;

use clap::Parser;
use clap_complete::engine::ArgValueCompleter;

use super::{By, Patience, Taking};
use crate::cli::complete;

#[derive(Debug, Parser)]
#[command(after_help = "\
The folder holds index.html with the verdict of every policy on every text; a
page for each text with every finding and its reasons; a page for each policy
with what it cites; and how the texts compare. The pages refer to one another
alone, run no script and can be read from the folder or put on any server.

Made anew, the site replaces its own pages, and removes those of texts and
policies that are gone. Where somebody changed a page, or another file is in the
way, nothing is written unless `--force` is given. Other files stay.

Exit codes: 0 written, 2 error, 3 the budget ran out or a limit was met.

Examples:
  servanda site proposals
  servanda site proposals --policy column --policy kyiv-2022 --output public
  servanda site my-drafts --policy mine.servanda")]
pub(crate) struct Site {
    /// Proposals, or folders of proposals
    #[arg(required = true, value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub by: By,
    #[command(flatten)]
    pub taking: Taking,
    #[command(flatten)]
    pub patience: Patience,
    /// The folder to write; it is made if it is not there
    #[arg(
        long,
        short,
        value_name = "FOLDER",
        default_value = "site",
        help_heading = "Output"
    )]
    pub output: PathBuf,
    /// Replace files in that folder, whoever wrote or changed them
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}
