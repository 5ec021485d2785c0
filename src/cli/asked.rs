//! What arguments mean that several commands share.

use std::path::{Path, PathBuf};

use servanda::limit::Cancel;
use servanda::policy::ReadingChoice;
use servanda::proposal::{Grade, Options, Proposal};
use servanda::questions::demands::Demands;
use servanda::text::{Code, Diagnostic};
use servanda::world::{Changes, Error, World};

use super::args::{Format, MinGrade, Priced, Readings, Taking};
use super::input::{self, Disk};
use super::output::Output;
use super::words::worded;

/// How proposals are taken.
pub(crate) fn options(args: &Taking) -> Options {
    Options {
        rivals: args.rivals,
        min_grade: args.min_grade.map(|grade| match grade {
            MinGrade::A => Grade::A,
            MinGrade::B => Grade::B,
            MinGrade::C => Grade::C,
        }),
    }
}

/// The policies with the readings settled that are asked for.
pub(crate) fn settled<'w>(
    args: &Readings,
    world: &'w World<Disk>,
) -> Result<Vec<ReadingChoice<'w>>, Vec<Diagnostic>> {
    let readings = world.readings(&args.readings);
    readings.map_err(Error::into_diagnostics)
}

/// What may be changed at what price, if every term may be.
pub(crate) fn priced(args: &Priced) -> Changes {
    Changes {
        prices: args.prices.clone(),
        ..Changes::default()
    }
}

/// Makes policies ready to be asked about together.
pub(crate) fn together<'p>(
    policies: Vec<ReadingChoice<'p>>,
    cancel: &Cancel,
) -> Result<Demands<'p>, Vec<Diagnostic>> {
    Demands::prepare(policies, cancel).map_err(|error| Error::from(error).into_diagnostics())
}

/// The files to read, each with what already speaks against it.
pub(crate) fn files(paths: &[PathBuf]) -> Vec<(PathBuf, Option<Diagnostic>)> {
    let mut files = Vec::new();
    let mut stdin = false;
    for path in paths {
        if path.as_os_str() == "-" && std::mem::replace(&mut stdin, true) {
            let twice = Diagnostic::error(
                Code::InputStdinTwice,
                "standard input can be read only once",
            )
            .help("name `-` once");
            files.push((path.clone(), Some(twice)));
            continue;
        }
        match input::proposals(path) {
            Ok(found) => files.extend(found.into_iter().map(|file| (file, None))),
            Err(error) => files.push((path.clone(), Some(*error))),
        }
    }
    files
}

/// Reads a proposal from a file, or from standard input for `-`.
pub(crate) fn read(file: &Path, world: &World<Disk>) -> Result<Proposal, Vec<Diagnostic>> {
    let source = input::source(file).map_err(|error| vec![*error])?;
    world.read(&source).map_err(Error::into_diagnostics)
}

/// Says everything on standard error, unless it goes into the JSON report; keeps the errors.
pub(crate) fn tell(said: Vec<Diagnostic>, format: Format, output: &mut Output) -> Vec<Diagnostic> {
    let said: Vec<Diagnostic> = said.into_iter().map(worded).collect();
    if format != Format::Json {
        for diagnostic in &said {
            output.diagnostic(diagnostic, format);
        }
    }
    said
}
