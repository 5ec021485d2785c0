//! Reading files: bounded, and with an error that says what is the matter.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use servanda::text::Diagnostic;
use servanda::text::{Code, Place, Source, Span, nearest};
use servanda::world::Files;

use super::files::reason;

/// The most bytes of one file.
const MOST_BYTES: u64 = 16 << 20;

/// The files of this machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Option<String>, Box<Diagnostic>> {
        let path = Path::new(path);
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => match leads_nowhere(path) {
                Some(error) => Err(Box::new(error)),
                None => Ok(None),
            },
            _ => Ok(Some(source(path)?.text().to_owned())),
        }
    }

    fn near(&self, path: &str) -> Option<String> {
        let near = neighbour(Path::new(path))?;
        Some(near.display().to_string())
    }
}

/// The files that were read, as the system names them.
static READ: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Whether a file was read, under whatever name.
pub(crate) fn was_read(file: &Path) -> bool {
    let read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    fs::canonicalize(file).is_ok_and(|file| read.contains(&file))
}

/// Reads a file, or standard input for `-`.
pub(crate) fn source(path: &Path) -> Result<Arc<Source>, Box<Diagnostic>> {
    let name = if path.as_os_str() == "-" {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    };
    let bytes = bytes(path)?;
    if let Ok(path) = fs::canonicalize(path) {
        (READ.lock().unwrap_or_else(PoisonError::into_inner)).insert(path);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Source::new(name, text);
            let message = format!("this is not UTF-8 text: byte {valid} fits no character");
            Err(Box::new(
                Diagnostic::error(Code::InputNotUtf8, message)
                    .at(Place::new(&source, Span::new(valid, valid)), "")
                    .help("save it as UTF-8"),
            ))
        }
    }
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let shown = path.display();
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        // All of it is read at once.
        let size = require_file(path)?.len().min(MOST_BYTES);
        bytes.reserve(usize::try_from(size).unwrap_or_default() + 1);
        File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Box::new(unreadable(path, &error)))?;
    if bytes.len() as u64 > MOST_BYTES {
        let mib = MOST_BYTES >> 20;
        return Err(Box::new(
            Diagnostic::error(
                Code::InputTooLarge,
                format!("`{shown}` has more than {mib} MiB"),
            )
            .help("pass the right file: policies and proposals have some kilobytes"),
        ));
    }
    Ok(bytes)
}

/// Refuses what is no plain file before it is opened: a pipe that nobody writes to would never
/// answer.
fn require_file(path: &Path) -> Result<fs::Metadata, Box<Diagnostic>> {
    let found = fs::metadata(path).map_err(|error| Box::new(unreadable(path, &error)))?;
    if found.is_file() || !found.is_dir() && is_handed_over(path) {
        return Ok(found);
    }
    let (what, help) = if found.is_dir() {
        ("a folder, not a file", "name a file inside it")
    } else {
        let help = "copy what it gives into a file, or hand it over as standard input and name `-`";
        ("a pipe or a device, not a plain file", help)
    };
    let message = format!("`{}` is {what}", path.display());
    Err(Box::new(
        Diagnostic::error(Code::InputNotAFile, message).help(help),
    ))
}

/// Whether a path stands for what the shell has opened, as in `<(command)`.
fn is_handed_over(path: &Path) -> bool {
    ["/dev/fd", "/dev/stdin", "/proc/self/fd"]
        .iter()
        .any(|known| path.starts_with(known))
}

/// What is said of a link to a file that is not there.
fn leads_nowhere(path: &Path) -> Option<Diagnostic> {
    let to = fs::read_link(path).ok()?;
    let (shown, to) = (path.display(), to.display());
    let message = format!("`{shown}` is a link to `{to}`, which is not there");
    let help = "put the file there, or remove the link";
    Some(Diagnostic::error(Code::InputNotFound, message).help(help))
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let shown = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        if let Some(link) = leads_nowhere(path) {
            return link;
        }
        let mut missing =
            Diagnostic::error(Code::InputNotFound, format!("there is no file `{shown}`"));
        if let Some(near) = neighbour(path) {
            missing = missing.help(format!("did you mean `{}`?", near.display()));
        }
        return missing.help("check the path; relative paths start at the current folder");
    }
    Diagnostic::error(
        Code::InputNotReadable,
        format!("`{shown}` cannot be read: {}", reason(error)),
    )
    .help("check its permissions")
}

/// A file in the same folder with nearly the same name.
fn neighbour(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut names: Vec<String> = fs::read_dir(folder.unwrap_or(Path::new(".")))
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|other| !other.starts_with('.') && *other != name)
        .collect();
    names.sort_unstable();
    let near = nearest(&name, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near))
}
