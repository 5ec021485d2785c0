//! The proposals of a folder, and what else is in it.

use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use servanda::proposal::{TestFile, test_file};
use servanda::text::{Code, Diagnostic};

use super::input::unreadable;

/// What a folder holds for a question about proposals.
#[derive(Default)]
pub(crate) struct Found {
    /// Its proposals, sorted.
    pub files: Vec<PathBuf>,
    /// A warning if something in it looks as if it should be one of them and is not.
    pub passed_over: Option<Diagnostic>,
}

/// What is looked for in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Proposals,
    ProposalsAndPolicies,
    /// Policies and vocabularies.
    Policies,
}

impl Wanted {
    /// What is called missing in a folder without any, and how its files would be known.
    fn missing(self) -> (&'static str, &'static str) {
        match self {
            Self::Proposals | Self::ProposalsAndPolicies => (
                "proposal",
                "proposals end in .yaml or .yml; folders inside a folder are not searched",
            ),
            Self::Policies => (
                "policy and no vocabulary",
                "both end in .servanda; folders inside a folder are not searched",
            ),
        }
    }
}

/// The files that an argument stands for: itself, or those of a folder that are wanted.
///
/// A proposal of a folder is a plain file that ends in `.yaml` or `.yml`. Names that start with a dot
/// are those of editors and systems, and nothing is said of them.
pub(crate) fn texts(path: &Path, wanted: Wanted) -> Result<Found, Box<Diagnostic>> {
    if path.as_os_str() == "-" || !path.is_dir() {
        return Ok(Found {
            files: vec![path.to_owned()],
            passed_over: None,
        });
    }
    let failed = |error| Box::new(unreadable(path, &error));
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        entries.push(entry.map_err(failed)?);
    }
    entries.sort_by_key(DirEntry::file_name);
    let (mut files, mut left) = (Vec::new(), Left::default());
    for entry in &entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        match place_of(&name, &entry.path()) {
            Place::Proposal if wanted != Wanted::Policies => files.push(entry.path()),
            Place::Tests if wanted == Wanted::ProposalsAndPolicies => files.push(entry.path()),
            Place::Servanda if wanted != Wanted::Proposals => files.push(entry.path()),
            Place::OtherEnding if wanted != Wanted::Policies => left.otherwise.push(name),
            Place::NotPlain if wanted != Wanted::Policies => left.not_plain.push(name),
            Place::Proposal
            | Place::Servanda
            | Place::OtherEnding
            | Place::NotPlain
            | Place::Tests
            | Place::Elsewhere => {}
            Place::Folder if wanted == Wanted::Policies && !holds_policies(&entry.path()) => {}
            Place::Folder => left.folders.push(name),
        }
    }
    let passed_over = left.said(path);
    if files.is_empty() {
        let (what, help) = wanted.missing();
        let message = format!("there is no {what} in the folder `{}`", path.display());
        let mut error = Diagnostic::error(Code::InputNothingToCheck, message);
        error.help.extend(passed_over.map(|said| said.message));
        return Err(Box::new(error.help(help)));
    }
    Ok(Found { files, passed_over })
}

/// Whether policies or vocabularies lie in a folder itself. Of one that cannot be read, nobody knows.
fn holds_policies(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return true;
    };
    let mut names = entries.flatten().map(|entry| entry.file_name());
    names.any(|name| Path::new(&name).extension() == Some("servanda".as_ref()))
}

/// What an entry of a folder is.
enum Place {
    Proposal,
    /// A policy or a vocabulary.
    Servanda,
    /// What is expected of proposals.
    Tests,
    /// Nobody takes it for a proposal.
    Elsewhere,
    OtherEnding,
    /// It ends as proposals do, but is a pipe, a device or a link to nothing.
    NotPlain,
    Folder,
}

fn place_of(name: &str, path: &Path) -> Place {
    let (ending, is_yaml) = (ending(path), is_yaml(path));
    let found = fs::metadata(path);
    if name.starts_with('.') {
        return Place::Elsewhere;
    }
    match test_file(name) {
        Some((_, TestFile::Expectation | TestFile::Fixtures)) => return Place::Tests,
        // What is kept of a proposal is no proposal.
        Some(_) => return Place::Elsewhere,
        None => {}
    }
    if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
        Place::Folder
    } else if is_yaml && found.is_ok_and(|found| found.is_file()) {
        Place::Proposal
    } else if is_yaml {
        Place::NotPlain
    } else if ending == "servanda" {
        Place::Servanda
    } else if ending == "md" {
        Place::Elsewhere
    } else {
        Place::OtherEnding
    }
}

/// The ending of a name, in lower case.
fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

/// Whether a file ends as proposals do.
pub(crate) fn is_yaml(path: &Path) -> bool {
    matches!(ending(path).as_str(), "yaml" | "yml")
}

/// The names of what was passed over.
#[derive(Default)]
struct Left {
    otherwise: Vec<String>,
    not_plain: Vec<String>,
    folders: Vec<String>,
}

impl Left {
    fn said(&self, path: &Path) -> Option<Diagnostic> {
        let counted = |names: &[String], one: &str, more: &str| match names {
            [] => None,
            [only] => Some(format!("{one} (`{only}`)")),
            [first, ..] => Some(format!("{} {more} (`{first}` …)", names.len())),
        };
        let said: Vec<String> = [
            counted(
                &self.otherwise,
                "a file that does not end in .yaml",
                "files that do not end in .yaml",
            ),
            counted(
                &self.not_plain,
                "an entry that is no plain file",
                "entries that are no plain files",
            ),
            counted(&self.folders, "a folder", "folders"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let message = format!("passed over in `{}`: {}", path.display(), said.join(", "));
        (!said.is_empty()).then(|| Diagnostic::warning(Code::InputPassedOver, message))
    }
}
