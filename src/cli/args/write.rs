//! What can be written after the commands that help to write a proposal.

use std::path::PathBuf;

use clap::Parser;
use clap_complete::engine::ArgValueCompleter;

use super::super::complete;

#[derive(Debug, Parser)]
#[command(after_help = "\
Every term stands there as a comment, with its values, what they stand for and
what silence means. Nothing is stated until somebody takes a `#` away.

Exit codes: 0 written or printed, 2 error; a file is never written over.

Examples:
  servanda new draft.yaml
  servanda new --policy mine.servanda draft.yaml
  servanda new --from draft.yaml draft-2.yaml")]
pub(crate) struct New {
    /// The file to write, and so the name of the proposal; without one the text is
    /// printed
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Go on from this proposal: what it says stays, and it is superseded
    #[arg(long, value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub from: Option<PathBuf>,
    /// Put the terms first at which this policy looks, and say what asks for each:
    /// a path that ends in .servanda or has a separator, else the name of a
    /// built-in policy; may be repeated [default: column, in the vocabulary's order]
    #[arg(long = "policy", value_name = "POLICY", add = ArgValueCompleter::new(complete::policies))]
    pub policies: Vec<String>,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
An editor that knows YAML completes and checks proposals with it, once the first
line of a proposal names the file:

  # yaml-language-server: $schema=settlement.schema.json

It admits every proposal that can be read. What one place has to do with another,
such as provisions that contradict each other, only `servanda check` can tell.

Exit codes: 0 printed, 2 error.

Examples:
  servanda schema > settlement.schema.json
  servanda schema mine.servanda > mine.schema.json")]
pub(crate) struct Schema {
    /// A vocabulary, or a policy for the vocabulary that it uses [default: settlement]
    #[arg(value_name = "TEXT", add = ArgValueCompleter::new(complete::policies))]
    pub text: Option<String>,
}
