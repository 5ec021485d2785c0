//! The library's values for arguments that several commands share.

use std::path::{Path, PathBuf};

use servanda::proposal::{Grade, Options, Proposal};
use servanda::text::{Code, Diagnostic};
use servanda::world::{Changes, Error, World};

use super::args::{MinGrade, Priced, Taking};
use super::folder::{self, Wanted};
use super::input::{self, Disk};
use super::session::Session;

/// The options for interpreting proposals.
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

/// The prices of steps, where every term may change.
pub(crate) fn priced(args: &Priced) -> Changes {
    Changes {
        prices: args.prices.clone(),
        ..Changes::default()
    }
}

/// The files to read. One that cannot be listed comes with its error; what is passed over in a folder
/// is told.
pub(crate) fn files(
    paths: &[PathBuf],
    session: &mut Session<'_>,
) -> Vec<(PathBuf, Option<Diagnostic>)> {
    listed(paths, Wanted::Proposals, session)
}

/// The same, of what is wanted.
pub(crate) fn listed(
    paths: &[PathBuf],
    wanted: Wanted,
    session: &mut Session<'_>,
) -> Vec<(PathBuf, Option<Diagnostic>)> {
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
        match folder::texts(path, wanted) {
            Ok(found) => {
                session.say(found.passed_over.into_iter().collect());
                files.extend(found.files.into_iter().map(|file| (file, None)));
            }
            Err(error) => files.push((path.clone(), Some(*error))),
        }
    }
    files
}

/// Reads a proposal or a package from a file, or from standard input for `-`, unless it came with an error. What is
/// doubtful in how it was coded is told.
pub(crate) fn read(
    file: &Path,
    wrong: Option<Diagnostic>,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<Proposal, Error> {
    let proposal = opened(file, wrong, world)?;
    session.say(proposal.doubts());
    Ok(proposal)
}

/// The same, and nothing is told.
pub(crate) fn opened(
    file: &Path,
    wrong: Option<Diagnostic>,
    world: &World<Disk>,
) -> Result<Proposal, Error> {
    match wrong {
        Some(wrong) => Err(wrong.into()),
        None => world.read(&input::source(file)?),
    }
}

/// A warning if a proposal is called quite otherwise than its file: of several, nobody could tell which
/// is which.
pub(crate) fn other_name(proposal: &Proposal, file: &Path) -> Option<Diagnostic> {
    let stem = file.file_stem().filter(|_| file.as_os_str() != "-")?;
    let stem = stem.to_string_lossy();
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|char| char.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (name, file) = (letters(&proposal.id), letters(&stem));
    let alike = name.contains(&file) || file.contains(&name);
    (!alike).then(|| {
        let (name, file) = (&proposal.id, proposal.source.name());
        let message = format!("the proposal of `{file}` is called `{name}`");
        Diagnostic::warning(Code::ProposalOtherName, message)
            .help("give both the same name, if the name was not left over from another text")
    })
}
