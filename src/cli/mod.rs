//! Arguments, files, colour, exit codes. The only place that names clap and does I/O.

mod args;
mod asked;
mod check;
mod cite;
mod codes;
mod compare;
mod compare_policies;
mod complete;
mod diff;
mod explain;
mod files;
mod fixtures;
mod fmt;
mod folder;
mod help;
mod influence;
mod input;
mod lint;
mod long;
mod man;
mod migrate;
mod new;
mod next;
mod output;
mod repair;
mod sensitivity;
mod session;
mod show;
mod site;
mod test;
mod watch;
mod words;
mod zopa;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use output::Output;
use servanda::world::{Error, ErrorKind};

/// What the process exits with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Met,
    Open,
    Unmet,
    Error,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Self::Met => 0,
            Self::Unmet => 1,
            Self::Error => 2,
            Self::Open => 3,
        }
    }

    /// Over several: error beats unmet beats open beats met.
    fn or(self, other: Self) -> Self {
        if self as u8 >= other as u8 {
            self
        } else {
            other
        }
    }
}

/// The exit if there is no answer: the budget ran out or a limit was met, or input cannot be used.
impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Limit | ErrorKind::Cancelled => Self::Open,
            _ => Self::Error,
        }
    }
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    if complete::answered() {
        return ExitCode::SUCCESS;
    }
    let args = match Args::try_parse().map_err(help::grouped) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are asked for; everything else is bad usage.
            let code = if error.use_stderr() {
                Exit::Error
            } else {
                Exit::Met
            };
            let mut output = Output::new(args::Color::Auto);
            output.usage(&error.render(), error.use_stderr());
            return ExitCode::from(output.finish(code).code());
        }
    };
    let mut output = Output::new(args.color);
    let exit = match args.command {
        Command::Check(check) => check::run(&check, &mut output),
        Command::Compare(compare) => compare::run(&compare, &mut output),
        Command::Diff(diff) => diff::run(&diff, &mut output),
        Command::Watch(watch) => watch::run(&watch, &mut output),
        Command::Repair(repair) => repair::run(&repair, &mut output),
        Command::Zopa(zopa) => zopa::run(&zopa, &mut output),
        Command::Sensitivity(sensitivity) => sensitivity::run(&sensitivity, &mut output),
        Command::Influence(influence) => influence::run(&influence, &mut output),
        Command::Lint(lint) => lint::run(&lint, &mut output),
        Command::Test(test) => test::run(&test, &mut output),
        Command::ComparePolicies(compare) => compare_policies::run(&compare, &mut output),
        Command::New(new) => new::run(&new, &mut output),
        Command::Schema(schema) => new::schema(&schema, &mut output),
        Command::Fmt(fmt) => fmt::run(&fmt, &mut output),
        Command::Migrate(migrate) => migrate::run(&migrate, &mut output),
        Command::Site(site) => site::run(&site, &mut output),
        Command::Show(show) => show::run(&show, &mut output),
        Command::Explain(explain) => explain::run(&explain, &mut output),
        Command::Cite(cite) => cite::run(&cite, &mut output),
        Command::Man(manual) => man::run(&manual, &mut output),
        Command::Completions(shell) => complete::script(shell.shell, &mut output),
    };
    ExitCode::from(output.finish(exit).code())
}
