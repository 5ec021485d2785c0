//! The help of the program as a whole: its commands by what they are for.

use std::fmt::Write as _;

use clap::builder::StyledStr;
use clap::builder::styling::Styles;
use clap::error::ErrorKind;
use clap::{Command, CommandFactory as _, Error};

use super::args::Args;

/// What the commands are for, in the order of use.
const GROUPS: &[(&str, &[&str])] = &[
    ("Judge", &["check", "compare", "diff", "watch", "site"]),
    (
        "Ask further",
        &["repair", "influence", "sensitivity", "zopa"],
    ),
    ("Write a draft", &["new", "schema"]),
    (
        "Policies",
        &[
            "show",
            "lint",
            "test",
            "compare-policies",
            "cite",
            "fmt",
            "migrate",
        ],
    ),
    ("Help", &["explain", "man", "completions", "help"]),
];

/// What was printed instead of an answer. If it is the help of the program as a whole, its commands
/// are grouped. (Nobody else has to wait until the groups are put together.)
pub(crate) fn grouped(error: Error) -> Error {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if !is_help {
        return error;
    }
    let mut command = Args::command();
    command.build();
    let template = template(&command);
    let again = Args::command().help_template(template).try_get_matches();
    again.err().unwrap_or(error)
}

fn template(command: &Command) -> StyledStr {
    let header = *Styles::default().get_header();
    let literal = *Styles::default().get_literal();
    let names = GROUPS.iter().flat_map(|(_, names)| *names);
    let widest = names.map(|name| name.len()).max().unwrap_or_default();
    let mut text = "{about-with-newline}\n{usage-heading} {usage}\n".to_owned();
    for (title, names) in GROUPS {
        let _ = write!(text, "\n{header}{title}:{header:#}\n");
        for name in *names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {literal}{name:widest$}{literal:#}  {about}");
        }
    }
    let _ = write!(
        text,
        "\n{header}Options:{header:#}\n{{options}}{{after-help}}"
    );
    text.into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{Command, CommandFactory as _};

    use super::super::args::Args;
    use super::GROUPS;

    #[test]
    fn every_command_is_in_one_group() {
        let mut command = Args::command();
        command.build();
        let all: BTreeSet<&str> = command.get_subcommands().map(Command::get_name).collect();
        let named: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        assert_eq!(named.len(), all.len());
        assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), all);
    }
}
